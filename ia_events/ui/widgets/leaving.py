"""The question before a page is left with something unsaved on it, and where one wanted to go."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from ia_events.i18n import _
from ia_events.ui.widgets.banner import Banner
from ia_events.ui.widgets.buttons import secondary
from ia_events.ui.widgets.page import Page


class Leaving(QObject):
    """Asks on a page's banner. `then` is what is done after the answer; None: the window is being closed.

    It goes with its page: a language may unmake that one, and the session would still tell where one went.
    """

    def __init__(
        self, page: Page, key: str, banner: Banner, sentence: str, save: Callable[[], bool], forget: Callable[[], None]
    ) -> None:
        """`key` is the page's among window.PAGES; `save` is false when it could not be; `forget`: nothing is unsaved any more."""
        super().__init__(page)
        self.then: Callable[[], object] | None = None
        self._page, self._key, self._banner, self._sentence = page, key, banner, sentence
        self._save, self._forget = save, forget
        page.session.navigated.connect(self._remember)

    def ask(self) -> None:
        """Ask whether to save."""
        self.then = None
        self._banner.show_message(
            self._sentence,
            "accent",
            secondary(_("Enregistrer"), partial(self._answer, True)),
            secondary(_("Ne pas enregistrer"), partial(self._answer, False)),
            icon="question-fill",
        )

    def _answer(self, keep: bool) -> None:
        then = self.then
        if keep and not self._save():
            return
        self._forget()
        self.then = None
        self._banner.hide()
        if then is None:
            self._page.window().close()
        else:
            then()

    def _remember(self, page: str, arguments: dict[str, object]) -> None:
        """Where to go once it is answered; the window asked just before."""
        if page != self._key and self._banner.isVisible() and self._banner.text == self._sentence:
            self.then = partial(self._page.session.open, page, **arguments)
