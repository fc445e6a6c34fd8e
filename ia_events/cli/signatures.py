"""Signatures given on a screen, from the terminal: who signed, who has not, and one withdrawn."""

from __future__ import annotations

from typing import Any

import click

from ia_events.cli.base import Context, event_option, now
from ia_events.cli.choosing import named, slot_named, slots_named, slots_option
from ia_events.cli.mends import corrections
from ia_events.domain import dates
from ia_events.domain.attendance import IN_ROOM, Matrix
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event, Slot
from ia_events.domain.people import Attendee
from ia_events.domain.signatures import TOOL_LABELS, Signed, Tool
from ia_events.i18n import N_, _
from ia_events.store import door, events, presence, signatures

_STATES = {
    "signed": N_("signature à l'écran"),
    "aside": N_("signature sans présence : sur aucune feuille"),
    "missing": N_("présence, sans signature à l'écran"),
    "absent": N_("pas de présence"),
}


@corrections.command("signatures", help=N_("Qui a signé à l'écran, et qui n'a pas signé."))
@event_option
@slots_option
@click.option(
    "--only",
    type=click.Choice(["all", *_STATES]),
    default="all",
    help=N_("Seulement : ont signé, ont signé sans présence, sont là sans avoir signé, ne sont pas là."),
)
@click.pass_obj
def list_signatures(context: Context, event_id: str, slot_names: tuple[str, ...], only: str) -> None:
    """Who signed on a screen and who has not, slot by slot."""
    with context.store() as store:
        found = events.get(store, event_id)
        slots = slots_named(found, slot_names)
        grid = presence.load(store, found)
        signed = {(one.registration_id, one.slot_id): one for one in signatures.of_event(store, event_id)}
    answers: list[dict[str, Any]] = []
    lines: list[str] = []
    for slot in slots:
        rows = []
        lines.append(dates.slot_title(found, slot))
        for person in grid.people:
            one = signed.get((person.id, slot.id))
            state = _state(grid, person, slot, one)
            if state and only in ("all", state):
                rows.append(_json(found, person, one, state))
                lines.append(f"  {person.list_name:32}  {_(_STATES[state]):36}  {_where(found, slot, one)}".rstrip())
        answers.append({"slot": slot.id, "sign_on_screen": slot.signing, "people": rows})
    context.answer({"slots": answers}, "\n".join(lines))


def _state(grid: Matrix, person: Attendee, slot: Slot, one: Signed | None) -> str:
    """How somebody stands towards a slot; "" for whoever has nothing to sign there."""
    if one is not None:
        return "signed" if one.present else "aside"
    came = grid.cells[person.id, slot.id].state in IN_ROOM
    if came:
        return "missing" if person.may_sign else ""
    return "absent" if person.signs(slot.id) else ""


def _json(found: Event, person: Attendee, one: Signed | None, state: str) -> dict[str, Any]:
    return {
        "registration": person.id,
        "name": person.list_name,
        "state": state,
        "at": found.local(one.at).isoformat() if one else None,
        "station": one.station if one else None,
        "tool": one.tool or None if one else None,
    }


def _where(found: Event, slot: Slot, one: Signed | None) -> str:
    if one is None:
        return ""
    when = found.local(one.at)
    day = "" if when.date() == found.local(slot.start).date() else dates.short_date(when.date())
    tool = _(TOOL_LABELS[Tool(one.tool)]) if one.tool else ""
    return " · ".join(filter(None, (dates.clock(when), day, one.station, tool)))


@corrections.command("withdraw-signature", help=N_("Retirer ce qu'une personne a signé à l'écran dans un créneau."))
@event_option
@click.option("--slot", "slot_name", required=True, metavar=N_("ID|INTITULÉ"), help=N_("Le créneau."))
@click.option(
    "--person", "text", required=True, metavar=N_("ID|NOM"), help=N_("L'inscription, par son identifiant ou un nom.")
)
@click.option("--reason", default="", metavar=N_("MOTIF"), help=N_("Pourquoi, gardé avec l'annulation."))
@click.pass_obj
def withdraw_signature(context: Context, event_id: str, slot_name: str, text: str, reason: str) -> None:
    """Take back what somebody signed in a slot."""
    with context.store() as store:
        found = events.get(store, event_id)
        slot = door.slot_for(found, slot_named(found, slot_name), now())
        (person,) = named(store, event_id, [text])
        action = signatures.withdraw(store, found, person, slot.id, now(), reason)
    if action is None:
        sentence = N_("Aucune signature à l'écran de {name} pour ce créneau. « door signatures » dit qui a signé.")
        raise UserError("signature_unknown", sentence, name=person.list_name)
    context.answer({"action": action.id, "registration": person.id, "slot": slot.id}, str(action))
