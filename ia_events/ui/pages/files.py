"""Files a page reads and writes: what the dialogs offer, the job that writes one, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from ia_events import paths
from ia_events.domain.errors import UserError
from ia_events.i18n import _
from ia_events.store import Store
from ia_events.ui.pages.file_card import FileCard
from ia_events.ui.session import Session
from ia_events.ui.widgets import Banner, secondary
from ia_events.ui.work import Progress

T = TypeVar("T")


def workbook_kinds() -> str:
    """What a dialog that asks for a workbook to read offers."""
    return f"{_('Classeurs')} (*.xlsx *.xlsm *.ods *.xls *.xlsb);;{_('Tous les fichiers')} (*)"


def show_written(session: Session, banner: Banner, said: str, file: Path) -> None:
    """Say that a file is there, and offer to open it."""
    banner.show_message(
        f"{said}\n{file}",
        "welcome",
        secondary(_("Ouvrir"), lambda: session.show_file(file)),
        secondary(_("Ouvrir le dossier"), lambda: session.show_file(file.parent)),
    )


class FileWriter:
    """Writes the file of a FileCard in the worker. `result` says what became of it; the button has the focus back.

    `allowed()` says whether the button may be pressed at all.
    """

    def __init__(
        self, session: Session, button: QPushButton, card: FileCard, allowed: Callable[[], bool] = lambda: True
    ) -> None:
        self.result = Banner()
        self.busy = False
        self._session, self._button, self._card, self._allowed = session, button, card, allowed
        self._had_focus = False

    def write(
        self,
        job: Callable[[Store, Progress, Path, str | None], T],
        on_done: Callable[[T], str],
        text: str,
        *read: Path | None,
    ) -> None:
        """Run `job`, given the file and the password wanted; `on_done` says in words what it made. The file takes the place
        neither of the database nor of what is `read`.
        """
        file, password, session = self._card.path, self._card.wanted_password, self._session
        proposed = session.settings.documents

        def write(store: Store, progress: Progress) -> T:
            paths.refuse_same_file(file, store.path, *read)
            if file.parent == proposed:
                paths.make_folder(file.parent)
            return job(store, progress, file, password)

        def written(made: T) -> None:
            self._work(False)
            said = on_done(made)
            if password is not None:
                said += " " + _("Donnez le mot de passe par un autre canal ; il ne sera plus affiché après cette page.")
            show_written(session, self.result, said, file)

        self._work(True)
        self.result.hide()
        session.run(write, written, self._failed, text=text, on_cancel=self._cancelled)

    def begin_again(self) -> None:
        """Forget the password and what was said, unless a file is being written."""
        if not self.busy:
            self._card.forget_password()
            self.result.hide()

    def enable(self) -> None:
        """Let the button be pressed, or not."""
        self._button.setEnabled(not self.busy and self._allowed())

    def _failed(self, error: BaseException) -> None:
        self._work(False)
        if isinstance(error, UserError):
            self.result.show_message(error.message, "refused")
        else:
            self._session.fail(error)

    def _cancelled(self) -> None:
        self._work(False)
        self._session.notify(_("Arrêté. Aucun fichier n'a été écrit."))

    def _work(self, busy: bool) -> None:
        if busy:
            self._had_focus = self._button.hasFocus()
        self.busy = busy
        self._card.work(busy)
        self.enable()
        if not busy and self._had_focus:
            self._button.setFocus(Qt.FocusReason.OtherFocusReason)
