"""What lets a camera read a sheet back: a marker in each corner of the page, and the page's code."""

from __future__ import annotations

from ia_events.documents import codes, fonts
from ia_events.documents.pdf import MM, MUTED, Paper
from ia_events.domain.sheet_pages import MARKER_INSET, MARKER_SIDE
from ia_events.i18n import _

# ArUco DICT_4X4_50, ids 0 to 3: sixteen cells row by row, white as 1, inside a black border one cell wide.
MARKER_BITS = 0xB532, 0x0F9A, 0x332D, 0x9946
_CELLS = 6
CODE_SIDE = 14.0
CODE_TOP = 17.0  # so that neither the marker nor the words above enter its quiet zone
CODE_BOTTOM = 38.5  # of the letters under it
_LETTERS = 5.5


def cells(marker: int) -> list[list[bool]]:
    """The 6 × 6 cells of a marker, row by row; True is black."""
    inner = f"{MARKER_BITS[marker]:016b}"
    border = [True] * _CELLS
    rows = [[True, *[bit == "0" for bit in inner[row * 4 : row * 4 + 4]], True] for row in range(4)]
    return [border, *rows, border]


def corner_markers(paper: Paper, width: float, height: float) -> None:
    """The four markers of a page of that size (mm), clockwise from the top left."""
    cell = MARKER_SIDE / _CELLS
    far_x, far_y = width - MARKER_INSET - MARKER_SIDE, height - MARKER_INSET - MARKER_SIDE
    corners = (MARKER_INSET, MARKER_INSET), (far_x, MARKER_INSET), (far_x, far_y), (MARKER_INSET, far_y)
    path = []
    for marker, (left, top) in enumerate(corners):
        for row, blacks in enumerate(cells(marker)):
            start = 0
            while start < _CELLS:
                end = start
                while end < _CELLS and blacks[end]:
                    end += 1
                if end > start:
                    x, y = left + start * cell, height - top - (row + 1) * cell
                    path.append(f"{x * MM:.3f} {y * MM:.3f} {(end - start) * cell * MM:.3f} {cell * MM:.3f} re")
                start = end + 1
    # One path: rectangles filled apart would leave pale seams between them.
    paper.raw(f"0 g {' '.join(path)} f")


def page_code(paper: Paper, code: str, page: str, right: float, height: float) -> None:
    """The code that names a page, and its letters for fingers. `right` is its right edge; all in millimetres."""
    left = right - CODE_SIDE
    with paper.tag("Figure", alt=_("Code de la feuille, {page} : {code}").format(page=page, code=code)):
        y = height - CODE_TOP - CODE_SIDE
        paper.raw(codes.operators(code, left * MM, y * MM, CODE_SIDE * MM, codes.SHEET_MODULES))
        y -= 4.4
        for start in (0, 10):
            line = f"{code[start : start + 5]} {code[start + 5 : start + 10]}"
            size = min(_LETTERS, CODE_SIDE * MM / fonts.width(line, False))
            paper.text_right(right * MM, y * MM, line, size, colour=MUTED)
            y -= 2.2
