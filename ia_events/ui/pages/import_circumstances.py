"""What a plan is shown with, beside itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ia_events.domain.figures import slot_titles
from ia_events.domain.lists import Decision, Place, Plan
from ia_events.ui.pages.import_jobs import Source, Understood


@dataclass
class Circumstances:
    """What a plan is shown with: the slots' labels by id, what somebody answered and decided, and whether the layout was known."""

    slots: Mapping[str, str] = field(default_factory=dict)
    answered: frozenset[str] = frozenset()
    decisions: Mapping[Place, Decision] = field(default_factory=dict)
    remembered: bool = False
    together: tuple[str, ...] = ()  # sheets that can be read as one
    every: bool = False  # whether they are: one plan may show only some
    plans: Mapping[str, Plan] = field(default_factory=dict)  # by event, when the list may be for several
    titles: Mapping[str, str] = field(default_factory=dict)
    here: str = ""

    @classmethod
    def of(cls, understood: Understood, source: Source, plan: Plan, together: tuple[str, ...]) -> Circumstances:
        """Those of one of the plans of a list that was read."""
        event = next((one for one in understood.events if one.id == plan.event_id), None)
        remembered = understood.remembered
        return cls(
            slots=slot_titles(event) if event else {},
            answered=frozenset(source.answers) | frozenset(remembered.answers if remembered else ()),
            decisions=source.decisions,
            remembered=remembered is not None,
            together=together,
            every=len({one.listing.sheet for one in understood.plans.values()}) > 1,
            plans=understood.plans,
            titles=understood.titles,
            here=understood.events[0].id,
        )
