"""The scanner test of the settings: what a reader really sends, and what the door makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ia_events.domain import scans, tokens
from ia_events.domain.events import Event
from ia_events.domain.keyboards import AS_TYPED, Layouts, Stroke
from ia_events.i18n import N_, _, ngettext
from ia_events.ui import theme
from ia_events.ui.scanning import PACE, stroke_of
from ia_events.ui.serial_scanner import SerialScanner
from ia_events.ui.session import Session
from ia_events.ui.widgets import Banner, label

_SUFFIXES = {"enter": N_("suivis de Entrée"), "tab": N_("suivis de Tab"), "": N_("sans rien à la fin")}


@dataclass(frozen=True, slots=True)
class Trial:
    """What arrived: the keys, what ended them ("enter", "tab" or ""), and whether Shift was held for small letters."""

    strokes: tuple[Stroke, ...]
    ended: str = ""
    capitals_turned: bool = False

    @property
    def text(self) -> str:
        """What was written."""
        return "".join(stroke.text for stroke in self.strokes)

    @property
    def pace(self) -> float:
        """Milliseconds between two keys, as a rule."""
        times = [stroke.at for stroke in self.strokes]
        return median(b - a for a, b in pairwise(times)) if len(times) > 1 else 0.0

    @property
    def by_reader(self) -> bool:
        """Whether a machine typed it."""
        return len(self.strokes) >= tokens.SHORT_LENGTH and self.pace <= PACE


def judge(trial: Trial, events: list[Event]) -> tuple[str, str]:
    """(tone, sentences): what was read, and what is to be set right."""

    def owner(token: str) -> Event | None:
        return next((event for event in events if tokens.is_genuine(token, event.key)), None)

    for end in range(len(trial.strokes), tokens.LENGTH - 1, -1):
        found = scans.latest(trial.strokes[:end], lambda token: owner(token) is not None)
        event = owner(found[0]) if found is not None else None
        if found is not None and event is not None:
            said = [_("Badge authentique de « {title} » : l'accueil le lira.").format(title=event.title)]
            return "welcome", " ".join([*said, *_remarks(trial, found[1], end)])
    for event in events:
        mixed = scans.read(trial.strokes, event.key, list) if len(trial.strokes) <= tokens.LENGTH + 8 else None
        if mixed is not None:
            return "attention", _(
                "Badge authentique de « {title} », mais une lettre de trop : le lecteur répète des touches. "
                "Ralentissez-le (« inter-key delay »)."
            ).format(title=event.title)
    code = scans.code(trial.strokes)
    letters = len(tokens.normalise(code))
    if tokens.badge_id(code) is not None:
        return "attention", _("Badge complet, mais d'aucun événement de ce poste. Le lecteur est bien réglé.")
    if tokens.looks_like_token(code) and letters > tokens.LENGTH:
        return "attention", _(
            "Plus de 34 lettres de badge : deux lectures se mêlent, ou des touches se répètent. Lisez un seul badge ; "
            "si cela recommence, ralentissez le lecteur (« inter-key delay »)."
        )
    if tokens.looks_like_token(code):
        return "attention", ngettext(
            "{count} lettre de badge sur {whole} : des lettres se perdent. Approchez le lecteur et lisez de nouveau ; "
            "si cela recommence, ralentissez-le (« inter-key delay »).",
            "{count} lettres de badge sur {whole} : des lettres se perdent. Approchez le lecteur et lisez de nouveau ; "
            "si cela recommence, ralentissez-le (« inter-key delay »).",
            letters,
        ).format(count=letters, whole=tokens.LENGTH)
    if trial.by_reader:
        return "attention", " ".join([_(_layout_hint(trial.text)), *_caps_lock(trial)])
    return "refused", _("Ce n'est pas un code de badge. Placez le curseur ici et lisez un badge.")


def _remarks(trial: Trial, layouts: Layouts, end: int) -> list[str]:
    """What does not harm badges, and may harm other codes."""
    said = _caps_lock(trial)
    if layouts != AS_TYPED:
        said.append(
            _(
                "Le lecteur écrit comme pour un clavier {scanner}, l'ordinateur en a un autre : les badges se lisent, "
                "les autres codes seraient faux."
            ).format(scanner="QWERTY, AZERTY, QWERTZ" if layouts.scanner == "QWERTY" else layouts.scanner)
        )
    before, after = trial.text[: end - tokens.LENGTH], trial.text[end:]
    if before or after:
        said.append(
            _("Il ajoute « {added} » au code, sans gêner l'accueil.").format(
                added=" … ".join(filter(None, [before, after]))
            )
        )
    if trial.pace > PACE:
        said.append(_("Il est lent : gardez le curseur dans le champ de l'accueil, ou accélérez-le."))
    return said


def _caps_lock(trial: Trial) -> list[str]:
    if not trial.capitals_turned:
        return []
    return [_("Verrouillage des majuscules actif : les badges se lisent, d'autres codes changeraient.")]


def _layout_hint(text: str) -> str:
    if any(character in "à&é\"'(-è_ç" for character in text):
        return N_(
            "Un code à chiffres tapé comme sur un clavier américain. Ce n'est pas un badge ; "
            "les badges, eux, se lisent sans rien régler."
        )
    if len(tokens.normalise(text)) == tokens.LENGTH:
        return N_(
            "34 caractères, mais d'aucun badge de ce poste : un autre code, ou une disposition de clavier inconnue. "
            "Réglez le lecteur sur « clavier américain »."
        )
    return N_("Un autre code : ce n'est pas un badge, mais le lecteur fonctionne.")


class _ScanLine(QLineEdit):
    """Notes each key as it came, Tab included."""

    def __init__(self) -> None:
        super().__init__()
        self.strokes: list[Stroke] = []
        self.turned = False
        self.ended = ""

    def event(self, event: QEvent) -> bool:
        # Tab is a suffix as long as there is something before it.
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Tab and self.strokes:
                self.ended = "tab"
                self.returnPressed.emit()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.ended = "enter"
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if text and text.isprintable():
            self.strokes.append(stroke_of(event))
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.turned = self.turned or (shifted and text.islower())
        super().keyPressEvent(event)

    def begin(self) -> None:
        """Ready for the next code."""
        self.strokes, self.turned, self.ended = [], False, ""


class ScannerTest(QWidget):
    """A field to scan into, and a verdict on the reader below it; a reader on the serial port is heard as well."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.line = _ScanLine()
        self.line.setPlaceholderText(_("Lisez un badge ici"))
        self.line.setAccessibleName(_("Essai du lecteur de codes"))
        self.line.returnPressed.connect(self._read)
        self.line.textEdited.connect(self._typed)
        # A reader that sends nothing behind its code: it has stopped when nothing has come for a while.
        self._pause = QTimer(self, singleShot=True, interval=400)
        self._pause.timeout.connect(self._read)
        self.serial = SerialScanner(self)
        self.serial.received.connect(self._received)
        session.settings_changed.connect(self._setting_changed)
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

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._listen()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.serial.stop()

    def _setting_changed(self, key: str) -> None:
        if key == "serial_port":
            self._listen()

    def _listen(self) -> None:
        self.serial.start(self._session.settings.serial_port if self.isVisible() else "")

    def _typed(self, text: str) -> None:
        if not text:
            self.line.begin()
            self._pause.stop()
        else:
            self._pause.start()

    def _read(self) -> None:
        self._pause.stop()
        line = self.line
        if line.strokes:
            trial = Trial(tuple(line.strokes), line.ended, line.turned)
            parts = [
                ngettext("{count} caractère reçu", "{count} caractères reçus", len(trial.text)).format(
                    count=len(trial.text)
                ),
                _("un toutes les {pace:.0f} ms").format(pace=trial.pace),
                _("tapés par un lecteur") if trial.by_reader else _("tapés à la main"),
                _(_SUFFIXES[trial.ended]),
            ]
            self._show(trial, parts)
        line.begin()
        line.selectAll()

    def _received(self, text: str) -> None:
        trial = Trial(tuple(Stroke(sign, "", 0) for sign in text))
        count = ngettext("{count} caractère reçu", "{count} caractères reçus", len(text)).format(count=len(text))
        self._show(trial, [count, _("sur le port série {port}").format(port=self._session.settings.serial_port)])

    def _show(self, trial: Trial, parts: list[str]) -> None:
        from ia_events.store import events

        store = self._session.store
        tone, sentence = judge(trial, [*events.list_events(store), *events.list_events(store, archived=True)])
        self.verdict.show_message(sentence, tone, closable=False)
        self.details.setText(" · ".join(parts) + "\n" + trial.text)
        self.details.show()
