"""Bring resources/translations/en.po up to date with the sentences of the program: `make translations`.

Kept: every translation whose sentence still exists. Listed: those that are missing. Exit 1 when some are.
"""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
FILE = ROOT / "resources" / "translations" / "en.po"
# Functions that take a sentence, and which of their arguments it is: one, or a singular and a plural.
KEYWORDS = {"_": (0,), "N_": (0,), "ngettext": (0, 1), "_count": (1, 2)}
Sentence = str | tuple[str, str]


def sentences(source: str) -> Iterator[Sentence]:
    """The sentences of a program, in order. By its syntax tree: Babel's own extraction misses those inside f-strings."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        called = call.func
        name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        places = KEYWORDS.get(name, ())
        if not places or len(call.args) <= max(places):
            continue
        forms = [list(_literals(call.args[place])) for place in places]
        if len(forms) == 1:
            yield from forms[0]
        else:
            yield from zip(*forms, strict=True)


def _literals(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)


def extract() -> Catalog:
    """Every sentence of the program, without the places they are in: those change with every edit."""
    fixed = datetime(2026, 1, 1, tzinfo=UTC)  # a date of the day would make every run a change
    catalogue = Catalog(
        locale="en",
        project="IA Événements",
        version="1",
        header_comment="# English sentences of IA Événements. The French ones, in the program, are the keys.",
        msgid_bugs_address="none",
        last_translator="IA Événements",
        language_team="English",
        creation_date=fixed,
        revision_date=fixed,
        fuzzy=False,
    )
    for path in sorted((ROOT / "ia_events").rglob("*.py")):
        for sentence in sentences(path.read_text(encoding="utf-8")):
            if sentence:
                catalogue.add(sentence)
    for stock in json.loads((ROOT / "resources" / "label_stocks.json").read_text(encoding="utf-8")):
        catalogue.add(stock["name"])
    return catalogue


def read() -> Catalog:
    """The catalogue as it is kept; empty when there is none."""
    if not FILE.exists():
        return Catalog(locale="en")
    with FILE.open("rb") as file:
        return read_po(file, locale="en")


def missing(catalogue: Catalog) -> list[str]:
    """Sentences without a translation."""
    return [str(message.id) for message in catalogue if message.id and not all(_strings(message.string))]


def _strings(string: object) -> list[str]:
    return [string] if isinstance(string, str) else list(string or [""])  # type: ignore[call-overload]


def main() -> int:
    """Write the catalogue anew."""
    catalogue, kept = extract(), read()
    for message in catalogue:
        old = kept.get(message.id) if message.id else None
        if old is not None and all(_strings(old.string)):
            message.string = old.string
    with FILE.open("wb") as file:
        write_po(file, catalogue, width=0, omit_header=False, no_location=True, sort_output=False)
    lacking = missing(catalogue)
    print(f"{FILE.relative_to(ROOT)}: {len(catalogue)} sentences, {len(lacking)} without translation")
    for sentence in lacking:
        print(f"  {sentence}")
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
