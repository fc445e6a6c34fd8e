"""What the form of an event holds, as options of `event add` and `event edit`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import click

from ia_events.cli.base import instant
from ia_events.cli.choosing import slots_named
from ia_events.domain.errors import UserError
from ia_events.domain.events import (
    TIMEZONES,
    Event,
    Format,
    Organisation,
    OrganisationRole,
    Resource,
    Slot,
    local_instant,
)
from ia_events.domain.text import fold
from ia_events.i18n import N_, _

_TEXTS = (
    ("--venue", N_("Le lieu.")),
    ("--address", N_("L'adresse du lieu.")),
    ("--delegation", N_("La délégation (par défaut : celle des réglages).")),
    ("--programme", N_("Le programme dont l'événement fait partie.")),
    ("--cycle", N_("Le cycle dont l'événement fait partie.")),
    ("--session-code", N_("Le code de session.")),
    ("--audience", N_("Le public.")),
    ("--needs", N_("Les besoins exprimés, pour la suite.")),
    ("--notes", N_("Des notes, pour l'équipe.")),
)
_DATES = (
    ("--registration-opens", N_("Le jour où les inscriptions ouvrent.")),
    ("--registration-closes", N_("Le jour où elles ferment.")),
)


_NIGHT = timedelta(hours=12)  # what goes past midnight is not longer


class _Number(click.IntRange):
    """A number of at least so many; an empty text says there is none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """An int, or ""."""
        return super().convert(value, param, ctx) if str(value).strip() else ""


_OPTIONS = (
    click.option(
        "--slot", "slots", multiple=True, metavar=N_("INTITULÉ=DÉBUT/FIN"),
        help=N_("Un créneau, aux heures locales : Soirée=2025-11-12T18:00/20:30 ; peut se répéter."),
    ),
    click.option(
        "--opens-before", "opens", type=_Number(0), metavar=N_("MINUTES"),
        help=N_("L'accueil ouvre tant de minutes avant chaque créneau."),
    ),
    click.option(
        "--late-after", "late", type=_Number(0), metavar=N_("MINUTES"),
        help=N_("Retard au-delà de tant de minutes après le début de chaque créneau."),
    ),
    click.option("--seats", type=_Number(1), metavar="N", help=N_("Places dans la salle, à chaque créneau.")),
    click.option(
        "--reentry/--no-reentry", default=None,
        help=N_("Qui est sorti peut revenir, ou une sortie est définitive jusqu'à la fin du créneau."),
    ),
    click.option(
        "--sign-on-screen/--no-sign-on-screen", "signing", default=None,
        help=N_("Qui est admis peut signer à l'écran de l'accueil, ou non."),
    ),
    click.option(
        "--timezone", metavar=N_("ZONE"),
        help=N_("Le fuseau horaire, comme America/Marigot (par défaut : celui des réglages)."),
    ),
    *(click.option(name, metavar=N_("TEXTE"), help=says) for name, says in _TEXTS),
    click.option(
        "--format", "format_", type=click.Choice([f.value for f in Format]), help=N_("Le format de l'événement.")
    ),
    click.option("--capacity", type=_Number(0), metavar="N", help=N_("Le nombre de places.")),
    *(click.option(name, metavar=N_("AAAA-MM-JJ"), help=says) for name, says in _DATES),
    click.option("--theme", "themes", multiple=True, metavar=N_("TEXTE"), help=N_("Un thème ; peut se répéter.")),
    click.option(
        "--organisation", "organisations", multiple=True, metavar=N_("organiser|host|partner=NOM"),
        help=N_("Qui organise, accueille ou s'associe ; peut se répéter."),
    ),
    click.option(
        "--resource", "resources", multiple=True, metavar=N_("TITRE|LIEN|NATURE|PUBLIC"),
        help=N_("Une ressource pour la suite ; peut se répéter."),
    ),
)  # fmt: skip


def fact_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options `with_facts` takes; none of them is given unless asked for."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def with_facts(
    event: Event,
    *,
    slots: Sequence[str],
    opens: int | str | None,
    late: int | str | None,
    seats: int | str | None,
    reentry: bool | None,
    signing: bool | None,
    timezone: str | None,
    format_: str | None,
    capacity: int | str | None,
    registration_opens: str | None,
    registration_closes: str | None,
    themes: Sequence[str],
    organisations: Sequence[str],
    resources: Sequence[str],
    **texts: str | None,
) -> Event:
    """An event with what is given; its slots keep the hours of the wall in another zone, and the rules go to all of them.

    A slot of a label the event has gets other hours; what may be several replaces what there was. UserError
    timezone_unknown, slot_malformed, slot_backwards, slot_ambiguous, date_malformed, organisation_malformed.
    """
    values: dict[str, Any] = {name: text.strip() for name, text in texts.items() if text is not None}
    if format_ is not None:
        values["format"] = Format(format_)
    if capacity is not None:
        values["capacity"] = None if capacity == "" else capacity
    for name, text in (("registration_opens", registration_opens), ("registration_closes", registration_closes)):
        if text is not None:
            values[name] = _date(text)
    if themes:
        values["themes"] = tuple(filter(None, map(str.strip, themes)))
    if organisations:
        values["organisations"] = tuple(dict.fromkeys(_organisation(event, text) for text in organisations if text))
    if resources:
        values["resources"] = tuple(_resources(event, filter(None, resources)))
    if timezone is not None:
        values["timezone"] = zone_named(timezone)
        values["slots"] = tuple(_moved(slot, event.timezone, values["timezone"]) for slot in event.slots)
    event = replace(event, **values)
    for text in slots:
        event = _with_slot(event, _slot(text, event.timezone))
    said = {"opens": opens, "late": late, "seats": seats, "reentry": reentry, "signing": signing}
    rules: dict[str, Any] = {name: None if value == "" else value for name, value in said.items() if value is not None}
    return replace(event, slots=tuple(replace(slot, **rules) for slot in event.slots))


def _with_slot(event: Event, new: Slot) -> Event:
    """An event with a slot more, or other hours for the one of that label."""
    if not any(slot.id and fold(slot.label) == fold(new.label) for slot in event.slots):
        return replace(event, slots=(*event.slots, new))
    (old,) = slots_named(event, [new.label])
    changed = replace(old, start=new.start, end=new.end)
    return replace(event, slots=tuple(changed if slot.id == old.id else slot for slot in event.slots))


def _moved(slot: Slot, before: str, after: str) -> Slot:
    from zoneinfo import ZoneInfo

    start, end = (instant_.astimezone(ZoneInfo(before)) for instant_ in (slot.start, slot.end))
    return replace(
        slot,
        start=local_instant(start.date(), start.time(), after),
        end=local_instant(end.date(), end.time(), after),
    )


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        raise UserError(
            "date_malformed", N_("« {date} » n'est pas une date. Exemple : 2025-11-12"), date=text
        ) from None


def _organisation(event: Event, text: str) -> Organisation:
    role, _equals, name = text.partition("=")
    if role not in list(OrganisationRole) or not name.strip():
        sentence = N_("« {text} » illisible. Écrivez par exemple : host=Ville de Marigot (organiser, host ou partner).")
        raise UserError("organisation_malformed", sentence, text=text)
    known = {(o.name, o.role): o for o in event.organisations}
    made = Organisation(name=name.strip(), role=OrganisationRole(role))
    return known.get((made.name, made.role), made)


def _resources(event: Event, texts: Iterable[str]) -> Iterator[Resource]:
    """Each is the one of its title the event has, if any is left: of several of one title, none takes another's place."""
    left = list(event.resources)
    for text in texts:
        title, link, kind, open_to = (part.strip() for part in (*text.split("|"), "", "", "")[:4])
        made = Resource(title=title, link=link, kind=kind, open_to=open_to)
        known = next((resource for resource in left if resource.title == title), None)
        if known is not None:
            left.remove(known)
            made = made._replace(id=known.id, event_id=known.event_id)
        yield made


def zone_named(name: str) -> str:
    """A time zone by its name. UserError timezone_unknown."""
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name).key
    except (ValueError, OSError, KeyError):
        template = N_("« {zone} » n'est pas un fuseau horaire. Exemples : {examples}.")
        raise UserError("timezone_unknown", template, zone=name, examples=", ".join(TIMEZONES)) from None


def _slot(text: str, zone: str) -> Slot:
    label, _equals, span = text.rpartition("=")
    start_text, _slash, end_text = span.partition("/")
    try:
        start = instant(start_text, zone)
        only_time = "T" not in end_text and " " not in end_text.strip()
        if only_time:
            end_text = f"{start_text.strip()[:10]}T{end_text.strip()}"
        end = instant(end_text, zone)
        if only_time and end < start:
            end += timedelta(days=1)  # it goes past midnight
            if end - start > _NIGHT:
                template = N_("Créneau « {slot} » : il finit avant de commencer.")
                raise UserError("slot_backwards", template, slot=text)
    except ValueError:
        template = N_("Créneau « {slot} » illisible. Écrivez par exemple : Soirée=2025-11-12T18:00/2025-11-12T20:30")
        raise UserError("slot_malformed", template, slot=text) from None
    return Slot(label=label.strip() or _("Séance"), start=start, end=end)
