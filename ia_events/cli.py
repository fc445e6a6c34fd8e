"""The same jobs from a terminal. The names are a contract: scripts rely on them."""

from __future__ import annotations

import json
import logging
import os
import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NoReturn

import click

from ia_events import __version__, drives, i18n, kept_templates, layouts, paths, presets
from ia_events import log as logs
from ia_events.domain import dates
from ia_events.domain.attendance import STATE_LABELS, Matrix
from ia_events.domain.consolidation import Line
from ia_events.domain.errors import UserError
from ia_events.domain.events import TIMEZONES, Event, Format, Slot, local_instant
from ia_events.domain.fields import FIELDS
from ia_events.domain.ids import uuid7
from ia_events.domain.lists import SKIPPED, Question
from ia_events.domain.matching import make_plan
from ia_events.domain.people import STATUS_LABELS, Attendee
from ia_events.domain.recognising import Known
from ia_events.domain.three_way import Accepted, Comparison
from ia_events.domain.verdicts import VERDICT_LABELS, Outcome
from ia_events.i18n import N_, _, ngettext
from ia_events.settings import Settings
from ia_events.store import Store, backups, door, events, journal, presence, prints, registrations, run_sheet


class Context:
    """What every command needs: the store, opened late, and how to answer."""

    def __init__(self, path: Path | None, as_json: bool) -> None:
        self.path = path or paths.database()
        self.as_json = as_json
        self.settings = Settings.load()
        i18n.use(self.settings.language)

    @contextmanager
    def store(self) -> Iterator[Store]:
        """The database, closed afterwards."""
        store = Store.open(self.path, now=now())
        try:
            yield store
        finally:
            store.close()

    def answer(self, value: dict[str, Any], sentence: str) -> None:
        """The result: one JSON object, or a sentence."""
        click.echo(json.dumps(value, ensure_ascii=False) if self.as_json else sentence)

    def notice(self, sentences: tuple[str, ...]) -> None:
        """What is worth knowing about a result, beside it."""
        for sentence in sentences:
            click.echo(sentence, err=True)


def now() -> datetime:
    """The clock, read here and nowhere below."""
    return datetime.now(UTC)


def main() -> NoReturn:
    """Run the command line: exit 0 done, 1 something the user can mend, 2 usage, 3 a bug."""
    if sys.argv[1:] == ["--read-lists"]:  # the packaged program has no other Python to start
        from ia_events.spreadsheets.worker import serve

        serve()
    as_json = "--json" in sys.argv[1:]
    logs.start()
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        commands.main(prog_name="ia-events", standalone_mode=False)
        sys.stdout.flush()
    except UserError as error:
        _fail(error.code, error.message, as_json, 1)
    except click.ClickException as error:
        if as_json:
            _fail("usage", error.format_message(), as_json, 2)
        error.show()
        raise SystemExit(2) from None
    except (click.Abort, KeyboardInterrupt):
        raise SystemExit(130) from None
    except BrokenPipeError:
        # The reader went away (head, a closed pager): nothing is wrong with us.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None
    except Exception as error:  # a bug: kept in the log, said without a traceback
        logging.getLogger(__name__).error("unexpected error", exc_info=error)
        template = N_("Erreur inattendue ({kind}). Le journal du programme en garde le détail : {folder}")
        problem = UserError("unexpected", template, kind=type(error).__name__, folder=paths.logs())
        _fail(problem.code, problem.message, as_json, 3)
    raise SystemExit(0)


def _fail(code: str, message: str, as_json: bool, status: int) -> NoReturn:
    click.echo(f"{code}: {message}", err=True)
    if as_json:
        click.echo(json.dumps({"error": {"code": code, "message": message}}, ensure_ascii=False))
    raise SystemExit(status)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--db", type=click.Path(path_type=Path), help="Database file (default: the program's own).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@click.version_option(__version__, prog_name="ia-events")
@click.pass_context
def commands(context: click.Context, db: Path | None, as_json: bool) -> None:
    """IA Événements: an in-person training event, from the list to the return."""
    context.obj = Context(db, as_json)


event_option = click.option("--event", "event_id", required=True, metavar="ID", help="Event, as `event list` names it.")
out_pdf = click.option("--out", type=click.Path(path_type=Path), required=True, metavar="FILE.pdf")


@commands.command()
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, metavar="DIR")
@click.option("--people", type=click.IntRange(1, 100_000), help="Participants invented instead of the shipped list.")
@click.pass_obj
def demo(context: Context, out: Path, people: int | None) -> None:
    """Do the whole day on the demonstration event; everything it makes goes to DIR."""
    from ia_events import demonstration

    say: Callable[[str], None] = (lambda text: click.echo(text, err=True)) if context.as_json else click.echo
    result = demonstration.whole_day(out, now(), people, say, context.settings)
    context.answer(result, _("Tout est dans {folder}.").format(folder=out))


# --- events ------------------------------------------------------------------------------------------------------


@commands.group()
def event() -> None:
    """Create, list and show events."""


@event.command("add")
@click.option("--title", required=True)
@click.option("--slot", "slots", multiple=True, metavar="LABEL=START/END", help="Local times: 2025-11-12T18:00/20:30")
@click.option("--timezone", default=None, help="IANA zone, as America/Marigot.")
@click.option("--venue", default="")
@click.option("--address", default="")
@click.option("--delegation", default=None)
@click.option("--programme", default="")
@click.option("--cycle", default="")
@click.option("--session-code", default="")
@click.option("--format", "format_", type=click.Choice([f.value for f in Format]), default=Format.DAY.value)
@click.option("--capacity", type=click.IntRange(0))
@click.option("--audience", default="")
@click.option("--theme", "themes", multiple=True)
@click.option("--notes", default="")
@click.pass_obj
def event_add(
    context: Context,
    /,
    title: str,
    slots: tuple[str, ...],
    timezone: str | None,
    delegation: str | None,
    format_: str,
    themes: tuple[str, ...],
    **texts: Any,
) -> None:
    """Create an event."""
    zone = _zone(timezone or context.settings.timezone)
    new = Event(
        title=title,
        timezone=zone,
        format=Format(format_),
        delegation=context.settings.delegation if delegation is None else delegation,
        slots=tuple(_slot(text, zone) for text in slots),
        themes=themes,
        **texts,
    )
    with context.store() as store:
        id_ = events.save(store, new, now())
        cautions = run_sheet.cautions(store, events.get(store, id_))
    for caution in cautions:
        click.echo(caution.message, err=True)
    context.answer({"event": id_}, id_)


def _zone(name: str) -> str:
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name).key
    except (ValueError, OSError, KeyError):
        template = N_("« {zone} » n'est pas un fuseau horaire. Exemples : {examples}.")
        raise UserError("timezone_unknown", template, zone=name, examples=", ".join(TIMEZONES)) from None


def _slot(text: str, zone: str) -> Slot:
    label, _equals, span = text.rpartition("=")
    start_text, _slash, end_text = span.partition("/")
    try:
        start = _instant(start_text, zone)
        only_time = "T" not in end_text and " " not in end_text.strip()
        if only_time:
            end_text = f"{start_text.strip()[:10]}T{end_text.strip()}"
        end = _instant(end_text, zone)
        if only_time and end < start:
            end += timedelta(days=1)  # it goes past midnight
    except ValueError:
        template = N_("Créneau « {slot} » illisible. Écrivez par exemple : Soirée=2025-11-12T18:00/2025-11-12T20:30")
        raise UserError("slot_malformed", template, slot=text) from None
    return Slot(label=label.strip() or _("Séance"), start=start, end=end)


def _instant(text: str, zone: str) -> datetime:
    """An ISO instant; without an offset it is the wall clock of the zone."""
    value = datetime.fromisoformat(text.strip())
    return value.astimezone(UTC) if value.tzinfo else local_instant(value.date(), value.time(), zone)


@event.command("list")
@click.option("--archived", is_flag=True, help="The archived ones instead.")
@click.pass_obj
def event_list(context: Context, archived: bool) -> None:
    """List events, the most recent first."""
    with context.store() as store:
        found = events.list_events(store, archived=archived)
        rows = [{**_event_json(e), "registrations": registrations.counts(store, e.id).total} for e in found]
    lines = [
        f"{r['id']}  {r['registrations']:>5}  {dates.event_dates(e) or '—':32}  {e.title}"
        for r, e in zip(rows, found, strict=True)
    ]
    context.answer({"events": rows}, "\n".join(lines) or _("Aucun événement. « ia-events event add » en crée un."))


@event.command("show")
@click.argument("event_id", metavar="ID")
@click.pass_obj
def event_show(context: Context, event_id: str) -> None:
    """Show an event with its slots."""
    with context.store() as store:
        found = events.get(store, event_id)
        counts = registrations.counts(store, event_id)
    lines = [found.title, dates.event_dates(found), ", ".join(filter(None, (found.venue, found.address)))]
    lines += [f"{slot.id}  {dates.slot_title(found, slot)}" for slot in found.slots]
    lines.append(
        _("Inscriptions : {registered}, liste d'attente : {waitlisted}, désistements : {cancelled}.").format(
            **counts._asdict()
        )
    )
    context.answer({**_event_json(found), "counts": counts._asdict()}, "\n".join(filter(None, lines)))


def _event_json(found: Event) -> dict[str, Any]:
    day = "%Y-%m-%d"
    return {
        "id": found.id,
        "title": found.title,
        "timezone": found.timezone,
        "session_code": found.session_code,
        "format": found.format.value,
        "programme": found.programme,
        "cycle": found.cycle,
        "delegation": found.delegation,
        "venue": found.venue,
        "address": found.address,
        "capacity": found.capacity,
        "registration_opens": f"{found.registration_opens:{day}}" if found.registration_opens else None,
        "registration_closes": f"{found.registration_closes:{day}}" if found.registration_closes else None,
        "themes": list(found.themes),
        "audience": found.audience,
        "archived": found.archived,
        "slots": [
            {
                "id": s.id,
                "label": s.label,
                "start": found.local(s.start).isoformat(),
                "end": found.local(s.end).isoformat(),
            }
            for s in found.slots
        ],
        "organisations": [{"name": o.name, "role": o.role.value} for o in found.organisations],
        "resources": [
            {"title": r.title, "link": r.link, "kind": r.kind, "open_to": r.open_to} for r in found.resources
        ],
    }


# --- lists -------------------------------------------------------------------------------------------------------


@commands.command("import")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@event_option
@click.option("--sheet", metavar="NAME", help="Sheet to read (default: the one that holds the list).")
@click.option(
    "--map",
    "mapping",
    multiple=True,
    metavar="'Heading=field'",
    help="Read a column as a field; “Heading=” leaves it aside.",
)
@click.option("--answer", "answers", multiple=True, metavar="KEY=VALUE", help="Answer one of the list's questions.")
@click.option("--dry-run", is_flag=True, help="Say what importing would do; write nothing.")
@click.option(
    "--report",
    type=click.Path(path_type=Path),
    metavar="FILE.xlsx",
    help="A copy of the list with the problems on its cells.",
)
@click.option("--password-stdin", is_flag=True, help="Read the list's password on standard input.")
@click.pass_obj
def import_(
    context: Context,
    file: Path,
    event_id: str,
    sheet: str | None,
    mapping: tuple[str, ...],
    answers: tuple[str, ...],
    dry_run: bool,
    report: Path | None,
    password_stdin: bool,
) -> None:
    """Import an attendee list (.xlsx .xls .ods .csv) in one transaction."""
    from ia_events.spreadsheets.reading import read
    from ia_events.spreadsheets.report import verdict_words, write_report

    chosen = dict(_pair(text, "--map") for text in mapping)
    answered = dict(_pair(text, "--answer") for text in answers)
    password = _password() if password_stdin else None
    with context.store() as store:
        event = events.get(store, event_id)
        known = Known()
        listing = read(
            file,
            sheet=sheet,
            mapping=chosen,
            answers=answered,
            layouts=layouts.load(),
            slots=event.slots,
            timezone=event.timezone,
            today=now().astimezone(event.zone).date(),
            password=password,
            meanwhile=lambda: known.learn(registrations.all_of(store, event_id)),
        )
        plan = make_plan(listing, known, event_id, lambda: uuid7(now()))
        if report:
            write_report(report, file, listing, plan.problems, verdict_words(plan), password=password)
        if not dry_run:
            registrations.import_plan(store, plan, now())
    counted = {
        "rows": len(plan.listing.rows),
        "added": len(plan.added),
        "updated": len(plan.updated),
        "unchanged": plan.unchanged,
        "refused": len(plan.refused),
    }
    problems = [
        {"sheet": p.sheet or plan.listing.sheet, "row": p.row, "column": p.column, "code": p.code, "message": p.message}
        for p in plan.problems
    ]
    sentence = _(
        "{rows} lignes. À ajouter : {added}, à mettre à jour : {updated}, sans changement : {unchanged}, refus : {refused}."
    )
    if not dry_run:
        sentence = _(
            "{rows} lignes. Ajouts : {added}, mises à jour : {updated}, sans changement : {unchanged}, refus : {refused}."
        )
    lines = [sentence.format(**counted)]
    lines += [_("Ligne {row} : {message}").format(**p) for p in problems]
    warnings = len(problems) - sum(p.refuses for p in plan.problems)
    listing = plan.listing
    left = [column.heading for column in listing.columns if not column.field]
    skipped = [(row, reason) for row, reason in listing.skipped if reason != "blank"]
    lines += [_("Ligne {row} écartée : {reason}").format(row=row, reason=_(SKIPPED[reason])) for row, reason in skipped]
    if left:
        lines.append(_("Colonnes laissées de côté : {columns}").format(columns=", ".join(left)))
    answer = {
        "event": event_id,
        **counted,
        "warnings": warnings,
        "problems": problems,
        "skipped": [{"row": row, "reason": reason} for row, reason in skipped],
        "ignored_columns": left,
        "questions": [_question_json(question) for question in listing.questions],
    }
    if not context.as_json:
        context.notice(
            tuple(_question_words(question) for question in listing.questions if question.key not in answered)
        )
    context.answer(answer, "\n".join(lines))


@commands.command("merge")
@click.option("--event", "event_id", required=True, metavar="ID")
@click.option("--keep", required=True, metavar="ID", help="The registration that stays.")
@click.option("--other", required=True, metavar="ID", help="The one that joins it.")
@click.pass_obj
def merge(context: Context, event_id: str, keep: str, other: str) -> None:
    """Make two registrations one person; `undo` parts them again."""
    with context.store() as store:
        events.get(store, event_id)
        action = registrations.merge(store, keep, other, {}, now())
    context.answer({"registration": keep, "action": action.id if action else ""}, str(action or ""))


@commands.command("imports")
@click.option("--event", "event_id", required=True, metavar="ID")
@click.pass_obj
def imports(context: Context, event_id: str) -> None:
    """List the lists imported into an event."""
    with context.store() as store:
        zone = events.get(store, event_id)
        found = registrations.imports(store, event_id)
    rows = [
        {
            "action": i.action,
            "at": i.at.isoformat(),
            "file": i.file,
            "added": i.added,
            "updated": i.updated,
            "withdrawn": i.withdrawn,
            "undone": i.undone,
        }
        for i in found
    ]
    lines = [
        f"{i.action}  {zone.local(i.at):%Y-%m-%d %H:%M}  +{i.added} ~{i.updated} -{i.withdrawn}  {i.file}"
        + (f"  ({_('annulé')})" if i.undone else "")
        for i in found
    ]
    context.answer({"imports": rows}, "\n".join(lines) or _("Aucune liste importée dans cet événement."))


@commands.command("undo")
@click.option("--action", default="", metavar="ID", help="Of `imports`, instead of the last action.")
@click.pass_obj
def undo(context: Context, action: str) -> None:
    """Take back the last action, or the one named; what was edited since stays."""
    with context.store() as store:
        done = journal.undo(store, now(), action)
    if done is None and action:
        raise UserError("action_unknown", N_("Cette action n'existe pas dans cette base, ou elle est déjà annulée."))
    _replayed(context, done, _("Annulé : {action}."), _("Rien à annuler."))


@commands.command("redo")
@click.pass_obj
def redo(context: Context) -> None:
    """Do again the action last undone."""
    with context.store() as store:
        done = journal.redo(store, now())
    _replayed(context, done, _("Rétabli : {action}."), _("Rien à rétablir."))


def _replayed(context: Context, done: journal.Action | None, sentence: str, nothing: str) -> None:
    lines = [sentence.format(action=done) if done else nothing]
    if done and done.kept:
        left = ngettext(
            "{count} élément modifié depuis est resté.", "{count} éléments modifiés depuis sont restés.", done.kept
        )
        lines.append(left.format(count=done.kept))
    answer = {"action": done.id if done else "", "label": str(done or ""), "kept": done.kept if done else 0}
    context.answer(answer, "\n".join(lines))


def _question_json(question: Question) -> dict[str, Any]:
    return {
        "key": question.key,
        "question": question.words,
        "answer": question.answer,
        "options": [{"value": option.value, "label": option.words} for option in question.options],
        "examples": list(question.examples),
    }


def _question_words(question: Question) -> str:
    supposed = next(option.words for option in question.options if option.value == question.answer)
    choices = ", ".join(f"{option.value} ({option.words})".strip() for option in question.options)
    return _("{question} Supposé : {supposed}. Pour répondre : --answer {answer}, parmi {choices}.").format(
        question=question.words, supposed=supposed, answer=shlex.quote(f"{question.key}=…"), choices=choices
    )


def _pair(text: str, option: str) -> tuple[str, str]:
    heading, equals, name = text.rpartition("=")
    if not equals:
        raise click.BadParameter(_("« {text} » : écrivez « Intitulé=champ ».").format(text=text), param_hint=option)
    return heading, name.strip()


def _password() -> str:
    return sys.stdin.readline().rstrip("\r\n")


@commands.command("registrations")
@event_option
@click.option("--search", "text", default="", metavar="TEXT", help="Any part of name, employer, e-mail or short code.")
@click.pass_obj
def list_registrations(context: Context, event_id: str, text: str) -> None:
    """List the people of an event, with every field."""
    with context.store() as store:
        events.get(store, event_id)
        ids = registrations.search(store, event_id, registrations.Query(text=text))
        people = [
            p for start in range(0, len(ids), 5000) for p in registrations.get_many(store, ids[start : start + 5000])
        ]
    rows = [_person_json(p) for p in people]
    lines = [f"{p.short_code}  {p.list_name:32}  {p.employer:36}  {_(STATUS_LABELS[p.status])}" for p in people]
    context.answer({"registrations": rows}, "\n".join(lines) or _("Personne ne correspond."))


def _person_json(person: Attendee) -> dict[str, Any]:
    values = {field.id: getattr(person, field.id) for field in FIELDS}
    return {
        "id": person.id,
        **values,
        "short_code": person.short_code,
        "slots": list(person.slots),
        "source": person.source.value,
    }


# --- documents ---------------------------------------------------------------------------------------------------


@commands.command("badges")
@event_option
@out_pdf
@click.option(
    "--stock",
    default=None,
    metavar="ID",
    help="Label sheet, as avery-l7418, avery-l4785, avery-l7160, avery-4784, avery-32011, a6.",
)
@click.option("--layout", default="standard", metavar="ID", help="Badge layout (there is one: standard).")
@click.option("--start-at", type=click.IntRange(1), default=1, metavar="N", help="First free label of the first sheet.")
@click.option(
    "--only",
    type=click.Choice(["all", "new", "changed"]),
    default="all",
    help="New: never printed. Changed: printed before a change.",
)
@click.pass_obj
def make_badges(
    context: Context, event_id: str, out: Path, stock: str | None, layout: str, start_at: int, only: str
) -> None:
    """Make badges as a PDF, and remember which were made."""
    from ia_events.documents.badges import write_badges
    from ia_events.documents.branding import Branding
    from ia_events.documents.stocks import stock as find_stock

    label_stock = find_stock(stock or context.settings.default_stock)
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
            layout=layout,
            start_at=start_at,
            branding=Branding.of(context.settings),
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


# --- the door ----------------------------------------------------------------------------------------------------


@commands.command("check-in")
@event_option
@click.option(
    "--slot", "slot_id", default="", metavar="ID", help="Half-day (default: the one under way, else the nearest)."
)
@click.option(
    "--station", default=None, metavar="NAME", help="Written beside each check-in (default: the settings' one)."
)
@click.option(
    "--at", "at_text", default=None, metavar="TIME", help="When it happened (event's clock, or with an offset)."
)
@click.pass_obj
def check_in(context: Context, event_id: str, slot_id: str, station: str | None, at_text: str | None) -> None:
    """Read tokens on standard input; print one verdict a line, each committed first."""
    with context.store() as store:
        found = events.get(store, event_id)
        station = context.settings.station if station is None else station
        try:
            fixed = _instant(at_text, found.timezone) if at_text else None
        except ValueError:
            raise UserError(
                "time_malformed", N_("« {time} » n'est pas une heure. Exemple : 2025-11-12T17:42"), time=at_text
            ) from None
        door.slot_for(found, slot_id, fixed or now())
        for line in sys.stdin:
            token = line.strip()
            if not token:
                continue
            clock = now()
            outcome = door.scan(store, found, token, slot_id=slot_id, at=fixed or clock, now=clock, station=station)
            context.answer(_outcome_json(outcome, token, found), _outcome_line(outcome, found))
            sys.stdout.flush()


def _outcome_json(outcome: Outcome, token: str, found: Event) -> dict[str, Any]:
    person = outcome.attendee
    return {
        "token": token,
        "verdict": outcome.verdict.value,
        "registration": person.id if person else None,
        "name": person.list_name if person else None,
        "slot": outcome.slot.id if outcome.slot else None,
        "at": found.local(outcome.at).isoformat(),
        "first_at": found.local(outcome.first_at).isoformat() if outcome.first_at else None,
        "right_slot": outcome.right_slot.id if outcome.right_slot else None,
        "other_event": outcome.other_event or None,
        "outside_dates": outcome.outside_dates,
    }


def _outcome_line(outcome: Outcome, found: Event) -> str:
    name = outcome.attendee.list_name if outcome.attendee else outcome.token[:40]
    return f"{dates.clock(found.local(outcome.at)):>10}  {_(VERDICT_LABELS[outcome.verdict]):30}  {name}".rstrip()


@commands.command("attendance")
@event_option
@click.pass_obj
def attendance(context: Context, event_id: str) -> None:
    """Show the presence matrix: people × slots."""
    with context.store() as store:
        found = events.get(store, event_id)
        grid = presence.load(store, found)
    lines = [
        f"{p.list_name:32}  " + "  ".join(f"{_(STATE_LABELS[grid.cells[p.id, s.id].state]):16}" for s in found.slots)
        for p in grid.people
    ]
    context.answer(_matrix_json(grid), "\n".join(lines))


def _matrix_json(grid: Matrix) -> dict[str, Any]:
    def cell(person: str, slot: str) -> dict[str, Any]:
        found = grid.cells[person, slot]
        at = grid.event.local(found.at).isoformat() if found.at else None
        return {
            "slot": slot,
            "state": found.state.value,
            "at": at,
            "method": found.method,
            "station": found.station,
            "hours": found.hours,
        }

    return {
        "event": grid.event.id,
        "slots": [{"id": s.id, "label": s.label} for s in grid.event.slots],
        "people": [
            {
                "registration": p.id,
                "last_name": p.last_name,
                "first_name": p.first_name,
                "employer": p.employer,
                "cells": [cell(p.id, s.id) for s in grid.event.slots],
                "hours": grid.hours(p.id),
            }
            for p in grid.people
        ],
    }


_PEOPLE = ("all", "registered", "waitlisted", "cancelled", "present", "absent")


@commands.command("export")
@event_option
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="FILE.xlsx")
@click.option(
    "--template",
    type=click.Path(path_type=Path),
    metavar="FILE.xlsx|NAME",
    help="Headquarters' own workbook to fill: a file, or the name of one that is kept.",
)
@click.option("--columns", metavar="A,B,C", help="A list with these columns, in place of the return; .csv by the name.")
@click.option("--preset", metavar="NAME", help="A list with the columns and people kept under this name.")
@click.option("--people", type=click.Choice(_PEOPLE), help="Of whom, with --columns or --preset.")
@click.option("--slot", "slot_id", default="", metavar="ID", help="In which slot, with --people.")
@click.option("--search", default="", metavar="TEXT", help="Only those with these words, with --columns or --preset.")
@click.option("--password-stdin", is_flag=True, help="Encrypt with the password read on standard input.")
@click.pass_obj
def export(
    context: Context,
    event_id: str,
    out: Path,
    template: Path | None,
    columns: str | None,
    preset: str | None,
    people: str | None,
    slot_id: str,
    search: str,
    password_stdin: bool,
) -> None:
    """Make the return workbook for regional headquarters, or a list with the columns one chooses."""
    from ia_events.spreadsheets.choosing import chosen_people, write_choice
    from ia_events.spreadsheets.returns import write_return
    from ia_events.spreadsheets.templates import fill_template

    if sum(given is not None for given in (template, columns, preset)) > 1:
        raise click.UsageError("--template, --columns and --preset exclude one another.")
    if template is None and columns is None and preset is None and out.suffix.lower() == ".csv":
        preset = presets.BUILT_IN[0].name
    chosen = presets.find(preset) if preset is not None else None
    listed = columns is not None or chosen is not None
    if (people or slot_id or search) and not listed:
        raise click.UsageError("--people, --slot and --search go with --columns or --preset.")
    password = _password() if password_stdin else None
    made_at = now()  # one moment: the workbook and the record of it name the same return
    made_by = context.settings.organisation
    with context.store() as store:
        found = events.get(store, event_id)
        if slot_id and found.slot(slot_id) is None:
            raise UserError("slot_unknown", N_("Ce créneau n'est pas de cet événement."))
        grid = presence.load(store, found)
        if listed:
            wanted = chosen.columns if chosen else [name.strip() for name in str(columns).split(",") if name.strip()]
            who = people or (chosen.people if chosen else "all")
            some = chosen_people(grid, who, slot_id, search)
            made = write_choice(out, found, grid, some, wanted, made_at=made_at, password=password)
        elif template is not None:
            kept = None if template.exists() or template.suffix else kept_templates.find(str(template))
            made = fill_template(
                out,
                kept.file if kept else template,
                found,
                grid,
                made_at=made_at,
                made_by=made_by,
                password=password,
                pointed=kept.pointed if kept else None,
            )
        else:
            made = write_return(out, found, grid, made_at=made_at, made_by=made_by, password=password)
        if not listed:
            prints.record_return(store, event_id, out.name, made_at)
    if password is None and drives.kind(out):
        context.notice((_("Ce fichier contient des données personnelles et va sur un support amovible ou un disque réseau. Protégez-le : --password-stdin."),))  # fmt: skip
    sentence = _("{count} personnes : {file}").format(count=made.count, file=out)
    context.answer({"file": str(out), "pages": made.sheets, "count": made.count}, sentence)


@commands.command("return-check")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@event_option
@click.option(
    "--accept",
    type=click.Choice(["none", "proposed", "all"]),
    default="none",
    help="Record nothing (default), what is certain, or everything, conflicts too.",
)
@click.option("--password-stdin", is_flag=True, help="Read the workbook's password on standard input.")
@click.pass_obj
def return_check(context: Context, file: Path, event_id: str, accept: str, password_stdin: bool) -> None:
    """Compare headquarters' corrected return with what was sent and what is known."""
    from ia_events.domain.three_way import everything, proposed
    from ia_events.spreadsheets.coming_back import read
    from ia_events.store import coming_back

    password = _password() if password_stdin else None
    with context.store() as store:
        found = events.get(store, event_id)
        comparison = coming_back.compared(store, found, read(file, password=password))
        choose = {"none": lambda _changes: frozenset(), "proposed": proposed, "all": everything}[accept]
        accepted = choose(comparison.changes)
        coming_back.apply(store, found, comparison, accepted, now(), station=context.settings.station)
    context.notice(tuple(note.message for note in comparison.notes))
    answer, lines = _comparison(comparison, accepted, found)
    context.answer({"event": event_id, "file": str(file), **answer}, "\n".join(lines))


def _comparison(found: Comparison, accepted: Accepted, event: Event) -> tuple[dict[str, Any], list[str]]:
    from ia_events.domain.returned import title_of, words_of
    from ia_events.domain.three_way import KIND_LABELS, Kind

    counted = {
        **{kind.value: found.count(kind) for kind in Kind},
        "unchanged": found.unchanged,
        "same": found.same,
        "conflicts": found.conflicts,
        "applied": len(accepted),
    }
    sentence = _(
        "Ajouts : {added}, modifications : {changed}, retraits : {withdrawn}, conflits : {conflicts}, sans changement : {unchanged}. Cellules reprises : {applied}."
    )
    lines = [sentence.format(**counted)]
    changes = []
    for change in found.changes:
        changes.append(
            {
                "kind": change.kind.value,
                "registration": None if change.kind == Kind.ADDED else change.ref,
                "row": change.row or None,
                "name": change.name,
                "doubt": change.doubt or None,
                "cells": [
                    {
                        "slot" if event.slot(c.key) else "field": c.key,
                        "sent": c.base,
                        "ours": c.ours,
                        "theirs": c.theirs,
                        "conflict": change.kind != Kind.ADDED and c.conflict,
                        "applied": (change.ref, c.key) in accepted,
                    }
                    for c in change.cells
                ],
            }
        )
        lines.append(f"{_(KIND_LABELS[change.kind]):16}  {change.name}")
        if change.kind in (Kind.CHANGED, Kind.REMOVED):
            for c in change.cells:
                told = f"{words_of(c.key, c.ours) or '—'} → {words_of(c.key, c.theirs) or '—'}"
                lines.append("    " + _("{what} : {state}").format(what=title_of(c.key, event), state=told))
    notes = [{"code": note.code, "message": note.message} for note in found.notes]
    return {**counted, "changes": changes, "notes": notes}, lines


@commands.command("consolidate")
@click.argument("files", type=click.Path(path_type=Path), metavar="FILE…", nargs=-1, required=True)
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="FILE.xlsx")
@click.option("--password-stdin", is_flag=True, help="Read the returns' password on standard input.")
@click.pass_obj
def consolidate_returns(context: Context, files: tuple[Path, ...], out: Path, password_stdin: bool) -> None:
    """Put several returns together: one workbook, each person counted once."""
    from ia_events.domain.consolidation import By, Unread, consolidate
    from ia_events.spreadsheets.consolidated import write_consolidation
    from ia_events.spreadsheets.consolidating import read_return

    password = _password() if password_stdin else None
    read, unread = [], []
    for file in files:
        try:
            read.append(read_return(file, password=password))
        except UserError as error:
            unread.append(Unread(file.name, error.message, error.code))
    found = consolidate(read, unread)
    context.notice(tuple(_("{what} : {state}").format(what=file.source, state=file.reason) for file in found.unread))
    if not found.returns:
        raise UserError("nothing_to_consolidate", N_("Aucun de ces fichiers n'est un retour : rien n'a été écrit."))
    write_consolidation(out, found, made_at=now().astimezone(), made_by=context.settings.organisation)

    def figures(line: Line) -> dict[str, Any]:
        return {
            "name": line.name,
            "events": line.events,
            "registrations": line.registrations,
            "people": line.people,
            "expected": line.expected,
            "attended": line.came,
            "rate": line.rate,
            "hours": line.hours,
        }

    total = found.total
    sentence = _(
        "Événements : {events}, inscriptions : {registrations}, personnes : {people}, dont dans plusieurs événements : {several}. {file}"
    )
    answer = {
        "file": str(out),
        "total": figures(total),
        **{by.value: [figures(line) for line in found.lines[by]] for by in By},
        "several": [{"name": p.name, "employer": p.attended.employer, "events": len(p.events)} for p in found.several],
        "unread": [{"file": u.source, "code": u.code, "message": u.reason} for u in found.unread],
    }
    words = sentence.format(
        events=total.events,
        registrations=total.registrations,
        people=total.people,
        several=len(found.several),
        file=out,
    )
    context.answer(answer, words)


# --- the database ------------------------------------------------------------------------------------------------


@commands.command("backup")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.pass_obj
def backup(context: Context, file: Path) -> None:
    """Save the whole database in one file."""
    if file.exists() and context.path.exists() and file.samefile(context.path):
        raise UserError(
            "backup_itself", N_("« {name} » est la base elle-même : donnez un autre nom à la sauvegarde."), name=file
        )
    with context.store() as store:
        backups.backup(store, file)
    context.answer({"file": str(file)}, _("Base sauvegardée : {file}").format(file=file))


@commands.command("restore")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.pass_obj
def restore(context: Context, file: Path) -> None:
    """Put a saved database in the place of the present one, which is set aside."""
    aside = backups.restore(file, context.path, now=now())
    sentence = _("Base restaurée. L'ancienne est gardée : {file}").format(file=aside) if aside else _("Base restaurée.")
    context.answer({"file": str(context.path), "replaced": str(aside) if aside else None}, sentence)


@commands.command("verify")
@click.pass_obj
def verify(context: Context) -> None:
    """Check the database: its structure, its change log, and that both say the same."""
    with context.store() as store:
        found = backups.verify(store)
    if found.faults:
        template = N_("La base est abîmée ({count} défauts) : restaurez une sauvegarde. Premier défaut : {fault}")
        raise UserError("db_damaged", template, count=len(found.faults), fault=found.faults[0])
    value = {"sound": True, "changes": found.changes, "facts": found.facts, "origins": found.origins}
    context.answer(value, _("Base saine : {changes} changements vérifiés un à un.").format(changes=found.changes))


if __name__ == "__main__":
    main()
