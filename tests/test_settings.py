"""The settings file: written whole, read with suspicion."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from ia_events import paths
from ia_events.settings import SETTINGS, Settings


@pytest.mark.parametrize(
    "system, kept, station",
    [
        ("fr_FR.UTF-8", None, "Entrée 1"),
        ("en_GB.UTF-8", None, "Entrance 1"),
        ("fr_FR.UTF-8", {"language": "en"}, "Entrance 1"),
        ("en_GB.UTF-8", {"language": "fr"}, "Entrée 1"),
        ("en_GB.UTF-8", {"station": "Entrée 1"}, "Entrée 1"),  # it was named before
    ],
)
def test_a_station_is_first_named_in_the_language_in_force(
    monkeypatch: pytest.MonkeyPatch, system: str, kept: dict[str, str] | None, station: str
) -> None:
    monkeypatch.setenv("LC_ALL", system)
    if kept is not None:
        paths.config().mkdir(parents=True, exist_ok=True)
        (paths.config() / "settings.json").write_text(json.dumps(kept), encoding="utf-8")
    settings = Settings.load()
    assert settings.station == station
    settings.language = "fr" if settings.language == "en" else "en"
    settings.save()
    assert Settings.load().station == station, "what it is called stays"


def test_what_is_saved_is_loaded() -> None:
    """GIVEN every setting changed WHEN saved and loaded THEN nothing is lost."""
    changed = Settings(
        language="en", theme="dark", accent="#1D4ED8", text_zoom=150, logo="logo é.png", delegation="Guadeloupe",
        timezone="America/Marigot", organisation="Collectivité de Saint-Martin", legal_notice="Mention", signatory="Ève Roy",
        signatory_capacity="Directrice", signature="signature.png", signing_place="Marigot", station="Entrée 2",
        sound=False, serial_port="COM3", camera="De table", camera_mirrored=False, camera_on=True, door_open=True, door_slot="s", print_on_arrival="all",
        arrival_printer="Étiquettes", arrival_stock="a6", arrival_design="sober", default_stock="L4785", badge_design="narrow", documents_folder="docs", blank_rows=5,
        sheet_choices="{}", started_sheets="{}", badge_order="employer", fronts_only="a6", photos_folder="photos", label_stock="a6", calibrations="{}",
        recent_stocks="a6", mode="kiosk", second_screen=True, second_screen_name="HDMI-1", second_screen_full=True,
        second_screen_last=True, second_screen_names=True, window="abc", event_id="x", columns="{}",
    )  # fmt: skip
    assert all(getattr(changed, setting.key) != setting.default for setting in SETTINGS)
    changed.save()
    assert Settings.load() == changed


def test_without_a_file_there_are_defaults() -> None:
    assert Settings.load() == Settings()
    assert Settings().documents == paths.documents()


@pytest.mark.parametrize(
    "content", ["{", "[1, 2]", "", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "null"]
)
def test_a_damaged_file_is_set_aside(content: str, expect_log: Callable[[str], None]) -> None:
    """GIVEN a file that is not an object of JSON THEN defaults are used, and the file is kept beside."""
    expect_log("settings were damaged: set aside as settings.damaged.json")
    paths.config().mkdir(parents=True)
    (paths.config() / "settings.json").write_text(content, encoding="utf-8")
    assert Settings.load() == Settings()
    assert (paths.config() / "settings.damaged.json").read_text(encoding="utf-8") == content
    assert not (paths.config() / "settings.json").exists()


def test_bytes_that_are_no_text_are_set_aside(expect_log: Callable[[str], None]) -> None:
    expect_log("settings were damaged")
    paths.config().mkdir(parents=True)
    (paths.config() / "settings.json").write_bytes(b"\xff\xfe\x00{")
    assert Settings.load() == Settings()


@pytest.mark.parametrize(
    "key, value",
    [
        ("theme", "pink"),
        ("accent", "red"),
        ("accent", "#12345"),
        ("text_zoom", "150"),
        ("text_zoom", True),
        ("sound", 1),
    ],
)
def test_a_value_without_sense_alone_is_dropped(key: str, value: object, expect_log: Callable[[str], None]) -> None:
    expect_log(f"setting {key} made no sense")
    paths.config().mkdir(parents=True)
    (paths.config() / "settings.json").write_text(json.dumps({key: value, "station": "Entrée 9", "unknown": 1}))
    loaded = Settings.load()
    assert loaded == Settings(station="Entrée 9")


@pytest.mark.parametrize("stored, used", [(50, 100), (100, 100), (170, 170), (900, 200)])
def test_the_zoom_stays_within_its_limits(stored: int, used: int) -> None:
    Settings(text_zoom=stored).save()
    assert Settings.load().text_zoom == used


def test_a_failed_save_leaves_the_file_as_it_was() -> None:
    """GIVEN no way to write the temporary file WHEN saving THEN the old settings are still there."""
    Settings(station="Entrée 2").save()
    (paths.config() / "settings.tmp").mkdir()
    with pytest.raises(OSError, match=r"settings\.tmp"):
        Settings(station="Entrée 3").save()
    assert Settings.load().station == "Entrée 2"
