"""Blank badges as the documents page makes them: each file and each print has codes of its own, known to the door."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from ia_events.domain.events import Event
from ia_events.store import Store, blanks
from ia_events.ui.pages.documents import DocumentsPage
from ia_events.ui.pages.documents_blanks import BlankOptions
from tests.ui.papers import printed_to, saved_as, scanned, settle


def test_saved_or_printed_each_has_its_own_codes(
    open_page: Callable[..., DocumentsPage], store: Store, event: Event, tmp_path: Path, qtbot: QtBot
) -> None:
    page = open_page(section="blanks")
    options = page.options("blanks")
    assert isinstance(options, BlankOptions)
    options.number.setValue(9)
    settle(qtbot, page)
    qtbot.waitUntil(lambda: page.ready is not None and page.ready.count == 9)
    assert page.ready is not None
    assert blanks.counts(store, event.id) == (0, 0), "what is only looked at is not issued"
    saved_as(page, tmp_path / "vierges.pdf", qtbot)
    printed_to(page, tmp_path / "imprimé.pdf", qtbot)
    files = [(tmp_path / name).read_bytes() for name in ("vierges.pdf", "imprimé.pdf")]
    codes = [code for data in files for side in scanned(data) for code in side]
    assert len(set(codes)) == len(codes) == 18
    assert all(blanks.of_token(store, event, code) for code in codes)
    shown = {code for side in scanned(page.ready.data) for code in side}
    assert not any(blanks.of_token(store, event, code) for code in shown)
    assert blanks.counts(store, event.id) == (18, 0)
