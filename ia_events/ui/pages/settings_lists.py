"""What was decided of the lists imported, by layout: how many are remembered, to be shared, or forgotten."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from ia_events import layouts
from ia_events.domain.errors import UserError
from ia_events.i18n import _, ngettext
from ia_events.store import imports
from ia_events.ui.session import Session
from ia_events.ui.widgets import Card, label, quiet, secondary
from ia_events.ui.widgets.flow import FlowLayout

_NAME = "listes-ia-evenements.json"


class ListLayouts(Card):
    """A card of the settings page."""

    def __init__(self, session: Session) -> None:
        super().__init__(title=_("Listes : mises en page retenues"))
        self.session = session
        self._forgotten: layouts.Remembered = {}
        self.words = label(tone="muted", wrap=True)
        self.export = secondary(_("Exporter…"), self._ask_export)
        self.bring = secondary(_("Importer…"), self._ask_import)
        self.forget = quiet(_("Tout oublier"), self.forget_all)
        self.restore = quiet(_("Rétablir"), self.restore_all)
        self.add(self.words)
        buttons = QWidget()
        buttons.setLayout(FlowLayout(self.export, self.bring, self.forget, self.restore))
        self.add(buttons)
        self.refresh()

    def refresh(self) -> None:
        """Show how many there are."""
        n = len(layouts.standing(partial(imports.undone, self.session.store)))
        if n:
            self.words.setText(
                ngettext(
                    "{n} mise en page de liste est retenue : colonnes et réponses valent pour la prochaine liste faite de même.",
                    "{n} mises en page de listes sont retenues : colonnes et réponses valent pour les prochaines listes faites de même.",
                    n,
                ).format(n=n)
            )
        elif self._forgotten:
            self.words.setText(_("Toutes sont oubliées."))
        else:
            self.words.setText(
                _("Aucune pour l'instant : ce que vous décidez d'une liste est retenu quand vous l'importez.")
            )
        self.export.setEnabled(n > 0)
        self.forget.setVisible(n > 0)
        self.restore.setVisible(n == 0 and bool(self._forgotten))

    def forget_all(self) -> None:
        """Forget every layout; they can be had back until the program ends."""

        def forget() -> None:
            self._forgotten = layouts.forget_all()

        self._try(forget)

    def restore_all(self) -> None:
        """Have back what was forgotten."""
        self._try(lambda: layouts.restore(self._forgotten))

    def export_to(self, path: Path) -> None:
        """Write them to a file for another machine."""
        try:
            self.refresh()
            layouts.export_to(path)
        except UserError as error:
            self.session.fail(error)
        else:
            self.session.notify(_("Mises en page enregistrées : {name}").format(name=path.name), "welcome")

    def import_from(self, path: Path) -> None:
        """Add those of a file."""
        try:
            n = layouts.import_from(path)
        except UserError as error:
            self.session.fail(error)
            return
        self.refresh()
        said = ngettext("{n} mise en page ajoutée", "{n} mises en page ajoutées", n)
        self.session.notify(said.format(n=n), "welcome")

    def _try(self, action: Callable[[], None]) -> None:
        try:
            action()
        except UserError as error:
            self.session.fail(error)
        self.refresh()

    def _ask_export(self) -> None:
        start = str(self.session.settings.documents / _NAME)
        name, _kind = QFileDialog.getSaveFileName(self, _("Exporter les mises en page"), start, "JSON (*.json)")
        if name:
            self.export_to(Path(name))

    def _ask_import(self) -> None:
        start = str(self.session.settings.documents)
        name, _kind = QFileDialog.getOpenFileName(self, _("Importer des mises en page"), start, "JSON (*.json)")
        if name:
            self.import_from(Path(name))
