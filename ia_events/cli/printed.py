"""What is printed: badges, sign-in sheets."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import click

from ia_events import paths
from ia_events.cli.base import Context, commands, event_option, now, out_pdf
from ia_events.cli.stocks import numbers
from ia_events.domain import dates
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from ia_events.domain.sheet_pages import SheetChoices
from ia_events.i18n import N_, _
from ia_events.store import door, events, prints, registrations, sheets
from ia_events.store.sheets import PrintedPage


@commands.command("badges")
@event_option
@out_pdf
@click.option(
    "--stock",
    default=None,
    metavar="ID",
    help="Label sheet or roll, as `stocks list` names it; brother-62@85 is a roll cut at 85 mm.",
)
@click.option("--layout", default=None, metavar="ID", help="Badge design, as `designs list` names it (default: sober).")
@click.option(
    "--photos",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=None,
    metavar="DIR",
    help="Photographs named by short code, staff number, or last and first name.",
)
@click.option("--start-at", type=click.IntRange(1), default=1, metavar="N", help="First free label of the first sheet.")
@click.option(
    "--only",
    type=click.Choice(["all", "new", "changed"]),
    default="all",
    help="New: never printed. Changed: printed before a change.",
)
@click.option("--order", type=click.Choice(["name", "employer", "group", "added"]), default="name")
@click.option("--printer", default=None, metavar="NAME", help="Correct as `stocks calibrate` keeps for this printer.")
@click.option("--offset", default="", metavar="X,Y", help="Shift so many mm to the right and down, instead.")
@click.option("--scale", default="", metavar="P", help="Per cent, as 99.5, or across and down, as 99.5,100.2.")
@click.pass_obj
def make_badges(
    context: Context,
    event_id: str,
    out: Path,
    stock: str | None,
    layout: str | None,
    photos: Path | None,
    start_at: int,
    only: str,
    order: str,
    printer: str | None,
    offset: str,
    scale: str,
) -> None:
    """Make badges as a PDF, and remember which were made."""
    from ia_events.documents import kept_designs
    from ia_events.documents.badge_photos import photos_of
    from ia_events.documents.badges import write_badges
    from ia_events.documents.branding import Branding
    from ia_events.documents.calibration import AS_IT_IS, Calibration, kept_for, known_printers
    from ia_events.documents.designs import DEFAULT
    from ia_events.documents.placeholders import says
    from ia_events.documents.stocks import stock as find_stock
    from ia_events.documents.stocks import stock_or_default

    design = kept_designs.find(layout or DEFAULT)
    label_stock = find_stock(stock) if stock else stock_or_default(context.settings.default_stock)
    if printer is not None and printer not in (known := known_printers(context.settings)):
        said = _("Aucune correction n'est gardée pour l'imprimante « {printer} ». Imprimantes réglées : {known}.")
        context.notice((said.format(printer=printer, known=", ".join(known) or "–"),))
    calibration = AS_IT_IS if printer is None else kept_for(context.settings, printer, label_stock)
    if offset or scale:
        x, y = numbers(offset or "0,0", 2, "--offset")
        across, down = numbers(scale if "," in scale else f"{scale or 100},{scale or 100}", 2, "--scale")
        calibration = Calibration(x, y, across, down).checked()
    with context.store() as store:
        found = events.get(store, event_id)
        people = prints.badges(store, event_id, only, order)
        if not people and only != "all" and prints.badges(store, event_id):
            raise UserError(
                "nothing_to_print", N_("Aucun badge de ce choix à imprimer : tous sont déjà imprimés, ou inchangés.")
            )
        made = write_badges(
            out,
            found,
            people,
            label_stock,
            design=design,
            start_at=start_at,
            photos=photos_of(photos, people) if photos else {},
            branding=Branding.of(context.settings),
            calibration=calibration,
            made_at=now(),
        )
        prints.record_badges(store, found, people, label_stock.id, now(), with_group=says(design, "group"))
    context.notice(made.notices)
    sentence = _("{count} badges sur {pages} pages : {file}").format(count=made.count, pages=made.pages, file=out)
    context.answer({"file": str(out), "pages": made.pages, "count": made.count}, sentence)


@commands.command("sign-in-sheet")
@event_option
@out_pdf
@click.option(
    "--slot", "slot_id", default="", metavar="ID", help="One half-day (default: all), as `event show` names it."
)
@click.option("--blank-rows", type=click.IntRange(0, 240), default=3, metavar="N", help="For walk-ins.")
@click.option("--grid", is_flag=True, help="One grid, a column a half-day, instead of a sheet a half-day.")
@click.option(
    "--group-by",
    type=click.Choice(["employer", "department", "role", "group"]),
    default=None,
    help="Each group on its own pages.",
)
@click.option("--sections", is_flag=True, help="Groups one after the other, each under its heading.")
@click.option(
    "--row-height", type=click.FloatRange(7, 16), default=8.6, metavar="MM", help="Height of a signature, 7 to 16 mm."
)
@click.option("--paper", type=click.Choice(["a4", "a3"]), default="a4")
@click.option("--order", type=click.Choice(["name", "employer"]), default="name")
@click.pass_obj
def sign_in_sheet(
    context: Context,
    event_id: str,
    out: Path,
    slot_id: str,
    blank_rows: int,
    grid: bool,
    group_by: str | None,
    sections: bool,
    row_height: float,
    paper: str,
    order: str,
) -> None:
    """Make the sign-in sheets as a PDF, one a half-day or one grid, and remember what each page holds."""
    from ia_events.documents.branding import Branding
    from ia_events.documents.sign_in import write_sign_in_sheets

    choices = SheetChoices(
        grid=grid, group_by=group_by or "", sections=sections, order=order, row_height=row_height, paper=paper,
        blank_rows=blank_rows,
    )  # fmt: skip
    with context.store() as store:
        found = events.get(store, event_id)
        slots = [door.slot_for(found, slot_id, now())] if slot_id else list(found.slots)
        people = registrations.all_of(store, event_id)
        file = BytesIO()
        made = write_sign_in_sheets(
            file, found, people, slots, choices, branding=Branding.of(context.settings), made_at=now()
        )
        prints.keep_pages(store, found, people, made.kept, now())  # first: no page leaves the program unknown to it
        with paths.atomic_write(out) as target:
            target.write(file.getvalue())
        prints.record_sheets(store, found, [slot.id for slot in slots], people, made.kept, now())
    context.notice(made.notices)
    sentence = _("{count} lignes sur {pages} pages : {file}").format(count=made.count, pages=made.pages, file=out)
    codes = [page.code for page in made.kept]
    context.answer({"file": str(out), "pages": made.pages, "count": made.count, "codes": codes}, sentence)


@commands.command("sheet-page")
@click.argument("code")
@click.pass_obj
def sheet_page(context: Context, code: str) -> None:
    """What a printed page of a sign-in sheet holds, by the letters under its QR code."""
    with context.store() as store:
        printed = sheets.read(store, code)
        found = events.get(store, printed.event_id)
        page = printed.page
        ids = [row.registration_id for row in page.rows if row.registration_id]
        people = {person.id: person for person in registrations.get_many(store, ids)}
        current = page.edition == prints.sheet_text(found, registrations.all_of(store, found.id))
    boxes: dict[int, list[dict[str, Any]]] = {}
    for row, column, box in page.boxes():
        boxes.setdefault(id(row), []).append({"slot": column.slot_id, **box._asdict()})
    rows = []
    for row in page.rows:
        person = people.get(row.registration_id)
        rows.append(
            {
                "number": row.number,
                "registration": row.registration_id or None,
                "name": person.list_name if person else "",
                "boxes": boxes.get(id(row), []),
            }
        )
    answer = {
        "page": page.code,
        "event": found.id,
        "title": found.title,
        "number": page.number,
        "count": page.count,
        "made_at": printed.at.isoformat(),
        "withdrawn": printed.withdrawn,
        "edition": page.edition,
        "current": current,
        "paper": page.paper,
        "markers": {"inset": page.markers[0], "side": page.markers[1]},
        "slots": [column.slot_id for column in page.columns],
        "rows": rows,
    }
    context.answer(answer, _said(found, printed, people, current))


def _said(found: Event, printed: PrintedPage, people: dict[str, Attendee], current: bool) -> str:
    """A page in words: what it is, then a line a row."""
    page, when = printed.page, found.local(printed.at)
    slots = [slot for column in page.columns if (slot := found.slot(column.slot_id)) is not None]
    lines = [
        _("Feuille d'émargement : {event}").format(event=found.title),
        " · ".join(dates.slot_title(found, slot) for slot in slots),
        _("Page {number}/{count}, faite le {date} à {time}.").format(
            number=page.number, count=page.count, date=dates.long_date(when.date()), time=dates.clock(when)
        ),
    ]
    if printed.withdrawn:
        lines.append(_("L'impression a été annulée depuis."))
    elif not current:
        lines.append(_("La liste a changé depuis."))
    for row in page.rows:
        person = people.get(row.registration_id)
        lines.append(f"{row.number or '·':>4}  {person.list_name if person else '…'}")
    return "\n".join(lines)
