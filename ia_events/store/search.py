"""Finding people as their name is typed: any part of name, employer, address or short code, accents ignored.

Among 100,000 people a key must be answered in less than 5 ms, and no single way does it for everything that is typed.
What many bear is met at once on a walk down the list; what few bear is found by the trigram index; in between, the
index says who matches and the list is walked in order without reading its people. `benchmarks/search.py` measures it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ia_events.domain.text import fold
from ia_events.store.database import Store

SORTS = {
    "name": "r.sort_key",
    "employer": "r.employer_key, r.sort_key",
    "job_title": "r.job_title COLLATE NOCASE, r.sort_key",
    "department": "r.department COLLATE NOCASE, r.sort_key",
    "email": "r.email, r.sort_key",
    "phone": "r.phone, r.sort_key",
    "category": "r.category, r.sort_key",
    "role": "r.role, r.sort_key",
    "status": "r.status, r.sort_key",
    "added": "r.rowid",
}

# Badge state in SQL: what was last printed, against what would be printed now.
BADGE_TEXT = "r.first_name || char(31) || r.last_name || char(31) || r.employer || char(31) || r.role || char(31) || r.job_title || char(31) || r.badge"
LAST_PRINT = (
    "(SELECT p.value FROM facts AS p WHERE p.registration_id = r.id AND p.kind = 'badge_print' AND p.voided = 0"
    " ORDER BY p.hlc DESC, p.origin DESC, p.seq DESC LIMIT 1)"
)
BADGE_FILTERS = {
    "all": "1",
    "new": f"{LAST_PRINT} IS NULL",
    "changed": f"{LAST_PRINT} <> {BADGE_TEXT}",
    "to_print": f"coalesce({LAST_PRINT} <> {BADGE_TEXT}, 1)",
    "printed": f"{LAST_PRINT} = {BADGE_TEXT}",
}

_WALK = 3000  # people looked at before the index is asked
_FURTHER = 20_000  # at most, when enough of them matched
_FEW = 2500  # matches that are fetched and sorted rather than met on a walk
_SMALL = 5000  # people in an event that is walked whole


class Query(NamedTuple):
    """What the participants page asks for. `badge` is one of BADGE_FILTERS; `sort` one of SORTS."""

    text: str = ""
    status: str = ""
    role: str = ""
    employer: str = ""
    badge: str = "all"
    sort: str = "name"
    descending: bool = False


EVERYBODY = Query()


def search(store: Store, event_id: str, query: Query = EVERYBODY, *, limit: int = -1, offset: int = 0) -> list[str]:
    """Ids of the people that match, in the order asked. Every word must be found somewhere, accents ignored."""
    words = _words(query.text)
    wanted = offset + limit
    if words and query.sort == "name" and 0 < wanted <= _WALK // 4 and limit > 0:
        found = _walk(store, event_id, query, words, wanted, _WALK)
        if wanted > len(found) >= wanted // 8:
            # Twice as far as it takes if they are spread evenly.
            found = _walk(store, event_id, query, words, wanted, min(_FURTHER, _WALK * wanted * 2 // len(found)))
        if len(found) == wanted:
            return found[offset:]
    where, values = _conditions(store, event_id, query, words)
    sql = f"SELECT r.id FROM registrations AS r WHERE {where} ORDER BY {_order(query)} LIMIT ? OFFSET ?"
    return [row[0] for row in store.execute(sql, [*values, limit, offset])]


def count(store: Store, event_id: str, query: Query = EVERYBODY) -> int:
    """How many people match. Up to 60 ms among 100,000: not for each key typed."""
    where, values = _conditions(store, event_id, query, _words(query.text))
    return int(store.execute(f"SELECT count(*) FROM registrations AS r WHERE {where}", values).fetchone()[0])


def _order(query: Query) -> str:
    return ", ".join(f"{part}{' DESC' if query.descending else ''}" for part in SORTS[query.sort].split(", "))


def _walk(store: Store, event_id: str, query: Query, words: Sequence[str], wanted: int, first: int) -> list[str]:
    """At most `wanted` matches among the `first` people of the list in name order."""
    where, values = _filters(query)
    sql = (
        "SELECT r.id FROM (SELECT rowid, folded FROM registrations WHERE event_id = ? AND deleted = 0"
        f" ORDER BY sort_key {'DESC' if query.descending else ''} LIMIT ?) AS first"
        f" CROSS JOIN registrations AS r WHERE r.rowid = first.rowid{where}{_holds(words, 'first')} LIMIT ?"
    )
    return [row[0] for row in store.execute(sql, [event_id, first, *values, *_patterns(words), wanted])]


def _conditions(store: Store, event_id: str, query: Query, words: Sequence[str]) -> tuple[str, list[object]]:
    others, values = _filters(query)
    if words and not _is_small(store, event_id):
        match, words, rowids = _match(store, words)
        if rowids is not None:
            # The pluses keep SQLite from walking the list in order to meet these few.
            where = f"r.rowid IN ({','.join(map(str, rowids))}) AND +r.event_id = ? AND +r.deleted = 0"
            return f"{where}{others}{_holds(words)}", [event_id, *values, *_patterns(words)]
        if match:
            others += " AND +r.rowid IN (SELECT rowid FROM registrations_search WHERE registrations_search MATCH ?)"
            values.append(match)
    return f"r.event_id = ? AND r.deleted = 0{others}{_holds(words)}", [event_id, *values, *_patterns(words)]


def _filters(query: Query) -> tuple[str, list[object]]:
    where = ""
    values: list[object] = []
    for column in ("status", "role", "employer"):
        wanted = getattr(query, column)
        if wanted:
            where += f" AND r.{column} = ?"
            values.append(wanted)
    if query.badge != "all":
        where += f" AND r.status = 'registered' AND {BADGE_FILTERS[query.badge]}"
    return where, values


def _holds(words: Sequence[str], table: str = "r") -> str:
    return f" AND {table}.folded LIKE ?" * len(words)


def _patterns(words: Sequence[str]) -> list[str]:
    # An underscore in an address stands for any letter: more may be found than asked, never less.
    return [f"%{word}%" for word in words]


def _words(text: str) -> list[str]:
    """The words to find, as they stand in the searched column: folded, but what has an @ is part of an address."""
    words: list[str] = []
    for part in text.lower().split():
        words.extend([part] if "@" in part else fold(part).split())
    return words


def _is_small(store: Store, event_id: str) -> bool:
    rows = store.execute(
        "SELECT count(*) FROM (SELECT 1 FROM registrations WHERE event_id = ? AND deleted = 0 LIMIT ?)",
        (event_id, _SMALL + 1),
    )
    return int(rows.fetchone()[0]) <= _SMALL


def _match(store: Store, words: Sequence[str]) -> tuple[str, list[str], list[int] | None]:
    """What to ask the index, the words that says nothing of, and the rows it finds if they are few."""
    match = " AND ".join(_quoted(word) for word in words if len(word) >= 3)
    left = [word for word in words if len(word) < 3]
    rowids = _rowids(store, match) if match else None
    if rowids is None:
        for word in list(left):
            beginning = _beginning(store, word)
            if beginning == []:
                return "", [], []
            if beginning:
                match = " AND ".join([*filter(None, [match]), f"({' OR '.join(beginning)})"])
                left.remove(word)
                rowids = _rowids(store, match)
    return match, left, rowids


def _beginning(store: Store, word: str) -> list[str] | None:
    """The trigrams that begin with one or two letters, which the index cannot find itself; None when many people have them."""
    rows = store.execute(
        "SELECT term, doc FROM registrations_terms WHERE term >= ? AND term < ?", (word, word + "\U0010ffff")
    )
    found, people = [], 0
    for term, having in rows:
        people += having
        if people > _FEW:
            return None
        found.append(_quoted(term))
    return found


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _rowids(store: Store, match: str) -> list[int] | None:
    """Who matches in the index; None when they are not few."""
    sql = "SELECT rowid FROM registrations_search WHERE registrations_search MATCH ? LIMIT ?"
    found = [row[0] for row in store.execute(sql, (match, _FEW + 1))]
    return found if len(found) <= _FEW else None
