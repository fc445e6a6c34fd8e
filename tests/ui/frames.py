"""What a camera would give: badges drawn as paper shows them, as pictures and as video frames."""

from __future__ import annotations

import re

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtMultimedia import QVideoFrame, QVideoFrameFormat

from ia_events.documents import codes

Pixel = QVideoFrameFormat.PixelFormat


def code(text: str) -> QImage:
    """The code a badge is printed with, a dot a module."""
    modules, drawn = codes.any_text(text, 0, 0, 1)
    found = re.search(r"ID ([0-9A-F]+)>", drawn)
    assert found is not None
    bits = bytes.fromhex(found[1])
    made = QImage(bits, modules, modules, len(bits) // modules, QImage.Format.Format_Mono)
    made.setColorTable([0xFFFFFFFF, 0xFF000000])
    return made.copy()


def picture(*texts: str, module: int = 4, size: QSize | None = None) -> QImage:
    """Codes side by side on white paper in a grey room, so many dots a module."""
    image = QImage(size or QSize(1280, 720), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGray)
    painter = QPainter(image)
    left = 60
    for text in texts:
        drawn = code(text)
        side = drawn.width() * module
        paper = QRect(left, 120, side + 8 * module, side + 8 * module)
        painter.fillRect(paper, Qt.GlobalColor.white)
        painter.drawImage(paper.adjusted(4 * module, 4 * module, -4 * module, -4 * module), drawn)
        left = paper.right() + 40
    painter.end()
    return image


def frame(*texts: str, module: int = 4, pixels: Pixel = Pixel.Format_BGRX8888) -> QVideoFrame:
    """The same as a camera's frame, in one of the formats that cameras give."""
    image = picture(*texts, module=module)
    made = QVideoFrame(QVideoFrameFormat(image.size(), pixels))
    assert made.map(QVideoFrame.MapMode.WriteOnly)
    width, height = image.width(), image.height()
    shades = image.convertToFormat(QImage.Format.Format_Grayscale8)
    grey = bytes(shades.constBits())
    if pixels == Pixel.Format_BGRX8888:
        _plane(made, 0)[: 4 * width * height] = bytes(image.constBits())
    elif pixels in (Pixel.Format_YUYV, Pixel.Format_UYVY):
        packed = bytearray(b"\x80" * (2 * width * height))
        packed[int(pixels == Pixel.Format_UYVY) :: 2] = grey
        _plane(made, 0)[: len(packed)] = bytes(packed)
    else:
        _plane(made, 0)[: len(grey)] = grey
        for plane in range(1, made.planeCount()):
            _plane(made, plane)[:] = b"\x80" * made.mappedBytes(plane)
    made.unmap()
    return made


def _plane(made: QVideoFrame, number: int) -> memoryview:
    plane = made.bits(number)
    assert isinstance(plane, memoryview)
    return plane
