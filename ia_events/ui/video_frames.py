"""A video frame as pictures: its greys for whoever reads codes, a small one in colours to be shown.

By hand and not by QVideoFrame.toImage(), which may draw with the graphics card, and that is for the window's thread only.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QVideoFrame, QVideoFrameFormat

_Pixel = QVideoFrameFormat.PixelFormat
# Formats whose first plane is the brightness, a byte a point, and how the colours follow: the width and height of their
# planes as shares of the picture's, and the places of blue and red, in planes or in one plane where they alternate.
_PLANES = {_Pixel.Format_YUV420P: (2, 2, 1, 2), _Pixel.Format_YV12: (2, 2, 2, 1), _Pixel.Format_YUV422P: (2, 1, 1, 2)}
_PAIRS = {_Pixel.Format_NV12: (0, 1), _Pixel.Format_NV21: (1, 0)}
# Those that hold brightness and colours by turns: where the brightness begins, then blue and red among four.
_PACKED = {_Pixel.Format_YUYV: (0, 1, 3), _Pixel.Format_UYVY: (1, 0, 2)}


def pictures(frame: QVideoFrame, most: QSize) -> tuple[QImage, QImage]:
    """The frame in greys (Grayscale8), and a copy in colours that fits in `most`; null images when it cannot be had."""
    if not frame.map(QVideoFrame.MapMode.ReadOnly):
        return QImage(), QImage()
    try:
        return _pictures(frame, most)
    finally:
        frame.unmap()


def _pictures(frame: QVideoFrame, most: QSize) -> tuple[QImage, QImage]:
    pixels, size, stride = frame.pixelFormat(), frame.size(), frame.bytesPerLine(0)
    first: Any = frame.bits(0)
    small = size.scaled(most, Qt.AspectRatioMode.KeepAspectRatio) if size.width() > most.width() else size
    if pixels in _PLANES or pixels in _PAIRS or pixels == _Pixel.Format_Y8:
        grey = QImage(first, size.width(), size.height(), stride, QImage.Format.Format_Grayscale8).copy()
    elif pixels in _PACKED:
        light = bytes(first)[_PACKED[pixels][0] :: 2]
        grey = QImage(light, size.width(), size.height(), stride // 2, QImage.Format.Format_Grayscale8).copy()
    else:
        whole = _plain(frame, first, stride)
        return whole.convertToFormat(QImage.Format.Format_Grayscale8), _shrunk(whole, small)
    colours = _colours(frame, first, stride, small)
    shown = _shrunk(grey, small)
    return grey, shown if colours is None else _joined(shown, *colours)


def _plain(frame: QVideoFrame, first: Any, stride: int) -> QImage:
    """Red, green and blue as Qt paints them; a JPEG; anything else by Qt's own means."""
    form = QVideoFrameFormat.imageFormatFromPixelFormat(frame.pixelFormat())
    if form != QImage.Format.Format_Invalid:
        return QImage(first, frame.width(), frame.height(), stride, form).copy()
    if frame.pixelFormat() == _Pixel.Format_Jpeg:
        return QImage.fromData(bytes(first))
    return frame.toImage()


def _shrunk(image: QImage, size: QSize) -> QImage:
    return image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)


def _colours(frame: QVideoFrame, first: Any, stride: int, size: QSize) -> tuple[Any, Any] | None:
    """The blue and the red of a frame, as small PIL images."""
    from PIL import Image

    pixels, width, height = frame.pixelFormat(), frame.width(), frame.height()

    def small(mode: str, plane: Any, across: int, down: int, row: int) -> Any:
        # The nearest point: any other way would take one of the bands for what lets the ground through.
        found = Image.frombuffer(mode, (width // across, height // down), plane, "raw", mode, row, 1)
        return found.resize((size.width(), size.height()), Image.Resampling.NEAREST)

    if pixels in _PACKED:
        bands = small("RGBA", first, 2, 1, stride).split()
        return bands[_PACKED[pixels][1]], bands[_PACKED[pixels][2]]
    if pixels in _PAIRS:
        second: Any = frame.bits(1)
        bands = small("LA", second, 2, 2, frame.bytesPerLine(1)).split()
        return bands[_PAIRS[pixels][0]], bands[_PAIRS[pixels][1]]
    if pixels in _PLANES:
        across, down, *planes = _PLANES[pixels]
        blue, red = (small("L", frame.bits(plane), across, down, frame.bytesPerLine(plane)) for plane in planes)
        return blue, red
    return None


def _joined(grey: QImage, blue: Any, red: Any) -> QImage:
    from PIL import Image

    width, height = grey.width(), grey.height()
    pixels: Any = grey.constBits()
    light = Image.frombuffer("L", (width, height), pixels, "raw", "L", grey.bytesPerLine(), 1)
    data = Image.merge("YCbCr", (light, blue, red)).convert("RGB").tobytes()
    return QImage(data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()
