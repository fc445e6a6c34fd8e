"""The return comes back to the database it left: compared, taken by cells, undone."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from ia_events.domain.attendance import Fact, FactKind, Method, State
from ia_events.domain.errors import Cancelled, UserError
from ia_events.domain.events import Event, generate_slots
from ia_events.domain.people import Attendee, Source, Status
from ia_events.domain.three_way import Cell, Comparison, Kind, everything, proposed
from ia_events.spreadsheets.coming_back import read
from ia_events.spreadsheets.returns import write_return
from ia_events.store import Store, coming_back, events, imports, journal, presence, prints, registrations
from ia_events.store.journal import Label, Put

NOW = datetime(2025, 11, 13, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=2)


@pytest.fixture
def store() -> Generator[Store, None, None]:
    made = Store.open(None, now=NOW)
    yield made
    made.close()


@pytest.fixture
def event(store: Store) -> Event:
    """Two half-days, four people, two of them seen."""
    slots = tuple(generate_slots(date(2025, 11, 12), date(2025, 11, 12), [0, 1], "America/Marigot"))
    day = events.get(store, events.save(store, Event(title="Journée", timezone="America/Marigot", slots=slots), NOW))
    for last, first in (("Arrondell", "Éloïse"), ("Brooks", "Sharon"), ("Carty", "Denis"), ("Duzant", "Ketty")):
        registrations.save(store, Attendee(event_id=day.id, last_name=last, first_name=first, employer="SDIS"), NOW)
    people = registrations.all_of(store, day.id)
    presence.mark(store, day, [(people[0].id, day.slots[0].id)], State.PRESENT, NOW)
    presence.mark(store, day, [(people[1].id, day.slots[0].id)], State.ABSENT, NOW)
    return day


def send(store: Store, event: Event, file: Path) -> Path:
    write_return(file, event, presence.load(store, event), made_at=NOW)
    prints.record_return(store, event.id, file.name, NOW)
    return file


def edit(file: Path, *changes: tuple[str, str, str, object]) -> Path:
    """(sheet, last name, heading, value); the heading "" deletes the row."""
    book: Any = load_workbook(file)
    for sheet_name, name, heading, value in changes:
        sheet = book[sheet_name]
        row = next(r[0].row for r in sheet.iter_rows() if name in [c.value for c in r])
        if heading:
            sheet.cell(row, next(c.column for c in sheet[1] if c.value == heading)).value = value
        else:
            sheet.delete_rows(row)
    book.save(file)
    return file


def person(store: Store, event: Event, name: str) -> Attendee:
    return next(p for p in registrations.all_of(store, event.id) if p.last_name == name)


def look(store: Store, event: Event, file: Path) -> Comparison:
    return coming_back.compared(store, event, read(file))


def states(store: Store, event: Event, name: str) -> list[State]:
    grid = presence.load(store, event)
    return [grid.cells[person(store, event, name).id, slot.id].state for slot in event.slots]


def test_a_return_as_it_was_sent_changes_nothing(store: Store, event: Event, tmp_path: Path) -> None:
    found = look(store, event, send(store, event, tmp_path / "r.xlsx"))
    assert (found.changes, found.unchanged, found.notes) == ((), 4, ())
    assert coming_back.apply(store, event, found, everything(found.changes), LATER) is None


def test_what_is_taken_is_recorded_by_cells_and_can_be_undone(store: Store, event: Event, tmp_path: Path) -> None:
    file = edit(
        send(store, event, tmp_path / "retour.xlsx"),
        ("Inscriptions", "Arrondell", "Fonction", "Directrice"),
        ("Inscriptions", "Brooks", "Collectivité", "Ville de Basse-Terre"),
        ("Inscriptions", "Duzant", "", None),
        ("Présences", "Arrondell", "Matin", "Absence"),
        ("Présences", "Arrondell", "Après-midi", "Retard"),
        ("Présences", "Brooks", "Matin", "Présence"),
    )
    book: Any = load_workbook(file)
    book["Inscriptions"].append([None, "Hodge", "Ruth", None, "ruth@exemple.fr"])
    book["Présences"].append(["Hodge", "Ruth", None, None, "X"])
    book.save(file)
    before = registrations.all_of(store, event.id)
    found = look(store, event, file)
    assert [found.count(kind) for kind in Kind] == [1, 2, 1, 0]

    refused = {(person(store, event, "Brooks").id, "employer")}
    action = coming_back.apply(store, event, found, everything(found.changes) - refused, LATER, station="Bureau")

    assert str(action) == "Retour du siège retour.xlsx"
    assert person(store, event, "Arrondell").job_title == "Directrice"
    assert person(store, event, "Brooks").employer == "SDIS"
    assert person(store, event, "Duzant").status == Status.CANCELLED
    hodge = person(store, event, "Hodge")
    assert (hodge.email, hodge.source, len(hodge.badge)) == ("ruth@exemple.fr", Source.LIST, 16)
    assert states(store, event, "Arrondell") == [State.ABSENT, State.LATE]
    assert states(store, event, "Brooks")[0] == State.PRESENT
    assert states(store, event, "Hodge")[0] == State.PRESENT
    cell = presence.load(store, event).cells[hodge.id, event.slots[0].id]
    assert (cell.method, cell.station) == (Method.RETURN, "Bureau")
    stands = presence.standing(presence.facts_of_event(store, event.id))
    assert not stands[hodge.id, event.slots[0].id].by_list, "no list takes it away"
    # The same workbook then has nothing more to say, but what was refused.
    assert [(c.name, [cell.key for cell in c.cells]) for c in look(store, event, file).changes] == [
        ("BROOKS Sharon", ["employer"])
    ]

    journal.undo(store, LATER)
    assert registrations.all_of(store, event.id) == before
    assert states(store, event, "Arrondell") == [State.PRESENT, State.EXPECTED]
    assert states(store, event, "Brooks")[0] == State.ABSENT


def test_only_the_cells_taken_are_written(store: Store, event: Event, tmp_path: Path) -> None:
    file = edit(send(store, event, tmp_path / "r.xlsx"), ("Inscriptions", "Carty", "Grade", "Attaché"))
    found = look(store, event, file)
    coming_back.apply(store, event, found, everything(found.changes), LATER)
    (body,) = [
        row[0]
        for row in store.execute("SELECT body FROM changes WHERE tbl = 'registrations' ORDER BY seq DESC LIMIT 1")
    ]
    assert body == '{"set":{"grade":"Attaché"},"was":{"grade":""}}'


def test_what_a_list_said_of_a_field_goes_once_headquarters_corrects_it(
    store: Store, event: Event, tmp_path: Path
) -> None:
    for name in ("Carty", "Duzant"):
        said = '{"employer": "sdis", "grade": "att. terr.", "status": "Convoquée"}'
        journal.record(store, [Put("registrations", person(store, event, name).id, {"written": said})], Label("x"), NOW)
    file = edit(
        send(store, event, tmp_path / "r.xlsx"),
        ("Inscriptions", "Carty", "Grade", "Attaché"),
        ("Inscriptions", "Duzant", "", None),
    )
    carty, duzant = person(store, event, "Carty").id, person(store, event, "Duzant").id
    found = look(store, event, file)
    coming_back.apply(store, event, found, everything(found.changes), LATER)
    assert imports.written(store, carty) == {"employer": "sdis", "status": "Convoquée"}
    assert imports.written(store, duzant) == {"employer": "sdis", "grade": "att. terr."}
    journal.undo(store, LATER)
    assert imports.written(store, carty)["grade"] == "att. terr."


def test_conflicts_are_left_until_somebody_chooses(store: Store, event: Event, tmp_path: Path) -> None:
    file = edit(
        send(store, event, tmp_path / "r.xlsx"),
        ("Inscriptions", "Carty", "Grade", "Attaché"),
        ("Présences", "Carty", "Matin", "Abs"),
    )
    carty = person(store, event, "Carty")
    registrations.save(store, replace(carty, grade="Rédacteur"), LATER)
    presence.mark(store, event, [(carty.id, event.slots[0].id)], State.PRESENT, LATER)
    found = look(store, event, file)
    assert found.conflicts == 2
    assert coming_back.apply(store, event, found, proposed(found.changes), LATER) is None
    coming_back.apply(store, event, found, everything(found.changes), LATER)
    assert person(store, event, "Carty").grade == "Attaché"
    assert states(store, event, "Carty")[0] == State.ABSENT


def test_whoever_was_removed_here_comes_back_when_somebody_says_so(store: Store, event: Event, tmp_path: Path) -> None:
    file = edit(send(store, event, tmp_path / "r.xlsx"), ("Inscriptions", "Carty", "Grade", "Attaché"))
    registrations.remove(store, [person(store, event, "Carty").id, person(store, event, "Duzant").id], LATER)
    found = look(store, event, file)
    assert [(c.kind, c.name) for c in found.changes] == [(Kind.REMOVED, "CARTY Denis")]
    coming_back.apply(store, event, found, everything(found.changes), LATER)
    assert person(store, event, "Carty").grade == "Attaché"


def test_a_newer_return_is_said(store: Store, event: Event, tmp_path: Path) -> None:
    file = send(store, event, tmp_path / "r.xlsx")
    prints.record_return(store, event.id, "autre.xlsx", LATER)
    assert [note.code for note in look(store, event, file).notes] == ["older_return"]


def test_the_return_of_another_event_says_which(store: Store, event: Event, tmp_path: Path) -> None:
    file = send(store, event, tmp_path / "r.xlsx")
    other = events.get(store, events.save(store, Event(title="Autre"), NOW))
    with pytest.raises(UserError) as caught:
        look(store, other, file)
    assert (caught.value.code, caught.value.values["event"]) == ("return_other_event", event.id)
    assert "Journée" in caught.value.message
    elsewhere = Store.open(None, now=NOW)
    stranger = events.get(elsewhere, events.save(elsewhere, Event(title="Ailleurs"), NOW))
    with pytest.raises(UserError) as caught:
        look(elsewhere, stranger, file)
    elsewhere.close()
    assert caught.value.code == "return_unknown_event"


def test_rows_nobody_here_is_known_by_are_no_return_of_this_event(store: Store, event: Event, tmp_path: Path) -> None:
    file = send(store, event, tmp_path / "r.xlsx")
    book: Any = load_workbook(file)
    del book["Suivi du retour"]
    book.save(file)
    other = events.get(store, events.save(store, Event(title="Autre"), NOW))
    with pytest.raises(UserError) as caught:
        look(store, other, file)
    assert caught.value.code == "return_unsealed"
    assert look(store, event, file).changes == ()


def test_stopping_leaves_everything_as_it_was(store: Store, event: Event, tmp_path: Path) -> None:
    file = edit(send(store, event, tmp_path / "r.xlsx"), ("Inscriptions", "Carty", "Grade", "Attaché"))
    found = look(store, event, file)

    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        coming_back.apply(store, event, found, everything(found.changes), LATER, stop)
    assert person(store, event, "Carty").grade == ""


def test_a_comparison_that_no_longer_holds_is_refused(store: Store, event: Event, tmp_path: Path) -> None:
    file = edit(send(store, event, tmp_path / "r.xlsx"), ("Inscriptions", "Carty", "Collectivité", "Mairie"))
    found = look(store, event, file)
    registrations.save(store, replace(person(store, event, "Carty"), employer="Office de l'eau"), LATER)
    with pytest.raises(UserError) as caught:
        coming_back.apply(store, event, found, proposed(found.changes), LATER)
    assert caught.value.code == "comparison_outdated"
    assert person(store, event, "Carty").employer == "Office de l'eau"
    assert look(store, event, file).conflicts == 1


def test_a_presence_recorded_meanwhile_is_not_overwritten(store: Store, event: Event, tmp_path: Path) -> None:
    file = edit(send(store, event, tmp_path / "r.xlsx"), ("Présences", "Carty", "Matin", "Absence"))
    found = look(store, event, file)
    presence.mark(store, event, [(person(store, event, "Carty").id, event.slots[0].id)], State.PRESENT, LATER)
    with pytest.raises(UserError, match="Comparez à nouveau"):
        coming_back.apply(store, event, found, proposed(found.changes), LATER)
    assert states(store, event, "Carty")[0] == State.PRESENT


def test_a_newcomer_is_added_once_however_often_it_is_applied(store: Store, event: Event, tmp_path: Path) -> None:
    file = send(store, event, tmp_path / "r.xlsx")
    book: Any = load_workbook(file)
    book["Inscriptions"].append([None, "Hodge", "Ruth"])
    book.save(file)
    found = look(store, event, file)
    coming_back.apply(store, event, found, proposed(found.changes), LATER)
    with pytest.raises(UserError, match="Comparez à nouveau"):
        coming_back.apply(store, event, found, proposed(found.changes), LATER)
    assert sum(p.last_name == "Hodge" for p in registrations.all_of(store, event.id)) == 1


def test_rows_sorted_without_their_hidden_columns_leave_everybody_who_they_are(
    store: Store, event: Event, tmp_path: Path
) -> None:
    file = send(store, event, tmp_path / "r.xlsx")
    book: Any = load_workbook(file)
    sheet = book["Inscriptions"]
    visible = next(c.column for c in sheet[1] if c.value == "Identifiant") - 1
    first, last = 2, sheet.max_row
    rows = [[sheet.cell(n, c).value for c in range(1, visible + 1)] for n in range(first, last + 1)]
    for number, row in enumerate(reversed(rows), first):
        for place, value in enumerate(row, 1):
            sheet.cell(number, place).value = value
    book.save(file)
    found = look(store, event, file)
    assert (found.changes, [n.code for n in found.notes]) == ((), ["rows_followed"])
    edit(file, ("Inscriptions", "Carty", "Grade", "Attaché"))
    found = look(store, event, file)
    coming_back.apply(store, event, found, proposed(found.changes), LATER)
    assert person(store, event, "Carty").grade == "Attaché"
    assert states(store, event, "Arrondell")[0] == State.PRESENT
    # A name that leads nowhere leaves in doubt whose each row is.
    edit(file, ("Inscriptions", "Brooks", "Nom", "Petit"))
    found = look(store, event, file)
    assert {change.doubt for change in found.changes} == {"shifted"}
    assert "rows_shifted" in [n.code for n in found.notes]
    assert proposed(found.changes) == frozenset()


def test_whoever_was_merged_since_is_not_compared(store: Store, event: Event, tmp_path: Path) -> None:
    file = send(store, event, tmp_path / "r.xlsx")
    carty, duzant = person(store, event, "Carty"), person(store, event, "Duzant")
    alias = Fact(id="a", kind=FactKind.ALIAS, event_id=event.id, registration_id=carty.id, at=LATER, target=duzant.id)
    journal.record(store, [alias], journal.Label("Fusion"), LATER)
    assert look(store, event, file).changes == ()
    edit(file, ("Inscriptions", "Carty", "Grade", "Attaché"))
    # What headquarters corrected of the duplicate is told of whoever it is.
    found = look(store, event, file)
    assert [(c.kind, c.name, c.cells) for c in found.changes] == [
        (Kind.CHANGED, "DUZANT Ketty", (Cell("grade", "", "", "Attaché"),))
    ]
    coming_back.apply(store, event, found, proposed(found.changes), LATER)
    assert person(store, event, "Duzant").grade == "Attaché"
    edit(file, ("Inscriptions", "Carty", "Nom", "Cartier"))
    found = look(store, event, file)
    assert [(c.kind, c.name) for c in found.changes] == [(Kind.CHANGED, "DUZANT Ketty")]
    assert (found.conflicts, proposed(found.changes)) == (1, frozenset())


def test_an_absence_that_does_not_count_is_not_told_apart_from_nothing(
    store: Store, event: Event, tmp_path: Path
) -> None:
    morning, afternoon = (slot.id for slot in event.slots)
    for name in ("Carty", "Duzant"):
        before = person(store, event, name)
        registrations.save(store, replace(before, slots=(morning,)), NOW, before=before)
        presence.mark(store, event, [(before.id, afternoon)], State.ABSENT, NOW)
    duzant = person(store, event, "Duzant").id
    file = send(store, event, tmp_path / "r.xlsx")
    assert look(store, event, file).changes == ()
    # Headquarters corrects the cell: nobody here did.
    found = look(store, event, edit(file, ("Présences", "Duzant", "Après-midi", "Présence")))
    assert [change.cells for change in found.changes] == [(Cell(afternoon, "", "", "present"),)]
    assert proposed(found.changes) == {(duzant, afternoon)}
    coming_back.apply(store, event, found, proposed(found.changes), LATER)
    assert states(store, event, "Duzant")[1] == State.PRESENT
    # What would count nowhere is not proposed, were it another absence; whoever did not come after all is no longer there.
    edit(file, ("Présences", "Carty", "Après-midi", "Absence excusée"))
    assert look(store, event, file).changes == ()
    file = edit(send(store, event, tmp_path / "again.xlsx"), ("Présences", "Duzant", "Après-midi", "Absence"))
    found = look(store, event, file)
    assert [change.cells for change in found.changes] == [(Cell(afternoon, "present", "present", "absent"),)]
    coming_back.apply(store, event, found, proposed(found.changes), LATER)
    assert states(store, event, "Duzant")[1] == State.ABSENT
    assert look(store, event, file).changes == (), "taken, it is not proposed again"


@pytest.mark.parametrize("came", [False, True])
def test_a_mark_cleared_of_somebody_removed_since_is_cleared_as_they_are_put_back(
    store: Store, event: Event, tmp_path: Path, came: bool
) -> None:
    brooks = person(store, event, "Brooks")
    if came:
        presence.mark(store, event, [(brooks.id, event.slots[1].id)], State.PRESENT, NOW)
    file = edit(
        send(store, event, tmp_path / "r.xlsx"),
        ("Inscriptions", "Brooks", "Grade", "Attaché"),
        ("Présences", "Brooks", "Matin", "À pointer"),
    )
    registrations.remove(store, [brooks.id], LATER)
    found = look(store, event, file)
    assert [(c.kind, [cell.key for cell in c.cells]) for c in found.changes] == [
        (Kind.REMOVED, ["grade", event.slots[0].id])
    ]
    coming_back.apply(store, event, found, everything(found.changes), LATER)
    assert states(store, event, "Brooks") == [State.EXPECTED, State.PRESENT if came else State.EXPECTED]
    assert look(store, event, file).changes == ()


def test_an_absence_counts_with_the_registration_that_comes_back_with_it(
    store: Store, event: Event, tmp_path: Path
) -> None:
    before = person(store, event, "Duzant")
    registrations.save(store, replace(before, status=Status.CANCELLED), NOW, before=before)
    file = edit(send(store, event, tmp_path / "r.xlsx"), ("Présences", "Duzant", "Matin", "Absence"))
    assert look(store, event, file).changes == ()
    edit(file, ("Inscriptions", "Duzant", "Inscription", "Inscription"))
    found = look(store, event, file)
    assert [cell.key for cell in found.changes[0].cells] == ["status", event.slots[0].id]
    coming_back.apply(store, event, found, proposed(found.changes), LATER)
    assert states(store, event, "Duzant") == [State.ABSENT, State.EXPECTED]
    assert look(store, event, file).changes == ()
