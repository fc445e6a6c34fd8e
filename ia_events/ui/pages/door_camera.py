"""The camera at the door: its picture beside the last scans, what it reads handed on as a scanner's token; pictures too."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QHideEvent, QImage, QPainter, QPainterPath, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ia_events.domain.held_codes import HeldCodes, is_ours
from ia_events.domain.verdicts import RECORDED, VERDICT_LABELS, Outcome, Verdict
from ia_events.i18n import _, ngettext
from ia_events.ui import fonts, icons, theme
from ia_events.ui.camera import Camera
from ia_events.ui.session import Session
from ia_events.ui.widgets import Choice, announce, icon_button

if TYPE_CHECKING:
    from ia_events.ui.code_pictures import PictureRead

# What a picture may be called; what it is, is seen when it is opened.
KINDS = (".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff", ".pdf")

_SHARE = 0.32  # of the page's width
_MOST = 520  # pixels wide, at the ordinary size of text
_LEAST = 640  # pixels that a page must have for the camera to stand beside the list
_CUT = 1.2


class Preview(QWidget):
    """The camera's picture, or a sentence where there is none."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Image de la caméra"))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(120)
        self.mirrored = True
        self.sentence = ""
        self.picture = QImage()

    def sizeHint(self) -> QSize:
        return QSize(320, 180)

    def show_picture(self, picture: QImage) -> None:
        """Show this."""
        self.picture, self.sentence = picture, ""
        self.update()

    def say(self, sentence: str) -> None:
        """Show a sentence instead."""
        if sentence != self.sentence:
            self.picture, self.sentence = QImage(), sentence
            self.setAccessibleDescription(sentence)
            announce(self, sentence)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(theme.color("line"))
        painter.setBrush(theme.color("surface"))
        painter.drawRoundedRect(box, theme.CARD_RADIUS, theme.CARD_RADIUS)
        if self.picture.isNull():
            self._paint_sentence(painter, box)
        else:
            # A narrow strip left white looks like a fault: a little is cut off instead.
            across, down = box.width() / self.picture.width(), box.height() / self.picture.height()
            scale = max(across, down) if max(across, down) < _CUT * min(across, down) else min(across, down)
            shown = QRectF(0, 0, self.picture.width() * scale, self.picture.height() * scale)
            shown.moveCenter(box.center())
            outline = QPainterPath()
            outline.addRoundedRect(shown & box, theme.CARD_RADIUS, theme.CARD_RADIUS)
            painter.setClipPath(outline)
            if self.mirrored:
                painter.translate(2 * box.center().x(), 0)
                painter.scale(-1, 1)
            painter.drawImage(shown, self.picture)
        painter.end()

    def _paint_sentence(self, painter: QPainter, box: QRectF) -> None:
        inner = box.adjusted(theme.L, theme.M, -theme.L, -theme.M)
        words = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        size = theme.px(theme.BODY)
        painter.setFont(fonts.font(size))
        while painter.boundingRect(inner, words, self.sentence).height() > inner.height() and size > theme.SMALL:
            size -= 1
            painter.setFont(fonts.font(size))
        height = painter.boundingRect(inner, words, self.sentence).height()
        side = min(theme.px(32), inner.height() - height - theme.S)
        if side >= 16:
            top = inner.center().y() - (side + theme.S + height) / 2
            icons.paint(painter, QRectF(inner.center().x() - side / 2, top, side, side), "camera", theme.color("muted"))
            inner.setTop(top + side + theme.S)
            inner.setHeight(height)
        painter.setPen(QColor(theme.color("text")))
        painter.drawText(inner, words, self.sentence)


class DoorCamera(QWidget):
    """The place of the camera, there only while it is on; `buttons` are for the strip above, `keys` the door's shortcuts.

    `scan(token)` judges what is read; `outcome()` is then the verdict on the screen. While `writing()`, somebody fills in a
    form: what the camera sees then waits.
    """

    def __init__(
        self,
        session: Session,
        scan: Callable[[str], object],
        writing: Callable[[], bool],
        outcome: Callable[[], Outcome | None],
    ) -> None:
        super().__init__()
        self.session, self._scan, self._writing, self._outcome = session, scan, writing, outcome
        self.camera = Camera(self)
        self.camera.seen.connect(self._seen)
        self.camera.changed.connect(self._show_state)
        self.camera.failed.connect(session.fail)
        self.lit = False
        self._held = HeldCodes()
        self._found: deque[str] = deque()  # in pictures, to be judged one after the other
        self._answers: list[Verdict] = []  # to those judged since
        self._read_badly: list[str] = []  # what is to be said of the pictures, with what was answered
        self._several = False  # pictures or badges: one alone answers by its verdict
        self._judging = QTimer(self, interval=0)
        self._judging.timeout.connect(self._judge_next)
        self._build()
        session.settings_changed.connect(self._chosen)
        self._chosen("camera_on")

    def _build(self) -> None:
        self.preview = Preview()
        self.choice = Choice(name=_("Caméra"))
        self.choice.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.choice.narrow()
        self.choice.chosen.connect(lambda name: self.session.change_setting("camera", name))
        self.lamp = icon_button("sun", _("Éclairer le badge par l'écran (Maj F6)"), self.toggle_light)
        self.mirror = icon_button("arrows-left-right", _("Image en miroir"), self._toggle_mirror)
        for made in (self.lamp, self.mirror):
            made.setCheckable(True)
        row = QHBoxLayout()
        row.setSpacing(theme.S)
        row.addWidget(self.choice, 1)
        row.addStretch(0)
        row.addWidget(self.mirror)
        row.addWidget(self.lamp)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S)
        column.addWidget(self.preview, 1)
        column.addLayout(row)
        self.toggle = icon_button("camera", _("Lire les badges par la caméra (F6)"), self.switch)
        self.toggle.setCheckable(True)
        self.open_picture = icon_button("image", _("Lire la photo d'un badge (Ctrl F6)"), self.choose_pictures)
        self.buttons = (self.open_picture, self.toggle)
        self.keys = (("F6", self.switch), ("Shift+F6", self.toggle_light), ("Ctrl+F6", self.choose_pictures))

    def beside(self, widget: QWidget) -> QBoxLayout:
        """The camera at the right of a widget; below it where there is no room."""
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(theme.M)
        self._row.addWidget(widget, 1)
        self._row.addWidget(self)
        return self._row

    def fit(self, room: int) -> None:
        """Stand in a page of this width."""
        narrow = room < theme.px(_LEAST)
        self._row.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        self.setFixedWidth(room if narrow else min(theme.px(_MOST), round(room * _SHARE)))
        self.preview.setMinimumHeight(round(room * _SHARE) if narrow else 120)

    # --- the camera ----------------------------------------------------------------------------------------------

    def switch(self) -> None:
        """On, or off."""
        self.session.change_setting("camera_on", not self.session.settings.camera_on)

    def toggle_light(self) -> None:
        """The screen as a lamp, or as it was; only while the camera is on."""
        self.lit = not self.lit and self.session.settings.camera_on
        self.lamp.setChecked(self.lit)
        self._light(self.lit and self.isVisible())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # The page first: to load what a camera needs takes a moment.
        QTimer.singleShot(0, self, self._start)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.camera.stop()
        self._light(False)

    def _start(self) -> None:
        if self.isVisible():
            self._held = HeldCodes()
            self.camera.start(self.session.settings.camera)
            self._light(self.lit)

    def _light(self, on: bool) -> None:
        theme.set_lit(on)
        self.session.settings_changed.emit("theme")

    def _toggle_mirror(self) -> None:
        self.session.change_setting("camera_mirrored", not self.session.settings.camera_mirrored)

    def _chosen(self, key: str) -> None:
        """A setting changed, here or on its page."""
        settings = self.session.settings
        if key in ("camera_on", "camera_mirrored"):
            self.preview.mirrored = settings.camera_mirrored
            self.mirror.setChecked(settings.camera_mirrored)
            self.preview.update()
            self.toggle.setChecked(settings.camera_on)
            if not settings.camera_on:
                self.lit = False
                self.lamp.setChecked(False)
            self.setVisible(settings.camera_on)
        elif key == "camera" and self.camera.on:
            self.camera.start(settings.camera)

    def _show_state(self) -> None:
        self.choice.set_options([(name, name) for name in self.camera.names], self.camera.name)
        self.choice.setVisible(len(self.camera.names) > 1)
        if self.camera.problem:
            self.preview.say(self.camera.problem)

    def _seen(self, picture: QImage, texts: list[str], at: float) -> None:
        self.preview.show_picture(picture)
        if not self._writing():
            for text in self._held.see(texts, at):
                self._scan(text)

    # --- pictures ------------------------------------------------------------------------------------------------

    def choose_pictures(self) -> None:
        """Ask for picture files."""
        kinds = " ".join(f"*{kind}" for kind in KINDS)
        names, _filter = QFileDialog.getOpenFileNames(
            self.window(), _("Photos de badges"), "", f"{_('Images et PDF')} ({kinds});;{_('Tous les fichiers')} (*)"
        )
        if names:
            self.read([Path(name) for name in names])

    @staticmethod
    def may_read(files: Sequence[Path]) -> bool:
        """Whether all of these are pictures, by their names."""
        return bool(files) and all(file.suffix.lower() in KINDS for file in files)

    def read(self, files: Sequence[Path]) -> None:
        """Judge the badges in these pictures; say what was not read."""
        from ia_events.ui.code_pictures import read_files

        self.session.run(
            lambda _store, progress: read_files(files, progress), self._read, text=_("Lecture des photos…")
        )

    def _read(self, read: list[PictureRead]) -> None:
        texts = list(dict.fromkeys(text for one in read for text in one.texts))
        ours = [text for text in texts if is_ours(text)]
        self._found.extend(ours or texts[:1])
        self._several |= len(read) > 1 or len(ours) > 1
        for sentence, files in (
            (_("Pas de code lisible dans {files}."), [one.file.name for one in read if one.legible and not one.texts]),
            (
                _("Ni image ni PDF lisible : {files}. Enregistrez la photo en JPEG."),
                [one.file.name for one in read if not one.legible],
            ),
        ):
            if files:
                self._read_badly.append(sentence.format(files=", ".join(files[:3]) + (" …" if len(files) > 3 else "")))
        self._judging.start()

    def _judge_next(self) -> None:
        if self._found:
            before = self._outcome()
            self._scan(self._found.popleft())
            after = self._outcome()
            if after is not None and after is not before:
                self._answers.append(after.verdict)
        if not self._found:
            self._judging.stop()
            self._say_read()

    def _say_read(self) -> None:
        """How many badges were read, and what was answered to how many: the panel has only the last answer."""
        answers, parts = self._answers, self._read_badly
        kept = sum(verdict in RECORDED for verdict in answers)
        if self._several:
            others = Counter(verdict for verdict in answers if verdict not in RECORDED)
            noted = ngettext("{count} passage noté", "{count} passages notés", kept).format(count=kept)
            said = ", ".join([noted, *(f"{_(VERDICT_LABELS[verdict])} ({count})" for verdict, count in others.items())])
            words = ngettext("{count} badge lu : {answers}.", "{count} badges lus : {answers}.", len(answers))
            parts = [words.format(count=len(answers), answers=said), *parts]
        if parts:
            self.session.notify(" ".join(parts), "neutral" if answers and kept == len(answers) else "attention")
        self._answers, self._read_badly, self._several = [], [], False
