"""What Ctrl+Z takes back on the import page: what was last said of the list that is read, and nothing recorded elsewhere."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ia_events import layouts
from ia_events.domain.errors import UserError
from ia_events.domain.lists import Decision, Place
from ia_events.i18n import _
from ia_events.ui.pages.import_jobs import Source, with_field
from ia_events.ui.steps import Steps

if TYPE_CHECKING:
    from ia_events.ui.pages.import_list import ImportListPage


class Said(Steps[Source]):
    """What was said of the list, a step at a time; each is another reading of it, and holds once that is shown."""

    def __init__(self, page: ImportListPage) -> None:
        """Listens to the page's view."""
        super().__init__(page.read_as, self._tell)
        self._page = page
        self._toast = ""  # what is said once it is shown
        page.view.mapped.connect(self._map)
        page.view.sheet_chosen.connect(self._choose_sheet)
        page.view.answered.connect(self._answer)
        page.view.forgotten.connect(self._forget_layout)
        page.view.decided.connect(self._decide)
        page.view.withdrawn_changed.connect(self._withdraw)

    def next_undo(self) -> str | None:
        """As in Steps; nothing while the list is being recorded."""
        return None if self._page.recording else super().next_undo()

    def next_redo(self) -> str | None:
        """As in Steps; nothing while the list is being recorded."""
        return None if self._page.recording else super().next_redo()

    def undo(self) -> None:
        """As in Steps."""
        if not self._page.recording:
            super().undo()

    def redo(self) -> None:
        """As in Steps."""
        if not self._page.recording:
            super().redo()

    def _say(self, words: str, after: Source) -> None:
        if self._page.recording:
            self._page.show_as_read()
            return
        self._toast = ""
        self.add(words, self._page.latest(), after)
        self._page.read_as(after)

    def _choose_sheet(self, name: str) -> None:
        if self._page.source is not None:
            # Other headings: what was decided about these means nothing there.
            after = replace(
                self._page.source, sheet=name or None, mapping={}, answers={}, decisions={}, gone=frozenset()
            )
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
        self._say(_("Décision sur un doublon possible"), after)

    def _withdraw(self) -> None:
        source, plan = self._page.latest(), self._page.plan
        if plan is None:
            return
        others = source.gone.difference(person.id for person in plan.withdrawn)
        after = replace(source, gone=others | self._page.view.withdrawn.ticked)
        if self._page.busy or self._page.recording:
            self._say(_("Choix des désistements"), after)
        else:  # the plan stays as it is
            self.add(_("Choix des désistements"), source, after)
            self.keep()
            self._page.tick(after)

    def _forget_layout(self) -> None:
        if self._page.source is None or self._page.plan is None or self._page.recording:
            return
        try:
            layouts.forget(self._page.plan.listing.fingerprint)
        except UserError as error:
            self._page.session.fail(error)
            return
        self.forget()
        self._page.read_as(replace(self._page.latest(), mapping={}, answers={}))

    @property
    def said_more(self) -> bool:
        """Whether anything was said, or said again, since something was shown."""
        return len(self._done) > len(self._kept[0])

    def back_to(self, source: Source) -> None:
        """Read it as it was read then; what was said since is taken back."""
        if self._page.recording:
            return
        self._toast = ""
        while self.last is not None and self.last.after is not source:
            self.set_aside()
        self._page.read_as(source)

    def hold(self) -> None:
        """What was said last is shown, or holds for what is said next."""
        self.keep()
        if self._toast:
            self._page.session.notify(self._toast)
        self._toast = ""

    def let_go(self) -> None:
        """What was said since something was shown came to nothing: it was stopped, or cannot be read."""
        self.return_to_kept()
        self._toast = ""

    def forget(self) -> None:
        """As in Steps."""
        super().forget()
        self._toast = ""

    def _tell(self, words: str, back: bool) -> None:
        said = _("Annulé : {action}") if back else _("Rétabli : {action}")
        self._toast = said.format(action=words)
