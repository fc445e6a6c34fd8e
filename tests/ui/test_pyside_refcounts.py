"""PySide6 6.12 under Python 3.11 loses references to None: after some thousands of calls the interpreter aborts.

A change of the lock that brings this back must fail here, not at a door in the middle of an evening.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot


class _Bell(QObject):
    rung = Signal(str)
    switched = Signal(bool)

    @Slot(str)
    def hear(self, text: str) -> None:
        pass

    @Slot(bool)
    def see(self, on: bool) -> None:
        pass


@pytest.mark.parametrize("job", ["emit", "emit True", "setText of a label", "setText of a field", "setEnabled"])
def test_a_thousand_calls_keep_the_references_to_none_and_true(qtbot: QtBot, job: str) -> None:
    bell, label, field = _Bell(), QLabel(), QLineEdit()
    qtbot.addWidget(label)
    qtbot.addWidget(field)
    bell.rung.connect(bell.hear)
    bell.switched.connect(bell.see)
    jobs: dict[str, Callable[[], object]] = {
        "emit": lambda: bell.rung.emit("in"),
        "emit True": lambda: bell.switched.emit(True),
        "setText of a label": lambda: label.setText("Bienvenue"),
        "setText of a field": lambda: field.setText("Bienvenue"),
        "setEnabled": lambda: field.setEnabled(True),
    }
    call = jobs[job]
    call()
    none, true = sys.getrefcount(None), sys.getrefcount(True)
    for _ in range(1000):
        call()
    # From Python 3.12 on both are immortal and the counts stand still.
    assert abs(sys.getrefcount(None) - none) < 50
    assert abs(sys.getrefcount(True) - true) < 50
