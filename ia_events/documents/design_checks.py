"""What is wrong with a badge design on a label: said while it is being drawn, so that nothing has to be printed twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ia_events import i18n
from ia_events.documents.branding import Branding
from ia_events.documents.designs import Box, Code, Design, Element, Format, RoleBand, Text
from ia_events.documents.grounds import colours, contrast, grounds, hidden
from ia_events.documents.pdf import INK, MM
from ia_events.documents.placeholders import Words
from ia_events.documents.resizing import SMALLEST_CODE, in_the_way, resized, room
from ia_events.documents.setting import SMALLEST_NAME, Wanted, set_lines
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from ia_events.i18n import N_, _

_CONTRAST, _LARGE_CONTRAST = 4.5, 3.0  # WCAG 2.2, 1.4.3: large is 18 points, or 14 in bold
_LARGE, _LARGE_BOLD = 18.0, 14.0
_HAIR = 1.0  # millimetres


@dataclass(frozen=True, slots=True)
class Remark:
    """Something amiss: which element of which face (-1 for the whole), a code, and the sentence."""

    face: str
    element: int
    code: str
    sentence: str


def remarks(
    design: Design,
    made: Format,
    label: tuple[float, float],
    event: Event,
    people: Mapping[str, Attendee] | tuple[Attendee, ...],
    branding: Branding,
) -> list[Remark]:
    """Everything amiss with a format of a design on a label (mm), with these people's words in it."""
    words = Words(event, branding)
    somebody = tuple(people.values()) if isinstance(people, Mapping) else people
    size = design.face_of(label)
    found: list[Remark] = []
    for name in ("front", "back"):
        elements: tuple[Element, ...] = getattr(made, name)
        placed = resized(elements, made.size, size)
        if len(placed) == len(elements):
            found += _of_face(name, placed, size, words, somebody, branding)
    if not design.has_badge_code:
        sentence = N_("Ce modèle ne porte pas le code du badge : à l'accueil, il faudra taper les noms.")
        found.append(Remark("front", -1, "no_code", _(sentence)))
    return found


def _of_face(
    name: str,
    placed: tuple[Element, ...],
    size: tuple[float, float],
    words: Words,
    people: tuple[Attendee, ...],
    branding: Branding,
) -> Iterator[Remark]:
    label = Box(0, 0, *size)
    for number, part in enumerate(placed):
        if not _inside(room(part), label):
            outside = N_("Dépasse de l'étiquette.") if not isinstance(part, Code) else N_("Le code, avec le blanc qu'il lui faut, dépasse de l'étiquette.")  # fmt: skip
            yield Remark(name, number, "outside", _(outside))
        if isinstance(part, Code):
            if part.box.width < SMALLEST_CODE - 0.01:
                sentence = _("Le code mesure {side} mm : il en faut 20 pour que tous les lecteurs le lisent.")
                yield Remark(name, number, "code_small", sentence.format(side=_decimal(part.box.width)))
            if any(in_the_way(above, part) for above in placed[number + 1 :]):
                sentence = N_("Un élément empiète sur le code ou sur le blanc qui l'entoure.")
                yield Remark(name, number, "code_covered", _(sentence))
            if any(isinstance(below, (Text, RoleBand)) and in_the_way(below, part) for below in placed[:number]):
                sentence = N_("Le blanc autour du code cache une partie d'un texte.")
                yield Remark(name, number, "code_covers", _(sentence))
        if isinstance(part, Text):
            yield from _of_text(name, number, part, words, people)
            yield from _of_contrast(name, number, part, placed[:number], branding)
            above = placed[number + 1 :]
            if hidden(part, above, branding):
                yield Remark(name, number, "hidden", _("Un élément posé par-dessus cache une partie de ce texte."))
            if any(isinstance(other, Text) and _overlap(part, other) for other in above):
                yield Remark(name, number, "texts_meet", _("Un autre texte prend en partie la même place."))


def _overlap(one: Text, other: Text) -> bool:
    """Whether two texts share more than the hair that neighbours may."""
    a, b = room(one), room(other)
    across, down = min(a.right, b.right) - max(a.x, b.x), min(a.bottom, b.bottom) - max(a.y, b.y)
    return min(across, down) > _HAIR


def _inside(box: Box, label: Box) -> bool:
    return box.x >= -0.05 and box.y >= -0.05 and box.right <= label.right + 0.05 and box.bottom <= label.bottom + 0.05


def _of_text(name: str, number: int, part: Text, words: Words, people: tuple[Attendee, ...]) -> Iterator[Remark]:
    small, missing = [], []
    lines = [(line, [words.filler(run.text) for run in line.runs]) for line in part.lines]
    for person in people:
        wanted = []
        for line, fillers in lines:
            said = "".join([filler(person) for filler in fillers])
            for text in said.split("\n"):
                if text.strip(" ,;·|–"):
                    bold = any(run.bold for run in line.runs)
                    wanted.append(
                        Wanted(((text, bold, INK),), line.size, line.least, line.wrap, line.optional, line.gap * MM)
                    )
        block = set_lines(wanted, part.box.width * MM, part.box.height * MM)
        if block is None:
            small.append(person.list_name or _("l'événement"))
        elif block.left_out:
            missing.append(person.list_name or _("l'événement"))
    if small:
        sentence = _("Trop petit pour {name} à {size} points : le texte prendrait la place du reste, ou rapetisserait.")
        yield Remark(name, number, "too_small", sentence.format(name=small[0], size=f"{SMALLEST_NAME:g}"))
    elif missing:
        sentence = _("Une ligne facultative n'a pas la place d'être imprimée pour {name}.")
        yield Remark(name, number, "left_out", sentence.format(name=missing[0]))


def _of_contrast(
    name: str, number: int, part: Text, under: tuple[Element, ...], branding: Branding
) -> Iterator[Remark]:
    found = grounds(part, under, branding)
    worst, needed = 99.0, _CONTRAST
    for line in part.lines:
        for run in line.runs:
            least = _LARGE_CONTRAST if line.size >= (_LARGE_BOLD if run.bold else _LARGE) else _CONTRAST
            for colour in colours(run.colour, branding):
                ratio = min(contrast(colour, ground) for ground in found)
                if ratio - least < worst - needed:
                    worst, needed = ratio, least
    if worst < needed:
        sentence = _("Contraste trop faible ({ratio} pour 1) : il en faut {needed} pour être lu de tous.")
        yield Remark(name, number, "contrast", sentence.format(ratio=_decimal(worst), needed=_decimal(needed)))


def _decimal(number: float) -> str:
    text = f"{number:.1f}".removesuffix(".0")
    return text.replace(".", ",") if i18n.language() == "fr" else text
