"""The one rule that merges changes, and the chain that ties them."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ia_events.domain import changes
from ia_events.domain.changes import GENESIS, WHOLE, Change

NOW = datetime(2026, 11, 3, 8, 30, tzinfo=UTC)
A, B = "a" * 16, "b" * 16


def test_a_stamp_sorts_as_clock_then_origin_then_number() -> None:
    places = [(1, A, 1), (1, A, 2), (1, A, 10), (1, B, 1), (2, A, 1), (1 << 57, A, 1)]
    stamps = [changes.stamp(*place) for place in places]
    assert stamps == sorted(stamps)
    assert [changes.writer(mark) for mark in stamps] == [(origin, seq) for _hlc, origin, seq in places]
    assert Change(A, 7, 9, "", "t", "r", "{}", GENESIS).stamp == changes.stamp(9, A, 7)


@given(st.lists(st.integers(-(10**6), 10**6), max_size=30))
def test_the_clock_only_goes_forward(jumps: list[int]) -> None:
    last = 0
    for jump in jumps:
        new = changes.tick(NOW + timedelta(seconds=jump), last)
        assert new > last
        last = new


def test_the_clock_follows_the_wall_clock_when_it_can() -> None:
    assert changes.tick(NOW, 0) >> 16 == int(NOW.timestamp() * 1000)
    ahead = int((NOW + timedelta(days=1)).timestamp() * 1000) << 16
    assert changes.tick(NOW, ahead) == ahead + 1


def test_a_link_covers_everything() -> None:
    given_: tuple[bytes, str, int, int, str, str, str, bytes] = (
        GENESIS, A, 1, 2, "action", "table", "row", changes.body_hash("{}"),
    )  # fmt: skip
    right = changes.link(*given_)
    others = (b"\1" * 32, B, 2, 3, "actions", "tables", "rows", changes.body_hash("{ }"))
    for place, other in enumerate(others):
        altered = [*given_]
        altered[place] = other
        assert changes.link(*altered) != right  # type: ignore[arg-type]
    # What stands between two fields cannot slide from one to the other.
    assert changes.link(GENESIS, A, 1, 2, "x", "yz", "r", b"") != changes.link(GENESIS, A, 1, 2, "xy", "z", "r", b"")


_write = st.tuples(
    st.dictionaries(st.sampled_from("xyz"), st.integers(0, 9), min_size=1),
    st.booleans(),
    st.integers(1, 4),
    st.sampled_from((A, B)),
)


@given(st.lists(_write, max_size=8), st.randoms(use_true_random=False))
def test_merging_gives_the_same_in_any_order(
    writes: list[tuple[dict[str, int], bool, int, str]], chance: random.Random
) -> None:
    defaults: dict[str, object] = dict.fromkeys("xyz", 0)
    stamped = [
        ({**defaults, **said} if whole else said, whole, changes.stamp(hlc, origin, seq))
        for seq, (said, whole, hlc, origin) in enumerate(writes)
    ]
    results = []
    for _order in range(3):
        chance.shuffle(stamped)
        row: dict[str, object] = dict(defaults)
        stamps: dict[str, str] = {}
        for said, whole, mark in stamped:
            row, stamps = changes.merge(row, stamps, said, mark, whole=whole)
        results.append((row, stamps))
    assert results[0] == results[1] == results[2]
    for name in "xyz":
        last = max(((mark, said[name]) for said, _whole, mark in stamped if name in said), default=("", 0))
        assert results[0][0][name] == last[1]
        assert results[0][1].get(name, results[0][1].get(WHOLE, "")) == last[0]
