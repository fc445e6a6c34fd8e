"""Certificates of a training done and attendance letters: one page a person, with a code that proves it."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from ia_events import paths
from ia_events.documents import codes
from ia_events.documents.branding import Branding, accent_of, logo_of, signature_of
from ia_events.documents.fitting import fit, wrap
from ia_events.documents.letterhead import (
    A4,
    BOX,
    RULE,
    author_of,
    letters_lacking,
    one_line,
    paragraph,
    set_lines,
)
from ia_events.documents.pdf import INK, MM, MUTED, Made, Paper, Progress, no_progress, some
from ia_events.domain import dates
from ia_events.domain.certificates import KIND_LABELS, Certificate, Kind
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event, Slot
from ia_events.domain.people import Attendee
from ia_events.domain.text import file_name, initial_capital
from ia_events.i18n import N_, _, ngettext

NATURE = N_("Action de formation")
SMALLEST_CODE = 20 * MM  # of the modules, without their quiet zone
SLOTS_LISTED = 6

_LEFT, _RIGHT = 24 * MM, 186 * MM
_WIDTH = _RIGHT - _LEFT
_LABEL = 36 * MM
_SIGNATURE = 30 * MM
_SIGNED = 98 * MM  # what is certified ends above it, what proves it begins under it


def write_certificates(
    file: Path | BinaryIO,
    event: Event,
    people: Sequence[Attendee],
    *,
    certificates: Mapping[str, Certificate],
    nature: str = "",
    branding: Branding = Branding(),  # noqa: B008  frozen
    made_at: datetime,
    progress: Progress = no_progress,
) -> Made:
    """A page for each of the people who has a certificate (by registration id), in the order given.

    The notices name those who have none: nothing says they came. `nature` is that of the training. One without a
    number is a preview, and says so in place of its code.
    Errors: UserError `nobody_present`, `logo_unreadable`, `signature_unreadable`, `colour_invalid`, and those of
    `atomic_write`.
    """
    shown = _with_certificates(people, certificates)
    title = _titled(certificates[shown[0].id].kind, event.title)
    sheets = _Sheets(event, branding, nature, made_at, title)
    for done, person in enumerate(shown, start=1):
        sheets.draw(certificates[person.id])
        progress(done, len(shown))
    sheets.paper.save(file)
    return Made(sheets.paper.pages, len(shown), _notices(event, people, certificates))


def write_certificate_files(
    folder: Path,
    event: Event,
    people: Sequence[Attendee],
    *,
    certificates: Mapping[str, Certificate],
    nature: str = "",
    branding: Branding = Branding(),  # noqa: B008  frozen
    made_at: datetime,
    progress: Progress = no_progress,
) -> Made:
    """The same, a file a person in a folder, which is made: all of them, or none when one could not be written, for its
    number does not stand then. A file is named after the person and the number; none that is there is written over.

    Errors: those of `write_certificates` and of `make_folder`.
    """
    shown = _with_certificates(people, certificates)
    paths.make_folder(folder)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".") as scratch:
        for done, person in enumerate(shown, start=1):
            certificate = certificates[person.id]
            sheets = _Sheets(event, branding, nature, made_at, _titled(certificate.kind, certificate.name))
            sheets.draw(certificate)
            sheets.paper.save(Path(scratch, certificate_file_name(person, certificate)))
            progress(done, len(shown))
        for file in sorted(Path(scratch).iterdir()):
            file.replace(free_path(folder / file.name))
    return Made(len(shown), len(shown), _notices(event, people, certificates))


def free_path(wanted: Path) -> Path:
    """This path, or the first of « … (2).pdf », « … (3).pdf » when there is such a file: what was given once is kept."""
    number, path = 1, wanted
    while path.exists():
        number += 1
        path = wanted.with_name(f"{wanted.stem} ({number}){wanted.suffix}")
    return path


def certificate_file_name(person: Attendee, certificate: Certificate) -> str:
    """« ARRONDELL Éloïse - IA25-2025-CBFK-0001.pdf »: fit for any system, and nobody else's, numbers being unique.

    A duplicate's ends in « duplicata »: the original may be in the same folder.
    """
    name = file_name(person.list_name, 80) or _("Sans nom")
    again = f" {_('duplicata')}" if certificate.duplicate else ""
    return f"{name} - {file_name(certificate.number, 60)}{again}.pdf"


def _with_certificates(people: Sequence[Attendee], certificates: Mapping[str, Certificate]) -> list[Attendee]:
    shown = [person for person in people if person.id in certificates]
    if not shown:
        sentence = N_("Aucune attestation à établir : aucune présence n'est enregistrée pour ces personnes.")
        raise UserError("nobody_present", sentence)
    return shown


def _titled(kind: Kind, about: str) -> str:
    return _("{paper} : {event}").format(paper=_(KIND_LABELS[kind]), event=about)


def _notices(event: Event, people: Sequence[Attendee], certificates: Mapping[str, Certificate]) -> tuple[str, ...]:
    without = [person.list_name for person in people if person.id not in certificates]
    shown = [person for person in people if person.id in certificates]
    notices = letters_lacking(event, shown) + _early(event, [certificates[person.id] for person in shown])
    if not without:
        return notices
    sentence = ngettext(
        "{count} personne n'a pas d'attestation, aucune présence n'étant enregistrée : {names}.",
        "{count} personnes n'ont pas d'attestation, aucune présence n'étant enregistrée : {names}.",
        len(without),
    )
    return (*notices, sentence.format(count=len(without), names=some(without)))


def _early(event: Event, certificates: Sequence[Certificate]) -> tuple[str, ...]:
    """What is dated before the event's end is remarked: presences may change after it."""
    end = event.ends
    count = sum(certificate.issued_at < end for certificate in certificates) if end else 0
    if end is None or not count:
        return ()
    sentence = ngettext(
        "{count} attestation est datée d'avant la fin de l'événement, le {date} à {time} : elle ne dit pas ce qui suit.",
        "{count} attestations sont datées d'avant la fin de l'événement, le {date} à {time} : elles ne disent pas ce qui "
        "suit.",
        count,
    )
    last = event.local(end)
    return (sentence.format(count=count, date=dates.long_date(last.date(), weekday=False), time=dates.clock(last)),)


class _Sheets:
    """Certificates one after another in a document."""

    def __init__(self, event: Event, branding: Branding, nature: str, made_at: datetime, title: str) -> None:
        self.event, self.branding, self.made_at = event, branding, made_at
        self.nature = nature.strip() or _(NATURE)
        self.accent, self.owner = accent_of(branding), author_of(event, branding)
        self.paper = Paper(A4, title=title, author=self.owner, made_at=made_at)
        with self.paper.form("frame"):
            self._frame(logo_of(branding))
        signature = signature_of(branding)
        self.signed = signature is not None
        if signature is not None:
            with self.paper.form("signature"):
                self.paper.image(signature, 0, 0, 62 * MM, _SIGNATURE, "nw")

    def _frame(self, logo: Any | None) -> None:
        """What is the same on every page."""
        paper, top = self.paper, A4[1] - 18 * MM
        paper.box(0, A4[1] - 4 * MM, A4[0], 4 * MM, self.accent)
        if logo is not None:
            paper.image(logo, _LEFT, top - 17 * MM, 70 * MM, 17 * MM, "nw")
        paper.lines([(_LEFT, 22 * MM, _RIGHT, 22 * MM)], BOX, 0.3)
        if self.owner:
            owner = fit(self.owner, False, 80 * MM, 10, 7)
            for number, line in enumerate(owner.lines):
                paper.text_right(_RIGHT, top - owner.size * (0.8 + 1.25 * number), line, owner.size, colour=MUTED)
            foot = fit(self.owner, False, _WIDTH, 8, 6)
            set_lines(paper, _LEFT, 20 * MM, foot.lines, foot.size, colour=MUTED)

    def draw(self, certificate: Certificate) -> None:
        """One page."""
        paper = self.paper
        paper.show("frame")
        y = self._head(certificate)
        with paper.tag("P"):
            y = paragraph(paper, _LEFT, y, self._who_certifies(), 11, _WIDTH, leading=1.4)
        y -= 4 * MM
        name = fit(certificate.name or "–", True, _WIDTH, 26, 14)
        with paper.tag("H2"):
            y = set_lines(paper, _LEFT, y, name.lines, name.size, bold=True, leading=1.2)
        if certificate.employer:
            employer = fit(certificate.employer, False, _WIDTH, 13, 9)
            with paper.tag("P"):
                y = set_lines(paper, _LEFT, y - 1, employer.lines, employer.size, colour=MUTED)
        with paper.tag("P"):
            y = paragraph(paper, _LEFT, y - 5 * MM, self._what(certificate.kind), 11, _WIDTH) - 2 * MM
        y = self._facts(certificate, y)
        self._proof(certificate)
        self._signature(certificate, y - 4 * MM)
        paper.end_page()

    def _head(self, certificate: Certificate) -> float:
        paper, y = self.paper, A4[1] - 51 * MM
        with paper.tag("H1"):
            paper.text(_LEFT, y, _(KIND_LABELS[certificate.kind]), 28, bold=True, colour=self.accent)
        words = _("N° {number}").format(number=certificate.number) if certificate.number else _("Aperçu, sans numéro")
        if certificate.duplicate:
            day = dates.long_date(self.event.local(self.made_at).date(), weekday=False)
            words = _("{number} · Duplicata du {date}").format(number=words, date=day)
        with paper.tag("P"):
            paper.text(_LEFT, y - 17, words, 10, colour=MUTED)
        return y - 17 - 12 * MM

    def _who_certifies(self) -> str:
        by = ", ".join(filter(None, (self.branding.signatory, self.branding.signatory_capacity, self.owner)))
        return _("{signatory} atteste que").format(signatory=by) if by else _("L'organisateur atteste que")

    @staticmethod
    def _what(kind: Kind) -> str:
        if kind == Kind.CERTIFICATE:
            return _("a suivi l'action ci-dessous, pour la durée indiquée.")
        return _("a participé en présence à l'événement ci-dessous, aux demi-journées indiquées.")

    def _facts(self, certificate: Certificate, top: float) -> float:
        """What, when, where, how long, as a table. Returns where it ends."""
        event = self.event
        slots = [slot for slot in event.slots if slot.id in certificate.slots]
        days = [event.local(slot.start).date() for slot in slots]
        rows = [
            (_("Intitulé"), [certificate.title]),
            (_("Nature"), [self.nature]),
            (_("Dispositif"), [" · ".join(filter(None, (event.programme, event.cycle)))]),
            (_("Dates"), [initial_capital(dates.day_range(days))] if days else []),
            (_("Demi-journées"), self._listed(slots) if certificate.kind == Kind.ATTENDANCE or len(slots) > 1 else []),
            (_("Lieu"), [", ".join(filter(None, (one_line(event.venue), one_line(event.address))))]),
            (_("Durée suivie"), [dates.hours(certificate.hours)]),
            (_("Session"), [event.session_code]),
        ]
        rows = [(label, shown) for label, lines in rows if (shown := [line for line in lines if line])]
        size = 11.0
        while size > 5 and top - self._height(rows, size) < _SIGNED:
            size -= 0.25
        y, paper = top, self.paper
        with paper.group("Table"):
            for number, (label, lines) in enumerate(rows):
                paper.lines([(_LEFT, y, _RIGHT, y)], RULE, 0.5)
                y -= size * 0.56
                with paper.group("TR"):
                    with paper.tag("TH", scope="Row"):
                        paper.text(_LEFT, y - size * 0.8, label, size * 0.82, bold=True, colour=MUTED)
                    with paper.tag("TD"):
                        for line in lines:
                            y = paragraph(paper, _LEFT + _LABEL, y, line, size, _WIDTH - _LABEL, bold=not number)
                y -= size * 0.42
        paper.lines([(_LEFT, y, _RIGHT, y)], RULE, 0.5)
        return y

    @staticmethod
    def _height(rows: Sequence[tuple[str, list[str]]], size: float) -> float:
        """What the table takes with its words of that size."""
        width = (_WIDTH - _LABEL) / size
        count = sum([len(wrap(line, label == rows[0][0], width)) for label, lines in rows for line in lines])
        return (count * 1.3 + len(rows) * 0.98) * size

    def _listed(self, slots: Sequence[Slot]) -> list[str]:
        """The half-days attended, each with its hours; by day, when they are many."""
        if len(slots) <= SLOTS_LISTED:
            return [
                f"{initial_capital(dates.long_date(self.event.local(slot.start).date(), year=False))}, "
                f"{_(slot.label).lower()}, {dates.slot_hours(self.event, slot)}"
                for slot in slots
            ]
        days: dict[str, list[str]] = {}
        for slot in slots:
            days.setdefault(dates.short_date(self.event.local(slot.start).date()), []).append(_(slot.label).lower())
        return [" · ".join(f"{day} ({', '.join(labels)})" for day, labels in days.items())]

    def _signature(self, certificate: Certificate, top: float) -> None:
        """Where, when and by whom, on the right, with room for a stamp."""
        paper, branding = self.paper, self.branding
        x, width = _LEFT + 84 * MM, _WIDTH - 84 * MM
        top = min(top, _SIGNED - 4 * MM)
        day = dates.long_date(self.event.local(certificate.issued_at).date(), weekday=False)
        place = branding.signing_place
        words = (
            _("Fait à {place}, le {date}").format(place=place, date=day) if place else _("Le {date}").format(date=day)
        )
        with paper.tag("P"):
            y = paragraph(paper, x, top, words, 10.5, width)
        for text, bold in ((branding.signatory, True), (branding.signatory_capacity, False)):
            if text:
                shown = fit(text, bold, width, 10.5, 7.5)
                with paper.tag("P"):
                    y = set_lines(paper, x, y - 1, shown.lines, shown.size, bold=bold)
        if self.signed:
            alt = _("Signature de {name}").format(name=branding.signatory or self.owner)
            with paper.tag("Figure", alt=alt), paper.at(x, max(y - 2 * MM - _SIGNATURE, 24 * MM)):
                paper.show("signature")
        else:
            with paper.tag("P"):
                paper.text(x, y - 13, _("Signature et cachet"), 8.5, colour=MUTED)

    def _proof(self, certificate: Certificate) -> None:
        """The code, its letters, and how it is checked; at the bottom left."""
        paper, side = self.paper, 26 * MM
        if not certificate.number:
            self._no_proof(side)
            return
        code = certificate.code(self.event.key)
        x, y = _LEFT + side / codes.MODULES * codes.QUIET * 0.25, 44 * MM
        with paper.tag("Figure", alt=_("Code de vérification {code}").format(code=code)):
            paper.raw(codes.operators(code, x, y, side))
        letters = [code[n : n + 4] for n in range(0, len(code), 4)]
        with paper.tag("P"):
            set_lines(
                paper, _LEFT, y - 4 * MM, (" ".join(letters[:5]), " ".join(letters[5:])), 8.5, colour=INK, leading=1.35
            )
        sentence = _("Ce code se vérifie auprès de l'organisateur, qui dit ce que le document atteste.")
        with paper.tag("P"):
            paragraph(paper, _LEFT, y - 13 * MM, sentence, 7.5, 70 * MM, colour=MUTED)

    def _no_proof(self, side: float) -> None:
        """Where the code will be."""
        paper, y = self.paper, 42 * MM
        paper.lines(
            [
                (_LEFT, y, _LEFT + side, y),
                (_LEFT + side, y, _LEFT + side, y + side),
                (_LEFT + side, y + side, _LEFT, y + side),
                (_LEFT, y + side, _LEFT, y),
            ],
            BOX,
            0.5,
        )
        with paper.tag("P"):
            paper.text_centred(_LEFT + side / 2, y + side / 2 - 4, _("Aperçu"), 12, bold=True, colour=MUTED)
        with paper.tag("P"):
            sentence = _("Numéro et code sont donnés à l'enregistrement ou à l'impression.")
            paragraph(paper, _LEFT, y - 4 * MM, sentence, 7.5, 70 * MM, colour=MUTED)
