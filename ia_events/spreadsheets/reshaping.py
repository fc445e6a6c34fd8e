"""Lists that are no table of one row a person, made one: each person stays on the row where theirs begins, the rest goes blank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ia_events.spreadsheets import words
from ia_events.spreadsheets.cells import text_of
from ia_events.spreadsheets.headings import NAMES
from ia_events.spreadsheets.raw import RawSheet

_HEAD = 60
_LONGEST_LABEL = 40


def reshape(sheet: RawSheet) -> tuple[RawSheet, tuple[str, ...]]:
    """The sheet as a table, and its headings when no row of it holds them; the sheet itself and () when it is one."""
    for way in (_labelled, _cards):
        found = way(sheet.cells)
        if found is not None:
            labels, cells = found
            return replace(sheet, cells=cells, merged=(), errors={}), labels
    paired = _pairs(sheet.cells)
    return (replace(sheet, cells=paired, merged=(), errors={}), ()) if paired is not None else (sheet, ())


def _label(cell: object) -> tuple[str, str] | None:
    """« Nom : DUPONT » in two, when what stands before the colon is a heading."""
    label, colon, value = cell.partition(":") if isinstance(cell, str) else ("", "", "")
    label = label.strip()
    told = colon and 2 <= len(label) <= _LONGEST_LABEL and "@" not in label and words.recognise(label)[0]
    return (label, value.lstrip()) if told else None


def _labelled(cells: Sequence[Sequence[object]]) -> tuple[tuple[str, ...], list[list[object]]] | None:
    """Each cell tells its own heading: « Nom : DUPONT | Prénom : Jean »."""
    shown = [row for row in cells[:_HEAD] if any(row)]
    told = [[_label(cell) for cell in row] for row in shown]
    rows = [row for row in told if sum(bool(found and found[1]) for found in row) >= 2]
    if len(rows) < 2 or len(rows) * 3 < len(shown) * 2:
        return None
    width = max(map(len, rows))
    labels = [next((row[i][0] for row in rows if i < len(row) and row[i]), "") for i in range(width)]  # type: ignore[index]
    if not any(words.recognise(label)[0] in NAMES for label in labels):
        return None
    named = tuple(label or f"({i})" for i, label in enumerate(labels))
    return named, [[found[1] if (found := _label(cell)) else cell for cell in row] for row in cells]


def _cards(cells: Sequence[Sequence[object]]) -> tuple[tuple[str, ...], list[list[object]]] | None:
    """One card a person, one line a field: « Nom : | DUPONT », « Prénom : | Jean »."""
    if (
        sum(
            (isinstance(cell, str) and cell.rstrip().endswith(":")) or bool(_label(cell))
            for row in cells[:_HEAD]
            for cell in row[:3]
        )
        < 4
    ):
        return None
    lines: list[tuple[int, str, object]] = []
    for i, row in enumerate(cells[:20_000]):
        filled = [cell for cell in row if cell != ""]
        if not filled or len(filled) > 2 or not isinstance(filled[0], str):
            continue
        label, colon, value = text_of(filled[0]).partition(":")
        if colon and words.recognise(label)[0]:
            lines.append((i, label.strip(), filled[1] if len(filled) > 1 else value.strip()))
    labels = list(dict.fromkeys(label for _i, label, _value in lines))
    fields = [words.recognise(label)[0] for label in labels]
    times = [sum(label == known for _i, label, _v in lines) for known in labels]
    if not NAMES & set(fields) or len(labels) < 3 or min(times, default=0) < 1 or max(times) < 2:
        return None
    if len(lines) * 3 < 2 * sum(any(row) for row in cells[:20_000]):
        return None
    blank: list[object] = [""] * len(labels)
    result = [list(blank) for _row in cells]
    seen: set[str] = set()
    at = -1
    for i, label, said in lines:
        if at < 0 or label in seen:
            at, seen = i, set()
        seen.add(label)
        result[at][labels.index(label)] = said
    return tuple(labels), result


def _pairs(cells: Sequence[Sequence[object]]) -> list[list[object]] | None:
    """Two rows of headings, each over its own row of every person."""
    for h, row in enumerate(cells[: _HEAD - 1]):
        below = cells[h + 1] if h + 1 < len(cells) else []
        upper = [words.recognise(text_of(cell)) for cell in row]
        lower = [words.recognise(text_of(cell)) for cell in below]
        sure = [{field for field, certain in found if certain >= words.SURE} for found in (upper, lower)]
        if len(sure[0] & NAMES) < 1 or len(sure[1]) < 2 or sure[0] & sure[1] or sure[1] & NAMES:
            continue
        both = sum(bool(a[0]) and bool(b[0]) for a, b in zip(upper, lower, strict=False))
        people = [i for i in range(h + 2, len(cells) - 1, 2) if any(cells[i])]
        if both < 2 or len(people) < 2:
            return None
        width = len(row) + len(below)
        result: list[list[object]] = [[*one, *[""] * (width - len(one))] for one in cells[:h]]
        for i in [h, *people]:
            result += [[""] * width for _blank in range(i - len(result))]
            result.append([*cells[i], *cells[i + 1]])
        result += [[""] * width for _blank in range(len(cells) - len(result))]
        return result
    return None
