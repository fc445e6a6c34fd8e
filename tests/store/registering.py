"""Registering at an event that is not in this database, as stations exchange people: what `registrations.save` refuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from ia_events.domain import tokens
from ia_events.domain.ids import uuid7
from ia_events.domain.people import Attendee
from ia_events.store import Store, journal, registrations
from ia_events.store.journal import Label


def register(store: Store, person: Attendee, now: datetime) -> str:
    """Add somebody; their id."""
    added = replace(person, id=uuid7(now), badge=tokens.new_badge_id())
    label = Label("Ajout de {name}", {"name": person.list_name})
    journal.record(store, [registrations.addition(added)], label, now)
    return added.id
