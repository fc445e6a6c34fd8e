"""A return of this program, read as the list somebody imports; and what « Qualité » says in any list."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from ia_events.domain.errors import UserError
from ia_events.domain.fields import RETURNED
from ia_events.domain.lists import Listing
from ia_events.domain.people import Role
from ia_events.i18n import use
from ia_events.spreadsheets.reading import read
from tests.spreadsheets.conftest import MakeList
from tests.spreadsheets.test_coming_back import make
from tests.spreadsheets.test_returns import some_people

Values = dict[str, str]


@pytest.fixture(params=["fr", "en"])
def language(request: pytest.FixtureRequest) -> Generator[str, None, None]:
    use(request.param)
    yield request.param
    use("fr")


@pytest.fixture
def sheets(language: str) -> tuple[str, str]:
    return ("Présences", "Inscriptions") if language == "fr" else ("Attendance", "Registrations")


@pytest.fixture
def sent(tmp_path: Path, language: str) -> Path:
    return make(tmp_path / f"retour_{language}.xlsx")


def returned(listing: Listing) -> list[Values]:
    return [{field.id: str(getattr(row.attendee, field.id)) for field in RETURNED} for row in listing.rows]


WHOLE = [{field.id: str(getattr(person, field.id)) for field in RETURNED} for person in some_people()]


def test_its_registrations_are_read_and_nothing_is_asked(sent: Path, sheets: tuple[str, str]) -> None:
    presences, registrations = sheets
    listing = read(sent)
    assert (listing.sheet, listing.questions, listing.problems, listing.skipped) == (registrations, (), [], ())
    assert listing.left == ((presences, 5),)
    assert returned(listing) == WHOLE
    assert [column.field for column in listing.columns] == [*(field.id for field in RETURNED), *[""] * 4]


def test_a_return_made_in_english_is_read_in_french_and_the_other_way_round(sent: Path, language: str) -> None:
    use("fr" if language == "en" else "en")
    assert returned(read(sent)) == WHOLE


def test_its_presences_alone_say_the_role_not_a_job(sent: Path, sheets: tuple[str, str]) -> None:
    listing = read(sent, sheet=sheets[0])
    assert [row.attendee.role for row in listing.rows] == [person.role for person in some_people()]
    assert {row.attendee.job_title for row in listing.rows} == {""}
    assert [reason for _row, reason in listing.skipped] == ["total"]
    assert not listing.problems


def test_all_of_its_sheets_are_read_when_asked_for(sent: Path, sheets: tuple[str, str]) -> None:
    for listing in (read(sent, sheet="*"), read(sent, answers={"sheet": "*"})):
        assert ((listing.sheet, listing.also), len(listing.rows)) == ((sheets[1], (sheets[0],)), 10)
        (question,) = listing.questions
        assert (question.key, question.answer) == ("sheet", "*")
        assert {option.value for option in question.options} == {*sheets, "*"}


def test_every_answer_offered_is_read(sent: Path) -> None:
    (question,) = read(sent, sheet="*").questions
    for option in question.options:
        listing = read(sent, answers={"sheet": option.value})
        assert [asked.answer for asked in listing.questions] == [option.value]
        assert option.value in (listing.sheet, "*")


def test_its_registrations_are_read_without_the_sheet_that_tells_it(sent: Path, sheets: tuple[str, str]) -> None:
    book = load_workbook(sent)
    del book["Suivi du retour"]
    book.save(sent)
    assert read(sent).sheet == sheets[1]


def test_its_fuller_sheet_is_the_list_even_when_nothing_tells_whose_it_is(sent: Path, sheets: tuple[str, str]) -> None:
    book = load_workbook(sent)
    del book["Suivi du retour"]
    for name in sheets:
        book[name].delete_cols(book[name].max_column - 1, 2)
    book.save(sent)
    listing = read(sent)
    assert (listing.sheet, listing.questions) == (sheets[1], ())
    assert returned(listing) == WHOLE


def test_somebody_it_identifies_is_somebody_whatever_the_name(sent: Path, sheets: tuple[str, str]) -> None:
    book = load_workbook(sent)
    sheet = book[sheets[1]]
    names = (
        ("Total", ""),
        ("Signature", "Le directeur"),
        ("DUPONT née MARTIN", "Idem"),
        ("À désigner", ""),
        ("12", "3"),
    )
    for row, (last, first) in enumerate(names, 2):
        sheet.cell(row, 2).value, sheet.cell(row, 3).value = last, first
    book.save(sent)
    people = [row.attendee for row in read(sent).rows]
    assert [(person.last_name, person.first_name) for person in people] == list(names)
    assert people[0].email == some_people()[0].email


def test_a_sheet_somebody_added_to_it_is_a_sheet_like_any(sent: Path, sheets: tuple[str, str]) -> None:
    book = load_workbook(sent)
    added = book.create_sheet("Liste d'attente")
    for row in (("Nom", "Prénom", "Courriel"), ("Zamor", "Lise", "lise@exemple.fr")):
        added.append(row)
    book.save(sent)
    listing = read(sent)
    assert (listing.sheet, listing.also) == (sheets[1], ("Liste d'attente",))
    assert [(row.attendee.last_name, row.attendee.status) for row in listing.rows][-1] == ("Zamor", "waitlisted")


@pytest.mark.parametrize(
    "said, roles",
    [
        (("Intervenant", "Participant", "Officiel"), (Role.SPEAKER, Role.PARTICIPANT, Role.DIGNITARY)),
        (("Intervenante", "participante", ""), (Role.SPEAKER, Role.PARTICIPANT, Role.PARTICIPANT)),
        (("Stagiaire", "Élue", "Formateur·rice"), (Role.PARTICIPANT, Role.DIGNITARY, Role.SPEAKER)),
        (("Organisation", "Organisation", "Organisation"), (Role.ORGANISER,) * 3),
    ],
)
@pytest.mark.parametrize("heading", ["Qualité", "QUALITE", "Qualité du participant", "En qualité de"])
def test_quality_is_the_role_when_it_says_roles(
    make_list: MakeList, heading: str, said: tuple[str, ...], roles: tuple[Role, ...]
) -> None:
    names = (("Hodge", "Sharon"), ("Petit", "Théo"), ("Carty", "Zoé"))
    rows = [(*name, word) for name, word in zip(names, said, strict=True)]
    people = [row.attendee for row in read(make_list([("Nom", "Prénom", heading), *rows])).rows]
    assert tuple((person.role, person.job_title) for person in people) == tuple((role, "") for role in roles)


@pytest.mark.parametrize(
    "said",
    [
        ("Intervenant", "Cheffe de service", "Participant"),
        ("Agent", "Élu", "Agent"),  # what they are at work, not at the event
        ("Maire", "Adjointe", "Directeur"),
    ],
)
def test_quality_is_the_job_when_it_says_anything_else(make_list: MakeList, said: tuple[str, ...]) -> None:
    names = (("Hodge", "Sharon"), ("Petit", "Théo"), ("Carty", "Zoé"))
    rows = [(*name, word) for name, word in zip(names, said, strict=True)]
    people = [row.attendee for row in read(make_list([("Nom", "Prénom", "Qualité"), *rows])).rows]
    assert tuple(person.job_title for person in people) == said
    assert {person.role for person in people} == {Role.PARTICIPANT}


def test_a_job_beside_a_role_is_kept(make_list: MakeList) -> None:
    headings = ("Nom", "Prénom", "Fonction", "Qualité")
    rows = (("Hodge", "Sharon", "Maire", "Officiel"), ("Petit", "Théo", "Juriste", "Participant"))
    people = [row.attendee for row in read(make_list([headings, *rows])).rows]
    assert [(p.job_title, p.role) for p in people] == [("Maire", "dignitary"), ("Juriste", "participant")]


def test_of_two_sheets_of_the_same_people_the_one_that_says_more_is_the_list(make_list: MakeList) -> None:
    people = [("Hodge", "Sharon"), ("Petit", "Théo"), ("Carty", "Zoé"), ("Brooks", "Denis")]

    def more(sheet: object) -> None:
        other = sheet.parent.create_sheet("Feuille 2")  # type: ignore[attr-defined]
        other.append(("Nom", "Prénom", "Courriel", "Employeur"))
        for last, first in people:
            other.append((last, first, f"{last.lower()}@exemple.fr", "SDIS 971"))

    path = make_list([("Nom", "Prénom", "Case"), *((*name, "x") for name in people), ("Total", "", 4)], more)
    listing = read(path)
    assert (listing.sheet, listing.questions) == ("Feuille 2", ())
    with pytest.raises(UserError) as caught:
        read(path, sheet="Feuille 3")
    assert caught.value.code == "sheet_unknown"
