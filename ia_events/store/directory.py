"""People and employers known from the other events of this database, to complete a registration at the door."""

from __future__ import annotations

from ia_events.domain.employers import employer_key
from ia_events.domain.people import Attendee
from ia_events.domain.text import fold
from ia_events.store import registrations
from ia_events.store.database import Store
from ia_events.store.search import near

_MOST = 5


def known(store: Store, event_id: str, person: Attendee) -> list[Attendee]:
    """Who of another event has the same e-mail, else the same name whichever way round; the latest first, each once."""
    wanted = _name(person) if person.last_name.strip() and person.first_name.strip() else []
    email = person.email.strip().lower()
    rowids = {row for text in (" ".join(wanted), email) if text for row in near(store, text)}
    if not rowids:
        return []
    rows = store.execute(
        f"SELECT {registrations.COLUMNS} FROM registrations AS r WHERE r.rowid IN ({','.join(map(str, rowids))})"
        " AND +r.event_id <> ? AND +r.gone = 0 ORDER BY r.id DESC",
        (event_id,),
    )
    found: dict[tuple[object, ...], Attendee] = {}
    for other in map(registrations.from_row, rows):
        if (email and other.email.lower() == email) or (wanted and _name(other) == wanted):
            found.setdefault((*_name(other), employer_key(other.employer), other.email.lower()), other)
    # An address is one person's; a name may be several's.
    return sorted(found.values(), key=lambda other: other.email.lower() != email if email else False)[:_MOST]


def employers(store: Store) -> list[str]:
    """The employers of every event, each once as it was last spelled. Reads every registration: for the worker."""
    rows = store.execute(
        "SELECT employer FROM registrations WHERE gone = 0 AND employer <> '' GROUP BY employer ORDER BY max(id)"
    )
    return sorted({employer_key(row[0]): str(row[0]) for row in rows}.values(), key=fold)


def _name(person: Attendee) -> list[str]:
    return sorted(fold(f"{person.last_name} {person.first_name}").split())
