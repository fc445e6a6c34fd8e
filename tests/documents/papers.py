"""Every paper that is asked for in the same way, for the tests that hold for all of them."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import zxingcpp

from ia_events.documents.certificates import write_certificates
from ia_events.documents.labels import write_labels
from ia_events.documents.meals import write_restaurant_list
from ia_events.documents.pdf import Made
from ia_events.documents.questionnaire import write_questionnaire
from ia_events.documents.roll_call import write_roll_call
from ia_events.documents.run_of_the_day import write_run_of_the_day
from ia_events.documents.signs import write_signs
from ia_events.documents.table_tents import write_table_tents
from ia_events.documents.walk_in_forms import write_walk_in_forms
from ia_events.domain.certificates import Certificate, Kind
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from tests.documents.conftest import MADE_AT

Write = Callable[..., Made]


def certificate(event: Event, person: Attendee, number: int = 1, **changes: Any) -> Certificate:
    """What is certified of somebody who was there all the time."""
    said: dict[str, Any] = {
        "id": f"{number:016x}",
        "number": f"IA25-SXM-01-2025-KDFR-{number:04d}",
        "kind": Kind.CERTIFICATE,
        "event_id": event.id,
        "registration_id": person.id,
        "name": person.badge_name,
        "employer": person.employer,
        "title": event.title,
        "hours": sum(slot.hours for slot in event.slots),
        "slots": tuple(slot.id for slot in event.slots),
        "issued_at": MADE_AT,
    }
    return Certificate(**{**said, **changes})


def _certificates(file: BytesIO, event: Event, people: list[Attendee], **options: Any) -> Made:
    given = {person.id: certificate(event, person, n) for n, person in enumerate(people, start=1)}
    return write_certificates(file, event, people, **{"certificates": given, **options})


# What each is called; those that name people refuse to name nobody.
NAMING: dict[str, Write] = {
    "tents": write_table_tents,
    "roll call": write_roll_call,
    "labels": write_labels,
    "certificates": _certificates,
}
PAPERS: dict[str, Write] = {
    **NAMING,
    "meals": write_restaurant_list,
    "signs": write_signs,
    "forms": write_walk_in_forms,
    "questionnaire": write_questionnaire,
    "run": write_run_of_the_day,
}


def make(write: Write, event: Event, people: list[Attendee], **options: Any) -> tuple[bytes, Made]:
    """The PDF and what is said of it."""
    file = BytesIO()
    made = write(file, event, people, **{"made_at": MADE_AT, **options})
    return file.getvalue(), made


def codes_on(page: Any, dpi: int = 150) -> list[str]:
    """The codes a scanner reads on a page."""
    return [found.text for found in zxingcpp.read_barcodes(page.render(scale=dpi / 72).to_pil().convert("L"))]
