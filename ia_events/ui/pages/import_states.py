"""What the import page shows one at a time: where a list is dropped, its reading, why it was not read, the plan."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QWidget

from ia_events.i18n import _
from ia_events.ui.widgets import EmptyState, Stack, secondary
from ia_events.ui.widgets.password_form import PasswordForm

CHOOSE, READING, FAILED, PASSWORD, PLAN, NO_EVENT = range(6)


class ImportStates(Stack):
    """Shows one of CHOOSE, READING, FAILED, PASSWORD, PLAN (the `view`) and NO_EVENT."""

    def __init__(
        self, view: QWidget, choose: Callable[[], None], paste: Callable[[], None], new_event: Callable[[], None]
    ) -> None:
        super().__init__()
        self.chooser = EmptyState(
            "file-arrow-up",
            _("Déposez la liste ici"),
            _("Classeur Excel ou LibreOffice, ou fichier CSV. Rien n'est enregistré avant votre accord."),
            _("Choisir un fichier"),
            choose,
            _paster(paste),
        )
        self.reading = EmptyState("hourglass-medium", "", _("Titres, noms, adresses : le programme lit chaque ligne."))
        self.failure = EmptyState(
            "warning-circle",
            _("Cette liste n'a pas pu être lue"),
            " ",
            _("Choisir un autre fichier"),
            choose,
            _paster(paste),
        )
        self.locked = PasswordForm(_("Liste protégée"))
        no_event = EmptyState(
            "calendar-plus",
            _("Créez d'abord un événement"),
            _("Une liste s'importe dans un événement."),
            _("Nouvel événement"),
            new_event,
        )
        for shown in (self.chooser, self.reading, self.failure, self.locked, view, no_event):
            self.addWidget(shown)


def _paster(paste: Callable[[], None]) -> QPushButton:
    tip = _("Les cellules copiées dans un tableur (Ctrl+V)")
    return secondary(_("Coller depuis Excel"), paste, icon="clipboard-text", tip=tip)
