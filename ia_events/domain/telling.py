"""What tells people of one name apart, in words."""

from __future__ import annotations

from collections.abc import Sequence

from ia_events.domain.people import STATUS_LABELS, Attendee, Status
from ia_events.domain.text import fold
from ia_events.i18n import _

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


def as_listed(person: Attendee) -> str:
    """Who stands on the list, to whom of the same name is being typed: « PIERRE Marie, Ville de Marigot, désistement »."""
    status = "" if person.status == Status.REGISTERED else _(STATUS_LABELS[person.status]).lower()
    return ", ".join(filter(None, (person.list_name, person.employer or person.email, status)))
