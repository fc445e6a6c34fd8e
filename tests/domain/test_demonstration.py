"""The demonstration events, and their lists through the real import."""

from __future__ import annotations

import importlib.util
import itertools
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from ia_events import paths
from ia_events.domain import demonstration
from ia_events.domain.cautions import event_cautions
from ia_events.domain.events import Event, Format, OrganisationRole
from ia_events.domain.fields import BY_ID
from ia_events.domain.matching import make_plan
from ia_events.domain.people import Role
from ia_events.spreadsheets import reading

TODAY = date(2026, 11, 22)
FOLDER = paths.resources() / "demonstration"


def test_the_evening_is_a_wednesday_at_least_two_days_ahead_whatever_the_day() -> None:
    for offset in range(14):
        today = TODAY + timedelta(days=offset)
        evening = demonstration.evening(today)
        assert evening.starts is not None
        day = evening.local(evening.starts).date()
        assert day.weekday() == 2
        assert 2 <= (day - today).days <= 8
        assert evening.registration_closes == day - timedelta(days=1)


def test_the_evening_says_what_the_saint_martin_evening_was() -> None:
    evening = demonstration.evening(TODAY)

    assert evening.programme == "Soirées de l’INET"
    assert evening.venue == "Grand Case Beach Club"
    assert evening.timezone == "America/Marigot"
    assert evening.format is Format.EVENING
    assert evening.demo
    (slot,) = evening.slots
    assert (slot.label, f"{evening.local(slot.start):%H:%M}", f"{evening.local(slot.end):%H:%M}") == (
        "Soirée",
        "18:00",
        "20:30",
    )
    assert evening.organisations_as(OrganisationRole.HOST) == ["Collectivité de Saint-Martin"]
    assert all(evening.organisations_as(role) for role in OrganisationRole)
    assert all(r.title and r.link and r.kind and r.open_to for r in evening.resources)
    assert all((evening.cycle, evening.themes, evening.audience, evening.capacity))
    assert {p.role for p in demonstration.people(evening)} == {Role.SPEAKER, Role.DIGNITARY, Role.ORGANISER}


def test_the_local_event_has_four_half_days_and_closes_after_it_starts() -> None:
    event = demonstration.local_event(TODAY)

    assert event.title == "IA et territoires : le CNFPT s’engage pour développer les compétences"
    assert [(slot.label, f"{event.local(slot.start):%H:%M}") for slot in event.slots] == [
        ("Matin", "09:00"), ("Après-midi", "14:00"), ("Matin", "09:00"), ("Après-midi", "14:00"),
    ]  # fmt: skip
    assert event.starts is not None
    assert event.registration_closes is not None
    assert event.registration_closes > event.local(event.starts).date() - timedelta(days=1)
    assert event.registration_closes == event.local(event.starts).date() + timedelta(days=1)


@pytest.mark.parametrize("event", demonstration.events(TODAY), ids=lambda event: event.session_code)
def test_nothing_about_a_demonstration_event_needs_caution(event: Event) -> None:
    assert event_cautions(event, demonstration.people(event)) == []


@pytest.mark.parametrize("event", demonstration.events(TODAY), ids=lambda event: event.session_code)
def test_people_in_a_role_hold_together(event: Event) -> None:
    event = replace(event, id="e1")
    people = demonstration.people(event)

    assert people
    assert all(p.event_id == "e1" and p.email.endswith("@exemple.fr") for p in people)
    for person in people:
        for name in ("civility", "last_name", "first_name", "email"):
            assert BY_ID[name].parse(getattr(person, name)) == (getattr(person, name), "")


def test_another_event_has_no_demonstration_people() -> None:
    assert demonstration.people(Event(title="Autre")) == []


def test_the_evening_list_is_read_with_the_faults_worth_showing() -> None:
    listing = reading.read(FOLDER / demonstration.LISTS[demonstration.EVENING])
    numbers = itertools.count()
    plan = make_plan(listing, [], "e", lambda: str(next(numbers)))

    assert listing.header_row == 5
    assert len(plan.added) == len(listing.rows) == 86
    assert [p.code for p in plan.problems] == ["email_invalid", "email_several", "category_unknown"]
    assert "total" in {reason for _row, reason in listing.skipped}
    assert all(len(row.attendee.phone) == 10 and row.attendee.phone[:3] == "069" for row in listing.rows)
    sheet = load_workbook(FOLDER / demonstration.LISTS[demonstration.EVENING]).worksheets[0]
    assert {type(sheet.cell(row, 6).value) for row in range(6, 92)} == {int, str}


def test_the_local_event_list_is_clean() -> None:
    listing = reading.read(FOLDER / demonstration.LISTS[demonstration.LOCAL_EVENT])
    numbers = itertools.count()
    plan = make_plan(listing, [], "e", lambda: str(next(numbers)))

    assert len(plan.added) == 300
    assert plan.problems == ()
    assert all(len(row.attendee.staff_number) == 6 for row in listing.rows)
    assert all(c.field for c in listing.columns)


@pytest.mark.parametrize("name", demonstration.LISTS.values())
def test_the_lists_are_what_their_script_makes(name: str, tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("make_lists", FOLDER / "make_lists.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)

    script.main(tmp_path)

    # Values, not bytes: compression differs between versions of zlib.
    made, kept = (load_workbook(folder / name).worksheets[0] for folder in (tmp_path, FOLDER))
    assert list(made.values) == list(kept.values)
