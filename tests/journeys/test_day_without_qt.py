"""A whole event day by the command line: from the list as it was sent to the workbook headquarters opens."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest
import zxingcpp

from ia_events.domain import tokens

Cli = Callable[..., Any]  # the fixture of conftest.py
LISTS = Path(__file__).parent.parent / "data" / "lists"


def codes_of(pdf: Path, dpi: int = 150) -> list[str]:
    """The text of every QR code on the rendered pages."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [page.render(scale=dpi / 72, grayscale=True).to_pil() for page in document]
        return [code.text for page in pages for code in zxingcpp.read_barcodes(page)]
    finally:
        document.close()


def words_of(pdf: Path) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


@pytest.mark.parametrize("name", ["liste_titre_et_total.xlsx", "liste_ancien_excel.xls", "liste_nom_prenom.csv"])
def test_the_day(cli: Cli, tmp_path: Path, name: str) -> None:
    expected = json.loads((LISTS / f"{name}.expected.json").read_text(encoding="utf-8"))["people"]
    event = cli(
        "--json", "event", "add", "--title", "L'IA au quotidien", "--timezone", "America/Marigot", "--venue", "Grand Case Beach Club",
        "--slot", "Matin=2025-11-12T09:00/12:30", "--slot", "Après-midi=2025-11-12T14:00/17:30",
    ).json["event"]  # fmt: skip
    morning, afternoon = (s["id"] for s in cli("--json", "event", "show", event).json["slots"])

    # The list.
    imported = cli("--json", "import", LISTS / name, "--event", event).json
    assert (imported["added"], imported["refused"]) == (len(expected), 0)
    people = cli("--json", "registrations", "--event", event).json["registrations"]
    by_email = {p["email"]: p for p in people}
    for wanted in expected:
        assert {k: by_email[wanted["email"]][k] for k in wanted} == wanted

    # Badges: every code is read back from the rendered page, and is one person's.
    badges = tmp_path / "badges.pdf"
    assert cli("--json", "badges", "--event", event, "--out", badges, "--start-at", 3).json["count"] == len(people)
    codes = codes_of(badges)
    assert sorted(code[: tokens.SHORT_LENGTH] for code in codes) == sorted(p["short_code"] for p in people)
    text = "\n".join(words_of(badges))
    assert not [p["email"] for p in people if p["email"] in text]

    # Sign-in sheets, one set a half-day, everybody on each.
    sheets = tmp_path / "feuilles.pdf"
    made = cli("--json", "sign-in-sheet", "--event", event, "--out", sheets).json
    pages = words_of(sheets)
    assert len(pages) == made["pages"]
    assert sum("Matin" in page for page in pages) == sum("Après-midi" in page for page in pages) == made["pages"] // 2

    # The door: the morning for all but the last two, the afternoon for every other; one badge read twice.
    came, half = codes[:-2], codes[:-2:2]
    said = cli("--json", "check-in", "--event", event, "--slot", morning, "--at", "2025-11-12T08:50", "--station", "Entrée 1", stdin="\n".join([*came, came[0]])).lines  # fmt: skip
    assert [line["verdict"] for line in said] == ["welcome"] * len(came) + ["already_in"]
    # Without a slot named, the one under way is meant.
    said = cli("--json", "check-in", "--event", event, "--at", "2025-11-12T14:05", stdin="\n".join(half)).lines
    assert {(line["verdict"], line["slot"]) for line in said} == {("welcome", afternoon)}

    # The presence matrix.
    grid = {p["registration"]: p for p in cli("--json", "attendance", "--event", event).json["people"]}
    in_morning = {line for line in grid if grid[line]["cells"][0]["state"] == "present"}
    in_afternoon = {line for line in grid if grid[line]["cells"][1]["state"] == "present"}
    assert (len(in_morning), len(in_afternoon)) == (len(came), len(half))
    assert in_afternoon < in_morning

    # The return, cell by cell.
    out = tmp_path / "retour.xlsx"
    assert cli("--json", "export", "--event", event, "--out", out).json["count"] == len(people)
    workbook = openpyxl.load_workbook(out)
    _summary, presence, registrations, _trace = workbook.worksheets
    header, rows = table(presence, "Nom")
    hours = next(i for i, heading in enumerate(header) if "heures" in str(heading).lower())
    slots = [header.index(heading) for heading in header if str(heading).startswith(("Matin", "Après-midi"))][:2]
    returned = {
        (row[header.index("Nom")], row[header.index("Prénom")], row[header.index("Collectivité")]): row for row in rows
    }
    assert len(returned) == len(people)
    for person in people:
        row = returned[person["last_name"], person["first_name"], person["employer"]]
        here = (person["id"] in in_morning, person["id"] in in_afternoon)
        assert [row[i] == "Présence" for i in slots] == list(here)
        assert row[hours] == sum(here) * 3.5
    header, rows = table(registrations, "Nom")
    kept = {row[header.index("Courriel")]: row for row in rows}
    for person in people:
        row = kept[person["email"]]
        assert row[header.index("Nom")] == person["last_name"]
        if person["phone"]:
            phone = row[header.index("Téléphone")]
            assert isinstance(phone, str)
            assert phone.replace(" ", "") == person["phone"]
    assert cli("--json", "verify").json["sound"] is True


def table(sheet: Any, heading: str) -> tuple[list[object], list[list[object]]]:
    """The header row that has a heading, and the rows under it up to the first empty one."""
    values = [[cell.value for cell in row] for row in sheet.iter_rows()]
    start = next(i for i, row in enumerate(values) if heading in row)
    body = []
    for row in values[start + 1 :]:
        if row[values[start].index(heading)] in (None, "", "Total"):
            break
        body.append(row)
    return values[start], body


def test_the_demonstration_does_its_day(cli: Cli, tmp_path: Path) -> None:
    out = tmp_path / "demo"
    said = cli("--json", "demo", "--out", out).json
    assert said["imported"] > 80
    assert said["sound"] is True
    assert {"welcome", "already_in", "foreign", "unreadable"} <= said["verdicts"].keys()
    for name in ("badges.pdf", "feuilles-emargement.pdf", "retour.xlsx", "journee.json"):
        assert (out / name).stat().st_size > 0
    assert len(codes_of(out / "badges.pdf")) == said["badges"]["count"]
    again = cli("demo", "--out", out, "--people", 12)
    assert again.status == 0
    assert json.loads((out / "journee.json").read_text(encoding="utf-8"))["imported"] == 12
