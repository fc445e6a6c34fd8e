"""Stocks and calibration from the terminal."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from ia_events.settings import Settings

Cli = Callable[..., Any]  # the fixture of conftest.py


@pytest.fixture
def event(cli: Cli, tmp_path: Path) -> tuple[Path, str]:
    """A database with an event and two people."""
    people = tmp_path / "liste.csv"
    people.write_text("Nom;Prénom\nArrondell;Éloïse\nBelmare;Joël\n", encoding="utf-8")
    database = tmp_path / "events.db"
    slot = "Matin=2025-11-12T09:00/2025-11-12T12:00"
    made = cli(
        "--db", database, "--json", "event", "add", "--title", "Essai", "--slot", slot, "--timezone", "Europe/Paris"
    )
    assert cli("--db", database, "--json", "import", people, "--event", made.json["event"]).json["added"] == 2
    return database, made.json["event"]


def test_stocks_are_listed_and_searched(cli: Cli) -> None:
    everything = cli("--json", "stocks", "list").json["stocks"]
    assert everything[0]["id"] == "avery-l7418"
    assert (everything[0]["per_page"], everything[0]["own"], everything[0]["grid"]) == (8, False, [2, 4])
    assert [row["id"] for row in cli("--json", "stocks", "list", "--search", "4418").json["stocks"]] == ["avery-4784"]
    assert cli("stocks", "list", "--search", "J8160").out.split()[0] == "avery-l7160"


def test_one_s_own_is_added_used_removed_and_restored(cli: Cli, tmp_path: Path, event: tuple[Path, str]) -> None:
    file, database = tmp_path / "planche.json", event[0]
    cli("stocks", "share", "avery-32011", "--out", file)
    said = json.loads(file.read_text("utf-8"))
    said["stock"]["name"] = "Badges du service"
    file.write_text(json.dumps(said), encoding="utf-8")
    assert cli("--json", "stocks", "add", file).json == {"stock": "badges-du-service", "name": "Badges du service"}
    made = cli(
        "--db", database, "--json", "badges", "--event", event[1], "--out", tmp_path / "b.pdf", "--stock",
        "badges-du-service",
    )  # fmt: skip
    assert made.json["count"] == 2
    assert cli("--json", "stocks", "remove", "badges-du-service").json == {"stock": "badges-du-service"}
    assert cli("--json", "stocks", "list", "--search", "service").json["stocks"] == []
    assert cli("--json", "stocks", "restore").json["stock"] == "badges-du-service"
    assert cli("--json", "stocks", "restore").json["error"]["code"] == "nothing_removed"
    assert cli("--json", "stocks", "remove", "a6").json["error"]["code"] == "stock_not_own"


def test_an_impossible_one_is_refused_with_the_reason(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "planche.json"
    cli("stocks", "share", "avery-32011", "--out", file)
    said = json.loads(file.read_text("utf-8"))
    said["stock"]["grid"] = [2, 6]
    file.write_text(json.dumps(said), encoding="utf-8")
    error = cli("--json", "stocks", "add", file).json["error"]
    assert error["code"] == "stock_off_page"
    assert "40,5 mm en bas" in error["message"]


def test_a_printer_is_measured_and_corrected(cli: Cli, tmp_path: Path, event: tuple[Path, str]) -> None:
    assert cli("--json", "stocks", "test-page", "avery-l7418", "--out", tmp_path / "essai.pdf").json["pages"] == 1
    assert cli("--json", "stocks", "calibrate", "avery-l7418").json["x"] == 0
    said = cli("--json", "stocks", "calibrate", "avery-l7418", "--printer", "Étage 2", "--measured", "18.5,20,100,100")
    assert said.json == {
        "stock": "avery-l7418", "printer": "Étage 2", "x": 1.5, "y": 0.0, "scale_x": 100.0, "scale_y": 100.0,
    }  # fmt: skip
    assert Settings.load().calibrations == '{"Étage 2": {"avery-l7418": [1.5, 0.0, 100.0, 100.0]}}'
    database, event_id = event

    def left(name: str, *options: str) -> float:
        file = tmp_path / f"{name}.pdf"
        cli("--db", database, "badges", "--event", event_id, "--out", file, *options)
        document = pypdfium2.PdfDocument(file)
        box = document[0].render(scale=6).to_pil().convert("L").point(lambda level: 255 * (level < 128)).getbbox()
        document.close()
        return float(box[0]) / 6 / 72 * 25.4

    plain = left("plain")
    assert left("printer", "--printer", "Étage 2") - plain == pytest.approx(1.5, abs=0.08)
    assert left("other", "--printer", "Étage 3") == plain
    assert left("offset", "--offset", "-2,0", "--scale", "100") - plain == pytest.approx(-2, abs=0.08)
    assert left("scaled", "--scale", "101,100") - plain == pytest.approx(plain * 0.01, abs=0.08)
    assert cli("--json", "stocks", "calibrate", "avery-l7418", "--printer", "Étage 2", "--reset").json["x"] == 0
    assert left("again", "--printer", "Étage 2") == plain


@pytest.mark.parametrize(
    "arguments, code",
    [
        (("stocks", "calibrate", "avery-l7418", "--measured", "60,20,100,100"), "calibration_shift"),
        (("stocks", "calibrate", "avery-l7418", "--measured", "20,20,50,100"), "calibration_scale"),
        (("stocks", "calibrate", "avery-l7418", "--measured", "20,20"), "usage"),
        (("stocks", "calibrate", "nowhere", "--measured", "20,20,100,100"), "stock_unknown"),
        (("stocks", "test-page", "a6", "--out", "essai.png"), "out_suffix"),
        (("badges", "--event", "x", "--out", "b.pdf", "--offset", "a,b"), "usage"),
        (("badges", "--event", "x", "--out", "b.pdf", "--offset", "40,0"), "calibration_shift"),
        (("badges", "--event", "x", "--out", "b.pdf", "--scale", "150"), "calibration_scale"),
    ],
)
def test_what_makes_no_sense_is_said(cli: Cli, arguments: tuple[str, ...], code: str) -> None:
    assert cli("--json", *arguments).json["error"]["code"] == code


def test_a_default_stock_that_is_gone_is_the_usual_one(cli: Cli, tmp_path: Path, event: tuple[Path, str]) -> None:
    Settings(default_stock="gone").save()
    made = cli("--db", event[0], "--json", "badges", "--event", event[1], "--out", tmp_path / "b.pdf")
    assert made.json["pages"] == 1
