"""Lists made on the spot, as people send them."""

from __future__ import annotations

import zipfile
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


_SPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
}


def write_ods(path: Path, table: str, styles: str = "") -> Path:
    """An .ods of one sheet, from what stands in its table and in its automatic styles."""
    spaces = " ".join(f'xmlns:{short}="{space}"' for short, space in _SPACES.items())
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
            f'<office:body><office:spreadsheet><table:table table:name="F">{table}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
        manifest = '<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
        archive.writestr("META-INF/manifest.xml", manifest)
    return path
