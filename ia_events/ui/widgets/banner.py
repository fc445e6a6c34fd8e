"""Strips that ask or warn on the page itself, and toasts that say something in passing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QTimer
from PySide6.QtGui import QEnterEvent, QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from ia_events.i18n import _
from ia_events.ui import fonts, theme
from ia_events.ui.widgets.buttons import close_button, quiet
from ia_events.ui.widgets.folding import Folding
from ia_events.ui.widgets.states import StateDot
from ia_events.ui.widgets.text import label, restyle

_WARNINGS = ("attention", "refused")
_LOOKING = 400  # milliseconds between two looks at what a toast stands over


class Banner(QFrame):
    """A strip: tone (accent for a question, attention, refused, welcome), a sentence, buttons. Hidden until `show_message`."""

    def __init__(self, tone: str = "neutral") -> None:
        """`tone`: the one it will have, if that is known; it is styled once."""
        super().__init__()
        self.setProperty("strip", tone)
        self.comes_after: QWidget | None = None  # what Tab goes to it from; else it comes where it was made
        self._dot = StateDot("attention", size=22)
        self._text = label(wrap=True, selectable=True)
        folding = Folding(self._text, least=220)
        self._buttons = folding.row
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.L, theme.M, theme.L, theme.M)
        row.setSpacing(theme.M)
        row.addWidget(self._dot)
        row.addWidget(folding, 1)
        self._close = close_button(self.hide)
        row.addWidget(self._close)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.hide()

    def show_message(
        self, text: str, tone: str = "attention", *buttons: QPushButton, icon: str = "", closable: bool = True
    ) -> None:
        """Say something. A question: tone "accent" and icon "question-fill"."""
        while (item := self._buttons.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for made in buttons:
            self._buttons.addWidget(made)
            made.show()  # now: a layout waits for the event loop
        self._dot.set(tone, icon=icon)
        self._text.setText(text)
        self._close.setVisible(closable)
        if (before := self.comes_after) is not None:
            for button in (*buttons, self._close):
                self.setTabOrder(before, button)
                before = button
        self.setAccessibleName(text)
        restyle(self, strip=tone)
        self.show()
        announce(self, text)

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()


class FloatingBanner(Banner):
    """A banner over the top of something of a page: nothing below it moves when it comes and goes."""

    def __init__(self, page: QWidget, least: int = 520) -> None:
        """`least` pixels wide, if the page is: to the left of what it is over, if need be."""
        super().__init__()
        self._least = least
        self._ground = page
        self.setParent(page)
        self.hide()
        page.installEventFilter(self)

    def stand_over(self, ground: QWidget) -> None:
        """What of the page it is over."""
        if ground is not self._ground:
            self._ground = ground
            ground.installEventFilter(self)
        if not self.isHidden():
            self._place()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.raise_()
        self._place()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and not self.isHidden():
            self._place()
        return bool(done)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move) and not self.isHidden():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        page, ground, layout = self.parentWidget(), self._ground, self.layout()
        assert page is not None
        assert layout is not None
        corner = ground.mapTo(page, QPoint())
        right = corner.x() + ground.width() - theme.S
        width = min(max(ground.width() - 2 * theme.S, theme.px(self._least)), max(200, right - theme.L))
        for _turn in range(2):  # its buttons may fold once it is that wide
            self.setGeometry(right - width, corner.y() + theme.S, width, layout.heightForWidth(width))
            layout.activate()


class Toast(QFrame):
    """A short message towards the foot of the page, over none of its buttons; gone after some seconds, unless the pointer
    is on it.
    """

    def __init__(self, host: QWidget, undo: Callable[[str], object]) -> None:
        super().__init__(host)
        self._host, self._on_undo, self._fresh, self._action = host, undo, False, ""
        self.setProperty("toast", True)
        self._text = label(weight=fonts.MEDIUM, wrap=False)
        self._dot = StateDot("neutral", size=18)
        self._undo = quiet(_("Annuler"), self._take_back)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.L, theme.S, theme.S, theme.S)
        row.setSpacing(theme.M)
        row.addWidget(self._dot)
        row.addWidget(self._text)
        row.addWidget(self._undo)
        self._timer = QTimer(self, singleShot=True, interval=7000)
        self._timer.timeout.connect(self.hide)
        self._looking = QTimer(self, interval=_LOOKING)
        self._looking.timeout.connect(self._look)
        host.installEventFilter(self)
        self.hide()

    def say(self, text: str, tone: str = "neutral", action: str = "") -> None:
        """Show a message, in place of the one before; `action` is what its « Annuler » undoes, "" for none."""
        self._action = action
        self._text.setText(text)
        self._text.setWordWrap(False)
        self._dot.setVisible(tone != "neutral")
        self._dot.set(tone)
        self._undo.setVisible(bool(action))
        self.place()
        self.show()
        self.raise_()
        QTimer.singleShot(0, self, self.place)  # once the page has its buttons where they stay
        self._timer.start()
        self._looking.start()
        self._fresh = True
        QTimer.singleShot(0, self, self._age)
        announce(self, text)

    def leave_page(self) -> None:
        """Another page is shown: what was said of the one before goes with it, unless it was said in leaving it."""
        if not self._fresh:
            self.hide()

    def follow(self, stands: Callable[[str], bool]) -> None:
        """Go once the action told was taken back."""
        if self._action and not stands(self._action):
            self.hide()

    def _age(self) -> None:
        self._fresh = False

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.place()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self.isVisible():  # its words have another size
            QTimer.singleShot(0, self, self.place)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._looking.stop()

    def _look(self) -> None:
        """A button may have come below it since: a page is often ready after the message."""
        if not self.underMouse() and any(self.geometry().intersects(there) for there in self._wanted()):
            self.move(self._free_place())

    def _take_back(self) -> None:
        self.hide()
        self._on_undo(self._action)

    def place(self) -> None:
        """Find its place again, when another page is shown."""
        host = self._host
        widest = min(host.width() - 2 * theme.XL, theme.px(720))
        self._text.setMaximumWidth(16777215)
        if self.sizeHint().width() > widest:
            self._text.setWordWrap(True)
            others = self.sizeHint().width() - self._text.sizeHint().width()
            self._text.setFixedWidth(max(200, widest - others))
        else:
            self._text.setMinimumWidth(0)
        self.adjustSize()
        self.move(self._free_place())

    def _free_place(self) -> QPoint:
        """The lowest place without a button or a field below it, in the middle or at a side; the foot when there is none."""
        host, size = self._host, self.size()
        foot, far = host.height() - size.height() - theme.XL, host.width() - size.width() - theme.XXXL
        taken = self._wanted()
        for y in range(foot, host.height() // 3, -theme.S):
            for x in ((host.width() - size.width()) // 2, theme.XXXL, far):
                there = QRect(QPoint(x, y), size)
                if not any(there.intersects(button) for button in taken):
                    return there.topLeft()
        return QPoint((host.width() - size.width()) // 2, foot)

    def _wanted(self) -> list[QRect]:
        """Where what one may want next, or is warned of, is, as far as it is seen."""
        from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QLineEdit

        host, found = self._host, []
        kinds = (QAbstractButton, QComboBox, QAbstractSpinBox, QLineEdit, QLabel)
        for children in (*[host.findChildren(kind) for kind in kinds], host.findChildren(QWidget, "drawn_on")):
            for made in children:
                if isinstance(made, QLabel) and made.property("tone") not in _WARNINGS:
                    continue
                if made.isVisible() and not self.isAncestorOf(made):
                    seen = QRect(made.mapTo(host, QPoint()), made.size())
                    above = made.parentWidget()
                    while above is not None and above is not host:  # not what is scrolled away
                        seen &= QRect(above.mapTo(host, QPoint()), above.size())
                        above = above.parentWidget()
                    if not seen.isEmpty():
                        found.append(seen.adjusted(-theme.XS, -theme.XS, theme.XS, theme.XS))
        return found


def announce(widget: QWidget, text: str) -> None:
    """Have a screen reader say something that takes no focus. What comes with its page is read with it."""
    if not widget.isVisible():
        return
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # slow to load: hundreds of roles and states

    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))
