"""What a return workbook carries for its way back: who each row is, and what was sent, sealed under the event's key."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from ia_events.domain import dates
from ia_events.domain.attendance import STATE_LABELS, Matrix
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.fields import RETURNED
from ia_events.domain.figures import ordered_slots, slot_headings
from ia_events.domain.people import ROLE_LABELS, STATUS_LABELS, Attendee
from ia_events.domain.returned import FIELD_KEYS, Identity, Values, recorded, seal
from ia_events.domain.text import fold
from ia_events.i18n import N_, _
from ia_events.spreadsheets.cell_text import MAX_TEXT, plain_text
from ia_events.spreadsheets.raw import RawBook
from ia_events.spreadsheets.writing import Page, Styled

# The same in every language: it is looked for by name.
SHEET = "Suivi du retour"
VERSION = 1
IDENTITY_ROW, FIRST_ROW = 1, 3  # from 0
WIDTHS = (36, 24)
# The columns at the end of a row, among the keys of a table.
ID, SEAL = "id", "seal"


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
        return [recorded(self.matrix.cells[person.id, slot].counts_as) for slot in self._slots]

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


# --- reading it back ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Book:
    """What the hidden sheet says: identity, the words used, what was sent by id."""

    identity: Identity
    text: str
    mark: str
    headings: Mapping[str, str]
    aliases: Mapping[str, str]
    slots: Mapping[str, str]
    sheets: Sequence[str]
    words: Mapping[str, Mapping[str, str]]
    facts: Mapping[str, Any]
    sent: Mapping[str, tuple[Values, str]]


def book_of(path: Path, raw: RawBook) -> Book:
    """What the hidden sheet says. UserError return_damaged, return_newer."""
    cells = raw.sheets[0].cells
    try:
        text, mark = str(cells[IDENTITY_ROW][0]), str(cells[IDENTITY_ROW][2])
        said: dict[str, Any] = json.loads(text)
        if said["version"] > VERSION:
            raise UserError(
                "return_newer",
                N_("« {name} » a été fait par une version plus récente du programme. Mettez ce poste à jour, puis réessayez."),
                name=path.name,
            )  # fmt: skip
        fields, slots = dict(said["fields"]), dict(said["slots"])
        words = {
            kind: {fold(word): str(value) for value, word in dict(known).items()}
            for kind, known in said["words"].items()
        }
        names = [str(name) for name in said["sheets"]]
        id_heading, seal_heading = said["headings"]
        made_at = datetime.fromisoformat(said["made_at"])
        facts = dict(said.get("facts", {}))
        aliases = {str(k): str(v) for k, v in dict(said["presence_fields"]).items()}
        if made_at.tzinfo is None or len(names) != 2:
            raise ValueError(text)
        headings = {ID: str(id_heading), SEAL: str(seal_heading), **{str(k): str(v) for k, v in fields.items()}}
        identity = Identity(event_id=str(said["event"]), title=str(said["title"]), made_at=made_at, slots=tuple(slots))
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        raise UserError(
            "return_damaged",
            N_("La feuille de suivi de « {name} » est illisible : demandez au siège le classeur tel qu'il a été envoyé, ou importez-le comme une liste."),
            name=path.name,
        ) from error  # fmt: skip
    sent = dict(_sent(cells[FIRST_ROW:], (*headings, *slots)))
    return Book(
        identity,
        text,
        mark,
        headings,
        aliases,
        {k: str(v) for k, v in slots.items()},
        names,
        words,
        facts,
        sent,
    )


def _sent(rows: Sequence[Sequence[object]], keys: Sequence[str]) -> Iterator[tuple[str, tuple[Values, str]]]:
    named = [key for key in keys if key not in (ID, SEAL)]
    for row in rows:
        id_, text, mark = (str(cell) for cell in (*row, "", "", "")[:3])
        if not id_:
            continue
        try:
            values = [str(value) for value in json.loads(text)]
        except (ValueError, TypeError, RecursionError):
            values = []
        # What cannot be read keeps its place, under a seal that will not hold: the person was sent all the same.
        yield id_, (dict(zip(named, values, strict=True)) if len(values) == len(named) else {}, mark)
