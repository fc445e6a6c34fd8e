"""Images read for paper: their size, what is refused, what is remembered."""

from __future__ import annotations

import base64
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ia_events.documents import images
from ia_events.documents.pdf_images import draw_image
from ia_events.domain.errors import UserError

_UNREADABLE = UserError("logo_unreadable", "Ce logo ne peut pas être lu.")


def _written(image: Image.Image, kind: str) -> BytesIO:
    file = BytesIO()
    image.save(file, kind)
    return BytesIO(file.getvalue())


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_no_larger_than_paper_shows(kind: str) -> None:
    assert images.read(_written(Image.new("RGB", (4000, 2000), "teal"), kind), _UNREADABLE).size == (900, 450)
    assert images.read(_written(Image.new("RGB", (40, 20), "teal"), kind), _UNREADABLE).size == (40, 20)


@pytest.mark.parametrize("kind", ["GIF", "TIFF", "EPS", "BMP"])
def test_other_kinds_are_not_even_opened(kind: str) -> None:
    with pytest.raises(UserError) as caught:
        images.read(_written(Image.new("RGB", (40, 20)), kind), _UNREADABLE)
    assert caught.value is _UNREADABLE


def test_a_huge_image_is_refused_by_its_size_alone() -> None:
    for size in ((8000, 5001), (14000, 14000)):
        with pytest.raises(UserError) as caught:
            images.read(_written(Image.new("1", size), "PNG"), _UNREADABLE)
        assert caught.value.code == "picture_large"


def test_a_file_is_read_once_until_it_changes(tmp_path: Path) -> None:
    file = tmp_path / "logo.png"
    Image.new("RGB", (40, 20), "teal").save(file)
    known = images.of_file(file, _UNREADABLE)
    assert images.of_file(file, _UNREADABLE) is known
    Image.new("RGB", (300, 200), "navy").save(file)
    assert images.of_file(file, _UNREADABLE).size == (300, 200)
    file.unlink()
    with pytest.raises(UserError):
        images.of_file(file, _UNREADABLE)


def test_an_image_kept_in_a_design_is_read_once() -> None:
    data = base64.b64encode(_written(Image.new("RGB", (40, 20), "teal"), "PNG").getvalue()).decode()
    source = f"data:image/png;base64,{data}"
    assert images.of_data(source, _UNREADABLE) is images.of_data(source, _UNREADABLE)


@pytest.mark.parametrize("colour", ["teal", (15, 118, 110, 128)])
def test_an_image_is_in_a_pdf_as_reportlab_puts_it(
    colour: str | tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rl_config, "useA85", 0)  # as in every paper
    image = Image.new("RGB" if isinstance(colour, str) else "RGBA", (40, 20), colour)

    def drawn(prepared: bool) -> bytes:
        canvas = Canvas("", invariant=1)
        for side in (50, 80):
            if prepared:
                draw_image(canvas, image, (10, side, side, side), "c")
            else:
                canvas.drawImage(ImageReader(image), 10, side, side, side, mask="auto", preserveAspectRatio=True)
        return bytes(canvas.getpdfdata())

    assert drawn(True) == drawn(False)


def test_on_a_screen_an_image_is_no_finer_than_it_shows() -> None:
    image = Image.new("RGBA", (900, 600), (15, 118, 110, 128))
    for dots, size in ((0.0, (900, 600)), (1.0, (100, 67)), (1.9, (225, 150)), (9.0, (900, 600)), (20.0, (900, 600))):
        canvas = Canvas("", invariant=1)
        draw_image(canvas, image, (10, 10, 100, 100), "c", dots)
        with pikepdf.open(BytesIO(canvas.getpdfdata())) as document:
            (found,) = [each for each in document.pages[0].Resources.XObject.values() if "/SMask" in each]
            for layer, length in ((found, 3), (found.SMask, 1)):
                assert (int(layer.Width), int(layer.Height)) == size
                assert len(layer.read_bytes()) == size[0] * size[1] * length
                assert list(layer.Filter) == ([] if dots else [pikepdf.Name.FlateDecode])
