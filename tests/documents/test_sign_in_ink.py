"""Signatures given on a screen, in the boxes of a sign-in sheet: drawn as lines, in the right box, and said for what they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from PIL import Image, ImageChops

from ia_events.documents.pdf import MM
from ia_events.documents.rescue_kit import make_rescue_kit
from ia_events.documents.sign_in import SheetsMade, write_sign_in_sheets
from ia_events.documents.sign_in_ink import INK
from ia_events.domain.events import Event, Slot
from ia_events.domain.people import Attendee, Role, Status
from ia_events.domain.sheet_pages import Box, SheetChoices
from ia_events.domain.signatures import Signature, Signed, captured, to_text
from tests.documents.conftest import MADE_AT, Reader, attendee, words
from tests.inks import signature

_SCALE = 4.0  # dots a point
_BORDER = 0.35 + 1 / _SCALE  # points: half a border, and the dot it may share


def signs(person: Attendee, slot: Slot, number: int = 1, **changes: Any) -> Signed:
    given: dict[str, Any] = {
        "fact_id": f"{person.id}-{slot.id}",
        "registration_id": person.id,
        "slot_id": slot.id,
        "text": to_text(signature(number, pressure=number % 2 == 0)),
        "at": slot.start + timedelta(minutes=12),
        "station": "Entrée 1",
        "tool": "pen",
    }
    return Signed(**{**given, **changes})


def make(
    event: Event, people: Sequence[Attendee], signed: Sequence[Signed], **choices: Any
) -> tuple[bytes, SheetsMade]:
    file = BytesIO()
    chosen = SheetChoices(**{"blank_rows": 2, **choices})
    made = write_sign_in_sheets(file, event, people, event.slots, chosen, made_at=MADE_AT, signed=signed)
    return file.getvalue(), made


def inked(page: Any) -> Image.Image:
    """The page as dots: white where there is ink of a pen."""
    red, green, blue = page.render(scale=_SCALE).to_pil().convert("RGB").split()
    more, less = ImageChops.subtract(blue, red), ImageChops.subtract(blue, green)
    return ImageChops.darker(more.point(lambda dot: 255 * (dot > 40)), less.point(lambda dot: 255 * (dot > 25)))


def dots_in(image: Image.Image) -> int:
    return image.histogram()[255]


def ink_of(dots: Image.Image, box: Box) -> tuple[int, int]:
    """How many dots of a box are ink, and how many of these are on its border."""
    edge, scale = round(_BORDER * _SCALE), MM * _SCALE
    left, top = round(box.left * scale), round(box.top * scale)
    right, bottom = round((box.left + box.width) * scale), round((box.top + box.height) * scale)
    whole = dots_in(dots.crop((left, top, right, bottom)))
    return whole, whole - dots_in(dots.crop((left + edge, top + edge, right - edge, bottom - edge)))


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


SPEAKER = attendee(900, first_name="Jean", last_name="d'Arbaud", role=Role.SPEAKER)


@pytest.mark.parametrize(
    "choices",
    [{}, {"grid": True}, {"row_height": 7.0, "grid": True}, {"row_height": 16.0}, {"paper": "a3", "grid": True}],
    ids=["sheets", "grid", "low", "high", "a3"],
)
def test_ink_is_in_the_boxes_of_those_who_signed_and_in_no_other(
    two_days: Event, opened: Reader, choices: dict[str, Any]
) -> None:
    people = [*[attendee(n) for n in range(20)], SPEAKER]
    signed = [
        signs(person, slot, n + place)
        for n, person in enumerate(people)
        for place, slot in enumerate(two_days.slots)
        if (n + place) % 3 == 0
    ]
    there = {(one.registration_id, one.slot_id) for one in signed}
    data, made = make(two_days, people, signed, **choices)
    found = set()
    for page, kept in zip(opened(data), made.kept, strict=True):
        dots = inked(page)
        total = 0
        for row, column, box in kept.boxes():
            ink, on_border = ink_of(dots, box)
            place = row.registration_id, column.slot_id
            assert (ink > 60) is (place in there), place
            assert on_border == 0, place
            total += ink
            if ink:
                found.add(place)
        assert total == dots_in(dots)  # and none elsewhere on the page
    assert found == there


def test_strokes_are_lines_not_pictures(event: Event) -> None:
    person = attendee(1)
    data, _made = make(event, [person], [signs(person, event.slots[0], 2)])
    document = pikepdf.open(BytesIO(data))
    page = document.pages[0]
    resources: Any = page.get("/Resources")
    assert not [form for form in resources.get("/XObject", {}).values() if form.Subtype == "/Image"]
    drawn = [(str(part.operator), list(part.operands)) for part in pikepdf.parse_content_stream(page)]
    assert [name for name, _operands in drawn].count("c") > 100
    blue = [round(int(INK[n : n + 2], 16) / 255, 2) for n in (1, 3, 5)]
    assert any(name == "RG" and [round(float(n), 2) for n in operands] == blue for name, operands in drawn)


def test_ink_keeps_its_proportions_and_a_tiny_signature_is_not_blown_up(event: Event, opened: Reader) -> None:
    person = attendee(1)
    tiny = captured([[(0.48 + 0.0008 * n, 0.45 + 0.005 * (n % 25), 8.0 * n, None) for n in range(50)]])

    def extent(given: Signature) -> tuple[float, float]:
        data, made = make(event, [person], [signs(person, event.slots[0], text=to_text(given))])
        dots = inked(opened(data)[0])
        height = made.kept[0].rows[0].height * MM * _SCALE
        left, top, right, bottom = dots.getbbox() or (0, 0, 0, 0)
        return (right - left) / height, (bottom - top) / height

    wide, high = extent(signature(4))
    box = signature(4).box
    assert wide / high == pytest.approx((box.right - box.left) / (box.bottom - box.top), rel=0.15)
    assert high > 0.7
    assert extent(tiny)[1] < 0.35


def test_what_it_is_where_and_when_stand_beside_and_in_the_legend(event: Event, opened: Reader) -> None:
    people = [attendee(1), attendee(2)]
    data, _made = make(event, people, [signs(people[0], event.slots[0])])
    text = words(opened(data)[0]).replace("\u00a0", " ").replace("\u202f", " ")
    assert "signé à l’écran" in text
    assert "18 h 12 · Entrée 1" in text
    assert "signature électronique simple" in " ".join(text.split())
    assert "ni une signature avancée ni une signature qualifiée" in " ".join(text.split())
    bare, _made = make(event, people, [])
    assert "électronique" not in words(opened(bare)[0])


def test_a_signature_given_on_another_day_says_which(event: Event, opened: Reader) -> None:
    person, slot = attendee(1), event.slots[0]
    data, _made = make(event, [person], [signs(person, slot, at=slot.start + timedelta(days=1))])
    assert "le 13/11/2025 à" in words(opened(data)[0])


@pytest.mark.parametrize("station", ["", "Accueil principal du bâtiment B, porte des Grands Ateliers" * 2, "入口"])
@pytest.mark.parametrize("grid", [False, True])
def test_any_name_of_a_station_stays_in_the_box(two_days: Event, opened: Reader, station: str, grid: bool) -> None:
    person = attendee(1)
    bare, _made = make(two_days, [person], [], grid=grid)
    signed = [signs(person, slot, station=station) for slot in two_days.slots]
    data, made = make(two_days, [person], signed, grid=grid)
    before, after = [opened(pdf)[0].render(scale=3).to_pil().convert("RGB") for pdf in (bare, data)]
    changed = ImageChops.difference(before, after)
    for _row, _column, box in made.kept[0].boxes():
        place = box.left, box.top, box.left + box.width, box.top + box.height
        left, top, right, bottom = [round(length * MM * 3) for length in place]
        changed.paste(0, (left, top, right + 1, bottom + 1))
    # Above the table stands the page's code, under it the legend.
    assert changed.crop((0, 60 * 9, changed.width, (190 if grid else 250) * 8)).getbbox() is None


def test_it_is_said_to_those_who_hear_the_page(two_days: Event) -> None:
    people = [attendee(1), attendee(2)]
    slots = two_days.slots
    data, _made = make(two_days, people, [signs(people[0], slots[1]), signs(people[0], slots[3])], grid=True)
    document = pikepdf.open(BytesIO(data))
    rows: list[list[Any]] = []

    def walk(element: Any) -> None:
        if not isinstance(element, pikepdf.Dictionary):
            return
        if element.get("/S") == "/TR":
            rows.append(list(element.get("/K", [])))
        kids: Any = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            walk(kid)

    walk(document.Root.StructTreeRoot.K)
    alts = [
        [str(figure.get("/Alt", "")) for cell in row for figure in _kids(cell) if figure.get("/S") == "/Figure"]
        for row in rows
    ]
    (said,) = [row for row in alts if row]
    assert len(said) == 2
    assert (
        said[0].replace("\u00a0", " ").startswith("Signature électronique simple de QUESTEL-1 Maëva, tracée à l’écran")
    )
    assert said[0].endswith("poste Entrée 1")


def _kids(cell: Any) -> list[Any]:
    kids: Any = cell.get("/K", [])
    found = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return [kid for kid in found if isinstance(kid, pikepdf.Dictionary)]


def test_whoever_was_let_in_elsewhere_and_signed_has_a_box(two_days: Event, opened: Reader) -> None:
    """GIVEN somebody of one half-day who signed another, one who had cancelled, one of the team WHEN printed THEN two boxes."""
    first, second = two_days.slots[:2]
    people = [
        attendee(1, slots=(first.id,)),
        attendee(2, status=Status.CANCELLED),
        attendee(3, status=Status.CANCELLED),
        attendee(4, role=Role.ORGANISER),
    ]
    signed = [signs(person, second) for person in (people[0], people[1], people[3])]
    data, made = make(two_days, people, signed, grid=True)
    assert made.count == 2
    boxes = {(row.registration_id, column.slot_id) for row, column, _box in made.kept[0].boxes() if row.registration_id}
    assert boxes == {("person-1", first.id), ("person-1", second.id), ("person-2", second.id)}
    dots = inked(opened(data)[0])
    inks = {(row.registration_id, column.slot_id) for row, column, box in made.kept[0].boxes() if ink_of(dots, box)[0]}
    assert inks == {("person-1", second.id), ("person-2", second.id)}


def test_what_does_not_count_or_is_not_wanted_is_not_drawn(event: Event) -> None:
    people = [attendee(1), attendee(2)]
    bare, _made = make(event, people, [])
    aside = [signs(people[0], event.slots[0], present=False)]
    assert make(event, people, aside)[0] == bare
    assert make(event, people, [signs(people[0], event.slots[0])], signatures=False)[0] == bare
    gone = [signs(attendee(77), event.slots[0])]
    assert len(make(event, people, gone)[0]) == pytest.approx(len(bare), rel=0.1)


def test_the_kit_to_sign_by_hand_has_empty_boxes(event: Event) -> None:
    kit = make_rescue_kit(event, [attendee(1)], badges=[], made_at=MADE_AT)
    assert kit.kept
