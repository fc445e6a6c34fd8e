"""Several returns taken together: who came where, each person counted once, and the figures headquarters asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ia_events.domain.attendance import IN_ROOM, State, counted_as
from ia_events.domain.dates import numbers_of
from ia_events.domain.employer_kinds import KIND_LABELS, EmployerKind, kind_of
from ia_events.domain.employers import employer_key
from ia_events.domain.figures import attendance_rate
from ia_events.domain.people import Role, Status, upper_name
from ia_events.domain.returned import Note
from ia_events.domain.text import fold, sort_key
from ia_events.i18n import N_, _


@dataclass(frozen=True, slots=True, kw_only=True)
class Attended:
    """A participant of one event, with the state recorded in each of its slots ("" where the row says nothing).

    `nameless`: a badge stands for somebody the event does not know, under a name that is nobody's.
    """

    last_name: str
    first_name: str
    employer: str = ""
    email: str = ""
    category: str = ""
    role: str = Role.PARTICIPANT
    status: str = Status.REGISTERED
    states: tuple[str, ...] = ()
    hours: float = 0.0
    nameless: bool = False

    @property
    def registered(self) -> bool:
        """Whether the registration stands."""
        return self.status == Status.REGISTERED

    @property
    def came(self) -> int:
        """In how many slots."""
        return sum(state in IN_ROOM for state in self.states)

    @property
    def expected(self) -> int:
        """In how many slots, or seen all the same."""
        return sum(counted_as(state, self.registered) != State.NOT_EXPECTED for state in self.states)

    @property
    def unrecorded(self) -> int:
        """In how many of the slots expected nobody said yet."""
        return sum(counted_as(state, self.registered) == State.EXPECTED for state in self.states)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnRead:
    """One return, as a file says it. `people` are all of them, whatever their role; `made_at` tells editions apart."""

    source: str
    title: str
    event_id: str = ""
    delegation: str = ""
    programme: str = ""
    themes: tuple[str, ...] = ()
    dates: str = ""
    made_at: datetime | None = None
    people: tuple[Attended, ...] = field(default=(), repr=False)
    notes: tuple[Note, ...] = ()

    @property
    def told(self) -> tuple[object, ...]:
        """What the returns of one event have in common whoever made them: title, delegation, dates in either language."""
        return fold(self.title), fold(self.delegation), numbers_of(self.dates)


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that is not counted, and why, in words."""

    source: str
    reason: str
    code: str = ""


class By(StrEnum):
    """What the figures are told by."""

    DELEGATION = "delegation"
    PROGRAMME = "programme"
    EMPLOYER = "employer"
    CATEGORY = "category"
    THEME = "theme"
    EVENT = "event"


BY_LABELS = {
    By.DELEGATION: N_("Délégation"),
    By.PROGRAMME: N_("Dispositif"),
    By.EMPLOYER: N_("Type d'employeur"),
    By.CATEGORY: N_("Catégorie"),
    By.THEME: N_("Thème"),
    By.EVENT: N_("Événement"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of a group of participants. `people` counts somebody of several events once, `registrations` each time.

    `expected`, `unrecorded` (of those expected) and `came` count half-days.
    """

    name: str
    events: int
    registrations: int
    people: int
    expected: int
    unrecorded: int
    came: int
    hours: float

    @property
    def rate(self) -> float | None:
        """Share of the half-days expected that were attended, among those that are known; None when none is."""
        return attendance_rate(self.came, self.expected, self.unrecorded)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody over all the returns: the fullest of the rows found, and the events (their places in `returns`)."""

    attended: Attended
    kind: EmployerKind
    events: tuple[int, ...]
    registrations: int
    expected: int
    unrecorded: int
    came: int
    hours: float

    @property
    def rate(self) -> float | None:
        """As that of a line."""
        return attendance_rate(self.came, self.expected, self.unrecorded)

    @property
    def name(self) -> str:
        """« NOM Prénom »."""
        return f"{upper_name(self.attended.last_name)} {self.attended.first_name}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Consolidation:
    """Several returns together. `unread` are the files left out; `people` are in list order."""

    returns: tuple[ReturnRead, ...]
    unread: tuple[Unread, ...]
    total: Line
    lines: Mapping[By, tuple[Line, ...]]
    people: tuple[Person, ...] = field(repr=False)

    @property
    def several(self) -> tuple[Person, ...]:
        """Those who are in more than one event."""
        return tuple(person for person in self.people if len(person.events) > 1)

    @property
    def alike(self) -> tuple[tuple[Person, ...], ...]:
        """Those of one name who are counted apart, and may be one: another employer or address, in other events."""
        named: dict[tuple[str, ...], list[Person]] = {}
        for person in self.people:
            if person.attended.nameless:
                continue
            named.setdefault(_names(person.attended)[0], []).append(person)
        return tuple(
            tuple(group)
            for group in named.values()
            if len(group) > 1 and any(person.events != group[0].events for person in group)
        )


def consolidate(read: Iterable[ReturnRead], unread: Iterable[Unread] = ()) -> Consolidation:
    """Put returns together. Of two editions of one return the later counts, and the other is among the files left out."""
    returns, older = _latest(read)
    everybody = [
        (number, person)
        for number, found in enumerate(returns)
        for person in found.people
        if person.role == Role.PARTICIPANT and (person.registered or person.came)
    ]
    who = _same_people([person for _number, person in everybody])
    rows = [(number, person, who[place]) for place, (number, person) in enumerate(everybody)]
    themes = [found.themes or ("",) for found in returns]

    def named(number: int, person: Attended, by: By) -> Sequence[str]:
        found = returns[number]
        if by == By.THEME:
            return themes[number]
        if by == By.EMPLOYER:
            return (kind_of(person.employer).value,)
        if by == By.CATEGORY:
            return (person.category,)
        if by == By.EVENT:
            return (str(number),)
        return (found.delegation if by == By.DELEGATION else found.programme,)

    return Consolidation(
        returns=returns,
        unread=(*unread, *older),
        total=_line(_("Total"), rows, len(returns)),
        lines={by: _lines(by, rows, returns, named) for by in By},
        people=_people(rows),
    )


def _latest(read: Iterable[ReturnRead]) -> tuple[tuple[ReturnRead, ...], list[Unread]]:
    kept: list[ReturnRead] = []
    by_id: dict[str, int] = {}
    by_words: dict[tuple[object, ...], list[int]] = {}
    older: list[Unread] = []

    def age(found: ReturnRead) -> float:
        return found.made_at.timestamp() if found.made_at else 0.0

    for found in read:
        place = by_id.get(found.event_id) if found.event_id else None
        alike = by_words.setdefault(found.told, [])
        if place is None:
            # Without an id on either side (a first edition), by what is said of it; two ids are two events.
            place = next((n for n in alike if not (found.event_id and kept[n].event_id)), None)
        if place is None:
            place = len(kept)
            kept.append(found)
        else:
            other = kept[place]
            loser, winner = (other, found) if age(found) > age(other) else (found, other)
            kept[place] = winner
            reason = _(
                "Le même événement est dans « {other} », plus récent ou identique : ce fichier n'est pas compté."
            )
            older.append(Unread(loser.source, reason.format(other=winner.source), "return_older"))
        if found.event_id:
            by_id[found.event_id] = place
        if place not in alike:
            alike.append(place)
    return tuple(kept), older


# --- who is who ---------------------------------------------------------------------------------------------------


def _same_people(people: Sequence[Attended]) -> list[int]:
    """For each row, the number of the person it is: the same address and name, or the same name and employer."""
    by_email: dict[tuple[object, str], int] = {}
    by_place: dict[tuple[object, str], list[int]] = {}
    emails: list[str] = []
    numbers = []
    for person in people:
        names, employer, email = _names(person), employer_key(person.employer), person.email
        number = next((by_email[name, email] for name in names if email and (name, email) in by_email), None)
        if number is None and employer:
            # One name at one employer: two people when their addresses differ.
            same = [n for name in names for n in by_place.get((name, employer), ())]
            number = next((n for n in same if not (email and emails[n])), None)
        if number is None:
            number = len(emails)
            emails.append(email)
        emails[number] = emails[number] or email
        for name in names:
            if email:
                by_email.setdefault((name, email), number)
            if employer:
                known = by_place.setdefault((name, employer), [])
                if number not in known:
                    known.append(number)
        numbers.append(number)
    return numbers


def _names(person: Attended) -> tuple[tuple[str, ...], ...]:
    """The ways a name is compared, whichever comes first: « N'Diaye » in one piece, « De La Tour Anne, Marie » in words."""
    last, first = fold(person.last_name), fold(person.first_name)
    return tuple(sorted((last.replace(" ", ""), first.replace(" ", "")))), tuple(sorted(f"{last} {first}".split()))


_Row = tuple[int, Attended, int]


def _people(rows: Sequence[_Row]) -> tuple[Person, ...]:
    by_person: dict[int, list[_Row]] = {}
    for row in rows:
        by_person.setdefault(row[2], []).append(row)
    found = []
    for theirs in by_person.values():
        fullest = max((p for _n, p, _w in theirs), key=lambda p: sum(map(bool, (p.employer, p.email, p.category))))
        found.append(
            Person(
                fullest,
                kind_of(fullest.employer),
                tuple(dict.fromkeys(number for number, _p, _w in theirs)),
                sum(p.registered for _n, p, _w in theirs),
                sum(p.expected for _n, p, _w in theirs),
                sum(p.unrecorded for _n, p, _w in theirs),
                sum(p.came for _n, p, _w in theirs),
                round(sum(p.hours for _n, p, _w in theirs), 2),
            )
        )
    return tuple(sorted(found, key=lambda p: sort_key(p.attended.last_name, p.attended.first_name)))


# --- figures ------------------------------------------------------------------------------------------------------


def _line(name: str, rows: Sequence[_Row], events: int) -> Line:
    return Line(
        name,
        events,
        sum(person.registered for _n, person, _w in rows),
        len({who for _n, _p, who in rows}),
        sum(person.expected for _n, person, _w in rows),
        sum(person.unrecorded for _n, person, _w in rows),
        sum(person.came for _n, person, _w in rows),
        round(sum(person.hours for _n, person, _w in rows), 2),
    )


def _lines(
    by: By,
    rows: Sequence[_Row],
    returns: Sequence[ReturnRead],
    named: Callable[[int, Attended, By], Sequence[str]],
) -> tuple[Line, ...]:
    groups: dict[str, list[_Row]] = {}
    spelled: dict[str, str] = {}
    events: dict[str, set[int]] = {}
    if by not in (By.EMPLOYER, By.CATEGORY):  # an event without anybody is counted all the same
        nobody = Attended(last_name="", first_name="")
        for number in range(len(returns)):
            for name in named(number, nobody, by):
                key = fold(name)
                spelled.setdefault(key, name)
                groups.setdefault(key, [])
                events.setdefault(key, set()).add(number)
    for row in rows:
        for name in named(row[0], row[1], by):
            key = name if by == By.CATEGORY else fold(name)
            spelled.setdefault(key, name)
            groups.setdefault(key, []).append(row)
            events.setdefault(key, set()).add(row[0])
    found = [(key, _line(_words(by, spelled[key], returns), groups[key], len(events[key]))) for key in groups]
    order = {kind.value: place for place, kind in enumerate(EmployerKind)}
    if by == By.EMPLOYER:
        return tuple(line for _key, line in sorted(found, key=lambda item: order[item[0]]))
    if by == By.EVENT:
        return tuple(line for _key, line in found)
    return tuple(line for _key, line in sorted(found, key=lambda item: (not item[0], item[0])))


def _words(by: By, name: str, returns: Sequence[ReturnRead]) -> str:
    if by == By.EVENT:
        return returns[int(name)].title
    if by == By.EMPLOYER:
        return _(KIND_LABELS[EmployerKind(name)])
    return name or _("Non renseigné")
