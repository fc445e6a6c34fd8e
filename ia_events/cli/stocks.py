"""Label stocks, and what printers need for them."""

from __future__ import annotations

from pathlib import Path

import click

from ia_events import paths
from ia_events.cli.base import Context, commands, now, refuse_out
from ia_events.domain.errors import UserError
from ia_events.i18n import N_, _

_stock = click.argument("stock_id", metavar="ID")
_printer = click.option(
    "--printer", default="", metavar="NAME", help="As the system names it (default: PDF files, printed elsewhere)."
)


@commands.group("stocks")
def stocks() -> None:
    """Label sheets and rolls: the program's and one's own."""


@stocks.command("list")
@click.option("--search", default="", metavar="TEXT", help="A name, a maker's reference or a size, as 4418 or 85x54.")
@click.pass_obj
def list_stocks(context: Context, search: str) -> None:
    """List the stocks."""
    from ia_events.documents import stocks as known

    found = known.search(search, known.all_stocks())
    rows = [{**known.plain(each), "title": each.title, "per_page": each.per_page, "own": each.own} for each in found]
    context.answer({"stocks": rows}, "\n".join(f"{each.id:16}  {each.title}" for each in found))


@stocks.command("add")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.json")
@click.pass_obj
def add_stock(context: Context, file: Path) -> None:
    """Keep the stock of a file somebody gave, as docs/stocks.md describes it."""
    from ia_events.documents import own_stocks

    kept = own_stocks.bring(file)
    context.answer({"stock": kept.id, "name": kept.name}, _("Planche ajoutée : {name}").format(name=kept.id))


@stocks.command("share")
@_stock
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="FILE.json")
@click.pass_obj
def share_stock(context: Context, stock_id: str, out: Path) -> None:
    """Write a stock in a file, to be given to somebody else or to start from."""
    from ia_events.documents import own_stocks
    from ia_events.documents import stocks as known

    paths.refuse_same_file(out, context.path)
    own_stocks.export(known.stock(stock_id), out)
    context.answer({"stock": stock_id, "file": str(out)}, str(out))


@stocks.command("remove")
@_stock
@click.pass_obj
def remove_stock(context: Context, stock_id: str) -> None:
    """Set an own stock aside: `restore` puts it back until another is removed."""
    from ia_events.documents import own_stocks

    found = own_stocks.find(stock_id)
    own_stocks.remove(found)
    context.answer({"stock": found.id}, _("Planche supprimée : {name}.").format(name=found.name))


@stocks.command("restore")
@click.pass_obj
def restore_stock(context: Context) -> None:
    """Put back the stock removed last."""
    from ia_events.documents import own_stocks

    back = own_stocks.put_back()
    if back is None:
        raise UserError("nothing_removed", N_("Aucune planche à rétablir."))
    context.answer({"stock": back.id, "name": back.name}, _("Planche ajoutée : {name}").format(name=back.id))


@stocks.command("test-page")
@_stock
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="FILE.pdf")
@_printer
@click.option("--corrected", is_flag=True, help="With what is kept for the printer, to check it.")
@click.pass_obj
def make_test_page(context: Context, stock_id: str, out: Path, printer: str, corrected: bool) -> None:
    """Make the page of rulers that tells what a printer does, as a PDF."""
    from ia_events.documents.calibration import AS_IT_IS, kept_for
    from ia_events.documents.calibration_page import write_test_page
    from ia_events.documents.stocks import stock

    refuse_out(out, context.path, kinds=(".pdf",))
    found = stock(stock_id)
    calibration = kept_for(context.settings, printer, found) if corrected else AS_IT_IS
    made = write_test_page(out, found, made_at=now(), calibration=calibration, corrected=corrected)
    sentence = _("Page d'essai enregistrée : {name}").format(name=out)
    context.answer({"file": str(out), "pages": made.pages, "count": made.count}, sentence)


@stocks.command("calibrate")
@_stock
@_printer
@click.option(
    "--measured", default="", metavar="A,B,C,D", help="Millimetres read on the test page, as 18.5,20,100,99.5."
)
@click.option("--reset", is_flag=True, help="Correct nothing any more.")
@click.pass_obj
def calibrate(context: Context, stock_id: str, printer: str, measured: str, reset: bool) -> None:
    """Keep what a printer needs for a stock; without a measure, say what is kept."""
    from ia_events.documents import calibration as known
    from ia_events.documents.stocks import stock

    found = stock(stock_id)
    if measured:
        left, top, across, down = numbers(measured, 4, "--measured")
        kept = known.measured(found, left, top, across, down)
    else:
        kept = known.AS_IT_IS if reset else known.kept_for(context.settings, printer, found)
    if measured or reset:
        context.settings.calibrations = known.with_kept(context.settings, printer, found, kept)
        context.settings.save()
    said = {"x": kept.x, "y": kept.y, "scale_x": kept.scale_x, "scale_y": kept.scale_y}
    context.answer({"stock": found.base, "printer": printer, **said}, known.describe(kept))


def numbers(text: str, count: int, option: str) -> list[float]:
    """So many numbers with commas between them. Errors: click.BadParameter."""
    try:
        found = [float(part) for part in text.split(",")]
    except ValueError:
        found = []
    if len(found) != count:
        raise click.BadParameter(text, param_hint=option)
    return found
