"""A list written across: each heading is where the people named below it come from, or says something else of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ia_events.domain import names
from ia_events.domain.fields import FULL_NAME
from ia_events.domain.lists import Column, Confidence, Option, Question
from ia_events.domain.text import clean, fold
from ia_events.i18n import N_
from ia_events.spreadsheets import contents, marks, words
from ia_events.spreadsheets.cells import text_of
from ia_events.spreadsheets.gathering import Beyond
from ia_events.spreadsheets.headings import Header, slot_like, unique
from ia_events.spreadsheets.presence import Context
from ia_events.spreadsheets.raw import RawSheet
from ia_events.spreadsheets.rows import Region

HEADS_QUESTION = N_("Que disent les titres au-dessus des noms ?")
_HEADS = (
    Option("employer", N_("La collectivité")),
    Option("department", N_("Le service")),
    Option("", N_("Rien sur les inscrits")),
)
NAMES_QUESTION = N_("La colonne « {heading} » contient des noms et est laissée de côté. Qui sont ces personnes ?")
_PEOPLE = "people"
_READ_TOO = (
    Option("", N_("Pas des inscrits : la laisser de côté")),
    Option(_PEOPLE, N_("Des inscrits, à lire aussi")),
)
_TITLES = 10


def of_sheet(sheet: RawSheet, mapping: Mapping[str, str], context: Context) -> list[Region]:
    """A list for each column, when every one of two or more holds names under a heading; else none.

    A heading somebody spoke of in `mapping` is a heading like any other: the list is not written across.
    """
    for start, row in enumerate(sheet.cells[:_TITLES]):
        heads = {i: text for i, cell in enumerate(row) if (text := text_of(cell))}
        if len(heads) < 2:
            continue
        said = {fold(heading) for heading in mapping}
        if any(
            fold(head) in said or names.looks_full(head) or words.recognise(head)[1] >= words.SURE
            for head in heads.values()
            if not contents.is_employer(head)
        ) or any(fold(head) in said for head in heads.values()):
            return []
        below = [[text_of(r[i]) if i < len(r) else "" for i in range(len(row))] for r in sheet.cells[start + 1 :]]
        held = {i: [r[i] for r in below if r[i]] for i in range(len(row)) if any(r[i] for r in below)}
        if held.keys() != heads.keys() or not all(_names_people(texts) for texts in held.values()):
            return []
        if any(slot_like(head, context.known) or marks.facets(head).told for head in heads.values()):
            return []
        says = "employer"
        if not all(map(contents.is_employer, heads.values())):
            says = context.ask(Question("heads", HEADS_QUESTION, _HEADS, "", examples=tuple(heads.values())[:3]))
        texts = [text_of(cell) for cell in row]
        header = Header(start, tuple(unique(texts)), ("",) * len(row), (("", 0.0),) * len(row), 0)
        end = len(sheet.cells)
        return [
            Region(
                sheet=sheet,
                header=header,
                columns=(Column(i, header.names[i], FULL_NAME, "", Confidence.CONTENT),),
                start=start + 1,
                end=end,
                beyond=Beyond(said={says: head} if says else {}),
            )
            for i, head in heads.items()
        ]
    return []


def beside(region: Region, held: Sequence[Sequence[str]], mapping: Mapping[str, str], context: Context) -> list[Region]:
    """The lists of the other columns that hold names, when somebody said that they are people of the list too: it is asked."""
    found = []
    said = {clean(heading) for heading in mapping} | {fold(heading) for heading in mapping}
    for i, heading in enumerate(region.header.names):
        read = any(c.index == i and c.field for c in region.columns)
        spoken_of = {clean(heading), fold(heading)} & said
        if read or spoken_of or not _names_people(held[i]) or words.is_others(heading) or words.is_elsewhere(heading):
            continue
        question = Question(
            f"names:{heading}", NAMES_QUESTION, _READ_TOO, "", (("heading", heading),), tuple(held[i][:3]), heading
        )
        if context.ask(question) == _PEOPLE:
            columns = (Column(i, heading, FULL_NAME, "", Confidence.DECIDED),)
            found.append(replace(region, columns=columns, beyond=Beyond()))
    return found


def _names_people(texts: Sequence[str]) -> bool:
    named = contents.share(texts, lambda text: names.looks_full(text) and not contents.is_employer(text))
    return named >= 0.7 and contents.share(texts, contents.is_work) < 0.3
