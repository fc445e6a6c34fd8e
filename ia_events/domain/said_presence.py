"""What a list says of who was there, beside what is recorded: what is to be recorded, and what stands against the list."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from ia_events.domain.attendance import State
from ia_events.domain.lists import PRESENCE, Listing, ListRow, Place, Problem, Standing

# Of two rows that speak of one person in one slot, the one that says more stands.
_RANKS = {State.ABSENT: 0, State.EXCUSED: 1, State.PRESENT: 2, State.LATE: 3}


@dataclass(eq=False)
class Said:
    """States by (registration id, slot id), of all the rows taken."""

    states: dict[tuple[str, str], State] = field(default_factory=dict)

    def take(self, row: ListRow, id_: str) -> None:
        """What a row says of somebody."""
        for slot, state in row.presence:
            if state in _RANKS:
                key = id_, slot
                self.states[key] = max(self.states.get(key, state), state, key=_RANKS.__getitem__)

    def to_record(self, standing: Mapping[tuple[str, str], Standing]) -> tuple[tuple[str, str, State], ...]:
        """What is to be recorded: not what stands already, nor against what was seen or marked by hand."""
        return tuple(
            (id_, slot, state)
            for (id_, slot), state in self.states.items()
            if (stands := standing.get((id_, slot))) is None or (stands.by_list and not stands.agrees(state))
        )

    def refuted(
        self, listing: Listing, person_at: Mapping[Place, str], standing: Mapping[tuple[str, str], Standing]
    ) -> list[Problem]:
        """What was seen or marked by hand, and the list says otherwise: it stands, and each row that differs says so."""
        against = {
            key: stands
            for key, state in self.states.items()
            if (stands := standing.get(key)) is not None and not stands.by_list and not stands.agrees(state)
        }
        if not against:
            return []
        headings = {c.slot: c.heading for c in listing.columns if c.field == PRESENCE}
        found = []
        for row in listing.rows:
            place = listing.place(row)
            id_ = person_at.get(place, "") if row.presence else ""
            for slot, state in row.presence:
                stands = against.get((id_, slot))
                if stands and state in _RANKS and not stands.agrees(state):
                    values = (("said", state), ("recorded", stands.state), ("how", stands.method))
                    heading = headings.get(slot, "")
                    found.append(Problem("presence_differs", row.row, heading, PRESENCE, place.sheet, values, row.spot))
        return found


def noted(
    listing: Listing, person_at: Mapping[Place, str], attendance: Collection[tuple[str, str, State]]
) -> frozenset[Place]:
    """The rows that say what is to be recorded."""
    told = {(id_, slot) for id_, slot, _state in attendance}
    places = ((listing.place(row), row.presence) for row in listing.rows if row.presence)
    return frozenset(at for at, said in places if any((person_at.get(at), slot) in told for slot, _s in said))
