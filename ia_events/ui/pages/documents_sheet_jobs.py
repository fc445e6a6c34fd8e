"""Sign-in sheets as the documents page prepares, saves and prints them. Runs in the worker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from ia_events.documents.branding import Branding
from ia_events.documents.calibration import Calibration
from ia_events.domain.attendance import FactKind
from ia_events.domain.events import Event
from ia_events.domain.sheet_pages import SheetChoices, SheetPage
from ia_events.domain.signatures import Signed
from ia_events.store import Store, prints, registrations, signatures
from ia_events.store.journal import Action
from ia_events.ui.pages.documents_jobs import Leaving, Ready, written
from ia_events.ui.work import Progress

if TYPE_CHECKING:
    from ia_events.documents.pdf import Made


@dataclass(frozen=True)
class SheetState:
    """The sheet of a slot: who may sign, when it was printed, whether the list changed since or the signatures on it;
    how many signed on a screen, and whether these are on no sheet once the slot is over.
    """

    expected: int
    made_at: datetime | None
    outdated: bool
    signed: int = 0
    list_changed: bool = False
    unplaced: bool = False


@dataclass(frozen=True)
class SheetsAsked:
    """Sign-in sheets wanted, of some slots."""

    event: Event
    slots: tuple[str, ...]
    choices: SheetChoices
    branding: Branding

    def prepare(self, store: Store, before: Ready | None, now: datetime, progress: Progress) -> SheetsReady:
        """Make the sheets."""
        from ia_events.documents.sign_in import write_sign_in_sheets

        event = self.event
        people = tuple(registrations.all_of(store, event.id))
        signed = tuple(one for one in signatures.of_event(store, event.id) if one.present)
        last = {slot.id: prints.latest(store, event.id, FactKind.SHEET_PRINT, slot.id) for slot in event.slots}
        grouped = {prints.grouped_by(made.value) for made in last.values() if made}
        texts = {by: prints.sheet_text(event, people, by) for by in grouped}
        admitted = prints.admitted(store, event.id)
        states = []
        for slot in event.slots:
            made = last[slot.id]
            text = texts[prints.grouped_by(made.value)] if made else ""
            count = sum(one.slot_id == slot.id for one in signed)
            final = self.choices.signatures and count > 0 and slot.end <= now
            state = SheetState(
                sum(person.signs(slot.id) or (person.id, slot.id) in admitted for person in people),
                made.at if made else None,
                made is not None and prints.sheet_outdated(made.value, text, slot.id, signed, admitted),
                count,
                made is not None and prints.list_changed(made.value, text, slot.id, admitted),
                final and made is not None and not prints.bears_signatures(made.value),
            )
            states.append((slot.id, state))
        shown = signed if self.choices.signatures else ()
        basis = shown, admitted
        ready = SheetsReady(self, people, basis, states=tuple(states), signed=shown, admitted=admitted)
        kept: tuple[SheetPage, ...] = ()
        if isinstance(before, SheetsReady):
            kept = before.kept

        def write(file: BytesIO) -> Made:
            nonlocal kept
            slots = [slot for slot in event.slots if slot.id in self.slots]
            made = write_sign_in_sheets(
                file, event, people, slots, self.choices, branding=self.branding, made_at=now, signed=shown,
                admitted=admitted, progress=progress,
            )  # fmt: skip
            kept = made.kept
            return made

        return replace(written(ready, before, write), kept=kept)


@dataclass(frozen=True)
class SheetsReady(Ready):
    """Sign-in sheets. `people` are all of the event; `states` is by slot; `kept` says what each page holds; `signed` are
    the signatures that stand in its boxes, `admitted` who has one without being registered for the slot.
    """

    states: tuple[tuple[str, SheetState], ...] = ()
    kept: tuple[SheetPage, ...] = ()
    signed: tuple[Signed, ...] = ()
    admitted: prints.Admitted = field(default_factory=dict)

    @property
    def sheets(self) -> SheetsAsked:
        """What was wanted."""
        assert isinstance(self.asked, SheetsAsked)
        return self.asked

    def save(
        self, store: Store, out: Path, calibration: Calibration, now: datetime, progress: Progress
    ) -> Action | None:
        self._keep(store, self.kept, now)  # first: no page leaves the program unknown to it
        return super().save(store, out, calibration, now, progress)

    def leave(self, store: Store, pages: Sequence[int], now: datetime, progress: Progress) -> Leaving:
        self._keep(store, [self.kept[number] for number in pages], now)
        return super().leave(store, pages, now, progress)

    def _keep(self, store: Store, pages: Sequence[SheetPage], now: datetime) -> None:
        """Remember what is on pages that leave, whether or not they are the sheets of the day."""
        by = self.sheets.choices.group_by
        prints.keep_pages(store, self.sheets.event, self.people, pages, now, by, self.admitted)
