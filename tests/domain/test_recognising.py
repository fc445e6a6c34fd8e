"""Who is recognised for certain, who is put to the user, and that importing again changes nothing."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ia_events.domain.attendance import Method, State
from ia_events.domain.employers import close_employers
from ia_events.domain.lists import EXPECTED, PRESENCE, Column, Decision, Listing, ListRow, Place, Plan, Standing
from ia_events.domain.matching import make_plan
from ia_events.domain.people import Attendee, Source, Status
from ia_events.domain.recognising import one_edit

SHEET = "Inscrits"
ANNE = Attendee(last_name="de La Tour", first_name="Anne-Marie", employer="SDIS 971")
JEAN = Attendee(last_name="DUPONT", first_name="Jean", email="jean@exemple.fr", employer="SDIS 971")


def a_list(*people: Attendee | ListRow, also: Sequence[str] = (), columns: Sequence[Column] = ()) -> Listing:
    rows = tuple(p if isinstance(p, ListRow) else ListRow(i, p) for i, p in enumerate(people, start=2))
    return Listing(
        source="liste.xlsx", sheet=SHEET, also=tuple(also), header_row=1, columns=tuple(columns), rows=rows, fingerprint="abc"
    )  # fmt: skip


def plan_of(
    listing: Listing, known: Sequence[Attendee] = (), decisions: Mapping[Place, Decision] | None = None
) -> Plan:
    ids = itertools.count(1)
    plan = make_plan(listing, known, "event", lambda: f"new{next(ids)}-{len(known)}", decisions=decisions or {})
    assert len(listing.rows) == len(plan.added) + len(plan.updated) + plan.unchanged + len(plan.refused)
    return plan


def known(person: Attendee, identifier: str = "known", **changes: object) -> Attendee:
    return replace(person, id=identifier, event_id="event", **changes)  # type: ignore[arg-type]


def after(plan: Plan, people: Sequence[Attendee]) -> list[Attendee]:
    """Everybody once the plan is recorded."""
    now = {p.id: p for p in [*people, *(row.attendee for row in plan.added)]}
    for update in plan.updated:
        changes: dict[str, object] = dict(update.changes)
        if "slots" in changes:
            changes["slots"] = tuple(json.loads(str(changes["slots"])))
        now[update.attendee.id] = replace(now[update.attendee.id], **changes)  # type: ignore[arg-type]
    for id_, beside in plan.beside.items():
        now[id_] = replace(now[id_], **{k: v for k, v in beside.items() if k != "written"})  # type: ignore[arg-type]
    return list(now.values())


@pytest.mark.parametrize(
    "row",
    [
        replace(ANNE, last_name="DE LA TOUR", first_name="Anne Marie"),
        replace(ANNE, last_name="La Tour (de)", first_name="ANNE-MARIE"),
        replace(ANNE, last_name="Anne-Marie", first_name="de la Tour"),
        replace(ANNE, last_name="De La Tour Anne", first_name="Marie"),
        replace(ANNE, last_name="delatour", first_name="Annemarie"),
        replace(ANNE, last_name="MARTIN", birth_name="De la Tour"),
    ],
    ids=["capitals", "particle behind", "swapped", "cut elsewhere", "in one word", "usage name"],
)
def test_a_name_is_recognised_however_it_is_written(row: Attendee) -> None:
    plan = plan_of(a_list(row), [known(ANNE)])
    assert (plan.added, plan.doubts, plan.recognised) == ((), (), ("known",))


def test_a_particle_more_is_another_name() -> None:
    assert len(plan_of(a_list(replace(ANNE, last_name="Latour")), [known(ANNE)]).added) == 1


def test_a_list_that_came_back_is_recognised_by_its_ids() -> None:
    plan = plan_of(a_list(replace(ANNE, id="known", last_name="Questel", employer="")), [known(ANNE)])
    assert [u.changes for u in plan.updated] == [{"last_name": "Questel"}]
    unknown = plan_of(a_list(replace(JEAN, id="elsewhere")), [known(JEAN)])
    assert unknown.unchanged == 1


def test_a_list_by_birth_names_takes_no_usage_name_away() -> None:
    married = known(ANNE, last_name="MARTIN", birth_name="de La Tour")
    assert plan_of(a_list(ANNE), [married]).unchanged == 1
    (update,) = plan_of(a_list(married), [known(ANNE)]).updated
    assert update.changes == {"last_name": "MARTIN", "birth_name": "de La Tour"}


@pytest.mark.parametrize(
    "row, code",
    [
        (replace(JEAN, email="jd@exemple.fr"), "possible_duplicate"),
        (replace(JEAN, last_name="Questel", first_name="Zoé"), "email_shared"),
        (replace(JEAN, email="", employer="Service départemental d'incendie et de secours"), "employer_close"),
        (replace(JEAN, email="", employer="SDIS"), "employer_close"),
        (replace(JEAN, email="", last_name="Dupond"), "name_close"),
        (replace(JEAN, email="", last_name="Dupont-Martin"), "name_close"),
        (replace(JEAN, email="", first_name="Jean-Pierre"), "name_close"),
        (replace(JEAN, email="", last_name="Jean", first_name="Dupont", employer=""), "name_close"),
        (replace(JEAN, email="", last_name="Martin", birth_name="Dupont", employer=""), "birth_name"),
        (replace(JEAN, email="", last_name="Dupond", employer="Cap Excellence"), ""),
        (replace(JEAN, email="", last_name="Dupond", staff_number="9"), "name_close"),
        (replace(JEAN, email="", last_name="Questel", staff_number="7"), "number_shared"),
    ],
)
def test_who_may_be_somebody_known_is_put_to_the_user_and_kept_apart_meanwhile(row: Attendee, code: str) -> None:
    people = [known(JEAN, staff_number="7" if row.staff_number == "7" else "")]
    plan = plan_of(a_list(row), people)
    assert len(plan.added) == 1
    assert [(d.code, d.decision.kind, [c.id for c in d.candidates]) for d in plan.doubts] == (
        [(code, "separate", ["known"])] if code else []
    )
    assert [p.code for p in plan.problems] == ([code] if code else [])
    again = plan_of(a_list(row), after(plan, people))
    assert (again.added, again.updated, again.doubts, again.beside) == ((), (), (), {})


def test_a_name_retyped_with_another_address_and_the_same_phone_is_put_to_the_user() -> None:
    people = [known(JEAN, phone="0690123456")]
    retyped = replace(JEAN, last_name="DUPNOT", email="jean.dupnot@exemple.fr", phone="0690123456")
    (doubt,) = plan_of(a_list(retyped), people).doubts
    assert (doubt.code, doubt.decision.kind, [c.id for c in doubt.candidates]) == ("name_close", "separate", ["known"])
    for other in (
        replace(retyped, phone=""),
        replace(retyped, phone="0690999999"),
        replace(retyped, last_name="Questel"),
    ):
        assert plan_of(a_list(other), people).doubts == ()


MISSPELT = replace(JEAN, last_name="DUPOND", phone="0690123456", job_title="Directeur", employer="")


def test_a_last_name_misspelt_beside_the_same_address_phone_and_first_name_is_one_person_to_begin_with() -> None:
    people = [known(JEAN, phone="0690123456")]
    plan = plan_of(a_list(MISSPELT), people)
    (doubt,) = plan.doubts
    assert (doubt.code, doubt.decision) == ("name_misspelt", Decision("merge", "known"))
    assert [(p.code, p.field) for p in plan.problems] == [("name_misspelt", "last_name")]
    assert "une seule personne" in plan.problems[0].message
    assert [u.changes for u in plan.updated] == [{"last_name": "DUPOND", "job_title": "Directeur"}]
    again = plan_of(a_list(MISSPELT), after(plan, people))
    assert (again.added, again.updated, again.doubts, again.unchanged) == ((), (), (), 1)
    # It can be settled otherwise.
    assert len(plan_of(a_list(MISSPELT), people, {Place(SHEET, 2): Decision("separate")}).added) == 1
    # Of two rows of one list, the first one's spelling stays.
    (row,) = plan_of(a_list(replace(JEAN, phone="0690123456"), MISSPELT)).added
    assert (row.attendee.last_name, row.attendee.job_title) == ("DUPONT", "Directeur")


@pytest.mark.parametrize(
    "row",
    [
        replace(MISSPELT, phone="0690999999"),
        replace(MISSPELT, phone=""),
        replace(MISSPELT, first_name="Jeanne"),
        replace(MISSPELT, last_name="Questel"),
        replace(MISSPELT, staff_number="8"),
    ],
    ids=["another phone", "no phone", "another first name", "another name", "another staff number"],
)
def test_less_than_that_stays_two_people(row: Attendee) -> None:
    plan = plan_of(a_list(row), [known(JEAN, phone="0690123456", staff_number="7")])
    assert [d.decision.kind for d in plan.doubts] == ["separate"]
    assert len(plan.added) == 1


@pytest.mark.parametrize(
    "ours, theirs, taken",
    [
        ("Hélène", "Helene", False),
        ("Hélène", "HELENE", False),
        ("Hélène", "HÉLÈNE", False),
        ("Helene", "Hélène", True),
        ("HELENE", "Hélène", True),
        ("HÉLÈNE", "Hélène", True),
        ("HELENE", "Helene", True),
        ("Anne Marie", "Anne-Marie", True),
        ("Anne-Marie", "ANNE MARIE", False),
    ],
)
def test_a_spelling_that_only_lost_accents_or_case_corrects_nobody(ours: str, theirs: str, *, taken: bool) -> None:
    people = [known(JEAN, first_name=ours, job_title=ours)]
    plan = plan_of(a_list(replace(JEAN, first_name=theirs, job_title=theirs)), people)
    assert [u.changes for u in plan.updated] == ([{"first_name": theirs, "job_title": theirs}] if taken else [])
    assert (plan.doubts, plan.problems, plan.unchanged) == ((), (), 0 if taken else 1)


@pytest.mark.parametrize("kind", ["merge", "keep", "separate"])
def test_a_decision_holds_at_the_next_import_given_again_or_not(kind: str) -> None:
    listing = a_list(replace(JEAN, email="", last_name="Dupond", phone="0690123456"))
    decisions = {Place(SHEET, 2): Decision(kind, "known" if kind != "separate" else "")}
    people = [known(JEAN)]
    plan = plan_of(listing, people, decisions)
    assert plan.problems == ()
    assert [(d.decision, d.settled, d.names) for d in plan.doubts] == [
        (decisions[Place(SHEET, 2)], True, "DUPONT Jean")
    ]
    assert len(plan.added) == (kind == "separate")
    changes = {"last_name": "Dupond", "phone": "0690123456"}
    assert [u.changes for u in plan.updated] == ([changes] if kind == "merge" else [])
    for given_again in ({}, decisions):
        again = plan_of(listing, after(plan, people), given_again)
        assert (again.added, again.updated, again.unchanged, again.doubts) == ((), (), 1, ())


def test_two_rows_of_one_list_can_be_decided_to_be_one() -> None:
    listing = a_list(JEAN, replace(JEAN, email="jd@exemple.fr", phone="0690123456"))
    (doubt,) = plan_of(listing).doubts
    assert [c.id for c in doubt.candidates] == ["#Inscrits:2"]
    decisions = {Place(SHEET, 3): Decision("merge", "#Inscrits:2")}
    plan = plan_of(listing, (), decisions)
    (row,) = plan.added
    assert (row.attendee.email, row.attendee.phone) == ("jean@exemple.fr", "0690123456")
    assert plan_of(listing, after(plan, ())).unchanged == 2


def test_a_decision_about_nobody_is_as_if_it_were_not_given() -> None:
    plan = plan_of(
        a_list(replace(JEAN, email="jd@exemple.fr")), [known(JEAN)], {Place(SHEET, 2): Decision("merge", "gone")}
    )
    assert [d.decision.kind for d in plan.doubts] == ["separate"]


def test_namesakes_can_be_told_apart_by_the_user() -> None:
    two = [known(JEAN, "a"), known(JEAN, "b", email="jean2@exemple.fr")]
    listing = a_list(replace(JEAN, email="", phone="0690999999"))
    (doubt,) = plan_of(listing, two).doubts
    assert (doubt.code, doubt.decision, {c.id for c in doubt.candidates}) == ("namesakes", Decision("keep"), {"a", "b"})
    (update,) = plan_of(listing, two, {Place(SHEET, 2): Decision("merge", "b")}).updated
    assert (update.attendee.id, update.changes) == ("b", {"phone": "0690999999"})
    third = plan_of(listing, two, {Place(SHEET, 2): Decision("separate")})
    assert plan_of(listing, after(third, two)).unchanged == 1


def test_who_is_named_in_several_sheets_is_one_person_expected_and_seen_in_all_of_them() -> None:
    listing = a_list(
        ListRow(2, replace(JEAN, slots=("am",)), presence=(("am", State.ABSENT),)),
        ListRow(
            2, replace(JEAN, slots=("pm",)), sheet="Après-midi", presence=(("pm", State.LATE), ("am", State.PRESENT))
        ),
        also=("Après-midi",),
    )
    plan = plan_of(listing)
    (row,) = plan.added
    assert row.attendee.slots == ("am", "pm")
    assert set(plan.attendance) == {(row.attendee.id, "am", State.PRESENT), (row.attendee.id, "pm", State.LATE)}
    assert plan.problems == ()
    assert plan_of(listing, after(plan, ())).unchanged == 2
    (update,) = plan_of(listing, [known(JEAN, slots=("pm", "night"))]).updated
    assert update.changes == {"slots": '["pm","night","am"]'}
    assert plan_of(listing, [known(JEAN)]).unchanged == 2


def test_columns_that_say_who_is_expected_say_it_whole() -> None:
    columns = [Column(3, "Matin", EXPECTED, "am"), Column(4, "Soir", EXPECTED, "pm")]
    listing = a_list(replace(JEAN, slots=("am",)), columns=columns)
    (update,) = plan_of(listing, [known(JEAN, slots=("am", "pm"))]).updated
    assert update.changes == {"slots": '["am"]'}
    assert plan_of(listing, after(plan_of(listing, [known(JEAN)]), [known(JEAN)])).unchanged == 1


def test_what_the_source_said_is_kept_beside_what_was_understood() -> None:
    row = ListRow(2, replace(JEAN, phone="0690123456"), written=(("phone", "5,9E+08"), ("employer", "sdis")))
    plan = plan_of(a_list(row), [known(JEAN, employer="SDIS 972", list="abc:inscrits:liste")])
    assert plan.beside == {"known": {"written": '{"employer": "sdis", "phone": "5,9E+08"}'}}


def people_of(town: str, count: int) -> list[Attendee]:
    """People whose names are not alike."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    return [
        Attendee(last_name=f"{letters[i] * 5}{town}", first_name=letters[-i - 1] * 5, employer=town)
        for i in range(count)
    ]


def test_two_senders_of_one_template_are_told_apart_by_whom_they_name() -> None:
    abymes, baie = people_of("Abymes", 20), people_of("Baillif", 10)
    here = after(plan_of(a_list(*abymes)), ())
    here = after(plan_of(a_list(*baie), here), here)
    assert len({p.list for p in here}) == 2
    assert plan_of(a_list(*abymes), here).withdrawn == ()
    # Sent again under whatever name, with somebody more and somebody less.
    plan = plan_of(replace(a_list(*abymes[1:], replace(JEAN, employer="Abymes")), source="autre nom v2.xlsx"), here)
    assert ([p.last_name for p in plan.withdrawn], plan.withdrawn_of) == ([abymes[0].last_name], 20)
    assert [row.attendee.list for row in plan.added] == [here[0].list]
    # Both in one list.
    plan = plan_of(a_list(*abymes[2:], *baie[1:]), here)
    assert sorted(p.employer for p in plan.withdrawn) == ["Abymes", "Abymes", "Baillif"]
    # Somebody of the one on the list of the other changes nothing.
    third = [*people_of("Capesterre", 10), abymes[3]]
    plan = plan_of(a_list(*third), here)
    assert (plan.withdrawn, len({row.attendee.list for row in plan.added} | {p.list for p in here})) == ((), 3)


def test_presence_is_planned_against_what_stands() -> None:
    columns = [Column(3, "Présence", PRESENCE, "s1")]
    said = {"Abel": State.ABSENT, "Borel": State.PRESENT, "Carbet": State.LATE, "Dole": State.EXCUSED}
    people = [known(replace(JEAN, last_name=n, email=f"{n}@exemple.fr"), n, list="abc:inscrits:liste") for n in said]
    rows = [ListRow(i, replace(p, id=""), presence=(("s1", said[p.last_name]),)) for i, p in enumerate(people, 2)]
    standing = {
        ("Abel", "s1"): Standing(State.PRESENT, Method.SCAN),
        ("Borel", "s1"): Standing(State.EXCUSED, Method.RETURN),
        ("Carbet", "s1"): Standing(State.PRESENT, Method.SCAN),
        ("Dole", "s1"): Standing(State.ABSENT, Method.LIST),
    }
    plan = make_plan(a_list(*rows, columns=columns), people, "event", str, standing=standing)
    assert plan.attendance == (("Dole", "s1", State.EXCUSED),)
    assert [(p.code, p.row, p.column, p.sheet) for p in plan.problems] == [
        ("presence_differs", 2, "Présence", SHEET),
        ("presence_differs", 3, "Présence", SHEET),
    ]
    assert plan.noted == {Place(SHEET, 5)}
    message = plan.problems[1].message.replace("\u00a0", " ")
    assert message.startswith("Déjà noté : Absence excusée (retour du siège). La liste dit : Présence.")
    gone = make_plan(a_list(*rows[2:], columns=columns), people, "event", str, standing=standing)
    assert ([p.id for p in gone.withdrawn], gone.came) == (["Abel", "Borel"], frozenset({"Abel"}))


def test_who_is_no_longer_on_the_list_of_a_source_is_offered_as_withdrawn() -> None:
    people = [replace(JEAN, last_name=name, email=f"{name}@exemple.fr") for name in ("Abel", "Borel", "Carbet", "Dole")]
    first = plan_of(a_list(*people))
    (source,) = {row.attendee.list for row in first.added}
    assert source.startswith("abc:inscrits:")
    here = after(first, ())
    assert [p.last_name for p in plan_of(a_list(*people[:2]), here).withdrawn] == ["Carbet", "Dole"]
    few = plan_of(a_list(people[0]), here)
    assert [p.last_name for p in few.withdrawn] == ["Borel", "Carbet", "Dole"]
    assert few.many_withdrawn, "it may have been another list"
    assert not plan_of(a_list(*people[:2]), here).many_withdrawn
    cancelled = [replace(p, status=Status.CANCELLED) if p.last_name == "Dole" else p for p in here]
    assert [p.last_name for p in plan_of(a_list(*people[:2]), cancelled).withdrawn] == ["Carbet"]
    # Who may be on it is not gone.
    moved = replace(people[2], email="autre@exemple.fr")
    assert [p.last_name for p in plan_of(a_list(*people[:2], moved), here).withdrawn] == ["Dole"]
    by_hand = [replace(p, list="", source=Source.MANUAL) for p in here]
    plan = plan_of(a_list(*people), by_hand)
    assert {b["list"] for b in plan.beside.values()} == {source}


@pytest.mark.parametrize(
    "one, other, close",
    [
        ("mairie de baillif", "commune de baillif", True),
        ("ville de baillif", "baillif", True),
        ("ccas de baillif", "mairie de baillif", True),
        ("cap excellence", "communaute d agglomeration cap excellence", True),
        ("sdis 971", "service departemental d incendie et de secours", True),
        ("mairie", "commune de baillif", False),
        ("commune de baillif", "commune de vieux fort", False),
        ("", "sdis", False),
    ],
)
def test_employers_of_nearly_one_name(one: str, other: str, *, close: bool) -> None:
    assert close_employers(one, other) is close


@given(st.text("abcd", max_size=7), st.text("abcd", max_size=7))
def test_one_edit_is_what_it_says(one: str, other: str) -> None:
    edits = {one[:i] + one[i + 1 :] for i in range(len(one))}
    edits |= {one[:i] + c + one[i:] for i in range(len(one) + 1) for c in "abcd"}
    edits |= {one[:i] + c + one[i + 1 :] for i in range(len(one)) for c in "abcd"}
    edits |= {one[:i] + one[i + 1] + one[i] + one[i + 2 :] for i in range(len(one) - 1)}
    assert one_edit(one, other) is (other != one and other in edits and min(len(one), len(other)) >= 4)


NAMES = st.sampled_from(["Dupont", "dupont", "Dupond", "Jean", "Zoé", "La Tour (de)", "de La Tour", ""])
PERSON = st.builds(
    Attendee,
    last_name=NAMES.filter(bool),
    first_name=NAMES,
    birth_name=st.sampled_from(["", "", "Dupont", "Jean"]),
    email=st.sampled_from(["", "", "a@exemple.fr", "b@exemple.fr"]),
    staff_number=st.sampled_from(["", "", "1", "2"]),
    employer=st.sampled_from(["", "Commune de X", "Mairie de X", "Y"]),
    phone=st.sampled_from(["", "1", "2"]),
    civility=st.sampled_from(["", "", "M.", "Mme"]),
    job_title=st.sampled_from(["", "", "Agent", "Cheffe"]),
)
DECISIONS = st.dictionaries(
    st.tuples(st.just(SHEET), st.integers(2, 7)),
    st.builds(
        Decision, st.sampled_from(["merge", "keep", "separate"]), st.sampled_from(["", "k0", "k1", "#Inscrits:2"])
    ),
    max_size=3,
)


BORN = Attendee(last_name="Dupont", first_name="Dupont", birth_name="Jean", employer="Commune de X")
TURNED = replace(BORN, last_name="Dupond", birth_name="Dupont")


@example(
    [replace(BORN, birth_name="", employer="")] * 2 + [replace(BORN, last_name="Jean", birth_name="Dupont")], [BORN]
)
@example(
    [replace(BORN, birth_name="", first_name="Dupond"), replace(TURNED, birth_name="")],
    [replace(BORN, birth_name="", employer=""), TURNED],
)
@example([replace(BORN, birth_name=""), replace(BORN, last_name="Dupond")], [BORN])
@given(st.lists(PERSON, max_size=5), st.lists(PERSON, max_size=2))
def test_importing_any_list_again_adds_nobody(people: list[Attendee], before: list[Attendee]) -> None:
    here = [known(p, f"k{i}") for i, p in enumerate(before)]
    here = after(plan_of(a_list(*people), here), here)
    assert plan_of(a_list(*people), here).added == ()


@example(
    [
        Attendee(last_name="Dupont", first_name="Dupont", staff_number="1"),
        Attendee(last_name="Dupont", first_name="Dupont", birth_name="Jean", email="a@exemple.fr", staff_number="1"),
        Attendee(last_name="Dupond", first_name="Dupont", birth_name="Jean", email="a@exemple.fr", employer="Y"),
    ]
)
# With people known before, it may not: a row that could be one of two was left aside, and the list then completed one
# of them, which tells them apart. Nobody is added then either, as above.
@given(st.lists(PERSON, max_size=4))
def test_importing_any_list_again_changes_nothing(people: list[Attendee]) -> None:
    here = after(plan_of(a_list(*people)), ())
    again = plan_of(a_list(*people), here)
    assert (again.added, again.updated) == ((), ())


@example(
    [
        Attendee(last_name="Dupont", email="a@exemple.fr"),
        Attendee(last_name="Dupont", first_name="Dupont"),
        Attendee(last_name="Dupont", first_name="Dupont", email="a@exemple.fr"),
    ],
    [],
    {Place(SHEET, 4): Decision("merge", "#Inscrits:2")},
)
@example(
    [Attendee(last_name="Dupont", first_name="Dupond"), Attendee(last_name="Dupond", first_name="Dupont")],
    [Attendee(last_name="Dupond", first_name="Dupont")],
    {Place(SHEET, 2): Decision("merge", "k0")},
)
@example([replace(JEAN, email="", staff_number=n) for n in "12"], [], {Place(SHEET, 3): Decision("separate", "nobody")})
@given(st.lists(PERSON, max_size=4), st.lists(PERSON, max_size=2), DECISIONS)
def test_importing_again_adds_nobody_whatever_was_decided(
    people: list[Attendee], before: list[Attendee], decisions: dict[Place, Decision]
) -> None:
    here = [known(p, f"k{i}") for i, p in enumerate(before)]
    here = after(plan_of(a_list(*people), here, decisions), here)
    assert plan_of(a_list(*people), here, decisions).added == ()
    assert plan_of(a_list(*people), here).added == ()


MARIE = Attendee(last_name="PIERRE", first_name="Marie", employer="Ville des Abymes", grade="Rédacteur")


def test_who_a_bare_row_was_is_asked_again_for_another_list() -> None:
    """GIVEN two namesakes, and a list that was told which one it names WHEN another list names just that THEN it asks,
    and credits nobody meanwhile; the same list again asks nothing."""
    people = [
        known(MARIE, "a", email="marie.pierre@exemple.fr"),
        known(MARIE, "b", email="m.pierre2@exemple.fr", grade="Agent de maîtrise"),
    ]
    bare = replace(MARIE, grade="")
    row = ListRow(2, bare, presence=(("s1", State.PRESENT),))
    first = plan_of(a_list(row, JEAN), people, {Place(SHEET, 2): Decision("merge", "b")})
    assert first.attendance == (("b", "s1", State.PRESENT),)
    here = after(first, people)
    assert plan_of(a_list(row, JEAN), here).doubts == ()
    other = plan_of(a_list(row), here)
    (doubt,) = other.doubts
    assert (doubt.code, doubt.decision, [c.id for c in doubt.candidates]) == (
        "namesakes_before",
        Decision("keep"),
        ["b", "a"],
    )
    assert other.attendance == ()
    assert (
        "PIERRE Marie, m.pierre2@exemple.fr, Agent de maîtrise ; PIERRE Marie, marie.pierre@exemple.fr, Rédacteur"
        in (other.problems[0].message)
    )
    # Each list keeps its own answer.
    both = after(plan_of(a_list(row), here, {Place(SHEET, 2): Decision("merge", "a")}), here)
    assert plan_of(a_list(row), both).attendance == (("a", "s1", State.PRESENT),)
    assert plan_of(a_list(row, JEAN), both).attendance == (("b", "s1", State.PRESENT),)
    # Once nobody else bears the name, there is nothing to ask.
    assert plan_of(a_list(row), [p for p in here if p.id != "a"]).doubts == ()


@pytest.mark.parametrize(
    "ours, theirs, taken",
    [
        ("Mairie de Pointe-à-Pitre", "VILLE DE POINTE A PITRE", False),
        ("Mairie de Pointe-à-Pitre", "Pointe-à-Pitre", False),
        ("Ville du Moule", "Le Moule", False),
        ("Cap Excellence", "Cap excellence", False),
        ("VILLE DE POINTE A PITRE", "Mairie de Pointe-à-Pitre", True),
        ("Pointe-à-Pitre", "CCAS de Pointe-à-Pitre", None),
    ],
)
def test_an_employer_is_one_in_any_spelling(ours: str, theirs: str, *, taken: bool | None) -> None:
    bare = replace(JEAN, email="", phone="")
    plan = plan_of(a_list(replace(bare, employer=theirs)), [known(bare, employer=ours)])
    if taken is None:
        assert [d.code for d in plan.doubts] == ["employer_close"]
        return
    assert (plan.added, plan.doubts) == ((), ())
    assert [u.changes for u in plan.updated] == ([{"employer": theirs}] if taken else [])


def test_a_last_name_in_other_cases_corrects_nobody() -> None:
    for ours, theirs in (("GACE", "Gace"), ("Gace", "GACE")):
        plan = plan_of(a_list(replace(JEAN, last_name=theirs)), [known(JEAN, last_name=ours)])
        assert (plan.updated, plan.unchanged) == ((), 1)


def test_the_same_name_and_phone_with_another_address_is_one_person_to_begin_with() -> None:
    people = [known(JEAN, phone="0690123456")]
    moved = replace(JEAN, phone="0690123456", email="jean.dupont@exemple.fr")
    plan = plan_of(a_list(moved), people)
    (doubt,) = plan.doubts
    assert (doubt.code, doubt.decision) == ("phone_same", Decision("merge", "known"))
    assert [u.changes for u in plan.updated] == [{"email": "jean.dupont@exemple.fr"}]
    again = plan_of(a_list(moved), after(plan, people))
    assert (again.added, again.updated, again.doubts) == ((), (), ())
    # A list that names both addresses speaks of two people.
    both = plan_of(a_list(replace(JEAN, phone="0690123456"), moved), people)
    assert ([d.code for d in both.doubts], len(both.added)) == (["possible_duplicate"], 1)
