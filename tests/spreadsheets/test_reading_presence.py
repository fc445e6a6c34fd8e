"""Columns and sheets that say who was, or is expected, in which slot."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest

from ia_events.domain.errors import UserError
from ia_events.domain.events import Slot
from ia_events.domain.lists import EXPECTED, PRESENCE, Listing
from ia_events.spreadsheets.marks import mark
from ia_events.spreadsheets.reading import read, read_cells

ZONE = "America/Marigot"
BEFORE, AFTER, DURING = date(2025, 11, 1), date(2025, 12, 1), date(2025, 11, 12)


def slot(key: str, label: str, day: int, start: int, end: int) -> Slot:
    # Marigot is four hours behind UTC.
    return Slot(
        id=key,
        label=label,
        start=datetime(2025, 11, day, start + 4, tzinfo=UTC),
        end=datetime(2025, 11, day, end + 4, tzinfo=UTC),
    )


M1, A1 = slot("m1", "Matin", 12, 9, 12), slot("a1", "Après-midi", 12, 14, 17)
M2, A2 = slot("m2", "Matin", 13, 9, 12), slot("a2", "Après-midi", 13, 14, 17)
EVENING = slot("s", "Soirée", 12, 18, 19)
FOUR = (M1, A1, M2, A2)


def listed(text: str, *slots: Slot, today: date | None = AFTER, **more: object) -> Listing:
    return read_cells(text.replace("|", "\t"), slots=slots, timezone=ZONE, today=today, **more)  # type: ignore[arg-type]


def slots_of(listing: Listing) -> dict[str, tuple[str, str]]:
    return {c.heading: (c.field, c.slot) for c in listing.columns if c.field in (PRESENCE, EXPECTED)}


def presences(listing: Listing) -> list[dict[str, str]]:
    return [{key: state.value for key, state in row.presence} for row in listing.rows]


@pytest.mark.parametrize(
    "text, state",
    [
        *((text, "present") for text in ("X", "x", "1", "oui", "P", "Présent", "présente", "✓", "✔", "9 h 12", "Présent(e)")),
        *((text, "absent") for text in ("A", "Abs", "Abs.", "absent", "0", "non", "N", "absente non excusée")),
        *((text, "excused") for text in ("E", "Exc", "Exc.", "excusé", "Excusé(e)", "absent excusé", "ABS EXC")),
        *((text, "late") for text in ("R", "retard", "En retard", "Retard 10 min")),
        *((text, None) for text in ("", "Dupont", "voir avec la DRH")),
    ],
)  # fmt: skip
def test_marks(text: str, state: str | None) -> None:
    assert mark(text) == state


def test_dates_over_half_days() -> None:
    grid = "Nom|Prénom|12/11/2025||13/11/2025|\n||Matin|Après-midi|Matin|Après-midi\nHodge|Luc|X|Exc|R|\nCarty|Ann|P|Abs||✓\n"
    listing = listed(grid, *FOUR)
    assert slots_of(listing) == {
        "12/11/2025 Matin": (PRESENCE, "m1"),
        "12/11/2025 Après-midi": (PRESENCE, "a1"),
        "13/11/2025 Matin": (PRESENCE, "m2"),
        "13/11/2025 Après-midi": (PRESENCE, "a2"),
    }
    assert presences(listing) == [
        {"m1": "present", "a1": "excused", "m2": "late"},
        {"m1": "present", "a1": "absent", "a2": "present"},
    ]
    assert listing.questions == ()


@pytest.mark.parametrize(
    "headings",
    [
        "Jour 1 matin|Jour 1 après-midi|Jour 2 matin|Jour 2 après-midi",
        "J1 M|J1 AM|J2 M|J2 AM",
        "12/11 AM|12/11 PM|13/11 AM|13/11 PM",
        "Matin|Après-midi|Matin|Après-midi",
        "mercredi 12 matin|mercredi 12 après-midi|jeudi 13 matin|jeudi 13 après-midi",
        "12 nov. 9h-12h|12 nov. 14h-17h|13 nov. 9h-12h|13 nov. 14h-17h",
        "Séance 1|Séance 2|Séance 3|Séance 4",
        "Présence 12/11 matin|Présence 12/11 après-midi|Présence 13/11 matin|Présence 13/11 après-midi",
        "2025-11-12 morning|2025-11-12 afternoon|2025-11-13 morning|2025-11-13 afternoon",
    ],
)
def test_headings_that_name_slots(headings: str) -> None:
    listing = listed(f"Nom|Prénom|{headings}\nHodge|Luc|X|||X\nCarty|Ann||X|X|\n", *FOUR)
    assert [slot for _field, slot in slots_of(listing).values()] == ["m1", "a1", "m2", "a2"]
    assert presences(listing) == [{"m1": "present", "a2": "present"}, {"a1": "present", "m2": "present"}]
    assert listing.questions == ()


def test_before_the_day_a_cross_is_an_inscription() -> None:
    listing = listed("Nom|Prénom|12/11 matin|13/11 matin\nHodge|Luc|X|\nCarty|Ann|X|X\n", *FOUR, today=BEFORE)
    assert [row.attendee.slots for row in listing.rows] == [("m1",), ("m1", "m2")]
    assert presences(listing) == [{}, {}]
    assert listing.questions == ()


@pytest.mark.parametrize("today, supposed", [(DURING, EXPECTED), (None, PRESENCE)])
def test_on_the_day_what_a_cross_means_is_asked(today: date | None, supposed: str) -> None:
    text = "Nom|Prénom|12/11 matin\nHodge|Luc|X\n"
    (question,) = listed(text, *FOUR, today=today).questions
    assert (question.key, question.answer) == ("presence_meaning", supposed)
    assert listed(text, *FOUR, today=today, answers={"presence_meaning": PRESENCE}).rows[0].presence
    assert listed(text, *FOUR, today=today, answers={"presence_meaning": EXPECTED}).rows[0].attendee.slots == ("m1",)


def test_words_that_mean_presence_need_no_question() -> None:
    for text in ("Présence matin|X", "12/11 matin|Abs", "Émargement matin|9 h 02"):
        heading, cell = text.split("|")
        listing = listed(f"Nom|Prénom|{heading}\nHodge|Luc|{cell}\n", M1, A1, today=DURING)
        assert (len(presences(listing)[0]), listing.questions) == (1, ())


def test_a_presence_column_of_an_event_of_one_slot() -> None:
    listing = listed("Nom|Prénom|Présence\nHodge|Luc|oui\nCarty|Ann|non\nPetit|Zoé|\n", EVENING)
    assert presences(listing) == [{"s": "present"}, {"s": "absent"}, {}]


def test_a_slot_that_cannot_be_told_is_asked() -> None:
    text = "Nom|Prénom|Présence\nHodge|Luc|X\n"
    listing = listed(text, M1, A2)
    (question,) = listing.questions
    assert (question.key, question.answer) == ("slot:Présence", "")
    assert [option.value for option in question.options] == ["m1", "a2", ""]
    assert question.options[0].words == "Matin, 12/11"
    assert presences(listing) == [{}]
    assert presences(listed(text, M1, A2, answers={"slot:Présence": "a2"})) == [{"a2": "present"}]


@pytest.mark.parametrize(
    "heading, slots", [("Présence", (M1, A1)), ("Jour 1", FOUR), ("12/11", FOUR), ("Journée du 12/11", FOUR)]
)
def test_a_column_about_a_day_is_about_all_its_half_days(heading: str, slots: tuple[Slot, ...]) -> None:
    listing = listed(f"Nom|Prénom|{heading}\nBoyer|Rita|X\nVitalis|Guy|Abs\n", *slots)
    assert slots_of(listing) == {heading: (PRESENCE, "m1 a1")}
    assert presences(listing) == [{"m1": "present", "a1": "present"}, {"m1": "absent", "a1": "absent"}]
    assert listing.questions == ()


def test_cells_that_say_which_half_days() -> None:
    text = "Nom|Prénom|{}\nBoyer|Rita|Après-midi uniquement\nVitalis|Guy|toute la journée\nNoël|Ana|Matin + après-midi\nGane|Luc|\n"
    followed = listed(text.format("Temps suivis"), M1, A1)
    both = {"m1": "present", "a1": "present"}
    assert presences(followed) == [{"a1": "present"}, both, both, {}]
    wanted = listed(text.format("Participation"), M1, A1, today=BEFORE)
    assert [row.attendee.slots for row in wanted.rows] == [("a1",), ("m1", "a1"), ("m1", "a1"), ()]
    days = listed(
        "Nom|Prénom|Vos créneaux\nBoyer|Rita|12/11 matin ; 13/11 après-midi\nVitalis|Guy|mercredi 12 matin\n",
        *FOUR,
        today=BEFORE,
    )
    assert [row.attendee.slots for row in days.rows] == [("m1", "a2"), ("m1",)]


def test_hours_of_a_half_day_are_presence_and_none_of_them_absence() -> None:
    listing = listed(
        "Nom|Prénom|Heures matin|Heures après-midi|Total heures\nBoyer|Rita|3,5|0,0|3,5\nVitalis|Guy|0|3|3\n", M1, A1
    )
    assert presences(listing) == [{"m1": "present", "a1": "absent"}, {"m1": "absent", "a1": "present"}]
    counted = listed("Nom|Prénom|Matin|Après-midi|Nb demi-journées\nBoyer|Rita|1|0|1\nVitalis|Guy|1|1|2\n", M1, A1)
    assert presences(counted) == [{"m1": "present", "a1": "absent"}, {"m1": "present", "a1": "present"}]


def test_mat_is_a_morning_beside_an_afternoon_and_a_number_elsewhere() -> None:
    under_dates = "Nom|Prénom|12/11||13/11|\n||Mat.|A.-M.|Mat.|A.-M.\nBoyer|Rita|X||Exc.|X\nVitalis|Guy|X|X||X\n"
    assert presences(listed(under_dates, *FOUR)) == [
        {"m1": "present", "m2": "excused", "a2": "present"},
        {"m1": "present", "a1": "present", "a2": "present"},
    ]
    assert listed("Mat.|Nom|Prénom\n00123|Boyer|Rita\n", *FOUR).rows[0].attendee.staff_number == "00123"


def test_am_is_asked_unless_something_beside_it_settles_it() -> None:
    text = "Nom|Prénom|{}\nHodge|Luc|X|X\n"
    assert [q.key for q in listed(text.format("12/11 AM|Service"), M1, A1).questions] == ["am"]
    answered = listed(text.format("12/11 AM|Service"), M1, A1, answers={"am": "morning"})
    assert slots_of(answered) == {"12/11 AM": (PRESENCE, "m1")}
    assert slots_of(listed(text.format("AM|PM"), M1, A1)) == {"AM": (PRESENCE, "m1"), "PM": (PRESENCE, "a1")}
    assert slots_of(listed(text.format("Matin|AM"), M1, A1)) == {"Matin": (PRESENCE, "m1"), "AM": (PRESENCE, "a1")}


def test_boxes_to_sign_are_left_aside_without_a_word() -> None:
    listing = listed("Nom|Prénom|Émargement matin|Signature\nHodge|Luc||\n", M1, A1)
    assert (slots_of(listing), listing.questions) == ({}, ())


def test_a_mapping_names_a_slot() -> None:
    text = "Nom|Prénom|Là ?\nHodge|Luc|X\n"
    assert presences(listed(text, M1, A1, mapping={"Là ?": "presence:a1"})) == [{"a1": "present"}]
    assert listed(text, M1, A1, mapping={"Là ?": "expected:m1"}).rows[0].attendee.slots == ("m1",)
    with pytest.raises(UserError) as error:
        listed(text, M1, mapping={"Là ?": "presence:nowhere"})
    assert error.value.code == "mapping_unknown"


# Several sheets

ROWS = {
    "a": [("Hodge", "Luc", "luc@exemple.fr"), ("Carty", "Ann", "ann@exemple.fr")],
    "b": [("Hodge", "Luc", "luc@exemple.fr"), ("Petit", "Zoé", "zoe@exemple.fr")],
    "c": [("Gréaux", "Éloïse", "eloise@exemple.fr")],
}


def book(path: Path, **sheets: str) -> Path:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for rows, title in sheets.items():
        sheet = workbook.create_sheet(title)
        sheet.append(("Nom", "Prénom", "Mail"))
        for row in ROWS[rows]:
            sheet.append(row)
    file = path / "liste.xlsx"
    workbook.save(file)
    return file


def names(listing: Listing) -> list[tuple[str, str]]:
    return [(row.sheet, row.attendee.last_name) for row in listing.rows]


def test_a_sheet_for_each_slot(tmp_path: Path) -> None:
    listing = read(
        book(tmp_path, a="12 nov. matin", b="12 nov. après-midi", c="J2 matin"), slots=FOUR, timezone=ZONE, today=BEFORE
    )
    assert (listing.sheet, listing.also) == ("12 nov. matin", ("12 nov. après-midi", "J2 matin"))
    assert [(row.sheet, row.attendee.last_name, row.attendee.slots) for row in listing.rows] == [
        ("", "Hodge", ("m1", "a1")),
        ("", "Carty", ("m1",)),
        ("12 nov. après-midi", "Hodge", ("m1", "a1")),
        ("12 nov. après-midi", "Petit", ("a1",)),
        ("J2 matin", "Gréaux", ("m2",)),
    ]
    assert listing.questions == ()


def test_a_list_in_parts_is_read_whole(tmp_path: Path) -> None:
    listing = read(book(tmp_path, a="Direction générale", c="SDIS 971"))
    assert names(listing) == [("", "Hodge"), ("", "Carty"), ("SDIS 971", "Gréaux")]
    assert listing.questions == ()


def test_a_waiting_list_beside_the_list(tmp_path: Path) -> None:
    listing = read(book(tmp_path, c="Liste d'attente", a="Inscrits"))
    assert listing.sheet == "Inscrits"
    assert [(row.attendee.last_name, row.attendee.status.value) for row in listing.rows] == [
        ("Hodge", "registered"),
        ("Carty", "registered"),
        ("Gréaux", "waitlisted"),
    ]
    assert listing.questions == ()


def test_which_of_two_versions_is_asked(tmp_path: Path) -> None:
    path = book(tmp_path, a="Liste V1", b="Liste définitive")
    listing = read(path)
    (question,) = listing.questions
    assert (question.key, question.answer) == ("sheet", "Liste définitive")
    assert names(listing) == [("", "Hodge"), ("", "Petit")]
    assert names(read(path, answers={"sheet": "Liste V1"})) == [("", "Hodge"), ("", "Carty")]
    assert read(path, sheet="Liste V1").questions == ()


@pytest.mark.parametrize(
    "cell, said",
    [
        ("Absent l'après-midi", {"a1": "absent"}),
        ("Absente l’après-midi (RTT)", {"a1": "absent"}),
        ("Après-midi : absent", {"a1": "absent"}),
        ("abs. aprem", {"a1": "absent"}),
        ("Excusé l'après-midi", {"a1": "excused"}),
        ("Absent non excusé le matin", {"m1": "absent"}),
        ("Absent toute la journée", {"m1": "absent", "a1": "absent"}),
        ("Absente matin et après-midi", {"m1": "absent", "a1": "absent"}),
        ("Présent le matin, absent l'après-midi", {"m1": "present", "a1": "absent"}),
        ("Matin seulement, pas l'après-midi", {"m1": "present", "a1": "absent"}),
        ("En retard le matin", {"m1": "late"}),
        ("Partie l'après-midi", {"a1": "absent"}),
        ("Matin (sans repas)", {"m1": "present"}),
        ("Présent l'après-midi", {"a1": "present"}),
    ],
)
def test_a_half_day_somebody_was_away_for_is_no_presence(cell: str, said: dict[str, str]) -> None:
    listing = listed(f"Nom|Prénom|12/11\nGumbs|Éloïse|X\nHodge|Luc|X\nPetit|Ana|{cell}\n", M1, A1)
    assert presences(listing)[-1] == said
    assert [p.code for p in listing.rows[-1].problems] == []


@pytest.mark.parametrize(
    "cell",
    ["Présent sauf l'après-midi", "Présent matin absent après-midi", "N'est pas venu l'après-midi", "Absent le soir"],
)
def test_what_cannot_be_told_of_half_days_is_reported_and_notes_nothing(cell: str) -> None:
    listing = listed(f"Nom|Prénom|12/11\nGumbs|Éloïse|X\nHodge|Luc|X\nPetit|Ana|{cell}\n", M1, A1)
    assert presences(listing)[-1] == {}
    assert [p.code for p in listing.rows[-1].problems] == ["presence_unclear"]


def test_a_day_of_one_slot_says_nothing_of_half_of_it() -> None:
    whole = slot("j", "Journée", 12, 9, 17)
    for cell in ("Absent l'après-midi", "Parti l'après-midi"):
        listing = listed(f"Nom|Prénom|12/11\nGumbs|Éloïse|X\nHodge|Luc|X\nPetit|Ana|{cell}\n", whole)
        assert presences(listing)[-1] == {}
        assert [p.code for p in listing.rows[-1].problems] == ["presence_unclear"]


def test_a_slot_called_by_what_it_is_about_is_no_absence() -> None:
    about = slot("g", "Gérer les absences", 12, 14, 17)
    listing = listed("Nom|Prénom|12/11\nGumbs|Éloïse|X\nHodge|Luc|X\nPetit|Ana|Gérer les absences\n", M1, about)
    assert presences(listing)[-1] == {"g": "present"}


def test_before_the_day_somebody_away_for_half_of_it_is_not_expected_there() -> None:
    listing = listed("Nom|Prénom|12/11\nGumbs|Éloïse|X\nPetit|Ana|Absent l'après-midi\n", M1, A1, today=BEFORE)
    assert "a1" not in listing.rows[-1].attendee.slots
