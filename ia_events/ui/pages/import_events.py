"""A list for several events: what importing it does to each, which of them it is imported into, which one is looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ia_events.domain.lists import Plan
from ia_events.domain.sharing import NOWHERE
from ia_events.i18n import _, ngettext, number
from ia_events.ui import fonts, theme
from ia_events.ui.widgets import ElidedLabel, announce, label, restyle, scrolling, secondary

_SEEN = 4  # events shown without scrolling
_MARK = 40  # pixels of a box before its title


def counted_words(plan: Plan) -> str:
    """« 12 à ajouter, 3 à mettre à jour, 4 sans changement, 1 refus »: all rows of a plan, without what is nought.

    An event the list named before may have none any more.
    """
    refused = len(plan.refused)
    parts = (
        (len(plan.added), _("à ajouter")),
        (len(plan.updated), _("à mettre à jour")),
        (plan.unchanged, _("sans changement")),
        (refused, ngettext("ligne refusée", "lignes refusées", refused)),
    )
    return ", ".join(f"{number(count)} {word}" for count, word in parts if count) or _("plus aucune ligne")


class _Box(QCheckBox):
    """A title to tick, cut in its middle where there is no room: the day at its end tells namesakes apart."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self.setToolTip(title)
        theme.scaled(self.setMinimumWidth, 160)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width() - theme.px(_MARK)
        shown = self.fontMetrics().elidedText(self._title, Qt.TextElideMode.ElideMiddle, room)
        self.setText(shown.replace("&", "&&"))


class EventsStrip(QFrame):
    """`looked(event id)` when another event's rows are asked for, `changed(event id, on)` when one is ticked or unticked:
    `tick` then makes it so.

    Hidden when the list is for the event it was opened on alone.
    """

    looked = Signal(str)
    changed = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__()
        self.left: set[str] = set()  # the events unticked
        self.boxes: dict[str, QCheckBox] = {}
        self.looks: dict[str, QPushButton] = {}
        self._counts: dict[str, ElidedLabel] = {}
        self.words = label(weight=fonts.SEMIBOLD, wrap=True)
        self._rows = QWidget()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.L, theme.M, theme.L, theme.M)
        self._column.setSpacing(theme.S)
        self._column.addWidget(self.words)
        self._column.addWidget(self._rows)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        restyle(self, strip="neutral")
        self.hide()

    def show_plans(self, plans: Mapping[str, Plan], titles: Mapping[str, str], here: str, shown: str) -> None:
        """Show the plans by event; `here` is the event the list was opened on, `shown` the one looked at."""
        self.left &= set(plans)
        several = list(plans) not in ([], [here])
        self.setVisible(several)
        if not several:
            self.boxes, self.looks = {}, {}
            return
        self._say(plans, here)
        # Made anew only for other events: a button is not taken away while it is being clicked.
        if list(self.looks) != list(plans):
            self._fill(plans, titles)
            announce(self, self.words.text())
        for id_, plan in plans.items():
            counts = counted_words(plan)
            self._counts[id_].setText(counts)
            self.looks[id_].setChecked(id_ == shown)
            if id_ in self.boxes:
                self.boxes[id_].setAccessibleName(", ".join((titles.get(id_, ""), counts)))

    def _say(self, plans: Mapping[str, Plan], here: str) -> None:
        n = sum(id_ != NOWHERE for id_ in plans)
        if not n:
            said = _("Aucune ligne n'est pour un événement connu.")
        elif here in plans and n == 1:
            said = _("Une partie de cette liste n'est pas pour cet événement.")
        elif here in plans:
            said = ngettext(
                "Cette liste est pour {n} événement. L'import le remplit s'il est coché.",
                "Cette liste est pour {n} événements. L'import remplit ceux qui sont cochés.",
                n,
            ).format(n=number(n))
        else:
            said = ngettext(
                "Cette liste est pour {n} autre événement que celui-ci. L'import le remplit s'il est coché.",
                "Cette liste est pour {n} autres événements que celui-ci. L'import remplit ceux qui sont cochés.",
                n,
            ).format(n=number(n))
        self.words.setText(said)
        self.setAccessibleName(said)

    def _fill(self, plans: Mapping[str, Plan], titles: Mapping[str, str]) -> None:
        rows = QWidget()
        grid = QGridLayout(rows)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.M)
        grid.setVerticalSpacing(theme.XS)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        self.boxes, self.looks, self._counts = {}, {}, {}
        for row, id_ in enumerate(plans):
            title = titles.get(id_) or _("Pour aucun événement connu")
            if id_ == NOWHERE:
                name = label(title)
                theme.scaled(name.setIndent, lambda: theme.px(_MARK) - theme.S)
                grid.addWidget(name, row, 0)
            else:
                box = self.boxes[id_] = _Box(title)
                box.setChecked(id_ not in self.left)
                box.toggled.connect(lambda on, id_=id_: self.changed.emit(id_, on))
                grid.addWidget(box, row, 0)
            self._counts[id_] = ElidedLabel(tone="muted")
            theme.scaled(self._counts[id_].setMinimumWidth, 116)  # « 3 lignes refusées », whatever the titles take
            grid.addWidget(self._counts[id_], row, 1)
            look = self.looks[id_] = secondary(_("Voir"), self._looking(id_))
            look.setCheckable(True)
            look.setAccessibleName(_("Voir les lignes : {title}").format(title=title))
            grid.addWidget(look, row, 2)
        held: QWidget = rows
        if len(plans) > _SEEN:
            held = scrolling(rows)
            held.setFixedHeight(_SEEN * (self.looks[next(iter(plans))].sizeHint().height() + theme.XS))
        self._column.replaceWidget(self._rows, held)
        self._rows.hide()
        self._rows.deleteLater()
        self._rows = held

    def _looking(self, event_id: str) -> Callable[[], None]:
        def look() -> None:
            self.looks[event_id].setChecked(True)  # and the others no more, once its plan is shown
            self.looked.emit(event_id)

        return look

    def tick(self, event_id: str, on: bool) -> None:
        """The list is for an event too, or not."""
        (self.left.discard if on else self.left.add)(event_id)
        self.show_ticked()

    def show_ticked(self) -> None:
        """Show no more what was ticked and came to nothing."""
        for id_, box in self.boxes.items():
            with QSignalBlocker(box):
                box.setChecked(id_ not in self.left)
