"""The second screen: arrivals counted for a television at the entrance, or for the organiser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QScreen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ia_events.domain.events import current_slot
from ia_events.i18n import _
from ia_events.store import arrivals
from ia_events.ui import theme
from ia_events.ui.second_screen_board import BoardView
from ia_events.ui.session import Session
from ia_events.ui.widgets import Choice, button, quiet

if TYPE_CHECKING:
    from ia_events.store import Store
    from ia_events.ui.work import Progress

_AFTER = 900  # milliseconds after something was recorded: verdicts come first, and a queue is counted at once
_EVERY = 20_000  # milliseconds: the clock, and the slot under way
_EMPLOYERS, _LAST, _WAITING = 14, 5, 5


class SecondScreen(QWidget):
    """A window of its own; counts in the worker. Signal: closed, by the user."""

    closed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.setAutoFillBackground(True)
        # The keyboard stays the door's; a scan that comes while this window is in front is the door's too.
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setProperty("scans_pass", True)
        self.setWindowTitle(_("Deuxième écran"))
        self.resize(1280, 720)
        self.board = BoardView(session.now, session.settings)
        self._counting = self._stale = False
        self._soon = QTimer(self, singleShot=True, interval=_AFTER)
        self._soon.timeout.connect(self.count)
        self._clock = QTimer(self, interval=_EVERY)
        self._clock.timeout.connect(self.count)
        self._clock.start()
        self._build()
        session.changed.connect(self._recorded)
        session.event_switched.connect(self.count)
        self.count()

    def _build(self) -> None:
        settings = self.session.settings
        self.screens = Choice(name=_("Écran"))
        self.screens.chosen.connect(lambda name: self._move(str(name)))
        self._list_screens()
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenAdded.connect(self._list_screens)
            app.screenRemoved.connect(self._list_screens)
        self.last = button(_("Dernières arrivées"), tip=_("Le prénom et l'employeur de qui vient d'arriver"))
        self.names = button(_("Noms de la liste d'attente"))
        for made, key in ((self.last, "second_screen_last"), (self.names, "second_screen_names")):
            made.setCheckable(True)
            made.setChecked(bool(getattr(settings, key)))
            made.toggled.connect(lambda on, key=key: self._choose(key, on))
        self.full = quiet(_("Plein écran · F11"), self.toggle_full, icon="arrows-out")
        self.controls = QWidget()
        row = QHBoxLayout(self.controls)
        row.setContentsMargins(theme.L, theme.S, theme.L, theme.S)
        row.setSpacing(theme.S)
        row.addWidget(self.screens)
        row.addWidget(self.last)
        row.addWidget(self.names)
        row.addStretch(1)
        row.addWidget(self.full)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.controls)
        column.addWidget(self.board, 1)

    def show_on_its_screen(self) -> None:
        """Where it last stood, if that screen is there; else on another than the window's, if there is one."""
        settings, screens = self.session.settings, QGuiApplication.screens()
        chosen = next((s for s in screens if s.name() == settings.second_screen_name), None)
        self._place(chosen or next((s for s in screens if s is not QGuiApplication.primaryScreen()), screens[0]))
        self.show()
        self._fill(settings.second_screen_full)

    def toggle_full(self) -> None:
        """The whole screen, without the controls; or a window again."""
        self._fill(not self.isFullScreen())
        self.session.change_setting("second_screen_full", self.isFullScreen())

    def count(self) -> None:
        """Count again, in the worker."""
        event = self.session.event
        slot = current_slot(event.slots, self.session.now()) if event is not None else None
        if event is None or slot is None:
            self.board.show_board(event, None)
            return
        self._stale = self._counting
        if self._counting:
            return
        self._counting = True
        settings = self.session.settings
        last = _LAST if settings.second_screen_last else 0
        waiting = _WAITING if settings.second_screen_names else 0

        def job(store: Store, _progress: Progress) -> arrivals.Board:
            return arrivals.board(store, event, slot, most=_EMPLOYERS, last=last, waiting=waiting)

        self.session.run(job, self._counted, self._failed, cancellable=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F11 or (event.key() == Qt.Key.Key_Escape and self.isFullScreen()):
            self.toggle_full()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self._clock.stop()
        self._soon.stop()
        self.closed.emit()

    def _counted(self, board: arrivals.Board) -> None:
        self._counting = False
        self.board.show_board(self.session.event, board)
        if self._stale:
            self.count()

    def _failed(self, error: BaseException) -> None:
        self._counting = False
        self.session.fail(error)

    def _recorded(self) -> None:
        if not self._soon.isActive():  # not put off again by each scan of a queue
            self._soon.start()

    def _choose(self, key: str, on: bool) -> None:
        self.session.change_setting(key, on)
        self.count()

    def _list_screens(self) -> None:
        screens = QGuiApplication.screens()
        words = _("Écran {number} · {width} × {height}")
        self.screens.set_options(
            [
                (s.name(), words.format(number=n, width=s.size().width(), height=s.size().height()))
                for n, s in enumerate(screens, start=1)
            ],
            self.session.settings.second_screen_name,
        )
        self.screens.setVisible(len(screens) > 1)

    def _move(self, name: str) -> None:
        self.session.change_setting("second_screen_name", name)
        screen = next((s for s in QGuiApplication.screens() if s.name() == name), None)
        if screen is not None:
            self._place(screen)

    def _place(self, screen: QScreen) -> None:
        self.screens.set_value(screen.name())
        room = screen.availableGeometry()
        size = self.size().boundedTo(room.size())
        place = QRect(room.topLeft(), size)
        place.moveCenter(room.center())
        self.setGeometry(place)

    def _fill(self, on: bool) -> None:
        self.controls.setVisible(not on)
        if on:
            self.showFullScreen()
        elif self.isFullScreen():
            self.showNormal()
