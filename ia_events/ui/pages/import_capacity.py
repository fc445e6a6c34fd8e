"""How full a list makes the events it is for, said before it is imported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ia_events.domain.lists import Plan
from ia_events.domain.people import Attendee, Role, Status
from ia_events.i18n import _, number
from ia_events.ui.pages.import_jobs import Understood


def crowded_words(understood: Understood, plans: Sequence[Plan], withdrawn: frozenset[str]) -> dict[str, bool]:
    """How full the list makes the events it may fill beyond their capacity: sentences, each with whether these `plans`,
    once imported, do fill it so.

    An event is spoken of whichever is ticked, and whoever is ticked or decided of: words change, they never come and go
    above what is clicked.
    """
    said = {}
    for plan in understood.plans.values():
        event = next((one for one in understood.events if one.id == plan.event_id), None)
        if event is None or event.capacity is None:
            continue
        before, more = sum(map(_is_registered, plan.known.values())), _more_registered(plan)
        most = more + sum(doubt.decision.kind != "separate" for doubt in plan.doubts)
        if most <= 0 or before + most <= event.capacity:
            continue
        taken = any(plan is one for one in plans)
        count = before + more - _places_given_up(plan, withdrawn) if taken else before
        words = (
            _("Avec cette liste, {count} inscriptions pour une jauge de {capacity}.")
            if taken
            else _("Sans cette liste, {count} inscriptions pour une jauge de {capacity}.")
        ).format(count=number(count), capacity=number(event.capacity))
        if len(understood.listings) > 1:
            words = _("{title} : {value}").format(title=understood.titles[event.id], value=words)
        said[words] = taken and count > event.capacity
    return said


def _is_registered(person: Attendee) -> bool:
    """Whether somebody takes a place: as `cautions.people_cautions` counts them."""
    return (person.status, person.role) == (Status.REGISTERED, Role.PARTICIPANT)


def _more_registered(plan: Plan) -> int:
    """How many more participants are registered once the plan is imported, nobody ticked as withdrawn."""
    more = sum(_is_registered(row.attendee) for row in plan.added)
    for update in plan.updated:
        now, said = update.attendee, update.changes
        then = replace(now, status=Status(said.get("status", now.status)), role=Role(said.get("role", now.role)))
        more += _is_registered(then) - _is_registered(now)
    return more


def _places_given_up(plan: Plan, withdrawn: frozenset[str]) -> int:
    return sum(person.id in withdrawn and _is_registered(person) for person in plan.withdrawn)
