"""The rules of entry of a slot, in the event editor: a sentence that says what holds, unfolding into its fields."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from ia_events.domain.entry_rules import EntryRules
from ia_events.i18n import _
from ia_events.ui import icons, theme
from ia_events.ui.widgets import label, quiet
from ia_events.ui.widgets.flow import FlowLayout


class EntryPart(QWidget):
    """Signals: changed, and spread when these rules are to be those of every slot."""

    changed = Signal()
    spread = Signal()

    def __init__(self, given: EntryRules) -> None:
        super().__init__()
        self.opens = _number(_("Ouverture de l'accueil, en minutes avant le début"), 24 * 60)
        self.late = _number(_("Retard, en minutes après le début"), 24 * 60)
        self.seats = _number(_("Places dans la salle"), 1_000_000)
        self.reentry = QCheckBox(_("Retour possible après une sortie"))
        self.signing = QCheckBox(_("Signature à l'écran"))
        self.signing.setToolTip(
            _(
                "À l'accueil, chaque personne admise peut signer au doigt, au stylet ou à la souris (signature électronique simple)"
            )
        )
        self.unfold = quiet(_("Règles d'entrée"), self.toggle)
        self.words = label(tone="muted", wrap=True)
        self.spread_button = quiet(_("Appliquer à tous les créneaux"), self.spread.emit)
        self.panel = QWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S)
        head = QHBoxLayout()
        head.setSpacing(theme.S)
        head.addWidget(self.unfold)
        head.addWidget(self.words, 1)
        column.addLayout(head)
        column.addWidget(self.panel)
        lines = QVBoxLayout(self.panel)
        lines.setContentsMargins(theme.M, 0, 0, theme.S)
        lines.setSpacing(theme.S)
        lines.addLayout(
            FlowLayout(
                _said(_("Ouvre"), self.opens, _("min avant")),
                _said(_("Retard après"), self.late, _("min")),
                _said("", self.seats, _("places")),
                spacing=theme.L,
            )
        )
        lines.addLayout(FlowLayout(self.reentry, self.signing, self.spread_button, spacing=theme.L))
        note = _("Laissez vide ce qui n'est pas limité. À l'accueil, l'organisation peut toujours faire entrer.")
        lines.addWidget(label(note, theme.SMALL, tone="muted", wrap=True))
        self.panel.hide()
        self.set_value(given)
        for field in (self.opens, self.late, self.seats):
            field.textChanged.connect(self._edited)
        for box in (self.reentry, self.signing):
            box.toggled.connect(self._edited)

    @property
    def stops(self) -> list[QWidget]:
        """Where Tab goes, in the order it is read."""
        return [self.unfold, self.opens, self.late, self.seats, self.reentry, self.signing, self.spread_button]

    @property
    def value(self) -> EntryRules:
        """The rules as edited."""
        boxes = self.reentry.isChecked(), self.signing.isChecked()
        return EntryRules(_int(self.opens), _int(self.late), _int(self.seats), *boxes)

    def set_value(self, rules: EntryRules) -> None:
        """Show other rules."""
        for field, number in ((self.opens, rules.opens), (self.late, rules.late), (self.seats, rules.seats)):
            field.setText("" if number is None else str(number))
        self.reentry.setChecked(rules.reentry)
        self.signing.setChecked(rules.signing)
        self._tell()

    def toggle(self) -> None:
        """Unfold, or fold again."""
        self.panel.setVisible(self.panel.isHidden())
        self._tell()

    def _edited(self) -> None:
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        words, folded = self.value.words, self.panel.isHidden()
        self.words.setText(words)
        self.unfold.setIcon(icons.icon("caret-right" if folded else "caret-down", "accent_text"))
        self.unfold.setAccessibleDescription(" · ".join(filter(None, (_("replié") if folded else _("déplié"), words))))


def _number(name: str, most: int) -> QLineEdit:
    field = QLineEdit()
    field.setAccessibleName(name)
    field.setToolTip(name)
    field.setValidator(QIntValidator(0, most, field))
    theme.scaled(field.setFixedWidth, 72)
    return field


def _int(field: QLineEdit) -> int | None:
    text = field.text().strip()
    return int(text) if text.isdecimal() else None


def _said(before: str, field: QWidget, after: str) -> QWidget:
    made = QWidget()
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.S)
    if before:
        row.addWidget(label(before))
    row.addWidget(field)
    row.addWidget(label(after))
    return made
