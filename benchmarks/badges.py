"""1,000 badges to PDF, against the naive way: qrcode.make, an image a code, reportlab's drawImage and drawString.

Run with `python -m benchmarks.badges`. Both draw the same people in turn in the same run, in processor time, so that a
busy machine changes neither; what counts is the ratio. Then 10,000: as long for each as for 1,000, how much memory, how
often one is told how far it is, and what is drawn after a cancel.
"""

from __future__ import annotations

import gc
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import qrcode
from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from ia_events.documents import badges, fitting, fonts, stocks
from ia_events.documents.pdf import MM
from ia_events.domain import tokens
from ia_events.domain.errors import Cancelled
from ia_events.domain.events import Event, Slot
from ia_events.domain.people import Attendee, Role

COUNT, MANY = 1000, 10_000
RUNS = 5
RATIO_WANTED, BYTES_WANTED = 30.0, 1_000_000
GROWTH_WANTED, MANY_BYTES_WANTED, MEMORY_WANTED = 11.0, 15_000_000, 250 * 2**20
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
    for remembered in (fonts.runs, fonts.width, fitting.broken, fitting.fit, fitting.pieces):
        remembered.cache_clear()
    rl_config.useA85 = 0
    file = BytesIO()
    badges.write_badges(file, day, attendees, stocks.stock(stocks.DEFAULT), made_at=MADE_AT)
    return file.getvalue()


def seconds(job: Callable[[], object]) -> float:
    """Processor time of one go."""
    gc.collect()  # what an earlier one left is not on this one's account
    start = time.process_time()
    job()
    return time.process_time() - start


def _memory() -> int:
    """The most memory this process has had, in bytes; 0 where nothing says it."""
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


def _grown() -> int:
    """Run by a process of its own: by how much memory grows for the badges of many."""
    attendees, day = people(MANY), event()
    ours(attendees[:1], day)
    before = _memory()
    ours(attendees, day)
    print(_memory() - before)
    return 0


def _cancelled(attendees: list[Attendee], day: Event) -> tuple[int, int]:
    """How many badges had been drawn when a job was stopped half way, and how many times it had said where it was."""
    told: list[int] = []

    def progress(done: int, total: int) -> None:
        told.append(done)
        if done >= total / 2:
            raise Cancelled

    file = BytesIO()
    try:
        badges.write_badges(file, day, attendees, stocks.stock(stocks.DEFAULT), made_at=MADE_AT, progress=progress)
    except Cancelled:
        assert not file.getvalue(), "nothing is written"
    return told[-1], len(told)


def main() -> int:
    """Print the figures. Returns 1 when one is not reached."""
    attendees, day = people(COUNT), event()
    slow, quick = [], []
    for _run in range(RUNS):
        slow.append(seconds(lambda: naive(attendees, day)))
        quick += [seconds(lambda: ours(attendees, day)) for _again in range(2)]
    size, slow_size = len(ours(attendees, day)), len(naive(attendees, day))
    ratio = min(slow) / min(
        quick
    )  # another's work on the machine empties its caches: the best of each is the way's own
    print(f"naive    {min(slow):7.3f} s  {slow_size / 1e6:6.2f} MB")
    print(f"ours     {min(quick):7.3f} s  {size / 1e6:6.2f} MB")
    print(
        f"ratio    {ratio:7.1f}    of medians {statistics.median(slow) / statistics.median(quick):.1f}    size {slow_size / size:.1f}"
    )
    print(f"         (wanted: at least {RATIO_WANTED:.0f}, and at most {BYTES_WANTED / 1e6:.0f} MB)")
    crowd = people(MANY)
    many = [seconds(lambda: ours(crowd, day)) for _run in range(3)]
    growth = min(many) / min(quick)
    many_size = len(ours(crowd, day))
    print(f"{MANY:,}   {min(many):7.3f} s  {many_size / 1e6:6.2f} MB")
    print(f"ratio    {growth:7.1f}    times as long as {COUNT:,} (wanted: at most {GROWTH_WANTED:.0f})")
    one = subprocess.run([sys.executable, "-m", "benchmarks.badges", "memory"], capture_output=True, check=True)
    memory = int(one.stdout)
    print(f"memory   {memory / 2**20:7.0f} MiB more than at the start, {memory / MEMORY_WANTED:.2f} of what is let")
    stopped, told = _cancelled(crowd, day)
    print(f"stopped half way: {stopped / MANY:.3f} of them drawn, and said where it was {told} times")
    reached = (
        ratio >= RATIO_WANTED
        and size <= BYTES_WANTED
        and growth <= GROWTH_WANTED
        and many_size <= MANY_BYTES_WANTED
        and memory <= MEMORY_WANTED
        and stopped / MANY < 0.51
    )
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(_grown() if "memory" in sys.argv else main())
