"""The workbook of several returns: the figures, the events, the people."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from ia_events.domain.consolidation import BY_LABELS, By, Consolidation, Line
from ia_events.domain.employer_kinds import KIND_LABELS
from ia_events.i18n import _, ngettext
from ia_events.spreadsheets.writing import Page, Styled, lines, width, write_pages

_WIDTHS = (46, 14, 14, 14, 16, 12, 16, 12, 16)
_NUMBERS = (*("integer",) * 6, "rate", "hours")
_NOTES = 500
_TOTALS = ("total_integer",) * 6 + ("total_rate", "total_hours")


def number_headings() -> tuple[str, ...]:
    """The headings of a line's figures, in the order of `figures`."""
    return (_("Événements"), _("Inscriptions"), _("Personnes"), _("Demi-journées attendues"), _("À pointer"), _("Demi-journées suivies"), _("Taux"), _("Heures suivies"))  # fmt: skip


def figures(line: Line) -> tuple[int | float | None, ...]:
    """A line's figures: events, registrations, people, half-days expected, of which unrecorded, attended, rate, hours."""
    numbers = line.events, line.registrations, line.people, line.expected, line.unrecorded, line.came
    return *numbers, line.rate, line.hours


def write_consolidation(
    file: Path,
    found: Consolidation,
    *,
    made_at: datetime,
    made_by: str = "",
    password: str | None = None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> int:
    """Write the workbook, read it back, and only then let it take the place of `file`; how many sheets it has.

    `made_at` has a zone, in which it is told. `progress` is told rows done and in all and may raise Cancelled.
    UserError: those of writing.write_pages.
    """
    summary = list(_summary(found, made_at, made_by))
    pages = [_summary_page(summary, _caption(found)), _events_page(found), _people_page(found)]
    total = 2 * (len(summary) + len(found.returns) + len(found.people) + 3)
    write_pages(
        file,
        pages,
        title=_("Consolidation des retours"),
        made_at=made_at,
        password=password,
        progress=lambda done: progress(min(done, total), total),
    )
    return len(pages)


def _caption(found: Consolidation) -> str:
    events = ngettext("{n} événement", "{n} événements", len(found.returns)).format(n=len(found.returns))
    return f"{_('Consolidation des retours')} · {events}"


# --- the figures --------------------------------------------------------------------------------------------------


def _summary(found: Consolidation, made_at: datetime, made_by: str) -> Iterator[Sequence[Styled]]:
    across = len(_WIDTHS)

    def spread(style: str, text: str) -> list[Styled]:
        return [(style, text), *[(style, None)] * (across - 1)]

    yield spread("title", _("Consolidation des retours"))
    total = found.total
    said = (
        ngettext("{n} événement", "{n} événements", total.events).format(n=total.events),
        ngettext("{n} inscription", "{n} inscriptions", total.registrations).format(n=total.registrations),
        ngettext("{n} personne", "{n} personnes", total.people).format(n=total.people),
    )
    yield spread("subtitle", " · ".join(said))
    yield []
    several = len(found.several)
    for label, style, value in (
        (_("Taux de présence"), "fact_rate", total.rate),
        (_("Demi-journées à pointer, hors du taux"), "fact_integer", total.unrecorded or None),
        (_("Heures suivies par les participants"), "fact_hours", total.hours),
        (_("Personnes présentes dans plusieurs événements"), "fact_integer", several),
        (_("Établi le"), "fact_moment", made_at.replace(tzinfo=None, microsecond=0)),
        (_("Établi par"), "fact", made_by or None),
    ):
        if value is not None:
            yield [("label", label), (style, value), *[("fact", None)] * (across - 2)]
    for by in By:
        if by == By.EVENT or not found.lines[by]:
            continue
        yield []
        yield spread("section", _("Par {what}").format(what=_(BY_LABELS[by]).lower()))
        yield [("heading", _(BY_LABELS[by])), *(("heading_right", heading) for heading in number_headings())]
        for line in found.lines[by]:
            yield [("strong", line.name), *zip(_NUMBERS, figures(line), strict=True)]
        yield [("total", _("Ensemble")), *zip(_TOTALS, figures(total), strict=True)]
        if by == By.THEME and any(len(r.themes) > 1 for r in found.returns):
            yield spread(
                "subtitle", _("Un événement à plusieurs thèmes compte dans chacun : l'ensemble n'est pas leur somme.")
            )
    if found.alike:
        yield []
        yield spread("section", _("Rapprochements à vérifier"))
        yield spread(
            "subtitle", _("Même nom et même prénom, comptés à part : une autre collectivité ou une autre adresse.")
        )
        for group in found.alike:
            told = [
                " · ".join(
                    filter(None, (p.attended.employer, p.attended.email, *(found.returns[n].title for n in p.events)))
                )
                for p in group
            ]
            yield [("label", group[0].name), ("fact", " ; ".join(told)), *[("fact", None)] * (across - 2)]
    if found.unread:
        yield []
        yield spread("section", _("Fichiers non comptés"))
        for file in found.unread:
            yield [("label", file.source), ("fact", file.reason), *[("fact", None)] * (across - 2)]
    notes = [(read.source, note.message) for read in found.returns for note in read.notes]
    if notes:
        yield []
        yield spread("section", _("Cellules non comprises"))
        for source, message in notes[:_NOTES]:
            yield [("label", source), ("fact", message), *[("fact", None)] * (across - 2)]
        if len(notes) > _NOTES:
            left = len(notes) - _NOTES
            yield spread("subtitle", ngettext("et {n} autre.", "et {n} autres.", left).format(n=left))


def _summary_page(rows: Sequence[Sequence[Styled]], caption: str) -> Page:
    last = chr(ord("A") + len(_WIDTHS) - 1)
    merged: list[str] = []
    heights: dict[int, float] = {}
    for number, row in enumerate(rows, 1):
        style, value = row[0] if row else ("", None)
        if style in ("title", "subtitle"):
            merged.append(f"A{number}:{last}{number}")
            heights[number] = (30 if style == "title" else 20) * lines(str(value), 72 if style == "title" else 120)
        elif style == "section":
            heights[number] = 26
        elif style == "heading":
            heights[number] = 34
        elif style == "label" and row[1][0] == "fact":
            merged.append(f"B{number}:{last}{number}")
            heights[number] = 4 + 15.5 * max(
                lines(str(row[1][1]), sum(_WIDTHS[1:]) * 0.95), lines(str(value), _WIDTHS[0])
            )
        elif style == "label" and row[1][0] == "fact_moment":
            merged.append(f"B{number}:C{number}")
    return Page(title=_("Synthèse"), rows=lambda: rows, widths=_WIDTHS, heights=heights, merged=merged, caption=caption)


# --- events and people --------------------------------------------------------------------------------------------


def _events_page(found: Consolidation) -> Page:
    headings = (_("Événement"), _("Dates"), _("Délégation"), _("Dispositif"), _("Thèmes"), _("Fichier"))
    numbers = number_headings()[1:]

    def rows() -> Iterator[Sequence[Styled]]:
        yield [*(("heading", h) for h in headings), *(("heading_right", h) for h in numbers)]
        for event, line in zip(found.returns, found.lines[By.EVENT], strict=True):
            yield [
                ("strong", event.title),
                ("text", event.dates),
                ("text", event.delegation),
                ("text", event.programme),
                ("text", " · ".join(event.themes)),
                ("muted", event.source),
                *zip(_NUMBERS[1:], figures(line)[1:], strict=True),
            ]
        yield [
            ("total", _("Ensemble")),
            *[("total", None)] * (len(headings) - 1),
            *zip(_TOTALS[1:], figures(found.total)[1:], strict=True),
        ]

    columns = [[getattr(r, name) for r in found.returns] for name in ("title", "dates", "delegation", "programme")]
    widths = [
        *(width(texts, 12, most) for texts, most in zip(columns, (44, 27, 22, 26), strict=True)),
        width((" · ".join(r.themes) for r in found.returns), 12, 30),
        width((r.source for r in found.returns), 12, 28),
        *([13] * len(numbers)),
    ]
    return Page(
        title=_("Événements"),
        rows=rows,
        widths=widths,
        heights={1: 36},
        table=f"A1:{chr(ord('A') + len(widths) - 1)}{len(found.returns) + 1}",
        frozen_columns=1,
        caption=_caption(found),
    )


def _people_page(found: Consolidation) -> Page:
    headings = (_("Nom"), _("Prénom"), _("Collectivité"), _("Type d'employeur"), _("Catégorie"))
    numbers = (*number_headings()[:2], *number_headings()[3:])

    def rows() -> Iterator[Sequence[Styled]]:
        yield [
            *(("heading", h) for h in headings),
            *(("heading_right", h) for h in numbers),
            ("heading", _("Événements suivis")),
        ]
        for person in found.people:
            who = person.attended
            yield [
                ("strong", who.last_name),
                ("text", who.first_name),
                ("text", who.employer),
                ("text", _(KIND_LABELS[person.kind])),
                ("text", who.category),
                ("several" if len(person.events) > 1 else "integer", len(person.events)),
                ("integer", person.registrations),
                ("integer", person.expected),
                ("integer", person.unrecorded),
                ("integer", person.came),
                ("rate", person.rate),
                ("hours", person.hours),
                ("muted", " · ".join(found.returns[number].title for number in person.events)),
            ]

    widths = [
        width((p.attended.last_name for p in found.people), 16, 32),
        width((p.attended.first_name for p in found.people), 14, 28),
        width((p.attended.employer for p in found.people), 20, 48),
        width((_(KIND_LABELS[p.kind]) for p in found.people), 16, 36),
        12,
        *([14] * len(numbers)),
        48,
    ]
    return Page(
        title=_("Personnes"),
        rows=rows,
        widths=widths,
        heights={1: 36},
        table=f"A1:{chr(ord('A') + len(widths) - 1)}{len(found.people) + 1}",
        frozen_columns=2,
        caption=_caption(found),
    )
