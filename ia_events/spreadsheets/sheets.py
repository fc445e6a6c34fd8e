"""Which sheets of a workbook hold the list: one, several of one layout, one for each slot."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ia_events.domain.fields import FULL_NAME
from ia_events.domain.lists import BESIDE, Option, Question
from ia_events.domain.people import Role, Status
from ia_events.domain.text import fold
from ia_events.i18n import N_
from ia_events.spreadsheets import contents, endings, marks
from ia_events.spreadsheets.cells import text_of
from ia_events.spreadsheets.headings import NAMES
from ia_events.spreadsheets.presence import Context
from ia_events.spreadsheets.rows import Region

SHEET_QUESTION = N_("Quelle feuille est la liste ?")
ALL_SHEETS = "*"
_CALLED = NAMES - {"birth_name"}  # what two sheets of the same people both say
_NAME = N_("{sheet}")
_STANDING = (
    (re.compile(r"\b(attente|complementaire|waitlist|waiting)\b"), {"status": Status.WAITLISTED}),
    (re.compile(r"\b(desist\w*|annul\w*|cancel\w*|refus\w*)\b"), {"status": Status.CANCELLED}),
    (re.compile(r"\b(intervenante?s?|formateurs?|formatrices?|speakers?|conferenciers?)\b"), {"role": Role.SPEAKER}),
    (re.compile(r"\b(officiels?|elus?|personnalites)\b"), {"role": Role.DIGNITARY}),
)
_NEWER = re.compile(r"\b(definiti\w*|finale?s?|final|a jour|maj|valide\w*|derniere|new|nouvelle?)\b")
_OLDER = re.compile(
    r"\b(anciens?|anciennes?|archives?|old|copie|copy|brouillon|sauvegarde|backup|provisoire|modele|exemple|test|perime\w*|initiale?|avant)\b"
)
_VERSION = re.compile(r"\bv ?(\d{1,9})\b|\bversion (\d{1,9})\b")
_YEAR = re.compile(r"(?<!\d)(20[1-4]\d)(?!\d)")
_LISTS = re.compile(r"\b(inscrits?|inscriptions?|participants?|stagiaires?|liste|agents?|registrations?|attendees?)\b")
_AFTERTHOUGHT = re.compile(
    r"\b(contacts?|annuaire|archives?|base|bdd|donnees|ref|referentiel|parametres?|listes|menu|stats?|statistiques|synthese|badges?|etiquettes|publipostage|exemple|modele|aide|lisez moi)\b"
)


@dataclass(slots=True)
class Sheet:
    """A sheet and the lists found in it; what holds for everybody there, the slot it is about, and whether its
    name says the event it is for.
    """

    regions: list[Region]
    said: dict[str, str] = field(default_factory=dict)
    moment: marks.Moment | None = None
    for_event: bool = False
    _people: frozenset[str] | None = None

    @property
    def name(self) -> str:
        """The sheet's name."""
        return self.regions[0].sheet.name

    @property
    def fields(self) -> set[str]:
        """The fields there are columns for."""
        return {c.field for c in self.regions[0].columns if c.field and c.field not in BESIDE}

    @property
    def people(self) -> frozenset[str]:
        """Who is named in it, folded: enough to compare two sheets."""
        if self._people is None:
            found = set()
            for region in self.regions:
                places = [c.index for c in region.columns if c.field in _CALLED]
                places = places or [c.index for c in region.columns if c.field in NAMES]
                for row in region.body[:3000]:
                    words = fold(" ".join(text_of(row[i]) for i in places)).split()
                    if words and not "".join(words).isdigit() and not endings.counts(" ".join(words)):
                        found.add(" ".join(sorted(words)))
            self._people = frozenset(found)
        return self._people

    @property
    def tier(self) -> int:
        """How people are named in it: by last and first name, or by halves."""
        return 2 if {"last_name", "first_name"} <= self.fields or FULL_NAME in self.fields else 1

    @property
    def rank(self) -> tuple[int, int, int, float]:
        """How well it looks like the list."""
        return self.tier, self.freshness, len(self.people), self.regions[0].header.score

    @property
    def freshness(self) -> int:
        """What its name says of its age: newer lists before older ones."""
        words = fold(self.name)
        version = _VERSION.search(words)
        number = int(version[1] or version[2]) if version else 0
        return (
            100 * bool(_NEWER.search(words)) + number - 100 * bool(_OLDER.search(words) or _AFTERTHOUGHT.search(words))
        )

    @property
    def versioned(self) -> bool:
        """Whether its name says that it is one of several states of a list."""
        words = fold(self.name)
        return bool(_NEWER.search(words) or _OLDER.search(words) or _VERSION.search(words))


def choose(found: Sequence[Sheet], context: Context) -> list[Sheet]:
    """The sheets to read, in the workbook's order, with what each says of its people."""
    if len(found) < 2:
        return list(found)
    given = context.answers.get("sheet")
    found = _of_the_year(found, context)
    if given is None:
        found = _of_returns(found)
    tier = max(sheet.tier for sheet in found)
    kept = [sheet for sheet in found if sheet.tier == tier and sheet.people]
    if len(kept) < 2:
        return kept or [max(found, key=lambda sheet: sheet.rank)]
    if given is not None and (answered := [sheet for sheet in found if sheet.name == given]):
        _ask(kept, answered[0], context)
        return answered
    slots = _by_slot(kept, context)
    aside = [] if slots else _standing(kept)
    rest = [sheet for sheet in kept if sheet not in aside and sheet not in slots]
    if given == ALL_SHEETS:
        main = _main(rest or kept)
        _ask(kept, main, context)
        return [main, *(sheet for sheet in kept if sheet is not main)]
    if slots:
        return [s for s in kept if s in slots or (alike(s, slots[0]) and not s.versioned)]
    if not rest:
        return kept
    main = _main(rest)
    also, rivals = [], []
    for sheet in rest:
        if sheet is main:
            continue
        shared = shared_people(sheet, main)
        if sheet.people == main.people and not (sheet.versioned or main.versioned):
            continue
        if shared >= 0.5 or sheet.versioned or main.versioned:
            if not _AFTERTHOUGHT.search(fold(sheet.name)):
                rivals.append(sheet)
        elif alike(sheet, main):
            also.append(sheet)
        elif (
            not _LISTS.search(fold(main.name)) and not _AFTERTHOUGHT.search(fold(sheet.name)) and len(sheet.people) > 2
        ):
            rivals.append(sheet)
    if rivals:
        _ask([main, *rivals], main, context)
        also = []
    aside = [sheet for sheet in aside if sheet.fields & main.fields >= _CALLED & main.fields]
    read = [*(sheet for sheet in kept if sheet is main or sheet in also), *aside]
    _employers(read)
    return read


def _main(sheets: Sequence[Sheet]) -> Sheet:
    """The sheet that looks most like the list; of those that name about the same people, the one that says most of them."""
    best = max(sheets, key=lambda sheet: sheet.rank)
    near = [
        sheet
        for sheet in sheets
        if (sheet.tier, sheet.freshness) == (best.tier, best.freshness)
        and shared_people(sheet, best) >= 0.5
        and 10 * len(sheet.people) >= 9 * len(best.people)
    ]
    return max(near, key=lambda sheet: (len(sheet.fields), sheet.rank), default=best)


def _of_returns(found: Sequence[Sheet]) -> list[Sheet]:
    """Of the sheets of a return of this program, the registrations alone: the presences say less of the same people."""
    ours = [sheet for sheet in found if sheet.regions[0].ids >= 0]
    fullest = max(ours, key=lambda sheet: (len(sheet.fields), len(sheet.people)), default=None)
    return [sheet for sheet in found if sheet is fullest or sheet not in ours]


def _of_the_year(found: Sequence[Sheet], context: Context) -> list[Sheet]:
    """Without the lists of other years, when tabs are called after years and one is the event's."""
    if "sheet" in context.answers:
        return list(found)
    years = {sheet.name: set(map(int, _YEAR.findall(sheet.name))) for sheet in found}
    wanted = {m.day.year for m in context.known} or ({context.today.year} if context.today else set())
    if not any(told & wanted for told in years.values()):
        return list(found)
    return [sheet for sheet in found if not years[sheet.name] or years[sheet.name] & wanted]


def _employers(read: Sequence[Sheet]) -> None:
    """A tab for each employer, called after it."""
    if len(read) < 2 or any("employer" in sheet.fields for sheet in read):
        return
    if 2 * sum(contents.is_employer(sheet.name) for sheet in read) > len(read):
        for sheet in read:
            sheet.said.setdefault("employer", sheet.name)


def _ask(sheets: Sequence[Sheet], supposed: Sheet, context: Context) -> None:
    options = [Option(sheet.name, _NAME, (("sheet", sheet.name),)) for sheet in sheets]
    options.append(Option(ALL_SHEETS, N_("Toutes")))
    examples = tuple(f"{sheet.name} ({len(sheet.people)})" for sheet in sheets[:3])
    context.ask(Question("sheet", SHEET_QUESTION, tuple(options), supposed.name, examples=examples))


def _by_slot(kept: Sequence[Sheet], context: Context) -> list[Sheet]:
    """The sheets that each name a slot of their own; none unless there are two."""
    named: list[Sheet] = []
    mornings = any(marks.facets(sheet.name).half == marks.MORNING for sheet in kept)
    for sheet in kept:
        told = marks.facets(sheet.name)
        if told.am:
            half = marks.AFTERNOON if mornings else marks.MORNING
            told = marks.with_half(told, half)
        if told.told or marks.named_by(sheet.name, context.known):
            fits = marks.fitting(sheet.name, told, context.known)
            sheet.moment = fits[0] if len(fits) == 1 else None
            if sheet.moment is not None or told.told:
                named.append(sheet)
    if len(named) < 2:
        for sheet in named:
            sheet.moment = None
        return []
    return named


def _standing(kept: Sequence[Sheet]) -> list[Sheet]:
    """The sheets whose name says what their people are: on the waiting list, cancelled, speakers. Never all of them."""
    found = []
    for sheet in kept:
        for pattern, says in _STANDING:
            if pattern.search(fold(sheet.name)):
                sheet.said = dict(says)
                found.append(sheet)
                break
    if len(found) == len(kept):
        for sheet in found:
            sheet.said = {}
        return []
    return found


def shared_people(one: Sheet, other: Sheet) -> float:
    """How many of the people of the smaller of two sheets are in both, from 0 to 1."""
    return len(one.people & other.people) / max(1, min(len(one.people), len(other.people)))


def stands_apart(sheet: Sheet) -> bool:
    """Whether a sheet's name says that it goes with another: a waiting list, an older state, an annex."""
    words = fold(sheet.name)
    patterns = (*(pattern for pattern, _says in _STANDING), _OLDER, _AFTERTHOUGHT)
    return any(pattern.search(words) for pattern in patterns)


def alike(one: Sheet, other: Sheet) -> bool:
    """Whether two sheets have one layout."""
    if one.regions[0].header.fingerprint == other.regions[0].header.fingerprint:
        return True
    shared, either = one.fields & other.fields, one.fields | other.fields
    return len(shared) >= 0.6 * len(either)
