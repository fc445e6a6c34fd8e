"""Reading the attendee lists people really send: .xlsx, .xlsm, .xls, .xlsb, .ods and text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ia_events.domain.bulk import collection_held
from ia_events.domain.errors import UserError
from ia_events.domain.fields import BY_ID, FULL_NAME
from ia_events.domain.lists import Listing
from ia_events.domain.text import fold
from ia_events.i18n import N_
from ia_events.spreadsheets import guard, headings, rows, text_files

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

Span = tuple[tuple[int, int], tuple[int, int]]


@dataclass(slots=True, kw_only=True)
class _Sheet:
    """A sheet's cells from A1, and what else is known of it."""

    name: str
    cells: Sequence[Sequence[object]]
    merged: Sequence[Span] = ()
    errors: Mapping[tuple[int, int], str]
    header: headings.Header | None = None


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
    `guard.open_list`, and sheet_unknown, sheet_too_big, mapping_unknown, no_header, no_people.
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
    opened = guard.open_list(path, password)
    names: tuple[str, ...] = ()
    if opened.kind == "text":
        chosen = _text_sheet(path, mapping)
        if sheet:
            raise _sheet_unknown(sheet, path, names)
    else:
        chosen, names = _workbook_sheet(path, opened, sheet, mapping)
    progress(0, len(chosen.cells))
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
        chosen.cells, chosen.header, mapping, chosen.name, chosen.merged, chosen.errors, progress
    )
    if not people:
        raise UserError(
            "no_people",
            N_("La liste de « {name} » a des titres de colonnes, mais aucun inscrit en dessous. Vérifiez qu'il s'agit du bon fichier et de la bonne feuille."),
            name=path.name,
        )  # fmt: skip
    return Listing(
        source=path.name,
        sheet=chosen.name,
        sheets=names,
        header_row=chosen.header.row + 1,
        columns=columns,
        rows=tuple(people),
        skipped=tuple(skipped),
    )


def _text_sheet(path: Path, mapping: Mapping[str, str] | None) -> _Sheet:
    try:
        text = text_files.decode(path.read_bytes())
    except OSError as error:
        raise guard.damaged(path) from error
    cells = text_files.rows(text)
    return _Sheet(name="", cells=cells, errors={}, header=headings.find(cells[: headings.HEADING_ROWS], (), mapping))


def _workbook_sheet(
    path: Path, opened: guard.Opened, wanted: str | None, mapping: Mapping[str, str] | None
) -> tuple[_Sheet, tuple[str, ...]]:
    """The sheet named, or the visible one with the best headings and most people; and all the names, visible first."""
    import python_calamine as calamine

    def in_library() -> tuple[_Sheet, tuple[str, ...]]:
        with calamine.load_workbook(opened.source) as workbook:
            sheets = [s for s in workbook.sheets_metadata if s.typ == calamine.SheetTypeEnum.WorkSheet]
            visible = [s.name for s in sheets if s.visible == calamine.SheetVisibleEnum.Visible]
            names = (*visible, *(s.name for s in sheets if s.name not in visible))
            if wanted is not None:
                if wanted not in names:
                    raise _sheet_unknown(wanted, path, names)
                return _load(workbook, wanted, opened, mapping), names
            return _best(workbook, visible or list(names), opened, mapping), names

    try:
        return in_library()
    except (UserError, MemoryError):
        raise
    except Exception as error:
        raise guard.damaged(path) from error
    except BaseException as error:
        # calamine's own panics are no Exception; what stops the program must still stop it.
        if type(error).__name__ != "PanicException":
            raise
        raise guard.damaged(path) from None


def _best(
    workbook: CalamineWorkbook, names: Sequence[str], opened: guard.Opened, mapping: Mapping[str, str] | None
) -> _Sheet:
    sound = [name for name in names if name not in opened.facts or not opened.facts[name].too_big]
    candidates = [_load(workbook, name, opened, mapping) for name in sound or names[:1]]
    if len(candidates) == 1:
        return candidates[0]
    return max(candidates, key=_rank, default=_Sheet(name="", cells=(), errors={}))


def _rank(sheet: _Sheet) -> tuple[int, int, int]:
    """How well a sheet looks like the list: how people are named in it, how many rows name somebody, its headings."""
    if sheet.header is None:
        return 0, 0, 0
    places = {c.field: c.index for c in sheet.header.columns if c.field}
    tier = 3 if {"last_name", "first_name"} <= places.keys() else 2 if FULL_NAME in places else 1
    place = next(places[f] for f in ("last_name", FULL_NAME, "first_name", "birth_name") if f in places)
    return tier, sum(1 for row in sheet.cells[sheet.header.row + 1 :] if row[place] != ""), sheet.header.score


def _load(workbook: CalamineWorkbook, name: str, opened: guard.Opened, mapping: Mapping[str, str] | None) -> _Sheet:
    facts = opened.facts.get(name)
    if facts is not None and facts.too_big:
        raise guard.sheet_too_big(name, facts.rows, facts.columns)
    sheet: CalamineSheet = workbook.get_sheet_by_name(name)
    cells: Sequence[Sequence[object]] = sheet.to_python(skip_empty_area=False)
    merged = sheet.merged_cell_ranges or ()
    header = headings.find(cells[: headings.HEADING_ROWS], merged, mapping)
    return _Sheet(name=name, cells=cells, merged=merged, errors=facts.errors if facts else {}, header=header)


def _sheet_unknown(wanted: str, path: Path, names: Sequence[str]) -> UserError:
    return UserError(
        "sheet_unknown",
        N_("« {name} » n'a pas de feuille « {sheet} ». Ses feuilles sont : {sheets}."),
        name=path.name,
        sheet=wanted,
        sheets=", ".join(names),
    )
