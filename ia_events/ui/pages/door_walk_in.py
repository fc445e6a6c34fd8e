"""Registration on the spot: four fields, on the page."""

from __future__ import annotations

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QGridLayout, QHBoxLayout, QLineEdit

from ia_events.domain import values
from ia_events.domain.fields import BY_ID
from ia_events.domain.people import Attendee
from ia_events.i18n import _
from ia_events.ui import fonts, theme
from ia_events.ui.pages.door_field import token_at_end
from ia_events.ui.widgets import Card, ElidedLabel, Field, announce, label, primary, quiet

_FIELDS = ("last_name", "first_name", "employer", "email")


class WalkInForm(Card):
    """Signals: submitted(Attendee without id), cancelled, and scanned(token) when a badge is read meanwhile."""

    submitted = Signal(object)
    cancelled = Signal()
    scanned = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.fields = {name: _Line() for name in _FIELDS}
        self.frames = {name: Field(BY_ID[name].title, line) for name, line in self.fields.items()}
        self.employers = QStringListModel(self)
        completer = QCompleter(self.employers, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.fields["employer"].setCompleter(completer)
        self.notice = label(tone="attention", wrap=True)
        self.save = primary(_("Inscrire et admettre"), self.submit, icon="user-plus", tip=_("Entrée"))
        self.instead_of: Attendee | None = None
        self.title = ElidedLabel("", theme.HEADING, weight=fonts.SEMIBOLD)
        self._build()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(self.fields["last_name"])
        for line in self.fields.values():
            line.returnPressed.connect(self.submit)
            line.textEdited.connect(self._edited)

    def _build(self) -> None:
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.L)
        self._grid.setVerticalSpacing(theme.M)
        self._head, self._foot = QHBoxLayout(), QHBoxLayout()
        self._head.addWidget(self.title, 1)
        self.setAccessibleName(_("Inscription sur place"))
        self._head.addWidget(quiet(_("Fermer · Échap"), self.cancelled.emit))
        self.column.setContentsMargins(theme.XL, theme.L, theme.XL, theme.L)
        for part in (self._head, self.notice, self._grid, self._foot):
            self.add(part)
        self.column.addStretch(1)
        self._arrange()

    def _arrange(self) -> None:
        wide = theme.px(100) <= 140
        columns = 4 if wide else 2
        for place, name in enumerate(_FIELDS):
            self._grid.addWidget(self.frames[name], place // columns, place % columns, Qt.AlignmentFlag.AlignTop)
        (self._head if wide else self._foot).addWidget(self.save)

    def begin(self, typed: str, employers: list[str], instead_of: Attendee | None = None) -> None:
        """Empty the form for somebody; what was typed at the door begins the name. `instead_of` is who is absent."""
        self.instead_of = instead_of
        self.title.setText(
            _("À la place de {name}").format(name=instead_of.list_name) if instead_of else _("Inscription sur place")
        )
        self.save.setText(_("Remplacer et admettre") if instead_of else _("Inscrire et admettre"))
        self.employers.setStringList(employers)
        last, _space, first = typed.strip().partition(" ")
        for line in self.fields.values():
            line.clear()
        self.fields["last_name"].setText(last)
        self.fields["first_name"].setText(first)
        self.fields["employer"].setText(instead_of.employer if instead_of else "")
        self._quiet()
        self._arrange()
        self.fields["first_name" if last and not first else "last_name"].setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def warned(self) -> bool:
        """Whether a namesake was named: asking again is a yes."""
        return bool(self.notice.text())

    def warn_of(self, known: Attendee) -> None:
        """Say that somebody of that name is registered."""
        self._notice(
            _(
                "« {name} » a déjà une inscription ({employer}). Entrée encore : inscrire une autre personne."
                " Échap : revenir et chercher ce nom."
            ).format(name=known.list_name, employer=known.employer or "—")
        )

    def _notice(self, sentence: str) -> None:
        self.notice.setText(sentence)
        self.notice.setVisible(bool(sentence))
        if sentence:
            announce(self.notice, sentence)

    def complain(self, sentence: str) -> None:
        """Say what is wrong with the name."""
        self.frames["last_name"].complain(sentence)
        self.fields["last_name"].setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        """Ask for the registration of whoever is typed."""
        found = {name: values.plain(line.text()).value for name, line in self.fields.items()}
        address = values.email(found["email"])
        if found["email"] and address.problem == "email_invalid":
            self.frames["email"].complain(_("Cette adresse n'en est pas une : corrigez-la ou laissez vide."))
            self.fields["email"].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.submitted.emit(
            Attendee(
                last_name=values.name(found["last_name"]).value,
                first_name=values.name(found["first_name"]).value,
                employer=found["employer"],
                email=address.value,
            )
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def _edited(self, text: str) -> None:
        token = token_at_end(text)
        if token:
            self.scanned.emit(token)
        else:
            self._quiet()

    def _quiet(self) -> None:
        self._notice("")
        for frame in self.frames.values():
            frame.complain("")


class _Line(QLineEdit):
    def __init__(self) -> None:
        super().__init__()
        self.setMaxLength(400)
