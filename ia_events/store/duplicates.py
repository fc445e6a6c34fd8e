"""Who each registration is once some were found to be one: worked out from the joinings that stand, whatever order they
came in. `duplicates` holds the answer for those that are somebody else; the view `whose` says of each fact whose it is.
"""

from __future__ import annotations

from typing import Any

from ia_events.store.database import Store

_JOININGS = (
    "SELECT registration_id, target FROM facts INDEXED BY facts_aliases WHERE kind = 'alias' AND voided = 0 AND target <> ''"
    # Whoever is joined to somebody not arrived yet, or of another event, stays who they are.
    " AND EXISTS (SELECT 1 FROM registrations AS r WHERE r.id = target AND r.event_id = facts.event_id)"
    " AND NOT EXISTS (SELECT 1 FROM registrations AS r WHERE r.id = registration_id AND r.event_id <> facts.event_id)"
    " ORDER BY hlc DESC, origin DESC, seq DESC"
)

# What may be a person's (`?1`, who is nobody's duplicate): told of them or of a duplicate, or read of one of their badges
# before its registration was here. Which of it is theirs, `whose` says.
MAY_BE_OF = (
    "WITH me(id) AS (SELECT ?1 UNION ALL SELECT id FROM duplicates WHERE person = ?1),"
    " badges(code) AS (SELECT badge FROM registrations WHERE id IN me AND badge <> '' UNION"
    " SELECT target FROM facts INDEXED BY facts_by_registration WHERE registration_id IN me AND kind = 'badge_retired')"
    " SELECT id FROM facts INDEXED BY facts_by_registration WHERE registration_id IN me AND kind IN ('arrival', 'departure', 'mark')"
    " UNION ALL SELECT id FROM facts INDEXED BY facts_by_target WHERE target IN badges AND target <> '' AND registration_id = ''"
)

# Whether there is anything of that sort, of a registration `r` that is nobody's duplicate: of most people who come to a door
# there is nothing yet, which takes a quarter of the time to know.
ANY_OF = (
    "(EXISTS (SELECT 1 FROM facts INDEXED BY facts_by_registration WHERE registration_id = r.id"
    " AND kind IN ('arrival', 'departure', 'mark', 'badge_retired')) OR EXISTS (SELECT 1 FROM duplicates WHERE person = r.id)"
    " OR EXISTS (SELECT 1 FROM facts INDEXED BY facts_by_target WHERE target = r.badge AND target <> '' AND registration_id = ''))"
)


def settle(connection: Any) -> None:
    """Work out again who is whose duplicate. The latest joining wins, over an older one and over the circle it would close."""
    if (
        connection.execute("SELECT 1 FROM facts INDEXED BY facts_aliases WHERE kind = 'alias' LIMIT 1").fetchone()
        is None
    ):
        return
    joined: dict[str, str] = {}
    for one, other in connection.execute(_JOININGS).fetchall():
        if one not in joined and _root(joined, other) != one:
            joined[one] = other
    people = {one: _root(joined, one) for one in joined}
    before = dict(map(tuple, connection.execute("SELECT id, person FROM duplicates")))
    gone = [(one,) for one in before if one not in people]
    connection.executemany("DELETE FROM duplicates WHERE id = ?", gone)
    connection.executemany("UPDATE registrations SET same_as = '' WHERE id = ?", gone)
    connection.executemany(
        "INSERT INTO duplicates(id, person) VALUES (?, ?) ON CONFLICT(id) DO UPDATE SET person = excluded.person",
        [pair for pair in people.items() if before.get(pair[0]) != pair[1]],
    )
    # Also of those whose registration has only come now.
    connection.executemany(
        "UPDATE registrations SET same_as = ?2 WHERE id = ?1 AND same_as <> ?2", list(people.items())
    )


def _root(joined: dict[str, str], one: str) -> str:
    while one in joined:
        one = joined[one]
    return one


def person_of(store: Store, registration_id: str) -> str:
    """The registration that stands for this one: itself, as long as it is nobody's duplicate."""
    row = store.execute("SELECT person FROM duplicates WHERE id = ?", (registration_id,)).fetchone()
    return str(row[0]) if row else registration_id
