"""Hidden and struck rows of an .ods, as LibreOffice writes them."""

from __future__ import annotations

from pathlib import Path

from ia_events.domain.people import Status
from ia_events.spreadsheets.reading import read
from tests.spreadsheets.conftest import write_ods

STYLES = (
    '<style:style style:name="ce1" style:family="table-cell"><style:text-properties style:text-line-through-style="none"/></style:style>'
    '<style:style style:name="ce2" style:family="table-cell"><style:text-properties style:text-line-through-style="solid"/></style:style>'
)
COLUMNS = (
    '<table:table-column table:number-columns-repeated="2" table:default-cell-style-name="ce1"/>'
    '<table:table-column table:default-cell-style-name="Default"/>'
)
END = (
    '<table:table-row table:number-rows-repeated="1048000" table:visibility="collapse">'
    '<table:table-cell table:number-columns-repeated="1024"/></table:table-row>'
)


def row(*texts: str, style: str = "", **attributes: str) -> str:
    told = "".join(f' table:{name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    own = f' table:style-name="{style}"' if style else ""
    cells = (
        f'<table:table-cell office:value-type="string"{own}><text:p>{t}</text:p></table:table-cell>' for t in texts
    )
    return f"<table:table-row{told}>{''.join(cells)}</table:table-row>"


def test_hidden_rows_are_read_and_counted(tmp_path: Path) -> None:
    head = '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>' + row(
        "Nom", "Prénom"
    )
    people = [
        row("HODGE", "Anne"),
        row("RENÉ", "Paul", visibility="collapse"),
        row("GUMBS", "Zoé", visibility="filter"),
        row("CARTY", "Jean", visibility="visible"),
    ]
    listing = read(write_ods(tmp_path / "l.ods", COLUMNS + head + "".join(people) + END))
    assert [r.attendee.last_name for r in listing.rows] == ["HODGE", "RENÉ", "GUMBS", "CARTY"]
    assert listing.hidden == 2


def test_rows_struck_through_are_asked_about(tmp_path: Path) -> None:
    rows = [
        row("Nom", "Prénom", "Ville"),
        row("HODGE", "Anne", "Marigot"),
        row("RENÉ", "Paul", "Marigot", style="ce2"),
        row("GUMBS", "Zoé", "Marigot", style="ce1"),
        row("CARTY", "Jean", "Marigot", default_cell_style_name="ce2"),
    ]
    path = write_ods(tmp_path / "l.ods", COLUMNS + "".join(rows) + END, STYLES)
    listing = read(path)
    assert [r.attendee.status for r in listing.rows] == [
        Status.REGISTERED, Status.CANCELLED, Status.REGISTERED, Status.CANCELLED,
    ]  # fmt: skip
    (question,) = listing.questions
    assert (question.key, question.examples) == ("struck", ("RENÉ Paul", "CARTY Jean"))
    kept = read(path, answers={"struck": "kept"})
    assert {r.attendee.status for r in kept.rows} == {Status.REGISTERED}


def test_a_column_struck_by_its_own_style(tmp_path: Path) -> None:
    columns = '<table:table-column table:number-columns-repeated="2" table:default-cell-style-name="ce2"/>'
    rows = [row("Nom", "Prénom", style="ce1"), row("HODGE", "Anne", style="ce1"), row("RENÉ", "Paul")]
    listing = read(write_ods(tmp_path / "l.ods", columns + "".join(rows), STYLES))
    assert [r.attendee.status for r in listing.rows] == [Status.REGISTERED, Status.CANCELLED]
