"""What was sent, what is here, what came back: the rules, whatever the values."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ia_events.domain.returned import FIELD_KEYS, Back, Identity, Returned, Values, recorded, seal
from ia_events.domain.three_way import Cell, Comparison, Kind, applied, compare, differing, everything, proposed

KEY, EVENT, SLOTS = "ab" * 32, "e", ("s1", "s2")
texts = st.sampled_from(["", "a", "b", "c"])
states = st.sampled_from(["", "present", "late", "excused", "absent"])


def full(**values: str) -> dict[str, str]:
    return {**dict.fromkeys((*FIELD_KEYS, *SLOTS), ""), "role": "participant", "status": "registered", **values}


def people(names: str) -> st.SearchStrategy[dict[str, dict[str, str]]]:
    """Everybody of `names`, each with the same name everywhere, and cells of all sorts."""

    def person(name: str) -> st.SearchStrategy[dict[str, str]]:
        return st.builds(
            lambda phone, employer, one, two: full(last_name=name, phone=phone, employer=employer, s1=one, s2=two),
            texts, texts, states, states,
        )  # fmt: skip

    return st.fixed_dictionaries({name: person(name) for name in names})


def sealed(id_: str, values: Values) -> tuple[Values, str]:
    return values, seal(KEY, EVENT, id_, *(part for item in values.items() for part in item))


def returned(sent: dict[str, dict[str, str]], back: dict[str, dict[str, str]] | tuple[Back, ...]) -> Returned:
    rows = back if isinstance(back, tuple) else tuple(Back(n, id_, v) for n, (id_, v) in enumerate(back.items(), 2))
    return Returned(
        source="retour.xlsx",
        identity=Identity(event_id=EVENT, title="T", made_at=datetime(2025, 11, 13, tzinfo=UTC), slots=SLOTS),
        identity_text="{}",
        identity_seal=seal(KEY, "{}"),
        sent={id_: sealed(id_, values) for id_, values in sent.items()},
        rows=rows,
    )


def told(
    sent: dict[str, dict[str, str]],
    ours: dict[str, dict[str, str]],
    back: dict[str, dict[str, str]] | tuple[Back, ...],
    removed: dict[str, dict[str, str]] | None = None,
) -> Comparison:
    return compare(returned(sent, back), KEY, EVENT, ours, removed or {})


@given(people("xyz"), people("xyz"))
def test_nothing_changed_there_changes_nothing_here(
    sent: dict[str, dict[str, str]], ours: dict[str, dict[str, str]]
) -> None:
    assert told(sent, ours, sent).changes == ()


@given(people("xyz"), people("xyz"))
def test_what_is_already_here_changes_nothing(sent: dict[str, dict[str, str]], ours: dict[str, dict[str, str]]) -> None:
    found = told(sent, ours, ours)
    assert (found.changes, found.unchanged) == ((), 3)
    assert found.same == sum(sent[i][k] != ours[i][k] for i in ours for k in ours[i])


@given(people("xyz"), people("xyz"), people("xyz"))
def test_taking_everything_makes_here_what_came_back(
    sent: dict[str, dict[str, str]], ours: dict[str, dict[str, str]], back: dict[str, dict[str, str]]
) -> None:
    found = told(sent, ours, back)
    for change in found.changes:
        after = applied(ours[change.ref], change, everything(found.changes))
        for key, value in back[change.ref].items():
            # What they did not touch stays as it is here.
            assert after[key] == (value if value != sent[change.ref][key] else ours[change.ref][key])


@given(people("xyz"), people("xyz"), people("xyz"))
def test_what_is_proposed_overwrites_nothing_edited_here(
    sent: dict[str, dict[str, str]], ours: dict[str, dict[str, str]], back: dict[str, dict[str, str]]
) -> None:
    found = told(sent, ours, back)
    for change in found.changes:
        after = applied(ours[change.ref], change, proposed(found.changes))
        for key, value in ours[change.ref].items():
            assert value == sent[change.ref][key] or after[key] == value


@given(texts, texts, texts)
def test_a_conflict_is_one_from_both_sides(base: str, ours: str, theirs: str) -> None:
    def conflicts(mine: str, other: str) -> bool:
        return any(cell.conflict for cell in differing({"k": base}, {"k": mine}, {"k": other})[0])

    assert conflicts(ours, theirs) == conflicts(theirs, ours)
    assert conflicts(ours, theirs) == (len({base, ours, theirs}) == 3)


@given(texts, texts)
def test_without_knowing_what_was_sent_every_difference_is_to_choose(ours: str, theirs: str) -> None:
    cells, same = differing(None, {"k": ours}, {"k": theirs})
    assert (cells, same) == (() if ours == theirs else (Cell("k", None, ours, theirs),), 0)


def test_somebody_gone_is_withdrawn_unless_edited_or_seen_here() -> None:
    sent = {id_: full(last_name=id_) for id_ in "abcdefgh"}
    ours = {
        **sent,
        "b": full(last_name="b", phone="1"),
        "c": full(last_name="c", s1="present"),
        "d": full(last_name="d", status="cancelled"),
    }
    found = told(sent, ours, {id_: sent[id_] for id_ in "efgh"})
    assert {change.ref: (change.kind, change.doubt) for change in found.changes} == {
        "a": (Kind.WITHDRAWN, ""),
        "b": (Kind.WITHDRAWN, "conflict"),
        "c": (Kind.WITHDRAWN, "conflict"),
    }
    assert proposed(found.changes) == frozenset(), "offered, never taken unasked"
    assert applied(ours["a"], found.changes[0], everything(found.changes))["status"] == "cancelled"
    assert found.conflicts == 2


def test_when_most_are_gone_nobody_is_withdrawn_unasked() -> None:
    sent = {id_: full(last_name=id_) for id_ in "abcd"}
    found = told(sent, sent, {"a": sent["a"]})
    assert [change.doubt for change in found.changes] == ["many"] * 3
    assert proposed(found.changes) == frozenset()
    assert [note.code for note in found.notes] == ["many_missing"]


def test_a_workbook_cut_to_one_sheet_withdraws_nobody() -> None:
    sent = {"a": full(last_name="a"), "b": full(last_name="b")}
    cut = replace(returned(sent, {"a": sent["a"]}), whole=False)
    assert compare(cut, KEY, EVENT, sent, {}).changes == ()


def test_a_row_copied_over_with_another_name_is_somebody_new() -> None:
    sent = {"a": full(last_name="Arrondell", email="a@exemple.fr")}
    copy = {**sent["a"], "last_name": "Brooks"}
    found = told(sent, sent, (Back(2, "a", copy), Back(3, "a", sent["a"]), Back(4, "a", sent["a"])))
    assert [(change.kind, change.ref, change.name) for change in found.changes] == [(Kind.ADDED, "+2", "BROOKS")]
    assert found.unchanged == 1
    assert [(note.code, dict(note.values)["row"]) for note in found.notes] == [("row_copied", 4)]


def test_a_row_typed_again_is_the_person_it_was() -> None:
    sent = {"a": full(last_name="N'Diaye", first_name="Zoé", phone="1"), "b": full(last_name="b")}
    again = {**sent["a"], "last_name": "N’DIAYE", "phone": "2"}
    found = told(sent, sent, (Back(2, "", again), Back(3, "b", sent["b"])))
    (change,) = found.changes
    assert (change.kind, change.ref) == (Kind.CHANGED, "a")
    assert {cell.key for cell in change.cells} == {"last_name", "phone"}


def test_somebody_added_who_bears_a_known_name_is_asked_about() -> None:
    sent = {"a": full(last_name="Arrondell", first_name="Éloïse")}
    rows = (Back(2, "a", sent["a"]), Back(3, "", {"last_name": "ARRONDELL", "first_name": "Eloise"}))
    found = told(sent, sent, rows)
    assert [(change.kind, change.doubt) for change in found.changes] == [(Kind.ADDED, "duplicate")]
    other = (rows[0], Back(3, "", {"last_name": "ARRONDELL", "first_name": "Eloise", "employer": "SDIS"}))
    ours = {"a": {**sent["a"], "employer": "Mairie"}}
    assert [change.doubt for change in told(sent, ours, other).changes] == [""]


def test_an_addition_is_taken_whole() -> None:
    found = told({}, {}, (Back(5, "", {"last_name": "Brooks", "first_name": "", "s1": "present"}),))
    assert proposed(found.changes) == {("+5", "last_name"), ("+5", "s1")}
    assert found.conflicts == 0


def test_somebody_removed_here_and_changed_there_is_to_choose() -> None:
    sent = {"a": full(last_name="a"), "b": full(last_name="b")}
    found = told(sent, {}, {"a": {**sent["a"], "phone": "2"}, "b": sent["b"]}, removed=sent)
    assert [(change.ref, change.kind, change.doubt) for change in found.changes] == [("a", Kind.REMOVED, "conflict")]
    assert proposed(found.changes) == frozenset()


def test_a_base_somebody_altered_decides_nothing() -> None:
    sent = {"a": full(last_name="a", phone="1")}
    forged = replace(
        returned(sent, {"a": full(last_name="a", phone="2")}),
        sent={"a": ({**sent["a"], "phone": "9"}, sealed("a", sent["a"])[1])},
    )
    found = compare(forged, KEY, EVENT, sent, {})
    assert [note.code for note in found.notes] == ["base_damaged"]
    assert found.changes[0].cells == (Cell("phone", None, "1", "2"),)
    assert proposed(found.changes) == frozenset()


@pytest.mark.parametrize("edited", ["theirs", "ours"])
def test_the_seal_of_a_row_tells_what_was_sent_when_nothing_else_does(edited: str) -> None:
    before, after = full(last_name="a", phone="1", s1="late"), full(last_name="a", phone="2", s1="late")
    ours, theirs = (before, after) if edited == "theirs" else (after, before)
    seals = (
        seal(KEY, EVENT, "a", *(before[key] for key in FIELD_KEYS)),
        seal(KEY, EVENT, "a", *(before[key] for key in SLOTS)),
    )
    bare = replace(returned({"a": before}, (Back(2, "a", theirs, *seals),)), sent={})
    found = compare(bare, KEY, EVENT, {"a": ours}, {})
    if edited == "ours":
        assert found.changes == ()
    else:
        assert found.changes[0].cells == (Cell("phone", "1", "1", "2"),)


def test_expected_or_not_is_nothing_recorded() -> None:
    assert [recorded(state) for state in ("expected", "not_expected", "late")] == ["", "", "late"]


def test_progress_is_told() -> None:
    told_: list[int] = []
    people_ = {f"p{n}": full(last_name=f"p{n}") for n in range(1200)}
    compare(returned(people_, people_), KEY, EVENT, people_, {}, told_.append)
    assert told_ == [0, 500, 1000]
