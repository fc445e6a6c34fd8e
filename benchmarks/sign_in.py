"""Sign-in sheets of 1,000 people × 4 half-days, against reportlab's LongTable of the same rows and columns.

Run with `python -m benchmarks.sign_in`. Both ways of printing are tried: one grid of four columns of boxes, and a sheet a
half-day. Ours also draws markers and a code on each page and says what is a heading; the table does none of that. Then
what is kept of each page is recorded, and read back by its code.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from io import BytesIO
from unittest.mock import patch

from reportlab import rl_config
from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.platypus import LongTable, PageBreak, Paragraph, SimpleDocTemplate

from benchmarks.badges import people, seconds
from ia_events.documents import cells, fitting, fonts
from ia_events.documents.pdf import MM, Paper
from ia_events.documents.sign_in import SheetsMade, write_sign_in_sheets
from ia_events.domain.events import Event, Slot, generate_slots
from ia_events.domain.ids import uuid7
from ia_events.domain.people import Attendee, Role
from ia_events.domain.sheet_pages import SheetChoices
from ia_events.store import Store, events, prints, sheets

COUNT = 1000
RUNS = 5
RATIO_WANTED = 5.0
MADE_AT = datetime(2025, 11, 1, 12, tzinfo=UTC)


def event() -> Event:
    """Two days, four half-days."""
    slots = generate_slots(date(2025, 11, 12), date(2025, 11, 13), (0, 1), "America/Guadeloupe")
    return Event(title="L'intelligence artificielle au service de l'action publique", key="5a" * 32, slots=tuple(slots))


def peer(crowd: Sequence[Attendee], day: Event, grid: bool, wrapped: bool = True) -> int:
    """LongTable as its manual shows it: heads repeated, a grid, the same fonts. The size of the file.

    Names and employers wrap as ours do, and rows are as high as they need; unless `wrapped`, they run out of their cells.
    """
    rl_config.useA85 = 1
    regular, bold = (
        run.font for weight in (False, True) for run in fonts.runs("a", weight) if isinstance(run, fonts.Run)
    )
    for font in (regular, bold):
        pdfmetrics.registerFont(font)
    name = ParagraphStyle("name", fontName=bold.fontName, fontSize=10, leading=11)
    employer = ParagraphStyle("employer", fontName=regular.fontName, fontSize=9, leading=10)
    sets = [day.slots] if grid else [(slot,) for slot in day.slots]
    story: list[object] = []
    for slots in sets:
        rows: list[list[object]] = [["N°", "Nom et prénom", "Collectivité", *[_said(slot) for slot in slots]]]
        for number, person in enumerate(crowd, 1):
            cells = (Paragraph(person.list_name, name), Paragraph(person.employer, employer))
            rows.append([str(number), *(cells if wrapped else (person.list_name, person.employer)), *[""] * len(slots)])
        widths = [8 * MM, 57 * MM, 47 * MM, *[(38 if grid else 64) * MM] * len(slots)]
        table = LongTable(rows, colWidths=widths, rowHeights=None if wrapped else [8.6 * MM] * len(rows), repeatRows=1)
        table.setStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.5, colors.grey),
                ("FONT", (0, 0), (-1, -1), regular.fontName, 9),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ]
        )
        story += [table, PageBreak()]
    size = (297 * MM, 210 * MM) if grid else (210 * MM, 297 * MM)
    file = BytesIO()
    margins = {"leftMargin": 16 * MM, "rightMargin": 16 * MM, "topMargin": 54 * MM, "bottomMargin": 17 * MM}
    SimpleDocTemplate(file, pagesize=size, **margins).build(story)
    return len(file.getvalue())


def _said(slot: Slot) -> str:
    return f"{slot.start:%d/%m} {slot.label}"


def ours(crowd: Sequence[Attendee], day: Event, grid: bool) -> tuple[int, SheetsMade]:
    """The product's way, nothing remembered from an earlier run. The size of the file, and what was made."""
    for remembered in (fonts.runs, fonts.width, fitting.broken, fitting.fit, cells.set_cell):
        remembered.cache_clear()
    rl_config.useA85 = 0
    file = BytesIO()
    made = write_sign_in_sheets(file, day, crowd, day.slots, SheetChoices(grid=grid, blank_rows=0), made_at=MADE_AT)
    return len(file.getvalue()), made


def _untold(_paper: Paper, _kind: str, **_attributes: object) -> AbstractContextManager[None]:
    """No tag: what a LongTable says of its rows and cells to those who hear it, which is nothing."""
    return nullcontext()


def in_turn(*jobs: Callable[[], object]) -> list[float]:
    """The best seconds of processor of some jobs done one after the other, a few times over: whatever else the machine
    does meanwhile is on no account.
    """
    times = [[seconds(job) for job in jobs] for _run in range(RUNS)]
    return [min(each) for each in zip(*times, strict=True)]


def main() -> int:
    """Print the figures. Returns 1 when one is not reached."""
    store = Store.open(None, now=MADE_AT)
    day = events.get(store, events.save(store, event(), MADE_AT))
    crowd = [replace(p, id=uuid7(MADE_AT), event_id=day.id, role=Role.PARTICIPANT) for p in people(COUNT)]
    reached = True
    for grid in (True, False):
        size, made = ours(crowd, day, grid)
        slow, quick, strings = in_turn(
            partial(peer, crowd, day, grid),
            partial(ours, crowd, day, grid),
            partial(peer, crowd, day, grid, wrapped=False),
        )
        slots = [slot.id for slot in day.slots]
        kept = seconds(partial(prints.record_sheets, store, day, slots, crowd, made.kept, MADE_AT))
        begun = time.process_time()
        boxes = sum(len(list(sheets.read(store, page.code).page.boxes())) for page in made.kept)
        read = time.process_time() - begun
        stored = sum(len(row[0]) for row in store.execute("SELECT body FROM changes WHERE tbl = 'facts'"))
        ratio = slow / quick
        reached = reached and ratio >= RATIO_WANTED and boxes == COUNT * len(day.slots)
        print(f"{'one grid' if grid else 'a sheet a half-day'}: {made.pages} pages")
        print(f"  LongTable            {slow:7.3f} s   ({strings:.3f} when words may run out of their cells)")
        with (
            patch.object(Paper, "tag", _untold),
            patch.object(Paper, "group", _untold),
            patch.object(Paper, "empty", _untold),
        ):
            (bare,) = in_turn(partial(ours, crowd, day, grid))
        print(
            f"  ours                 {quick:7.3f} s   {size / 1e6:6.2f} MB   ({slow / (quick + kept):.1f} times with the pages recorded)"
        )
        print(f"  ours, as mute        {bare:7.3f} s                ({slow / bare:.1f} times faster)")
        print(f"  the pages recorded   {kept:7.3f} s   {stored / 1e6:6.2f} MB in the change log so far")
        print(f"  read back by code    {read:7.3f} s   {boxes} boxes")
        print(f"  ratio                {ratio:7.1f}      (wanted: at least {RATIO_WANTED:.0f})")
    store.close()
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
