"""What a file could make a library do, for test_worker.py: done in the other process, by name."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ia_events import i18n
from ia_events.domain.errors import UserError
from ia_events.domain.people import Attendee
from ia_events.spreadsheets.worker import Sign


def say(_sign: Sign, file: Path, *values: Any) -> Iterator[Any]:
    yield from (str(file), *values)


def modules(_sign: Sign, _file: Path) -> Iterator[str]:
    yield from list(sys.modules)


def whereabouts(_sign: Sign, _file: Path) -> Iterator[Any]:
    yield sys.argv
    yield sys.path
    yield str(Path.cwd())


def number(_sign: Sign, _file: Path) -> Iterator[int]:
    yield os.getpid()


def hang(_sign: Sign, _file: Path) -> Iterator[int]:
    yield os.getpid()
    time.sleep(3600)


def be_slow(sign: Sign, _file: Path) -> Iterator[int]:
    sign(30)
    time.sleep(2.5)
    yield 1


def abort(_sign: Sign, _file: Path) -> Iterator[int]:
    yield 1
    os.abort()


def leave(_sign: Sign, _file: Path) -> Iterator[int]:
    yield 1
    os._exit(7)


def take_memory(_sign: Sign, _file: Path) -> Iterator[int]:
    held = []
    for number in range(100):
        held.append(bytes(64 * 1024 * 1024))
        yield number


def fill_memory(sign: Sign, _file: Path) -> Iterator[int]:
    held = []
    yield os.getpid()
    for number in range(20):
        held.append(b"x" * (32 * 1024 * 1024 + number))
        sign(0)
        time.sleep(0.1)
    yield len(held)


def name_of(_sign: Sign, _file: Path, person: Attendee) -> Iterator[str]:
    yield person.list_name
    yield i18n.language()


def refuse_for_a_reason(_sign: Sign, file: Path) -> Iterator[int]:
    yield from ()
    try:
        raise KeyError(file.name)
    except KeyError as error:
        raise UserError("file_damaged", "« {name} »", name=file.name) from error


def panic(_sign: Sign, _file: Path) -> Iterator[int]:
    yield 1
    raise BaseException("no Exception")


def answer_for_ever(_sign: Sign, _file: Path) -> Iterator[bytes]:
    while True:
        yield bytes(4 * 1024 * 1024)


def answer_too_much_at_once(_sign: Sign, _file: Path) -> Iterator[bytes]:
    yield bytes(65 * 1024 * 1024)


def print_to_everybody(_sign: Sign, _file: Path) -> Iterator[str]:
    os.write(1, b"stray words")
    os.write(2, b"stray words")
    yield "said"


def refuse(_sign: Sign, file: Path) -> Iterator[int]:
    yield 1
    raise UserError("no_people", "« {name} » : {count} inscrits.", name=file.name, count=0)


def stumble(_sign: Sign, file: Path) -> Iterator[int]:
    yield 1
    raise KeyError(file.name)
