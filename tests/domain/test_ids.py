"""Identifiers that sort by the time they were made."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from itertools import islice

from ia_events.domain.ids import uuid7, uuids7

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_each_is_a_uuid_of_version_7_that_says_when() -> None:
    made = [*islice(uuids7(NOW, drawn=10), 25), uuid7(NOW)]
    assert len(set(made)) == 26
    for text in made:
        parsed = uuid.UUID(text)
        assert (parsed.hex, parsed.version, parsed.variant) == (text, 7, uuid.RFC_4122)
        assert parsed.int >> 80 == int(NOW.timestamp() * 1000)
    assert max(made) < uuid7(NOW + timedelta(milliseconds=1))
