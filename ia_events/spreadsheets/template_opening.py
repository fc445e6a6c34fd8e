"""Headquarters' template opened to be edited, or a word on why it is not."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ia_events.domain.errors import Cancelled, UserError
from ia_events.i18n import N_, _
from ia_events.spreadsheets import guard
from ia_events.spreadsheets.archives import Sign
from ia_events.spreadsheets.packages import WORKBOOK, Package, Styles, column_letters, local, rows_of
from ia_events.spreadsheets.references import corners
from ia_events.spreadsheets.refusals import refusal

# Seconds lxml may take for a template of the largest size guard lets through, on a slow laptop.
PATIENCE = 300
# All else is kept as it is; these would make of the result a file that Excel refuses.
_LOST_PARTS = (("xl/vbaProject", N_("des macros")), ("_xmlsignatures/", N_("une signature numérique")))
# What would tell others what is written in the cells, or write in them what others say, once the result is opened.
_RELATIONS = {
    "externalLink": N_("des liens vers d'autres classeurs"),
    "connections": N_("des connexions à des données"),
    "queryTable": N_("des requêtes vers des données"),
}
_TELLS = re.compile(
    r"\b(WEBSERVICE|FILTERXML|RTD|IMAGE|DDE|CALL|REGISTER\.ID|SQL\.REQUEST)\s*\("
    r"|\b(HYPERLINK)\s*\(\s*\"(?:[a-z]+:)?(?://|\\\\)[^\"]*\"\s*&"
    r"|^\s*=?\s*[\w.'\"]+\|[^|]*!",
    re.IGNORECASE,
)
_FORMULAS = frozenset(
    {"f", "formula", "formula1", "formula2", "definedName", "calculatedColumnFormula", "totalsRowFormula"}
)
_FORMULA = re.compile(rb"[<:](?:%s)[\s>]" % "|".join(_FORMULAS).encode())


@contextmanager
def sound(template: Path) -> Iterator[None]:
    """What is wrong with the template is its own fault: whatever is raised while it is edited is file_damaged."""
    try:
        yield
    except (UserError, Cancelled, MemoryError):
        raise
    except Exception as error:  # zipfile, zlib, lxml and openpyxl raise a dozen kinds
        raise refusal("file_damaged", template) from error


def open_template(template: Path, password: str | None = None, sign: Sign = lambda _seconds: None) -> Package:
    """The template taken apart. UserError: template_format, template_would_lose, template_tells, those of
    guard.open_to_edit."""
    opened = guard.open_to_edit(template, password, sign)
    with sound(template):
        package = Package(opened.source) if opened.kind == "workbook" and zipfile.is_zipfile(opened.source) else None
        sheets = package.sheets() if package is not None and WORKBOOK in package.names else []
        for sheet in sheets:
            assert package is not None
            rows_of(package.tree(sheet.part))
            _close_merges(package, sheet.part)
            package.strings()
            Styles(package).is_general(0)
    if package is None or not sheets:
        raise UserError(
            "template_format",
            N_("« {name} » n'est pas un classeur .xlsx. Ouvrez-le dans Excel ou LibreOffice et enregistrez-le au format .xlsx."),
            name=template.name,
        )  # fmt: skip
    lost = {word for start, word in _LOST_PARTS for name in package.names if name.startswith(start)}
    if lost:
        raise UserError(
            "template_would_lose",
            N_("Le modèle « {name} » contient {parts}, que le programme ne sait pas conserver. Enregistrez-en une copie sans ces éléments, puis recommencez."),
            name=template.name,
            parts=", ".join(sorted(_(word) for word in lost)),
        )  # fmt: skip
    with sound(template):
        telling = _telling(package)
    if telling:
        raise UserError(
            "template_tells",
            N_("Le modèle « {name} » contient {parts} : une fois rempli, il pourrait envoyer ailleurs les données des inscrits. Enregistrez-en une copie sans ces éléments (Données › Modifier les liens, Requêtes et connexions), puis recommencez."),
            name=template.name,
            parts=", ".join(telling),
        )  # fmt: skip
    return package


def _telling(package: Package) -> list[str]:
    """What of a template would send elsewhere what is written in it, in words."""
    found: set[str] = set()
    for name in package.names:
        if name.endswith(".rels"):
            kinds = {relation.get("Type", "").rpartition("/")[2] for relation in package.tree(name)}
            found.update(_(_RELATIONS[kind]) for kind in kinds & _RELATIONS.keys())
        elif name.endswith(".xml") and _FORMULA.search(package.read(name)):
            texts = [each.text or "" for each in package.tree(name).iter() if local(each) in _FORMULAS]
            found.update(
                _("la formule {function}").format(function=(told[1] or told[2] or "DDE").upper())
                for text in texts
                if (told := _TELLS.search(text))
            )
    return sorted(found)


def _close_merges(package: Package, part: str) -> None:
    """Merges of whole columns or rows say their corners, as Excel writes them: some programs read no other."""
    for merged in package.tree(part).iterfind("{*}mergeCells/{*}mergeCell"):
        left, top, right, bottom = corners(merged.get("ref", ""))
        area = merged.get("ref").replace(":", "")
        if area.isalpha() or area.isdecimal():
            merged.set("ref", f"{column_letters(left)}{top}:{column_letters(right)}{bottom}")
            package.touch(part)
