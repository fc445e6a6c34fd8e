"""Everything that is kept: one SQLite file, its journal, and every SQL statement of the program."""

from ia_events.store.database import Store

__all__ = ["Store"]
