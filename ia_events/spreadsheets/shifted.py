"""Rows sorted without their hidden columns: whose each is then told by the name it bears."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum

from ia_events.domain.returned import Values
from ia_events.domain.text import fold

_TELLING = ("email", "employer")  # namesakes apart


class Sorted(Enum):
    """What was found of a sheet."""

    IN_PLACE = "in place"
    FOLLOWED = "followed"  # each row is whose name it bears
    UNSURE = "unsure"  # names are with somebody else's id, and do not say for sure whose each row is


def owners(rows: Sequence[tuple[str, Values]], sent: Mapping[str, Values]) -> tuple[list[str], Sorted]:
    """Whose each row (id, fields) is, and how that was told. `sent` are the fields sent, by id.

    Names are followed when they lead to exactly the people whose ids are on the sheet, each once; the others are then nobody.
    """
    ids = [id_ for id_, _values in rows]
    by_name: dict[tuple[str, str], list[str]] = {}
    for id_, values in sent.items():
        if any(name := name_of(values)):
            by_name.setdefault(name, []).append(id_)

    def elsewhere(id_: str, values: Values) -> bool:
        found = by_name.get(name_of(values), [])
        return id_ in sent and bool(found) and id_ not in found

    if not any(elsewhere(id_, values) for id_, values in rows):
        return ids, Sorted.IN_PLACE
    told = [_told(id_, values, by_name.get(name_of(values), []), sent) for id_, values in rows]
    known = [id_ for id_ in told if id_]
    if len(set(known)) == len(known) and set(known) == {id_ for id_ in ids if id_ in sent}:
        return told, Sorted.FOLLOWED
    return ids, Sorted.UNSURE


def _told(id_: str, values: Values, candidates: list[str], sent: Mapping[str, Values]) -> str:
    for key in _TELLING:
        alike = [one for one in candidates if values.get(key) and fold(sent[one].get(key, "")) == fold(values[key])]
        candidates = alike if len(candidates) > 1 and alike else candidates
    if len(candidates) == 1:
        return candidates[0]
    # Namesakes nothing tells apart: whichever of them the row says.
    return id_ if id_ in candidates else "" if not candidates else f"{candidates[0]} ?"


def name_of(values: Values) -> tuple[str, str]:
    """A name as it is compared."""
    return fold(values.get("last_name", "")), fold(values.get("first_name", ""))
