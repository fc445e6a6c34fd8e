"""Returns of several events and editions, read and put together in a workbook."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from ia_events.domain.attendance import Fact, FactKind, matrix
from ia_events.domain.consolidation import By, Consolidation, ReturnRead, Unread, consolidate
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from ia_events.i18n import use
from ia_events.spreadsheets.consolidated import write_consolidation
from ia_events.spreadsheets.consolidating import read_return
from ia_events.spreadsheets.returns import write_return
from tests.spreadsheets.test_returns import MADE_AT, a_matrix, an_event, some_people

SAVED = Path(__file__).parents[1] / "data" / "returns"
LISTS = Path(__file__).parents[1] / "data" / "lists"


def the_event(**changes: Any) -> Event:
    told: dict[str, Any] = {
        "delegation": "Guadeloupe",
        "programme": "IA et territoires",
        "themes": ("Données", "Usages"),
        "key": "ab" * 32,
    }
    return replace(an_event(), **{**told, **changes})


def make(
    file: Path, event: Event | None = None, people: list[Attendee] | None = None, *, later: int = 0, **options: Any
) -> Path:
    event = event or the_event()
    write_return(
        file, event, a_matrix(event, people or some_people()), made_at=MADE_AT + timedelta(hours=later), **options
    )
    return file


def checked(found: ReturnRead, dates: str = "du 15 au 16 décembre\u00a02026") -> None:
    assert (found.title, found.delegation, found.programme) == (an_event().title, "Guadeloupe", "IA et territoires")
    assert (found.themes, found.dates) == (("Données", "Usages"), dates)
    arrondell = next(p for p in found.people if p.last_name == "Arrondell")
    assert (arrondell.employer, arrondell.email, arrondell.category) == (
        "Collectivité de Saint-Martin",
        "eloise@exemple.fr",
        "A",
    )
    assert (arrondell.states, arrondell.hours) == (("present", "late", "excused", "expected"), 7)
    assert {p.last_name: (p.role, p.status) for p in found.people} == {
        "Arrondell": ("participant", "registered"),
        "d'Arbaud": ("participant", "registered"),
        "N'Diaye": ("participant", "cancelled"),
        "Le Goff": ("participant", "waitlisted"),
        "Sainte-Luce": ("speaker", "registered"),
    }


def test_a_return_of_today_is_read(tmp_path: Path) -> None:
    found = read_return(make(tmp_path / "r.xlsx"))
    checked(found)
    assert (found.event_id, found.made_at) == ("e", MADE_AT)


@pytest.mark.parametrize(
    "name, dates",
    [
        ("retour_premiere_edition.xlsx", "du 15 au 16 décembre 2026"),
        ("return_first_edition.xlsx", "15 to 16 December 2026"),
    ],
)
def test_a_return_of_the_first_edition_is_read(name: str, dates: str) -> None:
    found = read_return(SAVED / name)
    checked(found, dates)
    assert found.event_id == ""


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_return_in_either_language_is_read_in_the_other(language: str, tmp_path: Path) -> None:
    use(language)
    file = make(tmp_path / "r.xlsx")
    use("en" if language == "fr" else "fr")
    try:
        found = read_return(file)
    finally:
        use("fr")
    checked(found, found.dates)


def test_a_protected_return_needs_its_password(tmp_path: Path) -> None:
    file = make(tmp_path / "r.xlsx", password="Colibri")
    with pytest.raises(UserError) as caught:
        read_return(file)
    assert caught.value.code == "password_needed"
    checked(read_return(file, password="Colibri"))


def test_what_headquarters_corrected_is_what_counts(tmp_path: Path) -> None:
    file = make(tmp_path / "r.xlsx")
    book: Any = load_workbook(file)
    sheet = book["Présences"]
    row = next(r for r in sheet.iter_rows() if r[0].value == "d'Arbaud")
    row[4].value, row[8].value = "X", "10,5"
    book.save(file)
    person = next(p for p in read_return(file).people if p.last_name == "d'Arbaud")
    assert (person.states[0], person.hours) == ("present", 10.5)


@pytest.mark.parametrize("name", ["retour_premiere_edition.xlsx", "return_first_edition.xlsx"])
def test_the_first_edition_of_an_event_is_the_event(name: str, tmp_path: Path) -> None:
    found = consolidate([read_return(SAVED / name), read_return(make(tmp_path / "r.xlsx"))])
    assert [(len(found.returns), u.code) for u in found.unread] == [(1, "return_older")]


def test_what_is_not_understood_is_noted(tmp_path: Path) -> None:
    file = make(tmp_path / "r.xlsx")
    book: Any = load_workbook(file)
    sheet = book["Présences"]
    for row in sheet.iter_rows():
        if row[0].value == "Arrondell":
            row[4].value, row[5].value, row[8].value = "Présent(e)", "???", "beaucoup"
    book.save(file)
    found = read_return(file)
    arrondell = next(p for p in found.people if p.last_name == "Arrondell")
    assert (arrondell.states[:2], arrondell.hours) == (("present", ""), 0)
    assert [dict(note.values)["value"] for note in found.notes] == ["???", "beaucoup"]
    write_consolidation(tmp_path / "c.xlsx", consolidate([found]), made_at=MADE_AT)
    said = [c.value for row in load_workbook(tmp_path / "c.xlsx")["Synthèse"].iter_rows() for c in row]
    assert "Cellules non comprises" in said


def a_template(tmp_path: Path) -> Path:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["Formation", an_event().title])
    sheet.append(["NOM", "PRÉNOM", "COLLECTIVITÉ", "Matin", "Après-midi"])
    sheet.append(["Arrondell", "Éloïse", "Collectivité de Saint-Martin", "X", ""])
    book.save(tmp_path / "modèle.xlsx")
    return tmp_path / "modèle.xlsx"


def test_a_template_filled_or_a_list_says_which_file_to_ask_for(tmp_path: Path) -> None:
    for file in (a_template(tmp_path), LISTS / "liste_simple.xlsx", LISTS / "liste_nom_prenom.csv"):
        with pytest.raises(UserError) as caught:
            read_return(file)
        assert caught.value.code == "return_not_ours"
        assert "Préparer le retour" in caught.value.message


def together(tmp_path: Path) -> Consolidation:
    people = some_people()
    other = [
        replace(people[0], id="x1", last_name="ARRONDELL", category=""),
        Attendee(id="x2", last_name="Hodge", first_name="Ruth", employer="Ville du Gosier", category="B"),
    ]
    read = [
        read_return(make(tmp_path / "a.xlsx")),
        read_return(
            make(tmp_path / "b.xlsx", the_event(id="f", title="Soirée", delegation="Martinique", themes=()), other)
        ),
    ]
    return consolidate(read, [Unread("c.xlsx", "« c.xlsx » est abîmé.", "file_damaged")])


def test_the_workbook_says_the_figures(tmp_path: Path) -> None:
    found = together(tmp_path)
    told: list[tuple[int, int]] = []
    sheets = write_consolidation(
        tmp_path / "out.xlsx",
        found,
        made_at=datetime(2026, 12, 20, 9, 30, tzinfo=UTC),
        made_by="Siège",
        progress=lambda *step: told.append(step),
    )
    assert sheets == 3
    assert told[-1][0] == told[-1][1]
    book = load_workbook(tmp_path / "out.xlsx")
    assert book.sheetnames == ["Synthèse", "Événements", "Personnes"]
    summary = [tuple(row) for row in book["Synthèse"].values]
    assert summary[1][0] == "2 événements · 4 inscriptions · 3 personnes"
    lines = {row[0]: row[1:] for row in summary if row[0]}
    assert lines["Guadeloupe"] == (1, 2, 2, 8, 3, 3, 0.6, 10.5)
    assert next(row for row in summary if row[0] == "Délégation")[4:7] == (
        "Demi-journées attendues",
        "À pointer",
        "Demi-journées suivies",
    )
    assert lines["Taux de présence"][0] == 0.6
    assert lines["Demi-journées à pointer, hors du taux"][0] == 11
    assert lines["Martinique"][:3] == (1, 2, 2)
    assert lines["Commune"][:3] == (1, 1, 1)
    assert lines["Collectivité unique ou d’outre-mer"][:3] == (2, 2, 1)
    assert lines["Personnes présentes dans plusieurs événements"][0] == 1
    assert lines["c.xlsx"][0] == "« c.xlsx » est abîmé."
    events = list(book["Événements"].values)
    assert [row[0] for row in events[1:]] == [an_event().title, "Soirée", "Ensemble"]
    people = {row[0]: row for row in book["Personnes"].values}
    assert people["Arrondell"][4:7] == ("A", 2, 2)
    assert people["Arrondell"][-1] == f"{an_event().title} · Soirée"
    assert book["Personnes"].auto_filter.ref == "A1:M4"


def test_an_empty_event_and_formulas_do_no_harm(tmp_path: Path) -> None:
    attack = '=HYPERLINK("http://exemple.fr")'
    event = the_event(title=attack, delegation=attack, programme=attack, themes=(attack,), slots=())
    file, person = tmp_path / "r.xlsx", Attendee(id="1", last_name=attack, employer=attack)
    write_return(file, event, matrix(event, [person], []), made_at=MADE_AT)
    found = consolidate([read_return(file)])
    write_consolidation(tmp_path / "out.xlsx", found, made_at=MADE_AT)
    book = load_workbook(tmp_path / "out.xlsx")
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert found.lines[By.DELEGATION][0].name == attack


@pytest.mark.parametrize("language", ["fr", "en"])
def test_badges_of_nobody_known_came_and_are_nobody_s_namesakes(language: str, tmp_path: Path) -> None:
    """GIVEN two returns with registrations yet to come THEN those count, withdrew from nothing, and may not be one person."""
    use(language)
    files = []
    for number in range(2):
        event = the_event(id=f"e{number}", title=f"Journée {number}")
        unknown = [Attendee(id=f"badge:{number}{n}", last_name="Inscription à recevoir") for n in range(2)]
        came = [
            Fact(
                id=p.id, kind=FactKind.ARRIVAL, registration_id=p.id, slot_id=event.slots[0].id, at=event.slots[0].start
            )
            for p in unknown
        ]
        people = [Attendee(id="r1", last_name="Brooks", first_name="Sharon", employer=f"SDIS 97{number}"), *unknown]
        grid = matrix(event, people, came, unlisted=frozenset(p.id for p in unknown))
        files.append(tmp_path / f"{number}.xlsx")
        write_return(files[-1], event, grid, made_at=MADE_AT)
    sheet: Any = load_workbook(files[0]).worksheets[2]
    words = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert ["Hors liste" in row or "Not listed" in row for row in words] == [False, True, True]
    use("fr")
    read = [read_return(file) for file in files]
    assert [note for one in read for note in one.notes] == []
    found = consolidate(read)
    assert (found.total.people, found.total.registrations, found.total.came) == (6, 2, 4)
    assert [[person.name for person in group] for group in found.alike] == [["BROOKS Sharon", "BROOKS Sharon"]]
