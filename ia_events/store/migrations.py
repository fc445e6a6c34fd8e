"""Numbered migrations. A released one is never edited; the next number changes what it made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils.migrations import Migrations

from ia_events.store import schema

if TYPE_CHECKING:
    from sqlite_utils import Database

migrations = Migrations("ia_events")


def _fields(table: schema.Table) -> dict[str, type]:
    kinds = {
        name: int if isinstance(default, int) or default is None else str for name, default in table.columns.items()
    }
    return {**kinds, **dict.fromkeys(table.derived, str), "stamps": str}


@migrations()
def m0001_start(db: Database) -> None:
    """The change log, the facts, and the tables of fields."""
    db.execute(
        "CREATE TABLE changes(origin TEXT NOT NULL, seq INTEGER NOT NULL, hlc INTEGER NOT NULL, action TEXT NOT NULL,"
        " tbl TEXT NOT NULL, row TEXT NOT NULL, body TEXT, body_hash BLOB NOT NULL, chain BLOB NOT NULL,"
        " held INTEGER NOT NULL DEFAULT 0, PRIMARY KEY(origin, seq)) WITHOUT ROWID"
    )
    db.execute(
        "CREATE TABLE refused(origin TEXT, seq INTEGER, reason TEXT, entry TEXT, PRIMARY KEY(origin, seq, reason, entry))"
    )
    # What is known of each origin: its last entry. The difference of two such tables is what one lacks of the other.
    db.execute(
        "CREATE TABLE origins(origin TEXT PRIMARY KEY, seq INTEGER NOT NULL, hlc INTEGER NOT NULL, chain BLOB NOT NULL) WITHOUT ROWID"
    )
    db.execute("CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID")
    db.execute(
        "CREATE TABLE actions(id TEXT PRIMARY KEY, origin TEXT NOT NULL, first_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL,"
        " hlc INTEGER NOT NULL, kind TEXT NOT NULL, target TEXT NOT NULL, label TEXT NOT NULL, undone INTEGER NOT NULL DEFAULT 0)"
        " WITHOUT ROWID"
    )
    db.execute("CREATE INDEX actions_by_order ON actions(origin, first_seq)")
    db.execute("CREATE INDEX actions_by_target ON actions(target) WHERE target <> ''")
    db.execute(
        "CREATE TABLE facts(id TEXT PRIMARY KEY, kind TEXT NOT NULL, event_id TEXT NOT NULL, registration_id TEXT NOT NULL,"
        " slot_id TEXT NOT NULL, at TEXT NOT NULL, method TEXT NOT NULL, station TEXT NOT NULL, value TEXT NOT NULL,"
        " target TEXT NOT NULL, hlc INTEGER NOT NULL, origin TEXT NOT NULL, seq INTEGER NOT NULL,"
        " voided INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID"
    )
    # Every page touched by a scan is a page its commit waits for: no index that one of these can stand in for.
    db.execute("CREATE INDEX facts_by_event ON facts(event_id, kind, slot_id, hlc)")
    db.execute("CREATE INDEX facts_by_registration ON facts(registration_id, kind)")
    db.execute("CREATE INDEX facts_by_target ON facts(target) WHERE target <> ''")
    db.execute("CREATE INDEX facts_aliases ON facts(registration_id) WHERE kind = 'alias'")
    db.execute("CREATE TABLE duplicates(id TEXT PRIMARY KEY, person TEXT NOT NULL) WITHOUT ROWID")
    db.execute("CREATE INDEX duplicates_by_person ON duplicates(person)")
    for table in schema.TABLES.values():
        columns = (
            ", ".join(
                f"{name} {'INTEGER' if kind is int else 'TEXT'}{'' if table.columns.get(name, 0) is None else ' NOT NULL'}"
                for name, kind in _fields(table).items()
            )
            .replace("end TEXT", '"end" TEXT')
            .replace("group TEXT", '"group" TEXT')
        )
        if table is schema.REGISTRATIONS:
            # Kept by duplicates.py: the registration that stands for this one. Who is gone is on no list.
            columns += ", same_as TEXT NOT NULL DEFAULT '', gone INTEGER AS (deleted OR same_as <> '') VIRTUAL"
        db.execute(f"CREATE TABLE {table.name}(rowid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, {columns})")
    db.execute("CREATE INDEX slots_by_event ON slots(event_id)")
    db.execute("CREATE INDEX organisations_by_event ON organisations(event_id)")
    db.execute("CREATE INDEX resources_by_event ON resources(event_id)")
    # With the status inside, so that counting a list reads nothing else.
    db.execute("CREATE INDEX registrations_in_order ON registrations(event_id, gone, sort_key, status)")
    db.execute("CREATE INDEX registrations_by_badge ON registrations(badge)")
    db.execute(
        "CREATE INDEX registrations_expected ON registrations(event_id, slots) WHERE gone = 0 AND status = 'registered'"
    )
    # Whose each fact is: of the registration it names, or of the badge it was read of before that registration was here,
    # in use or retired since; and of whoever that registration was found to be.
    db.execute(
        "CREATE VIEW whose AS SELECT f.*, CASE WHEN f.registration_id <> ''"
        " THEN coalesce((SELECT person FROM duplicates WHERE id = f.registration_id), f.registration_id)"
        " WHEN f.target <> '' AND f.kind IN ('arrival', 'departure') THEN coalesce("
        "(SELECT coalesce(nullif(b.same_as, ''), b.id) FROM registrations AS b INDEXED BY registrations_by_badge"
        " WHERE b.badge = f.target AND b.event_id = f.event_id ORDER BY b.id LIMIT 1),"
        " (SELECT coalesce(nullif(b.same_as, ''), b.id) FROM facts AS old INDEXED BY facts_by_target"
        " JOIN registrations AS b ON b.id = old.registration_id WHERE old.target = f.target AND old.target <> ''"
        " AND old.kind = 'badge_retired' AND old.voided = 0 AND b.event_id = f.event_id ORDER BY b.id LIMIT 1), '')"
        " ELSE '' END AS person FROM facts AS f"
    )
    # Kept by the journal, a batch at a time: triggers make FTS5 flush at every row, which costs seven times as much.
    db.execute(
        "CREATE VIRTUAL TABLE registrations_search USING fts5("
        "folded, content='registrations', content_rowid='rowid', tokenize='trigram', columnsize=0, detail=none)"
    )
    db.execute("CREATE VIRTUAL TABLE registrations_terms USING fts5vocab(registrations_search, row)")


@migrations()
def m0002_group_and_address(db: Database) -> None:
    """Groups or rooms, postal addresses and towns: of a database begun before people had them."""
    there = db[schema.REGISTRATIONS.name].columns_dict
    for name in ("address", "town", "group"):
        if name not in there:
            db.execute(f"ALTER TABLE {schema.REGISTRATIONS.name} ADD COLUMN \"{name}\" TEXT NOT NULL DEFAULT ''")


@migrations()
def m0003_rules_of_entry(db: Database) -> None:
    """When a slot's door opens, when one is late, its seats, coming back: of a database begun before slots had them."""
    there = db[schema.SLOTS.name].columns_dict
    for name, kind in {"opens": "", "late": "", "seats": "", "reentry": " NOT NULL DEFAULT 1"}.items():
        if name not in there:
            db.execute(f"ALTER TABLE {schema.SLOTS.name} ADD COLUMN {name} INTEGER{kind}")


@migrations()
def m0004_names_as_heard(db: Database) -> None:
    """Names found as they sound, and birth names by whoever searches them."""
    # Contentless: the terms are worked out from the names, soon after (heard_index.py), and again when a name changes.
    db.execute(
        "CREATE VIRTUAL TABLE registrations_heard USING fts5("
        "terms, content='', contentless_delete=1, tokenize='ascii', detail=none)"
    )
    db.execute("CREATE VIRTUAL TABLE registrations_heard_terms USING fts5vocab(registrations_heard, row)")
    born = db.execute("SELECT * FROM registrations WHERE birth_name <> ''").fetchall()
    for row in map(dict, born):
        text = schema.REGISTRATIONS.derive(row)[0]
        db.execute(
            "INSERT INTO registrations_search(registrations_search, rowid, folded) VALUES ('delete', ?, ?)",
            (row["rowid"], row["folded"]),
        )
        db.execute("INSERT INTO registrations_search(rowid, folded) VALUES (?, ?)", (row["rowid"], text))
        db.execute("UPDATE registrations SET folded = ? WHERE rowid = ?", (text, row["rowid"]))


@migrations()
def m0005_signatures(db: Database) -> None:
    """Whether people sign on the screen in a slot: of a database begun before they could."""
    if "signing" not in db[schema.SLOTS.name].columns_dict:
        db.execute(f"ALTER TABLE {schema.SLOTS.name} ADD COLUMN signing INTEGER NOT NULL DEFAULT 0")


@migrations()
def m0006_people_counted(db: Database) -> None:
    """What the run sheet counts, by status, role and slots, without reading anybody."""
    # Not `gone`, though it is the same: SQLite reads the whole row for a generated column.
    db.execute(
        "CREATE INDEX registrations_counted ON registrations(event_id, status, role, slots,"
        " CASE WHEN source = 'list' THEN stamps ->> '$.\"*\"' END) WHERE deleted = 0 AND same_as = ''"
    )
