"""The cells of a file somebody sent, as they are: what a library makes of it, before anything is understood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ia_events.domain.errors import UserError
from ia_events.i18n import N_
from ia_events.spreadsheets import guard, text_files

Span = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class RawSheet:
    """A sheet's cells from A1 (text, numbers, booleans, dates; "" when empty), its merged ranges and error cells, from 0."""

    name: str
    cells: Sequence[Sequence[object]]
    merged: Sequence[Span] = ()
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RawBook:
    """A file read. `names` are all its sheets, visible ones first; `sheets` those that were read. A text file has one, named ""."""

    names: tuple[str, ...] = ()
    sheets: tuple[RawSheet, ...]


def load(path: Path, *, sheet: str | None = None, password: str | None = None) -> RawBook:
    """The cells of the sheet named, or of every visible one (of all when none is).

    UserError: those of `guard.open_list`, sheet_unknown, sheet_too_big.
    """
    opened = guard.open_list(path, password)
    if opened.kind == "workbook":
        return _workbook(path, opened, sheet)
    if sheet:
        raise _sheet_unknown(sheet, path, ())
    try:
        text = text_files.decode(path.read_bytes())
    except OSError as error:
        raise guard.damaged(path) from error
    return RawBook(sheets=(RawSheet(name="", cells=text_files.rows(text)),))


def _workbook(path: Path, opened: guard.Opened, wanted: str | None) -> RawBook:
    import python_calamine as calamine

    def in_library() -> RawBook:
        with calamine.load_workbook(opened.source) as workbook:
            known = [s for s in workbook.sheets_metadata if s.typ == calamine.SheetTypeEnum.WorkSheet]
            visible = [s.name for s in known if s.visible == calamine.SheetVisibleEnum.Visible]
            names = (*visible, *(s.name for s in known if s.name not in visible))
            if wanted is not None and wanted not in names:
                raise _sheet_unknown(wanted, path, names)
            chosen = [wanted] if wanted is not None else visible or list(names)
            # One sheet that is too big must not hide the list beside it.
            sound = [name for name in chosen if name not in opened.facts or not opened.facts[name].too_big]
            return RawBook(names=names, sheets=tuple(_sheet(workbook, name, opened) for name in sound or chosen[:1]))

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


def _sheet(workbook: object, name: str, opened: guard.Opened) -> RawSheet:
    facts = opened.facts.get(name)
    if facts is not None and facts.too_big:
        raise guard.sheet_too_big(name, facts.rows, facts.columns)
    sheet = workbook.get_sheet_by_name(name)  # type: ignore[attr-defined]
    return RawSheet(
        name=name,
        cells=sheet.to_python(skip_empty_area=False),
        merged=sheet.merged_cell_ranges or (),
        errors=facts.errors if facts else {},
    )


def _sheet_unknown(wanted: str, path: Path, names: Sequence[str]) -> UserError:
    return UserError(
        "sheet_unknown",
        N_("« {name} » n'a pas de feuille « {sheet} ». Ses feuilles sont : {sheets}."),
        name=path.name,
        sheet=wanted,
        sheets=", ".join(names),
    )
