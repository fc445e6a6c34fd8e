"""What Ctrl+Z takes back on the documents page: a sheet begun by the labels just printed, else what was last recorded."""

from __future__ import annotations

from ia_events.i18n import _
from ia_events.store import journal
from ia_events.ui.pages.documents_papers import LabelOptions
from ia_events.ui.session import Session


class Past:
    """The program's history, and on top of it the labels printed last: nothing else remembers them."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._printed: tuple[LabelOptions, str, int, int, str] | None = None

    def labels_printed(self, options: LabelOptions, before: int) -> None:
        """Labels were printed: the sheet of the options was begun at `before`."""
        labels = options.labels
        self._printed = options, labels.stock.id, before, labels.start_at, self._last()

    def next_undo(self) -> str | None:
        """What undo would undo."""
        if self._is_last():
            return _("Étiquettes notées comme utilisées")
        return self._session.next_undo()

    def next_redo(self) -> str | None:
        """What redo would do again."""
        return self._session.next_redo()

    def undo(self) -> None:
        """Take the last back: the sheet begins again where it did, or what was recorded is undone."""
        if not self._is_last() or self._printed is None:
            self._session.undo()
            return
        options, _stock, before, _next, _last = self._printed
        self._printed = None
        options.labels.used(before)
        options.changed.emit()
        said = _("La planche reprend à l'étiquette {number}.").format(number=before)
        self._session.notify(said, "neutral")

    def redo(self) -> None:
        """Do again what was taken back."""
        self._session.redo()

    def _is_last(self) -> bool:
        """Whether nothing was recorded since, nor the sheet begun elsewhere."""
        if self._printed is None:
            return False
        options, stock, _before, following, last = self._printed
        labels = options.labels
        return (labels.stock.id, labels.start_at, self._last()) == (stock, following, last)

    def _last(self) -> str:
        action = journal.next_undo(self._session.store)
        return "" if action is None else str(action.id)
