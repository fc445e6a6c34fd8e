"""Where somebody pointed on headquarters' template: placeholders beside the file, as if they were written in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Pointed:
    """`cells` by sheet and place: ("Retour", "B5") → "{{nom}}", "" for a cell to be emptied; `rows` are the rows to
    repeat for each person, by sheet."""

    cells: Mapping[tuple[str, str], str] = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)
