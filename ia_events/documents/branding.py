"""What an organisation puts on its papers: logo, accent colour, legal notice, name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ia_events.documents import images
from ia_events.domain.errors import UserError
from ia_events.i18n import N_, _
from ia_events.settings import Settings


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
    """The logo as a PIL image no larger than paper can show, not to be altered, or None.

    Errors: UserError `logo_unreadable`, `picture_large`.
    """
    if branding.logo is None:
        return None
    sentence = N_("Le logo « {name} » ne peut pas être lu. Choisissez une image PNG ou JPEG.")
    return images.of_file(branding.logo, UserError("logo_unreadable", sentence, name=branding.logo.name))


def signature_of(branding: Branding) -> Any | None:
    """The signature as a PIL image, not to be altered, or None. Errors: UserError `signature_unreadable`, `picture_large`."""
    if branding.signature is None:
        return None
    sentence = N_("La signature « {name} » ne peut pas être lue. Choisissez une image PNG ou JPEG.")
    return images.of_file(branding.signature, UserError("signature_unreadable", sentence, name=branding.signature.name))
