"""However long a cell is, what is looked for in it is found or given up soon: no search begins again at each letter."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from pathlib import Path

import pytest
from openpyxl import Workbook

from ia_events.domain.dates import numbers_of
from ia_events.domain.errors import UserError
from ia_events.spreadsheets.placeholders import PLACEHOLDER
from ia_events.spreadsheets.reading import read, read_cells
from tests.spreadsheets.mutations import LONG

# Searches that begin again took minutes on the shortest of these cells; all of them together take a second.
SOON = 25
FIELDS = "Nom;Prénom;Courriel;Téléphone;Catégorie;Civilité;Employeur;Fonction;Observations;SIRET;Rôle;12/11;Matin"


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


@pytest.mark.parametrize("long", LONG, ids=lambda long: repr(long[:3]))
def test_a_long_cell_anywhere_in_a_list(long: str) -> None:
    cell = quoted("Signature " + long + " z")
    lists = [
        f"{FIELDS}\n{';'.join([cell] * 13)}\nDUPONT;Jean\n",
        f"Nom Prénom;Poste\n{cell};x\nDUPONT Jean;y\n",
        f"Nom;Prénom;{cell};{quoted('Téléphone ' + long)}\nDUPONT;Jean;a;b\n",
        f"{cell}\n{quoted('Collectivité : ' + long)}\nNom;Prénom\nDUPONT;Jean\n{cell};\n",
        f"Nom;Prénom\nDUPONT;Jean\n{quoted(long + '<a b:c>')};z\n",
    ]
    began = time.monotonic()
    for text in lists:
        with suppress(UserError):  # thousands of commas may well be what separates
            assert len(read_cells(text).rows) >= 1
    assert time.monotonic() - began < SOON


def test_the_dots_of_a_signature_in_a_workbook(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["Nom", "Prénom", "Observations"], ["DUPONT", "Jean", "Signature " + ". " * 16_000]):
        sheet.append(row)
    book.save(file := tmp_path / "liste.xlsx")
    began = time.monotonic()
    (person,) = read(file).rows
    assert (person.attendee.last_name, person.attendee.phone) == ("DUPONT", "")
    assert time.monotonic() - began < SOON


def test_a_row_of_spaces_is_blank() -> None:
    listing = read_cells("Nom;Prénom\nDUPONT;Jean\n   ;\nDURAND;Anne\n")
    assert [row.attendee.last_name for row in listing.rows] == ["DUPONT", "DURAND"]
    assert (3, "blank") in listing.skipped


@pytest.mark.parametrize(
    "text", ["{{" + " " * 20_000, "{{" * 20_000, "{{ a" + " a" * 20_000, "{{" + " " * 20_000 + "x}"]
)
def test_a_placeholder_that_never_ends(text: str) -> None:
    began = time.monotonic()
    assert PLACEHOLDER.search(text) is None
    assert time.monotonic() - began < SOON


@pytest.mark.parametrize("text", ["{{ nom }}", "{{nom de famille  }}", "{{}}", "{{  }}", "{{a}} et {{ b}}", "{{a}b}}"])
def test_placeholders_are_found_whatever_the_spaces_around(text: str) -> None:
    assert [found.strip() for found in PLACEHOLDER.findall(text)] == re.findall(r"\{\{\s*([^{}]*?)\s*\}\}", text)


def test_a_number_too_long_to_be_one_is_no_date() -> None:
    assert numbers_of("12 novembre " + "9" * 5000) == numbers_of("12 novembre")
