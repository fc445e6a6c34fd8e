"""What a column of a list can be read as: the fields in groups, each group with its hue, and the list to choose from."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ia_events.domain.attendance import STATE_LABELS
from ia_events.domain.fields import BY_ID, FIELDS, FULL_NAME
from ia_events.domain.lists import BESIDE, EVENT, EXPECTED, PRESENCE, Column, Confidence, ListRow, Update
from ia_events.domain.people import ROLE_LABELS, STATUS_LABELS, Role, Status
from ia_events.domain.text import fold
from ia_events.i18n import N_, _
from ia_events.ui import colours, fonts, icons, theme
from ia_events.ui.widgets import SearchField

# Each field once; what is in no group belongs to the last.
GROUPS = (
    ("identity", N_("Identité"), (FULL_NAME, "last_name", "first_name", "birth_name", "civility")),
    ("contact", N_("Coordonnées"), ("email", "phone", "address", "postcode", "town")),
    ("work", N_("Poste et employeur"), ("employer", "department", "job_title", "grade", "job_framework", "category", "staff_number", "siret")),
    ("event", N_("À l'événement"), ("role", "status", "group", "meal", "access_needs", "remarks", EVENT)),
)  # fmt: skip
_GROUP_OF = {field: group for group, _label, fields in GROUPS for field in fields}
# Neither green, amber nor red: those say how a row fares.
_HUES = {"contact": "#1D4ED8", "work": "#7C3AED", "event": "#475569"}

_WORDED = ("role", "status")
_SPLIT = ("last_name", "first_name", "civility", "birth_name")  # what a full name is split into

CONFIDENCES = {
    Confidence.DECIDED: N_("décidé par vous"),
    Confidence.HEADING: N_("d'après le titre"),
    Confidence.LIKELY: N_("d'après un mot du titre"),
    Confidence.CONTENT: N_("d'après le contenu"),
}


def group_of(field: str) -> str:
    """The group a field belongs to, "" for none."""
    return _GROUP_OF.get(field, "event") if field else ""


def tint(group: str) -> QColor:
    """The ground of a column of the group."""
    t = theme.tokens()
    if t.attention_soft == t.surface:  # high contrast: no grounds at all
        return QColor(t.surface)
    return QColor(colours.mix(_HUES.get(group, t.accent), t.surface, 0.09 if t.dark else 0.05))


def pill_colours(group: str) -> tuple[QColor, QColor]:
    """Letters and ground of a field's name above its column."""
    t = theme.tokens()
    if not group:
        return QColor(t.muted), QColor(t.hover)
    hue = _HUES.get(group, t.accent)
    ground = t.surface if t.attention_soft == t.surface else colours.mix(hue, t.surface, 0.28 if t.dark else 0.13)
    return QColor(colours.readable(hue, (ground,))), QColor(ground)


def letters_of(place: int) -> str:
    """A column's letters as a spreadsheet shows them: 0 is A, 26 is AA."""
    letters = ""
    place += 1
    while place:
        place, left = divmod(place - 1, 26)
        letters = chr(65 + left) + letters
    return letters


def field_title(field: str, slot: str = "", slots: Mapping[str, str] | None = None) -> str:
    """What a column is read as, in words; `slots` are the labels of the event's slots by id."""
    if field == FULL_NAME:
        return _("Nom et prénom")
    if field == EVENT:
        return _("Événement")
    named = ", ".join((slots or {}).get(one, "") for one in slot.split())
    if field == PRESENCE:
        return _("Présence : {slot}").format(slot=named) if slot else _("Présence")
    if field == EXPECTED:
        return _("Inscription au créneau : {slot}").format(slot=named)
    return BY_ID[field].title if field else _("Laissée de côté")


def worded(field: str, value: str) -> str:
    """A field's value as it is shown."""
    if field not in _WORDED or not value:
        return value
    return _(ROLE_LABELS[Role(value)] if field == "role" else STATUS_LABELS[Status(value)])


def value_of(person: ListRow, column: Column) -> str:
    """What a column of a row was read as."""
    if column.field == FULL_NAME:
        return f"{person.attendee.last_name} {person.attendee.first_name}".strip()
    if column.field in BESIDE:
        return " · ".join(person.event) if column.field == EVENT else ""
    return worded(column.field, str(getattr(person.attendee, column.field))) if column.field else ""


def understood(person: ListRow, column: Column) -> str:
    """What a cell was understood as, where its text says something else."""
    if column.field == PRESENCE:
        return next((_(STATE_LABELS[state]) for slot, state in person.presence if slot in column.slot.split()), "")
    if any(field == column.field for field, _text in person.written):
        return value_of(person, column)
    return ""


def known_before(update: Update | None, column: Column) -> str | None:
    """What is known of what a row changes; None when it changes nothing in this column."""
    if update is None:
        return None
    fields = [f for f in (_SPLIT if column.field == FULL_NAME else (column.field,)) if f in update.changes]
    if not fields:
        return None
    if column.field == FULL_NAME:
        return update.attendee.list_name
    return worded(column.field, str(getattr(update.attendee, column.field)))


def mapped(field: str, slot: str = "") -> str:
    """How a mapping names a field, and the slot it is about."""
    return f"{field}:{slot}" if slot else field


_NAME = Qt.ItemDataRole.UserRole + 1  # a field as it is compared with what is typed


class FieldList(QFrame):
    """The fields a column can be read as, found by typing. `chosen(field)` gives it as a mapping names it."""

    chosen = Signal(str)
    closed = Signal()

    def __init__(self, column: Column, taken: Mapping[str, int], slots: Mapping[str, str], owner: QWidget) -> None:
        """`taken` tells which column, by its place, a field is read from now."""
        super().__init__(owner, Qt.WindowType.Popup)
        self.setProperty("floating", True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(_("Champ de la colonne {heading}").format(heading=column.heading))
        self.search = SearchField(_("Chercher un champ"))
        self.search.searched.connect(self._filter)
        self.search.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Champs"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._take)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.S, theme.S, theme.S, theme.S)
        layout.setSpacing(theme.S)
        layout.addWidget(self.search)
        layout.addWidget(self.list)
        self._fill(column, taken, slots)
        theme.scaled(self.setFixedWidth, 320)
        theme.scaled(self.setFixedHeight, 420)

    def show_below(self, corner: QPoint) -> None:
        """Open with the top left corner there, inside the screen."""
        room = self.screen().availableGeometry()
        left = max(room.left(), min(corner.x(), room.right() - self.width()))
        top = max(room.top(), min(corner.y(), room.bottom() - self.height()))
        self.move(left, top)
        self.show()
        self.search.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                self._move(step)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take(self.list.currentItem())
                return True
        return super().eventFilter(watched, event)

    def closeEvent(self, event: object) -> None:
        self.closed.emit()

    def _fill(self, column: Column, taken: Mapping[str, int], slots: Mapping[str, str]) -> None:
        now = mapped(column.field, column.slot)
        self._add(_("Laisser de côté"), "", now, taken)
        rest = [field.id for field in FIELDS if field.id not in _GROUP_OF]
        for group, words, fields in GROUPS:
            self._title(_(words))
            for field in (*fields, *(rest if group == "event" else ())):
                self._add(field_title(field), field, now, taken)
        for kind, words in ((PRESENCE, _("Présence")), (EXPECTED, _("Inscription au créneau"))):
            if slots:
                self._title(words)
            for slot in slots:
                self._add(field_title(kind, slot, slots), mapped(kind, slot), now, taken)

    def _title(self, words: str) -> None:
        item = QListWidgetItem(words, self.list)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setFont(fonts.font(theme.px(theme.SMALL), fonts.MEDIUM))

    def _add(self, words: str, value: str, now: str, taken: Mapping[str, int]) -> None:
        place = taken.get(value) if value and value != now else None
        shown = (
            words if place is None else _("{field} · colonne {letter}").format(field=words, letter=letters_of(place))
        )
        item = QListWidgetItem(shown, self.list)
        item.setData(Qt.ItemDataRole.UserRole, value)
        item.setData(_NAME, fold(words))
        item.setSizeHint(QSize(0, theme.px(34)))
        item.setIcon(icons.icon("check" if value == now else "circle", "accent_text" if value == now else "surface"))
        if value == now:
            self.list.setCurrentItem(item)

    def _filter(self, text: str) -> None:
        wanted = fold(text)
        found: list[tuple[bool, bool, int]] = []  # the exact name first, then those that begin so
        for row in range(self.list.count()):
            item = self.list.item(row)
            fits = wanted in fold(item.text()) if item.flags() else not wanted
            item.setHidden(not fits)
            if fits and item.flags():
                name = str(item.data(_NAME))
                found.append((name != wanted, not name.startswith(wanted), row))
        if found and wanted:
            self.list.setCurrentRow(min(found)[2])

    def _move(self, step: int) -> None:
        row = self.list.currentRow() + step
        while 0 <= row < self.list.count():
            item = self.list.item(row)
            if item.flags() and not item.isHidden():
                self.list.setCurrentItem(item)
                return
            row += step

    def _take(self, item: QListWidgetItem | None) -> None:
        if item is None or not item.flags() or item.isHidden():
            return
        value = str(item.data(Qt.ItemDataRole.UserRole))
        self.close()
        self.chosen.emit(value)
