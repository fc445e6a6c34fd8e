"""The code of the volunteer and kiosk modes, and the ways in."""

from __future__ import annotations

from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QLineEdit, QSizePolicy

from ia_events import pin
from ia_events.domain.errors import UserError
from ia_events.i18n import _
from ia_events.ui.session import Session
from ia_events.ui.widgets import Card, label, secondary
from ia_events.ui.widgets.flow import FlowLayout


class ModesCard(Card):
    """Choose or remove the code; begin a mode."""

    def __init__(self, session: Session) -> None:
        super().__init__(
            title=_("Bénévoles et borne"),
            sentence=_(
                "Le mode bénévole ne montre que l'accueil ; la borne laisse chacun s'enregistrer. Un code permet d'en sortir."
            ),
        )
        self.session = session
        self.code = QLineEdit()
        self.code.setEchoMode(QLineEdit.EchoMode.Password)
        self.code.setValidator(QRegularExpressionValidator("[0-9]{0,8}", self.code))
        self.code.setPlaceholderText(_("4 à 8 chiffres"))
        self.code.setAccessibleName(_("Nouveau code"))
        self.code.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)  # else it would take the whole line
        self.code.returnPressed.connect(self._choose)
        self.keep = secondary(_("Garder ce code"), self._choose)
        self.remove = secondary(_("Retirer le code"), self._remove)
        self.state = label("", tone="muted", wrap=True)
        self.volunteer = secondary(_("Mode bénévole"), lambda: session.open("volunteer"), icon="lock-key")
        self.kiosk = secondary(_("Borne d'accueil"), lambda: session.open("kiosk"), icon="desktop")
        for parts in ((self.code, self.keep, self.remove), (self.volunteer, self.kiosk)):
            self.add(FlowLayout(*parts))
            if self.code in parts:
                self.add(self.state)
        self.code.textChanged.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Say whether there is a code, and offer what can be done."""
        known = pin.exists()
        self.keep.setEnabled(len(self.code.text()) >= 4)
        self.remove.setVisible(known)
        self.volunteer.setEnabled(known)
        self.kiosk.setEnabled(known)
        self.state.setText(
            _("Un code est gardé. Oublié, il s'efface depuis un terminal : ia-events pin clear")
            if known
            else _("Choisissez un code pour ouvrir l'un de ces modes.")
        )

    def _choose(self) -> None:
        try:
            pin.choose(self.code.text())
        except UserError as error:
            self.session.fail(error)
            return
        self.code.clear()
        self.refresh()
        self.session.notify(_("Code gardé."), "welcome")

    def _remove(self) -> None:
        pin.clear()
        self.refresh()
        self.session.notify(_("Code retiré."))
