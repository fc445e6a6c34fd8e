"""Badges from the terminal: whose, in which order, printed once more, with new codes."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from ia_events import paths
from ia_events.cli.base import now
from ia_events.domain import tokens
from ia_events.store import Store, events, registrations
from tests.conftest import Answer

Cli = Callable[..., Answer]
PEOPLE = (
    "Nom;Prénom;Collectivité;Courriel\nCarty;Solange;Ville;s@exemple.fr\nArrondell;Éloïse;Ville;e@exemple.fr\n"
    "Belmare;Jean;Région;j1@exemple.fr\nBelmare;Jean;Port;j2@exemple.fr\n"
)


@pytest.fixture
def event(cli: Cli, tmp_path: Path) -> str:
    event: str = cli("--json", "event", "add", "--title", "Journée", "--slot", "S=2025-11-12T09:00/12:00").json["event"]
    file = tmp_path / "liste.csv"
    file.write_text(PEOPLE, "utf-8")
    assert cli("--json", "import", file, "--event", event).json["added"] == 4
    return event


def codes(cli: Cli, event: str) -> dict[str, str]:
    """What the badges' QR codes say, by the person's address."""
    with closing(Store.open(paths.database(), now=now())) as store:
        key = events.get(store, event).key
        return {p.email: tokens.issue(p.badge, key) for p in registrations.all_of(store, event)}


def names_of(file: Path) -> list[str]:
    with pypdfium2.PdfDocument(file) as document:
        text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    return re.findall(r"ARRONDELL|BELMARE|CARTY", text)


def verdict(cli: Cli, event: str, code: str) -> Any:
    return cli("--json", "check-in", "--event", event, stdin=code).lines[0]["verdict"]


def test_those_named_by_name_or_id(cli: Cli, event: str, tmp_path: Path) -> None:
    out = tmp_path / "b.pdf"
    rows = cli("--json", "registrations", "--event", event).json["registrations"]
    one = next(row["id"] for row in rows if row["email"] == "j2@exemple.fr")
    for person in ("arrondell", "Éloïse Arrondell", "ARRONDELL Éloïse", "e@exemple.fr"):
        made = cli("--json", "badges", "--event", event, "--out", out, "--person", person)
        assert made.json["count"] == 1
        assert names_of(out) == ["ARRONDELL"]
    made = cli("--json", "badges", "--event", event, "--out", out, "--person", "carty", "--person", one)
    assert names_of(out) == ["BELMARE", "CARTY"]


def test_a_name_of_several_is_not_guessed(cli: Cli, event: str, tmp_path: Path) -> None:
    """GIVEN namesakes WHEN one is named THEN nothing is printed, and they are told apart."""
    out = tmp_path / "b.pdf"
    said = cli("--json", "badges", "--event", event, "--out", out, "--person", "Belmare")
    assert said.json["error"]["code"] == "person_ambiguous"
    for told in ("j1@exemple.fr, Région", "j2@exemple.fr, Port"):
        assert told in said.json["error"]["message"]
    nobody = cli("--json", "badges", "--event", event, "--out", out, "--person", "Zzz")
    assert nobody.json["error"]["code"] == "registration_unknown"
    assert "Zzz" in nobody.json["error"]["message"]
    assert not out.exists()


def test_in_the_order_asked(cli: Cli, event: str, tmp_path: Path) -> None:
    out = tmp_path / "b.pdf"
    for order, names in (
        ("name", ["ARRONDELL", "BELMARE", "BELMARE", "CARTY"]),
        ("employer", ["BELMARE", "BELMARE", "ARRONDELL", "CARTY"]),
    ):
        cli("badges", "--event", event, "--out", out, "--order", order)
        assert names_of(out) == names
    late = tmp_path / "suite.csv"
    late.write_text("Nom;Prénom\nArrondell;Aude\n", "utf-8")
    cli("import", late, "--event", event)
    cli("badges", "--event", event, "--out", out, "--order", "arrival")
    assert names_of(out)[-1] == "ARRONDELL"


def test_only_those_to_print(cli: Cli, event: str, tmp_path: Path) -> None:
    out = tmp_path / "b.pdf"
    asked = ("--json", "badges", "--event", event, "--out", out)
    assert cli(*asked, "--person", "carty").json["count"] == 1
    assert cli(*asked, "--only", "to-print").json["count"] == 3
    assert cli(*asked, "--only", "to_print").json["error"]["code"] == "nothing_to_print"
    assert cli(*asked, "--only", "to-print", "--person", "carty").json["error"]["code"] == "nothing_to_print"


def test_a_reprint_is_done_and_said(cli: Cli, event: str, tmp_path: Path) -> None:
    out = tmp_path / "b.pdf"
    first = cli("--json", "badges", "--event", event, "--out", out, "--person", "carty")
    assert (first.json["already_printed"], first.json["last_printed"], first.err) == (0, None, "")
    again = cli("--json", "badges", "--event", event, "--out", out)
    assert (again.json["count"], again.json["already_printed"]) == (4, 1)
    assert again.json["last_printed"].endswith("+00:00")
    assert re.search(r"1 de ces badges était déjà imprimé \(aujourd’hui à \d+\sh(\s\d\d)?\)\.", again.err)
    assert verdict(cli, event, codes(cli, event)["s@exemple.fr"]) == "welcome", "the old one still opens"


def test_reissued_the_old_badge_is_replaced(cli: Cli, event: str, tmp_path: Path) -> None:
    """GIVEN a badge lost WHEN it is printed with a new code THEN the old one is answered so, and the others stay."""
    out = tmp_path / "b.pdf"
    cli("badges", "--event", event, "--out", out, "--person", "carty")
    before = codes(cli, event)
    made = cli("--json", "badges", "--event", event, "--out", out, "--reissue")
    assert (made.json["count"], made.json["already_printed"], made.json["reissued"]) == (4, 1, 1)
    assert "1 badge a un nouveau code" in made.err
    after = codes(cli, event)
    assert {email for email in before if before[email] != after[email]} == {"s@exemple.fr"}
    assert verdict(cli, event, before["s@exemple.fr"]) == "replaced"
    assert verdict(cli, event, after["s@exemple.fr"]) == "welcome"
    import zxingcpp

    with pypdfium2.PdfDocument(out) as document:
        read = [found.text for page in document for found in zxingcpp.read_barcodes(page.render(scale=3).to_pil())]
    assert sorted(read) == sorted(after.values())


@pytest.mark.parametrize("where", ["absent/b.pdf", "folder.pdf"])
def test_nobody_has_a_new_code_when_nothing_could_be_written(cli: Cli, event: str, tmp_path: Path, where: str) -> None:
    (tmp_path / "folder.pdf").mkdir()
    cli("badges", "--event", event, "--out", tmp_path / "b.pdf")
    before = codes(cli, event)
    said = cli("--json", "badges", "--event", event, "--out", tmp_path / where, "--reissue")
    assert said.status == 1
    assert codes(cli, event) == before
    assert verdict(cli, event, before["s@exemple.fr"]) == "welcome"


def test_a_stock_by_part_of_its_name(cli: Cli, event: str, tmp_path: Path) -> None:
    out = tmp_path / "b.pdf"
    asked = ("--json", "badges", "--event", event, "--out", out, "--stock")
    for text, size in (("7160", (595, 842)), ("J 8160", (595, 842)), ("62@85", (241, 176))):
        assert cli(*asked, text).json["count"] == 4
        with pypdfium2.PdfDocument(out) as document:
            assert tuple(round(side) for side in document[0].get_size()) == size
    refused = cli(*asked, "dymo").json["error"]
    assert refused["code"] == "stock_ambiguous"
    assert "dymo-41x89 (" in refused["message"]
    assert "dymo-54x101 (" in refused["message"]
    assert cli(*asked, "A12").json["error"]["code"] == "stock_unknown"
    assert cli("--json", "stocks", "share", "7160", "--out", tmp_path / "p.json").json["stock"] == "avery-l7160"


def test_blank_badges_are_genuine_and_nobodys(cli: Cli, event: str, tmp_path: Path) -> None:
    """GIVEN a list WHEN blank badges are made THEN they are codes to write a name beside, and nobody's badge is printed."""
    out = tmp_path / "vierges.pdf"
    made = cli("--json", "badges", "--event", event, "--out", out, "--blank", "9", "--stock", "avery-l7418")
    assert (made.json["count"], made.json["pages"]) == (9, 2)
    assert names_of(out) == []
    assert cli("--json", "badges", "--event", event, "--out", tmp_path / "b.pdf", "--only", "new").json["count"] == 4
    refused = cli("badges", "--event", event, "--out", out, "--blank", "2", "--only", "new")
    assert refused.status == 2
