"""What was decided about the files of each layout, kept for the next file like it: JSON, by the headings' fingerprint.

It is kept import by import, for as long as an import may be taken back with what it taught: of each, what it alone taught.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path
from threading import RLock
from typing import Any

from ia_events import paths
from ia_events.domain.errors import UserError
from ia_events.domain.layout import Layout
from ia_events.domain.sharing import lasting
from ia_events.i18n import N_

log = logging.getLogger(__name__)

_KIND = "ia-events-layouts"
_LONGEST = 20_000_000  # bytes of a file somebody gives
_MOST = 20  # lessons of a layout that are kept apart: the oldest become one, which is taken back no more
_changing = RLock()  # the window and its worker read it, then write it


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was decided of a layout at once, by the import that recorded it (its action, "" for good); `undone` whether that was
    taken back, as its database last said.
    """

    layout: Layout
    by: str = ""
    undone: bool = False


Remembered = dict[str, tuple[Lesson, ...]]  # by fingerprint, the oldest first
Undone = Callable[[str], bool | None]


def _nobody_knows(_action: str) -> None:
    return None


def standing(undone: Undone = _nobody_knows) -> dict[str, Layout]:
    """The layouts remembered, by fingerprint, without what was taught by imports that are `undone`: a database is asked, by
    their actions, and says None of those it does not know, which are as their own database last said.

    A damaged file is set aside, and nothing is remembered.
    """
    with _changing:
        known = _load()
        told = {fingerprint: tuple(_told(one, undone) for one in lessons) for fingerprint, lessons in known.items()}
        if told != known:
            try:
                _write(_path(), _kept(told))
            except UserError as error:  # what is asked next is told all the same
                log.warning("which layouts were taken back is not written down: %s", error.code)
    return _folded(told)


def remember(fingerprint: str, layout: Layout, by: str = "") -> None:
    """Keep what was decided for a layout and holds for the next list, `by` an import (its action) if it goes with it.

    UserError: those of `paths.atomic_write`.
    """
    taught = replace(layout, answers=lasting(layout.answers))
    if not taught.mapping and not taught.answers:
        return
    with _changing:
        known = _load()
        lessons = (*known.pop(fingerprint, ()), Lesson(taught, by))
        known[fingerprint] = (Lesson(_fold(lessons[:-_MOST])), *lessons[-_MOST:]) if len(lessons) > _MOST else lessons
        _write(_path(), _kept(known))


def forget(fingerprint: str) -> None:
    """Remember nothing of a layout any more. UserError: those of `paths.atomic_write`."""
    with _changing:
        known = _load()
        if known.pop(fingerprint, None) is not None:
            _write(_path(), _kept(known))


def forget_all() -> Remembered:
    """Remember nothing any more; what was, for `restore`. UserError: those of `paths.atomic_write`."""
    with _changing:
        known = _load()
        _write(_path(), {})
        return known


def restore(forgotten: Remembered) -> None:
    """Have back what was forgotten; what was learnt since wins. UserError: those of `paths.atomic_write`."""
    with _changing:
        _write(_path(), _kept({**forgotten, **_load()}))


def export_to(path: Path) -> int:
    """Write the layouts `standing` to a file another machine can import, which names no import; how many.

    UserError: those of `paths.atomic_write`.
    """
    known = standing()
    _write(path, {fingerprint: _said(Lesson(layout)) for fingerprint, layout in known.items()})
    return len(known)


def import_from(path: Path) -> int:
    """Add the layouts of such a file, which win over those known; how many there were. UserError: file_unreadable,
    layouts_unreadable."""
    try:
        given = _folded(_layouts(paths.read_short(path, _LONGEST)))
    except (ValueError, RecursionError) as error:
        raise UserError(
            "layouts_unreadable",
            N_("« {name} » n'est pas un fichier de présentations de listes. Choisissez un fichier exporté par ce programme."),
            name=path.name,
        ) from error  # fmt: skip
    with _changing:
        _write(_path(), _kept({**_load(), **{fingerprint: (Lesson(layout),) for fingerprint, layout in given.items()}}))
    return len(given)


def _told(lesson: Lesson, undone: Undone) -> Lesson:
    said = undone(lesson.by) if lesson.by else None
    return lesson if said is None else replace(lesson, undone=said)


def _fold(lessons: Iterable[Lesson]) -> Layout:
    return reduce(Layout.then, (lesson.layout for lesson in lessons if not lesson.undone), Layout())


def _folded(known: Remembered) -> dict[str, Layout]:
    folded = {fingerprint: _fold(lessons) for fingerprint, lessons in known.items()}
    return {fingerprint: layout for fingerprint, layout in folded.items() if layout.mapping or layout.answers}


def _load() -> Remembered:
    path = _path()
    try:
        return _layouts(path.read_bytes())
    except FileNotFoundError:
        return {}
    except OSError as error:
        log.warning("layouts cannot be read (%s): none is remembered", error.strerror)
        return {}
    except (ValueError, RecursionError):
        aside = path.with_suffix(".damaged.json")
        path.replace(aside)
        log.warning("layouts were damaged: set aside as %s, none is remembered", aside.name)
        return {}


def _write(path: Path, layouts: Mapping[str, Any]) -> None:
    paths.make_folder(path.parent)
    said = {"kind": _KIND, "layouts": layouts}
    with paths.atomic_write(path) as file:
        file.write((json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode())


def _kept(known: Remembered) -> dict[str, Any]:
    return {fingerprint: [_said(lesson) for lesson in lessons] for fingerprint, lessons in known.items()}


def _said(lesson: Lesson) -> dict[str, Any]:
    said: dict[str, Any] = {"mapping": dict(lesson.layout.mapping), "answers": dict(lesson.layout.answers)}
    if lesson.by:
        said.update(by=lesson.by, undone=lesson.undone)
    return said


def _layouts(data: bytes) -> Remembered:
    """The layouts of a file: the lessons of each, or one alone. ValueError when these are no layouts."""
    said = json.loads(data.decode("utf-8"))
    if not isinstance(said, dict) or said.get("kind") != _KIND or not isinstance(said.get("layouts"), dict):
        raise ValueError("no layouts")
    found = {}
    for fingerprint, layout in said["layouts"].items():
        lessons = layout if isinstance(layout, list) else [layout]
        if not re.fullmatch(r"[0-9a-f]{16}", fingerprint) or not all(isinstance(one, dict) for one in lessons):
            raise ValueError("no layout")
        found[fingerprint] = tuple(map(_lesson, lessons))
    return found


def _lesson(said: Mapping[str, Any]) -> Lesson:
    by, undone = said.get("by", ""), said.get("undone", False)
    if not isinstance(by, str) or not isinstance(undone, bool):
        raise ValueError("no lesson")
    return Lesson(Layout(_texts(said.get("mapping")), lasting(_texts(said.get("answers")))), by, undone)


def _texts(said: Any) -> dict[str, str]:
    if not isinstance(said, dict) or not all(isinstance(text, str) for text in said.values()):
        raise ValueError("no texts")
    return said


def _path() -> Path:
    return paths.config() / "layouts.json"
