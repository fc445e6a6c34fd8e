"""An attendee list as it was understood, and the plan of what importing it would do."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from json.encoder import encode_basestring
from typing import NamedTuple

from ia_events.domain.attendance import IN_ROOM, METHOD_LABELS, STATE_LABELS, Method, State
from ia_events.domain.people import Attendee
from ia_events.domain.telling import told_apart
from ia_events.i18n import N_, _, ngettext

PROBLEMS = {
    "presence_unclear": N_("« {value} » ne dit ni présence ni absence : rien n'est noté."),
    "no_name": N_("Ni nom ni prénom : ligne refusée."),
    "no_last_name": N_("Pas de nom de famille : la colonne « {heading} » n'est pas lue comme Nom."),
    "email_invalid": N_("« {value} » n'est pas une adresse complète."),
    "email_several": N_("Plusieurs adresses : la première est gardée ({kept})."),
    "email_doubtful": N_("« {value} » : la fin de l'adresse semble mal tapée."),
    "email_shared": N_("Adresse déjà donnée à {other} : deux personnes sont gardées."),
    "phone_several": N_("Plusieurs numéros : le premier est gardé ({kept})."),
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
        "{other} a le même nom et la même collectivité, avec une autre adresse ou un autre matricule : deux personnes sont gardées."
    ),
    "namesakes": N_("Plusieurs personnes portent ce nom, et la ligne n'en change aucune : {others}."),
    "namesakes_before": N_(
        "Plusieurs personnes portent ce nom, et la ligne n'en change aucune : {others}. Une autre liste parlait de la première ; pour celle-ci, c'est à dire."
    ),
    "phone_same": N_(
        "{other} a le même nom et le même téléphone, avec une autre adresse : une seule personne est gardée."
    ),
    "employer_close": N_("{other} a le même nom dans une collectivité au nom voisin : deux personnes sont gardées."),
    "name_close": N_("{other} a presque le même nom : deux personnes sont gardées."),
    "name_misspelt": N_(
        "{other} a la même adresse, le même téléphone, le même prénom et presque le même nom : une seule personne est gardée."
    ),
    "birth_name": N_("{other} porte peut-être le même nom de naissance : deux personnes sont gardées."),
    "number_shared": N_("Matricule déjà donné à {other} : deux personnes sont gardées."),
    "presence_differs": N_(
        "Déjà noté : {recorded} ({how}). La liste dit : {said}. Ce qui est noté est gardé, à corriger dans la grille s'il le faut."
    ),
    "text_too_long": N_("Texte de plus de {limit} caractères : coupé."),
    "other_event": N_("Cette ligne est pour un autre événement : {other}."),
    "remark_cancelled": N_("« {value} » : désistement noté."),
    "remark_waitlisted": N_("« {value} » : place en liste d'attente notée."),
    "remark_absent": N_("« {value} » : absence ou désistement ? L'inscription est gardée."),
    "row_struck": N_("Ligne barrée : désistement ?"),
    "also_cancelled": N_("Aussi sur la feuille « {other} » : désistement noté."),
    "also_waitlisted": N_("Aussi sur la feuille « {other} » : l'inscription est gardée."),
    "name_placeholder": N_("« {value} » ne nomme encore personne : à remplacer dès que le nom est connu."),
    "no_event": N_("La ligne ne dit pas pour quel événement elle est : elle est laissée de côté."),
    "event_unknown": N_("« {value} » : événement inconnu ou à préciser, la ligne est laissée de côté."),
}
REFUSING = frozenset({"no_name", "other_event", "no_event", "event_unknown"})

# Why a row of the sheet is no person.
SKIPPED = {
    "blank": N_("Ligne vide"),
    "header": N_("En-têtes répétés"),
    "total": N_("Ligne de total"),
    "signature": N_("Signature ou cachet"),
    "note": N_("Note sous la liste"),
    "section": N_("Intertitre"),
    "other_list": N_("Autre tableau"),
    "other_event": N_("Autre événement"),
}


def _worded(value: object) -> object:
    if isinstance(value, State):
        return _(STATE_LABELS[value])
    return _(METHOD_LABELS[value]) if isinstance(value, Method) else value


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about one cell or row. `row` counts from 1 as the spreadsheet shows it; `column` is the heading; `spot`
    tells which person of the row, as in Place.
    """

    code: str
    row: int
    column: str = ""
    field: str = ""
    sheet: str = ""
    values: tuple[tuple[str, object], ...] = ()
    spot: str = ""

    @property
    def message(self) -> str:
        """The sentence, in the language in use."""
        return _(PROBLEMS[self.code]).format(**{name: _worded(value) for name, value in self.values})

    @property
    def refuses(self) -> bool:
        """Whether the row cannot be imported because of it."""
        return self.code in REFUSING


# What a column can be read as beside the fields of fields.py and FULL_NAME: who was there, and who is expected, in a slot.
PRESENCE, EXPECTED = "presence", "expected"
# And which event each row is for.
EVENT = "event"
BESIDE = frozenset({PRESENCE, EXPECTED, EVENT})


class Confidence(StrEnum):
    """How a column's field was found."""

    DECIDED = "decided"  # somebody said so, now or for an earlier file of the same layout
    HEADING = "heading"  # its heading is one the field is known by
    LIKELY = "likely"  # its heading holds a telling word
    CONTENT = "content"  # its heading says nothing, what it holds does
    NONE = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its place (0 is A), its heading as written, the field it is read as ("" when left aside).

    `slot` is the id of the slot a PRESENCE or EXPECTED column is about; ids with spaces between when it is about several,
    as « Jour 1 » is about its half-days, and « Matin, après-midi » written in its cells chooses among them. `whose` is the
    column of names it goes with ("B"), in a sheet whose rows name several people; "" when it says something of all of them.
    """

    index: int
    heading: str
    field: str = ""
    slot: str = ""
    confidence: Confidence = Confidence.NONE
    whose: str = ""

    def is_of(self, spot: str) -> bool:
        """Whether it says something of the person at a spot of its rows."""
        return not self.whose or not spot or self.whose == spot.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Option:
    """An answer a question allows; `label` is a French message with the placeholders of `values`."""

    value: str
    label: str
    values: tuple[tuple[str, object], ...] = ()

    @property
    def words(self) -> str:
        """The label, in the language in use."""
        return _(self.label).format(**dict(self.values))


@dataclass(frozen=True, slots=True)
class Question:
    """What only a person can tell of a list. `answer` is what was supposed meanwhile, one of the options' values.

    `key` names it among the answers remembered for the layout; `examples` are cells of the file; `column` the heading
    it is about, if it is about one; `about` the event, when the list is for several.
    """

    key: str
    text: str
    options: tuple[Option, ...]
    answer: str
    values: tuple[tuple[str, object], ...] = ()
    examples: tuple[str, ...] = ()
    column: str = ""
    about: str = ""

    @property
    def words(self) -> str:
        """The question, in the language in use."""
        said = _(self.text).format(**dict(self.values))
        return _("{event} : {question}").format(event=self.about, question=said) if self.about else said


@dataclass(frozen=True, slots=True)
class ListRow:
    """One person of a list. `row` counts from 1 as the spreadsheet shows it; `sheet` is empty for the listing's own.

    `silent` are the fields with a default (role, status) whose cell is empty: the default there is no statement.
    `presence` is what the row says of slots: (slot id, state). `written` is the source's text by field, where what
    was understood of it says something else than its letters and digits. `event` are the texts that say which event the
    row is for, in the order of their columns; () in a list that names none. `spot` tells which person of the row it is, as
    in Place.
    """

    row: int
    attendee: Attendee
    problems: tuple[Problem, ...] = ()
    silent: tuple[str, ...] = ()
    sheet: str = ""
    presence: tuple[tuple[str, State], ...] = ()
    written: tuple[tuple[str, str], ...] = ()
    event: tuple[str, ...] = ()
    spot: str = ""

    @property
    def refused(self) -> bool:
        """Whether the row cannot be imported."""
        return any(p.refuses for p in self.problems)


def as_written(said: Mapping[str, str]) -> str:
    """`ListRow.written` as it is kept beside a person: JSON, its fields in order; "" of nothing."""
    if len(said) == 1:  # as json.dumps would, sooner: it is asked once a row
        ((name, text),) = said.items()
        return f'{{"{name}": {encode_basestring(text)}}}'
    return json.dumps(said, ensure_ascii=False, sort_keys=True) if said else ""


class Place(NamedTuple):
    """A person's place in a list, shared by nobody: the sheet, the row as the spreadsheet shows it and, where rows of the
    sheet name several people, `spot`: the column of the name ("B"), and its line from the second on ("B.2").
    """

    sheet: str
    row: int
    spot: str = ""

    @property
    def words(self) -> str:
        """« 12 », « B12 », « B12.2 »."""
        column, dot, line = self.spot.partition(".")
        return f"{column}{self.row}{dot}{line}"

    @classmethod
    def of(cls, sheet: str, words: str) -> Place | None:
        """The place its words name in a sheet; None when they name none."""
        found = _PLACE.fullmatch(words)
        return cls(sheet, int(found[2]), f"{found[1].upper()}{found[3]}") if found else None


_PLACE = re.compile(r"([A-Za-z]{0,3})([0-9]{1,9})((?:\.[0-9]{1,3})?)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list as understood. `skipped` are rows that are no person: (row number, reason of SKIPPED).

    `fingerprint` is that of its headings: files of one layout share it. `grid` is the main sheet as it is, cell by
    cell from A1; `also` are further sheets read with it, of the same layout; `left` the sheets that name people and were
    not read: (name, how many people); `whole` tells a list whose rows name their events from others (`sendings.names_key`),
    and is the same for each of the events; `hidden` how many of its rows are hidden in the file, by a filter for
    instance. `questions` are those still open or answered, in the order to ask them; `content` tells the file from others (SHA-256
    of its bytes; "" when pasted), `path_mark` its place from others (SHA-256 likewise).
    """

    source: str
    sheet: str
    sheets: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    left: tuple[tuple[str, int], ...] = ()
    header_row: int
    columns: tuple[Column, ...]
    rows: tuple[ListRow, ...] = field(repr=False)
    skipped: tuple[tuple[int, str], ...] = ()
    fingerprint: str = ""
    whole: str = ""
    questions: tuple[Question, ...] = ()
    hidden: int = 0
    content: str = ""
    path_mark: str = ""
    grid: Sequence[Sequence[object]] = field(default=(), repr=False, compare=False)

    @property
    def problems(self) -> list[Problem]:
        """Problems of all rows, in order."""
        return [p for row in self.rows for p in row.problems]

    def place(self, item: ListRow | Update | Problem) -> Place:
        """The place of a row, or of what was found or is to be done there: with its sheet's name."""
        return Place(item.sheet or self.sheet, item.row, item.spot)


def hidden_words(count: int) -> str:
    """That rows hidden in the file are read all the same."""
    return ngettext("{n} ligne masquée est lue", "{n} lignes masquées sont lues", count).format(n=count)


class Standing(NamedTuple):
    """What is recorded of somebody in a slot before a list comes, and how: `Method.LIST` when lists alone said it."""

    state: State
    method: Method

    @property
    def by_list(self) -> bool:
        """Whether another list may say otherwise: nobody else said it."""
        return self.method == Method.LIST

    def agrees(self, said: State) -> bool:
        """Whether a list that says `said` tells nothing new."""
        return said == self.state or (said in IN_ROOM and self.state in IN_ROOM)


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided of a row that may be somebody known: `merge` and `keep` say it is `other` (a candidate's id),
    taking what the row says or leaving the person as known; `separate` that it is somebody else. `keep` without `other`
    changes nobody: the row is one of several people, nobody knows which.
    """

    kind: str
    other: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A row that is likely, but not certainly, somebody known; the likeliest first. `code` is one of PROBLEMS.

    A candidate who is being added by the same list has its place there as id (« #Inscrits:12 », « #Inscrits:B12 »): the
    same at each plan.
    `settled` says that somebody decided; else `decision` is what is supposed meanwhile.
    """

    row: ListRow
    candidates: tuple[Attendee, ...]
    code: str
    decision: Decision
    settled: bool = False

    @property
    def names(self) -> str:
        """Whom it was decided to be, or not to be: « NOM Prénom », namesakes told apart, with semicolons."""
        told = list(zip(told_apart(self.candidates), self.candidates, strict=True))
        one = [words for words, person in told if person.id == self.decision.other]
        return " ; ".join(one or [words for words, _person in told])


@dataclass(frozen=True, slots=True)
class Update:
    """A known person and the fields the list changes, with their new values (`slots` as a JSON list of ids)."""

    row: int
    attendee: Attendee
    changes: dict[str, str]
    sheet: str = ""
    spot: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What importing would do. rows = added + updated + unchanged + refused.

    `doubts` are the rows to settle side by side, with what was decided or is supposed; `withdrawn` the people an earlier
    list of the same source named and this one does not, out of `withdrawn_of`, and `came` those of them who were seen;
    `attendance` what is to be recorded, which is not yet: (registration id, slot id, state), said by the rows `noted`; `recognised` the people known before who are on the list. `beside` is what is kept of people beside their
    fields, by registration id: `list`, `known_as`, and `written`, the source's text by field as JSON. `known` are the
    people of the event `event_id` it was made against: it holds as long as they are as they were. `again` are the sources
    (`Attendee.list`) the list is another sending of.
    """

    listing: Listing
    added: tuple[ListRow, ...]
    updated: tuple[Update, ...]
    unchanged: int
    refused: tuple[ListRow, ...]
    problems: tuple[Problem, ...]
    doubts: tuple[Doubt, ...] = ()
    withdrawn: tuple[Attendee, ...] = ()
    withdrawn_of: int = 0
    came: frozenset[str] = frozenset()
    attendance: tuple[tuple[str, str, State], ...] = ()
    noted: frozenset[Place] = frozenset()
    recognised: tuple[str, ...] = ()
    again: frozenset[str] = frozenset()
    beside: Mapping[str, Mapping[str, str]] = field(default_factory=dict, repr=False)
    event_id: str = ""
    known: Mapping[str, Attendee] = field(default_factory=dict, repr=False, compare=False)

    @property
    def many_withdrawn(self) -> bool:
        """Whether most people of the earlier list are gone: it may have been another list."""
        return 2 * len(self.withdrawn) > self.withdrawn_of
