"""What an event is, to be read: dates, place, people, organisations, themes, resources."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ia_events.domain import dates
from ia_events.domain.events import FORMAT_LABELS, ORGANISATION_ROLE_LABELS, Event, OrganisationRole, Resource
from ia_events.domain.people import Attendee, Role, Status
from ia_events.domain.text import initial_capital
from ia_events.i18n import N_, _
from ia_events.ui import fonts, theme
from ia_events.ui.widgets import Card, label, quiet

TEAM_LABELS = {
    Role.SPEAKER: N_("Interventions"),
    Role.DIGNITARY: N_("Personnalités officielles"),
    Role.ORGANISER: N_("Organisation"),
}
_SHORT, _LONG = 0, 1  # the column a fact stands in when there are two


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
        self._blocks: list[tuple[int, str, str]] = []

    def show_event(self, event: Event, team: Sequence[Attendee]) -> None:
        """Show an event, with those who have a role in it."""
        blocks = [block for block in _facts(event, team) if block[2]]
        if blocks != self._blocks:
            self._blocks = blocks
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
            for place, name, words in self._blocks:
                if self._count == 1 or place == number:
                    column.addLayout(_block(name, words))
            column.addStretch(1)
            self._columns.addWidget(holder, 1)


def _block(name: str, words: str) -> QVBoxLayout:
    said = QLabel(words)
    said.setTextFormat(Qt.TextFormat.RichText)
    said.setProperty("text_size", str(theme.BODY))
    said.setWordWrap(True)
    said.setOpenExternalLinks(True)
    if "<a " in words:
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
    else:
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    said.setAccessibleName(name)
    made = QVBoxLayout()
    made.setSpacing(theme.XS)
    made.addWidget(label(name, theme.SMALL, tone="muted"))
    made.addWidget(said)
    return made


def _facts(event: Event, team: Sequence[Attendee]) -> Iterator[tuple[int, str, str]]:
    """(column, name, rich text) of each fact, in reading order; the text is empty for what is not known."""
    yield _SHORT, _("Intitulé"), escape(event.title)
    yield _SHORT, _("Dates"), _lines(_slots(event))
    yield _SHORT, _("Lieu"), _lines([event.venue, *event.address.splitlines()])
    kind = [_(FORMAT_LABELS[event.format]), event.programme, event.session_code]
    yield _SHORT, _("Format, dispositif et code de session"), escape(" · ".join(filter(None, kind)))
    yield _SHORT, _("Cycle"), escape(event.cycle)
    yield _SHORT, _("Délégation"), escape(event.delegation)
    for role in OrganisationRole:
        yield _SHORT, _(ORGANISATION_ROLE_LABELS[role]), _lines(event.organisations_as(role))
    yield _SHORT, _("Jauge"), "" if event.capacity is None else str(event.capacity)
    yield _SHORT, _("Inscriptions"), escape(_window(event))
    for role, name in TEAM_LABELS.items():
        people = [person for person in team if person.role == role and person.status == Status.REGISTERED]
        yield _LONG, _(name), _lines([_person(person) for person in people])
    yield _LONG, _("Public"), _lines(event.audience.splitlines())
    yield _LONG, _("Thèmes"), escape(" · ".join(event.themes))
    yield _LONG, _("Besoins exprimés"), _lines(event.needs.splitlines())
    yield _LONG, _("Ressources"), "<br>".join(map(_resource, event.resources))
    yield _LONG, _("Notes"), _lines(event.notes.splitlines())


def _lines(texts: Sequence[str]) -> str:
    return "<br>".join(escape(text) for text in texts if text)


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
    title = escape(resource.title or resource.link)
    if resource.link.startswith(("https://", "http://")):
        title = f'<a href="{escape(resource.link)}">{title}</a>'
    return " · ".join(filter(None, (title, escape(resource.kind), escape(resource.open_to))))
