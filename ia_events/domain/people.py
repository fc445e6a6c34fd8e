"""The attendee: one frozen record that travels from a spreadsheet row to a signature box."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from ia_events.domain import tokens
from ia_events.i18n import N_, _


class Role(StrEnum):
    """What somebody is at an event."""

    PARTICIPANT = "participant"
    SPEAKER = "speaker"
    DIGNITARY = "dignitary"
    ORGANISER = "organiser"
    COMPANION = "companion"


GUESTS = frozenset({Role.PARTICIPANT, Role.COMPANION})
"""Who comes to the event; the others make it."""

ROLE_LABELS = {
    Role.PARTICIPANT: N_("Participant"),
    Role.SPEAKER: N_("Intervenant"),
    Role.DIGNITARY: N_("Officiel"),
    Role.ORGANISER: N_("Organisation"),
    Role.COMPANION: N_("Accompagnant"),
}


class Status(StrEnum):
    """Where a registration stands."""

    REGISTERED = "registered"
    WAITLISTED = "waitlisted"
    CANCELLED = "cancelled"


# Nouns, so that no gender has to be guessed.
STATUS_LABELS = {
    Status.REGISTERED: N_("Inscription"),
    Status.WAITLISTED: N_("Liste d'attente"),
    Status.CANCELLED: N_("Désistement"),
}


class Source(StrEnum):
    """How a registration came."""

    LIST = "list"
    MANUAL = "manual"
    WALK_IN = "walk_in"


SOURCE_LABELS = {
    Source.LIST: N_("Liste"),
    Source.MANUAL: N_("Saisie"),
    Source.WALK_IN: N_("Sur place"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """A person registered at one event.

    Empty text means "not given". `slots` names the slots the person is expected in; empty means all of them.
    `badge` is the current badge's random id, 16 hexadecimal digits. `list` names the source a list of people came from
    (`sendings.source_key`); `known_as` holds a mark for each row of a list that was decided to be this person.
    """

    id: str = ""
    event_id: str = ""
    last_name: str = ""
    first_name: str = ""
    birth_name: str = ""
    civility: str = ""
    email: str = ""
    phone: str = ""
    employer: str = ""
    department: str = ""
    job_title: str = ""
    grade: str = ""
    job_framework: str = ""
    category: str = ""
    staff_number: str = ""
    siret: str = ""
    postcode: str = ""
    address: str = ""
    town: str = ""
    group: str = ""
    meal: str = ""
    access_needs: str = ""
    remarks: str = ""
    role: Role = Role.PARTICIPANT
    status: Status = Status.REGISTERED
    slots: tuple[str, ...] = ()
    badge: str = ""
    source: Source = Source.MANUAL
    list: str = ""
    known_as: str = ""

    @property
    def short_code(self) -> str:
        """The letters printed under the QR code, for fingers."""
        return tokens.short_code(self.badge) if self.badge else ""

    @property
    def list_name(self) -> str:
        """« NOM Prénom », as in lists."""
        return f"{upper_name(self.last_name)} {self.first_name}".strip()

    @property
    def badge_name(self) -> str:
        """« Prénom NOM », as on a badge."""
        return f"{self.first_name} {upper_name(self.last_name)}".strip()

    def expected_in(self, slot_id: str) -> bool:
        """Whether the registration covers this slot."""
        return not self.slots or slot_id in self.slots

    def signs(self, slot_id: str) -> bool:
        """Whether the sign-in sheet of this slot has a box for the person."""
        return self.status == Status.REGISTERED and self.may_sign and self.expected_in(slot_id)

    @property
    def may_sign(self) -> bool:
        """Whether people of this role sign sheets."""
        return self.role in (Role.PARTICIPANT, Role.SPEAKER)


_BARE_GROUP = r"[0-9]{1,3}[A-Z]?|[A-Z][0-9]{0,2}"


def group_title(group: str) -> str:
    """« Groupe 2 » of a group known by its number or its letter; the name of any other group or room."""
    return _("Groupe {number}").format(number=group) if re.fullmatch(_BARE_GROUP, group) else group


_PARTICLES = ("de la ", "de l'", "de l’", "de ", "d'", "d’", "du ", "des ", "von ", "van ")


def upper_name(name: str) -> str:
    """A last name in capitals that keep their accents; a lower-case particle stays as written (« d'ARBAUD »)."""
    for particle in _PARTICLES:
        if name.startswith(particle) and len(name) > len(particle):
            return particle + upper_name(name[len(particle) :])
    return name.upper()
