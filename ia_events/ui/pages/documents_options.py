"""What the options of every document have in common, and whose papers are wanted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from PySide6.QtCore import QMargins, Signal
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from ia_events.documents.branding import Branding
from ia_events.domain.events import Event
from ia_events.domain.people import Role
from ia_events.i18n import N_, _, ngettext
from ia_events.ui import fonts, theme
from ia_events.ui.pages.documents_jobs import Asked, Ready, Who
from ia_events.ui.pages.documents_labels import pages
from ia_events.ui.session import Session
from ia_events.ui.widgets import Choice, Field, label


class Instead(NamedTuple):
    """Words in place of a document: an icon, a title, a sentence, and perhaps what can be done, or `also` can."""

    icon: str
    title: str
    sentence: str = ""
    action: str = ""
    on_click: Callable[[], object] | None = None
    also: tuple[str, Callable[[], object]] | None = None


class DocumentOptions(QWidget):
    """What is chosen for a document. `changed` when it is to be prepared again."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(QMargins())
        self.column.setSpacing(theme.S)

    def show_event(self, event: Event) -> None:
        """Offer what this event has; called before anything is asked."""

    def choose_people(self, ids: Sequence[str]) -> None:
        """These people are wanted; none any more when empty. For papers that are not of people: nothing."""

    def asked(self, event: Event, branding: Branding) -> Asked:
        """What is wanted."""
        raise NotImplementedError

    def show_ready(self, event: Event, ready: Ready, now: datetime) -> None:
        """Show where things stand, now that the document is prepared."""

    def headline(self, _event: Event, _ready: Ready, _now: datetime) -> str:
        """What the page says under its title, in place of what this paper is for."""
        return ""

    def said(self, ready: Ready) -> str:
        """What will be printed."""
        return pages(ready.pages) + "."

    def instead(self, _event: Event, _ready: Ready) -> Instead | None:
        """What to show when there is no document; None leaves it to the page, which knows the usual reasons."""
        return None

    def add_field(self, words: str, field: QWidget, note: str = "") -> Field:
        """Put a field with its name above it."""
        made = Field(words, field, note)
        if isinstance(field, Choice):
            field.narrow()
        if self.column.count():
            self.column.addSpacing(theme.S)
        self.column.addWidget(made)
        return made

    def add_beside(self, words: str, field: QWidget) -> None:
        """Put a short field at the right of its name."""
        row = QHBoxLayout()
        name = label(words, weight=fonts.MEDIUM)
        name.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(words)
        row.addWidget(name)
        row.addStretch(1)
        row.addWidget(field)
        self.column.addLayout(row)


_TEAM = (Role.SPEAKER.value, Role.DIGNITARY.value)
_GROUPS = (
    (_TEAM, N_("Intervenants et officiels")),
    ((Role.PARTICIPANT.value,), N_("Participants")),
    ((Role.SPEAKER.value,), N_("Intervenants")),
    ((Role.DIGNITARY.value,), N_("Officiels")),
    ((Role.ORGANISER.value,), N_("Organisation")),
    ((), N_("Tout le monde")),
)


class WhoChoice(Choice):
    """Whose papers: a role, everybody, or the people chosen on another page."""

    def __init__(self, roles: tuple[str, ...] = ()) -> None:
        """`roles` are those chosen at first."""
        super().__init__(name=_("Pour qui"))
        self._usual = roles
        self._chosen: tuple[str, ...] = ()
        self._offer(roles)

    @property
    def who(self) -> Who:
        """Whose."""
        value = self.value
        return Who(chosen=self._chosen) if value == "chosen" else Who(tuple(value) if isinstance(value, tuple) else ())

    def choose_people(self, ids: Sequence[str]) -> None:
        """Want these people; when empty, give up those wanted before."""
        if ids:
            self._chosen = tuple(ids)
            self._offer("chosen")
        elif self.value == "chosen":
            self._chosen = ()
            self._offer(self._usual)

    def instead(self, session: Session, ready: Ready) -> Instead | None:
        """What to say when nobody of this choice is registered; None when that is not why there is no document."""
        if ready.error is None or ready.error.code != "nothing_to_print":
            return None
        title, look = _("Personne à imprimer"), _("Voir les participants")
        if self.value == "chosen":
            sentence = _("Aucune des personnes de la sélection n'a d'inscription en vigueur.")
        elif not self.value:
            sentence = _("Toutes les inscriptions de la liste sont en attente ou annulées.")
        else:
            sentence = _("« {who} » : aucune inscription en vigueur.")
            return Instead(
                "users",
                title,
                sentence.format(who=self.currentText()),
                _("Prendre tout le monde"),
                self._take_everybody,
            )
        return Instead("users", title, sentence, look, lambda: session.open("participants"))

    def _take_everybody(self) -> None:
        self.set_value(())
        self.chosen.emit(())

    def _offer(self, value: object) -> None:
        options: list[tuple[object, str]] = [(roles, _(words)) for roles, words in _GROUPS]
        if count := len(self._chosen):
            words = ngettext("{count} personne de la sélection", "{count} personnes de la sélection", count)
            options.insert(0, ("chosen", words.format(count=count)))
        self.set_options(options, value)


def clear(layout: QLayout) -> None:
    """Take away what stands in a layout."""
    while (item := layout.takeAt(0)) is not None:
        if (old := item.widget()) is not None:
            old.hide()
            old.deleteLater()
