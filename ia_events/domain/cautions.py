"""Cautions: what is worth a second look before an event. Never refusals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from ia_events.domain.events import Event, Format, Slot
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
_ALSACE_MOSELLE = "6AE"  # Alsace; the days of Moselle are the same
_ITS_POSTCODES = {"57", "67", "68"}
_ITS_DELEGATIONS = {"grand est", "inet strasbourg"}
# Days between a slot and the nearest others, beyond which its date is worth a second look.
_APART, _SPREAD = 7, 62
_LONGEST = 31  # days looked at of one slot: a longer one has a false end, which is said
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
    return _holiday(day, _SUBDIVISION_BY_ZONE.get(timezone))


def _holiday(day: date, subdivision: str | None) -> str | None:
    calendar = _calendars.get((subdivision, day.year))
    if calendar is None:
        import holidays  # 0.1 s: only when an event is edited

        calendar = holidays.country_holidays("FR", subdiv=subdivision, years=day.year, language="fr")
        _calendars[subdivision, day.year] = calendar
    name = calendar.get(day)
    return typography(str(name)) if name else None


def _in_alsace_moselle(event: Event) -> bool:
    """Whether an event may be where two more days are public holidays: by the postcode of its place, else its delegation."""
    codes = re.findall(r"\b(\d\d) ?\d{3}\b", f"{event.venue} {event.address}")
    return bool(_ITS_POSTCODES.intersection(codes)) if codes else fold(event.delegation) in _ITS_DELEGATIONS


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
    return [*_slot_cautions(event), *people_cautions(event, attendees, elsewhere, participants)]


def people_cautions(
    event: Event,
    attendees: Iterable[Attendee] = (),
    elsewhere: Sequence[tuple[Attendee, Event]] = (),
    participants: int | None = None,
) -> list[Caution]:
    """Those of `event_cautions` that come of who is registered: too many, or booked twice."""
    people = [a for a in attendees if a.status == Status.REGISTERED]
    found: list[Caution] = []
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
    found += _holiday_cautions(event)
    for slot in sorted(event.slots, key=lambda s: s.start):
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
    found += _outside_cautions(event)
    if event.registration_opens and event.registration_closes and event.registration_closes < event.registration_opens:
        found.append(Caution("window_reversed", N_("Les inscriptions ferment avant d'ouvrir.")))
    return found


def _holiday_cautions(event: Event) -> Iterator[Caution]:
    local = _in_alsace_moselle(event)
    for day in sorted({day for slot in event.slots for day in _days(event, slot)}):
        if name := holiday_name(day, event.timezone):
            template = N_("Le {day:%d/%m/%Y} est férié : {name}.")
        elif name := _holiday(day, _ALSACE_MOSELLE) if local else None:
            template = N_("Le {day:%d/%m/%Y} est férié en Alsace et en Moselle : {name}.")
        else:
            continue
        yield Caution("holiday", template, (("day", day), ("name", name)))


def _days(event: Event, slot: Slot) -> list[date]:
    """The days a slot is on, as the event's clocks tell them; that of a midnight it ends at is none."""
    first, end = event.local(slot.start).date(), event.local(max(slot.start, slot.end))
    last = end.date() - timedelta(days=end.time() == time(0))
    return [first + timedelta(days=n) for n in range(1 + min(max((last - first).days, 0), _LONGEST))]


def _outside_cautions(event: Event) -> Iterator[Caution]:
    """Slots whose date may be false: far from all the others, or over before one could register.

    Far is more than a week, or twice what is usual between the dates of this event when it has three or more (every month,
    say); two months where dates lie apart by nature: a made-to-measure training, one half-day of a cycle held again.
    """
    ordered = sorted(event.slots, key=lambda s: s.start)
    meetings: list[list[Slot]] = []
    for slot in ordered:
        if meetings and _gap(event, meetings[-1], [slot]) <= _APART:
            meetings[-1].append(slot)
        else:
            meetings.append([slot])
    gaps = [_gap(event, before, after) for before, after in pairwise(meetings)]
    alone = [min(gaps[max(0, n - 1) : n + 1]) for n in range(len(meetings))] if gaps else []
    again = event.cycle and len({tuple(event.local(s.start).time() for s in part) for part in meetings}) == 1
    usual = _SPREAD if event.format == Format.TRAINING or again else _APART
    if len(meetings) == 2:  # which of the two: the smaller, else the later
        few = min((1, 0), key=lambda n: len(meetings[n]))
        alone[1 - few] = 0
    for place, (part, gap) in enumerate(zip(meetings, alone, strict=False)):
        others = alone[:place] + alone[place + 1 :]
        if gap > (max(usual, 2 * median(others)) if len(meetings) > 2 else usual):
            template = N_(
                "Le créneau « {slot} » du {day:%d/%m/%Y} est à {count} jours des autres : la date est-elle juste ?"
            )
            values = (("slot", part[0].label), ("day", event.local(part[0].start).date()), ("count", gap))
            yield Caution("slot_outside", template, values)
    opens = event.registration_opens
    if opens and ordered and event.local(ordered[0].end).date() < opens:
        template = N_(
            "Le créneau « {slot} » du {day:%d/%m/%Y} précède l'ouverture des inscriptions ({opens:%d/%m/%Y}) : la date est-elle juste ?"
        )
        day = event.local(ordered[0].start).date()
        yield Caution("slot_outside", template, (("slot", ordered[0].label), ("day", day), ("opens", opens)))


def _gap(event: Event, before: Sequence[Slot], after: Sequence[Slot]) -> int:
    """Days from the last day of some slots to the first of those after them."""
    return (event.local(after[0].start).date() - max(_days(event, slot)[-1] for slot in before)).days


def _same_person(one: Attendee, other: Attendee) -> bool:
    if one.email and one.email == other.email:
        return True
    return (fold(one.last_name), fold(one.first_name)) == (fold(other.last_name), fold(other.first_name))


def _overlap(ours: Iterable[Slot], theirs: Sequence[Slot]) -> bool:
    return any(a.start < b.end and b.start < a.end for a in ours for b in theirs)
