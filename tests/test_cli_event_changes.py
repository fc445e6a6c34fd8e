"""An event changed from the terminal: edited, copied, put away, removed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import Answer

Cli = Callable[..., Answer]


@pytest.fixture
def event(cli: Cli) -> str:
    """Two half-days in Saint-Martin with all that the form holds."""
    made = cli(
        "--json", "event", "add", "--title", "Journée", "--timezone", "America/Marigot", "--capacity", 40,
        "--slot", "Matin=2025-11-12T09:00/12:00", "--slot", "Après-midi=2025-11-12T14:00/17:00", "--seats", 30,
        "--registration-opens", "2025-10-01", "--registration-closes", "2025-11-10", "--theme", "IA", "--theme", "Achats",
        "--organisation", "host=Ville de Marigot", "--organisation", "organiser=INET",
        "--resource", "Replay|https://exemple.fr/replay|vidéo|tous", "--needs", "Des exemples", "--notes", "Clé au gardien",
    )  # fmt: skip
    return str(made.json["event"])


def shown(cli: Cli, event: str) -> Any:
    return cli("--json", "event", "show", event).json


def hours(cli: Cli, event: str) -> list[tuple[str, str, str]]:
    return [(s["label"], s["start"], s["end"][11:16]) for s in shown(cli, event)["slots"]]


def test_all_the_form_holds_is_added_and_shown(cli: Cli, event: str) -> None:
    said = shown(cli, event)
    assert (said["registration_opens"], said["registration_closes"]) == ("2025-10-01", "2025-11-10")
    assert (said["themes"], said["needs"], said["notes"]) == (["IA", "Achats"], "Des exemples", "Clé au gardien")
    assert said["organisations"] == [
        {"name": "Ville de Marigot", "role": "host"},
        {"name": "INET", "role": "organiser"},
    ]
    assert said["resources"] == [
        {"title": "Replay", "link": "https://exemple.fr/replay", "kind": "vidéo", "open_to": "tous"}
    ]
    assert [slot["seats"] for slot in said["slots"]] == [30, 30]
    text = cli("event", "show", event).out.replace("\u00a0", " ")
    for line in ("Jauge : 40", "Besoins exprimés : Des exemples", "Structure d’accueil : Ville de Marigot"):
        assert line in text


def test_organisations_given_again_change_nothing_and_nothing_is_said(cli: Cli, event: str) -> None:
    given = ("--organisation", "host=Ville de Marigot", "--organisation", "organiser=INET")
    cli("event", "edit", event, *given, "--slot", "Longue=2025-11-14T06:00/23:30")
    again = cli("--json", "event", "edit", event, *given)
    assert again.json == {"event": event, "changed": False, "action": "", "cautions": []}


def test_an_edition_changes_what_is_given_and_one_undo_takes_it_back(cli: Cli, event: str) -> None:
    before = shown(cli, event)
    edit = (
        "--json", "event", "edit", event, "--title", "Journée de l'IA", "--notes", "", "--capacity", "", "--format", "conference",
        "--slot", "matin=2025-11-12T08:30/12:00", "--slot", "Soirée=2025-11-12T18:00/20:00", "--remove-slot", "après-midi",
        "--organisation", "host=Ville de Marigot", "--theme", "", "--no-reentry",
    )  # fmt: skip
    assert cli(*edit).json["changed"] is True
    after = shown(cli, event)
    assert (after["title"], after["notes"], after["capacity"], after["format"]) == (
        "Journée de l'IA",
        "",
        None,
        "conference",
    )
    assert hours(cli, event) == [
        ("Matin", "2025-11-12T08:30:00-04:00", "12:00"),
        ("Soirée", "2025-11-12T18:00:00-04:00", "20:00"),
    ]
    assert after["slots"][0]["id"] == before["slots"][0]["id"], "the attendance of the morning stays its own"
    assert [slot["reentry"] for slot in after["slots"]] == [False, False]
    assert (after["organisations"], after["themes"]) == ([{"name": "Ville de Marigot", "role": "host"}], [])
    assert (after["needs"], after["resources"]) == (before["needs"], before["resources"])
    assert cli("undo").status == 0
    assert shown(cli, event) == before


def test_an_empty_text_clears_a_rule_of_entry_and_the_number_of_places(cli: Cli, event: str) -> None:
    rules = ("--seats", "--late-after", "--opens-before", "--capacity")
    names = ("seats", "late_after", "opens_before")
    assert cli("event", "edit", event, *(part for rule in rules for part in (rule, "12"))).status == 0
    assert [shown(cli, event)["slots"][1][name] for name in names] == [12, 12, 12]
    assert cli("event", "edit", event, *(part for rule in rules for part in (rule, ""))).status == 0
    said = shown(cli, event)
    assert [slot[name] for slot in said["slots"] for name in names] == [None] * 6
    assert said["capacity"] is None
    for wrong in (("--seats", "0"), ("--late-after", "-1"), ("--seats", "beaucoup")):
        refused = cli("--json", "event", "edit", event, *wrong)
        assert (refused.status, refused.json["error"]["code"]) == (2, "usage"), wrong
    assert cli("event", "add", "--title", "Sans règle", "--seats", "").status == 0


def test_resources_of_one_title_stay_as_many_as_are_given(cli: Cli, event: str) -> None:
    def links() -> list[str]:
        return [resource["link"] for resource in shown(cli, event)["resources"]]

    two = ("--resource", "Replay|https://exemple.fr/1", "--resource", "Replay|https://exemple.fr/2")
    assert cli("event", "edit", event, *two).status == 0
    assert links() == ["https://exemple.fr/1", "https://exemple.fr/2"]
    assert cli("--json", "event", "edit", event, *two).json["changed"] is False
    assert cli("event", "edit", event, *two[2:]).status == 0
    assert links() == ["https://exemple.fr/2"]
    twice = ("--organisation", "host=Ville de Marigot") * 2
    assert cli("event", "edit", event, *twice).status == 0
    assert len(shown(cli, event)["organisations"]) == 1


def test_spaces_around_a_text_are_not_kept(cli: Cli, event: str) -> None:
    assert (
        cli("event", "edit", event, "--title", " Journée ", "--notes", " Clé au gardien", "--theme", " IA ").status == 0
    )
    said = shown(cli, event)
    assert (said["title"], said["notes"], said["themes"]) == ("Journée", "Clé au gardien", ["IA"])
    made = cli("--json", "event", "add", "--title", " Soirée ", "--venue", " Salle des fêtes ").json["event"]
    assert (shown(cli, made)["title"], shown(cli, made)["venue"]) == ("Soirée", "Salle des fêtes")


def test_the_action_answered_is_the_one_that_was_written(cli: Cli, event: str) -> None:
    """GIVEN the action a command answers THEN undoing that one takes back what the command did, whatever was done since."""
    before = shown(cli, event)
    said = cli("--json", "event", "edit", event, "--venue", "Mairie").json
    assert cli("participant", "add", "--event", event, "--last-name", "Arrondell").status == 0
    assert cli("undo", "--action", said["action"]).status == 0
    assert shown(cli, event)["venue"] == before["venue"]
    assert cli("--json", "event", "edit", event, "--venue", before["venue"]).json["action"] == ""


def test_nothing_changed_is_said(cli: Cli, event: str) -> None:
    same = cli("--json", "event", "edit", event, "--title", "Journée", "--theme", "IA", "--theme", "Achats").json
    assert same["changed"] is False
    assert cli("event", "edit", event).out == "Rien à changer.\n"


def test_slots_keep_the_hours_of_the_wall_in_another_zone(cli: Cli, event: str) -> None:
    assert cli("event", "edit", event, "--timezone", "Indian/Reunion").status == 0
    assert hours(cli, event) == [
        ("Matin", "2025-11-12T09:00:00+04:00", "12:00"),
        ("Après-midi", "2025-11-12T14:00:00+04:00", "17:00"),
    ]


def test_a_slot_taken_away_with_its_arrivals_is_a_caution(cli: Cli, event: str) -> None:
    person = cli("--json", "participant", "add", "--event", event, "--last-name", "Arrondell").json["registration"]
    assert cli("presence", "mark", "--event", event, "--person", person, "--slot", "matin", "present").status == 0
    said = cli("--json", "event", "edit", event, "--remove-slot", "matin")
    assert any("porte 1 arrivées" in caution["message"] for caution in said.json["cautions"])
    assert "porte 1 arrivées" in said.err


@pytest.mark.parametrize(
    "given, code",
    [
        (("--title", " "), "title_missing"),
        (("--registration-opens", "demain"), "date_malformed"),
        (("--organisation", "Ville de Marigot"), "organisation_malformed"),
        (("--timezone", "Mars/Olympus"), "timezone_unknown"),
        (("--remove-slot", "nuit"), "slot_unknown"),
        (("--slot", "tomorrow"), "slot_malformed"),
        (("--slot", "Matin=2026-11-23T12:30/09:00"), "slot_backwards"),
    ],
)
def test_what_cannot_be_written_is_said_and_nothing_is(cli: Cli, event: str, given: tuple[str, ...], code: str) -> None:
    before = shown(cli, event)
    refused = cli("--json", "event", "edit", event, *given)
    assert (refused.status, refused.json["error"]["code"]) == (1, code)
    assert shown(cli, event) == before


def test_an_event_is_copied_put_away_and_removed(cli: Cli, event: str) -> None:
    for last, role in (("Arrondell", "speaker"), ("Belmare", "participant")):
        assert cli("participant", "add", "--event", event, "--last-name", last, "--role", role).status == 0

    def titles(*more: str) -> list[str]:
        return [each["title"] for each in cli("--json", "event", "list", *more).json["events"]]

    copy = cli("--json", "event", "duplicate", event).json["event"]
    assert sorted(titles()) == ["Journée", "Journée (copie)"]
    assert [person["last_name"] for person in shown(cli, copy)["people"]] == ["Arrondell"]
    assert shown(cli, copy)["counts"]["registered"] == 1, "without the participants"
    assert cli("--json", "event", "archive", copy).json["changed"] is True
    assert cli("--json", "event", "archive", copy).json["changed"] is False
    assert (titles(), titles("--archived")) == (["Journée"], ["Journée (copie)"])
    assert cli("event", "restore", copy).status == 0
    assert titles("--archived") == []
    assert cli("event", "remove", copy).out.startswith("Suppression de")
    assert titles() == ["Journée"]
    assert cli("--json", "event", "remove", copy).json["error"]["code"] == "event_unknown"
    assert cli("undo").status == 0
    assert len(titles()) == 2
