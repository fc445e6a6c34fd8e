"""Bring resources/translations/en.po up to date with the sentences of the program: `make translations`.

Kept: every translation whose sentence still exists. Listed: those that are missing. Exit 1 when some are.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
FILE = ROOT / "resources" / "translations" / "en.po"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}


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
    found = extract_from_dir(str(ROOT / "ia_events"), [("**.py", "python")], keywords=KEYWORDS)
    for _file, _line, message, _comments, _context in sorted(found, key=lambda entry: (entry[0], entry[1])):
        catalogue.add(message)
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
