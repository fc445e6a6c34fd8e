"""What was done: merged, listed, taken back."""

from __future__ import annotations

from functools import partial

import click

from ia_events import layouts
from ia_events.cli.base import Context, commands, event_option, now
from ia_events.domain.errors import UserError
from ia_events.i18n import N_, _
from ia_events.store import events, journal, registrations
from ia_events.store import imports as store_imports


@commands.command("merge", help=N_("Réunir deux inscriptions d'une même personne ; « undo » les sépare."))
@event_option
@click.option("--keep", default="", metavar="ID", help=N_("L'inscription qui reste."))
@click.option("--other", default="", metavar="ID", help=N_("Celle qui la rejoint."))
@click.option(
    "--list",
    "listed",
    is_flag=True,
    help=N_("Lister les fusions de l'événement, avec ce que « undo --action » attend."),
)
@click.pass_obj
def merge(context: Context, event_id: str, keep: str, other: str, listed: bool) -> None:
    """Make two registrations one person; `undo` parts them again."""
    if listed:
        _list_merges(context, event_id)
        return
    if not keep or not other:
        raise click.UsageError(_("Donnez --keep et --other, ou --list."))
    with context.store() as store:
        events.get(store, event_id)
        if any(registrations.get(store, id_).event_id != event_id for id_ in (keep, other)):
            raise UserError("merge_events", N_("Ces deux inscriptions ne sont pas de cet événement."))
        action = registrations.merge(store, keep, other, {}, now())
    context.answer({"registration": keep, "action": action.id if action else ""}, str(action or ""))


def _list_merges(context: Context, event_id: str) -> None:
    with context.store() as store:
        event = events.get(store, event_id)
        found = registrations.merges(store, event_id)
        kept = {p.id: p for p in registrations.get_many(store, [m.into for m in found])}
    rows = [{"action": m.action, "at": m.at.isoformat(), "registration": m.into, "other": m.person.id} for m in found]
    lines = [
        f"{m.action}  {event.local(m.at):%Y-%m-%d %H:%M}  {m.person.list_name} → {kept[m.into].list_name}"
        for m in found
    ]
    context.answer({"merges": rows}, "\n".join(lines) or _("Aucune fusion dans cet événement."))


@commands.command("imports", help=N_("Lister les listes importées dans un événement."))
@event_option
@click.pass_obj
def imports(context: Context, event_id: str) -> None:
    """List the lists imported into an event."""
    with context.store() as store:
        zone = events.get(store, event_id)
        found = store_imports.imports(store, event_id)
    rows = [
        {
            "action": i.action,
            "at": i.at.isoformat(),
            "file": i.file,
            "added": i.added,
            "updated": i.updated,
            "withdrawn": i.withdrawn,
            "attendance": i.noted,
            "undone": i.undone,
            "events": i.events,
        }
        for i in found
    ]
    lines = [
        f"{i.action}  {zone.local(i.at):%Y-%m-%d %H:%M}  +{i.added} ~{i.updated} -{i.withdrawn} ={i.noted}  {i.file}"
        + (f"  ({_('annulé')})" if i.undone else "")
        for i in found
    ]
    context.answer({"imports": rows}, "\n".join(lines) or _("Aucune liste importée dans cet événement."))


@commands.command("undo", help=N_("Annuler la dernière action, ou celle nommée ; ce qui a été modifié depuis reste."))
@click.option(
    "--action",
    default="",
    metavar="ID",
    help=N_("L'action, de « imports » ou « merge --list », au lieu de la dernière."),
)
@click.pass_obj
def undo(context: Context, action: str) -> None:
    """Take back the last action, or the one named; what was edited since stays."""
    with context.store() as store:
        done = journal.undo(store, now(), action)
        said = journal.words(store, done) if done else ""
        layouts.standing(partial(store_imports.undone, store))
    if done is None and action:
        raise UserError("action_unknown", N_("Cette action n'existe pas dans cette base, ou elle est déjà annulée."))
    _replayed(context, done, said, _("Annulé : {action}."), _("Rien à annuler."))


@commands.command("redo", help=N_("Rétablir la dernière action annulée."))
@click.pass_obj
def redo(context: Context) -> None:
    """Do again the action last undone."""
    with context.store() as store:
        done = journal.redo(store, now())
        said = journal.words(store, done) if done else ""
        layouts.standing(partial(store_imports.undone, store))
    _replayed(context, done, said, _("Rétabli : {action}."), _("Rien à rétablir."))


def _replayed(context: Context, done: journal.Action | None, said: str, sentence: str, nothing: str) -> None:
    lines = [sentence.format(action=said) if done else nothing]
    if done and done.left:
        lines.append(done.left)
    answer = {"action": done.id if done else "", "label": str(done or ""), "kept": done.kept if done else 0}
    context.answer(answer, "\n".join(lines))
