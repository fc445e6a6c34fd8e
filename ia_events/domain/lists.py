"""An attendee list as it was understood, and the plan of what importing it would do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from ia_events.domain.fields import BY_ID
from ia_events.domain.people import Attendee, Source
from ia_events.domain.text import fold
from ia_events.i18n import N_, _

PROBLEMS = {
    "no_name": N_("Ni nom ni prénom : ligne refusée."),
    "email_invalid": N_("« {value} » n'est pas une adresse complète."),
    "email_several": N_("Plusieurs adresses : la première est gardée ({kept})."),
    "email_shared": N_("Adresse déjà donnée à {other} : deux personnes sont gardées."),
    "phone_truncated": N_("« {value} » : Excel a tronqué ce numéro."),
    "phone_unusual": N_("« {value} » n'a pas la forme d'un numéro français."),
    "category_unknown": N_("« {value} » n'est ni A+, ni A, ni B, ni C."),
    "siret_invalid": N_("« {value} » n'a pas les 14 chiffres d'un SIRET."),
    "role_unknown": N_("« {value} » : qualité inconnue, participant par défaut."),
    "status_unknown": N_("« {value} » : statut inconnu, inscription par défaut."),
    "name_all_capitals": N_("Nom et prénom en capitales : le premier mot est pris pour le nom."),
    "name_guessed": N_("« {value} » : prénom et nom à vérifier."),
    "name_one_word": N_("Un seul mot : pris pour le nom."),
    "cell_error": N_("La cellule contient une erreur d'Excel ({value}) : laissée vide."),
    "duplicate_row": N_("Même personne qu'à la ligne {row}."),
    "possible_duplicate": N_(
        "{other} a le même nom et la même collectivité, avec une autre adresse : deux personnes sont gardées."
    ),
    "text_too_long": N_("Texte de plus de {limit} caractères : coupé."),
}
REFUSING = frozenset({"no_name"})

# Why a row of the sheet is no person.
SKIPPED = {
    "blank": N_("Ligne vide"),
    "header": N_("En-têtes répétés"),
    "total": N_("Ligne de total"),
    "signature": N_("Signature ou cachet"),
    "note": N_("Note sous la liste"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about one cell or row. `row` counts from 1 as the spreadsheet shows it; `column` is the heading."""

    code: str
    row: int
    column: str = ""
    field: str = ""
    sheet: str = ""
    values: tuple[tuple[str, object], ...] = ()

    @property
    def message(self) -> str:
        """The sentence, in the language in use."""
        return _(PROBLEMS[self.code]).format(**dict(self.values))

    @property
    def refuses(self) -> bool:
        """Whether the row cannot be imported because of it."""
        return self.code in REFUSING


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its place (0 is A), its heading as written, the field it is read as ("" when left aside)."""

    index: int
    heading: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class ListRow:
    """One person of a list. `row` counts from 1 as the spreadsheet shows it.

    `silent` are the fields with a default (role, status) whose cell is empty: the default there is no statement.
    """

    row: int
    attendee: Attendee
    problems: tuple[Problem, ...] = ()
    silent: tuple[str, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether the row cannot be imported."""
        return any(p.refuses for p in self.problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list as understood. `skipped` are rows that are no person: (row number, reason of SKIPPED)."""

    source: str
    sheet: str
    sheets: tuple[str, ...] = ()
    header_row: int
    columns: tuple[Column, ...]
    rows: tuple[ListRow, ...] = field(repr=False)
    skipped: tuple[tuple[int, str], ...] = ()

    @property
    def problems(self) -> list[Problem]:
        """Problems of all rows, in order."""
        return [p for row in self.rows for p in row.problems]


@dataclass(frozen=True, slots=True)
class Update:
    """A known person and the fields the list changes, with their new values."""

    row: int
    attendee: Attendee
    changes: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What importing would do. rows = added + updated + unchanged + refused."""

    listing: Listing
    added: tuple[ListRow, ...]
    updated: tuple[Update, ...]
    unchanged: int
    refused: tuple[ListRow, ...]
    problems: tuple[Problem, ...]


# What a list may change. Role and status have defaults that are no statement, so the column must be there.
_TEXT_FIELDS = tuple(f for f in BY_ID if f not in ("role", "status"))


class _Known:
    """People found so far, by each of the ways a person is recognised."""

    def __init__(self, people: Iterable[Attendee]) -> None:
        self.by_email: dict[str, Attendee] = {}
        self.by_staff_number: dict[tuple[str, str], Attendee] = {}
        self.by_name: dict[tuple[str, str], list[Attendee]] = {}
        self.current: dict[str, Attendee] = {}
        for person in people:
            self.add(person)

    def add(self, person: Attendee) -> None:
        self.current[person.id] = person
        if person.email:
            self.by_email.setdefault(person.email, person)
        if person.staff_number:
            self.by_staff_number.setdefault((person.staff_number, fold(person.employer)), person)
        self.by_name.setdefault(_name_key(person), []).append(person)

    def find(self, person: Attendee) -> tuple[Attendee | None, str]:
        """The known person this one certainly is, or None with the code of a doubt and whom it is about."""
        key = _name_key(person)
        by_email = self.by_email.get(person.email) if person.email else None
        if by_email is not None and _names_agree(key, _name_key(by_email)):
            return by_email, ""
        if person.staff_number:
            by_number = self.by_staff_number.get((person.staff_number, fold(person.employer)))
            if by_number is not None and _names_agree(key, _name_key(by_number)):
                return by_number, ""
        same_name = self.by_name.get(key, ())
        employer = fold(person.employer)
        for other in same_name:
            if fold(other.employer) == employer or not employer or not other.employer:
                if not person.email or not other.email:
                    return other, ""
                return None, "possible_duplicate"
        return None, "email_shared" if by_email is not None else ""


def _name_key(person: Attendee) -> tuple[str, str]:
    return fold(person.last_name), fold(person.first_name)


def _names_agree(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Same name, in any order: one address or number can serve a whole town hall."""
    return one == other or one == other[::-1] or sorted(" ".join(one).split()) == sorted(" ".join(other).split())


def make_plan(
    listing: Listing,
    known: Iterable[Attendee],
    event_id: str,
    new_id: Callable[[], str],
    progress: Callable[[int], None] = lambda _done: None,
) -> Plan:
    """What importing the list into an event would do, against the people already registered there.

    An empty cell never erases what is known. `new_id` makes registration ids; `progress` is told rows done
    and may raise Cancelled.
    """
    people = _Known(known)
    has_role = any(c.field == "role" for c in listing.columns)
    has_status = any(c.field == "status" for c in listing.columns)
    compared = (*_TEXT_FIELDS, *(["role"] if has_role else []), *(["status"] if has_status else []))
    row_of: dict[str, int] = {}
    added: dict[str, ListRow] = {}
    updated: dict[str, Update] = {}
    refused: list[ListRow] = []
    problems: list[Problem] = []
    unchanged = 0
    for done, row in enumerate(listing.rows):
        if done % 1000 == 0:
            progress(done)
        problems.extend(row.problems)
        if row.refused:
            refused.append(row)
            continue
        match, doubt = people.find(row.attendee)
        if match is None:
            person = replace(row.attendee, id=new_id(), event_id=event_id, source=Source.LIST)
            if doubt:
                problems.append(_doubt(doubt, row, people, listing.sheet))
            people.add(person)
            row_of[person.id] = row.row
            added[person.id] = ListRow(row.row, person, row.problems)
            continue
        if match.id in row_of:
            problems.append(Problem("duplicate_row", row.row, sheet=listing.sheet, values=(("row", row_of[match.id]),)))
        current = people.current[match.id]
        changes = _differences(current, row.attendee, compared)
        if not changes:
            unchanged += 1
            row_of.setdefault(match.id, row.row)
            continue
        if match.id in added:
            # Said twice in one list: the second row completes the first, which stays one addition.
            merged = replace(current, **{k: v for k, v in changes.items() if not getattr(current, k)})  # type: ignore[arg-type]
            people.current[match.id] = merged
            added[match.id] = ListRow(added[match.id].row, merged, added[match.id].problems)
            unchanged += 1
            continue
        earlier = updated.get(match.id)
        people.current[match.id] = replace(current, **changes)  # type: ignore[arg-type]
        if earlier is not None:
            updated[match.id] = Update(earlier.row, earlier.attendee, {**earlier.changes, **changes})
            unchanged += 1
        else:
            updated[match.id] = Update(row.row, match, changes)
            row_of.setdefault(match.id, row.row)
    return Plan(
        listing=listing,
        added=tuple(added.values()),
        updated=tuple(updated.values()),
        unchanged=unchanged,
        refused=tuple(refused),
        problems=tuple(problems),
    )


def _doubt(code: str, row: ListRow, people: _Known, sheet: str) -> Problem:
    person = row.attendee
    other = people.by_email[person.email] if code == "email_shared" else people.by_name[_name_key(person)][0]
    return Problem(code, row.row, field="email", sheet=sheet, values=(("other", other.list_name),))


def _differences(current: Attendee, wanted: Attendee, compared: Sequence[str]) -> dict[str, str]:
    changes = {}
    for name in compared:
        value = getattr(wanted, name)
        if value and value != getattr(current, name):
            changes[name] = value
    return changes
