"""The other papers: table tents, lists, signs, labels, forms, and the rescue kit."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ia_events import paths
from ia_events.cli.base import Context, commands, event_option, now, out_pdf, refuse_out
from ia_events.documents.branding import Branding
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee, Role
from ia_events.i18n import N_, _, ngettext
from ia_events.store import Store, door, events, identifying, prints, registrations

if TYPE_CHECKING:
    from ia_events.documents.pdf import Made  # reportlab is loaded by the commands that print

_ROLES = click.Choice([role.value for role in Role])


role_option = click.option(
    "--role", "roles", multiple=True, type=_ROLES, help="Only people of this role; may be repeated."
)


def people_options(command: Callable[..., None]) -> Callable[..., None]:
    """--person and --role, each as often as wanted."""
    command = role_option(command)
    return click.option(
        "--person", "persons", multiple=True, metavar="ID", help="Only this registration; may be repeated."
    )(command)


def chosen(store: Store, event_id: str, persons: Sequence[str], roles: Collection[str]) -> list[Attendee]:
    """The people of an event named, or of these roles (all of them if none), in list order."""
    for id_ in persons:
        if registrations.get(store, id_).event_id != event_id:
            raise UserError("person_elsewhere", N_("Cette inscription n'est pas de cet événement : {id}."), id=id_)
    wanted = {identifying.canonical(store, registrations.get(store, id_)).id for id_ in persons}
    return [
        person
        for person in registrations.all_of(store, event_id)
        if (person.id in wanted if wanted else not roles or person.role in roles)
    ]


def branding_of(context: Context, out: Path, *, kinds: tuple[str, ...] = (".pdf",)) -> Branding:
    """The organisation's own, once sure that `out` takes the place of no picture of it."""
    branding = Branding.of(context.settings)
    refuse_out(out, branding.logo, branding.signature, kinds=kinds)
    return branding


def answer(context: Context, out: Path, made: Made, **more: Any) -> None:
    """What was made, and what is worth knowing about it."""
    context.notice(made.notices)
    sentence = ngettext("{count} page : {file}", "{count} pages : {file}", made.pages)
    value = {"file": str(out), "pages": made.pages, "count": made.count, **more}
    context.answer(value, sentence.format(count=made.pages, file=out))


def _make(
    context: Context, event_id: str, out: Path, write: Callable[..., Made],
    people: Callable[[Store], Sequence[Attendee]], options: Callable[[Event], dict[str, Any]] = lambda _event: {},
) -> None:  # fmt: skip
    branding = branding_of(context, out)
    with context.store() as store:
        found = events.get(store, event_id)
        made = write(out, found, people(store), branding=branding, made_at=now(), **options(found))
    answer(context, out, made)


@commands.command("table-tents")
@event_option
@out_pdf
@click.option("--size", type=click.Choice(["a4", "a5"]), default="a4", help="Sheet before folding (a5: two on an A4).")
@people_options
@click.pass_obj
def table_tents(
    context: Context, event_id: str, out: Path, size: str, persons: tuple[str, ...], roles: tuple[str, ...]
) -> None:
    """Make folded name cards for tables; for speakers and dignitaries unless chosen otherwise."""
    from ia_events.documents.table_tents import write_table_tents

    wanted = roles or ("speaker", "dignitary")
    _make(
        context, event_id, out, write_table_tents,
        lambda store: chosen(store, event_id, persons, wanted), lambda _event: {"size": size},
    )  # fmt: skip


@commands.command("roll-call")
@event_option
@out_pdf
@click.option("--slot", "slot_id", default="", metavar="ID", help="One half-day (default: all).")
@people_options
@click.pass_obj
def roll_call(
    context: Context, event_id: str, out: Path, slot_id: str, persons: tuple[str, ...], roles: tuple[str, ...]
) -> None:
    """Make the list of everybody with a box to tick for each half-day."""
    from ia_events.documents.roll_call import write_roll_call

    _make(
        context, event_id, out, write_roll_call, lambda store: chosen(store, event_id, persons, roles),
        lambda event: {"slots": [door.slot_for(event, slot_id, now())] if slot_id else ()},
    )  # fmt: skip


@commands.command("restaurant-list")
@event_option
@out_pdf
@click.option("--per", type=click.Choice(["day", "slot"]), default="day", help="One count a day, or one a half-day.")
@role_option
@click.pass_obj
def restaurant_list(context: Context, event_id: str, out: Path, per: str, roles: tuple[str, ...]) -> None:
    """Make the count of meals by choice; no name is in it."""
    from ia_events.documents.meals import write_restaurant_list

    _make(
        context, event_id, out, write_restaurant_list,
        lambda store: chosen(store, event_id, (), roles), lambda _event: {"per": per},
    )  # fmt: skip


@commands.command("labels")
@event_option
@out_pdf
@click.option("--stock", default=None, metavar="ID", help="Label sheet (default: the settings' one).")
@click.option("--start-at", type=click.IntRange(1), default=1, metavar="N", help="First free label of the first sheet.")
@click.option("--department", is_flag=True, help="With the department, between name and employer.")
@people_options
@click.pass_obj
def labels(
    context: Context, event_id: str, out: Path, stock: str | None, start_at: int, department: bool,
    persons: tuple[str, ...], roles: tuple[str, ...],
) -> None:  # fmt: skip
    """Make labels with name and employer, for post, places or files."""
    from ia_events.documents.labels import write_labels
    from ia_events.documents.stocks import stock as find_stock

    sheet = find_stock(stock or context.settings.default_stock)
    _make(
        context, event_id, out, write_labels, lambda store: chosen(store, event_id, persons, roles),
        lambda _event: {"stock": sheet, "start_at": start_at, "department": department},
    )  # fmt: skip


@commands.command("signs")
@event_option
@out_pdf
@click.option("--text", default="", help="The words (default: the usual signs of an event).")
@click.option(
    "--arrow",
    type=click.Choice(["right", "up-right", "up", "up-left", "left", "down-left", "down", "down-right"]),
    default=None,
)
@click.option("--subtitle", multiple=True, help="A line under the words; may be repeated.")
@click.option("--link", default="", metavar="URL", help="Shown as a QR code.")
@click.option("--size", type=click.Choice(["a4", "a3"]), default="a4")
@click.option("--portrait", is_flag=True)
@click.pass_obj
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


@commands.command("walk-in-forms")
@event_option
@out_pdf
@click.option("--forms", type=click.IntRange(1, 600), default=12, metavar="N")
@click.pass_obj
def walk_in_forms(context: Context, event_id: str, out: Path, forms: int) -> None:
    """Make blank forms for those who come without being registered."""
    from ia_events.documents.walk_in_forms import write_walk_in_forms

    _make(context, event_id, out, write_walk_in_forms, lambda _store: (), lambda _event: {"forms": forms})


@commands.command("questionnaire")
@event_option
@out_pdf
@click.pass_obj
def questionnaire(context: Context, event_id: str, out: Path) -> None:
    """Make the evaluation questionnaire; its questions are in questionnaire.json."""
    from ia_events.documents.questionnaire import write_questionnaire

    _make(context, event_id, out, write_questionnaire, lambda store: registrations.team(store, event_id))


@commands.command("run-of-the-day")
@event_option
@out_pdf
@click.pass_obj
def run_of_the_day(context: Context, event_id: str, out: Path) -> None:
    """Make the page that says when, what and where, for the wall of the reception."""
    from ia_events.documents.run_of_the_day import write_run_of_the_day

    _make(context, event_id, out, write_run_of_the_day, lambda store: registrations.all_of(store, event_id))


@commands.command("rescue-kit")
@event_option
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="DIR|FILE.zip")
@click.option("--stock", default=None, metavar="ID", help="Label sheet of the badges (default: the settings' one).")
@click.option(
    "--badges", "which", type=click.Choice(["all", "to_print", "none"]), default="all",
    help="Whose badges (to_print: new or changed); none is remembered as printed.",
)  # fmt: skip
@click.pass_obj
def rescue_kit(context: Context, event_id: str, out: Path, stock: str | None, which: str) -> None:
    """Make all that runs the day on paper if every machine dies."""
    from ia_events.documents.rescue_kit import make_rescue_kit, write_kit
    from ia_events.documents.stocks import stock as find_stock

    paths.refuse_same_file(out, context.path)
    sheet = find_stock(stock or context.settings.default_stock)
    with context.store() as store:
        found = events.get(store, event_id)
        people = registrations.all_of(store, event_id)
        kit = make_rescue_kit(
            found,
            people,
            badges=[] if which == "none" else prints.badges(store, event_id, which),
            stock=sheet,
            branding=Branding.of(context.settings),
            made_at=now(),
        )
        prints.keep_pages(store, found, people, kit.kept, now())  # first: no page leaves the program unknown to it
        write_kit(out, kit)
    context.notice(kit.notices)
    sentence = _("Kit de secours, {pages} pages : {file}").format(pages=kit.pages, file=out)
    context.answer({"file": str(out), "pages": kit.pages, "count": len(kit.pieces)}, sentence)
