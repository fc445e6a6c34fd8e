"""What people write in a cell of attendance."""

from __future__ import annotations

import re

from ia_events.domain.attendance import State
from ia_events.domain.text import fold

_WORDS = {
    State.PRESENT: "presence present presente p x 1 oui yes ok v attended",
    State.LATE: "retard en_retard late r",
    State.EXCUSED: "absence_excusee absent_excuse absente_excusee excuse excusee exc abs_exc excused e",
    State.ABSENT: "absence absent absente abs a 0 non no absence_injustifiee no_show",
    State.EXPECTED: "a_pointer to_record",
    State.NOT_EXPECTED: "hors_inscription not_registered not_expected",
}
_BOTH = re.compile(r"(?<=\w)(?:\(e\)|[·.•⋅-]e\b\.?|/e\b)", re.IGNORECASE)
_STATES = {word.replace("_", " "): state for state, words in _WORDS.items() for word in words.split()}


def state_of(text: str) -> State | None:
    """The state a cell says; an empty one says that nothing is recorded. None when it is not understood."""
    # « Présent(e) », « absent·e », « Excusé-e »: both genders written at once.
    folded = fold(_BOTH.sub("", text)) or fold(text)
    if folded:
        return _STATES.get(folded)
    return State.PRESENT if text.strip() in ("✓", "✔", "☑", "√") else None if text.strip() else State.EXPECTED
