"""The badge designs this machine's user made or was given, beside those that come with the program."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from pathlib import Path

from ia_events import i18n, paths
from ia_events.documents import design_files
from ia_events.documents.designs import Design
from ia_events.domain.errors import UserError
from ia_events.domain.text import clean, fold
from ia_events.i18n import N_

log = logging.getLogger(__name__)

_LONGEST = 80


def all_designs() -> tuple[Design, ...]:
    """Those of the program, then those kept, by name."""
    return (*design_files.shipped(), *kept())


def kept() -> tuple[Design, ...]:
    """Those kept, by name. One that cannot be read is left out, and said in the log."""
    found = []
    for file in sorted(_root().glob("*.json")) if _root().is_dir() else ():
        try:
            found.append(replace(design_files.read(file), id=file.stem))
        except UserError as error:
            log.warning("a kept badge design cannot be read: %s", error.code)
    return tuple(sorted(found, key=lambda design: fold(design.name)))


def find(name: str) -> Design:
    """The design of an id, or of a name whatever its case and accents. UserError `layout_unknown`."""
    found = all_designs()
    for design in found:
        if design.id == name or fold(design.name) == fold(name):
            return design
    known = ", ".join(design.id for design in found)
    raise UserError(
        "layout_unknown", N_("Modèle inconnu : {layout}. Modèles possibles : {known}."), layout=name, known=known
    )


def is_kept(design: Design) -> bool:
    """Whether it is one of the user's, which can be changed and removed."""
    return _file(design.id).is_file()


def keep(design: Design, name: str = "") -> Design:
    """Keep a design under an id of its own; its name gets a number when it is taken. UserError: those of writing."""
    wanted = clean(name or design.name)[:_LONGEST] or design.id
    taken = {fold(one.name) for one in all_designs()}
    number, free = 2, wanted
    while fold(free) in taken:
        free, number = f"{wanted} {number}", number + 1
    made = replace(design, id=_free_id(free), names={i18n.language(): free})
    save(made)
    return made


def save(design: Design) -> None:
    """Write a design that is kept. UserError: those of writing files."""
    paths.make_folder(_root())
    with paths.atomic_write(_file(design.id)) as target:
        target.write(design_files.written(design).encode("utf-8"))


def rename(design: Design, name: str) -> Design:
    """Give one of the user's another name. UserError `design_nameless`, `design_shipped`, `design_name_taken`."""
    if not fold(name):
        raise UserError("design_nameless", N_("Donnez un nom au modèle."))
    if not is_kept(design):
        sentence = N_("« {name} » est un modèle du programme : il ne change pas de nom. Partez d'une copie.")
        raise UserError("design_shipped", sentence, name=design.name)
    if any(fold(one.name) == fold(name) for one in all_designs() if one.id != design.id):
        raise UserError("design_name_taken", N_("Un autre modèle s'appelle déjà « {name} »."), name=clean(name))
    made = replace(design, names={i18n.language(): clean(name)[:_LONGEST]})
    save(made)
    return made


def remove(design: Design) -> None:
    """Set one of the user's aside: it can be put back until another is removed. UserError `design_shipped`."""
    if not is_kept(design):
        sentence = N_("« {name} » est un modèle du programme : il ne s'enlève pas.")
        raise UserError("design_shipped", sentence, name=design.name)
    _file(design.id).replace(_aside())


def put_back() -> Design | None:
    """The design removed last, kept again; None when there is none."""
    if not _aside().is_file():
        return None
    back = keep(design_files.read(_aside()))
    _aside().unlink()
    return back


def _root() -> Path:
    return paths.config() / "badge-designs"


def _aside() -> Path:
    return paths.config() / "badge-design-removed.json"


def _file(design_id: str) -> Path:
    return _root() / f"{design_id}.json"


def _free_id(name: str) -> str:
    wanted = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:40] or "modele"
    taken = {design.id for design in design_files.shipped()}
    number, free = 2, wanted
    while free in taken or _file(free).exists():
        free, number = f"{wanted}-{number}", number + 1
    return free
