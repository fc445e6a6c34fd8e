"""Signs and labels: words as large as they go, arrows that point where they say, labels where the sheet has them."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import Any

import pytest
from pypdfium2 import raw

from ia_events.documents.labels import postal_lines, write_labels
from ia_events.documents.pdf import MM
from ia_events.documents.signs import ARROWS, Sign, arrow_path, usual_signs, write_signs
from ia_events.documents.stocks import all_stocks, stock
from ia_events.domain import fields
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from tests.documents.conftest import Reader, attendee, words
from tests.documents.papers import codes_on, make
from tests.documents.test_structure import parts


def signs(event: Event, *wanted: Sign, **options: Any) -> Any:
    return make(write_signs, event, [], signs=wanted, **options)


# Signs ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "size, landscape, page",
    [("a4", True, (297, 210)), ("a4", False, (210, 297)), ("a3", True, (420, 297)), ("a3", False, (297, 420))],
)
def test_on_every_size(event: Event, opened: Reader, size: str, landscape: bool, page: tuple[int, int]) -> None:
    sign = Sign("Salle Anse Marcel", "up-left", "IA et territoires\n9 h – 12 h 30", "https://exemple.fr/suite")
    data, made = signs(event, sign, size=size, landscape=landscape)
    shown = opened(data)[0]
    assert made.pages == made.count == 1
    assert tuple(round(side / MM) for side in shown.get_size()) == page
    assert "Salle Anse Marcel" in words(shown)
    assert "9 h – 12 h 30" in words(shown)
    assert codes_on(shown) == ["https://exemple.fr/suite"]
    assert [(kind, alt) for _depth, kind, alt in parts(data, 0) if kind in ("H1", "Figure")] == [
        ("H1", ""),
        ("Figure", "flèche en haut à gauche"),
        ("Figure", "Code QR du lien https://exemple.fr/suite"),
    ]


def test_few_words_are_read_from_afar(event: Event, opened: Reader) -> None:
    """GIVEN one word THEN it takes the width; a sentence takes several lines, whole words only."""
    page = opened(signs(event, Sign("Accueil"))[0])[0]
    text = page.get_textpage()
    start, _count = text.search("Accueil").get_next()
    left, last = text.get_charbox(start)[0], text.get_charbox(start + 6)[2]
    assert last - left > 0.6 * page.get_width()
    long = opened(signs(event, Sign("Atelier « Gestion de la donnée et anticipation des risques »", "right"))[0])[0]
    assert "Gestion de la donnée et anticipation des risques" in words(long)


def test_the_arrow_is_on_the_side_it_points_to(event: Event) -> None:
    def middle(arrow: str) -> float:
        import pypdfium2

        page = pypdfium2.PdfDocument(signs(event, Sign("Accueil", arrow))[0])[0]
        boxes = [thing.get_bounds() for thing in page.get_objects(max_depth=1) if thing.type == 2]
        left, _bottom, right, _top = max(boxes, key=lambda box: box[3] - box[1])
        return float((left + right) / 2 / page.get_width())

    assert middle("left") < 0.4 < 0.6 < middle("right")


@pytest.mark.parametrize("arrow", ARROWS)
def test_each_arrow_points_its_way(arrow: str) -> None:
    """The tip is the corner farthest from the middle, in the direction said."""
    angle = ARROWS[arrow][0]
    numbers = [float(number) for number in re.findall(r"-?\d+\.\d+", arrow_path(angle, 100, 100, 80))]
    tip_x, tip_y = numbers[0] - 100, numbers[1] - 100
    assert math.degrees(math.atan2(tip_y, tip_x)) % 360 == pytest.approx(angle, abs=0.1)
    assert math.hypot(tip_x, tip_y) == pytest.approx(40, abs=0.1)


def test_the_usual_signs_when_none_is_asked_for(event: Event, opened: Reader) -> None:
    document = opened(signs(event)[0])
    assert [sign.text for sign in usual_signs(event)] == ["Accueil", "Accueil", "Émargement", "Grand Case Beach Club"]
    assert [next(w for w in ("Accueil", "Grand Case Beach Club") if w in words(document[n])) for n in (0, 3)] == [
        "Accueil",
        "Grand Case Beach Club",
    ]
    assert usual_signs(replace(event, venue=""))[3].text == event.title


@pytest.mark.parametrize(
    "sign, options, code",
    [
        (Sign("  "), {}, "sign_empty"),
        (Sign("Accueil", "north"), {}, "arrow_unknown"),
        (Sign("Accueil"), {"size": "a2"}, "size_unknown"),
        (Sign("Accueil", link="https://exemple.fr/" + "x" * 4000), {}, "link_too_long"),
    ],
)
def test_what_cannot_be_made_is_refused(event: Event, sign: Sign, options: dict[str, str], code: str) -> None:
    with pytest.raises(UserError) as refused:
        signs(event, sign, **options)
    assert refused.value.code == code
    assert refused.value.message


# Labels --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sheet", all_stocks(), ids=lambda sheet: sheet.id)
def test_every_label_holds_its_words(event: Event, hard_people: list[Attendee], opened: Reader, sheet: Any) -> None:
    people = [replace(person, department="Direction des systèmes d'information") for person in hard_people]
    document = opened(make(write_labels, event, people, stock=sheet, department=True)[0])
    height = sheet.page[1] * MM
    for number, person in enumerate(people):
        page, place = divmod(number, sheet.per_page)
        x, y = (side * MM for side in sheet.corner(place))
        box = (x, height - y - sheet.label[1] * MM, x + sheet.label[0] * MM, height - y)
        said = words(document[page], box)
        assert person.first_name.replace("ễ", "") in said or "Nguy" in person.first_name
        assert "systèmes" in said
        if sheet.label[1] > 35:
            assert person.employer.split()[-1:] == [] or person.employer.split()[-1] in said
    every = " ".join(words(page) for page in document)
    assert every.count("systèmes") == len(people)


def test_labels_start_where_the_sheet_does(event: Event, opened: Reader) -> None:
    sheet = stock("avery-l7160")
    document = opened(make(write_labels, event, [attendee(1), attendee(2)], stock=sheet, start_at=21)[0])
    assert len(document) == 2
    x, y = (side * MM for side in sheet.corner(20))
    top = sheet.page[1] * MM - y
    assert "QUESTEL-1" in words(document[0], (x, top - sheet.label[1] * MM, x + sheet.label[0] * MM, top))
    assert "QUESTEL-2" in words(document[1])
    with pytest.raises(UserError) as refused:
        make(write_labels, event, [attendee(1)], stock=sheet, start_at=22)
    assert refused.value.code == "start_at_invalid"


def test_the_department_only_when_asked_for(event: Event, opened: Reader) -> None:
    person = attendee(1, department="Direction du numérique")
    assert "numérique" not in words(opened(make(write_labels, event, [person])[0])[0])
    assert "numérique" in words(opened(make(write_labels, event, [person], department=True)[0])[0])


# Addresses -----------------------------------------------------------------------------------------------------------


def posted(number: int = 1, /, **changes: Any) -> Attendee:
    said: dict[str, Any] = {
        "civility": "Mme",
        "address": "12 rue des Écoles",
        "postcode": "97150",
        "town": "Saint-Martin",
    }
    return attendee(number, **{**said, **changes})


@pytest.mark.parametrize(
    "changes, lines",
    [
        ({}, ["12 rue des Écoles", "97150 SAINT-MARTIN"]),
        ({"address": "12, rue des Écoles"}, ["12 rue des Écoles", "97150 SAINT-MARTIN"]),
        ({"address": "Bâtiment B, 3 bis, rue Basse"}, ["Bâtiment B", "3 bis rue Basse", "97150 SAINT-MARTIN"]),
        ({"address": ""}, ["97150 SAINT-MARTIN"]),
        ({"address": "", "town": ""}, ["97150"]),
        ({"address": "", "postcode": ""}, ["SAINT-MARTIN"]),
        ({"address": "", "postcode": "", "town": ""}, []),
        ({"postcode": "", "town": ""}, ["12 rue des Écoles"]),
        (
            {"address": "Appartement 4, Bâtiment B, Résidence Les Alizés, 3 rue Basse, Mont Vernon"},
            ["Appartement 4, Bâtiment B", "Résidence Les Alizés", "3 rue Basse, Mont Vernon", "97150 SAINT-MARTIN"],
        ),
        (
            {"address": "128 avenue du Président Georges-Clemenceau prolongée", "town": "Le Moule"},
            ["128 avenue du Président", "Georges-Clemenceau prolongée", "97150 LE MOULE"],
        ),
    ],
)
def test_an_address_as_the_post_wants_it(changes: dict[str, str], lines: list[str]) -> None:
    assert postal_lines(posted(**changes)) == ["Mme Maëva QUESTEL-1", "Collectivité de Saint-Martin", *lines]


def test_six_lines_at_most_whatever_there_is(hard_people: list[Attendee]) -> None:
    for person in hard_people:
        for address in ("", "1 rue Basse", ", ".join(["Résidence du Grand Large de la Baie Orientale"] * 6)):
            full = replace(
                person, civility="M.", address=address, postcode="97150", town="Saint-Martin", department="DRH"
            )
            lines = postal_lines(full, department=True)
            assert len(lines) <= 6
            assert lines[-1] == "97150 SAINT-MARTIN"
            assert all(piece.strip() in ", ".join(lines) for piece in address.split(",") if len(address) < 40)


def test_addresses_on_labels_and_who_has_none(event: Event, opened: Reader) -> None:
    people = [posted(1), posted(2, address="", postcode="", town="")]
    data, made = make(write_labels, event, people, address=True)
    said = words(opened(data)[0])
    assert "Mme Maëva QUESTEL-1 Collectivité de Saint-Martin 12 rue des Écoles 97150 SAINT-MARTIN" in said
    assert "Mme Maëva QUESTEL-2 Collectivité de Saint-Martin" in said
    (notice,) = made.notices
    assert "1 personne n’a pas d’adresse complète" in notice
    assert "QUESTEL-2 Maëva" in notice
    assert "rue" not in words(opened(make(write_labels, event, people)[0])[0]), "nothing private unless it is asked for"


@pytest.mark.parametrize("sheet", all_stocks(), ids=lambda sheet: sheet.id)
def test_every_label_holds_its_address(event: Event, opened: Reader, sheet: Any) -> None:
    person = posted(1, address="Résidence Les Alizés, 12 avenue du Général de Gaulle", department="DRH")
    document = opened(make(write_labels, event, [person], stock=sheet, department=True, address=True)[0])
    x, y = (side * MM for side in sheet.corner(0))
    top = sheet.page[1] * MM - y
    inside = words(document[0], (x, top - sheet.label[1] * MM, x + sheet.label[0] * MM, top))
    assert inside == (
        "Mme Maëva QUESTEL-1 DRH Collectivité de Saint-Martin Résidence Les Alizés "
        "12 avenue du Général de Gaulle 97150 SAINT-MARTIN"
    )


def test_a_label_shows_what_the_table_of_fields_lets_it(event: Event, opened: Reader) -> None:
    """Every field gets a word of its own; only those that may appear on a LABEL come out, and all of them."""
    values = {f.id: f"Zz{f.id.replace('_', '')}" for f in fields.FIELDS if f.id not in ("role", "status")}
    said = words(
        opened(make(write_labels, event, [attendee(1, **values)], department=True, address=True)[0])[0]
    ).lower()
    shown = {name for name, value in values.items() if value.lower() in said}
    assert shown == {f.id for f in fields.FIELDS if fields.Appears.LABEL in f.appears}


def sizes(page: Any) -> list[float]:
    """The sizes of the letters of a page, in points."""
    text = page.get_textpage()
    return [
        raw.FPDFText_GetFontSize(text.raw, n) for n in range(text.count_chars()) if text.get_text_range(n, 1).strip()
    ]


NBSP = "\u00a0"
LONG = {
    "employer": "Communauté d'agglomération du Grand Saint-Martin et de ses environs immédiats",
    "department": "Direction générale adjointe des ressources humaines et du dialogue social",
    "address": "Résidence Les Flamboyants du Grand Large Bâtiment C Escalier 4, Appartement 12 côté jardin derrière la "
    "piscine, 12, rue du Général de Gaulle prolongée, BP 123",
    "town": "Saint-Martin Cedex 9",
}


@pytest.mark.parametrize("name", ["avery-l7160", "avery-4784"])
def test_an_address_that_is_long_can_be_read(event: Event, opened: Reader, name: str) -> None:
    """GIVEN more than a label holds THEN department and employer make room, and who needs a look is named."""
    more = {field: " ".join([LONG[field]] * 8) for field in ("employer", "department")}
    people = [posted(1, **{**LONG, **more}), posted(2)]
    data, made = make(write_labels, event, people, stock=stock(name), department=True, address=True)
    page = opened(data)[0]
    assert min(sizes(page)) >= 6
    assert "BP 123 97150 SAINT-MARTIN CEDEX 9" in words(page)
    assert "ressources humaines" not in words(page)
    assert [said.replace(NBSP, " ") for said in made.notices][-2:] == [
        "1 étiquette ne porte pas le service, faute de place : QUESTEL-1 Maëva.",
        "1 étiquette ne porte pas la collectivité, faute de place : QUESTEL-1 Maëva.",
    ]


def test_a_long_line_is_broken_rather_than_all_of_them_small(event: Event, opened: Reader) -> None:
    """GIVEN an address the post would want in six lines THEN it takes more, is read with ease, and lacks nothing."""
    person = posted(1, **{**LONG, "department": ""})
    data, made = make(write_labels, event, [person], stock=stock("avery-l7160"), address=True)
    page = opened(data)[0]
    assert min(sizes(page)) >= 7
    assert "environs immédiats" in words(page)
    assert made.notices == ()


def test_a_word_longer_than_a_label_is_cut_between_two_lines(event: Event, opened: Reader) -> None:
    person = posted(1, address="l" + "a" * 200, postcode="", town="")
    data, made = make(write_labels, event, [person], stock=stock("avery-l7160"), address=True)
    assert min(sizes(opened(data)[0])) >= 5.99
    assert person.address in words(opened(data)[0]).replace(" ", "")
    assert made.notices[0].startswith("1 étiquette est imprimée en moins de 7 points")


def test_a_name_on_a_label_can_be_read(event: Event, opened: Reader) -> None:
    word = "X" * 200
    people = [attendee(1, employer=word * 3), attendee(2, last_name=word)]
    data, made = make(write_labels, event, people, stock=stock("avery-l7160"))
    page = opened(data)[0]
    assert min(sizes(page)) >= 6
    assert words(page).replace(" ", "").count("X") == 200, "an employer makes room, a name is there"
    assert made.notices[0].replace(NBSP, " ") == (
        "1 étiquette ne porte pas la collectivité, faute de place : QUESTEL-1 Maëva."
    )


def test_letters_of_the_department_that_no_font_has(event: Event) -> None:
    person = attendee(1, department="𓀀")
    assert make(write_labels, event, [person], department=True)[1].notices
    assert not make(write_labels, event, [person])[1].notices
