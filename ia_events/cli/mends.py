"""What is put right at the door, from the terminal: who came instead or along, a passage taken back, an hour corrected."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import click

from ia_events.cli.base import Context, commands, event_option, now
from ia_events.cli.choosing import named, slot_named, slot_option
from ia_events.cli.door import outcome_json, outcome_line, told
from ia_events.domain import dates
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from ia_events.domain.verdicts import VERDICT_LABELS, Outcome
from ia_events.i18n import N_, _
from ia_events.store import Store, door, door_book, door_mends, events
from ia_events.store.journal import Action

_station = click.option(
    "--station", default=None, metavar=N_("NOM"), help=N_("Le poste (par défaut : celui des réglages).")
)
_at = click.option(
    "--at",
    "at_text",
    default=None,
    metavar=N_("HEURE"),
    help=N_("Le moment du passage (à l'heure de l'événement, ou avec un décalage)."),
)
_FORCING = "--even-if-full"
_even_if_full = click.option(
    _FORCING, is_flag=True, help=N_("Faire entrer même si les places du créneau sont toutes prises.")
)


@commands.group("door", help=N_("Corriger ce qui a été enregistré à l'accueil."))
def corrections() -> None:
    """Put right what was recorded at the door."""


@corrections.command("entries", help=N_("Les derniers passages d'un créneau, avec l'identifiant de chacun."))
@event_option
@slot_option
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, metavar="N", help=N_("Combien, au plus."))
@click.pass_obj
def entries(context: Context, event_id: str, slot_name: str, limit: int) -> None:
    """The last entries of a slot, the newest first."""
    with context.store() as store:
        found = events.get(store, event_id)
        slot = door.slot_for(found, slot_named(found, slot_name), now())
        recent = door_book.recent(store, found.id, slot.id, limit, refused=False)
    rows = [
        {
            "entry": entry.fact.id,
            "at": found.local(entry.fact.at).isoformat(),
            "verdict": entry.verdict.value,
            "registration": entry.attendee.id if entry.attendee else None,
            "name": entry.attendee.list_name if entry.attendee else None,
            "station": entry.fact.station,
        }
        for entry in recent
    ]
    lines = [
        f"{entry.fact.id}  {dates.clock(found.local(entry.fact.at)):>10}  {_(VERDICT_LABELS[entry.verdict]):16}"
        f"  {entry.attendee.list_name if entry.attendee else _('Badge sans nom ici')}"
        for entry in recent
    ]
    context.answer({"slot": slot.id, "entries": rows}, "\n".join(lines) or _("Aucun passage pour ce créneau."))


def _arrival(function: Callable[..., None]) -> Callable[..., None]:
    """--event, --slot, --station, --at and --even-if-full: what a command that lets somebody in is told."""
    return event_option(slot_option(_station(_at(_even_if_full(click.pass_obj(function))))))


@corrections.command("replace", help=N_("Inscrire et faire entrer quelqu'un à la place d'une personne absente."))
@click.option(
    "--instead-of",
    "absent",
    required=True,
    metavar=N_("ID|NOM"),
    help=N_("La personne qui ne vient pas : son identifiant, son nom, son code court ou son courriel."),
)
@click.option("--last-name", default="", metavar=N_("NOM"), help=N_("Le nom de qui vient."))
@click.option("--first-name", default="", metavar=N_("PRÉNOM"), help=N_("Son prénom."))
@click.option("--email", default="", metavar=N_("COURRIEL"), help=N_("Son courriel."))
@click.option("--employer", default="", metavar=N_("NOM"), help=N_("Par défaut : celui de la personne absente."))
@_arrival
def replace(
    context: Context, absent: str, last_name: str, first_name: str, email: str, employer: str, **door_said: Any
) -> None:
    """A colleague came instead."""
    newcomer = Attendee(last_name=last_name, first_name=first_name, email=email, employer=employer)

    def arrive(store: Store, event: Event, person: Attendee, **told_too: Any) -> Outcome:
        return door_mends.replace_by(store, event, person, newcomer, **told_too)

    _let_in(context, absent, arrive, **door_said)


@corrections.command("companion", help=N_("Compter quelqu'un qui accompagne une personne inscrite."))
@click.option(
    "--with",
    "host",
    required=True,
    metavar=N_("ID|NOM"),
    help=N_("La personne accompagnée : son identifiant, son nom, son code court ou son courriel."),
)
@_arrival
def companion(context: Context, host: str, **door_said: Any) -> None:
    """Somebody came along."""
    _let_in(context, host, door_mends.bring_along, **door_said)


def _let_in(
    context: Context,
    who: str,
    arrive: Callable[..., Outcome],
    event_id: str,
    slot_name: str,
    station: str | None,
    at_text: str | None,
    even_if_full: bool,
) -> None:
    """Let somebody in because of a person of the list, `who`. UserError slot_full unless `even_if_full`."""
    with context.store() as store:
        found = events.get(store, event_id)
        (person,) = named(store, event_id, [who])
        clock = now()
        at = told(at_text, found) if at_text else clock
        slot = door.slot_for(found, slot_named(found, slot_name), at)
        if not even_if_full and door_book.is_full(store, found.id, slot.id, slot.seats):
            raise UserError(
                "slot_full",
                N_("Salle pleine ({seats} places) : rien n'est compté. Pour compter quand même cette personne, ajoutez {option}."),
                seats=slot.seats,
                option=_FORCING,
            )  # fmt: skip
        station = context.settings.station if station is None else station
        outcome = arrive(store, found, person, slot_id=slot.id, at=at, now=clock, station=station)
    context.answer(outcome_json(outcome, "", found), outcome_line(outcome, found))


@corrections.command("undo", help=N_("Annuler un passage, que « door entries » nomme."))
@click.argument("entry", metavar=N_("PASSAGE"), help=N_("Le passage, comme « door entries » le nomme."))
@click.option("--reason", default="", metavar=N_("MOTIF"), help=N_("Pourquoi, gardé avec l'annulation."))
@click.pass_obj
def undo(context: Context, entry: str, reason: str) -> None:
    """Take back an entry."""
    with context.store() as store:
        done = door.undo_entry(store, entry, now(), reason)
    _done(context, done, _GONE)


@corrections.command("retime", help=N_("Dire à quelle heure un passage a vraiment eu lieu."))
@event_option
@click.argument("entry", metavar=N_("PASSAGE"), help=N_("Le passage, comme « door entries » le nomme."))
@click.argument("at_text", metavar=N_("HEURE"), help=N_("L'heure réelle, comme 2025-11-12T17:42."))
@click.pass_obj
def retime(context: Context, event_id: str, entry: str, at_text: str) -> None:
    """Correct the hour of an entry."""
    with context.store() as store:
        found = events.get(store, event_id)
        done = door_mends.correct_time(store, found, entry, told(at_text, found), now())
        gone = not door_book.stands(store, entry)
    _done(context, done, _GONE if gone else _NOTHING)


@corrections.command("shift", help=N_("Décaler les heures qu'un poste mal réglé a enregistrées."))
@event_option
@click.option(
    "--by", type=int, required=True, metavar=N_("MINUTES"), help=N_("Minutes à ajouter ; -60 : une heure plus tôt.")
)
@click.option(
    "--since", default=None, metavar=N_("HEURE"), help=N_("Depuis, aux heures enregistrées (par défaut : la première).")
)
@click.option(
    "--until",
    default=None,
    metavar=N_("HEURE"),
    help=N_("Jusqu'à, aux heures enregistrées (par défaut : la dernière)."),
)
@_station
@click.pass_obj
def shift(context: Context, event_id: str, by: int, since: str | None, until: str | None, station: str | None) -> None:
    """Shift what a station told."""
    station = context.settings.station if station is None else station
    with context.store() as store:
        found = events.get(store, event_id)
        span = door_mends.heard(store, found.id, station)
        done = None
        if span is not None:
            first, last = (told(text, found) if text else at for text, at in zip((since, until), span, strict=True))
            try:
                by_minutes = timedelta(minutes=by)
                done = door_mends.shift_times(store, found, station, by_minutes, now(), since=first, until=last)
            except OverflowError:
                raise UserError("minutes_malformed", N_("C'est trop de minutes.")) from None
    _done(context, done, _NOTHING)


_NOTHING = N_("Rien à changer.")
_GONE = N_(
    "Rien à changer : ce passage ne compte plus. Si son heure a été corrigée, « door entries » donne son nouvel identifiant."
)


def _done(context: Context, done: Action | None, otherwise: str) -> None:
    words = _(otherwise) if done is None else str(done)
    context.answer({"done": done is not None, "what": words}, words)
