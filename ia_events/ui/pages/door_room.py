"""How the parts of the door stand in the window: what is read from afar, what is typed and who is found come first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from ia_events.ui import theme

if TYPE_CHECKING:
    from ia_events.ui.pages.door import DoorPage

_LOW = 600  # pixels of height, at the ordinary size of text
_LEAST_VERDICT = 222  # pixels
_ANY = 16777215  # Qt's highest


class DoorRoom:
    """The parts of the page in the order they are needed. `inside` is the layout of all but the head."""

    def __init__(self, page: DoorPage, inside: QVBoxLayout) -> None:
        self._page, self._inside, self._low = page, inside, False

    def fit(self) -> None:
        """Stand in what is seen of the page."""
        page = self._page
        # The window's width, not the page's: with big text the page may be wider than what is seen of it.
        seen = (page.parentWidget() or page).size()
        room = min(page.width(), seen.width()) - 2 * theme.XXL
        low = seen.height() < theme.px(_LOW)
        if low != self._low:
            self._move(low)
        for part in (page.entry, page.mends, page.below.recent, page.camera, page.volunteering, page.signing.panel):
            part.fit(room)
        page.bar.fit(room, page.head, page.mends, low=low)
        margins, gap = page.column.contentsMargins(), self._inside.spacing()
        others = page.field.minimumHeight() + page.below.found_height + 2 * gap
        left = seen.height() - margins.top() - margins.bottom() - others
        page.verdict.setMinimumHeight(max(_LEAST_VERDICT, left) if low else 0)
        page.verdict.setMaximumHeight(max(_LEAST_VERDICT, left) if low else _ANY)

    def _move(self, low: bool) -> None:
        """With big text in a low window, verdict, field and list are seen together; the buttons, whose keys are known, and
        the head come below.
        """
        page, inside = self._page, self._inside
        self._low = low
        page.column.insertWidget(page.column.count() - 1 if low else 0, page.head)
        inside.removeItem(page.under)
        page.under.setParent(None)
        page.entry.part_with_keys(inside if low else None)
        if low:
            inside.addLayout(page.under)
            inside.addWidget(page.bar)
        else:
            inside.insertLayout(inside.indexOf(page.entry) + 1, page.under)
            inside.insertWidget(1, page.bar)
