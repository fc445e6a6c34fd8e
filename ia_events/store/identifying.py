"""Whose a code is: a badge, the letters printed under it, or a name; and of two registrations found to be one, which."""

from __future__ import annotations

from operator import itemgetter
from typing import NamedTuple

from ia_events.domain import tokens
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from ia_events.domain.text import fold
from ia_events.domain.verdicts import Verdict
from ia_events.store import registrations
from ia_events.store.database import Store
from ia_events.store.duplicates import ANY_OF, person_of


class Whose(NamedTuple):
    """Whose a code is: the person, the registration the badge is of (another one's when two were found to be one), the
    verdict when the code settles it alone, and the title of the event it is of when that is another. Not `told`: it is
    certain that nothing was told of the person yet.
    """

    person: Attendee | None = None
    own: str = ""
    verdict: Verdict | None = None
    other_event: str = ""
    told: bool = True


def identify(store: Store, event: Event, token: str) -> Whose:
    """Whose a token is, or the letters somebody typed."""
    badge = tokens.badge_id(token)
    if badge is None:
        if tokens.is_sheet_code(token):
            return Whose(verdict=Verdict.SHEET_PAGE)
        if len(token) == tokens.SHORT_LENGTH and tokens.looks_like_token(token):
            owners = _owners(store, event.id, token)
            if len({person.id for _own, person in owners}) != 1:
                return Whose(verdict=Verdict.UNREADABLE)
            return Whose(owners[0][1], owners[0][0])
        if tokens.certificate_id(token) is not None:
            return Whose(verdict=Verdict.CERTIFICATE)
        partial = not token or (tokens.looks_like_token(token) and len(token) != tokens.LENGTH)
        return Whose(verdict=Verdict.UNREADABLE if partial else Verdict.FOREIGN)
    if not tokens.is_genuine(token, event.key):
        for row in store.execute("SELECT title, key FROM events WHERE id <> ? AND key <> ''", (event.id,)):
            if tokens.is_genuine(token, row["key"]):
                return Whose(verdict=Verdict.OTHER_EVENT, other_event=row["title"])
        return Whose(verdict=Verdict.FOREIGN)
    rows = store.execute(
        f"SELECT {registrations.COLUMNS}, r.same_as, {ANY_OF} AS told FROM registrations AS r INDEXED BY registrations_by_badge"
        " WHERE r.badge = ? AND r.event_id = ? AND r.deleted = 0",
        (badge, event.id),
    ).fetchall()
    if rows:
        row = min(rows, key=itemgetter("id"))  # there is one: SQLite would make ready to sort them
        if row["same_as"]:
            return Whose(_present(store, row["same_as"]), row["id"])
        return Whose(registrations.from_row(row), row["id"], told=bool(row["told"]))
    retired = store.execute(
        "SELECT r.id FROM facts AS f INDEXED BY facts_by_target JOIN registrations AS r ON r.id = f.registration_id"
        " WHERE f.target = ? AND f.target <> '' AND f.kind = 'badge_retired' AND f.voided = 0 AND r.event_id = ?"
        " ORDER BY r.id LIMIT 1",
        (badge, event.id),
    ).fetchone()
    if retired is not None:
        return Whose(registrations.get(store, person_of(store, retired[0])), retired[0], Verdict.REPLACED)
    return Whose()


def keys(store: Store, event: Event) -> list[str]:
    """The keys that badges were issued under, this event's first."""
    others = store.execute("SELECT key FROM events WHERE id <> ? AND key <> ''", (event.id,)).fetchall()
    return [event.key, *(row["key"] for row in others)]


def badges(store: Store, event_id: str) -> list[str]:
    """The ids of all badges an event gave, those replaced since included."""
    found = store.execute(
        "SELECT badge FROM registrations WHERE event_id = ?1 AND badge <> '' UNION"
        " SELECT target FROM facts WHERE event_id = ?1 AND kind = 'badge_retired' AND target <> ''",
        (event_id,),
    )
    return [row["badge"] for row in found]


def _present(store: Store, registration_id: str) -> Attendee | None:
    """Somebody, unless they were removed."""
    return registrations.get(store, registration_id) if registrations.is_listed(store, registration_id) else None


def canonical(store: Store, person: Attendee) -> Attendee:
    """The person this one was joined to, when two registrations were found to be one."""
    id_ = person_of(store, person.id)
    return person if id_ == person.id else registrations.get(store, id_)


def by_short_code(store: Store, event_id: str, code: str) -> list[Attendee]:
    """People of an event whose badge, or a duplicate's, begins with the letters printed under the code."""
    return list({person.id: person for _own, person in _owners(store, event_id, code)}.values())


def _owners(store: Store, event_id: str, code: str) -> list[tuple[str, Attendee]]:
    """The registrations whose badge a short code may be, each with the person it is of."""
    prefix = tokens.badge_prefix(code)
    if prefix is None:
        return []
    rows = store.execute(
        "SELECT r.id, coalesce(nullif(r.same_as, ''), r.id) FROM registrations AS r INDEXED BY registrations_by_badge"
        " WHERE r.badge >= ? AND r.badge < ? AND r.event_id = ? AND r.deleted = 0",
        (prefix, prefix + "g", event_id),
    )
    return [(own, person) for own, id_ in rows.fetchall() if (person := _present(store, id_))]


def namesake(store: Store, event_id: str, person: Attendee) -> Attendee | None:
    """Somebody of the event who has the same name, however it is spelt."""
    wanted = fold(person.list_name)
    ids = registrations.search(store, event_id, registrations.Query(text=wanted), limit=50) if wanted else []
    return next((p for p in registrations.get_many(store, ids) if fold(p.list_name) == wanted), None)
