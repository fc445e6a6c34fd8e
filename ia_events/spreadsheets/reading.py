"""Reading the attendee lists people really send: .xlsx, .xlsm, .xls, .xlsb, .ods, text, and cells pasted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from ia_events.domain.bulk import collection_held
from ia_events.domain.errors import UserError
from ia_events.domain.events import Slot
from ia_events.domain.fields import BY_ID, FULL_NAME
from ia_events.domain.layout import Layout
from ia_events.domain.lists import EVENT, EXPECTED, PRESENCE, Column, Listing, ListRow
from ia_events.domain.text import fold
from ia_events.i18n import N_, _
from ia_events.spreadsheets import (
    last_names,
    marks,
    presence,
    raw,
    regions,
    rows,
    sessions,
    sheets,
    standing,
    text_files,
)
from ia_events.spreadsheets.sheets import ALL_SHEETS

Progress = Callable[[int, int], None]


def silent(_done: int, _all: int) -> None:
    """Tell nobody."""


@collection_held()
def read(
    path: Path,
    *,
    sheet: str | None = None,
    mapping: Mapping[str, str] | None = None,
    answers: Mapping[str, str] | None = None,
    layouts: Mapping[str, Layout] | None = None,
    slots: Sequence[Slot] = (),
    timezone: str = "UTC",
    today: date | None = None,
    password: str | None = None,
    progress: Progress = silent,
    meanwhile: Callable[[], None] = lambda: None,
) -> Listing:
    """The list a file holds, as understood: its sheets, heading row, columns, people, problems and open questions.

    `mapping` goes from headings as written to field identifiers, FULL_NAME, « presence:SLOT », « expected:SLOT », or ""
    to leave a column aside; `answers` from questions' keys to the options chosen. Both win over what is guessed, and
    over what `layouts` remembers for the file's fingerprint. `slots` are the event's, in its `timezone`; `today` tells,
    before and after a slot's day, whether a cross says that somebody is expected or was there. `progress` is told (rows
    done, rows in all) and may raise Cancelled; `meanwhile` is called once, while another process reads the file: what
    else has to be done, such as loading the people it is about, costs no time there. UserError: those of `raw.load`,
    and mapping_unknown, mapping_unknown_heading, no_header, no_names, no_people.
    """
    check(mapping or {}, slots)
    progress(0, 1)
    if sheet == ALL_SHEETS:
        sheet, answers = None, {**(answers or {}), "sheet": ALL_SHEETS}
    book = raw.load(path, sheet=sheet, password=password, progress=lambda: progress(0, 0), meanwhile=meanwhile)
    context = presence.Context(marks.moments(slots, timezone), today, dict(answers or {}))
    return listing_of(book, path.name, mapping or {}, layouts or {}, context, progress)


@collection_held()
def read_cells(
    text: str,
    *,
    source: str = "",
    mapping: Mapping[str, str] | None = None,
    answers: Mapping[str, str] | None = None,
    layouts: Mapping[str, Layout] | None = None,
    slots: Sequence[Slot] = (),
    timezone: str = "UTC",
    today: date | None = None,
    progress: Progress = silent,
) -> Listing:
    """The list pasted as text, cells copied in Excel among others: exactly as `read` does of a file.

    `source` names it where a file's name would stand. UserError: those of `read` that are not about the file.
    """
    check(mapping or {}, slots)
    progress(0, 1)
    context = presence.Context(marks.moments(slots, timezone), today, dict(answers or {}))
    return listing_of(book_of(text), source, mapping or {}, layouts or {}, context, progress)


def book_of(text: str) -> raw.RawBook:
    """The cells of a pasted list, as those of a file."""
    return raw.RawBook(sheets=(raw.RawSheet(name="", cells=text_files.rows(text.lstrip("\ufeff"))),))


def check(mapping: Mapping[str, str], slots: Sequence[Slot]) -> None:
    """UserError mapping_unknown: a heading is to be read as what is neither a field nor one of the slots'."""
    ids = {slot.id for slot in slots}
    for name in mapping.values():
        kind, colon, slot = name.partition(":")
        if kind in (PRESENCE, EXPECTED) and (not colon or not ids or (slot and ids.issuperset(slot.split()))):
            continue
        if name and name not in (FULL_NAME, EVENT) and name not in BY_ID:
            raise UserError(
                "mapping_unknown",
                N_("« {field} » n'est pas un champ. Les champs sont : {fields}."),
                field=name,
                fields=", ".join(
                    [*BY_ID, FULL_NAME, EVENT, *(f"{k}:{i}" for i in sorted(ids) for k in (PRESENCE, EXPECTED))]
                ),
            )


def found_in(
    book: raw.RawBook,
    source: str,
    mapping: Mapping[str, str],
    layouts: Mapping[str, Layout],
    context: presence.Context,
) -> list[sheets.Sheet]:
    """The sheets that hold lists. UserError no_header: none does; no_names: what was decided leaves nobody named."""
    found = []
    without: list[raw.RawSheet] = []
    for candidate in book.sheets:
        if lists := _lists(candidate, mapping, layouts, context):
            found.append(sheets.Sheet(lists))
        else:
            without.append(candidate)
    if mapping:
        _check_names(mapping, found, without)
    if not found:
        raise UserError(
            "no_header",
            N_("Aucune liste trouvée dans « {name} ». Il faut une ligne de titres de colonnes, avec au moins Nom et Prénom, au-dessus des inscrits."),
            name=source or _("cellules collées"),
        )  # fmt: skip
    return found


def listing_of(
    book: raw.RawBook,
    source: str,
    mapping: Mapping[str, str],
    layouts: Mapping[str, Layout],
    context: presence.Context,
    progress: Progress,
    among: Callable[[Sequence[sheets.Sheet]], Sequence[sheets.Sheet]] = lambda found: found,
) -> Listing:
    """The list of a book, as `read` understands it, in those of its sheets that `among` keeps."""
    found = found_in(book, source, mapping, layouts, context)
    chosen = sheets.choose(among(found), context)
    main = chosen[0].regions[0]
    _check_headings(mapping, chosen)
    total = sum(len(region.body) for sheet in chosen for region in sheet.regions)
    progress(0, total)
    people: list[ListRow] = []
    skipped: list[tuple[int, str]] = []
    columns: list[Column] = []
    done = 0
    for sheet in chosen:
        before_sheet = len(people)
        several = _several_on_rows(sheet.regions)
        for region in sheet.regions:
            region.event = (sheet.name,) if sheet.for_event else ()
            _tell(region, sheet, context)
            region.named = region.sheet is not main.sheet
            listed, left = rows.people(region, lambda i, _n, before=done: progress(before + i, total))  # type: ignore[misc]
            done += len(region.body)
            people += _at(region.spot, listed) if several else listed
            if region.sheet is main.sheet:
                # Of tables one under the other, the first that reads it says what each column is.
                read_here = {column.index: column for column in region.columns}
                columns = [c if c.field else read_here.get(c.index, c) for c in columns]
                shown = {column.index for column in columns}
                columns += [column for column in region.columns if column.index not in shown]
                skipped += left
        if any(region.apart is not None for region in sheet.regions):
            people[before_sheet:] = sorted(people[before_sheet:], key=lambda row: row.row)
    if not people:
        raise UserError(
            "no_people",
            N_("La liste de « {name} » a des titres de colonnes, mais aucun inscrit en dessous. Vérifiez qu'il s'agit du bon fichier et de la bonne feuille."),
            name=source or _("cellules collées"),
        )  # fmt: skip
    beside = len(chosen[0].regions) > 1
    if _several_on_rows(chosen[0].regions):
        columns = _whose(columns, chosen[0].regions)
    read_ = {sheet.name for sheet in chosen}
    said = {sheet.name: sheet.said.get("status", "") for sheet in chosen}
    people = standing.on_two_sheets(people, said, main.sheet.name)
    hidden = {sheet.name: sheet.regions[0].sheet.hidden for sheet in chosen}
    listing = Listing(
        source=source,
        content=book.content,
        path_mark=book.place,
        sheet=main.sheet.name,
        sheets=book.names,
        also=tuple(sheet.name for sheet in chosen[1:]),
        left=tuple((sheet.name, len(sheet.people)) for sheet in found if sheet.people and sheet.name not in read_),
        header_row=main.header.row + 1,
        columns=tuple(columns),
        rows=tuple(_in_all_their_slots(people) if len(chosen) > 1 else people),
        skipped=tuple(_where_nobody_is(skipped, people) if beside else skipped),
        fingerprint=main.header.fingerprint,
        questions=tuple(context.asked.values()),
        grid=main.sheet.cells,
        hidden=sum(row.row - 1 in hidden[row.sheet or main.sheet.name] for row in people)
        if any(hidden.values())
        else 0,
    )
    return last_names.missed(listing)


def _several_on_rows(lists: Sequence[rows.Region]) -> bool:
    """Whether rows of a sheet name several people."""
    return len({(region.start, region.spot) for region in lists}) > len({region.start for region in lists})


def _at(spot: str, people: Sequence[ListRow]) -> list[ListRow]:
    """The people of a region beside whom their rows name others."""
    return [
        replace(row, spot=spot, problems=tuple(replace(problem, spot=spot) for problem in row.problems))
        for row in people
    ]


def _whose(columns: Sequence[Column], lists: Sequence[rows.Region]) -> list[Column]:
    """The columns, each with the names it goes with when it is not one of several people's."""
    owners: dict[int, set[str]] = {}
    for region in lists:
        for column in region.columns:
            if column.field:
                owners.setdefault(column.index, set()).add(region.spot.partition(".")[0])
    return [
        replace(column, whose=next(iter(of))) if len(of := owners.get(column.index, set())) == 1 else column
        for column in columns
    ]


def _lists(
    sheet: raw.RawSheet, mapping: Mapping[str, str], layouts: Mapping[str, Layout], context: presence.Context
) -> list[rows.Region]:
    lists = regions.of_sheet(sheet, mapping, context)
    remembered = layouts.get(lists[0].header.fingerprint) if lists else None
    if remembered is None:
        return lists
    told = remembered.then(Layout(mapping, context.answers))
    context.answers = dict(told.answers)
    return regions.of_sheet(sheet, told.mapping, context) or lists


def _check_names(mapping: Mapping[str, str], found: Sequence[sheets.Sheet], without: Sequence[raw.RawSheet]) -> None:
    """UserError no_names: a list there would be otherwise has no column of names once its columns are read as told."""
    said = {fold(heading) for heading in mapping}
    left = {fold(name) for sheet in found for name in sheet.regions[0].header.names}
    for candidate in without:
        lists = regions.of_sheet(candidate, {}, presence.Context())
        if lists and (said - left) & {fold(name) for name in lists[0].header.names}:
            raise UserError("no_names", N_("Il n'y a plus de colonne de nom : choisissez celle qui en contient."))


def _check_headings(mapping: Mapping[str, str], chosen: Sequence[sheets.Sheet]) -> None:
    names = {name: None for sheet in chosen for name in sheet.regions[0].header.names}
    unknown = [h for h in mapping if fold(h) not in {fold(name) for name in names}]
    if unknown:
        raise UserError(
            "mapping_unknown_heading",
            N_("Aucune colonne ne s'appelle « {heading} ». Les colonnes sont : {headings}."),
            heading=unknown[0],
            headings=", ".join(_("« {text} »").format(text=name) for name in names),
        )


def _tell(region: rows.Region, sheet: sheets.Sheet, context: presence.Context) -> None:
    """Settle what only the whole file tells: presence columns, the order of full names, what the sheet says of everybody."""
    region.said = {**region.beyond.said, **sheet.said}
    region.columns = sessions.tell(region, context)
    known = context.known
    if sheet.moment is not None:
        context.known = [sheet.moment]
    held = regions.held_in(region.sheet, region.start, region.end, len(region.header.names))
    by_place = {c.index: c for c in region.columns}
    whole = [by_place.get(i, Column(i, "")) for i in range(len(region.header.names))]
    region.moments = context.known
    told = presence.tell(whole, held, context)
    region.columns = tuple(told[c.index] for c in region.columns)
    context.known = known
    if sheet.moment is not None:
        region.slot = sheet.moment.slot.id
        # A list of names in a slot's sheet is a list of those expected, unless it says that they came.
        region.meaning = PRESENCE if marks.facets(sheet.name).presence else EXPECTED
        if any(c.field == PRESENCE for c in region.columns):
            region.meaning = EXPECTED
    regions.order_names(region, context)
    standing.ask(region, context)


def _in_all_their_slots(people: Sequence[ListRow]) -> list[ListRow]:
    """Somebody named in the sheets of several slots is expected in all of them, on each of the rows."""
    expected: dict[tuple[str, str, str], dict[str, None]] = {}
    for row in people:
        expected.setdefault(_who(row), {}).update(dict.fromkeys(row.attendee.slots))
    return [
        replace(row, attendee=replace(row.attendee, slots=slots))
        if row.attendee.slots != (slots := tuple(expected[_who(row)]))
        else row
        for row in people
    ]


def _who(row: ListRow) -> tuple[str, str, str]:
    person = row.attendee
    return fold(person.last_name), fold(person.first_name), person.email or fold(person.employer)


def _where_nobody_is(skipped: Sequence[tuple[int, str]], people: Sequence[ListRow]) -> list[tuple[int, str]]:
    """Of two lists side by side, the rows where neither names anybody."""
    named = {row.row for row in people if not row.sheet}
    return sorted({row: reason for row, reason in skipped if row not in named}.items())
