"""What tells people of one name apart, in words."""

from __future__ import annotations

from collections.abc import Sequence

from ia_events.domain.people import Attendee
from ia_events.domain.text import fold

_TELLING = ("email", "staff_number", "grade", "job_title", "department", "employer", "phone", "birth_name", "civility")
_ENOUGH = 2


def told_apart(people: Sequence[Attendee]) -> list[str]:
    """For each of some people, « NOM Prénom » and what differs among them, the most telling first: « PIERRE Marie,
    m.pierre@exemple.fr, Rédacteur ».
    """
    differing = [name for name in _TELLING if len({fold(getattr(person, name)) for person in people}) > 1][:_ENOUGH]
    return [
        ", ".join(filter(None, (person.list_name, *(getattr(person, name) for name in differing)))) for person in people
    ]
