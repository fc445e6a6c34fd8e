"""A row of the list beside the person it may be: the same, the same but kept as known, or somebody else."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ia_events.domain.fields import FIELDS
from ia_events.domain.lists import Decision, Doubt, Place, Plan
from ia_events.domain.people import Attendee
from ia_events.domain.telling import told_apart
from ia_events.domain.text import fold
from ia_events.i18n import N_, _, ngettext, number
from ia_events.ui import fonts, theme
from ia_events.ui.pages.import_fields import worded
from ia_events.ui.widgets import (
    Choice,
    ElidedLabel,
    StateDot,
    announce,
    icon_button,
    label,
    restyle,
    scrolling,
    secondary,
)
from ia_events.ui.widgets.flow import FlowLayout

MERGE, KEEP, SEPARATE = "merge", "keep", "separate"


class DoubtPanel(QWidget):
    """`decided({Place: Decision})` for one doubt or, « idem », for all that follow; `looked(Doubt)` when another is shown."""

    decided = Signal(object)
    looked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.doubts: tuple[Doubt, ...] = ()
        self.decisions: Mapping[Place, Decision] = {}
        self._plan: Plan | None = None
        self._place = 0
        self._wide = False
        self.count = label(tone="muted")
        self.back = icon_button("caret-left", _("Doublon précédent"), lambda: self.turn(-1))
        self.forth = icon_button("caret-right", _("Doublon suivant"), lambda: self.turn(1))
        self.why = label(tone="muted", wrap=True)
        self.other = Choice(name=_("Fiche connue"))
        self.other.chosen.connect(lambda _value: self._compare())
        self._scroll = scrolling(QWidget())
        self.merge = self._choice(_("C'est la même personne"), MERGE, "Alt+1", _("La fiche prend ce que dit la liste"))
        self.keep = self._choice(
            _("Garder la fiche actuelle"),
            KEEP,
            "Alt+2",
            _("C'est la même personne, mais la fiche reste comme elle est"),
        )
        self.separate = self._choice(_("Deux personnes"), SEPARATE, "Alt+3", _("La liste nomme quelqu'un d'autre"))
        self.alike = QCheckBox()
        self._build()

    def _build(self) -> None:
        turning = QHBoxLayout()
        turning.setSpacing(theme.XS)
        for widget in (self.back, self.count, self.forth):
            turning.addWidget(widget)
        top = QHBoxLayout()
        top.addWidget(self.why, 1)
        top.addLayout(turning)
        top.setAlignment(turning, Qt.AlignmentFlag.AlignTop)
        buttons = QWidget()
        buttons.setLayout(FlowLayout(self.merge, self.keep, self.separate))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S)
        column.addLayout(top)
        column.addWidget(self.other)
        column.addWidget(self._scroll, 1)
        column.addWidget(self.alike)
        column.addWidget(buttons)  # at the foot: they stay where they are clicked, whatever comes and goes above

    def _choice(self, words: str, kind: str, keys: str, tip: str) -> QPushButton:
        made = secondary(words, lambda: self.decide(kind), shortcut=keys, tip=tip)
        made.setCheckable(True)
        return made

    def show_doubts(self, plan: Plan, decisions: Mapping[Place, Decision]) -> None:
        """Show the doubts of a plan, keeping the one looked at, or going on to the next open one once it is decided."""
        before = self.doubts[self._place] if self._place < len(self.doubts) else None
        self._plan, self.doubts, self.decisions = plan, plan.doubts, decisions
        if not self.doubts:
            return
        keys = [self._key(doubt) for doubt in self.doubts]
        at = keys.index(self._key(before)) if before is not None and self._key(before) in keys else 0
        waiting = [place for place, key in enumerate(keys) if key not in decisions]
        if keys[at] in decisions and waiting:
            at = next((place for place in waiting if place > at), waiting[0])
        self._place = at
        self._show()

    def set_wide(self, wide: bool) -> None:
        """Whether there is room for the names of the fields at the left of both columns, rather than above."""
        if wide != self._wide:
            self._wide = wide
            if self.doubts:
                self._compare()

    @property
    def waiting(self) -> int:
        """How many nobody has decided of."""
        return sum(self._key(doubt) not in self.decisions for doubt in self.doubts)

    @property
    def doubt(self) -> Doubt:
        """The one shown."""
        return self.doubts[self._place]

    def turn(self, step: int) -> None:
        """The next, or the one before."""
        if self.doubts:
            self._place = (self._place + step) % len(self.doubts)
            self._show()

    def decide(self, kind: str) -> None:
        """Say who it is: this one, and all that follow with « idem »."""
        if not self.doubts:
            return
        other = "" if kind == SEPARATE else str(self.other.value)
        made = {self._key(self.doubt): Decision(kind, other)}
        if self.alike.isChecked():
            for doubt in self._like_it():
                made[self._key(doubt)] = Decision(kind, "" if kind == SEPARATE else doubt.candidates[0].id)
            self.alike.setChecked(False)
        self._show_decision(kind)
        self.decided.emit(made)

    def _like_it(self) -> list[Doubt]:
        """Those that follow, undecided, of the same kind and about one person only: the same can be said of them unseen."""
        return [
            doubt
            for doubt in self.doubts[self._place + 1 :]
            if self._key(doubt) not in self.decisions and doubt.code == self.doubt.code and len(doubt.candidates) == 1
        ]

    def _key(self, doubt: Doubt) -> Place:
        """How decisions name a doubt."""
        assert self._plan is not None
        return self._plan.listing.place(doubt.row)

    def _show(self) -> None:
        doubt, n = self.doubt, len(self.doubts)
        for widget in (self.back, self.forth, self.count):
            widget.setVisible(n > 1)
        self.count.setText(_("{number} sur {total}").format(number=number(self._place + 1), total=number(n)))
        self.why.setText(self._reason(doubt))
        decision = self.decisions.get(self._key(doubt))
        names = [
            (person.id, words) for person, words in zip(doubt.candidates, told_apart(doubt.candidates), strict=True)
        ]
        self.other.set_options(list(names), (decision or doubt.decision).other)
        self.other.setVisible(len(names) > 1)
        rest = len(self._like_it())
        self.alike.setVisible(rest > 0)
        self.alike.setText(
            ngettext(
                "Idem pour la suivante du même genre", "Idem pour les {count} suivantes du même genre", rest
            ).format(count=number(rest))
        )
        self._show_decision(decision.kind if decision is not None else "")
        self._compare()
        announce(self, self.why.text())
        self.looked.emit(doubt)

    def _show_decision(self, kind: str) -> None:
        for made, of in ((self.merge, MERGE), (self.keep, KEEP), (self.separate, SEPARATE)):
            made.setChecked(of == kind)

    def _reason(self, doubt: Doubt) -> str:
        if doubt.settled:
            words = _SETTLED_LINES if _of_the_list(doubt.candidates[0]) else _SETTLED
            return _(words[doubt.decision.kind])
        assert self._plan is not None
        at, key = self._plan.listing.place, self._key(doubt)
        found = (p.message for p in self._plan.problems if p.code == doubt.code and at(p) == key)
        return next(found, _("Cette personne est peut-être déjà inscrite."))

    def _compare(self) -> None:
        doubt = self.doubt
        known = next((p for p in doubt.candidates if p.id == self.other.value), doubt.candidates[0])
        lines = _of_the_list(known)
        self.keep.setText(_("Garder l'autre ligne") if lines else _("Garder la fiche actuelle"))
        self.keep.setShortcut("Alt+2")  # which another text takes away
        tip = (
            _("C'est la même personne, telle que l'autre ligne la dit")
            if lines
            else _("C'est la même personne, mais la fiche reste comme elle est")
        )
        self.keep.setToolTip(f"{tip} (Alt+2)")
        self.table = QWidget()
        self.table.setObjectName("page")
        self._grid = QGridLayout(self.table)
        self._grid.setContentsMargins(0, 0, theme.S, 0)
        self._grid.setHorizontalSpacing(theme.S)
        self._grid.setVerticalSpacing(2)
        first = 1 if self._wide else 0
        self._grid.setColumnStretch(first, 1)
        self._grid.setColumnStretch(first + 1, 1)
        sheets = self._plan is not None and bool(self._plan.listing.also)
        titles = (_line_title(self._key(doubt), sheets), _known_title(known, sheets))
        for place, title in enumerate(titles):
            self._grid.addWidget(ElidedLabel(title, weight=fonts.SEMIBOLD), 0, first + place)
        pairs = [
            (
                field.title,
                worded(field.id, str(getattr(doubt.row.attendee, field.id))),
                worded(field.id, str(getattr(known, field.id))),
            )
            for field in FIELDS
        ]
        # The name, then what tells them apart.
        said = sorted(enumerate(pairs), key=lambda pair: (pair[0] > _NAME and not _differ(*pair[1][1:]), pair[0]))
        for line, (_place, (title, theirs, ours)) in enumerate((p for p in said if any(p[1][1:])), start=1):
            self._line(line, title, theirs, ours)
        self._grid.setRowStretch(2 * len(pairs) + 2, 1)
        self._scroll.setWidget(self.table)

    def _line(self, line: int, title: str, theirs: str, ours: str) -> None:
        differs, same = _differ(theirs, ours), theirs == ours
        name, first = label(title, theme.SMALL, tone="muted"), 1 if self._wide else 0
        name.setContentsMargins(0, 0 if self._wide else theme.S, 0, 0)  # nearer to its values than to those above
        self._grid.addWidget(name, 2 * line + first, 0, 1, 1 if self._wide else 2)
        if same:
            whole = ElidedLabel(theirs, lines=2)
            whole.setContentsMargins(0, theme.XS, theme.S, theme.XS)
            whole.setAccessibleName(_("{title}, {whose} : {value}").format(title=title, whose=_("liste"), value=theirs))
            again = ElidedLabel(_("identique"), tone="muted")
            again.setContentsMargins(0, theme.XS, 0, theme.XS)
            again.setAccessibleName(_("{title}, {whose} : {value}").format(title=title, whose=_("fiche"), value=theirs))
            self._grid.addWidget(whole, 2 * line + 1, first)
            self._grid.addWidget(again, 2 * line + 1, first + 1, Qt.AlignmentFlag.AlignTop)
            return
        for place, value, whose in ((first, theirs, _("liste")), (first + 1, ours, _("fiche"))):
            holder = QFrame()
            row = QHBoxLayout(holder)
            row.setContentsMargins(theme.S if differs else 0, theme.XS, theme.S, theme.XS)
            row.setSpacing(theme.XS)
            if differs:
                restyle(holder, strip="attention")
                row.addWidget(StateDot("attention", size=14))
            words = ElidedLabel(
                value or "—", tone="" if value else "muted", weight=fonts.MEDIUM if differs else fonts.REGULAR
            )
            words.setAccessibleName(
                _("{title}, {whose} : {value}").format(title=title, whose=whose, value=value or "—")
            )
            row.addWidget(words, 1)
            self._grid.addWidget(holder, 2 * line + 1, place)


_SETTLED = {
    MERGE: N_("C'est choisi : la même personne, sa fiche prend ce que dit la liste."),
    KEEP: N_("C'est choisi : la même personne, sa fiche reste comme elle est."),
    SEPARATE: N_("C'est choisi : deux personnes."),
}
_SETTLED_LINES = {
    MERGE: N_("C'est choisi : la même personne, cette ligne complète l'autre."),
    KEEP: N_("C'est choisi : la même personne, l'autre ligne est gardée."),
    SEPARATE: N_("C'est choisi : deux personnes."),
}
_NAME = 2  # the place of the first name among the fields


def _differ(theirs: str, ours: str) -> bool:
    return bool(theirs and ours) and fold(theirs) != fold(ours)


def _of_the_list(known: Attendee) -> bool:
    """Whether somebody is another line of the list: the same list adds it, and has its place there as id."""
    return known.id.startswith("#")


def _line_title(place: Place, sheets: bool) -> str:
    """A line of the list, or the cell of somebody who is not alone on it; of which sheet, when several are read together."""
    if sheets and place.sheet:
        words = _("{sheet}, cellule {cell}") if place.spot else _("{sheet}, ligne {cell}")
    else:
        words = _("Liste, cellule {cell}") if place.spot else _("Liste, ligne {cell}")
    return words.format(sheet=place.sheet, cell=place.words)


def _known_title(known: Attendee, sheets: bool) -> str:
    if not _of_the_list(known):
        return _("Fiche connue")
    sheet, _colon, words = known.id.removeprefix("#").rpartition(":")
    place = Place.of(sheet, words)
    assert place is not None  # matching wrote it
    return _line_title(place, sheets)
