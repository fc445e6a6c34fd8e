"""A whole event day by the command line: from the list as it was sent to the workbook headquarters opens."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest
import zxingcpp

from ia_events.domain import tokens
from ia_events.domain.fields import RETURNED
from ia_events.domain.people import upper_name
from tests.spreadsheets.test_reading_samples import COLUMNS

Cli = Callable[..., Any]  # the fixture of conftest.py
# Workbooks know no zones: what is read from one has none.
# ruff: noqa: DTZ001
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


@pytest.mark.parametrize(
    "name",
    [
        "liste_simple.xlsx", "liste_titre_et_total.xlsx", "liste_plusieurs_onglets.xlsx", "liste_ancien_excel.xls", "liste_libreoffice.ods", "liste_nom_prenom.csv",
    ],
)  # fmt: skip
def test_the_day(cli: Cli, tmp_path: Path, name: str) -> None:
    expected = json.loads((LISTS / f"{name}.expected.json").read_text(encoding="utf-8"))["people"]
    event = cli(
        "--json", "event", "add", "--title", "L'IA au quotidien", "--timezone", "America/Marigot", "--venue", "Grand Case Beach Club", "--capacity", 50,
        "--slot", "Matin=2025-11-12T09:00/12:30", "--slot", "Après-midi=2025-11-12T14:00/17:30",
    ).json["event"]  # fmt: skip
    morning, afternoon = (s["id"] for s in cli("--json", "event", "show", event).json["slots"])

    # The list.
    imported = cli("--json", "import", LISTS / name, "--event", event).json
    assert (imported["added"], imported["refused"]) == (len(expected), 0)
    people = registered(cli, event)
    by_email = {p["email"]: p for p in people}
    for wanted in expected:
        told = COLUMNS[name] & wanted.keys()
        assert {k: by_email[wanted["email"]][k] for k in told} == {k: wanted[k] for k in told}

    # A second list says who speaks and who is received; nothing else of it changes.
    speaker, official = people[1], people[-2]
    roles = a_list(tmp_path / "roles.csv", "Qualité", (speaker, "Intervenante"), (official, "Officiel"))
    assert cli("--json", "import", roles, "--event", event).json["updated"] == 2
    before, people = people, registered(cli, event)
    role_of = {speaker["id"]: "speaker", official["id"]: "dignitary"}
    assert people == [{**person, "role": role_of.get(person["id"], "participant")} for person in before]

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
    code_of = {code[: tokens.SHORT_LENGTH]: code for code in codes}
    came, missing = people[:-3] + people[-2:-1], [people[-3], people[-1]]
    half = came[::2]
    burst = [code_of[p["short_code"]] for p in came]
    said = cli("--json", "check-in", "--event", event, "--slot", morning, "--at", "2025-11-12T08:50", "--station", "Entrée 1", stdin="\n".join([*burst, burst[0]])).lines  # fmt: skip
    assert [line["verdict"] for line in said] == ["welcome"] * len(came) + ["already_in"]
    # Without a slot named, the one under way is meant.
    burst = [code_of[p["short_code"]] for p in half]
    said = cli("--json", "check-in", "--event", event, "--at", "2025-11-12T14:05", stdin="\n".join(burst)).lines
    assert {(line["verdict"], line["slot"]) for line in said} == {("welcome", afternoon)}

    # What was said on paper, after the day: who came late, who was excused, who had given up.
    late, (excused, gone) = came[3], missing
    paper = a_list(tmp_path / "papier.csv", "Après-midi", (late, "Retard"), (excused, "Excusé"))
    cli("import", paper, "--event", event, "--map", f"Après-midi=presence:{afternoon}")
    paper = a_list(tmp_path / "matin.csv", "Matin", (excused, "Absent"))
    cli("import", paper, "--event", event, "--map", f"Matin=presence:{morning}")
    cli("import", a_list(tmp_path / "annule.csv", "Statut", (gone, "Désistement")), "--event", event)
    people = registered(cli, event)

    # The presence matrix.
    came_ids, half_ids = {p["id"] for p in came}, {p["id"] for p in half}
    states = {
        p["id"]: ["present" if p["id"] in came_ids else "expected", "present" if p["id"] in half_ids else "expected"]
        for p in people
    }
    states[late["id"]][1] = "late"
    states[excused["id"]], states[gone["id"]] = ["absent", "excused"], ["not_expected", "not_expected"]
    grid = cli("--json", "attendance", "--event", event).json["people"]
    assert {line["registration"]: [cell["state"] for cell in line["cells"]] for line in grid} == states

    # The return, cell by cell.
    out = tmp_path / "retour.xlsx"
    assert cli("--json", "export", "--event", event, "--out", out).json["count"] == len(people)
    workbook = openpyxl.load_workbook(out)
    assert workbook.sheetnames == ["Synthèse", "Présences", "Inscriptions", "Suivi du retour"]
    assert workbook["Suivi du retour"].sheet_state == "hidden"
    registrations_say(workbook["Inscriptions"], people)
    presences_say(workbook["Présences"], people, states, half_ids)
    summary_says(workbook["Synthèse"], people, states)
    assert cli("--json", "verify").json["sound"] is True

    # Somebody imports it as a list: it changes nothing here, and loses nothing elsewhere.
    nothing = dict.fromkeys(("added", "updated", "refused", "attendance"), 0)
    for sheet in ((), ("--sheet", "Présences"), ("--sheet", "*"), ("--answer", "sheet=*")):
        again = cli("--json", "import", out, "--event", event, *sheet).json
        assert {counted: again[counted] for counted in nothing} == nothing
    states_now = cli("--json", "attendance", "--event", event).json["people"]
    assert states_now == grid
    assert registered(cli, event) == people
    other = cli("--json", "event", "add", "--title", "Suite", "--timezone", "America/Marigot", "--slot", "Matin=2026-01-12T09:00/12:30").json["event"]  # fmt: skip
    assert cli("--json", "import", out, "--event", other).json["added"] == len(people)
    fields = [field.id for field in RETURNED]
    there = [[p[field] for field in fields] for p in registered(cli, other)]
    assert there == [[p[field] for field in fields] for p in people]


def registered(cli: Cli, event: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = cli("--json", "registrations", "--event", event).json["registrations"]
    return found


def a_list(file: Path, heading: str, *said: tuple[dict[str, Any], str]) -> Path:
    """A list that says one thing of some people."""
    rows = [f"{p['last_name']};{p['first_name']};{p['email']};{word}" for p, word in said]
    file.write_text("\n".join([f"Nom;Prénom;Courriel;{heading}", *rows]), encoding="utf-8")
    return file


ROLES = {"participant": "Participant", "speaker": "Intervenant", "dignitary": "Officiel"}
STATUSES = {"registered": "Inscription", "cancelled": "Désistement"}
STATES = {
    "present": "Présence", "late": "Retard", "excused": "Absence excusée", "absent": "Absence", "expected": "À pointer", "not_expected": "Hors inscription",
}  # fmt: skip
HALF_DAY = 3.5


def registrations_say(sheet: Any, people: list[dict[str, Any]]) -> None:
    """Every field of everybody, in the order of the list, as text."""
    headings, *rows = ([cell.value for cell in row] for row in sheet.iter_rows())
    assert headings == [
        "Civilité", "Nom", "Prénom", "Nom de naissance", "Courriel", "Téléphone", "Collectivité", "Service", "Fonction", "Grade", "Cadre d’emplois", "Catégorie",
        "Matricule", "SIRET", "Code postal", "Groupe ou salle", "Qualité à l’événement", "Inscription", "Origine", "Code court", "Identifiant", "Empreinte",
    ]  # fmt: skip
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}
    for row, person in zip(rows, people, strict=True):
        fields = [person[field.id] or None for field in RETURNED[:-2]]
        own = [ROLES[person["role"]], STATUSES[person["status"]], "Liste", person["short_code"], person["id"]]
        assert row[:-1] == [*fields, *own]
    assert len({row[-1] for row in rows}) == len(rows)


def presences_say(sheet: Any, people: list[dict[str, Any]], states: dict[str, list[str]], came_back: set[str]) -> None:
    """Each half-day of everybody in a word, the hours it makes, and when a badge was read; the total under them."""
    headings, *rows, total = (list(row) for row in sheet.iter_rows(values_only=True))
    assert headings == [
        "Nom", "Prénom", "Collectivité", "Qualité", "Matin", "Après-midi", "Heures suivies", "Arrivée\nMatin", "Arrivée\nAprès-midi", "Identifiant", "Empreinte",
    ]  # fmt: skip
    hours = 0.0
    for row, person in zip(rows, people, strict=True):
        here = states[person["id"]]
        attended = HALF_DAY * sum(state in ("present", "late") for state in here)
        hours += attended
        assert row[:-1] == [
            person["last_name"], person["first_name"], person["employer"] or None, ROLES[person["role"]], *(STATES[state] for state in here), attended,
            datetime(2025, 11, 12, 8, 50) if here[0] == "present" else None,
            datetime(2025, 11, 12, 14, 5) if person["id"] in came_back else None,
            person["id"],
        ]  # fmt: skip
    assert total == ["Total", *[None] * 5, hours, *[None] * 4]


def summary_says(sheet: Any, people: list[dict[str, Any]], states: dict[str, list[str]]) -> None:
    """Every line of the summary: what was planned, who registered, who came."""
    lines = [
        [value.replace("\u00a0", " ") if isinstance(value, str) else value for value in row if value is not None]
        for row in sheet.iter_rows(values_only=True)
    ]
    said = {line[0]: line[1:] for line in lines if line}
    participants = [p for p in people if p["role"] == "participant"]

    def named(role: str) -> list[str]:
        of = [p for p in people if p["role"] == role]
        return [" · ".join(f"{p['first_name']} {upper_name(p['last_name'])} ({p['employer']})" for p in of)]

    day = "mercredi 12 novembre 2025"
    assert lines[:2] == [["L'IA au quotidien"], [f"{day} · Grand Case Beach Club"]]
    assert {label: said[label] for label in ("Intitulé", "Format", "Dates", "Lieu", "Fuseau horaire", "Interventions", "Personnalités officielles", "Jauge")} == {
        "Intitulé": ["L'IA au quotidien"], "Format": ["Journée"], "Dates": [day], "Lieu": ["Grand Case Beach Club"], "Fuseau horaire": ["America/Marigot"],
        "Interventions": named("speaker"), "Personnalités officielles": named("dignitary"), "Jauge": [50],
    }  # fmt: skip
    counts = [line for line in lines if len(line) == 2 and isinstance(line[1], int) and line[0] != "Jauge"]
    assert counts == [
        ["Inscriptions", len(participants) - 1], ["dont inscriptions sur place", 0], ["Liste d’attente", 0], ["Désistements", 1], ["Autres rôles", 2],
    ]  # fmt: skip

    def figures(place: int) -> list[int]:
        here = [states[p["id"]][place] for p in participants]
        count = {state: here.count(state) for state in STATES}
        present = count["present"] + count["late"]
        return [
            len(here) - count["not_expected"],
            present,
            count["late"],
            count["excused"],
            count["absent"],
            count["expected"],
        ]

    def line_of(numbers: list[int], others: int) -> list[object]:
        return [*numbers, numbers[1] / (numbers[0] - numbers[5]), others]

    def others(place: int) -> int:
        return sum(p["role"] != "participant" and states[p["id"]][place] in ("present", "late") for p in people)

    at = next(i for i, line in enumerate(lines) if line[:1] == ["Créneau"])
    both = [sum(pair) for pair in zip(figures(0), figures(1), strict=True)]
    assert lines[at : at + 4] == [
        ["Créneau", "Date", "Horaires", "Attendus", "Présences", "Dont retards", "Absences excusées", "Absences", "À pointer", "Taux", "Autres rôles"],
        ["Matin", datetime(2025, 11, 12), "9 h – 12 h 30", *line_of(figures(0), others(0))],
        ["Après-midi", datetime(2025, 11, 12), "14 h – 17 h 30", *line_of(figures(1), others(1))],
        ["Total", *line_of(both, others(0) + others(1))],
    ]  # fmt: skip
    assert both[2:5] == [1, 1, 1]
    hours = HALF_DAY * sum(state in ("present", "late") for p in participants for state in states[p["id"]])
    assert said["Heures suivies par les participants"] == [hours]
    assert isinstance(said["Établi le"][0], datetime)


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
