"""Which event each row of a list is for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from ia_events.domain import sharing
from ia_events.domain.events import Event, generate_slots
from ia_events.domain.lists import Listing, ListRow, Question
from ia_events.domain.people import Attendee
from ia_events.domain.sharing import NOWHERE, which


def an_event(id_: str, title: str, day: date, code: str = "", venue: str = "") -> Event:
    slots = generate_slots(day, day, [0, 1], "America/Guadeloupe")
    return Event(id=id_, title=title, timezone="America/Guadeloupe", session_code=code, venue=venue, slots=tuple(slots))


def plain(text: str) -> str:
    """Without the no-break spaces of French."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


FIRST = an_event("first", "Les fondamentaux de l'IA", date(2025, 11, 12), "IA-01", "Médiathèque, Pointe-à-Pitre")
AGAIN = an_event("again", "Les fondamentaux de l'IA", date(2025, 11, 19), "IA-02", "Basse-Terre")
OTHER = an_event("other", "Achats publics responsables", date(2025, 12, 3), "AP-03", "Le Moule")
EVENTS = (FIRST, AGAIN, OTHER)
BARE = tuple(replace(event, session_code="") for event in EVENTS)


@pytest.mark.parametrize(
    "said, found",
    [
        (["IA-01"], ["first"]),
        (["ia 02"], ["again"]),
        (["Session IA-02 – Basse-Terre"], ["again"]),
        (["ACHATS PUBLICS RESPONSABLES"], ["other"]),
        (["Achats publics responsables – Le Moule"], ["other"]),
        (["Les fondamentaux de l’IA"], ["first", "again"]),
        (["Les fondamentaux de l'IA", "19/11/2025"], ["again"]),
        (["Les fondamentaux de l'IA du 12 novembre 2025"], ["first"]),
        (["12/11"], ["first"]),
        (["mercredi 3 décembre 2025"], ["other"]),
        (["2025-12-03"], ["other"]),
        # another session of a known title
        (["Les fondamentaux de l'IA", "17/12/2025"], []),
        (["Les fondamentaux de l'IA", "IA-07"], []),
        (["IA-07"], []),
        (["Master de droit public"], []),
        # a code is beyond doubt, whatever the day it stands beside
        (["AP-03", "12/11/2025"], ["other"]),
        (["", " "], []),
    ],
)
def test_events_are_named_by_code_title_and_day(said: list[str], found: list[str]) -> None:
    assert [event.id for event in which(tuple(said), EVENTS)] == found


def test_a_code_nobody_has_says_nothing_beside_a_title_without_codes() -> None:
    assert [event.id for event in which(("Achats publics responsables", "AP-03"), BARE)] == ["other"]


def test_a_place_names_an_event_where_places_are_meant() -> None:
    assert which(("Pointe-à-Pitre",), EVENTS) == []
    assert which(("Pointe-à-Pitre",), EVENTS, places=True) == [FIRST]


def test_a_name_cut_by_excel_is_the_title_it_begins() -> None:
    long = an_event("long", "Conduire la transition numérique de sa collectivité", date(2025, 10, 1))
    assert which((long.title[:31],), (*EVENTS, long)) == [long]


@pytest.mark.parametrize("text, is_one", [("IA-07", True), ("2025 LC12 003", True), ("12/11/2025", False), ("12 novembre 2025", False), ("Juriste", False), ("Collège 2", False)])  # fmt: skip
def test_numbers_of_sessions(text: str, is_one: bool) -> None:
    assert sharing.is_code(text) is is_one


def shared(
    said: Sequence[tuple[str, ...]], here: str = "first", **answers: str
) -> tuple[dict[tuple[str, ...], str], list[Question]]:
    asked: list[Question] = []

    def ask(question: Question) -> str:
        asked.append(question)
        return answers.get(question.key.partition(":")[2].replace(" ", "_"), question.answer)

    return sharing.share_out(said, EVENTS, here, ask), asked


def test_rows_are_shared_out_without_a_question_when_all_are_known() -> None:
    of, asked = shared([("IA-01",), ("AP-03",), ("IA-02",), ("IA-01",)])
    assert of == {("IA-01",): "first", ("AP-03",): "other", ("IA-02",): "again"}
    assert asked == []


def test_what_may_be_this_event_is_this_event() -> None:
    of, asked = shared([("Les fondamentaux de l'IA",)], "again")
    assert (of, asked) == ({("Les fondamentaux de l'IA",): "again"}, [])


def test_what_names_no_event_is_asked_about_and_left_aside_meanwhile() -> None:
    of, (question,) = shared([("IA-01",), ("IA-07",)])
    assert of["IA-07",] == NOWHERE
    assert plain(question.words) == "« IA-07 » : aucun événement ne porte ce nom. Pour qui sont ces lignes ?"
    assert [plain(option.words) for option in question.options] == [
        "Cet événement-ci",
        "Les fondamentaux de l'IA (19/11/2025)",
        "Achats publics responsables (03/12/2025)",
        "Laisser de côté",
    ]
    assert shared([("IA-07",)], ia_07="other")[0] == {("IA-07",): "other"}


def test_what_names_several_is_asked_about_among_them() -> None:
    of, (question,) = shared([("Les fondamentaux de l'IA",)], "other")
    assert of == {("Les fondamentaux de l'IA",): NOWHERE}
    assert [option.value for option in question.options] == [sharing.HERE, "first", "again", sharing.ASIDE]


def test_rows_that_name_nothing_stay_here_and_are_asked_about() -> None:
    of, (question,) = shared([("IA-02",), ("",)])
    assert of["",] == "first"
    assert question.key == "event:"
    assert shared([("",)], "")[0] == {("",): NOWHERE}


def test_only_whose_name_it_is_lasts() -> None:
    said = {
        "event:": sharing.HERE,
        "event:*": sharing.HERE,
        "events": sharing.HERE,
        "event:ia 07": "other",
        "event:ia 08": sharing.HERE,
        "event:ia 09": sharing.ASIDE,
        "slot:Matin": "s1",
    }
    assert sharing.lasting(said) == {"event:ia 07": "other", "slot:Matin": "s1"}


def test_several_named_one_by_one_are_asked_about_even_with_this_one_among_them() -> None:
    for said in (("IA-01, AP-03",), ("Les fondamentaux de l'IA + Achats publics responsables",)):
        of, (question,) = shared([said])
        assert of == {said: NOWHERE}
        assert plain(question.words).endswith("peut désigner plusieurs événements. Lequel ?")


def test_many_unknown_names_are_one_question() -> None:
    of, (question,) = shared([(f"XX-{n}",) for n in range(10, 40)])
    assert set(of.values()) == {NOWHERE}
    assert plain(question.words) == "Cette liste nomme 30 événements inconnus. Que faire de leurs lignes ?"


def a_listing(*said: str) -> Listing:
    rows = tuple(ListRow(n, Attendee(last_name=f"N{n}"), event=(text,)) for n, text in enumerate(said, 2))
    return Listing(source="liste.xlsx", sheet="Inscrits", header_row=1, columns=(), rows=rows)


def test_no_row_is_dropped() -> None:
    listing = a_listing("IA-01", "IA-02", "?", "IA-01")
    of: dict[tuple[str, ...], str] = {("IA-01",): "first", ("IA-02",): "again", ("?",): NOWHERE}
    parts = {id_: sharing.of_event(listing, of, id_) for id_ in ("first", "again", NOWHERE)}
    assert [[row.row for row in part.rows] for part in parts.values()] == [[2, 5], [3], [4]]
    assert parts["first"].skipped == ((3, "other_event"), (4, "other_event"))
    assert [p.code for p in parts[NOWHERE].problems] == ["event_unknown"]
    whole = sharing.together(parts)
    assert ([row.row for row in whole.rows], whole.skipped) == ([2, 3, 4, 5], ())
    alone = sharing.alone(parts, EVENTS, "first")
    assert [(row.row, [p.code for p in row.problems]) for row in alone.rows] == [
        (2, []),
        (3, ["other_event"]),
        (4, ["event_unknown"]),
        (5, []),
    ]
    assert plain(alone.problems[0].message) == (
        "Cette ligne est pour un autre événement : Les fondamentaux de l'IA (19/11/2025)."
    )


def test_the_rows_of_another_sheet_keep_its_name() -> None:
    other = replace(a_listing("AP-03"), sheet="AP-03")
    alone = sharing.alone({"first": a_listing("IA-01"), "other": other}, EVENTS, "first")
    assert [(row.sheet, row.row, row.refused) for row in alone.rows] == [("", 2, False), ("AP-03", 2, True)]
    assert alone.also == ("AP-03",)
