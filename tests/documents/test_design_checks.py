"""What is said of a design while it is drawn: contrast with all that is under a text, and what a code covers."""

from __future__ import annotations

import base64
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from ia_events.documents import stocks
from ia_events.documents.branding import Branding
from ia_events.documents.design_checks import Remark, remarks
from ia_events.documents.design_files import shipped
from ia_events.documents.designs import (
    PHOTO,
    Box,
    Code,
    Design,
    Element,
    Format,
    Line,
    Picture,
    RoleBand,
    Run,
    Shape,
    Text,
)
from ia_events.domain.events import Event
from tests.documents.conftest import attendee

SIZE = (90.0, 60.0)
CODE = Code(box=Box(65, 30, 20, 20))


def text(colour: str, box: Box = Box(5, 5, 50, 12), angle: float = 0.0, size: float = 12.0) -> Text:  # noqa: B008
    return Text(box=box, angle=angle, lines=(Line(runs=(Run("{first_name}", colour=colour),), size=size),))


def picture(colour: tuple[int, int, int, int], box: Box, *, half: bool = False) -> Picture:
    image = Image.new("RGBA", (60, 60), colour)
    if half:
        image.paste((0, 0, 0, 0), (0, 0, 30, 60))
    file = BytesIO()
    image.save(file, "PNG")
    return Picture(box=box, source="data:image/png;base64," + base64.b64encode(file.getvalue()).decode())


def found(event: Event, *elements: Element) -> list[tuple[int, str]]:
    """The place and code of each remark on a face."""
    design = Design("essai", {"fr": "Essai"}, (Format(SIZE, (*elements, CODE)),))
    said = remarks(design, design.formats[0], SIZE, event, (attendee(1),), Branding())
    return [(remark.element, remark.code) for remark in said]


DARK, LIGHT, NONE = (20, 30, 40, 255), (250, 250, 250, 255), (0, 0, 0, 0)
ALL = Box(0, 0, 60, 25)


@pytest.mark.parametrize(
    "under, colour, amiss",
    [
        ([], "ink", False),
        ([], "white", True),
        ([Shape(box=ALL, fill="accent")], "white", False),
        ([Shape(box=ALL, fill="accent"), Shape(box=Box(5, 5, 8, 12), fill="white")], "white", True),
        ([Shape(box=Box(0, 0, 45, 25), fill="accent")], "white", True),  # a fifth of the text's box is on paper
        ([Shape(box=Box(45, 0, 30, 25), fill="ink")], "ink", True),
        ([Shape(box=Box(54.8, 0, 30, 25), fill="ink")], "ink", False),  # a hair of its box
        ([Shape(box=ALL, fill="ink"), Shape(box=ALL, fill="white")], "ink", False),
        ([Shape(box=ALL, stroke="ink")], "ink", False),
        ([Shape(box=Box(3, 3, 54, 18), fill="accent", shape="ellipse")], "white", True),
        ([Shape(box=Box(-30, -40, 120, 100), fill="accent", shape="ellipse")], "white", False),
        ([Shape(box=Box(25, -20, 10, 60), angle=90, fill="accent")], "white", True),
        ([Shape(box=Box(17, -30, 26, 82), angle=90, fill="accent")], "white", False),
        ([RoleBand(box=ALL, participants=True)], "white", False),
        ([RoleBand(box=ALL)], "white", True),  # a participant has none
        ([RoleBand(box=ALL)], "ink", True),
        ([picture(DARK, Box(0, 0, 60, 60))], "ink", True),
        ([picture(DARK, Box(0, 0, 60, 60))], "white", False),
        ([picture(LIGHT, Box(0, 0, 60, 60))], "ink", False),
        ([picture(NONE, Box(0, 0, 60, 60))], "ink", False),
        ([picture(DARK, Box(0, 0, 60, 60), half=True)], "white", True),
        ([picture(DARK, Box(0, 0, 60, 25))], "ink", True),  # in the middle of its box
        ([replace(picture(DARK, Box(55, 0, 60, 20)), anchor="w")], "ink", False),
        ([Picture(box=ALL, source=PHOTO)], "ink", True),
        ([Picture(box=ALL, source="data:image/png;base64,iVBORw0KGgo=")], "ink", False),  # told when it is drawn
    ],
)
def test_contrast_is_that_of_the_worst_ground_under_the_text(
    under: list[Element], colour: str, amiss: bool, event: Event
) -> None:
    assert ((len(under), "contrast") in found(event, *under, text(colour))) is amiss


def test_large_letters_need_less(event: Event) -> None:
    assert (0, "contrast") in found(event, text("#8A8A8A"))
    assert (0, "contrast") not in found(event, text("#8A8A8A", size=20))


def test_a_text_that_is_turned_is_judged_where_it_is(event: Event) -> None:
    """Upright, it would be all on the band; turned, it leaves it above and below."""
    band = Shape(box=Box(0, 20, 60, 16), fill="accent")
    lying = Box(5, 22, 50, 12)
    assert (1, "contrast") not in found(event, band, text("white", lying))
    assert (1, "contrast") in found(event, band, text("white", lying, 90))


def test_what_a_code_covers_is_said_of_what_is_turned_too(event: Event) -> None:
    free = Text(box=Box(66, 12, 18, 8), lines=text("ink").lines)
    assert found(event, free) == []
    across = text("ink", Box(55, 12, 40, 6), 90)
    assert (1, "code_covers") in found(event, across)
    assert (1, "code_covers") not in found(event, replace(across, angle=0))
    design = Design("essai", {"fr": "Essai"}, (Format(SIZE, (CODE, Shape(box=Box(84, 30, 4, 4), fill="ink"))),))
    said = remarks(design, design.formats[0], SIZE, event, (attendee(1),), Branding())
    assert [(remark.element, remark.code) for remark in said] == [(0, "code_covered")]


@pytest.mark.parametrize("design", shipped(), ids=lambda design: design.id)
def test_a_shipped_design_can_be_read_on_every_label(design: Design, event: Event) -> None:
    said: list[tuple[str, Remark]] = []
    for stock in stocks.for_badges():
        made = design.format_for(stock.label)
        said += [
            (stock.id, remark)
            for remark in remarks(design, made, stock.label, event, (attendee(1),), Branding())
            if remark.code not in ("left_out", "no_code")
        ]
    assert said == []
