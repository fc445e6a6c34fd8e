"""A list's column of hours followed: it is read as nothing, and that is said."""

from __future__ import annotations

import re

from ia_events.domain.lists import Listing
from ia_events.domain.text import fold
from ia_events.i18n import _

_HOURS = re.compile(
    r"(total |nb |nombre )?(des |d )?(heures?|h) (suivies?|effectuees?|realisees?|de presence|de formation suivies?)"
    r"|duree (suivie|de presence)|(total |number of )?hours (attended|completed)"
)


def hours_words(listing: Listing) -> str:
    """That the column of hours is left aside, and why; "" without one."""
    heading = next((c.heading for c in listing.columns if not c.field and _HOURS.fullmatch(fold(c.heading))), "")
    if not heading:
        return ""
    words = _("colonne « {heading} » laissée de côté : les heures se comptent d'après la présence")
    return words.format(heading=heading)
