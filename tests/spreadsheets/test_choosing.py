"""Lists out by choice of columns: what they hold, of whom, as a workbook and as text."""

from __future__ import annotations

import csv
from collections.abc import Generator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from ia_events import i18n
from ia_events.domain.attendance import Fact, FactKind, Matrix, State, matrix
from ia_events.domain.errors import Cancelled, UserError
from ia_events.domain.events import Event, generate_slots
from ia_events.domain.fields import FIELDS
from ia_events.domain.people import Attendee, Status
from ia_events.spreadsheets.choosing import choosable, chosen_people, knows, preview, write_choice

MADE_AT = datetime(2026, 3, 5, 17, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def french() -> Generator[None, None, None]:
    i18n.use("fr")
    yield
    i18n.use("fr")


@pytest.fixture
def event() -> Event:
    slots = generate_slots(date(2026, 3, 5), date(2026, 3, 5), [0, 1], "Europe/Paris")
    named = (replace(slot, id=f"s{number}") for number, slot in enumerate(slots))
    return Event(id="e", title="Données & IA", timezone="Europe/Paris", slots=tuple(named))


@pytest.fixture
def grid(event: Event) -> Matrix:
    morning, afternoon = event.slots
    people = [
        Attendee(id="p1", last_name="Arrondell", first_name="Éloïse", employer="Cap Excellence", phone="0690123456", email="eloise@exemple.fr", meal="Végétarien"),
        Attendee(id="p2", last_name="Belmare", first_name="Loïc", postcode="01234", slots=(afternoon.id,)),
        Attendee(id="p3", last_name="Carty", first_name="Maëlle", status=Status.CANCELLED),
        Attendee(id="p4", last_name="Dijoux", first_name="Anaïs", status=Status.WAITLISTED),
    ]  # fmt: skip
    facts = [
        Fact(id="1", kind=FactKind.ARRIVAL, registration_id="p1", slot_id=morning.id, at=morning.start + timedelta(minutes=-5)),
        Fact(id="2", kind=FactKind.MARK, registration_id="p1", slot_id=afternoon.id, at=MADE_AT, value=State.EXCUSED),
    ]  # fmt: skip
    return matrix(event, people, facts)


def workbook_rows(file: Path) -> list[list[object]]:
    return [list(row) for row in load_workbook(file).worksheets[0].iter_rows(values_only=True)]


def text_rows(file: Path) -> list[list[str]]:
    data = file.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_columns_come_in_the_order_asked_for(event: Event, grid: Matrix, tmp_path: Path) -> None:
    columns = ["number", "first_name", "last_name", "presence", "hours", "arrival:1", "phone"]
    made = write_choice(tmp_path / "l.xlsx", event, grid, grid.people[:2], columns, made_at=MADE_AT)

    assert (made.sheets, made.count) == (1, 2)
    assert workbook_rows(tmp_path / "l.xlsx") == [
        ["N°", "Prénom", "Nom", "Matin", "Après-midi", "Heures suivies", "Arrivée\nMatin", "Téléphone"],
        [1, "Éloïse", "Arrondell", "Présence", "Absence excusée", 3.5, datetime(2026, 3, 5, 8, 55), "0690123456"],  # noqa: DTZ001
        [2, "Loïc", "Belmare", "Hors inscription", "À pointer", 0, None, None],
    ]  # fmt: skip
    sheet = load_workbook(tmp_path / "l.xlsx").worksheets[0]
    assert sheet["H2"].number_format == "@"
    assert sheet.auto_filter.ref == "A1:H3"


def test_text_has_semicolons_a_mark_and_the_words_of_the_screen(event: Event, grid: Matrix, tmp_path: Path) -> None:
    columns = ["last_name", "postcode", "status", "presence:2", "hours", "arrival:1", "blank"]
    write_choice(tmp_path / "l.CSV", event, grid, grid.people, columns, made_at=MADE_AT)

    assert (tmp_path / "l.CSV").read_bytes().count(b"\r\n") == 5
    assert text_rows(tmp_path / "l.CSV")[:3] == [
        ["Nom", "Code postal", "Inscription", "Après-midi", "Heures suivies", "Arrivée Matin", ""],
        ["Arrondell", "", "Inscription", "Absence excusée", "3,5", "05/03/2026 08:55", ""],
        ["Belmare", "01234", "Inscription", "À pointer", "0", "", ""],
    ]


def test_english_has_english_headings_and_points(event: Event, grid: Matrix, tmp_path: Path) -> None:
    i18n.use("en")
    write_choice(tmp_path / "l.csv", event, grid, grid.people[:1], ["last_name", "hours"], made_at=MADE_AT)
    assert text_rows(tmp_path / "l.csv") == [["Last name", "Hours attended"], ["Arrondell", "3.5"]]


@pytest.mark.parametrize(
    "who, slot, search, expected",
    [
        ("all", None, "", ["p1", "p2", "p3", "p4"]),
        ("registered", None, "", ["p1", "p2"]),
        ("registered", 0, "", ["p1"]),
        ("waitlisted", None, "", ["p4"]),
        ("cancelled", None, "", ["p3"]),
        ("present", None, "", ["p1"]),
        ("present", 1, "", []),
        ("absent", None, "", ["p2"]),
        ("absent", 0, "", []),
        ("absent", 1, "", ["p1", "p2"]),
        ("all", None, "cap ELOISE", ["p1"]),
        ("all", None, "personne", []),
    ],
)
def test_people_are_chosen_by_what_they_are_and_did(
    grid: Matrix, who: str, slot: int | None, search: str, expected: list[str]
) -> None:
    slot_id = grid.event.slots[slot].id if slot is not None else ""
    assert [person.id for person in chosen_people(grid, who, slot_id, search)] == expected


def test_whoever_came_and_was_removed_is_on_no_list_and_expected_nowhere(
    event: Event, grid: Matrix, tmp_path: Path
) -> None:
    morning, afternoon = event.slots
    came = Fact(id="1", kind=FactKind.ARRIVAL, registration_id="p1", slot_id=morning.id, at=morning.start)
    absent = replace(came, id="2", kind=FactKind.MARK, registration_id="p3", value=State.ABSENT)
    seen = matrix(event, grid.people, [came, absent], unlisted=frozenset({"p1"}))
    chosen = {who: [p.id for p in chosen_people(seen, who)] for who in ("registered", "present", "absent")}
    assert chosen == {"registered": ["p2"], "present": ["p1"], "absent": ["p2"]}
    assert [p.id for p in chosen_people(seen, "absent", afternoon.id)] == ["p2"]
    write_choice(tmp_path / "l.xlsx", event, seen, seen.people, ["last_name", "presence"], made_at=MADE_AT)
    assert workbook_rows(tmp_path / "l.xlsx")[1:4] == [
        ["Arrondell", "Présence", "Hors inscription"],
        ["Belmare", "Hors inscription", "À pointer"],
        ["Carty", "Hors inscription", "Hors inscription"],
    ]


def test_people_may_be_named(grid: Matrix) -> None:
    assert [person.id for person in chosen_people(grid, ids={"p4", "p2"})] == ["p2", "p4"]


def test_every_column_offered_is_known_and_can_be_written(event: Event, grid: Matrix, tmp_path: Path) -> None:
    offered = choosable(event)
    assert all(knows(column.id) for column in offered)
    assert len({column.title for column in offered}) == len(offered)
    assert {field.id for field in FIELDS} <= {column.id for column in offered}
    columns = [column.id for column in offered]
    for name in ("l.xlsx", "l.csv"):
        assert write_choice(tmp_path / name, event, grid, grid.people, columns, made_at=MADE_AT).count == 4


def test_what_is_never_printed_is_marked(event: Event) -> None:
    private = {column.id for column in choosable(event) if column.private}
    assert private == {
        "birth_name",
        "email",
        "phone",
        "staff_number",
        "address",
        "town",
        "meal",
        "access_needs",
        "remarks",
    }


def test_the_preview_says_what_the_file_will(event: Event, grid: Matrix, tmp_path: Path) -> None:
    columns = ["full_name", "presence", "arrival", "source"]
    headings, rows = preview(event, grid, grid.people, columns)
    write_choice(tmp_path / "l.csv", event, grid, grid.people, columns, made_at=MADE_AT)
    assert [headings, *rows] == text_rows(tmp_path / "l.csv")


def test_a_slot_the_event_does_not_have_is_left_out(event: Event, grid: Matrix) -> None:
    assert preview(event, grid, grid.people[:1], ["presence:7", "last_name"]) == (["Nom"], [["Arrondell"]])


@pytest.mark.parametrize(
    "columns, name, password, code",
    [
        ([], "l.xlsx", None, "columns_none"),
        (["last_name", "salary"], "l.xlsx", None, "column_unknown"),
        (["presence:x"], "l.csv", None, "column_unknown"),
        (["last_name"], "l.csv", "Colibri", "password_text"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    event: Event, grid: Matrix, tmp_path: Path, columns: list[str], name: str, password: str | None, code: str
) -> None:
    with pytest.raises(UserError) as caught:
        write_choice(tmp_path / name, event, grid, grid.people, columns, made_at=MADE_AT, password=password)
    assert caught.value.code == code
    assert "{" not in caught.value.message
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["l.xlsx", "l.csv"])
def test_stopped_at_the_very_end_nothing_is_written(event: Event, grid: Matrix, tmp_path: Path, name: str) -> None:
    def stop(done: int, total: int) -> None:
        if done >= total:
            raise Cancelled

    with pytest.raises(Cancelled):
        write_choice(tmp_path / name, event, grid, grid.people, ["last_name"], made_at=MADE_AT, progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_headings_of_a_text_file_are_no_formulas(event: Event, grid: Matrix, tmp_path: Path) -> None:
    named = replace(event, slots=(replace(event.slots[0], label="=1+1"), *event.slots[1:]))
    write_choice(tmp_path / "l.csv", named, replace(grid, event=named), grid.people, ["presence:1"], made_at=MADE_AT)
    assert text_rows(tmp_path / "l.csv")[0][0].startswith("'=1+1")


@pytest.mark.parametrize("name", ["l.xlsx", "l.csv"])
def test_columns_that_are_all_of_other_events_are_refused(
    event: Event, grid: Matrix, name: str, tmp_path: Path
) -> None:
    with pytest.raises(UserError) as caught:
        write_choice(tmp_path / name, event, grid, grid.people, ["presence:9"], made_at=MADE_AT)
    assert caught.value.code == "columns_none"
    assert "presence:9" in caught.value.message
