"""Whom somebody means who types their own name at a kiosk. No list ever comes out of it: one person, or nobody."""

from __future__ import annotations

from dataclasses import dataclass

from ia_events.domain.people import Attendee
from ia_events.domain.text import fold
from ia_events.store import registrations
from ia_events.store.database import Store

LEAST = 3  # letters of each name before anything is looked for


@dataclass(frozen=True, slots=True)
class Meant:
    """Who is meant; `whole` when both names were typed to their end, else the person is to be asked. None: nobody, or several."""

    person: Attendee | None = None
    whole: bool = False


_BEGINNING = (
    "SELECT id, replace(sort_key, ' ', '') AS names FROM registrations INDEXED BY registrations_in_order"
    " WHERE event_id = ?1 AND gone = 0 AND sort_key >= substr(?2, 1, 1) AND sort_key < substr(?2, 1, 1) || char(1114111)"
    " AND substr(names, 1, length(?2)) = ?2"
)


def by_name(store: Store, event_id: str, last_name: str, first_name: str) -> Meant:
    """The one person whose names begin so (accents, hyphens and spaces ignored), in this order or the other.

    Under three letters a name must be the whole of it. Who typed theirs whole is not confused with a longer one.
    """
    last, first = _bare(last_name), _bare(first_name)
    if not last or not first:
        return Meant()
    found: dict[str, bool] = {}
    for one, other in {(last, first), (first, last)}:
        for id_, names in store.execute(_BEGINNING, (event_id, one)):
            had_last, _tab, had_first = names.partition("\t")
            whole = (had_last, had_first) == (one, other)
            if whole or (
                had_first.startswith(other)
                and (len(one) >= LEAST or had_last == one)
                and (len(other) >= LEAST or had_first == other)
            ):
                found[id_] = found.get(id_, False) or whole
    exact = [id_ for id_, whole in found.items() if whole]
    kept = exact or list(found)
    return Meant(registrations.get(store, kept[0]), bool(exact)) if len(kept) == 1 else Meant()


def _bare(name: str) -> str:
    return fold(name).replace(" ", "")
