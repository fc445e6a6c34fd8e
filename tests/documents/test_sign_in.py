"""Sign-in sheets: who should sign, where, and nothing in the boxes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from ia_events import i18n
from ia_events.documents.branding import Branding
from ia_events.documents.grouping import GROUPINGS
from ia_events.documents.pdf import MM
from ia_events.documents.sign_in import SheetsMade, write_sign_in_sheets
from ia_events.domain import fields
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event, Slot
from ia_events.domain.people import Attendee, Role, Status, upper_name
from ia_events.domain.sheet_pages import SheetChoices
from tests.documents.conftest import MADE_AT, Reader, attendee, laid_open, words


def make(event: Event, people: list[Attendee], blank_rows: int = 3, **options: Any) -> tuple[bytes, SheetsMade]:
    file = BytesIO()
    choices = SheetChoices(blank_rows=blank_rows)
    made = write_sign_in_sheets(file, event, people, event.slots, choices, made_at=MADE_AT, **options)
    return file.getvalue(), made


def counted(made: SheetsMade) -> tuple[int, int]:
    return made.pages, made.count


def crowd(count: int, **changes: Any) -> list[Attendee]:
    return [attendee(number, **changes) for number in range(count)]


def speaker(number: int = 900, **changes: Any) -> Attendee:
    return attendee(number, **{"first_name": "Jean", "last_name": "d'Arbaud", "role": Role.SPEAKER, **changes})


@pytest.fixture
def two_days(event: Event) -> Event:
    slots = tuple(
        Slot(
            id=f"slot-{day}-{part}",
            label=label,
            start=datetime(2025, 6, day, start, 0, tzinfo=UTC),
            end=datetime(2025, 6, day, start + 3, 30, tzinfo=UTC),
        )
        for day in (3, 4)
        for part, (label, start) in enumerate((("Matin", 13), ("Après-midi", 18)))
    )
    return replace(event, slots=slots)


def rows_of(page: Any) -> list[int]:
    """The numbers in the first column of the table."""
    text = page.get_textpage().get_text_bounded(16 * MM, 20 * MM, 23.9 * MM, 242 * MM)
    return [int(number) for number in text.split() if number.isdigit()]


@pytest.mark.parametrize(
    "count, blank_rows, rows",
    [(1, 3, [4]), (24, 0, [24]), (25, 0, [24, 1]), (21, 3, [24]), (24, 3, [24, 3]), (60, 3, [24, 24, 15])],
)
def test_at_most_24_rows_a_page(count: int, blank_rows: int, rows: list[int], event: Event, opened: Reader) -> None:
    data, made = make(event, crowd(count), blank_rows=blank_rows)
    document = opened(data)
    assert counted(made) == (len(rows), count)
    assert len(document) == len(rows)
    numbers = [rows_of(page) for page in document]
    assert [len(found) for found in numbers] == rows
    assert [number for found in numbers for number in found] == list(range(1, count + blank_rows + 1))
    for number, page in enumerate(document, start=1):
        assert f"Page {number}/{len(rows)}" in words(page)


def test_each_half_day_has_its_own_pages(two_days: Event, opened: Reader) -> None:
    data, made = make(two_days, crowd(30))
    document = opened(data)
    assert counted(made) == (8, 30)
    texts = [words(page) for page in document]
    assert [("Matin" in text, "Après-midi" in text) for text in texts] == [(True, False)] * 2 + [(False, True)] * 2 + [
        (True, False)
    ] * 2 + [(False, True)] * 2
    assert ["Mardi 3 juin 2025" in text for text in texts] == [True] * 4 + [False] * 4
    assert ["Page 1/2" in text for text in texts] == [True, False] * 4


def test_the_header_is_on_every_page(event: Event, opened: Reader, logo: Path) -> None:
    data, _made = make(event, crowd(30), branding=Branding(logo=logo))
    for page in opened(data):
        text = words(page)
        for expected in (
            "Feuille d’émargement",
            event.title,
            "CNFPT Guadeloupe",
            "Soirées de l'INET",
            "L'IA dans les services publics",
            "Mercredi 12 novembre 2025",
            "Soirée, 18 h – 20 h 30",
            "Grand Case Beach Club",
            "IA25-SXM-01",
            "Chaque signature atteste la présence",
        ):
            assert expected in text
        assert "imposé" not in text


def test_only_people_expected_to_sign_are_there(two_days: Event, opened: Reader) -> None:
    slot = two_days.slots[0].id
    people = [
        attendee(1, last_name="Allslots"),
        attendee(2, last_name="Firstslot", slots=(slot,)),
        attendee(3, last_name="Cancelled", status=Status.CANCELLED),
        attendee(4, last_name="Waiting", status=Status.WAITLISTED),
        attendee(5, last_name="Dignitary", role=Role.DIGNITARY),
        attendee(6, last_name="Organiser", role=Role.ORGANISER),
        speaker(7, slots=(slot,)),
        speaker(8, status=Status.CANCELLED, employer="Ailleurs"),
    ]
    data, made = make(two_days, people)
    texts = [words(page) for page in opened(data)]
    assert counted(made) == (4, 3)
    for name, where in (("ALLSLOTS", [0, 1, 2, 3]), ("FIRSTSLOT", [0]), ("d'ARBAUD Jean", [0])):
        assert [number for number, text in enumerate(texts) if name in text] == where
    for name in ("CANCELLED", "WAITING", "DIGNITARY", "ORGANISER", "Ailleurs"):
        assert not any(name in text for text in texts)


@pytest.mark.parametrize("count", [1, 17, 20, 21, 22, 23, 24, 25, 48])
@pytest.mark.parametrize("speakers", [1, 2, 5, 30])
def test_speakers_have_their_boxes_and_never_a_page_alone(
    count: int, speakers: int, event: Event, opened: Reader
) -> None:
    people = crowd(count) + [speaker(900 + n, first_name=f"Orateur{n}") for n in range(speakers)]
    data, made = make(event, people, blank_rows=0)
    document = opened(data)
    assert made.count == count + speakers
    texts = [words(page) for page in document]
    assert sum(text.count("d'ARBAUD Orateur") for text in texts) == speakers
    first = next(number for number, text in enumerate(texts) if "d'ARBAUD" in text)
    assert rows_of(document[first])
    assert "Intervention" in texts[first]
    assert [n for page in document for n in sorted(rows_of(page))] == list(range(1, count + 1))


def test_signature_boxes_are_wide_high_and_empty(event: Event, opened: Reader) -> None:
    """Inside the column of boxes, only horizontal borders 8.5 mm apart or more, and white between them."""
    data, _made = make(event, [*crowd(18), speaker()])
    page = opened(data)[0]
    scale = 4
    image = page.render(scale=scale).to_pil().convert("L")
    left, right = 131.5 * MM * scale, 193 * MM * scale
    column = image.crop((int(left), 0, int(right), image.height))
    rows = [column.crop((0, y, column.width, y + 1)).getextrema() for y in range(column.height)]
    borders = [y for y, (_low, high) in enumerate(rows) if high < 200 and rows[y - 1][1] >= 200]
    heights = []
    for above, below in pairwise(borders):
        if all(low > 250 for low, _high in rows[above + 5 : below - 1]):
            heights.append((below - above) / scale / MM)
    assert len(heights) == 18 + 3 + 1
    assert min(heights) >= 8.5
    assert max(heights) >= 12
    text = page.get_textpage().get_text_bounded(130.5 * MM, 18 * MM, 194 * MM, 235 * MM)
    assert set(text.split()) <= {"Signature"}


def test_long_names_and_employers_are_whole(event: Event, hard_people: list[Attendee], opened: Reader) -> None:
    people = [replace(person, role=Role.PARTICIPANT) for person in hard_people]
    data, _made = make(event, people)
    text = words(opened(data)[0]).replace(" ", "")
    for person in people:
        for part in (upper_name(person.last_name), person.first_name, person.employer):
            assert part.replace(" ", "") in text


def test_names_and_employers_only(event: Event, opened: Reader) -> None:
    values = {
        field.id: f"Zz{field.id.replace('_', '')}" for field in fields.FIELDS if field.id not in ("role", "status")
    }
    data, _made = make(event, [attendee(1, **values)])
    text = words(opened(data)[0]).lower()
    assert {name for name, value in values.items() if value.lower() in text} == {"last_name", "first_name", "employer"}


def test_groups_head_their_pages(event: Event, opened: Reader) -> None:
    """GIVEN groups and rooms THEN each has its page, in the order of their numbers, those without one last."""
    groups = ("10", "2", "", "Salle Marigot", "2")
    people = [attendee(number, group=group) for number, group in enumerate(groups)]
    file = BytesIO()
    choices = SheetChoices(group_by="group", blank_rows=0)
    write_sign_in_sheets(file, event, people, event.slots, choices, made_at=MADE_AT)
    document = opened(file.getvalue())
    titles = ("Groupe 2", "Groupe 10", "Salle Marigot", "Sans groupe")
    assert [title in words(page) for title, page in zip(titles, document, strict=True)] == [True] * 4


def test_what_heads_a_group_is_a_field_that_a_sheet_may_show() -> None:
    assert {field.id for field in fields.FIELDS if fields.Appears.HEADING in field.appears} == set(GROUPINGS)
    assert fields.PRINTED_IN_A_ROW == ("last_name", "first_name", "employer")


def test_nobody_to_sign(event: Event, tmp_path: Path) -> None:
    for people, slots, blank_rows in (
        ([], event.slots, 0),
        (crowd(2), (), 3),
        (crowd(2, slots=("other",)), event.slots, 0),
    ):
        with pytest.raises(UserError) as caught:
            write_sign_in_sheets(
                tmp_path / "sheet.pdf", event, people, slots, SheetChoices(blank_rows=blank_rows), made_at=MADE_AT
            )
        assert caught.value.code == "nothing_to_print"
    assert list(tmp_path.iterdir()) == []


def test_the_notice_is_the_users(event: Event, opened: Reader) -> None:
    data, _made = make(event, crowd(24), blank_rows=0, branding=Branding(legal_notice="Vos droits : dpo@exemple.fr"))
    text = words(opened(data)[0])
    assert "Vos droits : dpo@exemple.fr" in text
    assert "Chaque signature" not in text


def test_a_long_notice_takes_rows_and_an_endless_one_is_refused(event: Event, opened: Reader) -> None:
    data, _made = make(event, crowd(24), blank_rows=0, branding=Branding(legal_notice="Mention assez longue. " * 60))
    document = opened(data)
    assert sum(len(rows_of(page)) for page in document) == 24
    with pytest.raises(UserError) as caught:
        make(event, crowd(24), branding=Branding(legal_notice="Mention sans fin. " * 1000))
    assert caught.value.code == "header_too_long"


def test_same_input_same_bytes_and_metadata(event: Event, logo: Path, opened: Reader) -> None:
    people = [*crowd(30), speaker()]
    data, _made = make(event, people, branding=Branding(logo=logo))
    assert make(event, people, branding=Branding(logo=logo))[0] == data
    document = opened(data)
    assert event.title in document.get_metadata_value("Title")
    assert document.get_metadata_value("Author") == "CNFPT Guadeloupe"
    assert b"/Lang (fr-FR)" in laid_open(data)
    assert b"Helvetica" not in data


def test_in_english_the_document_says_so(event: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_language", "en")
    assert b"/Lang (en-GB)" in laid_open(make(event, crowd(1))[0])


def test_speakers_alone_on_a_page_stand_under_their_own_head(event: Event, opened: Reader) -> None:
    people = [*crowd(24, employer="Ville de Basse-Terre"), speaker()]
    file = BytesIO()
    choices = SheetChoices(blank_rows=0, group_by="employer")
    write_sign_in_sheets(file, event, people, event.slots, choices, made_at=MADE_AT)
    texts = [words(page) for page in opened(file.getvalue())]
    assert "Nom et prénom" in texts[0]
    assert "Intervention" not in texts[0]
    assert "Nom et prénom" not in texts[-1]
    assert "Intervention" in texts[-1]


def test_progress_counts_slots(two_days: Event) -> None:
    seen: list[tuple[int, int]] = []
    make(two_days, crowd(3), progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]


@pytest.mark.parametrize("blank_rows, rows", [(1, [24]), (3, [24]), (30, [24, 6])])
def test_an_event_where_everybody_signs_on_arrival(
    blank_rows: int, rows: list[int], event: Event, opened: Reader
) -> None:
    data, made = make(event, [], blank_rows=blank_rows)
    assert counted(made) == (len(rows), 0)
    assert [len(rows_of(page)) for page in opened(data)] == rows


def test_a_half_day_nobody_is_expected_in_has_a_page_of_blank_rows(two_days: Event, opened: Reader) -> None:
    data, made = make(two_days, crowd(2, slots=(two_days.slots[0].id,)))
    assert counted(made) == (4, 2)
    assert [len(rows_of(page)) for page in opened(data)] == [5, 24, 24, 24]


def test_an_address_on_several_lines_is_written_on_one(event: Event, opened: Reader) -> None:
    lines = replace(event, venue="Beach Club", address="Grand Case,\r\n\n97150 Saint-Martin\n")
    data, made = make(lines, crowd(1))
    assert "Beach Club, Grand Case, 97150 Saint-Martin" in words(opened(data)[0])
    assert made.notices == ()


def test_letters_the_fonts_lack_are_said(event: Event) -> None:
    people = [*crowd(2), *(attendee(n, last_name=name) for n, name in enumerate(("สมชาย", "李", "Zed 🙂", "한"), 50))]
    _data, made = make(replace(event, venue="東京"), people)
    assert made.notices == (
        "L’en-tête contient des lettres que les polices du programme n’ont pas\u00a0: un losange les remplace.",
        (
            "4 lignes contiennent des lettres que les polices du programme n’ont pas, "
            "remplacées par un losange\u00a0: สมชาย Maëva, 李 Maëva et 2 autres."
        ),
    )
    assert make(event, [attendee(1, first_name="Юлия", last_name="Nguyễn", employer="Αθήνα")])[1].notices == ()


def test_whoever_was_let_in_without_being_registered_has_a_line(event: Event) -> None:
    """GIVEN somebody cancelled, let in one slot THEN its sheet, and no other, has a line for them, by hand or on a screen."""
    first = event.slots[0]
    people = [attendee(1), attendee(2, status=Status.CANCELLED), attendee(3, status=Status.WAITLISTED)]
    _data, made = make(event, people, 0)
    assert counted(made)[1] == 1
    _data, made = make(event, people, 0, admitted={(people[1].id, first.id)})
    assert counted(made)[1] == 2
    listed = {
        column.slot_id: [row.registration_id for row in page.rows] for page in made.kept for column in page.columns
    }
    assert listed[first.id] == [people[0].id, people[1].id]
    assert [listed[slot.id] for slot in event.slots[1:]] == [[people[0].id]] * (len(event.slots) - 1)
