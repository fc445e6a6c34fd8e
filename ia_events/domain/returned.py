"""A return workbook as it is sent and as it comes back: what a cell is called, what it says, what proves it.

A cell is named by a key: a field's identifier, or a slot's id. Its value is text: the field as kept, or the State
recorded in the slot, empty while nothing is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ia_events.domain.attendance import STATE_LABELS, State
from ia_events.domain.events import Event
from ia_events.domain.fields import BY_ID, RETURNED
from ia_events.domain.figures import ordered_slots, slot_headings
from ia_events.domain.people import ROLE_LABELS, STATUS_LABELS, Role, Status
from ia_events.i18n import N_, _

Values = Mapping[str, str]

FIELD_KEYS = tuple(f.id for f in RETURNED)

NOTES = {
    "row_copied": N_("{sheet}, ligne {row} : même personne qu'à la ligne {other} ; seule la première ligne est lue."),
    "rows_followed": N_(
        "{sheet} : les lignes ont été triées sans leurs colonnes masquées. Chacune est rendue à la personne dont elle porte le nom."
    ),
    "rows_shifted": N_(
        "{sheet} : des lignes portent le nom d'une autre personne que celle envoyée, sans doute triées sans leurs colonnes masquées. Rien n'y est coché : vérifiez chaque ligne, ou demandez au siège le classeur d'avant le tri."
    ),
    "row_unnamed": N_("{sheet}, ligne {row} : ni nom ni prénom, la ligne n'est pas reprise."),
    "row_of_badge": N_("{sheet}, ligne {row} : ce badge n'est sur aucune liste ici, la ligne n'est pas reprise."),
    "cell_unclear": N_("{sheet}, ligne {row}, {heading} : « {value} » n'est pas compris, la cellule n'est pas reprise."),
    "cells_disagree": N_(
        "Ligne {row}, {heading} : les deux feuilles du classeur se contredisent ; celle des inscriptions est suivie."
    ),
    "column_missing": N_("{sheet} : la colonne « {heading} » n'y est plus ; rien n'en est changé ici."),
    "column_added": N_("{sheet} : la colonne « {heading} » a été ajoutée ; elle n'est pas reprise."),
    "sheet_missing": N_("La feuille « {sheet} » n'est plus dans le classeur ; rien de ce qu'elle disait n'est changé ici."),
    "base_missing": N_(
        "Le classeur ne dit plus ce qui avait été envoyé (sa feuille de suivi manque) : les désistements ne peuvent pas être reconnus, et ce qui diffère sur une ligne modifiée des deux côtés est à choisir. Les heures suivies ne sont jamais reprises : elles se calculent d'après les présences."
    ),
    "presences_as_shown": N_(
        "Les présences sont comparées d'après ce que montre la feuille « {sheet} » : vérifiez celles qui changent."
    ),
    "presences_missing": N_(
        "Les présences ne peuvent pas être comparées : aucune feuille du classeur n'a de colonne au nom d'un créneau de l'événement."
    ),
    "base_damaged": N_(
        "La feuille de suivi du classeur a été modifiée (lignes concernées : {count}) : ce dont l'origine n'y est plus certaine est à choisir."
    ),
    "older_return": N_(
        "Un retour plus récent a été préparé depuis celui-ci. La comparaison se fait bien avec ce qui avait été envoyé cette fois-là."
    ),
    "many_missing": N_(
        "{count} personnes envoyées ne sont plus dans le classeur : sans doute n'en est-ce qu'une partie. Ne cochez que les vrais désistements."
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Note:
    """Something worth knowing about the workbook. `code` is one of NOTES."""

    code: str
    values: tuple[tuple[str, object], ...] = ()

    @property
    def message(self) -> str:
        """The sentence, in the language in use."""
        return _(NOTES[self.code]).format(**dict(self.values))


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What a return workbook says it is. `made_at` is UTC; `slots` are their ids in time order."""

    event_id: str
    title: str
    made_at: datetime
    slots: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Back:
    """A person in the workbook that came back: the row of the sheet, the id ("" when none), the cells understood.

    A key that is missing says nothing. The seals are those written beside the row: of its fields, of its slots.
    `unsure`: rows of its sheet bear the names of others.
    """

    row: int
    id: str
    values: Values
    field_seal: str = ""
    slot_seal: str = ""
    unsure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """A workbook that came back, as read. `sent` holds what it says was sent, with the seal of each row: unchecked.

    `identity_text` is what `identity_seal` covers. `whole` says that its registrations sheet is there: who is not
    on it was taken off. `slots` are those whose presences were looked for, in time order.
    """

    source: str
    identity: Identity | None
    identity_text: str = ""
    identity_seal: str = ""
    sent: Mapping[str, tuple[Values, str]] = field(default_factory=dict, repr=False)
    rows: tuple[Back, ...] = field(default=(), repr=False)
    whole: bool = True
    notes: tuple[Note, ...] = ()
    slots: tuple[str, ...] = ()


def title_of(key: str, event: Event) -> str:
    """A cell's title in words: the field's label, the slot's heading."""
    if key in BY_ID:
        return BY_ID[key].title
    slots = [slot.id for slot in ordered_slots(event)]
    return slot_headings(event)[slots.index(key)] if key in slots else key


def words_of(key: str, value: str) -> str:
    """A cell's value in words; "" for a field that is empty."""
    if key == "role":
        return _(ROLE_LABELS[Role(value)]) if value else ""
    if key == "status":
        return _(STATUS_LABELS[Status(value)]) if value else ""
    return value if key in BY_ID else _(STATE_LABELS[State(value or State.EXPECTED)])


def seal(key: str, *parts: str) -> str:
    """What proves, to whoever holds the event's key, that these texts were written here together."""
    import hmac  # loads OpenSSL, which a window that only opens can do without

    text = json.dumps(parts, ensure_ascii=False)
    return hmac.digest(bytes.fromhex(key), text.encode("utf-8", "replace"), "sha256").hex()[:20]


def recorded(state: str) -> str:
    """A state as the value of a cell: "" while nothing is recorded, whether or not the person was expected."""
    return "" if state in (State.EXPECTED, State.NOT_EXPECTED) else str(state)
