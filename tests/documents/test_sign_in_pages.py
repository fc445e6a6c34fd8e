"""Printed pages that can be read back: markers, codes, and boxes that lie where they are said to lie."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
import zxingcpp
from PIL import Image, ImageFilter

from ia_events.documents.pdf import MM
from ia_events.documents.sign_in import SheetsMade, write_sign_in_sheets
from ia_events.domain import tokens
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event, generate_slots
from ia_events.domain.people import Attendee, Role, Status
from ia_events.domain.sheet_pages import SheetChoices, SheetPage
from tests.documents.conftest import MADE_AT, Reader, attendee, words
from tests.documents.test_structure import parts

SHARP = 8  # pixels a millimetre
GRID = SheetChoices(grid=True)
# OpenCV's DICT_4X4_50, ids 0 to 3, as `generateImageMarker(…, 6)` draws them: # is black.
ARUCO = (
    ("######", "#.#..#", "##.#.#", "###..#", "###.##", "######"),
    ("######", "######", "#....#", "#.##.#", "#.#.##", "######"),
    ("######", "###..#", "###..#", "###.##", "#..#.#", "######"),
    ("######", "#.##.#", "#.##.#", "##.###", "##..##", "######"),
)


def days_of(event: Event, count: int, parts: tuple[int, ...] = (0, 1)) -> Event:
    first = date(2025, 11, 3)
    slots = generate_slots(first, first + timedelta(days=count - 1), parts, event.timezone)
    return replace(event, slots=tuple(replace(slot, id=f"slot-{n}") for n, slot in enumerate(slots)))


def make(
    event: Event, people: list[Attendee], choices: SheetChoices = GRID, **options: Any
) -> tuple[bytes, SheetsMade]:
    file = BytesIO()
    options.setdefault("made_at", MADE_AT)
    made = write_sign_in_sheets(file, event, people, event.slots, choices, **options)
    return file.getvalue(), made


def crowd(count: int, **changes: Any) -> list[Attendee]:
    return [attendee(number, **changes) for number in range(count)]


def speaker(number: int = 900, **changes: Any) -> Attendee:
    return attendee(number, **{"first_name": "Jean", "last_name": "d'Arbaud", "role": Role.SPEAKER, **changes})


def drawn(page: Any, dots: float = SHARP) -> Image.Image:
    """A page in grey, so many pixels a millimetre."""
    return page.render(scale=dots / MM).to_pil().convert("L")  # type: ignore[no-any-return]


def darkest(image: Image.Image, left: float, top: float, right: float, bottom: float) -> int:
    """The darkest dot of a rectangle in millimetres."""
    box = tuple(round(edge * SHARP) for edge in (left, top, max(right, left + 0.13), max(bottom, top + 0.13)))
    return int(image.crop(box).getextrema()[0])  # type: ignore[arg-type]


def line_in(image: Image.Image, left: float, top: float, right: float, bottom: float) -> bool:
    """Whether a line runs all along a thin rectangle."""
    box = image.crop((round(left * SHARP), round(top * SHARP), round(right * SHARP), round(bottom * SHARP)))
    if box.width > box.height:
        strips = [(0, n, box.width, n + 1) for n in range(box.height)]
    else:
        strips = [(n, 0, n + 1, box.height) for n in range(box.width)]
    return any(int(box.crop(strip).getextrema()[1]) < 190 for strip in strips)  # type: ignore[arg-type]


def check_boxes(image: Image.Image, page: SheetPage) -> int:
    """Each box has a line along its four edges, 0.2 mm off at the most, and nothing inside. How many there are."""
    off, count = 0.2, 0
    for _row, _column, (left, top, width, height) in page.boxes():
        right, bottom = left + width, top + height
        for edge in (top, bottom):
            assert line_in(image, left + 0.5, edge - off, right - 0.5, edge + off)
        for edge in (left, right):
            assert line_in(image, edge - off, top + 0.5, edge + off, bottom - 0.5)
        assert darkest(image, left + 0.4, top + 0.4, right - 0.4, bottom - 0.4) == 255
        count += 1
    return count


# --- what is kept ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "choices, days",
    [
        (SheetChoices(), 1),
        (SheetChoices(row_height=7), 1),
        (SheetChoices(row_height=16, paper="a3"), 1),
        (SheetChoices(group_by="employer", sections=True), 1),
        (GRID, 2),
        (GRID, 5),
        (SheetChoices(grid=True, paper="a3", row_height=10), 5),
        (SheetChoices(grid=True, group_by="employer"), 2),
    ],
)
def test_every_box_lies_where_it_is_said_to_lie(choices: SheetChoices, days: int, event: Event, opened: Reader) -> None:
    event = days_of(event, days)
    people = [
        *crowd(9),
        attendee(20, slots=("slot-0",), employer="Ville"),
        attendee(21, slots=("slot-1",), employer="Ville"),
        speaker(),
    ]
    data, made = make(event, people, choices)
    document = opened(data)
    assert len(made.kept) == len(document) == made.pages
    boxes = sum(check_boxes(drawn(page), kept) for page, kept in zip(document, made.kept, strict=True))
    blank = [row for page in made.kept for row in page.rows if not row.registration_id]
    named = sum(person.expected_in(slot.id) for person in people for slot in event.slots)
    assert boxes == named + sum(len(page.columns) for page in made.kept for row in page.rows if row in blank)


def test_rows_are_kept_in_their_order_with_their_numbers(event: Event) -> None:
    event = days_of(event, 1)
    people = [*crowd(24), speaker()]
    _data, made = make(event, people, SheetChoices(blank_rows=2))
    assert [(page.number, page.count) for page in made.kept] == [(1, 2), (2, 2), (1, 2), (2, 2)]
    assert [[column.slot_id for column in page.columns] for page in made.kept] == [["slot-0"]] * 2 + [["slot-1"]] * 2
    rows = [(row.number, row.registration_id) for page in made.kept[:2] for row in page.rows]
    assert rows == [*[(n + 1, p.id) for n, p in enumerate(people[:24])], (25, ""), (26, ""), (0, "person-900")]
    assert {page.paper for page in made.kept} == {(210.0, 297.0)}


@pytest.mark.parametrize("count", [0, 1, 16, 17, 24, 25, 1000])
@pytest.mark.parametrize("grid", [False, True])
def test_everybody_has_a_row(count: int, grid: bool, event: Event, opened: Reader) -> None:
    event = days_of(event, 1)
    data, made = make(event, crowd(count), SheetChoices(grid=grid, blank_rows=1))
    sets = [made.kept] if grid else [made.kept[: len(made.kept) // 2], made.kept[len(made.kept) // 2 :]]
    for pages in sets:
        ids = [row.registration_id for page in pages for row in page.rows if row.registration_id]
        assert ids == [f"person-{n}" for n in range(count)]
        assert max(len(page.rows) for page in pages) <= 24
    assert made.count == count
    document = opened(data)
    for number in {0, made.pages // 2, made.pages - 1}:
        page, text = made.kept[number], words(document[number])
        assert f"Page {page.number}/{page.count}" in text
        said = [row.registration_id.replace("person-", "QUESTEL-") for row in page.rows if row.registration_id]
        assert all(f"{name} Maëva" in text for name in said)


@pytest.mark.parametrize(
    "choices, most",
    [
        (SheetChoices(), 24),
        (SheetChoices(row_height=7), 30),
        (SheetChoices(row_height=12), 17),
        (SheetChoices(row_height=16), 13),
        (GRID, 16),
        (SheetChoices(grid=True, row_height=16), 8),
        (SheetChoices(grid=True, paper="a3"), 24),
    ],
)
def test_rows_a_page_follow_their_height(choices: SheetChoices, most: int, event: Event) -> None:
    _data, made = make(days_of(event, 1), crowd(60), choices)
    assert max(len(page.rows) for page in made.kept) == most
    assert {row.height for page in made.kept for row in page.rows} == {choices.row_height}


def test_a_height_nobody_can_sign_in_is_refused(event: Event) -> None:
    for height in (6.9, 16.1):
        with pytest.raises(UserError) as caught:
            make(event, crowd(1), SheetChoices(row_height=height))
        assert caught.value.code == "row_height_invalid"


# --- grids -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paper, stacked", [("a4", True), ("a3", False)])
def test_a_week_of_half_days_on_one_page(paper: str, stacked: bool, event: Event, opened: Reader) -> None:
    data, made = make(days_of(event, 5), crowd(10), SheetChoices(grid=True, paper=paper))
    (page,) = made.kept
    assert len(page.columns) == 10
    assert min(column.width for column in page.columns) >= 20
    assert (min(column.width for column in page.columns) == 20) is stacked
    text = words(opened(data)[0])
    assert "Du 3 au 7 novembre 2025" in text
    for day in ("Lundi 3 novembre", "Mardi 4 novembre", "Vendredi 7 novembre"):
        assert day in text
    assert text.count("Après-midi") == 5
    assert text.count("14 h – 17 h 30") == 5
    assert "QUESTEL-3 Maëva" in text
    assert text.count("Collectivité de Saint-Martin") == 10


def test_forty_slots_take_pages_parted_at_days(event: Event, opened: Reader) -> None:
    data, made = make(days_of(event, 20), crowd(3))
    assert [len(page.columns) for page in made.kept] == [10, 10, 10, 10]
    assert [(page.number, page.count) for page in made.kept] == [(1, 1)] * 4
    ids = [column.slot_id for page in made.kept for column in page.columns]
    assert ids == [f"slot-{n}" for n in range(40)]
    assert "Du 8 au 12 novembre 2025" in words(opened(data)[1])


def test_a_slot_somebody_is_not_expected_in_has_no_box(event: Event, opened: Reader) -> None:
    event = days_of(event, 1)
    data, made = make(event, [attendee(1, slots=("slot-1",)), attendee(2)], replace(GRID, blank_rows=0))
    assert [row.closed for row in made.kept[0].rows] == [("slot-0",), ()]
    image = drawn(opened(data)[0])
    (column, _other), row = made.kept[0].columns, made.kept[0].rows[0]
    inside = darkest(image, column.left + 1, row.top + 1, column.left + column.width - 1, row.top + row.height - 1)
    assert 230 < inside < 250


def test_whoever_was_admitted_in_a_slot_has_a_box_there_and_no_other(event: Event) -> None:
    event = days_of(event, 1)
    people = [attendee(1, status=Status.CANCELLED), attendee(2, slots=("slot-1",)), attendee(3)]
    admitted = {(people[0].id, "slot-1"), (people[1].id, "slot-0")}
    _data, made = make(event, people, replace(GRID, blank_rows=0), admitted=admitted)
    assert [row.closed for row in made.kept[0].rows] == [("slot-0",), (), ()]


def test_speakers_alone(event: Event, opened: Reader) -> None:
    event = days_of(event, 1)
    for choices in (replace(GRID, blank_rows=0), SheetChoices(blank_rows=0)):
        data, made = make(event, [speaker()], choices)
        assert made.count == 1
        assert {row.registration_id for page in made.kept for row in page.rows} >= {"person-900"}
        assert "Intervention" in words(opened(data)[0])


def test_long_names_are_whole_in_the_narrowest_grid(event: Event, hard_people: list[Attendee], opened: Reader) -> None:
    people = [replace(person, role=Role.PARTICIPANT) for person in hard_people]
    data, _made = make(days_of(event, 5), people)
    text = words(opened(data)[0]).replace(" ", "")
    for person in people:
        for part in (*person.list_name.split(), person.employer):
            assert part.replace(" ", "") in text


# --- groups ------------------------------------------------------------------------------------------------------


@pytest.fixture
def mixed() -> list[Attendee]:
    rows = (
        ("Zoé", "Ville de Basse-Terre", "Finances"),
        ("Anne", "CCAS", "Finances"),
        ("Marc", "Ville de Basse-Terre", ""),
        ("Luc", "", ""),
        ("Eve", "ville de basse-terre", "Finances"),
    )
    return [
        attendee(n, first_name=first, last_name="X", employer=employer, department=department)
        for n, (first, employer, department) in enumerate(rows)
    ]


def names(page: SheetPage) -> list[int]:
    return [int(row.registration_id.removeprefix("person-")) for row in page.rows if row.registration_id]


@pytest.mark.parametrize(
    "group_by, titles, people",
    [
        ("employer", ["CCAS", "Ville de Basse-Terre", "Non précisé"], [[1], [0, 2, 4], [3]]),
        (
            "department",
            ["CCAS", "Finances · CCAS", "Finances · Ville de Basse-Terre", "Non précisé"],
            [[1], [0, 4], [2], [3]],
        ),
        ("role", ["Participant"], [[0, 1, 2, 3, 4]]),
    ],
)
def test_each_group_begins_a_page(
    group_by: str, titles: list[str], people: list[list[int]], mixed: list[Attendee], event: Event, opened: Reader
) -> None:
    data, made = make(event, [*mixed, speaker()], SheetChoices(group_by=group_by, blank_rows=1))
    assert sorted(map(names, made.kept[:-1])) == sorted(people)
    assert names(made.kept[-1]) == [900], "speakers on a page of their own"
    texts = [words(page) for page in opened(data)]
    for title in titles[-2:]:
        assert sum(title in text for text in texts) >= 1
    rows = [row for page in made.kept[:-1] for row in page.rows]
    assert [row.number for row in rows if row.registration_id] == list(range(1, 6)), "people are numbered through"
    assert [row.number for row in rows if not row.registration_id] == [0] * len(people)


def test_sections_stand_one_under_the_other(mixed: list[Attendee], event: Event, opened: Reader) -> None:
    data, made = make(event, mixed, SheetChoices(group_by="employer", sections=True))
    (page,) = made.kept
    assert names(page) == [1, 0, 2, 4, 3]
    text = words(opened(data)[0])
    assert text.index("CCAS") < text.index("ANNE" if "ANNE" in text else "Anne") < text.index("Non précisé")
    assert "Sur place" in text


@pytest.mark.parametrize("grid", [False, True])
def test_an_employer_is_said_once_over_its_people(grid: bool, event: Event, opened: Reader) -> None:
    named = [*crowd(3, employer="Ville de Basse-Terre"), speaker(employer="Université des Antilles")]
    for sections in (False, True):
        choices = SheetChoices(grid=grid, group_by="employer", sections=sections)
        text = " ".join(words(page) for page in opened(make(days_of(event, 5), named, choices)[0]))
        pages = text.count("Page 1/")
        assert text.count("Ville de Basse-Terre") == pages
        assert text.count("Université des Antilles") == pages


def test_a_group_of_several_pages_says_so(event: Event, opened: Reader) -> None:
    data, _made = make(event, crowd(40, employer="Ville"), SheetChoices(group_by="employer"))
    assert ["Ville (suite)" in words(page) for page in opened(data)] == [False, True]


def test_people_in_the_order_of_their_employers(mixed: list[Attendee], event: Event) -> None:
    _data, made = make(event, mixed, SheetChoices(order="employer"))
    assert names(made.kept[0]) == [3, 1, 0, 2, 4]


# --- what a camera finds -----------------------------------------------------------------------------------------


def cells_at(image: Image.Image, left: float, top: float) -> tuple[str, ...]:
    side = 8 / 6
    middles = [[(left + (x + 0.5) * side, top + (y + 0.5) * side) for x in range(6)] for y in range(6)]
    dots = [[image.getpixel((round(x * SHARP), round(y * SHARP))) for x, y in row] for row in middles]
    return tuple("".join("#" if dot < 128 else "." for dot in row) for row in dots)  # type: ignore[operator]


@pytest.mark.parametrize("choices", [SheetChoices(), GRID, SheetChoices(grid=True, paper="a3")])
def test_a_marker_in_each_corner_with_white_around(choices: SheetChoices, event: Event, opened: Reader) -> None:
    data, made = make(days_of(event, 2), crowd(30), choices)
    for page, kept in zip(opened(data), made.kept, strict=True):
        image = drawn(page)
        width, height = kept.paper
        inset, side = kept.markers
        corners = [(inset, inset), (width - inset - side, inset), (width - inset - side, height - inset - side)]
        for number, (left, top) in enumerate([*corners, (inset, height - inset - side)]):
            assert cells_at(image, left, top) == ARUCO[number]
            around = [
                (left - 2, top - 2, left + side + 2, top - 0.2),
                (left - 2, top + side + 0.2, left + side + 2, top + side + 2),
                (left - 2, top, left - 0.2, top + side),
                (left + side + 0.2, top, left + side + 1.85, top + side),
            ]
            assert all(darkest(image, *box) == 255 for box in around)


@pytest.mark.parametrize("choices", [SheetChoices(), GRID])
def test_the_code_names_its_page(choices: SheetChoices, event: Event, opened: Reader) -> None:
    data, made = make(days_of(event, 1), crowd(30), choices)
    for page, kept in zip(opened(data), made.kept, strict=True):
        (code,) = zxingcpp.read_barcodes(drawn(page, 150 / 25.4))
        assert code.text == kept.code
        assert tokens.is_sheet_code(code.text)
        bad = drawn(page, 100 / 25.4).rotate(5, Image.Resampling.BILINEAR, fillcolor=255)
        (code,) = zxingcpp.read_barcodes(bad.filter(ImageFilter.GaussianBlur(0.6)))
        assert code.text == kept.code
        edges = code.position
        assert abs(edges.top_right.x - edges.top_left.x) / (100 / 25.4) <= 15
        assert kept.code in words(page).replace(" ", ""), "for fingers"
    assert len({kept.code for kept in made.kept}) == made.pages


def test_another_print_is_other_pages_and_the_same_one_the_same_bytes(event: Event) -> None:
    data, made = make(event, crowd(30))
    again, same = make(event, crowd(30))
    assert (data, made) == (again, same)
    _later, other = make(event, crowd(30), made_at=MADE_AT + timedelta(seconds=1))
    _changed, changed = make(event, crowd(30), replace(GRID, row_height=9))
    codes = [page.code for part in (made, other, changed) for page in part.kept]
    assert len(set(codes)) == len(codes)
    assert datetime(2025, 1, 1, tzinfo=UTC) < MADE_AT


# --- what a reader that speaks finds -----------------------------------------------------------------------------


def test_a_sheet_is_a_heading_tables_and_a_figure(event: Event) -> None:
    data, made = make(event, [*crowd(2), speaker()], SheetChoices(blank_rows=1))
    found = parts(data, 0)
    kinds = [kind for _depth, kind, _alt in found if kind != "Document"]
    heads, row, blank = ["TR", "TH", "TH", "TH"], ["TR", "TH", "TD"], ["TR", "TH"]  # pdfium passes over empty cells
    assert kinds == ["H1", "P", "P", "Table", *heads, *row * 2, *blank, "Table", *heads, *row, "Figure"]
    assert found[-1][2] == f"Code de la feuille, Page 1/1\u00a0: {made.kept[0].code}"


def test_a_grid_says_its_days_over_its_slots(event: Event) -> None:
    data, _made = make(days_of(event, 2), crowd(1), replace(GRID, blank_rows=0, group_by="department", sections=True))
    kinds = [kind for _depth, kind, _alt in parts(data, 0)][5:]
    days, slots = ["TR", "TH", "TH"], ["TR", *["TH"] * 6]
    assert kinds == [*days, *slots, "TR", "TH", "TR", "TH", "TD", "Figure"]
