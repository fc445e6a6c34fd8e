"""Events: added, listed, shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click

from ia_events.cli.base import Context, commands, now
from ia_events.cli.event_facts import fact_options, with_facts, zone_named
from ia_events.cli.people import person_json
from ia_events.domain import dates
from ia_events.domain.cautions import Caution
from ia_events.domain.entry_rules import EntryRules
from ia_events.domain.events import FORMAT_LABELS, ORGANISATION_ROLE_LABELS, Event
from ia_events.domain.people import ROLE_LABELS
from ia_events.i18n import N_, _
from ia_events.store import events, registrations, run_sheet


@commands.group(help=N_("Créer, lister, montrer et modifier les événements."))
def event() -> None:
    """Create, list and show events."""


@event.command("add", help=N_("Créer un événement."))
@click.option("--title", required=True, metavar=N_("TEXTE"), help=N_("Le titre."))
@fact_options
@click.pass_obj
def event_add(context: Context, /, title: str, **given: Any) -> None:
    """Create an event."""
    zone = zone_named(given["timezone"] or context.settings.timezone)
    delegation = context.settings.delegation if given["delegation"] is None else given["delegation"]
    blank = Event(title=title.strip(), timezone=zone, delegation=delegation.strip())
    with context.store() as store:
        id_ = events.save(store, with_facts(blank, **{**given, "timezone": None, "delegation": None}), now())
        cautions = run_sheet.cautions(store, events.get(store, id_))
    context.notice(tuple(caution.message for caution in cautions))
    context.answer({"event": id_, "cautions": cautions_json(cautions)}, id_)


def cautions_json(cautions: Iterable[Caution]) -> list[dict[str, str]]:
    """What deserves a second look, for scripts."""
    return [{"code": caution.code, "message": caution.message} for caution in cautions]


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
        team = registrations.team(store, event_id)
        cautions = run_sheet.cautions(store, found)
    lines = [found.title, dates.event_dates(found), ", ".join(filter(None, (found.venue, found.address)))]
    lines += [_("{what} : {state}").format(what=_(words), state=text) for words, text in _facts(found) if text]
    for slot in found.slots:
        words = EntryRules.of(slot).words
        lines.append(f"{slot.id}  {dates.slot_title(found, slot)}" + (f" · {words}" if words else ""))
    lines.append(
        _("Inscriptions : {registered}, liste d'attente : {waitlisted}, désistements : {cancelled}.").format(
            **counts._asdict()
        )
    )
    lines += [
        _("{what} : {state}").format(what=_(ORGANISATION_ROLE_LABELS[o.role]), state=o.name)
        for o in found.organisations
    ]
    lines += [" · ".join(filter(None, (_(ROLE_LABELS[p.role]), p.list_name, p.job_title, p.employer))) for p in team]
    lines += [" · ".join(filter(None, (r.title, r.kind, r.link, r.open_to))) for r in found.resources]
    lines += [f"{caution.message} {caution.advice}" for caution in cautions]
    people = [{**person_json(person), "name": person.list_name} for person in team]
    answer = {**_event_json(found), "counts": counts._asdict(), "people": people, "cautions": cautions_json(cautions)}
    context.answer(answer, "\n".join(filter(None, lines)))


def _facts(found: Event) -> list[tuple[str, str]]:
    """What the window tells of an event beside its slots: label and text."""
    return [
        (N_("Format, dispositif et code de session"), " · ".join(filter(None, (_(FORMAT_LABELS[found.format]), found.programme, found.session_code)))),
        (N_("Cycle"), found.cycle),
        (N_("Délégation"), found.delegation),
        (N_("Jauge"), "" if found.capacity is None else str(found.capacity)),
        (N_("Public"), found.audience),
        (N_("Thèmes"), " · ".join(found.themes)),
        (N_("Besoins exprimés"), found.needs),
        (N_("Notes"), found.notes),
    ]  # fmt: skip


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
        "needs": found.needs,
        "notes": found.notes,
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
