"""The head of a sign-in sheet: what the form is, whose event, when and where. Points."""

from __future__ import annotations

from collections.abc import Sequence

from ia_events.documents.branding import Branding, accent_of, logo_of
from ia_events.documents.fitting import fit
from ia_events.documents.letterhead import one_line
from ia_events.documents.pdf import MM, MUTED, Paper
from ia_events.domain import dates
from ia_events.domain.events import Event, OrganisationRole, Slot
from ia_events.domain.text import initial_capital
from ia_events.i18n import _

SOFT = "#F1F4F7"


def draw_title(paper: Paper, event: Event, branding: Branding, left: float, end: float, top: float) -> float:
    """Logo, name of the form, whose event it is, its title. Returns where they end."""
    x, y = left, top
    logo = logo_of(branding)
    if logo is not None:
        height = 13 * MM
        width = min(height * logo.width / logo.height, 45 * MM)
        paper.image(logo, x, y - height, width, height, "nw")
        x += width + 5 * MM
    heading = fit(_("Feuille d'émargement"), True, end - x, 20, 12, 1)
    paper.text(x, y - 17, heading.lines[0], heading.size, bold=True)
    y -= 13 * MM - 5
    organisers = " · ".join(event.organisations_as(OrganisationRole.ORGANISER))
    names = organisers or branding.organisation or event.delegation
    if names:
        owner = fit(names, False, end - x, 9, 7)
        for line in owner.lines:
            paper.text(x, y - owner.size * 0.6, line, owner.size, colour=MUTED)
            y -= owner.size * 1.25
    y = min(y, top - 13 * MM) - 3 * MM
    title = fit(event.title, True, end - left, 13, 10)
    for line in title.lines:
        y -= title.size
        paper.text(left, y, line, title.size, bold=True, colour=accent_of(branding))
        y -= title.size * 0.22
    context = " · ".join(text for text in (event.programme, event.cycle) if text)
    if context:
        above = fit(context, False, end - left, 9, 7)
        for line in above.lines:
            y -= above.size * 1.25
            paper.text(left, y, line, above.size, colour=MUTED)
        y -= 1
    return y


def draw_facts(
    paper: Paper, event: Event, slots: Sequence[Slot], band: tuple[float, float, float], *, grid: bool
) -> float:
    """A band (left, top, right) of what, when and where. Returns where it ends."""
    left, top, right = band
    first = slots[0]
    days = [event.local(slot.start).date() for slot in slots]
    place = ", ".join(filter(None, (one_line(event.venue), one_line(event.address)))) or "–"
    facts = [(_("Date"), initial_capital(dates.day_range(days)), 46.0)]
    if not grid:
        facts.append((_("Créneau"), f"{_(first.label)}, {dates.slot_hours(event, first)}", 50.0))
    facts.append((_("Lieu"), place, 0.0))
    if event.session_code:
        facts.append((_("Session"), event.session_code, 28.0))
    rest = (right - left) / MM - sum(width for _l, _v, width in facts)
    widths = [(given or rest) * MM for _label, _value, given in facts]
    values = [fit(fact[1], False, width - 5 * MM, 10, 6.5) for fact, width in zip(facts, widths, strict=True)]
    tall = 12.5 if all(len(shown.lines) < 3 for shown in values) else 17.0
    height = tall * MM
    paper.box(left, top - height, right - left, height, SOFT, 1.2 * MM)
    x = left
    for (label, _value, _given), width, shown in zip(facts, widths, values, strict=True):
        paper.text(x + 3 * MM, top - 4.3 * MM, label.upper(), 6, bold=True, colour=MUTED)
        size = min(shown.size, (tall - 6.1) * MM / (len(shown.lines) * 1.12))
        baseline = top - (8.9 if len(shown.lines) == 1 else 7.6) * MM
        for line in shown.lines:
            paper.text(x + 3 * MM, baseline, line, size)
            baseline -= size * 1.12
        x += width
    return top - height
