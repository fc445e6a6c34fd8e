"""Whom somebody at the door means, in a real database."""

from __future__ import annotations

from collections.abc import Generator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ia_events.domain.events import Event, Slot
from ia_events.domain.people import Attendee, Status
from ia_events.store import Store, backups, door, events, finding, heard, journal, registrations

NOW = datetime(2025, 11, 12, 21, 30, tzinfo=UTC)


@pytest.fixture
def store() -> Generator[Store, None, None]:
    """An empty database in memory."""
    made = Store.open(None, now=NOW)
    yield made
    made.close()


@pytest.fixture
def event(store: Store) -> Event:
    """An event of two half-days."""
    slots = tuple(
        Slot(label=label, start=NOW.replace(hour=hour), end=NOW.replace(hour=hour + 2))
        for label, hour in (("Après-midi", 18), ("Soirée", 21))
    )
    return events.get(store, events.save(store, Event(title="Soirée", timezone="America/Marigot", slots=slots), NOW))


@pytest.fixture
def listed(store: Store, event: Event) -> dict[str, str]:
    """People by a short name."""
    rows = {
        "gauthier": ("Gauthier", "Jean-Philippe", "Commune des Abymes"),
        "gautier": ("Gautier", "Éloïse", "Département de la Guadeloupe"),
        "lefebvre": ("Lefebvre", "Mathieu", "Commune de Baillif"),
        "ndiaye": ("N'Diaye", "Aïssata", "CCAS de Basse-Terre"),
        "legoff": ("Le Goff", "Ghislaine", "Commune de Baillif"),
        "dupont": ("Dupont", "Jocelyn", "Commune des Abymes"),
        "dupond": ("Dupond", "Thérèse", "SDIS de Marigot"),
        "fontaine": ("de La Fontaine", "Yves", "Commune de Gourbeyre"),
        "carty": ("Carty", "Wendell", "Collectivité de Saint-Martin"),
        "mckenzie": ("McKenzie", "Sharon", "Collectivité de Saint-Martin"),
        "other": ("Gumbs", "Karine", "Gauthier et fils"),
    }
    return {
        key: add(store, event, last, first, employer=employer, birth_name="Questel" if key == "carty" else "")
        for key, (last, first, employer) in rows.items()
    }


def add(store: Store, event: Event, last: str, first: str, **fields: object) -> str:
    """Register somebody; their id."""
    person = Attendee(event_id=event.id, last_name=last, first_name=first, **fields)  # type: ignore[arg-type]
    return registrations.save(store, person, NOW)


def said(store: Store, event: Event, text: str) -> list[str]:
    """Whom a text finds, by id, in the order shown."""
    found = finding.find(store, event.id, text)
    return [person.id for person in (*found.people, *found.likely)]


@pytest.mark.parametrize(
    "typed, meant",
    [
        ("gotié jean filippe", "gauthier"),
        ("jean-philippe gautier", "gauthier"),
        ("jeanphilippe", "gauthier"),
        ("lefevre matieu", "lefebvre"),
        ("lefaivre", "lefebvre"),
        ("ledebvre", "lefebvre"),
        ("lefbvre", "lefebvre"),
        ("lefeebvre", "lefebvre"),
        ("lefevbre", "lefebvre"),
        ("mathieu lefebvre", "lefebvre"),
        ("n diaye", "ndiaye"),
        ("ndiay", "ndiaye"),
        ("diaye aysata", "ndiaye"),
        ("legof", "legoff"),
        ("le gof gislaine", "legoff"),
        ("j dupont", "dupont"),
        ("dupond j", "dupont"),
        ("t dupont", "dupond"),
        ("terese dupon", "dupond"),
        ("fontene", "fontaine"),
        ("fontaine ive", "fontaine"),
        ("de la fontene ives", "fontaine"),
        ("lafontaine", "fontaine"),
        ("vendel carti", "carty"),
        ("questel", "carty"),
        ("kestel wendell", "carty"),
        ("mac kenzie", "mckenzie"),
        ("makenzi charon", "mckenzie"),
        ("dupon baillif", ""),
        ("zzzz", ""),
        ("a@b", ""),
        ("…", "gauthier"),
    ],
)
def test_the_one_meant_is_among_the_first(
    store: Store, event: Event, listed: dict[str, str], typed: str, meant: str
) -> None:
    found = said(store, event, typed)
    if typed == "…":  # nothing to look for: the list
        assert len(found) == len(listed)
    elif meant:
        assert listed[meant] in found[:2], [registrations.get(store, id_).list_name for id_ in found]
    elif typed == "dupon baillif":
        assert listed["lefebvre"] not in found
    else:
        assert found == []


def test_a_name_as_written_is_not_drowned(store: Store, event: Event, listed: dict[str, str]) -> None:
    found = finding.find(store, event.id, "gauthier")
    # The name before the employer of that name; then the one that sounds the same, apart.
    assert [p.id for p in found.people] == [listed["gauthier"], listed["other"]]
    assert [p.id for p in found.likely] == [listed["gautier"]]
    assert finding.find(store, event.id, "gauthier", forgiving=False).likely == []
    assert found.only is None


def test_only_one_who_bears_the_name_is_taken_without_being_chosen(
    store: Store, event: Event, listed: dict[str, str]
) -> None:
    def only(text: str) -> str:
        found = finding.find(store, event.id, text).only
        return found.id if found else ""

    assert only("lefebvre") == listed["lefebvre"]
    assert only("dupont") == listed["dupont"]  # Dupond, who sounds the same, is shown beside
    assert only("lefaivre") == ""
    assert only("gourbeyre") == listed["fontaine"]
    assert only("gumbs") == listed["other"]


def test_namesakes_are_together_and_who_is_still_to_come_is_first(store: Store, event: Event) -> None:
    there = add(store, event, "Martin", "Léa", employer="Commune des Abymes")
    gone = add(store, event, "Martin", "Léa", employer="Commune de Baillif", status=Status.CANCELLED)
    awaited = add(store, event, "Martin", "Léa", employer="SDIS de Marigot")
    other_half = add(store, event, "Martin", "Yves", slots=(event.slots[0].id,))
    later = add(store, event, "Martin", "Zoé")
    evening = event.slots[1].id
    person = registrations.get(store, there)
    door.admit(store, event, person, slot_id=evening, at=NOW, now=NOW, station="Entrée")
    found = finding.find(store, event.id, "martin", slot_id=evening)
    assert [p.id for p in found.people] == [awaited, gone, there, later, other_half]
    assert list(found.arrivals) == [there]
    # A word of the employer tells them apart.
    assert [p.id for p in finding.find(store, event.id, "lea martin baillif").people] == [gone]
    assert said(store, event, "lea marttin bailif")[0] == gone


def test_a_name_changed_is_found_by_its_new_sound_only(store: Store, event: Event, listed: dict[str, str]) -> None:
    person = registrations.get(store, listed["lefebvre"])
    values = {"last_name": "Ximénès"}
    journal.record(store, [registrations.edition(store, person.id, values)], journal.Label("x"), NOW)
    assert said(store, event, "simenes") == [person.id]
    assert said(store, event, "lefaivre") == []
    values = {"birth_name": "Thibault"}
    journal.record(store, [registrations.edition(store, person.id, values)], journal.Label("x"), NOW)
    assert said(store, event, "tibo") == [person.id]
    assert said(store, event, "hibaul") == [person.id]  # any part of the birth name too
    journal.undo(store, NOW)
    assert said(store, event, "tibo") == []
    registrations.remove(store, [person.id], NOW)
    assert said(store, event, "simenes") == []
    assert backups.verify(store).faults == ()


def test_people_of_another_event_are_not_looked_at(store: Store, event: Event, listed: dict[str, str]) -> None:
    other = events.save(store, Event(title="Autre", timezone="America/Marigot"), NOW)
    assert heard.likely(store, other, "lefaivre") == []
    assert heard.begin_with(store, other, "lefebvre") == []


def test_an_index_that_lacks_people_is_a_fault(store: Store, event: Event, listed: dict[str, str]) -> None:
    assert backups.verify(store).faults == ()
    store.execute("DELETE FROM registrations_heard WHERE rowid = 1")
    assert backups.verify(store).faults == ("the index of names as heard is not what the table says",)


def test_a_database_of_before_is_given_the_index(tmp_path: Path) -> None:
    path = tmp_path / "base.db"
    store = Store.open(path, now=NOW)
    event = events.get(store, events.save(store, Event(title="Soirée", timezone="America/Marigot"), NOW))
    id_ = add(store, event, "Lefebvre", "Mathieu", birth_name="Questel")
    store.close()
    from sqlcipher3 import dbapi2 as sqlite

    old = sqlite.connect(str(path), isolation_level=None)  # as the first version left it
    folded = old.execute("SELECT folded FROM registrations").fetchone()[0]
    before = folded.replace(" questel", "")
    old.execute(
        "INSERT INTO registrations_search(registrations_search, rowid, folded) VALUES ('delete', 1, ?)", (folded,)
    )
    old.execute("INSERT INTO registrations_search(rowid, folded) VALUES (1, ?)", (before,))
    old.execute("UPDATE registrations SET folded = ?", (before,))
    old.execute("DROP TABLE registrations_heard_terms")
    old.execute("DROP TABLE registrations_heard")
    old.execute("DELETE FROM _sqlite_migrations WHERE name = 'm0004_names_as_heard'")
    old.close()
    store = Store.open(path, now=NOW)
    assert said(store, event, "lefaivre") == [id_]
    assert registrations.search(store, event.id, registrations.Query(text="questel")) == [id_]
    assert backups.verify(store).faults == ()
    store.close()
