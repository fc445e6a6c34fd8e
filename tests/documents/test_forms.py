"""Papers to be filled in by hand: walk-in forms, the questionnaire and its file; and the run of the day."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from ia_events import i18n, paths
from ia_events.documents.branding import Branding
from ia_events.documents.questionnaire import Question, Questionnaire, load, write_questionnaire
from ia_events.documents.run_of_the_day import write_run_of_the_day
from ia_events.documents.walk_in_forms import write_walk_in_forms
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event, generate_slots
from ia_events.domain.people import Role, Status
from tests.documents.conftest import Reader, attendee, words
from tests.documents.papers import make


@pytest.mark.parametrize("forms, pages", [(1, 1), (3, 1), (4, 2), (12, 4)])
def test_three_forms_a_page(event: Event, opened: Reader, forms: int, pages: int) -> None:
    data, made = make(write_walk_in_forms, event, [], forms=forms)
    document = opened(data)
    assert (made.pages, made.count, len(document)) == (pages, pages * 3, pages)
    for page in document:
        assert words(page).count("Fiche d’inscription sur place") == 3
        assert words(page).count("Prénom") == 3


def test_a_form_has_the_notice_and_the_half_days(event: Event, opened: Reader) -> None:
    two = replace(event, slots=(event.slots[0], replace(event.slots[0], id="b", label="Atelier")))
    said = words(opened(make(write_walk_in_forms, two, [], branding=Branding(legal_notice="Mention à nous."))[0])[0])
    assert said.count("Mention à nous.") == 3
    assert said.count("12/11 Atelier") == 3
    assert "vous pouvez demander" in words(opened(make(write_walk_in_forms, event, [])[0])[0]).lower()


@pytest.mark.parametrize("days, boxes", [(1, 1), (4, 4), (5, 5), (6, 6), (9, 0)])
def test_a_week_has_its_boxes_and_more_has_a_line(days: int, boxes: int, event: Event, opened: Reader) -> None:
    first = date(2025, 11, 3)
    week = replace(event, slots=tuple(generate_slots(first, first + timedelta(days=days - 1), (0, 1), event.timezone)))
    said = words(opened(make(write_walk_in_forms, week, [])[0])[0])
    assert said.count("Présence") == 3
    assert "Présence" not in words(opened(make(write_walk_in_forms, event, [])[0])[0])
    assert said.count("Matin") == said.replace("- ", "-").count("Après-midi") == 3 * boxes


@pytest.mark.parametrize("forms", [0, 601])
def test_no_form_or_too_many(event: Event, forms: int) -> None:
    with pytest.raises(UserError) as refused:
        make(write_walk_in_forms, event, [], forms=forms)
    assert refused.value.code == "nothing_to_print"


# The questionnaire ---------------------------------------------------------------------------------------------------


def test_the_shipped_questions_take_one_page(event: Event, opened: Reader) -> None:
    data, made = make(write_questionnaire, event, [attendee(1, role=Role.SPEAKER), attendee(2)])
    said = words(opened(data)[0])
    assert made.pages == 1
    for sentence in (event.title, "Avec Maëva QUESTEL-1", "Tout à fait", "Ce qui m’a manqué", "Merci."):
        assert sentence in said
    assert "QUESTEL-2" not in said


def test_both_languages_ask_the_same() -> None:
    french, english = load("fr"), load("en")
    assert [[q.lines for q in questions] for _t, questions in french.sections] == [
        [q.lines for q in questions] for _t, questions in english.sections
    ]
    assert len(french.scale) == len(english.scale) == 4


def _own(content: Any) -> None:
    paths.config().mkdir(parents=True, exist_ok=True)
    (paths.config() / "questionnaire.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


_ASKED = {
    "title": "Bilan",
    "scale": ["Non", "Oui"],
    "sections": [{"title": "Tout", "questions": [{"kind": "lines", "text": "Dites", "lines": 3}]}],
}


def test_one_s_own_questions_take_their_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """GIVEN questionnaire.json in the settings' folder THEN it is used, in the language it has."""
    _own({"version": 1, "fr": _ASKED})
    wanted = Questionnaire("Bilan", "", ("Non", "Oui"), (("Tout", (Question("Dites", 3),)),), "")
    assert load() == wanted
    monkeypatch.setattr(i18n, "_language", "en")
    assert load() == wanted


@pytest.mark.parametrize(
    "content",
    [
        [],
        {"fr": {**_ASKED, "scale": ["Non"]}},
        {"fr": {**_ASKED, "sections": []}},
        {"fr": {**_ASKED, "sections": [{"title": "T", "questions": [{"kind": "choice", "text": "?"}]}]}},
        {"fr": {**_ASKED, "sections": [{"title": "T", "questions": [{"kind": "lines", "text": "?", "lines": 0}]}]}},
        {"fr": {**_ASKED, "title": 3}},
        {"fr": {"title": "T"}},
        {"de": _ASKED},
    ],
)
def test_questions_without_sense_are_refused(content: Any) -> None:
    _own(content)
    with pytest.raises(UserError) as refused:
        load()
    assert refused.value.code == "questionnaire_invalid"
    assert "questionnaire.json" in refused.value.message


def test_many_questions_go_on_overleaf(event: Event, opened: Reader) -> None:
    questions = tuple(Question(f"Question numéro {n} " + "et la suite " * (n % 12)) for n in range(40))
    asked = Questionnaire("Bilan", "", ("1", "2", "3", "4", "5", "6"), (("Tout", questions),), "Merci.")
    data, made = make(write_questionnaire, event, [], questionnaire=asked)
    document = opened(data)
    assert made.pages == len(document) == 2
    assert made.count == 40
    assert ["Page 1/2" in words(document[0]), "Page 2/2" in words(document[1])] == [True, True]
    assert "Question numéro 39" in words(document[1])


# The run of the day --------------------------------------------------------------------------------------------------


def test_the_day_its_place_and_its_team(event: Event, opened: Reader) -> None:
    people = [
        attendee(1, role=Role.SPEAKER, job_title="Chercheuse"),
        attendee(2),
        attendee(3, status=Status.CANCELLED),
        attendee(4, role=Role.ORGANISER, phone="0690"),
    ]
    data, made = make(write_run_of_the_day, replace(event, address="1 rue du Port\n97150 Saint-Martin"), people)
    said = words(opened(data)[0])
    assert (made.pages, made.count) == (1, 1)
    for sentence in (
        "Déroulé de la journée",
        "Mercredi 12 novembre 2025",
        "18 h – 20 h 30 Soirée 3 personnes attendues",
        "Grand Case Beach Club, 1 rue du Port, 97150 Saint-Martin",
        "CNFPT Guadeloupe",
        "Maëva QUESTEL-1 · Chercheuse · Collectivité de Saint-Martin",
        "À appeler",
    ):
        assert sentence in said
    assert "QUESTEL-2" not in said


def test_many_days_take_several_pages(event: Event, opened: Reader) -> None:
    slots = tuple(
        replace(event.slots[0], id=f"s{n}", start=event.slots[0].start + timedelta(days=n), end=event.slots[0].end + timedelta(days=n))
        for n in range(30)
    )  # fmt: skip
    document = opened(make(write_run_of_the_day, replace(event, slots=slots), [])[0])
    assert len(document) == 3
    assert "Déroulé des journées" in words(document[0])
    assert "Page 3" in words(document[2])


def test_without_slots_there_is_no_day(event: Event) -> None:
    with pytest.raises(UserError) as refused:
        make(write_run_of_the_day, replace(event, slots=()), [])
    assert refused.value.code == "slots_missing"
