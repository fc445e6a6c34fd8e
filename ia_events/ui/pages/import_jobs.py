"""What the import page has the worker do: read a list and plan its import, record it, write its report."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from ia_events import layouts, paths
from ia_events.domain.attendance import IN_ROOM
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.ids import uuid7
from ia_events.domain.lists import SKIPPED, Decision, Layout, Listing, Plan
from ia_events.domain.matching import make_plan
from ia_events.domain.recognising import Known
from ia_events.i18n import N_, _, ngettext
from ia_events.store import Store, imports, presence, registrations
from ia_events.ui.widgets.page import files_in
from ia_events.ui.work import Progress

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Source:
    """What is read (a file, or the text of cells that were copied), and how."""

    path: Path | None = None
    text: str = ""
    sheet: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    decisions: Mapping[tuple[str, int], Decision] = field(default_factory=dict)
    password: str | None = None

    @property
    def name(self) -> str:
        """What it is called."""
        return self.path.name if self.path is not None else _("Cellules collées")


NOTHING_COPIED = N_("Rien à coller : copiez d'abord des cellules dans votre tableur.")


def copied() -> Source | None:
    """The file, or the cells of a spreadsheet, that were copied."""
    given: QMimeData | None = QGuiApplication.clipboard().mimeData()
    if len(files := files_in(given)) == 1:
        return Source(files[0])
    return Source(text=given.text()) if given is not None and given.text().strip() else None


@dataclass(frozen=True)
class Understood:
    """A list read and planned, and what was remembered of its layout."""

    plan: Plan
    remembered: Layout | None = None


def understand(
    store: Store, progress: Progress, source: Source, event: Event, now: datetime, listing: Listing | None
) -> Understood:
    """Read the list, unless its `listing` is given, and plan its import."""
    known, people = layouts.load(), Known()

    def load() -> None:
        people.learn(registrations.all_of(store, event.id))

    if listing is None:
        listing = _listing(progress, source, event, now, known, load)
    else:
        load()
    total = len(listing.rows)
    plan = make_plan(
        listing,
        people,
        event.id,
        lambda: uuid7(now),
        lambda done: progress(done, total),
        decisions=source.decisions,
        standing=presence.standing(presence.facts_of_event(store, event.id)),
    )
    return Understood(plan, known.get(listing.fingerprint))


def _listing(
    progress: Progress,
    source: Source,
    event: Event,
    now: datetime,
    known: Mapping[str, Layout],
    meanwhile: Callable[[], None],
) -> Listing:
    from ia_events.spreadsheets.reading import read, read_cells

    said: dict[str, Any] = {
        "mapping": source.mapping,
        "answers": source.answers,
        "layouts": known,
        "slots": event.slots,
        "timezone": event.timezone,
        "today": now.astimezone(event.zone).date(),
        "progress": progress,
    }
    if source.path is None:
        meanwhile()
        return read_cells(source.text, source=source.name, **said)
    return read(source.path, sheet=source.sheet, password=source.password, meanwhile=meanwhile, **said)


def make_ready(_store: Store, _progress: Progress) -> None:
    """Start what reads files, so that the first one does not wait for it: 90 ms to a plan instead of 30 here, and most of
    a second where an antivirus looks at each program that starts.
    """
    from ia_events.spreadsheets import worker

    worker.warm()


def record(
    store: Store, progress: Progress, source: Source, plan: Plan, withdrawn: frozenset[str], now: datetime
) -> None:
    """Import the plan as one action, then remember what was decided of the layout."""
    imports.import_plan(store, plan, now, progress, withdraw=withdrawn)
    if source.mapping or source.answers:
        fingerprint = plan.listing.fingerprint
        before = layouts.load().get(fingerprint, Layout())
        learnt = Layout({**before.mapping, **source.mapping}, {**before.answers, **source.answers})
        try:
            layouts.remember(fingerprint, learnt)
        except UserError as error:  # the people are in, which is what was asked
            log.warning("what was decided of the list is not remembered: %s", error.code)


def write_report(progress: Progress, source: Source, plan: Plan, target: Path) -> None:
    """Write the copy of the list with the findings on its cells."""
    from ia_events.spreadsheets import report

    paths.refuse_same_file(target, source.path)
    target.parent.mkdir(parents=True, exist_ok=True)
    verdicts = report.verdict_words(plan)
    if source.path is not None:
        report.write_report(
            target, source.path, plan.listing, plan.problems, verdicts, password=source.password, progress=progress
        )
        return
    with TemporaryDirectory() as folder:
        pasted = Path(folder) / "liste.tsv"
        pasted.write_text(source.text, encoding="utf-8")
        report.write_report(target, pasted, plan.listing, plan.problems, verdicts, progress=progress)


def plan_words(plan: Plan, gone: int) -> str:
    """What was read, in one line; `gone` people are to be marked as withdrawn."""
    listing = plan.listing
    parts = [listing.source]
    if listing.sheet:
        parts.append(_("feuille « {sheet} »").format(sheet=listing.sheet))
    parts.append(_("titres ligne {row}").format(row=listing.header_row))
    people = len(listing.rows)
    found = ngettext("{n} personne", "{n} personnes", people).format(n=people)
    reasons = [reason for _row, reason in listing.skipped if reason != "blank"]
    if reasons:
        aside = ngettext("{n} ligne écartée ({reasons})", "{n} lignes écartées ({reasons})", len(reasons))
        words = ", ".join(_(SKIPPED[reason]).lower() for reason in dict.fromkeys(reasons))
        found = f"{found}, {aside.format(n=len(reasons), reasons=words)}"
    parts.append(found)
    if gone:
        parts.append(ngettext("{n} désistement à noter", "{n} désistements à noter", gone).format(n=gone))
    return " · ".join(parts)


def changes(plan: Plan, gone: int) -> int:
    """How many things importing would record."""
    return len(plan.added) + len(plan.updated) + len(plan.attendance) + gone + decided(plan)


def decided(plan: Plan) -> int:
    """How many people known before are to be recognised by another name, because somebody said so."""
    return sum("known_as" in beside for id_, beside in plan.beside.items() if id_ in plan.known)


def button_words(plan: Plan, gone: int) -> str:
    """What the button that imports says."""
    people, added, marks = len(plan.added) + len(plan.updated), len(plan.added), len(plan.attendance)
    if people and marks:
        who = ngettext("{n} personne", "{n} personnes", people).format(n=people)
        what = ngettext("{n} présence", "{n} présences", marks).format(n=marks)
        return _("Importer {who} et {what}").format(who=who, what=what)
    if added:
        return ngettext("Importer {n} personne", "Importer {n} personnes", people).format(n=people)
    if people:
        return ngettext("Mettre à jour {n} personne", "Mettre à jour {n} personnes", people).format(n=people)
    if noted := len(plan.attendance):
        return ngettext("Noter {n} présence", "Noter {n} présences", noted).format(n=noted)
    if gone:
        return ngettext("Noter {n} désistement", "Noter {n} désistements", gone).format(n=gone)
    return ngettext("Retenir {n} décision", "Retenir {n} décisions", decided(plan)).format(n=decided(plan))


def imported_words(plan: Plan, withdrawn: int = 0) -> str:
    """What an import did, in a few words."""
    parts = []
    if added := len(plan.added):
        parts.append(ngettext("{n} personne ajoutée", "{n} personnes ajoutées", added).format(n=added))
    if updated := len(plan.updated):
        parts.append(ngettext("{n} fiche mise à jour", "{n} fiches mises à jour", updated).format(n=updated))
    if withdrawn:
        parts.append(ngettext("{n} désistement noté", "{n} désistements notés", withdrawn).format(n=withdrawn))
    came = {person for person, _slot, state in plan.attendance if state in IN_ROOM}
    if noted := len(came):
        parts.append(
            ngettext("présence de {n} personne notée", "présence de {n} personnes notée", noted).format(n=noted)
        )
    if missing := len({person for person, _slot, _state in plan.attendance} - came):
        parts.append(
            ngettext("absence de {n} personne notée", "absence de {n} personnes notée", missing).format(n=missing)
        )
    if not parts:
        kept = decided(plan)
        parts.append(ngettext("{n} décision retenue", "{n} décisions retenues", kept).format(n=kept))
    said = ", ".join(parts)
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
