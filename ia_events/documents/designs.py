"""Badge designs: what is on a badge and where, as data.

Lengths are millimetres from the top left corner of the label (of its lower half, for a design that folds); sizes of
letters are points; angles are degrees, clockwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeAlias

from ia_events import i18n
from ia_events.domain.people import Role

DEFAULT = "sober"
COLOURS = ("ink", "muted", "accent", "white", "role")
LOGO, PHOTO = "logo", "photo"
ROLE_COLOURS = {
    Role.PARTICIPANT: "#0F5C56",
    Role.SPEAKER: "#9A3412",
    Role.DIGNITARY: "#5B21B6",
    Role.ORGANISER: "#1D4ED8",
    Role.COMPANION: "#475569",
}


class Box(NamedTuple):
    """A rectangle, in millimetres, from the top left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its bottom edge."""
        return self.y + self.height

    def meets(self, other: Box) -> bool:
        """Whether the two share more than an edge."""
        over = (
            min(self.right, other.right) - max(self.x, other.x),
            min(self.bottom, other.bottom) - max(self.y, other.y),
        )
        return min(over) > 1e-6


class Run(NamedTuple):
    """Words of one look; `{first_name}` and the like are filled in."""

    text: str
    bold: bool = False
    colour: str = "ink"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a text: as large as `size` points, never under `least`, in up to `wrap` lines.

    One that is `optional` is left out when the others would not fit; the others shrink together. `gap` is the space
    above it, in millimetres, unless it comes first.
    """

    runs: tuple[Run, ...]
    size: float
    least: float = 9.0
    wrap: int = 2
    optional: bool = False
    gap: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Lines in a box."""

    box: Box
    angle: float = 0.0
    lines: tuple[Line, ...]
    align: str = "left"
    vertical: str = "top"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A rectangle, an ellipse, or a line from the box's top left corner to its bottom right one."""

    box: Box
    angle: float = 0.0
    shape: str = "rectangle"
    fill: str = ""
    stroke: str = ""
    thickness: float = 0.3
    radius: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The logo, the person's photograph, or an image kept in the file (`data:image/png;base64,…`)."""

    box: Box
    angle: float = 0.0
    source: str = LOGO
    anchor: str = "c"


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A QR code of `says`; the badge's own with `{badge}`. `letters` prints the badge's short code under it.

    The box is the code's, without the white it needs around it.
    """

    box: Box
    angle: float = 0.0
    says: str = "{badge}"
    letters: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleBand:
    """The role, by a colour and a word, or by its French and English words. Participants have none unless it is told so."""

    box: Box
    angle: float = 0.0
    size: float = 9.0
    radius: float = 1.0
    participants: bool = False
    bilingual: bool = False


Element: TypeAlias = Text | Shape | Picture | Code | RoleBand


@dataclass(frozen=True, slots=True)
class Format:
    """The elements for a size of label, the lowest layer first."""

    size: tuple[float, float]
    front: tuple[Element, ...]
    back: tuple[Element, ...] = ()


@dataclass(frozen=True, slots=True)
class Design:
    """A design. `names` has one for each language; a design that folds has its back, or its front again, upside down
    on the upper half of the label."""

    id: str
    names: Mapping[str, str]
    formats: tuple[Format, ...]
    folds: bool = False

    @property
    def name(self) -> str:
        """Its name in the language in use."""
        return self.names.get(i18n.language()) or next(iter(self.names.values()))

    @property
    def two_sided(self) -> bool:
        """Whether it is printed on both sides of the paper."""
        return not self.folds and any(made.back for made in self.formats)

    def has_back_for(self, label: tuple[float, float]) -> bool:
        """Whether its badge on this label is printed on both sides of the paper."""
        return self.two_sided and bool(self.format_for(label).back)

    @property
    def fronts(self) -> Design:
        """The same without its backs."""
        return replace(self, formats=tuple([replace(made, back=()) for made in self.formats]))

    @property
    def has_badge_code(self) -> bool:
        """Whether the door can scan it."""
        faces = [face for made in self.formats for face in (made.front, made.back)]
        return any(isinstance(part, Code) and "{badge}" in part.says for face in faces for part in face)

    def face_of(self, label: tuple[float, float]) -> tuple[float, float]:
        """The size of one face on a label."""
        return (label[0], label[1] / 2) if self.folds else label

    def format_for(self, label: tuple[float, float]) -> Format:
        """The format drawn for the size that is most like this label's face."""
        width, height = self.face_of(label)

        def unlike(made: Format) -> float:
            across, down = made.size[0] / width, made.size[1] / height
            return max(across, 1 / across) * max(down, 1 / down) * max(across / down, down / across)

        return min(self.formats, key=unlike)
