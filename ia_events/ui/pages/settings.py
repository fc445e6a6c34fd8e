"""Réglages: what this machine's user chooses, in one calm page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QColor, QDesktopServices, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QColorDialog,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ia_events import paths
from ia_events.domain.events import DELEGATIONS, TIMEZONES
from ia_events.i18n import N_, _
from ia_events.settings import ACCENT, BY_KEY
from ia_events.ui import fonts, theme
from ia_events.ui.pages.scanner_test import ScannerTest
from ia_events.ui.pages.settings_arrivals import ArrivalPrinting
from ia_events.ui.pages.settings_camera import CameraChoice
from ia_events.ui.pages.settings_lists import ListLayouts
from ia_events.ui.pages.settings_modes import ModesCard
from ia_events.ui.pages.settings_picture import PictureSetting
from ia_events.ui.pages.settings_serial import SerialChoice
from ia_events.ui.session import Session
from ia_events.ui.widgets import Card, Choice, ElidedLabel, Page, PageHeader, button, label, secondary
from ia_events.ui.widgets.fields import OpenChoice

_LANGUAGES = (("system", N_("Celle du système")), ("fr", "Français"), ("en", "English"))
_THEMES = (("system", N_("Celle du système")), ("light", N_("Claire")), ("dark", N_("Sombre")))
ACCENTS = (
    (ACCENT, N_("Vert lagon")),
    ("#1D4ED8", N_("Bleu")),
    ("#6D28D9", N_("Violet")),
    ("#BE185D", N_("Framboise")),
    ("#C2410C", N_("Brique")),
    ("#3F6212", N_("Olive")),
    ("#334155", N_("Ardoise")),
)
_CONTROL = 320


class SettingsPage(Page):
    """Each choice applies at once and is saved at once; there is nothing to validate."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.column.addWidget(
            PageHeader(_("Réglages"), sentence=_("Ils valent pour ce poste, et s'appliquent aussitôt."))
        )
        self.column.addWidget(self._looks())
        self.column.addWidget(self._identity())
        self.column.addWidget(self._station())
        self.modes = ModesCard(session)
        self.column.addWidget(self.modes)
        self.lists = ListLayouts(session)
        self.column.addWidget(self._printing())
        self.arrivals = ArrivalPrinting(session, self._row)
        self.column.addWidget(self.arrivals)
        self.column.addWidget(self.lists)
        self.column.addWidget(self._folders())
        self.column.addStretch(1)
        # Beyond this, the eye loses the line between a name and its control.
        theme.scaled(self.setMaximumWidth, lambda: theme.px(920) + 2 * theme.XXXL)
        session.settings_changed.connect(self._changed_elsewhere)

    def refresh(self) -> None:
        self.lists.refresh()
        self.modes.refresh()

    def _looks(self) -> QWidget:
        self.language = self._choice("language", [(key, _(words)) for key, words in _LANGUAGES])
        self.theme = self._choice("theme", [(key, _(words)) for key, words in _THEMES])
        self.zoom = self._choice("text_zoom", [(size, _("{size} %").format(size=size)) for size in range(100, 201, 10)])
        self._swatches = QWidget()
        row = QHBoxLayout(self._swatches)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.XS)
        self.accents: dict[str, QPushButton] = {}
        for color, words in ACCENTS:
            made = button("", self._accent_setter(color), kind="swatch", tip=_(words))
            made.setAccessibleName(_(words))
            made.setCheckable(True)
            self.accents[color] = made
            row.addWidget(made)
        self.other_accent = button("…", self._pick_accent, kind="swatch", tip=_("Autre couleur"))
        self.other_accent.setAccessibleName(_("Autre couleur"))
        self.other_accent.setCheckable(True)
        row.addWidget(self.other_accent)
        row.addStretch(1)
        self._show_accent()
        return Card(
            self._row("language", self.language),
            self._row("theme", self.theme),
            self._row("accent", self._swatches),
            self._row("text_zoom", self.zoom),
            title=_("Apparence"),
        )

    def _identity(self) -> QWidget:
        self.logo = PictureSetting(self.session, "logo", "*.png *.jpg *.jpeg *.svg")
        self.signature = PictureSetting(self.session, "signature", "*.png *.jpg *.jpeg")
        self.signatory = self._line("signatory")
        self.capacity = self._line("signatory_capacity")
        self.place = self._line("signing_place")
        self.delegation = OpenChoice(["", *DELEGATIONS], self.session.settings.delegation)
        self.delegation.currentTextChanged.connect(lambda text: self.session.change_setting("delegation", text.strip()))
        self.timezone = self._choice("timezone", [(zone, zone_name(zone)) for zone in TIMEZONES])
        self.organisation = self._line("organisation")
        self.notice = QPlainTextEdit(_(self.session.settings.legal_notice))
        self.notice.setTabChangesFocus(True)
        theme.scaled(self.notice.setFixedHeight, 96)
        self.notice.textChanged.connect(self._notice_typed)
        return Card(
            self._row("logo", self.logo),
            self._row("delegation", self.delegation),
            self._row("timezone", self.timezone),
            self._row("organisation", self.organisation),
            self._row("legal_notice", self.notice),
            self._row("signatory", self.signatory),
            self._row("signatory_capacity", self.capacity),
            self._row("signing_place", self.place),
            self._row("signature", self.signature),
            title=_("Votre délégation"),
        )

    def _station(self) -> QWidget:
        self.station = self._line("station")
        self.sound = QCheckBox(_("Émettre un son"))
        self.sound.setChecked(self.session.settings.sound)
        self.sound.toggled.connect(lambda on: self.session.change_setting("sound", on))
        self.serial = SerialChoice(self.session)
        self.camera = CameraChoice(self.session)
        self.mirrored = QCheckBox(_("Montrer l'image en miroir"))
        self.mirrored.setChecked(self.session.settings.camera_mirrored)
        self.mirrored.toggled.connect(lambda on: self.session.change_setting("camera_mirrored", on))
        self.scanner = ScannerTest(self.session)
        card = Card(
            self._row("station", self.station),
            self._row("sound", self.sound),
            self._row("serial_port", self.serial),
            self._row("camera", self.camera),
            self._row("camera_mirrored", self.mirrored),
            title=_("Ce poste"),
        )
        card.column.addSpacing(theme.S)
        card.add(label(_("Essai du lecteur de codes"), weight=fonts.MEDIUM))
        card.add(self.scanner)
        return card

    def _printing(self) -> QWidget:
        self.stocks = secondary(_("Ouvrir"), lambda: self.session.open("stocks"))
        words = _("Les planches d'étiquettes, les vôtres, et ce qui recale chaque imprimante.")
        row = QHBoxLayout()
        row.addWidget(label(words, tone="muted", wrap=True), 1)
        row.addWidget(self.stocks)
        return Card(row, title=_("Imprimantes et planches"))

    def _folders(self) -> QWidget:
        card = Card(title=_("Dossiers"))
        database = self.session.store.path
        data = database.parent if database is not None else paths.data()
        self.documents = ElidedLabel(tone="muted")
        change = secondary(_("Changer…"), self._pick_documents)
        self._show_documents()
        for words, path, place, extra in (
            (_("Documents"), None, self.documents, [change]),
            (_("Données"), data, ElidedLabel(str(data), tone="muted"), []),
            (_("Journal technique"), paths.logs(), ElidedLabel(str(paths.logs()), tone="muted"), []),
        ):
            row = QHBoxLayout()
            row.setSpacing(theme.S)
            name = label(words, weight=fonts.MEDIUM)
            theme.scaled(name.setMinimumWidth, 140)
            row.addWidget(name)
            row.addWidget(place, 1)
            for made in extra:
                row.addWidget(made)
            row.addWidget(secondary(_("Ouvrir"), self._opener(path), tip=_("Ouvrir le dossier")))
            card.add(row)
        return card

    def _row(self, key: str, control: QWidget) -> QWidget:
        setting = BY_KEY[key]
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, theme.XS, 0, theme.XS)
        row.setSpacing(theme.XL)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        name = label(_(setting.label), weight=fonts.MEDIUM, wrap=True)
        name.setBuddy(control)
        words.addWidget(name)
        if setting.help:
            words.addWidget(label(_(setting.help), theme.SMALL, tone="muted", wrap=True))
        words.addStretch(1)
        control.setAccessibleName(_(setting.label))
        control.setAccessibleDescription(_(setting.help) if setting.help else "")
        control.setMinimumWidth(_CONTROL)
        control.setSizePolicy(QSizePolicy.Policy.Expanding, control.sizePolicy().verticalPolicy())
        row.addLayout(words, 2)
        row.addWidget(control, 3, Qt.AlignmentFlag.AlignVCenter)
        return holder

    def _choice(self, key: str, options: list[tuple[object, str]]) -> Choice:
        made = Choice(options, getattr(self.session.settings, key))
        # Changing the language unmakes this page: not while its combo box is still speaking.
        made.chosen.connect(lambda value: QTimer.singleShot(0, lambda: self.session.change_setting(key, value)))
        return made

    def _line(self, key: str) -> QLineEdit:
        made = QLineEdit(getattr(self.session.settings, key))
        made.textEdited.connect(lambda text: self.session.change_setting(key, text.strip()))
        return made

    def _notice_typed(self) -> None:
        self.session.change_setting("legal_notice", self.notice.toPlainText().strip())

    def _accent_setter(self, color: str) -> Callable[[], None]:
        return lambda: self._set_accent(color)

    def _set_accent(self, color: str) -> None:
        self.session.change_setting("accent", color)
        self._show_accent()

    def _pick_accent(self) -> None:
        dialog = QColorDialog(QColor(self.session.settings.accent), self)
        dialog.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog, False)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.colorSelected.connect(lambda color: self._set_accent(color.name().upper()))
        dialog.finished.connect(lambda _result: self._show_accent())
        dialog.open()

    def _show_accent(self) -> None:
        chosen = self.session.settings.accent.upper()
        for color, made in self.accents.items():
            made.setChecked(color == chosen)
            made.setIcon(_disc(color))
        known = chosen in self.accents
        self.other_accent.setChecked(not known)
        self.other_accent.setText("…" if known else "")
        self.other_accent.setIcon(QIcon() if known else _disc(chosen))

    def _pick_documents(self) -> None:
        name = QFileDialog.getExistingDirectory(self, _("Dossier des documents"), str(self.session.settings.documents))
        if name:
            self.session.change_setting("documents_folder", name)
            self._show_documents()

    def _show_documents(self) -> None:
        self.documents.setText(str(self.session.settings.documents))

    def _opener(self, path: Path | None) -> Callable[[], None]:
        def show() -> None:
            folder = path or self.session.settings.documents
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError:
                self.session.notify(_("Ce dossier ne peut pas être créé : {folder}").format(folder=folder), "refused")
                return
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

        return show

    def _changed_elsewhere(self, _key: str) -> None:
        self.theme.set_value(self.session.settings.theme)
        self.zoom.set_value(self.session.settings.text_zoom)


def zone_name(zone: str) -> str:
    """« Guadeloupe (America/Guadeloupe) »: the place, then the identifier."""
    place = {
        "America/Marigot": "Saint-Martin",
        "America/St_Barthelemy": "Saint-Barthélemy",
        "America/Cayenne": "Guyane",
        "Indian/Reunion": "La Réunion",
        "Europe/Paris": _("France hexagonale"),
    }.get(zone, zone.partition("/")[2])
    return f"{place} ({zone})"


def _disc(color: str) -> QIcon:
    picture = QPixmap(40, 40)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(color))
    painter.drawEllipse(2, 2, 36, 36)
    painter.end()
    picture.setDevicePixelRatio(2.0)
    return QIcon(picture)
