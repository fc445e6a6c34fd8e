"""The presence grid: shown, and marked by hand."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import click

from ia_events.cli.base import Context, commands, event_option, now
from ia_events.cli.choosing import listed, named, slots_named
from ia_events.cli.door import told
from ia_events.domain import dates
from ia_events.domain.attendance import IN_ROOM, STATE_LABELS, Cell, Matrix, State
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event, Slot
from ia_events.i18n import N_, _, ngettext
from ia_events.store import events, presence

_CLEAR = "clear"
_STATES = {
    "present": State.PRESENT,
    "late": State.LATE,
    "excused": State.EXCUSED,
    "absent": State.ABSENT,
    _CLEAR: State.EXPECTED,
}
_BLANK = (State.EXPECTED, State.NOT_EXPECTED)
_EARLY = timedelta(hours=3)  # people come before a slot starts


@commands.command("attendance", help=N_("Montrer les présences : personnes × créneaux."))
@event_option
@click.pass_obj
def attendance(context: Context, event_id: str) -> None:
    """Show the presence matrix: people × slots."""
    with context.store() as store:
        found = events.get(store, event_id)
        grid = presence.load(store, found)
    lines = [
        f"{p.list_name:32}  " + "  ".join(f"{_(STATE_LABELS[grid.cells[p.id, s.id].state]):16}" for s in found.slots)
        for p in grid.people
    ]
    context.answer(_matrix_json(grid), "\n".join(lines))


def _matrix_json(grid: Matrix) -> dict[str, Any]:
    return {
        "event": grid.event.id,
        "slots": [{"id": s.id, "label": s.label} for s in grid.event.slots],
        "people": [
            {
                "registration": p.id,
                "last_name": p.last_name,
                "first_name": p.first_name,
                "employer": p.employer,
                "cells": [cell_json(grid.event, s.id, grid.cells[p.id, s.id]) for s in grid.event.slots],
                "hours": grid.hours(p.id),
            }
            for p in grid.people
        ],
    }


def cell_json(event: Event, slot_id: str, found: Cell) -> dict[str, Any]:
    """What a cell of the grid says, for scripts."""
    return {
        "slot": slot_id,
        "state": found.state.value,
        "counts_as": found.counts_as.value,
        "at": event.local(found.at).isoformat() if found.at else None,
        "method": found.method,
        "station": found.station,
        "hours": found.hours,
        "signed_at": event.local(found.signed).isoformat() if found.signed else None,
    }


@commands.group("presence", help=N_("Remplir la grille de présence à la main ; « attendance » la montre."))
def grid() -> None:
    """The presence grid, by hand."""


@grid.command(
    "mark",
    help=N_(
        "Noter une présence, un retard, une absence excusée ou non ; « clear » efface. Tout ce qu'une commande note s'annule d'un « undo »."
    ),
)
@event_option
@click.option(
    "--person",
    "persons",
    multiple=True,
    metavar=N_("ID|NOM"),
    help=N_("La personne, par son identifiant, son nom, son code court ou son courriel ; peut se répéter."),
)
@click.option(
    "--everybody", is_flag=True, help=N_("Toutes les personnes attendues dans le créneau, ou qu'on y a vues.")
)
@click.option("--rest", is_flag=True, help=N_("Les personnes qui restent à pointer dans le créneau."))
@click.option(
    "--slot",
    "slot_names",
    multiple=True,
    metavar=N_("ID|INTITULÉ"),
    help=N_("Le créneau ; peut se répéter. Sans objet s'il n'y en a qu'un."),
)
@click.option(
    "--at",
    "at_text",
    default="",
    metavar="HH:MM",
    help=N_(
        "L'heure d'arrivée, le jour du créneau (par défaut, ou à son début : aucune heure, comme une croix sur une feuille)."
    ),
)
@click.option("--station", default=None, metavar=N_("NOM"), help=N_("Le poste (par défaut : celui des réglages)."))
@click.argument("state_name", metavar="|".join(_STATES), type=click.Choice(list(_STATES)), help=N_("Ce qui est noté."))
@click.pass_obj
def mark(
    context: Context,
    event_id: str,
    persons: tuple[str, ...],
    everybody: bool,
    rest: bool,
    slot_names: tuple[str, ...],
    at_text: str,
    station: str | None,
    state_name: str,
) -> None:
    """Set cells of the grid to a state, as one action."""
    if bool(persons) + everybody + rest != 1:
        raise click.UsageError(_("Donnez --person, --everybody ou --rest : l'un des trois."))
    state = _STATES[state_name]
    if at_text and state not in (State.PRESENT, State.LATE):
        raise click.UsageError(_("--at va avec present ou late."))
    with context.store() as store:
        event = events.get(store, event_id)
        slots = _slots(event, slot_names)
        if at_text and len(slots) > 1:
            raise click.UsageError(_("--at : donnez un seul --slot."))
        clock = now()
        at = _hour(at_text, event, slots[0], clock) if at_text else None
        whole = presence.load(store, event)
        if persons:
            people = [person.id for person in named(store, event_id, persons)]
            rows_of = {person.id for person in whole.people}  # who came and was removed has one
            listed(store, event_id, [id_ for id_ in people if id_ not in rows_of])
            places = [(person, slot.id) for person in people for slot in slots]
        else:
            places = [(p.id, s.id) for p in whole.people for s in slots if _meant(whole.cells[p.id, s.id], state, rest)]
        wanted = [place for place in dict.fromkeys(places) if _differs(whole, place, state, at)]
        where = context.settings.station if station is None else station
        done = presence.mark(store, event, wanted, state, clock, where, at=at) if wanted else None
        wanted = wanted if done else []
        after = presence.load(store, event) if done else whole
    if state == State.PRESENT and at and slots[0].is_late(at):
        state, state_name = State.LATE, State.LATE.value  # the hour says so: so does the grid
    # Who had come and was removed has no row once cleared.
    names = {person.id: person.list_name for person in whole.people}
    blank = Cell(State.NOT_EXPECTED, registered=False)
    rows = [
        {"registration": who, "name": names[who], **cell_json(event, slot, after.cells.get((who, slot), blank))}
        for who, slot in wanted
    ]
    count = len(wanted)
    words = ngettext("{count} case", "{count} cases", count).format(count=count)
    what = _("Cases effacées") if state == State.EXPECTED else _(STATE_LABELS[state])
    context.answer(
        {"event": event.id, "state": state_name, "marked": count, "action": done.id if done else "", "cells": rows},
        _("{what} : {state}").format(what=what, state=words) if wanted else _("Rien à changer."),
    )


def _meant(found: Cell, state: State, rest: bool) -> bool:
    """Whether a cell is of those marked with everybody's, or with the `rest`; whatever was recorded can be cleared."""
    if rest:
        return found.state == State.EXPECTED
    return (found.state if state == State.EXPECTED else found.counts_as) != State.NOT_EXPECTED


def _differs(grid: Matrix, place: tuple[str, str], state: State, at: datetime | None) -> bool:
    """Whether marking a cell would change it; who is on no row of the grid is not marked."""
    found = grid.cells.get(place)
    if found is None or place[0].startswith(presence.UNLISTED):
        return False
    if state == State.EXPECTED:
        return found.state not in _BLANK
    slot = grid.event.slot(place[1])
    hour = at or found.at
    if state == State.PRESENT and found.state in IN_ROOM and slot and hour and slot.is_late(hour):
        state = State.LATE  # the hour says so, whatever is marked
    if found.state != state:
        return True
    # A cross stands for the start of the slot: it keeps no hour.
    return at is not None and found.at != at and not (found.at is None and slot is not None and at == slot.start)


def _slots(event: Event, names: tuple[str, ...]) -> list[Slot]:
    """The slots named; the only one there is if none is. UserError slots_missing, slot_unknown, slot_needed."""
    if not names and len(event.slots) > 1:
        template = N_("Cet événement a plusieurs créneaux : dites lequel avec --slot. Créneaux : {slots}.")
        raise UserError("slot_needed", template, slots=" / ".join(dates.slot_title(event, s) for s in event.slots))
    return slots_named(event, names)


def _hour(text: str, event: Event, slot: Slot, clock: datetime) -> datetime:
    """An hour on the event's clocks, or a whole instant: that of the first day on which the slot holds it, some being early
    for it; else the nearest to the slot. UserError time_malformed, time_ahead.
    """
    hour = dates.parse_clock(text)
    if hour is None:
        at = told(text, event)
    else:
        day = event.local(slot.start).date()
        around = [told(f"{day + timedelta(days=days)}T{hour}", event) for days in (-1, 0, 1)]
        held = [each for each in around if slot.start - _EARLY <= each <= slot.end]
        at = held[0] if held else min(around, key=lambda each: max(slot.start - each, each - slot.end))
    if at > clock:
        raise UserError("time_ahead", N_("Cette heure n'est pas encore passée."))
    return at
