"""What was printed and handed out: badges, sheets, returns. Facts, so that they never drift. That badges and sheets were
printed can be undone, for the next ones to be printed again; that a file was written cannot: the file stays.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache, partial
from operator import attrgetter
from types import MappingProxyType
from typing import NamedTuple

from ia_events.domain.attendance import Fact, FactKind
from ia_events.domain.events import Event
from ia_events.domain.fields import BY_ID, Appears
from ia_events.domain.ids import uuid7
from ia_events.domain.people import Attendee, Role, Status
from ia_events.domain.sheet_pages import SheetPage
from ia_events.domain.signatures import Signed
from ia_events.i18n import N_
from ia_events.store import journal, registrations, schema, sheets
from ia_events.store.database import Store
from ia_events.store.facts import fact_of as fact_of
from ia_events.store.journal import Label
from ia_events.store.search import event_mark

# Who has a box on the sheet of a slot without being registered for it: (registration id, slot id).
Admitted = Mapping[tuple[str, str], Attendee]
NOBODY: Admitted = MappingProxyType({})


class BadgeCounts(NamedTuple):
    """Badges of registered people: never printed, printed before a change, printed as they are."""

    new: int
    changed: int
    printed: int


def badge_counts(store: Store, event_id: str) -> BadgeCounts:
    """How far the badges of an event are."""
    found = [
        registrations.count(store, event_id, registrations.Query(badge=name)) for name in ("new", "changed", "printed")
    ]
    return BadgeCounts(*found)


def badges(store: Store, event_id: str, only: str = "all", order: str = "name") -> list[Attendee]:
    """Registered people whose badge is to be made. `only`: all, new, changed, to_print; `order`: one of SORTS."""
    query = registrations.Query(status="registered", badge=only, sort=order)
    return list(_in_parts(store, registrations.search(store, event_id, query)))


def chosen(store: Store, event_id: str, ids: Collection[str], order: str = "name") -> list[Attendee]:
    """Those of an event among `ids`, in the order asked."""
    wanted = set(ids)
    found = registrations.search(store, event_id, registrations.Query(sort=order))
    return _in_parts(store, [id_ for id_ in found if id_ in wanted])


class Printed(NamedTuple):
    """People whose badge is on paper as it would be printed now, and when the last of them was."""

    ids: tuple[str, ...]
    at: datetime | None


def already_printed(store: Store, event_id: str, ids: Collection[str]) -> Printed:
    """Those of `ids` a print of whose badge would be a reprint."""
    wanted = set(ids)
    found = registrations.search(store, event_id, registrations.Query(badge="printed"))
    again = [id_ for id_ in found if id_ in wanted]
    if not again:
        return Printed((), None)
    rows = store.execute(
        "SELECT registration_id, max(at) FROM facts WHERE event_id = ? AND kind = 'badge_print' AND voided = 0"
        " GROUP BY registration_id",
        (event_id,),
    )
    last = dict(map(tuple, rows))
    at = max((last[id_] for id_ in again if id_ in last), default=None)
    return Printed(tuple(again), datetime.fromisoformat(at) if at else None)


def on_paper(store: Store, event_id: str, ids: Collection[str]) -> list[str]:
    """Those of `ids` who have a printed badge, be it out of date."""
    rows = store.execute(
        "SELECT DISTINCT person FROM whose WHERE event_id = ? AND kind = 'badge_print' AND voided = 0", (event_id,)
    )
    printed = {person for (person,) in rows}
    return [id_ for id_ in ids if id_ in printed]


def _in_parts(store: Store, ids: Sequence[str]) -> list[Attendee]:
    return [
        person
        for start in range(0, len(ids), 5000)
        for person in registrations.get_many(store, ids[start : start + 5000])
    ]


def _badge_text(person: Attendee, title: str, mark: str, with_group: bool) -> str:
    # The same text as search.badge_said makes in SQL.
    said = (
        person.first_name,
        person.last_name,
        person.employer,
        person.role.value,
        person.job_title,
        person.badge,
        title,
        mark,
    )
    return "\x1f".join((*said, f"g{person.group}") if with_group else said)


def record_badges(
    store: Store, event: Event, people: Sequence[Attendee], stock: str, now: datetime, *, with_group: bool = False
) -> journal.Action | None:
    """Remember that these badges were printed, with what they said; `event` as it was when they were drawn.

    `with_group` when their design says the group or room: another one then makes another badge.
    """
    facts = badge_facts(event, people, stock, now, with_group=with_group)
    if len(people) == 1:
        label = Label(N_("Badge noté comme imprimé : {name}"), {"name": people[0].list_name})
    else:
        label = Label(N_("{count} badges notés comme imprimés"), {"count": len(people)})
    return journal.record(store, facts, label, now)


def badge_facts(
    event: Event, people: Sequence[Attendee], method: str, now: datetime, *, with_group: bool = False
) -> list[Fact]:
    """That these people have their badge, as it says now. `method` is the stock, or how else it was made."""
    mark = event_mark(event)
    return [
        Fact(
            id=uuid7(now),
            kind=FactKind.BADGE_PRINT,
            event_id=event.id,
            registration_id=person.id,
            at=now,
            method=method,
            value=_badge_text(person, event.title, mark, with_group),
        )
        for person in people
    ]


def sheet_text(event: Event, people: Sequence[Attendee], group_by: str = "") -> str:
    """What the sign-in sheets say, as a fingerprint: they are out of date when it changes. What people are put under
    (department, group) is part of it on sheets grouped by it: elsewhere, it is not on them.
    """
    head = (event.title, event.session_code, event.programme, event.cycle, event.venue, event.address, event.timezone)
    slots = [(slot.id, slot.label, slot.start, slot.end) for slot in event.slots]
    listed = [p for p in people if p.status == Status.REGISTERED and p.role in (Role.PARTICIPANT, Role.SPEAKER)]
    lines = "\n".join("\x1f".join((_line(p), *p.slots)) for p in listed)
    text = _digest(f"{head}{slots}{lines}")
    if (title_of := _TITLES.get(group_by)) is None:
        return text
    titles = "\n".join(title_of(p) for p in listed if p.role == Role.PARTICIPANT)  # speakers stand apart
    return f"{text}/{group_by}:{_digest(titles)}"


def _line(person: Attendee) -> str:
    return f"{person.id}\x1f{person.list_name}\x1f{person.employer}\x1f{person.role.value}"


# What heads a group and is on no ungrouped sheet; employer and role are on each.
_TITLES: dict[str, Callable[[Attendee], str]] = {"department": attrgetter("department"), "group": attrgetter("group")}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def grouped_by(sheet: str) -> str:
    """What the titles of a sheet, recorded as `sheet`, are, as `sheet_text` takes it; "" when that matters not."""
    return sheet.partition("+")[0].partition("!")[0].partition("/")[2].partition(":")[0]


# Looked for from those whose registration does not cover every slot, from duplicates and from badges read before their
# registration was here: where all are expected all day, that is next to nobody.
_SIGNING = "r.event_id = ?1 AND r.deleted = 0 AND r.same_as = '' AND r.role IN ('participant', 'speaker')"
_CAME = (
    "f.event_id = ?1 AND f.kind IN ('arrival', 'departure') AND f.voided = 0"
    " AND NOT (r.status = 'registered' AND (r.slots = '[]' OR instr(r.slots, f.slot_id)))"
)
_ADMITTED = (
    "WITH r(told_of, id, status, slots) AS ("
    "SELECT r.id, r.id, r.status, r.slots FROM registrations AS r INDEXED BY registrations_counted"
    f" WHERE {_SIGNING} AND (r.status <> 'registered' OR r.slots <> '[]') UNION ALL"
    f" SELECT d.id, r.id, r.status, r.slots FROM duplicates AS d CROSS JOIN registrations AS r ON r.id = d.person WHERE {_SIGNING})"
    " SELECT r.id, f.slot_id FROM r CROSS JOIN facts AS f INDEXED BY facts_by_registration ON f.registration_id = r.told_of"
    f" WHERE {_CAME} UNION"
    " SELECT r.id, f.slot_id FROM whose AS f CROSS JOIN registrations AS r ON r.id = f.person"
    f" WHERE f.registration_id = '' AND {_SIGNING} AND {_CAME.replace('f.event_id', '+f.event_id', 1)}"
)


def admitted(store: Store, event_id: str) -> Admitted:
    """Who came to a slot without being registered for it (cancelled, waiting, of another slot) and signs its sheet all the
    same, by (registration id, slot id).
    """
    found = [tuple(row) for row in store.execute(_ADMITTED, (event_id,))]
    people = {p.id: p for p in _in_parts(store, list(dict.fromkeys(person for person, _slot in found)))}
    return {(person, slot): people[person] for person, slot in found}


def _admitted_text(admitted: Admitted, slot_id: str, group_by: str) -> str:
    people = [admitted[place] for place in sorted(place for place in admitted if place[1] == slot_id)]
    title_of = _TITLES.get(group_by)
    lines = [_line(p) for p in people] + [title_of(p) for p in people if title_of and p.role == Role.PARTICIPANT]
    return "!" + _digest("\n".join(lines)) if people else ""


def _signed_text(signed: Iterable[Signed], slot_id: str) -> str:
    ids = sorted(one.fact_id for one in signed if one.present and one.slot_id == slot_id)
    return f"+{_digest(' '.join(ids))}" if ids else ""


def page_text(text: str, page: SheetPage, admitted: Admitted) -> str:
    """What a page was made from, as a fingerprint: the `sheet_text` of its sheet, and who was `admitted` in its slots."""
    return next(_dated((page,), text, admitted)).edition


def _dated(pages: Iterable[SheetPage], text: str, admitted: Admitted) -> Iterator[SheetPage]:
    said = cache(partial(_admitted_text, admitted, group_by=grouped_by(text)))  # of a slot, which has many pages
    for page in pages:
        yield replace(page, edition=text + "".join(said(column.slot_id) for column in page.columns))


def list_changed(sheet: str, text: str, slot_id: str, admitted: Admitted) -> bool:
    """Whether the sheet of a slot, recorded as `sheet`, lists others than the `sheet_text` of its grouping and who was
    `admitted` in the event.
    """
    return sheet.partition("+")[0] != text + _admitted_text(admitted, slot_id, grouped_by(text))


def sheet_outdated(sheet: str, text: str, slot_id: str, signed: Iterable[Signed], admitted: Admitted = NOBODY) -> bool:
    """Whether the sheet of a slot, recorded as `sheet`, has a list that changed or other signatures than the event's.

    One that bears no signature is there to be signed by hand: those that come do not date it. One that bears some says
    who signed: it is dated by each that comes after it or is withdrawn.
    """
    said, plus, _signatures = sheet.partition("+")
    return list_changed(sheet, text, slot_id, admitted) or (
        bool(plus) and sheet != said + _signed_text(signed, slot_id)
    )


def bears_signatures(sheet: str) -> bool:
    """Whether a sheet, recorded as `sheet`, bore signatures given on a screen."""
    return "+" in sheet


def record_sheets(
    store: Store,
    event: Event,
    slot_ids: Sequence[str],
    people: Sequence[Attendee],
    pages: Sequence[SheetPage],
    now: datetime,
    signed: Sequence[Signed] = (),
    group_by: str = "",
    admitted: Admitted = NOBODY,
) -> journal.Action | None:
    """Remember that the sheets of these slots were printed for these people, those `admitted` among them, with these
    signatures, so grouped, and what each page holds; `event` as it was when they were drawn.
    """
    value = sheet_text(event, people, group_by)
    facts = [
        Fact(
            id=uuid7(now),
            kind=FactKind.SHEET_PRINT,
            event_id=event.id,
            slot_id=slot,
            at=now,
            value=value + _admitted_text(admitted, slot, group_by) + _signed_text(signed, slot),
        )
        for slot in slot_ids
    ]
    template = (
        N_("Feuilles d'émargement d'un créneau notées comme imprimées"),
        N_("Feuilles d'émargement de {count} créneaux notées comme imprimées"),
    )
    label = Label(template[len(slot_ids) != 1], {"count": len(slot_ids)})
    return journal.record(
        store, [*facts, *sheets.facts_of(store, event.id, _dated(pages, value, admitted), now)], label, now
    )


def keep_pages(
    store: Store,
    event: Event,
    people: Sequence[Attendee],
    pages: Sequence[SheetPage],
    now: datetime,
    group_by: str = "",
    admitted: Admitted = NOBODY,
) -> None:
    """Remember what is on pages that leave the program, as a file or only some of them: whether they are the sheets of
    the day is another matter. `event` as it was when they were drawn. « Annuler » does not go back to it, for the file is still there.
    """
    dated = _dated(pages, sheet_text(event, people, group_by), admitted)
    facts = sheets.facts_of(store, event.id, dated, now)
    label = Label(N_("Pages de feuilles d'émargement : {count}"), {"count": len(pages)})
    journal.record(store, facts, label, now, kind="note")


def record_return(store: Store, event_id: str, file_name: str, now: datetime) -> None:
    """Remember that the return workbook was made; no step of the undo list."""
    fact = Fact(id=uuid7(now), kind=FactKind.RETURN_MADE, event_id=event_id, at=now, value=file_name)
    journal.record(store, [fact], Label(N_("Classeur de retour {file}"), {"file": file_name}), now, kind="note")


def latest(store: Store, event_id: str, kind: FactKind, slot_id: str = "") -> Fact | None:
    """The last standing fact of a kind, for an event or one of its slots."""
    row = store.execute(
        "SELECT * FROM facts WHERE event_id = ? AND kind = ? AND voided = 0 AND (? = '' OR slot_id = ?)"
        " ORDER BY hlc DESC, origin DESC, seq DESC LIMIT 1",
        (event_id, kind, slot_id, slot_id),
    ).fetchone()
    return fact_of(row) if row else None


def undone(store: Store, event_id: str, at: datetime) -> bool:
    """Whether the print of badges recorded at that moment was taken back."""
    found = store.execute(
        "SELECT min(voided) FROM facts WHERE event_id = ? AND kind = 'badge_print' AND at = ?",
        (event_id, schema.to_text(at)),
    ).fetchone()
    return bool(found[0])  # none at all (erased since): nobody took it back


def returns(store: Store, event_id: str) -> list[Fact]:
    """The return workbooks made for an event, the newest first."""
    rows = store.execute(
        "SELECT * FROM facts WHERE event_id = ? AND kind = 'return_made' AND voided = 0 ORDER BY hlc DESC, origin DESC, seq DESC",
        (event_id,),
    )
    return [fact_of(row) for row in rows]


_NOT_RETURNED = ", ".join(
    f"'{name}'"
    for name in schema.REGISTRATIONS.columns
    if name in ("list", "known_as", "written") or (name in BY_ID and Appears.RETURN not in BY_ID[name].appears)
)
_RETURNED = f" AND EXISTS (SELECT 1 FROM json_each(c.body, '$.set') WHERE key NOT IN ({_NOT_RETURNED}))"


def return_outdated(store: Store, event_id: str) -> bool:
    """Whether anything the last return workbook says was recorded after it. False when none was made."""
    made = store.execute(
        "SELECT origin, seq, hlc, :event AS event FROM facts WHERE event_id = :event AND kind = 'return_made' AND voided = 0"
        " ORDER BY hlc DESC, origin DESC, seq DESC LIMIT 1",
        {"event": event_id},
    ).fetchone()
    if made is None:
        return False
    told = (
        "SELECT 1 FROM facts AS f WHERE f.event_id = :event AND f.kind IN ('arrival', 'departure', 'mark', 'signature', 'alias', 'void')"
        " AND ((f.origin = :origin AND f.seq > :seq) OR (f.origin <> :origin AND f.hlc > :hlc)) AND (f.kind <> 'void' OR EXISTS ("
        # What a void is about, if need be through other voids.
        " WITH RECURSIVE about(kind, target) AS (SELECT kind, target FROM facts WHERE id = f.target"
        " UNION SELECT t.kind, t.target FROM about JOIN facts AS t ON t.id = about.target WHERE about.kind = 'void')"
        " SELECT 1 FROM about WHERE kind IN ('arrival', 'departure', 'mark', 'signature', 'alias')))"
    )
    # Each origin's entries are read from where they are newer, never the whole log.
    edited = (
        "SELECT 1 FROM origins AS o CROSS JOIN changes AS c ON c.origin = o.origin"
        " AND c.seq > CASE o.origin WHEN :origin THEN :seq ELSE 0 END AND c.hlc > :hlc"
        " WHERE o.hlc > :hlc AND ((c.tbl = 'events' AND c.row = :event)"
        + "".join(
            f" OR (c.tbl = '{name}' AND c.row IN (SELECT id FROM {name} WHERE event_id = :event)"
            # Somebody's remarks are not in it.
            f"{_RETURNED if name == schema.REGISTRATIONS.name else ''})"
            for name in schema.TABLES
            if name != schema.EVENTS.name
        )
        + ")"
    )
    return bool(store.execute(f"SELECT EXISTS({told}) OR EXISTS({edited})", dict(made)).fetchone()[0])
