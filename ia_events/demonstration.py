"""The demonstration: its events put in the database by the real import, and its whole day done in a terminal."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from ia_events import paths
from ia_events.domain import dates, demonstration, tokens
from ia_events.domain.attendance import State
from ia_events.domain.events import Event
from ia_events.domain.ids import uuid7
from ia_events.domain.lists import ListRow, Plan
from ia_events.domain.matching import make_plan
from ia_events.domain.people import Attendee, Role
from ia_events.domain.verdicts import VERDICT_LABELS, Verdict
from ia_events.i18n import _, ngettext
from ia_events.settings import Settings
from ia_events.store import Store, backups, door, events, imports, presence, prints, registrations
from ia_events.store.database import refuse_full


def load(store: Store, now: datetime) -> list[str]:
    """Create the demonstration events with their teams and import their lists, in a new database; the events' ids.

    Nobody did any of it: an undo does not take it back.
    """
    made = [_create(store, event, paths.resources() / "demonstration" / demonstration.LISTS[event.session_code], now)[0]
            for event in demonstration.events(now.date())]  # fmt: skip
    store.begin_anew()
    return made


def _create(store: Store, event: Event, file: Path, now: datetime) -> tuple[str, Plan]:
    from ia_events.spreadsheets.reading import read

    event_id = events.save(store, event, now)
    for person in demonstration.people(event):
        registrations.save(store, replace(person, event_id=event_id), now)
    plan = make_plan(read(file), registrations.all_of(store, event_id), event_id, lambda: uuid7(now))
    imports.import_plan(store, plan, now)
    return event_id, plan


def whole_day(
    out: Path, now: datetime, people: int | None, say: Callable[[str], None], settings: Settings
) -> dict[str, Any]:
    """Do the day of the demonstration's evening; files go to `out`, sentences to `say`. What was made, as one object.

    The database is `out`/demonstration.db; an earlier one is replaced, being a demonstration too. What stops it half way
    throws away all that it made: half a day is no demonstration.
    """
    from ia_events.documents.badges import write_badges
    from ia_events.documents.branding import Branding
    from ia_events.documents.sign_in import write_sign_in_sheets
    from ia_events.documents.stocks import stock_or_default
    from ia_events.spreadsheets.returns import write_return

    database = out / "demonstration.db"
    refuse_full(database)  # before a folder is made, and the last demonstration thrown away
    folders = [folder for folder in (out, *out.parents) if not folder.exists()]
    made: list[Path] = []
    store: Store | None = None
    try:
        paths.make_folder(out)
        try:
            _throw_away(database)
        except OSError as error:
            raise paths.write_error(error, database) from error
        store = Store.open(database, now=now)
        event = demonstration.evening(now.date())
        shipped = paths.resources() / "demonstration" / demonstration.LISTS[event.session_code]
        file = shipped
        if people:
            file = _invented(shipped, out / "liste.xlsx", people)
            made.append(file)
        event_id, plan = _create(store, event, file, now)
        event = events.get(store, event_id)
        slot = event.slots[0]
        say(f"{event.title} — {dates.slot_title(event, slot)}, {event.venue}")
        say(
            _count(
                len(plan.added),
                "{count} personne importée de {file}",
                "{count} personnes importées de {file}",
                file=file.name,
            )
        )
        for problem in plan.problems:
            say("  " + _("Ligne {row} : {message}").format(row=problem.row, message=problem.message))

        branding = Branding.of(settings)
        to_print = prints.badges(store, event_id)
        badges = write_badges(
            out / "badges.pdf",
            event,
            to_print,
            stock_or_default(settings.default_stock),
            branding=branding,
            made_at=now,
        )
        made.append(out / "badges.pdf")
        prints.record_badges(store, event, to_print, settings.default_stock, now)
        say(_count(badges.count, "{count} badge : {file}", "{count} badges : {file}", file="badges.pdf"))
        listed = registrations.all_of(store, event_id)
        sheets = write_sign_in_sheets(
            out / "feuilles-emargement.pdf", event, listed, event.slots, branding=branding, made_at=now
        )
        made.append(out / "feuilles-emargement.pdf")
        prints.record_sheets(store, event, [s.id for s in event.slots], listed, sheets.kept, now)
        say(
            _count(
                sheets.pages,
                "{count} page d'émargement : {file}",
                "{count} pages d'émargement : {file}",
                file="feuilles-emargement.pdf",
            )
        )

        verdicts = _open_door(store, event, to_print, now, settings.station)
        for verdict, number in sorted(verdicts.items(), key=lambda item: -item[1]):
            say(f"  {number:>6}  {_(VERDICT_LABELS[Verdict(verdict)])}")
        grid = presence.load(store, event)
        excused = [(p.id, slot.id) for p in grid.people if grid.cells[p.id, slot.id].state == State.EXPECTED][:3]
        if excused:
            presence.mark(store, event, excused, State.EXCUSED, now)
            grid = presence.load(store, event)
        present = grid.count(slot.id, State.PRESENT, State.LATE)
        say(_count(present, "{count} personne présente", "{count} personnes présentes"))
        returned = write_return(out / "retour.xlsx", event, grid, made_at=now, made_by=settings.organisation)
        made.append(out / "retour.xlsx")
        prints.record_return(store, event_id, "retour.xlsx", now)
        say(_("Retour au siège régional : {file}").format(file="retour.xlsx"))
        checked = backups.verify(store)
        say(
            _count(
                checked.changes,
                "Journal vérifié : {count} changement, aucun défaut.",
                "Journal vérifié : {count} changements, aucun défaut.",
            )
        )
        result = {
            "event": event_id,
            "database": str(database),
            "imported": len(plan.added),
            "badges": {"file": str(out / "badges.pdf"), "pages": badges.pages, "count": badges.count},
            "sign_in_sheets": {
                "file": str(out / "feuilles-emargement.pdf"),
                "pages": sheets.pages,
                "count": sheets.count,
            },
            "verdicts": verdicts,
            "present": present,
            "return": {"file": str(out / "retour.xlsx"), "pages": returned.sheets, "count": returned.count},
            "sound": not checked.faults,
        }
        with paths.atomic_write(out / "journee.json") as told:
            told.write(f"{json.dumps(result, ensure_ascii=False, indent=2)}\n".encode())
        return result
    except BaseException:
        if store is not None:
            store.close()
        with suppress(OSError):  # why it stopped is told, whatever cannot be thrown away
            if store is not None:
                _throw_away(database)
            for path in made:
                path.unlink(missing_ok=True)
            for folder in folders:
                folder.rmdir()
        raise
    finally:
        if store is not None:
            store.close()


def _throw_away(database: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)


def _count(number: int, one: str, many: str, **values: object) -> str:
    return ngettext(one, many, number).format(count=number, **values)


def _open_door(store: Store, event: Event, people: list[Attendee], now: datetime, station: str) -> dict[str, int]:
    """The queue: nearly everybody, some twice, a badge from elsewhere, one that reads badly, and a walk-in."""
    found: dict[str, int] = {}
    at = event.slots[0].start - timedelta(minutes=25)
    pause = timedelta(minutes=35) / max(1, len(people))
    foreign = tokens.issue(tokens.new_badge_id(), tokens.new_key())
    genuine = [tokens.issue(person.badge, event.key) for number, person in enumerate(people) if number % 9 != 4]
    queue = [*genuine, *genuine[:: max(1, len(genuine) // 4)][:4], foreign, foreign[:20]]
    for token in queue:
        at += pause
        outcome = door.scan(store, event, token, at=at, now=now, station=station)
        found[outcome.verdict.value] = found.get(outcome.verdict.value, 0) + 1
    late = Attendee(
        last_name="Villeneuve-Labelle", first_name="Ghislaine", employer="Commune de Goyave", role=Role.PARTICIPANT
    )
    outcome = door.walk_in(store, event, late, at=at, now=now, station=station)
    found[outcome.verdict.value] += 1
    return found


def _invented(shipped: Path, file: Path, count: int) -> Path:
    """A list of `count` people made by shuffling the names and employers of the shipped one."""
    from openpyxl import Workbook

    from ia_events.spreadsheets.reading import read

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Inscrits")
    sheet.append(["Nom", "Prénom", "Courriel", "Collectivité", "Fonction"])
    for number, (last, first, other) in enumerate(
        islice(_mixed([row for row in read(shipped).rows if not row.refused]), count)
    ):
        sheet.append([last, first, f"personne{number}@exemple.fr", other.employer, other.job_title])
    with paths.atomic_write(file) as target:
        workbook.save(target)
    return file


def _mixed(rows: list[ListRow]) -> Iterator[tuple[str, str, Attendee]]:
    turn = 0
    while True:
        for number, row in enumerate(rows):
            other = rows[(number * 31 + turn * 7) % len(rows)].attendee
            yield row.attendee.last_name, other.first_name, other
        turn += 1
