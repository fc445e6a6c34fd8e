"""Registrations: the people of an event, found, edited and imported."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from operator import attrgetter

from ia_events.domain import tokens
from ia_events.domain.attendance import Fact, FactKind
from ia_events.domain.bulk import collection_held
from ia_events.domain.errors import UserError
from ia_events.domain.fields import BY_ID
from ia_events.domain.ids import uuid7
from ia_events.domain.lists import as_written
from ia_events.domain.people import Attendee, Role, Status
from ia_events.domain.recognising import Known
from ia_events.domain.text import in_order, sort_key
from ia_events.i18n import N_
from ia_events.store import journal, schema
from ia_events.store.database import Store
from ia_events.store.duplicates import person_of
from ia_events.store.journal import Add, Label, Op, Put
from ia_events.store.reading import COLUMNS as COLUMNS
from ia_events.store.reading import FIELDS
from ia_events.store.reading import Counts as Counts
from ia_events.store.reading import counts as counts
from ia_events.store.reading import from_row as from_row
from ia_events.store.reading import get as events_get
from ia_events.store.reading import team as team
from ia_events.store.search import BADGE_FILTERS as BADGE_FILTERS
from ia_events.store.search import BADGE_STATE, badge_said
from ia_events.store.search import EVERYBODY as EVERYBODY
from ia_events.store.search import SORTS as SORTS
from ia_events.store.search import Query as Query
from ia_events.store.search import count as count
from ia_events.store.search import search as search

# What is chosen field by field when two people are merged.
MERGED = tuple(BY_ID)
_PLAIN = tuple(name for name in FIELDS if name not in ("id", "role", "status", "slots", "source"))
_plain = attrgetter(*_PLAIN)


def to_fields(person: Attendee) -> dict[str, object]:
    """The columns of an attendee, without its id."""
    values: dict[str, object] = dict(zip(_PLAIN, _plain(person), strict=True))
    values["role"] = person.role.value
    values["status"] = person.status.value
    values["slots"] = schema.to_json(list(person.slots)) if person.slots else "[]"
    values["source"] = person.source.value
    return values


def to_fields_said(people: Sequence[Attendee]) -> Iterator[dict[str, object]]:
    """The columns of each of many attendees, without its id and those that are at their default for all: most are."""
    filled = [name for name in _PLAIN if name in ("last_name", "first_name") or any(map(attrgetter(name), people))]
    plain = attrgetter(*filled)
    for person in people:
        fields: dict[str, object] = dict(zip(filled, plain(person), strict=True))
        if person.role is not Role.PARTICIPANT:
            fields["role"] = person.role.value
        if person.status is not Status.REGISTERED:
            fields["status"] = person.status.value
        if person.slots:
            fields["slots"] = schema.to_json(list(person.slots))
        fields["source"] = person.source.value
        yield fields


def editable(person: Attendee) -> dict[str, object]:
    """The columns of an attendee that a form may write."""
    kept = ("badge", "source", "list", "known_as")
    return {name: value for name, value in to_fields(person).items() if name not in kept}


def get(store: Store, registration_id: str) -> Attendee:
    """One attendee, also when removed. UserError registration_unknown."""
    row = store.execute(f"SELECT {COLUMNS} FROM registrations AS r WHERE r.id = ?", (registration_id,)).fetchone()
    if row is None:
        raise UserError("registration_unknown", N_("Cette inscription n'existe pas dans cette base."))
    return from_row(row)


def get_many(store: Store, ids: Sequence[str]) -> list[Attendee]:
    """Attendees in the order of `ids`."""
    marks = ", ".join("?" * len(ids))
    rows = store.execute(f"SELECT {COLUMNS} FROM registrations AS r WHERE r.id IN ({marks})", list(ids))
    found = {person.id: person for person in map(from_row, rows)}
    return [found[id_] for id_ in ids if id_ in found]


def is_listed(store: Store, registration_id: str) -> bool:
    """Whether somebody is there and was not removed."""
    row = store.execute("SELECT deleted FROM registrations WHERE id = ?", (registration_id,)).fetchone()
    return row is not None and not row[0]


def namesakes(store: Store, person: Attendee) -> list[Attendee]:
    """The others of a person's event who have the same name, accents, hyphens and its order aside; in list order."""
    names = person.last_name, person.first_name
    rows = store.execute(
        f"SELECT {COLUMNS} FROM registrations AS r WHERE r.event_id = ? AND r.gone = 0 AND r.sort_key IN (?, ?) AND r.id <> ?"
        " ORDER BY r.sort_key, r.id",
        (person.event_id, sort_key(*names), sort_key(*reversed(names)), person.id),
    )
    return [from_row(row) for row in rows] if any(map(str.strip, names)) else []


@collection_held()
def all_of(store: Store, event_id: str) -> list[Attendee]:
    """Everybody of an event, in list order."""
    rows = store.execute(
        f"SELECT {COLUMNS} FROM registrations AS r WHERE r.event_id = ? AND r.gone = 0 ORDER BY r.sort_key",
        (event_id,),
    )
    return [from_row(row) for row in rows]


def participants(store: Store) -> dict[str, int]:
    """Registered participants of every event that has some, by its id."""
    rows = store.execute(
        "SELECT event_id, count(*) FROM registrations"
        " WHERE gone = 0 AND status = 'registered' AND role = 'participant' GROUP BY event_id"
    )
    return dict(map(tuple, rows))


def employers(store: Store, event_id: str) -> list[str]:
    """The employers of an event, in order."""
    rows = store.execute(
        "SELECT DISTINCT employer FROM registrations WHERE event_id = ? AND gone = 0 AND employer <> '' ORDER BY employer_key",
        (event_id,),
    )
    return [row[0] for row in rows]


def groups(store: Store, event_id: str) -> list[str]:
    """The groups or rooms of an event, in order."""
    rows = store.execute(
        'SELECT DISTINCT "group" FROM registrations WHERE event_id = ? AND gone = 0 AND "group" <> \'\'', (event_id,)
    )
    return sorted([row[0] for row in rows], key=in_order)


# --- changes -----------------------------------------------------------------------------------------------------


def save(store: Store, person: Attendee, now: datetime, before: Attendee | None = None) -> str:
    """Add the person (empty id) or record what differs from what is kept; the id. UserError name_missing, event_unknown.

    `before` is the person as the form was filled: only what was changed there is written, so that a form left open
    takes nothing back. A badge is never written here: see `reissue_badge`.
    """
    if not person.last_name.strip() and not person.first_name.strip():
        raise UserError("name_missing", N_("Donnez au moins un nom ou un prénom."))
    if person.id:
        get(store, person.id)
        label = Label(N_("Modification de {name}"), {"name": person.list_name})
        shown = to_fields(before) if before else {}
        written = {name: value for name, value in editable(person).items() if before is None or shown[name] != value}
        journal.record(store, [edition(store, person.id, written)], label, now)
        return person.id
    events_get(store, person.event_id)
    added = replace(person, id=uuid7(now), badge=tokens.new_badge_id())
    journal.record(store, [addition(added)], Label(N_("Ajout de {name}"), {"name": person.list_name}), now)
    return added.id


def edition(store: Store, registration_id: str, values: Mapping[str, object]) -> Op:
    """The operation that writes fields of somebody; of those it changes, nothing is kept of what a list said."""
    row = store.execute("SELECT * FROM registrations WHERE id = ?", (registration_id,)).fetchone()
    edited = [name for name, value in values.items() if row[name] != value]
    return Put("registrations", registration_id, {**values, **without_written(store, registration_id, edited)})


def without_written(store: Store, registration_id: str, edited: Iterable[str]) -> dict[str, object]:
    """What to write so that nothing is kept of what a list said, letter by letter, of fields being edited."""
    row = store.execute("SELECT written FROM registrations WHERE id = ?", (registration_id,)).fetchone()
    said = json.loads(row[0]) if row[0] else {}
    left = {name: text for name, text in said.items() if name not in edited}
    return {"written": as_written(left)} if len(left) < len(said) else {}


def addition(person: Attendee) -> Op:
    """The operation that adds a person who has an id."""
    return Add("registrations", person.id, to_fields(person))


def set_status(store: Store, ids: Sequence[str], status: Status, now: datetime) -> journal.Action | None:
    """Cancel, put on the waitlist, or register again; None when nothing changes."""
    templates = {
        Status.CANCELLED: (N_("Désistement de {name}"), N_("Désistement de {count} personnes")),
        Status.WAITLISTED: (
            N_("Mise en liste d'attente de {name}"),
            N_("Mise en liste d'attente de {count} personnes"),
        ),
        Status.REGISTERED: (N_("Réinscription de {name}"), N_("Réinscription de {count} personnes")),
    }[status]
    ops = [edition(store, id_, {"status": status.value}) for id_ in ids]
    return journal.record(store, ops, _label(store, ids, *templates), now)


def remove(store: Store, ids: Sequence[str], now: datetime) -> journal.Action | None:
    """Take people off the list; undo brings them back. None when nothing changes."""
    ops = [Put("registrations", id_, {"deleted": 1}) for id_ in ids]
    label = _label(store, ids, N_("Suppression de {name}"), N_("Suppression de {count} personnes"))
    return journal.record(store, ops, label, now)


def _label(store: Store, ids: Sequence[str], one: str, many: str) -> Label:
    if len(ids) == 1:
        return Label(one, {"name": get(store, ids[0]).list_name})
    return Label(many, {"count": len(ids)})


def reissue_badge(store: Store, registration_id: str, now: datetime) -> journal.Action | None:
    """Give a person a new badge; the old one is answered with `replaced` from now on."""
    return reissue_badges(store, {registration_id: tokens.new_badge_id()}, now)


def reissue_badges(store: Store, badges: Mapping[str, str], now: datetime) -> journal.Action | None:
    """The same for several people, as one action: the new badge ids by registration id, drawn before they are given."""
    with store.transaction() as connection:
        ops: list[Op] = []
        for id_, badge in badges.items():
            person = get(store, id_)
            retired = Fact(
                id=uuid7(now),
                kind=FactKind.BADGE_RETIRED,
                event_id=person.event_id,
                registration_id=person.id,
                at=now,
                target=person.badge,
            )
            ops += [retired, Put("registrations", person.id, {"badge": badge})]
        templates = N_("Nouveau badge pour {name}"), N_("Nouveaux badges pour {count} personnes")
        return journal.write(store, connection, ops, _label(store, list(badges), *templates), now)


def merge(store: Store, kept_id: str, other_id: str, fields: Mapping[str, str], now: datetime) -> journal.Action | None:
    """Make two registrations of an event one person: `kept_id` stays, with the values of `fields`; both badges stay theirs.

    One action: undoing it parts them again. UserError registration_unknown, merge_same, merge_events, name_missing.
    """
    with store.transaction() as connection:
        kept, other = get(store, person_of(store, kept_id)), get(store, person_of(store, other_id))
        if kept.id == other.id:
            raise UserError("merge_same", N_("Ces deux inscriptions sont déjà celles d'une même personne."))
        if kept.event_id != other.event_id:
            raise UserError("merge_events", N_("Ces deux inscriptions ne sont pas du même événement."))
        chosen = {name: str(value) for name, value in fields.items() if name in MERGED}
        if not any(chosen.get(name, getattr(kept, name)).strip() for name in ("last_name", "first_name")):
            raise UserError("name_missing", N_("Donnez au moins un nom ou un prénom."))
        slots = (*kept.slots, *(s for s in other.slots if s not in kept.slots)) if kept.slots and other.slots else ()
        # A list that names either of them as they were names this person, and changes nothing of what was chosen.
        known = Known()
        final = known.mark(replace(kept, **chosen), quiet=True)  # type: ignore[arg-type]
        named = [mark for mark in (known.mark(p, quiet=True) for p in (kept, other)) if mark != final]
        marks = [*kept.known_as.split(), *other.known_as.split(), *named]
        edited = [name for name, value in chosen.items() if str(getattr(kept, name)) != value]
        values = {
            **chosen,
            **without_written(store, kept.id, edited),
            "slots": schema.to_json(list(slots)),
            "list": kept.list or other.list,
            "known_as": " ".join(dict.fromkeys(marks)),
        }
        alias = Fact(
            id=uuid7(now), kind=FactKind.ALIAS, event_id=kept.event_id, registration_id=other.id, at=now, target=kept.id
        )
        label = Label(N_("Fusion de {name} et de {other}"), {"name": kept.list_name, "other": other.list_name})
        return journal.write(store, connection, [alias, Put("registrations", kept.id, values)], label, now)


@dataclass(frozen=True, slots=True)
class Merged:
    """Somebody joined to the registration `into` at an instant (UTC); undoing `action` parts them again."""

    person: Attendee
    into: str
    action: str
    at: datetime


_MERGED = (
    f"SELECT {COLUMNS}, f.target AS joined, f.at AS joined_at, a.id AS action FROM facts AS f JOIN changes AS c USING (origin, seq)"
    " JOIN actions AS a ON a.id = coalesce((SELECT nullif(target, '') FROM actions WHERE id = c.action), c.action)"
    " JOIN registrations AS r ON r.id = f.registration_id"
    " WHERE f.kind = 'alias' AND f.target <> '' AND f.voided = 0 AND r.same_as <> '' AND a.undone = 0"
)


def duplicates_of(store: Store, registration_id: str) -> list[Merged]:
    """Who was merged into this registration and can be parted from it again, in the order it was done."""
    return _merged(store, " AND f.target = ?", registration_id)


def merges(store: Store, event_id: str) -> list[Merged]:
    """All of an event that can be undone, in the order they were done."""
    return _merged(store, " AND f.event_id = ?", event_id)


def _merged(store: Store, which: str, value: str) -> list[Merged]:
    rows = store.execute(f"{_MERGED}{which} ORDER BY f.hlc, f.origin, f.seq", (value,)).fetchall()
    return [Merged(from_row(row), row["joined"], row["action"], schema.to_instant(row["joined_at"])) for row in rows]


def badge_printed(store: Store, ids: Iterable[str]) -> dict[str, str]:
    """For each id: "new", "changed" or "printed"."""
    wanted = list(ids)
    marks = ", ".join("?" * len(wanted))
    found: dict[str, str] = {}
    of = store.execute(f"SELECT DISTINCT event_id FROM registrations WHERE id IN ({marks})", wanted).fetchall()
    for (event_id,) in of:
        state = BADGE_STATE.replace("{said}", badge_said(store, event_id))
        rows = store.execute(
            f"SELECT r.id, {state} FROM registrations AS r WHERE r.id IN ({marks}) AND +r.event_id = ?",
            [*wanted, event_id],
        )
        found.update(map(tuple, rows))
    return found
