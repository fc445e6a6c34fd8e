"""The guards of tests/conftest.py and of the repository, proved to bite."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from ia_events import paths

ROOT = Path(__file__).parent.parent


@pytest.fixture
def guarded(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A project of its own, with this project's conftest.py and pytest's settings."""
    settings = (
        (ROOT / "pyproject.toml").read_text(encoding="utf-8").split("[tool.pytest.ini_options]")[1].split("\n[")[0]
    )
    pytester.makepyprojecttoml("[tool.pytest.ini_options]" + settings.replace('["tests"]', '["."]'))
    pytester.makeconftest((ROOT / "tests" / "conftest.py").read_text(encoding="utf-8"))
    return pytester


def test_what_nobody_expected_fails_the_test(guarded: pytest.Pytester) -> None:
    guarded.makepyfile(
        """
        import gc, logging, subprocess, sys, threading, warnings
        import pytest
        from PySide6.QtCore import QObject, qCritical, qWarning
        from PySide6.QtWidgets import QWidget

        def test_python_warning():
            warnings.warn("old", DeprecationWarning, stacklevel=1)

        def test_open_file():
            open(__file__)
            gc.collect()

        def test_thread_dies():
            thread = threading.Thread(target=lambda: 1 / 0)
            thread.start()
            thread.join()

        def test_qt_warning():
            qWarning("a layout is wrong")

        def test_qt_critical():
            qCritical("worse")

        def test_qt_by_itself():
            QObject().startTimer(10)

        def test_slot_raises(qtbot):
            class Window(QWidget):
                def resizeEvent(self, event):
                    raise ValueError("in a virtual method")
            window = Window()
            qtbot.addWidget(window)
            window.show()

        def test_log():
            logging.getLogger("ia_events.store").warning("a row was dropped")

        def test_log_of_another():
            logging.getLogger("somebody").error("no")

        def test_log_that_does_not_propagate(monkeypatch):
            monkeypatch.setattr(logging.getLogger("ia_events"), "propagate", False)
            logging.getLogger("ia_events.store").warning("a row was dropped")

        def test_expected_but_another_came(expect_log):
            expect_log("row .* dropped")
            logging.getLogger("ia_events").warning("a column was dropped")

        def test_expected_and_never_came(expect_log):
            expect_log("row .* dropped")

        def test_fine():
            pass
        """
    )
    result = guarded.runpytest_subprocess("-p", "no:cacheprovider", "-v")
    result.assert_outcomes(passed=1, failed=12)
    result.stdout.fnmatch_lines(["*test_fine PASSED*"])
    said = result.stdout.str()
    for words in (
        "DeprecationWarning: old",
        "ResourceWarning: unclosed file",
        "ZeroDivisionError",
        "Qt warning: a layout is wrong",
        "Qt critical: worse",
        "Qt warning: QObject::startTimer: ",
        ": in a virtual method",
        "WARNING ia_events.store: a row was dropped",
        "ERROR somebody: no",
        "WARNING ia_events: a column was dropped",
        "was expected to be said, and was not: row .* dropped",
    ):
        assert words in said


def test_a_misspelt_marker_stops_the_run(guarded: pytest.Pytester) -> None:
    guarded.makepyfile("import pytest\n\n@pytest.mark.expect_logs('x')\ndef test_fine(): pass")
    assert guarded.runpytest_subprocess("-p", "no:cacheprovider").ret == pytest.ExitCode.INTERRUPTED


def test_what_is_said_at_the_end_is_heard_too(guarded: pytest.Pytester) -> None:
    guarded.makepyfile(
        """
        import logging
        import pytest

        @pytest.fixture
        def store():
            yield
            logging.getLogger("ia_events.store").error("closed twice")

        def test_fine(store):
            pass
        """
    )
    result = guarded.runpytest_subprocess("-p", "no:cacheprovider")
    result.assert_outcomes(passed=1, errors=1)


def test_what_is_declared_is_allowed(guarded: pytest.Pytester) -> None:
    guarded.makepyfile(
        """
        import logging
        import pytest
        from PySide6.QtCore import qDebug, qWarning

        def test_by_fixture(expect_log):
            expect_log("row .* dropped")
            expect_log("Qt warning: a layout")
            logging.getLogger("ia_events").warning("row 3 was dropped")
            qWarning("a layout is wrong")

        @pytest.mark.expect_log("row .* dropped")
        def test_by_marker():
            logging.getLogger("ia_events").warning("row 3 was dropped")

        def test_low_voices():
            logging.getLogger("ia_events").info("row 3 was read")
            qDebug("painted")
        """
    )
    guarded.runpytest_subprocess("-p", "no:cacheprovider").assert_outcomes(passed=3)


def test_the_program_keeps_everything_in_the_tests_home(home: Path) -> None:
    for place in (paths.data(), paths.config(), paths.logs(), paths.database(), paths.documents(), Path.home()):
        assert place.is_relative_to(home)
    assert not list(home.iterdir())
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"


# The repository -----------------------------------------------------------------------------------------------------


def committed_files() -> Iterator[Path]:
    if (ROOT / ".git").exists() and shutil.which("git"):
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout.decode().split("\0")
        yield from (ROOT / name for name in names if name and (ROOT / name).is_file())
        return
    made = {".venv", ".git", "build", "dist", "__pycache__", ".hypothesis", ".benchmarks"}
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in made and not name.endswith("_cache")]
        yield from (Path(folder) / name for name in names)


def test_no_committed_file_names_a_registry_or_this_machine() -> None:
    # Written in two halves, so that this file does not name them either.
    hosts = [
        "py" + "pi.org",
        "python" + "hosted.org",
        "deb." + "debian.org",
        "archive." + "ubuntu.com",
        "npm" + "js.org",
    ]
    folders = ["/work" + "/", "/opt" + "/", "/root" + "/", "/tmp" + "/probe"]
    pattern = re.compile(
        "|".join(map(re.escape, hosts)) + r"|(?<![\w.~-])(?:" + "|".join(map(re.escape, folders)) + ")"
    )
    found = []
    for path in committed_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}: {match.group()}" for match in pattern.finditer(text)]
    assert found == []


def test_the_lock_is_pyproject_s_with_hashes_and_nothing_else() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    program = [*project["project"]["dependencies"], *project["dependency-groups"]["build"]]
    tools = project["dependency-groups"]["dev"]
    for name, wanted in {"requirements.txt": program, "requirements-dev.txt": program + tools}.items():
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        locked = {line.split(" ")[0] for line in lines if line and line[0] not in " #"}
        assert locked >= {
            re.sub(r"[._]", "-", line.split("==")[0].lower()) + "==" + line.split("==")[1] for line in wanted
        }
        assert all(
            re.fullmatch(r"[\w.-]+==[\w.]+( ; .*)? \\|    (--hash=sha256:\w+( \\)?|# .*)|#.*", line) for line in lines
        )


def test_each_module_of_the_store_is_imported_by_itself() -> None:
    """GIVEN a fresh interpreter WHEN any module of the store is imported first THEN none needs another to be first."""
    script = """
import importlib, pkgutil, sys
import ia_events.store
for module in list(pkgutil.iter_modules(ia_events.store.__path__)):
    for name in [name for name in sys.modules if name.startswith("ia_events")]:
        del sys.modules[name]
    importlib.import_module(f"ia_events.store.{module.name}")
"""
    subprocess.run([sys.executable, "-c", script], check=True, cwd=ROOT)
