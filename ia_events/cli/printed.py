"""What is printed: badges, sign-in sheets."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ia_events import paths
from ia_events.cli.base import A_PATH, DASHES, Context, commands, event_option, now, out_pdf
from ia_events.cli.choosing import (
    blank_rows_option,
    design_option,
    design_wanted,
    group_by_option,
    named,
    person_option,
    slots_named,
    slots_option,
    start_at_option,
)
from ia_events.cli.papers import pages_words
from ia_events.cli.stocks import numbers, stock_option, stock_wanted
from ia_events.documents.branding import Branding
from ia_events.domain import dates, tokens
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee, Status
from ia_events.domain.sheet_pages import SheetChoices
from ia_events.i18n import N_, _, ngettext
from ia_events.store import blanks, events, journal, prints, registrations, sheets, signatures
from ia_events.store.prints import Printed
from ia_events.store.sheets import PrintedPage

if TYPE_CHECKING:
    from ia_events.documents.calibration import Calibration
    from ia_events.documents.designs import Design
    from ia_events.documents.stocks import Stock


@commands.command(
    "badges",
    help=N_("Faire les badges en PDF, et noter lesquels."),
    context_settings=DASHES,
)
@event_option
@out_pdf
@stock_option
@design_option
@click.option("--fronts-only", is_flag=True, help=N_("Le recto seul d'un modèle recto verso."))
@click.option(
    "--photos",
    type=A_PATH,
    default=None,
    metavar=N_("DOSSIER"),
    help=N_("Les photos, nommées par code court, matricule, ou nom et prénom."),
)
@start_at_option
@click.option(
    "--only",
    type=click.Choice(["all", "to-print", "new", "changed"]),
    default="all",
    help=N_("Quels badges. new : jamais imprimés ; changed : modifiés depuis l'impression ; to-print : les deux."),
)
@person_option
@click.option(
    "--order",
    type=click.Choice(["name", "employer", "group", "arrival"]),
    default="name",
    help=N_("L'ordre : par nom, par collectivité, par groupe ou salle, ou par arrivée sur la liste."),
)
@click.option(
    "--reissue",
    is_flag=True,
    help=N_("Donner un nouveau code aux badges déjà imprimés : l'accueil refuse alors les anciens, comme remplacés."),
)
@click.option(
    "--printer",
    default=None,
    metavar=N_("NOM"),
    help=N_("Avec la correction que « stocks calibrate » garde pour cette imprimante."),
)
@click.option(
    "--offset",
    default="",
    metavar="X,Y",
    help=N_("À la place, décaler d'autant de mm vers la droite et vers le bas."),
)
@click.option(
    "--scale",
    default="",
    metavar="P",
    help=N_("L'échelle en pour cent, comme 99.5, ou en largeur et en hauteur, comme 99.5,100.2."),
)
@click.option(
    "--blank",
    type=click.IntRange(1, 1000),
    default=None,
    metavar="N",
    help=N_("À la place, N badges vierges : un trait pour le nom, un vrai code, à qui l'accueil le donnera."),
)
@click.pass_obj
def make_badges(
    context: Context, event_id: str, out: Path, stock: str | None, design_name: str | None, fronts_only: bool, photos: Path | None,
    start_at: int, only: str, persons: tuple[str, ...], order: str, reissue: bool, printer: str | None, offset: str,
    scale: str, blank: int | None,
) -> None:  # fmt: skip
    """Make badges as a PDF, and remember which were made."""
    from ia_events.documents.badge_photos import photos_of
    from ia_events.documents.badges import write_badges
    from ia_events.documents.placeholders import says

    design = design_wanted(design_name)
    design = design.fronts if fronts_only else design
    label_stock = stock_wanted(context, stock)
    calibration = _calibration(context, label_stock, printer, offset, scale)
    with context.store() as store:
        found = events.get(store, event_id)
        if blank:
            if persons or reissue or only != "all":
                raise click.UsageError(
                    _("--blank ne va pas avec --person, --only ni --reissue : ces badges ne sont à personne.")
                )
            file, nobody = BytesIO(), blanks.nobodys(blank)
            made = write_badges(
                file, found, nobody, label_stock, design=design, start_at=start_at,
                branding=Branding.of(context.settings), calibration=calibration, made_at=now(),
            )  # fmt: skip
            blanks.record_issued(store, found, [one.badge for one in nobody], now())  # first: none leaves it unknown
            with paths.atomic_write(out) as target:
                target.write(file.getvalue())
            context.notice(made.notices)
            said = ngettext("{count} badge vierge", "{count} badges vierges", made.count).format(count=made.count)
            said = _("{badges} sur {pages} : {file}").format(badges=said, pages=pages_words(made.pages), file=out)
            context.answer({"file": str(out), "pages": made.pages, "count": made.count}, said)
            return
        sorting = "added" if order == "arrival" else order
        people = prints.badges(store, event_id, only.replace("-", "_"), sorting)
        if persons:
            these = [person.id for person in named(store, event_id, persons)]
            some = {person.id for person in people}
            people = [p for p in prints.chosen(store, event_id, these, sorting) if only == "all" or p.id in some]
        if not people and only != "all" and prints.badges(store, event_id):
            raise UserError(
                "nothing_to_print", N_("Aucun badge de ce choix à imprimer : tous sont déjà imprimés, ou inchangés.")
            )
        again = prints.already_printed(store, event_id, [person.id for person in people])
        registered = [person.id for person in people if person.status == Status.REGISTERED]
        codes = {id_: tokens.new_badge_id() for id_ in prints.on_paper(store, event_id, registered)} if reissue else {}
        people = [replace(person, badge=codes.get(person.id, person.badge)) for person in people]
        drawn, given = BytesIO(), None
        made = write_badges(
            drawn,
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
        try:
            with paths.atomic_write(out) as target:
                target.write(drawn.getvalue())
                target.flush()
                given = registrations.reissue_badges(
                    store, codes, now()
                )  # the file is written: it only takes its place
        except BaseException:
            if given is not None:  # nobody has the new codes: the old ones stay good
                journal.undo(store, now(), given.id)
            raise
        prints.record_badges(store, found, people, label_stock.id, now(), with_group=says(design, "group"))
    context.notice(
        (
            *_said_of_backs(design, label_stock),
            *made.notices,
            *_said_again(found, again, len(people)),
            *_said_retired(len(codes)),
        )
    )
    sentence = ngettext("{count} badge", "{count} badges", made.count).format(count=made.count)
    sentence = _("{badges} sur {pages} : {file}").format(badges=sentence, pages=pages_words(made.pages), file=out)
    context.answer(
        {
            "file": str(out),
            "pages": made.pages,
            "count": made.count,
            "already_printed": len(again.ids),
            "last_printed": again.at.isoformat() if again.at else None,
            "reissued": len(codes),
        },
        sentence,
    )


def _calibration(context: Context, stock: Stock, printer: str | None, offset: str, scale: str) -> Calibration:
    """What is corrected: as said here, else as kept for the printer."""
    from ia_events.documents.calibration import AS_IT_IS, Calibration, kept_for, known_printers

    if printer is not None and printer not in (known := known_printers(context.settings)):
        said = _("Aucune correction n'est gardée pour l'imprimante « {printer} ». Imprimantes réglées : {known}.")
        context.notice((said.format(printer=printer, known=", ".join(known) or "–"),))
    if offset or scale:
        x, y = numbers(offset or "0,0", 2, "--offset")
        across, down = numbers(scale if "," in scale else f"{scale or 100},{scale or 100}", 2, "--scale")
        return Calibration(x, y, across, down).checked()
    return AS_IT_IS if printer is None else kept_for(context.settings, printer, stock)


def _said_of_backs(design: Design, stock: Stock) -> tuple[str, ...]:
    """That backs are made for a stock that takes print on one side only."""
    if stock.duplex or not design.has_back_for(stock.label):
        return ()
    sentence = _(
        "Ce modèle a un verso, et « {stock} » ne s'imprime que d'un côté : --fronts-only ne fait que le recto."
    )
    return (sentence.format(stock=stock.title),)


def _said_again(event: Event, again: Printed, count: int) -> tuple[str, ...]:
    """That badges among so many were on paper already, and since when."""
    if not again.ids or again.at is None:
        return ()
    sentence = ngettext(
        "{count} de ces badges était déjà imprimé ({when}).",
        "{count} de ces badges étaient déjà imprimés ({when}).",
        len(again.ids),
    )
    if len(again.ids) == count:
        sentence = ngettext(
            "Ce badge était déjà imprimé ({when}).", "Ces {count} badges étaient déjà imprimés ({when}).", count
        )
    return (sentence.format(count=len(again.ids), when=dates.moment(event.local(again.at), event.local(now()))),)


def _said_retired(count: int) -> tuple[str, ...]:
    if not count:
        return ()
    sentence = ngettext(
        "{count} badge a un nouveau code : l'ancien est refusé à l'accueil.",
        "{count} badges ont un nouveau code : les anciens sont refusés à l'accueil.",
        count,
    )
    return (sentence.format(count=count),)


@commands.command(
    "sign-in-sheet", help=N_("Faire les feuilles d'émargement en PDF, et noter ce que porte chaque page.")
)
@event_option
@out_pdf
@slots_option
@blank_rows_option(3)
@click.option(
    "--grid", is_flag=True, help=N_("Une seule grille, une colonne par créneau, au lieu d'une feuille par créneau.")
)
@group_by_option
@click.option("--sections", is_flag=True, help=N_("Les groupes à la suite, chacun sous son titre."))
@click.option(
    "--row-height",
    type=click.FloatRange(7, 16),
    default=8.6,
    metavar="MM",
    help=N_("La hauteur d'une signature, de 7 à 16 mm."),
)
@click.option("--paper", type=click.Choice(["a4", "a3"]), default="a4", help=N_("Le papier."))
@click.option(
    "--order",
    type=click.Choice(["name", "employer"]),
    default="name",
    help=N_("L'ordre : par nom, ou par collectivité."),
)
@click.option(
    "--no-signatures", is_flag=True, help=N_("Sans les signatures données à l'écran : toutes les cases vides.")
)
@click.pass_obj
def sign_in_sheet(
    context: Context, event_id: str, out: Path, slot_names: tuple[str, ...], blank_rows: int, grid: bool,
    group_by: str | None, sections: bool, row_height: float, paper: str, order: str, no_signatures: bool,
) -> None:  # fmt: skip
    """Make the sign-in sheets as a PDF, one a half-day or one grid, and remember what each page holds."""
    from ia_events.documents.sign_in import write_sign_in_sheets

    choices = SheetChoices(
        grid=grid, group_by=group_by or "", sections=sections, order=order, row_height=row_height, paper=paper,
        blank_rows=blank_rows, signatures=not no_signatures,
    )  # fmt: skip
    with context.store() as store:
        found = events.get(store, event_id)
        slots = slots_named(found, slot_names)
        people = registrations.all_of(store, event_id)
        signed = [] if no_signatures else signatures.of_event(store, event_id)
        admitted = prints.admitted(store, event_id)
        file = BytesIO()
        made = write_sign_in_sheets(
            file, found, people, slots, choices, branding=Branding.of(context.settings), made_at=now(), signed=signed,
            admitted=admitted,
        )  # fmt: skip
        prints.keep_pages(
            store, found, people, made.kept, now(), choices.group_by, admitted
        )  # first: no page leaves the program unknown to it
        with paths.atomic_write(out) as target:
            target.write(file.getvalue())
        prints.record_sheets(
            store, found, [slot.id for slot in slots], people, made.kept, now(), signed, choices.group_by, admitted
        )
    context.notice(made.notices)
    sentence = _("{count} lignes sur {pages} pages : {file}").format(count=made.count, pages=made.pages, file=out)
    codes = [page.code for page in made.kept]
    context.answer({"file": str(out), "pages": made.pages, "count": made.count, "codes": codes}, sentence)


@commands.command("sheet-page", help=N_("Dire ce que porte une page imprimée, d'après les lettres sous son code QR."))
@click.argument("code", metavar="CODE", help=N_("Les lettres sous le code QR de la page."))
@click.pass_obj
def sheet_page(context: Context, code: str) -> None:
    """What a printed page of a sign-in sheet holds, by the letters under its QR code."""
    with context.store() as store:
        printed = sheets.read(store, code)
        found = events.get(store, printed.event_id)
        page = printed.page
        ids = [row.registration_id for row in page.rows if row.registration_id]
        people = {person.id: person for person in registrations.get_many(store, ids)}
        listed, group_by = registrations.all_of(store, found.id), prints.grouped_by(page.edition)
        text = prints.sheet_text(found, listed, group_by)
        current = page.edition == prints.page_text(text, page, prints.admitted(store, found.id))
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
    if not current:
        lines.append(_("La liste a changé depuis."))
    for row in page.rows:
        person = people.get(row.registration_id)
        lines.append(f"{row.number or '·':>4}  {person.list_name if person else '…'}")
    return "\n".join(lines)
