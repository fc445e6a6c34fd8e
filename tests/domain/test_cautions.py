"""What is worth a second look before an event; never a refusal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from ia_events.domain.cautions import _ADVICE, Caution, event_cautions, holiday_name
from ia_events.domain.events import Event, Format, Slot, generate_slots, local_instant
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


def said(caution: Caution) -> str:
    """With plain spaces."""
    return caution.message.replace("\u00a0", " ").replace("\u202f", " ")


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
    ],
)
def test_slots(slots: tuple[Slot, ...], found: list[str]) -> None:
    assert codes(event_cautions(event(*slots))) == found


def on(*days: str, **fields: object) -> Event:
    """An event with the same evening on each of these days."""
    return event(*(slot("18:00", "20:00", date.fromisoformat(day), label=day[5:]) for day in days), **fields)


@pytest.mark.parametrize(
    "days, far",
    [
        (("2025-11-12", "2025-12-02"), ["12-02"]),  # twenty days apart
        (("2025-11-12", "2025-11-13", "2025-11-14", "2025-12-14"), ["12-14"]),
        (("2025-10-13", "2025-11-12", "2025-11-13"), ["10-13"]),  # the fewer are those that look wrong
        (("2026-11-12", "2025-11-13"), ["11-12"]),  # the year
        (("2025-11-12", "2025-11-20"), ["11-20"]),
        (("2025-11-12", "2025-11-19"), []),  # every week
        (("2025-11-07", "2025-11-10", "2025-11-13"), []),  # over a week-end
        (("2025-09-09", "2025-10-14", "2025-11-18", "2025-12-09"), []),  # about every month
        (("2025-04-08", "2025-05-13", "2025-06-10", "2025-09-09", "2025-10-14"), []),  # but for the summer
        (("2025-09-09", "2025-10-14", "2025-11-18", "2026-11-18"), ["11-18"]),
        (("2025-11-12", "2025-11-20", "2026-02-01"), ["02-01"]),
    ],
)
def test_a_slot_far_from_the_others(days: tuple[str, ...], far: list[str]) -> None:
    found = event_cautions(on(*days))
    assert [code for code in codes(found) if code != "holiday"] == ["slot_outside"] * len(far)
    assert [dict(caution.values)["slot"] for caution in found if caution.code == "slot_outside"] == far


def test_how_far_is_said() -> None:
    (found,) = event_cautions(on("2025-11-12", "2025-12-02"))
    assert said(found) == "Le créneau « 12-02 » du 02/12/2025 est à 20 jours des autres : la date est-elle juste ?"


@pytest.mark.parametrize(
    "days, fields, far",
    [
        # Two days, and one to look back six weeks later.
        (("2025-10-06", "2025-10-07", "2025-11-20"), {"format": Format.TRAINING}, []),
        (("2025-10-06", "2025-10-07", "2026-01-20"), {"format": Format.TRAINING}, ["slot_outside"]),
        # A cycle may be one event for each evening, or one event with all of them.
        (("2025-11-12", "2025-12-10"), {"cycle": "Soirées"}, []),
        (("2025-11-12",), {"cycle": "Soirées"}, []),
    ],
)
def test_dates_may_lie_apart_by_nature(days: tuple[str, ...], fields: dict[str, object], far: list[str]) -> None:
    assert codes(event_cautions(on(*days, **fields))) == far


def test_of_a_cycle_only_the_same_evening_comes_again() -> None:
    """Two parts of one evening, the second a month late by mistake, are no cycle."""
    parts = slot("18:00", "19:30"), slot("19:45", "21:00", date(2025, 12, 13), label="Ateliers")
    assert codes(event_cautions(event(*parts, cycle="Soirées"))) == ["slot_outside"]


def test_a_slot_over_before_registrations_open() -> None:
    assert codes(event_cautions(on("2025-11-12", registration_opens=date(2025, 11, 12)))) == []
    (found,) = event_cautions(on("2025-11-12", "2025-11-13", registration_opens=date(2025, 11, 13)))
    assert (found.code, dict(found.values)["slot"]) == ("slot_outside", "11-12")
    assert "13/11/2025" in found.message


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


def holidays_of(*slots: Slot, **fields: object) -> list[str]:
    found = event_cautions(event(*slots, **fields))
    return [f"{dict(c.values)['day']:%d/%m}" for c in found if c.code == "holiday"]


def test_each_day_of_a_slot_is_looked_at() -> None:
    eve = date(2025, 11, 10)
    assert holidays_of(slot("20:00", "01:00", eve, last=date(2025, 11, 11))) == ["11/11"], "past midnight"
    assert holidays_of(slot("20:00", "00:00", eve, last=date(2025, 11, 11))) == [], "it ends as the day begins"
    assert holidays_of(slot("09:00", "17:00", date(2025, 12, 24), last=date(2026, 1, 2))) == ["25/12", "01/01"]
    assert holidays_of(slot("09:00", "08:00", date(2025, 12, 25))) == ["25/12"], "reversed"
    assert len(holidays_of(slot("09:00", "17:00", eve, last=date(2035, 1, 1)))) == 1, "its end is said to be false"


@pytest.mark.parametrize(
    "day, fields, name",
    [
        (date(2025, 12, 26), {"delegation": "Grand Est"}, "Saint-Étienne"),
        (date(2025, 4, 18), {"delegation": "Grand Est"}, "Vendredi saint"),
        (date(2025, 12, 26), {"delegation": "INET Strasbourg"}, "Saint-Étienne"),
        (date(2025, 12, 26), {"address": "1 place de la République, 57000 Metz"}, "Saint-Étienne"),
        (date(2025, 12, 26), {"delegation": "Île-de-France", "address": "67 000 Strasbourg"}, "Saint-Étienne"),
        (date(2025, 12, 26), {"delegation": "Grand Est", "address": "51100 Reims"}, ""),
        (date(2025, 12, 26), {"delegation": "INSET Nancy"}, ""),
        (date(2025, 12, 26), {}, ""),
    ],
)
def test_two_more_days_in_alsace_and_moselle(day: date, fields: dict[str, object], name: str) -> None:
    messages = [said(caution) for caution in event_cautions(event(slot("09:00", "12:00", day), **fields))]
    wanted = f"Le {day:%d/%m/%Y} est férié en Alsace et en Moselle : {name}."
    assert messages == ([wanted] if name else [])


def test_a_holiday_of_all_is_one_there_too() -> None:
    (found,) = event_cautions(event(slot("09:00", "12:00", date(2025, 12, 25)), delegation="Grand Est"))
    assert said(found) == "Le 25/12/2025 est férié : Noël."


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
