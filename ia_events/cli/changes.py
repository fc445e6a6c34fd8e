"""What was done: merged, listed, taken back."""

from __future__ import annotations

import click

from ia_events.cli.base import Context, commands, now
from ia_events.domain.errors import UserError
from ia_events.i18n import N_, _, ngettext
from ia_events.store import events, journal, registrations


@commands.command("merge")
@click.option("--event", "event_id", required=True, metavar="ID")
@click.option("--keep", required=True, metavar="ID", help="The registration that stays.")
@click.option("--other", required=True, metavar="ID", help="The one that joins it.")
@click.pass_obj
def merge(context: Context, event_id: str, keep: str, other: str) -> None:
    """Make two registrations one person; `undo` parts them again."""
    with context.store() as store:
        events.get(store, event_id)
        action = registrations.merge(store, keep, other, {}, now())
    context.answer({"registration": keep, "action": action.id if action else ""}, str(action or ""))


@commands.command("imports")
@click.option("--event", "event_id", required=True, metavar="ID")
@click.pass_obj
def imports(context: Context, event_id: str) -> None:
    """List the lists imported into an event."""
    with context.store() as store:
        zone = events.get(store, event_id)
        found = registrations.imports(store, event_id)
    rows = [
        {
            "action": i.action,
            "at": i.at.isoformat(),
            "file": i.file,
            "added": i.added,
            "updated": i.updated,
            "withdrawn": i.withdrawn,
            "undone": i.undone,
        }
        for i in found
    ]
    lines = [
        f"{i.action}  {zone.local(i.at):%Y-%m-%d %H:%M}  +{i.added} ~{i.updated} -{i.withdrawn}  {i.file}"
        + (f"  ({_('annulé')})" if i.undone else "")
        for i in found
    ]
    context.answer({"imports": rows}, "\n".join(lines) or _("Aucune liste importée dans cet événement."))


@commands.command("undo")
@click.option("--action", default="", metavar="ID", help="Of `imports`, instead of the last action.")
@click.pass_obj
def undo(context: Context, action: str) -> None:
    """Take back the last action, or the one named; what was edited since stays."""
    with context.store() as store:
        done = journal.undo(store, now(), action)
    if done is None and action:
        raise UserError("action_unknown", N_("Cette action n'existe pas dans cette base, ou elle est déjà annulée."))
    _replayed(context, done, _("Annulé : {action}."), _("Rien à annuler."))


@commands.command("redo")
@click.pass_obj
def redo(context: Context) -> None:
    """Do again the action last undone."""
    with context.store() as store:
        done = journal.redo(store, now())
    _replayed(context, done, _("Rétabli : {action}."), _("Rien à rétablir."))


def _replayed(context: Context, done: journal.Action | None, sentence: str, nothing: str) -> None:
    lines = [sentence.format(action=done) if done else nothing]
    if done and done.kept:
        left = ngettext(
            "{count} élément modifié depuis est resté.", "{count} éléments modifiés depuis sont restés.", done.kept
        )
        lines.append(left.format(count=done.kept))
    answer = {"action": done.id if done else "", "label": str(done or ""), "kept": done.kept if done else 0}
    context.answer(answer, "\n".join(lines))
