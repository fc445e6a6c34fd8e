"""The scanner test of the settings: what a reader really types, and what the door would make of it."""

from __future__ import annotations

import time
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ia_events.domain import tokens
from ia_events.domain.events import Event
from ia_events.i18n import N_, _, ngettext
from ia_events.ui import theme
from ia_events.ui.session import Session
from ia_events.ui.widgets import Banner, label

# Milliseconds between two keys: a reader is steady and fast, fingers are not.
_READER = 35.0


@dataclass(frozen=True, slots=True)
class Reading:
    """What arrived: the text, the mean time between its keys (ms), and whether Enter ended it."""

    text: str
    pace: float
    ended: bool

    @property
    def by_reader(self) -> bool:
        """Whether a machine typed it."""
        return len(self.text) >= tokens.SHORT_LENGTH and self.pace <= _READER


def judge(reading: Reading, events: list[Event]) -> tuple[str, str]:
    """(tone, sentence) about the token itself."""
    if tokens.badge_id(reading.text) is not None:
        owner = next((event for event in events if tokens.is_genuine(reading.text, event.key)), None)
        if owner is not None:
            return "welcome", _("Badge authentique de « {title} ». Le lecteur est bien réglé.").format(
                title=owner.title
            )
        return "attention", _("Badge complet, mais d'aucun événement de ce poste. Le lecteur est bien réglé.")
    if tokens.looks_like_token(reading.text):
        return "attention", ngettext(
            "{count} lettre de badge sur {whole} : approchez le lecteur et lisez de nouveau.",
            "{count} lettres de badge sur {whole} : approchez le lecteur et lisez de nouveau.",
            len(tokens.normalise(reading.text)),
        ).format(count=len(tokens.normalise(reading.text)), whole=tokens.LENGTH)
    if reading.by_reader:
        return "attention", _(_layout_hint(reading.text))
    return "refused", _("Ce n'est pas un code de badge. Placez le curseur ici et lisez un badge.")


def _layout_hint(text: str) -> str:
    if len(tokens.normalise(text)) == tokens.LENGTH:
        return N_(
            "34 caractères, mais pas les bons : le clavier et le lecteur n'ont pas la même disposition (bépo ?). "
            "Réglez le lecteur sur « clavier américain » ou le poste sur AZERTY ou QWERTY."
        )
    if any(character in "à&é\"'(-è_ç" for character in text):
        return N_(
            "Un code à chiffres tapé comme sur un clavier américain. Ce n'est pas un badge ; "
            "les badges, eux, se lisent sans rien régler."
        )
    return N_("Un autre code : ce n'est pas un badge, mais le lecteur fonctionne.")


class _ScanLine(QLineEdit):
    """Notes when each key came."""

    def __init__(self) -> None:
        super().__init__()
        self.times: list[float] = []

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isprintable() and event.text():
            self.times.append(time.perf_counter() * 1000)
        super().keyPressEvent(event)


class ScannerTest(QWidget):
    """A field to scan into, and a verdict on the reader below it."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.line = _ScanLine()
        self.line.setPlaceholderText(_("Lisez un badge ici"))
        self.line.setAccessibleName(_("Essai du lecteur de codes"))
        self.line.returnPressed.connect(lambda: self._read(True))
        self.line.textEdited.connect(self._typed)
        # A reader that sends no Enter: it has stopped when nothing has come for a while.
        self._pause = QTimer(self, singleShot=True, interval=400)
        self._pause.timeout.connect(lambda: self._read(False))
        self.verdict = Banner()
        self.details = label("", theme.SMALL, tone="muted", wrap=True)
        self.details.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.details.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S)
        column.addWidget(self.line)
        column.addWidget(self.verdict)
        column.addWidget(self.details)

    def _typed(self, text: str) -> None:
        if not text:
            self.line.times.clear()
            self._pause.stop()
        else:
            self._pause.start()

    def _read(self, ended: bool) -> None:
        from ia_events.store import events

        self._pause.stop()
        text, times = self.line.text(), self.line.times
        if not text:
            return
        pace = (times[-1] - times[0]) / (len(times) - 1) if len(times) > 1 else 0.0
        reading = Reading(text, pace, ended)
        store = self._session.store
        tone, sentence = judge(reading, [*events.list_events(store), *events.list_events(store, archived=True)])
        self.verdict.show_message(sentence, tone, closable=False)
        parts = [
            ngettext("{count} caractère reçu", "{count} caractères reçus", len(text)).format(count=len(text)),
            _("un toutes les {pace:.0f} ms").format(pace=pace),
            _("tapés par un lecteur") if reading.by_reader else _("tapés à la main"),
            _("suivis de Entrée") if ended else _("sans Entrée à la fin : réglez le lecteur pour qu'il l'envoie"),
        ]
        self.details.setText(" · ".join(parts) + "\n" + text)
        self.details.show()
        self.line.times = []
        self.line.selectAll()
