"""People under the headings of a list: by employer, department, role, or group or room."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ia_events.domain.people import ROLE_LABELS, Attendee, group_title
from ia_events.domain.text import fold, in_order
from ia_events.i18n import _


def grouped(people: Sequence[Attendee], group_by: str) -> list[tuple[str, list[Attendee]]]:
    """People by title, in the order of titles; those without one last. `group_by` is one of GROUPINGS."""
    title_of = _TITLES[group_by]
    several = len({fold(person.employer) for person in people}) > 1
    found: dict[str, tuple[str, list[Attendee]]] = {}
    for person in people:
        title = title_of(person, several)
        found.setdefault(fold(title) or title, (title, []))[1].append(person)
    ordered = sorted(found.values(), key=lambda group: (not group[0], in_order(group[0])))
    without = _("Sans groupe") if group_by == "group" else _("Non précisé")
    return [(title or without, rows) for title, rows in ordered]


def _department(person: Attendee, several: bool) -> str:
    """Services of two employers are not one because they have one name."""
    return " · ".join(filter(None, (person.department, person.employer if several else "")))


# Each is a field that the table of fields lets be a HEADING.
_TITLES: dict[str, Callable[[Attendee, bool], str]] = {
    "employer": lambda person, _several: person.employer,
    "department": _department,
    "role": lambda person, _several: _(ROLE_LABELS[person.role]),
    "group": lambda person, _several: group_title(person.group),
}
GROUPINGS = tuple(_TITLES)
