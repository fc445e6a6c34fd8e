"""The choices of columns this machine's user keeps under a name, and those there are from the start."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from ia_events import paths
from ia_events.domain.errors import UserError
from ia_events.domain.fields import FIELDS
from ia_events.domain.text import fold
from ia_events.i18n import N_, _

log = logging.getLogger(__name__)

_KIND = "ia-events-preset"
# Which people: those expected are the ones registered; `present` came to one slot at least, `absent` were expected and came to none.
PEOPLE = {
    "all": N_("Tout le monde"),
    "registered": N_("Inscriptions"),
    "waitlisted": N_("Liste d'attente"),
    "cancelled": N_("Désistements"),
    "present": N_("Présences"),
    "absent": N_("Absences"),
}
_LONGEST = 80
_LARGEST = 100_000  # bytes of a file somebody gives


@dataclass(frozen=True, slots=True)
class Preset:
    """Columns in their order and people (one of PEOPLE), by the names spreadsheets.choosing gives them; `kind` is xlsx or csv."""

    name: str
    columns: tuple[str, ...]
    people: str = "all"
    kind: str = "xlsx"
    built_in: bool = False

    @property
    def title(self) -> str:
        """Its name; a built-in one's in the language in use."""
        return _(self.name) if self.built_in else self.name


BUILT_IN = (
    Preset(
        N_("Liste complète"),
        (*(field.id for field in FIELDS if not field.private), "presence", "hours", "source", "short_code"),
        built_in=True,
    ),
    Preset(
        N_("Liste d'appel"),
        ("number", "last_name", "first_name", "employer", "job_title", "presence", "blank"),
        "registered",
        built_in=True,
    ),
    Preset(
        N_("Adresses pour la relance"),
        ("civility", "last_name", "first_name", "email", "phone", "employer"),
        "registered",
        built_in=True,
    ),
)


def all_presets() -> list[Preset]:
    """The built-in ones, then those kept here, by name."""
    return [*BUILT_IN, *sorted(_kept(), key=lambda preset: fold(preset.name))]


def find(name: str) -> Preset:
    """The preset of a name, whatever its case and accents. UserError `preset_missing`."""
    presets = all_presets()
    for preset in reversed(presets):
        if fold(name) in (fold(preset.name), fold(preset.title)):
            return preset
    raise UserError(
        "preset_missing",
        N_("Aucune présélection ne s'appelle « {name} ». Présélections : {known}."),
        name=name,
        known=", ".join(preset.title for preset in presets),
    )


def keep(preset: Preset) -> None:
    """Keep a preset, in place of the one of the same name. UserError `preset_nameless`, those of paths.atomic_write."""
    name = preset.name.strip()[:_LONGEST]
    if not fold(name):
        raise UserError("preset_nameless", N_("Donnez un nom à la présélection."))
    if any(fold(name) in (fold(each.name), fold(each.title)) for each in BUILT_IN):
        raise UserError(
            "preset_built_in",
            N_("« {name} » est une présélection du programme. Donnez un autre nom à la vôtre."),
            name=name,
        )
    _write([*_others(name), Preset(name, preset.columns, preset.people, preset.kind)])


def remove(name: str) -> None:
    """Forget a kept preset."""
    _write(_others(name))


def export(preset: Preset, file: Path) -> None:
    """Write a preset in a file, to be given to somebody else."""
    said = {"kind": _KIND, "preset": _plain(preset)}
    with paths.atomic_write(file) as target:
        target.write((json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode("utf-8"))


def bring(file: Path) -> Preset:
    """Keep the preset of a file somebody gave; the preset. A name taken gets a number. UserError `preset_file`, `file_unreadable`."""
    try:
        said = json.loads(paths.read_short(file, _LARGEST))
        found = _understood(said["preset"]) if said["kind"] == _KIND else None
    except (ValueError, KeyError, TypeError, RecursionError):
        found = None
    if found is None:
        raise UserError(
            "preset_file",
            N_("« {name} » n'est pas une présélection. Demandez le fichier .json que le programme exporte."),
            name=file.name,
        )
    taken = {fold(text) for preset in all_presets() for text in (preset.name, preset.title)}
    name, number = found.name, 2
    while fold(name) in taken:
        name, number = f"{found.name} {number}", number + 1
    brought = Preset(name, found.columns, found.people, found.kind)
    keep(brought)
    return brought


def _plain(preset: Preset) -> dict[str, object]:
    said = asdict(preset)
    del said["built_in"]
    said["name"] = preset.title
    return said


def _understood(said: object) -> Preset | None:
    """A preset as JSON says it; None when it makes no sense. Columns this version does not know are the writer's to refuse."""
    if not isinstance(said, dict):
        return None
    name, columns, people, kind = (said.get(key) for key in ("name", "columns", "people", "kind"))
    if not isinstance(name, str) or not fold(name) or not isinstance(columns, list) or not columns:
        return None
    if not all(isinstance(column, str) for column in columns):
        return None
    if people is not None and not (isinstance(people, str) and people in PEOPLE):
        return None  # « everybody » in place of a few would give away too much
    return Preset(
        name.strip()[:_LONGEST],
        tuple(columns),
        people or "all",
        "csv" if kind == "csv" else "xlsx",
    )


def _file() -> Path:
    return paths.config() / "presets.json"


def _kept() -> list[Preset]:
    try:
        stored = json.loads(_file().read_text(encoding="utf-8"))
        said: Iterable[object] = stored if isinstance(stored, list) else ()
    except FileNotFoundError:
        return []
    except (OSError, ValueError, RecursionError) as error:
        log.warning("presets cannot be read: %s", type(error).__name__)
        return []
    return [preset for each in said if (preset := _understood(each)) is not None]


def _others(name: str) -> list[Preset]:
    return [preset for preset in _kept() if fold(preset.name) != fold(name)]


def _write(presets: Sequence[Preset]) -> None:
    paths.make_folder(paths.config())
    with paths.atomic_write(_file()) as target:
        said = [_plain(preset) for preset in presets]
        target.write((json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode("utf-8"))
