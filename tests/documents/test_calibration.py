"""What a printer needs is worked out from four measures; the page to measure says so, and is what it says."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pypdfium2
import pytest

from ia_events.documents.badges import write_badges
from ia_events.documents.calibration import (
    AS_IT_IS,
    Calibration,
    describe,
    kept_for,
    known_printers,
    marks,
    measured,
    measures,
    with_kept,
)
from ia_events.documents.calibration_page import write_test_page
from ia_events.documents.pdf import MM
from ia_events.documents.stocks import Stock, all_stocks, stock
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.settings import Settings
from tests.documents.conftest import MADE_AT, attendee

Reader = Callable[[bytes], pypdfium2.PdfDocument]
L7418 = stock("avery-l7418")


def page(paper: Stock, **options: Any) -> bytes:
    file = BytesIO()
    assert write_test_page(file, paper, made_at=MADE_AT, **options).pages == 1
    return file.getvalue()


def test_a_printer_that_is_right_needs_nothing() -> None:
    for paper in all_stocks():
        far, (across, down) = marks(paper)
        assert measured(paper, far, far, across, down) == AS_IT_IS
        assert measures(paper, AS_IT_IS) == (far, far, across, down)


@pytest.mark.parametrize(
    "read, said",
    [
        ((18.5, 20, 100, 100), "1,5 mm vers la droite"),
        ((21, 19.5, 100, 100), "1 mm vers la gauche, 0,5 mm vers le bas"),
        ((20, 21.25, 100, 100), "1,25 mm vers le haut"),
        ((19.9, 20, 99.5, 100), "largeur à 100,5\u00a0%"),
        ((20, 20.1, 100, 100.5), "hauteur à 99,5\u00a0%"),
    ],
)
def test_what_is_read_says_what_to_correct(read: tuple[float, float, float, float], said: str) -> None:
    found = measured(L7418, *read)
    assert describe(found) == said
    assert measures(L7418, found) == pytest.approx(read, abs=0.02)


@pytest.mark.parametrize(
    "read, code",
    [
        ((60, 20, 100, 100), "calibration_shift"),
        ((20, 4, 100, 100), "calibration_shift"),
        ((20, 20, 93, 97), ""),
        ((20, 20, 76, 100), "calibration_scale"),
        ((20, 20, 100, 120), "calibration_scale"),
        ((-1, 20, 100, 100), "calibration_measure"),
        ((20, 20, 0, 100), "calibration_measure"),
        ((float("nan"), 20, 100, 100), "calibration_shift"),
    ],
)
def test_what_no_printer_does_is_refused_with_the_reason(read: tuple[float, float, float, float], code: str) -> None:
    if not code:
        assert measured(L7418, *read).scale_x == pytest.approx(107.53)
        return
    with pytest.raises(UserError) as caught:
        measured(L7418, *read)
    assert caught.value.code == code


def test_it_is_kept_by_printer_and_stock() -> None:
    settings, shift = Settings(), Calibration(1.5, -0.5, 100.4, 99.8)
    settings.calibrations = with_kept(settings, "Étage 2", L7418, shift)
    settings.calibrations = with_kept(settings, "Étage 2", stock("brother-62@85"), Calibration(x=1))
    settings.calibrations = with_kept(settings, "", L7418, Calibration(y=2))
    assert kept_for(settings, "Étage 2", L7418) == shift
    assert kept_for(settings, "Étage 2", stock("brother-62@120")) == Calibration(x=1), "whatever the length"
    assert kept_for(settings, "", L7418) == Calibration(y=2)
    assert kept_for(settings, "Étage 2", stock("a6")) == AS_IT_IS
    assert known_printers(settings) == ["", "Étage 2"]
    settings.calibrations = with_kept(settings, "", L7418, AS_IT_IS)
    assert known_printers(settings) == ["Étage 2"]


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"P": 3}', '{"P": {"avery-l7418": ["x"]}}', '{"P": {"avery-l7418": [99, 0, 100, 100]}}']
)
def test_what_makes_no_sense_corrects_nothing(text: str) -> None:
    assert kept_for(Settings(calibrations=text), "P", L7418) == AS_IT_IS


@pytest.mark.parametrize("paper", all_stocks(), ids=lambda each: each.id)
def test_the_test_page_is_on_its_paper_and_says_what_to_measure(paper: Stock, opened: Reader) -> None:
    document = opened(page(paper))
    assert document[0].get_size() == pytest.approx([side * MM for side in paper.page], abs=0.01)
    words = document[0].get_textpage().get_text_bounded()
    far, (across, down) = marks(paper)
    assert f"{across:g} mm" in words
    assert f"{down:g} mm" in words
    assert f"{far:g} mm" in words
    for letter in "ABCD":
        assert letter in words
    assert across >= 50
    assert down >= 20


def test_the_control_page_says_so(opened: Reader) -> None:
    words = opened(page(L7418, corrected=True))[0].get_textpage().get_text_bounded()
    assert "Page de contrôle" in words
    assert "mesurez du bord" not in words


def test_the_same_page_has_the_same_bytes() -> None:
    assert page(L7418) == page(L7418)
    assert page(L7418) != page(L7418, calibration=Calibration(1))


def test_badges_carry_the_correction_in_the_pdf_when_asked(event: Event, opened: Reader) -> None:
    def left_and_top(**options: Any) -> tuple[float, float]:
        file = BytesIO()
        made = write_badges(file, event, [attendee(n) for n in range(9)], L7418, made_at=MADE_AT, **options)
        assert made.pages == 2
        document = opened(file.getvalue())
        assert len(document) == 2
        box = document[1].render(scale=8).to_pil().convert("L").point(lambda level: 255 * (level < 128)).getbbox()
        return box[0] / 8 / MM, box[1] / 8 / MM

    before, after = left_and_top(), left_and_top(calibration=Calibration(1.5, -0.7))
    assert (after[0] - before[0], after[1] - before[1]) == pytest.approx((1.5, -0.7), abs=0.06)
    with pytest.raises(UserError, match="défaut d’imprimante"):
        left_and_top(calibration=Calibration(50))
