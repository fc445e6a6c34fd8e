"""Every shipped design on every stock, with forty hard names: all of it inside, nothing covered, every code read."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageChops, ImageFilter

from ia_events.documents import stocks
from ia_events.documents.badge_photos import photos_of
from ia_events.documents.badges import write_badges
from ia_events.documents.branding import Branding
from ia_events.documents.design_files import shipped
from ia_events.documents.designs import Box, Code, Design, Element, Format, Picture, RoleBand, Shape, Text
from ia_events.documents.pdf import MM
from ia_events.documents.resizing import EDGE, SMALLEST_CODE, in_the_way, resized, zone
from ia_events.documents.stocks import Kind, Stock
from ia_events.domain import tokens
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event, Resource
from ia_events.domain.people import ROLE_LABELS, Attendee, Role, upper_name
from ia_events.i18n import _
from tests.documents.conftest import MADE_AT, Reader, attendee, words
from tests.documents.hard_names import HARD_NAMES

DESIGNS = pytest.mark.parametrize("design", shipped(), ids=lambda design: design.id)
STOCKS = pytest.mark.parametrize("stock", stocks.shipped(), ids=lambda stock: stock.id)
ROUND = 5.0  # millimetres of paper kept white around a label that is looked at alone


def alone(stock: Stock) -> Stock:
    """One label of a stock, in the middle of a page a little larger."""
    page = stock.label[0] + 2 * ROUND, stock.label[1] + 2 * ROUND
    return replace(stock, page=page, margin=(ROUND, ROUND), pitch=stock.label, grid=(1, 1), kind=Kind.SHEET)


def people() -> list[Attendee]:
    return [
        attendee(n, first_name=first, last_name=last, employer=employer, job_title=job, role=list(Role)[n % 4])
        for n, (first, last, employer, job) in enumerate(HARD_NAMES)
    ]


def made(event: Event, listed: list[Attendee], stock: Stock, design: Design, **options: Any) -> Any:
    file = BytesIO()
    write_badges(file, event, listed, stock, design=design, made_at=MADE_AT, **options)
    return pypdfium2.PdfDocument(file.getvalue())


@pytest.fixture
def full(event: Event) -> Event:
    """An event with something to follow up with."""
    resource = Resource(title="Replay et dossier documentaire", link="https://ia.exemple.fr/ia-et-territoires")
    return replace(event, resources=(resource,))


def test_there_are_six_for_every_use() -> None:
    assert [design.id for design in shipped()] == [
        "sober",
        "bilingual",
        "large-name",
        "narrow",
        "table-tent",
        "two-sided",
    ]
    assert [design.id for design in shipped() if design.two_sided] == ["two-sided"]
    assert [design.id for design in shipped() if design.folds] == ["table-tent"]
    assert [design.id for design in shipped() if not design.has_badge_code] == ["table-tent"]


@DESIGNS
def test_a_badge_can_be_typed(design: Design) -> None:
    """The letters are under the code: a torn one is typed."""
    codes = [part for drawn in design.formats for part in drawn.front if isinstance(part, Code)]
    assert all(code.letters for code in codes)


@DESIGNS
def test_nothing_covers_anything(design: Design) -> None:
    for drawn in design.formats:
        for face in (drawn.front, drawn.back):
            solid = [part for part in face if not isinstance(part, Shape)]
            rooms = [zone(part) if isinstance(part, Code) else part.box for part in solid]
            for number, room in enumerate(rooms):
                assert room.x >= 0
                assert room.y >= 0
                assert room.right <= drawn.size[0]
                assert room.bottom <= drawn.size[1]
                for other in range(number):
                    assert not room.meets(rooms[other]), (drawn.size, solid[number], solid[other])
            assert all(part.box.width >= SMALLEST_CODE for part in face if isinstance(part, Code))
            assert all(isinstance(part, (Text, Shape, Picture, Code, RoleBand)) for part in face)


@STOCKS
@DESIGNS
def test_the_white_of_a_code_bites_into_nothing(design: Design, stock: Stock) -> None:
    drawn, size = design.format_for(stock.label), design.face_of(stock.label)
    for face in (drawn.front, drawn.back):
        placed = resized(face, drawn.size, size)
        for code in [part for part in placed if isinstance(part, Code)]:
            assert not [part for part in placed if part is not code and in_the_way(part, code)]


@STOCKS
@DESIGNS
def test_forty_hard_names_are_whole_and_inside(design: Design, stock: Stock, full: Event, logo: Path) -> None:
    single = alone(stock)
    document = made(full, people(), single, design, branding=Branding(logo=logo, organisation="CNFPT"))
    sides = 2 if design.two_sided else 1
    assert len(document) == 40 * sides
    for number, person in enumerate(people()):
        page = document[number * sides]
        text = words(page).replace(" ", "").replace("-", "")
        for name in (person.first_name, upper_name(person.last_name)):
            assert name.replace(" ", "").replace("-", "") in text
        assert_inside(page, single)
        assert_nothing_hidden(page, single, design)
    if sides == 2:
        assert_inside(document[1], single)
    document.close()


def assert_inside(page: Any, single: Stock) -> None:
    scale = 1.0
    image = page.render(scale=scale, grayscale=True).to_pil().point(lambda level: 255 if level < 245 else 0)
    left, top, right, bottom = (side / scale / MM for side in image.getbbox())
    assert ROUND - 0.4 <= left < right <= ROUND + single.label[0] + 0.4
    assert ROUND - 0.4 <= top < bottom <= ROUND + single.label[1] + 0.4


def assert_nothing_hidden(page: Any, single: Stock, design: Design) -> None:
    """Every piece of text is on the label, and clear of the code's white, where nothing but its letters is."""
    inked = page.get_textpage()
    high = single.page[1] * MM
    boxes = []
    for number in range(inked.count_rects()):
        left, bottom, right, top = inked.get_rect(number)
        boxes.append(Box(left / MM - ROUND, (high - top) / MM - ROUND, (right - left) / MM, (top - bottom) / MM))
    assert boxes
    for box in boxes:
        assert min(box.x, box.y, single.label[0] - box.right, single.label[1] - box.bottom) > 0, box
    if design.folds:
        return
    drawn = design.format_for(single.label)
    there = [zone(part) for part in resized(drawn.front, drawn.size, single.label) if isinstance(part, Code)]
    there += [room._replace(y=single.label[1] - EDGE - room.height) for room in there]  # where a long name sends it
    assert any(all(not box.meets(room) or within(box, room) for box in boxes) for room in map(inset, there))


def inset(room: Box) -> Box:
    """Without its edge, which the slope of a letter may touch."""
    edge = 0.05
    return Box(room.x + edge, room.y + edge, room.width - 2 * edge, room.height - 2 * edge)


def within(box: Box, room: Box) -> bool:
    return box.x >= room.x and box.y >= room.y and box.right <= room.right and box.bottom <= room.bottom


@STOCKS
@DESIGNS
def test_every_code_is_read_and_by_a_poor_reader_too(design: Design, stock: Stock, full: Event) -> None:
    """As printed, at 150 dots an inch; then at 100, blurred and turned by 5 degrees. All of them, one by one."""
    if not design.has_badge_code:
        return
    first = zlib.crc32(f"{design.id} {stock.id}".encode()) << 16  # every badge has another code
    listed = [replace(person, badge=f"{first + n:016x}") for n, person in enumerate(people())]
    document = made(full, listed, stock, design)
    sides = 2 if design.two_sided else 1
    for sheet in range(len(document) // sides):
        page = document[sheet * sides]
        fine = page.render(scale=150 / 72, grayscale=True).to_pil()
        poor = page.render(scale=100 / 72, grayscale=True).to_pil().filter(ImageFilter.GaussianBlur(0.8))
        for place, person in enumerate(listed[sheet * stock.per_page : (sheet + 1) * stock.per_page]):
            token = tokens.issue(person.badge, full.key)
            assert only_code(label(fine, stock, place, 150)) == token, person
            turned = label(poor, stock, place, 100).rotate(
                5, expand=True, fillcolor=255, resample=Image.Resampling.BILINEAR
            )
            assert only_code(turned) == token, person
    document.close()


def label(sheet: Image.Image, stock: Stock, place: int, dpi: int) -> Image.Image:
    """One label of a sheet that was rendered."""
    x, y = stock.corner(place)
    edges = (x, y, x + stock.label[0], y + stock.label[1])
    left, top, right, bottom = (round(edge / 25.4 * dpi) for edge in edges)
    return sheet.crop((left, top, right, bottom))


def only_code(image: Image.Image) -> str:
    """What the first code found says: looking for others takes longer than all the rest."""
    code = zxingcpp.read_barcode(image)
    return code.text if code is not None else ""


def read(image: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(image)]


def test_the_back_is_behind_its_own_front(full: Event, opened: Reader) -> None:
    """Turned on its long edge, the sheet has each back under its front; only the event speaks there."""
    design = next(design for design in shipped() if design.two_sided)
    stock = stocks.stock(stocks.DEFAULT)
    document = made(full, people()[:3], stock, design, start_at=2)
    assert len(document) == 2
    front, back = (document[n].render(scale=1).to_pil().convert("L") for n in (0, 1))
    mirrored = back.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    for place in range(stock.per_page):
        x, y = stock.corner(place)
        box = tuple(round(side * MM) for side in (x + 1, y + 1, x + stock.label[0] - 1, y + stock.label[1] - 1))
        inked = [page.crop(box).getextrema()[0] < 128 for page in (front, mirrored)]
        assert inked == [1 <= place <= 3] * 2
    assert "Programme" in words(document[1])
    assert "https://ia.exemple.fr/ia-et-territoires" in read(document[1].render(scale=3).to_pil())
    assert not any(upper_name(person.last_name) in words(document[1]) for person in people()[:3])
    document.close()


def test_a_badge_that_folds_has_its_face_twice_once_upside_down(full: Event) -> None:
    design = next(design for design in shipped() if design.folds)
    stock = alone(stocks.stock("a6"))
    document = made(full, people()[:1], stock, design)
    image = document[0].render(scale=2).to_pil().convert("L")
    turned = image.transpose(Image.Transpose.ROTATE_180)
    difference = ImageChops.difference(image, turned).point(lambda level: 255 if level > 128 else 0)
    assert sum(difference.histogram()[128:]) < 200
    assert words(document[0]).count("ARRONDELL") == 2
    document.close()


def test_a_badge_of_two_faces_is_counted_once(full: Event) -> None:
    design = next(design for design in shipped() if design.folds)
    listed = [replace(people()[0], first_name="สมชาย")]
    printed = write_badges(BytesIO(), full, listed, stocks.stock("avery-4784"), design=design, made_at=MADE_AT)
    assert [notice[:2] for notice in printed.notices] == ["1 "] * len(printed.notices)
    assert "losange" in printed.notices[0]


@pytest.mark.parametrize("stock_id", ["avery-l7418", "brother-62x100", "a6"])
@pytest.mark.parametrize("number", [7, 38])
def test_a_very_long_name_leaves_the_other_lines_on_a_narrow_badge(stock_id: str, number: int, full: Event) -> None:
    design = next(design for design in shipped() if design.id == "narrow")
    person = people()[number]
    file = BytesIO()
    printed = write_badges(file, full, [person], alone(stocks.stock(stock_id)), design=design, made_at=MADE_AT)
    assert printed.notices == ()
    document = pypdfium2.PdfDocument(file.getvalue())
    said = words(document[0])
    document.close()
    assert person.employer in said
    assert _(ROLE_LABELS[person.role]) in said


def test_a_band_makes_room_for_the_code_but_a_ground_stays_under_it() -> None:
    """Both drawn for a wide label; on a small one the code, which keeps its size, comes over the band."""
    ground, band = Shape(box=Box(0, 0, 90, 60), fill="#EEEEEE"), Shape(box=Box(0, 0, 90, 15), fill="accent")
    code = Code(box=Box(65, 30, 20, 20))
    placed = resized((ground, band, code), (90, 60), (60, 30))
    assert placed[0].box == Box(0, 0, 60, 30)
    assert placed[1].box.height == 7.5
    assert placed[1].box.right == zone(code_of(placed)).x < 60


def code_of(placed: Sequence[Element]) -> Code:
    return next(part for part in placed if isinstance(part, Code))


def test_a_role_is_said_in_two_languages_once_if_it_is_the_same_word(full: Event) -> None:
    design = next(design for design in shipped() if design.id == "bilingual")
    document = made(full, people()[:2], alone(stocks.stock(stocks.DEFAULT)), design)
    assert "PARTICIPANT" in words(document[0])
    assert "PARTICIPANT ·" not in words(document[0])
    assert "INTERVENANT · SPEAKER" in words(document[1])
    assert "mercredi 12 novembre 2025 · Wednesday 12 November 2025" in words(document[0])
    document.close()


def test_a_photograph_is_shown_to_those_who_have_one(full: Event, tmp_path: Path) -> None:
    listed = people()[:4]
    listed[1] = replace(listed[1], staff_number="AB 12")
    listed[3] = replace(listed[3], first_name=listed[2].first_name, last_name=listed[2].last_name)
    for name in ("Arrondell Éloïse.png", "ab-12.JPG", f"{listed[2].list_name}.png", "notes.txt"):
        Image.new("RGB", (40, 50), "#B42318").save(tmp_path / name, "PNG")
    found = photos_of(tmp_path, listed)
    assert found == {listed[0].id: tmp_path / "Arrondell Éloïse.png", listed[1].id: tmp_path / "ab-12.JPG"}
    design = replace(
        shipped()[0],
        formats=(
            Format((86, 55), (Picture(box=Box(50, 5, 20, 25), source="photo"), *shipped()[0].formats[0].front[1:])),
        ),
    )
    document = made(full, listed, alone(stocks.stock(stocks.DEFAULT)), design, photos=found)
    shown = [any(colour == (180, 35, 24) for _n, colour in page.render(scale=1).to_pil().getcolors(100_000)) for page in document]  # fmt: skip
    assert shown == [True, True, False, False]
    document.close()
    (tmp_path / "ab-12.JPG").write_text("not an image")
    with pytest.raises(UserError) as caught:
        made(full, listed, alone(stocks.stock(stocks.DEFAULT)), design, photos=found)
    assert (caught.value.code, "ab-12.JPG" in caught.value.message) == ("picture_unreadable", True)


@pytest.mark.parametrize(
    "part, code",
    [
        (Code(box=Box(5, 5, 30, 30), says="{event_title}" * 38), "link_too_long"),
        (Picture(box=Box(5, 5, 30, 30), source="data:image/png;base64,é"), "picture_unreadable"),
        (Picture(box=Box(5, 5, 30, 30), source="data:image/png;base64,iVBORw0KGgo="), "picture_unreadable"),
    ],
)
def test_a_design_that_cannot_be_drawn_is_told_why(event: Event, part: Code | Picture, code: str) -> None:
    design = replace(shipped()[0], formats=(Format((86, 55), (part,)),))
    with pytest.raises(UserError) as caught:
        made(replace(event, title="T" * 200), people()[:1], stocks.stock(stocks.DEFAULT), design)
    assert caught.value.code == code
