"""One list for several events: which event each of its rows is for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from ia_events.domain.dates import day_told, short_date
from ia_events.domain.events import Event
from ia_events.domain.lists import EVENT, Listing, ListRow, Option, Problem, Question
from ia_events.domain.text import fold
from ia_events.i18n import N_

Said = tuple[str, ...]  # what a row says of its event: the texts of its columns, or the name of its sheet

NOWHERE = ""  # in the place of an event's id: rows that are for none we know
ASIDE, SHARE, HERE = "aside", "share", "here"  # answers that are no event's id
UNKNOWN = N_("« {value} » : aucun événement ne porte ce nom. Pour qui sont ces lignes ?")
SEVERAL = N_("« {value} » peut désigner plusieurs événements. Lequel ?")
MANY_UNKNOWN = N_("Cette liste nomme {count} événements inconnus. Que faire de leurs lignes ?")
SILENT = N_("Des lignes ne nomment aucun événement. Pour qui sont-elles ?")
ELSEWHERE = N_("Cette liste est pour un autre événement : {events}. Où importer ses lignes ?")
_HERE, _ASIDE, _NAMED = N_("Cet événement-ci"), N_("Laisser de côté"), N_("{event}")
_ASKED, _OFFERED = 8, 12
# A short run of letters and digits, as sessions are numbered: « IA-07 », « 2025 LC12 003 ».
_CODE = re.compile(r"(?=.*\d)[a-z0-9]+( [a-z0-9]+){0,4}")
_WORD = re.compile(r"\b[a-z]{6,}\b")
_SHEET_NAME = 31  # letters Excel leaves of a title


@lru_cache(maxsize=4096)
def _name(text: str) -> str:
    """What an event is called, folded: each row of a list is compared with it."""
    return fold(text)


def called(event: Event) -> str:
    """An event as a choice among several shows it: « Les fondamentaux (12/11/2025) »."""
    return f"{event.title} ({short_date(event.local(event.starts).date())})" if event.starts else event.title


def which(said: Said, events: Sequence[Event], *, places: bool = False) -> list[Event]:
    """The events that texts name together: by session code, by title, by day, and by venue with `places`. None when they
    contradict each other: a known title on another day, or under another code, is another session.
    """
    pieces = [(text, fold(text)) for text in said if fold(text)]
    coded = [e for e in events if any(_holds(folded, _name(e.session_code), 3) for _text, folded in pieces)]
    if coded:
        return _on_its_day(coded, pieces) or coded
    left: list[Event] | None = None
    foreign = False
    for text, folded in pieces:
        named = _titled(folded, events)
        told = bool(named)
        if not told:
            foreign = foreign or is_code(text)
        day = day_told(text)
        if day[0]:
            named = [event for event in (named if told else events) if _takes_place(event, day)]
            told = True
        if places and not told:
            named = [event for event in events if _is_at(event, folded)]
            told = bool(named)
        if told:
            left = named if left is None else [event for event in left if event in named]
    # Beside a code that is nobody's, an event that has its own is another.
    return [event for event in left or () if not (foreign and event.session_code)]


def is_code(text: str) -> bool:
    """Whether a text looks like the number of a session."""
    folded = fold(text)
    short = len(text) <= 24 and not _WORD.search(folded)
    return short and not day_told(text)[0] and bool(_CODE.fullmatch(folded))


def by_name(said: Said, events: Sequence[Event]) -> bool:
    """Whether texts name an event by its code or title: a day or a place may be something else's."""
    folded = [fold(text) for text in said]
    return any(_titled(f, events) or any(_holds(f, _name(e.session_code), 3) for e in events) for f in folded)


def the_one(said: Said, found: Sequence[Event], here: str) -> str:
    """The id of the event that texts name, out of those they may be: the one the list was opened on (`here`) when it is
    one of several of a name. "" when there is none, or when several are named one by one.
    """
    if len(found) == 1:
        return found[0].id
    folded = [fold(text) for text in said]
    names: set[str] = set()
    for event in found:
        own = (_name(event.session_code), _name(event.title))
        names.update(next(([n] for n in own if any(_holds(text, n, 3) for text in folded)), ()))
    return here if len(names) < 2 and any(event.id == here for event in found) else ""


def _holds(folded: str, wanted: str, least: int) -> bool:
    return bool(wanted) and (folded == wanted or (len(wanted) >= least and f" {wanted} " in f" {folded} "))


def _titled(folded: str, events: Sequence[Event]) -> list[Event]:
    """The events of that title; else those whose title is part of it; else those it is the beginning of."""
    exact = [event for event in events if _name(event.title) == folded]
    if exact:
        return exact
    inside = [event for event in events if _holds(folded, _name(event.title), 8)]
    if inside:
        titles = {_name(event.title) for event in inside}
        whole = {title for title in titles if not any(_holds(other, title, 1) for other in titles - {title})}
        return [event for event in inside if _name(event.title) in whole]
    cut = len(folded) >= _SHEET_NAME - 8
    return [event for event in events if cut and _name(event.title).startswith(folded)]


def _on_its_day(events: list[Event], pieces: Sequence[tuple[str, str]]) -> list[Event]:
    days = [day for text, _folded in pieces if (day := day_told(text))[0]]
    return [event for event in events if all(_takes_place(event, day) for day in days)]


def _takes_place(event: Event, day: tuple[int, int, int]) -> bool:
    number, month, year = day
    return any(
        d.day == number and month in (0, d.month) and year in (0, d.year)
        for slot in event.slots
        for d in (event.local(slot.start).date(),)
    )


def _is_at(event: Event, folded: str) -> bool:
    return len(folded) >= 4 and f" {folded} " in f" {_name(event.venue)} {_name(event.address)} "


def share_out(
    said: Iterable[Said],
    events: Sequence[Event],
    event_id: str,
    ask: Callable[[Question], str],
    *,
    column: str = "",
    places: bool = False,
) -> dict[Said, str]:
    """The id of the event each of `said` is for, NOWHERE for none; `event_id` is the event the list was opened on, or "".

    `ask` gives the answer in force to a question: what names no event is asked about, text by text, and left aside
    meanwhile; what names several is the event the list was opened on when it is one of them. `column` is the heading
    questions are about.
    """
    here = next((event for event in events if event.id == event_id), None)
    shared: dict[Said, str] = {}
    unknown: list[tuple[Said, list[Event]]] = []
    for texts in dict.fromkeys(said):
        found = which(texts, events, places=places)
        if one := the_one(texts, found, event_id):
            shared[texts] = one
        else:
            unknown.append((texts, found))
    others = [(texts, found) for texts, found in unknown if any(texts)]
    if len(others) > _ASKED:
        examples = tuple(" · ".join(texts) for texts, _found in others[:4])
        values = (("count", len(others)),)
        options = (*_here(here), Option(ASIDE, _ASIDE))
        answer = ask(Question("event:*", MANY_UNKNOWN, options, ASIDE, values, examples, column))
        shared.update((texts, _chosen(answer, event_id)) for texts, _found in others)
        unknown = [(texts, found) for texts, found in unknown if not any(texts)]
    for texts, found in unknown:
        shared[texts] = _chosen(ask(_question(texts, found, events, here, column)), event_id)
    return shared


def lasting(answers: Mapping[str, str]) -> dict[str, str]:
    """The answers that hold for the next list of a layout, opened on another event: of those about events, only that a
    name is a certain event's. What was said of the event the list was opened on was said of that list.
    """
    return {
        key: value
        for key, value in answers.items()
        if key != "events"
        and (not key.startswith("event:") or (key not in ("event:", "event:*") and value not in (HERE, ASIDE)))
    }


def _here(here: Event | None) -> tuple[Option, ...]:
    return (Option(HERE, _HERE),) if here is not None else ()


def _chosen(answer: str, here: str) -> str:
    return {ASIDE: NOWHERE, HERE: here}.get(answer, answer)


def _question(
    texts: Said, found: Sequence[Event], events: Sequence[Event], here: Event | None, column: str
) -> Question:
    value = " · ".join(filter(None, texts))
    first = here.starts if here is not None else None

    def distance(event: Event) -> tuple[bool, float]:
        return event.starts is None, abs((event.starts - first).total_seconds()) if event.starts and first else 0

    offered = [event for event in found or sorted(events, key=distance) if event is not here][:_OFFERED]
    options = [*_here(here), *(Option(e.id, _NAMED, (("event", called(e)),)) for e in offered), Option(ASIDE, _ASIDE)]
    text = SILENT if not value else SEVERAL if found else UNKNOWN
    supposed = HERE if here is not None and not value else ASIDE
    return Question(f"event:{fold(value)}", text, tuple(options), supposed, (("value", value),), (), column)


def elsewhere(named: Iterable[str], events: Sequence[Event]) -> Question:
    """What to do with a list that only names other events than the one it was opened on."""
    titles = ", ".join(called(event) for event in events if event.id in set(named))
    options = (
        Option(SHARE, N_("Chaque ligne dans l'événement qu'elle nomme")),
        Option(HERE, N_("Toutes dans cet événement-ci")),
    )
    return Question("events", ELSEWHERE, options, SHARE, (("events", titles),))


def of_event(listing: Listing, shared: Mapping[Said, str], event_id: str) -> Listing:
    """The rows of a listing that are for one event; NOWHERE gives those that are for none, each saying so."""
    mine = [row for row in listing.rows if shared.get(row.event, event_id) == event_id]
    if event_id == NOWHERE:
        mine = [_left(row, listing) for row in mine]
    own = {row.row for row in mine if row.sheet in ("", listing.sheet)}
    others = {row.row for row in listing.rows if row.sheet in ("", listing.sheet)} - own
    skipped = sorted([*listing.skipped, *((row, "other_event") for row in others)])
    return replace(listing, rows=tuple(mine), skipped=tuple(skipped))


def _left(row: ListRow, listing: Listing) -> ListRow:
    value = " · ".join(filter(None, row.event))
    code = "event_unknown" if value else "no_event"
    values, sheet = (("value", value),), row.sheet or listing.sheet
    problem = Problem(code, row.row, field=_field(listing), sheet=sheet, values=values, spot=row.spot)
    return replace(row, problems=(*row.problems, problem))


def _field(listing: Listing) -> str:
    """What a problem about events is shown on: the column that names them, else the name."""
    return EVENT if any(column.field == EVENT for column in listing.columns) else ""


def together(listings: Mapping[str, Listing], first: str = "") -> Listing:
    """The rows of all listings in one: that of the event `first`, or the first of them, with what the others add."""
    main = listings.get(first) or next(iter(listings.values()))
    rows: list[ListRow] = []
    sheets = dict.fromkeys(main.also)
    for listing in listings.values():
        for row in listing.rows:
            sheet = row.sheet or listing.sheet
            if sheet != main.sheet:
                sheets.setdefault(sheet)
            rows.append(replace(row, sheet=sheet if sheet != main.sheet else ""))
    place = {sheet: i for i, sheet in enumerate(["", *sheets])}
    rows.sort(key=lambda row: (place[row.sheet], row.row))
    skipped = tuple((row, reason) for row, reason in main.skipped if reason != "other_event")
    return replace(main, rows=tuple(rows), also=tuple(sheets), skipped=skipped)


def named_no_more(whole: Listing) -> Listing:
    """What a list says of an event none of its rows is for."""
    others = ((row.row, "other_event") for row in whole.rows if row.sheet in ("", whole.sheet))
    return replace(whole, rows=(), skipped=tuple(sorted({*whole.skipped, *others})))


def alone(listings: Mapping[str, Listing], events: Sequence[Event], event_id: str) -> Listing:
    """The listing of one event, with the rows of others refused, each saying which event it is for: none is dropped."""
    titles = {event.id: called(event) for event in events}

    def refused(row: ListRow, listing: Listing, other: str) -> ListRow:
        values = (("other", titles.get(other, "")),)
        sheet = row.sheet or listing.sheet
        problem = Problem("other_event", row.row, field=_field(listing), sheet=sheet, values=values, spot=row.spot)
        return replace(row, problems=(*row.problems, problem))

    kept = {
        id_: listing
        if id_ in (event_id, NOWHERE)
        else replace(listing, rows=tuple(refused(row, listing, id_) for row in listing.rows))
        for id_, listing in listings.items()
    }
    return together(kept, event_id) if len(kept) > 1 or event_id not in kept else kept[event_id]
