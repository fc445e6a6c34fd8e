"""Reading the attendee lists people really send: .xlsx, .xlsm, .xls, .xlsb, .ods and text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ia_events.domain.bulk import collection_held
from ia_events.domain.errors import UserError
from ia_events.domain.fields import BY_ID, FULL_NAME
from ia_events.domain.lists import Listing
from ia_events.domain.text import fold
from ia_events.i18n import N_
from ia_events.spreadsheets import headings, raw, rows


@dataclass(slots=True, kw_only=True)
class _Candidate:
    """A sheet and the heading row found in it."""

    sheet: raw.RawSheet
    header: headings.Header | None


@collection_held()
def read(
    path: Path,
    *,
    sheet: str | None = None,
    mapping: Mapping[str, str] | None = None,
    password: str | None = None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Listing:
    """The list a file holds, as understood: its sheet, heading row, columns, people and problems.

    `mapping` goes from headings as written to field identifiers, FULL_NAME or "" to leave a column aside; it wins
    over what is guessed. `progress` is told (rows done, rows in all) and may raise Cancelled. UserError: those of
    `raw.load`, and mapping_unknown, mapping_unknown_heading, no_header, no_people.
    """
    for field in (mapping or {}).values():
        if field and field != FULL_NAME and field not in BY_ID:
            raise UserError(
                "mapping_unknown",
                N_("« {field} » n'est pas un champ. Les champs sont : {fields}."),
                field=field,
                fields=", ".join([*BY_ID, FULL_NAME]),
            )
    progress(0, 1)
    book = raw.load(path, sheet=sheet, password=password)
    chosen = _best(
        [
            _Candidate(sheet=found, header=headings.find(found.cells[: headings.HEADING_ROWS], found.merged, mapping))
            for found in book.sheets
        ]
    )
    progress(0, len(chosen.sheet.cells))
    if chosen.header is None:
        raise UserError(
            "no_header",
            N_("Aucune liste trouvée dans « {name} ». Il faut une ligne de titres de colonnes, avec au moins Nom et Prénom, au-dessus des inscrits."),
            name=path.name,
        )  # fmt: skip
    unknown = [h for h in mapping or {} if fold(h) not in {fold(c.heading) for c in chosen.header.columns}]
    if unknown:
        raise UserError(
            "mapping_unknown_heading",
            N_("Aucune colonne ne s'appelle « {heading} ». Les colonnes sont : {headings}."),
            heading=unknown[0],
            headings=", ".join(c.heading for c in chosen.header.columns if c.heading),
        )
    columns, people, skipped = rows.people(
        chosen.sheet.cells,
        chosen.header,
        mapping,
        chosen.sheet.name,
        chosen.sheet.merged,
        chosen.sheet.errors,
        progress,
    )
    if not people:
        raise UserError(
            "no_people",
            N_("La liste de « {name} » a des titres de colonnes, mais aucun inscrit en dessous. Vérifiez qu'il s'agit du bon fichier et de la bonne feuille."),
            name=path.name,
        )  # fmt: skip
    return Listing(
        source=path.name,
        sheet=chosen.sheet.name,
        sheets=book.names,
        header_row=chosen.header.row + 1,
        columns=columns,
        rows=tuple(people),
        skipped=tuple(skipped),
        grid=chosen.sheet.cells,
    )


def _best(candidates: Sequence[_Candidate]) -> _Candidate:
    return max(candidates, key=_rank, default=_Candidate(sheet=raw.RawSheet(name="", cells=()), header=None))


def _rank(candidate: _Candidate) -> tuple[int, int, int]:
    """How well a sheet looks like the list: how people are named in it, how many rows name somebody, its headings."""
    header = candidate.header
    if header is None:
        return 0, 0, 0
    places = {c.field: c.index for c in header.columns if c.field}
    tier = 3 if {"last_name", "first_name"} <= places.keys() else 2 if FULL_NAME in places else 1
    place = next(places[f] for f in ("last_name", FULL_NAME, "first_name", "birth_name") if f in places)
    return tier, sum(1 for row in candidate.sheet.cells[header.row + 1 :] if row[place] != ""), header.score
