"""Every paper from the terminal, and the certificates: issued, checked, revoked."""

from __future__ import annotations

import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from ia_events import paths
from ia_events.documents.pdf import Paper
from ia_events.domain.errors import UserError
from ia_events.settings import Settings
from tests.conftest import Answer

Cli = Callable[..., Answer]


@pytest.fixture
def event(cli: Cli, tmp_path: Path) -> str:
    made = cli(
        "--json", "event", "add", "--title", "Journée", "--timezone", "America/Marigot", "--venue", "Mairie",
        "--slot", "Matin=2025-11-12T09:00/12:00", "--slot", "Après-midi=2025-11-12T14:00/17:00",
    )  # fmt: skip
    event: str = made.json["event"]
    file = tmp_path / "liste.csv"
    file.write_text(
        "Nom;Prénom;Collectivité;Service;Repas;Rôle;Groupe;Adresse;CP Ville\n"
        "Arrondell;Éloïse;Ville;DRH;Poisson;;Groupe 2;12 rue des Écoles;97150 Saint-Martin\nBelmare;Jean;Région;DSI;;;;;\n"
        "Carty;Solange;Ville;;Poisson;Intervenant;Groupe 2;;97150 Saint-Martin\n",
        "utf-8",
    )
    assert cli("--json", "import", file, "--event", event).json["added"] == 3
    return event


def people(cli: Cli, event: str) -> dict[str, Any]:
    return {row["last_name"]: row for row in cli("--json", "registrations", "--event", event).json["registrations"]}


def words(file: Path) -> str:
    with pypdfium2.PdfDocument(file) as document:
        return " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in document)


@pytest.mark.parametrize(
    "arguments, pages, count, said",
    [
        (("table-tents",), 1, 1, "CARTY"),
        (("table-tents", "--role", "participant", "--size", "a5"), 1, 2, "BELMARE"),
        (("roll-call",), 1, 3, "ARRONDELL"),
        (("restaurant-list",), 1, 3, "Poisson 2"),
        (("restaurant-list", "--per", "slot"), 1, 3, "Poisson 2 2"),
        (("labels", "--start-at", "3", "--department", "--stock", "avery-l7160"), 1, 3, "DRH"),
        (("labels", "--address"), 1, 3, "97150 SAINT-MARTIN"),
        (("roll-call", "--group-by", "group"), 2, 3, "Groupe 2"),
        (("signs",), 4, 4, "Mairie"),
        (("signs", "--text", "Salle 2", "--arrow", "up", "--subtitle", "9 h", "--portrait"), 1, 1, "Salle 2"),
        (("walk-in-forms", "--forms", "4"), 2, 6, "Journée"),
        (("questionnaire",), 1, 12, "Solange CARTY"),
        (("run-of-the-day",), 1, 2, "3 personnes attendues"),
    ],
)
def test_each_paper(
    cli: Cli, event: str, tmp_path: Path, arguments: tuple[str, ...], pages: int, count: int, said: str
) -> None:
    out = tmp_path / "papier.pdf"
    made = cli("--json", arguments[0], "--event", event, "--out", out, *arguments[1:])
    assert made.json == {"file": str(out), "pages": pages, "count": count}
    assert said in words(out)


def test_what_one_person_eats_is_not_told(cli: Cli, event: str, tmp_path: Path) -> None:
    out, one = tmp_path / "repas.pdf", people(cli, event)["Belmare"]["id"]
    few = cli("restaurant-list", "--event", event, "--out", tmp_path / "intervenants.pdf", "--role", "speaker")
    assert few.status == 0
    assert "Poisson" not in words(tmp_path / "intervenants.pdf")
    assert "À prévoir 1" in words(tmp_path / "intervenants.pdf")
    assert cli("restaurant-list", "--event", event, "--out", out, "--person", one).status == 2
    assert not out.exists()


def test_badges_and_sheets_by_group(cli: Cli, event: str, tmp_path: Path) -> None:
    assert {name: person["group"] for name, person in people(cli, event).items()} == {
        "Arrondell": "2", "Belmare": "", "Carty": "2",
    }  # fmt: skip
    out = tmp_path / "badges.pdf"
    assert cli("--json", "badges", "--event", event, "--out", out, "--order", "group").json["count"] == 3
    said = words(out)
    assert said.index("ARRONDELL") < said.index("CARTY") < said.index("BELMARE")
    made = cli(
        "--json", "sign-in-sheet", "--event", event, "--out", tmp_path / "f.pdf", "--grid", "--group-by", "group"
    )
    assert made.json["pages"] == 3, "group 2, those without one, speakers"
    assert "Sans groupe" in words(tmp_path / "f.pdf")


def test_only_the_people_asked_for(cli: Cli, event: str, tmp_path: Path) -> None:
    out, one = tmp_path / "etiquettes.pdf", people(cli, event)["Belmare"]["id"]
    assert cli("--json", "labels", "--event", event, "--out", out, "--person", one).json["count"] == 1
    assert "BELMARE" in words(out)
    assert "ARRONDELL" not in words(out)
    refused = cli("--json", "labels", "--event", event, "--out", out, "--person", "nobody")
    assert refused.json["error"]["code"] == "registration_unknown"
    elsewhere = cli("--json", "event", "add", "--title", "Autre", "--slot", "S=2025-11-13T09:00/12:00").json["event"]
    refused = cli("--json", "labels", "--event", elsewhere, "--out", out, "--person", one)
    assert refused.json["error"]["code"] == "person_elsewhere"


@pytest.mark.parametrize(
    "arguments, code",
    [
        (("table-tents", "--role", "organiser"), "nothing_to_print"),
        (("signs", "--arrow", "up"), "sign_empty"),
        (("roll-call", "--slot", "nowhere"), "slot_unknown"),
        (("certificates",), "nobody_present"),
    ],
)
def test_what_cannot_be_made_is_said(
    cli: Cli, event: str, tmp_path: Path, arguments: tuple[str, ...], code: str
) -> None:
    out = tmp_path / "papier.pdf"
    said = cli("--json", arguments[0], "--event", event, "--out", out, *arguments[1:])
    assert (said.status, said.json["error"]["code"]) == (1, code)
    assert not out.exists()


def test_roles_are_said_in_words_and_only_if_they_were_chosen(cli: Cli, event: str, tmp_path: Path) -> None:
    out = tmp_path / "chevalets.pdf"
    said = cli("--json", "table-tents", "--event", event, "--out", out, "--role", "organiser")
    assert "(Organisation)" in said.json["error"]["message"]
    others = cli("--json", "event", "add", "--title", "Autre", "--slot", "S=2025-11-13T09:00/12:00").json["event"]
    file = tmp_path / "autre.csv"
    file.write_text("Nom;Prénom\nBelmare;Jean\n", "utf-8")
    assert cli("--json", "import", file, "--event", others).json["added"] == 1
    message = cli("--json", "table-tents", "--event", others, "--out", out).json["error"]["message"]
    assert "Intervenant" in message
    assert "--role" in message
    assert not [word for word in ("speaker", "dignitary", "rôle choisi") if word in message]


def test_a_paper_is_a_pdf_and_takes_no_picture_s_place(cli: Cli, event: str, tmp_path: Path) -> None:
    said = cli("--json", "roll-call", "--event", event, "--out", tmp_path / "liste.doc")
    assert said.json["error"]["code"] == "out_suffix"
    logo = tmp_path / "logo.pdf"
    logo.write_bytes(b"%PDF-")
    Settings(logo=str(logo)).save()
    said = cli("--json", "roll-call", "--event", event, "--out", logo)
    assert said.json["error"]["code"] == "same_file"


def test_the_kit_in_a_folder_or_a_file(cli: Cli, event: str, tmp_path: Path) -> None:
    made = cli("--json", "rescue-kit", "--event", event, "--out", tmp_path / "kit").json
    assert made["count"] == 6
    assert len(list((tmp_path / "kit").iterdir())) == 7
    assert cli("--json", "rescue-kit", "--event", event, "--out", tmp_path / "kit.zip", "--badges", "none").status == 0
    with zipfile.ZipFile(tmp_path / "kit.zip") as archive:
        assert len(archive.namelist()) == 6
    # They are for the drawer: the badges are still to print.
    assert cli("--json", "badges", "--event", event, "--out", tmp_path / "b.pdf", "--only", "new").json["count"] == 3


def test_the_kit_as_it_is_wanted(cli: Cli, event: str, tmp_path: Path) -> None:
    """GIVEN a design, a stock, blank rows and forms WHEN the kit is made THEN they are in it."""
    asked = ("--json", "rescue-kit", "--event", event)
    cli(*asked, "--out", tmp_path / "usual")
    cli(
        *asked, "--out", tmp_path / "own", "--design", "table-tent", "--stock", "7160", "--blank-rows", "40", "--forms",
        "30", "--badges", "to-print",
    )  # fmt: skip

    def pages(folder: str, ending: str) -> int:
        (file,) = (tmp_path / folder).glob(f"*{ending}.pdf")
        with pypdfium2.PdfDocument(file) as document:
            return len(document)

    assert pages("own", "inscription sur place") > pages("usual", "inscription sur place")
    assert pages("own", "émargement") > pages("usual", "émargement")
    assert len(list((tmp_path / "own").iterdir())) == 7
    assert cli(*asked, "--out", tmp_path / "none", "--forms", "0", "--badges", "none").json["count"] == 4
    for option, code in (("--design", "layout_unknown"), ("--stock", "stock_unknown")):
        assert cli(*asked, "--out", tmp_path / "no", option, "zzz").json["error"]["code"] == code


def test_sheets_of_some_slots(cli: Cli, event: str, tmp_path: Path) -> None:
    out = tmp_path / "feuilles.pdf"
    morning, afternoon = (slot["id"] for slot in cli("--json", "event", "show", event).json["slots"])
    for command in ("sign-in-sheet", "roll-call"):
        cli("--json", command, "--event", event, "--out", out, "--slot", afternoon)
        assert "Matin" not in words(out)
        both = cli("--json", command, "--event", event, "--out", out, "--slot", afternoon, "--slot", morning)
        assert both.status == 0
        said = words(out)
        assert said.index("Matin") < said.index("Après-midi"), "in the order of the day"
        refused = cli("--json", command, "--event", event, "--out", out, "--slot", morning, "--slot", "x")
        assert refused.json["error"]["code"] == "slot_unknown"


def test_what_lacks_is_said_as_it_is(cli: Cli, event: str, tmp_path: Path) -> None:
    """GIVEN an event without slots, a list without people, a role nobody has THEN each sentence says what to do."""
    out = tmp_path / "papier.pdf"
    bare = cli("--json", "event", "add", "--title", "Sans créneau").json["event"]
    for command in ("sign-in-sheet", "roll-call"):
        error = cli("--json", command, "--event", bare, "--out", out).json["error"]
        assert error["code"] == "slots_missing"
        assert "«\u00a0event edit --slot\u00a0»" in error["message"]
    empty = cli("--json", "event", "add", "--title", "Vide", "--slot", "S=2025-11-13T09:00/12:00").json["event"]
    error = cli("--json", "roll-call", "--event", empty, "--out", out).json["error"]
    assert (error["code"], "Importez une liste" in error["message"]) == ("nothing_to_print", True)
    error = cli("--json", "roll-call", "--event", event, "--out", out, "--role", "organiser").json["error"]
    assert (error["code"], "(Organisation)" in error["message"]) == ("nothing_to_print", True)


@pytest.mark.parametrize("command, name", [("sign-in-sheet", "feuilles.pdf"), ("rescue-kit", "kit.zip")])
def test_pages_to_sign_are_known_before_their_file_is_written(
    cli: Cli, event: str, tmp_path: Path, command: str, name: str
) -> None:
    (tmp_path / name).mkdir()  # no file can take its place
    assert cli("--json", command, "--event", event, "--out", tmp_path / name).status == 1
    with closing(sqlite3.connect(paths.database())) as database:
        assert database.execute("SELECT count(*) FROM facts WHERE kind = 'sheet_page'").fetchone()[0]
        assert not database.execute("SELECT count(*) FROM facts WHERE kind = 'sheet_print'").fetchone()[0]


# Certificates --------------------------------------------------------------------------------------------------------


def come(cli: Cli, event: str, *names: str) -> None:
    codes = [people(cli, event)[name]["short_code"] for name in names]
    said = cli("--json", "check-in", "--event", event, "--at", "2025-11-12T09:00", stdin="\n".join(codes))
    assert [line["verdict"] for line in said.lines] == ["welcome"] * len(names)


def codes_of(file: Path) -> list[str]:
    import zxingcpp

    with pypdfium2.PdfDocument(file) as document:
        return [zxingcpp.read_barcodes(page.render(scale=2).to_pil().convert("L"))[0].text for page in document]


def test_from_presence_to_a_verified_certificate(cli: Cli, event: str, tmp_path: Path) -> None:
    """GIVEN somebody who came WHEN certified THEN the code on the paper says it; revoked, it says that."""
    come(cli, event, "Arrondell", "Carty")
    out = tmp_path / "certificats.pdf"
    made = cli("--json", "certificates", "--event", event, "--out", out)
    assert made.json == {"file": str(out), "pages": 1, "count": 1, "duplicates": 0}
    assert "1 personne n’a pas d’attestation" in made.err
    code = codes_of(out)[0]
    said = cli("--json", "verify-certificate", code).json
    assert (said["standing"], said["name"], said["hours"], said["title"]) == (
        "genuine",
        "Éloïse ARRONDELL",
        3.0,
        "Journée",
    )
    assert said["number"] in words(out)
    plain = cli("verify-certificate", f"{code[:4]} {code[4:]}".lower()).out
    assert plain.startswith("Attestation authentique.\nCertificat de réalisation n° ")
    assert "Éloïse ARRONDELL, Ville · Journée · 3\u00a0h" in plain
    again = cli("--json", "certificates", "--event", event, "--out", out).json
    assert again["duplicates"] == 1
    second = tmp_path / "certificats (2).pdf"
    assert again["file"] == str(second), "the original stays"
    assert "Duplicata" not in words(out)
    assert codes_of(out) == codes_of(second) == [code]
    assert "Duplicata" in words(second)
    assert cli("--json", "revoke-certificate", "--event", event, said["number"]).json == {"revoked": [said["number"]]}
    revoked = cli("--json", "verify-certificate", code)
    assert (revoked.status, revoked.json["standing"], revoked.json["name"]) == (1, "revoked", "Éloïse ARRONDELL")
    assert revoked.json["error"]["code"] == "certificate_revoked"
    plain_too = cli("verify-certificate", code)
    assert plain_too.err.startswith("Attestation révoquée")
    assert plain_too.out.startswith("Certificat de réalisation n° ")
    door = cli("--json", "check-in", "--event", event, stdin=code).lines[0]
    assert door["verdict"] == "certificate"
    assert cli("--json", "verify").status == 0


def test_other_codes_are_unknown(cli: Cli, event: str, tmp_path: Path) -> None:
    said = cli("--json", "verify-certificate", "D" * 34)
    plain = cli("verify-certificate", "D" * 34)
    assert (plain.status, plain.out) == (1, "")
    assert plain.err.startswith("Attestation inconnue")
    error = {"code": "certificate_unknown", "message": plain.err.strip().removesuffix(" (certificate_unknown)")}
    assert (said.status, said.json) == (1, {"code": "D" * 34, "standing": "unknown", "error": error})
    from ia_events.domain import tokens

    badge = cli("verify-certificate", tokens.issue(tokens.new_badge_id(), tokens.new_key()))
    assert (badge.status, badge.out) == (1, "")
    assert "badge" in badge.err


def test_a_file_a_person(cli: Cli, event: str, tmp_path: Path) -> None:
    come(cli, event, "Arrondell", "Belmare", "Carty")
    Settings(signatory="Ève Roy", signing_place="Marigot").save()
    folder = tmp_path / "attestations"
    said = cli(
        "--json", "certificates", "--event", event, "--out", folder, "--kind", "attendance", "--role", "participant",
        "--role", "speaker",
    ).json  # fmt: skip
    assert (said["pages"], said["count"]) == (3, 3)
    files = sorted(folder.iterdir())
    assert [file.name.split(" - ")[0] for file in files] == ["ARRONDELL Éloïse", "BELMARE Jean", "CARTY Solange"]
    assert "Fait à Marigot" in words(files[0])
    assert "Ève Roy" in words(files[0])


def test_certificates_that_could_not_be_written_do_not_stand(cli: Cli, event: str, tmp_path: Path) -> None:
    """GIVEN a place nothing can be written to THEN the numbers are given up, and the next are no duplicates."""
    come(cli, event, "Arrondell")
    nowhere = tmp_path / "absent" / "certificats.pdf"
    assert cli("--json", "certificates", "--event", event, "--out", nowhere).json["error"]["code"] == "folder_missing"
    made = cli("--json", "certificates", "--event", event, "--out", tmp_path / "certificats.pdf").json
    assert made["duplicates"] == 0
    assert "0002" in words(tmp_path / "certificats.pdf")


def test_a_file_a_person_or_none(cli: Cli, event: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """GIVEN a disk that is full at the second file THEN nobody has a first one, whose number would not stand."""
    come(cli, event, "Arrondell", "Belmare")
    folder, save, written = tmp_path / "attestations", Paper.save, []

    def full(paper: Paper, file: Path) -> None:
        written.append(file)
        if len(written) == 2:
            raise UserError("disk_full", "Le disque est plein.")
        save(paper, file)

    with monkeypatch.context() as patched:
        patched.setattr(Paper, "save", full)
        said = cli("--json", "certificates", "--event", event, "--out", folder)
    assert said.json["error"]["code"] == "disk_full"
    assert list(folder.iterdir()) == []
    assert cli("--json", "certificates", "--event", event, "--out", folder).json["duplicates"] == 0


def test_people_named_of_a_role(cli: Cli, event: str, tmp_path: Path) -> None:
    """GIVEN --person and --role THEN who is both; a default role stands for nobody who was named."""
    out = tmp_path / "papier.pdf"
    one = ("--event", event, "--out", out, "--person", "Arrondell")
    both = cli("--json", "roll-call", *one, "--person", "Carty", "--role", "speaker")
    assert both.json["count"] == 1
    assert "CARTY" in words(out)
    refused = cli("--json", "roll-call", *one, "--role", "speaker")
    assert refused.json["error"]["code"] == "nothing_to_print"
    assert "aucune des personnes demandées n’a le rôle choisi (Intervenant)" in refused.err
    assert cli("--json", "table-tents", *one).json["count"] == 1
    come(cli, event, "Carty")
    made = cli("--json", "certificates", "--event", event, "--out", out, "--person", "Carty")
    assert made.json["count"] == 1
