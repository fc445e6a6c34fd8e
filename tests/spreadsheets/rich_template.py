"""A template with all that openpyxl alone would lose or leave behind; as a program, the source of tests/data/templates."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image as Pixels

ROW = 6


def picture(color: str) -> BytesIO:
    """A small PNG."""
    made = BytesIO()
    Pixels.new("RGB", (64, 24), color).save(made, "PNG")
    made.seek(0)
    return made


def make(file: Path) -> None:
    """Headings on row 5, the person's row 6, totals on 8; a chart of the hours and a picture below, another above."""
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Retour"
    sheet["A1"] = "{{titre}}"
    sheet["A1"].font = Font(size=18, bold=True)
    sheet["A2"] = "{{dates}}, {{lieu}}"
    sheet["B3"] = "Ne pas toucher"
    sheet.merge_cells("A1:E1")
    headings = ("N°", "Nom", "Prénom", "Collectivité", "Heures", "{{créneaux}}")
    for column, text in enumerate(headings, 1):
        sheet.cell(5, column, text).font = Font(bold=True)
    cells = ("{{numéro}}", "{{nom}}", "{{prénom}}", "{{collectivité}}", "{{heures}}", "{{créneaux}}")
    for column, text in enumerate(cells, 1):
        sheet.cell(ROW, column, text)
    sheet["K6"] = "=E6*2"
    sheet["E6"].number_format = "0.0"
    sheet["A8"], sheet["E8"] = "Total", "=SUM(E6:E6)"
    sheet["B8"] = "Signature"
    sheet["B8"].comment = Comment("À signer ici", "Siège")
    validation = DataValidation(type="list", formula1='"Présence,Absence,À pointer"')
    validation.add("F6:I6")
    sheet.add_data_validation(validation)
    sheet.conditional_formatting.add(
        "E6", FormulaRule(formula=["$E6=$E$8"], fill=PatternFill("solid", bgColor="FFFCE9E7"))
    )
    sheet.print_area = "A1:K30"
    sheet.print_title_rows = "5:5"
    sheet.freeze_panes = "A6"
    sheet.oddFooter.center.text = "{{titre}}"
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=5, min_row=ROW, max_row=ROW))
    chart.set_categories(Reference(sheet, min_col=2, min_row=ROW, max_row=ROW))
    chart.title = "Heures de {{titre}}"
    chart.height, chart.width = 6, 12
    sheet.add_chart(chart, "B11")
    sheet.add_image(Image(picture("#0F766E")), "H1")
    sheet.add_image(Image(picture("#B45309")), "H9")
    other = workbook.create_sheet("Notes")
    other["A1"] = "Rien ici ne dépend du retour."
    other["A1"].font = Font(italic=True)
    other.add_image(Image(picture("#131820")), "C3")
    total = workbook.create_sheet("Bilan")
    total["A1"] = "=Retour!E8"
    total["A2"] = "=SUM(Retour!E6:E6)"
    workbook.defined_names["Heures"] = DefinedName("Heures", attr_text="Retour!$E$6:$E$6")
    workbook.save(file)


if __name__ == "__main__":
    make(Path("modele.xlsx"))
