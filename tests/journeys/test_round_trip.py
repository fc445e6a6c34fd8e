"""Workbook → plan → store → workbook, and round again: what went in comes out, value for value, and stays as it is."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from ia_events.domain import values
from ia_events.domain.attendance import State
from ia_events.domain.events import Event, generate_slots
from ia_events.domain.fields import BY_ID, FIELDS, RETURNED
from ia_events.domain.ids import uuid7
from ia_events.domain.lists import Plan
from ia_events.domain.matching import make_plan
from ia_events.domain.people import ROLE_LABELS, STATUS_LABELS, Attendee, Role, Source, Status
from ia_events.spreadsheets import coming_back
from ia_events.spreadsheets.cell_text import escaped_text
from ia_events.spreadsheets.cells import text_of
from ia_events.spreadsheets.choosing import write_choice
from ia_events.spreadsheets.for_events import read
from ia_events.spreadsheets.returns import field_text, write_return
from ia_events.store import Store, events, imports, presence, registrations

NOW = datetime(2026, 3, 6, 9, 0, tzinfo=UTC)
DAY = date(2026, 3, 5)
# As somebody who keeps a list writes it.
MARKS = {State.PRESENT: "Présent", State.LATE: "Retard", State.EXCUSED: "Excusé", State.ABSENT: "Absent"}

LETTERS = st.characters(codec="utf-8", categories=["Lu", "Ll", "Lo"]).filter(
    lambda letter: unicodedata.normalize("NFC", letter) == letter
)
HARD_NAMES = (
    "d'Arbaud", "N’Diaye", "Lœuil-Ça", "de La Fontaine", "O'Neil", "Çelik", "Éloïse", "Anne-Marie", "ZOÉ", "Ñuñez", "Müller", "Ðorđe", "İpek", "כהן", "مريم",
    "张伟", "Le Goff 2", "Jean 🌴", "Æsir", "Ştefan", "van der Berg", "Marie–Ange", "Saint-Clair de l'Île", "Nguyễn", "x" * 90, "-Tiret", "'Apostrophe", "=Égal", "@Arobase",
)  # fmt: skip
HARD_TEXTS = (
    "=1+1", '=HYPERLINK("http://exemple.fr";"ici")', "+33 590", "-12", "@SOMME(A1)", "'=1", "''+x", "00123", "0", "12", "1E5", "12/11/2025", "VRAI", "3,14", "1 000", "#REF",
    "Mairie de « Grand'Case »", "משרד החינוך", "وزارة التعليم", "🌴 Équipe 🏖️", "a_x0041_b", "<b>&amp;</b>", "A;B|C", "ligne\nsuivante", "tab\tulation", "  espaces   partout ", "ﬁn",
    "Collectivité de Saint-Martin", "long " * 90, "Œuvre d’art", "{{nom}}", "100 %", "x\u00a0y\u202fz", "e\u0301te\u0301",
)  # fmt: skip
NAME = st.one_of(
    st.sampled_from(HARD_NAMES),
    st.lists(st.text(LETTERS, min_size=1, max_size=10), min_size=1, max_size=3).map(" ".join),
)
TEXT = st.one_of(st.just(""), st.sampled_from(HARD_TEXTS), st.text(LETTERS, min_size=1, max_size=30))
DIGITS = st.one_of(st.just(""), st.from_regex(r"0{0,4}[1-9][0-9]{0,6}", fullmatch=True))
PERSON: st.SearchStrategy[dict[str, str]] = st.fixed_dictionaries(
    {
        **{field.id: TEXT for field in FIELDS},
        "civility": st.sampled_from(("", "M.", "Mme", "Madame", "Dr")),
        "last_name": NAME,
        "first_name": NAME,
        "birth_name": st.one_of(st.just(""), NAME),
        "email": st.one_of(st.just(""), st.from_regex(r"[a-z]{1,8}(\.[a-z]{1,8})?", fullmatch=True)),
        "phone": st.one_of(st.just(""), st.from_regex(r"0[1-9][0-9]{4}", fullmatch=True)),
        "category": st.sampled_from(("", "A+", "A", "B", "C", "catégorie b")),
        "staff_number": DIGITS,
        "siret": st.sampled_from(("", "21971127600013", "219 711 276 00013", "00000000000000")),
        "postcode": st.sampled_from(("", "97150", "01234", "00700")),
        "group": st.sampled_from(("", "2", "02", "Groupe 3", "b", "Salle des fêtes", "=A", "12 bis")),
        "role": st.sampled_from(list(Role)),
        "status": st.sampled_from(list(Status)),
    }
)
SEEN = st.lists(st.sampled_from([None, *MARKS]), min_size=4, max_size=4)


def one_each(people: Sequence[tuple[dict[str, str], list[State | None]]]) -> list[tuple[dict[str, str], Any]]:
    """With names, addresses and numbers of their own, so that nobody is rightly taken for another."""
    found = []
    for i, (person, seen) in enumerate(people):
        own = {**person, "last_name": person["last_name"] + "abcdefgh"[i], "first_name": person["first_name"] + " Zoé"}
        own["email"] = own["email"] and f"{own['email']}{i}@exemple.fr"
        own["phone"] = own["phone"] and f"{own['phone']}{i:04}"
        own["staff_number"] = own["staff_number"] and f"{own['staff_number']}{i}"
        own["birth_name"] = own["birth_name"] and own["birth_name"] + "abcdefgh"[i]
        found.append((own, seen))
    return found


PEOPLE = st.lists(st.tuples(PERSON, SEEN), min_size=1, max_size=6).map(one_each)


def said(field: str, value: str) -> str:
    """A value as a list writes it."""
    if field == "role":
        return ROLE_LABELS[Role(value)]
    return STATUS_LABELS[Status(value)] if field == "status" else value


def cleaned(field: str, text: str) -> str:
    """What is kept of a cell: its text as any cell's, then as its field's. Only addresses have lines."""
    return BY_ID[field].parse(text_of(values.address(text).value if field == "address" else text)).value


def a_list(file: Path, event: Event, people: Sequence[tuple[Mapping[str, str], Sequence[State | None]]]) -> Path:
    """The list as it is sent: a column a field, a column a slot; every cell is text."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    rows = [[*(field.label for field in FIELDS), *(slot.id for slot in event.slots)]]
    for person, seen in people:
        marks = [MARKS[state] if state else "" for state in seen]
        rows.append([*(said(field.id, person[field.id]) for field in FIELDS), *marks])
    for r, row in enumerate(rows, 1):
        for c, value in enumerate(row, 1):
            if value:
                cell = sheet.cell(r, c)
                cell.value, cell.data_type = escaped_text(value), "s"
    book.save(file)
    return file


def an_event(store: Store) -> Event:
    slots = tuple(generate_slots(DAY, DAY.replace(day=6), [0, 1], "America/Marigot"))
    made = Event(title="L'IA = l'été", timezone="America/Marigot", slots=slots)
    return events.get(store, events.save(store, made, NOW))


def plan_of(store: Store, file: Path, event: Event, mapping: Mapping[str, str] | None = None) -> Plan:
    listing = read(file, events=[event], event_id=event.id, now=NOW, mapping=mapping)[event.id]
    facts = presence.standing(presence.facts_of_event(store, event.id))
    return make_plan(listing, registrations.all_of(store, event.id), event.id, lambda: uuid7(NOW), standing=facts)


def values_of(person: Attendee, fields: Sequence[str]) -> tuple[str, ...]:
    return tuple(str(getattr(person, field)) for field in fields)


def cells_of(file: Path) -> dict[str, list[tuple[object, ...]]]:
    """What the cells of each sheet hold; none of them computes anything."""
    book = openpyxl.load_workbook(file)
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


# What fails is shown as it was found: each example opens, writes and reads a dozen workbooks.
@settings(max_examples=12, phases=[Phase.explicit, Phase.generate])
@given(people=PEOPLE)
def test_what_goes_in_comes_out_and_a_second_round_changes_nothing(
    people: list[tuple[dict[str, str], list[State | None]]],
) -> None:
    with TemporaryDirectory() as folder:
        store = Store.open(None, now=NOW)
        try:
            round_trip(Path(folder), store, people)
        finally:
            store.close()


def round_trip(folder: Path, store: Store, people: list[tuple[dict[str, str], list[State | None]]]) -> None:
    every, returned = [field.id for field in FIELDS], [field.id for field in RETURNED]

    # In: what is known is what was written, as each field cleans it.
    event = an_event(store)
    columns = {field.label: field.id for field in FIELDS} | {slot.id: f"presence:{slot.id}" for slot in event.slots}
    plan = plan_of(store, a_list(folder / "liste.xlsx", event, people), event, columns)
    imports.import_plan(store, plan, NOW)
    known = registrations.all_of(store, event.id)
    wanted = {tuple(cleaned(field, said(field, person[field])) for field in every): seen for person, seen in people}
    assert sorted(values_of(person, every) for person in known) == sorted(wanted)
    grid = presence.load(store, event)
    for person, (slot, place) in itertools.product(known, zip(event.slots, range(4), strict=True)):
        seen = wanted[values_of(person, every)][place]
        assert seen is None or grid.cells[person.id, slot.id].state == seen

    # Out: the return says it, cell by cell, and nothing in it is a formula.
    first = folder / "retour.xlsx"
    write_return(first, event, grid, made_at=NOW)
    sent = cells_of(first)
    headings, *rows = sent["Inscriptions"]
    assert list(headings[: len(returned)]) == [field.title for field in RETURNED]
    by_id = {row[headings.index("Identifiant")]: row for row in rows}
    for person in known:
        # openpyxl shows such cells as their file spells them.
        told = (escaped_text(field_text(person, field)) or None for field in returned)
        assert by_id[person.id][: len(returned)] == tuple(told)
    back = {row.id: row for row in coming_back.read(first).rows}
    assert len(back) == len(known)

    # Again, where it came from: nothing is added, nothing changes, the workbook is the same.
    again = plan_of(store, first, event)
    assert (again.added, again.updated, again.unchanged, again.attendance) == ((), (), len(known), ())
    imports.import_plan(store, again, NOW)
    second = folder / "retour2.xlsx"
    write_return(second, event, presence.load(store, event), made_at=NOW)
    assert cells_of(second) == sent

    # In another event: all that the registrations say.
    other = an_event(store)
    imports.import_plan(store, plan_of(store, first, other), NOW)
    there = registrations.all_of(store, other.id)
    assert sorted(values_of(p, returned) for p in there) == sorted(values_of(p, returned) for p in known)
    assert {person.source for person in there} == {Source.LIST}
    third = folder / "retour3.xlsx"
    write_return(third, other, presence.load(store, other), made_at=NOW)
    upto = len(returned) + 1  # and where the registration comes from
    assert sorted(map(str, (row[:upto] for row in cells_of(third)["Inscriptions"]))) == sorted(
        map(str, (row[:upto] for row in sent["Inscriptions"]))
    )

    # A list of all the columns, the private ones too, says as much to those it is read for.
    chosen = folder / "colonnes.xlsx"
    write_choice(chosen, event, grid, grid.people, every, made_at=NOW)
    last = an_event(store)
    imports.import_plan(store, plan_of(store, chosen, last, {f.label: f.id for f in FIELDS}), NOW)
    assert sorted(values_of(p, every) for p in registrations.all_of(store, last.id)) == sorted(
        values_of(p, every) for p in known
    )
