"""An edit in the badge designer, until the picture of the new PDF is there, against QtPdf drawing that PDF alone.

`python -m benchmarks.designer_preview`. The label is as large as it is shown in a window of 1280 × 800, then of
1920 × 1080. Nothing can show the PDF of an edit sooner than QtPdf can draw it: that is the floor. Medians of forty edits of
each of the six designs, on a badge of their own size, with a logo and a photograph as large as they are kept; the list of
layers and the figures of the panel follow, the handles are painted. Then of some edits that show another photograph, never
seen before. One thread does all of it: times are of the processor, so that a busy machine changes nothing.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from dataclasses import replace
from datetime import date
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

_EDITS = 40
_OTHERS = 5


def main() -> None:
    """Print the medians and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        _measure(Path(folder))


def _measure(folder: Path) -> None:
    app = QApplication.instance() or QApplication(["designer_preview"])
    from PIL import Image

    from ia_events.documents import badge_photos, design_files, designs
    from ia_events.documents.branding import Branding
    from ia_events.ui.pages.designer_draft import Draft
    from ia_events.ui.pages.designer_people import cast_of, event_or_example
    from ia_events.ui.pages.designer_picture import face_pdf
    from ia_events.ui.pages.designer_view import View
    from ia_events.ui.widgets.pdf_preview import draw_page, open_pdf

    box = designs.Box(2, 2, 60, 40)

    def photograph() -> str:
        """Worse to compress than any of a face, and each another."""
        Image.effect_noise((1800, 1400), 30).convert("RGB").save(folder / "photo.jpg")
        return badge_photos.embedded_from(folder / "photo.jpg", box[2:])

    disc = Image.radial_gradient("L").resize((1800, 1400))
    Image.merge("RGBA", [disc.point(lambda value: value // 64 * 64)] * 3 + [disc]).save(folder / "logo.png")
    pictures = (designs.Picture(box=box, source=photograph()), designs.Picture(box=designs.Box(2, 2, 20, 15)))
    branding = Branding(logo=folder / "logo.png")
    event, cast = event_or_example(None, date(2025, 11, 1)), cast_of(())
    person = cast.shown[0].person
    worst = 0.0
    for window, size in (("1280 × 800", QSize(992, 700)), ("1920 × 1080", QSize(1632, 980))):
        for shipped in design_files.shipped():
            made = shipped.formats[0]
            design = replace(shipped, formats=(replace(made, front=(*made.front, *pictures)),))
            draft = Draft(design)
            draft.select([0])
            view = View(draft, branding, print, print)
            view.resize(size)
            view.show_cast(event, cast, branding)
            view.show()
            canvas = view.canvas
            app.processEvents()
            edits, floors = [], []
            for number in range(_EDITS):
                start = time.process_time()
                draft.move("", 0.5 if number % 2 else -0.5, 0)
                canvas.flush()
                canvas.viewport().repaint()
                edits.append(time.process_time() - start)
                dots = canvas.scale * canvas.devicePixelRatioF()
                data = face_pdf(design, draft.format.size, draft.elements, event, person, branding, dots=dots)
                start = time.process_time()
                draw_page(open_pdf(data), 0, canvas.picture.image.size())
                floors.append(time.process_time() - start)
            others = []
            for _number in range(_OTHERS):
                other = replace(pictures[0], source=photograph())
                start = time.process_time()
                parts = draft.elements
                draft.change("", [*parts[: len(made.front)], other, *parts[len(made.front) + 1 :]])
                canvas.flush()
                canvas.viewport().repaint()
                others.append(time.process_time() - start)
            view.close()
            edit, floor, afresh = (statistics.median(times) * 1000 for times in (edits, floors, others))
            worst = max(worst, edit)
            print(
                f"{window}  {design.id:12} {edit:5.1f} ms an edit, QtPdf alone {floor:5.1f} ms: × {edit / floor:.1f}"
                f"; another photograph {afresh:5.1f} ms"
            )
    print(f"slowest median: {worst:.1f} ms (asked for: under 50)")


if __name__ == "__main__":
    main()
