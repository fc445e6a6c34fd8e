"""Badges on label sheets: one label a person, drawn from a design."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from ia_events.documents.badge_faces import Face
from ia_events.documents.badge_notes import Notes
from ia_events.documents.branding import Branding
from ia_events.documents.calibration import AS_IT_IS, Calibration
from ia_events.documents.cutting import crop_marks
from ia_events.documents.design_files import shipped
from ia_events.documents.design_notices import notices
from ia_events.documents.designs import Design
from ia_events.documents.pdf import INK, MM, Made, Paper, Progress, no_progress
from ia_events.documents.placeholders import Words
from ia_events.documents.resizing import resized
from ia_events.documents.stocks import Stock
from ia_events.domain.bulk import collection_held
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from ia_events.i18n import N_, _

_FOLD = "#C3CAD3"


@collection_held()
def write_badges(
    file: Path | BinaryIO,
    event: Event,
    attendees: Sequence[Attendee],
    stock: Stock,
    *,
    design: Design | None = None,
    start_at: int = 1,
    photos: Mapping[str, Path] = MappingProxyType({}),
    branding: Branding = Branding(),  # noqa: B008  frozen
    calibration: Calibration = AS_IT_IS,
    made_at: datetime,
    dots: float = 0.0,
    progress: Progress = no_progress,
) -> Made:
    """One badge an attendee, in the order given, from label `start_at` (1 is the top left one) of the first sheet.

    Every attendee has a badge id; one without any name has lines to write it on. Without a design, the first of those shipped. A two-sided design has a page of backs
    after each page of fronts, for paper turned on its long edge. `photos` are image files by registration id. `calibration`
    is drawn into the pages. `dots`: so many a millimetre has the screen this is only seen on; images are no finer then.
    Errors: UserError `nothing_to_print`, `start_at_invalid`, `design_invalid`, `logo_unreadable`,
    `picture_unreadable`, `colour_invalid`, and those of `atomic_write`.
    """
    if not attendees:
        raise UserError("nothing_to_print", N_("Aucun badge à imprimer : la liste est vide."))
    if not 1 <= start_at <= stock.per_page:
        sentence = N_("Cette planche a {count} étiquettes : commencez entre 1 et {count}.")
        raise UserError("start_at_invalid", sentence, count=stock.per_page)
    width, height = (side * MM for side in stock.page)
    title = _("Badges : {event}").format(event=event.title)
    paper = Paper((width, height), title=title, author=branding.organisation, made_at=made_at, dots=dots / MM)
    if not calibration.neutral:
        paper.before_pages(calibration.checked().matrix(height))
    wanted = design or shipped()[0]
    badge = _Badge(paper, wanted, stock, event, branding, photos)
    places = [(done + start_at - 1) % stock.per_page for done in range(len(attendees))]
    first = 0
    while first < len(attendees):
        last = first + 1
        while last < len(attendees) and places[last]:
            last += 1
        sheet = list(zip(attendees[first:last], places[first:last], strict=True))
        for person, place in sheet:
            x, y = stock.corner(place)
            with paper.at(x * MM, height - (y + stock.label[1]) * MM):
                badge.draw_front(person)
        _end_page(paper, stock)
        if badge.two_sided:
            for person, place in sheet:
                x, y = stock.corner(place, back=True)
                with paper.at(x * MM, height - (y + stock.label[1]) * MM):
                    badge.draw_back(person)
            _end_page(paper, stock)
        progress(last, len(attendees))
        first = last
    paper.save(file)
    said = notices(wanted, stock.label, event, branding)
    return Made(paper.pages, len(attendees), (*said, *badge.notes.sentences()))


class _Badge:
    """A design on the labels of a stock."""

    def __init__(
        self,
        paper: Paper,
        design: Design,
        stock: Stock,
        event: Event,
        branding: Branding,
        photos: Mapping[str, Path],
    ) -> None:
        self.paper, self._label = paper, (stock.label[0] * MM, stock.label[1] * MM)
        self.notes = Notes()
        self._folds = design.folds
        size = design.face_of(stock.label)
        drawn = design.format_for(stock.label)
        words = Words(event, branding)

        def face(name: str) -> Face:
            elements = resized(getattr(drawn, name), drawn.size, size)
            return Face(paper, elements, size, event, branding, words, self.notes, photos, name)

        self._front = face("front")
        self._back = face("back") if drawn.back else None
        self.two_sided = self._back is not None and not design.folds

    def draw_front(self, person: Attendee) -> None:
        """The front; on a badge that folds, both faces, the far one upside down."""
        if not self._folds:
            self._front.draw(person)
            return
        width, height = self._label
        self.paper.lines([(x, height / 2, x + 3 * MM, height / 2) for x in (0, width - 3 * MM)], _FOLD, 0.4)
        self._front.draw(person)
        with self.paper.placed(-1, 0, 0, -1, width, height):
            (self._back or self._front).draw(person)

    def draw_back(self, person: Attendee) -> None:
        """The back, when it is printed on its own page."""
        if self._back is not None:
            self._back.draw(person)


def _end_page(paper: Paper, stock: Stock) -> None:
    if stock.crop_marks:
        paper.lines(crop_marks(stock), INK, 0.3)
    paper.end_page()
