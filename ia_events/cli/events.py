"""Events: added, listed, shown."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import click

from ia_events.cli.base import Context, commands, instant, now
from ia_events.domain import dates
from ia_events.domain.entry_rules import EntryRules
from ia_events.domain.errors import UserError
from ia_events.domain.events import TIMEZONES, Event, Format, Slot
from ia_events.i18n import N_, _
from ia_events.store import events, registrations, run_sheet


@commands.group(help=N_("Créer, lister et montrer les événements."))
def event() -> None:
    """Create, list and show events."""


@event.command("add", help=N_("Créer un événement."))
@click.option("--title", required=True, metavar=N_("TEXTE"), help=N_("Le titre."))
@click.option(
    "--slot",
    "slots",
    multiple=True,
    metavar=N_("INTITULÉ=DÉBUT/FIN"),
    help=N_("Un créneau, aux heures locales : Soirée=2025-11-12T18:00/20:30 ; peut se répéter."),
)
@click.option(
    "--opens-before",
    "opens",
    type=click.IntRange(0),
    metavar=N_("MINUTES"),
    help=N_("L'accueil ouvre tant de minutes avant chaque créneau."),
)
@click.option(
    "--late-after",
    "late",
    type=click.IntRange(0),
    metavar=N_("MINUTES"),
    help=N_("Retard au-delà de tant de minutes après le début de chaque créneau."),
)
@click.option("--seats", type=click.IntRange(0), metavar="N", help=N_("Places dans la salle, à chaque créneau."))
@click.option("--no-reentry", is_flag=True, help=N_("Une sortie est définitive jusqu'à la fin du créneau."))
@click.option("--sign-on-screen", is_flag=True, help=N_("Qui est admis peut signer à l'écran de l'accueil."))
@click.option(
    "--timezone",
    default=None,
    metavar=N_("ZONE"),
    help=N_("Le fuseau horaire, comme America/Marigot (par défaut : celui des réglages)."),
)
@click.option("--venue", default="", metavar=N_("TEXTE"), help=N_("Le lieu."))
@click.option("--address", default="", metavar=N_("TEXTE"), help=N_("L'adresse du lieu."))
@click.option(
    "--delegation", default=None, metavar=N_("TEXTE"), help=N_("La délégation (par défaut : celle des réglages).")
)
@click.option("--programme", default="", metavar=N_("TEXTE"), help=N_("Le programme dont l'événement fait partie."))
@click.option("--cycle", default="", metavar=N_("TEXTE"), help=N_("Le cycle dont l'événement fait partie."))
@click.option("--session-code", default="", metavar=N_("TEXTE"), help=N_("Le code de session."))
@click.option(
    "--format",
    "format_",
    type=click.Choice([f.value for f in Format]),
    default=Format.DAY.value,
    help=N_("Le format de l'événement."),
)
@click.option("--capacity", type=click.IntRange(0), metavar="N", help=N_("Le nombre de places."))
@click.option("--audience", default="", metavar=N_("TEXTE"), help=N_("Le public."))
@click.option("--theme", "themes", multiple=True, metavar=N_("TEXTE"), help=N_("Un thème ; peut se répéter."))
@click.option("--notes", default="", metavar=N_("TEXTE"), help=N_("Des notes, pour l'équipe."))
@click.pass_obj
def event_add(
    context: Context,
    /,
    title: str,
    slots: tuple[str, ...],
    opens: int | None,
    late: int | None,
    seats: int | None,
    no_reentry: bool,
    sign_on_screen: bool,
    timezone: str | None,
    delegation: str | None,
    format_: str,
    themes: tuple[str, ...],
    **texts: Any,
) -> None:
    """Create an event."""
    zone = _zone(timezone or context.settings.timezone)
    rules = EntryRules(opens, late, seats, not no_reentry, sign_on_screen)
    new = Event(
        title=title,
        timezone=zone,
        format=Format(format_),
        delegation=context.settings.delegation if delegation is None else delegation,
        slots=tuple(rules.given_to(_slot(text, zone)) for text in slots),
        themes=themes,
        **texts,
    )
    with context.store() as store:
        id_ = events.save(store, new, now())
        cautions = run_sheet.cautions(store, events.get(store, id_))
    for caution in cautions:
        click.echo(caution.message, err=True)
    context.answer({"event": id_}, id_)


def _zone(name: str) -> str:
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
    except ValueError:
        template = N_("Créneau « {slot} » illisible. Écrivez par exemple : Soirée=2025-11-12T18:00/2025-11-12T20:30")
        raise UserError("slot_malformed", template, slot=text) from None
    return Slot(label=label.strip() or _("Séance"), start=start, end=end)


@event.command("list", help=N_("Lister les événements, le plus récent d'abord."))
@click.option("--archived", is_flag=True, help=N_("Les événements archivés, à la place."))
@click.pass_obj
def event_list(context: Context, archived: bool) -> None:
    """List events, the most recent first."""
    with context.store() as store:
        found = events.list_events(store, archived=archived)
        rows = [{**_event_json(e), "registrations": registrations.counts(store, e.id).total} for e in found]
    lines = [
        f"{r['id']}  {r['registrations']:>5}  {dates.event_dates(e) or '—':32}  {e.title}"
        for r, e in zip(rows, found, strict=True)
    ]
    context.answer({"events": rows}, "\n".join(lines) or _("Aucun événement. « ia-events event add » en crée un."))


@event.command("show", help=N_("Montrer un événement et ses créneaux."))
@click.argument("event_id", metavar="ID", help=N_("L'événement, comme « event list » le nomme."))
@click.pass_obj
def event_show(context: Context, event_id: str) -> None:
    """Show an event with its slots."""
    with context.store() as store:
        found = events.get(store, event_id)
        counts = registrations.counts(store, event_id)
        cautions = run_sheet.cautions(store, found)
    lines = [found.title, dates.event_dates(found), ", ".join(filter(None, (found.venue, found.address)))]
    for slot in found.slots:
        words = EntryRules.of(slot).words
        lines.append(f"{slot.id}  {dates.slot_title(found, slot)}" + (f" · {words}" if words else ""))
    lines.append(
        _("Inscriptions : {registered}, liste d'attente : {waitlisted}, désistements : {cancelled}.").format(
            **counts._asdict()
        )
    )
    lines += [f"{caution.message} {caution.advice}" for caution in cautions]
    told = [{"code": caution.code, "message": caution.message} for caution in cautions]
    answer = {**_event_json(found), "counts": counts._asdict(), "cautions": told}
    context.answer(answer, "\n".join(filter(None, lines)))


def _event_json(found: Event) -> dict[str, Any]:
    day = "%Y-%m-%d"
    return {
        "id": found.id,
        "title": found.title,
        "timezone": found.timezone,
        "session_code": found.session_code,
        "format": found.format.value,
        "programme": found.programme,
        "cycle": found.cycle,
        "delegation": found.delegation,
        "venue": found.venue,
        "address": found.address,
        "capacity": found.capacity,
        "registration_opens": f"{found.registration_opens:{day}}" if found.registration_opens else None,
        "registration_closes": f"{found.registration_closes:{day}}" if found.registration_closes else None,
        "themes": list(found.themes),
        "audience": found.audience,
        "archived": found.archived,
        "slots": [
            {
                "id": s.id,
                "label": s.label,
                "start": found.local(s.start).isoformat(),
                "end": found.local(s.end).isoformat(),
                "opens_before": s.opens,
                "late_after": s.late,
                "seats": s.seats,
                "reentry": s.reentry,
                "sign_on_screen": s.signing,
            }
            for s in found.slots
        ],
        "organisations": [{"name": o.name, "role": o.role.value} for o in found.organisations],
        "resources": [
            {"title": r.title, "link": r.link, "kind": r.kind, "open_to": r.open_to} for r in found.resources
        ],
    }
