"""Where to cut a sheet of labels printed on plain paper."""

from __future__ import annotations

from ia_events.documents.pdf import MM
from ia_events.documents.stocks import Stock


def crop_marks(stock: Stock) -> list[tuple[float, float, float, float]]:
    """Ticks of 5 mm, 2 mm outside the block of labels, at every edge to cut along: lines in points."""
    columns = [x for i in range(stock.grid[0]) for x in (stock.corner(i)[0], stock.corner(i)[0] + stock.label[0])]
    first_column = range(0, stock.per_page, stock.grid[0])
    rows = [y for i in first_column for y in (stock.corner(i)[1], stock.corner(i)[1] + stock.label[1])]
    page = stock.page[1]
    marks = []
    for x in sorted({round(x, 3) for x in columns}):
        marks += [(x, page - rows[0] + 2, x, page - rows[0] + 7), (x, page - rows[-1] - 2, x, page - rows[-1] - 7)]
    for y in sorted({round(page - y, 3) for y in rows}):
        marks += [(columns[0] - 2, y, columns[0] - 7, y), (columns[-1] + 2, y, columns[-1] + 7, y)]
    return [(a * MM, b * MM, c * MM, d * MM) for a, b, c, d in marks]
