"""What is printed: badges, sign-in sheets."""

from __future__ import annotations

from pathlib import Path

import click

from ia_events.cli.base import Context, commands, event_option, now, out_pdf
from ia_events.cli.stocks import numbers
from ia_events.domain.errors import UserError
from ia_events.i18n import N_, _
from ia_events.store import door, events, prints, registrations


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
    printer: str | None,
    offset: str,
    scale: str,
) -> None:
    """Make badges as a PDF, and remember which were made."""
    from ia_events.documents import kept_designs
    from ia_events.documents.badge_photos import photos_of
    from ia_events.documents.badges import write_badges
    from ia_events.documents.branding import Branding
    from ia_events.documents.calibration import AS_IT_IS, Calibration, kept_for
    from ia_events.documents.designs import DEFAULT
    from ia_events.documents.stocks import stock as find_stock
    from ia_events.documents.stocks import stock_or_default

    design = kept_designs.find(layout or DEFAULT)
    label_stock = find_stock(stock) if stock else stock_or_default(context.settings.default_stock)
    calibration = AS_IT_IS if printer is None else kept_for(context.settings, printer, label_stock)
    if offset or scale:
        x, y = numbers(offset or "0,0", 2, "--offset")
        across, down = numbers(scale if "," in scale else f"{scale or 100},{scale or 100}", 2, "--scale")
        calibration = Calibration(x, y, across, down).checked()
    with context.store() as store:
        found = events.get(store, event_id)
        people = prints.badges(store, event_id, only)
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
        prints.record_badges(store, event_id, people, label_stock.id, now())
    context.notice(made.notices)
    sentence = _("{count} badges sur {pages} pages : {file}").format(count=made.count, pages=made.pages, file=out)
    context.answer({"file": str(out), "pages": made.pages, "count": made.count}, sentence)


@commands.command("sign-in-sheet")
@event_option
@out_pdf
@click.option(
    "--slot", "slot_id", default="", metavar="ID", help="One half-day (default: all), as `event show` names it."
)
@click.option("--blank-rows", type=click.IntRange(0, 240), default=3, metavar="N")
@click.pass_obj
def sign_in_sheet(context: Context, event_id: str, out: Path, slot_id: str, blank_rows: int) -> None:
    """Make the sign-in sheets, one a half-day, as a PDF."""
    from ia_events.documents.branding import Branding
    from ia_events.documents.sign_in import write_sign_in_sheets

    with context.store() as store:
        found = events.get(store, event_id)
        slots = [door.slot_for(found, slot_id, now())] if slot_id else list(found.slots)
        people = registrations.all_of(store, event_id)
        made = write_sign_in_sheets(
            out, found, people, slots, blank_rows=blank_rows, branding=Branding.of(context.settings), made_at=now()
        )
        prints.record_sheets(store, event_id, [slot.id for slot in slots], people, now())
    context.notice(made.notices)
    sentence = _("{count} lignes sur {pages} pages : {file}").format(count=made.count, pages=made.pages, file=out)
    context.answer({"file": str(out), "pages": made.pages, "count": made.count}, sentence)
