"""The database itself, and the demonstration."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path

import click

from ia_events.cli.base import A_PATH, Context, commands, not_ours, now
from ia_events.domain.errors import UserError
from ia_events.i18n import N_, _, ngettext
from ia_events.store import backups


@commands.command(help=N_("Dérouler la journée de démonstration ; tout ce qu'elle fait va dans le dossier."))
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False, readable=False), required=True, metavar=N_("DOSSIER"),
    help=N_("Le dossier où tout va."),
)  # fmt: skip
@click.option(
    "--people",
    type=click.IntRange(1, 100_000),
    metavar="N",
    help=N_("Autant de personnes inventées, au lieu de la liste fournie."),
)
@click.pass_obj
def demo(context: Context, out: Path, people: int | None) -> None:
    """Do the whole day on the demonstration event; everything it makes goes to DIR."""
    from ia_events import demonstration

    say: Callable[[str], None] = (lambda text: click.echo(text, err=True)) if context.as_json else click.echo
    result = demonstration.whole_day(out, now(), people, say, context.settings)
    lines = [
        _("Tout est dans {folder}.").format(folder=out),
        _("La base de la démonstration : ia-events --db {database} event list").format(
            database=shlex.quote(result["database"])
        ),
    ]
    context.answer(result, "\n".join(lines))


@commands.command("backup", help=N_("Sauvegarder toute la base dans un fichier."))
@click.argument("file", type=A_PATH, metavar=N_("FICHIER"), callback=not_ours, help=N_("Le fichier à écrire."))
@click.pass_obj
def backup(context: Context, file: Path) -> None:
    """Save the whole database in one file."""
    with context.store() as store:
        backups.backup(store, file)
    context.answer({"file": str(file)}, _("Base sauvegardée : {file}").format(file=file))


@commands.command("restore", help=N_("Remettre une base sauvegardée ; la présente est mise de côté."))
@click.argument("file", type=A_PATH, metavar=N_("FICHIER"), help=N_("La sauvegarde."))
@click.pass_obj
def restore(context: Context, file: Path) -> None:
    """Put a saved database in the place of the present one, which is set aside."""
    aside = backups.restore(file, context.path, now=now())
    sentence = _("Base restaurée. L'ancienne est gardée : {file}").format(file=aside) if aside else _("Base restaurée.")
    context.answer({"file": str(context.path), "replaced": str(aside) if aside else None}, sentence)


@commands.command(
    "verify", help=N_("Vérifier la base : sa structure, son journal, et que les deux disent la même chose.")
)
@click.pass_obj
def verify(context: Context) -> None:
    """Check the database: its structure, its change log, and that both say the same."""
    with context.store() as store:
        found = backups.verify(store)
    if found.faults:
        template = N_("La base est abîmée ({count} défauts) : restaurez une sauvegarde. Premier défaut : {fault}")
        raise UserError("db_damaged", template, count=len(found.faults), fault=found.faults[0])
    value = {"sound": True, "changes": found.changes, "facts": found.facts, "origins": found.origins}
    said = ngettext(
        "Base saine : {n} changement vérifié.", "Base saine : {n} changements vérifiés un à un.", found.changes
    )
    context.answer(value, said.format(n=found.changes))
