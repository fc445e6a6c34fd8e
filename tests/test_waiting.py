"""What the tests themselves wait with."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QTimer
from pytestqt.exceptions import TimeoutError as TimedOut
from pytestqt.qtbot import QtBot


def test_what_a_posted_event_ends_is_not_there(qtbot: QtBot) -> None:
    """GIVEN something true until what is posted already comes THEN it was not what was waited for."""
    there = [True]
    QTimer.singleShot(0, there.clear)
    with pytest.raises(TimedOut):
        qtbot.waitUntil(lambda: bool(there), timeout=100)


def test_a_condition_that_asserts_is_looked_at_again(qtbot: QtBot) -> None:
    there: list[int] = []
    QTimer.singleShot(20, lambda: there.append(1))

    def holds() -> None:
        assert there

    qtbot.waitUntil(holds)
    assert there


def test_a_condition_says_yes_or_no(qtbot: QtBot) -> None:
    with pytest.raises(ValueError, match="not 'yes'"):
        qtbot.waitUntil(lambda: "yes")  # type: ignore[arg-type,return-value]
