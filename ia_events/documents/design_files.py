"""Badge designs as files: read, or refused with the place and the reason; written. docs/badge-designs.md describes them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

from ia_events import paths
from ia_events.documents.designs import (
    COLOURS,
    DEFAULT,
    LOGO,
    PHOTO,
    Box,
    Code,
    Design,
    Element,
    Format,
    Line,
    Picture,
    RoleBand,
    Run,
    Shape,
    Text,
)
from ia_events.domain.errors import UserError
from ia_events.i18n import N_, _

SCHEMA = 1
_LARGEST_FILE = 8 << 20  # bytes, with its pictures


@cache
def shipped() -> tuple[Design, ...]:
    """The designs that come with the program, the default one first."""
    folder = paths.resources() / "badge_designs"
    found = [parse(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.json"))]
    return tuple(sorted(found, key=lambda design: design.id != DEFAULT))


def read(file: Path) -> Design:
    """A design file. Errors: UserError `design_invalid`, `design_unreadable`."""
    try:
        if file.stat().st_size > _LARGEST_FILE:
            raise UserError("design_invalid", N_("« {name} » est trop gros pour un modèle de badge."), name=file.name)
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise _invalid(N_("Ce fichier n'est pas un modèle de badge.")) from error
    except OSError as error:
        sentence = N_("« {name} » ne peut pas être lu : vérifiez que le fichier existe et que vous y avez accès.")
        raise UserError("design_unreadable", sentence, name=file.name) from error
    return parse(text)


def parse(text: str) -> Design:
    """The design of a file's text. Errors: UserError `design_invalid`, which says where."""
    try:
        said = json.loads(text)
        json.dumps(said, ensure_ascii=False).encode()  # JSON may say half a letter, which nothing can write or draw
    except (ValueError, RecursionError) as error:
        raise _invalid(N_("Ce fichier n'est pas un modèle de badge.")) from error
    if not isinstance(said, dict) or "formats" not in said or "schema" not in said:
        raise _invalid(N_("Ce fichier n'est pas un modèle de badge."))
    if said["schema"] != SCHEMA:
        raise _invalid(
            N_("Ce modèle est d'une autre version ({version}) que celle de ce programme ({known})."),
            version=str(said["schema"])[:20],
            known=SCHEMA,
        )
    names = said.get("name")
    if isinstance(names, str):
        names = {"fr": names}
    if not isinstance(names, dict) or not any(isinstance(name, str) and name.strip() for name in names.values()):
        raise _wrong(_("nom"), N_("donnez un nom au modèle"))
    formats = said["formats"]
    if not isinstance(formats, list) or not 0 < len(formats) <= 20:
        raise _wrong("formats", N_("il en faut de 1 à 20"))
    known = {"schema", "id", "name", "formats", "folds"}
    _only(said, known, _("modèle"))
    return Design(
        id=_word(said.get("id", ""), "id"),
        names={str(key): str(name).strip()[:80] for key, name in names.items() if str(name).strip()},
        formats=tuple([_format(entry, f"formats {n}") for n, entry in enumerate(formats, 1)]),
        folds=_flag(said.get("folds", False), "folds"),
    )


def written(design: Design) -> str:
    """The text of a design's file; read again, it gives the same design."""
    said = {
        "schema": SCHEMA,
        "id": design.id,
        "name": dict(design.names),
        "folds": design.folds,
        "formats": [
            {
                "size": [_short(side) for side in made.size],
                **{face: [_said(part) for part in getattr(made, face)] for face in ("front", "back")},
            }
            for made in design.formats
        ],
    }
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


_TYPES: dict[str, type[Element]] = {"text": Text, "shape": Shape, "picture": Picture, "code": Code, "role": RoleBand}
_NAMES = {made: name for name, made in _TYPES.items()}
_WORDS = {
    "align": ("left", "centre", "right"),
    "vertical": ("top", "middle", "bottom"),
    "shape": ("rectangle", "ellipse", "line"),
    "anchor": ("nw", "n", "ne", "w", "c", "e", "sw", "s", "se"),
}


def _said(part: Element) -> dict[str, Any]:
    """An element as it is in a file: only what is not as usual."""
    said: dict[str, Any] = {"type": _NAMES[type(part)], "box": [_short(side) for side in part.box]}
    for one in fields(part):
        value = getattr(part, one.name)
        if one.name == "lines":
            said["lines"] = [_said_line(line) for line in value]
        elif one.name != "box" and value != one.default:
            said[one.name] = value
    return said


def _said_line(line: Line) -> dict[str, Any]:
    runs = [
        {key: value for key, value in run._asdict().items() if value != Run._field_defaults.get(key)}
        for run in line.runs
    ]
    said: dict[str, Any] = {"text": runs}
    if len(runs) == 1:
        said = runs[0]
    for one in fields(Line):
        value = getattr(line, one.name)
        if one.name != "runs" and (value != one.default or one.name == "least"):
            said[one.name] = value
    return said


def _short(number: float) -> float | int:
    rounded = round(number, 3)
    return int(rounded) if rounded == int(rounded) else rounded


def _format(entry: object, where: str) -> Format:
    said = _object(entry, where)
    _only(said, {"size", "front", "back"}, where)
    size = _numbers(said.get("size"), 2, f"{where}, size")
    if not all(10 <= side <= 600 for side in size):
        raise _wrong(f"{where}, size", N_("une étiquette mesure de 10 à 600 mm"))
    faces = [_face(said.get(face, []), f"{where}, {face}") for face in ("front", "back")]
    if not faces[0]:
        raise _wrong(f"{where}, front", N_("il n'y a rien sur le badge"))
    return Format((size[0], size[1]), *faces)


def _face(entries: object, where: str) -> tuple[Element, ...]:
    if not isinstance(entries, list) or len(entries) > 200:
        raise _wrong(where, N_("il faut une liste d'éléments, 200 au plus"))
    return tuple([_element(entry, f"{where} {n}") for n, entry in enumerate(entries, 1)])


def _element(entry: object, where: str) -> Element:
    said = dict(_object(entry, where))
    kind = said.pop("type", "")
    if not isinstance(kind, str) or kind not in _TYPES:
        raise _wrong(where, N_("le type est l'un de : {known}"), known=", ".join(_TYPES))
    made = _TYPES[kind]
    _only(said, {one.name for one in fields(made)}, where)
    x, y, width, height = _numbers(said.pop("box", None), 4, f"{where}, box")
    line = made is Shape and said.get("shape") == "line"
    if min(width, height) < 0 or max(width, height) > 1000 or (min(width, height) == 0 and not line):
        raise _wrong(f"{where}, box", N_("la largeur et la hauteur sont positives, 1000 mm au plus"))
    values: dict[str, Any] = {}
    for name, value in said.items():
        values[name] = _READ[name](value, f"{where}, {name}")
    if made is Text and not values.get("lines"):
        raise _wrong(f"{where}, lines", N_("il faut au moins une ligne"))
    if made is Code:
        width = height = min(width, height)
    return made(box=Box(x, y, width, height), **values)


def _lines(entries: object, where: str) -> tuple[Line, ...]:
    if not isinstance(entries, list) or len(entries) > 40:
        raise _wrong(where, N_("il faut une liste de lignes, 40 au plus"))
    found = []
    for number, entry in enumerate(entries, 1):
        place = f"{where} {number}"
        said = dict(_object(entry, place))
        text = said.pop("text", None)
        look: dict[str, Any] = {name: said.pop(name) for name in ("bold", "colour") if name in said}
        runs = text if isinstance(text, list) else [{"text": text, **look}]
        if isinstance(text, list) and look:
            raise _wrong(place, N_("la couleur et la graisse se disent pour chaque partie du texte"))
        _only(said, {one.name for one in fields(Line)} - {"runs"}, place)
        values: dict[str, Any] = {name: _READ[name](value, f"{place}, {name}") for name, value in said.items()}
        if "size" not in values:
            raise _wrong(place, N_("il faut une taille (size), en points"))
        values["least"] = min(values.get("least", 6.5 if values.get("optional") else 9.0), values["size"])
        found.append(Line(runs=tuple([_run(run, place) for run in runs]), **values))
    return tuple(found)


def _run(entry: object, where: str) -> Run:
    said = _object(entry, where)
    _only(said, set(Run._fields), where)
    text = said.get("text")
    if not isinstance(text, str) or len(text) > 2000:
        raise _wrong(f"{where}, text", N_("il faut un texte, de 2000 lettres au plus"))
    from ia_events.documents import placeholders

    if unknown := placeholders.unknown(text):
        raise _wrong(f"{where}, text", N_("« {name} » n'est pas un champ connu"), name=f"{{{unknown}}}")
    return Run(
        text, _flag(said.get("bold", False), f"{where}, bold"), _colour(said.get("colour", "ink"), f"{where}, colour")
    )


def _colour(value: object, where: str) -> str:
    if value in COLOURS or (isinstance(value, str) and re.fullmatch(r"#[0-9A-Fa-f]{6}", value)):
        return str(value)
    raise _wrong(where, N_("une couleur s'écrit #0F766E, ou l'un de : {known}"), known=", ".join(COLOURS))


def _no_colour(value: object, where: str) -> str:
    return "" if value == "" else _colour(value, where)


def _number(low: float, high: float) -> Callable[[object, str], float]:
    def read_number(value: object, where: str) -> float:
        if type(value) not in (int, float) or not low <= float(str(value)) <= high:
            raise _wrong(where, N_("il faut un nombre de {low} à {high}"), low=f"{low:g}", high=f"{high:g}")
        return float(str(value))

    return read_number


def _count(value: object, where: str) -> int:
    return int(_number(1, 30)(value, where))


def _flag(value: object, where: str) -> bool:
    if not isinstance(value, bool):
        raise _wrong(where, N_("il faut true ou false"))
    return value


def _one_of(name: str) -> Callable[[object, str], str]:
    def read_word(value: object, where: str) -> str:
        if value not in _WORDS[name]:
            raise _wrong(where, N_("il faut l'un de : {known}"), known=", ".join(_WORDS[name]))
        return str(value)

    return read_word


def _source(value: object, where: str) -> str:
    if value in (LOGO, PHOTO) or (isinstance(value, str) and re.match(r"data:image/(png|jpeg);base64,", value)):
        return str(value)
    raise _wrong(where, N_("il faut logo, photo, ou une image PNG ou JPEG en base64"))


def _says(value: object, where: str) -> str:
    from ia_events.documents import placeholders

    if not isinstance(value, str) or not 0 < len(value) <= 500:
        raise _wrong(where, N_("il faut un texte, de 500 lettres au plus"))
    if value != "{badge}" and (unknown := placeholders.unknown(value)):
        raise _wrong(where, N_("« {name} » n'est pas un champ connu"), name=f"{{{unknown}}}")
    if personal := placeholders.personal(value):
        raise _wrong(where, N_("un code ne dit rien de la personne, donc pas « {name} »"), name=f"{{{personal}}}")
    return value


_READ: dict[str, Callable[[object, str], Any]] = {
    "angle": _number(-360, 360), "lines": _lines, "align": _one_of("align"), "vertical": _one_of("vertical"),
    "shape": _one_of("shape"), "fill": _no_colour, "stroke": _no_colour, "thickness": _number(0.05, 20), "radius": _number(0, 100),
    "source": _source, "anchor": _one_of("anchor"), "says": _says, "letters": _flag, "participants": _flag, "bilingual": _flag,
    "size": _number(3, 400), "least": _number(3, 400), "wrap": _count, "optional": _flag, "gap": _number(0, 100),
}  # fmt: skip


def _object(entry: object, where: str) -> dict[str, Any]:
    if not isinstance(entry, dict):
        raise _wrong(where, N_("il faut un objet"))
    return entry


def _only(said: Mapping[str, object], known: set[str], where: str) -> None:
    unknown = sorted(set(said) - known - {"type"})
    if unknown:
        raise _wrong(where, N_("« {name} » n'a pas de sens ici"), name=unknown[0][:40])


def _numbers(value: object, count: int, where: str) -> Sequence[float]:
    if not isinstance(value, list) or len(value) != count:
        raise _wrong(where, N_("il faut {count} nombres, en millimètres"), count=count)
    return [_number(-1000, 1000)(number, where) for number in value]


def _word(value: object, where: str) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[a-z0-9-]{1,60}", value):
        raise _wrong(where, N_("il faut des lettres sans accent, des chiffres et des tirets"))
    return value


def _wrong(where: str, sentence: str, **values: object) -> UserError:
    return _invalid(N_("Modèle de badge, {where} : {reason}."), where=where, reason=_(sentence).format(**values))


def _invalid(sentence: str, **values: object) -> UserError:
    return UserError("design_invalid", sentence, **values)
