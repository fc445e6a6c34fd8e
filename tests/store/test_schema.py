"""How values are kept."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ia_events.store import schema

VALUES = st.one_of(st.text(st.characters(codec="utf-8")), st.integers(0, 2**31), st.none())


@given(st.dictionaries(st.sampled_from(["last_name", "first_name", "email", "deleted", "seats"]), VALUES))
def test_a_creation_is_the_same_text_however_it_is_made(said: dict[str, object]) -> None:
    assert schema.creation_json(said) == schema.to_json({"set": said, "whole": 1})
