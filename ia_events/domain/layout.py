"""What was decided about lists of one layout."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ia_events.domain.text import fold


@dataclass(frozen=True, slots=True)
class Layout:
    """Fields by heading and answers by question, decided about files of one layout."""

    mapping: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)

    def then(self, later: Layout) -> Layout:
        """What holds once more was decided: of two columns read as the same field, the one told last has it."""
        told, taken = {fold(heading) for heading in later.mapping}, {*later.mapping.values()} - {""}
        kept = {h: f for h, f in self.mapping.items() if fold(h) not in told and f not in taken}
        return Layout({**kept, **later.mapping}, {**self.answers, **later.answers})
