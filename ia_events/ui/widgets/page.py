"""The frame of a page: title, one sentence that says where things stand, the thing itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QMimeData, QRectF, QSize, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ia_events.ui import fonts, icons, theme
from ia_events.ui.session import Session
from ia_events.ui.widgets.buttons import primary
from ia_events.ui.widgets.folding import Folding
from ia_events.ui.widgets.text import ElidedLabel, label

_LEAST_TITLE = 240  # pixels

_MEASURE = 640  # pixels: how wide what an empty page says may be


class History(Protocol):
    """What Ctrl+Z and Ctrl+Y go back and forth in: what is recorded, or a page's own steps. The words are what they would do."""

    def next_undo(self) -> str | None: ...
    def next_redo(self) -> str | None: ...
    def undo(self) -> None: ...
    def redo(self) -> None: ...


class Page(QWidget):
    """A page of the window. `self.column` is its vertical layout; margins and spacing are the house's."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("page")
        self.session = session
        self.past: History = session
        self.held: Callable[[], str] = str  # why nothing of it can be undone nor done again for now; "" where it can
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(theme.XXXL, theme.XXL, theme.XXXL, theme.XL)
        self.column.setSpacing(theme.L)

    def open(self, **arguments: object) -> None:
        """Called before the page is shown, with what `Session.open` was given."""

    def refresh(self) -> None:
        """Show what is recorded now. Called when the page is shown, and after each change while it is visible."""

    def focus_search(self) -> None:
        """Ctrl+F."""

    def may_leave(self) -> bool:
        """Asked before another page is shown; a page that says no has shown why."""
        return True

    def unfinished(self) -> bool:
        """Whether something that was answered or chosen here would be lost if the page were made anew."""
        return False

    def may_close(self) -> bool:
        """Asked, shown or not, before the window closes; a page that says no is then shown, with why."""
        return True

    def may_drop(self, files: list[Path]) -> bool:
        """Whether these files may be dropped on the page, which has `setAcceptDrops(True)`."""
        return False

    def drop(self, files: list[Path]) -> None:
        """Files were dropped on the page."""

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.may_drop(files_in(event.mimeData())):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.drop(files_in(event.mimeData()))


def files_in(given: QMimeData | None) -> list[Path]:
    """The files that are dragged or were copied; none when anything is not a file of this machine."""
    urls = given.urls() if given is not None else []
    return [Path(url.toLocalFile()) for url in urls] if all(url.isLocalFile() for url in urls) else []


def bring_into_sight(widget: QWidget) -> None:
    """Scroll the page no more than it takes to see a part of it; not before it is shown, when nothing is in its place."""
    if not widget.isVisible():
        return
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    if above is not None:
        above.ensureWidgetVisible(widget, 0, 0)


def scrolling(content: QWidget, parent: QWidget | None = None) -> QScrollArea:
    """What does not fit (small screen, big text) scrolls; nothing is lost. With the parent it will have, all of it is styled
    once: here, and not again where it is put.
    """
    made = QScrollArea(parent)
    made.setWidgetResizable(True)
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    # Its own ground, not Qt's: to name the type of a widget made by Qt, PySide first loads those of all widgets (10 ms).
    ground = QWidget()
    ground.setObjectName("page_viewport")
    made.setViewport(ground)
    # Both take their size from what they are put in; Qt would first work out, at length, the size they would like.
    for part in (made, content):
        part.setAttribute(Qt.WidgetAttribute.WA_Resized)
    made.setWidget(content)
    return made


class PageHeader(QWidget):
    """28 px title, count, sentence below; actions at the right, the primary one last."""

    def __init__(
        self, title: str, *actions: QWidget, sentence: str = "", count: str = "", elided: bool = False
    ) -> None:
        """`elided`: the title is what somebody typed, however long."""
        super().__init__()
        kind = ElidedLabel if elided else label
        self.title = kind(title, theme.TITLE, weight=fonts.SEMIBOLD)
        self.count = label(count, theme.SUBTITLE, tone="muted")
        fonts.set_weight(self.count, fonts.REGULAR, tabular=True)
        self.sentence = label(sentence, theme.BODY, tone="muted", wrap=True)
        words = QWidget()
        row = QHBoxLayout(words)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.M)
        row.addWidget(self.title, 0, Qt.AlignmentFlag.AlignBaseline)
        row.addWidget(self.count, 0, Qt.AlignmentFlag.AlignBaseline)
        row.addStretch(1)
        theme.scaled(words.setMinimumHeight, 36)  # a button's: the same with and without
        self._top = Folding(words, least=_LEAST_TITLE if elided else 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S)
        column.addWidget(self._top)
        column.addWidget(self.sentence)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        for action in actions:
            self.add_action(action)
        self.set_sentence(sentence)
        self.set_count(count)

    def add_action(self, action: QWidget) -> None:
        """Put a button at the right of those there."""
        self._top.row.addWidget(action)

    def set_title(self, title: str) -> None:
        """Change the title."""
        self.title.setText(title)

    def set_count(self, count: int | str) -> None:
        """Change the number beside the title; "" hides it."""
        self.count.setText(str(count))
        self.count.setVisible(count != "")

    def set_sentence(self, sentence: str) -> None:
        """Change the sentence; "" hides it."""
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))


class Card(QFrame):
    """A white, rounded ground. `self.column` is its layout; `flush=True` for what goes to its edges (a table)."""

    def __init__(self, *contents: QWidget | QLayout, title: str = "", sentence: str = "", flush: bool = False) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.column = QVBoxLayout(self)
        if flush:  # below, room for the rounded corners
            self.column.setContentsMargins(1, 1, 1, theme.S)
        else:
            self.column.setContentsMargins(theme.XL, theme.XL, theme.XL, theme.XL)
        self.column.setSpacing(0 if flush else theme.M)
        if title:
            self.column.addWidget(label(title, theme.HEADING, weight=fonts.SEMIBOLD))
        if sentence:
            self.column.addWidget(label(sentence, tone="muted", wrap=True))
        for content in contents:
            self.add(content)

    def add(self, content: QWidget | QLayout, stretch: int = 0) -> None:
        """Add a widget or a layout below the others."""
        if isinstance(content, QWidget):
            self.column.addWidget(content, stretch)
        else:
            self.column.addLayout(content, stretch)


class Stack(QStackedWidget):
    """One thing at a time, as large as that one asks: with big text, a page does not scroll for what is not shown."""

    def __init__(self) -> None:
        super().__init__()
        self.currentChanged.connect(lambda _place: self.updateGeometry())

    def sizeHint(self) -> QSize:
        shown = self.currentWidget()
        return shown.sizeHint() if shown is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        shown = self.currentWidget()
        if shown is None:
            return super().minimumSizeHint()
        return shown.minimumSizeHint().expandedTo(shown.minimumSize())

    def hasHeightForWidth(self) -> bool:
        shown = self.currentWidget()
        return shown is not None and shown.hasHeightForWidth()

    def heightForWidth(self, width: int) -> int:
        shown = self.currentWidget()
        return shown.heightForWidth(width) if shown is not None else -1


class IconLabel(QWidget):
    """An icon beside words; it follows the theme and the text zoom."""

    def __init__(self, name: str, token: str = "muted", size: int = 20) -> None:
        super().__init__()
        self._name, self._token, self._size = name, token, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_icon(self, name: str, token: str) -> None:
        """Show another icon."""
        self._name, self._token = name, token
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(self._size), theme.px(self._size))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        icons.paint(painter, QRectF(self.rect()), self._name, theme.color(self._token))
        painter.end()


class EmptyState(QWidget):
    """What a page shows before there is anything: an icon, a sentence, and the button that begins."""

    def __init__(
        self,
        icon: str,
        title: str,
        sentence: str = "",
        action: str = "",
        on_click: Callable[[], object] | None = None,
        *others: QPushButton,
    ) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.XL, theme.XXXL, theme.XL, theme.XXXL)
        column.setSpacing(theme.S)
        column.addStretch(1)
        centre = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(IconLabel(icon, "muted", 48), 0, centre)
        column.addSpacing(theme.S)
        self.title = label(title, theme.SUBTITLE, weight=fonts.SEMIBOLD, wrap=True)
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self.title)
        self.sentence = label(sentence, tone="muted", wrap=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self.sentence)
        self.sentence.setVisible(bool(sentence))  # once it has a parent: before, it would open as a window
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.S)
        buttons.addStretch(1)
        for other in others:
            buttons.addWidget(other)
        if action:
            self.button = primary(action, on_click)
            buttons.addWidget(self.button)
        buttons.addStretch(1)
        column.addSpacing(theme.M)
        column.addLayout(buttons)
        column.addStretch(2)
        self._column = column

    def minimumSizeHint(self) -> QSize:
        # The room at its sides is what it can do without: shown once in a wide page, it would keep it so for ever.
        least, sides = super().minimumSizeHint(), self._column.contentsMargins()
        return QSize(least.width() - sides.left() - sides.right() + 2 * theme.XL, least.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        # A sentence is read in lines of some eighty letters, however wide the page.
        sides = max(theme.XL, (event.size().width() - theme.px(_MEASURE)) // 2)
        self._column.setContentsMargins(sides, theme.XXXL, sides, theme.XXXL)
        super().resizeEvent(event)
