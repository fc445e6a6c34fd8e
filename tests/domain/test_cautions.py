"""What is worth a second look before an event; never a refusal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from ia_events.domain.cautions import _ADVICE, Caution, event_cautions, holiday_name
from ia_events.domain.events import Event, Slot, generate_slots, local_instant
from ia_events.domain.people import Attendee, Role, Status

DAY = date(2025, 11, 13)  # a Thursday like another
ZONE = "Europe/Paris"


def slot(start: str, end: str, day: date = DAY, label: str = "Matin", last: date | None = None) -> Slot:
    return Slot(
        label=label,
        start=local_instant(day, time.fromisoformat(start), ZONE),
        end=local_instant(last or day, time.fromisoformat(end), ZONE),
    )


def event(*slots: Slot, **fields: object) -> Event:
    return replace(Event(id="e1", title="Journée", timezone=ZONE, slots=slots), **fields)  # type: ignore[arg-type]


def codes(found: list[Caution]) -> list[str]:
    for caution in found:
        assert caution.message
        assert caution.advice
        assert "{" not in caution.message
    return [caution.code for caution in found]


MORNING, AFTERNOON = slot("09:00", "12:30"), slot("14:00", "17:30", label="Après-midi")


def test_nothing_to_say_of_an_ordinary_day() -> None:
    assert event_cautions(event(MORNING, AFTERNOON)) == []


def test_every_caution_has_its_advice() -> None:
    for code in _ADVICE:
        assert Caution(code, "").advice
    tried = {
        *codes(event_cautions(event())),
        *codes(event_cautions(event(slot("12:00", "09:00")))),
        *codes(event_cautions(event(slot("07:00", "20:00")))),
        *codes(event_cautions(event(MORNING, slot("12:00", "14:00")))),
        *codes(event_cautions(event(MORNING, slot("09:00", "12:00", date(2026, 1, 13))))),
        *codes(event_cautions(event(slot("09:00", "12:00", date(2025, 11, 11))))),
        *codes(event_cautions(event(MORNING, registration_opens=DAY, registration_closes=date(2025, 10, 1)))),
        *codes(event_cautions(event(MORNING, capacity=0), [Attendee(last_name="A")])),
        "speaker_clash",
    }
    assert tried <= _ADVICE.keys()


@pytest.mark.parametrize(
    "slots, found",
    [
        ((), ["no_slot"]),
        ((slot("12:30", "09:00"),), ["slot_reversed"]),
        ((slot("09:00", "09:00"),), ["slot_reversed"]),
        ((slot("08:00", "20:00"),), []),
        ((slot("08:00", "20:01"),), ["slot_long"]),
        ((slot("22:00", "02:00", last=date(2025, 11, 14)),), []),
        ((MORNING, slot("12:30", "14:00")), []),
        ((AFTERNOON, slot("12:30", "14:01")), ["slot_overlap"]),
        # One that lasts overlaps all the others, not only the next.
        ((slot("09:00", "17:00"), slot("10:00", "11:00"), slot("14:00", "15:00")), ["slot_overlap", "slot_overlap"]),
        ((MORNING, slot("09:00", "12:00", date(2025, 12, 12))), []),
        ((MORNING, slot("09:00", "12:00", date(2025, 12, 16))), ["slot_outside"]),
    ],
)
def test_slots(slots: tuple[Slot, ...], found: list[str]) -> None:
    assert codes(event_cautions(event(*slots))) == found


def test_registrations_may_close_after_the_start_but_not_before_they_open() -> None:
    opens = date(2025, 10, 1)
    assert codes(event_cautions(event(MORNING, registration_opens=opens, registration_closes=date(2025, 12, 1)))) == []
    assert codes(event_cautions(event(MORNING, registration_opens=opens, registration_closes=opens))) == []
    closed = event(MORNING, registration_opens=opens, registration_closes=date(2025, 9, 30))
    assert codes(event_cautions(closed)) == ["window_reversed"]


@pytest.mark.parametrize(
    "day, zone, name",
    [
        (date(2025, 11, 11), "Europe/Paris", "Armistice"),
        (date(2025, 7, 14), "Europe/Paris", "Fête nationale"),
        (date(2025, 1, 1), "Europe/Paris", "Jour de l’an"),
        (date(2025, 4, 21), "Europe/Paris", "Lundi de Pâques"),
        (date(2025, 5, 27), "America/Guadeloupe", "Abolition de l’esclavage"),
        (date(2025, 5, 28), "America/Marigot", "Abolition de l’esclavage"),
        (date(2025, 10, 9), "America/St_Barthelemy", "Abolition de l’esclavage"),
        (date(2025, 5, 22), "America/Martinique", "Abolition de l’esclavage"),
        (date(2025, 6, 10), "America/Cayenne", "Abolition de l’esclavage"),
        (date(2025, 12, 20), "Indian/Reunion", "Abolition de l’esclavage"),
        (date(2025, 4, 27), "Indian/Mayotte", "Abolition de l’esclavage"),
    ],
)
def test_public_holidays_overseas_ones_too(day: date, zone: str, name: str) -> None:
    assert name in (holiday_name(day, zone) or "")


def test_an_overseas_holiday_is_an_ordinary_day_elsewhere() -> None:
    assert holiday_name(date(2025, 5, 22), "Europe/Paris") is None
    assert holiday_name(date(2025, 5, 22), "America/Guadeloupe") is None
    assert holiday_name(date(2025, 5, 22), "Pacific/Noumea") is None


def test_a_holiday_is_said_once_and_on_the_event_s_day() -> None:
    slots = generate_slots(date(2025, 5, 27), date(2025, 5, 28), (0, 2), "America/Guadeloupe")
    found = event_cautions(event(*slots, timezone="America/Guadeloupe"))
    assert codes(found) == ["holiday"]
    assert "27/05/2025" in found[0].message
    # An evening of the 26th in Guadeloupe, the 27th in UTC, is no holiday.
    evening = generate_slots(date(2025, 5, 26), date(2025, 5, 26), (2,), "America/Guadeloupe")
    assert event_cautions(event(*evening, timezone="America/Guadeloupe")) == []


def test_more_people_than_seats() -> None:
    people = [Attendee(last_name=f"{n}") for n in range(3)]
    people.append(Attendee(last_name="Oratrice", role=Role.SPEAKER))
    people.append(Attendee(last_name="Absent", status=Status.CANCELLED))
    people.append(Attendee(last_name="Attend", status=Status.WAITLISTED))
    assert codes(event_cautions(event(MORNING, capacity=3), people)) == []
    assert codes(event_cautions(event(MORNING, capacity=None), people)) == []
    found = event_cautions(event(MORNING, capacity=2), people)
    assert codes(found) == ["capacity"]
    assert found[0].message == "3 inscriptions pour une jauge de 2."
    assert codes(event_cautions(event(MORNING, capacity=2), (), participants=3)) == ["capacity"]


@pytest.mark.parametrize(
    "other, clash",
    [
        (Attendee(last_name="Sainte-Luce", first_name="Maïwenn"), True),
        (Attendee(last_name="SAINTE LUCE", first_name="Maiwenn"), True),
        (Attendee(last_name="Autre", first_name="Nom", email="m@exemple.fr"), True),
        (Attendee(last_name="Sainte-Luce", first_name="Marie"), False),
    ],
)
def test_a_speaker_booked_twice(other: Attendee, clash: bool) -> None:
    speaker = Attendee(last_name="Sainte-Luce", first_name="Maïwenn", email="m@exemple.fr", role=Role.SPEAKER)
    elsewhere = Event(id="e2", title="Ailleurs", slots=(slot("12:00", "13:00"),))
    found = event_cautions(event(MORNING), [speaker], [(other, elsewhere)])
    assert codes(found) == (["speaker_clash"] if clash else [])
    if clash:
        assert "Ailleurs" in found[0].message
    # Not at the same time, not registered, or here: nothing to say.
    later = replace(elsewhere, slots=(slot("12:30", "13:00"),))
    assert event_cautions(event(MORNING), [speaker], [(other, later)]) == []
    cancelled = replace(speaker, status=Status.CANCELLED)
    assert event_cautions(event(MORNING), [cancelled], [(other, elsewhere)]) == []
    assert event_cautions(event(MORNING), [speaker], [(other, replace(elsewhere, id="e1"))]) == []
