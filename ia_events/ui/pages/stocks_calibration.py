"""What a printer needs for a stock: the test page, what was measured on it, what is corrected."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog, QGridLayout, QWidget

from ia_events import paths
from ia_events.documents.calibration import (
    AS_IT_IS,
    PDF_FILES,
    Calibration,
    describe,
    kept_for,
    known_printers,
    marks,
    measured,
    measures,
    with_kept,
)
from ia_events.documents.stocks import Stock, mm
from ia_events.domain.errors import UserError
from ia_events.domain.text import file_name
from ia_events.i18n import _
from ia_events.store import Store
from ia_events.ui import printing, theme
from ia_events.ui.session import Session
from ia_events.ui.widgets import Card, Choice, Field, label, quiet, restyle, secondary
from ia_events.ui.widgets.flow import FlowLayout
from ia_events.ui.widgets.lengths import DecimalField
from ia_events.ui.work import Progress


class CalibrationCard(Card):
    """A card of the stocks page. What is typed applies at once, and is kept for this printer and this stock."""

    def __init__(self, session: Session) -> None:
        super().__init__(title=_("Réglage de l'imprimante"))
        self.session = session
        self._stock: Stock | None = None
        self._before = AS_IT_IS  # what « Rétablir » brings back
        self.printers = Choice(name=_("Imprimante"))
        self.printers.chosen.connect(lambda _name: self._show())
        self.test_button = secondary(_("Imprimer la page d'essai…"), lambda: self.print_page(corrected=False))
        self.check_button = secondary(_("Page de contrôle…"), lambda: self.print_page(corrected=True))
        self.save_button = secondary(_("L'enregistrer en PDF…"), self._ask_save)
        self.fields = [DecimalField(live=True) for _letter in "ABCD"]
        self._named = [Field("", field) for field in self.fields]
        for field in self.fields:
            field.setKeyboardTracking(True)
            field.valueChanged.connect(lambda _value: self._typed())
        self.result = label("", wrap=True)
        self.reset_button = quiet(_("Revenir sans correction"), self.reset)
        self.restore_button = quiet(_("Rétablir"), self.restore)
        self.add(
            label(_("Imprimez la page d'essai, mesurez-la, tapez ce que vous lisez : la suite en tient compte."), tone="muted", wrap=True)
        )  # fmt: skip
        which = Field(_("Imprimante"), self.printers)
        theme.scaled(which.setMaximumWidth, lambda: theme.px(680) + theme.L)
        self.add(which)
        self.add(self.result)  # over the fields: seen while they are typed in, whatever the window's height
        self.add(_flow(self.test_button, self.save_button, self.check_button))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.L)
        self._grid.setVerticalSpacing(theme.M)
        self.in_columns(2)
        measures_read = QWidget()
        measures_read.setLayout(self._grid)
        self._grid.setContentsMargins(0, 0, 0, 0)
        theme.scaled(measures_read.setMaximumWidth, lambda: theme.px(680) + theme.L)
        self.add(measures_read)
        self.add(_flow(self.reset_button, self.restore_button))

    def in_columns(self, count: int) -> None:
        """Put what is measured in that many columns."""
        for place, made in enumerate(self._named):
            self._grid.addWidget(made, place // count, place % count)

    @property
    def printer(self) -> str:
        """The printer chosen."""
        return str(self.printers.value or PDF_FILES)

    def show_stock(self, stock: Stock) -> None:
        """Show what is kept for another stock, on the same printer if it is still there."""
        chosen = self.printer if self.printers.count() else ""
        here = printing.printer_names()
        gone = [name for name in known_printers(self.session.settings) if name not in (*here, PDF_FILES)]
        options: list[tuple[object, str]] = [(name, name) for name in (*here, *gone)]
        options.append((PDF_FILES, _("Fichiers PDF, imprimés ailleurs")))
        self.printers.set_options(options, chosen or options[0][0])
        self._stock = stock
        self._show()

    def reset(self) -> None:
        """Correct nothing any more; it can be had back."""
        self._before = self._kept()
        self._keep(AS_IT_IS)
        self._show(forget=False)

    def restore(self) -> None:
        """Correct again what was corrected before."""
        self._keep(self._before)
        self._show()

    def save_page(self, file: Path) -> None:
        """Write the test page of the stock to a file, as a PDF without correction."""
        data = self._page(corrected=False)
        try:
            paths.refuse_same_file(file, self.session.store.path)
            with paths.atomic_write(file) as target:
                target.write(data)
        except UserError as error:
            self.session.fail(error)
        else:
            self.session.notify(_("Page d'essai enregistrée : {name}").format(name=file.name), "welcome")

    def print_page(self, *, corrected: bool) -> None:
        """Print the test page, or the page that shows whether the correction is right."""
        assert self._stock is not None
        data, pages = self._page(corrected=corrected), [0]
        printer = printing.printer_for(data, self._title(corrected))
        if self.printer in printing.printer_names():
            printer.setPrinterName(self.printer)
            printing.keep_paper(printer, printing.layout_for(data))
        if not self.ask_printer(printer):
            return
        correction = kept_for(self.session.settings, printer.printerName(), self._stock) if corrected else AS_IT_IS

        def job(_store: Store, progress: Progress) -> None:
            printing.print_pdf(data, printer, pages, progress, correction)

        self.session.run(job, self._printed, text=_("Impression…"), finish=True)

    def ask_printer(self, printer: QPrinter) -> bool:
        """Whether to print, on what and how."""
        if not printing.any_printer():
            self.session.notify(
                _("Aucune imprimante n'est installée sur ce poste : enregistrez la page d'essai en PDF."), "attention"
            )
            return False
        return printing.ask(self, printer, 1)

    def _printed(self, _nothing: None) -> None:
        self.session.notify(_("Page envoyée à l'imprimante. Mesurez-la, puis tapez A, B, C et D."))

    def _ask_save(self) -> None:
        start = self.session.settings.documents / f"{file_name(self._title(False), 90)}.pdf"
        name, _kind = QFileDialog.getSaveFileName(self, _("Enregistrer la page d'essai"), str(start), "PDF (*.pdf)")
        if name:
            self.save_page(Path(name) if name.lower().endswith(".pdf") else Path(name + ".pdf"))

    def _page(self, *, corrected: bool) -> bytes:
        from ia_events.documents.calibration_page import write_test_page

        assert self._stock is not None
        file = BytesIO()
        write_test_page(file, self._stock, made_at=self.session.now(), corrected=corrected)
        return file.getvalue()

    def _title(self, corrected: bool) -> str:
        assert self._stock is not None
        title = _("Page de contrôle") if corrected else _("Page d'essai")
        return f"{title} – {self._stock.title}"

    def _kept(self) -> Calibration:
        assert self._stock is not None
        return kept_for(self.session.settings, self.printer, self._stock)

    def _keep(self, calibration: Calibration) -> None:
        assert self._stock is not None
        value = with_kept(self.session.settings, self.printer, self._stock, calibration)
        self.session.change_setting("calibrations", value)

    def _show(self, *, forget: bool = True) -> None:
        """Show what is kept for this printer and this stock."""
        assert self._stock is not None
        if forget:
            self._before = AS_IT_IS
        far, (across, down) = marks(self._stock)
        words = (
            _("A : du bord gauche à la croix"),
            _("B : du bord du haut à la croix"),
            _("C : ligne en largeur"),
            _("D : ligne en hauteur"),
        )
        for made, name, value, expected in zip(
            self._named, words, measures(self._stock, self._kept()), (far, far, across, down), strict=True
        ):
            made.rename(name)
            made.explain(_("{length} mm prévus").format(length=mm(expected)))
            made.field.put(value)  # type: ignore[attr-defined]
        self._tell(self._kept())

    def _typed(self) -> None:
        assert self._stock is not None
        left, top, across, down = (field.value() for field in self.fields)
        try:
            found = measured(self._stock, left, top, across, down)
        except UserError as error:
            restyle(self.result, tone="refused")
            self.result.setText(error.message)
            return
        self._before = AS_IT_IS
        self._keep(found)
        self._tell(found)

    def _tell(self, calibration: Calibration) -> None:
        restyle(self.result, tone="" if calibration.neutral else "accent")
        if calibration.neutral:
            self.result.setText(_("Aucune correction : cette imprimante tombe juste, ou n'est pas encore mesurée."))
        else:
            self.result.setText(_("Correction appliquée : {correction}.").format(correction=describe(calibration)))
        self.reset_button.setVisible(not calibration.neutral)
        self.restore_button.setVisible(calibration.neutral and not self._before.neutral)
        self.check_button.setEnabled(not calibration.neutral)


def _flow(*widgets: QWidget) -> QWidget:
    made = QWidget()
    made.setLayout(FlowLayout(*widgets))
    return made
