"""Registrations: found whatever part is typed, sorted as a French list, edited, cancelled, imported, and all of it undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ia_events.domain.attendance import Fact, FactKind
from ia_events.domain.errors import Cancelled, UserError
from ia_events.domain.events import Event
from ia_events.domain.ids import uuid7
from ia_events.domain.lists import Listing, ListRow, Plan
from ia_events.domain.matching import make_plan
from ia_events.domain.people import Attendee, Role, Source, Status
from ia_events.domain.text import fold
from ia_events.spreadsheets.reading import read
from ia_events.store import Store, backups, events, imports, journal, prints, registrations, search
from ia_events.store.registrations import Query

NOW = datetime(2025, 11, 10, 14, 0, tzinfo=UTC)
LISTS = Path(__file__).parents[1] / "data" / "lists"


@pytest.fixture
def event_id(store: Store) -> str:
    """An event without anybody."""
    return events.save(store, Event(title="Soirée", timezone="America/Marigot"), NOW)


def add(store: Store, event_id: str, last: str, first: str = "", **fields: object) -> str:
    """Register somebody; their id."""
    person = Attendee(event_id=event_id, last_name=last, first_name=first, **fields)  # type: ignore[arg-type]
    return registrations.save(store, person, NOW)


def names(store: Store, event_id: str, query: Query) -> list[str]:
    """The list names of who is found, in order."""
    people = registrations.get_many(store, registrations.search(store, event_id, query))
    return [person.list_name for person in people]


def fill(store: Store, event_id: str, people: list[Attendee]) -> None:
    """Import people as one action."""
    rows = tuple(ListRow(row, replace(p, event_id=event_id, id=uuid7(NOW))) for row, p in enumerate(people, 2))
    listing = Listing(source="liste.xlsx", sheet="", header_row=1, columns=(), rows=rows)
    plan = Plan(listing=listing, added=rows, updated=(), unchanged=0, refused=(), problems=(), event_id=event_id)
    imports.import_plan(store, plan, NOW)


# --- search ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed, found",
    [
        ("arr", ["ARRONDELL Éloïse"]),
        ("RONDE", ["ARRONDELL Éloïse"]),
        ("eloise", ["ARRONDELL Éloïse"]),
        ("ÉLOÏSE", ["ARRONDELL Éloïse"]),
        ("éloïse arron", ["ARRONDELL Éloïse"]),
        ("saint-bart", ["LEDÉE Jean-Baptiste"]),
        ("jean baptiste", ["LEDÉE Jean-Baptiste"]),
        ("ndiaye", ["N'DIAYE Aïssata"]),
        ("n'diaye", ["N'DIAYE Aïssata"]),
        ("n’diaye", ["N'DIAYE Aïssata"]),
        ("a.ndiaye@ex", ["N'DIAYE Aïssata"]),
        ("@exemple.fr", ["ARRONDELL Éloïse", "N'DIAYE Aïssata"]),
        ("oe", ["BŒUF Zoé"]),
        ("bœuf", ["BŒUF Zoé"]),
        ("z", ["BŒUF Zoé"]),
        ("", ["ARRONDELL Éloïse", "BŒUF Zoé", "LEDÉE Jean-Baptiste", "N'DIAYE Aïssata"]),
        ("arrondell zoé", []),
        ("_@", []),
        ('" %', ["ARRONDELL Éloïse", "BŒUF Zoé", "LEDÉE Jean-Baptiste", "N'DIAYE Aïssata"]),
    ],
)
@pytest.mark.parametrize("walked", [True, False], ids=["small event", "by the index"])
def test_any_part_is_found(
    store: Store, event_id: str, typed: str, found: list[str], walked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given four people, in an event searched by walking its list or by the index
    add(store, event_id, "Ledée", "Jean-Baptiste", employer="Collectivité de Saint-Barthélemy")
    add(store, event_id, "Bœuf", "Zoé")
    add(store, event_id, "N'Diaye", "Aïssata", email="a.ndiaye@exemple.fr")
    add(store, event_id, "Arrondell", "Éloïse", email="eloise.arrondell@exemple.fr")
    if not walked:
        monkeypatch.setattr(search, "_SMALL", 0)
    # when something is typed, then whoever bears all of it is found in list order, and counted
    assert names(store, event_id, Query(text=typed)) == found
    assert registrations.count(store, event_id, Query(text=typed)) == len(found)


def test_the_short_code_is_found(store: Store, event_id: str) -> None:
    wanted = add(store, event_id, "Questel", "Anaïs")
    add(store, event_id, "Gumbs", "Loïc")
    code = registrations.get(store, wanted).short_code
    assert registrations.search(store, event_id, Query(text=code)) == [wanted]
    assert registrations.search(store, event_id, Query(text=code[2:].lower())) == [wanted]


_LETTERS = st.sampled_from("abcéèïmnrt-' ")
_PEOPLE = st.lists(
    st.builds(
        Attendee,
        last_name=st.text(_LETTERS, min_size=1, max_size=8).filter(lambda text: bool(fold(text))),
        first_name=st.text(_LETTERS, max_size=6),
        employer=st.sampled_from(["", "Ville d'Été", "CCAS"]),
        status=st.sampled_from(Status),
    ),
    min_size=1,
    max_size=25,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    people=_PEOPLE,
    typed=st.text(st.sampled_from("abeimnrt '"), max_size=5),
    small=st.sampled_from((0, 5000)),
    walk=st.sampled_from((0, 3, 3000)),
    few=st.sampled_from((0, 3, 5000)),
    status=st.sampled_from(["", "registered"]),
    descending=st.booleans(),
    limit=st.sampled_from((-1, 2, 100)),
    offset=st.sampled_from((0, 1)),
)
def test_every_way_finds_the_same(
    people: list[Attendee],
    typed: str,
    small: int,
    walk: int,
    few: int,
    status: str,
    descending: bool,
    limit: int,
    offset: int,
) -> None:
    """Walk, index, trigrams of short words, order by rank: whichever way answers, the answer is that of a plain search."""
    store = Store.open(None, now=NOW)
    try:
        with pytest.MonkeyPatch.context() as patch:
            for name, value in (("_SMALL", small), ("_WALK", walk), ("_FEW", few), ("_SPARE", 1)):
                patch.setattr(search, name, value)
            event_id = events.save(store, Event(title="Ici"), NOW)
            other = events.save(store, Event(title="Ailleurs"), NOW)
            fill(store, other, people)
            fill(store, event_id, people)
            everybody = registrations.all_of(store, event_id)
            words = fold(typed).split()
            expected = [
                p.id
                for p in everybody
                if all(w in store_text(store, p.id) for w in words) and (not status or p.status == status)
            ]
            query = Query(text=typed, status=status, descending=descending)
            found = registrations.search(store, event_id, query, limit=limit, offset=offset)
            assert registrations.count(store, event_id, query) == len(expected)
            keys = {p.id: (fold(p.last_name), fold(p.first_name)) for p in everybody}
            ordered = sorted((keys[id_] for id_ in expected), reverse=descending)
            window = ordered[offset:] if limit < 0 else ordered[offset : offset + limit]
            assert [keys[id_] for id_ in found] == window
            assert set(found) <= set(expected)
    finally:
        store.close()


def store_text(store: Store, registration_id: str) -> str:
    """What is searched of somebody."""
    return str(store.execute("SELECT folded FROM registrations WHERE id = ?", (registration_id,)).fetchone()[0])


def test_what_changes_is_found_by_its_new_name_only(
    store: Store, event_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "_SMALL", 0)
    changed = add(store, event_id, "Hodge", "Gaelle")
    add(store, event_id, "Carty", "Wendell")
    assert registrations.search(store, event_id, Query(text="hodge"), limit=100) == [changed]
    registrations.save(store, replace(registrations.get(store, changed), last_name="Maccow"), NOW)
    assert registrations.search(store, event_id, Query(text="hodge"), limit=100) == []
    assert names(store, event_id, Query(text="cow")) == ["MACCOW Gaelle"]
    journal.undo(store, NOW)
    assert registrations.search(store, event_id, Query(text="hodge"), limit=100) == [changed]


def test_places_in_the_list_outlive_what_moves_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("_SMALL", 0), ("_WALK", 8)):  # a walk of eight people, and the index after it
        monkeypatch.setattr(search, name, value)
    ours, theirs = (Store.open(tmp_path / "events.db", now=NOW) for _turn in range(2))
    try:
        event_id = events.save(ours, Event(title="Soirée"), NOW)
        fill(ours, event_id, [Attendee(last_name=f"Nom{n:02d}", employer="Ville") for n in range(20)])

        def found() -> list[str]:
            rows = registrations.search(ours, event_id, Query(text="19"), limit=2)
            return [person.list_name for person in registrations.get_many(ours, rows)]

        def ranks() -> object:
            return search._ranks(ours, event_id)

        assert found() == ["NOM19"]
        before = ranks()
        # when somebody comes, whoever records it, then nobody has moved
        last, first = (registrations.search(ours, event_id, Query(text=f"nom{n}"))[0] for n in (19, 10))
        for number, store in enumerate((ours, theirs)):
            fact = Fact(id=uuid7(NOW), kind=FactKind.ARRIVAL, event_id=event_id, registration_id=last, at=NOW)
            journal.record(store, [fact], journal.Label("Arrivée"), NOW + timedelta(seconds=number))
        assert ranks() is before
        # when somebody gets another name, leaves the list or is found to be another, elsewhere too, then the list is as it is
        registrations.save(theirs, replace(registrations.get(theirs, first), last_name="Azor19"), NOW)
        assert found() == ["AZOR19", "NOM19"]
        registrations.remove(ours, [first], NOW)
        assert found() == ["NOM19"]
        journal.undo(ours, NOW)
        assert found() == ["AZOR19", "NOM19"]
        registrations.merge(theirs, first, last, {}, NOW)
        assert found() == ["AZOR19"]
        journal.undo(theirs, NOW)
        assert found() == ["AZOR19", "NOM19"]
    finally:
        ours.close()
        theirs.close()


def test_pages_follow_one_another(store: Store, event_id: str) -> None:
    fill(store, event_id, [Attendee(last_name=f"Nom{n:03d}") for n in range(250)])
    whole = registrations.search(store, event_id)
    pages = [registrations.search(store, event_id, limit=100, offset=start) for start in (0, 100, 200)]
    assert [len(page) for page in pages] == [100, 100, 50]
    assert [id_ for page in pages for id_ in page] == whole


# --- order and filters -----------------------------------------------------------------------------------------------


def test_names_are_sorted_as_in_a_french_list(store: Store, event_id: str) -> None:
    for last, first in (("Zébrée", ""), ("Émile", ""), ("Eve", "Zoé"), ("Ève", "Anne"), ("Le Goff", ""), ("Legat", "")):
        add(store, event_id, last, first)
    assert names(store, event_id, Query()) == ["ÉMILE", "ÈVE Anne", "EVE Zoé", "LE GOFF", "LEGAT", "ZÉBRÉE"]
    assert names(store, event_id, Query(descending=True))[0] == "ZÉBRÉE"


def test_every_column_sorts(store: Store, event_id: str) -> None:
    add(store, event_id, "Un", employer="Ville", job_title="Éducatrice", email="b@exemple.fr", role=Role.SPEAKER)
    add(store, event_id, "Deux", employer="CCAS", job_title="Zélatrice", email="a@exemple.fr")
    add(store, event_id, "Trois", employer="École", job_title="avocate", email="c@exemple.fr")
    assert names(store, event_id, Query(sort="employer")) == ["DEUX", "TROIS", "UN"]
    assert names(store, event_id, Query(sort="job_title")) == ["TROIS", "UN", "DEUX"]
    assert names(store, event_id, Query(sort="email", descending=True)) == ["TROIS", "UN", "DEUX"]
    assert names(store, event_id, Query(sort="added")) == ["UN", "DEUX", "TROIS"]
    for key in registrations.SORTS:
        for descending in (False, True):
            query = Query(text="u", sort=key, descending=descending)
            assert len(registrations.search(store, event_id, query, limit=100)) == 2


def test_filters_add_up(store: Store, event_id: str) -> None:
    add(store, event_id, "Un", employer="Ville", role=Role.SPEAKER)
    add(store, event_id, "Deux", employer="Ville", status=Status.CANCELLED)
    add(store, event_id, "Trois", employer="CCAS")
    assert names(store, event_id, Query(employer="Ville")) == ["DEUX", "UN"]
    assert names(store, event_id, Query(employer="Ville", status="registered")) == ["UN"]
    assert names(store, event_id, Query(role="speaker")) == ["UN"]
    assert names(store, event_id, Query(text="u", status="cancelled")) == ["DEUX"]
    assert registrations.employers(store, event_id) == ["CCAS", "Ville"]
    assert registrations.counts(store, event_id) == (2, 0, 1)


def test_badges_are_told_new_changed_or_printed(store: Store, event_id: str) -> None:
    ids = [add(store, event_id, last) for last in ("Un", "Deux", "Trois")]
    prints.record_badges(store, events.get(store, event_id), registrations.get_many(store, ids[:2]), "L7418", NOW)
    registrations.save(store, replace(registrations.get(store, ids[0]), employer="Ville"), NOW)
    assert registrations.badge_printed(store, ids) == dict(zip(ids, ("changed", "printed", "new"), strict=True))
    assert names(store, event_id, Query(badge="changed")) == ["UN"]
    assert names(store, event_id, Query(badge="new")) == ["TROIS"]
    assert names(store, event_id, Query(badge="to_print")) == ["TROIS", "UN"]
    assert names(store, event_id, Query(badge="printed", text="deu")) == ["DEUX"]


# --- changes ---------------------------------------------------------------------------------------------------------


def test_an_edit_says_who_and_is_undone(store: Store, event_id: str) -> None:
    id_ = add(store, event_id, "Arrondell", "Éloïse")
    registrations.save(store, replace(registrations.get(store, id_), job_title="Juriste"), NOW)
    assert str(journal.next_undo(store)) == "Modification de ARRONDELL Éloïse"
    journal.undo(store, NOW)
    assert registrations.get(store, id_).job_title == ""
    journal.redo(store, NOW)
    assert registrations.get(store, id_).job_title == "Juriste"


def test_nobody_is_kept_without_a_name(store: Store, event_id: str) -> None:
    with pytest.raises(UserError) as caught:
        add(store, event_id, "  ", employer="Ville")
    assert caught.value.code == "name_missing"
    assert registrations.counts(store, event_id).total == 0


def test_many_are_cancelled_and_registeredagain_in_one_action(store: Store, event_id: str) -> None:
    ids = [add(store, event_id, last) for last in ("Un", "Deux", "Trois")]
    registrations.set_status(store, ids, Status.CANCELLED, NOW)
    assert str(journal.next_undo(store)) == "Désistement de 3 personnes"
    assert registrations.counts(store, event_id) == (0, 0, 3)
    journal.undo(store, NOW)
    assert registrations.counts(store, event_id) == (3, 0, 0)
    registrations.set_status(store, ids[:1], Status.WAITLISTED, NOW)
    assert str(journal.next_undo(store)) == "Mise en liste d’attente de UN"


def test_who_is_removed_comes_back(store: Store, event_id: str) -> None:
    id_ = add(store, event_id, "Carty", "Wendell")
    registrations.remove(store, [id_], NOW)
    assert registrations.search(store, event_id) == []
    assert not registrations.is_listed(store, id_)
    journal.undo(store, NOW)
    assert registrations.search(store, event_id) == [id_]
    assert registrations.is_listed(store, id_)


def test_what_is_done_to_people_is_answered_unless_nothing_changes(store: Store, event_id: str) -> None:
    ids = [add(store, event_id, "Carty")]
    for again in range(2):
        done = registrations.set_status(store, ids, Status.CANCELLED, NOW)
        assert done == (None if again else journal.next_undo(store))
    removed = registrations.remove(store, ids, NOW)
    assert removed is not None
    assert str(removed) == str(journal.next_undo(store))
    assert registrations.remove(store, ids, NOW) is None


def test_a_new_badge_has_a_new_code(store: Store, event_id: str) -> None:
    id_ = add(store, event_id, "Carty")
    before = registrations.get(store, id_)
    assert registrations.reissue_badge(store, id_, NOW) == journal.next_undo(store)
    after = registrations.get(store, id_)
    assert after.badge != before.badge
    assert registrations.search(store, event_id, Query(text=before.short_code)) == []
    journal.undo(store, NOW)
    assert registrations.get(store, id_) == before


# --- import ----------------------------------------------------------------------------------------------------------


def plan_of(store: Store, event_id: str, name: str = "liste_titre_et_total.xlsx") -> Plan:
    """The plan of importing a sample."""
    listing = read(LISTS / name)
    return make_plan(listing, registrations.all_of(store, event_id), event_id, lambda: uuid7(NOW))


def test_importing_twice_changes_nothing(store: Store, event_id: str) -> None:
    imports.import_plan(store, plan_of(store, event_id), NOW)
    people = registrations.all_of(store, event_id)
    assert len(people) == 36
    assert {p.source for p in people} == {Source.LIST}
    assert len({p.badge for p in people}) == 36
    again = plan_of(store, event_id)
    assert (again.added, again.updated, again.unchanged) == ((), (), 36)
    done = journal.next_undo(store)
    imports.import_plan(store, again, NOW)
    assert journal.next_undo(store) == done
    assert registrations.all_of(store, event_id) == people


def test_an_import_is_undone_whole_but_for_what_was_edited_since(store: Store, event_id: str) -> None:
    imports.import_plan(store, plan_of(store, event_id), NOW)
    edited = registrations.all_of(store, event_id)[3]
    assert str(journal.next_undo(store)) == "Import de liste_titre_et_total.xlsx"
    action = journal.next_undo(store)
    assert action is not None
    registrations.save(store, replace(edited, job_title="Autre fonction"), NOW + timedelta(minutes=1))
    undone = journal.undo(store, NOW + timedelta(minutes=2), action.id)
    assert undone is not None
    assert undone.kept == 1
    assert [p.id for p in registrations.all_of(store, event_id)] == [edited.id]
    assert journal.redo(store, NOW + timedelta(minutes=3)) is not None
    assert len(registrations.all_of(store, event_id)) == 36


def test_an_import_updates_what_is_known_and_its_undo_puts_it_back(store: Store, event_id: str) -> None:
    imports.import_plan(store, plan_of(store, event_id), NOW)
    person = registrations.all_of(store, event_id)[0]
    registrations.save(store, replace(person, phone="", job_title="Ancienne fonction"), NOW)
    plan = plan_of(store, event_id)
    assert len(plan.updated) == 1
    imports.import_plan(store, plan, NOW)
    assert registrations.get(store, person.id) == person
    journal.undo(store, NOW)
    assert registrations.get(store, person.id).job_title == "Ancienne fonction"


@pytest.mark.parametrize("told", [1, 2])
def test_an_import_stopped_leaves_nothing(store: Store, event_id: str, told: int) -> None:
    # given an import that is stopped the first or the last time it says how far it is
    heard: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        heard.append((done, total))
        if len(heard) == told:
            raise Cancelled

    with pytest.raises(Cancelled):
        imports.import_plan(store, plan_of(store, event_id), NOW, stop)
    assert registrations.counts(store, event_id).total == 0
    # then there was no later time to stop it
    heard.clear()
    imports.import_plan(store, plan_of(store, event_id), NOW, lambda done, total: heard.append((done, total)))
    assert heard == [(0, 36), (36, 36)]


def test_a_long_import_is_written_and_told_part_by_part(store: Store, event_id: str) -> None:
    people = [Attendee(last_name=f"Nom {n}", first_name="Anne", role=Role.SPEAKER) for n in range(1100)]
    rows = tuple(ListRow(number, person) for number, person in enumerate(people, start=2))
    listing = Listing(source="longue.csv", sheet="", header_row=1, columns=(), rows=rows)
    plan = make_plan(listing, [], event_id, lambda: uuid7(NOW))
    heard: list[int] = []
    imports.import_plan(store, plan, NOW, lambda done, _total: heard.append(done))
    assert heard == [0, 500, 1000, 1100]
    added = {row.attendee.id: row.attendee for row in plan.added}
    kept = registrations.all_of(store, event_id)
    assert {p.id: replace(p, badge="") for p in kept} == added
    assert len({p.badge for p in kept}) == 1100
    assert backups.verify(store).faults == ()
    # stopped in the middle, when parts of it are in the tables already
    journal.undo(store, NOW)

    def stop(done: int, _total: int) -> None:
        if done == 1000:
            raise Cancelled

    written = store.execute("SELECT count(*) FROM changes").fetchone()[0]
    with pytest.raises(Cancelled):
        imports.import_plan(store, make_plan(listing, [], event_id, lambda: uuid7(NOW)), NOW, stop)
    assert registrations.counts(store, event_id).total == 0
    assert store.execute("SELECT count(*) FROM changes").fetchone()[0] == written


def test_groups_in_their_order_whoever_has_none_last(store: Store, event_id: str) -> None:
    for last, group in (("Un", "10"), ("Deux", ""), ("Trois", "Salle B"), ("Quatre", "2"), ("Cinq", "2")):
        add(store, event_id, last, group=group)
    assert registrations.groups(store, event_id) == ["2", "10", "Salle B"]
    assert names(store, event_id, Query(sort="group")) == ["CINQ", "QUATRE", "UN", "TROIS", "DEUX"]
    assert names(store, event_id, Query(group="2")) == ["CINQ", "QUATRE"]
    assert names(store, event_id, Query(text="quat", group="2")) == ["QUATRE"]
