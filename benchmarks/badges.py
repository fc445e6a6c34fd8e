"""1,000 badges to PDF, against the naive way: qrcode.make, an image a code, reportlab's drawImage and drawString.

Run with `python -m benchmarks.badges`. Both draw the same people in the same run; what counts is the ratio.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO

import qrcode
from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from ia_events.documents import badges, fitting, fonts, stocks
from ia_events.documents.pdf import MM
from ia_events.domain import tokens
from ia_events.domain.events import Event, Slot
from ia_events.domain.people import Attendee, Role

COUNT = 1000
RUNS = 3
RATIO_WANTED, BYTES_WANTED = 15.0, 1_000_000
MADE_AT = datetime(2025, 11, 1, 12, tzinfo=UTC)
_SYLLABLES = ("ba", "cé", "do", "fla", "gui", "ka", "lo", "mar", "né", "pri", "ro", "san", "tal", "vi", "zé")


def people(count: int) -> list[Attendee]:
    """Invented people, each with a name of their own, as in a real list."""
    chance = random.Random(1)

    def word(syllables: int) -> str:
        return "".join(chance.choice(_SYLLABLES) for _ in range(syllables)).capitalize()

    employers = [f"Communauté d'agglomération de {word(4)}" for _ in range(60)]
    return [
        Attendee(
            id=str(number),
            first_name=word(2) + (f"-{word(2)}" if chance.random() < 0.15 else ""),
            last_name=word(chance.choice((2, 3, 4))) + (f"-{word(3)}" if chance.random() < 0.1 else ""),
            employer=chance.choice(employers),
            job_title=f"Responsable {word(3)}",
            role=Role.SPEAKER if chance.random() < 0.03 else Role.PARTICIPANT,
            badge=f"{chance.getrandbits(64):016x}",
        )
        for number in range(count)
    ]


def event() -> Event:
    """An evening with a key."""
    start, end = datetime(2025, 11, 12, 22, tzinfo=UTC), datetime(2025, 11, 13, 0, 30, tzinfo=UTC)
    slots = (Slot(label="Soirée", start=start, end=end),)
    return Event(title="L'intelligence artificielle au service de l'action publique", key="5a" * 32, slots=slots)


def naive(attendees: list[Attendee], day: Event) -> bytes:
    """The way found in most tutorials, with reportlab as it comes."""
    rl_config.useA85 = 1
    stock = stocks.stock(stocks.DEFAULT)
    file = BytesIO()
    canvas = Canvas(file, pagesize=(210 * MM, 297 * MM), pageCompression=1)
    width, height = stock.label[0] * MM, stock.label[1] * MM
    for done, person in enumerate(attendees):
        place = done % stock.per_page
        if done and not place:
            canvas.showPage()
        left, top = stock.corner(place)
        x, y = left * MM, (297 - top) * MM - height
        canvas.setFont("Helvetica-Bold", 7)
        canvas.drawString(x + 12, y + height - 20, day.title)
        size = 24.0
        while size > 9 and pdfmetrics.stringWidth(person.last_name.upper(), "Helvetica-Bold", size) > 52 * MM:
            size -= 0.5
        canvas.setFont("Helvetica", size)
        canvas.drawString(x + 12, y + height - 52, person.first_name)
        canvas.setFont("Helvetica-Bold", size)
        canvas.drawString(x + 12, y + height - 80, person.last_name.upper())
        canvas.setFont("Helvetica", 9)
        canvas.drawString(x + 12, y + height - 100, person.employer)
        canvas.drawString(x + 12, y + height - 112, person.job_title)
        image = qrcode.make(tokens.issue(person.badge, day.key)).get_image()
        canvas.drawImage(ImageReader(image), x + width - 75, y + 20, 20 * MM, 20 * MM)
        canvas.drawString(x + width - 70, y + 10, person.short_code)
    canvas.save()
    return file.getvalue()


def ours(attendees: list[Attendee], day: Event) -> bytes:
    """The product's way, nothing remembered from an earlier run."""
    for remembered in (fonts.runs, fonts.width, fitting.broken, fitting.fit):
        remembered.cache_clear()
    rl_config.useA85 = 0
    file = BytesIO()
    badges.write_badges(file, day, attendees, stocks.stock(stocks.DEFAULT), made_at=MADE_AT)
    return file.getvalue()


def median(make: Callable[[list[Attendee], Event], bytes], attendees: list[Attendee], day: Event) -> tuple[float, int]:
    """Median seconds of a few runs, and the size of the file."""
    times, size = [], 0
    for _run in range(RUNS):
        start = time.perf_counter()
        size = len(make(attendees, day))
        times.append(time.perf_counter() - start)
    return statistics.median(times), size


def main() -> int:
    """Print the figures. Returns 1 when one is not reached."""
    attendees, day = people(COUNT), event()
    slow, slow_size = median(naive, attendees, day)
    quick, size = median(ours, attendees, day)
    print(f"naive  {slow:7.3f} s  {slow_size / 1e6:6.2f} MB")
    print(f"ours   {quick:7.3f} s  {size / 1e6:6.2f} MB")
    print(
        f"ratio  {slow / quick:7.1f}    (wanted: at least {RATIO_WANTED:.0f}, and at most {BYTES_WANTED / 1e6:.0f} MB)"
    )
    return 0 if slow / quick >= RATIO_WANTED and size <= BYTES_WANTED else 1


if __name__ == "__main__":
    sys.exit(main())
