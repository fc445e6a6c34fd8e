"""Lists made on the spot, as people send them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

HEADINGS = ("Civilité", "Nom", "Prénom", "Courriel", "Téléphone", "Collectivité")
PEOPLE = (
    ("Mme", "Arrondell", "Éloïse", "eloise.arrondell@exemple.fr", "0690123456", "Collectivité de Saint-Martin"),
    ("M.", "de La Fontaine", "Théo", "theo.delafontaine@exemple.fr", "0690234567", "Cap Excellence"),
    ("Mme", "N'Diaye", "Zoé", "zoe.ndiaye@exemple.fr", "0690345678", "SDIS 971"),
)

MakeList = Callable[..., Path]


@pytest.fixture
def make_list(tmp_path: Path) -> MakeList:
    """Write a workbook: rows from A1 (None is an empty cell); `then` may finish the sheet. Returns its path."""

    def make(
        rows: Sequence[Sequence[object]], then: Callable[[Worksheet], None] | None = None, name: str = "liste.xlsx"
    ) -> Path:
        workbook = openpyxl.Workbook()
        sheet = workbook.active
        assert isinstance(sheet, Worksheet)
        sheet.title = "Inscrits"
        for r, row in enumerate(rows, start=1):
            for c, value in enumerate(row, start=1):
                if value is not None and value != "":
                    sheet.cell(r, c, value)
        if then is not None:
            then(sheet)
        path = tmp_path / name
        workbook.save(path)
        return path

    return make
