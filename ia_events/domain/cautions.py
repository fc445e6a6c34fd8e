"""Cautions: what is worth a second look before an event. Never refusals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from ia_events.domain.events import Event, Slot
from ia_events.domain.people import Attendee, Role, Status
from ia_events.domain.text import fold
from ia_events.i18n import N_, _, typography

if TYPE_CHECKING:
    import holidays

# Subdivisions as the `holidays` library names them.
_SUBDIVISION_BY_ZONE = {
    "America/Guadeloupe": "971",
    "America/Marigot": "MF",
    "America/St_Barthelemy": "BL",
    "America/Martinique": "972",
    "America/Cayenne": "973",
    "Indian/Reunion": "974",
    "Indian/Mayotte": "976",
}
_ADVICE = {
    "no_slot": N_("Ajoutez au moins un créneau."),
    "holiday": N_("Vérifiez que le lieu est ouvert et que la date convient."),
    "slot_reversed": N_("Corrigez ses heures."),
    "slot_long": N_("Corrigez ses heures, ou partagez-le en demi-journées."),
    "slot_overlap": N_("Corrigez leurs heures : on ne signe pas deux feuilles à la fois."),
    "slot_recorded": N_("Elles ne figureraient plus dans la grille ni dans le retour."),
    "slot_outside": N_("Corrigez la date si elle est fausse."),
    "window_reversed": N_("Corrigez l'une des deux dates."),
    "capacity": N_("Changez de salle, relevez la jauge ou passez des personnes en liste d'attente."),
    "speaker_clash": N_("Décalez l'un des créneaux, ou confiez l'intervention à quelqu'un d'autre."),
}
_calendars: dict[tuple[str | None, int], holidays.HolidayBase] = {}


@dataclass(frozen=True, slots=True)
class Caution:
    """A caution: a stable code and a French sentence with its values, translated when shown."""

    code: str
    template: str
    values: tuple[tuple[str, object], ...] = ()

    @property
    def message(self) -> str:
        """The sentence, in the language in use."""
        return _(self.template).format(**dict(self.values))

    @property
    def advice(self) -> str:
        """What can be done about it."""
        return _(_ADVICE[self.code])


def holiday_name(day: date, timezone: str) -> str | None:
    """The public holiday on that day, mainland and overseas ones, or None. The name is French."""
    subdivision = _SUBDIVISION_BY_ZONE.get(timezone)
    calendar = _calendars.get((subdivision, day.year))
    if calendar is None:
        import holidays  # 0.1 s: only when an event is edited

        calendar = holidays.country_holidays("FR", subdiv=subdivision, years=day.year, language="fr")
        _calendars[subdivision, day.year] = calendar
    name = calendar.get(day)
    return typography(str(name)) if name else None


def event_cautions(
    event: Event,
    attendees: Iterable[Attendee] = (),
    elsewhere: Sequence[tuple[Attendee, Event]] = (),
    participants: int | None = None,
) -> list[Caution]:
    """Cautions for an event: its slots, its capacity, its speakers.

    `elsewhere` holds the speakers of other events, with their events, to find somebody booked twice. When `attendees`
    are only those in a role, `participants` says how many others are registered.
    """
    people = [a for a in attendees if a.status == Status.REGISTERED]
    found = _slot_cautions(event)
    registered = sum(a.role == Role.PARTICIPANT for a in people) if participants is None else participants
    if event.capacity is not None and registered > event.capacity:
        template = N_("{count} inscriptions pour une jauge de {capacity}.")
        found.append(Caution("capacity", template, (("count", registered), ("capacity", event.capacity))))
    for speaker in (a for a in people if a.role == Role.SPEAKER):
        for other, other_event in elsewhere:
            if other_event.id != event.id and _same_person(speaker, other) and _overlap(event.slots, other_event.slots):
                template = N_("{name} intervient aussi à « {title} » au même moment.")
                values = (("name", speaker.list_name), ("title", other_event.title))
                found.append(Caution("speaker_clash", template, values))
    return found


def _slot_cautions(event: Event) -> list[Caution]:
    found: list[Caution] = []
    if not event.slots:
        found.append(Caution("no_slot", N_("Aucun créneau : ni feuille d'émargement ni accueil possibles.")))
    seen: set[date] = set()
    for slot in sorted(event.slots, key=lambda s: s.start):
        day = event.local(slot.start).date()
        name = None if day in seen else holiday_name(day, event.timezone)
        seen.add(day)
        if name:
            found.append(
                Caution("holiday", N_("Le {day:%d/%m/%Y} est férié : {name}."), (("day", day), ("name", name)))
            )
        if slot.end <= slot.start:
            template = N_("Le créneau « {slot} » finit avant de commencer.")
            found.append(Caution("slot_reversed", template, (("slot", slot.label),)))
        elif slot.hours > 12:
            template = N_(
                "Le créneau « {slot} » dure plus de douze heures : il finit le {end:%d/%m/%Y} à {end:%H} h {end:%M}."
            )
            ends = event.local(slot.end)
            found.append(Caution("slot_long", template, (("slot", slot.label), ("end", ends))))
    ordered = sorted(event.slots, key=lambda s: s.start)
    lasting = ordered[0] if ordered else None  # of those begun, the one that ends last
    for before, after in pairwise(ordered):
        if lasting is None or before.end > lasting.end:
            lasting = before
        if after.start < lasting.end and after.end > after.start:
            before = lasting
            template = N_("Les créneaux « {first} » et « {second} » se chevauchent.")
            values = (("first", before.label), ("second", after.label))
            found.append(Caution("slot_overlap", template, values))
        elif (after.start - before.end).days > 30:
            template = N_("Le créneau « {slot} » est à plus d'un mois des autres : la date est-elle juste ?")
            found.append(Caution("slot_outside", template, (("slot", after.label),)))
    if event.registration_opens and event.registration_closes and event.registration_closes < event.registration_opens:
        found.append(Caution("window_reversed", N_("Les inscriptions ferment avant d'ouvrir.")))
    return found


def _same_person(one: Attendee, other: Attendee) -> bool:
    if one.email and one.email == other.email:
        return True
    return (fold(one.last_name), fold(one.first_name)) == (fold(other.last_name), fold(other.first_name))


def _overlap(ours: Iterable[Slot], theirs: Sequence[Slot]) -> bool:
    return any(a.start < b.end and b.start < a.end for a in ours for b in theirs)
