"""Headquarters' templates this machine's user keeps: a copy of each, its name, and where somebody pointed on it."""

from __future__ import annotations

import json
import logging
import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ia_events import paths
from ia_events.domain.errors import UserError
from ia_events.domain.pointing import Pointed
from ia_events.domain.text import clean, fold
from ia_events.i18n import N_

log = logging.getLogger(__name__)

_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Template:
    """One of them; `folder` is its own, and names it."""

    folder: Path
    name: str
    pointed: Pointed = field(default_factory=Pointed)

    @property
    def file(self) -> Path:
        """The workbook."""
        return self.folder / "modele.xlsx"


def all_templates() -> list[Template]:
    """Those kept, by name."""
    root = _root()
    found = [template for folder in (root.iterdir() if root.is_dir() else ()) if (template := _read(folder))]
    return sorted(found, key=lambda template: fold(template.name))


def find(name: str) -> Template:
    """The one of a name, whatever its case and accents. UserError `template_missing`."""
    found = all_templates()
    for template in found:
        if fold(template.name) == fold(name):
            return template
    raise UserError(
        "template_missing",
        N_("Aucun fichier et aucun modèle gardé ne s'appelle « {name} ». Modèles gardés : {known}."),
        name=name,
        known=", ".join(template.name for template in found) or "–",
    )


def keep(file: Path, name: str) -> Template:
    """Keep a copy of a workbook, under a name that gets a number when it is taken. UserError: those of writing files."""
    folder = _free_folder()
    paths.make_folder(folder)
    made = Template(folder, _free(name or file.stem))
    with paths.atomic_write(made.file) as target, file.open("rb") as source:
        shutil.copyfileobj(source, target)
    _write(made)
    return made


def rename(template: Template, name: str) -> Template:
    """Give it another name. UserError `template_nameless`."""
    if not fold(name):
        raise UserError("template_nameless", N_("Donnez un nom au modèle."))
    renamed = replace(template, name=clean(name)[:_LONGEST] if fold(name) == fold(template.name) else _free(name))
    _write(renamed)
    return renamed


def point(template: Template, pointed: Pointed) -> Template:
    """Keep what somebody pointed at."""
    changed = replace(template, pointed=pointed)
    _write(changed)
    return changed


def remove(template: Template) -> None:
    """Set it aside: it can be put back until another is removed."""
    aside = _aside()
    shutil.rmtree(aside, ignore_errors=True)
    template.folder.replace(aside)


def put_back() -> Template | None:
    """The template removed last, kept again; None when there is none."""
    removed = _read(_aside())
    if removed is None:
        return None
    back = replace(removed, folder=_free_folder(), name=_free(removed.name))
    removed.folder.replace(back.folder)
    _write(back)
    return back


def _root() -> Path:
    return paths.config() / "templates"


def _free_folder() -> Path:
    number = 1
    while (folder := _root() / f"{number:03}").exists():
        number += 1
    return folder


def _aside() -> Path:
    return paths.config() / "template-removed"


def _free(name: str) -> str:
    name = clean(name)[:_LONGEST]
    taken = {fold(template.name) for template in all_templates()}
    number, free = 2, name
    while fold(free) in taken:
        free, number = f"{name} {number}", number + 1
    return free


def _write(template: Template) -> None:
    cells = [[sheet, place, text] for (sheet, place), text in template.pointed.cells.items()]
    said = {"name": template.name, "cells": cells, "rows": dict(template.pointed.rows)}
    with paths.atomic_write(template.folder / "template.json") as target:
        target.write((json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode("utf-8"))


def _read(folder: Path) -> Template | None:
    if not (folder / "modele.xlsx").is_file():
        return None
    try:
        said: Any = json.loads((folder / "template.json").read_text(encoding="utf-8"))
        cells = {(str(sheet), str(place)): str(text) for sheet, place, text in said["cells"]}
        rows = {str(sheet): int(row) for sheet, row in said["rows"].items()}
        return Template(folder, str(said["name"]), Pointed(cells, rows))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        log.warning("what was kept of a template cannot be read: %s", type(error).__name__)
        return Template(folder, folder.name)
