"""What gives way when a badge is small: the programme, the job title, the employer, and only then the name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pytest

from ia_events.documents import stocks
from ia_events.documents.badges import write_badges
from ia_events.documents.design_files import shipped
from ia_events.documents.setting import Wanted, set_lines
from ia_events.domain.events import Event, generate_slots
from tests.documents.conftest import MADE_AT, Reader, attendee, words
from tests.documents.hard_names import LONG_JOB

TWO_SIDED = next(design for design in shipped() if design.id == "two-sided")


def back(event: Event, days: int, stock: str, opened: Reader) -> tuple[str, str]:
    """What the back of a badge says, and what is said of it."""
    first = date(2026, 11, 23)
    slots = generate_slots(first, first + timedelta(days=days - 1), (0, 1), event.timezone)
    file = BytesIO()
    week = replace(event, slots=tuple(slots))
    made = write_badges(file, week, [attendee(1)], stocks.stock(stock), design=TWO_SIDED, made_at=MADE_AT)
    return words(opened(file.getvalue())[1]), " ".join(made.notices)


def test_a_week_s_programme_says_what_it_lacks(event: Event, opened: Reader) -> None:
    said, notice = back(event, 5, "avery-l7418", opened)
    assert said.count("Matin") == said.count("Après-midi") == 3
    assert "mercredi 25 novembre Matin" in said
    assert "Après-midi, 14 h – 17 h 30 et 4 demi-journées" in said
    assert "jeudi" not in said
    assert notice == (
        "Le programme ne tient pas en entier sur les badges\u00a0: il y manque 4 demi-journées "
        "(jeudi 26\u00a0novembre et vendredi 27\u00a0novembre)."
    )


@pytest.mark.parametrize("stock", ["avery-l7418", "avery-l7160", "avery-4784", "a6"])
@pytest.mark.parametrize("days", [1, 2, 3, 4, 5, 8])
def test_every_half_day_is_there_or_counted_and_no_day_is_bare(
    days: int, stock: str, event: Event, opened: Reader
) -> None:
    said, notice = back(event, days, stock, opened)
    shown = said.count("Matin,") + said.count("Après-midi,")
    left = days * 2 - shown
    assert shown
    assert (f"et {left} demi-journée" in said) == (f"manque {left} demi-journée" in notice) == bool(left)
    for day in said.split(" novembre ")[1:] if days > 1 else ():
        assert day.startswith("Matin,"), "a day stands over its half-days"


def test_two_days_fit_on_the_smallest_label(event: Event, opened: Reader) -> None:
    assert back(event, 2, "avery-4784", opened)[1] == ""


def _lines(job: str) -> list[Wanted]:
    def line(text: str, size: float, least: float, optional: bool) -> Wanted:
        return Wanted(((text, False, "ink"),), size, least, 2, optional, 2.0 if optional else 0.0)

    given = [line("Marie-Ange Bénédicte", 16, 9, False), line("GRÉAUX", 16, 9, False)]
    return [*given, line("Ville de Basse-Terre", 8, 6.5, True), line(job, 7, 6.5, True)]


def test_a_long_job_title_does_not_make_the_name_small() -> None:
    box = 97.0, 72.0
    alone = set_lines(_lines("")[:2], *box)
    short, long = set_lines(_lines("Agent"), *box), set_lines(_lines(f"{LONG_JOB} et des affaires"), *box)
    assert alone
    assert short
    assert long
    assert short.left_out == ()
    assert long.left_out == (3,), "the job title is left out, and told to whoever asked"
    for block in (short, long):
        assert block.rows[0].size >= 0.75 * alone.rows[0].size


def test_optional_lines_are_smaller_before_they_are_left_out() -> None:
    sizes = set()
    for height in range(40, 90):
        block = set_lines(_lines("Directrice générale adjointe"), 97.0, height)
        assert block
        if not block.left_out:
            sizes.add(block.rows[-1].size)
    assert sizes == {6.5, 7.0}
