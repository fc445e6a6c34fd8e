"""Buttons of three kinds. They take the keyboard focus by Tab only: a click leaves it in the field being typed in."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy

from ia_events.i18n import _
from ia_events.ui import fonts, icons, theme

_ICON_TOKENS = {"nav": "muted", "primary": "on_accent", "quiet": "accent_text", "danger": "refused"}


class _Elided(QPushButton):
    """A button whose words are cut in their middle where there is no room; the whole is then in its tooltip."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._cut(0)
        self.setAccessibleName(words)

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(self._frame() + self.fontMetrics().horizontalAdvance(self._words), hint.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), theme.px(160)), super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut(self.width() - self._frame() if self.width() < self.sizeHint().width() else 0)

    def _frame(self) -> int:
        return super().sizeHint().width() - self.fontMetrics().horizontalAdvance(self.text().replace("&&", "&"))

    def _cut(self, room: int) -> None:
        words = self._words
        if room:
            words = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, room)
        self.setToolTip(self._words if words != self._words else "")
        self.setText(words.replace("&", "&&"))


def button(
    text: str,
    on_click: Callable[[], object] | None = None,
    *,
    kind: str = "secondary",
    icon: str = "",
    shortcut: str = "",
    tip: str = "",
    elided: bool = False,
) -> QPushButton:
    """A button; `kind` is primary (one a page), secondary, quiet (text only) or danger. `icon` is a Phosphor name.

    A shortcut is shown in the tooltip. `elided`: where there is no room, its words are cut in their middle.
    """
    made = _Elided(text) if elided else QPushButton(text)
    made.setProperty("kind", kind)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setAutoDefault(False)
    if kind == "primary":
        fonts.set_weight(made, fonts.MEDIUM)
    if icon:
        made.setIcon(icons.icon(icon, _ICON_TOKENS.get(kind, "text"), checked="accent_text", before_words=True))
    if shortcut:
        made.setShortcut(QKeySequence(shortcut))
        native = QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)
        tip = f"{tip or text} ({native})"
    if tip:
        made.setToolTip(tip)
    if on_click is not None:
        made.clicked.connect(lambda _checked=False: on_click())
    return made


def primary(
    text: str, on_click: Callable[[], object] | None = None, *, icon: str = "", shortcut: str = "", tip: str = ""
) -> QPushButton:
    """The one accent button of a page."""
    return button(text, on_click, kind="primary", icon=icon, shortcut=shortcut, tip=tip)


def secondary(
    text: str, on_click: Callable[[], object] | None = None, *, icon: str = "", shortcut: str = "", tip: str = ""
) -> QPushButton:
    """An ordinary button."""
    return button(text, on_click, icon=icon, shortcut=shortcut, tip=tip)


def quiet(
    text: str, on_click: Callable[[], object] | None = None, *, icon: str = "", shortcut: str = "", tip: str = ""
) -> QPushButton:
    """A button without a frame, in the accent colour."""
    return button(text, on_click, kind="quiet", icon=icon, shortcut=shortcut, tip=tip)


def icon_button(
    icon: str, name: str, on_click: Callable[[], object] | None = None, *, token: str = "muted"
) -> QPushButton:
    """A button that is only an icon; `name` is its tooltip and what screen readers say."""
    made = button("", on_click, kind="icon", tip=name)
    made.setIcon(icons.icon(icon, token))
    made.setAccessibleName(name)
    return made


def menu_button(text: str, menu: QMenu, *, icon: str = "") -> QPushButton:
    """A button that opens a menu. Give the menu an owner: the button takes it."""
    made = button(text, icon=icon)
    made.setProperty("has_menu", True)
    menu.setParent(made, menu.windowFlags())
    made.setMenu(menu)
    return made


def close_button(on_click: Callable[[], object]) -> QPushButton:
    """A cross."""
    return icon_button("x", _("Fermer"), on_click)
