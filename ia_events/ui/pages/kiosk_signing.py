"""Where whoever has just checked themselves in at the kiosk signs, if the slot wants it. Only their own first name is seen."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ia_events.domain import dates
from ia_events.domain.events import Event
from ia_events.domain.verdicts import Outcome
from ia_events.i18n import _
from ia_events.store import Store, signatures
from ia_events.ui import fonts, theme
from ia_events.ui.signer import Signer
from ia_events.ui.widgets import announce, label, primary, restyle, secondary
from ia_events.ui.widgets.signing_pad import SigningPad


def to_sign(store: Store, event: Event, outcome: Outcome) -> Signer | None:
    """Whoever was let in and may sign on the screen, unless they did."""
    person, slot = outcome.attendee, outcome.slot
    if person is None or slot is None or not slot.signing or not person.may_sign:
        return None
    found = signatures.of_person(store, event.id, person.id, slot.id)
    return None if found is not None and found.present else Signer(person, slot)


class KioskSigning(QWidget):
    """Signals: validated · given_up (on paper, then) · touched, when ink comes or goes."""

    validated = Signal()
    given_up = Signal()
    touched = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.signer: Signer | None = None
        self.pad = SigningPad(centred=True)
        self.pad.changed.connect(self._changed)
        self.hello, self.where = QLabel(), label("", theme.HEADING, tone="muted")
        self.what = label("", tone="muted", wrap=True)
        for words in (self.hello, self.where, self.what):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.paper = secondary("", self.given_up.emit)
        self.rub = secondary("", lambda: self.complain(""), icon="eraser")
        self.save = primary("", self.validated.emit, icon="check")
        row = QHBoxLayout()
        row.setSpacing(theme.L)
        row.addWidget(self.paper)
        row.addStretch(1)
        for made in (self.rub, self.save):
            row.addWidget(made)
        for made in (self.paper, self.rub, self.save):
            made.setProperty("touch", "large" if made is self.save else True)
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the scanner types elsewhere
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S)
        column.addWidget(self.hello)
        column.addWidget(self.where)
        column.addWidget(self.pad, 1)
        column.addWidget(self.what)
        column.addLayout(row)

    def begin(self, event: Event, signer: Signer, now: datetime) -> None:
        """An empty box for somebody."""
        self.signer = signer
        slot = signer.slot
        self.say_words()
        self.hello.setFont(fonts.font(max(theme.DISPLAY, theme.px(theme.TITLE)), fonts.BOLD))
        self.hello.setText(_("Signez, {first_name}").format(first_name=signer.person.first_name or "…"))
        self.where.setText(f"{_(slot.label)}, {dates.slot_hours(event, slot)} · {dates.clock(event.local(now))}")
        self.complain("")
        announce(self, self.hello.text())

    def complain(self, sentence: str) -> None:
        """Empty the box, and say why."""
        self.pad.clear()
        usual = _("Signature électronique simple : votre tracé, l'heure et le poste iront sur la feuille d'émargement.")
        self.what.setText(sentence or usual)
        restyle(self.what, tone="refused" if sentence else "muted")

    def say_words(self) -> None:
        """The words of the buttons, in the language at hand."""
        self.paper.setText(_("Je signerai sur papier"))
        self.rub.setText(_("Effacer"))
        self.save.setText(_("Valider"))

    def _changed(self) -> None:
        self.save.setEnabled(self.pad.has_ink)
        self.rub.setEnabled(self.pad.has_ink)
        self.touched.emit()
