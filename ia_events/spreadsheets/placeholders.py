"""What the `{{…}}` placeholders of headquarters' templates say.

Event: {{titre}} {{code de session}} {{format}} {{dispositif}} {{cycle}} {{délégation}} {{dates}} {{date de début}} {{date de fin}}
{{lieu}} {{adresse}} {{fuseau horaire}} {{organisateur}} {{accueil}} {{partenaires}} {{intervenants}} {{officiels}} {{public}} {{thèmes}}
{{jauge}} {{besoins}} {{inscriptions}} {{inscriptions sur place}} {{liste d'attente}} {{désistements}} {{heures totales}} {{établi le}} {{établi par}}.
Slots, counted from 1 in time order, empty beyond the last: {{créneau 1}} {{date créneau 1}} {{horaires créneau 1}} {{attendus créneau 1}}
{{présences créneau 1}} {{retards créneau 1}} {{absences excusées créneau 1}} {{absences créneau 1}} {{taux créneau 1}}.
Person: every field that headquarters may have, by its label, identifier or usual headings ({{nom}}, {{prénom}}, {{collectivité}} …),
and {{nom complet}} {{numéro}} {{heures}} {{code court}} {{identifiant}} {{origine}} {{arrivée 1}} {{départ 1}}; in the person's row
{{créneau 1}} is the person's state. {{créneaux}}, {{arrivées}} … fill one column a slot, to the right. Case and accents don't matter; English names are understood ({{title}}, {{last name}}, {{slot 1}} …).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from ia_events.domain import dates
from ia_events.domain.attendance import STATE_LABELS, Cell, Matrix
from ia_events.domain.events import FORMAT_LABELS, Event, OrganisationRole
from ia_events.domain.fields import RETURNED, Field
from ia_events.domain.people import SOURCE_LABELS, Attendee, Role, Source, Status
from ia_events.domain.text import fold
from ia_events.i18n import _, language
from ia_events.spreadsheets.returns import field_text, named, ordered_slots, slot_figures
from ia_events.spreadsheets.writing import Value

# The spaces around are left in: taking them out here would search a long cell again from each of them.
PLACEHOLDER = re.compile(r"\{\{([^{}]*)\}\}")
# One column a slot, from the cell they stand in: as many as the event has.
SPREADING = {
    "creneaux": "creneau", "slots": "creneau", "dates creneaux": "date creneau", "slot dates": "date creneau",
    "horaires creneaux": "horaires creneau", "slots hours": "horaires creneau", "arrivees": "arrivee", "arrivals": "arrivee",
    "departs": "depart", "departures": "depart",
}  # fmt: skip
_NUMBERED = re.compile(r"(.*?) ?(\d{1,2})")


# The names to show, French and English; all others a placeholder answers to are understood too.
EVENT_NAMES = (
    ("titre", "title"), ("code de session", "session code"), ("format", "format"), ("dispositif", "programme"), ("cycle", "cycle"),
    ("délégation", "delegation"), ("dates", "dates"), ("date de début", "start date"), ("date de fin", "end date"), ("lieu", "venue"),
    ("adresse", "address"), ("fuseau horaire", "time zone"), ("organisateur", "organiser"), ("accueil", "host"),
    ("partenaires", "partners"), ("intervenants", "speakers"), ("officiels", "dignitaries"), ("public", "audience"), ("thèmes", "themes"),
    ("jauge", "capacity"), ("besoins", "needs"), ("inscriptions", "registrations"), ("inscriptions sur place", "walk ins"),
    ("liste d'attente", "waitlist"), ("désistements", "cancellations"), ("heures totales", "total hours"), ("établi le", "made at"),
    ("établi par", "made by"),
)  # fmt: skip
SLOT_NAMES = (
    ("créneau", "slot"), ("date créneau", "slot date"), ("horaires créneau", "slot hours"), ("attendus créneau", "expected slot"),
    ("présences créneau", "present slot"), ("retards créneau", "late slot"), ("absences excusées créneau", "excused slot"),
    ("absences créneau", "absent slot"), ("taux créneau", "rate slot"),
)  # fmt: skip
PERSON_NAMES = (
    ("nom complet", "full name"), ("numéro", "number"), ("heures", "hours"), ("code court", "short code"), ("identifiant", "id"),
    ("origine", "source"),
)  # fmt: skip
PERSON_SLOT_NAMES = (("créneau", "slot"), ("arrivée", "arrival"), ("départ", "departure"))
SPREADING_NAMES = (
    ("créneaux", "slots"), ("dates créneaux", "slot dates"), ("horaires créneaux", "slots hours"), ("arrivées", "arrivals"),
    ("départs", "departures"),
)  # fmt: skip


def offered(slots: int) -> dict[str, list[str]]:
    """The placeholders to choose from, in the language in use, without their braces: keys event, person, slots (as many
    as the event has), person_slots, spreading."""
    french = language() == "fr"

    def said(names: Sequence[tuple[str, str]]) -> list[str]:
        return [name if french else english for name, english in names]

    def each(names: Sequence[tuple[str, str]]) -> list[str]:
        return [f"{name} {slot}" for slot in range(1, slots + 1) for name in said(names)]

    fields = [initial_small(field.label) if french else field.id.replace("_", " ") for field in RETURNED]
    return {
        "event": said(EVENT_NAMES),
        "person": [*fields, *said(PERSON_NAMES)],
        "slots": each(SLOT_NAMES),
        "person_slots": each(PERSON_SLOT_NAMES),
        "spreading": said(SPREADING_NAMES),
    }


def initial_small(label: str) -> str:
    """« Code postal » as « code postal », SIRET as it is."""
    return label if label.isupper() else label[:1].lower() + label[1:]


@dataclass(frozen=True, slots=True)
class Words:
    """What each placeholder says, by folded name; `numbered` ones are asked for with a slot's place, from 0."""

    plain: Mapping[str, Callable[[], Value]]
    numbered: Mapping[str, Callable[[int], Value]]

    def knows(self, name: str) -> bool:
        """Whether the folded name is one of these placeholders."""
        match = _NUMBERED.fullmatch(name)
        return name in self.plain or (match is not None and match[1] in self.numbered)

    def value(self, name: str) -> Value:
        """What it says; KeyError for a name that is not known."""
        if name in self.plain:
            return self.plain[name]()
        match = _NUMBERED.fullmatch(name)
        if match is None:
            raise KeyError(name)
        return self.numbered[match[1]](int(match[2]) - 1)


def as_text(value: Value) -> str:
    """A value within a sentence."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{dates.short_date(value.date())} {dates.clock(value)}"
    if isinstance(value, date):
        return dates.short_date(value)
    if isinstance(value, float):
        return f"{value:g}".replace(".", "," if language() == "fr" else ".")
    return str(value)


def field_names(field: Field) -> set[str]:
    """The folded names a field answers to."""
    return {fold(field.label), fold(field.id), *field.headings}


def event_words(event: Event, matrix: Matrix, made_at: datetime, made_by: str) -> Words:
    """The placeholders that say the same thing wherever they stand."""
    people = [p for p in matrix.people if p.id not in matrix.unlisted]
    slots = ordered_slots(event)
    figures = [slot_figures(matrix, slot) for slot in slots]
    participants = [p for p in people if p.role == Role.PARTICIPANT]
    hours = sum(matrix.hours(p.id) for p in matrix.people if p.role == Role.PARTICIPANT)

    def day(instant: datetime | None) -> date | None:
        return event.local(instant).date() if instant else None

    def organisations(role: OrganisationRole) -> Callable[[], Value]:
        return lambda: " · ".join(event.organisations_as(role))

    def counted(wanted: Callable[[Attendee], bool]) -> Callable[[], Value]:
        return lambda: sum(map(wanted, participants))

    def of_slot(value: Callable[[int], Value]) -> Callable[[int], Value]:
        return lambda place: value(place) if 0 <= place < len(slots) else None

    plain: list[tuple[Sequence[str], Callable[[], Value]]] = [
        (("titre", "intitule", "title"), lambda: event.title),
        (("code de session", "session code"), lambda: event.session_code),
        (("format",), lambda: _(FORMAT_LABELS[event.format])),
        (("dispositif", "programme"), lambda: event.programme),
        (("cycle",), lambda: event.cycle),
        (("delegation",), lambda: event.delegation),
        (("dates",), lambda: dates.event_dates(event)),
        (("date de debut", "date", "start date"), lambda: day(event.starts)),
        (("date de fin", "end date"), lambda: day(event.ends)),
        (("lieu", "venue"), lambda: event.venue),
        (("adresse", "address"), lambda: event.address),
        (("fuseau horaire", "time zone", "timezone"), lambda: event.timezone),
        (("organisateur", "organisateurs", "organiser"), organisations(OrganisationRole.ORGANISER)),
        (("accueil", "host"), organisations(OrganisationRole.HOST)),
        (("partenaire", "partenaires", "partner", "partners"), organisations(OrganisationRole.PARTNER)),
        (("intervenant", "intervenants", "interventions", "speaker", "speakers"), lambda: named(people, Role.SPEAKER)),
        (("officiels", "personnalites officielles", "dignitaries"), lambda: named(people, Role.DIGNITARY)),
        (("public", "audience"), lambda: event.audience),
        (("themes",), lambda: " · ".join(event.themes)),
        (("jauge", "capacity"), lambda: event.capacity),
        (("besoins", "besoins exprimes", "needs"), lambda: event.needs),
        (("inscriptions", "registrations"), counted(lambda p: p.status == Status.REGISTERED)),
        (("inscriptions sur place", "walk ins"), counted(lambda p: p.status == Status.REGISTERED and p.source == Source.WALK_IN)),
        (("liste d attente", "waitlist"), counted(lambda p: p.status == Status.WAITLISTED)),
        (("desistements", "cancellations"), counted(lambda p: p.status == Status.CANCELLED)),
        (("heures totales", "total hours"), lambda: round(hours, 2)),
        (("etabli le", "made at"), lambda: event.local(made_at).replace(tzinfo=None, microsecond=0)),
        (("etabli par", "made by"), lambda: made_by),
    ]  # fmt: skip
    numbered: list[tuple[Sequence[str], Callable[[int], Value]]] = [
        (("creneau", "slot"), lambda n: _(slots[n].label)),
        (("date creneau", "slot date"), lambda n: day(slots[n].start)),
        (("horaires creneau", "slot hours"), lambda n: dates.slot_hours(event, slots[n])),
        (("attendus creneau", "expected slot"), lambda n: figures[n].expected),
        (("presences creneau", "present slot"), lambda n: figures[n].present),
        (("retards creneau", "late slot"), lambda n: figures[n].late),
        (("absences excusees creneau", "excused slot"), lambda n: figures[n].excused),
        (("absences creneau", "absent slot"), lambda n: figures[n].absent),
        (("taux creneau", "rate slot"), lambda n: figures[n].rate),
    ]
    return Words(
        {name: value for names, value in plain for name in names},
        {name: of_slot(value) for names, value in numbered for name in names},
    )


class Person:
    """The placeholders of the person's row."""

    _PLAIN: ClassVar = {
        "nom complet": "full_name", "full name": "full_name", "numero": "number", "n": "number", "number": "number", "heures": "hours",
        "heures suivies": "hours", "hours": "hours", "code court": "short_code", "short code": "short_code", "identifiant": "id", "id": "id",
        "origine": "source", "source": "source",
    }  # fmt: skip
    _NUMBERED = ("arrivee", "arrival", "depart", "departure")

    def __init__(self, event: Event, matrix: Matrix) -> None:
        self._matrix = matrix
        self._event = event
        self._slots = ordered_slots(event)
        self._fields = {name: field.id for field in reversed(RETURNED) for name in field_names(field)}
        self._fields.update({fold(field.label): field.id for field in RETURNED})

    def is_numbered(self, name: str) -> bool:
        """Whether it is an hour in a slot, which alone makes no row a person's."""
        match = _NUMBERED.fullmatch(name)
        return match is not None and match[1] in self._NUMBERED

    def knows(self, name: str) -> bool:
        """Whether the folded name is one of these placeholders."""
        return name in self._PLAIN or name in self._fields or self.is_numbered(name)

    def words(self, person: Attendee, number: int, event: Words) -> Words:
        """What placeholders say in this person's row: the event's, and the person's own before them."""
        values: dict[str, Callable[[], Value]] = {
            "full_name": lambda: person.list_name,
            "number": lambda: number,
            "hours": lambda: round(self._matrix.hours(person.id), 2),
            "short_code": lambda: person.short_code,
            "id": lambda: person.id,
            "source": lambda: _(SOURCE_LABELS[person.source]),
        }

        def field(field_id: str) -> Callable[[], Value]:
            return lambda: field_text(person, field_id)

        def of_cell(value: Callable[[Cell], Value]) -> Callable[[int], Value]:
            def of_slot(place: int) -> Value:
                if not 0 <= place < len(self._slots):
                    return None
                return value(self._matrix.cells[person.id, self._slots[place].id])

            return of_slot

        state = of_cell(lambda cell: _(STATE_LABELS[cell.counts_as]))
        arrival = of_cell(lambda cell: self._local(cell.at))
        departure = of_cell(lambda cell: self._local(cell.left))
        own = {name: field(field_id) for name, field_id in self._fields.items() if name not in event.plain}
        own.update({name: values[key] for name, key in self._PLAIN.items()})
        numbered = dict(event.numbered)
        numbered.update(dict.fromkeys(("creneau", "slot"), state))
        numbered.update(dict.fromkeys(("arrivee", "arrival"), arrival))
        numbered.update(dict.fromkeys(("depart", "departure"), departure))
        return Words({**event.plain, **own}, numbered)

    def _local(self, instant: datetime | None) -> datetime | None:
        return self._event.local(instant).replace(tzinfo=None, microsecond=0) if instant else None
