"""Headquarters' workbook comes back: what was sent, what is known here, what came back, compared cell by cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from ia_events.domain.attendance import IN_ROOM
from ia_events.domain.people import Status, upper_name
from ia_events.domain.returned import FIELD_KEYS, Back, Note, Returned, Values, seal
from ia_events.domain.text import fold
from ia_events.i18n import N_, _

Accepted = frozenset[tuple[str, str]]
"""Cells taken from what came back: (ref of the change, key)."""

_FIELDS = frozenset(FIELD_KEYS)


class Kind(StrEnum):
    """What came back of a person."""

    ADDED = "added"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"  # taken off the list here since, changed there


KIND_LABELS = {
    Kind.ADDED: N_("Ajout"),
    Kind.CHANGED: N_("Modification"),
    Kind.WITHDRAWN: N_("Désistement"),
    Kind.REMOVED: N_("Hors liste ici"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that came back otherwise than it is here. `base` is what was sent, None when that is not known."""

    key: str
    base: str | None
    ours: str
    theirs: str

    @property
    def conflict(self) -> bool:
        """Whether it was changed on both sides, each its way."""
        return self.base is None or self.ours != self.base


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What came back of one person: cells to take or leave. `ref` is the registration's id, or "+12" for row 12 added.

    `values` are the whole row: as known here, or as it came back when it is added. `doubt` says why it is not taken
    unless somebody says so: "" (nothing), "conflict", "duplicate", "many", "shifted" (the row may be somebody else's).
    """

    ref: str
    kind: Kind
    row: int
    cells: tuple[Cell, ...]
    values: Values = field(repr=False)
    doubt: str = ""

    @property
    def name(self) -> str:
        """« NOM Prénom »."""
        return f"{upper_name(self.values.get('last_name', ''))} {self.values.get('first_name', '')}".strip()

    @property
    def conflicts(self) -> int:
        """How many of its cells were changed on both sides; one when the whole row is in doubt for that."""
        return sum(cell.conflict for cell in self.cells) or int(self.doubt == "conflict")


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What the workbook changes. `unchanged` people say nothing new; `same` cells came back as they already are here."""

    returned: Returned
    changes: tuple[Change, ...]
    unchanged: int
    same: int
    notes: tuple[Note, ...] = ()

    def count(self, kind: Kind) -> int:
        """How many people of a kind."""
        return sum(change.kind == kind for change in self.changes)

    @property
    def conflicts(self) -> int:
        """How many cells were changed on both sides."""
        return sum(change.conflicts for change in self.changes if change.kind != Kind.ADDED)


def differing(
    base: Values | None, ours: Values, theirs: Values, outside: Collection[str] = ()
) -> tuple[tuple[Cell, ...], int]:
    """The cells that came back otherwise, and how many came back changed to what they already are here. `outside` are the
    slots the registration does not cover.
    """
    cells = []
    same = 0
    was_status, status = (base or {}).get("status"), theirs.get("status")
    registered = (ours.get("status") if status is None or status == was_status else status) in (None, Status.REGISTERED)
    for key, value in theirs.items():
        if key not in ours:
            continue
        was = base.get(key) if base is not None else None
        # Taken or not, an absence that would not count says nothing.
        says = (value, value if _counts(key, value, registered, outside) else "")
        if ours[key] in says:
            same += was is not None and was not in says
        elif value != was:
            cells.append(Cell(key, was, ours[key], value))
    return tuple(cells), same


def _counts(key: str, value: str, registered: bool, outside: Collection[str] = ()) -> bool:
    return key in _FIELDS or value in IN_ROOM or (registered and key not in outside)


def applied(ours: Values, change: Change, accepted: Accepted) -> dict[str, str]:
    """A person's cells once those accepted are taken."""
    return {**ours, **{cell.key: cell.theirs for cell in change.cells if (change.ref, cell.key) in accepted}}


def proposed(changes: Iterable[Change]) -> Accepted:
    """What is taken unless somebody says otherwise: everything but conflicts, doubts, and whoever is missing: a row that
    was filtered out is no cancellation.
    """
    return frozenset(
        (change.ref, cell.key)
        for change in changes
        if not change.doubt and change.kind != Kind.WITHDRAWN
        for cell in change.cells
        if change.kind == Kind.ADDED or not cell.conflict
    )


def everything(changes: Iterable[Change]) -> Accepted:
    """Every cell, conflicts too: here becomes what came back."""
    return frozenset((change.ref, cell.key) for change in changes for cell in change.cells)


def compare(
    returned: Returned,
    key: str,
    event_id: str,
    ours: Mapping[str, Values],
    removed: Mapping[str, Values],
    progress: Callable[[int], None] = lambda _done: None,
    merged: Mapping[str, str] | None = None,
    outside: Mapping[str, Collection[str]] | None = None,
) -> Comparison:
    """Compare what came back with what is here: `ours` listed people's cells by id, `removed` those taken off since.

    `merged` says who stands for somebody found to be a duplicate since: what was changed of the one is told of the other.
    `outside` are the slots people's registrations do not cover. `key` is the event's, which seals what was sent. `progress` is told rows done and may raise Cancelled.
    """
    notes = list(returned.notes)
    sent, damaged = _sound(returned, key, event_id)
    if returned.identity is None:
        notes.append(Note("base_missing"))
    elif damaged:
        notes.append(Note("base_damaged", (("count", damaged),)))
    joined = merged or {}
    duplicates = {one: here for one, person in joined.items() if (here := ours.get(person) or removed.get(person))}
    known = {**duplicates, **removed, **ours, **sent}
    found, added = _who(returned.rows, known, sent, ours, notes)
    shifted = _shifted(found, known, notes)
    slots = returned.identity.slots if returned.identity else returned.slots
    changes: dict[str, Change] = {}
    unchanged = same = 0
    # Duplicates last: their cells join those of whoever they are.
    for done, id_ in enumerate(sorted(found, key=lambda one: one in duplicates)):
        if done % 500 == 0:
            progress(done)
        back, person = found[id_], joined[id_] if id_ in duplicates else id_
        here = ours.get(person) or removed.get(person)
        if here is None:  # sent once, unknown here: erased since, or another database's
            if id_ in sent and not differing(sent[id_], sent[id_], back.values)[0]:
                unchanged += 1
            else:
                added.append(back)
            continue
        base = sent.get(id_) or _recovered(back, here, key, event_id, id_, slots)
        cells, as_here = differing(base, here, back.values, (outside or {}).get(person, ()))
        same += as_here
        other = changes.get(person)
        if other is not None:
            told = {cell.key for cell in other.cells}
            cells = (*other.cells, *(cell for cell in cells if cell.key not in told))
        if cells:
            gone = person not in ours
            changes[person] = Change(
                ref=person,
                kind=Kind.REMOVED if gone else Kind.CHANGED,
                row=other.row if other else back.row,
                cells=cells,
                values=here,
                doubt="shifted"
                if id_ in shifted or (other and other.doubt == "shifted")
                else "conflict"
                if gone
                else "",
            )
        elif id_ == person:
            unchanged += 1
    everybody = (
        *changes.values(),
        *_additions(added, found, ours),
        *_withdrawals(returned, found, sent, ours, notes),
    )
    return Comparison(
        returned=returned,
        changes=everybody,
        unchanged=unchanged,
        same=same,
        notes=tuple(sorted(dict.fromkeys(notes), key=lambda note: note.code != "rows_shifted")),
    )


def _sound(returned: Returned, key: str, event_id: str) -> tuple[dict[str, Values], int]:
    """What was sent, of the rows whose seal holds; and how many seals do not."""
    if returned.identity is None:
        return {}, 0
    damaged = int(returned.identity_seal != seal(key, returned.identity_text))
    sent: dict[str, Values] = {}
    for id_, (values, mark) in returned.sent.items():
        if mark == seal(key, event_id, id_, *(part for item in values.items() for part in item)):
            sent[id_] = values
        else:
            damaged += 1
    return sent, damaged


def _recovered(
    back: Back, here: Values, key: str, event_id: str, id_: str, slots: Sequence[str]
) -> dict[str, str] | None:
    """What was sent, when the seals beside a row tell that it is what came back, or what is here."""
    base: dict[str, str] = {}
    for keys, mark in ((FIELD_KEYS, back.field_seal), (slots, back.slot_seal)):
        for values in (back.values, here):
            if mark and all(k in values for k in keys) and mark == seal(key, event_id, id_, *(values[k] for k in keys)):
                base.update((k, values[k]) for k in keys)
                break
    return base or None


# --- who is who --------------------------------------------------------------------------------------------------


def _who(
    rows: Sequence[Back],
    known: Mapping[str, Values],
    sent: Mapping[str, Values],
    ours: Mapping[str, Values],
    notes: list[Note],
) -> tuple[dict[str, Back], list[Back]]:
    """The people found again, by id, and the rows that are nobody sent. A row copied over with another name is a new person."""
    found: dict[str, Back] = {}
    strays: list[Back] = []
    copies: dict[str, list[Back]] = {}
    for back in rows:
        if back.id and back.id in known:
            copies.setdefault(back.id, []).append(back)
        else:
            strays.append(back)
    for id_, those in copies.items():
        as_sent = [back for back in those if _named(back.values) == _named(known[id_])]
        first = found[id_] = (as_sent or those)[0]
        for back in those:
            if back is first:
                continue
            if _named(back.values) == _named(first.values):
                notes.append(
                    Note("row_copied", (("sheet", _("Inscriptions")), ("row", back.row), ("other", first.row)))
                )
            else:
                strays.append(back)
    # A row typed again, or whose hidden columns were lost, is recognised by its name.
    missing: dict[tuple[str, str], list[str]] = {}
    for id_ in dict.fromkeys((*sent, *ours)):
        if id_ not in found:
            missing.setdefault(_named(known[id_]), []).append(id_)
    wanted = Counter(_named(back.values) for back in strays)
    added = []
    for back in strays:
        name = _named(back.values)
        candidates = missing.get(name, [])
        if len(candidates) == 1 and wanted[name] == 1 and _agree(back.values, known[candidates[0]]):
            found[candidates[0]] = back
        else:
            added.append(back)
    return found, added


def _shifted(found: Mapping[str, Back], known: Mapping[str, Values], notes: list[Note]) -> set[str]:
    """Those whose row may be somebody else's: one of its sheet bears the name of another person known."""
    bearers: dict[tuple[str, str], set[str]] = {}
    for id_, values in known.items():
        bearers.setdefault(_named(values), set()).add(id_)
    renamed = {
        id_ for id_, back in found.items() if "last_name" in back.values and _named(back.values) != _named(known[id_])
    }
    unsure = {id_ for id_, back in found.items() if back.unsure}
    if not unsure and any(bearers.get(_named(found[id_].values), set()) - {id_} for id_ in renamed):
        notes.append(Note("rows_shifted", (("sheet", _("Inscriptions")),)))
        unsure = renamed
    return unsure


def _named(values: Values) -> tuple[str, str]:
    return fold(values.get("last_name", "")), fold(values.get("first_name", ""))


def _agree(one: Values, other: Values) -> bool:
    """Whether two people of one name may be one person: nothing tells them apart, or an address tells them the same."""
    if one.get("email") and one.get("email") == other.get("email"):
        return True
    employers = fold(one.get("employer", "")), fold(other.get("employer", ""))
    return not all(employers) or employers[0] == employers[1]


def _additions(added: Iterable[Back], found: Mapping[str, Back], ours: Mapping[str, Values]) -> Iterable[Change]:
    names = {_named(ours[id_]): id_ for id_ in found if id_ in ours}
    for back in sorted(added, key=lambda b: b.row):
        namesake = names.get(_named(back.values))
        registered = back.values.get("status", Status.REGISTERED) == Status.REGISTERED
        cells = tuple(Cell(k, "", "", v) for k, v in back.values.items() if v and _counts(k, v, registered))
        yield Change(
            ref=f"+{back.row}",
            kind=Kind.ADDED,
            row=back.row,
            cells=cells,
            values=back.values,
            doubt="shifted" if back.unsure else "duplicate" if namesake and _agree(back.values, ours[namesake]) else "",
        )


def _withdrawals(
    returned: Returned,
    found: Mapping[str, Back],
    sent: Mapping[str, Values],
    ours: Mapping[str, Values],
    notes: list[Note],
) -> list[Change]:
    """Who was sent and is not in the workbook any more. Whoever came, or was edited here since, is a conflict."""
    if not returned.whole:
        return []
    gone = []
    for id_ in returned.sent:
        here = ours.get(id_)
        if here is None or id_ in found or here["status"] == Status.CANCELLED:
            continue
        base = sent.get(id_)
        came = any(value in IN_ROOM for key, value in here.items() if key not in _FIELDS)
        touched = base is None or came or any(here[key] != value for key, value in base.items() if key in here)
        gone.append((id_, here, touched))
    many = len(gone) > 1 and 2 * len(gone) > len(returned.sent)
    if many:
        notes.append(Note("many_missing", (("count", len(gone)),)))
    return [
        Change(
            ref=id_,
            kind=Kind.WITHDRAWN,
            row=0,
            cells=(Cell("status", here["status"], here["status"], Status.CANCELLED),),
            values=here,
            doubt="conflict" if touched else "many" if many else "",
        )
        for id_, here, touched in gone
    ]
