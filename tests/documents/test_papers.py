"""What holds for every paper: whole, private, tagged, the same twice, and refused in a sentence when it would be empty."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ia_events import i18n
from ia_events.documents.branding import Branding
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee, Role, Status
from ia_events.domain.text import fold
from tests.documents.conftest import Reader, attendee, laid_open, words
from tests.documents.papers import NAMING, PAPERS, Write, make
from tests.documents.test_structure import parts

every_paper = pytest.mark.parametrize("write", PAPERS.values(), ids=PAPERS)
every_naming_paper = pytest.mark.parametrize("write", NAMING.values(), ids=NAMING)


@pytest.fixture
def branding(logo: Path) -> Branding:
    return Branding(logo=logo, accent="#1D4ED8", organisation="CNFPT, délégation Guadeloupe")


def written_outside(page: Any) -> list[tuple[float, ...]]:
    width, height = page.get_size()
    text = page.get_textpage()
    boxes = [text.get_rect(number) for number in range(text.count_rects())]
    return [box for box in boxes if box[0] < 0 or box[1] < 0 or box[2] > width or box[3] > height]


@every_paper
def test_one_person_and_the_organisation_s_own_looks(
    write: Write, event: Event, branding: Branding, opened: Reader
) -> None:
    """GIVEN a logo and a name THEN the paper has them, a language, a title, and says what it is made of."""
    data, made = make(write, event, [attendee(1)], branding=branding)
    document = opened(data)
    assert made.pages == len(document) > 0
    # Certified before the event's end; the meal of one person is nobody's business.
    assert len(made.notices) == (write in (PAPERS["certificates"], PAPERS["meals"]))
    assert event.title in document.get_metadata_value("Title")
    assert b"/Lang (fr-FR)" in laid_open(data)
    assert b"/Subtype /Image" in laid_open(data) or write is PAPERS["labels"]
    assert {kind for _depth, kind, _alt in parts(data, 0)} & {"H1", "H2", "P"}
    assert [box for page in document for box in written_outside(page)] == []


@every_naming_paper
def test_hard_names_are_whole(write: Write, event: Event, hard_people: list[Attendee], opened: Reader) -> None:
    """GIVEN long, accented, Greek, Cyrillic or single names THEN every word of them is on the paper, inside the page."""
    document = opened(make(write, event, hard_people)[0])
    said = fold(" ".join(words(page) for page in document)).replace(" ", "")
    for person in hard_people:
        for name in (person.first_name, person.last_name):
            assert fold(name).replace(" ", "") in said
    assert [box for page in document for box in written_outside(page)] == []


@every_paper
def test_a_thousand_people(write: Write, event: Event, opened: Reader) -> None:
    data, made = make(write, event, [attendee(number) for number in range(1000)])
    document = opened(data)
    assert len(document) == made.pages
    if write in NAMING.values():
        assert made.count == 1000
        assert "QUESTEL-999" in words(document[len(document) - 1]).upper()


@every_naming_paper
def test_nobody_is_refused_in_a_sentence(write: Write, event: Event) -> None:
    for people in ([], [attendee(1, status=Status.CANCELLED)]):
        if people and write is NAMING["certificates"]:
            continue  # whoever came has one, whatever the list says of them
        with pytest.raises(UserError) as refused:
            make(write, event, people)
        assert refused.value.code in ("nothing_to_print", "nobody_present")
        said = "aucune" if people or refused.value.code == "nobody_present" else "personne dans ce choix"
        assert said in refused.value.message


@every_paper
def test_what_is_private_is_not_printed(write: Write, event: Event, opened: Reader) -> None:
    person = attendee(
        1, email="maeva@exemple.fr", phone="0690 12 34 56", staff_number="M4471", access_needs="fauteuil roulant",
        remarks="arrive tard", postcode="97150", siret="12345678901234",
    )  # fmt: skip
    said = " ".join(words(page) for page in opened(make(write, event, [person])[0]))
    for secret in (person.email, "0690", "M4471", "fauteuil", "arrive tard", "97150", "12345678901234", event.key):
        assert secret not in said


@every_paper
def test_the_same_paper_twice_is_the_same_file(write: Write, event: Event, branding: Branding) -> None:
    people = [attendee(number) for number in range(3)]
    assert make(write, event, people, branding=branding)[0] == make(write, event, people, branding=branding)[0]


@pytest.fixture
def in_english() -> Iterator[None]:
    i18n.use("en")
    yield
    i18n.use("fr")


@every_paper
@pytest.mark.usefixtures("in_english")
def test_in_english(write: Write, event: Event, opened: Reader) -> None:
    """GIVEN English THEN the paper says so, and no word of French is left but the event's own and the names."""
    data = make(write, event, [attendee(1, role=Role.SPEAKER, meal="Fish")])[0]
    said = " ".join(words(page) for page in opened(data))
    for own in (event.title, event.venue, event.programme, event.cycle, "Collectivité"):
        said = said.replace(own, "")
    assert b"/Lang (en-GB)" in laid_open(data)
    for french in ("é", "Soir", "Liste", "Le ", "Nom", "Fiche", "Accueil", "Pas "):
        assert french not in said


@every_paper
def test_a_very_long_title_is_whole(write: Write, event: Event, opened: Reader) -> None:
    title = "Comprendre, " * 24 + "et agir"
    document = opened(make(write, replace(event, title=title), [attendee(1)])[0])
    assert [box for page in document for box in written_outside(page)] == []
    if write is not PAPERS["labels"]:
        assert words(document[0]).replace(" ", "").count("Comprendre,") >= 24
