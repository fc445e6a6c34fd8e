"""What the import page has the worker do: read a list and plan its import, record it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from ia_events import layouts
from ia_events.domain import sharing
from ia_events.domain.attendance import IN_ROOM
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.hours_left import hours_words
from ia_events.domain.ids import uuids7
from ia_events.domain.layout import Layout
from ia_events.domain.lists import SKIPPED, Decision, Listing, Place, Plan, hidden_words
from ia_events.domain.matching import make_plan
from ia_events.domain.recognising import Known
from ia_events.domain.returned import Identity
from ia_events.i18n import N_, _, ngettext, number
from ia_events.store import Store, imports, presence, registrations
from ia_events.store import events as store_events
from ia_events.store.journal import Action
from ia_events.ui.widgets.page import files_in
from ia_events.ui.work import Progress

log = logging.getLogger(__name__)


_KINDS = "*.xlsx *.xlsm *.xls *.xlsb *.ods *.csv *.tsv *.txt *.html *.htm *.xml *.mht *.mhtml *.eml"


@dataclass(frozen=True)
class Source:
    """What is read (a file, or the text of cells that were copied), and how. `gone`: who is ticked as withdrawn, the ids of
    their registrations.
    """

    path: Path | None = None
    text: str = ""
    sheet: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    decisions: Mapping[Place, Decision] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    password: str | None = None

    @property
    def name(self) -> str:
        """What it is called."""
        return self.path.name if self.path is not None else _("Cellules collées")

    @property
    def said(self) -> bool:
        """Whether somebody said anything of it."""
        return bool(self.mapping or self.answers or self.decisions or self.gone)

    def reads_as(self, other: Source) -> bool:
        """Whether the file says the same as for another source: only what was decided of its people may differ."""
        return replace(self, decisions=other.decisions, gone=other.gone) == other


_FIGURE_SPACE = "\u2007"
NOTHING_COPIED = N_("Rien à coller : copiez d'abord des cellules dans votre tableur.")


def copied() -> Source | None:
    """The file, or the cells of a spreadsheet, that were copied."""
    given: QMimeData | None = QGuiApplication.clipboard().mimeData()
    if len(files := files_in(given)) == 1:
        return Source(files[0])
    return Source(text=given.text()) if given is not None and given.text().strip() else None


@dataclass(frozen=True)
class Understood:
    """A list read as a `source` said for the events it is for, a plan for each by the event's id, and of which event it is
    a return, if it is one.

    `events` are those a list may be for, the one it was opened on first; `layouts` what was remembered of files by their
    layout, `remembered` of this one. NOWHERE holds the rows that are for none.
    """

    source: Source
    listings: Mapping[str, Listing]
    plans: Mapping[str, Plan]
    events: Sequence[Event]
    layouts: Mapping[str, Layout] = field(default_factory=dict)
    remembered: Layout | None = None
    returned: Identity | None = None

    @property
    def titles(self) -> dict[str, str]:
        """What each event is called, by its id."""
        return {event.id: sharing.called(event) for event in self.events}

    @property
    def together(self) -> tuple[str, ...]:
        """The sheets that were read as one; () of one alone."""
        plans = list(self.plans.values())
        sheets = {name for plan in plans for name in (plan.listing.sheet, *plan.listing.also)}
        return tuple(name for name in plans[0].listing.sheets if name in sheets) if len(sheets) > 1 else ()

    def holds(self, source: Source, events: Sequence[Event], layouts: Mapping[str, Layout]) -> bool:
        """Whether its file says the same read as another source says, for these events, knowing these layouts."""
        return source.reads_as(self.source) and (self.events, self.layouts) == (events, layouts)


def understand(
    store: Store,
    progress: Progress,
    source: Source,
    event: Event,
    now: datetime,
    read: Understood | None,
) -> Understood:
    """Read the list, unless what was `read` before holds, and plan its import."""
    known, here = layouts.standing(partial(imports.undone, store)), Known()
    events = store_events.of_lists(store, event.id)
    people = {event.id: here}

    def load() -> None:
        here.learn(registrations.all_of(store, event.id))

    # Asked here, of the very events the plans are made for: what another window does is never half seen.
    held = read if read is not None and read.holds(source, events, known) else None
    if held is None:
        listings: Mapping[str, Listing] = _listings(progress, source, events, now, known, load)
    else:  # the file may be gone since
        listings = held.listings
        load()
    total = sum(len(listing.rows) for listing in listings.values())
    plans: dict[str, Plan] = {}
    for id_, listing in listings.items():
        if id_ and id_ not in people:
            people[id_] = Known(registrations.all_of(store, id_))
        before = sum(len(plan.listing.rows) for plan in plans.values())
        plans[id_] = make_plan(
            listing,
            people.get(id_, ()),
            id_,
            uuids7(now).__next__,
            lambda done, before=before: progress(before + done, total),  # type: ignore[misc]
            decisions=source.decisions,
            standing=presence.standing(presence.facts_of_event(store, id_)) if id_ else {},
        )
    whole = sharing.named_no_more(sharing.together(listings))
    for id_, again in imports.sent_before(store, [one.id for one in events], list(plans.values())).items():
        standing = presence.standing(presence.facts_of_event(store, id_))
        known_there = registrations.all_of(store, id_)
        plans[id_] = make_plan(whole, known_there, id_, uuids7(now).__next__, standing=standing, again=again)
    returned = _returned(progress, source, whole) if held is None else held.returned
    return Understood(source, listings, plans, events, known, known.get(whole.fingerprint), returned)


def _returned(progress: Progress, source: Source, listing: Listing) -> Identity | None:
    if source.path is None or len(listing.sheets) < 2:
        return None
    from ia_events.spreadsheets.coming_back import identity

    return identity(source.path, listing.sheets, password=source.password, progress=progress)


def _listings(
    progress: Progress,
    source: Source,
    events: Sequence[Event],
    now: datetime,
    known: Mapping[str, Layout],
    meanwhile: Callable[[], None],
) -> dict[str, Listing]:
    from ia_events.spreadsheets.for_events import read, read_cells

    said: dict[str, Any] = {
        "events": events,
        "event_id": events[0].id,
        "now": now,
        "mapping": _still_there(source.mapping, events),
        "answers": source.answers,
        "layouts": known,
        "progress": progress,
    }
    if source.path is None:
        meanwhile()
        return read_cells(source.text, source=source.name, **said)
    return read(source.path, sheet=source.sheet, password=source.password, meanwhile=meanwhile, **said)


def _still_there(mapping: Mapping[str, str], events: Sequence[Event]) -> dict[str, str]:
    """What was decided of columns, without what names slots that were removed since: those are understood anew."""
    slots = {slot.id for event in events for slot in event.slots}
    return {heading: field for heading, field in mapping.items() if slots.issuperset(field.partition(":")[2].split())}


def make_ready(_store: Store, _progress: Progress) -> None:
    """Start what reads files, so that the first one does not wait for it: 90 ms to a plan instead of 30 here, and most of
    a second where an antivirus looks at each program that starts.
    """
    from ia_events.spreadsheets import worker

    worker.warm()


def record(
    store: Store, progress: Progress, source: Source, plans: Sequence[Plan], withdrawn: frozenset[str], now: datetime
) -> Action | None:
    """Import the plans as one action, then remember what was decided of the layout."""
    action = imports.import_plans(store, plans, now, progress, withdraw=withdrawn)
    if source.mapping or source.answers:
        taught = Layout(source.mapping, source.answers)
        try:
            layouts.remember(plans[0].listing.fingerprint, taught, action.id if action else "")
        except UserError as error:  # the people are in, which is what was asked
            log.warning("what was decided of the list is not remembered: %s", error.code)
    return action


def read_words(shown: Listing, understood: Understood, gone: int) -> str:
    """What was read, in a line: the file, where the list `shown` is in it, how many people, how many are ticked as gone. As
    long whoever is ticked, or decided of.
    """
    parts = [shown.source]
    if shown.sheet:
        parts.append(_("feuille « {sheet} »").format(sheet=shown.sheet))
    where = _("titres ligne {row}").format(row=shown.header_row)
    parts.append(where if shown.header_row else _("sans ligne de titres"))
    people = sum(len(listing.rows) for listing in understood.listings.values())
    found = ngettext("{n} personne", "{n} personnes", people).format(n=number(people))
    reasons = [reason for _row, reason in shown.skipped if reason not in ("blank", "other_event")]
    if reasons:
        aside = ngettext("{n} ligne écartée ({reasons})", "{n} lignes écartées ({reasons})", len(reasons))
        words = ", ".join(_(SKIPPED[reason]).lower() for reason in dict.fromkeys(reasons))
        found = f"{found}, {aside.format(n=number(len(reasons)), reasons=words)}"
    parts.append(found)
    if shown.left:
        sheets = ", ".join(
            _("« {sheet} » ({people})").format(
                sheet=name, people=ngettext("{n} personne", "{n} personnes", n).format(n=number(n))
            )
            for name, n in shown.left
        )
        unread = ngettext("feuille non lue : {sheets}", "feuilles non lues : {sheets}", len(shown.left))
        parts.append(unread.format(sheets=sheets))
    if shown.hidden:
        parts.append(hidden_words(shown.hidden))
    if hours := hours_words(shown):
        parts.append(hours)
    if missing := sum(most_withdrawn(plan) for plan in understood.plans.values()):
        room = len(number(missing))
        parts.append(_("désistements à noter : {n}").format(n=number(gone).rjust(room, _FIGURE_SPACE)))
    return " · ".join(parts)


def most_withdrawn(plan: Plan) -> int:
    """How many people may no longer be on a list, whatever is decided of its doubts."""
    named = sum(any(person.list for person in doubt.candidates) for doubt in plan.doubts)
    return len(plan.withdrawn) + named


def ticked(plans: Sequence[Plan], source: Source | None) -> frozenset[str]:
    """Who is ticked as withdrawn, of those the plans name."""
    gone = source.gone if source is not None else frozenset()
    return gone.intersection(person.id for plan in plans for person in plan.withdrawn)


def changes(plans: Sequence[Plan], gone: int) -> int:
    """How many things importing would record."""
    return gone + sum(len(plan.added) + len(plan.updated) + len(plan.attendance) + decided([plan]) for plan in plans)


def decided(plans: Sequence[Plan]) -> int:
    """How many people known before are to be recognised by another name, because somebody said so."""
    return sum("known_as" in beside for plan in plans for id_, beside in plan.beside.items() if id_ in plan.known)


def button_words(plans: Sequence[Plan], gone: int) -> str:
    """What the button that imports says."""
    added = sum(len(plan.added) for plan in plans)
    people, marks = added + sum(len(plan.updated) for plan in plans), sum(len(plan.attendance) for plan in plans)
    if people and marks:
        who = ngettext("{n} personne", "{n} personnes", people).format(n=number(people))
        what = ngettext("{n} présence", "{n} présences", marks).format(n=number(marks))
        return _("Importer {who} et {what}").format(who=who, what=what)
    if added:
        return ngettext("Importer {n} personne", "Importer {n} personnes", people).format(n=number(people))
    if people:
        return ngettext("Mettre à jour {n} personne", "Mettre à jour {n} personnes", people).format(n=number(people))
    if marks:
        return ngettext("Noter {n} présence", "Noter {n} présences", marks).format(n=number(marks))
    if gone:
        return ngettext("Noter {n} désistement", "Noter {n} désistements", gone).format(n=number(gone))
    return ngettext("Retenir {n} décision", "Retenir {n} décisions", decided(plans)).format(n=number(decided(plans)))


def imported_words(plans: Sequence[Plan], withdrawn: int = 0) -> str:
    """What an import did, in a few words."""
    parts = []
    if added := sum(len(plan.added) for plan in plans):
        parts.append(ngettext("{n} personne ajoutée", "{n} personnes ajoutées", added).format(n=number(added)))
    if updated := sum(len(plan.updated) for plan in plans):
        parts.append(ngettext("{n} fiche mise à jour", "{n} fiches mises à jour", updated).format(n=number(updated)))
    if withdrawn:
        parts.append(ngettext("{n} désistement noté", "{n} désistements notés", withdrawn).format(n=number(withdrawn)))
    told = [said for plan in plans for said in plan.attendance]
    came = {person for person, _slot, state in told if state in IN_ROOM}
    if noted := len(came):
        parts.append(
            ngettext("présence de {n} personne notée", "présence de {n} personnes notée", noted).format(n=number(noted))
        )
    if missing := len({person for person, _slot, _state in told} - came):
        parts.append(
            ngettext("absence de {n} personne notée", "absence de {n} personnes notée", missing).format(
                n=number(missing)
            )
        )
    if not parts:
        kept = decided(plans)
        parts.append(ngettext("{n} décision retenue", "{n} décisions retenues", kept).format(n=number(kept)))
    said = ", ".join(parts)
    if (n := len(plans)) > 1:
        said = _("{what}, dans {n} événements").format(what=said, n=number(n))
    return said[:1].upper() + said[1:]


def with_field(source: Source, listing: Listing, heading: str, wanted: str) -> Source:
    """The source with a column read as another field. The column that was read as it gives it up, and has it again when
    this one is read otherwise: only what was decided of it is forgotten.
    """
    from ia_events.ui.pages.import_fields import mapped

    mapping = dict(source.mapping)
    for column in listing.columns:
        if wanted and mapped(column.field, column.slot) == wanted and column.heading != heading:
            mapping.pop(column.heading, None)
    mapping[heading] = wanted
    return replace(source, mapping=mapping)


def ask_file(parent: QWidget, source: Source | None) -> Path | None:
    """Which list to read, asked beside the one read before; None when nobody says."""
    start = str(source.path.parent) if source and source.path else ""
    kinds = f"{_('Listes')} ({_KINDS});;{_('Tous les fichiers')} (*)"
    chosen, _kind = QFileDialog.getOpenFileName(parent, _("Choisir une liste"), start, kinds)
    return Path(chosen) if chosen else None
