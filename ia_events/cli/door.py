"""The door: codes read, verdicts answered."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import Any

import click

from ia_events.cli.base import Context, commands, event_option, instant, now
from ia_events.cli.choosing import slot_named, slot_option
from ia_events.domain import dates
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.verdicts import VERDICT_LABELS, Outcome
from ia_events.i18n import N_, _
from ia_events.store import door, events


@commands.command(
    "check-in", help=N_("Lire des codes sur l'entrée standard ; répondre une ligne par code, une fois le passage noté.")
)
@event_option
@slot_option
@click.option(
    "--station",
    default=None,
    metavar=N_("NOM"),
    help=N_("Le poste, noté avec chaque arrivée (par défaut : celui des réglages)."),
)
@click.option(
    "--at",
    "at_text",
    default=None,
    metavar=N_("HEURE"),
    help=N_("Le moment du passage (à l'heure de l'événement, ou avec un décalage)."),
)
@click.pass_obj
def check_in(context: Context, event_id: str, slot_name: str, station: str | None, at_text: str | None) -> None:
    """Read tokens on standard input; print one verdict a line, each committed first."""
    with context.store() as store:
        found = events.get(store, event_id)
        station = context.settings.station if station is None else station
        fixed = told(at_text, found) if at_text else None
        slot_id = slot_named(found, slot_name)
        door.slot_for(found, slot_id, fixed or now())
        for line in sys.stdin:
            token = line.strip()
            if not token:
                continue
            clock = now()
            outcome = door.scan(store, found, token, slot_id=slot_id, at=fixed or clock, now=clock, station=station)
            context.answer(outcome_json(outcome, token, found), outcome_line(outcome, found))
            sys.stdout.flush()


def told(text: str, found: Event) -> datetime:
    """An instant on the event's clocks, or with an offset. UserError time_malformed."""
    try:
        return instant(text, found.timezone)
    except ValueError:
        raise UserError(
            "time_malformed", N_("« {time} » n'est pas une heure. Exemple : 2025-11-12T17:42"), time=text
        ) from None


def outcome_json(outcome: Outcome, token: str, found: Event) -> dict[str, Any]:
    """What a verdict says, for scripts."""
    person = outcome.attendee
    return {
        "token": token,
        "verdict": outcome.verdict.value,
        "registration": person.id if person else None,
        "name": person.list_name if person else None,
        "slot": outcome.slot.id if outcome.slot else None,
        "at": found.local(outcome.at).isoformat(),
        "first_at": found.local(outcome.first_at).isoformat() if outcome.first_at else None,
        "left_at": found.local(outcome.left_at).isoformat() if outcome.left_at else None,
        "late": outcome.late,
        "right_slot": outcome.right_slot.id if outcome.right_slot else None,
        "other_event": outcome.other_event or None,
        "outside_dates": outcome.outside_dates,
        "entry": outcome.fact_id or None,
    }


def outcome_line(outcome: Outcome, found: Event) -> str:
    """What a verdict says, on one line."""
    name = outcome.attendee.list_name if outcome.attendee else outcome.token[:40]
    return f"{dates.clock(found.local(outcome.at)):>10}  {_(VERDICT_LABELS[outcome.verdict]):30}  {name}".rstrip()
