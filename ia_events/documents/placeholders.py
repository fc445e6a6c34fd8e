"""What `{first_name}` and the like say on a badge. In capitals, `{EMPLOYER}`, the words are; `{role:en}` is in English.

Of the person, only what the table of fields lets a badge show can be named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from ia_events import i18n
from ia_events.documents.branding import Branding
from ia_events.documents.setting import DAY, SLOT
from ia_events.domain import dates
from ia_events.domain.events import Event, OrganisationRole, Slot
from ia_events.domain.fields import BY_ID, PRINTED_ON_BADGE
from ia_events.domain.people import ROLE_LABELS, Attendee, Role, upper_name
from ia_events.i18n import N_, _

if TYPE_CHECKING:
    from ia_events.documents.designs import Design  # which checks its texts here

_PLACEHOLDER = re.compile(r"\{([A-Za-z_]+)(?::(fr|en))?\}")
_NARROW = "\u202f"

EVENT_LABELS = {
    "event_title": N_("Titre de l'événement"),
    "event_dates": N_("Dates de l'événement"),
    "event_hours": N_("Horaires de l'événement"),
    "programme_of_day": N_("Créneaux et horaires, un par ligne"),
    "venue": N_("Lieu"),
    "address": N_("Adresse"),
    "programme": N_("Dispositif"),
    "cycle": N_("Cycle"),
    "delegation": N_("Délégation"),
    "organiser": N_("Organisateur"),
    "session_code": N_("Code de session"),
    "resource_title": N_("Ressource à suivre"),
    "resource_link": N_("Lien de la ressource"),
}
SHORT_CODE = "short_code"


def person_names() -> tuple[str, ...]:
    """The placeholders that speak of the person."""
    return (*PRINTED_ON_BADGE, SHORT_CODE)


def offered() -> list[tuple[str, str]]:
    """Every placeholder, without braces, and what it is called in the language in use."""
    people = [("first_name", ""), ("LAST_NAME", ""), *[(name, "") for name in PRINTED_ON_BADGE if name != "first_name"]]
    found = [(name, _(BY_ID[name.lower()].label)) for name, _nothing in people]
    found[1] = ("LAST_NAME", _("Nom en capitales"))
    return [*found, (SHORT_CODE, _("Code court du badge")), *[(name, _(label)) for name, label in EVENT_LABELS.items()]]


def unknown(text: str) -> str:
    """The first thing in braces that is no placeholder; empty when there is none."""
    for found in re.finditer(r"\{([^{}]*)\}?", text):
        match = _PLACEHOLDER.fullmatch(found.group())
        if match is None or match[1].lower() not in _known():
            return found[1][:40] or "…"
    return ""


def personal(text: str) -> str:
    """The first placeholder of a text that speaks of the person; empty when there is none."""
    return next((name for name, _language in _PLACEHOLDER.findall(text) if name.lower() in person_names()), "")


def says(design: Design, name: str) -> bool:
    """Whether a text of a badge design names this placeholder."""
    texts = [part for shape in design.formats for part in (*shape.front, *shape.back) if hasattr(part, "lines")]
    said = "".join([run.text for part in texts for line in part.lines for run in line.runs])
    return any(found.lower() == name for found, _language in _PLACEHOLDER.findall(said))


def _known() -> frozenset[str]:
    return frozenset((*person_names(), *EVENT_LABELS))


class Words:
    """What the placeholders say at an event. Asking for a person's is fast: a badge sheet asks ten thousand times."""

    def __init__(self, event: Event, branding: Branding) -> None:
        self._event, self._branding = event, branding
        self._said: dict[tuple[str, str], str] = {}

    def programme_parts(self) -> list[str]:
        """What each line of the programme is: the title of a DAY, or a SLOT."""
        return [SLOT if slot else DAY for _line, slot in programme_of(self._event)]

    def is_personal(self, text: str) -> bool:
        """Whether a text says something of the person."""
        return bool(personal(text))

    def of_event(self, text: str) -> str:
        """A text that says nothing of the person, filled in."""
        return _PLACEHOLDER.sub(lambda found: self._value(found[1], found[2] or ""), text)

    def filler(self, text: str) -> Callable[[Attendee], str]:
        """A text filled in for one person after another."""
        parts: list[str | Callable[[Attendee], str]] = []
        end = 0
        for found in _PLACEHOLDER.finditer(text):
            if found.start() > end:
                parts.append(text[end : found.start()])
            name, end = found[1], found.end()
            if name.lower() in person_names():
                parts.append(_personal(name, found[2] or ""))
            else:
                parts.append(self._value(name, found[2] or ""))
        if end < len(text):
            parts.append(text[end:])
        if len(parts) == 1 and not isinstance(parts[0], str):
            return parts[0]
        return lambda person: "".join([part if isinstance(part, str) else part(person) for part in parts])

    def _value(self, name: str, language: str) -> str:
        key = (name.lower(), language)
        if key not in self._said:
            with i18n.speaking(language or i18n.language()):
                self._said[key] = self._say(name.lower())
        return self._said[key] if name.islower() else self._said[key].upper()

    def _say(self, name: str) -> str:
        if name not in EVENT_LABELS:  # the event has a key and notes that leave in no paper
            raise KeyError(name)
        event = self._event
        if name == "event_title":
            return event.title
        if name == "event_dates":
            return dates.event_dates(event)
        if name == "event_hours":
            return dates.slot_hours(event, _whole(event.slots)) if event.slots else ""
        if name == "programme_of_day":
            return "\n".join([line for line, _slot in programme_of(event)])
        if name == "organiser":
            names = event.organisations_as(OrganisationRole.ORGANISER)
            return " · ".join(names) or self._branding.organisation or event.delegation
        if name in ("resource_title", "resource_link"):
            resource = event.resources[0] if event.resources else None
            return getattr(resource, name.removeprefix("resource_"), "")
        return ", ".join(line for line in (part.strip(" ,") for part in str(getattr(event, name)).splitlines()) if line)


def _whole(slots: Sequence[Slot]) -> Slot:
    return Slot(label="", start=min(slot.start for slot in slots), end=max(slot.end for slot in slots))


def programme_of(event: Event) -> list[tuple[str, Slot | None]]:
    """« Matin, 9 h – 12 h 30 » and its slot, for each; under its day, which is no slot, when there are several."""
    lines: list[tuple[str, Slot | None]] = []
    days = {event.local(slot.start).date() for slot in event.slots}
    shown = None
    for slot in sorted(event.slots, key=lambda slot: slot.start):
        day = event.local(slot.start).date()
        if len(days) > 1 and day != shown:
            lines.append((dates.long_date(day, year=False), None))
            shown = day
        lines.append((f"{_(slot.label)}, {dates.slot_hours(event, slot)}", slot))
    return lines


def programme_in(text: str) -> str | None:
    """The language asked for in a text that is a programme and nothing else, empty when none is; None otherwise."""
    found = _PLACEHOLDER.fullmatch(text.strip())
    return (found[2] or "") if found and found[1].lower() == "programme_of_day" else None


@lru_cache(maxsize=64)
def _personal(name: str, language: str) -> Callable[[Attendee], str]:
    if name == "LAST_NAME":
        return lambda person: upper_name(person.last_name)
    if name.lower() == "role":
        return lambda person: _role(person.role, name.isupper(), language)
    attribute = name.lower()
    if name.islower():
        return lambda person: str(getattr(person, attribute))
    return lambda person: str(getattr(person, attribute)).upper()


def _role(role: Role, capitals: bool, language: str) -> str:
    if language:
        with i18n.speaking(language):
            word = _(ROLE_LABELS[role])
    else:
        word = _(ROLE_LABELS[role])
    return word.upper() if capitals else word
