"""Whose badge the designer shows: those of the list that put a design to the test, or invented people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ia_events.documents import badge_photos
from ia_events.domain import demonstration
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.people import ROLE_LABELS, Attendee, Role, Status
from ia_events.i18n import N_, _
from ia_events.store import Store, registrations

_CHECKED = 80  # of the longest names, how many the remarks are about

_WORDS = {
    "longest": N_("Le nom le plus long : {name}"),
    "accents": N_("Le plus d'accents : {name}"),
    "missing": N_("Champs vides : {name}"),
}


@dataclass(frozen=True)
class Shown:
    """Somebody to show, and why, in words."""

    key: str
    words: str
    person: Attendee


@dataclass(frozen=True)
class Cast:
    """Whom the designer may show, and whom its remarks are about."""

    shown: tuple[Shown, ...]
    checked: tuple[Attendee, ...]


def event_or_example(event: Event | None, today: date) -> Event:
    """The event at hand, able to sign badges; without one, the demonstration's evening."""
    found = event or demonstration.evening(today)
    return found if found.key else replace(found, key="0" * 64)


def cast_of(people: Sequence[Attendee]) -> Cast:
    """Whom to show of a list; whoever it lacks is invented."""
    listed = [person for person in people if person.status == Status.REGISTERED] or list(people)
    found: dict[str, Attendee] = {}
    if listed:
        found["usual"] = min(listed, key=lambda person: (person.role != Role.PARTICIPANT, -_given(person)))
        found["longest"] = max(listed, key=_width)
        accents = max(listed, key=lambda person: sum(not letter.isascii() for letter in person.badge_name))
        if not accents.badge_name.isascii():
            found["accents"] = accents
        missing = min(listed, key=_given)
        if _given(missing) < 4:
            found["missing"] = missing
        for role in Role:
            first = next((person for person in listed if person.role == role), None)
            if first is not None:
                found[role] = first
    shown = []
    for number, key in enumerate(("usual", *_WORDS, *Role)):
        person = found.get(key)
        badged = _invented(key, number) if person is None else person
        if not badged.badge:
            badged = replace(badged, badge="0" * 16)
        said = badged.badge_name
        if key in _WORDS:
            said = _(_WORDS[key]).format(name=said)
        elif key != "usual":
            said = _("{role} : {name}").format(role=_(ROLE_LABELS[Role(key)]), name=said)
        shown.append(Shown(key, said if person else _("{words} (exemple)").format(words=said), badged))
    hardest = sorted(listed, key=_width, reverse=True)[:_CHECKED]
    real = [made.person for made in shown if made.key in found]
    return Cast(tuple(shown), tuple(dict.fromkeys([*real, *hardest])) or (shown[0].person,))


def _invented(key: str, number: int) -> Attendee:
    """Somebody for a reason to show somebody, or for a role."""
    person = demonstration.EXAMPLES.get(key, demonstration.EXAMPLES["usual"])
    role = Role(key) if key in set(Role) else Role.PARTICIPANT
    return replace(person, id=key, role=role, badge=f"{(number + 1) * 0x9E3779B97F4A7C15 % 2**64:016x}")


def _given(person: Attendee) -> int:
    return sum(bool(text) for text in (person.first_name, person.last_name, person.employer, person.job_title))


def _width(person: Attendee) -> float:
    """How wide a name is: the wider of its two lines counts most."""
    from ia_events.documents import fonts

    first, last = fonts.width(person.first_name, False), fonts.width(person.last_name.upper(), True)
    return max(first, last) + min(first, last) / 4


def on_the_list(store: Store, event_id: str, folder: str) -> tuple[Cast, dict[str, Path]]:
    """Whom to show of an event, and the photographs by id of its people that a folder holds."""
    people = registrations.all_of(store, event_id)
    return cast_of(people), photographs(folder, people)


def photographs(folder: str, people: Sequence[Attendee]) -> dict[str, Path]:
    """Photographs by id; none when the folder has gone: the badges' page says it before they are printed."""
    try:
        return badge_photos.photos_of(Path(folder), people) if folder else {}
    except UserError:
        return {}
