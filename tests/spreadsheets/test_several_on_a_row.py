"""Rows that name several people: each is told from the others of its row, in what is decided and in what is reported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from ia_events.domain.events import Event
from ia_events.domain.ids import uuid7
from ia_events.domain.lists import Decision, Listing, Place, Plan
from ia_events.domain.matching import make_plan
from ia_events.domain.people import Attendee
from ia_events.spreadsheets import report
from ia_events.spreadsheets.reading import read
from ia_events.store import Store, backups, events, imports, journal, registrations
from tests.spreadsheets.conftest import MakeList

NOW = datetime(2025, 11, 12, 13, 0, tzinfo=UTC)
GOSIER, SDIS = "Mairie du Gosier", "SDIS 971"
LEFT = ("DUPONT Jean", "CORBIN Anne", "ROY Éric", "BARON Lise")
RIGHT = ("MARTELL Zoé", "BELMAR Luc", "PETIT Marc", "GALBA Rose")
BY_COLUMN = [(GOSIER, SDIS), *zip(LEFT, RIGHT, strict=True)]
SIDE_BY_SIDE = [
    ("Nom", "Prénom", "Collectivité") * 2,
    *((*one.split(), GOSIER, *other.split(), SDIS) for one, other in zip(LEFT, RIGHT, strict=True)),
]
ONE_CELL = [
    ("Salle", "Participants", "Collectivité"),
    *((3, f"{one}\n{other}", f"{GOSIER}\n{SDIS}") for one, other in zip(LEFT, RIGHT, strict=True)),
]
LISTS = pytest.mark.parametrize(
    "rows, first, second", [(BY_COLUMN, "A", "B"), (SIDE_BY_SIDE, "A", "D"), (ONE_CELL, "B", "B.2")]
)


@pytest.fixture
def store() -> Iterator[Store]:
    opened = Store.open(None, now=NOW)
    yield opened
    assert backups.verify(opened).faults == ()
    opened.close()


@pytest.fixture
def event(store: Store) -> Event:
    """An event with two people whose names the list's second row nearly says, one in each column."""
    made = Event(title="Formation")
    made = replace(made, id=events.save(store, made, NOW))
    for name, employer in (("DUPOND Jean", GOSIER), ("MARTEL Zoé", SDIS)):
        last, first = name.split()
        person = Attendee(event_id=made.id, last_name=last, first_name=first, employer=employer)
        registrations.save(store, person, NOW)
    return made


def plan_of(store: Store, event: Event, listing: Listing, decided: dict[Place, str] | None = None) -> Plan:
    known = registrations.all_of(store, event.id)
    ids = {person.employer: person.id for person in known if person.last_name in ("DUPOND", "MARTEL")}
    at = {listing.place(row): row.attendee.employer for row in listing.rows}
    made = {
        place: Decision(kind, ids[at[place]] if kind != "separate" else "") for place, kind in (decided or {}).items()
    }
    return make_plan(listing, known, event.id, lambda: uuid7(NOW), decisions=made)


def names(store: Store, event: Event) -> list[str]:
    return sorted(person.list_name for person in registrations.all_of(store, event.id))


@LISTS
@pytest.mark.parametrize("one, other", [("merge", "separate"), ("separate", "merge"), ("keep", "separate")])
def test_each_is_decided_of_alone_and_for_good(
    store: Store, event: Event, make_list: MakeList, rows: list[tuple[str, ...]], first: str, second: str,
    one: str, other: str,
) -> None:  # fmt: skip
    listing = read(make_list(rows))
    a, b = Place("Inscrits", 2, first), Place("Inscrits", 2, second)
    assert {listing.place(row): row.attendee.list_name for row in listing.rows if row.row == 2} == {
        a: "DUPONT Jean",
        b: "MARTELL Zoé",
    }
    plan = plan_of(store, event, listing)
    assert [(listing.place(d.row), d.code) for d in plan.doubts] == [(a, "name_close"), (b, "name_close")]
    assert {listing.place(p) for p in plan.problems if p.code == "name_close"} == {a, b}

    half = plan_of(store, event, listing, {b: other})
    assert [(listing.place(d.row), d.settled) for d in half.doubts] == [(a, False), (b, True)]
    plan = plan_of(store, event, listing, {a: one, b: other})
    assert [(d.row.attendee.last_name, d.decision.kind) for d in plan.doubts] == [("DUPONT", one), ("MARTELL", other)]
    imports.import_plan(store, plan, NOW)

    there = names(store, event)
    assert len(there) == 9
    for listed, known, kind in (("DUPONT Jean", "DUPOND Jean", one), ("MARTELL Zoé", "MARTEL Zoé", other)):
        assert (listed in there, known in there) == (kind != "keep", kind != "merge")

    again = plan_of(store, event, read(make_list(rows)))
    assert (again.added, again.updated, again.doubts, again.unchanged) == ((), (), (), 8)
    assert journal.undo(store, NOW) is not None
    assert names(store, event) == ["DUPOND Jean", "MARTEL Zoé"]


def test_two_lines_of_one_row_may_be_one_person(make_list: MakeList) -> None:
    rows = [
        *ONE_CELL[:4],
        (3, "NOËL Yves\nNOEL Yves", f"{GOSIER}\n{GOSIER}"),
        (3, "GACE Rodrigue\nGACE Rodrigues", f"{GOSIER}\n{GOSIER}"),
    ]
    listing = read(make_list(rows))
    plan = make_plan(listing, [], "e", lambda: uuid7(NOW))
    (doubt,) = plan.doubts
    assert [person.id for person in doubt.candidates] == ["#Inscrits:B6"]
    assert listing.place(doubt.row) == Place("Inscrits", 6, "B.2")
    assert [p.message for p in plan.problems if p.code == "duplicate_row"] == ["Même personne qu’à la ligne B5."]
    decisions = {Place("Inscrits", 6, "B.2"): Decision("merge", "#Inscrits:B6")}
    merged = make_plan(listing, [], "e", lambda: uuid7(NOW), decisions=decisions)
    assert len(merged.added) == len(plan.added) - 1


@LISTS
def test_the_report_speaks_of_each(
    store: Store, event: Event, make_list: MakeList, tmp_path: Path,
    rows: list[tuple[str, ...]], first: str, second: str,
) -> None:  # fmt: skip
    path = make_list(rows)
    listing = read(path)
    plan = plan_of(store, event, listing, {Place("Inscrits", 2, second): "separate"})
    verdicts = report.verdict_words(plan)
    assert verdicts["", 2].replace("\u00a0", " ").splitlines() == [
        "DUPONT Jean : Ajout",
        "MARTELL Zoé : Ajout : autre personne que MARTEL Zoé (choisi)",
    ]
    report.write_report(tmp_path / "rapport.xlsx", path, listing, plan.problems, verdicts)
    sheet = load_workbook(tmp_path / "rapport.xlsx")["Inscrits"]
    verdict = next(cell for cell in sheet[2] if "\n" in str(cell.value) and "Ajout" in str(cell.value))
    assert verdict.alignment.wrap_text
    assert sheet.row_dimensions[2].height >= 30
    noted = {cell.coordinate for row in sheet for cell in row if cell.comment}
    # The undecided doubt, on what is said of that person and of nobody else.
    own = {f"{chr(ord('A') + c.index)}2" for c in listing.columns if c.field and c.is_of(first)}
    assert noted
    assert noted <= own


def test_what_holds_for_one_row_alone_needs_no_column(make_list: MakeList) -> None:
    listing = read(make_list([("Nom", "Prénom"), ("DUPONT", "Jean"), ("CORBIN", "Anne")]))
    assert {row.spot for row in listing.rows} == {""}
    assert [listing.place(row).words for row in listing.rows] == ["2", "3"]
    assert [Place.of("S", words) for words in ("12", "b12", "B12.2", "12B", "B")] == [
        Place("S", 12), Place("S", 12, "B"), Place("S", 12, "B.2"), None, None,
    ]  # fmt: skip
