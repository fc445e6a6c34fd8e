"""What part of the list is shown: the search and the four filters, on as many lines as it takes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ia_events.domain.people import ROLE_LABELS, STATUS_LABELS, group_title
from ia_events.i18n import _
from ia_events.store.registrations import Query
from ia_events.ui import theme
from ia_events.ui.pages.participants_model import BADGES
from ia_events.ui.widgets import Choice, SearchField
from ia_events.ui.widgets.flow import FlowLayout


class _Read(Choice):
    """The employers or the groups, read when they are asked for: a big event has thousands."""

    def __init__(
        self, name: str, everything: str, read: Callable[[], list[str]], words: Callable[[str], str] = str
    ) -> None:
        super().__init__(name=name)
        self._read, self._everything, self._words = read, everything, words
        self.reset()

    def reset(self) -> None:
        """Back to all of them."""
        self.set_options([("", self._everything)])
        self.setToolTip("")

    def fill(self) -> None:
        """Offer those there are now."""
        chosen = self.value
        self.set_options([("", self._everything), *((name, self._words(name)) for name in self._read())], chosen)

    def showPopup(self) -> None:
        self.fill()
        self.view().setMinimumWidth(min(theme.px(480), self.view().sizeHintForColumn(0) + theme.px(40)))
        super().showPopup()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.count() < 2:
            self.fill()
        super().keyPressEvent(event)


class Filters(QWidget):
    """`changed` follows the typing and the choices."""

    changed = Signal()

    def __init__(self, employers: Callable[[], list[str]], groups: Callable[[], list[str]]) -> None:
        super().__init__()
        self._silent = False
        self.search = SearchField(_("Nom, collectivité, courriel…"))
        self.search.setToolTip(_("Nom, collectivité, courriel, code de badge…"))
        theme.scaled(self.search.setMinimumWidth, 240)
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.search.setAcceptDrops(False)  # a file dropped there is meant for the page
        statuses = [(status, _(words)) for status, words in STATUS_LABELS.items()]
        roles = [(role, _(words)) for role, words in ROLE_LABELS.items()]
        badges = [(state, _(shown.words)) for state, shown in BADGES.items()]
        self.status = Choice([("", _("Tous les statuts")), *statuses], name=_("Inscription"))
        self.role = Choice([("", _("Toutes les qualités")), *roles], name=_("Qualité"))
        self.badge = Choice([("all", _("Tous les badges")), *badges], name=_("Badge"))
        self.employer = _Read(_("Collectivité"), _("Toutes les collectivités"), employers)
        self.group = _Read(_("Groupe ou salle"), _("Tous les groupes"), groups, group_title)
        self.group.hide()
        self.setLayout(FlowLayout(self.search, self.status, self.employer, self.group, self.role, self.badge))
        self.search.searched.connect(lambda _text: self._changed())
        widths = (self.status, 154), (self.employer, 200), (self.group, 168), (self.role, 172), (self.badge, 154)
        for choice, width in widths:
            theme.scaled(choice.setFixedWidth, width)
            choice.chosen.connect(lambda _value: self._changed())

    def query(self, sort: str, descending: bool) -> Query:
        """What is typed and chosen."""
        status, role, employer, badge, group = (
            str(choice.value or "") for choice in (self.status, self.role, self.employer, self.badge, self.group)
        )
        return Query(self.search.text().strip(), status, role, employer, badge or "all", sort, descending, group)

    def choose(self, **wanted: object) -> None:
        """Set some of them (search, status, role, employer, group, badge), keeping silent."""
        self._silent = True
        for name, value in wanted.items():
            if name == "search":
                self.search.setText(str(value))
            elif name in ("employer", "group"):
                read = self.employer if name == "employer" else self.group
                read.fill()
                read.set_value(value)
            else:
                choice = {"status": self.status, "role": self.role, "badge": self.badge}[name]
                choice.set_value(value)
        self._silent = False

    def clear(self) -> None:
        """Show everybody, keeping silent."""
        self.choose(search="", status="", role="", badge="all")
        self.employer.reset()
        self.group.reset()

    def _changed(self) -> None:
        if not self._silent:
            self.changed.emit()
