"""Matching a list against the people already known, and planning what importing it would do."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from operator import attrgetter
from types import MappingProxyType

from ia_events.domain.attendance import IN_ROOM
from ia_events.domain.bulk import collection_held, maker
from ia_events.domain.differing import differences
from ia_events.domain.fields import BY_ID
from ia_events.domain.lists import (
    EXPECTED,
    Decision,
    Doubt,
    Listing,
    ListRow,
    Place,
    Plan,
    Problem,
    Standing,
    Update,
    as_written,
)
from ia_events.domain.people import Attendee, Source, Status
from ia_events.domain.recognising import Found, Identity, Known
from ia_events.domain.said_presence import Said, noted
from ia_events.domain.sendings import mark_key, sendings, source_key
from ia_events.domain.telling import told_apart

# What a list may change. Role and status have defaults that are no statement, so the column must be there.
_TEXT_FIELDS = tuple(f for f in BY_ID if f not in ("role", "status"))
_values = attrgetter(*(f.name for f in fields(Attendee)))
_attendee, _list_row = maker(Attendee), maker(ListRow)
# The field to look at; of the others, the address.
_NAMESAKES = frozenset({"namesakes", "namesakes_before"})
_DOUBTFUL = {"number_shared": "staff_number", "name_misspelt": "last_name", **dict.fromkeys(_NAMESAKES, "")}
# What is supposed of a doubt until somebody settles it; of the others, that they are two people.
_DEFAULTS = {"name_misspelt": "merge", "phone_same": "merge", **dict.fromkeys(_NAMESAKES, "keep")}
_NO_DECISION: Mapping[Place, Decision] = MappingProxyType({})
_NOTHING_STANDS: Mapping[tuple[str, str], Standing] = MappingProxyType({})


@collection_held()
def make_plan(
    listing: Listing,
    known: Iterable[Attendee] | Known,
    event_id: str,
    new_id: Callable[[], str],
    progress: Callable[[int], None] = lambda _done: None,
    *,
    decisions: Mapping[Place, Decision] = _NO_DECISION,
    standing: Mapping[tuple[str, str], Standing] = _NOTHING_STANDS,
    again: Collection[str] = (),
) -> Plan:
    """What importing the list into an event would do, against the people already registered there.

    An empty cell never erases what is known; when a list names somebody twice its first row wins (rows with an address
    or a staff number first, bare names last) and the second completes it: importing a list again changes nothing.
    `new_id` makes registration ids; `progress` is told rows done and may raise Cancelled. `decisions` settle doubts, by
    the place of their row: its sheet (the listing's own when the row names none) and number. A Known, made beforehand
    while the file is read, serves for one plan. `standing` is the presence already recorded, by registration and slot: a
    list corrects what lists said, never what was seen or marked by hand. `again` are sources the list is known to be
    another sending of, whomever it names.
    """
    people = known if isinstance(known, Known) else Known(known)
    draft = _Draft(listing, people, event_id, new_id, decisions, standing, again)
    # Who says most is recognised first: a bare name can then be seen to fit several people.
    for done, row in enumerate(sorted(listing.rows, key=_how_bare)):
        if done % 1000 == 0:
            progress(done)
        draft.take(row)
    return draft.plan()


def _how_bare(row: ListRow) -> tuple[bool, bool, bool]:
    person = row.attendee
    return not (person.email or person.staff_number), not person.employer, not person.birth_name


@dataclass(eq=False)
class _Draft:
    """A plan in the making: one row after the other."""

    listing: Listing
    people: Known
    event_id: str
    new_id: Callable[[], str]
    decisions: Mapping[Place, Decision]
    standing: Mapping[tuple[str, str], Standing]
    again: Collection[str]
    named_at: dict[str, Place] = field(default_factory=dict)  # the row that named somebody first
    person_at: dict[Place, str] = field(default_factory=dict)
    added: dict[str, ListRow] = field(default_factory=dict)
    updated: dict[str, Update] = field(default_factory=dict)
    refused: list[ListRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    unchanged: int = 0
    said: Said = field(default_factory=Said)  # of presence
    expected: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)  # what each row said of slots
    apart: list[ListRow] = field(default_factory=list)  # that somebody told from others
    beside: dict[str, dict[str, str]] = field(default_factory=dict)
    maybe: set[str] = field(default_factory=set)  # who may be on the list, nobody said
    unsure: set[str] = field(default_factory=set)  # whom a row that changes nobody may be: it could be their first
    by_words: bool = False
    changed: set[str] = field(default_factory=set)  # whom the list changes in what they are recognised by

    def __post_init__(self) -> None:
        columns = self.listing.columns
        has_default = [f for f in ("role", "status") if any(c.field == f for c in columns)]
        # Said by a sheet's name, a remark or a row struck through, where no column says it: only there is it a statement.
        self.by_words = "status" not in has_default and any(
            row.attendee.status != Status.REGISTERED for row in self.listing.rows
        )
        self.compared = (*_TEXT_FIELDS, *has_default, *(["status"] if self.by_words else []))
        self.get_compared = attrgetter(*self.compared)
        self.by_slot = any(row.attendee.slots for row in self.listing.rows)
        self.known = self.people.current.copy()
        self.emails = {row.attendee.email for row in self.listing.rows}
        sheets = (self.listing.sheet, *self.listing.also)
        self.sources = {sheet: source_key(self.listing, sheet) for sheet in sheets}
        self.told_by = {sheet: mark_key(self.listing, sheet) for sheet in sheets}

    def take(self, row: ListRow) -> None:
        """Find what becomes of a row."""
        if row.problems:
            self.problems.extend(row.problems)
            if row.refused:
                self.refused.append(row)
                return
        identity = self.people.identity(row.attendee)
        found = self.people.find(row.attendee, identity, self._told_by(row))
        if not found.code:
            if found.person is None:
                self._add(row, identity)
            else:
                self._settle(row, found.person, quiet=found.quiet)
            return
        if found.code == "phone_same" and found.candidates[0].email in self.emails:
            # The list names both: two people of one switchboard.
            found = found._replace(code="possible_duplicate")
        decided = self._decision(row, found.code)
        default = Decision(_DEFAULTS.get(found.code, "separate"))
        if default.kind == "merge":
            default = Decision("merge", self._shown(found.candidates[0]).id)
        shown = [*found.candidates]
        if decided and (other := self.people.current.get(self._resolve(decided.other))) and other not in shown:
            shown.append(other)
        self.doubts.append(
            Doubt(row, tuple(map(self._shown, shown)), found.code, decided or default, decided is not None)
        )
        if decided is None:
            self._say(found, row)
            self.maybe.update(other.id for other in found.candidates)
        decision = decided or default
        if decision.kind == "separate":
            if decided is not None:
                self.apart.append(row)
            self._add(row, identity)
        elif decision.other:
            person = self.people.current[self._resolve(decision.other)]
            self._settle(row, person, quiet=decision.kind == "keep", decided=True)
        else:
            self.maybe.update(other.id for other in found.candidates)
            self.unsure.update(other.id for other in found.candidates)
            self.unchanged += 1

    def _decision(self, row: ListRow, code: str) -> Decision | None:
        """What was decided of the row, as long as it is about somebody who is there."""
        decision = self.decisions.get(self.listing.place(row))
        if decision is None or decision.kind not in ("merge", "keep", "separate"):
            return None
        if decision.kind == "separate" or (decision == Decision("keep") and code in _NAMESAKES):
            return decision
        return decision if self._resolve(decision.other) in self.people.current else None

    def _resolve(self, other: str) -> str:
        if not other.startswith("#"):
            return other
        sheet, _colon, words = other[1:].rpartition(":")
        place = Place.of(sheet, words)
        return self.person_at.get(place, "") if place else other

    def _told_by(self, row: ListRow) -> str:
        return self.told_by.get(row.sheet or self.listing.sheet, "")

    def _shown(self, person: Attendee) -> Attendee:
        if person.id not in self.added:
            return person
        place = self.named_at[person.id]
        return replace(person, id=f"#{place.sheet}:{place.words}")

    def _say(self, found: Found, row: ListRow) -> None:
        field_ = _DOUBTFUL.get(found.code, "email")
        values: tuple[tuple[str, object], ...] = (("other", found.candidates[0].list_name),)
        if found.code in _NAMESAKES:
            names = told_apart(found.candidates)
            values = (("others", " ; ".join(names)),)
        place = self.listing.place(row)
        self.problems.append(
            Problem(found.code, row.row, field=field_, sheet=place.sheet, values=values, spot=row.spot)
        )

    def _add(self, row: ListRow, identity: Identity) -> None:
        place = self.listing.place(row)
        *values, _source, _list, known_as = _values(row.attendee)
        values[:2] = self.new_id(), self.event_id
        person = _attendee(*values, Source.LIST, self.sources.get(place.sheet, ""), known_as)
        self.people.add(person, identity)
        self.named_at[person.id] = place
        self.added[person.id] = _list_row(
            row.row, person, row.problems, row.silent, row.sheet, row.presence, row.written, (), row.spot
        )
        self._note(row, place, person)

    def _settle(self, row: ListRow, match: Attendee, *, quiet: bool, decided: bool = False) -> None:
        """The row is this person; with `quiet` it changes nothing of them."""
        place = self.listing.place(row)
        first = self.named_at.setdefault(match.id, place)
        seen = first != place
        again = not self.by_slot or row.attendee.slots in self.expected.get(match.id, ())
        if seen and first.sheet == place.sheet and again:
            values = (("row", first.words if first.spot else first.row),)
            self.problems.append(Problem("duplicate_row", row.row, sheet=place.sheet, values=values, spot=row.spot))
        changes: dict[str, str] = {}
        if not quiet and self.get_compared(match) != self.get_compared(row.attendee):
            blanks = seen or match.id in self.unsure
            said = self.compared
            if self.by_words and row.attendee.status == Status.REGISTERED:
                said = tuple(name for name in said if name != "status")
            changes = differences(match, row, said, only_blanks=blanks)
        person = replace(match, **changes) if changes else match  # type: ignore[arg-type]
        # A second row of somebody new, that names them otherwise: with all of this list known, it could be another's.
        if decided or (match.id in self.added and self.people.identity(person) != self.people.identity(row.attendee)):
            mark = self.people.mark(row.attendee, quiet=quiet, source=self._told_by(row))
            if mark not in person.known_as.split():
                person = replace(person, known_as=f"{person.known_as} {mark}".strip())
                if match.id not in self.added:
                    self.beside.setdefault(match.id, {})["known_as"] = person.known_as
        if person is not match:
            identity = self.people.identity(person)
            self.people.add(person, identity)
            if changes and (identity, person.birth_name) != (self.people.identity(match), match.birth_name):
                self.changed.add(match.id)
        if match.id in self.added:
            self.added[match.id] = replace(self.added[match.id], attendee=person)
            self.unchanged += 1
        else:
            self._update(match.id, changes, place)
        self._note(row, place, person)

    def _update(self, id_: str, changes: dict[str, str], place: Place) -> None:
        earlier = self.updated.get(id_)
        if earlier is not None:
            self.updated[id_] = replace(earlier, changes={**earlier.changes, **changes})
        elif changes:
            sheet = place.sheet if place.sheet != self.listing.sheet else ""
            self.updated[id_] = Update(place.row, self.known[id_], changes, sheet, place.spot)
            return
        self.unchanged += 1

    def _note(self, row: ListRow, place: Place, person: Attendee) -> None:
        """What else the row says of the person."""
        id_ = person.id
        self.person_at[place] = id_
        if self.by_slot:
            self.expected.setdefault(id_, []).append(row.attendee.slots)
        self.said.take(row, id_)
        if not person.list and (source := self.sources.get(place.sheet)):
            self.beside.setdefault(id_, {}).setdefault("list", source)
        if row.written:
            kept = {f: text for f, text in row.written if getattr(person, f, "") == getattr(row.attendee, f, None)}
            if kept:
                beside = self.beside.setdefault(id_, {})
                if "written" in beside:
                    kept = {**json.loads(beside["written"]), **kept}
                beside["written"] = as_written(kept)

    def _expect(self) -> None:
        """Bring the slots people are expected in to what all their rows say together."""
        covered = {c.slot for c in self.listing.columns if c.field == EXPECTED}
        for id_, rows in self.expected.items():
            said = list(dict.fromkeys(slot for slots in rows for slot in slots))
            if id_ in self.added:
                row = self.added[id_]
                slots = () if () in rows else tuple(said)
                if slots != row.attendee.slots:
                    self.added[id_] = replace(row, attendee=replace(row.attendee, slots=slots))
                continue
            now = self.known[id_].slots
            # Columns that say who is expected where say it all of their slots; a list of one slot adds that one.
            if not said or () in rows or not (now or covered):
                continue
            left = [slot for slot in now if slot not in covered or slot in said]
            slots = (*left, *(slot for slot in said if slot not in left))
            if set(slots) != set(now):
                place = self.named_at[id_]
                self._update(id_, {"slots": json.dumps(slots, separators=(",", ":"))}, place)
                self.unchanged -= 1  # the row was counted when it was met

    def _mark(self) -> None:
        """Let each row be told again at the next import, as whom it was here: somebody told it from others, or the list
        changed since what that person is recognised by.
        """
        for row in self.apart:
            mark = self.people.mark(row.attendee, quiet=False, source=self._told_by(row))
            self._know_as(self.person_at[self.listing.place(row)], mark)
        if not self.changed:
            return
        for row in self.listing.rows:
            id_ = self.person_at.get(self.listing.place(row), "")
            if id_ in self.changed:
                person = self.people.current[id_]
                if self.people.identity(person) != self.people.identity(row.attendee):
                    self._know_as(id_, self.people.mark(row.attendee, quiet=False, source=self._told_by(row)))

    def _know_as(self, id_: str, mark: str) -> None:
        """Leave a person a row's mark, unless it is there, quiet or not."""
        person = self.people.current[id_]
        if mark in (word.removeprefix("=") for word in person.known_as.split()):
            return
        person = self.people.current[id_] = replace(person, known_as=f"{person.known_as} {mark}".strip())
        if id_ in self.added:
            self.added[id_] = replace(
                self.added[id_], attendee=replace(self.added[id_].attendee, known_as=person.known_as)
            )
        else:
            self.beside.setdefault(id_, {})["known_as"] = person.known_as

    def _sources_again(self) -> set[str]:
        """The sources this list is another sending of. Whom it adds is of the one it names most of."""
        again, adopted = sendings(self.sources, self.person_at, self.known, self.maybe)
        if adopted:
            for id_, row in self.added.items():
                if row.attendee.list in adopted:
                    self.added[id_] = replace(row, attendee=replace(row.attendee, list=adopted[row.attendee.list]))
            for beside in self.beside.values():
                if beside.get("list") in adopted:
                    beside["list"] = adopted[beside["list"]]
        return again.union(self.again)

    def _withdrawn(self, keys: Collection[str]) -> tuple[tuple[Attendee, ...], int]:
        """Whom an earlier list of the same source named, and this one does not; and how many it named."""
        source = [p for p in self.known.values() if p.list in keys and p.status == Status.REGISTERED]
        return tuple(p for p in source if p.id not in self.named_at and p.id not in self.maybe), len(source)

    def plan(self) -> Plan:
        """The plan, in the order of the list."""
        self._expect()
        self._mark()
        attendance, again = self.said.to_record(self.standing), self._sources_again()
        self.problems += self.said.refuted(self.listing, self.person_at, self.standing)
        withdrawn, source = self._withdrawn(again)
        seen = {id_ for (id_, _slot), stands in self.standing.items() if stands.state in IN_ROOM}
        order = {sheet: i for i, sheet in enumerate((self.listing.sheet, *self.listing.also))}

        def place(item: ListRow | Update | Problem) -> tuple[int, int]:
            return order.get(item.sheet, 0), item.row

        return Plan(
            listing=self.listing,
            added=tuple(sorted(self.added.values(), key=place)),
            updated=tuple(sorted(self.updated.values(), key=place)),
            unchanged=self.unchanged,
            refused=tuple(sorted(self.refused, key=place)),
            problems=tuple(sorted(self.problems, key=place)),
            doubts=tuple(sorted(self.doubts, key=lambda doubt: place(doubt.row))),
            withdrawn=withdrawn,
            withdrawn_of=source,
            came=frozenset(p.id for p in withdrawn if p.id in seen),
            attendance=attendance,
            noted=noted(self.listing, self.person_at, attendance),
            recognised=tuple(id_ for id_ in self.named_at if id_ in self.known),
            again=frozenset(again),
            beside=self.beside,
            event_id=self.event_id,
            known=self.known,
        )
