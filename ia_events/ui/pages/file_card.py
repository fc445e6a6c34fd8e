"""Where a list goes and who can open it: the file, its password, and a word of caution for a drive that travels."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ia_events import drives
from ia_events.drives import Drive
from ia_events.i18n import N_, _
from ia_events.ui import theme
from ia_events.ui.session import Session
from ia_events.ui.widgets import Banner, Card, label, restyle, secondary

# Sounds that are written in one way only, said in French on the telephone: no c/k/q, no g/j, no s, no h, no y.
_CONSONANTS, _VOWELS = "bdflmnprtvz", "aeiou"
_CAUTIONS = {
    Drive.REMOVABLE: N_("Ce fichier contient des données personnelles et va sur un support amovible, qui se perd facilement. Un mot de passe le protège."),
    Drive.NETWORK: N_("Ce fichier contient des données personnelles et va sur un disque réseau, que d'autres peuvent lire. Un mot de passe le protège."),
}  # fmt: skip
_PAUSE = 250  # milliseconds without a key before the drive is looked at: a network drive may take its time


def new_password() -> str:
    """Five words of two syllables (« bati-lomu-zine-pavo-rudi »): 57 bits that can be said on the telephone."""

    def syllable() -> str:
        return secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS)

    return "-".join(syllable() + syllable() for _word in range(5))


def beside(field: QWidget, *others: QWidget) -> QHBoxLayout:
    """A field that takes the room left by what follows it."""
    row = QHBoxLayout()
    row.setSpacing(theme.S)
    row.addWidget(field, 1)
    for made in others:
        row.addWidget(made)
    return row


def indented(row: QHBoxLayout, note: str, *between: QWidget) -> QWidget:
    """What a check box above it opens: a row, and a note below."""
    made = QWidget()
    column = QVBoxLayout(made)
    theme.scaled(column.setContentsMargins, lambda: theme.px(18) + theme.M, 0, 0, 0)
    column.setSpacing(theme.XS)
    column.addLayout(row)
    for part in between:
        column.addWidget(part)
    column.addWidget(label(note, theme.SMALL, tone="muted", wrap=True))
    return made


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # writing will say why
        return False


class FileCard(Card):
    """`title` is the file dialog's. `suffix()` says how the file's name has to end."""

    def __init__(self, session: Session, title: str, suffix: Callable[[], str] = lambda: ".xlsx") -> None:
        super().__init__(title=_("Fichier"))
        self._session, self._dialog, self._suffix = session, title, suffix
        self._busy = self._exists = False
        self._proposed = ""
        self.file = QLineEdit()
        self.file.setAccessibleName(_("Fichier à écrire"))
        self.file.textChanged.connect(lambda _text: self._changed())
        self.note = label("", theme.SMALL, tone="muted", wrap=True)
        self.caution = Banner()
        self.protect = QCheckBox(_("Protéger par un mot de passe"))
        self.protect.toggled.connect(self._toggle)
        self.password = QLineEdit()
        self.password.setAccessibleName(_("Mot de passe du classeur"))
        self.password.textChanged.connect(lambda _text: restyle(self.password, wrong=False))
        self.panel = indented(
            beside(
                self.password,
                secondary(_("Copier"), self.copy_password, icon="copy"),
                secondary(_("Un autre"), lambda: self.password.setText(new_password()), icon="arrows-clockwise"),
            ),
            _("Donnez-le au destinataire par un autre canal que le classeur, au téléphone par exemple. Il n'est gardé nulle part : sans lui, personne ne pourra ouvrir le fichier."),
        )  # fmt: skip
        self.panel.hide()
        for part in (beside(self.file, secondary(_("Choisir…"), self._choose)), self.note, self.caution, self.protect, self.panel):  # fmt: skip
            self.add(part)
        self._drive = Drive.OWN
        self._look = QTimer(self, singleShot=True, interval=_PAUSE)
        self._look.timeout.connect(self.look_at_drive)

    @property
    def path(self) -> Path:
        """The file, its ending completed; relative to the folder of documents."""
        path = self._session.settings.documents / self.file.text().strip()
        suffix = self._suffix()
        if not path.name:  # « / », « C:\\ »: `missing` says so
            return path
        if path.suffix.lower() == suffix:
            return path
        other = path.suffix.lower() in (".xlsx", ".csv")
        return path.with_suffix(suffix) if other else path.with_name(path.name + suffix)

    @property
    def wanted_password(self) -> str | None:
        """The password, when one is wanted."""
        return self.password.text() if self.protect.isChecked() else None

    def propose(self, name: str) -> None:
        """Propose a name in the folder of documents, unless another file was chosen."""
        proposed = str(self._session.settings.documents / name)
        if self.file.text() in ("", self._proposed):
            self.file.setText(proposed)
            self.file.setCursorPosition(len(proposed))
        self._proposed = proposed
        self.look_at_drive()

    def missing(self) -> list[QLineEdit]:
        """The fields that are wanted and empty, marked; a file without a name (« / ») is one."""
        missing = [self.file] if not Path(self.file.text().strip()).name else []
        if self.protect.isChecked() and not self.password.text().strip():
            missing.append(self.password)
        for field in missing:
            restyle(field, wrong=True)
        return missing

    def work(self, busy: bool) -> None:
        """While the file is being written, nothing is said of what stands in its place."""
        self._busy = busy
        self._show_note()
        if not busy:
            self.look_at_drive()

    def allow_password(self, allowed: bool) -> None:
        """Whether this kind of file can be protected."""
        if not allowed:
            self.forget_password()
        self.protect.setEnabled(allowed)
        self._show_caution()
        self.look_at_drive()

    def forget_password(self) -> None:
        """No password any more."""
        self.protect.setChecked(False)

    def copy_password(self) -> None:
        """Put the password in the clipboard."""
        QGuiApplication.clipboard().setText(self.password.text())
        self._session.notify(_("Mot de passe copié."))

    def look_at_drive(self) -> None:
        """Have the worker look at the drive and at what stands there: a network drive that is not there may take minutes."""
        self._look.stop()
        if not self.file.text().strip():
            self._looked((self.path, Drive.OWN, False))
            return
        path = self.path
        self._session.run(
            lambda _store, _progress: (path, drives.kind(path), _exists(path)), self._looked, cancellable=False
        )

    def _looked(self, found: tuple[Path, Drive, bool]) -> None:
        path, drive, exists = found
        if path == self.path:
            self._drive, self._exists = drive, exists
            self._show_caution()
            self._show_note()

    def _show_caution(self) -> None:
        if self._drive == Drive.OWN or self.protect.isChecked():
            self.caution.hide()
            return
        sentence = _(_CAUTIONS[self._drive])
        if self.protect.isEnabled():
            self.caution.show_message(sentence, "attention", secondary(_("Protéger"), self._protect), closable=False)
        else:
            said = _("Un fichier .csv ne peut pas en avoir : choisissez un classeur .xlsx.")
            self.caution.show_message(f"{sentence} {said}", "attention", closable=False)

    def _protect(self) -> None:
        self.protect.setChecked(True)
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def _toggle(self, on: bool) -> None:
        self.password.setText(new_password() if on else "")
        self.panel.setVisible(on)
        self._show_caution()

    def _changed(self) -> None:
        restyle(self.file, wrong=False)
        self.file.setToolTip(self.file.text())
        self._exists = False
        self._show_note()
        self._look.start()

    def _show_note(self) -> None:
        said = self._exists and not self._busy
        self.note.setText(
            _("Un fichier de ce nom existe : il sera remplacé, une fois le nouveau relu et vérifié.") if said else ""
        )
        self.note.setVisible(said)

    def _choose(self) -> None:
        suffix = self._suffix()
        kinds = {".xlsx": _("Classeurs"), ".csv": _("Textes")}[suffix]
        name, _filter = QFileDialog.getSaveFileName(
            self, self._dialog, str(self.path), f"{kinds} (*{suffix})", options=QFileDialog.Option.DontConfirmOverwrite
        )
        if name:
            self.file.setText(name)
            self.look_at_drive()
