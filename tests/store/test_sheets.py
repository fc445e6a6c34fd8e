"""Printed pages: kept once, found by their code, known even when the print was undone, told to other stations."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ia_events.domain import tokens
from ia_events.domain.attendance import Fact, FactKind
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.ids import uuid7
from ia_events.domain.people import Attendee
from ia_events.domain.sheet_pages import Column, Row, SheetPage
from ia_events.store import Store, backups, journal, merging, prints, sheets
from ia_events.store.journal import Label

NOW = datetime(2026, 11, 3, 8, 30, tzinfo=UTC)


@pytest.fixture
def pages(event: Event, people: list[Attendee]) -> list[SheetPage]:
    """A page a slot."""
    rows = tuple(Row(n + 1, person.id, 60 + 8.6 * n, 8.6) for n, person in enumerate(people))
    return [
        SheetPage(1, 1, (210.0, 297.0), (Column(slot.id, 130.0, 64.0),), rows, code=tokens.sheet_code(f"{n:014x}"))
        for n, slot in enumerate(event.slots)
    ]


def record(store: Store, event: Event, people: list[Attendee], pages: list[SheetPage]) -> None:
    prints.record_sheets(store, event, [slot.id for slot in event.slots], people, pages, NOW)


def known(store: Store) -> int:
    return int(store.execute("SELECT count(*) FROM facts WHERE kind = 'sheet_page' AND voided = 0").fetchone()[0])


def test_a_page_is_found_by_the_letters_on_it(
    store: Store, event: Event, people: list[Attendee], pages: list[SheetPage]
) -> None:
    record(store, event, people, pages)
    for page in pages:
        typed = f"{page.code[:10].lower()} {page.code[10:]}"
        found = sheets.read(store, typed)
        assert found.page == replace(page, edition=prints.sheet_text(event, people))
        assert (found.event_id, found.at) == (event.id, NOW)


def test_the_pages_of_a_print_that_is_undone_are_still_known(
    store: Store, event: Event, people: list[Attendee], pages: list[SheetPage]
) -> None:
    record(store, event, people, pages)
    assert str(journal.next_undo(store)) == "Feuilles d’émargement de 2 créneaux notées comme imprimées"
    journal.undo(store, NOW)
    assert prints.latest(store, event.id, FactKind.SHEET_PRINT) is None
    assert sheets.read(store, pages[0].code).page.number == 1
    journal.redo(store, NOW)
    assert prints.latest(store, event.id, FactKind.SHEET_PRINT) is not None


class Told(dict[tuple[str, str], Attendee]):
    """Who was admitted, which tells how often all of them were gone through."""

    gone_through = 0

    def __iter__(self) -> Iterator[tuple[str, str]]:
        self.gone_through += 1
        return super().__iter__()


def test_who_was_admitted_is_worked_out_once_for_all_the_pages_of_a_slot(
    store: Store, event: Event, people: list[Attendee], pages: list[SheetPage]
) -> None:
    morning, afternoon = event.slots
    admitted = Told({(people[0].id, morning.id): people[0], (people[2].id, afternoon.id): people[2]})
    both = replace(pages[0], columns=(*pages[0].columns, *pages[1].columns))
    printed = [replace(each, code=tokens.sheet_code(f"{n:014x}")) for n, each in enumerate([*pages, both] * 8)]
    prints.keep_pages(store, event, people, printed, NOW, "group", admitted)
    assert admitted.gone_through == 2
    text = prints.sheet_text(event, people, "group")
    kept = [sheets.read(store, page.code).page.edition for page in printed]
    assert kept == [prints.page_text(text, page, admitted) for page in printed]
    assert len(set(kept)) == 3


def test_pages_saved_then_printed_are_kept_once(
    store: Store, event: Event, people: list[Attendee], pages: list[SheetPage]
) -> None:
    before = journal.next_undo(store)
    prints.keep_pages(store, event, people, pages[:1], NOW)
    assert journal.next_undo(store) == before, "saving a file is nothing to take back"
    assert prints.latest(store, event.id, FactKind.SHEET_PRINT) is None
    assert sheets.read(store, pages[0].code).page.edition == prints.sheet_text(event, people)
    prints.keep_pages(store, event, people, pages, NOW)
    record(store, event, people, pages)
    assert known(store) == 2
    journal.undo(store, NOW)
    assert known(store) == 2, "the file is still there"
    assert prints.latest(store, event.id, FactKind.SHEET_PRINT) is None


def test_a_page_reprinted_after_an_undo_counts_again(
    store: Store, event: Event, people: list[Attendee], pages: list[SheetPage]
) -> None:
    record(store, event, people, pages)
    journal.undo(store, NOW)
    record(store, event, people, pages)
    assert known(store) == 2


@pytest.mark.parametrize(
    "code, error",
    [
        ("", "sheet_code_invalid"),
        ("ABÉLARD Prisca", "sheet_code_invalid"),
        ("D" * 20, "sheet_code_invalid"),
        (tokens.issue("0123456789abcdef", "5a" * 32), "sheet_code_invalid"),
        (tokens.sheet_code("f" * 14), "sheet_page_unknown"),
    ],
)
def test_codes_that_are_no_page_here(store: Store, code: str, error: str) -> None:
    with pytest.raises(UserError) as caught:
        sheets.read(store, code)
    assert caught.value.code == error


def test_another_station_reads_the_pages_too(
    store: Store, event: Event, people: list[Attendee], pages: list[SheetPage]
) -> None:
    record(store, event, people, pages)
    other = Store.open(None, now=NOW)
    told = merging.apply(other, merging.changes_since(store, merging.heads(other)))
    assert (told.held, told.refused) == (0, 0)
    assert sheets.read(other, pages[1].code) == sheets.read(store, pages[1].code)
    assert merging.digests(other) == merging.digests(store)
    assert backups.verify(other).faults == backups.verify(store).faults
    other.close()


@pytest.mark.parametrize(
    "value, fate",
    [
        ("{}", "refused"),
        ("[", "refused"),
        (json.dumps({"v": 1, "page": [1, 1], "paper": "a4"}), "refused"),
        (json.dumps({"v": 2, "new": "form"}), "held"),
    ],
)
def test_a_page_that_makes_no_sense_is_not_applied(store: Store, event: Event, value: str, fate: str) -> None:
    code = tokens.sheet_code("a" * 14)
    fact = Fact(id=uuid7(NOW), kind=FactKind.SHEET_PAGE, event_id=event.id, at=NOW, value=value, target=code)
    journal.record(store, [fact], Label("Essai"), NOW)
    other = Store.open(None, now=NOW)
    told = merging.apply(other, merging.changes_since(store, {}))
    assert getattr(told, fate) == 1
    with pytest.raises(UserError) as caught:
        sheets.read(other, code)
    assert caught.value.code == "sheet_page_unknown"
    other.close()


def test_a_thousand_people_take_little_room(store: Store, event: Event) -> None:
    people = [Attendee(id=uuid7(NOW), event_id=event.id, last_name="Nom") for _ in range(1000)]
    made = []
    for start in range(0, 1000, 24):
        rows = tuple(
            Row(start + n + 1, p.id, round(60 + 8.6 * n, 2), 8.6) for n, p in enumerate(people[start : start + 24])
        )
        code = tokens.sheet_code(f"{start:014x}")
        made.append(SheetPage(1, 42, (210.0, 297.0), (Column(event.slots[0].id, 130.0, 64.0),), rows, code=code))
    prints.keep_pages(store, event, people, made, NOW + timedelta(minutes=1))
    size = store.execute("SELECT sum(length(value)) FROM facts WHERE kind = 'sheet_page'").fetchone()[0]
    assert size < 80_000
