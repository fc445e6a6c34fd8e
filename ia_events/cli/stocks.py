"""Label stocks, and what printers need for them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ia_events.cli.base import A_PATH, Context, commands, now, out_option, out_pdf, refuse_out
from ia_events.domain.errors import UserError
from ia_events.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from ia_events.documents.stocks import Stock

stock_option = click.option(
    "--stock",
    metavar="ID",
    help=N_(
        "La planche ou le rouleau, par une partie de son nom ou de sa référence, comme 7160 ; brother-62@85 est un rouleau coupé à 85 mm (par défaut : celle des réglages)."
    ),
)
_stock = click.argument(
    "stock_id", metavar="ID", help=N_("La planche, par une partie de son nom ou de sa référence, comme 7160.")
)
_printer = click.option(
    "--printer",
    default="",
    metavar=N_("NOM"),
    help=N_("L'imprimante, comme le système la nomme (par défaut : les fichiers PDF, imprimés ailleurs)."),
)


@commands.group("stocks", help=N_("Les planches et rouleaux d'étiquettes : ceux du programme et les siens."))
def stocks() -> None:
    """Label sheets and rolls: the program's and one's own."""


@stocks.command("list", help=N_("Lister les planches."))
@click.option(
    "--search",
    default="",
    metavar=N_("TEXTE"),
    help=N_("Un nom, une référence de fabricant ou une taille, comme 4418 ou 85x54."),
)
@click.pass_obj
def list_stocks(context: Context, search: str) -> None:
    """List the stocks."""
    from ia_events.documents import stocks as known

    found = known.search(search, known.all_stocks())
    rows = [{**known.plain(each), "title": each.title, "per_page": each.per_page, "own": each.own} for each in found]
    context.answer({"stocks": rows}, "\n".join(f"{each.id:16}  {each.title}" for each in found))


@stocks.command("add", help=N_("Garder la planche d'un fichier reçu, comme docs/stocks.md le décrit."))
@click.argument("file", type=A_PATH, metavar=N_("FICHIER.json"), help=N_("Le fichier de la planche."))
@click.pass_obj
def add_stock(context: Context, file: Path) -> None:
    """Keep the stock of a file somebody gave, as docs/stocks.md describes it."""
    from ia_events.documents import own_stocks

    kept = own_stocks.bring(file)
    context.answer({"stock": kept.id, "name": kept.name}, _("Planche ajoutée : {name}").format(name=kept.id))


@stocks.command("share", help=N_("Écrire une planche dans un fichier, pour la donner ou en partir."))
@_stock
@out_option(N_("FICHIER.json"))
@click.pass_obj
def share_stock(context: Context, stock_id: str, out: Path) -> None:
    """Write a stock in a file, to be given to somebody else or to start from."""
    from ia_events.documents import own_stocks
    from ia_events.documents import stocks as known

    found = known.find(stock_id)
    own_stocks.export(found, out)
    context.answer({"stock": found.id, "file": str(out)}, str(out))


@stocks.command("remove", help=N_("Retirer l'une de ses planches ; « restore » la remet, jusqu'au prochain retrait."))
@_stock
@click.pass_obj
def remove_stock(context: Context, stock_id: str) -> None:
    """Set an own stock aside: `restore` puts it back until another is removed."""
    from ia_events.documents import own_stocks

    found = own_stocks.find(stock_id)
    own_stocks.remove(found)
    context.answer({"stock": found.id}, _("Planche supprimée : {name}.").format(name=found.name))


@stocks.command("restore", help=N_("Remettre la dernière planche retirée."))
@click.pass_obj
def restore_stock(context: Context) -> None:
    """Put back the stock removed last."""
    from ia_events.documents import own_stocks

    back = own_stocks.put_back()
    if back is None:
        raise UserError("nothing_removed", N_("Aucune planche à rétablir."))
    context.answer({"stock": back.id, "name": back.name}, _("Planche ajoutée : {name}").format(name=back.id))


@stocks.command("test-page", help=N_("Faire la page de règles qui dit ce que fait une imprimante, en PDF."))
@_stock
@out_pdf
@_printer
@click.option("--corrected", is_flag=True, help=N_("Avec la correction gardée pour l'imprimante, pour la vérifier."))
@click.pass_obj
def make_test_page(context: Context, stock_id: str, out: Path, printer: str, corrected: bool) -> None:
    """Make the page of rulers that tells what a printer does, as a PDF."""
    from ia_events.documents.calibration import AS_IT_IS, kept_for
    from ia_events.documents.calibration_page import write_test_page
    from ia_events.documents.stocks import find

    refuse_out(out, kinds=(".pdf",))
    found = find(stock_id)
    calibration = kept_for(context.settings, printer, found) if corrected else AS_IT_IS
    made = write_test_page(out, found, made_at=now(), calibration=calibration, corrected=corrected)
    sentence = _("Page d'essai enregistrée : {name}").format(name=out)
    context.answer({"file": str(out), "pages": made.pages, "count": made.count}, sentence)


@stocks.command(
    "calibrate",
    help=N_("Garder la correction d'une imprimante pour une planche ; sans mesure, dire celle qui est gardée."),
)
@_stock
@_printer
@click.option(
    "--measured",
    default="",
    metavar="A,B,C,D",
    help=N_("Les millimètres lus sur la page d'essai, comme 18.5,20,100,99.5."),
)
@click.option("--reset", is_flag=True, help=N_("Ne plus rien corriger."))
@click.pass_obj
def calibrate(context: Context, stock_id: str, printer: str, measured: str, reset: bool) -> None:
    """Keep what a printer needs for a stock; without a measure, say what is kept."""
    from ia_events.documents import calibration as known
    from ia_events.documents.stocks import find

    found = find(stock_id)
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


def stock_wanted(context: Context, text: str | None) -> Stock:
    """The stock somebody named, by any part of its name or reference; else the settings' one. UserError: stock_unknown, stock_ambiguous."""
    from ia_events.documents.stocks import find, stock_or_default

    return find(text) if text else stock_or_default(context.settings.default_stock)


def numbers(text: str, count: int, option: str) -> list[float]:
    """So many numbers with commas between them. Errors: click.BadParameter."""
    try:
        found = [float(part) for part in text.split(",")]
    except ValueError:
        found = []
    if len(found) != count:
        sentence = ngettext(
            "« {text} » : il faut {count} nombre.",
            "« {text} » : il faut {count} nombres, séparés par des virgules.",
            count,
        )
        raise click.BadParameter(sentence.format(text=text, count=count), param_hint=option)
    return found
