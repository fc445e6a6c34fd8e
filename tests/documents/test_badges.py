"""Badges: every code is read back from the page, every name is whole, nothing private is there."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import zxingcpp

from ia_events.documents import designs, stocks
from ia_events.documents.badges import write_badges
from ia_events.documents.branding import Branding
from ia_events.documents.pdf import MM, Made
from ia_events.documents.stocks import Kind, Stock
from ia_events.domain import fields, tokens
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee, Role, upper_name
from tests.documents.conftest import MADE_AT, Reader, attendee, laid_open, words

ALL_STOCKS = pytest.mark.parametrize("stock", stocks.for_badges(), ids=lambda stock: stock.id)
DEFAULT = stocks.stock(stocks.DEFAULT)


def make(event: Event, people: list[Attendee], stock: Stock = DEFAULT, **options: Any) -> tuple[bytes, Made]:
    file = BytesIO()
    made = write_badges(file, event, people, stock, made_at=MADE_AT, **options)
    return file.getvalue(), made


def label_image(page: Any, stock: Stock, place: int, dpi: int = 150) -> Any:
    """A label alone, cut out of the page: a code must be readable without its neighbours' white."""
    image = page.render(scale=dpi / 72).to_pil()
    x, y = stock.corner(place)
    box = (x, y, x + stock.label[0], y + stock.label[1])
    return image.crop(tuple(round(side / 25.4 * dpi) for side in box))


def label_words(page: Any, stock: Stock, place: int) -> str:
    x, y = stock.corner(place)
    height = stock.page[1] * MM
    box = (x * MM, height - (y + stock.label[1]) * MM, (x + stock.label[0]) * MM, height - y * MM)
    return words(page, box)


@ALL_STOCKS
@pytest.mark.parametrize("with_logo", [False, True], ids=["plain", "logo"])
def test_every_code_is_read_back_at_150_dpi(
    stock: Stock, with_logo: bool, event: Event, hard_people: list[Attendee], logo: Path, opened: Reader
) -> None:
    data, made = make(event, hard_people, stock, branding=Branding(logo=logo if with_logo else None))
    document = opened(data)
    assert made.count == len(hard_people)
    for number, person in enumerate(hard_people):
        page, place = divmod(number, stock.per_page)
        found = zxingcpp.read_barcodes(label_image(document[page], stock, place))
        assert [code.text for code in found] == [tokens.issue(person.badge, event.key)]
        assert found[0].ec_level == "M"
        assert tokens.is_genuine(found[0].text, event.key)


@ALL_STOCKS
def test_names_are_whole_and_in_their_own_label(
    stock: Stock, event: Event, hard_people: list[Attendee], opened: Reader
) -> None:
    document = opened(make(event, hard_people, stock)[0])
    for number, person in enumerate(hard_people):
        page, place = divmod(number, stock.per_page)
        text = label_words(document[page], stock, place).replace(" ", "")
        for part in (person.first_name, upper_name(person.last_name)):
            assert part.replace(" ", "") in text
        short = person.short_code
        assert f"{short[:4]} {short[4:]}" in label_words(document[page], stock, place)


@ALL_STOCKS
def test_nothing_runs_out_of_its_label(stock: Stock, event: Event, hard_people: list[Attendee], opened: Reader) -> None:
    for person in hard_people:
        document = opened(make(event, [person], replace(stock, kind=Kind.SHEET))[0])
        image = document[0].render(scale=1.5).to_pil().convert("L").point(lambda level: 255 if level < 250 else 0)
        left, top, right, bottom = (side / 1.5 / MM for side in image.getbbox())
        x, y = stock.corner(0)
        assert x - 0.3 <= left < right <= x + stock.label[0] + 0.3
        assert y - 0.3 <= top < bottom <= y + stock.label[1] + 0.3


@ALL_STOCKS
def test_the_code_measures_20_mm_with_white_all_round(stock: Stock, event: Event, opened: Reader) -> None:
    document = opened(make(event, [attendee(1)], stock)[0])
    dpi = 300
    image = label_image(document[0], stock, 0, dpi).convert("L")
    (code,) = zxingcpp.read_barcodes(image)
    corners = code.position
    side = (corners.bottom_right.x - corners.top_left.x + 1) / dpi * 25.4
    assert side >= 19.8
    quiet = side / 25 * 4 - 0.25
    margin = round(quiet / 25.4 * dpi)
    box = (
        corners.top_left.x - margin,
        corners.top_left.y - margin,
        corners.bottom_right.x + margin,
        corners.bottom_right.y + margin,
    )
    assert 0 <= box[0] < box[2] <= image.width
    assert 0 <= box[1] < box[3] <= image.height
    ground = image.crop(box)
    inner = (margin - 2, margin - 2, ground.width - margin + 2, ground.height - margin + 2)
    ground.paste(255, inner)
    assert ground.getextrema()[0] > 245


@ALL_STOCKS
def test_names_are_never_under_nine_points(
    stock: Stock, event: Event, hard_people: list[Attendee], opened: Reader
) -> None:
    document = opened(make(event, hard_people, stock)[0])
    for number, person in enumerate(hard_people):
        page, place = divmod(number, stock.per_page)
        sizes = _sizes_of_bold(document[page], stock, place)
        wanted = (upper_name(person.last_name) or person.first_name).split("-")[0].split()[0][:8]
        found = [size for text, size in sizes if wanted in text]
        assert min(found, default=0) >= 8.95, (person.list_name, sizes)


# First name, last name, employer, job title: plausible and long, then more than any label of these stocks holds.
LONG = (
    ("Marie-Bernadette Célestine", "Lake-Hodge de la Fontaine-Richardson", "Communauté d'agglomération", "Agent"),
    ("Jean-Christophe Emmanuel", "Charlemagne-Saint-Hilaire", "Caisse territoriale", "Chargé de mission"),
    ("Maria-Concepción Guadalupe", "Etcheverry-Bastiancourt de Villeneuve-Saint-Georges", "Basse-Terre", "Agent"),
    ("Anne", "Rajaonarimampianinandriamanjatovololona", "CNFPT", "Agent"),
)


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.SPEAKER])
@pytest.mark.parametrize("stock_id", ["avery-4784", "avery-l7160"])
def test_on_small_labels_long_names_keep_nine_points_and_what_is_left_out_is_said(
    stock_id: str, role: Role, event: Event, opened: Reader
) -> None:
    stock = stocks.stock(stock_id)
    for first, last, employer, job in LONG:
        person = attendee(1, first_name=first, last_name=last, employer=employer, job_title=job, role=role)
        data, made = make(event, [person], stock)
        page = opened(data)[0]
        text = label_words(page, stock, 0).replace(" ", "")
        assert first.replace(" ", "") in text
        assert upper_name(last).replace(" ", "") in text
        named = {word for word in f"{first} {upper_name(last)}".replace("-", " ").split() if len(word) < 12}
        sizes = [size for found, size in _sizes_of_bold(page, stock, 0) if named & set(found.replace("-", " ").split())]
        assert min(sizes) >= 8.95
        said = " ".join(made.notices)
        assert "9 points" not in said
        for field, word in ((employer, "collectivité"), (job, "fonction")):
            assert (field.replace(" ", "") not in text) == (f"la {word}" in said)
            if word in said:
                assert person.list_name in said


def test_the_job_title_goes_first_then_the_employer(event: Event) -> None:
    stock = stocks.stock("avery-4784")
    first, last, employer, job = LONG[1]
    person = attendee(1, first_name=first, last_name=last, employer=employer, job_title=job, role=Role.SPEAKER)
    assert make(event, [person], stock)[1].notices == (
        "1 badge ne porte pas la fonction, faute de place\u00a0: CHARLEMAGNE-SAINT-HILAIRE Jean-Christophe Emmanuel.",
    )
    longer = replace(person, employer="Caisse territoriale des œuvres scolaires et des crèches de Saint-Martin")
    longest = replace(
        longer,
        job_title="Directrice générale adjointe chargée des ressources humaines, du dialogue social et de la formation",
    )
    said = [[notice.split(", ")[0] for notice in make(event, [p], stock)[1].notices] for p in (longer, longest)]
    employer_gone, job_gone = "1 badge ne porte pas la collectivité", "1 badge ne porte pas la fonction"
    assert said == [[employer_gone], [employer_gone, job_gone]]


def test_a_name_no_label_can_hold_is_whole_and_said_to_be_small(event: Event, opened: Reader) -> None:
    stock = stocks.stock("avery-4784")
    last = " ".join(["Etcheverry-Bastiancourt"] * 8)
    data, made = make(event, [attendee(1, last_name=last)], stock)
    assert upper_name(last).replace(" ", "") in label_words(opened(data)[0], stock, 0).replace(" ", "")
    assert made.notices[0].startswith("1 nom est imprimé en moins de 9 points, faute de place\u00a0: ETCHEVERRY-")


def test_letters_the_fonts_lack_are_said(event: Event) -> None:
    names = ("สมชาย", "李", "Zed 🙂", "한")
    people = [attendee(0), *(attendee(n, last_name=name, first_name="") for n, name in enumerate(names, 1))]
    assert make(event, people[:1])[1].notices == ()
    assert make(event, people[:2])[1].notices == (
        "1 badge contient des lettres que les polices du programme n’ont pas, remplacées par un losange\u00a0: สมชาย.",
    )
    titled = replace(event, title="人工智能")
    assert make(titled, people)[1].notices == (
        "Le titre contient des lettres que les polices du programme n’ont pas\u00a0: un losange les remplace.",
        (
            "4 badges contiennent des lettres que les polices du programme n’ont pas, "
            "remplacées par un losange\u00a0: สมชาย, 李 et 2 autres."
        ),
    )


def _sizes_of_bold(page: Any, stock: Stock, place: int) -> list[tuple[str, float]]:
    import pypdfium2.raw as raw

    textpage = page.get_textpage()
    x, y = stock.corner(place)
    top = stock.page[1] * MM - y * MM
    found = []
    for n in range(textpage.count_rects()):
        left, low, right, high = textpage.get_rect(n)
        if (
            left >= x * MM - 1
            and right <= (x + stock.label[0]) * MM + 1
            and high <= top + 1
            and low >= top - stock.label[1] * MM - 1
        ):
            text = textpage.get_text_bounded(left, low, right, high)
            index = textpage.get_index((left + right) / 2, (low + high) / 2, 20, 20)
            found.append((text, raw.FPDFText_GetFontSize(textpage, index)))
    return found


def test_nothing_private_is_on_the_badge(event: Event, opened: Reader) -> None:
    """Every field gets a word of its own; only those the table of fields allows come out."""
    values = {
        field.id: f"Zz{field.id.replace('_', '')}" for field in fields.FIELDS if field.id not in ("role", "status")
    }
    person = attendee(1, **values, role=Role.SPEAKER)
    data, _made = make(event, [person])
    document = opened(data)
    text = words(document[0]).lower()
    shown = {name for name, value in values.items() if value.lower() in text}
    assert shown == {"first_name", "last_name", "employer", "job_title"}
    assert shown | {"role", "group"} == set(fields.PRINTED_ON_BADGE)  # a design of one's own may name the group
    for key in ("Author", "Title", "Subject", "Keywords"):
        assert "Zz" not in document.get_metadata_value(key)
    (code,) = zxingcpp.read_barcodes(label_image(document[0], DEFAULT, 0))
    assert set(code.text) <= set(tokens.ALPHABET)


@pytest.mark.parametrize(
    "role, word", [(Role.SPEAKER, "INTERVENANT"), (Role.DIGNITARY, "OFFICIEL"), (Role.ORGANISER, "ORGANISATION")]
)
def test_a_role_is_told_by_word_and_colour(role: Role, word: str, event: Event, opened: Reader) -> None:
    document = opened(make(event, [attendee(1, role=role)])[0])
    assert word in words(document[0])
    colours = {colour for _count, colour in document[0].render(scale=1).to_pil().getcolors(100_000)}
    wanted = tuple(int(designs.ROLE_COLOURS[role][i : i + 2], 16) for i in (1, 3, 5))
    assert wanted in colours


def test_a_participant_has_no_band(event: Event, opened: Reader) -> None:
    assert "PARTICIPANT" not in words(opened(make(event, [attendee(1)])[0])[0]).upper()


@pytest.mark.parametrize("count, start_at, pages", [(1, 1, 1), (8, 1, 1), (9, 1, 2), (1, 8, 1), (2, 8, 2), (8, 2, 2)])
def test_start_at_and_page_count(count: int, start_at: int, pages: int, event: Event, opened: Reader) -> None:
    people = [attendee(n) for n in range(count)]
    data, made = make(event, people, start_at=start_at)
    document = opened(data)
    assert made == Made(pages, count)
    assert len(document) == pages
    place = start_at - 1
    assert "QUESTEL-0" in label_words(document[0], DEFAULT, place)
    if place:
        assert label_words(document[0], DEFAULT, place - 1) == ""
    last_page, last_place = divmod(place + count - 1, DEFAULT.per_page)
    assert f"QUESTEL-{count - 1}" in label_words(document[last_page], DEFAULT, last_place)


@pytest.mark.parametrize("start_at", [0, -1, 9])
def test_a_label_that_is_not_there(start_at: int, event: Event) -> None:
    with pytest.raises(UserError) as caught:
        make(event, [attendee(1)], start_at=start_at)
    assert caught.value.code == "start_at_invalid"
    assert "8" in caught.value.message


def test_nobody_to_print(event: Event, tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        write_badges(tmp_path / "badges.pdf", event, [], DEFAULT, made_at=MADE_AT)
    assert caught.value.code == "nothing_to_print"
    assert list(tmp_path.iterdir()) == []


def test_a_logo_that_is_no_image(event: Event, tmp_path: Path) -> None:
    bad = tmp_path / "logo.png"
    bad.write_text("not an image")
    for logo in (bad, tmp_path / "missing.png"):
        with pytest.raises(UserError) as caught:
            make(event, [attendee(1)], branding=Branding(logo=logo))
        assert caught.value.code == "logo_unreadable"


def test_an_accent_that_is_no_colour(event: Event) -> None:
    with pytest.raises(UserError) as caught:
        make(event, [attendee(1)], branding=Branding(accent="teal"))
    assert caught.value.code == "colour_invalid"


def test_progress_ends_with_the_total(event: Event) -> None:
    seen: list[tuple[int, int]] = []
    make(event, [attendee(n) for n in range(20)], progress=lambda done, total: seen.append((done, total)))
    assert seen == [(8, 20), (16, 20), (20, 20)]


def test_same_input_same_bytes(event: Event, hard_people: list[Attendee], logo: Path) -> None:
    branding = Branding(logo=logo)
    assert make(event, hard_people, branding=branding) == make(event, hard_people, branding=branding)


def test_same_bytes_in_another_process(event: Event, tmp_path: Path) -> None:
    script = (
        "import sys; from datetime import UTC, datetime; from pathlib import Path\n"
        "from ia_events.documents import stocks; from ia_events.documents.badges import write_badges\n"
        "from ia_events.domain.events import Event; from ia_events.domain.people import Attendee\n"
        "people = [Attendee(first_name='Éloïse', last_name=f'Nguyễn {n}', badge=f'{n:016x}') for n in range(30)]\n"
        "write_badges(Path(sys.argv[1]), Event(title='Essai', key='5a' * 32), people, stocks.stock('a6'),"
        " made_at=datetime(2025, 11, 1, tzinfo=UTC))\n"
    )
    files = []
    for seed, zone in (("1", "UTC"), ("2", "America/Marigot")):
        file = tmp_path / f"{seed}.pdf"
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        subprocess.run([sys.executable, "-c", script, str(file)], check=True, env=environment)
        files.append(file.read_bytes())
    assert files[0] == files[1]


def test_the_document_says_what_it_is(event: Event, opened: Reader) -> None:
    data, _made = make(event, [attendee(1)], branding=Branding(organisation="CNFPT Guadeloupe"))
    document = opened(data)
    assert event.title in document.get_metadata_value("Title")
    assert document.get_metadata_value("Author") == "CNFPT Guadeloupe"
    assert document.get_metadata_value("CreationDate").startswith("D:20251101120000")
    assert b"/Lang (fr-FR)" in laid_open(data)
    assert b"Helvetica" not in data  # every font shown is embedded


def test_an_event_without_slots_or_with_an_endless_title(event: Event, opened: Reader) -> None:
    bare = replace(event, slots=())
    endless = replace(event, title="Transition " * 40)
    for stock in stocks.for_badges():
        for day in (bare, endless):
            data, _made = make(day, [attendee(1)], stock)
            assert zxingcpp.read_barcodes(label_image(opened(data)[0], stock, 0))


def test_a_crop_marked_sheet_has_marks_outside_its_labels_only(event: Event, opened: Reader) -> None:
    stock = stocks.stock("a6")
    page = opened(make(event, [attendee(1)], stock)[0])[0]
    image = page.render(scale=2).to_pil().convert("L")
    x, y = (side * MM * 2 for side in stock.corner(0))
    assert image.crop((0, 0, int(x) - 4, image.height)).getextrema()[0] < 128
    assert image.crop((0, 0, image.width, int(y) - 4)).getextrema()[0] < 128
    second = stock.corner(1)[1] * MM * 2
    inside = image.crop(
        (int(x), int(second) + 3, int(x + stock.label[0] * MM * 2), int(second + stock.label[1] * MM * 2) - 3)
    )
    assert inside.getextrema()[0] == 255


def test_a_thousand_badges_weigh_less_than_a_megabyte(event: Event) -> None:
    people = [attendee(n, first_name=f"Prénom{n * 7919 % 1000}", last_name=f"Arrondell{n}") for n in range(1000)]
    data, made = make(event, people)
    assert made == Made(125, 1000)
    assert len(data) <= 1_000_000
