"""E-mail addresses that only stand behind a cell."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from ia_events.spreadsheets import links
from ia_events.spreadsheets.reading import read
from tests.spreadsheets.conftest import write_ods


def a_list(path: Path, rows: list[list[str]], linked: dict[str, str]) -> Path:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    for row in rows:
        sheet.append(row)
    for place, target in linked.items():
        if target.startswith("="):
            sheet[place] = target
        else:
            sheet[place].hyperlink = target
    workbook.save(path)
    return path


def addresses(path: Path) -> list[str]:
    return [row.attendee.email for row in read(path).rows]


def test_the_word_that_links_is_taken_for_the_address(tmp_path: Path) -> None:
    rows = [["Nom", "Prénom", "Mél"], ["Gumbs", "Éloïse", "écrire"], ["Richardson", "Jean", "écrire"]]
    linked = {"C2": "mailto:eloise@exemple.fr?subject=a", "C3": "mailto:jean@exemple.fr"}
    listing = read(a_list(tmp_path / "l.xlsx", rows, linked))
    assert [row.attendee.email for row in listing.rows] == ["eloise@exemple.fr", "jean@exemple.fr"]
    assert not any(row.problems for row in listing.rows)


def test_a_name_that_links_keeps_being_a_name(tmp_path: Path) -> None:
    rows = [["Nom", "Prénom", "Mairie", "Site"], ["Gumbs", "Éloïse", "Ville", "voir"], ["Richardson", "Jean", "Ville", "voir"]]  # fmt: skip
    linked = {"A2": "mailto:eloise@exemple.fr", "A3": "https://exemple.fr", "D2": "https://exemple.fr"}
    listing = read(a_list(tmp_path / "l.xlsx", rows, linked))
    assert [(r.attendee.last_name, r.attendee.email) for r in listing.rows] == [
        ("Gumbs", "eloise@exemple.fr"),
        ("Richardson", ""),
    ]


def test_an_address_that_is_written_is_not_replaced(tmp_path: Path) -> None:
    rows = [["Nom", "Prénom", "Mél"], ["Gumbs", "Éloïse", "e.gumbs@exemple.fr"], ["Arrindell", "Paul", "à demander"]]
    linked = {"C2": "mailto:ancienne@exemple.fr", "A2": "mailto:autre@exemple.fr", "C3": "mailto:paul@exemple.fr"}
    listing = read(a_list(tmp_path / "l.xlsx", rows, linked))
    assert [r.attendee.email for r in listing.rows] == ["e.gumbs@exemple.fr", "paul@exemple.fr"]
    assert not any(row.problems for row in listing.rows)


def test_a_formula_that_links(tmp_path: Path) -> None:
    path = a_list(
        tmp_path / "l.xlsx",
        [["Nom", "Prénom", "Contact"], ["Gumbs", "Éloïse", ""], ["Arrindell", "Paul", ""]],
        {f"C{n}": f'=HYPERLINK("mailto:{who}@exemple.fr","Écrire")' for n, who in ((2, "eloise"), (3, "paul"))},
    )
    assert addresses(path) == ["eloise@exemple.fr", "paul@exemple.fr"]


def test_somebody_else_s_address_is_not_taken(tmp_path: Path) -> None:
    rows = [["Nom", "Prénom", "Responsable"], ["Gumbs", "Éloïse", "Mme Brooks"], ["Arrindell", "Paul", "M. Hodge"]]
    linked = {"C2": "mailto:brooks@exemple.fr", "C3": "mailto:hodge@exemple.fr"}
    assert addresses(a_list(tmp_path / "l.xlsx", rows, linked)) == ["", ""]


def test_an_ods_with_links(tmp_path: Path) -> None:
    def cell(text: str, link: str = "") -> str:
        inside = f'<text:a xlink:href="{link}">{text}</text:a>' if link else text
        return f'<table:table-cell office:value-type="string"><text:p>{inside}</text:p></table:table-cell>'

    def row(*cells: str) -> str:
        return f"<table:table-row>{''.join(cells)}</table:table-row>"

    gap = '<table:table-cell table:number-columns-repeated="2"/>'
    body = (
        '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
        + row(cell("Nom"), cell("Prénom"), gap, cell("Mél"))
        + row(cell("Gumbs"), cell("Éloïse"), gap, cell("écrire", "mailto:eloise@exemple.fr"))
        + row(cell("Arrindell"), cell("Paul"), gap, cell("écrire", "mailto:paul@exemple.fr"))
    )
    path = write_ods(tmp_path / "l.ods", body)
    assert addresses(path) == ["eloise@exemple.fr", "paul@exemple.fr"]


def test_a_record_of_an_old_workbook() -> None:
    body = bytes([2, 0, 3, 0, 4, 0, 4, 0]) + bytes(24) + "mailto:e@exemple.fr".encode("utf-16-le") + b"\0\0"
    assert dict(links.in_record(body)) == {(2, 4): "e@exemple.fr", (3, 4): "e@exemple.fr"}
    assert dict(links.in_record(b"\0")) == {}


@pytest.mark.parametrize("link", ["https://exemple.fr", "mailto:", "", "C:\\liste.xlsx"])
def test_what_is_no_address(link: str) -> None:
    assert links.address(link) == ""
