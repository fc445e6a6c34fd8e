"""The run sheet, from the first empty day to the return: each step's state, the next thing to do, the sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from ia_events import i18n
from ia_events.domain.events import Event, Slot, generate_slots
from ia_events.domain.run_sheet import Facts, Phase, SlotFacts, Standing, Step, next_step, phase
from ia_events.domain.run_sheet_words import StepState, headline, steps

ZONE = "America/Marigot"  # UTC-4
EVENING = Event(
    id="e",
    title="Soirée",
    timezone=ZONE,
    slots=tuple(generate_slots(date(2025, 11, 12), date(2025, 11, 12), [2], ZONE)),
)
TWO_DAYS = replace(EVENING, slots=tuple(generate_slots(date(2025, 11, 12), date(2025, 11, 13), [0, 1], ZONE)))
START, END = EVENING.slots[0].start, EVENING.slots[0].end
MONDAY = datetime(2025, 11, 10, 14, 0, tzinfo=UTC)  # 10 h at the venue, two days before


@pytest.fixture(autouse=True)
def french() -> Iterator[None]:
    i18n.use("fr")
    yield
    i18n.use("fr")


def facts(event: Event = EVENING, **changes: object) -> Facts:
    """A list of 142, every badge and sheet printed, changed as asked."""
    made = Facts(
        event=event,
        participants=142,
        team=3,
        imported_at=MONDAY - timedelta(hours=18),
        badges_printed=145,
        slots=tuple(SlotFacts(slot=slot, sheet_at=MONDAY, expected=145, unrecorded=142) for slot in event.slots),
    )
    return made._replace(**changes)  # type: ignore[arg-type]


def plain(text: str) -> str:
    """With plain spaces and apostrophes, as the sources are written."""
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")


def step(wanted: Step, given: Facts, now: datetime) -> StepState:
    return next(state for state in steps(given, now) if state.step == wanted)


def at_slots(given: Facts, **changes: object) -> Facts:
    return given._replace(slots=tuple(slot._replace(**changes) for slot in given.slots))  # type: ignore[arg-type]


# --- phases ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "event, now, expected",
    [
        (replace(EVENING, slots=()), MONDAY, Phase.UNDATED),
        (EVENING, START - timedelta(minutes=31), Phase.BEFORE),
        (EVENING, START - timedelta(minutes=30), Phase.OPEN),
        (EVENING, END - timedelta(seconds=1), Phase.OPEN),
        (EVENING, END, Phase.AFTER),
        (TWO_DAYS, TWO_DAYS.slots[1].end + timedelta(hours=3), Phase.BETWEEN),
    ],
)
def test_the_phase_follows_the_slots(event: Event, now: datetime, expected: Phase) -> None:
    assert phase(event, now) == expected


# --- the next thing to do ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes, expected",
    [
        ({"participants": 0}, Step.LIST),
        ({"badges_new": 12}, Step.BADGES),
        ({"badges_changed": 1}, Step.BADGES),
        ({}, None),
    ],
)
def test_before_the_day_the_first_thing_missing_comes_next(changes: dict[str, Any], expected: Step | None) -> None:
    assert next_step(facts()._replace(**changes), MONDAY) == expected


def test_a_sheet_that_is_missing_or_out_of_date_comes_after_the_badges() -> None:
    assert next_step(at_slots(facts(), sheet_at=None), MONDAY) == Step.SHEETS
    assert next_step(at_slots(facts(), sheet_outdated=True), MONDAY) == Step.SHEETS
    assert next_step(at_slots(facts(badges_new=1), sheet_at=None), MONDAY) == Step.BADGES


def test_once_all_is_ready_the_door_is_next_on_the_day_only() -> None:
    assert next_step(facts(), START - timedelta(hours=3)) == Step.DOOR
    assert next_step(facts(), START - timedelta(days=1)) is None
    assert next_step(facts(participants=0, badges_new=4), START) == Step.LIST, (
        "the list comes first, even during the slot"
    )


def test_after_the_end_presence_then_the_return() -> None:
    later = END + timedelta(hours=1)
    recorded = at_slots(facts(), unrecorded=0, arrived=120)
    assert next_step(facts(), later) == Step.PRESENCE
    assert next_step(recorded, later) == Step.RETURN
    assert next_step(recorded._replace(returned_at=START), later) == Step.RETURN, "made before the end: provisional"
    assert next_step(recorded._replace(returned_at=later, return_outdated=True), later) == Step.RETURN
    assert next_step(recorded._replace(returned_at=later), later) is None


def test_at_most_one_step_is_next() -> None:
    for now in (MONDAY, START, END, END + timedelta(days=2)):
        for given in (facts(), facts(participants=0), facts(badges_new=2), facts(replace(EVENING, slots=()), slots=())):
            states = steps(given, now)
            assert [state.step for state in states] == list(Step)
            assert sum(state.is_next for state in states) <= 1


# --- each step ---------------------------------------------------------------------------------------------------


def test_the_list_says_how_many_and_since_when() -> None:
    state = step(Step.LIST, facts(waitlisted=3, cancelled=1), MONDAY)
    assert state.standing == Standing.DONE
    expected = (
        "142 inscriptions · 3 autres rôles · 3 en liste d'attente · 1 désistement · dernière liste importée hier à 16 h"
    )
    assert plain(state.detail) == expected
    empty = step(Step.LIST, facts(participants=0, imported_at=None), MONDAY)
    assert (empty.standing, empty.todo, empty.is_next, empty.action) == (
        Standing.TO_DO, "Aucune inscription", True, "import",
    )  # fmt: skip


def test_badges_say_what_is_to_be_printed_again() -> None:
    state = step(Step.BADGES, facts(badges_new=5, badges_changed=7, badges_printed=130), MONDAY)
    assert (state.standing, state.todo, plain(state.detail)) == (
        Standing.TO_DO, "12 nouveaux ou modifiés", "130 imprimés",
    )  # fmt: skip
    assert state.button == "Imprimer les 12 badges"
    assert step(Step.BADGES, facts(), MONDAY).standing == Standing.DONE
    assert step(Step.BADGES, facts(badges_new=1), END).standing == Standing.LATER, "nobody prints a badge afterwards"
    nobody = step(Step.BADGES, facts(participants=0, badges_printed=0), MONDAY)
    assert nobody.standing == Standing.LATER


def test_sheets_follow_the_list() -> None:
    assert plain(step(Step.SHEETS, facts(), MONDAY).detail) == "1 créneau · faites aujourd'hui à 10 h · à jour"
    stale = step(Step.SHEETS, at_slots(facts(), sheet_outdated=True), MONDAY)
    assert (stale.standing, stale.todo, stale.button) == (
        Standing.TO_DO, "La liste a changé depuis", "Refaire les feuilles",
    )  # fmt: skip
    begun = step(Step.SHEETS, at_slots(facts(), sheet_outdated=True), START)
    assert begun.standing == Standing.DONE, "a walk-in signs on a blank row of the sheet on the table"
    undated = step(Step.SHEETS, facts(replace(EVENING, slots=()), slots=()), MONDAY)
    assert (undated.standing, undated.action, undated.is_next) == (Standing.TO_DO, "edit", True)


def test_sheets_of_some_slots_only() -> None:
    given = facts(TWO_DAYS)
    half = given._replace(slots=(*given.slots[:2], *(slot._replace(sheet_at=None) for slot in given.slots[2:])))
    state = step(Step.SHEETS, half, MONDAY)
    assert (state.standing, state.todo) == (Standing.TO_DO, "2 créneaux faits sur 4")


def test_the_door_says_when_it_opens_then_who_is_in() -> None:
    assert plain(step(Step.DOOR, facts(), MONDAY).detail) == "Ouvre mercredi à 17 h 30"
    state = step(Step.DOOR, at_slots(facts(), inside=38, arrived=40), START)
    assert state.standing == Standing.UNDER_WAY
    assert (plain(state.todo), plain(state.detail)) == (
        "38 personnes dans la salle", "Soirée · 105 à venir · 145 attendues en tout",
    )  # fmt: skip
    over = step(Step.DOOR, at_slots(facts(), arrived=61), END)
    assert (over.standing, over.detail) == (Standing.DONE, "61 arrivées enregistrées")
    assert step(Step.DOOR, facts(), END).standing == Standing.LATER, "no scan at all is not « done »"


def test_presence_counts_only_slots_that_have_ended() -> None:
    given = at_slots(facts(TWO_DAYS), arrived=100, unrecorded=12)
    evening = TWO_DAYS.slots[1].end + timedelta(hours=1)
    assert step(Step.PRESENCE, given, evening).todo.startswith("24 présences à relever")
    assert step(Step.PRESENCE, given, evening).standing == Standing.UNDER_WAY
    assert step(Step.PRESENCE, given, TWO_DAYS.slots[3].end).standing == Standing.TO_DO
    assert step(Step.PRESENCE, at_slots(given, unrecorded=0), TWO_DAYS.slots[3].end).standing == Standing.DONE


def test_of_an_empty_event_nothing_is_said_to_be_recorded() -> None:
    empty = at_slots(facts(participants=0), unrecorded=0, expected=0)
    shown = step(Step.PRESENCE, empty, END + timedelta(hours=2))
    assert (shown.standing, shown.detail) == (Standing.LATER, "Aucune inscription")


def test_the_return_is_provisional_until_all_is_recorded() -> None:
    later = END + timedelta(hours=2)
    recorded = at_slots(facts(), unrecorded=0, arrived=100)
    assert step(Step.RETURN, recorded, later).standing == Standing.TO_DO
    assert step(Step.RETURN, facts(), MONDAY).standing == Standing.LATER
    done = step(Step.RETURN, recorded._replace(returned_at=later), later)
    assert (done.standing, plain(done.detail)) == (Standing.DONE, "Préparé aujourd'hui à 22 h 30")
    early = step(Step.RETURN, recorded._replace(returned_at=MONDAY), later)
    assert (early.standing, early.todo) == (Standing.TO_DO, "Provisoire")
    incomplete = step(Step.RETURN, facts(returned_at=later), later)
    assert (incomplete.standing, incomplete.todo) == (Standing.LATER, "Provisoire")
    outdated = step(Step.RETURN, recorded._replace(returned_at=later, return_outdated=True), later)
    assert (outdated.standing, outdated.button) == (Standing.TO_DO, "Refaire le retour")


# --- the sentence ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "given, now, expected",
    [
        (
            facts(badges_new=12),
            MONDAY,
            "Dans 2 jours. Il reste 12 badges à imprimer avant l'ouverture de l'accueil, mercredi à 17 h 30.",
        ),
        (facts(participants=0), MONDAY, "Dans 2 jours. Il reste à importer la liste des participants."),
        (facts(), MONDAY + timedelta(days=1), "C'est demain. Tout est prêt : l'accueil ouvre demain à 17 h 30."),
        (
            facts(badges_changed=1),
            START - timedelta(hours=4),
            "C'est aujourd'hui. Il reste 1 badge à imprimer avant l'ouverture de l'accueil, aujourd'hui à 17 h 30.",
        ),
        (
            at_slots(facts(), sheet_at=None),
            datetime(2025, 10, 1, tzinfo=UTC),
            "Dans 43 jours. Il reste à imprimer les feuilles d'émargement avant l'ouverture de l'accueil, le 12 novembre à 17 h 30.",
        ),
        (
            at_slots(facts(), inside=12, arrived=12),
            START - timedelta(minutes=10),
            "« Soirée » commence à 18 h : 12 personnes dans la salle, 133 à venir.",
        ),
        (
            at_slots(facts(), inside=1, arrived=145),
            START + timedelta(minutes=10),
            "« Soirée » jusqu'à 20 h 30 : 1 personne dans la salle, 0 à venir.",
        ),
        (
            facts(TWO_DAYS),
            TWO_DAYS.slots[1].end + timedelta(hours=1),
            "Prochain créneau : « Matin », demain à 9 h. Tout est prêt : l'accueil ouvre demain à 8 h 30.",
        ),
        (
            facts(),
            END + timedelta(days=1),
            "Terminé hier. Il reste 142 présences à relever sur les feuilles signées, puis le retour au siège régional.",
        ),
        (
            at_slots(facts(), unrecorded=0),
            END + timedelta(days=3),
            "Terminé il y a 3 jours. Il reste à préparer le retour au siège régional.",
        ),
        (
            at_slots(facts(returned_at=END + timedelta(hours=1), return_outdated=True), unrecorded=0),
            END + timedelta(hours=2),
            "Terminé aujourd'hui. Le retour est à refaire : la liste ou les présences ont changé depuis.",
        ),
        (
            at_slots(facts(returned_at=END + timedelta(hours=1)), unrecorded=0),
            END + timedelta(days=1),
            "Terminé hier. Tout est fait : le retour au siège régional a été préparé hier à 21 h 30.",
        ),
        (facts(participants=0), END + timedelta(days=1), "Terminé hier. Aucune inscription n'a été enregistrée."),
        (
            facts(replace(EVENING, slots=()), slots=()),
            MONDAY,
            "Aucun créneau : donnez des dates à l'événement pour préparer la suite.",
        ),
    ],
)
def test_one_sentence_says_where_things_stand(given: Facts, now: datetime, expected: str) -> None:
    assert plain(headline(given, now)) == expected


def test_between_two_slots_the_one_to_come_is_named_never_the_one_that_ended() -> None:
    noon = Slot(id="b", label="Après", start=TWO_DAYS.slots[0].end + timedelta(minutes=25), end=TWO_DAYS.slots[1].end)
    event = replace(TWO_DAYS, slots=(TWO_DAYS.slots[0], noon))
    now = TWO_DAYS.slots[0].end + timedelta(minutes=1)
    assert "« Après » commence à 12 h 55" in plain(headline(facts(event), now))
