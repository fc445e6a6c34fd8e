"""Signatures given on a screen, seen from the terminal: who signed, one withdrawn, and the sheet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from ia_events import paths
from ia_events.cli.base import now
from ia_events.domain.people import Attendee
from ia_events.store import Store, door, events, registrations, signatures
from tests.conftest import Answer
from tests.inks import signature

Cli = Callable[..., Answer]


@pytest.fixture
def event(cli: Cli, tmp_path: Path) -> str:
    """Two half-days where one signs on the screen; of four people two came and one signed, one signed without coming."""
    slots = ("--slot", "Matin=2025-11-12T09:00/12:00", "--slot", "Après-midi=2025-11-12T14:00/17:00")
    made: str = cli(
        "--json", "event", "add", "--title", "Journée", *slots, "--timezone", "America/Marigot", "--sign-on-screen"
    ).json["event"]
    file = tmp_path / "liste.csv"
    file.write_text("Nom;Prénom;Collectivité\nArrondell;Éloïse;Ville\nBelmare;Jean;Région\nCarty;Inès;Ville\nDormoy;Luc;Ville\n", "utf-8")  # fmt: skip
    assert cli("--json", "import", file, "--event", made).json["added"] == 4
    store = Store.open(paths.database(), now=now())
    found = events.get(store, made)
    people = {p.last_name: p for p in registrations.all_of(store, made)}
    slot = found.slots[0]

    def sign(person: Attendee, number: int) -> None:
        at = slot.start + timedelta(minutes=number)
        signatures.sign(
            store, found, person, slot.id, signature(number), at=at, now=now(), station="Entrée 1", tool="pen"
        )

    for name in ("Arrondell", "Belmare"):
        door.admit(store, found, people[name], slot_id=slot.id, at=slot.start, now=now(), station="Entrée 1")
    sign(people["Arrondell"], 12)
    sign(people["Carty"], 15)
    store.close()
    return made


def states(answer: Answer) -> list[dict[str, str]]:
    return [{row["name"]: row["state"] for row in slot["people"]} for slot in answer.json["slots"]]


def test_the_option_is_said_of_the_event(cli: Cli, event: str) -> None:
    assert [slot["sign_on_screen"] for slot in cli("--json", "event", "show", event).json["slots"]] == [True, True]
    assert "signature à l’écran" in cli("event", "show", event).out


def test_who_signed_and_who_has_not(cli: Cli, event: str) -> None:
    rows = cli("--json", "attendance", "--event", event).json["people"]
    given = {row["last_name"]: row["cells"][0]["signed_at"] for row in rows}
    assert given.pop("Arrondell")[11:16] == "09:12"
    assert set(given.values()) == {None}, "neither who did not sign, nor who signed without having come"
    listed = cli("--json", "door", "signatures", "--event", event)
    assert states(listed) == [
        {"ARRONDELL Éloïse": "signed", "BELMARE Jean": "missing", "CARTY Inès": "aside", "DORMOY Luc": "absent"},
        dict.fromkeys(("ARRONDELL Éloïse", "BELMARE Jean", "CARTY Inès", "DORMOY Luc"), "absent"),
    ]
    signed = listed.json["slots"][0]["people"][0]
    assert (signed["at"][11:16], signed["station"], signed["tool"]) == ("09:12", "Entrée 1", "pen")
    morning = listed.json["slots"][0]["slot"]
    only = ("--event", event, "--slot", morning, "--only", "missing")
    assert states(cli("--json", "door", "signatures", *only)) == [{"BELMARE Jean": "missing"}]
    said = cli("door", "signatures", "--event", event).out.replace("\u00a0", " ")
    assert "9 h 12 · Entrée 1 · stylet" in said


def test_one_is_withdrawn_with_a_reason(cli: Cli, event: str) -> None:
    morning = cli("--json", "event", "show", event).json["slots"][0]["id"]
    where = ("--event", event, "--slot", morning, "--person", "Arrondell", "--reason", "mauvaise personne")
    done = cli("--json", "door", "withdraw-signature", *where)
    assert done.json["action"]
    listed = cli("--json", "door", "signatures", "--event", event, "--slot", morning, "--only", "signed")
    assert states(listed) == [{}]
    again = cli("--json", "door", "withdraw-signature", *where)
    assert again.status == 1
    assert again.json["error"]["code"] == "signature_unknown"


def test_the_sheet_has_them_unless_it_is_asked_without(cli: Cli, event: str, tmp_path: Path) -> None:
    def sheet(*more: str) -> Any:
        import pypdfium2

        out = tmp_path / f"feuille{len(more)}.pdf"
        made = cli("--json", "sign-in-sheet", "--event", event, "--out", out, *more)
        assert made.status == 0
        document = pypdfium2.PdfDocument(out)
        text = document[0].get_textpage().get_text_range()
        document.close()
        return text

    assert "signé à l’écran" in sheet()
    assert "écran" not in sheet("--no-signatures")
