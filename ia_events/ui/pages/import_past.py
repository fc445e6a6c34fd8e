"""What Ctrl+Z takes back on the import page: what was last said of the list that is read, and nothing recorded elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from ia_events import layouts
from ia_events.domain.errors import UserError
from ia_events.domain.lists import Decision, Layout, Listing, Place
from ia_events.i18n import _
from ia_events.ui.pages.import_jobs import Source, with_field

if TYPE_CHECKING:
    from ia_events.ui.pages.import_list import ImportListPage


class _Step(NamedTuple):
    words: str
    before: Source
    after: Source


class Said:
    """What was said of the list, a step at a time; each is another reading of it."""

    def __init__(self, page: ImportListPage) -> None:
        """Listens to the page's view."""
        self._page = page
        self._done: list[_Step] = []
        self._undone: list[_Step] = []
        page.view.mapped.connect(self._map)
        page.view.sheet_chosen.connect(self._choose_sheet)
        page.view.answered.connect(self._answer)
        page.view.forgotten.connect(self._forget_layout)
        page.view.decided.connect(self._decide)

    def forget(self) -> None:
        """Another list, or what cannot be taken back."""
        self._done, self._undone = [], []

    def _say(self, words: str, after: Source, listings: Mapping[str, Listing] | None = None) -> None:
        self._done.append(_Step(words, self._page.latest(), after))
        self._undone = []
        self._page.read_as(after, listings)

    def _choose_sheet(self, name: str) -> None:
        if self._page.source is not None:
            # Other headings: what was decided about these means nothing there.
            after = replace(self._page.source, sheet=name or None, mapping={}, answers={}, decisions={})
            self._say(_("Choix de la feuille"), after)

    def _map(self, heading: str, field_id: str) -> None:
        if self._page.source is not None and self._page.plan is not None:
            after = with_field(self._page.latest(), self._page.plan.listing, heading, field_id)
            self._say(self._page.view.model.column_words(heading, field_id), after)

    def _answer(self, key: str, value: str) -> None:
        source = self._page.latest()
        self._say(_("Réponse à une question"), replace(source, answers={**source.answers, key: value}))

    def _decide(self, decisions: dict[Place, Decision]) -> None:
        source = self._page.latest()
        after = replace(source, decisions={**source.decisions, **decisions})
        # Only the plan changes, unless an answer is on its way.
        self._say(_("Décision sur un doublon possible"), after, self._page.listings_of(source))

    def _forget_layout(self) -> None:
        if self._page.source is None or self._page.plan is None:
            return
        try:
            layouts.remember(self._page.plan.listing.fingerprint, Layout())
        except UserError as error:
            self._page.session.fail(error)
            return
        self.forget()
        self._page.read_as(replace(self._page.source, mapping={}, answers={}))

    def is_last(self, source: Source) -> bool:
        """Whether it is what was said last."""
        return bool(self._done) and self._done[-1].after is source

    def back_to(self, source: Source) -> None:
        """Read it as it was read then; what was said since is taken back."""
        while self._done and self._done[-1].after is not source:
            self._undone.append(self._done.pop())
        self._page.read_as(source)

    def next_undo(self) -> str | None:
        """What undo would undo."""
        return self._done[-1].words if self._done else None

    def next_redo(self) -> str | None:
        """What redo would do again."""
        return self._undone[-1].words if self._undone else None

    def undo(self) -> None:
        """Take back what was last said."""
        if self._done:
            step = self._done.pop()
            self._undone.append(step)
            self._page.read_as(step.before)
            self._page.session.notify(_("Annulé : {action}").format(action=step.words))

    def redo(self) -> None:
        """Say it again."""
        if self._undone:
            step = self._undone.pop()
            self._done.append(step)
            self._page.read_as(step.after)
            self._page.session.notify(_("Rétabli : {action}").format(action=step.words))
