"""Where the parts of the documents page stand: the list, what is chosen, the document itself."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from ia_events.ui import theme
from ia_events.ui.pages.documents_list import DocumentList
from ia_events.ui.pages.documents_sight import Sight
from ia_events.ui.widgets import Card, scrolling

_LIST, _OPTIONS = 200, 312


class Columns(QWidget):
    """Three columns when there is room; else a menu in place of the list; else one below the other. `said` stands below
    what is chosen.
    """

    def __init__(self, documents: DocumentList, sight: Sight, *said: QWidget) -> None:
        super().__init__()
        self.list, self.sight = documents, sight
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(theme.L)
        self.inside = QWidget()  # not a stack: that takes no account of how words wrap
        self.inside.setObjectName("page_viewport")
        self._choices = QVBoxLayout(self.inside)
        self._choices.setContentsMargins(0, 0, theme.XS, 0)
        self._choices.addStretch(1)
        self._choices.setDirection(QBoxLayout.Direction.BottomToTop)  # the stretch stays last
        self.area = scrolling(self.inside)
        self._listed = scrolling(documents)
        documents.setObjectName("page_viewport")
        for area in (self.area, self._listed):
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._left = Card()
        self._left.column.setContentsMargins(theme.L, theme.L, theme.M, theme.L)
        self._left.add(documents.menu)
        self._left.add(self.area, 1)
        for part in said:
            self._left.add(part)
        right = Card(flush=True)
        right.add(sight, 1)
        theme.scaled(sight.setMinimumHeight, 260)
        self._columns.addWidget(self._listed)
        self._columns.addWidget(self._left)
        self._columns.addWidget(right, 1)

    def add_choices(self, options: QWidget) -> None:
        """Let what is chosen for a document stand among the others."""
        self._choices.addWidget(options)

    def fit(self, room: int) -> bool:
        """Take the columns that `room`, the width of the page, allows; whether the document stands beside its choices."""
        listed, beside = room >= theme.px(1000), room >= theme.px(680)
        self._listed.setVisible(listed)
        self.list.menu.setVisible(not listed)
        self.list.menu.setIconSize(QSize(theme.px(20), theme.px(20)))
        self._listed.setFixedWidth(theme.px(_LIST))
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._columns.direction() != direction:
            self._columns.setDirection(direction)
        # Nothing of the choices goes under their scroll bar, which takes its room when it comes.
        around = theme.L + theme.M + 2 + self.area.verticalScrollBar().sizeHint().width()
        needed = self.inside.minimumSizeHint().width() + around
        width = max(theme.px(_OPTIONS if listed else _OPTIONS + 8), min(needed, room // 2))
        self._left.setMinimumWidth(width if beside else 0)
        self._left.setMaximumWidth(width if beside else 16777215)
        self.area.setMinimumHeight(0 if beside else self.inside.sizeHint().height())
        return beside

    def order_focus(self, chosen: QWidget) -> None:
        """Tab goes from the document chosen to its choices, as they stand, then to the preview: what is made later would
        come last.
        """
        before: QWidget = self.list.buttons[self.list.value] if self._listed.isVisible() else self.list.menu
        for part in (chosen, self.sight):
            found = [
                made
                for made in part.findChildren(QWidget)
                if made.focusPolicy() & Qt.FocusPolicy.TabFocus and made.focusProxy() is None and made.isVisibleTo(part)
            ]
            for made in sorted(found, key=lambda made: made.mapTo(part, QPoint()).toTuple()[::-1]):
                self.setTabOrder(before, made)
                before = made
