"""The pages of sign-in sheets that are on paper: a fact for each, found again by the code printed on it.

A page stays known when its print is undone: whoever finds the paper may still ask what it was.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ia_events.domain import sheet_pages, tokens
from ia_events.domain.attendance import Fact, FactKind
from ia_events.domain.errors import UserError
from ia_events.domain.ids import uuid7
from ia_events.domain.sheet_pages import SheetPage
from ia_events.i18n import N_
from ia_events.store.database import Store


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page, its event, when it was printed or saved."""

    page: SheetPage
    event_id: str
    at: datetime


def facts_of(store: Store, event_id: str, pages: Iterable[SheetPage], now: datetime) -> list[Fact]:
    """What to record of pages that are not known yet."""
    known = {
        row[0]
        for row in store.execute(
            "SELECT target FROM facts WHERE event_id = ? AND kind = 'sheet_page' AND voided = 0", (event_id,)
        )
    }
    return [
        Fact(
            id=uuid7(now),
            kind=FactKind.SHEET_PAGE,
            event_id=event_id,
            at=now,
            value=sheet_pages.to_text(page),
            target=page.code,
        )
        for page in pages
        if page.code not in known
    ]


def read(store: Store, code: str) -> PrintedPage:
    """The page a code was printed on. UserError sheet_code_invalid, sheet_page_unknown."""
    code = tokens.normalise(code)
    if not tokens.is_sheet_code(code):
        sentence = N_("Ce n'est pas le code d'une feuille d'émargement : 20 lettres, sous le code carré. Vérifiez-les.")
        raise UserError("sheet_code_invalid", sentence)
    row = store.execute(
        "SELECT event_id, at, value FROM facts INDEXED BY facts_by_target WHERE target = ? AND target <> ''"
        " AND kind = 'sheet_page' ORDER BY voided, hlc DESC, origin DESC, seq DESC LIMIT 1",
        (code,),
    ).fetchone()
    page = sheet_pages.from_text(row["value"], code) if row else None
    if page is None:
        sentence = N_("Cette feuille n'a pas été imprimée par ce poste, ni par un poste dont il a reçu les données.")
        raise UserError("sheet_page_unknown", sentence)
    return PrintedPage(page, row["event_id"], datetime.fromisoformat(row["at"]))
