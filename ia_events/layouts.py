"""What was decided about the files of each layout, kept for the next file like it: JSON, by the headings' fingerprint."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ia_events import paths
from ia_events.domain.errors import UserError
from ia_events.domain.lists import Layout
from ia_events.domain.sharing import lasting
from ia_events.i18n import N_

log = logging.getLogger(__name__)

_KIND = "ia-events-layouts"
_LONGEST = 20_000_000  # bytes of a file somebody gives


def load() -> dict[str, Layout]:
    """The layouts remembered, by fingerprint. A damaged file is set aside, and nothing is remembered."""
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


def standing(undone: Callable[[str], object]) -> dict[str, Layout]:
    """`load`, without what was taught by imports that are `undone`, by their actions."""
    found = {}
    for fingerprint, known in load().items():
        layout: Layout | None = known
        while layout is not None and layout.by and undone(layout.by):
            layout = layout.before
        if layout is not None:
            found[fingerprint] = layout
    return found


def remember(fingerprint: str, layout: Layout) -> None:
    """Keep what was decided for a layout and holds for the next list; a layout without any of it is forgotten.

    UserError: those of `paths.atomic_write`.
    """
    known = load()
    known.pop(fingerprint, None)
    kept = replace(layout, answers=lasting(layout.answers))
    if kept.mapping or kept.answers:
        known[fingerprint] = kept
    _write(_path(), known)


def forget() -> None:
    """Remember nothing any more. UserError: those of `paths.atomic_write`."""
    _write(_path(), {})


def remember_all(wanted: Mapping[str, Layout]) -> None:
    """Add what was decided for several layouts. UserError: those of `paths.atomic_write`."""
    _write(_path(), {**load(), **wanted})


def export_to(path: Path) -> None:
    """Write every layout to a file another machine can import. UserError: those of `paths.atomic_write`."""
    _write(path, load())


def import_from(path: Path) -> int:
    """Add the layouts of such a file, which win over those known; how many there were. UserError: file_unreadable,
    layouts_unreadable."""
    try:
        given = _layouts(paths.read_short(path, _LONGEST))
    except (ValueError, RecursionError) as error:
        raise UserError(
            "layouts_unreadable",
            N_("« {name} » n'est pas un fichier de présentations de listes. Choisissez un fichier exporté par ce programme."),
            name=path.name,
        ) from error  # fmt: skip
    remember_all(given)
    return len(given)


def _write(path: Path, known: Mapping[str, Layout]) -> None:
    paths.make_folder(path.parent)
    said = {
        "kind": _KIND,
        "layouts": {fingerprint: _told(layout) for fingerprint, layout in known.items()},
    }
    with paths.atomic_write(path) as file:
        file.write((json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode())


def _layouts(data: bytes) -> dict[str, Layout]:
    """ValueError when these are no layouts."""
    said = json.loads(data.decode("utf-8"))
    if not isinstance(said, dict) or said.get("kind") != _KIND or not isinstance(said.get("layouts"), dict):
        raise ValueError("no layouts")
    found = {}
    for fingerprint, layout in said["layouts"].items():
        if not re.fullmatch(r"[0-9a-f]{16}", fingerprint) or not isinstance(layout, dict):
            raise ValueError("no layout")
        found[fingerprint] = _layout(layout)
    return found


def _layout(said: Mapping[str, Any]) -> Layout:
    before, by = said.get("before"), said.get("by", "")
    if not isinstance(by, str) or not isinstance(before, dict | None):
        raise ValueError("no layout")
    answers = lasting(_texts(said.get("answers")))
    return Layout(_texts(said.get("mapping")), answers, by, None if before is None else _layout(before))


def _told(layout: Layout) -> dict[str, Any]:
    said: dict[str, Any] = {"mapping": dict(layout.mapping), "answers": dict(layout.answers)}
    if layout.by:
        said["by"] = layout.by
    if layout.before is not None:
        said["before"] = _told(layout.before)
    return said


def _texts(said: Any) -> dict[str, str]:
    if not isinstance(said, dict) or not all(isinstance(text, str) for text in said.values()):
        raise ValueError("no texts")
    return said


def _path() -> Path:
    return paths.config() / "layouts.json"
