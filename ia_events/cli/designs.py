"""Badge designs: which there are, and those one adds."""

from __future__ import annotations

from pathlib import Path

import click

from ia_events.cli.base import Context, commands
from ia_events.i18n import _


@commands.group("designs")
def designs() -> None:
    """Badge designs."""


@designs.command("list")
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


@designs.command("add")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--name", default="", help="Another name for it.")
@click.pass_obj
def add_design(context: Context, file: Path, name: str) -> None:
    """Keep a design file, to be used by `badges --layout`."""
    from ia_events.documents import design_files, kept_designs

    kept = kept_designs.keep(design_files.read(file), name)
    context.answer({"design": kept.id}, _("Modèle gardé : {name} ({id}).").format(name=kept.name, id=kept.id))


@designs.command("export")
@click.argument("design_id", metavar="ID")
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="FILE.json")
@click.pass_obj
def export_design(context: Context, design_id: str, out: Path) -> None:
    """Write a design to a file, to be shared or changed."""
    from ia_events import paths
    from ia_events.documents import design_files, kept_designs

    design = kept_designs.find(design_id)
    paths.refuse_same_file(out, context.path)
    with paths.atomic_write(out) as target:
        target.write(design_files.written(design).encode("utf-8"))
    context.answer({"file": str(out)}, _("Modèle écrit : {file}").format(file=out))


@designs.command("remove")
@click.argument("design_id", metavar="ID")
@click.pass_obj
def remove_design(context: Context, design_id: str) -> None:
    """Remove one of your designs."""
    from ia_events.documents import kept_designs

    design = kept_designs.find(design_id)
    kept_designs.remove(design)
    context.answer({"design": design.id}, _("Modèle retiré : {name}.").format(name=design.name))
