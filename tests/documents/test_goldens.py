"""What papers look like, beside pictures of them that were looked at. `GOLDENS=write pytest …` takes new ones."""

from __future__ import annotations

import os
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from ia_events.documents import stocks
from ia_events.documents.badges import write_badges
from ia_events.documents.branding import Branding
from ia_events.documents.design_files import shipped
from ia_events.documents.designs import Design
from ia_events.domain.events import Event, Resource
from ia_events.domain.people import Attendee, Role
from tests.documents.conftest import MADE_AT, attendee
from tests.documents.hard_names import HARD_NAMES

FOLDER = Path(__file__).parent / "goldens"
_DPI = 60
_TOLERANCE = 40  # levels of grey, once both are blurred: an edge drawn a little otherwise is no difference


def check(name: str, data: bytes, pages: int = 1) -> None:
    """Compare the first pages of a PDF with their golden picture."""
    document = pypdfium2.PdfDocument(data)
    shots = [page.render(scale=_DPI / 72, grayscale=True).to_pil().convert("L") for page in list(document)[:pages]]
    document.close()
    image = Image.new("L", (sum(shot.width for shot in shots), max(shot.height for shot in shots)), 255)
    left = 0
    for shot in shots:
        image.paste(shot, (left, 0))
        left += shot.width
    file = FOLDER / f"{name}.png"
    if os.environ.get("GOLDENS") == "write":
        sixteen = image.point([round(level / 17) * 17 for level in range(256)])
        sixteen.quantize(16, dither=Image.Dither.NONE).save(file, optimize=True)
    with Image.open(file) as kept:
        golden = kept.convert("L")
    assert golden.size == image.size
    soft = ImageFilter.GaussianBlur(1.2)
    worst: Any = ImageChops.difference(image.filter(soft), golden.filter(soft)).getextrema()[1]
    assert worst <= _TOLERANCE, f"{name} does not look as it did: open it, then GOLDENS=write if it is better"


@pytest.fixture
def branding(tmp_path: Path) -> Branding:
    """A logo of three shapes."""
    logo = Image.new("RGBA", (420, 160), (0, 0, 0, 0))
    draw = ImageDraw.Draw(logo)
    draw.rounded_rectangle((0, 0, 150, 150), 30, fill=(15, 118, 110, 255))
    draw.ellipse((190, 30, 280, 120), fill=(217, 119, 6, 255))
    draw.rectangle((300, 40, 410, 110), fill=(29, 78, 216, 255))
    logo.save(tmp_path / "three.png")
    return Branding(logo=tmp_path / "three.png", organisation="CNFPT Guadeloupe")


def people(count: int = 8) -> list[Attendee]:
    return [
        attendee(n, first_name=first, last_name=last, employer=employer, job_title=job, role=list(Role)[n % 4])
        for n, (first, last, employer, job) in enumerate(HARD_NAMES[:count])
    ]


@pytest.mark.parametrize("stock_id", ["avery-l7418", "avery-4784", "a6"])
@pytest.mark.parametrize("design", shipped(), ids=lambda design: design.id)
def test_badges(design: Design, stock_id: str, event: Event, branding: Branding) -> None:
    resource = Resource(title="Replay et dossier documentaire", link="https://ia.exemple.fr/ia-et-territoires")
    full: Any = replace(event, resources=(resource,))
    file = BytesIO()
    stock = stocks.stock(stock_id)
    count = min(stock.per_page, 9)
    write_badges(file, full, people(count), stock, design=design, branding=branding, made_at=MADE_AT)
    check(f"badges-{design.id}-{stock_id}", file.getvalue(), 2 if design.two_sided else 1)
