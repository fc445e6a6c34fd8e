"""Recognising somebody of a list among the people already known: for certain, likely, or not.

Every question is answered from an index, so that a hundred thousand rows meet a hundred thousand people in a second.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import IntEnum
from hashlib import blake2b
from typing import NamedTuple

from ia_events.domain.employers import close_employers, employer_key
from ia_events.domain.people import Attendee
from ia_events.domain.text import fold

_MOST = 60  # people of one name that are looked at one by one
_SHOWN = 5
_PARTICLES = frozenset({"de", "du", "des", "d", "la", "le", "les", "l", "von", "van", "der"})


class Found(NamedTuple):
    """Who a person is: `person` for certain; else, with a `code` of PROBLEMS, `candidates`, the likeliest first.

    `quiet` says that the row is known to be theirs and to change nothing (it was decided so once).
    """

    person: Attendee | None = None
    code: str = ""
    candidates: tuple[Attendee, ...] = ()
    quiet: bool = False


_NOBODY = Found()


class _Relation(IntEnum):
    SAME = 0
    TURNED = 1  # last and first name swapped, or cut elsewhere
    BIRTH = 2  # the birth name of one is the name, or the birth name, of the other


_CODES = {_Relation.SAME: "possible_duplicate", _Relation.TURNED: "name_close", _Relation.BIRTH: "birth_name"}


class _Folded(dict[str, str]):
    """Folded texts, each made once: a list names the same towns and first names thousands of times."""

    def __missing__(self, text: str) -> str:
        folded = self[text] = fold(text)
        return folded


class _Places(dict[str, str]):
    """Employers as they are compared."""

    def __missing__(self, text: str) -> str:
        key = self[text] = employer_key(text)
        return key


class _Parts(dict[str, str]):
    """Names as they are compared: in one piece, « La Tour (de) » as « de La Tour »."""

    def __missing__(self, text: str) -> str:
        words = fold(text).split()
        end = len(words)
        while end > 1 and words[end - 1] in _PARTICLES:
            end -= 1
        part = self[text] = "".join(words[end:] + words[:end])
        return part


class _Letters(dict[str, int]):
    """Names → a number that only their letters make, in whatever order; of two names together, the sum of theirs."""

    def __missing__(self, text: str) -> int:
        letters = self[text] = sum([ord(letter) ** 9 for letter in text])
        return letters


Identity = tuple[str, str, str, str, str]
"""Last name, first name, e-mail, staff number and employer, as they are compared."""


class Known:
    """People by each of the ways a person is recognised."""

    def __init__(self, people: Iterable[Attendee] = ()) -> None:
        self.current: dict[str, Attendee] = {}
        self._folded, self._places, self._parts, self._letters = _Folded(), _Places(), _Parts(), _Letters()
        self._by_identity: dict[Identity, str] = {}
        self._twins: dict[Identity, list[str]] = {}  # where there are several
        # By what a row is recognised by, whom it was decided to be: by the list that asked.
        self._by_decision: dict[str, dict[str, tuple[str, bool]]] = {}
        # The others are brought up to date when somebody is not recognised at once: the same list again never asks.
        self._coming: list[tuple[Attendee, Identity, bool]] = []
        self._by_name: dict[int, list[str]] = {}
        self._by_email: dict[str, str] = {}
        self._by_number: dict[tuple[str, str], list[str]] = {}
        self._by_employer: dict[str, list[str]] = {}
        # Those of an employer, by last and by first name: made when it is asked for.
        self._near: dict[str, tuple[dict[str, list[str]], dict[str, list[str]]]] = {}
        self.learn(people)

    def learn(self, people: Iterable[Attendee]) -> None:
        """Know people."""
        for person in people:
            self.add(person, self.identity(person))

    def add(self, person: Attendee, identity: Identity) -> None:
        """Know a person, or what more was learnt of one."""
        id_ = person.id
        again = id_ in self.current
        self.current[id_] = person
        first = self._by_identity.setdefault(identity, id_)
        if first is not id_ and first != id_:
            _put(self._twins.setdefault(identity, [first]), id_)
        self._coming.append((person, identity, again))
        if person.known_as:
            for mark in person.known_as.split():
                digest, _at, source = mark.removeprefix("=").partition("@")
                self._by_decision.setdefault(digest, {})[source] = id_, mark.startswith("=")

    def _index(self) -> None:
        for person, identity, again in self._coming:
            put = _put if again else list.append
            last, first, email, number, employer = identity
            letters = self._letters[last] + self._letters[first]
            put(self._by_name.setdefault(letters, []), person.id)
            if person.birth_name:
                born = self._letters[self._parts[person.birth_name]] + self._letters[first]
                _put(self._by_name.setdefault(born, []), person.id)
            if email:
                self._by_email.setdefault(email, person.id)
            if number:
                put(self._by_number.setdefault((number, employer), []), person.id)
            if employer:
                put(self._by_employer.setdefault(employer, []), person.id)
                if employer in self._near:
                    self._index_near(employer, person)
        self._coming.clear()

    def _index_near(self, employer: str, person: Attendee) -> None:
        lasts, firsts = self._near[employer]
        _put(lasts.setdefault(self._parts[person.last_name], []), person.id)
        _put(firsts.setdefault(self._parts[person.first_name], []), person.id)

    def mark(self, person: Attendee, *, quiet: bool, source: str = "") -> str:
        """The word of `known_as` by which this very row is recognised again; `quiet` when it is to change nothing.

        `source` is the list it is in: what was decided of a row that may be several people holds for that list only.
        """
        digest = blake2b("\x1f".join(self.identity(person)).encode(), digest_size=8).hexdigest()
        return f"{'=' if quiet else ''}{digest}{'@' if source else ''}{source}"

    def find(self, person: Attendee, identity: Identity, source: str = "") -> Found:
        """Who this person, of that identity and in a list of that source, is."""
        if person.id and person.id in self.current:
            return Found(self.current[person.id])
        decided = self._by_decision.get(self.mark(person, quiet=False)) if self._by_decision else None
        if decided is None:
            return self._found(person, identity)
        if source in decided:
            return Found(self.current[decided[source][0]], quiet=decided[source][1])
        found = self._found(person, identity)
        id_, quiet = list(decided.values())[-1]
        if found.code != "namesakes":
            return Found(self.current[id_], quiet=quiet)
        # Another list said who it was there; that tells nothing of this one.
        there = self.current[id_]
        others = [other for other in found.candidates if other.id != id_]
        return Found(None, "namesakes_before", (there, *others)[:_SHOWN])

    def _found(self, person: Attendee, identity: Identity) -> Found:
        if same := self._by_identity.get(identity):
            alike = [self.current[i] for i in self._twins.get(identity, (same,))]
            if not person.email and not person.staff_number:
                alike = [other for other in alike if not _told_apart(person, other)]
            if alike:
                return self._one_of(alike)
        if self._coming:
            self._index()
        employer = identity[-1]
        namesakes = self._namesakes(person, identity)
        if namesakes and (sure := self._surely(person, employer, namesakes)):
            return sure
        likely = self._likely(person, employer, namesakes)
        if not likely:
            return _NOBODY
        return Found(None, next(iter(likely.values())), tuple(self.current[i] for i in likely)[:_SHOWN])

    def _surely(self, person: Attendee, employer: str, namesakes: list[tuple[_Relation, Attendee]]) -> Found | None:
        if proven := [
            (relation, self._places[other.employer] != employer, other.id)
            for relation, other in namesakes
            if self._proven(person, other, employer)
        ]:
            return Found(self.current[min(proven)[2]])
        same = [
            other
            for relation, other in namesakes
            if relation == _Relation.SAME and self._agree(employer, other.employer)
        ]
        close = [other for other in same if not _told_apart(person, other)]
        if len(close) > 1 and employer:
            close = [other for other in close if other.employer] or close
        if employer and not any(other.employer for other in close):
            # Names turned in the same place say more than the same names nowhere.
            there = [
                other
                for _relation, other in namesakes
                if self._places[other.employer] == employer and not _told_apart(person, other)
            ]
            close = there or close
        return self._one_of(close) if close else None

    def _likely(self, person: Attendee, employer: str, namesakes: list[tuple[_Relation, Attendee]]) -> dict[str, str]:
        """Whom the person may be, by id, the likeliest first, and why: a code of PROBLEMS."""
        found: dict[str, str] = {}
        if namesakes:
            for relation, other in sorted(namesakes, key=lambda pair: pair[0]):
                if self._agree(employer, other.employer):
                    found.setdefault(other.id, _CODES[relation])
            for _relation, other in namesakes:
                if employer and other.employer and close_employers(employer, self._places[other.employer]):
                    found.setdefault(other.id, "employer_close")
        if person.email in self._by_email:
            found.setdefault(self._by_email[person.email], "email_shared")
        if person.staff_number:
            bearers = self._by_number.get((person.staff_number, employer), ())
            if len(bearers) < 4:  # else it is no number, but what somebody writes for none
                for id_ in bearers:
                    found.setdefault(id_, "number_shared")
        if employer:
            for id_ in self._nearly(person, employer):
                found.setdefault(id_, "name_close")
        reachable = [
            other.id
            for relation, other in namesakes
            if relation == _Relation.SAME and self._agree(employer, other.employer) and _same_phone(person, other)
        ]
        if len(reachable) == 1:
            found.pop(reachable[0], "")
            return {reachable[0]: "phone_same", **found}
        misspelt = [id_ for id_ in found if self._misspelt(person, self.current[id_])]
        if len(misspelt) == 1 and not namesakes:
            sure = misspelt[0]
            found.pop(sure)
            return {sure: "name_misspelt", **found}
        return found

    def _one_of(self, people: list[Attendee]) -> Found:
        if len(people) == 1:
            return Found(people[0])
        return Found(None, "namesakes", tuple(people[:_SHOWN]))

    def identity(self, person: Attendee) -> Identity:
        """What somebody is recognised by at once."""
        parts, employer = self._parts, self._places[person.employer]
        return parts[person.last_name], parts[person.first_name], person.email, person.staff_number, employer

    def _namesakes(self, person: Attendee, identity: Identity) -> list[tuple[_Relation, Attendee]]:
        # Whoever may bear the same name has the same letters.
        last, first = identity[:2]
        letters = self._letters
        ids = self._by_name.get(letters[last] + letters[first], ())[:_MOST]
        if person.birth_name:
            born = letters[self._parts[person.birth_name]] + letters[first]
            ids = [*ids, *self._by_name.get(born, ())[:_MOST]]
        if not ids:
            return []
        related = ((self._relation(person, self.current[id_]), self.current[id_]) for id_ in dict.fromkeys(ids))
        return [(relation, other) for relation, other in related if relation is not None]

    def _relation(self, one: Attendee, other: Attendee) -> _Relation | None:
        parts = self._parts
        last, first = parts[one.last_name], parts[one.first_name]
        other_last, other_first = parts[other.last_name], parts[other.first_name]
        if last == other_last and first == other_first:
            return _Relation.SAME
        if last == other_first and first == other_last:
            return _Relation.TURNED
        if first == other_first and (one.birth_name or other.birth_name):
            born, other_born = parts[one.birth_name], parts[other.birth_name]
            if (born and born in (other_last, other_born)) or (other_born and other_born == last):
                return _Relation.BIRTH
        cut = " " in self._folded[one.last_name] or " " in self._folded[one.first_name]
        if not cut and last and first and other_last and other_first:
            return None  # of one word each: seen above
        return _Relation.TURNED if self._words(one) == self._words(other) else None

    def _words(self, person: Attendee) -> list[str]:
        return sorted(f"{self._folded[person.last_name]} {self._folded[person.first_name]}".split())

    def _agree(self, employer: str, other: str) -> bool:
        return not employer or not other or self._places[other] == employer

    def _proven(self, person: Attendee, other: Attendee, employer: str) -> bool:
        """Whether an address or a staff number says that two namesakes are one."""
        if person.email and person.email == other.email:
            return True
        number = bool(person.staff_number) and person.staff_number == other.staff_number
        return number and self._agree(employer, other.employer)

    def _nearly(self, person: Attendee, employer: str) -> Iterator[str]:
        """People of the employer whose name is nearly the same (by one letter, or a second name), and who may be the same:
        another address tells them apart, unless they have one phone.
        """
        if employer not in self._near:
            self._near[employer] = {}, {}
            for id_ in self._by_employer.get(employer, ()):
                self._index_near(employer, self.current[id_])
        lasts, firsts = self._near[employer]
        last = lasts.get(self._parts[person.last_name], ())[:_MOST]
        first = firsts.get(self._parts[person.first_name], ())[:_MOST]
        if not last and not first:
            return
        for id_ in dict.fromkeys([*last, *first]):
            other = self.current[id_]
            civilities = {person.civility, other.civility} - {""}
            apart = _told_apart(person, other) and not _same_phone(person, other)
            if len(civilities) < 2 and not apart and self._is_near(person, other):
                yield id_

    def _is_near(self, one: Attendee, other: Attendee) -> bool:
        parts = self._parts
        if parts[one.first_name] == parts[other.first_name]:
            return self._names_near(one.last_name, other.last_name)
        if parts[one.last_name] == parts[other.last_name]:
            return self._names_near(one.first_name, other.first_name)
        return False

    def _misspelt(self, one: Attendee, other: Attendee) -> bool:
        """Whether all but a last name that is nearly the same says that two are one."""
        same = one.email and one.phone and (one.email, one.phone) == (other.email, other.phone)
        parts = self._parts
        return bool(
            same
            and parts[one.first_name] == parts[other.first_name] != ""
            and not _differ(one.staff_number, other.staff_number)
            and not _differ(one.civility, other.civility)
            and self._names_near(one.last_name, other.last_name)
        )

    def _names_near(self, one: str, other: str) -> bool:
        if one_edit(self._parts[one], self._parts[other]):
            return True
        words, others = set(self._folded[one].split()) - _PARTICLES, set(self._folded[other].split()) - _PARTICLES
        return bool(words and others) and (words < others or others < words)


def one_edit(one: str, other: str) -> bool:
    """Whether two words of four letters or more differ by a letter: another, one more, or two that changed places."""
    if len(one) > len(other):
        one, other = other, one
    if len(one) < 4 or len(other) - len(one) > 1 or one == other:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[start:] == other[start + 1 :]
    if one[start + 1 :] == other[start + 1 :]:
        return True
    return one[start : start + 2] == other[start : start + 2][::-1] and one[start + 2 :] == other[start + 2 :]


def _put(ids: list[str], person_id: str) -> None:
    if person_id not in ids[-_MOST:]:
        ids.append(person_id)


def _told_apart(one: Attendee, other: Attendee) -> bool:
    """Whether two namesakes have different addresses or staff numbers, or neither civility nor work in common."""
    return (
        _differ(one.email, other.email)
        or _differ(one.staff_number, other.staff_number)
        or (
            _differ(one.civility, other.civility)
            and (_differ(one.job_title, other.job_title) or _differ(one.phone, other.phone))
        )
    )


def _same_phone(one: Attendee, other: Attendee) -> bool:
    """Whether the phone says that two namesakes are one, and neither a staff number nor a civility that they are not."""
    return (
        bool(one.phone)
        and one.phone == other.phone
        and not _differ(one.staff_number, other.staff_number)
        and not _differ(one.civility, other.civility)
    )


def _differ(one: str, other: str) -> bool:
    return bool(one and other and one != other)
