"""What the elements of a badge are called."""

from __future__ import annotations

import re

from ia_events import i18n
from ia_events.documents import placeholders
from ia_events.documents.designs import LOGO, PHOTO, Code, Element, Picture, RoleBand, Shape, Text
from ia_events.i18n import N_, _

COLOUR_WORDS = {
    "ink": N_("Encre"),
    "muted": N_("Gris"),
    "accent": N_("Couleur d'accent"),
    "white": N_("Blanc"),
    "role": N_("Du rôle"),
}
SHAPE_WORDS = {"rectangle": N_("Rectangle"), "ellipse": N_("Ellipse"), "line": N_("Trait")}
_PLACEHOLDER = re.compile(r"\{([A-Za-z_]+)(?::(?:fr|en))?\}")


def in_words(text: str) -> str:
    """A text whose placeholders are said in words."""
    names = dict(placeholders.offered()) | {"LAST_NAME": _("NOM")}
    return _PLACEHOLDER.sub(lambda found: names.get(found[1]) or names.get(found[1].lower(), found[1]), text)


def name_of(part: Element) -> str:
    """« Texte : Prénom NOM », « Code du badge »…"""
    if isinstance(part, Text):
        lines = ["".join([run.text for run in line.runs]) for line in part.lines]
        said = " ".join(" ".join([in_words(line) for line in lines]).split())
        return _("Texte : {words}").format(words=said) if said else _("Texte vide")
    if isinstance(part, Code):
        return _("Code du badge") if part.says == "{badge}" else _("QR : {words}").format(words=in_words(part.says))
    if isinstance(part, Picture):
        return {LOGO: _("Logo"), PHOTO: _("Photo de la personne")}.get(part.source) or _("Image")
    if isinstance(part, Shape):
        return _(SHAPE_WORDS[part.shape])
    return _("Bandeau du rôle")


def icon_of(part: Element) -> str:
    """The icon of an element."""
    if isinstance(part, Text):
        return "text-t"
    if isinstance(part, Code):
        return "qr-code"
    if isinstance(part, Picture):
        return "user-square" if part.source == PHOTO else "image"
    if isinstance(part, Shape):
        return {"rectangle": "rectangle", "ellipse": "circle", "line": "line-segment"}[part.shape]
    assert isinstance(part, RoleBand)
    return "tag"


def size_in_words(size: tuple[float, float]) -> str:
    """« 86 × 55 mm »."""
    return f"{number(size[0])} × {number(size[1])} mm"


def number(value: float) -> str:
    """A number as the language in use writes it, without zeros that say nothing."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if i18n.language() == "fr" else text
