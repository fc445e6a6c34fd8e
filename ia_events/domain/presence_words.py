"""What people write in a cell of attendance."""

from __future__ import annotations

import re

from ia_events.domain.attendance import State
from ia_events.domain.text import fold

_WORDS = {
    State.PRESENT: "presence presences present presente presents presentes p x xx xxx 1 1_0 oui yes y ok v vrai true attended here pres prs signe signee emarge emargee",
    State.LATE: "retard en_retard present_en_retard presente_en_retard late r ret l",
    State.EXCUSED: "absence_excusee absent_excuse absente_excusee abs_excuse abs_excusee excuse excusee excuses exc abs_exc excused e ae a_e abse aj"
    " justifie justifiee absence_justifiee absent_justifie absente_justifiee abs_just abs_justifiee abs_j",
    State.ABSENT: "absence absent absente absents absentes abs a 0 non n no faux false ko absence_injustifiee no_show ani non_justifie abs_non_exc"
    " absence_non_justifiee non_excuse non_excusee absent_non_excuse absente_non_excusee pas_venu pas_venue n_est_pas_venu n_est_pas_venue"
    " non_venu non_venue defaillant defaillante",
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
