"""One person added, edited, cancelled and marked from the terminal, as in the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ia_events.domain.fields import FIELDS
from tests.conftest import Answer

Cli = Callable[..., Answer]


@pytest.fixture
def event(cli: Cli) -> str:
    """A morning and an afternoon in Saint-Martin, two seats."""
    made = cli(
        "--json", "event", "add", "--title", "Journée", "--timezone", "America/Marigot", "--capacity", 2,
        "--slot", "Matin=2025-11-12T09:00/12:00", "--slot", "Après-midi=2025-11-12T14:00/17:00",
    )  # fmt: skip
    return str(made.json["event"])


def add(cli: Cli, event: str, last: str, first: str, *more: object) -> Any:
    return cli("--json", "participant", "add", "--event", event, "--last-name", last, "--first-name", first, *more).json


def listed(cli: Cli, event: str) -> dict[str, Any]:
    rows = cli("--json", "registrations", "--event", event).json["registrations"]
    return {f"{row['last_name']} {row['first_name']}": row for row in rows}


def grid(cli: Cli, event: str) -> dict[str, list[str]]:
    rows = cli("--json", "attendance", "--event", event).json["people"]
    return {row["last_name"]: [cell["state"] for cell in row["cells"]] for row in rows}


def codes(answer: Any) -> list[str]:
    return [warning["code"] for warning in answer["warnings"]]


# --- people -------------------------------------------------------------------------------------------------------


def test_every_field_of_the_form_has_its_option(cli: Cli, event: str) -> None:
    """GIVEN each field's own sample THEN it is kept as the form keeps it, and read back by `registrations` and `show`."""
    words = {field.id: field.sample for field in FIELDS} | {"role": "speaker", "status": "waitlisted"}
    given = [part for name, text in words.items() for part in (f"--{name.replace('_', '-')}", text)]
    said = cli("--json", "participant", "add", "--event", event, *given, "--slot", "apres-midi").json
    assert (said["changed"], said["warnings"]) == (True, [])
    (row,) = cli("--json", "registrations", "--event", event).json["registrations"]
    assert {name: row[name] for name in words} == {**words, "phone": "0690123456"}
    slots = [slot["id"] for slot in cli("--json", "event", "show", event).json["slots"]]
    assert row["slots"] == slots[1:]
    shown = cli("--json", "participant", "show", "--event", event, "Arrondell").json
    del row["likely"]
    assert {name: shown[name] for name in row} == row
    assert (shown["badge"], [cell["slot"] for cell in shown["cells"]]) == ("new", slots)
    text = cli("participant", "show", "--event", event, shown["short_code"]).out
    assert "Adresse postale : 12 rue du Général de Gaulle" in text.replace("\u00a0", " ")


def test_what_the_form_warns_of_is_said_and_kept(cli: Cli, event: str) -> None:
    first = add(cli, event, "Arrondell", "Éloïse", "--email", "eloise@exemple")
    assert [(w["code"], w["field"]) for w in first["warnings"]] == [("email_invalid", "email")]
    twin = add(cli, event, "ARRONDELL", "Eloise")
    assert [(w["code"], w.get("registration")) for w in twin["warnings"]] == [("namesake", first["registration"])]
    over = add(cli, event, "Belmare", "Jean")
    assert codes(over) == ["capacity"]
    assert "3 inscriptions pour une jauge de 2" in over["warnings"][0]["message"].replace("\u00a0", " ")
    assert len(listed(cli, event)) == 3, "a warning refuses nothing"
    plain = cli("participant", "add", "--event", event, "--last-name", "Belmare", "--first-name", "Jean")
    assert plain.out.startswith("Ajout de BELMARE Jean")
    assert "est déjà sur la liste" in plain.err
    later = cli("--json", "participant", "edit", "--event", event, first["registration"], "--phone", "0690123456")
    assert codes(later.json) == [], "what was already so is not said again"


def test_an_edition_writes_what_is_given_and_nothing_else(cli: Cli, event: str) -> None:
    add(cli, event, "Arrondell", "Éloïse", "--employer", "Ville", "--phone", "0690123456", "--slot", "Matin")
    edit = ("--json", "participant", "edit", "--event", event, "arrondell")
    said = cli(*edit, "--employer", "Région", "--phone", "", "--slot", "all").json
    row = listed(cli, event)["Arrondell Éloïse"]
    assert (row["employer"], row["phone"], row["slots"], row["first_name"]) == ("Région", "", [], "Éloïse")
    assert said["person"]["employer"] == "Région"
    assert cli(*edit, "--employer", "Région").json["changed"] is False
    assert cli(*edit[1:]).status == 2, "nothing to change was given"
    nameless = cli(*edit, "--last-name", "", "--first-name", " ")
    assert (nameless.status, nameless.json["error"]["code"]) == (1, "name_missing")
    assert (
        cli("undo").out.replace("\u00a0", " ") == "Annulé : Modification de ARRONDELL Éloïse (événement « Journée »).\n"
    )
    assert listed(cli, event)["Arrondell Éloïse"]["phone"] == "0690123456"
    assert cli("redo").out.startswith("Rétabli")
    assert listed(cli, event)["Arrondell Éloïse"]["phone"] == ""


def test_people_give_up_wait_come_back_and_are_removed(cli: Cli, event: str) -> None:
    for last, first in (("Arrondell", "Éloïse"), ("Belmare", "Jean"), ("Carty", "Inès")):
        add(cli, event, last, first)

    def do(what: str, *people: str) -> Answer:
        return cli("--json", "participant", what, "--event", event, *people)

    def statuses() -> list[str]:
        return [row["status"] for row in listed(cli, event).values()]

    done = do("cancel", "Arrondell", "Jean Belmare", "belmare").json
    assert len(done["changed"]) == 2, "somebody named twice is one person"
    assert statuses() == ["cancelled", "cancelled", "registered"]
    assert do("cancel", "Arrondell").json["changed"] == []
    assert do("waitlist", "Belmare").json["changed"] == [listed(cli, event)["Belmare Jean"]["id"]]
    assert codes(do("restore", "Arrondell", "Belmare").json) == ["capacity"]
    assert statuses() == ["registered"] * 3
    gone = do("remove", "Carty").json["changed"][0]
    assert "Carty Inès" not in listed(cli, event)
    for command in (("cancel", gone), ("edit", gone, "--phone", "1"), ("show", gone)):
        refused = do(*command)
        assert (refused.status, refused.json["error"]["code"]) == (1, "registration_removed")
    assert cli("undo").status == 0
    assert "Carty Inès" in listed(cli, event)
    assert do("cancel", "Personne").json["error"]["code"] == "registration_unknown"
    assert do("cancel", "r").json["error"]["code"] == "person_ambiguous"


def test_a_slot_is_named_by_its_label_or_its_day(cli: Cli) -> None:
    event = cli(
        "--json", "event", "add", "--title", "Deux jours",
        "--slot", "Matin=2025-11-12T09:00/12:00", "--slot", "Matin=2025-11-13T09:00/12:00",
    ).json["event"]  # fmt: skip
    first, second = (slot["id"] for slot in cli("--json", "event", "show", event).json["slots"])
    assert add(cli, event, "Arrondell", "Éloïse", "--slot", "13 novembre")["person"]["slots"] == [second]
    assert add(cli, event, "Belmare", "Jean", "--slot", first)["person"]["slots"] == [first]
    refused = {name: add(cli, event, "Carty", "Inès", "--slot", name)["error"]["code"] for name in ("matin", "soir")}
    assert refused == {"matin": "slot_ambiguous", "soir": "slot_unknown"}


def test_every_command_takes_a_slot_by_its_label(cli: Cli, event: str, tmp_path: Path) -> None:
    add(cli, event, "Arrondell", "Éloïse")
    slot = cli("--json", "event", "show", event).json["slots"][1]
    label = slot["label"].upper()
    out = tmp_path / "papier.pdf"
    for command in (
        ("check-in",), ("door", "entries"), ("door", "signatures"), ("door", "companion", "--with", "Arrondell"),
        ("sign-in-sheet", "--out", out), ("roll-call", "--out", out), ("presence", "mark", "--rest", "absent"),
        ("export", "--preset", "Liste complète", "--out", tmp_path / "liste.xlsx"),
    ):  # fmt: skip
        for name, code in ((label, 0), (slot["id"], 0), ("ailleurs", 1)):
            said = cli("--json", *command, "--event", event, "--slot", name)
            assert said.status == code, (command, name, said.out)
            if code:
                assert said.json["error"]["code"] == "slot_unknown"


# --- presence -----------------------------------------------------------------------------------------------------


@pytest.fixture
def three(cli: Cli, event: str) -> str:
    """The same with three people, one of them in the morning only."""
    add(cli, event, "Arrondell", "Éloïse")
    add(cli, event, "Belmare", "Jean")
    add(cli, event, "Carty", "Inès", "--slot", "Matin")
    return event


def mark(cli: Cli, event: str, *arguments: object) -> Answer:
    return cli("--json", "presence", "mark", "--event", event, *arguments)


def test_each_state_is_marked_and_taken_back(cli: Cli, three: str) -> None:
    for state in ("present", "late", "excused", "absent"):
        said = mark(cli, three, "--person", "belmare", "--slot", "matin", state).json
        assert [(cell["name"], cell["state"]) for cell in said["cells"]] == [("BELMARE Jean", state)]
        assert mark(cli, three, "--person", "belmare", "--slot", "matin", state).json["marked"] == 0
        assert grid(cli, three)["Belmare"] == [state, "expected"]
    assert mark(cli, three, "--person", "belmare", "--slot", "matin", "clear").json["marked"] == 1
    assert grid(cli, three)["Belmare"] == ["expected", "expected"]
    assert cli("undo").out.replace("\u00a0", " ") == "Annulé : Présence de BELMARE Jean (événement « Journée »).\n"
    assert grid(cli, three)["Belmare"] == ["absent", "expected"]


def test_an_absence_that_counts_nowhere_says_so(cli: Cli, three: str) -> None:
    for name, counts_as in (("belmare", "absent"), ("carty", "not_expected")):
        (cell,) = mark(cli, three, "--person", name, "--slot", "après-midi", "absent").json["cells"]
        assert (cell["state"], cell["counts_as"]) == ("absent", counts_as)
    people = cli("--json", "attendance", "--event", three).json["people"]
    assert [p["cells"][1]["counts_as"] for p in people] == ["expected", "absent", "not_expected"]


def test_an_hour_is_told_and_told_again(cli: Cli, three: str) -> None:
    at = [
        mark(cli, three, "--person", "belmare", "--slot", "matin", "present", "--at", hour).json["cells"][0]["at"]
        for hour in ("09:20", "09:05", "2025-11-12T09:40")
    ]
    assert at == [f"2025-11-12T09:{minute}:00-04:00" for minute in ("20", "05", "40")]
    assert mark(cli, three, "--person", "belmare", "--slot", "matin", "present", "--at", "9 h 40").json["marked"] == 0
    late = mark(cli, three, "--person", "belmare", "--slot", "matin", "late").json["cells"][0]
    assert (late["state"], late["at"]) == ("late", "2025-11-12T09:40:00-04:00")
    wrong = mark(cli, three, "--person", "belmare", "--slot", "matin", "present", "--at", "9 heures")
    assert wrong.json["error"]["code"] == "time_malformed"
    ahead = mark(cli, three, "--person", "belmare", "--slot", "matin", "present", "--at", "2999-01-01T09:00")
    assert ahead.json["error"]["code"] == "time_ahead"
    assert mark(cli, three, "--person", "belmare", "--slot", "matin", "absent", "--at", "09:00").status == 2
    assert cli("--json", "verify").json["sound"] is True


def test_an_hour_after_midnight_is_the_next_day(cli: Cli) -> None:
    slot = ("--slot", "Nuit=2025-11-12T20:00/02:00", "--timezone", "America/Marigot")
    event = cli("--json", "event", "add", "--title", "Nuit", *slot).json["event"]
    add(cli, event, "Arrondell", "Éloïse")
    hours = [
        mark(cli, event, "--person", "arrondell", "present", "--at", hour).json["cells"][0]["at"][:16]
        for hour in ("20:10", "00:30")
    ]
    assert hours == ["2025-11-12T20:10", "2025-11-13T00:30"]


def test_an_hour_lies_in_the_slot_and_who_comes_a_little_before_is_early(cli: Cli) -> None:
    """GIVEN slots of one night and of several days THEN an hour is the day's on which the slot holds it, the first one first;
    held by none, the nearest to it.
    """
    slots = (
        "--slot", "Nuit=2025-11-12T20:00/02:00", "--slot", "Séjour=2025-11-13T09:00/2025-11-15T17:00",
        "--slot", "Garde=2025-11-16T20:00/2025-11-17T19:30", "--slot", "Aube=2025-11-18T00:30/02:00",
        "--slot", "Jour=2025-11-19T08:00/22:00", "--slot", "Matin=2025-11-20T08:30/12:00",
    )  # fmt: skip
    event = cli("--json", "event", "add", "--title", "Séjour", "--timezone", "America/Marigot", *slots).json["event"]
    add(cli, event, "Arrondell", "Éloïse")
    for slot, hour, at in (
        ("nuit", "19:45", "12T19:45"),
        ("nuit", "00:30", "13T00:30"),
        ("nuit", "2025-11-12T00:30", "12T00:30"),
        ("séjour", "10:00", "13T10:00"),
        ("séjour", "08:40", "13T08:40"),
        ("séjour", "2025-11-14T08:40", "14T08:40"),
        ("garde", "19:00", "16T19:00"),
        ("garde", "7 h", "17T07:00"),
        ("nuit", "02:10", "13T02:10"),
        ("nuit", "18:30", "12T18:30"),
        ("aube", "23:50", "17T23:50"),
        ("aube", "00:10", "18T00:10"),
        ("aube", "02:05", "18T02:05"),
        ("jour", "07:50", "19T07:50"),
        ("jour", "21:00", "19T21:00"),
        ("matin", "21:00", "20T21:00"),
        ("matin", "05:00", "20T05:00"),
    ):
        said = mark(cli, event, "--person", "arrondell", "--slot", slot, "present", "--at", hour).json
        assert said["cells"][0]["at"][8:16] == at, (slot, hour)


def test_who_is_told_to_come_late_is_late_once(cli: Cli) -> None:
    """GIVEN a slot where one is late after ten minutes THEN the answer says late as the grid does, and nothing is noted twice."""
    slot = ("--slot", "Matin=2025-11-12T09:00/12:00", "--late-after", 10)
    event = cli("--json", "event", "add", "--title", "Matin", *slot).json["event"]
    add(cli, event, "Arrondell", "Éloïse")
    said = mark(cli, event, "--everybody", "present", "--at", "09:20").json
    assert (said["state"], said["cells"][0]["state"], said["marked"]) == ("late", "late", 1)
    for again in (("present", "--at", "09:20"), ("present",), ("late",)):
        said = mark(cli, event, "--everybody", *again).json
        assert (said["marked"], said["action"], said["cells"]) == (0, "", []), again
    assert mark(cli, event, "--everybody", "present", "--at", "09:00").json["state"] == "present"
    assert mark(cli, event, "--everybody", "present", "--at", "09:00").json["marked"] == 0
    assert "Retard" in cli("presence", "mark", "--event", event, "--everybody", "present", "--at", "09:11").out


def test_a_whole_column_is_one_action(cli: Cli, three: str) -> None:
    mark(cli, three, "--person", "arrondell", "--slot", "apres-midi", "present")
    assert mark(cli, three, "--rest", "--slot", "Après-midi", "absent").json["marked"] == 1
    assert grid(cli, three) == {
        "Arrondell": ["expected", "present"],
        "Belmare": ["expected", "absent"],
        "Carty": ["expected", "not_expected"],
    }
    assert mark(cli, three, "--everybody", "--slot", "matin", "--slot", "après-midi", "present").json["marked"] == 4
    assert cli("undo").status == 0
    assert grid(cli, three)["Belmare"] == ["expected", "absent"]


def test_who_was_removed_is_marked_only_if_they_came(cli: Cli, three: str) -> None:
    """GIVEN somebody who came, and was removed since THEN they have a row in the grid still; nobody else removed has."""
    people = {name.split()[0]: row["id"] for name, row in listed(cli, three).items()}
    mark(cli, three, "--person", "arrondell", "--slot", "matin", "present")
    assert cli("participant", "remove", "--event", three, "arrondell", "belmare").status == 0
    assert mark(cli, three, "--person", people["Arrondell"], "--slot", "matin", "late").json["marked"] == 1
    refused = mark(cli, three, "--person", people["Belmare"], "--slot", "matin", "late")
    assert (refused.status, refused.json["error"]["code"]) == (1, "registration_removed")


@pytest.mark.parametrize("whom", ["--person", "--everybody"])
def test_who_was_removed_is_cleared_and_has_no_row_any_more(cli: Cli, three: str, whom: str) -> None:
    id_ = listed(cli, three)["Arrondell Éloïse"]["id"]
    mark(cli, three, "--person", "arrondell", "--slot", "matin", "present")
    assert cli("participant", "remove", "--event", three, "arrondell").status == 0
    said = mark(cli, three, *((whom, id_) if whom == "--person" else (whom,)), "--slot", "matin", "clear")
    assert said.status == 0
    assert [(cell["name"], cell["state"]) for cell in said.json["cells"]] == [("ARRONDELL Éloïse", "not_expected")]
    assert "Arrondell" not in grid(cli, three)


@pytest.mark.parametrize(
    "arguments, status, code",
    [
        (("present",), 2, "usage"),
        (("--rest", "--everybody", "--slot", "matin", "present"), 2, "usage"),
        (("--person", "belmare", "present"), 1, "slot_needed"),
        (("--person", "belmare", "--slot", "soir", "present"), 1, "slot_unknown"),
        (("--person", "personne", "--slot", "matin", "present"), 1, "registration_unknown"),
        (("--person", "belmare", "--slot", "matin", "venu"), 2, "usage"),
    ],
)
def test_what_cannot_be_marked_is_said(
    cli: Cli, three: str, arguments: tuple[str, ...], status: int, code: str
) -> None:
    before = grid(cli, three)
    said = mark(cli, three, *arguments)
    assert (said.status, said.json["error"]["code"]) == (status, code)
    assert grid(cli, three) == before


# --- the event ----------------------------------------------------------------------------------------------------


def test_an_event_is_shown_with_its_notes_and_the_people_in_a_role(cli: Cli) -> None:
    added = cli("--json", "event", "add", "--title", "Soirée", "--notes", "Clé chez le gardien", "--audience", "Élus")
    event = added.json["event"]
    add(cli, event, "Arrondell", "Éloïse", "--role", "speaker", "--job-title", "Cheffe de service")
    add(cli, event, "Belmare", "Jean")
    shown = cli("--json", "event", "show", event).json
    assert (shown["notes"], shown["audience"]) == ("Clé chez le gardien", "Élus")
    assert [(p["name"], p["role"]) for p in shown["people"]] == [("ARRONDELL Éloïse", "speaker")]
    lines = cli("event", "show", event).out.replace("\u00a0", " ").splitlines()
    assert "Notes : Clé chez le gardien" in lines
    assert "Intervenant · ARRONDELL Éloïse · Cheffe de service" in lines
