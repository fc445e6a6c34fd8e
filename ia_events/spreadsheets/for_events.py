"""A list read for the events its rows are for: one listing each, as if each event had been sent its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from ia_events.domain import sharing
from ia_events.domain.bulk import collection_held
from ia_events.domain.events import Event
from ia_events.domain.layout import Layout
from ia_events.domain.lists import EVENT, Listing, Question
from ia_events.domain.sendings import names_key
from ia_events.domain.sharing import HERE, NOWHERE
from ia_events.spreadsheets import marks, raw, sessions
from ia_events.spreadsheets.presence import Context
from ia_events.spreadsheets.reading import Progress, book_of, check, found_in, listing_of, silent
from ia_events.spreadsheets.sheets import ALL_SHEETS, Sheet


@collection_held()
def read(
    path: Path,
    *,
    events: Sequence[Event],
    event_id: str,
    now: datetime,
    sheet: str | None = None,
    mapping: Mapping[str, str] | None = None,
    answers: Mapping[str, str] | None = None,
    layouts: Mapping[str, Layout] | None = None,
    password: str | None = None,
    progress: Progress = silent,
    meanwhile: Callable[[], None] = lambda: None,
) -> dict[str, Listing]:
    """The listing of each event a file names, by the event's id; that of `event_id` first, and alone when the file names
    no other. NOWHERE holds the rows that are for none of `events`, each refused.

    `event_id` is the event the file was opened on, "" for none. Every listing holds the questions of all; a key that ends
    in « @ID » is asked for that event alone. The rest is as for `reading.read`, each event with its own slots, on the
    day it is there at `now`.
    """
    here = _here(events, event_id)
    check(mapping or {}, [slot for event in events for slot in event.slots])
    progress(0, 1)
    if sheet == ALL_SHEETS:
        sheet, answers = None, {**(answers or {}), "sheet": ALL_SHEETS}
    book = raw.load(path, sheet=sheet, password=password, progress=lambda: progress(0, 0), meanwhile=meanwhile)
    return _Reading(
        book, path.name, events, here, now, mapping or {}, answers or {}, layouts or {}, progress
    ).listings()


@collection_held()
def read_cells(
    text: str,
    *,
    events: Sequence[Event],
    event_id: str,
    now: datetime,
    source: str = "",
    mapping: Mapping[str, str] | None = None,
    answers: Mapping[str, str] | None = None,
    layouts: Mapping[str, Layout] | None = None,
    progress: Progress = silent,
) -> dict[str, Listing]:
    """The same of a list pasted as text; `source` names it where a file's name would stand."""
    here = _here(events, event_id)
    check(mapping or {}, [slot for event in events for slot in event.slots])
    progress(0, 1)
    book = book_of(text)
    return _Reading(book, source, events, here, now, mapping or {}, answers or {}, layouts or {}, progress).listings()


# What ends the key of a question about one event alone: its id.
_OF_ONE = re.compile(r"@[0-9a-f]{32}$")


def _here(events: Sequence[Event], event_id: str) -> Event | None:
    return next((event for event in events if event.id == event_id), None)


class _Reading:
    """A book, and all it is read with."""

    def __init__(
        self,
        book: raw.RawBook,
        source: str,
        events: Sequence[Event],
        here: Event | None,
        now: datetime,
        mapping: Mapping[str, str],
        answers: Mapping[str, str],
        layouts: Mapping[str, Layout],
        progress: Progress,
    ) -> None:
        self.book, self.source, self.events, self.here, self.now = book, source, events, here, now
        self.mapping, self.answers, self.layouts, self.progress = mapping, answers, layouts, progress
        self.id = here.id if here else NOWHERE
        self.by_id = {event.id: event for event in events}
        self.asked: dict[str, Question] = {}
        self.named = False  # whether the rows name their events

    def listings(self) -> dict[str, Listing]:
        """The listing of each event, each with the questions of all."""
        context = self._context(self.here)
        found = found_in(self.book, self.source, self.mapping, self._layouts(self.here), context)
        by_sheet = {} if "sheet" in context.answers else sessions.share_sheets(found, context)
        if by_sheet:
            self.asked.update(context.asked)
            if self._all_here(by_sheet.values(), context):
                # The names of the sheets are a remark: they are read as those of any workbook.
                self.asked = {"events": self.asked["events"]}
                by_sheet = {}
        if by_sheet:
            self.named = True
            made = {id_: self._of_sheets(by_sheet, id_) for id_ in self._order(by_sheet.values())}
        else:
            made = self._by_rows(self._context(self.here))
        questions = tuple(self.asked.values())
        # A sheet that is for one of the events is read.
        left = tuple(
            sheet for sheet in next(iter(made.values())).left if all(sheet in listing.left for listing in made.values())
        )
        whole = names_key(sharing.together(made).rows) if self.named else ""
        return {id_: replace(listing, questions=questions, left=left, whole=whole) for id_, listing in made.items()}

    def _by_rows(self, context: Context) -> dict[str, Listing]:
        listing = self._read(self.here, context)
        said = dict.fromkeys(row.event for row in listing.rows)
        if not any(said):
            self.asked.update(context.asked)
            return {self.id: listing if self.here is not None else sharing.of_event(listing, {}, NOWHERE)}
        told = replace(context, asked={})
        column = next((column.heading for column in listing.columns if column.field == EVENT), "")
        shared = sharing.share_out(said, self.events, self.id, told.ask, column=column, places=True)
        if self._all_here(shared.values(), told):
            self.asked.update(context.asked)
            return {self.id: listing}
        self.asked.update(told.asked)
        self.named = True
        ids = self._order(shared.values())
        if self.id in ids or NOWHERE in ids:
            self.asked.update(context.asked)
        made = {}
        for id_ in ids:
            event = self.by_id.get(id_)
            own = listing
            if event is not None and event is not self.here:
                own = self._read(event, self._context(event))
                self._ask_for(event, own.questions)
            made[id_] = sharing.of_event(own, shared, id_)
        return made

    def _of_sheets(self, by_sheet: Mapping[str, str], id_: str) -> Listing:
        event = self.by_id.get(id_)

        def among(found: Sequence[Sheet]) -> list[Sheet]:
            kept = sessions.of_event(found, by_sheet, id_, self.id)
            for sheet in kept:
                sheet.for_event = id_ == NOWHERE
            return kept

        listing = self._read(event, replace(self._context(event), events=()), among)
        if event is None or event is self.here:
            self.asked.update({question.key: question for question in listing.questions})
        else:
            self._ask_for(event, listing.questions)
        return sharing.of_event(listing, {}, id_)

    def _all_here(self, ids: Iterable[str], context: Context) -> bool:
        """Whether somebody said that a list that names only others is for this event all the same."""
        named = set(ids) - {NOWHERE}
        if self.here is None or not named or self.id in named:
            return False
        answer = context.ask(sharing.elsewhere(named, self.events))
        self.asked["events"] = context.asked["events"]
        return answer == HERE

    def _order(self, ids: Iterable[str]) -> list[str]:
        """The events among `ids`: the one the list was opened on, the others in their order, what is for none."""
        named = set(ids)
        known = [self.id, *(event.id for event in self.events if event.id != self.id)]
        return [id_ for id_ in known if id_ and id_ in named] + [NOWHERE] * (NOWHERE in named)

    def _read(
        self,
        event: Event | None,
        context: Context,
        among: Callable[[Sequence[Sheet]], Sequence[Sheet]] = lambda found: found,
    ) -> Listing:
        mapping = _of_slots(self.mapping, event)
        return listing_of(self.book, self.source, mapping, self._layouts(event), context, self.progress, among)

    def _context(self, event: Event | None) -> Context:
        known = marks.moments(event.slots, event.timezone) if event else ()
        today = self.now.astimezone(event.zone).date() if event else None
        return Context(known, today, self._answers(self.answers, event), events=self.events, event_id=self.id)

    def _layouts(self, event: Event | None) -> dict[str, Layout]:
        """What is remembered, as far as it holds for an event."""
        return {
            fingerprint: Layout(_of_slots(layout.mapping, event), self._answers(layout.answers, event))
            for fingerprint, layout in self.layouts.items()
        }

    def _answers(self, answers: Mapping[str, str], event: Event | None) -> dict[str, str]:
        """The answers that hold for an event: those to the questions about it alone win."""
        held = {
            # A name remembered as an event's may be that of the event this list is opened on.
            key: HERE if self.here is not None and key.startswith("event:") and value == self.id else value
            for key, value in answers.items()
            if not _OF_ONE.search(key)
        }
        if event is not None and event is not self.here:
            held.pop("sheet", None)
            end = f"@{event.id}"
            held.update((key.removesuffix(end), value) for key, value in answers.items() if key.endswith(end))
        return held

    def _ask_for(self, event: Event, questions: Sequence[Question]) -> None:
        """Ask what is asked for another event, unless it is the same question as for this one."""
        for question in questions:
            same = self.asked.get(question.key)
            if same is None or same.options != question.options:
                key = f"{question.key}@{event.id}"
                self.asked[key] = replace(question, key=key, about=sharing.called(event))


def _of_slots(mapping: Mapping[str, str], event: Event | None) -> dict[str, str]:
    """A mapping without what names slots of other events."""
    slots = {slot.id for slot in event.slots} if event else set()
    return {
        heading: field
        for heading, field in mapping.items()
        if not (slot := field.partition(":")[2]) or slots.issuperset(slot.split())
    }
