"""What an event is, to be read: dates, place, people, organisations, themes, resources."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QTextDocumentFragment
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ia_events.domain import dates
from ia_events.domain.events import FORMAT_LABELS, ORGANISATION_ROLE_LABELS, Event, OrganisationRole, Resource
from ia_events.domain.people import Attendee, Role, Status
from ia_events.domain.text import initial_capital
from ia_events.i18n import N_, _
from ia_events.ui import fonts, theme
from ia_events.ui.widgets import Card, WrappedLabel, label, quiet
from ia_events.ui.widgets.text import escaped

TEAM_LABELS = {
    Role.SPEAKER: N_("Interventions"),
    Role.DIGNITARY: N_("Personnalités officielles"),
    Role.ORGANISER: N_("Organisation"),
}
_SHORT, _LONG = 0, 1  # the column a fact stands in when there are two


class _Fact(NamedTuple):
    column: int
    name: str
    words: str  # empty for what is not known
    rich: bool = False  # with links: plain words are measured thirty times as fast


class EventFacts(Card):
    """A card of facts, in one column or two. What is not known is left out."""

    def __init__(self, edit: Callable[[], object]) -> None:
        super().__init__()
        head = QHBoxLayout()
        head.addWidget(label(_("L'événement"), theme.HEADING, weight=fonts.SEMIBOLD), 1)
        head.addWidget(quiet(_("Modifier"), edit, icon="pencil-simple"))
        self.add(head)
        self._room = QWidget()
        self._columns = QHBoxLayout(self._room)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(theme.XXL)
        self.add(self._room)
        self._count = 2
        self._shown: list[_Fact] = []

    def show_event(self, event: Event, team: Sequence[Attendee]) -> None:
        """Show an event, with those who have a role in it."""
        facts = [fact for fact in _facts(event, team) if fact.words]
        if facts != self._shown:
            self._shown = facts
            self._lay()

    def set_columns(self, count: int) -> None:
        """Stand in one column or two."""
        if count != self._count:
            self._count = count
            self._lay()

    def _lay(self) -> None:
        while (item := self._columns.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for number in range(self._count):
            holder = QWidget()
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(theme.L)
            for fact in self._shown:
                if self._count == 1 or fact.column == number:
                    column.addWidget(_FactLabel(fact))
            column.addStretch(1)
            self._columns.addWidget(holder, 1)


class _FactLabel(WrappedLabel):
    """A fact below its name, which is painted: a label of its own would take the page as long again to style and lay out."""

    def __init__(self, fact: _Fact) -> None:
        super().__init__(fact.words, selectable=not fact.rich)
        self._name = fact.name
        self._name_font = fonts.font(theme.px(theme.SMALL))
        self.setProperty("text_size", str(theme.BODY))
        self.setTextFormat(Qt.TextFormat.RichText if fact.rich else Qt.TextFormat.PlainText)
        if fact.rich:
            self.setOpenExternalLinks(True)
            self.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        said = QTextDocumentFragment.fromHtml(fact.words).toPlainText() if fact.rich else fact.words
        self.setAccessibleName(_("{name} : {value}").format(name=fact.name, value=said))
        self._make_room()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_name_font"):
            self._name_font.setPixelSize(theme.px(theme.SMALL))
            self._make_room()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setFont(self._name_font)
        painter.setPen(QColor(theme.tokens().muted))
        words = painter.fontMetrics().elidedText(self._name, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, words)
        painter.end()

    def _make_room(self) -> None:
        self.setContentsMargins(0, QFontMetrics(self._name_font).height() + theme.XS, 0, 0)


def _facts(event: Event, team: Sequence[Attendee]) -> Iterator[_Fact]:
    """The facts, in reading order."""
    yield _Fact(_SHORT, _("Intitulé"), event.title)
    yield _Fact(_SHORT, _("Dates"), _lines(_slots(event)))
    yield _Fact(_SHORT, _("Lieu"), _lines([event.venue, *event.address.splitlines()]))
    kind = [_(FORMAT_LABELS[event.format]), event.programme, event.session_code]
    yield _Fact(_SHORT, _("Format, dispositif et code de session"), " · ".join(filter(None, kind)))
    yield _Fact(_SHORT, _("Cycle"), event.cycle)
    yield _Fact(_SHORT, _("Délégation"), event.delegation)
    for part in OrganisationRole:
        yield _Fact(_SHORT, _(ORGANISATION_ROLE_LABELS[part]), _lines(event.organisations_as(part)))
    yield _Fact(_SHORT, _("Jauge"), "" if event.capacity is None else str(event.capacity))
    yield _Fact(_SHORT, _("Inscriptions"), _window(event))
    for role, name in TEAM_LABELS.items():
        people = [person for person in team if person.role == role and person.status == Status.REGISTERED]
        yield _Fact(_LONG, _(name), _lines([_person(person) for person in people]))
    yield _Fact(_LONG, _("Public"), _lines(event.audience.splitlines()))
    yield _Fact(_LONG, _("Thèmes"), " · ".join(event.themes))
    yield _Fact(_LONG, _("Besoins exprimés"), _lines(event.needs.splitlines()))
    yield _Fact(_LONG, _("Ressources"), "<br>".join(map(_resource, event.resources)), rich=True)
    yield _Fact(_LONG, _("Notes"), _lines(event.notes.splitlines()))


def _lines(texts: Sequence[str]) -> str:
    return "\n".join(filter(None, texts))


def _slots(event: Event) -> list[str]:
    """A line a day: « Mercredi 12 novembre 2025 · Matin, 9 h – 12 h 30 · Après-midi, 14 h – 17 h 30 »."""
    days: dict[str, list[str]] = {}
    for slot in sorted(event.slots, key=lambda slot: slot.start):
        day = initial_capital(dates.long_date(event.local(slot.start).date()))
        days.setdefault(day, []).append(f"{_(slot.label)}, {dates.slot_hours(event, slot)}")
    return [line for day, slots in days.items() for line in (day, *slots)]


def _window(event: Event) -> str:
    opens, closes = event.registration_opens, event.registration_closes
    if opens and closes:
        return _("Du {first} au {last}").format(first=dates.short_date(opens), last=dates.short_date(closes))
    if closes:
        return _("Jusqu'au {date}").format(date=dates.short_date(closes))
    return _("À partir du {date}").format(date=dates.short_date(opens)) if opens else ""


def _person(person: Attendee) -> str:
    return ", ".join(filter(None, (person.badge_name, person.job_title, person.employer)))


def _resource(resource: Resource) -> str:
    title = escaped(resource.title or resource.link)
    if resource.link.startswith(("https://", "http://")):
        title = f'<a href="{escaped(resource.link)}">{title}</a>'
    return " · ".join(filter(None, (title, escaped(resource.kind), escaped(resource.open_to))))
