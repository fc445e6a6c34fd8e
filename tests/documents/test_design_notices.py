"""What is said of a design when badges are printed with it."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from ia_events.documents import design_files, stocks
from ia_events.documents.badges import write_badges
from ia_events.documents.branding import Branding
from ia_events.documents.design_files import shipped
from ia_events.documents.design_notices import notices
from ia_events.documents.designs import Box, Code, Design, Element, Format, Line, Picture, Run, Shape, Text
from ia_events.domain.events import Event
from tests.documents.conftest import MADE_AT, attendee

SIZE = (90.0, 60.0)
CODE = Code(box=Box(65, 30, 20, 20))
NAME = Text(box=Box(5, 5, 50, 12), lines=(Line(runs=(Run("{first_name} {LAST_NAME}"),), size=12),))


def made_of(*elements: Element) -> Design:
    return Design("essai", {"fr": "Essai"}, (Format(SIZE, elements),))


def plain(found: tuple[str, ...]) -> str:
    return "\n".join(found).replace("\u2019", "'").replace("\u00a0", " ").replace("\u202f", " ")


def said(event: Event, *elements: Element) -> str:
    return plain(notices(made_of(*elements), SIZE, event, Branding()))


@pytest.mark.parametrize("design", shipped(), ids=lambda design: design.id)
def test_nothing_is_said_of_the_designs_of_the_program(design: Design, event: Event, tmp_path: Path) -> None:
    Image.new("RGB", (300, 120), "#1D4ED8").save(tmp_path / "logo.png")
    for stock in stocks.for_badges():
        for made in (design, design.fronts):
            for branding in (Branding(), Branding(logo=tmp_path / "logo.png")):
                assert notices(made, stock.label, event, branding) == (), stock.id


def test_an_opaque_logo_over_a_text_is_said(event: Event, tmp_path: Path) -> None:
    design = made_of(NAME, CODE, Picture(box=Box(30, 5, 30, 12)))
    assert notices(design, SIZE, event, Branding()) == ()
    for mode, colour, amiss in (("RGB", "#1D4ED8", True), ("RGBA", (0, 0, 0, 0), False)):
        Image.new(mode, (300, 120), colour).save(tmp_path / "logo.png")
        found = plain(notices(design, SIZE, event, Branding(logo=tmp_path / "logo.png")))
        assert ("cache une partie" in found) is amiss


def test_a_design_with_neither_name_nor_code_says_so_and_what_runs_off(event: Event) -> None:
    wide = Text(box=Box(5, 5, 900, 12), lines=(Line(runs=(Run("{employer}"),), size=12),))
    found = said(event, wide)
    assert "ni nom ni code" in found
    assert "dépasse de l'étiquette" in found
    assert "pas de nom" in said(event, CODE)
    assert "pas le code" in said(event, NAME)
    assert said(event, NAME, CODE) == ""


def test_what_hides_a_text_and_texts_in_one_place_are_said(event: Event) -> None:
    block = Shape(box=Box(30, 4, 20, 20), fill="#FFE0E0")
    assert "cache une partie" in said(event, NAME, CODE, block)
    assert said(event, block, NAME, CODE) == ""  # a ground
    assert said(event, NAME, CODE, replace(block, fill="", stroke="ink")) == ""
    own = replace(NAME, box=Box(20, 12, 30, 8), lines=(Line(runs=(Run("Bienvenue"),), size=9),))
    assert "deux textes" in said(event, NAME, CODE, own)
    assert said(event, NAME, CODE, replace(own, box=Box(20, 16.5, 30, 8))) == ""


def test_badges_say_it_once_whatever_their_number(event: Event) -> None:
    people = [attendee(n) for n in range(30)]
    stock = stocks.stock("a6")
    made = write_badges(BytesIO(), event, people, stock, design=made_of(NAME), made_at=MADE_AT)
    assert [notice for notice in made.notices if "code du badge" in notice] == list(made.notices)
    assert len(made.notices) == 1


def test_changes_drawn_for_one_size_are_said_to_be_missing_on_another(event: Event) -> None:
    """Sobre drawn for L7160 with a text more, printed on a Brother label: the untouched Sobre comes out."""
    sober, label = shipped()[0], stocks.stock("avery-l7160").label
    theirs = sober.format_for(label)
    own = Format(label, (*theirs.front, Text(box=Box(2, 1, 20, 4), lines=(Line(runs=(Run("Vert"),), size=7),))))
    mine = replace(sober, id="sobre-2", names={"fr": "Sobre 2"}, formats=(*sober.formats, own))
    kept = design_files.parse(design_files.written(mine))
    brother = stocks.stock("brother-62@85").label
    found = plain(notices(kept, brother, event, Branding()))
    assert "« Sobre 2 »" in found
    assert "dessiné" in found
    assert f"{stocks.mm(label[0])} × {stocks.mm(label[1])} mm" in found
    assert "d'origine" not in plain(notices(kept, label, event, Branding()))
    assert "d'origine" in plain(notices(kept.fronts, brother, event, Branding()))
