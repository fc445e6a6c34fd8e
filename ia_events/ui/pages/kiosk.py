"""The kiosk: people check themselves in. No list, no name but one's own first name; anything else is the desk's to say."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QMouseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ia_events import i18n
from ia_events.domain.attendance import Method
from ia_events.domain.errors import UserError
from ia_events.domain.people import Attendee
from ia_events.domain.verdicts import Outcome, Tone, Verdict
from ia_events.i18n import _
from ia_events.store import door, self_check_in
from ia_events.ui import fonts, language, theme
from ia_events.ui.pages.door_field import DoorField
from ia_events.ui.pages.door_scanning import DoorScanning
from ia_events.ui.pages.door_verdict import Shown, VerdictPanel
from ia_events.ui.pages.kiosk_names import Asking, Names
from ia_events.ui.pages.kiosk_signing import KioskSigning, to_sign
from ia_events.ui.session import Session
from ia_events.ui.signer import Signer, keep_drawn
from ia_events.ui.sounds import Sounds
from ia_events.ui.widgets import Page, Stack, label, primary, quiet

_WELCOMED, _SENT, _UNTOUCHED = 5_000, 9_000, 40_000  # milliseconds before the next person
_GREETED = 1_600  # milliseconds a welcome is seen before its person signs
_CORNER, _TAPS, _WITHIN = 110, 5, 4.0  # pixels, taps, seconds: the way out that nobody sees
_SUFFIX = 0.8  # seconds after a scan, or a new screen, in which an Enter is the scanner's, or that of the screen before
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TWICE = timedelta(minutes=5)  # a badge read again so soon is the same person, who was not sure


class KioskPage(Page):
    """Attract screen, names, « is it you », verdict; and back by itself."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.sounds = Sounds(self)
        self._asked: Attendee | None = None
        self._signer: Signer | None = None  # who signs once the welcome was seen
        self._wanted = session.settings.language
        self._taps: list[float] = []
        self._settled = 0.0  # when a badge was last judged, or another screen shown
        self._back = QTimer(self, singleShot=True)
        self._back.timeout.connect(self.reset)
        self._tail = QTimer(self, singleShot=True, interval=0)
        self._tail.timeout.connect(session.recorded)
        # Off the page: it hears the scanner, and the first letters of a name.
        self.field = DoorField()
        self.field.setParent(self)
        self.field.setGeometry(-900, 0, 400, 40)
        self.field.scanned.connect(self.scan)
        self.field.searched.connect(self._begun)
        self.field.chosen.connect(self._read)
        self.field.installEventFilter(self)
        self.title = label("", theme.TITLE, weight=fonts.SEMIBOLD, wrap=True)
        self.other_language = quiet("", self._switch_language, icon="translate")
        self.other_language.setProperty("touch", True)
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.other_language, 0, Qt.AlignmentFlag.AlignTop)
        self.stack = Stack()
        self.attract, self.names, self.asking = QWidget(), Names(), Asking()
        self.verdict, self.signing = VerdictPanel(), KioskSigning()
        self._build_attract()
        for part in (self.attract, self.names, self.asking, self.verdict, self.signing):
            self.stack.addWidget(part)
        self.column.addLayout(top)
        self.column.addWidget(self.stack, 1)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(self.field)
        self.scanners = DoorScanning(self, session, self.field)
        self.scanners.scanned.connect(lambda text, _typing: self.scan(text))
        self.scanners.mixed.connect(self._again)
        self._wire()
        self._say_words()

    def _build_attract(self) -> None:
        self.hello, self.how = QLabel(), QLabel()
        self.type_name = primary("", lambda: self.ask_names(""), icon="keyboard")
        self.type_name.setProperty("touch", "large")
        self.type_name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self.attract)
        column.setSpacing(theme.XL)
        column.addStretch(2)
        for words in (self.hello, self.how):
            words.setWordWrap(True)
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(words)
        column.addSpacing(theme.L)
        column.addWidget(self.type_name, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def _wire(self) -> None:
        for field in self.names.fields:
            field.scanned.connect(self.scan)
            field.chosen.connect(lambda _text: self._next_name())
            field.escaped.connect(self.reset)
            field.textEdited.connect(lambda _text: self._back.start(_UNTOUCHED))
        # Touching anything that takes no keys leaves them where they went: a touch gives the page the focus.
        self.names.entered.connect(self.setFocusProxy)
        self.names.given_up.connect(self.reset)
        self.names.submitted.connect(self._look_for)
        self.asking.answered.connect(self._answered)
        self.signing.touched.connect(lambda: self._back.start(_UNTOUCHED))
        self.signing.given_up.connect(self.reset)
        self.signing.validated.connect(self._sign)

    def focus_search(self) -> None:
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        event = self.session.event
        self.title.setText(event.title if event is not None else "")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.session.awake.note(self, True)
        self.scanners.start()
        self.reset()
        if self.session.settings.sound:
            QTimer.singleShot(300, self, self.sounds.prepare)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self.session.awake.note(self, False)
        self.scanners.stop()
        self._back.stop()
        self._signer = None
        self._speak(self.session.settings.language)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Nothing is typed in the field that nobody sees: Enter says yes, Escape no, Delete rubs out what is drawn."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key, part = event.key(), self.stack.currentWidget()
            if self.field.text() or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                return False
            if key in _ENTERS:
                return event.isAutoRepeat() or self._enter(part)
            if key == Qt.Key.Key_Escape and part is self.asking:
                self._answered(False)
            elif key == Qt.Key.Key_Escape and part in (self.signing, self.verdict):
                self.reset()
            elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and part is self.signing:
                self.signing.complain("")
            else:
                return False
            return True
        return False

    def _enter(self, part: QWidget | None) -> bool:
        """What Enter means where nothing is typed. A scanner's last key means nothing: its badge was judged just before."""
        if time.monotonic() - self._settled > _SUFFIX:
            if part is self.asking:
                self._answered(True)
            elif part is self.signing and self.signing.pad.has_ink:
                self._sign()
        return part in (self.asking, self.signing)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter on the button that has the keyboard is a touch on it; other keys begin a name, or a scan."""
        button = QApplication.focusWidget()
        if event.key() in _ENTERS and isinstance(button, QPushButton):
            if not event.isAutoRepeat() and time.monotonic() - self._settled > _SUFFIX:
                button.click()
        elif event.text().isprintable() and event.text() and isinstance(button, QPushButton):
            self.focus_search()
            if QApplication.focusWidget() is not button:  # else it would come back for ever
                QApplication.sendEvent(self.field, event)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        size = min(max(theme.px(40), self.height() * 0.085), theme.px(110))
        self.hello.setFont(fonts.font(size, fonts.BOLD))
        self.how.setFont(fonts.font(size * 0.45))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Five taps in the corner ask for the code; a tap on a verdict makes room for the next person."""
        if self._tapped_out(event.position()):
            self.session.open("leave_mode")
        elif self.stack.currentWidget() is self.verdict:
            self.reset()

    def _tapped_out(self, where: QPointF) -> bool:
        now = time.monotonic()
        recent = [tap for tap in self._taps if now - tap < _WITHIN]
        self._taps = [*recent, now] if QRectF(0, 0, _CORNER, _CORNER).contains(where) else []
        if len(self._taps) < _TAPS:
            return False
        self._taps = []
        return True

    def reset(self) -> None:
        """The attract screen, in the station's language, ready for anybody; but whoever was welcomed signs first."""
        self._back.stop()
        signer, self._signer = self._signer, None
        if signer is not None and self.session.event is not None and self.stack.currentWidget() is self.verdict:
            self._show(self.signing)
            self.signing.begin(self.session.event, signer, self.session.now())
            return
        self.signing.pad.clear()
        self._back.stop()
        self._asked = None
        self.field.clear_all()
        self.names.clear()
        self._speak(self.session.settings.language)
        self._show(self.attract)

    def _show(self, part: QWidget) -> None:
        self.stack.setCurrentWidget(part)
        self._settled = time.monotonic()
        self.other_language.setVisible(part not in (self.verdict, self.signing))
        if part is not self.names:
            self.setFocusProxy(self.field)
            self.focus_search()

    def _speak(self, wanted: str) -> None:
        if wanted != self._wanted:
            language.use(wanted)
            self._wanted = wanted
            self._say_words()

    def _switch_language(self) -> None:
        self._speak("en" if i18n.language() == "fr" else "fr")
        self._back.start(_UNTOUCHED)
        (self.names.last if self.stack.currentWidget() is self.names else self.field).setFocus()

    def _say_words(self) -> None:
        self.hello.setText(_("Bienvenue"))
        self.how.setText(_("Présentez votre badge au lecteur, ou tapez votre nom."))
        self.type_name.setText(_("Taper mon nom"))
        self.field.setAccessibleName(_("Badge"))
        self.other_language.setText("English" if i18n.language() == "fr" else "Français")
        self.names.say_words()
        self.asking.say_words()

    # --- a scan, a name ------------------------------------------------------------------------------------------

    def _begun(self, text: str) -> None:
        """Somebody types: it is a name, unless it came faster than fingers."""
        if not text.strip():
            return
        if self.stack.currentWidget() is self.signing and self.signing.pad.has_ink:
            self.field.clear_all()  # what somebody draws stays: a slow scanner's badge is known by its last letter
        elif self.field.was_burst:
            self._again()
        else:
            self.ask_names(text.strip())

    def _read(self, text: str) -> None:
        if text and self.field.was_burst:
            self.scan(text)
        elif text:
            self.ask_names(text)

    def ask_names(self, last_name: str) -> None:
        """Show the two fields and the keyboard."""
        self.field.clear_all()
        self.names.begin(last_name)
        self._show(self.names)
        self.names.last.setFocus(Qt.FocusReason.OtherFocusReason)
        self._back.start(_UNTOUCHED)

    def _next_name(self) -> None:
        if self.names.ready:
            self._look_for()
        else:
            empty = next((f for f in self.names.fields if not f.text().strip()), self.names.first)
            empty.setFocus(Qt.FocusReason.OtherFocusReason)

    def _look_for(self) -> None:
        event = self.session.event
        if event is None:
            return
        last, first = (field.text() for field in self.names.fields)
        meant = self_check_in.by_name(self.session.store, event.id, last, first)
        if meant.person is None:
            self._send_to_desk()
        elif meant.whole:
            self._admit(meant.person)
        else:
            self._asked = meant.person
            self.asking.ask(meant.person.first_name)
            self._show(self.asking)
            self._back.start(_UNTOUCHED)

    def _answered(self, yes: bool) -> None:
        person, self._asked = self._asked, None
        if person is not None and yes:
            self._admit(person)
        else:
            self._send_to_desk()

    def scan(self, text: str) -> None:
        """Judge a badge; shown once committed."""
        self._judge(
            lambda event, at: door.scan(
                self.session.store, event, text, at=at, now=at, station=self.session.settings.station
            )
        )

    def _admit(self, person: Attendee) -> None:
        self._judge(
            lambda event, at: door.admit(
                self.session.store, event, person, at=at, now=at, station=self.session.settings.station,
                method=Method.TYPED,
            )
        )  # fmt: skip

    def _judge(self, record: Callable[..., Outcome]) -> None:
        event, now = self.session.event, self.session.now()
        if event is None:
            return
        try:
            outcome = record(event, now)
        except UserError:  # no slot: whoever is at the desk will see
            self._send_to_desk()
            return
        self._settled = time.monotonic()
        if self._is_drawing(outcome):
            self._tail.start()  # what they draw stays
            return
        self._signer = None
        again = outcome.first_at is not None and outcome.at - outcome.first_at < _TWICE
        if outcome.verdict == Verdict.UNREADABLE:
            self._again()
        elif outcome.verdict in (Verdict.WELCOME, Verdict.RETURNED) or (
            outcome.verdict == Verdict.ALREADY_IN and again
        ):
            name = outcome.attendee.first_name if outcome.attendee else ""
            greeting = _("Bienvenue, {first_name}").format(first_name=name) if name else _("Bienvenue")
            self._say(
                Shown("welcome", "check-bold", greeting, _("Bienvenue"), sentence=_("Votre arrivée est enregistrée.")),
                _WELCOMED,
            )
            self._signer = to_sign(self.session.store, event, outcome)
            if self._signer is not None:
                self._back.start(_GREETED)
        else:
            self._send_to_desk()
        if self.session.settings.sound and outcome.tone == Tone.WELCOME:  # the others are told to nobody else
            self.sounds.play(outcome.tone)
        self._tail.start()

    def _is_drawing(self, outcome: Outcome) -> bool:
        """Whether somebody draws, and this is their own badge, or no badge at all: a code read by chance is nobody's turn."""
        signer = self.signing.signer
        if self.stack.currentWidget() is not self.signing or not self.signing.pad.strokes or signer is None:
            return False
        theirs = outcome.attendee is not None and outcome.attendee.id == signer.person.id
        return theirs or outcome.verdict in (Verdict.UNREADABLE, Verdict.FOREIGN)

    def _sign(self) -> None:
        """Keep what is drawn, and thank for it."""
        signer = self.signing.signer
        if self.session.event is None or signer is None:
            return
        try:
            keep_drawn(self.session, signer, self.signing.pad)
        except UserError as error:
            if error.code == "signature_too_short":
                self.signing.complain(error.message)
            else:  # the disk is full, say: whoever is at the desk will see
                self._send_to_desk()
            return
        words = _("Votre signature est enregistrée.")
        self._say(Shown("welcome", "check-bold", _("Merci"), sentence=words), _WELCOMED)
        self._tail.start()

    def _again(self) -> None:
        words = _("Présentez de nouveau votre badge, bien à plat devant le lecteur.")
        self._say(Shown("neutral", "qr-code-bold", _("Encore une fois"), sentence=words), _SENT)

    def _send_to_desk(self) -> None:
        """The same words whatever the reason, which is nobody else's business."""
        words = _("Adressez-vous à l'accueil : quelqu'un vous y attend.")
        self._say(Shown("neutral", "hand-waving-bold", _("Bonjour"), sentence=words), _SENT)

    def _say(self, what: Shown, milliseconds: int) -> None:
        self.field.clear_all()
        self.names.clear()
        self.verdict.say(what)
        self._show(self.verdict)
        if self.isVisible():
            self.verdict.repaint()
        self._back.start(milliseconds)
