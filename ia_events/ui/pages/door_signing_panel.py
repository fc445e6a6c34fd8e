"""What is seen of signing on the screen: the box, whose it is, what a signature there is, and the answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ia_events.domain import dates
from ia_events.domain.events import Event, Slot
from ia_events.domain.people import Attendee
from ia_events.domain.signatures import Signed
from ia_events.i18n import _, ngettext
from ia_events.ui import fonts, icons, theme
from ia_events.ui.widgets import (
    Card,
    ElidedLabel,
    announce,
    button,
    icon_button,
    label,
    primary,
    restyle,
    secondary,
)
from ia_events.ui.widgets.progress import STAYS_SEEN
from ia_events.ui.widgets.signing_pad import SigningPad

_BESIDE = 760  # the width the box and the words need to stand side by side
_WORDS = 300
_SHARE = 0.38  # of the window's height
_NAMED = 3  # of those who wait, where there is room


class SigningPanel(Card):
    """Signals: validated · erased · skipped · withdrawn · again · moved · picked(key of who waits)."""

    validated = Signal()
    erased = Signal()
    skipped = Signal()
    withdrawn = Signal()
    again = Signal()
    moved = Signal()
    picked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.signed: Signed | None = None  # what is shown, if it was signed before
        self.setObjectName(STAYS_SEEN)
        self._room = 10_000  # the width there is, which this may ask more than
        self._may_change = True  # whether that may be signed anew, or taken back
        self.pad = SigningPad()
        self.pad.changed.connect(self._wake)
        self.name = ElidedLabel("", theme.TITLE, weight=fonts.SEMIBOLD)
        self.where = [ElidedLabel("", theme.SMALL, tone="muted") for _line in range(3)]
        self.kind = label(_("Signature électronique simple"), weight=fonts.MEDIUM, wrap=True)
        self.what = label("", theme.SMALL, tone="muted", wrap=True)
        self.save = primary(_("Valider · Entrée"), self.validated.emit, icon="check")
        self.rub = secondary(_("Effacer"), self.erased.emit, icon="eraser", tip=_("Effacer ce qui est tracé (Suppr)"))
        self.paper = secondary(
            _("Sur papier · Échap"), self.skipped.emit, tip=_("Signer la feuille imprimée à la place")
        )
        self.renew = secondary(_("Signer de nouveau"), self.again.emit, icon="pen-nib")
        self.take_back = button(
            _("Retirer"), self.withdrawn.emit, kind="danger", icon="trash", tip=_("Retirer cette signature")
        )
        self.close_it = secondary(_("Fermer · Échap"), self.skipped.emit)
        self.move_it = icon_button("", "", self.moved.emit)
        self.show_moved(False)
        self._answers = (self.save, self.rub, self.paper, self.renew, self.take_back, self.close_it)
        self._build()
        self.leave()

    def _build(self) -> None:
        self.setAccessibleName(_("Signature à l'écran"))
        self.column.setContentsMargins(theme.L, theme.S, theme.L, theme.S)
        self.column.setSpacing(theme.S)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(theme.L)
        self._side = QWidget()
        self._words = words = QVBoxLayout(self._side)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(theme.XS)
        for line in self.where:
            words.addWidget(line)
        words.addSpacing(theme.XS)
        words.addWidget(self.kind)
        words.addWidget(self.what)
        words.addStretch(1)
        words.addSpacing(theme.XS)
        words.addWidget(self.save)
        words.addWidget(self.renew)
        self._pairs = [QBoxLayout(QBoxLayout.Direction.LeftToRight) for _pair in range(2)]
        for row, buttons in zip(self._pairs, ((self.rub, self.paper), (self.take_back, self.close_it)), strict=True):
            row.setSpacing(theme.S)
            for one in buttons:
                row.addWidget(one, 1)
            words.addLayout(row)
        self._waiting = QWidget()
        self._names = QHBoxLayout(self._waiting)
        self._names.setContentsMargins(0, 0, 0, 0)
        self._names.setSpacing(theme.S)
        kept = self._waiting.sizePolicy()
        kept.setRetainSizeWhenHidden(True)  # the box does not move under a hand when somebody comes to wait
        self._waiting.setSizePolicy(kept)
        self._waiting.hide()
        box = QVBoxLayout()
        box.setSpacing(theme.S)
        head = QHBoxLayout()
        head.addWidget(self.name, 1)
        head.addWidget(self.move_it)
        box.addLayout(head)
        box.addWidget(self.pad, 1)
        box.addWidget(self._waiting)
        self._row.addLayout(box, 1)
        self._row.addWidget(self._side)
        self.add(self._row, 1)

    def hasHeightForWidth(self) -> bool:
        return False  # the verdict does not move with the length of a name

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        # Much of a large window; under the verdict, which stays larger.
        beside = max(theme.px(294), round(self.window().height() * _SHARE))
        return QSize(least.width(), max(least.height(), beside if self._beside else theme.px(430)))

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @property
    def _beside(self) -> bool:
        return self.width() >= theme.px(_BESIDE)

    def _fit(self) -> None:
        beside = QBoxLayout.Direction.LeftToRight if self._beside else QBoxLayout.Direction.TopToBottom
        self._row.setDirection(beside)
        # One under the other: the answers come right after the box, what explains them last.
        down, up = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.BottomToTop
        self._words.setDirection(down if self._beside else up)
        room = theme.px(_WORDS) if self._beside else min(self.width(), self._room) - 2 * theme.L
        for row in self._pairs:
            parts = [item.widget() for item in map(row.itemAt, range(row.count())) if item is not None]
            needed = sum(part.sizeHint().width() for part in parts if part is not None) + theme.S
            row.setDirection(QBoxLayout.Direction.LeftToRight if needed <= room else up)
        self._side.setMaximumWidth(theme.px(_WORDS) if self._beside else 16777215)
        self._side.setMinimumWidth(theme.px(_WORDS) if self._beside else 0)
        self._waiting.setMinimumHeight(theme.px(44))
        self.move_it.setMinimumSize(theme.px(44), theme.px(44))
        self.save.setMinimumHeight(theme.px(56))
        for one in self._answers[1:]:
            one.setMinimumHeight(theme.px(48))

    def fit(self, room: int) -> None:
        """Stand in a page of this width."""
        self._room = room
        self._fit()

    def show_moved(self, apart: bool) -> None:
        """Whether it stands in a window of its own: what the button does then."""
        words = _("Revenir sous la réponse") if apart else _("Dans une autre fenêtre, pour une tablette")
        self.move_it.setIcon(icons.icon("arrow-square-in" if apart else "arrow-square-out", "muted"))
        self.move_it.setToolTip(words)
        self.move_it.setAccessibleName(words)

    # --- whose it is ---------------------------------------------------------------------------------------------

    @property
    def signing(self) -> bool:
        """Whether somebody is signing: ink they have not validated."""
        return self.signed is None and self.pad.has_ink

    def show_signer(
        self,
        event: Event,
        person: Attendee,
        slot: Slot,
        now: datetime,
        signed: Signed | None,
        *,
        hold: int = 0,
        news: str = "",
        may_change: bool = True,
    ) -> None:
        """The box for somebody, or what they `signed`, which the organiser may change; `news` is what to say of whoever was
        there before.
        """
        self._may_change = may_change
        self.name.setText(person.list_name)
        when = event.local(now)
        day = dates.long_date(event.local(slot.start).date())
        whose = " · ".join(filter(None, (person.employer, event.title)))  # of two namesakes, this one
        said = whose, f"{_(slot.label)}, {dates.slot_hours(event, slot)}", f"{day} · {dates.clock(when)}"
        for line, words in zip(self.where, said, strict=True):
            line.setText(words)
        if signed is None:
            self.begin(hold, news)
        else:
            self.signed = signed
            self.pad.show_signature(signed.signature)
            at = event.local(signed.at)
            hour = dates.moment(at, when)
            told = (
                _("Signature donnée {when}, poste « {station} ».") if signed.station else _("Signature donnée {when}.")
            )
            words = told.format(when=hour, station=signed.station)
            theirs = "" if may_change else " " + _("L'organisation peut la remplacer ou la retirer.")
            self._say(f"{words}{theirs}")
        self.take_back.setVisible(signed is not None and may_change)
        announce(self, f"{person.list_name}. {self.what.text()}")

    def begin(self, hold: int = 0, news: str = "") -> None:
        """An empty box."""
        self.signed = None
        self.pad.clear(hold=hold)
        self._say(news, "welcome" if news else "muted")
        self.take_back.hide()
        self._wake()

    def leave(self) -> None:
        """Nobody's."""
        self.begin()
        self.name.setText("")

    def complain(self, sentence: str) -> None:
        """Empty the box, and say why; nothing is said when it was asked."""
        self.pad.clear()
        self._say(sentence, "refused" if sentence else "muted")
        if sentence:
            announce(self.what, sentence)

    def answer(self) -> None:
        """What Enter means."""
        if self.signing:
            self.validated.emit()

    def _say(self, sentence: str, tone: str = "muted") -> None:
        usual = _(
            "Votre tracé, l'heure et le poste sont gardés et placés sur la feuille d'émargement. Ce n'est pas une signature "
            "qualifiée."
        )
        self.what.setText(sentence or usual)
        restyle(self.what, tone=tone)

    def _wake(self) -> None:
        seen = self.signed is not None
        for one in (self.save, self.rub, self.paper):
            one.setHidden(seen)
        self.renew.setVisible(seen and self._may_change)
        self.close_it.setVisible(seen)
        self.save.setEnabled(self.signing)
        self.rub.setEnabled(self.signing)
        if self.signing and self.what.property("tone") != "muted":
            self._say("")

    # --- who waits -----------------------------------------------------------------------------------------------

    def show_waiting(self, people: Sequence[tuple[object, str]]) -> None:
        """Those who may take the box: their keys and names."""
        while (item := self._names.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        words = ngettext("{count} personne à faire signer", "{count} personnes à faire signer", len(people))
        parts: list[QWidget] = [label(words.format(count=len(people)), theme.SMALL, tone="muted")]
        named: list[QPushButton] = []
        most = _NAMED if self._beside else 1
        for key, name in people[:most]:
            made = button(name, partial(self.picked.emit, key), elided=True)
            made.setToolTip(_("Faire signer {name}").format(name=name))
            named.append(made)
        parts += named
        if others := max(0, len(people) - most):
            rest = ngettext("et {count} autre", "et {count} autres", others).format(count=others)
            parts.append(label(rest, theme.SMALL, tone="muted"))
        for part in parts:
            self._names.addWidget(part)
            part.show()  # now: a layout waits for the event loop
        for made in named:
            theme.scaled(made.setMinimumHeight, 44)  # once it is in the style
        self._names.addStretch(1)
        self._waiting.setVisible(bool(people))
