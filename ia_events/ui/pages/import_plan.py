"""What an import would do, shown before anything is written: the figures, the rows, the doubts one at a time."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from ia_events.domain.fields import FIELDS, FULL_NAME
from ia_events.domain.lists import Plan
from ia_events.i18n import _, ngettext
from ia_events.ui import theme
from ia_events.ui.pages.import_model import FATE, FIRST, ROW, ImportModel, field_title
from ia_events.ui.widgets import (
    Banner,
    Card,
    Choice,
    Counter,
    TableView,
    label,
    menu_button,
    quiet,
    restyle,
    secondary,
)
from ia_events.ui.widgets.flow import FlowLayout

MAPPED = (FULL_NAME, *(field.id for field in FIELDS), "")


class _Tile(QFrame):
    """A figure and its word on the ground of its tone; quiet when it is nought."""

    def __init__(self, tone: str) -> None:
        super().__init__()
        self._tone = tone
        self.counter = Counter("", 0, size=theme.SUBTITLE)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.M, theme.S, theme.M, theme.S)
        row.addWidget(self.counter)
        row.addStretch(1)

    def set(self, count: int, word: str) -> None:
        """Show a figure."""
        self.counter.set(count, word)
        restyle(self, strip=self._tone if count else "neutral")


class PlanView(QWidget):
    """`mapped(heading, field)` and `sheet_chosen(name)` ask for another reading; `report_asked` for the annotated copy."""

    mapped = Signal(str, str)
    sheet_chosen = Signal(str)
    report_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.plan: Plan | None = None
        self._doubt = 0
        self.tiles = {
            "added": _Tile("welcome"),
            "updated": _Tile("accent"),
            "unchanged": _Tile("neutral"),
            "doubts": _Tile("attention"),
            "refused": _Tile("refused"),
        }
        self.model = ImportModel()
        self.table = TableView(self.model, name=_("Lignes de la liste"))
        self.sheet = Choice(name=_("Feuille"))
        self.part = Choice(name=_("Lignes affichées"))
        self.columns = menu_button(_("Colonnes"), QMenu())
        self.report = quiet(_("Enregistrer le rapport"), self.report_asked.emit, icon="download-simple")
        self.notice = Banner()
        self.question = Banner()
        self._build()

    def _build(self) -> None:
        tiles = QWidget()
        tiles.setLayout(FlowLayout(*self.tiles.values()))
        self._sheet_label = label(_("Feuille"))
        self.sheet.setMinimumWidth(theme.px(180))
        self.part.setMinimumWidth(theme.px(200))
        tools = QWidget()
        tools.setLayout(FlowLayout(self._sheet_label, self.sheet, self.part, self.columns, self.report))
        head = self.table.horizontalHeader()
        head.setSectionsClickable(True)
        head.setSectionsMovable(False)
        head.sectionClicked.connect(self._heading_clicked)
        head.customContextMenuRequested.disconnect()
        head.customContextMenuRequested.connect(lambda at: self._heading_clicked(head.logicalIndexAt(at)))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        column.addWidget(tiles)
        column.addWidget(self.notice)
        column.addWidget(tools)
        column.addWidget(Card(self.table, flush=True), 1)
        column.addWidget(self.question)
        self.sheet.chosen.connect(lambda name: self.sheet_chosen.emit(str(name)))
        self.part.chosen.connect(lambda _value: self._show_rows())
        menu = self.columns.menu()
        menu.aboutToShow.connect(lambda: self._fill_columns(menu))

    # --- showing ----------------------------------------------------------------------------------------------------

    def show_plan(self, plan: Plan | None) -> None:
        """Show a plan; let go of everything without one."""
        self.plan = plan
        self.notice.hide()
        self.question.hide()
        if plan is None:
            self.model.show(None)
            return
        listing = plan.listing
        self.sheet.set_options([(name, name) for name in listing.sheets], listing.sheet)
        self.sheet.setVisible(len(listing.sheets) > 1)
        self._sheet_label.setVisible(len(listing.sheets) > 1)
        doubtful = len({p.row for p in plan.problems} - {row.row for row in plan.refused})
        refused = len(plan.refused)
        for name, count, word in (
            ("added", len(plan.added), _("à ajouter")),
            ("updated", len(plan.updated), _("à mettre à jour")),
            ("unchanged", plan.unchanged, _("sans changement")),
            ("doubts", doubtful, _("à vérifier")),
            ("refused", refused, ngettext("ligne refusée", "lignes refusées", refused)),
        ):
            self.tiles[name].set(count, word)
        worth = doubtful + refused
        only = self.part.value == "problems" and worth > 0
        options: list[tuple[object, str]] = [("all", _("Toutes les lignes"))]
        if worth:
            options.append(("problems", _("Lignes à voir ({n})").format(n=worth)))
        self.part.set_options(options, "problems" if only else "all")
        self.part.setVisible(worth > 0)
        self._show_rows()
        self._doubt = 0
        self._ask()

    def complain(self, sentence: str) -> None:
        """Say that another reading was not possible; what is shown stays."""
        self.notice.show_message(sentence, "refused")
        if self.plan is not None:
            self.sheet.set_value(self.plan.listing.sheet)

    def _show_rows(self) -> None:
        self.model.show(self.plan, only_problems=self.part.value == "problems")
        widths = [0] * self.model.columnCount()
        widths[ROW], widths[FATE] = 64, 156
        self.table.set_columns(widths)
        QTimer.singleShot(0, self, self._share)

    def _share(self) -> None:
        """Room left over goes to the columns read."""
        count = self.model.columnCount()
        spare = self.table.viewport().width() - sum(self.table.columnWidth(column) for column in range(count))
        read = [FIRST + i for i, column in enumerate(self.model.columns) if column.field]
        for column in read if spare > 0 else []:
            self.table.setColumnWidth(column, self.table.columnWidth(column) + spare // len(read))

    # --- doubts -----------------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        plan = self.plan
        if plan is None or not plan.problems:
            self.question.hide()
            return
        problem = plan.problems[self._doubt]
        place = _("ligne {row}, {column}") if problem.column else _("ligne {row}")
        text = _("{number} sur {total}, {place} : {message}").format(
            number=self._doubt + 1,
            total=len(plan.problems),
            place=place.format(row=problem.row, column=problem.column),
            message=problem.message,
        )
        buttons = [secondary(_("Voir la ligne"), self.show_doubt)]
        if len(plan.problems) > 1:
            buttons.append(secondary(_("Suivant"), self.next_doubt))
        tone = "refused" if problem.refuses else "attention"
        self.question.show_message(text, tone, *buttons, icon="question-fill", closable=False)

    def next_doubt(self) -> None:
        """The next doubt, and the first after the last; its cell is shown."""
        if self.plan is not None and self.plan.problems:
            self._doubt = (self._doubt + 1) % len(self.plan.problems)
            self._ask()
            self.show_doubt()

    def show_doubt(self) -> None:
        """Bring the cell of the doubt under the eyes."""
        if self.plan is None:
            return
        index = self.model.place_of(self.plan.problems[self._doubt])
        if index.isValid():
            self.table.setCurrentIndex(index)
            self.table.scrollTo(index)

    # --- columns ----------------------------------------------------------------------------------------------------

    def _heading_clicked(self, section: int) -> None:
        if section < FIRST:
            return
        head = self.table.horizontalHeader()
        menu = QMenu(self)
        self._fill_fields(menu, section - FIRST)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(head.viewport().mapToGlobal(QPoint(head.sectionViewportPosition(section), head.height())))

    def _fill_columns(self, menu: QMenu) -> None:
        menu.clear()
        for place in range(len(self.model.columns)):
            heading = str(self.model.headerData(FIRST + place, Qt.Orientation.Horizontal))
            self._fill_fields(menu.addMenu(heading), place)

    def _fill_fields(self, menu: QMenu, place: int) -> None:
        column = self.model.columns[place]
        for field in MAPPED:
            if not field:
                menu.addSeparator()
            words = field_title(field) if field else _("Laisser de côté")
            action = menu.addAction(words, self._mapper(column.heading, field))
            action.setCheckable(True)
            action.setChecked(field == column.field)

    def _mapper(self, heading: str, field: str) -> Callable[[], None]:
        return partial(self.mapped.emit, heading, field)
