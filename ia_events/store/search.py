"""Finding people as their name is typed: any part of name, employer, address or short code, accents ignored.

Among 100,000 people a key must be answered in less than 5 ms, and no single way does it for everything that is typed.
What many bear is met at once on a walk down the list; what few bear is found by the trigram index; in between, the
index says who matches and the list is walked in order without reading its people. `benchmarks/search.py` measures it.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import NamedTuple
from weakref import WeakKeyDictionary

from ia_events.domain.errors import UserError
from ia_events.domain.events import Event, OrganisationRole
from ia_events.domain.text import fold, in_order
from ia_events.store.database import Store
from ia_events.store.reading import get

# Badge state in SQL: what was last printed, against what would be printed now.
_BADGE_TEXT = "r.first_name || char(31) || r.last_name || char(31) || r.employer || char(31) || r.role || char(31) || r.job_title || char(31) || r.badge || char(31) || (SELECT title FROM events WHERE id = r.event_id)"
LAST_PRINT = (
    "(SELECT p.value FROM facts AS p WHERE p.registration_id = r.id AND p.kind = 'badge_print' AND p.voided = 0"
    " ORDER BY p.hlc DESC, p.origin DESC, p.seq DESC LIMIT 1)"
)
# {said}: what `badge_said` gives.
BADGE_FILTERS = {
    "all": "1",
    "new": f"{LAST_PRINT} IS NULL",
    "changed": f"{LAST_PRINT} NOT IN {{said}}",
    "to_print": f"coalesce({LAST_PRINT} NOT IN {{said}}, 1)",
    "printed": f"{LAST_PRINT} IN {{said}}",
}
BADGE_STATE = (
    f"CASE WHEN {LAST_PRINT} IS NULL THEN 'new' WHEN {LAST_PRINT} NOT IN {{said}} THEN 'changed' ELSE 'printed' END"
)

_PLAIN = (
    "civility", "birth_name", "department", "job_title", "grade", "job_framework", "meal", "access_needs", "remarks",
    "address", "town",
)  # fmt: skip
_WRITTEN = ("email", "phone", "category", "staff_number", "siret", "postcode", "role", "status", "badge")
# `fold` ignores accents and capitals, as the name's and the employer's own keys do.
SORTS = {
    "name": "r.sort_key",
    "employer": "r.employer_key, r.sort_key",
    **{field: f"fold(r.{field}), r.sort_key" for field in _PLAIN},
    **{field: f"r.{field}, r.sort_key" for field in _WRITTEN},
    # « Groupe 10 » after « Groupe 2 »; whoever has no group last.
    "group": 'r."group" = \'\', in_order(r."group"), r.sort_key',
    "badge_state": f"coalesce({LAST_PRINT} IN {{said}}, -1), r.sort_key",
    "added": "r.rowid",
}

_WALK = 3000  # people looked at before the index is asked
_FEW = 5000  # matches that are put in order here rather than by walking the list
_SMALL = 5000  # people in an event that is walked whole
_SPARE = 30
_STEP = 500  # people read at once
_NOBODY = 0xFFFFFFFF


class Query(NamedTuple):
    """What the participants page asks for. `badge` is one of BADGE_FILTERS; `sort` one of SORTS."""

    text: str = ""
    status: str = ""
    role: str = ""
    employer: str = ""
    badge: str = "all"
    sort: str = "name"
    descending: bool = False
    group: str = ""


EVERYBODY = Query()


def event_mark(event: Event) -> str:
    """What badges may say of an event besides its title, as a fingerprint: they are out of date when it changes."""
    from hashlib import sha256

    said = (
        event.timezone, event.session_code, event.programme, event.cycle, event.delegation, event.venue, event.address,
        [(slot.label, slot.start.isoformat(), slot.end.isoformat()) for slot in event.slots],
        event.organisations_as(OrganisationRole.ORGANISER),
        [(resource.title, resource.link) for resource in event.resources[:1]],
    )  # fmt: skip
    return sha256(repr(said).encode()).hexdigest()[:16]


def badge_said(store: Store, event_id: str) -> str:
    """In SQL, what the last print of a badge of this event says when it is as it would be printed now."""
    try:
        mark = event_mark(get(store, event_id))
    except UserError:  # deleted
        mark = ""
    # Prints of before there was a mark are known by the rest; those in a design that says the group have it at the end.
    marked = f"{_BADGE_TEXT} || char(31) || '{mark}'"
    return f"({marked}, {_BADGE_TEXT}, {marked} || char(31) || 'g' || r.\"group\")"


def search(store: Store, event_id: str, query: Query = EVERYBODY, *, limit: int = -1, offset: int = 0) -> list[str]:
    """Ids of the people that match, in the order asked. Every word must be found somewhere, accents ignored."""
    words = _words(query.text)
    wanted = offset + limit
    many = bool(words) and not _is_small(store, event_id)
    few_wanted = many and query.sort == "name" and 0 < wanted <= _WALK // 4
    if few_wanted and len(found := _walk(store, event_id, query, words, wanted)) == wanted:
        return found[offset:]
    match, rowids = _match(store, words) if many else ("", None)
    if few_wanted and rowids is not None:
        return _in_order(store, event_id, query, words, rowids, wanted)[offset:]
    where, values = _conditions(store, event_id, query, words, match, rowids)
    if query.sort in _PLAIN:
        store.connection.create_function("fold", 1, fold, deterministic=True)
    elif query.sort == "group":
        store.connection.create_function("in_order", 1, in_order, deterministic=True)
    sql = (
        f"SELECT r.id FROM registrations AS r WHERE {where} ORDER BY {_order(store, event_id, query)} LIMIT ? OFFSET ?"
    )
    return [row[0] for row in store.execute(sql, [*values, limit, offset]).fetchall()]


def count(store: Store, event_id: str, query: Query = EVERYBODY) -> int:
    """How many people match. Up to 60 ms among 100,000: not for each key typed."""
    words = _words(query.text)
    match, rowids = _match(store, words) if words and not _is_small(store, event_id) else ("", None)
    where, values = _conditions(store, event_id, query, words, match, rowids)
    return int(store.execute(f"SELECT count(*) FROM registrations AS r WHERE {where}", values).fetchone()[0])


def _order(store: Store, event_id: str, query: Query) -> str:
    first, comma, then = SORTS[query.sort].rpartition(", ")
    if query.sort == "badge_state":
        first = first.format(said=badge_said(store, event_id))
    way = " DESC" if query.descending else ""
    return f"{first}{way}, {then}{way}" if comma else f"{then}{way}"


def _walk(store: Store, event_id: str, query: Query, words: Sequence[str], wanted: int) -> list[str]:
    """At most `wanted` matches among the first people of the list in name order."""
    where, values = _filters(store, event_id, query)
    sql = (
        "SELECT r.id FROM (SELECT rowid FROM registrations WHERE event_id = ? AND gone = 0"
        f" ORDER BY sort_key {'DESC' if query.descending else ''} LIMIT {_WALK}) AS first"
        f" CROSS JOIN registrations AS r WHERE r.rowid = first.rowid{where}{_holds(words)} LIMIT ?"
    )
    return [row[0] for row in store.execute(sql, [event_id, *values, *_patterns(words), wanted]).fetchall()]


def _in_order(
    store: Store, event_id: str, query: Query, words: Sequence[str], rowids: Sequence[int], wanted: int
) -> list[str]:
    """At most `wanted` matches among these rows, in name order: only those near the top are read."""
    ranks = _ranks(store, event_id)
    last = len(ranks)
    ours = [rowid for rowid in rowids if rowid < last and ranks[rowid] != _NOBODY]
    ours.sort(key=ranks.__getitem__, reverse=query.descending)
    where, values = _filters(store, event_id, query)
    found: list[str] = []
    start, step = 0, wanted + _SPARE  # a few may not match after all
    while start < len(ours):
        part = ours[start : start + step]
        start, step = start + step, min(2 * step, _STEP)  # where many do not, in few questions
        rows = store.execute(
            f"SELECT r.rowid, r.id FROM registrations AS r WHERE r.rowid IN ({','.join(map(str, part))}){where}{_holds(words)}",
            [*values, *_patterns(words)],
        )
        ids = dict(map(tuple, rows.fetchall()))
        found += [ids[rowid] for rowid in part if rowid in ids]
        if len(found) >= wanted:
            break
    return found[:wanted]


class _Ranks(NamedTuple):
    """The place of each rowid in the list of one event. `written` stays the same while nothing is written at all, `heads` is
    where each origin of the change log stood: what is written beside the people (scans, the index of names) moves nobody.
    """

    event_id: str
    written: tuple[int, int]
    heads: dict[str, int]
    ranks: array[int]


_known_ranks: WeakKeyDictionary[Store, _Ranks] = WeakKeyDictionary()
# Of what an origin wrote since, what may move somebody in a list, or take them off it.
_MOVING = (
    "SELECT 1 FROM changes AS c WHERE origin = ? AND seq > ? AND (tbl = 'registrations' OR (tbl = 'facts'"
    " AND coalesce(body ->> 'kind', 'void') IN ('alias', 'void'))) LIMIT 1"
)


def _ranks(store: Store, event_id: str) -> array[int]:
    """The place in name order of each person of an event, by rowid; _NOBODY for the rows of others. 4 bytes each."""
    written = (store.written_elsewhere(), store.connection.total_changes)
    known = _known_ranks.get(store)
    if known is not None and known.event_id == event_id and known.written == written:
        return known.ranks
    heads: dict[str, int] = dict(map(tuple, store.execute("SELECT origin, seq FROM origins")))
    if known is not None and known.event_id == event_id and not _has_moved(store, known.heads, heads):
        ranks = known.ranks
    else:
        most = store.execute("SELECT max(rowid) FROM registrations").fetchone()[0] or 0
        ranks = array("I", [_NOBODY]) * (most + 1)
        # As one text: a row at a time takes twice as long.
        sql = "SELECT group_concat(rowid) FROM (SELECT rowid FROM registrations WHERE event_id = ? AND gone = 0 ORDER BY sort_key)"
        text = store.execute(sql, (event_id,)).fetchone()[0]
        for rank, rowid in enumerate(map(int, text.split(",")) if text else ()):
            ranks[rowid] = rank
    if not store.connection.in_transaction:  # what a transaction wrote may be taken back
        _known_ranks[store] = _Ranks(event_id, written, heads, ranks)
    return ranks


def _has_moved(store: Store, before: dict[str, int], heads: dict[str, int]) -> bool:
    """Whether somebody may have changed place, between two states of the change log."""
    return any(
        seq != before.get(origin, 0) and store.execute(_MOVING, (origin, before.get(origin, 0))).fetchone() is not None
        for origin, seq in heads.items()
    )


def _conditions(
    store: Store, event_id: str, query: Query, words: Sequence[str], match: str, rowids: Sequence[int] | None
) -> tuple[str, list[object]]:
    """`match` and `rowids` are what `_match` says of the words."""
    others, values = _filters(store, event_id, query)
    where = "r.event_id = ? AND r.gone = 0"
    if rowids is not None:
        # The pluses keep SQLite from walking the list in order to meet these few.
        where = f"r.rowid IN ({','.join(map(str, rowids))}) AND +r.event_id = ? AND +r.gone = 0"
    elif match:
        others = f" AND +r.rowid IN (SELECT rowid FROM registrations_search WHERE registrations_search MATCH ?){others}"
        values.insert(0, match)
    return f"{where}{others}{_holds(words)}", [event_id, *values, *_patterns(words)]


def _filters(store: Store, event_id: str, query: Query) -> tuple[str, list[object]]:
    where = ""
    values: list[object] = []
    for column in ("status", "role", "employer", "group"):
        wanted = getattr(query, column)
        if wanted:
            where += f' AND r."{column}" = ?'
            values.append(wanted)
    if query.badge != "all":
        badge = BADGE_FILTERS[query.badge]
        if "{said}" in badge:
            badge = badge.format(said=badge_said(store, event_id))
        where += f" AND r.status = 'registered' AND {badge}"
    return where, values


def _holds(words: Sequence[str]) -> str:
    return "".join(" AND instr(r.folded, ?)" if _is_wild(word) else " AND r.folded LIKE ?" for word in words)


def _patterns(words: Sequence[str]) -> list[str]:
    return [word if _is_wild(word) else f"%{word}%" for word in words]


def _is_wild(word: str) -> bool:
    """Whether LIKE, which is faster, would take a part of an address for a pattern."""
    return "_" in word or "%" in word


def _words(text: str) -> list[str]:
    """The words to find, as they stand in the searched column: folded, but what has an @ is part of an address."""
    words: list[str] = []
    for part in text.lower().split():
        words.extend([part] if "@" in part else fold(part).split())
    return words


def _is_small(store: Store, event_id: str) -> bool:
    rows = store.execute(
        "SELECT count(*) FROM (SELECT 1 FROM registrations WHERE event_id = ? AND gone = 0 LIMIT ?)",
        (event_id, _SMALL + 1),
    )
    return int(rows.fetchone()[0]) <= _SMALL


def _match(store: Store, words: Sequence[str]) -> tuple[str, list[int] | None]:
    """What to ask the index ("": it cannot help), and the rows it finds if they are few; some may not match after all."""
    match = " AND ".join(trigram for word in words for trigram in _trigrams(word))
    rowids = _rowids(store, match) if match else None
    for word in words:
        if len(word) < 3 and rowids is None:
            beginning = _beginning(store, word)
            if beginning == []:
                return "", []
            if beginning:
                match = " AND ".join([*filter(None, [match]), f"({' OR '.join(beginning)})"])
                rowids = _rowids(store, match)
    return match, rowids


def _trigrams(word: str) -> list[str]:
    """Enough of a word's trigrams to cover it. The index does not keep where they stand: it would be twice as big."""
    starts = sorted({*range(0, len(word) - 2, 2), len(word) - 3}) if len(word) >= 3 else []
    return [_quoted(word[start : start + 3]) for start in starts]


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


def near(store: Store, text: str) -> list[int]:
    """Rows of registrations, of any event, that may hold every word of a text; none when they are not few."""
    words = _words(text)
    return (_match(store, words)[1] or []) if words else []


def _rowids(store: Store, match: str) -> list[int] | None:
    """Who matches in the index; None when they are not few."""
    # As one text: a row at a time takes four times as long.
    sql = "SELECT group_concat(rowid) FROM (SELECT rowid FROM registrations_search WHERE registrations_search MATCH ? LIMIT ?)"
    text = store.execute(sql, (match, _FEW + 1)).fetchone()[0]
    found = list(map(int, text.split(","))) if text else []
    return found if len(found) <= _FEW else None
