"""A return of this program, read as the list somebody imports; and what « Qualité » says in any list."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.fields import RETURNED
from ia_events.domain.lists import Listing
from ia_events.domain.people import Role
from ia_events.i18n import use
from ia_events.spreadsheets import coming_back
from ia_events.spreadsheets.reading import read
from tests.spreadsheets.conftest import MakeList
from tests.spreadsheets.test_coming_back import KEY, make
from tests.spreadsheets.test_returns import MADE_AT, a_matrix, an_event, some_people

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


def in_one_day(*labels: str) -> Event:
    """An event whose slots, of three hours, are called so."""
    event = an_event()
    slots = [replace(event.slots[0], id=f"s{n}", label=label) for n, label in enumerate(labels)]
    hours = [timedelta(hours=4 * n) for n in range(len(slots))]
    times = [replace(s, start=s.start + after, end=s.start + after + timedelta(hours=3)) for s, after in zip(slots, hours, strict=True)]  # fmt: skip
    return replace(event, key=KEY, slots=tuple(times))


def presences_elsewhere(file: Path, event: Event) -> dict[str, dict[str, str]]:
    """Who was in which slot, by name and label, read in another event whose slots are called the same."""
    slots = [replace(slot, id=f"t{n}") for n, slot in enumerate(event.slots)]
    labels = {slot.id: slot.label for slot in slots}
    listing = read(file, sheet="Présences", slots=slots, timezone=event.timezone, today=MADE_AT.date())
    assert listing.questions == ()
    return {
        row.attendee.last_name: {labels[slot]: str(state) for slot, state in row.presence}
        for row in listing.rows
        if row.presence
    }


@pytest.mark.parametrize(
    "labels",
    [
        ("Départ en visite", "Arrivée des élus", "Source et origine"),
        ("Source", "Origine", "Code court"),
        ("Départ", "Arrivée", "Signé à l'écran"),
        ("Visite", "Arrivée visite", "Heures suivies"),
        ("Matin", "Après-midi", "Soir"),
    ],
)
@pytest.mark.parametrize("made_of", ["as sent", "headings on one line", "without the times"])
def test_a_slot_called_by_one_of_our_words_keeps_its_presences(
    tmp_path: Path, labels: tuple[str, str, str], made_of: str
) -> None:
    event = in_one_day(*labels)
    file = make(tmp_path / "retour.xlsx", grid=a_matrix(event, some_people()))
    book = load_workbook(file)
    page = book["Présences"]
    for heading in [heading for heading in page[1] if "\n" in str(heading.value)][::-1]:
        if made_of == "without the times":
            page.delete_cols(heading.column)
        elif made_of == "headings on one line":
            heading.value = str(heading.value).replace("\n", " ")
    book.save(file)
    first, second, third = labels
    assert presences_elsewhere(file, event) == {
        "Arrondell": {first: "present", second: "late", third: "excused"},
        "d'Arbaud": {first: "absent", second: "present"},
        "Sainte-Luce": {first: "present"},
    }


def test_all_of_its_sheets_bring_the_registrations_and_the_presences(tmp_path: Path) -> None:
    """What CHANGELOG promises of a return imported in another event."""
    event = in_one_day("Départ en visite", "Atelier", "Soir")
    file = make(tmp_path / "retour.xlsx", grid=a_matrix(event, some_people()))
    for sheet, came in ((None, set()), ("*", {"Arrondell", "d'Arbaud", "Sainte-Luce"})):
        listing = read(file, sheet=sheet, slots=event.slots, timezone=event.timezone, today=MADE_AT.date())
        assert {row.attendee.last_name for row in listing.rows if row.presence} == came
        assert {row.attendee.email for row in listing.rows} >= {some_people()[0].email}


@pytest.mark.parametrize(
    "rows",
    [
        [("17", "x", "DUPONT Anne", "Mairie"), ("18", "y", "MARTIN Zoé", "SDIS 971")],
        [("17", "", "DUPONT Anne", "Mairie"), ("18", "", "MARTIN Zoé", "SDIS 971")],
        [("17", "A1:B2:C3", "DUPONT Anne", "Mairie"), ("18", "0f" * 32, "MARTIN Zoé", "SDIS 971")],
        [("", "", "DUPONT Anne", "Mairie"), ("", "", "MARTIN Zoé", "SDIS 971")],
    ],
)
def test_a_list_with_columns_called_as_ours_is_a_list_like_any(
    make_list: MakeList, rows: list[tuple[str, str, str, str]]
) -> None:
    path = make_list([("Identifiant", "Empreinte", "Nom", "Employeur"), *rows])
    people = [row.attendee for row in read(path).rows]
    assert [(p.last_name, p.first_name, p.employer) for p in people] == [
        ("DUPONT", "Anne", "Mairie"),
        ("MARTIN", "Zoé", "SDIS 971"),
    ]
    with pytest.raises(UserError) as caught:
        coming_back.read(path)
    assert caught.value.code == "return_old"  # which says to import it as a list


def test_a_return_with_rows_added_by_hand_is_still_ours(sent: Path, sheets: tuple[str, str]) -> None:
    book = load_workbook(sent)
    for n in range(9):
        book[sheets[1]].append(["", f"Zamor{n}", "Lise"])
    book.save(sent)
    assert (read(sent).sheet, len(read(sent).rows)) == (sheets[1], 14)
