"""What importing a list would do to the people already known."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ia_events.domain.errors import Cancelled
from ia_events.domain.lists import PROBLEMS, Column, Listing, ListRow, Plan, Problem
from ia_events.domain.matching import make_plan
from ia_events.domain.people import Attendee, Role, Source, Status

JEAN = Attendee(last_name="DUPONT", first_name="Jean", email="jean@exemple.fr", phone="0690123456", employer="SDIS 971")
ZOE = Attendee(last_name="d'Arbaud", first_name="Zoé", email="zoe@exemple.fr", employer="Cap Excellence")


def a_list(*people: Attendee | ListRow, fields: Sequence[str] = ("last_name", "first_name")) -> Listing:
    rows = [p if isinstance(p, ListRow) else ListRow(i, p) for i, p in enumerate(people, start=2)]
    columns = tuple(Column(i, f, f) for i, f in enumerate(fields))
    return Listing(source="liste.xlsx", sheet="Inscrits", header_row=1, columns=columns, rows=tuple(rows))


def plan_of(listing: Listing, known: Sequence[Attendee] = ()) -> Plan:
    ids = itertools.count(1)
    plan = make_plan(listing, known, "event", lambda: f"new{next(ids)}")
    assert len(listing.rows) == len(plan.added) + len(plan.updated) + plan.unchanged + len(plan.refused)
    return plan


def known(person: Attendee, identifier: str = "known", **changes: object) -> Attendee:
    return replace(person, id=identifier, event_id="event", **changes)  # type: ignore[arg-type]


def codes(plan: Plan) -> list[str]:
    return [p.code for p in plan.problems]


def test_new_people_are_added_to_the_event() -> None:
    plan = plan_of(a_list(JEAN, ZOE))
    assert [r.attendee for r in plan.added] == [
        replace(JEAN, id="new1", event_id="event", source=Source.LIST),
        replace(ZOE, id="new2", event_id="event", source=Source.LIST),
    ]
    assert codes(plan) == []


def test_the_same_list_again_changes_nothing() -> None:
    listing = a_list(JEAN, ZOE)
    again = plan_of(listing, [r.attendee for r in plan_of(listing).added])
    assert (again.added, again.updated, again.unchanged, again.problems) == ((), (), 2, ())


def test_what_the_list_says_otherwise_is_an_update_and_nothing_else() -> None:
    person = known(JEAN, meal="végétarien")
    plan = plan_of(a_list(replace(JEAN, phone="0690999999", job_title="Juriste")), [person])
    (update,) = plan.updated
    assert (update.row, update.attendee, update.changes) == (2, person, {"phone": "0690999999", "job_title": "Juriste"})


def test_an_empty_cell_never_erases() -> None:
    plan = plan_of(
        a_list(Attendee(last_name="Dupont", first_name="Jean", email="jean@exemple.fr")),
        [known(JEAN, last_name="Dupont")],
    )
    assert (plan.updated, plan.unchanged) == ((), 1)


def test_a_row_without_a_name_is_refused_and_counted() -> None:
    plan = plan_of(a_list(JEAN, ListRow(3, Attendee(email="qui@exemple.fr"), (Problem("no_name", 3),))))
    assert [r.row for r in plan.refused] == [3]
    assert len(plan.added) == 1
    assert codes(plan) == ["no_name"]


@pytest.mark.parametrize(
    "row",
    [
        replace(JEAN, last_name="Dupont", first_name="JEAN"),
        replace(JEAN, last_name="Jean", first_name="Dupont"),
        replace(JEAN, email=""),
        replace(JEAN, employer=""),
        replace(JEAN, employer="Autre commune"),
    ],
    ids=["spelling", "swapped", "no address", "no employer", "moved"],
)
def test_somebody_is_recognised(row: Attendee) -> None:
    assert plan_of(a_list(row), [known(JEAN)]).added == ()


def test_swapped_names_are_an_update_that_shows() -> None:
    (update,) = plan_of(a_list(replace(JEAN, last_name="Jean", first_name="DUPONT")), [known(JEAN)]).updated
    assert update.changes == {"last_name": "Jean", "first_name": "DUPONT"}


def test_a_guessed_name_corrects_nobody() -> None:
    row = ListRow(2, replace(JEAN, last_name="JEAN", first_name="DUPONT"), (Problem("name_all_capitals", 2),))
    assert plan_of(a_list(row), [known(JEAN)]).unchanged == 1


def test_one_address_for_two_people_is_said_and_keeps_both_at_every_import() -> None:
    town_hall = [replace(JEAN, email="mairie@exemple.fr"), replace(ZOE, email="mairie@exemple.fr", employer="SDIS 971")]
    plan = plan_of(a_list(*town_hall))
    assert len(plan.added) == 2
    assert codes(plan) == ["email_shared"]
    assert "DUPONT Jean" in plan.problems[0].message
    assert plan.problems[0].row == 3
    again = plan_of(a_list(*town_hall), [r.attendee for r in plan.added])
    assert (again.unchanged, again.problems) == (2, ())


def test_namesakes_with_two_addresses_are_two_people_and_that_is_said() -> None:
    plan = plan_of(a_list(JEAN, replace(JEAN, email="jean.dupont2@exemple.fr")))
    assert len(plan.added) == 2
    assert codes(plan) == ["possible_duplicate"]


def test_namesakes_with_two_staff_numbers_are_two_people() -> None:
    one = replace(JEAN, email="", staff_number="1")
    two = replace(one, staff_number="2")
    plan = plan_of(a_list(one, two))
    assert len(plan.added) == 2
    assert plan_of(a_list(two, one), [r.attendee for r in plan.added]).unchanged == 2


def test_namesakes_of_two_employers_are_two_people() -> None:
    plan = plan_of(a_list(replace(JEAN, email=""), replace(JEAN, email="", employer="Cap Excellence")))
    assert len(plan.added) == 2


def test_a_staff_number_recognises_who_changed_address() -> None:
    plan = plan_of(a_list(replace(JEAN, email="nouveau@exemple.fr", staff_number="7")), [known(JEAN, staff_number="7")])
    assert [u.changes for u in plan.updated] == [{"email": "nouveau@exemple.fr"}]


def test_somebody_twice_in_one_list_is_one_addition_the_surest_row_completed() -> None:
    listing = a_list(
        replace(JEAN, email="", meal="halal"), JEAN, replace(JEAN, phone="0690999999", job_title="Juriste")
    )
    plan = plan_of(listing)
    (row,) = plan.added
    assert replace(row.attendee, known_as="") == replace(
        JEAN, id="new1", event_id="event", source=Source.LIST, job_title="Juriste", meal="halal"
    )
    assert plan.unchanged == 2
    assert [(p.code, p.row, dict(p.values)["row"]) for p in plan.problems] == [
        ("duplicate_row", 2, 3),
        ("duplicate_row", 4, 3),
    ]
    assert plan_of(listing, [row.attendee]).unchanged == 3


def test_somebody_known_twice_in_one_list_is_one_update() -> None:
    plan = plan_of(
        a_list(replace(JEAN, phone="0690999999"), replace(JEAN, phone="0690888888", meal="halal")), [known(JEAN)]
    )
    assert [u.changes for u in plan.updated] == [{"phone": "0690999999", "meal": "halal"}]
    assert plan.unchanged == 1


def test_role_and_status_change_only_where_the_list_says_them() -> None:
    person = known(JEAN, role=Role.SPEAKER, status=Status.CANCELLED)
    assert plan_of(a_list(JEAN), [person]).unchanged == 1
    fields = ("last_name", "first_name", "role", "status")
    silent = ListRow(2, JEAN, (), ("role", "status"))
    assert plan_of(a_list(silent, fields=fields), [person]).unchanged == 1
    (update,) = plan_of(a_list(JEAN, fields=fields), [person]).updated
    assert update.changes == {"role": "participant", "status": "registered"}


def test_a_status_said_without_a_column_is_taken_and_the_default_is_none() -> None:
    """A sheet of cancellations, a remark, a row struck through."""
    other = replace(JEAN, first_name="Anne", email="anne@exemple.fr")
    people = [known(JEAN), known(other, "other", status=Status.WAITLISTED)]
    plan = plan_of(a_list(replace(JEAN, status=Status.CANCELLED), other), people)
    assert [(u.attendee.id, u.changes) for u in plan.updated] == [("known", {"status": "cancelled"})]
    assert plan.unchanged == 1


def test_a_plan_can_be_cancelled() -> None:
    def stop(_done: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        make_plan(a_list(JEAN), (), "event", lambda: "x", stop)


def test_every_problem_has_a_sentence_that_can_be_filled() -> None:
    filled = {
        "value": "x",
        "heading": "Nom",
        "kept": "y",
        "limit": 500,
        "other": "DUPONT Jean",
        "others": "a ; b",
        "how": "x",
        "said": "x",
        "recorded": "y",
        "row": 2,
    }
    for code in PROBLEMS:
        assert "{" not in Problem(code, 1, values=tuple(filled.items())).message


def test_a_row_that_may_be_two_people_changes_neither() -> None:
    known_two = [known(JEAN, "a"), known(JEAN, "b", email="jean2@exemple.fr")]
    plan = plan_of(a_list(replace(JEAN, email="", phone="0690999999")), known_two)
    assert plan.unchanged == 1
    assert codes(plan) == ["namesakes"]


NAMES = st.sampled_from(["Dupont", "dupont", "Jean", "Zoé", ""])
PERSON = st.builds(
    Attendee,
    last_name=NAMES.filter(bool),
    first_name=NAMES,
    email=st.sampled_from(["", "", "a@exemple.fr", "b@exemple.fr"]),
    employer=st.sampled_from(["", "X", "Y"]),
    phone=st.sampled_from(["", "1", "2"]),
)


@given(st.lists(PERSON, max_size=6))
@example(
    [
        Attendee(last_name="Dupont", first_name="dupont"),
        Attendee(last_name="Dupont", first_name="Dupont", employer="X"),
        Attendee(last_name="Dupont", first_name="Dupont", employer="Y"),
    ]
)
@example(
    [
        Attendee(last_name="Dupont", first_name="Dupont"),
        Attendee(last_name="Dupont", first_name="Jean"),
        Attendee(last_name="Dupont", first_name="Jean", employer="Y"),
        Attendee(last_name="Jean", first_name="Dupont", employer="Y", email="a@exemple.fr"),
    ]
)
def test_importing_any_list_again_changes_nothing(people: list[Attendee]) -> None:
    plan = plan_of(a_list(*people))
    assert len({r.attendee.id for r in plan.added}) == len(plan.added)
    assert plan.updated == ()
    again = plan_of(a_list(*people), [r.attendee for r in plan.added])
    assert again.added == ()
    assert again.updated == ()


def test_namesakes_of_another_civility_and_another_work_are_a_doubt() -> None:
    one = Attendee(last_name="Hodge", first_name="Maëva", employer="Mairie", civility="Mme", job_title="Responsable RH")
    other = replace(one, first_name="Maeva", civility="M.", job_title="Juriste")
    plan = plan_of(a_list(one, other))
    assert len(plan.added) == 2
    assert [doubt.row.row for doubt in plan.doubts] == [3]
    # A civility corrected is no other person.
    plan = plan_of(a_list(replace(one, civility="M.")), [known(one)])
    assert (plan.added, plan.doubts) == ((), ())
