"""Signatures: what is one, what is kept of it, and that no foreign text does harm."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ia_events.domain import signatures
from ia_events.domain.errors import UserError
from ia_events.domain.signatures import FULL, HEIGHT, MOST_POINTS, MOST_TIME, WIDTH, Point, Signature, captured

Given = list[tuple[float, float, float, float | None]]


def wave(count: int = 200, pressure: float | None = None, begun: float = 5000.0) -> Given:
    """One stroke up and down across the box, a point each 8 ms."""
    return [
        (0.1 + 0.8 * n / count, 0.5 + 0.3 * math.sin(n / 9), begun + 8 * n, pressure and pressure * n / count)
        for n in range(count)
    ]


def line(x1: float, y1: float, x2: float, y2: float, count: int = 30) -> Given:
    return [(x1 + (x2 - x1) * n / count, y1 + (y2 - y1) * n / count, 8.0 * n, None) for n in range(count + 1)]


@st.composite
def signed(draw: st.DrawFn) -> Signature:
    """Any signature that may be kept."""
    pressed = draw(st.booleans())
    time = 0
    strokes = []
    for _stroke in range(draw(st.integers(1, 4))):
        points = []
        for _point in range(draw(st.integers(1, 12))):
            time = min(time + draw(st.integers(0, 90_000)), MOST_TIME)
            hard = draw(st.integers(0, FULL)) if pressed else None
            points.append(Point(draw(st.integers(0, WIDTH)), draw(st.integers(0, HEIGHT)), time, hard))
        strokes.append(tuple(points))
    return Signature(tuple(strokes))


@given(signed())
def test_what_is_kept_is_what_was_given(signature: Signature) -> None:
    text = signatures.to_text(signature)
    assert signatures.from_text(text) == signature
    assert text.isascii()
    assert text.isprintable()


@given(st.one_of(st.text(), st.text(alphabet="1:AQ_-=gZ9 \n").map(lambda text: f"1:{text}")))
@example("")
@example("1:")
@example("1:AAAA")
@example("1:AQEB")
@example("1:" + "_" * 30_000)
@example("1:" + "gICA" * 5000)
@example("12")
@example("²:")
@example("9999:AAAA")
def test_foreign_text_is_a_signature_or_nonsense_and_nothing_worse(text: str) -> None:
    try:
        found = signatures.from_text(text)
    except ValueError:
        return
    assert found is None or signatures.to_text(found) == text


@given(signed(), st.data())
def test_a_text_that_was_changed_is_never_read_as_something_out_of_the_box(signature: Signature, data: Any) -> None:
    text = signatures.to_text(signature)
    place = data.draw(st.integers(2, len(text) - 1))
    changed = text[:place] + data.draw(st.sampled_from("AQgw_-9z")) + text[place + 1 :]
    try:
        found = signatures.from_text(changed)
    except ValueError:
        return
    assert found is not None
    box = found.box
    assert 0 <= box.left <= box.right <= WIDTH
    assert 0 <= box.top <= box.bottom <= HEIGHT


def test_a_newer_version_is_told_from_nonsense() -> None:
    assert signatures.from_text("2:whatever that may be") is None


@pytest.mark.parametrize("pressure", [None, 0.8])
def test_what_is_drawn_is_kept_in_whole_numbers_from_its_first_moment(pressure: float | None) -> None:
    made = captured([wave(pressure=pressure)])
    first, *_others, last = made.strokes[0]
    assert (first.x, first.y, first.time) == (300, 500, 0)
    assert last.time == 8 * 199
    assert made.has_pressure is (pressure is not None)
    assert signatures.from_text(signatures.to_text(made)) == made
    assert len(signatures.to_text(made)) < 6.5 * 200


def test_clocks_that_go_back_and_ink_over_the_edge_are_put_right() -> None:
    stroke = wave()
    stroke[50] = (7.0, -3.0, -1e6, None)
    points = captured([stroke]).strokes[0]
    assert (points[50].x, points[50].y) == (WIDTH, 0)
    assert [p.time for p in points] == sorted(p.time for p in points)
    assert min(p.time for p in points) == 0


def test_a_pressure_that_is_not_told_throughout_is_none() -> None:
    assert not captured([wave(pressure=0.8), wave()]).has_pressure


def test_hours_of_scribbling_are_thinned_not_cut_off() -> None:
    strokes = [wave(4000) for _n in range(4)]
    made = captured(strokes)
    assert sum(map(len, made.strokes)) <= MOST_POINTS
    whole = captured([wave(400)]).box
    assert made.box[:3] == pytest.approx(whole[:3], abs=30)
    assert len(signatures.to_text(made)) < signatures._MOST_TEXT


@pytest.mark.parametrize(
    "strokes",
    [
        [],
        [[]],
        [[(0.5, 0.5, 0.0, None)]],
        [[(0.5 + 0.01 * math.sin(n), 0.5 + 0.01 * math.cos(n), 8.0 * n, None) for n in range(500)]],
        [line(0.3, 0.4, 0.35, 0.4)],
        [line(0.1, 0.1, 0.9, 0.8)],
        [line(0.1, 0.1, 0.9, 0.8), [(0.5, 0.2, 900.0, None)]],
    ],
    ids=["nothing", "no point", "a dot", "a dot rubbed", "a twitch", "a slip", "a slip and a dot"],
)
def test_a_dot_or_a_slip_is_no_signature(strokes: list[Given]) -> None:
    with pytest.raises(UserError) as refused:
        captured(strokes)
    assert refused.value.code == "signature_too_short"


@pytest.mark.parametrize(
    "strokes",
    [
        [line(0.45, 0.4, 0.52, 0.6), line(0.52, 0.4, 0.45, 0.6)],
        [[*line(0.4, 0.3, 0.4, 0.7), *line(0.4, 0.7, 0.5, 0.7)]],
        [wave()[::10]],
    ],
    ids=["a cross", "an initial", "few points"],
)
def test_a_cross_or_initials_are_one(strokes: list[Given]) -> None:
    assert captured(strokes).strokes


@given(signed())
def test_curves_never_leave_what_the_points_cover_and_meet_end_to_end(signature: Signature) -> None:
    box = signature.box
    for stroke in signature.strokes:
        made = signatures.curves(signatures.drawn(stroke))
        assert (made[-1].x, made[-1].y) == stroke[-1][:2]
        for curve in made:
            # A curve stays within its ends and what it is bent towards.
            assert box.left <= curve.x <= box.right
            assert box.left <= curve.x1 <= box.right
            assert box.top <= curve.y <= box.bottom
            assert box.top <= curve.y1 <= box.bottom
            assert 0 <= curve.pressure <= 1
