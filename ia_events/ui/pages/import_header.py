"""Above the import page: what was read, in a sentence, and the one thing to do next."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ia_events.domain.lists import Plan
from ia_events.i18n import _
from ia_events.ui.pages.import_jobs import Understood, button_words, changes, read_words
from ia_events.ui.pages.import_states import PASSWORD, PLAN
from ia_events.ui.widgets import PageHeader, primary, secondary


class ImportHeader(PageHeader):
    """`buttons` are those to take another file, to import, and to see the participants when nothing is left to do;
    « Fermer » goes to them too, and what was read waits.
    """

    def __init__(self, choose: Callable[[], None], run: Callable[[], None], see: Callable[[], None]) -> None:
        other, go = secondary(_("Autre fichier"), choose), primary(_("Importer"), run, icon="check")
        self.buttons = other, go, primary(_("Voir les participants"), see)
        super().__init__(_("Importer une liste"), secondary(_("Fermer"), see), *self.buttons)

    def show_state(
        self, state: int, plan: Plan | None, plans: Sequence[Plan], known: Understood | None, gone: int
    ) -> None:
        """Fit one of the states of the page: the plan looked at, those to import, and how many are ticked as withdrawn."""
        other, go, see = self.buttons
        shown = plan if state == PLAN else None
        count = changes(plans, gone) if shown else 0
        other.setVisible(state in (PASSWORD, PLAN))
        go.setVisible(count > 0)
        see.setVisible(shown is not None and not count)
        self.set_sentence(read_words(shown.listing, known, gone) if shown and known else "")
        if count:
            go.setText(button_words(plans, gone))
