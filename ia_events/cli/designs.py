"""Badge designs: which there are, and those one adds."""

from __future__ import annotations

from pathlib import Path

import click

from ia_events.cli.base import A_PATH, Context, commands, out_option
from ia_events.domain.errors import UserError
from ia_events.i18n import N_, _

_design = click.argument("design_id", metavar="ID", help=N_("Le modèle, par son identifiant ou son nom."))


@commands.group("designs", help=N_("Les modèles de badge."))
def designs() -> None:
    """Badge designs."""


@designs.command("list", help=N_("Lister les modèles que « badges --layout » connaît."))
@click.pass_obj
def list_designs(context: Context) -> None:
    """List the designs that `badges --layout` knows."""
    from ia_events.documents import kept_designs

    found = kept_designs.all_designs()
    answer = [
        {
            "id": design.id,
            "name": design.name,
            "own": kept_designs.is_kept(design),
            "two_sided": design.two_sided,
            "folds": design.folds,
            "sizes": [list(made.size) for made in design.formats],
        }
        for design in found
    ]
    context.answer({"designs": answer}, "\n".join(f"{design.id}  {design.name}" for design in found))


@designs.command("add", help=N_("Garder un fichier de modèle, pour « badges --layout »."))
@click.argument("file", type=A_PATH, metavar=N_("FICHIER.json"), help=N_("Le fichier du modèle."))
@click.option("--name", default="", metavar=N_("NOM"), help=N_("Un autre nom pour ce modèle."))
@click.pass_obj
def add_design(context: Context, file: Path, name: str) -> None:
    """Keep a design file, to be used by `badges --layout`."""
    from ia_events.documents import design_files, kept_designs

    kept = kept_designs.keep(design_files.read(file), name)
    context.answer({"design": kept.id}, _("Modèle gardé : {name} ({id}).").format(name=kept.name, id=kept.id))


@designs.command("export", help=N_("Écrire un modèle dans un fichier, à donner ou à modifier."))
@_design
@out_option(N_("FICHIER.json"))
@click.pass_obj
def export_design(context: Context, design_id: str, out: Path) -> None:
    """Write a design to a file, to be shared or changed."""
    from ia_events import paths
    from ia_events.documents import design_files, kept_designs

    design = kept_designs.find(design_id)
    with paths.atomic_write(out) as target:
        target.write(design_files.written(design).encode("utf-8"))
    context.answer({"file": str(out)}, _("Modèle écrit : {file}").format(file=out))


@designs.command("remove", help=N_("Retirer l'un de ses modèles ; « restore » le remet, jusqu'au prochain retrait."))
@_design
@click.pass_obj
def remove_design(context: Context, design_id: str) -> None:
    """Remove one of your designs."""
    from ia_events.documents import kept_designs

    design = kept_designs.find(design_id)
    kept_designs.remove(design)
    context.answer({"design": design.id}, _("Modèle retiré : {name}.").format(name=design.name))


@designs.command("rename", help=N_("Donner un autre nom à l'un de ses modèles ; son identifiant reste."))
@_design
@click.argument("name", metavar=N_("NOM"), help=N_("Le nouveau nom."))
@click.pass_obj
def rename_design(context: Context, design_id: str, name: str) -> None:
    """Give one of your designs another name."""
    from ia_events.documents import kept_designs

    design = kept_designs.rename(kept_designs.find(design_id), name)
    sentence = _("Modèle renommé : {name} ({id}).").format(name=design.name, id=design.id)
    context.answer({"design": design.id, "name": design.name}, sentence)


@designs.command("restore", help=N_("Remettre le dernier modèle retiré."))
@click.pass_obj
def restore_design(context: Context) -> None:
    """Put back the design removed last."""
    from ia_events.documents import kept_designs

    back = kept_designs.put_back()
    if back is None:
        raise UserError("nothing_removed", N_("Aucun modèle à rétablir."))
    sentence = _("Modèle gardé : {name} ({id}).").format(name=back.name, id=back.id)
    context.answer({"design": back.id, "name": back.name}, sentence)
