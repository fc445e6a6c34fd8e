"""An event changed after it was made: edited, copied, put away, removed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import click

from ia_events.cli.base import Context, now
from ia_events.cli.choosing import slots_named
from ia_events.cli.event_facts import fact_options, with_facts
from ia_events.cli.events import cautions_json, event
from ia_events.i18n import N_, _
from ia_events.store import Store, events, run_sheet
from ia_events.store.journal import Action

_event_id = click.argument("event_id", metavar="ID", help=N_("L'événement, comme « event list » le nomme."))


@event.command(
    "edit",
    help=N_(
        "Modifier un événement. Un texte vide efface ; un créneau du même intitulé change d'heures, un autre s'ajoute ; ce qui peut se répéter remplace ce qu'il y avait."
    ),
)
@_event_id
@click.option("--title", metavar=N_("TEXTE"), help=N_("Le titre."))
@fact_options
@click.option(
    "--remove-slot",
    "removed",
    multiple=True,
    metavar=N_("ID|INTITULÉ"),
    help=N_("Retirer un créneau ; peut se répéter."),
)
@click.pass_obj
def event_edit(context: Context, /, event_id: str, title: str | None, removed: tuple[str, ...], **given: Any) -> None:
    """Change an event."""
    with context.store() as store:
        before = events.get(store, event_id)
        gone = {slot.id for slot in slots_named(before, removed)} if removed else set()
        left = replace(before, slots=tuple(slot for slot in before.slots if slot.id not in gone))
        if title is not None:
            left = replace(left, title=title.strip())
        after = with_facts(left, **given)
        changed = after != before
        cautions = run_sheet.cautions(store, after) if changed else []
        done = events.recorded(store, after, now(), before=before)[1] if changed else None
    context.notice(tuple(caution.message for caution in cautions))
    answer = {
        "event": event_id,
        "changed": done is not None,
        "action": done.id if done else "",
        "cautions": cautions_json(cautions),
    }
    context.answer(answer, str(done) if done else _("Rien à changer."))


@event.command(
    "duplicate", help=N_("Copier un événement : ses faits, ses créneaux et son équipe, sans ses participants.")
)
@_event_id
@click.option("--title", default="", metavar=N_("TEXTE"), help=N_("Le titre de la copie."))
@click.pass_obj
def event_duplicate(context: Context, event_id: str, title: str) -> None:
    """Copy an event."""
    with context.store() as store:
        copied = events.get(store, event_id).title
        made = events.duplicate(store, event_id, title.strip() or _("{title} (copie)").format(title=copied), now())
    context.answer({"event": made}, made)


def _changing(name: str, says: str, change: Callable[[Store, str], Action | None]) -> None:
    @event.command(name, help=says)
    @_event_id
    @click.pass_obj
    def command(context: Context, event_id: str) -> None:
        with context.store() as store:
            events.get(store, event_id)
            done = change(store, event_id)
        answer = {"event": event_id, "changed": done is not None, "action": done.id if done else ""}
        context.answer(answer, str(done) if done else _("Rien à changer."))


_changing("archive", N_("Archiver un événement."), lambda store, id_: events.archive(store, id_, now()))
_changing("restore", N_("Sortir un événement des archives."), lambda store, id_: events.archive(store, id_, now(), archived=False))  # fmt: skip
_changing("remove", N_("Retirer un événement ; « undo » le remet."), lambda store, id_: events.remove(store, [id_], now()))  # fmt: skip
