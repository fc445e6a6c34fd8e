"""The people of an event, listed."""

from __future__ import annotations

from typing import Any

import click

from ia_events.cli.base import Context, commands, event_option
from ia_events.domain.fields import FIELDS
from ia_events.domain.people import STATUS_LABELS, Attendee
from ia_events.i18n import N_, _
from ia_events.store import events, heard, registrations


@commands.command("registrations", help=N_("Lister les personnes d'un événement, avec tous les champs."))
@event_option
@click.option(
    "--search",
    "text",
    default="",
    metavar=N_("TEXTE"),
    help=N_(
        "Une partie du nom, de la collectivité, de l'adresse électronique ou du code court ; à défaut, un nom qui y ressemble."
    ),
)
@click.pass_obj
def list_registrations(context: Context, event_id: str, text: str) -> None:
    """List the people of an event, with every field; when nobody holds the text, those whose names may be heard so."""
    with context.store() as store:
        events.get(store, event_id)
        ids = registrations.search(store, event_id, registrations.Query(text=text))
        likely = not ids and bool(text.strip())
        if likely:
            ids = [person.id for person in heard.likely(store, event_id, text)[: heard.SHOWN]]
        people = [
            p for start in range(0, len(ids), 5000) for p in registrations.get_many(store, ids[start : start + 5000])
        ]
    rows = [{**person_json(p), "likely": likely} for p in people]
    lines = [f"{p.short_code}  {p.list_name:32}  {p.employer:36}  {_(STATUS_LABELS[p.status])}" for p in people]
    if likely and lines:
        lines.insert(0, _("Peut-être :"))
    context.answer({"registrations": rows}, "\n".join(lines) or _("Personne ne correspond."))


def person_json(person: Attendee) -> dict[str, Any]:
    """Somebody, with every field of the table under its identifier."""
    values = {field.id: getattr(person, field.id) for field in FIELDS}
    return {
        "id": person.id,
        **values,
        "short_code": person.short_code,
        "slots": list(person.slots),
        "source": person.source.value,
    }
