"""The rail: the event at hand, its pages, and what lies beyond it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ia_events.domain import dates
from ia_events.domain.text import initial_capital
from ia_events.i18n import N_, _
from ia_events.ui import fonts, theme
from ia_events.ui.session import Session
from ia_events.ui.widgets.buttons import button, icon_button
from ia_events.ui.widgets.page import scrolling
from ia_events.ui.widgets.text import ElidedLabel

PAGES_OF_EVENT = (
    ("run_sheet", "list-bullets", N_("Fil conducteur")),
    ("participants", "users", N_("Participants")),
    ("documents", "printer", N_("Documents")),
    ("door", "door", N_("Accueil")),
    ("presence", "check-square", N_("Présences")),
    ("exchange", "arrows-left-right", N_("Échanges")),
)
PAGES_BEYOND = (
    ("events", "calendar-blank", N_("Tous les événements")),
    ("settings", "gear-six", N_("Réglages")),
)


class Rail(QFrame):
    """What stays at the left of every page; in a window too narrow for its words, its icons."""

    def __init__(self, session: Session, show_menu: Callable[[], None], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self._session = session
        self._buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._lit = ""
        self._full = self._zoomed = 0
        self.narrow = False
        self.title = ElidedLabel("", theme.HEADING, weight=fonts.SEMIBOLD, lines=2)
        self.when = ElidedLabel("", theme.SMALL, tone="muted")
        self.where = ElidedLabel("", theme.SMALL, tone="muted")
        self.station = ElidedLabel("", theme.SMALL, tone="muted")
        self.menu_button = icon_button("list", _("Menu (F10)"), show_menu)

        inside = QWidget()
        inside.setObjectName("rail_inside")
        column = self._column = QVBoxLayout(inside)
        column.setContentsMargins(theme.M, theme.XL, theme.M, theme.M)
        column.setSpacing(theme.XS)
        head = QHBoxLayout()
        head.setContentsMargins(theme.S, 0, 0, 0)
        head.setSpacing(theme.XS)
        words = QVBoxLayout()
        words.setSpacing(2)
        for line in (self.title, self.when, self.where):
            words.addWidget(line)
        head.addLayout(words, 1)
        column.addLayout(head)
        column.addSpacing(theme.L)
        for number, (key, icon, text) in enumerate(PAGES_OF_EVENT, start=1):
            column.addWidget(self._item(key, icon, _(text), f"Ctrl+{number}"))
        column.addStretch(1)
        for key, icon, text in PAGES_BEYOND:
            column.addWidget(self._item(key, icon, _(text), "Ctrl+," if key == "settings" else ""))
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.S + 2, theme.XS, 0, 0)
        foot.addWidget(self.station, 1)
        foot.addWidget(self.menu_button)
        column.addLayout(foot)

        self._inside = inside
        inside.installEventFilter(self)
        parent.installEventFilter(self)
        scroll = scrolling(inside, self)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        frame = QVBoxLayout(self)
        frame.setContentsMargins(0, 0, 1, 0)
        frame.addWidget(scroll)
        self.refresh()

    def fit(self) -> None:
        """Take the width the words need at the zoom in force; where that is more than a third of the window, the icons stay
        alone.
        """
        self.ensurePolished()
        if self.narrow and self._zoomed != theme.px(100):  # what the words need is not known
            self._say(True)
        width = self._needed()
        if not self.narrow:
            self._full, self._zoomed = max(theme.RAIL, width), theme.px(100)
        if self.narrow != (self.window().width() < 3 * self._full):
            self._say(self.narrow)
            width = self._needed()
        self.setFixedWidth(width if self.narrow else max(theme.RAIL, width))

    def _needed(self) -> int:
        # The words of the page at hand are bolder: there is room for those of any, and no page is moved by another.
        bold = QFontMetrics(fonts.font(theme.px(theme.BODY), fonts.MEDIUM)).horizontalAdvance
        wanted = [self._inside.minimumSizeHint().width()]
        for made in self._buttons.values():
            around = made.sizeHint().width() - made.fontMetrics().horizontalAdvance(made.text())
            wanted.append(around + bold(made.text()) + 2 * theme.M)
        return -(-(max(wanted) + 16) // theme.S) * theme.S

    def _say(self, words: bool) -> None:
        self.narrow = not words
        for made in self._buttons.values():
            made.setText(made.accessibleName() if words else "")
        for line in (self.title, self.when, self.station):
            line.setVisible(words)
        self.where.setVisible(words and bool(self.where.text()))
        self._column.activate()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        wanted = QEvent.Type.LayoutRequest if watched is self._inside else QEvent.Type.Resize
        if event.type() == wanted:  # words or their size have changed, or the window's
            self.fit()
        return super().eventFilter(watched, event)

    def light(self, key: str) -> None:
        """Show which page is at hand; none of the rail's for a key it hasn't."""
        self._group.setExclusive(False)
        for name, item in self._buttons.items():
            item.setChecked(name == key)
            if name in (key, self._lit):  # a font set again has its button laid out again
                fonts.set_weight(item, fonts.MEDIUM if name == key else fonts.REGULAR)
        self._lit = key
        self._group.setExclusive(key in self._buttons)

    def refresh(self) -> None:
        """Name the event and the station again."""
        event = self._session.event
        if event is None:
            self.title.setText("IA Événements")
            self.when.setText(_("Aucun événement ouvert"))
            self.where.setText("")
        else:
            self.title.setText(event.title)
            self.when.setText(initial_capital(dates.event_dates(event)) or _("Sans date"))
            self.where.setText(event.venue)
        self.where.setVisible(not self.narrow and bool(self.where.text()))
        self.station.setText(_("Poste « {name} »").format(name=self._session.settings.station))
        for key, _icon, _text in PAGES_OF_EVENT:
            self._buttons[key].setEnabled(event is not None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        items = [item for item in self._buttons.values() if item.isEnabled()]
        place = next((n for n, item in enumerate(items) if item.hasFocus()), None)
        if step and place is not None:
            items[(place + step) % len(items)].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def _item(self, key: str, icon: str, text: str, keys: str) -> QPushButton:
        made = button(
            text, lambda: self._session.open(key), kind="nav", icon=icon, tip=f"{text} ({keys})" if keys else text
        )
        made.setAccessibleName(made.text())
        made.setCheckable(True)
        self._group.addButton(made)
        self._buttons[key] = made
        return made
