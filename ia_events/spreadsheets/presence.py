"""Columns that say who was, or is expected, in which slot."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from ia_events.domain import presence_words
from ia_events.domain.attendance import State
from ia_events.domain.events import Event
from ia_events.domain.lists import EXPECTED, PRESENCE, Column, Confidence, Option, Question
from ia_events.domain.text import fold
from ia_events.i18n import N_
from ia_events.spreadsheets import marks
from ia_events.spreadsheets.cells import letter

SLOT_QUESTION = N_("De quel créneau parle la colonne « {heading} » ?")
# « Total présences » counts, it does not say who was where.
_FIGURES = re.compile(
    r"\b(total|totaux|nombre|nb|taux|heures?|duree|somme|cumul|pourcentage|montant|cout|motif|justificatif|motifs)\b"
)
_HOURS = re.compile(r"^(?!.*\b(total|totaux|cumul|somme|montant|cout)\b).*\b(heures?|duree|hours?|nb h)\b")
# When somebody answered, was born, arrives or eats is no half-day they come to.
_NOT_A_CHOICE = re.compile(
    r"\b(horodateur|horodatage|timestamp|naissance|naissances|nee?|reponse|soumission|debut|fin|modification|submitted|created|vol|arrivee|depart|repas|dejeuner|menu|diner)\b"
)
# A column without a field that somebody left aside, or whose heading says that it is none.
_SETTLED = (Confidence.DECIDED, Confidence.HEADING)
_LEAVE = Option("", N_("Laisser cette colonne de côté"))
_SLOT = N_("{label}, {day}")
AM_QUESTION = N_("« AM » veut-il dire matin ou après-midi ?")
MEANING_QUESTION = N_(
    "Une croix dans une colonne de créneau veut-elle dire que la personne est inscrite, ou qu'elle était là ?"
)
MEANINGS = (Option(EXPECTED, N_("Inscription à ce créneau")), Option(PRESENCE, N_("Présence à ce créneau")))


@dataclass(slots=True)
class Context:
    """What is known beside the file: the event's slots, the day it is, the answers given. `asked` gathers the questions.

    `events` are those a list may name, `event_id` the one it was opened on.
    """

    known: Sequence[marks.Moment] = ()
    today: date | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    asked: dict[str, Question] = field(default_factory=dict)
    events: Sequence[Event] = ()
    event_id: str = ""

    def ask(self, question: Question) -> str:
        """The answer in force: the one given when it is an option, else what is supposed. The question is kept either way."""
        given = self.answers.get(question.key)
        if given is not None and any(option.value == given for option in question.options):
            question = replace(question, answer=given)
        self.asked.setdefault(question.key, question)
        return question.answer


def tell(columns: Sequence[Column], held: Sequence[Sequence[str]], context: Context) -> list[Column]:
    """The columns, those about presence told from those about nothing. `held` are texts of each column without the empty ones."""
    result = [_decided(column) for column in columns]
    if not context.known:
        return [replace(c, field="") if c.field in (PRESENCE, EXPECTED) and not c.slot else c for c in result]
    about: list[tuple[int, marks.Facets]] = []
    for column, texts in zip(result, held, strict=True):
        told = marks.facets(column.heading)
        asked_for = column.field in (PRESENCE, EXPECTED) and not column.slot
        if asked_for or (
            not column.field and column.confidence not in _SETTLED and _is_about(column, told, texts, context)
        ):
            about.append((column.index, told))
    about = _mornings(about, result, context)
    for i, slot in _slots(about, held, result, context).items():
        told = next(told for place, told in about if place == i)
        if slot:
            decided = result[i].field
            meaning = decided or meaning_of(told, held[i], slot[0].day, context)
            confidence = (
                Confidence.DECIDED if decided or f"slot:{result[i].heading}" in context.answers else Confidence.HEADING
            )
            result[i] = replace(result[i], field=meaning, slot=" ".join(m.slot.id for m in slot), confidence=confidence)
        else:
            result[i] = replace(result[i], field="", confidence=Confidence.NONE)
    return result


def _decided(column: Column) -> Column:
    kind, colon, slot = column.field.partition(":")
    return replace(column, field=kind, slot=slot) if colon else column


def _is_about(column: Column, told: marks.Facets, texts: Sequence[str], context: Context) -> bool:
    folded = fold(column.heading)
    named = marks.named_by(column.heading, context.known)
    if texts and marks.share_naming(texts, context.known) >= 0.7 and not _NOT_A_CHOICE.search(folded):
        return True
    if _FIGURES.search(folded) and not any(fold(m.slot.label) == folded for m in context.known):
        # « Heures matin »: none is an absence.
        return bool(_HOURS.search(folded) and (told.half or told.day[0]) and texts) and all(
            marks.hours(text) is not None for text in texts
        )
    if not texts or not (told.told or told.presence or named):
        # An empty « Émargement » is there to be signed.
        return False
    if told.single_m and not (told.day[0] or told.ordinal or marks.share_of_marks(texts) >= 0.9):
        return False
    return marks.share_of_marks(texts) >= 0.6 or (told.presence and all(len(text) <= 30 for text in texts))


def _mornings(
    about: list[tuple[int, marks.Facets]],
    columns: Sequence[Column],
    context: Context,
) -> list[tuple[int, marks.Facets]]:
    """« AM » settled: by a « PM » or a « Matin » beside it, by the event's only half-day, or by asking."""
    if not any(told.am for _i, told in about):
        return [(i, replace(t, half=t.half or marks.MORNING) if t.single_m else t) for i, t in about]
    halves = {told.half for _i, told in about}
    if marks.AFTERNOON in halves:
        meaning = marks.MORNING
    elif marks.MORNING in halves or any(told.single_m for _i, told in about):
        meaning = marks.AFTERNOON
    else:
        possible = {m.half for m in context.known} & {marks.MORNING, marks.AFTERNOON}
        if len(possible) == 1 or len(context.known) == 1:
            meaning = possible.pop() if possible else context.known[0].half
        else:
            column = next(columns[i] for i, told in about if told.am)
            meaning = context.ask(
                Question(
                    "am",
                    AM_QUESTION,
                    (Option(marks.MORNING, N_("Matin")), Option(marks.AFTERNOON, N_("Après-midi"))),
                    marks.AFTERNOON,
                    examples=tuple(columns[i].heading for i, told in about if told.am)[:3],
                    column=column.heading,
                )
            )
    return [
        (i, replace(t, half=meaning) if t.am else replace(t, half=marks.MORNING) if t.single_m else t) for i, t in about
    ]


def _slots(
    about: Sequence[tuple[int, marks.Facets]],
    held: Sequence[Sequence[str]],
    columns: Sequence[Column],
    context: Context,
) -> dict[int, Sequence[marks.Moment]]:
    """The slots of each column, none where they stay unknown."""
    bases = {i: columns[i].heading.removesuffix(f" ({letter(i)})") for i, _told in about}
    # « Matin » said twice is not the slot called so: it is the morning of each day.
    repeated = {base for base in bases.values() if list(bases.values()).count(base) > 1}
    fits = {i: marks.fitting("" if bases[i] in repeated else bases[i], told, context.known) for i, told in about}
    found: dict[int, Sequence[marks.Moment]] = {}
    facets = dict(about)
    alike: dict[tuple[str, ...], list[int]] = {}
    for i, left in fits.items():
        alike.setdefault(tuple(m.slot.id for m in left), []).append(i)
    for i, left in fits.items():
        mates = alike[tuple(m.slot.id for m in left)]
        key = f"slot:{columns[i].heading}"
        if key not in context.answers and marks.share_naming(held[i], context.known) >= 0.7:
            # Its cells say which.
            found[i] = left if len(left) > 1 else context.known
        elif len(left) == 1 or (
            left and len(mates) == 1 and key not in context.answers and _whole_day(facets[i], left)
        ):
            found[i] = left
        elif left and len(left) == len(mates) and key not in context.answers:
            # « Matin | Après-midi | Matin | Après-midi »: in the order of the days.
            found[i] = [left[mates.index(i)]]
        else:
            answer = context.ask(_which_slot(columns[i].heading, key, held[i], context.known))
            found[i] = [m for m in context.known if m.slot.id == answer]
    return found


def _whole_day(told: marks.Facets, left: Sequence[marks.Moment]) -> bool:
    """Whether a heading that names no half-day speaks of all those of one day: « Jour 1 », « 12/11 », « Présence »."""
    return len({m.day for m in left}) == 1 and told.half in ("", marks.WHOLE_DAY) and not (told.am or told.sequence)


def _which_slot(heading: str, key: str, texts: Sequence[str], known: Sequence[marks.Moment]) -> Question:
    options = [Option(m.slot.id, _SLOT, (("label", m.slot.label), ("day", f"{m.day:%d/%m}"))) for m in known]
    examples = tuple(dict.fromkeys(texts))[:3]
    return Question(key, SLOT_QUESTION, (*options, _LEAVE), "", (("heading", heading),), examples, heading)


def meaning_of(told: marks.Facets, texts: Sequence[str], day: date, context: Context) -> str:
    """PRESENCE or EXPECTED: what a mark of a slot's column says, by its words and by the day it is."""
    states = {marks.mark(text) for text in texts}
    if told.expected and not told.presence:
        return EXPECTED
    if states & {State.EXCUSED, State.LATE} or any(fold(text) in ("a", "abs", "absent", "absente") for text in texts):
        return PRESENCE
    if context.today is not None and context.today != day:
        return EXPECTED if context.today < day else PRESENCE
    if told.presence:
        return PRESENCE
    supposed = EXPECTED if context.today is not None else PRESENCE
    return context.ask(
        Question("presence_meaning", MEANING_QUESTION, MEANINGS, supposed, examples=tuple(dict.fromkeys(texts))[:3])
    )


def states_of(text: str, slots: Sequence[str], known: Sequence[marks.Moment]) -> tuple[tuple[str, State], ...]:
    """What a cell of a column about `slots` says of each: those it names when it names some, else one mark for all."""
    if len(slots) > 1:
        among = [m for m in known if m.slot.id in slots]
        if named := marks.named_in(text, among):
            return tuple((m.slot.id, state) for m, state in named)
    state = marks.mark(text) or (State.PRESENT if marks.hours(text) else None)
    return tuple((slot, state) for slot in slots) if state is not None else ()


def is_unclear(text: str) -> bool:
    """Whether a cell of a presence column says something, but not whether somebody was there."""
    return (
        bool(text)
        and marks.mark(text) is None
        and presence_words.state_of(text) is None
        and any(map(str.isalnum, text))
    )
