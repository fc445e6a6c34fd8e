"""Lists called .xls by the systems that export them, and that are pages, XML or mails."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from ia_events.domain.errors import UserError
from ia_events.spreadsheets import raw
from ia_events.spreadsheets.reading import read

PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8"><title>Export</title>
<style>td {mso-number-format:"\\@"}</style></head><body><table><tr><td><h2>Session du 12 novembre</h2></td></tr></table>
<table border=1><thead><tr><th rowspan=2>Nom</th><th rowspan=2>Pr&eacute;nom</th><th>Courriel</th><th>T&eacute;l.</th><th colspan=2>Pr&eacute;sence</th></tr>
<tr><th></th><th></th><th>Matin</th><th>Apr&egrave;s-midi</th></tr></thead>
<tr><td>GUMBS</td><td>&Eacute;lo&iuml;se<br></td><td><a href="mailto:eloise.gumbs@exemple.fr?subject=IA">&Eacute;crire</a></td><td>0690&nbsp;12 34 56</td><td><input type=checkbox checked></td><td><input type=checkbox></td></tr>
<tr style="display: none"><td>MASQUE</td><td>Paul</td></tr>
<tr><td>RICHARDSON</td><td>Jean</td><td><a href="mailto:jean%2Er@exemple.fr">&Eacute;crire</a></td><td>0690 00 11 22<script>alert(1)</script></td><td><img alt="X"></td><td></td></tr>
</table></body></html>"""

WORKBOOK = """<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="Aide"><Table><Row><Cell><Data ss:Type="String">rien</Data></Cell></Row></Table>
<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>
<Worksheet ss:Name="Inscrits"><Table>
<Row ss:Index="3"><Cell><Data ss:Type="String">Nom</Data></Cell><Cell><Data ss:Type="String">Prénom</Data></Cell><Cell ss:Index="4"><Data ss:Type="String">Né le</Data></Cell><Cell><Data ss:Type="String">Mél</Data></Cell></Row>
<Row><Cell ss:MergeDown="1"><Data ss:Type="String">Gumbs</Data></Cell><Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><B>Élo</B>ïse</ss:Data></Cell><Cell ss:Index="4"><Data ss:Type="DateTime">1980-05-02T00:00:00.000</Data></Cell><Cell ss:HRef="mailto:e@exemple.fr"><Data ss:Type="String">Écrire</Data></Cell></Row>
<Row><Cell ss:Index="2"><Data ss:Type="String">Paul</Data></Cell><Cell ss:Index="4"><Data ss:Type="Number">12.5</Data></Cell><Cell><Data ss:Type="Error">#N/A</Data></Cell></Row>
</Table></Worksheet></Workbook>"""


def a_file(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "export.xls"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_page_is_read_as_a_list(tmp_path: Path, encoding: str) -> None:
    listing = read(a_file(tmp_path, PAGE, encoding))
    people = [row.attendee for row in listing.rows]
    assert [(p.last_name, p.first_name, p.email, p.phone) for p in people] == [
        ("GUMBS", "Éloïse", "eloise.gumbs@exemple.fr", "0690123456"),
        ("RICHARDSON", "Jean", "jean.r@exemple.fr", "0690001122"),
    ]


def test_cells_of_a_page_stand_where_they_are_seen(tmp_path: Path) -> None:
    (sheet,) = raw.load(a_file(tmp_path, PAGE)).sheets
    assert sheet.cells[0] == ["Session du 12 novembre", "", "", "", "", ""]
    assert sheet.cells[2] == ["Nom", "Prénom", "Courriel", "Tél.", "Présence", ""]
    assert sheet.cells[3] == ["", "", "", "", "Matin", "Après-midi"]
    assert sheet.cells[4][3:] == ["0690 12 34 56", "X", ""]
    assert ((2, 0), (3, 0)) in sheet.merged
    assert ((2, 4), (2, 5)) in sheet.merged


def test_the_tables_that_only_lay_a_page_out_are_no_cells(tmp_path: Path) -> None:
    inner = "<table><tr><th>Nom</th><th>Prénom</th></tr><tr><td>Gumbs</td><td>Éloïse</td></tr></table>"
    page = f"<!DOCTYPE html><table><tr><td>menu</td><td>{inner}</td></tr></table>"
    (sheet,) = raw.load(a_file(tmp_path, page)).sheets
    assert sheet.cells == [["Nom", "Prénom"], ["Gumbs", "Éloïse"]]


def test_a_mail_with_a_table_is_read(tmp_path: Path) -> None:
    mail = (
        'From: rh@exemple.fr\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary="b"\n\n--b\nContent-Type: text/plain\n\n'
        "Bonjour\n--b\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
        "<p>Voici :</p><table><tr><td>Nom</td><td>Pr=C3=A9nom</td></tr><tr><td>Gumbs</td><td>=C3=89lo=C3=AFse</td></tr></table>\n--b--\n"
    )
    (row,) = read(a_file(tmp_path, mail)).rows
    assert (row.attendee.last_name, row.attendee.first_name) == ("Gumbs", "Éloïse")


def test_the_xml_of_excel_2003(tmp_path: Path) -> None:
    book = raw.load(a_file(tmp_path, WORKBOOK))
    (sheet,) = book.sheets
    assert (sheet.name, book.names) == ("Inscrits", ("Inscrits",))
    assert sheet.cells[:2] == [[""] * 5, [""] * 5]
    assert sheet.cells[2:] == [
        ["Nom", "Prénom", "", "Né le", "Mél"],
        ["Gumbs", "Éloïse", "", datetime(1980, 5, 2), "e@exemple.fr"],  # noqa: DTZ001
        ["", "Paul", "", 12.5, "#N/A"],
    ]
    assert list(sheet.merged) == [((3, 0), (4, 0))]
    assert dict(sheet.errors) == {(4, 4): "#N/A"}


@pytest.mark.parametrize(
    "text, code",
    [
        (WORKBOOK.replace("<Workbook", '<!DOCTYPE a [<!ENTITY b "c">]><Workbook', 1), "xml_entities"),
        (WORKBOOK.replace('ss:Index="3"', 'ss:Index="1048570"').replace('ss:Index="4"', 'ss:Index="16000"'), "sheet_too_big"),
        ("<table>" + '<tr><td colspan="16384">a</td></tr>' * 2000 + "</table>", "sheet_too_big"),
        ("<table><tr><td>Nom</td></tr></table>", "other_format"),
        ("<html>", "other_format"),
    ],
)  # fmt: skip
def test_what_is_refused(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(UserError) as caught:
        raw.load(a_file(tmp_path, text))
    assert caught.value.code == code


def test_a_sheet_of_the_xml_is_asked_for_by_name(tmp_path: Path) -> None:
    path = a_file(tmp_path, WORKBOOK)
    assert [sheet.name for sheet in raw.load(path, sheet="Inscrits").sheets] == ["Inscrits"]
    with pytest.raises(UserError, match="Inscrits"):
        raw.load(path, sheet="Autre")


def test_a_small_table_in_a_cell_is_what_the_cell_says(tmp_path: Path) -> None:
    heads = "<tr><th>Nom</th><th>Prénom</th><th>Courriel</th></tr>"
    rows = "".join(
        f"<tr><td>GUMBS{n}</td><td>Éloïse</td><td><table><tr><td>e{n}@exemple.fr</td></tr></table></td></tr>"
        for n in range(3)
    )
    last = "<tr><td>PETIT</td><td>Luc</td><td>l@exemple.fr<table><tr><td>icône</td><td>vue</td></tr></table></td></tr>"
    for number, table in enumerate((rows, rows + last, last)):
        listing = read(a_file(tmp_path, f"<html><body><table>{heads}{table}</table></body></html>"))
        people = [(row.attendee.last_name, row.attendee.email) for row in listing.rows]
        assert people == [*(((f"GUMBS{n}", f"e{n}@exemple.fr")) for n in range(3 if number < 2 else 0)), *[("PETIT", "l@exemple.fr")] * (number > 0)]  # fmt: skip
    (sheet,) = raw.load(tmp_path / "export.xls").sheets
    assert sheet.cells[1] == ["PETIT", "Luc", "l@exemple.fr\nicône vue"]


def test_a_form_around_a_list_is_not_the_list(tmp_path: Path) -> None:
    people = "".join(f"<tr><td>GUMBS{n}</td><td>Éloïse</td></tr>" for n in range(3))
    inner = f"<table><tr><th>Nom</th><th>Prénom</th></tr>{people}</table>"
    form = "<tr><td>Session</td><td>IA</td></tr><tr><td>Date</td><td>12 novembre</td></tr>"
    listing = read(a_file(tmp_path, f"<html><table>{form}<tr><td colspan=2>{inner}</td></tr></table></html>"))
    assert [row.attendee.last_name for row in listing.rows] == ["GUMBS0", "GUMBS1", "GUMBS2"]


def test_rows_of_a_part_that_is_hidden_are_nobody(tmp_path: Path) -> None:
    page = (
        "<html><table><tr><th>Nom</th><th>Prénom</th></tr><tbody style='display:none'><tr><td>MASQUE</td><td>Paul</td></tr>"
        "</tbody><tbody><tr><td>GUMBS</td><td>Éloïse</td></tr></tbody></table></html>"
    )
    assert [row.attendee.last_name for row in read(a_file(tmp_path, page)).rows] == ["GUMBS"]
