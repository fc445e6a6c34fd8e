"""The other papers: table tents, lists, signs, labels, forms, and the rescue kit; and what making them has in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ia_events.cli.base import DASHES, Context, commands, event_option, now, out_option, out_pdf, refuse_out
from ia_events.cli.choosing import (
    Decorator,
    blank_rows_option,
    chosen,
    design_option,
    design_wanted,
    forms_option,
    group_by_option,
    people_options,
    role_option,
    slots_named,
    slots_option,
    start_at_option,
)
from ia_events.cli.stocks import stock_option, stock_wanted
from ia_events.documents.branding import Branding
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee, Role
from ia_events.i18n import N_, _, ngettext
from ia_events.store import Store, events, prints, registrations

if TYPE_CHECKING:
    from ia_events.documents.pdf import Made  # reportlab is loaded by the commands that print


def pages_words(count: int) -> str:
    """« 12 pages »."""
    return ngettext("{count} page", "{count} pages", count).format(count=count)


def branding_of(context: Context, out: Path, *, kinds: tuple[str, ...] = (".pdf",)) -> Branding:
    """The organisation's own, once sure that `out` takes the place of no picture of it."""
    branding = Branding.of(context.settings)
    refuse_out(out, branding.logo, branding.signature, kinds=kinds)
    return branding


def answer(context: Context, out: Path, made: Made, **more: Any) -> None:
    """What was made, and what is worth knowing about it."""
    context.notice(made.notices)
    sentence = _("{what} : {state}").format(what=pages_words(made.pages), state=out)
    value = {"file": str(out), "pages": made.pages, "count": made.count, **more}
    context.answer(value, sentence)


def paper(name: str, says: str, *options: Decorator) -> Decorator:
    """A command that makes a paper of an event: --event, --out and these options, in this order."""

    def made(function: Callable[..., None]) -> Callable[..., None]:
        with_options = reduce(lambda done, option: option(done), reversed(options), click.pass_obj(function))
        return commands.command(name, help=says)(event_option(out_pdf(with_options)))

    return made


def _make(
    context: Context, event_id: str, out: Path, write: Callable[..., Made], people: Callable[[Store], Sequence[Attendee]],
    options: Callable[[Event], dict[str, Any]] = lambda _event: {},
) -> None:  # fmt: skip
    branding = branding_of(context, out)
    with context.store() as store:
        found = events.get(store, event_id)
        more = options(found)
        made = write(out, found, people(store), branding=branding, made_at=now(), **more)
    answer(context, out, made)


@paper(
    "table-tents",
    N_("Faire des chevalets de table ; pour les intervenants et les personnalités, sauf autre choix."),
    click.option(
        "--size",
        type=click.Choice(["a4", "a5"]),
        default="a4",
        help=N_("La feuille avant pliage (a5 : deux sur un A4)."),
    ),
    people_options,
)
def table_tents(
    context: Context, event_id: str, out: Path, size: str, persons: tuple[str, ...], roles: tuple[str, ...]
) -> None:
    """Make folded name cards for tables; for speakers and dignitaries unless chosen otherwise."""
    from ia_events.documents.table_tents import write_table_tents

    def people(store: Store) -> list[Attendee]:
        if persons or roles:
            return chosen(store, event_id, persons, roles)
        found = [p for p in chosen(store, event_id, (), ()) if p.role in (Role.SPEAKER, Role.DIGNITARY)]
        if not found:
            sentence = N_(
                "Personne à imprimer : les chevalets sont d'abord pour les rôles Intervenant et Officiel, et personne ne "
                "les a ici. Choisissez d'autres rôles (--role) ou des personnes (--person)."
            )
            raise UserError("nothing_to_print", sentence)
        return found

    _make(context, event_id, out, write_table_tents, people, lambda _event: {"size": size})


@paper(
    "roll-call",
    N_("Faire la liste d'appel, avec une case à cocher par créneau."),
    slots_option,
    group_by_option,
    people_options,
)
def roll_call(
    context: Context,
    event_id: str,
    out: Path,
    slot_names: tuple[str, ...],
    group_by: str | None,
    persons: tuple[str, ...],
    roles: tuple[str, ...],
) -> None:
    """Make the list of everybody with a box to tick for each half-day."""
    from ia_events.documents.roll_call import write_roll_call

    _make(
        context, event_id, out, write_roll_call, lambda store: chosen(store, event_id, persons, roles),
        lambda event: {"slots": slots_named(event, slot_names), "group_by": group_by or ""},
    )  # fmt: skip


@paper(
    "restaurant-list",
    N_("Faire le compte des repas par choix, sans aucun nom."),
    click.option(
        "--per", type=click.Choice(["day", "slot"]), default="day", help=N_("Un compte par jour, ou par créneau.")
    ),
    role_option,
)
def restaurant_list(context: Context, event_id: str, out: Path, per: str, roles: tuple[str, ...]) -> None:
    """Make the count of meals by choice; no name is in it."""
    from ia_events.documents.meals import write_restaurant_list

    _make(
        context, event_id, out, write_restaurant_list,
        lambda store: chosen(store, event_id, (), roles), lambda _event: {"per": per},
    )  # fmt: skip


@paper(
    "labels",
    N_("Faire des étiquettes avec nom et collectivité."),
    stock_option,
    start_at_option,
    click.option("--department", is_flag=True, help=N_("Avec le service, entre le nom et la collectivité.")),
    click.option(
        "--address",
        is_flag=True,
        help=N_("Pour le courrier : avec la civilité, l'adresse postale, le code postal et la ville."),
    ),
    people_options,
)
def labels(
    context: Context, event_id: str, out: Path, stock: str | None, start_at: int, department: bool, address: bool,
    persons: tuple[str, ...], roles: tuple[str, ...],
) -> None:  # fmt: skip
    """Make labels with name and employer, for post, places or files."""
    from ia_events.documents.labels import write_labels

    sheet = stock_wanted(context, stock)
    _make(
        context, event_id, out, write_labels, lambda store: chosen(store, event_id, persons, roles),
        lambda _event: {"stock": sheet, "start_at": start_at, "department": department, "address": address},
    )  # fmt: skip


@paper(
    "signs",
    N_("Faire des panneaux de porte et de direction."),
    click.option(
        "--text",
        default="",
        metavar=N_("TEXTE"),
        help=N_("Les mots (par défaut : les panneaux habituels d'un événement)."),
    ),
    click.option(
        "--arrow",
        type=click.Choice(["right", "up-right", "up", "up-left", "left", "down-left", "down", "down-right"]),
        help=N_("Une flèche, et son sens."),
    ),
    click.option(
        "--subtitle", multiple=True, metavar=N_("TEXTE"), help=N_("Une ligne sous les mots ; peut se répéter.")
    ),
    click.option("--link", default="", metavar="URL", help=N_("Un lien, montré en code QR.")),
    click.option("--size", type=click.Choice(["a4", "a3"]), default="a4", help=N_("Le papier.")),
    click.option("--portrait", is_flag=True, help=N_("La feuille debout.")),
)
def signs(
    context: Context, event_id: str, out: Path, text: str, arrow: str | None, subtitle: tuple[str, ...], link: str,
    size: str, portrait: bool,
) -> None:  # fmt: skip
    """Make door and direction signs."""
    from ia_events.documents.signs import Sign, write_signs

    if not text and (arrow or subtitle or link):
        raise UserError("sign_empty", N_("Donnez le texte du panneau : « Accueil », par exemple."))
    wanted = [Sign(text, arrow or "", "\n".join(subtitle), link)] if text else []
    _make(
        context, event_id, out, write_signs, lambda _store: (),
        lambda _event: {"signs": wanted, "size": size, "landscape": not portrait},
    )  # fmt: skip


@paper("walk-in-forms", N_("Faire des fiches vierges pour s'inscrire sur place."), forms_option(1))
def walk_in_forms(context: Context, event_id: str, out: Path, forms: int) -> None:
    """Make blank forms for those who come without being registered."""
    from ia_events.documents.walk_in_forms import write_walk_in_forms

    _make(context, event_id, out, write_walk_in_forms, lambda _store: (), lambda _event: {"forms": forms})


@paper("questionnaire", N_("Faire le questionnaire d'évaluation ; ses questions sont dans questionnaire.json."))
def questionnaire(context: Context, event_id: str, out: Path) -> None:
    """Make the evaluation questionnaire; its questions are in questionnaire.json."""
    from ia_events.documents.questionnaire import write_questionnaire

    _make(context, event_id, out, write_questionnaire, lambda store: registrations.team(store, event_id))


@paper("run-of-the-day", N_("Faire la page du déroulé, pour le mur de l'accueil."))
def run_of_the_day(context: Context, event_id: str, out: Path) -> None:
    """Make the page that says when, what and where, for the wall of the reception."""
    from ia_events.documents.run_of_the_day import write_run_of_the_day

    _make(context, event_id, out, write_run_of_the_day, lambda store: registrations.all_of(store, event_id))


@commands.command(
    "rescue-kit",
    help=N_("Faire tout ce qu'il faut pour tenir la journée sur papier."),
    context_settings=DASHES,
)
@event_option
@out_option(N_("DOSSIER|FICHIER.zip"), says=N_("Le fichier à écrire, ou le dossier où vont les fichiers."))
@stock_option
@design_option
@click.option(
    "--badges", "which", type=click.Choice(["all", "to-print", "none"]), default="all",
    help=N_("Quels badges (to-print : nouveaux ou modifiés) ; aucun n'est noté comme imprimé."),
)  # fmt: skip
@blank_rows_option(6)
@forms_option(0)
@click.pass_obj
def rescue_kit(
    context: Context, event_id: str, out: Path, stock: str | None, design_name: str | None, which: str,
    blank_rows: int, forms: int,
) -> None:  # fmt: skip
    """Make all that runs the day on paper if every machine dies."""
    from ia_events.documents.rescue_kit import make_rescue_kit, write_kit

    sheet, design = stock_wanted(context, stock), design_wanted(design_name)
    with context.store() as store:
        found = events.get(store, event_id)
        people = registrations.all_of(store, event_id)
        admitted = prints.admitted(store, event_id)
        kit = make_rescue_kit(
            found,
            people,
            badges=[] if which == "none" else prints.badges(store, event_id, which.replace("-", "_")),
            stock=sheet,
            design=design,
            blank_rows=blank_rows,
            forms=forms,
            admitted=admitted,
            branding=Branding.of(context.settings),
            made_at=now(),
        )
        prints.keep_pages(
            store, found, people, kit.kept, now(), admitted=admitted
        )  # first: no page leaves the program unknown to it
        write_kit(out, kit)
    context.notice(kit.notices)
    sentence = _("Kit de secours, {pages} : {file}").format(pages=pages_words(kit.pages), file=out)
    context.answer({"file": str(out), "pages": kit.pages, "count": len(kit.pieces)}, sentence)
