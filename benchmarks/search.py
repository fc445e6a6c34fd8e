"""A keystroke in the store: the first page of people whose name, employer, address or code holds what was typed.

    python -m benchmarks.search [--people 100000] [--keystrokes 2000]

Substrings of 1 to 8 characters are drawn from the names, employers and addresses really there, one in ten is a miss,
one in five is two words. The peer is the plain way, `LIKE '%…%'` over the same column; the floor is reading a hundred
rows of the same table in list order.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from ia_events.domain.events import Event
from ia_events.domain.ids import uuid7
from ia_events.domain.lists import Listing, ListRow, Plan
from ia_events.domain.people import Attendee, Source
from ia_events.domain.text import fold
from ia_events.store import Store, events, imports, registrations

NOW = datetime(2025, 11, 12, 12, tzinfo=UTC)
PAGE = 100

_FIRST = (
    "Éloïse", "Rémi", "Sharon", "Wendell", "Marie-Laure", "Noël", "Océane", "Ambroise", "Gaëlle", "Jean-Baptiste",
    "Aïssata", "Anaïs", "Théo", "Maëva", "Loïc", "Chloé", "Fabienne", "Jocelyn", "Ketty", "Steeve", "Inès",
    "Nadège", "Olivier", "Sabrina", "Thibault", "Raphaël", "Zoé", "Yannick", "Ludivine", "Mamadou", "Solène",
    "Teddy", "Corinne", "Désiré", "Prisca", "Hugues", "Bérénice", "Axel", "Murielle", "Jimmy", "Patricia",
    "Christian", "Valérie", "Jean-Pierre", "Nicolas", "Sylvie", "Philippe", "Isabelle", "Laurent", "Catherine",
    "Thomas", "Julie", "Antoine", "Camille", "Anthony", "Hélène", "Bertrand", "Ghislaine", "Cédric",
)  # fmt: skip
_LAST = (
    "Martin", "Bernard", "Dubois", "Durand", "Moreau", "Lefèvre", "Roux", "Fournier", "Girard", "Lambert", "Bonnet",
    "Fontaine", "Rousseau", "Vincent", "Muller", "Lefebvre", "Faure", "André", "Mercier", "Blanc", "Guérin",
    "Boyer", "Garnier", "Chevalier", "François", "Legrand", "Gauthier", "Perrin", "Robin", "Clément", "Morin",
    "Nicolas", "Henry", "Roussel", "Mathieu", "Gautier", "Masson", "Marchand", "Duval", "Denis", "Dumont", "Marie",
    "Lemaire", "Noël", "Meyer", "Dufour", "Meunier", "Brun", "Blanchard", "Giraud", "Joly", "Rivière", "Lucas",
    "Brunet", "Gaillard", "Barbier", "Arnaud", "Martinez", "Gérard", "Roche", "Renard", "Schmitt", "Roy", "Leroux",
    "Colin", "Vidal", "Caron", "Picard", "Roger", "Fabre", "Aubert", "Lemoine", "Renaud", "Dumas", "Lacroix",
    "Olivier", "Philippe", "Bourgeois", "Pierre", "Benoît", "Rey", "Leclerc", "Payet", "Rolland", "Leclercq",
    "Guillaume", "Lecomte", "Thomas", "Petit", "Robert", "Richard", "Simon", "Laurent", "Michel", "Garcia", "David",
    "Bertrand", "Thérèse", "Zénon", "Wattrelos", "Vasseur", "Weber", "Wagner", "Ximénès", "Yvon",
)  # fmt: skip
_SYLLABLES = (
    "ba", "ca", "da", "fa", "ga", "la", "ma", "na", "pa", "ra", "sa", "ta", "va", "bel", "cor", "del", "fer", "gal",
    "lor", "mar", "nor", "per", "ros", "sol", "tan", "val", "bri", "cle", "dru", "fré", "gui", "lan", "men", "ni",
    "quet", "ris", "sou", "teau", "vier", "zac", "lin", "jou", "hé",
)  # fmt: skip
_KINDS = (
    "Commune de",
    "Ville de",
    "CCAS de",
    "Département de",
    "Communauté de communes de",
    "SDIS de",
    "Centre de gestion de",
)


def people(count: int, seed: int = 7) -> list[Attendee]:
    """Invented people: some names borne by thousands, most by a few; 400 employers; addresses of three patterns."""
    chance = random.Random(seed)
    ranks = [1 / (n + 3) for n in range(len(_LAST))]

    def made_up() -> str:
        return "".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4))).capitalize()

    places = [made_up() for _ in range(400)]
    weights = [1 / (n + 5) for n in range(len(places))]
    found = []
    for number in range(count):
        first = chance.choice(_FIRST)
        last = chance.choices(_LAST, ranks)[0] if chance.random() < 0.3 else made_up()
        if chance.random() < 0.05:
            last = f"{chance.choice(('de', 'Le', 'Saint', 'Ben'))} {last}"
        place = chance.choices(range(len(places)), weights)[0]
        name, surname = fold(first).replace(" ", "-"), fold(last).replace(" ", "")
        address = chance.choice(
            (f"{name}.{surname}{number % 97}", f"{surname}.{name}", f"{name[0]}{surname}{number % 13}")
        )
        found.append(
            Attendee(
                id=uuid7(NOW),
                last_name=last,
                first_name=first,
                email=f"{address}@{fold(places[place])}.exemple.fr",
                phone=f"0690{number % 1_000_000:06d}",
                employer=f"{_KINDS[place % len(_KINDS)]} {places[place]}",
                department="Ressources humaines",
                job_title="Chargée de mission numérique",
                category="A",
                source=Source.LIST,
            )
        )
    return found


def fill(store: Store, count: int) -> str:
    """An event with so many people, through the real import; its id."""
    event_id = events.save(store, Event(title="Journées de l'IA", timezone="America/Guadeloupe"), NOW)
    rows = tuple(ListRow(row, person) for row, person in enumerate(_in(event_id, people(count)), 2))
    listing = Listing(source="liste.xlsx", sheet="Liste", header_row=1, columns=(), rows=rows)
    plan = Plan(listing=listing, added=rows, updated=(), unchanged=0, refused=(), problems=(), event_id=event_id)
    imports.import_plan(store, plan, NOW)
    return event_id


def _in(event_id: str, crowd: Sequence[Attendee]) -> list[Attendee]:
    return [replace(person, event_id=event_id) for person in crowd]


def keystrokes(crowd: Sequence[Attendee], count: int, seed: int = 11) -> list[str]:
    """What is typed: substrings of 1 to 8 characters of what is there, and misses."""
    chance = random.Random(seed)

    def piece() -> str:
        if chance.random() < 0.1:
            return "".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=chance.randint(2, 8)))
        person = chance.choice(crowd)
        text = chance.choice((person.last_name, person.first_name, person.employer, person.email))
        start = chance.randrange(len(text))
        return text[start : start + chance.randint(1, 8)]

    return [f"{piece()} {piece()}" if chance.random() < 0.2 else piece() for _ in range(count)]


def timed(jobs: Sequence[Callable[[], object]]) -> list[float]:
    """Milliseconds each job took, in order."""
    taken = []
    for job in jobs:
        begun = time.perf_counter()
        job()
        taken.append((time.perf_counter() - begun) * 1000)
    return taken


def percentile(taken: Sequence[float], share: float) -> float:
    """The value that this share of the others do not pass."""
    return sorted(taken)[min(len(taken) - 1, int(len(taken) * share))]


def line(name: str, taken: Sequence[float]) -> str:
    """Median, 99th percentile and worst, in milliseconds."""
    return f"{name:44} median {statistics.median(taken):7.2f}   99 % {percentile(taken, 0.99):7.2f}   worst {max(taken):7.2f} ms"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--keystrokes", type=int, default=2000)
    parser.add_argument("--database", type=Path, help="keep the database here, and use it again")
    parser.add_argument("--slowest", action="store_true", help="name the slowest ones")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.database or Path(folder) / "search.db"
        fresh = not path.exists()
        store = Store.open(path, now=NOW)
        event_id = fill(store, options.people) if fresh else events.list_events(store)[0].id
        typed = keystrokes(people(options.people), options.keystrokes)

        def ours(text: str) -> Callable[[], object]:
            return lambda: registrations.search(store, event_id, registrations.Query(text=text), limit=PAGE)

        def counted(text: str) -> Callable[[], object]:
            return lambda: registrations.count(store, event_id, registrations.Query(text=text))

        def plain(text: str) -> Callable[[], object]:
            pattern = f"%{fold(text)}%"
            return lambda: store.execute(
                "SELECT id FROM registrations WHERE event_id = ? AND deleted = 0 AND folded LIKE ? ORDER BY sort_key LIMIT ?",
                (event_id, pattern, PAGE),
            ).fetchall()

        floor = timed([lambda: registrations.search(store, event_id, limit=PAGE)] * 200)
        taken = timed([ours(text) for text in typed])
        peer = timed([plain(text) for text in typed[:400]])
        counting = timed([counted(text) for text in typed[:200]])
        print(f"{options.people} people, {len(typed)} keystrokes, {path.stat().st_size / 1e6:.0f} MB")
        print(line("a page of the whole list (the floor)", floor))
        print(line("a keystroke", taken))
        print(line("LIKE over the same column (the peer)", peer))
        print(line("counting what matches (when typing pauses)", counting))
        print(
            f"99 % of keystrokes: {percentile(taken, 0.99) / 5:.2f} of the 5 ms allowed, "
            f"{percentile(peer, 0.99) / percentile(taken, 0.99):.1f} times faster than LIKE"
        )
        for length in range(1, 9):
            some = [ms for ms, text in zip(taken, typed, strict=True) if len(fold(text)) == length]
            if some:
                print(line(f"  {length} letters ({len(some)})", some))
        if options.slowest:
            for ms, text in sorted(zip(taken, typed, strict=True), reverse=True)[:30]:
                print(f"  {ms:7.2f} ms  {text!r}")
        store.close()


if __name__ == "__main__":
    main()
