"""Whom, which half-days and which design a command is about, as somebody names them in a terminal."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TYPE_CHECKING

import click

from ia_events.domain import dates
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event, Slot
from ia_events.domain.people import ROLE_LABELS, Attendee, Role
from ia_events.domain.telling import told_apart
from ia_events.domain.text import fold
from ia_events.i18n import N_, _
from ia_events.store import Store, door, identifying, registrations

if TYPE_CHECKING:
    from ia_events.documents.designs import Design  # reportlab is loaded by the commands that print

Decorator = Callable[[Callable[..., None]], Callable[..., None]]
_NAMED = 8  # people in a sentence

role_option = click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice([role.value for role in Role]),
    help=N_("Seulement les personnes de ce rôle ; peut se répéter."),
)
person_option = click.option(
    "--person",
    "persons",
    multiple=True,
    metavar=N_("ID|NOM"),
    help=N_("Seulement cette inscription, par son identifiant ou un nom ; peut se répéter."),
)
slots_option = click.option(
    "--slot",
    "slot_names",
    multiple=True,
    metavar=N_("ID|INTITULÉ"),
    help=N_("Un créneau (par défaut : tous) ; peut se répéter."),
)
slot_option = click.option(
    "--slot",
    "slot_name",
    default="",
    metavar=N_("ID|INTITULÉ"),
    help=N_("Le créneau (par défaut : celui en cours, sinon le plus proche)."),
)
group_by_option = click.option(
    "--group-by",
    type=click.Choice(["employer", "department", "role", "group"]),
    default=None,
    help=N_("Chaque groupe sur ses propres pages : par collectivité, service, rôle, ou groupe ou salle."),
)
design_option = click.option(
    "--layout",
    "--design",
    "design_name",
    metavar="ID",
    help=N_("Le modèle de badge, comme « designs list » le nomme (par défaut : sober)."),
)
start_at_option = click.option(
    "--start-at",
    type=click.IntRange(1),
    default=1,
    metavar="N",
    help=N_("La première étiquette libre de la première planche."),
)


def blank_rows_option(usual: int) -> Decorator:
    """--blank-rows, so many unless said otherwise."""
    return click.option(
        "--blank-rows", type=click.IntRange(0, 240), default=usual, metavar="N", show_default=True,
        help=N_("Les lignes vides d'une feuille, pour qui arrive sans être sur la liste."),
    )  # fmt: skip


def forms_option(least: int) -> Decorator:
    """--forms, of those who come without being registered."""
    return click.option(
        "--forms", type=click.IntRange(least, 600), default=12, metavar="N", show_default=True,
        help=N_("Le nombre de fiches d'inscription sur place."),
    )  # fmt: skip


def people_options(command: Callable[..., None]) -> Callable[..., None]:
    """--person and --role, each as often as wanted."""
    return person_option(role_option(command))


def named(store: Store, event_id: str, texts: Iterable[str]) -> list[Attendee]:
    """The people of an event somebody named, each by an id or by what `registrations --search` finds.

    UserError registration_unknown, person_elsewhere, person_ambiguous.
    """
    return [_named(store, event_id, text) for text in texts]


def _named(store: Store, event_id: str, text: str) -> Attendee:
    if found := registrations.get_many(store, [text]):
        if found[0].event_id != event_id:
            raise UserError("person_elsewhere", N_("Cette inscription n'est pas de cet événement : {id}."), id=text)
        return identifying.canonical(store, found[0])
    ids = registrations.search(store, event_id, registrations.Query(text=text)) if fold(text) else []
    if not ids:
        sentence = N_("Personne ne correspond à « {text} » dans cet événement. « registrations » liste les personnes.")
        raise UserError("registration_unknown", sentence, text=text)
    some = registrations.get_many(store, ids)
    wanted = fold(text)
    exactly = [p for p in some if wanted in (fold(p.list_name), fold(f"{p.first_name} {p.last_name}"))]
    # A companion bears their host's name: who is named is the host.
    some = exactly or [p for p in some if p.role != Role.COMPANION] or some
    if len(some) > 1:
        told = [f"{words} ({p.id})" for words, p in zip(told_apart(some), some, strict=True)]
        names = " / ".join(told[:_NAMED]) + (" / …" if len(told) > _NAMED else "")
        sentence = N_("« {text} » peut être l'une de ces personnes : {names}. Donnez le nom entier ou l'identifiant.")
        raise UserError("person_ambiguous", sentence, text=text, names=names)
    return some[0]


def listed(store: Store, event_id: str, texts: Iterable[str]) -> list[Attendee]:
    """The people named, each once, who are on the list. UserError those of `named`, and registration_removed."""
    found = list({person.id: person for person in named(store, event_id, texts)}.values())
    for person in found:
        if not registrations.is_listed(store, person.id):
            sentence = N_(
                "{name} n'est plus sur la liste. « undo » annule une suppression, tant que c'est la dernière action."
            )
            raise UserError("registration_removed", sentence, name=person.list_name)
    return found


def chosen(store: Store, event_id: str, persons: Sequence[str], roles: Collection[str]) -> list[Attendee]:
    """The people of an event named (all of them if none), those of these roles (of any if none), in list order.

    UserError nothing_to_print when there is nobody, or nobody of these roles; and those of `named`.
    """
    wanted = {person.id for person in named(store, event_id, persons)}
    everybody = registrations.all_of(store, event_id)
    if not everybody:
        raise UserError("nothing_to_print", N_("La liste de cet événement est vide. Importez une liste d'abord."))
    listed = [person for person in everybody if not wanted or person.id in wanted]
    found = [person for person in listed if not roles or person.role in roles]
    if roles and not found:
        sentence = N_("Personne à imprimer : aucune des personnes demandées n'a le rôle choisi ({roles}).")
        raise UserError("nothing_to_print", sentence, roles=", ".join(_(ROLE_LABELS[Role(role)]) for role in roles))
    return found


def slots_named(event: Event, texts: Iterable[str]) -> list[Slot]:
    """The slots of an event somebody named, each by its id or its label, in their order; all of them if none is.

    UserError slots_missing, slot_unknown, slot_ambiguous.
    """
    if not event.slots:
        sentence = N_("Cet événement n'a aucun créneau : ajoutez-en un avec « event edit --slot », puis recommencez.")
        raise UserError("slots_missing", sentence)
    ids = [door.slot_for(event, slot_named(event, text), event.slots[0].start).id for text in texts]
    return [slot for slot in event.slots if not ids or slot.id in ids]


def slot_named(event: Event, text: str) -> str:
    """The id of the slot somebody named, by it or by its label; what was given when there is none so called.

    UserError slot_ambiguous.
    """
    wanted = fold(text)
    if not wanted:
        return text
    named_so = [slot for slot in event.slots if wanted in (fold(slot.label), fold(_(slot.label)))]
    titled = named_so or [slot for slot in event.slots if wanted in fold(dates.slot_title(event, slot))]
    if event.slot(text) is None and len(titled) > 1:
        sentence = N_("« {text} » peut être l'un de ces créneaux : {slots}. Donnez son identifiant.")
        told = " / ".join(f"{dates.slot_title(event, slot)} ({slot.id})" for slot in titled)
        raise UserError("slot_ambiguous", sentence, text=text, slots=told)
    return titled[0].id if titled and event.slot(text) is None else text


def design_wanted(name: str | None) -> Design:
    """The badge design so named, else the usual one. UserError layout_unknown."""
    from ia_events.documents import designs, kept_designs

    return kept_designs.find(name or designs.DEFAULT)
