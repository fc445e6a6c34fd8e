"""Lists that come again: what names the source of a list, and which sources a list is another sending of."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from ia_events.domain.lists import Listing, ListRow, Place
from ia_events.domain.people import Attendee
from ia_events.domain.text import fold


def source_key(listing: Listing, sheet: str) -> str:
    """What names the source of a list to begin with: its headings, the sheet, and whom it names, since two senders may
    fill one template. Its next sending is told by whom it names too (`matching`). "" when it has no headings.
    """
    if not listing.fingerprint:
        return ""
    return f"{listing.fingerprint}:{fold(sheet)}:{listing.whole or names_key(listing.rows)}"


def names_key(rows: Iterable[ListRow]) -> str:
    """Eight hexadecimal digits of whom rows name: the end of a source key, the same for all events of one list."""
    names = "\n".join([f"{row.attendee.last_name}\t{row.attendee.first_name}" for row in rows])
    return f"{zlib.crc32(names.encode('utf-8', 'surrogatepass')):08x}"


def sent_together(key: str, others: Iterable[str]) -> bool:
    """Whether a source is one of `others`, or came in one list with one of them, for another event."""
    return key.rpartition(":")[2] in {other.rpartition(":")[2] for other in others}


def mark_key(listing: Listing, sheet: str) -> str:
    """What names a list among those that may ask who one row is: its headings, the sheet, and whom it names."""
    told = source_key(listing, sheet) or source_key(replace(listing, fingerprint="-"), sheet)
    return f"{zlib.crc32(told.encode('utf-8', 'surrogatepass')):08x}"


def sendings(
    sources: Mapping[str, str], person_at: Mapping[Place, str], known: Mapping[str, Attendee], maybe: Collection[str]
) -> tuple[set[str], dict[str, str]]:
    """The sources a list is another sending of: those of its layout of which it names half, or that are half of it. And,
    for each of its own source keys that is not the one it names most of, that one.

    `sources` are its keys by sheet, `person_at` whom each row is, `maybe` who may be on it besides.
    """
    sizes = Counter(person.list for person in known.values() if person.list)
    again: set[str] = set()
    adopted: dict[str, str] = {}
    for sheet, own in sources.items():
        here = {id_ for place, id_ in person_at.items() if place[0] == sheet}
        layout = own.rpartition(":")[0]
        named = Counter(
            person.list for id_ in (here.union(maybe) if sizes else ()) if (person := known.get(id_)) and person.list
        )

        def is_again(key: str, count: int, layout: str = layout, rows: int = len(here)) -> bool:
            same = key.rpartition(":")[0] == layout
            return 2 * count >= (min if same else max)(sizes[key], rows)

        found = [key for key, count in named.most_common() if is_again(key, count)]
        again.update(found)
        if found and found[0] != own:
            adopted[own] = found[0]
    return again, adopted
