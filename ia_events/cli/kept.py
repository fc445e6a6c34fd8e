"""What this machine's user keeps for lists: headquarters' templates, presets of columns, decisions about layouts."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from pathlib import Path

import click

from ia_events import kept_templates, layouts, presets
from ia_events.cli.base import A_PATH, Context, commands, out_option, password_of_stdin
from ia_events.domain.errors import UserError
from ia_events.domain.pointing import Pointed
from ia_events.i18n import N_, _
from ia_events.store import imports
from ia_events.store.database import is_missing

_file = click.argument("file", type=A_PATH, metavar=N_("FICHIER"), help=N_("Le fichier à lire."))
_name = click.argument("name", metavar=N_("NOM"), help=N_("Le nom, comme « list » le donne."))
_out = out_option(N_("FICHIER.json"))
_password = click.option(
    "--password-stdin", is_flag=True, help=N_("Lire le mot de passe du classeur sur l'entrée standard.")
)


@commands.group("template", help=N_("Les modèles de classeur du siège gardés sur ce poste."))
def template() -> None:
    """Headquarters' templates kept on this machine."""


@template.command("list", help=N_("Lister les modèles gardés, et ce qui y est désigné."))
@click.pass_obj
def list_templates(context: Context) -> None:
    """List those kept, and what was pointed at on them."""
    found = kept_templates.all_templates()
    rows = [{"name": each.name, "file": str(each.file), **_pointed(each.pointed)} for each in found]
    context.answer({"templates": rows}, "\n".join(each.name for each in found) or _("Aucun modèle gardé"))


@template.command("keep", help=N_("Garder la copie d'un classeur."))
@_file
@click.option("--name", default="", metavar=N_("NOM"), help=N_("Sous ce nom (par défaut : celui du fichier)."))
@_password
@click.pass_obj
def keep_template(context: Context, file: Path, name: str, password_stdin: bool) -> None:
    """Keep a copy of a workbook."""
    from ia_events.spreadsheets.template_view import show_template

    show_template(file, password_of_stdin() if password_stdin else None)  # refused now rather than on the day
    kept = kept_templates.keep(file, name)
    context.answer({"name": kept.name, "file": str(kept.file)}, _("Modèle gardé : {name}").format(name=kept.name))


@template.command(
    "point", help=N_("Désigner les cellules à remplir ; rien n'est gardé si elles ne peuvent pas l'être.")
)
@_name
@click.option("--cell", "cells", multiple=True, metavar=N_("Feuille!B5={{nom}}"), help=N_("Mettre un repère dans une cellule ; rien après « = » l'enlève. Peut se répéter."))  # fmt: skip
@click.option(
    "--row",
    "rows",
    multiple=True,
    metavar=N_("Feuille!5"),
    help=N_("Répéter cette ligne pour chaque personne ; peut se répéter."),
)
@_password
@click.pass_obj
def point_template(
    context: Context, name: str, cells: tuple[str, ...], rows: tuple[str, ...], password_stdin: bool
) -> None:
    """Say which cells are to be filled; nothing is kept when they cannot be."""
    from ia_events.spreadsheets.references import corners
    from ia_events.spreadsheets.template_view import examine

    found = kept_templates.find(name)
    pointed, repeated = dict(found.pointed.cells), dict(found.pointed.rows)
    for said in cells:
        where, equals, text = said.partition("=")
        sheet, _mark, place = where.strip().rpartition("!")
        try:
            left, top, right, bottom = corners(place)
        except ValueError:
            sheet = ""
        if not equals or not sheet or (left, top) != (right, bottom):
            raise click.BadParameter(
                _("« {text} » : écrivez par exemple « Feuille!B5=… ».").format(text=said), param_hint="--cell"
            )
        if text or (sheet, place) not in pointed:
            pointed[sheet, place] = text
        else:
            del pointed[sheet, place]
    for said in rows:
        sheet, _mark, number = said.rpartition("!")
        if not sheet or not number.isdecimal() or not 1 <= int(number) <= 1_048_576:
            raise click.BadParameter(
                _("« {text} » : écrivez par exemple « Feuille!5 ».").format(text=said), param_hint="--row"
            )
        repeated[sheet] = int(number)
    wanted = Pointed(pointed, repeated)
    examine(found.file, wanted, 1, password_of_stdin() if password_stdin else None)
    kept_templates.point(found, wanted)
    context.answer({"name": found.name, **_pointed(wanted)}, _("Modèle gardé : {name}").format(name=found.name))


@template.command("remove", help=N_("Retirer un modèle : la fenêtre peut le remettre, jusqu'au prochain retrait."))
@_name
@click.pass_obj
def remove_template(context: Context, name: str) -> None:
    """Set one aside: the window can put it back until another is removed."""
    found = kept_templates.find(name)
    kept_templates.remove(found)
    context.answer({"name": found.name}, _("Modèle supprimé : {name}.").format(name=found.name))


def _pointed(pointed: Pointed) -> dict[str, dict[str, str] | dict[str, int]]:
    return {
        "cells": {f"{sheet}!{place}": text for (sheet, place), text in pointed.cells.items()},
        "rows": dict(pointed.rows),
    }


@commands.group("preset", help=N_("Les choix de colonnes gardés sur ce poste."))
def preset() -> None:
    """The choices of columns kept on this machine."""


@preset.command("list", help=N_("Lister les présélections, celles du programme d'abord."))
@click.pass_obj
def list_presets(context: Context) -> None:
    """List them, the program's own first."""
    found = presets.all_presets()
    rows = [
        {"name": each.title, "columns": list(each.columns), "people": each.people, "kind": each.kind, "built_in": each.built_in}
        for each in found
    ]  # fmt: skip
    context.answer({"presets": rows}, "\n".join(f"{each.title:32}  {', '.join(each.columns)}" for each in found))


@preset.command("bring", help=N_("Garder la présélection d'un fichier reçu."))
@_file
@click.pass_obj
def bring_preset(context: Context, file: Path) -> None:
    """Keep the preset of a file somebody gave."""
    kept = presets.bring(file)
    context.answer({"name": kept.name}, _("Présélection gardée : {name}").format(name=kept.name))


@preset.command("share", help=N_("Écrire une présélection dans un fichier, pour la donner."))
@_name
@_out
@click.pass_obj
def share_preset(context: Context, name: str, out: Path) -> None:
    """Write a preset in a file, to be given to somebody else."""
    found = presets.find(name)
    presets.export(found, out)
    context.answer({"name": found.title, "file": str(out)}, str(out))


@commands.group("layout", help=N_("Ce qui a été décidé des listes, retenu pour la prochaine de même forme."))
def layout() -> None:
    """What was decided about lists, remembered for the next one made alike."""


def _settle(context: Context) -> None:
    """Have it noted which imports were taken back, as the database tells when there is one: what is kept is not in it."""
    with suppress(UserError):  # one that does not open hinders nothing here
        if not is_missing(context.path):
            with context.store() as store:
                layouts.standing(partial(imports.undone, store))


@layout.command("list", help=N_("Lister ce qui est retenu."))
@click.pass_obj
def list_layouts(context: Context) -> None:
    """List what is remembered."""
    _settle(context)
    known = layouts.standing()
    rows = [{"layout": key, "mapping": dict(la.mapping), "answers": dict(la.answers)} for key, la in known.items()]
    lines = [f"{key}  {', '.join(f'{heading} = {field}' for heading, field in la.mapping.items())}" for key, la in known.items()]  # fmt: skip
    context.answer({"layouts": rows}, "\n".join(lines))


@layout.command("bring", help=N_("Ajouter celles d'un fichier ; elles l'emportent sur celles connues."))
@_file
@click.pass_obj
def bring_layouts(context: Context, file: Path) -> None:
    """Add those of a file; they win over those known."""
    count = layouts.import_from(file)
    context.answer({"count": count}, _("Mises en page ajoutées : {count}").format(count=count))


@layout.command("share", help=N_("Les écrire toutes dans un fichier, pour un autre poste."))
@_out
@click.pass_obj
def share_layouts(context: Context, out: Path) -> None:
    """Write them all in a file another machine can take in."""
    _settle(context)
    context.answer({"file": str(out), "count": layouts.export_to(out)}, str(out))


@layout.command("forget", help=N_("Tout oublier."))
@click.pass_obj
def forget_layouts(context: Context) -> None:
    """Remember nothing any more."""
    _settle(context)
    count = len(layouts.standing())
    layouts.forget_all()
    context.answer({"count": count}, _("Mises en page oubliées : {count}").format(count=count))
