"""What an organisation puts on its papers: logo, accent colour, legal notice, name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ia_events.domain.errors import UserError
from ia_events.i18n import N_, _
from ia_events.settings import Settings

_LARGEST = 900  # pixels: 300 dpi over 75 mm, more than any paper here shows


@dataclass(frozen=True, slots=True)
class Branding:
    """Logo file (PNG, JPEG…), accent colour (#RRGGBB), notice under the sign-in sheets, organisation's name.

    On certificates: the image of a signature, whose it is, in what capacity, and where they sign.
    """

    logo: Path | None = None
    accent: str = "#0F766E"
    legal_notice: str = ""
    organisation: str = ""
    signature: Path | None = None
    signatory: str = ""
    signatory_capacity: str = ""
    signing_place: str = ""

    @classmethod
    def of(cls, settings: Settings) -> Branding:
        """What this machine's settings say."""
        logo = Path(settings.logo) if settings.logo else None
        return cls(
            logo,
            settings.accent,
            _(settings.legal_notice),
            settings.organisation,
            Path(settings.signature) if settings.signature else None,
            settings.signatory,
            settings.signatory_capacity,
            settings.signing_place,
        )


def accent_of(branding: Branding) -> str:
    """The accent colour. Errors: UserError `colour_invalid`."""
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", branding.accent):
        sentence = N_("Couleur incomprise : {colour}. Écrivez-la sous la forme #0F766E.")
        raise UserError("colour_invalid", sentence, colour=branding.accent)
    return branding.accent


def logo_of(branding: Branding) -> Any | None:
    """The logo as a PIL image no larger than paper can show, or None. Errors: UserError `logo_unreadable`."""
    if branding.logo is None:
        return None
    image = _image(branding.logo)
    if image is None:
        sentence = N_("Le logo « {name} » ne peut pas être lu. Choisissez une image PNG ou JPEG.")
        raise UserError("logo_unreadable", sentence, name=branding.logo.name)
    return image


def signature_of(branding: Branding) -> Any | None:
    """The signature as a PIL image, or None. Errors: UserError `signature_unreadable`."""
    if branding.signature is None:
        return None
    image = _image(branding.signature)
    if image is None:
        sentence = N_("La signature « {name} » ne peut pas être lue. Choisissez une image PNG ou JPEG.")
        raise UserError("signature_unreadable", sentence, name=branding.signature.name)
    return image


def _image(file: Path) -> Any | None:
    """A picture no larger than paper can show; None when it cannot be read."""
    from PIL import Image, ImageOps

    try:
        with Image.open(file) as opened:
            image = ImageOps.exif_transpose(opened)
            image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    image.thumbnail((_LARGEST, _LARGEST))
    return image
