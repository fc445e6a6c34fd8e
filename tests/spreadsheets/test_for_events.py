"""Lists for several events: a column that names the event of each row, or one sheet each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest

from ia_events.domain import sharing
from ia_events.domain.events import Event, generate_slots
from ia_events.domain.layout import Layout
from ia_events.domain.lists import EVENT, Listing, ListRow, Question
from ia_events.spreadsheets import for_events

NOW = datetime(2025, 11, 1, 12, tzinfo=UTC)
HEADINGS = ("Nom", "Prénom", "Collectivité")
NAMES = ("Arrondell", "Brooks", "Carty", "Dormoy", "Etienne", "Fleming")
FIRST_NAMES = ("Éloïse", "Sharon", "Louis", "Inès", "Paul", "Ana")
PEOPLE = tuple((last, first, "Cap Excellence") for last, first in zip(NAMES, FIRST_NAMES, strict=True))


def an_event(letter: str, title: str, day: date, code: str, venue: str) -> Event:
    id_ = letter * 32
    slots = generate_slots(day, day, [0, 1], "America/Guadeloupe", "{day} {part}")
    slots = [replace(slot, id=f"{letter}{i}", event_id=id_) for i, slot in enumerate(slots)]
    return Event(id=id_, title=title, timezone="America/Guadeloupe", session_code=code, venue=venue, slots=tuple(slots))


FIRST = an_event("a", "Les fondamentaux de l'IA", date(2025, 11, 12), "IA-01", "Médiathèque, Pointe-à-Pitre")
AGAIN = an_event("b", "Les fondamentaux de l'IA", date(2025, 11, 19), "IA-02", "Basse-Terre")
OTHER = an_event("c", "Achats publics responsables", date(2025, 12, 3), "AP-03", "Le Moule")
EVENTS = (FIRST, AGAIN, OTHER)

Rows = Sequence[Sequence[object]]
Read = Callable[..., dict[str, Listing]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Write a workbook of these sheets and read it for the events."""

    def read_(sheets: Mapping[str, Rows], here: Event | None = FIRST, **options: object) -> dict[str, Listing]:
        workbook = openpyxl.Workbook()
        workbook.remove(workbook.worksheets[0])
        for name, rows in sheets.items():
            sheet = workbook.create_sheet(name)
            for row in rows:
                sheet.append(row)
        path = tmp_path / "liste.xlsx"
        workbook.save(path)
        given: dict[str, object] = {"events": EVENTS, **options}
        return for_events.read(path, event_id=here.id if here else "", now=NOW, **given)  # type: ignore[arg-type]

    return read_


def column(heading: str, values: Sequence[object]) -> dict[str, Rows]:
    """One sheet, with a column more."""
    return {"Inscrits": [(*HEADINGS, heading), *((*p, v) for p, v in zip(PEOPLE, values, strict=False))]}


def sheets(**counts: int) -> dict[str, Rows]:
    """Sheets of so many people each, by their names; nobody is in two."""
    made: dict[str, Rows] = {}
    start = 0
    for name, count in counts.items():
        made[name.replace("_", "-")] = [HEADINGS, *PEOPLE[start : start + count]]
        start += count
    return made


def who(listings: Mapping[str, Listing]) -> dict[str, str]:
    """The first letters of those each event has, by its letter; of those who are for none under « »."""
    return {id_[:1]: "".join(row.attendee.last_name[0] for row in one.rows) for id_, one in listings.items()}


def rows_of(listings: Mapping[str, Listing]) -> list[ListRow]:
    return [row for listing in listings.values() for row in listing.rows]


def questions(listings: Mapping[str, Listing]) -> tuple[Question, ...]:
    (asked,) = {listing.questions for listing in listings.values()}
    return asked


@pytest.mark.parametrize("heading", ["Code session", "Session", "N° de session", "Événement", "Stage", "Formation"])
def test_a_column_names_the_event_of_each_row(read: Read, heading: str) -> None:
    found = read(column(heading, ["IA-01", "IA-01", "IA-02", "AP-03", "IA-02"]))
    assert who(found) == {"a": "AB", "b": "CE", "c": "D"}
    assert questions(found) == ()
    assert [c.heading for c in found[FIRST.id].columns if c.field == EVENT] == [heading]
    assert found[FIRST.id].skipped == ((4, "other_event"), (5, "other_event"), (6, "other_event"))


def test_a_title_and_a_day_together(read: Read) -> None:
    titles = ["Les fondamentaux de l’IA"] * 3 + ["Achats publics responsables"]
    days = ["12/11/2025", datetime(2025, 11, 19), "12/11/2025", "03/12/2025"]  # noqa: DTZ001 (as in a cell)
    rows = [(*p, title, day) for p, title, day in zip(PEOPLE, titles, days, strict=False)]
    assert who(read({"L": [(*HEADINGS, "Intitulé de la formation", "Date"), *rows]})) == {"a": "AC", "b": "B", "c": "D"}


def test_days_alone_when_each_is_one_event(read: Read) -> None:
    days = ["12/11/2025", "19/11/2025", datetime(2025, 12, 3)]  # noqa: DTZ001 (as in a cell)
    assert who(read(column("Date", days))) == {"a": "A", "b": "B", "c": "C"}


@pytest.mark.parametrize(
    "heading, values",
    [
        ("Code session", ["IA-01", "IA-01"]),
        ("Formation", ["Les fondamentaux de l'IA", "LES FONDAMENTAUX DE L'IA"]),
        ("Formation", ["Master de droit public", "BTS"]),
        ("Date", ["12/11/2025", "17/09/2025", "19/11/2025"]),
        ("Session", ["12/11 matin", "12/11 après-midi"]),
        ("Observations", ["IA-01", "AP-03"]),
    ],
)
def test_a_list_for_this_event_alone_asks_nothing(read: Read, heading: str, values: Sequence[str]) -> None:
    found = read(column(heading, values))
    assert list(found) == [FIRST.id]
    assert len(found[FIRST.id].rows) == len(values)
    assert questions(found) == ()


def test_what_is_written_once_merged_or_said_again(read: Read) -> None:
    assert who(read(column("Session", ["IA-01", None, None, "IA-02", None, None]))) == {"a": "ABC", "b": "DEF"}
    assert who(read(column("Session", ["IA-01", "idem", "IA-02", "idem"]))) == {"a": "AB", "b": "CD"}


def test_a_merged_cell_speaks_for_each_row(read: Read, tmp_path: Path) -> None:
    read(column("Session", ["IA-01", None, "IA-02", "IA-02", None]))
    path = tmp_path / "liste.xlsx"
    workbook = openpyxl.load_workbook(path)
    workbook["Inscrits"].merge_cells("D2:D3")
    workbook["Inscrits"].merge_cells("D5:D6")
    workbook.save(path)
    found = for_events.read(path, events=EVENTS, event_id=FIRST.id, now=NOW)
    assert (who(found), questions(found)) == ({"a": "AB", "b": "CDE"}, ())


def test_unknown_sessions_are_asked_about_one_by_one_and_dropped_nowhere(read: Read) -> None:
    values = ["IA-01", "IA-07", "AP-03", "IA-07", "IA-08", ""]
    found = read(column("Session", values))
    assert who(found) == {"a": "AF", "c": "C", "": "BDE"}
    assert [row.refused for row in found[""].rows] == [True] * 3
    assert [question.key for question in questions(found)] == ["event:ia 07", "event:ia 08", "event:"]
    answers = {"event:ia 07": AGAIN.id, "event:ia 08": FIRST.id, "event:": "aside"}
    found = read(column("Session", values), answers=answers)
    assert who(found) == {"a": "AE", "b": "BD", "c": "C", "": "F"}
    assert len(rows_of(found)) == len(values)


def test_a_row_for_two_events_is_asked_about(read: Read) -> None:
    found = read(column("Session", ["IA-01, AP-03", "IA-01"]))
    assert who(found) == {"a": "B", "": "A"}
    assert [option.value for option in questions(found)[0].options] == ["here", OTHER.id, "aside"]


def test_a_code_that_is_not_this_events_is_another_session(read: Read) -> None:
    found = read(column("Code session", ["XX-07", "XX-08"]))
    assert who(found) == {"": "AB"}
    assert len(questions(found)) == 2


def test_a_list_that_names_others_only_may_be_for_this_event_all_the_same(read: Read) -> None:
    made = column("Session", ["IA-02", "AP-03"])
    found = read(made)
    assert who(found) == {"b": "A", "c": "B"}
    (question,) = questions(found)
    assert (question.key, question.answer) == ("events", "share")
    assert "Achats publics responsables (03/12/2025)" in question.words
    assert who(read(made, answers={"events": "here"})) == {"a": "AB"}


def test_each_event_reads_the_list_with_its_own_slots(read: Read) -> None:
    headings = (*HEADINGS, "Session", "Matin", "Après-midi")
    marks = [("IA-01", "X", ""), ("IA-02", "", "X"), ("IA-02", "X", "X")]
    found = read({"L": [headings, *((*p, *m) for p, m in zip(PEOPLE, marks, strict=False))]})
    assert [row.attendee.slots for row in rows_of(found)] == [("a0",), ("b1",), ("b0", "b1")]


def test_what_is_asked_for_another_event_says_so_and_is_answered_apart(read: Read) -> None:
    longer = replace(AGAIN, slots=AGAIN.slots + tuple(replace(s, id=f"{s.id}+", label="?") for s in AGAIN.slots))
    made = {"L": [(*HEADINGS, "Session", "AM"), (*PEOPLE[0], "IA-01", "X"), (*PEOPLE[1], "IA-02", "X")]}
    events = (FIRST, longer, OTHER)
    about = [q for q in questions(read(made, events=events)) if q.key.endswith(f"@{AGAIN.id}")]
    assert about
    assert about[0].words.replace("\u00a0", " ").startswith("Les fondamentaux de l'IA (19/11/2025) : ")
    option = about[0].options[1].value
    found = read(made, events=events, answers={about[0].key: option})
    assert next(q for q in questions(found) if q.key == about[0].key).answer == option


def test_answers_are_remembered_for_the_layout(read: Read) -> None:
    made = column("Session", ["IA-01", "IA-07"])
    layout = Layout(answers={"event:ia 07": OTHER.id})
    fingerprint = read(made)[FIRST.id].fingerprint
    assert who(read(made, layouts={fingerprint: layout})) == {"a": "A", "c": "B"}


def test_a_column_can_be_said_to_name_events_or_not_to(read: Read) -> None:
    assert who(read(column("Remarque", ["IA-01", "IA-02"]), mapping={"Remarque": EVENT})) == {"a": "A", "b": "B"}
    assert who(read(column("Session", ["IA-01", "IA-02"]), mapping={"Session": ""})) == {"a": "AB"}


def test_one_sheet_an_event_by_code_day_or_place(read: Read) -> None:
    expected = {"a": "AB", "b": "CD", "c": "EF"}
    assert who(read(sheets(IA_01=2, IA_02=2, AP_03=2))) == expected
    assert who(read(sheets(**{"12 novembre": 2, "19 novembre": 2, "3 décembre": 2}))) == expected
    assert who(read(sheets(**{"Pointe à Pitre": 2, "Basse Terre": 2, "Le Moule": 2}))) == expected
    found = read(sheets(IA_02=2, IA_01=2))
    assert who(found) == {"a": "CD", "b": "AB"}
    assert (found[FIRST.id].sheet, found[AGAIN.id].sheet) == ("IA-01", "IA-02")


def test_sheets_of_half_days_are_one_events(read: Read) -> None:
    found = read(sheets(**{"12-11 matin": 2, "12-11 après-midi": 2}))
    assert list(found) == [FIRST.id]
    assert [row.attendee.slots for row in found[FIRST.id].rows] == [("a0",), ("a0",), ("a1",), ("a1",)]


def test_a_sheet_of_an_unknown_session_is_asked_about(read: Read) -> None:
    made = sheets(IA_01=2, IA_07=2, **{"Liste d'attente": 2})
    found = read(made)
    assert who(found) == {"a": "ABEF", "": "CD"}
    assert [question.key for question in questions(found)] == ["event:ia 07"]
    assert [p.code for p in found[""].problems] == ["event_unknown"] * 2
    assert who(read(made, answers={"event:ia 07": OTHER.id})) == {"a": "ABEF", "c": "CD"}


def test_a_sheet_of_everybody_is_no_events(read: Read) -> None:
    made = {"Tous": [HEADINGS, *PEOPLE], **sheets(IA_01=3, IA_02=3)}
    assert who(read(made)) == {"a": "ABC", "b": "DEF"}


def test_a_sheet_that_is_not_read_is_named(read: Read) -> None:
    beside = {"Contacts": [["Nom", "Prénom", "Téléphone"], ["Zénon", "Anne", "0690123456"]]}
    for here in (FIRST, None):
        for made in (sheets(IA_01=2, IA_02=2), {"Liste": [HEADINGS, *PEOPLE]}):
            found = read({**made, **beside}, here)
            assert {listing.left for listing in found.values()} == {(("Contacts", 1),)}
            assert sharing.together(found).left == (("Contacts", 1),)
    assert all(listing.left == () for listing in read(sheets(IA_01=2, IA_02=2)).values())


def test_sheets_for_others_only_may_be_for_this_event_all_the_same(read: Read) -> None:
    made = sheets(IA_02=3, AP_03=3)
    assert who(read(made)) == {"b": "ABC", "c": "DEF"}
    assert who(read(made, answers={"events": "here"})) == {"a": "ABCDEF"}


def test_opened_on_no_event_what_names_none_is_for_none(read: Read) -> None:
    assert who(read(column("Session", ["IA-01", "IA-07", ""]), None)) == {"a": "A", "": "BC"}
    assert who(read(column("Bureau", ["12", "13"]), None)) == {"": "AB"}


def test_pasted_cells_are_read_as_a_file() -> None:
    text = "Nom\tPrénom\tSession\nArrondell\tÉloïse\tIA-01\nBrooks\tSharon\tAP-03\n"
    found = for_events.read_cells(text, events=EVENTS, event_id=FIRST.id, now=NOW, source="Cellules")
    assert who(found) == {"a": "A", "c": "B"}


def test_with_one_event_nothing_is_shared_unless_a_row_says_otherwise(read: Read) -> None:
    made = column("Formation", ["Les fondamentaux de l'IA", "Achats publics responsables"])
    found = read(made, events=(FIRST,))
    assert who(found) == {"a": "A", "": "B"}
    assert [option.value for option in questions(found)[0].options] == ["here", "aside"]
