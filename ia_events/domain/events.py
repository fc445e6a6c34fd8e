"""An in-person event, its slots, and the organisations, resources and rules around it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from ia_events.domain.text import fold
from ia_events.i18n import N_

TIMEZONES = (
    "America/Guadeloupe",
    "America/Marigot",
    "America/St_Barthelemy",
    "America/Martinique",
    "America/Cayenne",
    "Indian/Reunion",
    "Indian/Mayotte",
    "Europe/Paris",
)

DELEGATIONS = (
    "Auvergne-Rhône-Alpes", "Bourgogne-Franche-Comté", "Bretagne", "Centre-Val de Loire", "Corse", "Grand Est",
    "Hauts-de-France", "Île-de-France", "Normandie", "Nouvelle-Aquitaine", "Occitanie", "Pays de la Loire",
    "Provence-Alpes-Côte d'Azur", "Guadeloupe", "Guyane", "Martinique", "La Réunion", "Mayotte",
    "INET Strasbourg", "INSET Angers", "INSET Dunkerque", "INSET Montpellier", "INSET Nancy",
)  # fmt: skip


# Where the clocks are not those of Paris.
_OVERSEAS = {
    "guadeloupe": "America/Guadeloupe",
    "martinique": "America/Martinique",
    "guyane": "America/Cayenne",
    "la reunion": "Indian/Reunion",
    "mayotte": "Indian/Mayotte",
}


def zone_of_delegation(delegation: str) -> str:
    """The time zone of a delegation, as one of DELEGATIONS; "" of any other text."""
    wanted = fold(delegation)
    if wanted in _OVERSEAS:
        return _OVERSEAS[wanted]
    return "Europe/Paris" if any(fold(one) == wanted for one in DELEGATIONS) else ""


class Format(StrEnum):
    """The shape of an event."""

    EVENING = "evening"
    HALF_DAY = "half_day"
    DAY = "day"
    LOCAL_EVENT = "local_event"
    TRAINING = "training"
    CONFERENCE = "conference"


FORMAT_LABELS = {
    Format.EVENING: N_("Soirée"),
    Format.HALF_DAY: N_("Demi-journée"),
    Format.DAY: N_("Journée"),
    Format.LOCAL_EVENT: N_("Événement local"),
    Format.TRAINING: N_("Formation sur mesure"),
    Format.CONFERENCE: N_("Conférence"),
}


class OrganisationRole(StrEnum):
    """What an organisation is at an event."""

    ORGANISER = "organiser"
    HOST = "host"
    PARTNER = "partner"


ORGANISATION_ROLE_LABELS = {
    OrganisationRole.ORGANISER: N_("Organisateur"),
    OrganisationRole.HOST: N_("Structure d'accueil"),
    OrganisationRole.PARTNER: N_("Partenaire"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A half-day (or evening) people sign for. Instants are UTC.

    How one enters: `opens` minutes before the start (None: at any time); `late` minutes after it somebody is late (None:
    nobody ever is); `seats` in the room (None: no limit); `reentry`: whether one may come back after leaving. `signing`: whoever comes in may
    sign on the screen.
    """

    id: str = ""
    event_id: str = ""
    label: str
    start: datetime
    end: datetime
    opens: int | None = None
    late: int | None = None
    seats: int | None = None
    reentry: bool = True
    signing: bool = False

    @property
    def hours(self) -> float:
        """Its length, in hours."""
        return (self.end - self.start).total_seconds() / 3600

    def is_early(self, at: datetime) -> bool:
        """Whether the door of this slot is not open yet."""
        return self.opens is not None and at < self.start - timedelta(minutes=self.opens)

    def is_late(self, at: datetime) -> bool:
        """Whether somebody who arrives then is late."""
        return self.late is not None and at > self.start + timedelta(minutes=self.late)


class Organisation(NamedTuple):
    """An organisation in a role."""

    name: str
    role: OrganisationRole = OrganisationRole.PARTNER
    id: str = ""
    event_id: str = ""


class Resource(NamedTuple):
    """Something to follow up with after the event: a replay, a dossier, an e-community."""

    title: str
    link: str = ""
    kind: str = ""
    open_to: str = ""
    id: str = ""
    event_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An event and what hangs on it. `key` (64 hexadecimal digits) signs its badges and leaves in no export."""

    id: str = ""
    title: str
    timezone: str = "Europe/Paris"
    session_code: str = ""
    format: Format = Format.DAY
    programme: str = ""
    cycle: str = ""
    delegation: str = ""
    venue: str = ""
    address: str = ""
    capacity: int | None = None
    registration_opens: date | None = None
    registration_closes: date | None = None
    themes: tuple[str, ...] = ()
    audience: str = ""
    needs: str = ""
    notes: str = ""
    archived: bool = False
    demo: bool = False
    key: str = ""
    slots: tuple[Slot, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    resources: tuple[Resource, ...] = ()

    @property
    def zone(self) -> ZoneInfo:
        """The zone screens and papers show."""
        return ZoneInfo(self.timezone)

    @property
    def starts(self) -> datetime | None:
        """The first slot's start, UTC."""
        return min((slot.start for slot in self.slots), default=None)

    @property
    def ends(self) -> datetime | None:
        """The last slot's end, UTC."""
        return max((slot.end for slot in self.slots), default=None)

    def slot(self, slot_id: str) -> Slot | None:
        """The slot of that id, if it is one of this event's."""
        return next((slot for slot in self.slots if slot.id == slot_id), None)

    def local(self, instant: datetime) -> datetime:
        """An instant as the event's clocks show it."""
        return instant.astimezone(self.zone)

    def organisations_as(self, role: OrganisationRole) -> list[str]:
        """Names of the organisations in a role."""
        return [o.name for o in self.organisations if o.role == role]


def current_slot(slots: Iterable[Slot], now: datetime) -> Slot | None:
    """The slot under way at `now` (UTC), else the nearest in time, else None."""

    def distance(slot: Slot) -> tuple[timedelta, datetime]:
        gap = max(slot.start - now, now - slot.end, timedelta(0))
        return gap, slot.start

    return min(slots, key=distance, default=None)


# The customary half-days, local times.
HALF_DAYS = (
    (N_("Matin"), time(9, 0), time(12, 30)),
    (N_("Après-midi"), time(14, 0), time(17, 30)),
    (N_("Soirée"), time(18, 0), time(20, 30)),
)


def local_instant(day: date, at: time, timezone: str) -> datetime:
    """A wall-clock time in a zone, as UTC."""
    return datetime.combine(day, at, ZoneInfo(timezone)).astimezone(UTC)


def generate_slots(first: date, last: date, parts: Sequence[int], timezone: str, label: str = "{part}") -> list[Slot]:
    """One slot for each day from `first` to `last` and each of `parts` (indexes into HALF_DAYS), in time order.

    `label` may use {part} and {day} (dd/mm).
    """
    slots = []
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        for part in sorted(parts):
            name, start, end = HALF_DAYS[part]
            slots.append(
                Slot(
                    label=label.format(part=name, day=f"{day:%d/%m}"),
                    start=local_instant(day, start, timezone),
                    end=local_instant(day, end, timezone),
                )
            )
    return slots
