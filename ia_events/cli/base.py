"""What every command shares: the store, how to answer, the clock."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path
from typing import Any

import click

from ia_events import __version__, paths
from ia_events.domain.errors import UserError
from ia_events.domain.events import local_instant
from ia_events.i18n import N_
from ia_events.settings import Settings
from ia_events.store import Store, imports


class Context:
    """What every command needs: the store, opened late, and how to answer."""

    def __init__(self, path: Path | None, as_json: bool) -> None:
        self.path = path or paths.database()
        self.as_json = as_json
        self.settings = Settings.load()

    @contextmanager
    def store(self) -> Iterator[Store]:
        """The database, closed afterwards."""
        store = Store.open(self.path, now=now())
        try:
            yield store
        finally:
            store.close()

    def answer(self, value: dict[str, Any], sentence: str, but: UserError | None = None) -> None:
        """The result: one JSON object, or a sentence, if any. `but` is what was left undone of what was asked: exit 1 all the
        same, with its sentence on stderr, and as "error" of the object.
        """
        if but is not None:
            value = {**value, "error": {"code": but.code, "message": but.message}}
        if self.as_json or sentence:
            click.echo(json.dumps(value, ensure_ascii=False) if self.as_json else sentence)
        if but is not None:
            complain(but.code, but.message)
            raise SystemExit(1)

    def notice(self, sentences: tuple[str, ...]) -> None:
        """What is worth knowing about a result, beside it."""
        for sentence in sentences:
            click.echo(sentence, err=True)


def complain(code: str, message: str) -> None:
    """What is to be mended, on stderr: the sentence people read, then its code for scripts and for whoever is asked."""
    click.echo(f"{message} ({code})", err=True)


DASHES = {"token_normalize_func": lambda word: word.replace("_", "-")}
"""Settings of a command that takes `to_print`, as it was once written, for `to-print`."""


def now() -> datetime:
    """The clock, read here and nowhere below."""
    return datetime.now(UTC)


@click.group(
    context_settings={"help_option_names": ["-h", "--help"]},
    help=N_("IA Événements : un événement de formation en présentiel, de la liste au retour."),
)
@click.option(
    "--db",
    type=click.Path(path_type=Path),
    metavar=N_("FICHIER"),
    help=N_("Fichier de la base (par défaut : celle du programme)."),
)
@click.option("--json", "as_json", is_flag=True, help=N_("Répondre par un objet JSON, et rien d'autre."))
@click.version_option(__version__, prog_name="ia-events")
@click.pass_context
def commands(context: click.Context, db: Path | None, as_json: bool) -> None:
    """IA Événements: an in-person training event, from the list to the return."""
    context.obj = Context(db, as_json)


event_option = click.option(
    "--event", "event_id", required=True, metavar="ID", help=N_("L'événement, comme « event list » le nomme.")
)


def not_ours(context: click.Context, _parameter: click.Parameter, out: Path | None) -> Path | None:
    """UserError same_file: what is written never takes the place of the database, nor of a picture it is made with;
    imported_list: nor of a list somebody sent.
    """
    ours = context.find_object(Context)
    if ours is not None and out is not None:
        pictures = [Path(name) for name in (ours.settings.logo, ours.settings.signature) if name]
        paths.refuse_same_file(out, ours.path, *pictures)
        if ours.path.is_file() and _is_a_list(ours, out):
            raise UserError(
                    "imported_list",
                    N_("« {name} » est une liste importée : elle serait remplacée. Donnez un autre nom au fichier à écrire."),
                    name=out.name,
                )  # fmt: skip
    return out


def _is_a_list(context: Context, out: Path) -> bool:
    """Whether the file that is there was imported, be it edited since."""
    try:
        if not out.is_file():  # a pipe would wait for somebody to write
            return False
        with out.open("rb") as file:
            content = file_digest(file, "sha256").hexdigest()
    except OSError:  # whoever writes to it will say what is wrong
        return False
    with context.store() as store:
        return imports.imported_before(store, content, paths.place_of(out), out.name)


def out_option(
    metavar: str, name: str = "--out", says: str = N_("Le fichier à écrire."), *, required: bool = True
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """A file (or a folder) to write, that takes no other's place: UserError same_file, imported_list."""
    return click.option(
        name, type=click.Path(path_type=Path), required=required, metavar=metavar, help=says, callback=not_ours
    )


out_pdf = out_option(N_("FICHIER.pdf"))


def refuse_out(out: Path, *inputs: Path | None, kinds: tuple[str, ...] = (".xlsx",)) -> None:
    """UserError `out_suffix` when a file to write is not named as what it will be, same_file when it is one that is read."""
    if out.suffix.lower() not in kinds:
        raise UserError(
            "out_suffix",
            N_("« {name} » : le nom du fichier à écrire doit se terminer par {kinds}."),
            name=out.name or str(out),
            kinds=" / ".join(kinds),
        )
    paths.refuse_same_file(out, *inputs)


def password_of_stdin() -> str:
    """The password, the first line of standard input."""
    return sys.stdin.readline().rstrip("\r\n")


def instant(text: str, zone: str) -> datetime:
    """An ISO instant; without an offset it is the wall clock of the zone."""
    value = datetime.fromisoformat(text.strip())
    return value.astimezone(UTC) if value.tzinfo else local_instant(value.date(), value.time(), zone)
