"""The designer of badges: what is drawn is the PDF itself, with handles over it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QHideEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QMenu, QStackedWidget

from ia_events import paths
from ia_events.documents import badge_photos, design_files, designs, kept_designs
from ia_events.documents.branding import Branding
from ia_events.documents.design_notices import sizes, untouched
from ia_events.documents.designs import Box, Design, Picture
from ia_events.documents.stocks import Stock, for_badges, stock_or_default
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.text import file_name
from ia_events.i18n import _
from ia_events.ui import theme
from ia_events.ui.pages.designer_draft import Draft
from ia_events.ui.pages.designer_new import Beginning, blank
from ia_events.ui.pages.designer_people import Cast, cast_of, event_or_example, on_the_list
from ia_events.ui.pages.designer_trial import Trial, TrialSheet
from ia_events.ui.pages.designer_view import View
from ia_events.ui.session import Session
from ia_events.ui.widgets import (
    FloatingBanner,
    Page,
    PageHeader,
    menu_button,
    primary,
    scrolling,
    secondary,
)
from ia_events.ui.widgets.leaving import Leaving

_IMAGES = (".png", ".jpg", ".jpeg", ".webp")
_SAME = 0.5  # millimetres two sizes may differ by and be the same
_SHARE = 0.4  # of the label, what an image dropped on it takes


class DesignerPage(Page):
    """`open(design=ID, stock=ID)` changes a design, on the label of a stock; `open(new=True, stock=ID)` begins one."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.column.setContentsMargins(theme.XL, theme.L, theme.XL, theme.M)
        self.column.setSpacing(theme.M)
        self.setAcceptDrops(True)
        self.draft = Draft(blank((86.0, 55.0)))
        self.past = self.draft.past
        self.save_button = primary(_("Enregistrer"), self.save, tip=_("Enregistrer (Ctrl+S)"))
        QShortcut(QKeySequence("Ctrl+S"), self, self.save)
        self.close_button = secondary(_("Fermer"), self._close)
        self.try_menu, self.more_menu = QMenu(), QMenu()
        self.try_button = menu_button(_("Essayer sur…"), self.try_menu)
        self.more_button = menu_button(_("Modèle"), self.more_menu)
        for sheet in for_badges():
            self.try_menu.addAction(sheet.title, partial(self.try_on, sheet))
        self.more_menu.addAction(_("Nouveau modèle…"), lambda: self._when_safe(self.begin))
        self.more_menu.addAction(_("Importer un fichier…"), self._import)
        self.more_menu.addAction(_("Exporter…"), self._export)
        self.more_menu.addSeparator()
        self.remove_action = self.more_menu.addAction(_("Supprimer ce modèle"), self.remove)
        self.header = PageHeader("", self.close_button, self.save_button, elided=True)
        self.question, self.removed = FloatingBanner(self, 400), FloatingBanner(self, 400)
        self.view = View(self.draft, Branding.of(session.settings), session.notify, self._fail)
        for made in (self.try_button, self.more_button):
            self.view.bar.addWidget(made)
        self.beginning = Beginning(self._import)
        self.beginning.chosen.connect(partial(self._show, kept=False))
        self.trial = Trial(self.end_trial)
        self.stack = QStackedWidget()
        for part in (self.view, scrolling(self.beginning), self.trial):
            self.stack.addWidget(part)
        for widget in (self.header, self.stack):
            self.column.addWidget(widget, int(widget is self.stack))
        self.stack.currentChanged.connect(self._stand)
        self._stand(0)
        self.stock: Stock = stock_or_default("")
        self._loaded = False
        self._arguments: dict[str, object] | None = None
        self._event: Event | None = None
        self._cast: Cast | None = None
        self._photos: dict[str, Path] = {}
        sentence = _("Des modifications du modèle ne sont pas enregistrées.")
        self.leaving = Leaving(self, "designer", self.question, sentence, self.save, self._forget)
        self._telling = QTimer(self, singleShot=True, interval=0)
        self._telling.timeout.connect(self._tell)
        self.draft.drawn.connect(self._telling.start)
        self.draft.moved_on.connect(self._telling.start)

    # --- opening and leaving -------------------------------------------------------------------------------------------

    def open(self, **arguments: object) -> None:
        if "stock" in arguments:
            self.stock = stock_or_default(str(arguments["stock"]))
        again, self._arguments = arguments == self._arguments, arguments
        if again:  # asked for once more while it is shown: another event is at hand
            return
        if arguments.get("new"):
            self._when_safe(self.begin)
        elif "design" in arguments:
            design_id = str(arguments["design"])
            if not self._loaded or design_id != self.draft.design.id:
                self._when_safe(partial(self.load, design_id))
        elif not self._loaded:
            self.begin()

    def refresh(self) -> None:
        """Whose badges are shown may have changed."""
        event, today = self.session.event, self.session.now().date()
        self._event = event_or_example(event, today)
        if event is None or (self._cast is None and self.session.work.busy):
            self._show_cast(cast_of(()))
        if event is None:
            return

        folder = self.session.settings.photos_folder

        def done(found: tuple[Cast, dict[str, Path]]) -> None:
            if self.session.event_id == event.id:
                cast, self._photos = found
                self._show_cast(cast)

        self.session.run(lambda store, _progress: on_the_list(store, event.id, folder), done, cancellable=False)

    def may_leave(self) -> bool:
        if not self._loaded or not self.draft.dirty or self.beginning.isVisible():
            return True
        self.leaving.ask()
        return False

    def load(self, design_id: str) -> None:
        """Change a design that is there; one that has gone gives the first."""
        design = next((made for made in kept_designs.all_designs() if made.id == design_id), design_files.shipped()[0])
        self._show(design, kept=True)

    def begin(self) -> None:
        """Choose what to begin from."""
        self._loaded = False
        self.removed.hide()
        self.stack.setCurrentIndex(1)
        self._fill_beginning()
        self._tell()

    def _show(self, design: Design, *, kept: bool) -> None:
        made = design.format_for(self.stock.label)
        self.question.hide()
        self._loaded = True
        self.stack.setCurrentIndex(0)
        self.draft.load(design, kept=kept, place=design.formats.index(made))
        self.view.canvas.fit()
        self.view.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        self._tell()
        self._say_size(design, made.size)

    def _say_size(self, design: Design, shown: tuple[float, float]) -> None:
        """A design that has not the size of the stock it is opened for is printed enlarged or made smaller."""
        wanted = design.face_of(self.stock.label)
        if max(abs(wanted[0] - shown[0]), abs(wanted[1] - shown[1])) <= _SAME:
            return
        sentence = _(
            "Ce modèle n'est pas dessiné pour « {stock} » : la taille la plus proche est montrée, et s'y adapte à l'impression."
        ).format(stock=self.stock.title)
        self.question.show_message(
            sentence, "accent", secondary(_("Dessiner pour cette taille"), partial(self._add_size, wanted)),
            icon="info-fill",
        )  # fmt: skip

    def _add_size(self, size: tuple[float, float]) -> None:
        self.question.hide()
        self.view.panel.design.add_format(size)
        self.view.canvas.fit()
        self.view.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _when_safe(self, then: Callable[[], object]) -> None:
        """Do something that shows another design; ask first if something would be lost."""
        if self.may_leave():
            then()
        else:
            self.leaving.then = then

    def _close(self) -> None:
        self._when_safe(partial(self.session.open, "documents", section="badges"))

    def _forget(self) -> None:
        self._loaded = False

    # --- files -----------------------------------------------------------------------------------------------------------

    def save(self) -> bool:
        """Keep the design; one of the program's is kept as a copy. False, and why, if it cannot be."""
        if not self._loaded:
            return False
        design = self.draft.design
        try:
            design_files.parse(design_files.written(replace(design, id="checked")))
            if design.id and kept_designs.is_kept(design):
                kept_designs.save(design)
                made = design
            else:
                made = kept_designs.keep(design)
        except UserError as error:
            self._fail(error)
            return False
        self.draft.saved_as(made)
        self.question.hide()
        self.session.change_setting("badge_design", made.id)
        said, same = _("Modèle « {name} » enregistré."), untouched(made)
        if same:
            said = _("Modèle « {name} » enregistré. Vos changements ne sont pas dessinés pour : {sizes}.")
        self.session.notify(said.format(name=made.name, sizes=sizes(same)), "welcome")
        self._tell()
        return True

    def remove(self) -> None:
        """Set the design aside; it can be put back."""
        gone = self.draft.design
        try:
            kept_designs.remove(gone)
        except UserError as error:
            self._fail(error)
            return
        self.load(designs.DEFAULT)
        self.session.change_setting("badge_design", designs.DEFAULT)
        self.removed.show_message(
            _("Le modèle « {name} » est supprimé.").format(name=gone.name), "accent",
            secondary(_("Le remettre"), partial(self._when_safe, partial(self._put_back, gone))),
        )  # fmt: skip

    def _put_back(self, gone: Design) -> None:
        self.removed.hide()
        try:
            back = kept_designs.put_back()
        except UserError as error:
            self._fail(error)
            return
        if back is not None:
            self._show(back, kept=True)
            self.draft.change_design(_("Modifications"), replace(gone, id=back.id, names=back.names))

    def import_file(self, file: Path) -> None:
        """Keep the design of a file, and show it."""
        try:
            made = kept_designs.keep(design_files.read(file))
        except UserError as error:
            self._fail(error)
            return
        self._show(made, kept=True)
        self.session.notify(_("Modèle « {name} » ajouté aux vôtres.").format(name=made.name), "welcome")

    def export_to(self, file: Path) -> None:
        """Write the design, as it is now, to a file."""
        design = self.draft.design
        try:
            paths.refuse_same_file(file, self.session.store.path)
            with paths.atomic_write(file) as target:
                target.write(design_files.written(design if design.id else replace(design, id="badge")).encode("utf-8"))
        except UserError as error:
            self._fail(error)
            return
        self.session.notify(_("Modèle écrit : {file}").format(file=file.name), "welcome")

    def ask_open(self) -> Path | None:
        """A design file; None: none."""
        name = QFileDialog.getOpenFileName(self, _("Importer un modèle"), "", "JSON (*.json)")[0]
        return Path(name) if name else None

    def ask_save(self, proposed: Path) -> Path | None:
        """Where to write a design; None: nowhere."""
        name, _filter = QFileDialog.getSaveFileName(self, _("Exporter le modèle"), str(proposed), "JSON (*.json)")
        return Path(name if name.lower().endswith(".json") else f"{name}.json") if name else None

    def _import(self) -> None:
        if file := self.ask_open():
            self._when_safe(partial(self.import_file, file))

    def _export(self) -> None:
        folder = self.session.settings.documents
        if file := self.ask_save(folder / f"{file_name(self.draft.design.name, 80)}.json"):
            self.export_to(file)

    def add_image(self, file: Path) -> None:
        """An image of one's own on the label, kept in the design."""
        width, height = (side * _SHARE for side in self.draft.format.size)
        try:
            source = badge_photos.embedded_from(file, (width, height))
            across, down = badge_photos.shape_of(source)
        except UserError as error:
            self._fail(error)
            return
        scale = min(width / across, height / down)
        self.view.add_element(Picture(box=Box(0, 0, across * scale, down * scale), source=source))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        urls = event.mimeData().urls()
        endings = (".json", *(_IMAGES if self._loaded else ()))
        if len(urls) == 1 and urls[0].toLocalFile().lower().endswith(endings):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        file = Path(event.mimeData().urls()[0].toLocalFile())
        event.acceptProposedAction()
        if file.suffix.lower() == ".json":
            self._when_safe(partial(self.import_file, file))
        else:
            self.add_image(file)

    # --- on a stock ------------------------------------------------------------------------------------------------------

    def try_on(self, stock: Stock) -> None:
        """Show a sheet of real badges of this design."""
        event, cast, now = self._event, self._cast, self.session.now()
        if event is None or cast is None:
            return
        people = [*cast.checked, *(shown.person for shown in cast.shown)]
        branding = Branding.of(self.session.settings)
        sheet = TrialSheet(event, people, stock, self.draft.design, self._photos, branding)

        def done(data: bytes) -> None:
            self.stack.setCurrentIndex(2)
            self.trial.show_sheet(data, stock)
            self._tell()

        self.session.run(
            lambda _store, _progress: sheet.made(now), done, self._fail, text=_("Préparation du document…")
        )

    def end_trial(self) -> None:
        """Back to the design."""
        self.stack.setCurrentIndex(0)
        self.view.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        self._tell()

    def _stand(self, place: int) -> None:
        for banner in (self.question, self.removed):
            banner.stand_over(self.stack if place else self.view.canvas)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.stack.currentIndex() == 2:
            self.end_trial()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._telling.stop()
        if not event.spontaneous():
            self._arguments = None

    # --- what is said ----------------------------------------------------------------------------------------------------

    def _show_cast(self, cast: Cast) -> None:
        assert self._event is not None
        first, self._cast = self._cast is None, cast
        self.view.show_cast(self._event, cast, Branding.of(self.session.settings), self._photos)
        if first and self.beginning.isVisible():
            self._fill_beginning()

    def _fill_beginning(self) -> None:
        if self._event is not None and self._cast is not None:
            size, branding = self.stock.label, Branding.of(self.session.settings)
            found = kept_designs.all_designs()
            self.beginning.put(found, size, self._event, self._cast.shown[0].person, branding)

    def _tell(self) -> None:
        design, drawing = self.draft.design, self._loaded
        self.save_button.setVisible(drawing)
        if not drawing:
            self.header.set_title(_("Nouveau modèle"))
            self.header.set_sentence("")
            return
        kept = bool(design.id) and kept_designs.is_kept(design)
        self.remove_action.setEnabled(kept)
        self.header.set_title(design.name)
        if self.draft.dirty:
            said = _("Modifications non enregistrées.") if kept or not design.id else _("Modèle du programme : vos modifications seront enregistrées dans une copie.")  # fmt: skip
        else:
            said = _("Modèle enregistré.") if kept else _("Modèle du programme.")
        self.header.set_sentence(said)

    def _fail(self, error: object) -> None:
        if isinstance(error, UserError):
            self.question.show_message(error.message, "refused")
        elif isinstance(error, BaseException):
            self.session.fail(error)
