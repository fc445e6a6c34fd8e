"""Every paper with hard names, long lists and next to nothing: how it looks, and that all of it is said or decoration."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from ia_events.documents import calibration_page, stocks
from ia_events.documents.badges import write_badges
from ia_events.documents.branding import Branding
from ia_events.documents.certificates import write_certificates
from ia_events.documents.design_files import shipped
from ia_events.documents.labels import write_labels
from ia_events.documents.meals import write_restaurant_list
from ia_events.documents.questionnaire import write_questionnaire
from ia_events.documents.rescue_kit import make_rescue_kit, write_kit
from ia_events.documents.roll_call import write_roll_call
from ia_events.documents.run_of_the_day import write_run_of_the_day
from ia_events.documents.sign_in import write_sign_in_sheets
from ia_events.documents.signs import write_signs
from ia_events.documents.table_tents import write_table_tents
from ia_events.documents.walk_in_forms import write_walk_in_forms
from ia_events.domain.certificates import Kind
from ia_events.domain.events import Event, Slot
from ia_events.domain.people import Attendee, Role
from ia_events.domain.sheet_pages import SheetChoices
from tests.documents.conftest import MADE_AT, attendee
from tests.documents.hard_names import HARD_NAMES
from tests.documents.papers import certificate
from tests.documents.test_goldens import branding, check, looks_as_it_did, said

__all__ = ["branding"]  # a fixture

HARD = [
    attendee(n, first_name=first, last_name=last, employer=employer, job_title=job)
    for n, (first, last, employer, job) in enumerate(HARD_NAMES)
]
SPEAKERS = [
    attendee(90, first_name="Jean", last_name="d'Arbaud", employer="Université des Antilles", role=Role.SPEAKER)
]

MEALS = ("Végétarien", "Poisson", "Viande", "", "Sans gluten, sans lactose et sans œufs")


def half_days(event: Event, count: int) -> Event:
    """The event on so many half-days, of which the first person is not expected in the second."""
    first = datetime(2025, 11, 12, 12, 30, tzinfo=UTC)
    slots = [
        Slot(
            id=f"slot-{n}",
            label="Après-midi" if n % 2 else "Matin",
            start=first + timedelta(days=n // 2, hours=5 * (n % 2)),
            end=first + timedelta(days=n // 2, hours=5 * (n % 2) + 3),
        )
        for n in range(count)
    ]
    return replace(event, slots=tuple(slots))


def _certificates(file: Any, event: Event, people: list[Attendee], kind: Kind, **options: Any) -> None:
    given = {person.id: certificate(event, person, n, kind=kind) for n, person in enumerate(people, start=1)}
    write_certificates(file, event, people, certificates=given, **options)


def _sheets(count: int, people: list[Attendee], **choices: Any) -> Callable[..., None]:
    def write(file: Any, event: Event, **options: Any) -> None:
        day = half_days(event, count)
        some = [replace(people[0], slots=("slot-0",)), *people[1:]] if people and count > 1 else people
        write_sign_in_sheets(file, day, some, day.slots, SheetChoices(**choices), **options)

    return write


def _paper(write: Callable[..., Any], people: list[Attendee], count: int = 1, **given: Any) -> Callable[..., None]:
    def written(file: Any, event: Event, **options: Any) -> None:
        write(file, half_days(event, count) if count > 1 else event, people, **given, **options)

    return written


def papers(hard: list[Attendee]) -> dict[str, Callable[..., None]]:
    """Every paper of these people, by the name of its golden picture."""
    return {
        "sign-in": _sheets(1, [*hard, *SPEAKERS]),
        "sign-in-nobody": _sheets(1, [], blank_rows=24),
        "sign-in-grid": _sheets(4, [*hard[:30], *SPEAKERS], grid=True),
        "sign-in-narrow": _sheets(10, [*hard, *SPEAKERS], grid=True, row_height=7),
        "sign-in-groups": _sheets(2, hard, grid=True, group_by="employer", sections=True),
        "roll-call": _paper(write_roll_call, [*hard, *SPEAKERS], 4),
        "roll-call-one": _paper(write_roll_call, hard[:1]),
        "tents": _paper(write_table_tents, hard[2:5]),
        "tents-a5": _paper(write_table_tents, hard[2:6], size="a5"),
        "labels": _paper(write_labels, hard),
        "certificates": _paper(_certificates, hard[2:4], 4, kind=Kind.CERTIFICATE),
        "letters": _paper(_certificates, hard[:2], kind=list(Kind)[1]),
        "meals": _paper(write_restaurant_list, [replace(p, meal=MEALS[n % 5]) for n, p in enumerate(hard)], 4),
        "signs": _paper(write_signs, []),
        "forms": _paper(write_walk_in_forms, []),
        "questionnaire": _paper(write_questionnaire, []),
        "run": _paper(write_run_of_the_day, [*hard, *SPEAKERS], 4),
    }


PAPERS = papers(HARD)


@pytest.fixture(params=PAPERS)
def paper(request: pytest.FixtureRequest, event: Event, branding: Branding) -> tuple[str, bytes]:
    """The name of a paper and what it is."""
    file = BytesIO()
    PAPERS[request.param](file, event, branding=branding, made_at=MADE_AT)
    return request.param, file.getvalue()


def changed(people: list[Attendee]) -> list[Attendee]:
    """The same, with another letter in the first one's name."""
    return [replace(people[0], last_name="Arrondoll"), *people[1:]]


@pytest.mark.parametrize("name", PAPERS)
def test_one_changed_letter_on_a_paper_is_seen(name: str, event: Event, branding: Branding) -> None:
    other = replace(event, title=event.title.replace("publique", "publiquo"))
    made = []
    for written, titled in ((PAPERS[name], event), (PAPERS[name], other), (papers(changed(HARD))[name], event)):
        file = BytesIO()
        written(file, titled, branding=branding, made_at=MADE_AT)
        made.append(file.getvalue())
    before, *after = made
    seen = [data for data in after if said(data, 3) != said(before, 3)]
    assert seen
    assert not any(looks_as_it_did(name, data, 3) for data in seen)


def loose(data: bytes) -> list[str]:
    """The texts, lines and pictures that are neither in a part of the document nor decoration."""
    document = pypdfium2.PdfDocument(data)
    found: list[str] = []
    for number, page in enumerate(document, start=1):
        found += [
            f"page {number}, kind {thing.type}, {thing.get_bounds()}"
            for thing in page.get_objects(max_depth=1)
            if not pdfium.FPDFPageObj_CountMarks(thing.raw)
        ]
    document.close()
    return found


def test_it_looks_as_it_did_and_nothing_on_it_is_loose(paper: tuple[str, bytes]) -> None:
    name, data = paper
    assert not loose(data)
    check(name, data, 3)


@pytest.mark.parametrize("design", shipped(), ids=lambda design: design.id)
def test_nothing_on_a_badge_is_loose(design: Any, event: Event, branding: Branding) -> None:
    file = BytesIO()
    write_badges(file, event, HARD, stocks.stock(stocks.DEFAULT), design=design, branding=branding, made_at=MADE_AT)
    assert not loose(file.getvalue())


def test_a_test_page_looks_as_it_did(event: Event) -> None:
    stock = stocks.stock(stocks.DEFAULT)
    made = []
    for name in (stock.name, stock.name.replace("e", "o", 1)):
        file = BytesIO()
        calibration_page.write_test_page(file, replace(stock, name=name), made_at=MADE_AT)
        made.append(file.getvalue())
    assert not loose(made[0])
    check("test-page", made[0])
    assert said(made[0], 1) != said(made[1], 1)
    assert not looks_as_it_did("test-page", made[1])


def test_the_rescue_kit_looks_as_it_did(event: Event, branding: Branding, tmp_path: Path) -> None:
    made = []
    for title in (event.title, event.title.replace("publique", "publiquo")):
        titled = replace(half_days(event, 4), title=title)
        kit = make_rescue_kit(titled, HARD, branding=branding, made_at=MADE_AT)
        write_kit(tmp_path, kit)
        made.append((tmp_path / "00 Kit de secours.pdf").read_bytes())
    assert not loose(made[0])
    check("rescue-kit", made[0], 2)
    assert said(made[0], 2) != said(made[1], 2)
    assert not looks_as_it_did("rescue-kit", made[1], 2)
