"""A PDF as it is: its pages one below the other, drawn when they come into sight."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QAbstractScrollArea, QHBoxLayout, QVBoxLayout, QWidget

from ia_events.i18n import _
from ia_events.ui import theme
from ia_events.ui.widgets.buttons import icon_button
from ia_events.ui.widgets.segmented import Segmented
from ia_events.ui.widgets.text import label

_KEPT = 8  # pages kept drawn
_AT_ONCE = 100  # pages looked at without leaving the window waiting


def open_pdf(data: bytes) -> QPdfDocument:
    """The document of these bytes; they are kept with it."""
    document = QPdfDocument()
    buffer = QBuffer(document)
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    return document


def draw_page(document: QPdfDocument, number: int, size: QSize) -> QImage:
    """A page (from 0) on white paper, so many dots large."""
    paper = QImage(size, QImage.Format.Format_RGB32)
    paper.fill(Qt.GlobalColor.white)
    painter = QPainter(paper)
    painter.drawImage(0, 0, document.render(number, size))
    painter.end()
    return paper


class Pages(QAbstractScrollArea):
    """The pages. Page Up and Down go from page to page, Home and End to the first and the last."""

    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAlwaysOn
        )  # or fitting the width would turn in circles
        self.setAccessibleName(_("Aperçu du document"))
        self.whole = True  # a page fits the room; otherwise its width does
        self._document: QPdfDocument | None = None
        self._sizes: list[QSizeF] = []  # in points; those of pages not looked at yet are the first one's
        self._measured = 0
        self._measuring = QTimer(self, interval=0)
        self._measuring.timeout.connect(self._measure)
        self._places: list[QRect] = []
        self._height = 0  # of what is seen, as the pages were laid out for it
        self._drawn: OrderedDict[tuple[int, int, int], QImage] = OrderedDict()
        self.verticalScrollBar().valueChanged.connect(lambda _value: self.moved.emit())

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._places)

    @property
    def page(self) -> int:
        """The page most in sight, from 0."""
        middle = self.verticalScrollBar().value() + self._height // 2
        return next((n for n, place in enumerate(self._places) if place.bottom() + theme.M >= middle), self.count - 1)

    def show_document(self, document: QPdfDocument) -> None:
        """Show another document at the same place. What was shown stays until the new one is drawn, in one go."""
        old, self._document = self._document, document
        document.setParent(self)
        self._drawn.clear()
        count = document.pageCount()
        self._sizes = [document.pagePointSize(0)] * count if count else []
        self._measured = min(1, count)
        self._measure()
        self._lay_out()
        if old is not None:
            old.deleteLater()

    def go(self, page: int) -> None:
        """Bring a page into sight."""
        if self._places:
            place = self._places[min(self.count - 1, max(0, page))]
            spare = max(0, self.viewport().height() - place.height()) // 2
            self.verticalScrollBar().setValue(place.top() - max(theme.M, spare))

    def fit(self, whole: bool) -> None:
        """Fit whole pages, or their width."""
        page = self.page
        self.whole = whole
        self._lay_out()
        self.go(page)

    def _measure(self) -> None:
        """Look at the size of some more pages: of thousands, it takes a second."""
        document, count = self._document, len(self._sizes)
        assert document is not None
        last = min(count, self._measured + _AT_ONCE)
        found = [document.pagePointSize(number) for number in range(self._measured, last)]
        changed = found != self._sizes[self._measured : last]
        self._sizes[self._measured : last] = found
        self._measured = last
        if changed:
            page = self.page
            self._lay_out()
            self.go(page)
        if last == count:
            self._measuring.stop()
        else:
            self._measuring.start()

    def _lay_out(self) -> None:
        if self._document is None:
            return
        room = self.viewport().size() - QSize(2 * theme.L, 2 * theme.M)
        self._places, self._height = [], self.viewport().height()
        top = theme.M
        for points in self._sizes:
            scale = max(0.05, room.width() / points.width())
            if self.whole:
                scale = max(0.05, min(scale, room.height() / points.height()))
            width, height = round(points.width() * scale), round(points.height() * scale)
            self._places.append(QRect((self.viewport().width() - width) // 2, top, width, height))
            top += height + theme.M
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, top - self.viewport().height()))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(48)
        self.viewport().update()
        self.moved.emit()

    def _image(self, number: int, size: QSize) -> QImage:
        key = (number, size.width(), size.height())
        if (image := self._drawn.get(key)) is None:
            assert self._document is not None
            image = self._drawn[key] = draw_page(self._document, number, size)
            while len(self._drawn) > _KEPT:
                self._drawn.popitem(last=False)
        self._drawn.move_to_end(key)
        return image

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        self._ground(painter)
        shift, ratio = self.verticalScrollBar().value(), self.devicePixelRatioF()
        sight = QRect(0, shift, self.viewport().width(), self.viewport().height())
        for number, place in enumerate(self._places):
            if not place.intersects(sight):
                continue
            target = place.translated(0, -shift)
            painter.setPen(QColor(theme.tokens().line))
            painter.drawRect(target.adjusted(-1, -1, 0, 0))
            painter.drawImage(target, self._image(number, (place.size().toSizeF() * ratio).toSize()))
        if self.hasFocus():
            painter.setPen(QColor(theme.tokens().accent_text))
            painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _ground(self, painter: QPainter) -> None:
        """The colour of the page around, up to the rounded corners of the card this stands in."""
        painter.fillRect(self.viewport().rect(), theme.color("surface"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("background"))
        room = self.viewport().rect().adjusted(0, 0, 0, theme.CARD_RADIUS)
        painter.drawRoundedRect(room, theme.CARD_RADIUS - 1, theme.CARD_RADIUS - 1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def resizeEvent(self, event: QResizeEvent) -> None:
        page = self.page
        self._lay_out()
        self.go(page)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pages = {
            Qt.Key.Key_PageUp: self.page - 1,
            Qt.Key.Key_PageDown: self.page + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: self.count - 1,
        }
        if (page := pages.get(Qt.Key(event.key()))) is not None:
            self.go(page)
        else:
            super().keyPressEvent(event)


class PdfPreview(QWidget):
    """A document with its page numbers and the ways to look at it. Nothing of its own is printed or saved from here."""

    def __init__(self) -> None:
        super().__init__()
        self.pages = Pages()
        self.previous = icon_button("caret-left", _("Page précédente"), lambda: self.pages.go(self.pages.page - 1))
        self.next = icon_button("caret-right", _("Page suivante"), lambda: self.pages.go(self.pages.page + 1))
        self.place = label(tone="muted")
        self.zoom = Segmented([("page", _("Page")), ("width", _("Largeur"))], name=_("Taille de l'aperçu"))
        self.zoom.buttons["page"].setToolTip(_("Voir la page entière"))
        self.zoom.buttons["width"].setToolTip(_("Voir la page dans toute la largeur"))
        self.zoom.chosen.connect(lambda value: self.pages.fit(value == "page"))
        bar = QHBoxLayout()
        bar.setContentsMargins(theme.S, theme.S, theme.S, theme.S)
        bar.setSpacing(theme.XS)
        bar.addWidget(self.previous)
        bar.addWidget(self.place)
        bar.addWidget(self.next)
        bar.addStretch(1)
        bar.addWidget(self.zoom)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.pages, 1)
        column.addLayout(bar)
        self.pages.moved.connect(self._tell)
        self._tell()

    def show_pdf(self, data: bytes) -> None:
        """Show a document, given as its bytes, where the one before was being looked at."""
        self.pages.show_document(open_pdf(data))

    def _tell(self) -> None:
        page, count = self.pages.page, self.pages.count
        self.place.setText(f"{page + 1} / {count}" if count else "")
        words = _("Page {number} sur {count}").format(number=page + 1, count=count) if count else ""
        self.place.setAccessibleName(words)
        self.place.setToolTip(words)
        self.previous.setEnabled(page > 0)
        self.next.setEnabled(page < count - 1)
