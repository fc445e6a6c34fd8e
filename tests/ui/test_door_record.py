"""Whatever was done at the door, on other pages and by other programs before: Ctrl+Z does there what the menu says, and
changes nothing that another page recorded.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Generator
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication

from ia_events.domain import tokens
from ia_events.domain.attendance import Method, State
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from ia_events.store import Store, blanks, door, door_book, door_mends, journal, presence, registrations
from ia_events.ui.pages.door import DoorPage
from ia_events.ui.window import MainWindow
from tests.ui.conftest import plain
from tests.ui.test_door import EVENING, page, people

__all__ = ["page", "people"]  # the fixtures of the door

_STEPS = 40
_COUNTS = (
    "SELECT f.id, trim(coalesce(r.last_name || ' ' || r.first_name, '')) AS name FROM facts AS f"
    " LEFT JOIN registrations AS r ON r.id = f.registration_id WHERE f.kind IN ('arrival', 'departure') AND f.voided = 0"
)
_TOLD = (
    "SELECT a.id, a.undone, group_concat(f.voided, '') FROM actions AS a JOIN changes AS c ON c.action = a.id"
    " LEFT JOIN facts AS f ON f.id = c.row GROUP BY a.id ORDER BY a.id"
)


class Day:
    """What may happen while a door is open, one thing at a time."""

    def __init__(self, page: DoorPage, window: MainWindow, other: Store, event: Event, dice: random.Random) -> None:
        self.page, self.window, self.other, self.event, self.dice = page, window, other, event, dice
        self.session, self.store = page.session, page.session.store
        self.others: set[str] = set()  # the actions of other pages, programs and stations
        self.edited: set[str] = set()
        self.came = 0
        self.here: list[Callable[[], object]] = [
            self.scan, self.scan, self.leave, self.take_back, self.take_back, self.correct, self.shift, self.walk_in,
            self.replace, self.hand_out,
        ]  # fmt: skip
        self.elsewhere: list[Callable[[], object]] = [
            self.mark, self.mark, self.edit, self.session.undo, self.session.redo, self.admit, self.take_back_there, self.cross
        ]  # fmt: skip

    def anybody(self) -> Attendee:
        return self.dice.choice(registrations.all_of(self.store, self.event.id))

    def line(self) -> door_book.Entry | None:
        entries = door_book.recent(self.store, self.event.id, self.event.slots[0].id, refused=False)
        return self.dice.choice(entries) if entries else None

    # --- at the door ---------------------------------------------------------------------------------------------

    def scan(self) -> None:
        self.page.scan(tokens.issue(self.anybody().badge, self.event.key))

    def leave(self) -> None:
        self.page.set_leaving(True)
        self.scan()
        self.page.set_leaving(False)

    def take_back(self) -> None:
        if (entry := self.line()) is not None:
            self.others.difference_update(self.telling(entry))
            self.page.mends.take_back(entry)

    def correct(self) -> None:
        entry, mends = self.line(), self.page.mends
        if entry is not None and not self.session.volunteer:
            self.others.difference_update(self.telling(entry))
            mends.ask_hour(entry)
            local = self.event.local(entry.fact.at) - timedelta(minutes=self.dice.randrange(1, 9))
            mends.hour_line.set_value(local.time().replace(second=0, microsecond=0))
            mends._correct()
            self.page.show_recent()

    def shift(self) -> None:
        self.page.clock.ask()
        self.page.clock.minutes.setText("-3")
        if self.page.below.in_form:
            self.page.clock._shift()
            self.page.show_recent()

    def walk_in(self) -> None:
        self.came += 1
        self.page.open_walk_in()
        self.page.below.form.fields["last_name"].setText(f"Zola{self.came}")
        self.page.below.form.submit()

    def replace(self) -> None:
        absent = self.anybody()
        if not self.session.volunteer and not door_mends.has_come(self.store, self.event.id, absent.id):
            self.came += 1
            self.page.below.show_form(f"Zola{self.came}", [], absent)
            self.page.below.form.submit()

    def hand_out(self) -> None:
        (badge,) = (blank.badge for blank in blanks.nobodys(1))
        blanks.record_issued(self.store, self.event, [badge], self.session.now())
        self.page.arrivals._tie(self.anybody(), badge)
        self.session.recorded()

    def telling(self, entry: door_book.Entry) -> list[str]:
        """What told a passage: put right at the door, it is the door's to take back."""
        rows = self.store.execute("SELECT action FROM changes WHERE row = ?", (entry.fact.id,))
        return [row[0] for row in rows]

    # --- on other pages, in other programs -----------------------------------------------------------------------

    def mark(self) -> None:
        store, slot = self.dice.choice((self.store, self.other)), self.event.slots[0].id
        cells = [(self.anybody().id, slot) for _person in range(self.dice.randrange(1, 4))]
        state = self.dice.choice((State.ABSENT, State.EXCUSED, State.PRESENT, State.LATE, State.EXPECTED))
        presence.mark(store, self.event, cells, state, self.session.now())

    def cross(self) -> None:
        """Headquarters' return, taken on this very station."""
        slot, now, station = self.event.slots[0].id, self.session.now(), self.session.settings.station
        person = self.anybody().id
        standing = [f for f in presence.facts_of(self.store, self.event.id, person) if f.slot_id == slot]
        ops = presence.cell_ops(
            self.event, person, slot, standing, State.PRESENT, now, station, Method.RETURN
        )  # fmt: skip
        journal.record(self.store, ops, journal.Label("Retour du siège"), now)

    def edit(self) -> None:
        self.edited.add(id_ := self.anybody().id)
        person = replace(registrations.get(self.store, id_), employer=f"Ville {self.dice.random()}")
        registrations.save(self.store, person, EVENING)

    def admit(self) -> None:
        now = self.session.now()
        door.admit(self.other, self.event, self.anybody(), at=now, now=now, station="Porte 2")

    def take_back_there(self) -> None:
        entry, now = self.line(), self.session.now()
        if entry is not None and self.dice.random() < 0.5:
            door.undo_entry(self.other, entry.fact.id, now)
        elif entry is not None:
            at = min(entry.fact.at, now) - timedelta(minutes=1)
            door_mends.correct_time(self.other, self.event, entry.fact.id, at, now)

    # --- what is seen of it --------------------------------------------------------------------------------------

    def told(self) -> dict[str, tuple[object, ...]]:
        return {row[0]: tuple(row) for row in self.store.execute(_TOLD)}

    def theirs(self) -> dict[str, tuple[object, ...]]:
        return {id_: row for id_, row in self.told().items() if id_ in self.others}

    def employers(self) -> dict[str, str]:
        """Of those who were edited elsewhere."""
        listed = registrations.all_of(self.store, self.event.id)
        return {one.id: one.employer for one in listed if one.id in self.edited and "." in one.employer}

    def counting(self) -> dict[str, str]:
        return {row["id"]: row["name"].lower() for row in self.store.execute(_COUNTS)}

    def strangers(self) -> list[str]:
        """What counts of what other stations recorded."""
        sql = "SELECT id FROM facts WHERE kind IN ('arrival', 'departure') AND voided = 0 AND station <> ? ORDER BY id"
        return [row[0] for row in self.store.execute(sql, (self.session.settings.station,))]

    def somewhere(self) -> None:
        """Something happens where the door's keys reach nothing, except the passages and corrections of this station."""
        before = set(self.told())
        self.dice.choice(self.elsewhere)()
        self.session.look()
        for id_ in set(self.told()) - before:
            row = self.store.execute("SELECT kind, label FROM actions WHERE id = ?", (id_,)).fetchone()
            if row["kind"] == "do" and "Heure corrig" not in row["label"]:
                self.others.add(id_)

    def key(self, *, undo: bool) -> None:
        """Ctrl+Z, or Ctrl+Shift+Z: what it says it does, and nothing else."""
        past = self.page.past
        words = past.next_undo() if undo else past.next_redo()
        label = f"{'Annuler' if undo else 'Rétablir'} : {words}"
        menu = self.window.menu()
        shown = plain(menu.actions()[0 if undo else 1].text())
        menu.close()
        assert shown.split("\t")[0] == (plain(label) if words else label.split()[0])
        before, theirs, employers, actions = self.counting(), self.theirs(), self.employers(), len(self.told())
        strangers = self.strangers()
        (self.window._undo if undo else self.window._redo).trigger()
        QApplication.processEvents()
        after = self.counting()
        gone, come = before.keys() - after.keys(), after.keys() - before.keys()
        assert self.theirs() == theirs, label
        assert self.employers() == employers, label
        assert not self.session.volunteer or self.strangers() == strangers, label
        assert len(self.told()) - actions == (words is not None), label
        if words is None:
            assert (gone, come) == (set(), set())
            return
        whose = {before[id_] for id_ in gone} | {after[id_] for id_ in come}
        what, _colon, name = plain(words).partition(" : ")
        if what.startswith("Heure"):  # corrected, or shifted: as many as before, and of the same people
            assert len(gone) == len(come) > 0, label
            assert {before[id_] for id_ in gone} == {after[id_] for id_ in come}, label
            assert what.startswith("Heures du poste") or next(iter(whose)) in plain(words).lower(), label
        elif what.startswith("Badge vierge remis"):
            assert (gone, come) == (set(), set())
        else:
            back = (what == "Pointage retiré") == undo
            assert (len(gone), len(come)) == ((0, 1) if back else (1, 0)), label
            assert whose == {(name or what.split(" vient ")[0]).lower()}, label

    def there_and_back(self) -> None:
        """Ctrl+Shift+Z straight after Ctrl+Z: all is as it was."""
        words, before = self.page.past.next_undo(), self.counting()
        self.key(undo=True)
        if words is not None:
            assert self.page.past.next_redo() == words
            self.key(undo=False)
            assert self.counting() == before
            assert self.page.past.next_undo() == words


@pytest.fixture
def other(store: Store) -> Generator[Store, None, None]:
    """The database, as another program has it open."""
    assert store.path is not None
    made = Store.open(store.path, now=EVENING)
    yield made
    made.close()


@pytest.mark.parametrize("seed", range(6))
def test_what_the_menu_says_is_what_is_done_and_nothing_of_another_page(
    page: DoorPage, window: MainWindow, other: Store, event: Event, seed: int
) -> None:
    dice = random.Random(seed)
    day = Day(page, window, other, event, dice)
    for _step in range(_STEPS):
        chance = dice.random()
        if chance < 0.35:
            dice.choice(day.here)()
        elif chance < 0.55:
            day.somewhere()
        elif chance < 0.6:
            page.session.change_setting("mode", dice.choice(("", "volunteer")))
        elif chance < 0.7:
            day.there_and_back()
        else:
            day.key(undo=dice.random() < 0.65)
        QApplication.processEvents()
