"""What an import would do, shown on the sheet itself before anything is written."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ia_events.domain.lists import Doubt, Place, Plan, Problem
from ia_events.i18n import _, ngettext, number
from ia_events.ui import fonts, theme
from ia_events.ui.pages.import_asking import QuestionStrip
from ia_events.ui.pages.import_circumstances import Circumstances
from ia_events.ui.pages.import_doubts import DoubtPanel
from ia_events.ui.pages.import_events import EventsStrip
from ia_events.ui.pages.import_fields import field_title, letters_of
from ia_events.ui.pages.import_figures import Figures
from ia_events.ui.pages.import_model import SheetModel
from ia_events.ui.pages.import_row import Beside, RowPanel
from ia_events.ui.pages.import_sheet import SheetTable
from ia_events.ui.pages.import_withdrawn import WithdrawnPanel
from ia_events.ui.widgets import Banner, Card, Choice, ElidedLabel, StateDot, close_button, icon_button, label, quiet

ROW, DOUBTS, WITHDRAWN = range(3)  # what the panel shows
_BESIDE = 900  # pixels from which the panel stands beside the sheet
_PANEL = 424


class PlanView(QWidget):
    """Asks the page for another reading (`mapped`, `sheet_chosen`, `answered`, `forgotten`), another plan (`decided`), or the report."""

    mapped = Signal(str, str)
    sheet_chosen = Signal(str)
    answered = Signal(str, str)
    forgotten = Signal()
    decided = Signal(object)
    withdrawn_changed = Signal()
    report_asked = Signal()
    event_looked = Signal(str)
    events_changed = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__()
        self.plan: Plan | None = None
        self.told = ""  # of the list, in the notice
        self._problem = -1
        self.model = SheetModel()
        self.table = SheetTable(self.model)
        self.sheet = Choice(name=_("Feuille"))
        self.figures = Figures(self.sheet)
        self.tiles = self.figures.tiles
        self.report = quiet(
            _("Enregistrer le rapport"),
            self.report_asked.emit,
            icon="download-simple",
            tip=_("Enregistrer une copie de la liste, annotée, à renvoyer à qui l'a faite"),
        )
        self.report.setAccessibleName(self.report.text())
        self.events = EventsStrip()
        self._sheet_value = ""
        self.notice = Banner()
        self.question = QuestionStrip()
        self.row, self.doubts, self.withdrawn = RowPanel(), DoubtPanel(), WithdrawnPanel()
        self._build()
        self._connect()

    def _build(self) -> None:
        theme.scaled(self.sheet.setMinimumWidth, 180)
        self.sheet.setToolTip(_("Feuille"))
        self._sheet_card = Card(self.table, flush=True)
        self._sheet_card.column.setStretch(0, 1)
        self._sheet_card.add(self._detail_line())
        theme.scaled(self._sheet_card.setMinimumHeight, 240)
        self.panel = Card()
        self.panel.column.setContentsMargins(theme.L, theme.M, theme.L, theme.L)
        self.panel_title = label("", theme.HEADING, weight=fonts.SEMIBOLD)
        top = QHBoxLayout()
        top.addWidget(self.panel_title, 1)
        top.addWidget(close_button(self.close_panel))
        self.panel.add(top)
        self.stack = Beside()
        for shown in (self.row, self.doubts, self.withdrawn):
            self.stack.addWidget(shown)
        self.panel.add(self.stack, 1)
        self.panel.hide()
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setSpacing(theme.M)
        self._body.addWidget(self._sheet_card, 1)
        self._body.addWidget(self.panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        column.addWidget(self.events)
        column.addWidget(self.figures)
        column.addWidget(self.notice)
        column.addWidget(self.question)
        column.addLayout(self._body, 1)

    def _detail_line(self) -> QWidget:
        holder = QWidget()
        holder.setObjectName("drawn_on")  # a toast stands elsewhere
        row = QHBoxLayout(holder)
        row.setContentsMargins(theme.M, theme.S, theme.S, 0)
        row.setSpacing(theme.S)
        self.cell_dot = StateDot("attention", size=18)
        self.cell_place = ElidedLabel(weight=fonts.SEMIBOLD)
        self.cell_words = ElidedLabel()
        self.cell_words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.problem_count = label(tone="muted")
        self.problem_back = icon_button("caret-up", _("Point précédent (Maj+F8)"), lambda: self.go_to_problem(-1))
        self.problem_next = icon_button("caret-down", _("Point suivant (F8)"), lambda: self.go_to_problem(1))
        row.addWidget(self.cell_dot)
        row.addWidget(self.cell_place)
        row.addWidget(self.cell_words, 1)
        for widget in (self.problem_count, self.problem_back, self.problem_next, self.report):
            row.addWidget(widget)
        for keys, step in (("F8", 1), ("Shift+F8", -1)):
            QShortcut(QKeySequence(keys), self, lambda step=step: self.go_to_problem(step))
        return holder

    def _connect(self) -> None:
        for part, tile in self.tiles.items():
            tile.clicked.connect(lambda _down, part=part: self.choose(part))
        self.sheet.chosen.connect(lambda name: self.sheet_chosen.emit(str(name)))
        self.table.mapped.connect(self.mapped)
        self.table.moved.connect(self._looked)
        self.table.opened.connect(lambda _index: self.open_panel(ROW))
        self.question.answered.connect(self.answered)
        self.question.forgotten.connect(self.forgotten)
        self.question.asked.connect(lambda heading: QTimer.singleShot(0, self, lambda: self._show_column(heading)))
        self.doubts.decided.connect(self.decided)
        self.doubts.looked.connect(self._doubt_looked)
        self.withdrawn.changed.connect(self.withdrawn_changed)
        self.events.looked.connect(self.event_looked)
        self.events.changed.connect(self.events_changed)

    # --- showing ----------------------------------------------------------------------------------------------------

    def show_plan(self, plan: Plan | None, around: Circumstances | None = None) -> None:
        """Show a plan; let go of everything without one."""
        around = around or Circumstances()
        before, self.plan = self.plan, plan
        self._problem = -1
        self.events.show_plans(around.plans, around.titles, around.here, plan.event_id if plan else "")
        if plan is None:
            self.told = ""
            self.notice.hide()
            self.question.hide()
            self.panel.hide()
            self.withdrawn.clear()
            self.model.part = "all"
            self.model.show(None, {}, frozenset())
            return
        at, top = self.table.currentIndex(), self.table.verticalScrollBar().value()
        listing = plan.listing
        same = before is not None and (before.event_id, before.listing.source, before.listing.sheet) == (
            plan.event_id,
            listing.source,
            listing.sheet,
        )
        self.model.show(plan, around.slots, frozenset(around.decisions))
        self._show_sheets(plan, around)
        self._show_figures(plan)
        self.question.show_questions(listing.questions, around.answered, remembered=around.remembered)
        self.withdrawn.show_people(plan)
        if same and at.isValid() and at.row() < self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(at.row(), min(at.column(), self.model.columnCount() - 1)))
        if before is None or not same or before.listing.columns != listing.columns:
            self.table.fit()
        self.table.verticalScrollBar().setValue(top if same else 0)
        self.doubts.show_doubts(plan, around.decisions)  # goes to the next one
        self._show_panel(first=not same)
        self._looked()

    def complain(self, sentence: str, *buttons: QPushButton) -> None:
        """Say that another reading was not possible; what is shown stays. With buttons, until one does something about it."""
        self.notice.show_message(sentence, "refused", *buttons, closable=not buttons)

    def show_as_read(self, withdrawn: Collection[str]) -> None:
        """Show no more what was chosen and came to nothing; `withdrawn` are those that were ticked before."""
        if self.plan is not None:
            self.sheet.set_value(self._sheet_value)
            self.question.show_as_read()
            self.doubts.show_doubts(self.plan, self.doubts.decisions)
            self.withdrawn.show_ticked(withdrawn)

    def _show_sheets(self, plan: Plan, around: Circumstances) -> None:
        listing, together = plan.listing, around.together
        options: list[tuple[object, str]] = [(name, name) for name in listing.sheets]
        if len(together) > 1:
            options.insert(0, ("", _("Toutes ({sheets})").format(sheets=", ".join(together))))
        self._sheet_value = "" if listing.also or around.every else listing.sheet
        self.sheet.set_options(options, self._sheet_value)
        self.sheet.setVisible(len(listing.sheets) > 1)

    def _show_figures(self, plan: Plan) -> None:
        self.figures.show_plan(plan, self.model.people)
        if self.model.part != "all" and not self.tiles[self.model.part].count:
            self.model.filter("all")
        self.figures.choose(self.model.part)

    def choose(self, part: str) -> None:
        """Show the rows of a figure only, and all again the second time; doubts and withdrawals open beside the sheet."""
        if part in ("doubts", "withdrawn"):
            wanted = DOUBTS if part == "doubts" else WITHDRAWN
            self.tiles[part].setChecked(False)
            if not self.panel.isHidden() and self.stack.currentIndex() == wanted:
                self.close_panel()
            else:
                self.open_panel(wanted)
            return
        wanted_part = "all" if self.model.part == part else part
        self.model.filter(wanted_part)
        self.table.clearSpans()
        for row, section, width in self.model.spans():
            self.table.setSpan(row, section, 1, width)
        self.figures.choose(wanted_part)
        first = next((row for row in range(min(4, self.model.rowCount())) if self.model.person_at(row)), None)
        if wanted_part != "all" and first is not None:
            self.table.setCurrentIndex(self.model.index(first, self.model.telling(first)))
        if wanted_part == "updated":
            self.open_panel(ROW)
        self._looked()

    # --- the cell looked at -------------------------------------------------------------------------------------------

    def _looked(self) -> None:
        index = self.table.currentIndex()
        problems = len(self.plan.problems) if self.plan is not None else 0
        self.problem_count.setText(
            ngettext("{n} point à voir", "{n} points à voir", problems).format(n=number(problems))
        )
        for widget in (self.problem_count, self.problem_back, self.problem_next):
            widget.setVisible(problems > 0)
        if not index.isValid():
            self.cell_dot.hide()
            self.cell_place.hide()
            self.cell_words.setText(_("Cliquez un titre de colonne pour dire ce qu'elle contient."))
            return
        line, section = self.model.number_at(index.row()), index.column()
        column = self.model.column_at(section)
        place = f"{letters_of(section)}{line}"
        if column is not None and column.field:
            place = f"{place} · {field_title(column.field, column.slot, self.model.slots)}"
        said = self.model.explained(index.row(), section).replace("\n", " ")
        cell = self.model.cell(index.row(), section)
        self.cell_dot.setVisible(cell.tone in ("attention", "refused"))
        if cell.tone in ("attention", "refused"):
            self.cell_dot.set(cell.tone)
        self.cell_place.setText(place if line else "")
        self.cell_place.setVisible(line > 0)
        self.cell_words.setText(said or str(index.data() or ""))
        if not self.panel.isHidden() and self.stack.currentIndex() == ROW:
            self.row.show_row(self.model, index.row(), index.column())

    def _show_column(self, heading: str) -> None:
        """Bring the column a question is about under the eyes."""
        for section in range(self.model.columnCount()):
            column = self.model.column_at(section)
            if column is not None and column.heading == heading:
                row = max(0, self.table.rowAt(0))
                self.table.scrollTo(self.model.index(row, section))
                self.table.begin_at_a_column(section)

    def go_to_problem(self, step: int) -> None:
        """The next cell with something to look at, and the first after the last."""
        if self.plan is None or not self.plan.problems:
            return
        n = len(self.plan.problems)
        self._problem = (self._problem + step) % n if self._problem >= 0 else 0 if step > 0 else n - 1
        self.show_problem(self.plan.problems[self._problem])

    def show_problem(self, problem: Problem) -> None:
        """Bring the cell of a problem under the eyes."""
        at = self.plan.listing.place(problem) if self.plan is not None else Place(problem.sheet, problem.row)
        index = self.model.index_of(at, problem)
        if not index.isValid():
            self.choose("all")
            index = self.model.index_of(at, problem)
        if index.isValid():
            self.table.setCurrentIndex(index)
            self.table.scrollTo(index)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- beside the sheet -----------------------------------------------------------------------------------------------

    def open_panel(self, which: int) -> None:
        """Show a row in full, the doubts, or who is no longer there."""
        self.stack.setCurrentIndex(which)
        self.panel_title.setText((_("La ligne en détail"), _("Doublons possibles"), _("Désistements possibles"))[which])
        self.panel.setAccessibleName(self.panel_title.text())
        self.panel.show()
        self._arrange()
        QTimer.singleShot(0, self, self._reveal)
        if which == ROW:
            at = self.table.currentIndex()
            self.row.show_row(self.model, at.row(), at.column())
        elif which == DOUBTS and self.doubts.doubts:
            self._doubt_looked(self.doubts.doubt)

    def _reveal(self) -> None:
        """Where the page is longer than the window, bring the panel into it."""
        frame: QObject | None = self
        while frame is not None and not isinstance(frame, QScrollArea):
            frame = frame.parent()
        if isinstance(frame, QScrollArea) and not self.panel.isHidden():
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)  # the panel is where it will be
            frame.ensureWidgetVisible(self.panel, 0, theme.XL)
        self._keep_in_sight()  # the panel took its room from the sheet

    def _keep_in_sight(self) -> None:
        at = self.table.currentIndex()
        if at.isValid():
            self.table.scrollTo(at)
            self.table.begin_at_a_column(at.column())

    def close_panel(self) -> None:
        """Give its room back to the sheet."""
        self.panel.hide()
        self._arrange()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_panel(self, *, first: bool) -> None:
        assert self.plan is not None
        empty = {DOUBTS: not self.plan.doubts, WITHDRAWN: not self.plan.withdrawn}
        if not self.panel.isHidden() and empty.get(self.stack.currentIndex(), False):
            self.panel.hide()
        if first:
            self.panel.hide()
            if self.doubts.waiting:
                self.open_panel(DOUBTS)

    def _doubt_looked(self, doubt: Doubt) -> None:
        if self.panel.isHidden() or self.stack.currentIndex() != DOUBTS:
            return
        assert self.plan is not None
        index = self.model.index_of(self.plan.listing.place(doubt.row))
        if index.isValid():
            column = index.column() if doubt.row.spot else self.model.naming()
            self.table.setCurrentIndex(self.model.index(index.row(), column))
            self._keep_in_sight()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.panel.isHidden():
            self.close_panel()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_body"):
            self._arrange()
            self.table.fit()

    def _arrange(self) -> None:
        beside = self.width() >= theme.px(_BESIDE)
        room = self.width() - (theme.px(_PANEL) if beside and not self.panel.isHidden() else 0)
        self.report.setText(self.report.accessibleName() if room >= theme.px(640) else "")
        self.problem_count.setMaximumWidth(16777215 if room >= theme.px(480) else 0)
        self.doubts.set_wide(not beside)
        ways = QBoxLayout.Direction
        self._body.setDirection(ways.LeftToRight if beside else ways.TopToBottom)
        wide = theme.px(_PANEL) if self.width() < theme.px(1300) else theme.px(480)
        self.panel.setMinimumSize(wide if beside else 0, theme.px(300 if beside else 320))
        self.panel.setMaximumSize(wide if beside else 16777215, 16777215 if beside else theme.px(380))
