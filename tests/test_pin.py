"""The code of the volunteer and kiosk modes, in a home of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ia_events import paths, pin
from ia_events.domain.errors import UserError

NOW = datetime(2025, 11, 12, 21, 0, tzinfo=UTC)


def test_without_a_code_everything_opens() -> None:
    assert not pin.exists()
    assert pin.opens("", NOW)


@pytest.mark.parametrize("code", ["123", "123456789", "12a4", "", "１２３４", "1234\n"])
def test_a_code_is_four_to_eight_digits(code: str) -> None:
    with pytest.raises(UserError) as refused:
        pin.choose(code)
    assert refused.value.code == "pin_malformed"
    assert not pin.exists()


def test_only_the_code_opens_and_it_is_salted() -> None:
    pin.choose("4827")
    assert not pin.opens("4828", NOW)
    assert pin.opens("4827", NOW)
    first = (paths.config() / "pin.json").read_text(encoding="utf-8")
    pin.choose("4827")
    assert (paths.config() / "pin.json").read_text(encoding="utf-8") != first  # salted anew


def test_wrong_tries_wait_longer_and_longer() -> None:
    pin.choose("4827")
    waits, at = [], NOW
    for _try in range(11):
        at += timedelta(seconds=pin.wait(at))
        assert not pin.opens("0000", at)
        waits.append(pin.wait(at))
    assert waits == [0, 0, 5, 15, 30, 60, 120, 300, 300, 300, 300]
    assert not pin.opens("4827", at + timedelta(seconds=299))  # too soon: not even heard
    assert pin.wait(at + timedelta(seconds=299)) == 1
    assert pin.wait(at - timedelta(days=400)) == 300  # a clock put back
    assert pin.opens("4827", at + timedelta(seconds=300))
    assert not pin.opens("0000", at + timedelta(seconds=300))
    assert pin.wait(at + timedelta(seconds=300)) == 0  # counted anew


def test_a_damaged_file_opens_to_nobody() -> None:
    pin.choose("4827")
    (paths.config() / "pin.json").write_text("{", encoding="utf-8")
    assert not pin.opens("4827", NOW)
    assert pin.clear()
    assert pin.opens("", NOW)


def test_a_forgotten_code_is_cleared_from_the_terminal(cli: Callable[..., Any]) -> None:
    pin.choose("4827")
    assert cli("--json", "pin", "clear").json == {"cleared": True}
    assert not pin.exists()
    assert cli("--json", "pin", "clear").json == {"cleared": False}
