"""Last names that would be lost, because no column is read as such, or one is that holds first names."""

from __future__ import annotations

from dataclasses import replace

from ia_events.domain.fields import FULL_NAME
from ia_events.domain.lists import Column, Listing, ListRow, Problem
from ia_events.spreadsheets.words import recognise


def missed(listing: Listing) -> Listing:
    """The listing, its people to be looked at when most have a first name only though a column is headed by last names."""
    names = {"last_name", FULL_NAME}
    headings = [column.heading for column in listing.columns if recognise(column.heading)[0] in names]
    bare = sum(not row.attendee.last_name and not row.refused for row in listing.rows)
    if not headings or 2 * bare <= len(listing.rows) or any(column.field in names for column in listing.columns):
        return listing
    heading = headings[0]

    def told(row: ListRow) -> ListRow:
        if row.attendee.last_name or row.refused:
            return row
        values = (("heading", heading),)
        problem = Problem("no_last_name", row.row, heading, "last_name", row.sheet, values, row.spot)
        return replace(row, problems=(*row.problems, problem))

    return replace(listing, rows=tuple(map(told, listing.rows)))


def crossed(listing: Listing) -> list[Column]:
    """The columns headed by last names that are read as first names, and the other way round."""
    names = {"last_name": "first_name", "first_name": "last_name"}
    return [column for column in listing.columns if names.get(column.field, "-") == recognise(column.heading)[0]]
