"""Long work: in its own thread with its own store, back in the GUI thread, stoppable, and never silent when it fails."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
import shiboken6
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.ids import uuid7
from ia_events.domain.people import Attendee
from ia_events.i18n import N_
from ia_events.store import Store, events, heard_index, journal, registrations
from ia_events.ui.session import Session
from ia_events.ui.widgets import ProgressCard
from ia_events.ui.window import MainWindow
from ia_events.ui.work import Progress
from tests.ui.conftest import NOW


def test_a_job_has_its_own_thread_and_store(session: Session, qtbot: QtBot) -> None:
    """GIVEN a job that reads the database WHEN run THEN it reads in another thread, and its result comes back in ours."""
    here = threading.get_ident()
    seen: list[object] = []

    def job(store: Store, progress: Progress) -> list[str]:
        seen.extend([threading.get_ident() != here, store is not session.store, store.path == session.store.path])
        return [event.title for event in events.list_events(store)]

    def done(titles: list[str]) -> None:
        seen.extend([threading.get_ident() == here, titles])

    session.run(job, done)
    qtbot.waitUntil(lambda: not session.work.busy)
    assert seen == [True, True, True, True, ["Soirée de l'INET"]]


def test_jobs_run_one_after_the_other(session: Session, qtbot: QtBot) -> None:
    order: list[int] = []
    for number in range(20):
        session.run(lambda _store, _progress, number=number: number, order.append)  # type: ignore[misc]
    qtbot.waitUntil(lambda: not session.work.busy)
    assert order == list(range(20))


def test_jobs_that_are_held_wait_and_keep_their_order(session: Session, qtbot: QtBot) -> None:
    """GIVEN a window that is opening WHEN jobs are given THEN they run once released, or end with the window."""
    order: list[int] = []
    session.work.hold()
    for number in range(3):
        session.run(lambda _store, _progress, number=number: number, order.append)  # type: ignore[misc]
    qtbot.wait(20)
    assert session.work.busy
    assert order == []
    session.work.release()
    qtbot.waitUntil(lambda: not session.work.busy)
    assert order == [0, 1, 2]
    session.work.hold()
    session.run(lambda _store, _progress: 3, order.append)
    session.work.close()
    qtbot.waitUntil(lambda: not session.work.busy)
    assert order == [0, 1, 2]


def test_progress_reaches_the_window(session: Session, qtbot: QtBot) -> None:
    told: list[tuple[int, int, str]] = []

    def job(_store: Store, progress: Progress) -> None:
        progress(3, 10, "Lecture")
        progress(10, 10)

    task = session.run(job, lambda _nothing: None, text="Début")
    task.progressed.connect(lambda: told.append((task.done, task.total, task.text)))
    assert task.text == "Début"
    qtbot.waitUntil(lambda: not session.work.busy)
    assert told[-1] == (10, 10, "Lecture")


def test_a_job_can_be_stopped(session: Session, qtbot: QtBot) -> None:
    """GIVEN a job that would never end WHEN cancelled THEN it stops at its next check, and nothing else is called."""
    started = threading.Event()
    called: list[object] = []
    said: list[str] = []
    session.notified.connect(lambda text, _tone, _action: said.append(text))

    def job(_store: Store, progress: Progress) -> None:
        started.set()
        while True:
            progress.check()

    task = session.run(job, called.append, called.append)
    assert started.wait(10)
    task.cancel()
    qtbot.waitUntil(lambda: not session.work.busy)
    assert called == []
    assert said == ["Arrêté. Rien n’a été modifié."]


def test_a_job_stopped_before_its_turn_never_starts(session: Session, qtbot: QtBot) -> None:
    gate, ran = threading.Event(), []
    session.run(lambda _store, _progress: gate.wait(10), lambda _result: None)
    second = session.run(lambda _store, _progress: ran.append(1), lambda _result: None)
    second.cancel()
    gate.set()
    qtbot.waitUntil(lambda: not session.work.busy)
    assert ran == []


def test_what_the_user_can_mend_is_said(session: Session, qtbot: QtBot) -> None:
    said: list[tuple[str, str]] = []
    session.notified.connect(lambda text, tone, _action: said.append((text, tone)))

    def job(_store: Store, _progress: Progress) -> None:
        raise UserError("no_file", N_("Le fichier « {name} » a disparu : choisissez-le de nouveau."), name="liste.xlsx")

    session.run(job, lambda _nothing: None)
    qtbot.waitUntil(lambda: not session.work.busy)
    assert said == [
        ("Le fichier «\u00a0liste.xlsx\u00a0» a disparu\u00a0: choisissez-le de nouveau.", "refused"),
    ]


def test_a_bug_is_logged_and_shown(session: Session, qtbot: QtBot, expect_log: Callable[[str], None]) -> None:
    expect_log("unexpected error")
    shown: list[BaseException] = []
    session.failed.connect(shown.append)

    def job(_store: Store, _progress: Progress) -> None:
        raise ZeroDivisionError

    session.run(job, lambda _nothing: None)
    qtbot.waitUntil(lambda: bool(shown))
    assert isinstance(shown[0], ZeroDivisionError)
    assert not session.work.busy


def test_a_caller_may_take_its_errors(session: Session, qtbot: QtBot) -> None:
    taken: list[BaseException] = []

    def job(_store: Store, _progress: Progress) -> None:
        raise ZeroDivisionError

    session.run(job, lambda _nothing: None, taken.append)
    qtbot.waitUntil(lambda: bool(taken))


def test_a_page_that_has_gone_is_not_called(session: Session, qtbot: QtBot) -> None:
    """GIVEN a widget deleted while its job ran THEN its method is not called on a dead object."""
    gate = threading.Event()
    gone = QLabel()

    def job(_store: Store, _progress: Progress) -> str:
        gate.wait(10)
        return "text"

    session.run(job, gone.setText)
    gone.deleteLater()
    qtbot.wait(1)
    gate.set()
    qtbot.waitUntil(lambda: not session.work.busy)


def test_closing_stops_what_runs(session: Session) -> None:
    started = threading.Event()

    def job(_store: Store, progress: Progress) -> None:
        started.set()
        while True:
            progress.check()

    session.run(job, lambda _nothing: None)
    assert started.wait(10)
    session.work.close()


@pytest.mark.parametrize("cancellable", [True, False])
def test_the_card_says_how_far_it_is(window: MainWindow, qtbot: QtBot, cancellable: bool) -> None:
    """GIVEN a long job WHEN half a second has passed THEN a card shows its progress, its button stops it, and it goes."""
    card: ProgressCard = window.progress
    gate = threading.Event()

    def job(_store: Store, progress: Progress) -> None:
        progress(1, 4, "Lecture de la liste")
        while not gate.wait(0.01):
            progress.check()

    window.session.run(job, lambda _nothing: None, text="Import", cancellable=cancellable)
    assert not card.isVisible()
    qtbot.waitUntil(card.isVisible)
    assert card.stop.isVisible() is cancellable
    if cancellable:
        card.stop.click()
    else:
        gate.set()
    qtbot.waitUntil(lambda: not card.isVisible())
    assert not window.session.work.busy


def test_functions_that_close_over_a_page_that_has_gone_are_not_called(session: Session, qtbot: QtBot) -> None:
    page = QWidget()
    called: list[str] = []

    def current() -> bool:
        return page.isVisible()

    def done(_nothing: None) -> None:
        called.append(f"gone, {current()}")

    session.work.hold()
    session.run(lambda _store, _progress: None, done)
    session.run(lambda _store, _progress: None, lambda _nothing: called.append("there"))
    shiboken6.delete(page)
    session.work.release()
    qtbot.waitUntil(lambda: not session.work.busy)
    assert called == ["there"]


def test_people_added_by_the_thousand_are_indexed_while_nobody_waits(
    session: Session, event: Event, qtbot: QtBot
) -> None:
    """GIVEN an import, here or in another program WHEN the window learns of it THEN names are indexed in the worker."""
    learns: tuple[Callable[[], None], ...] = (session.recorded, session.look)
    for learn in learns:
        people = [Attendee(id=uuid7(NOW), event_id=event.id, last_name=f"Nom{n}") for n in range(2100)]
        journal.record(session.store, [registrations.addition(p) for p in people], journal.Label("Essai"), NOW)
        assert heard_index.behind(session.store)
        learn()
        qtbot.waitUntil(lambda: not session.work.busy)
        assert not heard_index.behind(session.store)


def test_what_somebody_waits_for_comes_before_the_names_left_to_index(
    session: Session, event: Event, qtbot: QtBot
) -> None:
    """GIVEN an import being indexed WHEN another job is given THEN it waits for one turn, and the others follow it."""
    people = [Attendee(id=uuid7(NOW), event_id=event.id, last_name=f"Nom{n}") for n in range(2100)]
    journal.record(session.store, [registrations.addition(p) for p in people], journal.Label("Essai"), NOW)
    given: list[object] = []
    session.work.started.connect(given.append)
    session.work.hold()
    session.recorded()
    session.recorded()
    assert len(given) == 1, "indexed once, however often something is recorded meanwhile"
    left: list[bool] = []
    for _time in range(2):
        session.run(lambda store, _progress: heard_index.behind(store), left.append)
    session.work.release()
    qtbot.waitUntil(lambda: not session.work.busy)
    assert left == [True, True]
    assert not heard_index.behind(session.store)
