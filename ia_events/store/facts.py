"""A fact, as it is read: apart from people and events, which a window opens with."""

from __future__ import annotations

from typing import Any

from ia_events.domain.attendance import CROSSES, Fact, FactKind
from ia_events.store import schema

# The methods of crosses on a list, in the grid or in a return, which tell no hour; for `method IN (…)`.
CROSSED = ", ".join(f"'{method}'" for method in sorted(CROSSES))


def fact_of(row: Any) -> Fact:
    """The fact of a row."""
    # The columns of a fact come first in its table; a grid of 5,000 people reads tens of thousands of them.
    id_, kind, event_id, registration_id, slot_id, at, method, station, value, target = tuple(row)[:10]
    return Fact(
        id=id_, kind=FactKind(kind), event_id=event_id, registration_id=registration_id, slot_id=slot_id,
        at=schema.to_instant(at), method=method, station=station, value=value, target=target,
    )  # fmt: skip
