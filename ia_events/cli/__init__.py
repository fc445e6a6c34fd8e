"""The same jobs from a terminal. The names are a contract: scripts rely on them."""

from __future__ import annotations

import json
import logging
import os
import sys
from pathlib import Path
from typing import NoReturn

import click

from ia_events import i18n, paths
from ia_events import log as logs
from ia_events.cli import (
    certificates,
    changes,
    designs,
    door,
    event_changes,
    events,
    headquarters,
    kept,
    lists,
    mends,
    papers,
    participants,
    people,
    pin,
    presence,
    printed,
    signatures,
    stocks,
    upkeep,
)
from ia_events.cli.base import commands, complain, sentence_of
from ia_events.cli.words import speak
from ia_events.domain.errors import UserError
from ia_events.i18n import N_
from ia_events.settings import Settings

_COMMANDS = (
    events,
    event_changes,
    lists,
    people,
    participants,
    changes,
    printed,
    papers,
    certificates,
    designs,
    stocks,
    door,
    mends,
    presence,
    signatures,
    headquarters,
    kept,
    pin,
    upkeep,
)  # importing them adds their commands


def main() -> NoReturn:
    """Run the command line: exit 0 done, 1 something the user can mend, 2 usage, 3 a bug."""
    if sys.argv[1:] == ["--read-lists"]:  # the packaged program has no other Python to start
        from ia_events.spreadsheets.worker import serve

        serve()
    as_json = "--json" in sys.argv[1:]
    logs.start()
    i18n.use(Settings.load().language)
    speak(commands)
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        commands.main(prog_name="ia-events", standalone_mode=False)
        sys.stdout.flush()
    except UserError as error:
        _fail(error.code, sentence_of(error), as_json, 1)
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
    except Exception as error:
        if isinstance(error, PermissionError) and error.filename is not None:
            # Met while looking whether a file is there: its folder is closed to this user.
            name = Path(str(error.filename)).name
            closed = UserError("no_permission", N_("« {name} » n'est pas accessible : vérifiez vos droits sur ce fichier et son dossier."), name=name)  # fmt: skip
            _fail(closed.code, closed.message, as_json, 1)
        # A bug: kept in the log, said without a traceback.
        logging.getLogger(__name__).error("unexpected error", exc_info=error)
        template = N_("Erreur inattendue ({kind}). Le journal du programme en garde le détail : {folder}")
        problem = UserError("unexpected", template, kind=type(error).__name__, folder=paths.logs())
        _fail(problem.code, problem.message, as_json, 3)
    raise SystemExit(0)


def _fail(code: str, message: str, as_json: bool, status: int) -> NoReturn:
    complain(code, message)
    if as_json:
        click.echo(json.dumps({"error": {"code": code, "message": message}}, ensure_ascii=False))
    raise SystemExit(status)
