"""A picture of the settings: chosen, looked at first, shown small, taken away."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImageReader, QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QWidget

from ia_events.i18n import _
from ia_events.ui import theme
from ia_events.ui.session import Session
from ia_events.ui.widgets import button, restyle, secondary


class PictureSetting(QWidget):
    """The file a setting names. `kinds` are the endings a picture may have, as « *.png *.jpg »."""

    def __init__(self, session: Session, key: str, kinds: str) -> None:
        super().__init__()
        self.session, self.key, self._kinds = session, key, kinds
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S)
        self.picture = QLabel()
        theme.scaled(self.picture.setMinimumHeight, 40)
        self.remove = button(_("Retirer"), lambda: self.choose(""), kind="quiet")
        row.addWidget(self.picture)
        row.addWidget(secondary(_("Choisir…"), self._pick))
        row.addWidget(self.remove)
        row.addStretch(1)
        self._show()

    def _pick(self) -> None:
        name, _filter = QFileDialog.getOpenFileName(self, _("Choisir une image"), "", _("Images") + f" ({self._kinds})")
        if name:
            self.choose(name)

    def choose(self, name: str) -> None:
        """Keep this picture, if it is one; none when empty."""
        if name and not QImageReader(name).canRead():
            self.session.notify(
                _("Cette image n'a pas pu être lue : choisissez un fichier PNG, JPEG ou SVG."), "refused"
            )
            return
        self.session.change_setting(self.key, name)
        self._show()

    def _show(self) -> None:
        name = getattr(self.session.settings, self.key)
        picture = QPixmap(name) if name else QPixmap()
        if picture.isNull():
            self.picture.setPixmap(QPixmap())
            self.picture.setText(_("Introuvable") if name else _("Pas d'image"))
        else:
            ratio = self.devicePixelRatioF()
            size = QSize(round(96 * ratio), round(56 * ratio))
            scaled = picture.scaled(
                size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            scaled.setDevicePixelRatio(ratio)
            self.picture.setPixmap(scaled)
        restyle(self.picture, tone="muted")
        self.picture.setToolTip(name)
        self.remove.setVisible(bool(name))
