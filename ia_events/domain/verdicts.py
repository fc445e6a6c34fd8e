"""What a scan can mean, decided in one place for every door."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from ia_events.domain.attendance import CROSSES, Fact, FactKind
from ia_events.domain.events import Event, Slot
from ia_events.domain.people import Attendee, Role, Status
from ia_events.i18n import N_


class Verdict(StrEnum):
    """The outcome of a scan or of a name chosen at the door."""

    WELCOME = "welcome"
    ALREADY_IN = "already_in"
    LEFT = "left"
    RETURNED = "returned"
    WRONG_SLOT = "wrong_slot"
    EARLY = "early"
    FULL = "full"
    NO_REENTRY = "no_reentry"
    OTHER_EVENT = "other_event"
    CANCELLED = "cancelled"
    WAITLISTED = "waitlisted"
    REPLACED = "replaced"
    GENUINE_UNLISTED = "genuine_unlisted"
    BLANK = "blank"
    SHEET_PAGE = "sheet_page"
    CERTIFICATE = "certificate"
    FOREIGN = "foreign"
    UNREADABLE = "unreadable"


class Tone(StrEnum):
    """How a verdict looks and sounds; each tone has its colour, its shape and its sound."""

    WELCOME = "welcome"
    ATTENTION = "attention"
    REFUSED = "refused"


TONES = {
    Verdict.WELCOME: Tone.WELCOME,
    Verdict.LEFT: Tone.WELCOME,
    Verdict.RETURNED: Tone.WELCOME,
    Verdict.ALREADY_IN: Tone.ATTENTION,
    Verdict.WRONG_SLOT: Tone.ATTENTION,
    Verdict.EARLY: Tone.ATTENTION,
    Verdict.FULL: Tone.ATTENTION,
    Verdict.NO_REENTRY: Tone.ATTENTION,
    Verdict.WAITLISTED: Tone.ATTENTION,
    Verdict.REPLACED: Tone.ATTENTION,
    Verdict.GENUINE_UNLISTED: Tone.ATTENTION,
    Verdict.BLANK: Tone.ATTENTION,
    Verdict.SHEET_PAGE: Tone.ATTENTION,
    Verdict.OTHER_EVENT: Tone.REFUSED,
    Verdict.CANCELLED: Tone.REFUSED,
    Verdict.CERTIFICATE: Tone.REFUSED,
    Verdict.FOREIGN: Tone.REFUSED,
    Verdict.UNREADABLE: Tone.REFUSED,
}

VERDICT_LABELS = {
    Verdict.WELCOME: N_("bienvenue"),
    Verdict.ALREADY_IN: N_("déjà là"),
    Verdict.LEFT: N_("sortie"),
    Verdict.RETURNED: N_("retour"),
    Verdict.WRONG_SLOT: N_("autre créneau"),
    Verdict.EARLY: N_("avant l'ouverture"),
    Verdict.FULL: N_("salle pleine"),
    Verdict.NO_REENTRY: N_("sortie définitive"),
    Verdict.OTHER_EVENT: N_("autre événement"),
    Verdict.CANCELLED: N_("désistement"),
    Verdict.WAITLISTED: N_("liste d'attente"),
    Verdict.REPLACED: N_("ancien badge"),
    Verdict.GENUINE_UNLISTED: N_("badge authentique, hors liste"),
    Verdict.BLANK: N_("badge vierge"),
    Verdict.SHEET_PAGE: N_("code d'une feuille"),
    Verdict.CERTIFICATE: N_("attestation"),
    Verdict.FOREIGN: N_("badge inconnu"),
    Verdict.UNREADABLE: N_("illisible"),
}

# The sentence under the verdict. {time}, {first}, {place}, {slot}, {event}, {opens}, {seats}, {left} are filled by the door.
VERDICT_SENTENCES = {
    Verdict.WELCOME: N_("Présence enregistrée à {time}."),
    Verdict.ALREADY_IN: N_("Arrivée déjà notée à {first}{place}. Rien à refaire."),
    Verdict.LEFT: N_("Sortie enregistrée à {time}."),
    Verdict.RETURNED: N_("Retour enregistré à {time}."),
    Verdict.WRONG_SLOT: N_("Inscription pour « {slot} », pas pour ce créneau."),
    Verdict.EARLY: N_("L'accueil de « {slot} » ouvre à {opens}."),
    Verdict.FULL: N_("Plus de place ({seats} en tout). Entrée à décider par l'organisation."),
    Verdict.NO_REENTRY: N_("Sortie enregistrée à {left} : ce créneau n'admet pas de retour."),
    Verdict.OTHER_EVENT: N_("Ce badge est celui d'un autre événement : « {event} »."),
    Verdict.CANCELLED: N_("Inscription annulée. À voir avec l'organisation."),
    Verdict.WAITLISTED: N_("Sur liste d'attente. Entrée à décider par l'organisation."),
    Verdict.REPLACED: N_("Ancien badge : un nouveau a été imprimé. Demandez le nouveau."),
    Verdict.GENUINE_UNLISTED: N_("Badge authentique, absent de cette liste. Présence enregistrée à {time}."),
    Verdict.BLANK: N_("À qui est-il ? Tapez son nom, ou F2 pour l'inscrire."),
    Verdict.SHEET_PAGE: N_("C'est le code d'une feuille d'émargement, pas d'un badge. Scannez le badge."),
    Verdict.CERTIFICATE: N_("C'est le code d'une attestation. Scannez le badge."),
    Verdict.FOREIGN: N_("Ce code n'est pas un badge de cet événement."),
    Verdict.UNREADABLE: N_("Lecture incomplète. Scannez de nouveau."),
}

LATE = N_("Présence enregistrée à {time}, {late} min après le début.")

# Verdicts that record an arrival or a departure; the others keep the scan and nothing more.
RECORDED = frozenset({Verdict.WELCOME, Verdict.LEFT, Verdict.RETURNED, Verdict.GENUINE_UNLISTED})
# The organiser may let them in all the same.
ADMITTABLE = frozenset(
    {Verdict.WAITLISTED, Verdict.CANCELLED, Verdict.WRONG_SLOT, Verdict.EARLY, Verdict.FULL, Verdict.NO_REENTRY}
)
# Who the room is held for: neither the hour of opening nor the number of seats stops them.
_TEAM = frozenset({Role.SPEAKER, Role.DIGNITARY, Role.ORGANISER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A verdict and what is shown with it. `first_at` is the arrival it repeats, `left_at` the departure
    one may not come back from; `place` the station of it.
    """

    verdict: Verdict
    token: str = ""
    attendee: Attendee | None = None
    slot: Slot | None = None
    at: datetime
    first_at: datetime | None = None
    place: str = ""
    right_slot: Slot | None = None
    left_at: datetime | None = None
    other_event: str = ""
    outside_dates: bool = False
    fact_id: str = ""

    @property
    def late(self) -> bool:
        """Whether it is the first arrival of somebody who is late."""
        return self.verdict in (Verdict.WELCOME, Verdict.GENUINE_UNLISTED) and bool(
            self.slot and self.slot.is_late(self.at)
        )

    @property
    def tone(self) -> Tone:
        """The tone of the verdict."""
        return TONES[self.verdict]


def judge(
    person: Attendee,
    event: Event,
    slot: Slot,
    facts: Collection[Fact],
    at: datetime,
    full: Callable[[], bool] = lambda: False,
    *,
    leaving: bool = False,
) -> tuple[Verdict, Fact | None]:
    """The verdict on a listed person at a slot, and the fact it refers to when there is one: the first arrival, or the
    departure one may not come back from.

    `facts` are the person's unvoided arrivals and departures in that slot; `full` is asked last, and only if need be.
    """
    arrivals = sorted((f for f in facts if f.kind == FactKind.ARRIVAL), key=lambda f: f.at)
    if arrivals:
        # Whoever was let in is in, whatever the list says.
        first = next((f for f in arrivals if f.method not in CROSSES), None)
        if leaving:
            return Verdict.LEFT, first or arrivals[0]
        if first is None:  # a cross on a list or in the grid told no hour: here it is
            return Verdict.WELCOME, None
        gone = max((f for f in facts if f.kind == FactKind.DEPARTURE), key=lambda f: f.at, default=None)
        if gone is None or gone.at <= arrivals[-1].at:
            return Verdict.ALREADY_IN, first
        return (Verdict.RETURNED, first) if slot.reentry else (Verdict.NO_REENTRY, gone)
    if person.status == Status.CANCELLED:
        return Verdict.CANCELLED, None
    if person.status == Status.WAITLISTED:
        return Verdict.WAITLISTED, None
    if leaving:
        return Verdict.LEFT, None
    if not person.expected_in(slot.id) and any(person.expected_in(s.id) for s in event.slots):
        return Verdict.WRONG_SLOT, None
    if person.role not in _TEAM:
        if slot.is_early(at):
            return Verdict.EARLY, None
        if slot.seats is not None and full():
            return Verdict.FULL, None
    return Verdict.WELCOME, None


_A_DAY = timedelta(days=1)


def outside_dates(event: Event, at: datetime) -> bool:
    """Whether an instant is more than a day away from the event: recorded all the same, and flagged."""
    starts, ends = event.starts, event.ends
    return starts is not None and ends is not None and not starts - _A_DAY <= at <= ends + _A_DAY
