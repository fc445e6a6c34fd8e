"""The process that opens untrusted files: whatever it does, this one goes on and says something useful."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ia_events import i18n
from ia_events.domain.errors import Cancelled, UserError
from ia_events.domain.people import Attendee
from ia_events.spreadsheets import memory, worker

ROOT = Path(__file__).parent.parent.parent
LIST = Path("liste.xlsx")
JOBS = "tests.spreadsheets.jobs:"


@pytest.fixture(autouse=True)
def alone() -> Iterator[None]:
    worker.close()
    yield
    worker.close()


def run(job: str, *arguments: object) -> list[Any]:
    return list(worker.run(JOBS + job, LIST, *arguments))


def refusal(job: str) -> UserError:
    with pytest.raises(UserError) as caught:
        run(job)
    assert "{" not in caught.value.message
    return caught.value


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_values_come_back_as_they_were() -> None:
    values = [
        "",
        "Éloïse\u202f\ud800",
        "x" * 100_000,
        0,
        -1,
        2**70,
        0.1,
        float("inf"),
        True,
        False,
        None,
        (1, "a"),
        [2, [3.5]],
    ]
    answer = run("say", *values)
    assert answer == [str(LIST.absolute()), *values]
    assert [type(value) for value in answer[1:]] == [type(value) for value in values]


def test_one_process_serves_for_the_next_file() -> None:
    first = run("number")
    assert first != [os.getpid()]
    assert run("number") == first


def test_a_process_made_ready_is_the_one_that_serves() -> None:
    worker.warm()
    worker.warm()
    (ready,) = worker._spare
    assert run("number") == [ready._process.pid]


def test_a_process_that_died_while_waiting_is_replaced() -> None:
    (first,) = run("number")
    os.kill(first, signal.SIGKILL)
    worker._spare[0]._process.wait()
    assert run("number") != [first]


def test_two_files_at_once_have_a_process_each() -> None:
    one, other = worker.run(JOBS + "number", LIST), worker.run(JOBS + "number", LIST)
    assert next(one) != next(other)
    assert [list(one), list(other)] == [[], []]
    assert len(worker._spare) == 1


def test_neither_the_window_nor_the_database_is_imported_there() -> None:
    known = run("modules")
    assert {"python_calamine", "ia_events.spreadsheets.raw"} <= set(known)
    for heavy in ("PySide6", "shiboken6", "sqlcipher3", "sqlite3", "sqlite_utils", "openpyxl", "reportlab", "babel"):
        assert heavy not in known


def test_a_program_that_does_not_come_up_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_START", 0.3)
    monkeypatch.setattr(worker, "_command", lambda: [sys.executable, "-c", "import time; time.sleep(60)"])
    assert refusal("number").code == "reader_blocked"


def test_nothing_is_imported_from_the_folder_one_is_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "zipfile.py").write_text("raise SystemExit('trapped')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend("")
    _arguments, path, folder = run("whereabouts")
    assert "" not in path
    assert str(tmp_path) not in (*path, folder)


@pytest.mark.parametrize("job", ["leave", "panic"])
def test_a_death_is_a_damaged_file(job: str) -> None:
    assert refusal(job).code == "file_damaged"
    assert run("say", 1)[1:] == [1]


def test_an_abort_is_what_calamine_does_without_memory() -> None:
    assert refusal("abort").code == "file_too_big_for_memory"


def test_memory_is_limited() -> None:
    assert refusal("take_memory").code == "file_too_big_for_memory"


def test_memory_is_looked_at_where_the_system_sets_no_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    run("say")
    monkeypatch.setattr(worker, "MEMORY", 256 * 1024 * 1024)  # this process's: the other one may take six times more
    parts = worker.run(JOBS + "fill_memory", LIST)
    pid = next(parts)
    with pytest.raises(UserError) as caught:
        list(parts)
    assert caught.value.code == "file_too_big_for_memory"
    assert gone(pid)
    assert memory.taken_by(pid) == 0
    assert 1_000_000 < memory.taken_by(os.getpid()) < 2**40


def test_what_is_asked_may_be_a_person_and_is_answered_in_the_language_in_use() -> None:
    person = Attendee(last_name="Gumbs", first_name="Éloïse")
    assert run("name_of", person) == ["GUMBS Éloïse", "fr"]
    i18n.use("en")
    try:
        assert run("name_of", person) == ["GUMBS Éloïse", "en"]
    finally:
        i18n.use("fr")
    assert run("name_of", person)[1] == "fr"


def test_a_question_longer_than_a_pipe_is_heard() -> None:
    assert run("say", "x" * 5_000_000)[1:] == ["x" * 5_000_000]


def test_why_a_file_is_refused_is_logged_here_without_what_it_says(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "ia_events"):
        assert refusal("refuse_for_a_reason").code == "file_damaged"
    assert "KeyError" in caplog.text
    assert LIST.name not in caplog.text


@pytest.mark.parametrize("job", ["answer_for_ever", "answer_too_much_at_once"])
def test_an_answer_beyond_measure_is_not_taken(job: str) -> None:
    assert refusal(job).code == "file_too_big_for_memory"


def test_a_silence_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    run("say")  # what follows is about silence, not about starting
    monkeypatch.setattr(worker, "QUIET", 1.5)
    parts = worker.run(JOBS + "hang", LIST)
    pid = next(parts)
    with pytest.raises(UserError) as caught:
        next(parts)
    assert caught.value.code == "file_too_long"
    assert gone(pid)


def test_a_step_announced_as_long_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    run("say")
    monkeypatch.setattr(worker, "QUIET", 1.5)
    assert run("be_slow") == [1]


def test_cancelling_kills_it_at_once() -> None:
    begun = False

    def progress() -> None:
        if begun:
            raise Cancelled

    parts = worker.run(JOBS + "hang", LIST, progress=progress)
    pid = next(parts)
    begun = True
    with pytest.raises(Cancelled):
        next(parts)
    assert gone(pid)


def test_leaving_in_the_middle_kills_it() -> None:
    parts = worker.run(JOBS + "hang", LIST)
    pid = next(parts)
    parts.close()  # type: ignore[attr-defined]
    assert gone(pid)


def test_what_a_library_prints_disturbs_nobody(capfd: pytest.CaptureFixture[str]) -> None:
    assert run("print_to_everybody") == ["said"]
    assert capfd.readouterr() == ("", "")


def test_what_can_be_mended_arrives_whole() -> None:
    error = refusal("refuse")
    assert (error.code, error.values) == ("no_people", {"name": "liste.xlsx", "count": 0})
    assert error.message == "«\u00a0liste.xlsx\u00a0»\u00a0: 0 inscrits."


def test_a_bug_is_told_without_names() -> None:
    with pytest.raises(RuntimeError, match="KeyError") as caught:
        run("stumble")
    assert "stumble" in str(caught.value)
    assert LIST.name not in str(caught.value)


def test_a_machine_that_lets_nothing_start_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(worker, "_command", lambda: [str(tmp_path / "absent")])
    assert refusal("number").code == "reader_blocked"
    worker.warm()
    assert not worker._spare
    monkeypatch.setattr(worker, "_command", lambda: [sys.executable, "-c", "raise SystemExit(3)"])
    assert refusal("number").code == "reader_blocked"


@pytest.mark.parametrize("program", [["main.py"], ["-m", "ia_events.cli"]])
def test_the_packaged_program_can_be_that_process(program: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    command = worker._command()
    assert command[0] == sys.executable
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setattr(
        worker,
        "_command",
        lambda: [sys.executable, *[str(ROOT / p) if p == "main.py" else p for p in program], *command[1:]],
    )
    known = run("modules")
    assert "python_calamine" in known
    assert "PySide6" not in known


def test_it_does_not_outlive_the_program() -> None:
    code = f"from ia_events.spreadsheets import worker; print(*worker.run('{JOBS}number', __import__('pathlib').Path('a')))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.stderr == ""
    assert gone(int(done.stdout))


def test_it_does_not_outlive_a_program_that_was_killed() -> None:
    code = (
        "import os, pathlib; from ia_events.spreadsheets import worker;"
        f"print(*worker.run('{JOBS}number', pathlib.Path('a')), flush=True); os.kill(os.getpid(), 9)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    pid = int(done.stdout)
    for _attempt in range(100):
        if gone(pid):
            break
        time.sleep(0.05)
    assert gone(pid)
