"""What a return workbook carries for its way back: who each row is, and what was sent, sealed under the event's key."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from ia_events.domain import dates
from ia_events.domain.attendance import STATE_LABELS, Matrix
from ia_events.domain.events import Event
from ia_events.domain.fields import RETURNED
from ia_events.domain.figures import ordered_slots, slot_headings
from ia_events.domain.people import ROLE_LABELS, STATUS_LABELS, Attendee
from ia_events.domain.returned import FIELD_KEYS, recorded, seal
from ia_events.i18n import _
from ia_events.spreadsheets.cell_text import MAX_TEXT, plain_text
from ia_events.spreadsheets.writing import Page, Styled

# The same in every language: it is looked for by name.
SHEET = "Suivi du retour"
VERSION = 1
IDENTITY_ROW, FIRST_ROW = 1, 3  # from 0
WIDTHS = (36, 24)


def headings() -> tuple[str, str]:
    """The headings of the two columns at the end of a row: the person's id, the row's seal."""
    return _("Identifiant"), _("Empreinte")


@dataclass(frozen=True)
class Trace:
    """What is sent, person by person: cells by key, as domain.three_way names them."""

    event: Event
    matrix: Matrix
    made_at: datetime

    @cached_property
    def _slots(self) -> list[str]:
        return [slot.id for slot in ordered_slots(self.event)]

    def _fields(self, person: Attendee) -> list[str]:
        return [plain_text(getattr(person, key)) for key in FIELD_KEYS]

    def _states(self, person: Attendee) -> list[str]:
        return [recorded(self.matrix.cells[person.id, slot].state) for slot in self._slots]

    def field_seal(self, person: Attendee) -> str:
        """The seal of a row of the registrations."""
        return seal(self.event.key, self.event.id, person.id, *self._fields(person))

    def slot_seal(self, person: Attendee) -> str:
        """The seal of a row of the presences."""
        return seal(self.event.key, self.event.id, person.id, *self._states(person))

    def page(self) -> Page:
        """The hidden sheet."""
        return Page(title=SHEET, rows=self._rows, widths=(40, 80, 24), heights={}, hidden=True, caption="")

    def _rows(self) -> Iterator[Sequence[Styled]]:
        key, event_id = self.event.key, self.event.id
        sentence = _(
            "Cette feuille permet de reconnaître ce qui a été modifié quand le classeur revient. Ne la modifiez pas ; supprimez-la avant de diffuser le classeur à d'autres."
        )
        yield [("text", sentence)]
        identity = json.dumps(self._identity(), ensure_ascii=False, separators=(",", ":"))
        yield [("muted", identity), ("muted", None), ("muted", seal(key, identity))]
        yield [("heading", heading) for heading in (headings()[0], _("Envoyé"), headings()[1])]
        keys = [*FIELD_KEYS, *self._slots]
        for person in self.matrix.people:
            values = [*self._fields(person), *self._states(person)]
            text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
            # Longer than a cell can hold: what was sent is then known by the seals of the rows alone.
            fits = len(text) <= MAX_TEXT
            pairs = (part for item in zip(keys, values, strict=True) for part in item) if fits else ()
            yield [
                ("muted", person.id),
                ("muted", text if fits else "[]"),
                ("muted", seal(key, event_id, person.id, *pairs)),
            ]

    def _identity(self) -> dict[str, object]:
        event = self.event
        return {
            "version": VERSION,
            "event": event.id,
            "title": plain_text(event.title)[:500],
            "made_at": self.made_at.astimezone(UTC).isoformat(timespec="milliseconds"),
            "fields": {f.id: f.title for f in RETURNED},
            "presence_fields": {"role": _("Qualité"), "hours": _("Heures suivies")},
            "facts": {
                "delegation": plain_text(event.delegation)[:200],
                "programme": plain_text(event.programme)[:200],
                "themes": [plain_text(theme)[:200] for theme in event.themes[:20]],
                "dates": dates.event_dates(event),
            },
            "slots": dict(zip(self._slots, slot_headings(event), strict=True)),
            "headings": headings(),
            "sheets": [_("Inscriptions"), _("Présences")],
            "words": {
                "role": {role: _(label) for role, label in ROLE_LABELS.items()},
                "status": {status: _(label) for status, label in STATUS_LABELS.items()},
                "state": {state: _(label) for state, label in STATE_LABELS.items()},
            },
        }
