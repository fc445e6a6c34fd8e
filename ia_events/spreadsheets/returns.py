"""The return workbook for regional headquarters: what was planned, who registered, who came."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from ia_events.domain import dates
from ia_events.domain.attendance import IN_ROOM, STATE_LABELS, UNLISTED, Cell, Matrix, State
from ia_events.domain.events import FORMAT_LABELS, ORGANISATION_ROLE_LABELS, Event, OrganisationRole, Slot
from ia_events.domain.fields import RETURNED
from ia_events.domain.figures import SlotFigures as SlotFigures
from ia_events.domain.figures import ordered_slots as ordered_slots
from ia_events.domain.figures import slot_figures as slot_figures
from ia_events.domain.figures import slot_headings as slot_headings
from ia_events.domain.people import ROLE_LABELS, SOURCE_LABELS, STATUS_LABELS, Attendee, Role, Source, Status
from ia_events.i18n import _
from ia_events.spreadsheets import return_trace
from ia_events.spreadsheets.writing import Page, Styled, lines, width, write_pages

# Beyond this many slots, the times of arrival would make the printed sheet too small to read: screen only.
_SLOTS_PRINTED_WITH_TIMES = 4
_STATE_STYLES = {
    State.PRESENT: "good",
    State.LATE: "attention",
    State.EXCUSED: "muted",
    State.ABSENT: "bad",
    State.EXPECTED: "muted",
    State.NOT_EXPECTED: "muted",
}


@dataclass(frozen=True, slots=True)
class Made:
    """What was written: how many sheets, how many people."""

    sheets: int
    count: int


def write_return(
    file: Path,
    event: Event,
    matrix: Matrix,
    *,
    made_at: datetime,
    made_by: str = "",
    password: str | None = None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Made:
    """Write the return workbook, read it back, and only then let it take the place of `file`.

    `made_at` has a zone; `progress` is told rows done and in all, and may raise Cancelled. With a password the
    workbook is encrypted as Excel does. UserError: those of writing.write_pages. Each row carries its person's id and a
    seal of what it says, and a hidden sheet what was sent: spreadsheets.coming_back reads them when it returns.
    """
    matrix = without_registration(matrix)
    summary = list(_summary(event, matrix, made_at, made_by))
    trace = return_trace.Trace(event, matrix, made_at)
    pages = [
        _summary_page(event, summary),
        _presence_page(event, matrix, trace),
        _registrations_page(event, matrix, trace),
    ]
    count = len(pages)
    pages.append(trace.page())
    total = 2 * (len(summary) + 3 * len(matrix.people) + 6)
    write_pages(
        file,
        pages,
        title=event.title,
        made_at=made_at,
        password=password,
        progress=lambda done: progress(min(done, total), total),
    )
    return Made(count, len(matrix.people))


def without_registration(matrix: Matrix) -> Matrix:
    """Whoever came and is on no list, or no longer, has no registration that stands: whoever reads the return counts none."""
    people = (replace(p, status=Status.CANCELLED) if p.id in matrix.unlisted else p for p in matrix.people)
    return replace(matrix, people=tuple(people)) if matrix.unlisted else matrix


def _caption(event: Event) -> str:
    return " · ".join(filter(None, (event.title, dates.event_dates(event))))


# Summary

_SUMMARY_WIDTHS = (27, 17, 18, 12, 12, 12, 12, 12, 12, 12, 12)


def _facts(event: Event, matrix: Matrix) -> Iterator[tuple[str, Styled]]:
    texts = (
        (_("Intitulé"), event.title),
        (_("Code de session"), event.session_code),
        (_("Format"), _(FORMAT_LABELS[event.format])),
        (_("Dispositif"), event.programme),
        (_("Cycle"), event.cycle),
        (_("Délégation"), event.delegation),
        (_("Dates"), dates.event_dates(event)),
        (_("Lieu"), event.venue),
        (_("Adresse"), event.address),
        (_("Fuseau horaire"), event.timezone),
        *((_(ORGANISATION_ROLE_LABELS[role]), " · ".join(event.organisations_as(role))) for role in OrganisationRole),
        (_("Interventions"), named(matrix.people, Role.SPEAKER)),
        (_("Personnalités officielles"), named(matrix.people, Role.DIGNITARY)),
        (_("Public"), event.audience),
        (_("Thèmes"), " · ".join(event.themes)),
        (_("Besoins exprimés"), event.needs),
        (
            _("Ressources"),
            "\n".join(" · ".join(filter(None, (r.title, r.kind, r.link, r.open_to))) for r in event.resources),
        ),
    )
    yield from ((label, ("fact", text)) for label, text in texts if text)
    if event.capacity is not None:
        yield _("Jauge"), ("fact_integer", event.capacity)
    if event.registration_opens is not None:
        yield _("Ouverture des inscriptions"), ("fact_date", event.registration_opens)
    if event.registration_closes is not None:
        yield _("Clôture des inscriptions"), ("fact_date", event.registration_closes)


def named(people: Iterable[Attendee], role: Role) -> str:
    return " · ".join(
        f"{p.badge_name} ({p.employer})" if p.employer else p.badge_name
        for p in people
        if p.role == role and p.status == Status.REGISTERED
    )


def _counts(matrix: Matrix) -> list[tuple[str, int]]:
    """Registrations by status, then, if any, the participants who came without one that stands: with those registered they
    are the people expected (`SlotFigures`)."""
    people = matrix.people
    participants = [p for p in people if p.role == Role.PARTICIPANT]
    others = [p for p in participants if p.status != Status.REGISTERED]
    came = sum(any(matrix.cells[p.id, slot.id].state in IN_ROOM for slot in matrix.event.slots) for p in others)
    return [
        (_("Inscriptions"), sum(p.status == Status.REGISTERED for p in participants)),
        (
            _("dont inscriptions sur place"),
            sum(p.status == Status.REGISTERED and p.source == Source.WALK_IN for p in participants),
        ),
        (_("Liste d'attente"), sum(p.status == Status.WAITLISTED for p in participants)),
        (
            _("Désistements"),
            sum(p.status == Status.CANCELLED and p.id not in matrix.unlisted for p in participants),
        ),
        *([(_("Présences sans inscription confirmée"), came)] if came else []),
        (_("Autres rôles"), len(people) - len(participants)),
    ]


def _summary(event: Event, matrix: Matrix, made_at: datetime, made_by: str) -> Iterator[Sequence[Styled]]:
    across = len(_SUMMARY_WIDTHS)

    def spread(style: str, value: Styled) -> list[Styled]:
        return [value, *[(style, None)] * (across - 1)]

    yield spread("title", ("title", event.title))
    yield spread("subtitle", ("subtitle", " · ".join(filter(None, (dates.event_dates(event), event.venue)))))
    yield []
    yield spread("section", ("section", _("Événement")))
    for label, fact in _facts(event, matrix):
        yield [("label", label), fact, *[(fact[0], None)] * (across - 2)]
    yield []
    yield spread("section", ("section", _("Inscriptions")))
    for label, count in _counts(matrix):
        yield [("label", label), ("label", None), ("fact_integer", count)]
    yield []
    yield spread("section", ("section", _("Présence des participants")))
    yield [
        *(("heading", heading) for heading in (_("Créneau"), _("Date"), _("Horaires"))),
        *(
            ("heading_right", heading)
            for heading in (
                _("Attendus"), _("Présences"), _("Dont retards"), _("Absences excusées"), _("Absences"), _("À pointer"), _("Taux"), _("Autres rôles"),
            )
        ),
    ]  # fmt: skip
    figures = [slot_figures(matrix, slot) for slot in ordered_slots(event)]
    for slot, of_slot in zip(ordered_slots(event), figures, strict=True):
        yield [
            ("strong", _(slot.label)),
            ("date", event.local(slot.start).date()),
            ("text", dates.slot_hours(event, slot)),
            *(("integer", n) for n in _row_of(of_slot)),
            ("rate", of_slot.rate),
            ("integer", of_slot.others),
        ]
    if len(figures) > 1:
        total = SlotFigures(*(sum(column) for column in zip(*map(_all_of, figures), strict=True)))
        yield [
            ("total", _("Total")), ("total", None), ("total", None), *(("total_integer", n) for n in _row_of(total)),
            ("total_rate", total.rate), ("total_integer", total.others),
        ]  # fmt: skip
    yield []
    yield spread("section", ("section", _("Retour")))
    hours = sum(matrix.hours(p.id) for p in matrix.people if p.role == Role.PARTICIPANT)
    yield [("label", _("Heures suivies par les participants")), ("label", None), ("fact_hours", round(hours, 2))]
    yield [
        ("label", _("Établi le")),
        ("label", None),
        ("fact_moment", event.local(made_at).replace(tzinfo=None, microsecond=0)),
        ("fact", None),
    ]
    if made_by:
        yield [("label", _("Établi par")), ("label", None), ("fact", made_by), ("fact", None)]


def _row_of(figures: SlotFigures) -> tuple[int, ...]:
    return figures.expected, figures.present, figures.late, figures.excused, figures.absent, figures.unrecorded


def _all_of(figures: SlotFigures) -> tuple[int, ...]:
    return *_row_of(figures), figures.others


def _summary_page(event: Event, rows: Sequence[Sequence[Styled]]) -> Page:
    merged: list[str] = []
    heights: dict[int, float] = {}
    for number, row in enumerate(rows, 1):
        if not row:
            continue
        style, value = row[0]
        text = str(value)
        if style in ("title", "subtitle"):
            merged.append(f"A{number}:K{number}")
            heights[number] = (30 if style == "title" else 20) * lines(text, 72 if style == "title" else 120)
        elif style == "section":
            heights[number] = 26
        elif style == "heading":
            heights[number] = 34
        elif style == "label" and row[1][0].startswith("fact"):
            merged.append(f"B{number}:K{number}")
            heights[number] = 4 + 15.5 * lines(str(row[1][1]), sum(_SUMMARY_WIDTHS[1:]) * 0.95)
        elif style == "label":
            merged.append(f"A{number}:B{number}")
            if row[2][0] in ("fact_moment", "fact"):
                merged.append(f"C{number}:D{number}")
    return Page(
        title=_("Synthèse"),
        rows=lambda: rows,
        widths=_SUMMARY_WIDTHS,
        heights=heights,
        merged=merged,
        caption=_caption(event),
    )


# Presence


def _presence_page(event: Event, matrix: Matrix, trace: return_trace.Trace) -> Page:
    from openpyxl.utils import get_column_letter

    slots = ordered_slots(event)
    names = slot_headings(event)
    people = matrix.people
    arrival, departure = _("Arrivée"), _("Départ")
    times: list[tuple[str, Callable[[Cell], datetime | None]]] = [(arrival, lambda cell: cell.at)]
    if any(cell.left for cell in matrix.cells.values()):
        times.append((departure, lambda cell: cell.left))
    if any(cell.signed for cell in matrix.cells.values()):
        times.append((_("Signé à l'écran"), lambda cell: cell.signed))
    headings = [
        *(("heading", text) for text in (_("Nom"), _("Prénom"), _("Collectivité"), _("Qualité"))),
        *(("heading", name) for name in names),
        ("heading_right", _("Heures suivies")),
        *(("heading_right", f"{word}\n{name}") for word, _time in times for name in names),
        *(("heading", heading) for heading in return_trace.headings()),
    ]
    # An arrival is read at a glance as an hour; the day is said only when it is not the slot's own.
    same_day = _same_day(event, matrix, slots)

    def rows() -> Iterator[Sequence[Styled]]:
        yield headings
        for person in people:
            cells = [matrix.cells[person.id, slot.id] for slot in slots]
            yield [
                ("strong", person.last_name),
                ("text", person.first_name),
                ("text", person.employer),
                ("muted", _(ROLE_LABELS[person.role])),
                *((_STATE_STYLES[state], _(STATE_LABELS[state])) for state in (cell.counts_as for cell in cells)),
                ("hours", round(matrix.hours(person.id), 2)),
                *(
                    ("time" if same_day else "day_time", _local(event, time(cell)))
                    for _word, time in times
                    for cell in cells
                ),
                ("muted", person.id),
                ("muted", trace.slot_seal(person)),
            ]
        total = round(sum(matrix.hours(p.id) for p in people), 2)
        yield [
            ("total", _("Total")),
            *[("total", None)] * (3 + len(slots)),
            ("total_hours", total),
            *[("total", None)] * (len(times) * len(slots) + 2),
        ]

    last = get_column_letter(len(headings))
    hours_column = 5 + len(slots)
    printed = ""
    if len(slots) > _SLOTS_PRINTED_WITH_TIMES:
        printed = f"A1:{get_column_letter(hours_column)}{len(people) + 2}"
    widths = [
        width((p.last_name for p in people), 16, 32),
        width((p.first_name for p in people), 14, 28),
        width((p.employer for p in people), 20, 56),
        15,
        *(width([name], 17, 24) for name in names),
        10,
        *(width([name, word], 13, 22) for word, _time in times for name in names),
        *return_trace.WIDTHS,
    ]
    return Page(
        title=_("Présences"),
        rows=rows,
        widths=widths,
        heights={1: 36},
        table=f"A1:{last}{len(people) + 1}",
        frozen_columns=2,
        hidden_columns=2,
        printed=printed,
        caption=_caption(event),
    )


def _local(event: Event, instant: datetime | None) -> datetime | None:
    return event.local(instant).replace(tzinfo=None, microsecond=0) if instant else None


def _same_day(event: Event, matrix: Matrix, slots: Iterable[Slot]) -> bool:
    days = {slot.id: event.local(slot.start).date() for slot in slots}
    return all(
        event.local(at).date() == days[slot_id]
        for (_person, slot_id), cell in matrix.cells.items()
        for at in (cell.at, cell.left, cell.signed)
        if at
    )


# Registrations


def field_text(person: Attendee, field_id: str) -> str:
    """A field as headquarters reads it: role and status in words, the rest as kept."""
    if field_id == "status" and person.id.startswith(UNLISTED):
        return _("Hors liste")  # nobody withdrew
    if field_id == "role":
        return _(ROLE_LABELS[person.role])
    if field_id == "status":
        return _(STATUS_LABELS[person.status])
    return str(getattr(person, field_id))


def _registrations_page(event: Event, matrix: Matrix, trace: return_trace.Trace) -> Page:
    from openpyxl.utils import get_column_letter

    people = matrix.people
    headings = [*(field.title for field in RETURNED), _("Origine"), _("Code court"), *return_trace.headings()]
    bold = [("strong" if field.id == "last_name" else "text", field.id) for field in RETURNED]

    def rows() -> Iterator[Sequence[Styled]]:
        yield [("heading", heading) for heading in headings]
        for person in people:
            yield [
                *((style, field_text(person, field_id)) for style, field_id in bold),
                ("muted", _(SOURCE_LABELS[person.source])),
                ("muted", person.short_code),
                ("muted", person.id),
                ("muted", trace.field_seal(person)),
            ]

    columns = [[field_text(p, field.id) for p in people] for field in RETURNED]
    widths = [width([field.title, *texts], 10, 44) for field, texts in zip(RETURNED, columns, strict=True)]
    return Page(
        title=_("Inscriptions"),
        rows=rows,
        widths=[*widths, 14, 14, *return_trace.WIDTHS],
        heights={1: 36},
        table=f"A1:{get_column_letter(len(headings))}{len(people) + 1}",
        frozen_columns=3,
        hidden_columns=2,
        caption=_caption(event),
    )
