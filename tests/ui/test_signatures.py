"""PySide's signatures are loaded late, and say the same: each time in a fresh process, for PySide is imported once."""

from __future__ import annotations

import subprocess
import sys

import PySide6
import pytest

from ia_events.ui import signatures

_ERRORS = """
from PySide6.QtCore import QDate, QObject, QPoint, QTimer, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QApplication, QLabel, QWidget

class Worker(QObject):
    done = Signal(int)

app = QApplication([])
assert {late} == ("shibokensupport.signature.parser" not in sys.modules)
for wrong in (
    lambda: QLabel(3, 4, 5),
    lambda: QLabel("a").setText(3),
    lambda: QLabel("a").setText(t=3),
    lambda: QWidget(nonsense=3),
    lambda: QWidget().resize(),
    lambda: QWidget().setFocusPolicy(3),
    lambda: QTimer(interval="x"),
    lambda: QTimer.singleShot("x"),
    lambda: QColor(1, 2, 3, 4, 5, 6, 7),
    lambda: QPoint("a", "b"),
    lambda: QDate(2020, 1),
    lambda: QPainter.Antialiasing,
    lambda: Worker().done.emit("a", "b"),
    lambda: Worker().done.connect(3),
    lambda: QObject.__doc__,
    lambda: QLabel.setText.__doc__,
    lambda: inspect.signature(QLabel.setText),
):
    try:
        print(wrong())
    except Exception as error:
        print(type(error).__name__, error)
"""
_DEFERRED = "from ia_events.ui import signatures\nsignatures.defer()\n"


def _says(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", "import builtins, inspect, sys\n" + program], capture_output=True, text=True, check=True
    )
    assert not done.stderr
    return done.stdout


def test_it_was_tried_with_the_version_installed() -> None:
    assert PySide6.__version__ == signatures.VERSION


def test_every_error_says_what_it_says_without() -> None:
    plain, late = _says(_ERRORS.format(late=False)), _says(_DEFERRED + _ERRORS.format(late=True))
    assert "'PySide6.QtWidgets.QLabel.setText' called with wrong argument types" in plain
    assert late == plain


def test_the_words_of_modules_imported_since_are_found() -> None:
    asking = (
        "from PySide6.QtCore import QPoint\n"
        "try: QPoint('a', 'b')\n"
        "except TypeError: pass\n"
        "from PySide6.QtPrintSupport import QPrinterInfo\n"
        "try: QPrinterInfo(3)\n"
        "except TypeError as error: print(error)\n"
    )
    said = _says(_DEFERRED + asking)
    assert "PySide6.QtPrintSupport.QPrinterInfo.__init__(int)" in said
    assert said == _says(asking)


def test_two_threads_may_be_wrong_at_once() -> None:
    said = _says(
        _DEFERRED + "import threading\n"
        "from PySide6.QtCore import QPoint\n"
        "def wrong():\n"
        "    try: QPoint('a', 'b')\n"
        "    except TypeError as error: found.append(str(error))\n"
        "found = []\n"
        "threads = [threading.Thread(target=wrong) for _ in range(4)]\n"
        "for thread in threads: thread.start()\n"
        "for thread in threads: thread.join()\n"
        "print(len(found), len(set(found)))\n"
    )
    assert said == "4 1\n"


def test_modules_imported_since_are_not_looked_into() -> None:
    hooked = "import PySide6.QtWidgets\nprint(builtins.__import__.__name__)"
    assert "__feature_import__" not in _says(_DEFERRED + hooked)


@pytest.mark.parametrize(
    "otherwise",
    [
        "signatures.VERSION = '6.0'\n",
        "import os; os.environ['PYSIDE6_OPTION_PYTHON_ENUM'] = '2'\n",
        "import PySide6.QtCore\n",
    ],
    ids=["another version", "enumerations chosen", "already imported"],
)
def test_otherwise_pyside_does_as_it_does(otherwise: str) -> None:
    program = "from ia_events.ui import signatures\n" + otherwise + "signatures.defer()\nimport PySide6.QtCore\n"
    assert _says(program + "print('shibokensupport.signature.parser' in sys.modules)") == "True\n"


def test_these_tests_run_with_it() -> None:
    assert isinstance(sys.modules["signature_bootstrap"], signatures._Bootstrap)
