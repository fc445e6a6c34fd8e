"""Registration on the spot: six fields, on the page; a whole line typed or pasted in the first one fills them."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QGridLayout, QHBoxLayout, QLineEdit

from ia_events.domain import one_line, tokens, values
from ia_events.domain.fields import BY_ID
from ia_events.domain.people import Attendee
from ia_events.i18n import _
from ia_events.ui import fonts, theme
from ia_events.ui.pages.door_field import token_at_end
from ia_events.ui.pages.door_known import KnownRow
from ia_events.ui.widgets import Card, ElidedLabel, Field, announce, label, primary, quiet

_FIELDS = ("last_name", "first_name", "employer", "email", "phone", "civility")
_AS_TOLD = ("phone", "civility")  # there once a line has told them: the form stays a short one
_PASTED = 4  # letters that come at once are no key
_SUFFIX = 0.5  # seconds within which Enter is still the scanner's


class WalkInForm(Card):
    """Signals: submitted(Attendee without id), cancelled, scanned(token) when a badge is read meanwhile, and edited when
    who is meant may have changed.
    """

    submitted = Signal(object)
    cancelled = Signal()
    scanned = Signal(str)
    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.fields = {name: _Line() for name in _FIELDS}
        self.frames = {name: Field(BY_ID[name].title, line) for name, line in self.fields.items()}
        self.fields["last_name"].setPlaceholderText(_("Nom, ou toute une ligne"))
        self.fields["last_name"].setToolTip(_("« Nom Prénom, employeur, mél », tapé ou collé : Entrée le répartit."))
        self.badge = ""  # of the blank badge they get
        for name in _AS_TOLD:
            self.frames[name].hide()
        self.held = label(tone="welcome", wrap=True)
        self.held.hide()
        self.known = KnownRow(self._take_known)
        self.knows_others = True  # whether people of other events may be offered: not to a volunteer
        self._before, self._held_at = "", 0.0
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
            line.returnPressed.connect(self._enter)
            line.textEdited.connect(self._edited)
        self.fields["last_name"].editingFinished.connect(self._left_name)

    def _build(self) -> None:
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.L)
        self._grid.setVerticalSpacing(theme.M)
        self._head, self._foot = QHBoxLayout(), QHBoxLayout()
        self._head.addWidget(self.title, 1)
        self.setAccessibleName(_("Inscription sur place"))
        self._head.addWidget(quiet(_("Fermer · Échap"), self.cancelled.emit))
        self.column.setContentsMargins(theme.XL, theme.L, theme.XL, theme.L)
        for part in (self._head, self.notice, self.held, self.known, self._grid, self._foot):
            self.add(part)
        self.column.addStretch(1)
        theme.scaled(self._arrange)

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
        for line in self.fields.values():
            line.clear()
        for name in _AS_TOLD:
            self.frames[name].hide()
        self.hold("")
        self.known.show_people([])
        self.fields["employer"].setText(instead_of.employer if instead_of else "")
        self._fill(one_line.read(typed, employers))
        self._quiet()
        self._arrange()
        last, first = (self.fields[name].text() for name in ("last_name", "first_name"))
        self.fields["first_name" if last and not first else "last_name"].setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.edited.emit()

    def hold(self, badge: str, *, just_read: bool = False) -> None:
        """The blank badge of this id is for them; "" for none. `just_read`: the scanner's Enter may follow."""
        self.badge, self._held_at = badge, time.monotonic() if just_read else 0.0
        said = _("Badge vierge {code} : écrivez-y le nom.").format(code=tokens.short_code(badge)) if badge else ""
        self.held.setText(said)
        self.held.setVisible(bool(badge))
        if said:
            announce(self.held, said)

    @property
    def person(self) -> Attendee:
        """Whoever is typed, as it stands."""
        said = {name: values.plain(line.text()).value for name, line in self.fields.items()}
        said["email"] = values.email(said["email"]).value
        return Attendee(**said)  # type: ignore[arg-type]

    def offer(self, people: Sequence[Attendee]) -> None:
        """People known from other events, whom this may be."""
        mine = self.person
        names = ("employer", "email", "phone", "civility")
        more = [p for p in people if any(getattr(p, n) and getattr(p, n) != getattr(mine, n) for n in names)]
        self.known.show_people(more if self.knows_others else [])

    def take_known(self) -> bool:
        """Take what is known of the person offered. False when nobody is."""
        person = self.known.person
        if person is not None:
            self._take_known(person)
        return person is not None

    def _take_known(self, person: Attendee) -> None:
        if not self.knows_others:
            return
        self._fill(person)
        self.known.show_people([])
        self._quiet()
        self.fields["employer"].setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self, person: Attendee) -> None:
        for name, line in self.fields.items():
            if said := getattr(person, name):
                line.setText(said)
                self.frames[name].show()
        self._before = self.fields["last_name"].text()

    def _spread(self, text: str) -> None:
        """Put each part of a line in its field."""
        found = one_line.read(text, self.employers.stringList())
        if found.last_name or found.first_name or found.email:
            self.fields["last_name"].clear()
            self._fill(found)
            said = ", ".join(filter(None, (found.list_name, found.employer, found.email, found.phone)))
            announce(self, said)
            self.edited.emit()

    def _left_name(self) -> None:
        if not self.fields["last_name"].hasFocus() and one_line.is_line(self.fields["last_name"].text()):
            self._spread(self.fields["last_name"].text())

    def _enter(self) -> None:
        """Enter: what the line says is shown first; the next one registers. A scanner's own is neither."""
        if self.badge and time.monotonic() - self._held_at < _SUFFIX:
            return
        name, first = self.fields["last_name"], self.fields["first_name"]
        text = name.text()
        if one_line.is_line(text) or (" " in text.strip() and not first.text().strip() and name.hasFocus()):
            self._spread(text)
            if first.text():
                return
        self.submit()

    @property
    def warned(self) -> bool:
        """Whether a namesake was named: asking again is a yes."""
        return bool(self.notice.text())

    def warn_of(self, known: Attendee | None, full: str = "") -> None:
        """Say that somebody of that name is registered, and that the room is full."""
        named = _(
            "« {name} » a déjà une inscription ({employer}). Entrée encore : inscrire une autre personne."
            " Échap : revenir et chercher ce nom."
        )
        said = named.format(name=known.list_name, employer=known.employer or "—") if known is not None else ""
        self._notice(" ".join(filter(None, (full, said))))

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
                phone=values.phone(found["phone"]).value,
                civility=values.civility(found["civility"]).value,
                badge=self.badge,
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
            line = self.sender()
            if isinstance(line, QLineEdit):
                line.setText(text.rstrip()[: -tokens.LENGTH])
            self.scanned.emit(token)
            return
        self._quiet()
        name = self.fields["last_name"].text()
        if len(name) - len(self._before) >= _PASTED and one_line.is_line(name):
            self._spread(name)
        self._before = self.fields["last_name"].text()
        self.edited.emit()

    def _quiet(self) -> None:
        self._notice("")
        for frame in self.frames.values():
            frame.complain("")


class _Line(QLineEdit):
    def __init__(self) -> None:
        super().__init__()
        self.setMaxLength(400)
