"""The log and the details of a bug: enough to mend the program, nothing that names anybody."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator

import pytest

from ia_events import log, paths

PERSON = "Éloïse ARRONDELL eloise@exemple.fr"


@pytest.fixture
def started() -> Generator[None, None, None]:
    """The log, open for the test."""
    log.start()
    yield
    log.stop()


def _fail(kind: type[Exception]) -> Exception:
    try:
        try:
            raise kind(PERSON)
        except Exception as error:
            raise RuntimeError(PERSON) from error
    except RuntimeError as error:
        return error


@pytest.mark.parametrize("kind", [ValueError, KeyError, RuntimeError, TypeError, UnicodeError])
def test_the_details_quote_no_value(kind: type[Exception]) -> None:
    """GIVEN an error whose message names a person, caused by another THEN both are told by type and place only."""
    told = log.describe(_fail(kind))
    assert "Éloïse" not in told
    assert "exemple.fr" not in told
    assert f"builtins.{kind.__name__}" in told
    assert "caused by" in told
    assert "in _fail" in told


def test_the_details_speak_of_the_code() -> None:
    with pytest.raises(AttributeError) as caught:
        getattr(None, "absent")  # noqa: B009
    assert "'NoneType' object has no attribute 'absent'" in log.describe(caught.value)


def test_folders_are_not_told() -> None:
    try:
        paths.resources().joinpath("absent").read_text()
    except FileNotFoundError as error:
        told = log.describe(error)
    assert str(paths.resources()) not in told
    assert "FileNotFoundError: No such file or directory" in told


@pytest.mark.usefixtures("started")
def test_the_file_is_discreet(expect_log: Callable[[str], None]) -> None:
    """GIVEN an unexpected error WHEN logged THEN the file has its trace without its message; debug lines stay out."""
    expect_log("unexpected error")
    logger = logging.getLogger("ia_events.test")
    logger.debug("reading %s", PERSON)
    logger.error("unexpected error", exc_info=_fail(ValueError))
    written = (paths.logs() / "ia-events.log").read_text(encoding="utf-8")
    assert "builtins.ValueError" in written
    assert "Éloïse" not in written


@pytest.mark.usefixtures("started")
def test_a_full_file_gives_way_and_five_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """GIVEN files of 200 bytes WHEN twenty long lines are logged THEN the last ones are there, in six files at most."""
    monkeypatch.setattr(log, "_MOST", 200)
    logger = logging.getLogger("ia_events.test")
    for number in range(20):
        logger.info("line %d %s", number, "x" * 150)
    files = sorted(paths.logs().iterdir())
    assert [file.name for file in files] == [f"ia-events.log.{number}" for number in range(1, 6)]
    assert "line 19" in files[0].read_text(encoding="utf-8")
    logger.info("line 20")
    assert "line 20" in (paths.logs() / "ia-events.log").read_text(encoding="utf-8")


def test_the_terminal_hears_only_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    log.start()
    logging.getLogger("ia_events.test").info("first")
    log.start(to_stderr=True)
    logging.getLogger("ia_events.test").info("second")
    log.stop()
    said = capsys.readouterr()
    assert "first" not in said.err
    assert "second" in said.err
    assert said.out == ""


def test_a_folder_that_cannot_be_made_does_not_stop_the_program(capsys: pytest.CaptureFixture[str]) -> None:
    paths.logs().parent.mkdir(parents=True)
    paths.logs().write_text("a file where the folder should be")
    log.start()
    logging.getLogger("ia_events.test").info("still here")
    log.stop()
    assert "still here" in capsys.readouterr().err
