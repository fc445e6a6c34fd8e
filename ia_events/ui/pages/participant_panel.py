"""One person beside the list: who, how to reach them, what they do, what is expected, and their badge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ia_events.domain import dates
from ia_events.domain.errors import UserError
from ia_events.domain.fields import BY_ID, Appears
from ia_events.domain.lists import PROBLEMS
from ia_events.domain.people import ROLE_LABELS, SOURCE_LABELS, STATUS_LABELS, Attendee, Role, Status
from ia_events.i18n import N_, _
from ia_events.store import imports, journal, registrations, run_sheet
from ia_events.ui import fonts, theme
from ia_events.ui.pages.namesakes import NamesakeCaution
from ia_events.ui.pages.participants_model import BADGES, STATUSES
from ia_events.ui.session import Session
from ia_events.ui.widgets import (
    Banner,
    Card,
    Choice,
    ElidedLabel,
    Field,
    StatePill,
    close_button,
    label,
    primary,
    rule,
    secondary,
)  # fmt: skip
from ia_events.ui.widgets.suggest import SuggestField

WIDTH = 384
GROUPS = (
    (N_("Identité"), ("last_name", "first_name", "civility", "birth_name")),
    (N_("Contact"), ("email", "phone", "address", "postcode", "town")),
    (
        N_("Emploi"),
        ("employer", "department", "job_title", "grade", "job_framework", "category", "staff_number", "siret"),
    ),
    (N_("Participation"), ("role", "status", "slots", "group", "meal", "access_needs", "remarks")),
)  # fmt: skip
_SUGGESTED = {"civility": ("Mme", "M."), "category": ("A+", "A", "B", "C")}


class ParticipantPanel(Card):
    """A form. `saved(id, added)` after recording, `closed` when there is nothing more to show, `reissued(id)` for a new badge,
    `parted(action)` once somebody joined to the person was parted from them.
    """

    saved = Signal(str, bool)
    closed = Signal()
    reissued = Signal(str)
    parted = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(flush=True)
        self.session = session
        self.person = Attendee()
        self.fields: dict[str, Field] = {}
        self.slots: dict[str, QCheckBox] = {}
        self.role = Choice([(role, _(words)) for role, words in ROLE_LABELS.items()])
        self.status = Choice([(status, _(words)) for status, words in STATUS_LABELS.items()])
        self.title = ElidedLabel("", theme.HEADING, weight=fonts.SEMIBOLD, lines=2)
        self.pill, self.badge_pill = StatePill(), StatePill()
        self.code = label("", theme.HEADING, weight=fonts.MEDIUM)
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.reissue = secondary(
            _("Refaire le badge"), lambda: self.reissued.emit(self.person.id), icon="arrows-clockwise"
        )
        tip = _("Un nouveau code remplace l'ancien : l'ancien badge sera refusé à l'accueil, et le nouveau est à imprimer.")  # fmt: skip
        self.reissue.setToolTip(tip)
        self.reissue.setAccessibleDescription(tip)
        self.origin = label("", theme.SMALL, tone="muted", wrap=True)
        self.part_buttons: list[QPushButton] = []
        self.question, self.namesakes = Banner(), NamesakeCaution(session)
        self._build()

    # --- what it is made of -----------------------------------------------------------------------------------------

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(theme.L, theme.M, theme.M, theme.M)
        top.addWidget(self.title, 1)
        top.addWidget(close_button(self.leave), 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(top)
        self.column.addWidget(rule())
        inside = QWidget()
        inside.setObjectName("page")
        form = QVBoxLayout(inside)
        form.setContentsMargins(theme.L, theme.L, theme.L, theme.L)
        form.setSpacing(theme.M)
        self._badge = self._badge_box()
        form.addWidget(self._badge)
        self._joined = QWidget()
        self._joined_column = QVBoxLayout(self._joined)
        self._joined_column.setContentsMargins(0, 0, 0, theme.S)
        self._joined_column.setSpacing(theme.S)
        form.addWidget(self._joined)
        for title, names in GROUPS:
            form.addWidget(label(_(title), theme.HEADING, weight=fonts.SEMIBOLD))
            for name in names:
                form.addWidget(self._slots_box() if name == "slots" else self._field(name))
            form.addSpacing(theme.S)
        form.addWidget(self.origin)
        form.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.viewport().setObjectName("page_viewport")
        self.area.setSizePolicy(
            QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored
        )  # a long form asks for no height
        self.area.setWidget(inside)
        self.column.addWidget(self.area, 1)
        self.column.addWidget(rule())
        self.save_button = primary(_("Enregistrer"), self.save, tip=_("Enregistrer (Ctrl+Entrée)"))
        self.leave_button = secondary(_("Fermer"), self.leave)
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.L, theme.M, theme.L, theme.M)
        foot.setSpacing(theme.S)
        foot.addStretch(1)
        foot.addWidget(self.leave_button)
        foot.addWidget(self.save_button)
        self.column.addWidget(self.namesakes)
        self.column.addWidget(self.question)
        self.column.addLayout(foot)

    def _field(self, name: str) -> QWidget:
        field = BY_ID[name]
        below = _below(name)
        editor: QWidget
        if name in ("role", "status"):
            editor = self.role if name == "role" else self.status
            made = Field(field.title, editor)
            (self.role if name == "role" else self.status).activated.connect(lambda _place: self._edited())
        elif name == "remarks":
            editor = QPlainTextEdit()
            editor.setTabChangesFocus(True)
            theme.scaled(editor.setFixedHeight, 72)
            made = Field(field.title, editor, below)
            editor.textChanged.connect(self._edited)
        else:
            editor = SuggestField(()) if name == "employer" or name in _SUGGESTED else QLineEdit()
            editor.setPlaceholderText(_("Ex. : {sample}").format(sample=field.sample))
            if isinstance(editor, SuggestField):
                editor.offer(_SUGGESTED.get(name, ()))
            made = Field(field.title, editor, below)
            editor.textEdited.connect(self._edited)
            editor.editingFinished.connect(self._checker(name))
        self.fields[name] = made
        return made

    def _slots_box(self) -> QWidget:
        self._slots = QWidget()
        self._slots_column = QVBoxLayout(self._slots)
        self._slots_column.setContentsMargins(0, 0, 0, 0)
        self._slots_column.setSpacing(theme.XS)
        return self._slots

    def _badge_box(self) -> QWidget:
        box = QWidget()
        pills = QHBoxLayout()
        pills.setSpacing(theme.S)
        pills.addWidget(self.pill)
        pills.addWidget(self.badge_pill)
        pills.addStretch(1)
        line = QHBoxLayout()
        line.setSpacing(theme.S)
        line.addWidget(self.code)
        line.addStretch(1)
        line.addWidget(self.reissue)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, theme.S)
        column.setSpacing(theme.S)
        column.addLayout(pills)
        column.addLayout(line)
        return box

    # --- showing ----------------------------------------------------------------------------------------------------

    @property
    def edited(self) -> bool:
        """Whether something typed is not recorded."""
        return not self.isHidden() and self._typed() != self.person

    def show_person(self, registration_id: str) -> None:
        """Show somebody; a new person when the id is empty."""
        if registration_id:
            self.person = registrations.get(self.session.store, registration_id)
        else:
            self.person = Attendee(event_id=self.session.event_id)
        self.question.hide()
        said = imports.written(self.session.store, registration_id) if registration_id else {}
        for name, field in self.fields.items():
            editor, value = field.field, getattr(self.person, name)
            if isinstance(editor, Choice):
                editor.set_value(value)
            elif isinstance(editor, QLineEdit):
                editor.setText(str(value))
                editor.setCursorPosition(0)
            elif isinstance(editor, QPlainTextEdit):
                editor.blockSignals(True)
                editor.setPlainText(str(value))
                editor.blockSignals(False)
            field.explain(_below(name, said.get(name, "")))
            self._check(name)
        employer = self.fields["employer"].field
        assert isinstance(employer, SuggestField)
        employer.offer(registrations.employers(self.session.store, self.session.event_id))
        self._show_slots()
        self._show_state()
        self._show_joined()
        self.area.verticalScrollBar().setValue(0)
        self._edited()

    def begin(self) -> None:
        """Put the keyboard in the first field."""
        self.fields["last_name"].field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_slots(self) -> None:
        event = self.session.event
        while (item := self._slots_column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        self.slots = {}
        slots = event.slots if event else ()
        self._slots.setVisible(len(slots) > 1)
        if len(slots) < 2:
            return
        self._slots_column.addWidget(label(_("Créneaux attendus"), weight=fonts.MEDIUM))
        for slot in slots:
            box = QCheckBox(slot.label)
            box.setChecked(self.person.expected_in(slot.id))
            box.toggled.connect(lambda _on: self._edited())
            self.slots[slot.id] = box
            self._slots_column.addWidget(box)

    def _show_state(self) -> None:
        person = self.person
        self._badge.setVisible(bool(person.id))
        self.origin.setVisible(bool(person.id))
        if not person.id:
            return
        state = STATUSES[person.status]
        self.pill.set(_(state.words), state.tone, icon=state.icon)
        badge = BADGES[registrations.badge_printed(self.session.store, [person.id])[person.id]]
        self.badge_pill.set(_("Badge : {state}").format(state=_(badge.words).lower()), badge.tone, icon=badge.icon)
        self.badge_pill.setVisible(person.status == Status.REGISTERED)
        self.code.setText(person.short_code)
        self.code.setAccessibleName(_("Code court : {code}").format(code=person.short_code))
        self.origin.setText(_("Provenance : {source}").format(source=_(SOURCE_LABELS[person.source]).lower()))

    def _show_joined(self) -> None:
        """Who was found to be this person, and what parts them again."""
        while (item := self._joined_column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        found = registrations.duplicates_of(self.session.store, self.person.id) if self.person.id else []
        self._joined.setVisible(bool(found))
        event, self.part_buttons = self.session.event, []
        for merged in found:
            local = event.local(merged.at) if event else merged.at
            words = _("Fusion avec {name}, le {date}").format(
                name=merged.person.list_name, date=dates.long_date(local.date())
            )
            self._joined_column.addWidget(label(words, theme.SMALL, tone="muted", wrap=True))
            button = secondary(_("Séparer"), partial(self.part, merged.action))
            button.setToolTip(_("Les deux inscriptions redeviennent deux personnes, chacune avec son badge."))
            button.setAccessibleName(_("Séparer {name}").format(name=merged.person.list_name))
            self.part_buttons.append(button)
            self._joined_column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def part(self, action: str) -> None:
        """Make the person and somebody joined to them two people again."""
        if self.edited:
            self.ask()
            return
        self.parted.emit(journal.undo(self.session.store, self.session.now(), action))

    # --- what is typed ----------------------------------------------------------------------------------------------

    def _checker(self, name: str) -> Callable[[], None]:
        return lambda: self._check(name)

    def _check(self, name: str) -> None:
        """Say what seems wrong with a value; it is kept all the same."""
        editor = self.fields[name].field
        if not isinstance(editor, QLineEdit):
            return
        parsed = BY_ID[name].parse(editor.text())
        values = {"value": editor.text().strip(), "kept": parsed.value}
        self.fields[name].complain(_(PROBLEMS[parsed.problem]).format(**values) if parsed.problem else "")

    def _typed(self) -> Attendee:
        values: dict[str, str] = {}
        for name, field in self.fields.items():
            editor = field.field
            if isinstance(editor, QLineEdit):
                same = editor.text() == getattr(self.person, name)
                values[name] = editor.text() if same else BY_ID[name].parse(editor.text()).value
            elif isinstance(editor, QPlainTextEdit):
                same = editor.toPlainText() == getattr(self.person, name)
                values[name] = editor.toPlainText() if same else editor.toPlainText().strip()
        role, status = Role(str(self.role.value)), Status(str(self.status.value))  # Qt keeps their text
        chosen = tuple(slot for slot, box in self.slots.items() if box.isChecked())
        slots = self.person.slots if not self.slots else () if len(chosen) == len(self.slots) else chosen
        return replace(self.person, role=role, status=status, slots=slots, **values)  # type: ignore[arg-type]

    def _edited(self) -> None:
        typed = self._typed()
        self.title.setText(typed.list_name or _("Nouvelle inscription"))
        self.namesakes.look(typed, self.person)
        changed = typed != self.person
        self.save_button.setEnabled(changed)
        self.leave_button.setText(_("Abandonner") if changed else _("Fermer"))
        if not changed:
            self.question.hide()

    def save(self) -> bool:
        """Record what was typed; False when it cannot be, said on the form."""
        typed = self._typed()
        if self.slots and not any(box.isChecked() for box in self.slots.values()):
            text = _("Cochez au moins un créneau, ou changez l'inscription en désistement.")
            self.question.show_message(text, "refused")
            return False
        store, now, before = self.session.store, self.session.now(), self.person
        try:
            saved, cautions, done = run_sheet.warned(
                store, self.session.event, lambda on: registrations.save(on, typed, now, before=before)
            )
        except UserError as error:
            if error.code == "name_missing":
                self.fields["last_name"].complain(error.message)
                self.area.ensureWidgetVisible(self.fields["last_name"])
                self.begin()
            else:
                self.question.show_message(error.message, "refused")
            return False
        self.person = replace(typed, id=saved)
        self.show_person(saved)
        self.saved.emit(saved, not before.id)
        self.session.notify_done(done, cautions=cautions)
        return True

    def leave(self) -> None:
        """Close, dropping what was typed."""
        self.show_person(self.person.id)
        self.closed.emit()

    def ask(self) -> None:
        """Say that something is not recorded; the buttons below offer both ways out."""
        self.question.show_message(
            _("Des changements ne sont pas enregistrés : enregistrez-les ou abandonnez-les."), closable=False
        )
        self.save_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self.edited and not self.question.isVisible():
                self.ask()
            else:
                self.leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.save()
        else:
            super().keyPressEvent(event)


def _below(name: str, said: str = "") -> str:
    """What stands below a field: what a list said there letter by letter, and whether it is ever printed."""
    parts = [
        ""
        if not BY_ID[name].private
        else _("Imprimé sur les étiquettes d'adresse seulement.")
        if Appears.LABEL in BY_ID[name].appears
        else _("Jamais imprimé."),
        _("Dans la liste : {text}").format(text=said) if said else "",
    ]
    return " ".join(filter(None, parts))
