"""What papers look like, beside pictures of them that were looked at. `GOLDENS=write pytest …` takes new ones."""

from __future__ import annotations

import os
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from ia_events.documents import stocks
from ia_events.documents.badges import write_badges
from ia_events.documents.branding import Branding
from ia_events.documents.design_files import shipped
from ia_events.documents.designs import Design
from ia_events.domain.events import Event, Resource
from ia_events.domain.people import Attendee, Role
from tests.documents.conftest import MADE_AT, attendee, words
from tests.documents.hard_names import HARD_NAMES

FOLDER = Path(__file__).parent / "goldens"
_SOFT = 0.8  # pixels
_TOLERANCE = (
    42  # levels of grey, once both are softened: an edge drawn a little otherwise is no difference, a letter is
)


def picture(data: bytes, pages: int = 1, dpi: int = 100) -> Image.Image:
    """The first pages of a PDF side by side, down to their last ink."""
    document = pypdfium2.PdfDocument(data)
    shots = [page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L") for page in list(document)[:pages]]
    document.close()
    image = Image.new("L", (sum(shot.width for shot in shots), max(shot.height for shot in shots)), 255)
    left = 0
    for shot in shots:
        image.paste(shot, (left, 0))
        left += shot.width
    _left, _top, _right, inked = ImageOps.invert(image).getbbox() or (0, 0, 0, 0)
    return image.crop((0, 0, image.width, inked + 8))


def difference(one: Image.Image, other: Image.Image) -> int:
    """How many levels of grey two pictures differ by where they differ most."""
    if one.size != other.size:
        return 255
    soft = ImageFilter.GaussianBlur(_SOFT)
    worst: Any = ImageChops.difference(one.filter(soft), other.filter(soft)).getextrema()[1]
    return int(worst)


def golden(name: str) -> Image.Image:
    """A picture that was looked at."""
    with Image.open(FOLDER / f"{name}.png") as kept:
        return kept.convert("L")


def looks_as_it_did(name: str, data: bytes, pages: int = 1, dpi: int = 100) -> bool:
    """Whether the first pages of a PDF are those of its golden picture."""
    return difference(picture(data, pages, dpi), golden(name)) <= _TOLERANCE


def check(name: str, data: bytes, pages: int = 1, dpi: int = 100) -> None:
    """Compare the first pages of a PDF with their golden picture."""
    if os.environ.get("GOLDENS") == "write":
        sixteen = picture(data, pages, dpi).point([round(level / 17) * 17 for level in range(256)])
        sixteen.quantize(16, dither=Image.Dither.NONE).save(FOLDER / f"{name}.png", optimize=True)
    same = looks_as_it_did(name, data, pages, dpi)
    assert same, f"{name} does not look as it did: open it, then GOLDENS=write if it is better"


def said(data: bytes, pages: int) -> list[str]:
    """The words of the first pages of a PDF."""
    document = pypdfium2.PdfDocument(data)
    found = [words(page) for page in list(document)[:pages]]
    document.close()
    return found


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


RESOURCE = Resource(title="Replay et dossier documentaire", link="https://ia.exemple.fr/ia-et-territoires")
DPI = {"avery-l7418": 150, "avery-4784": 200, "a6": 100}  # small letters need more
STOCKS = pytest.mark.parametrize("stock_id", DPI)
DESIGNS = pytest.mark.parametrize("design", shipped(), ids=lambda design: design.id)


def badges(design: Design, stock_id: str, event: Event, listed: list[Attendee], branding: Branding) -> bytes:
    file = BytesIO()
    full: Any = replace(event, resources=(RESOURCE,))
    stock = stocks.stock(stock_id)
    write_badges(file, full, listed[: min(stock.per_page, 6)], stock, design=design, branding=branding, made_at=MADE_AT)
    return file.getvalue()


@STOCKS
@DESIGNS
def test_badges(design: Design, stock_id: str, event: Event, branding: Branding) -> None:
    data = badges(design, stock_id, event, people(), branding)
    check(f"badges-{design.id}-{stock_id}", data, 2 if design.two_sided else 1, DPI[stock_id])


@STOCKS
@DESIGNS
def test_one_changed_letter_on_a_badge_is_seen(design: Design, stock_id: str, event: Event, branding: Branding) -> None:
    pages = 2 if design.two_sided else 1
    first, *others = people()
    before = said(badges(design, stock_id, event, people(), branding), pages)
    tried = 0
    for title, changed in (
        (event.title.replace("publique", "publiquo"), first),
        (event.title, replace(first, last_name="Arrondoll")),
        (event.title, replace(first, first_name="Eloïse")),
        (event.title, replace(first, employer="Collectivité de Soint-Martin")),
        (event.title, replace(first, job_title="Cheffe de sorvice")),
    ):
        data = badges(design, stock_id, replace(event, title=title), [changed, *others], branding)
        if said(data, pages) != before:
            tried += 1
            assert not looks_as_it_did(f"badges-{design.id}-{stock_id}", data, pages, DPI[stock_id]), (title, changed)
    assert tried >= 2


def test_edges_drawn_a_little_otherwise_are_no_difference() -> None:
    """As another renderer would smooth them: a fifth of a pixel aside."""
    for file in FOLDER.glob("*.png"):
        kept = golden(file.stem)
        aside = kept.transform(kept.size, Image.Transform.AFFINE, (1, 0, 0.2, 0, 1, 0), Image.Resampling.BILINEAR)
        assert difference(kept, aside) <= _TOLERANCE, file.stem
