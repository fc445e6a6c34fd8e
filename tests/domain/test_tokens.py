"""Badge tokens: what a scanner types is read whatever the case, and nothing that was altered is believed."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from ia_events.domain import tokens

KEY = "00112233445566778899aabbccddeeff" * 2
OTHER_KEY = "ff" * 32
BADGES = st.integers(0, 2**64 - 1).map("{:016x}".format)
ANYTHING = st.text(st.characters(codec="utf-8"), max_size=50)


@given(BADGES)
def test_a_token_gives_its_badge_back_and_is_genuine_under_its_key_only(badge: str) -> None:
    token = tokens.issue(badge, KEY)
    assert len(token) == tokens.LENGTH
    assert set(token) <= set(tokens.ALPHABET)
    assert tokens.badge_id(token) == badge
    assert tokens.is_genuine(token, KEY)
    assert not tokens.is_genuine(token, OTHER_KEY)


@given(BADGES)
def test_case_and_spaces_do_not_matter(badge: str) -> None:
    token = tokens.issue(badge, KEY)
    for typed in (token.lower(), f" {token[:10]} {token[10:]}\r\n", token.swapcase(), token + "\t"):
        assert tokens.is_genuine(typed, KEY)
        assert tokens.badge_id(typed) == badge


@given(BADGES)
def test_the_short_code_is_the_beginning_and_finds_the_badge(badge: str) -> None:
    code = tokens.short_code(badge)
    assert tokens.issue(badge, KEY).startswith(code)
    assert len(code) == tokens.SHORT_LENGTH
    prefix = tokens.badge_prefix(code.lower())
    assert prefix is not None
    assert badge.startswith(prefix)


@given(ANYTHING)
def test_no_text_breaks_the_reading(text: str) -> None:
    assert not tokens.is_genuine(text, KEY)
    tokens.looks_like_token(text)
    assert tokens.badge_prefix(text) is None or len(tokens.normalise(text)) == tokens.SHORT_LENGTH


@given(st.text(st.sampled_from("AEIOUQWYZ0123456789éàè&'(-_"), min_size=1, max_size=40))
def test_names_and_digits_do_not_look_like_tokens(text: str) -> None:
    assert not tokens.looks_like_token(text)


def test_no_altered_token_is_accepted_in_200_000() -> None:
    # given genuine tokens, and the ways a code is misread, retyped or forged
    draw = random.Random(20251112)
    letters = tokens.ALPHABET
    accepted = []
    tried = 0
    while tried < 200_000:
        if tried % 1000 == 0:
            token = tokens.issue(f"{draw.getrandbits(64):016x}", KEY)
        altered = _altered(token, draw, letters)
        if altered == token:  # a letter misread as itself: no trial
            continue
        tried += 1
        if tokens.is_genuine(altered, KEY):
            accepted.append((token, altered))
    assert accepted == []


def _altered(token: str, draw: random.Random, letters: str) -> str:
    place, other = draw.randrange(len(token)), draw.randrange(len(token))
    match draw.randrange(8):
        case 0:  # one letter misread
            return token[:place] + draw.choice(letters) + token[place + 1 :]
        case 1:  # two letters in the wrong order
            low, high = sorted((place, other))
            if low == high:
                return token[:-1]
            return token[:low] + token[high] + token[low + 1 : high] + token[low] + token[high + 1 :]
        case 2:  # one dropped by the scanner
            return token[:place] + token[place + 1 :]
        case 3:  # one typed twice
            return token[:place] + token[place] + token[place:]
        case 4:  # another badge under the same signature
            return tokens.issue(f"{draw.getrandbits(64):016x}", KEY)[:18] + token[18:]
        case 5:  # signed with another key
            return tokens.issue(tokens.badge_id(token) or "", f"{draw.getrandbits(256):064x}")
        case 6:  # invented whole
            return "".join(draw.choices(letters, k=tokens.LENGTH))
        case _:  # several letters
            changed = list(token)
            for _ in range(draw.randint(2, 8)):
                changed[draw.randrange(len(changed))] = draw.choice(letters)
            return "".join(changed)


def test_every_single_misread_letter_is_refused() -> None:
    token = tokens.issue("0123456789abcdef", KEY)
    for place in range(len(token)):
        for letter in tokens.ALPHABET:
            altered = token[:place] + letter + token[place + 1 :]
            assert tokens.is_genuine(altered, KEY) == (altered == token)


def test_keys_and_badges_are_not_repeated() -> None:
    assert len({tokens.new_key() for _ in range(1000)}) == 1000
    assert len({tokens.new_badge_id() for _ in range(1000)}) == 1000
    assert len(tokens.new_key()) == 64
    assert len(tokens.new_badge_id()) == 16


PAGES = st.integers(0, 2**56 - 1).map("{:014x}".format)


@given(PAGES)
def test_a_sheets_code_is_twenty_letters_and_no_badge(page: str) -> None:
    code = tokens.sheet_code(page)
    assert len(code) == tokens.SHEET_LENGTH
    assert set(code) <= set(tokens.ALPHABET)
    assert tokens.is_sheet_code(f" {code[:5].lower()} {code[5:]}\r\n")
    assert tokens.badge_id(code) is None
    assert tokens.badge_prefix(code[: tokens.SHORT_LENGTH]) is None


@given(BADGES)
def test_a_badge_is_no_sheets_code(badge: str) -> None:
    token = tokens.issue(badge, KEY)
    assert not tokens.is_sheet_code(token)
    assert not tokens.is_sheet_code(token[: tokens.SHEET_LENGTH])


@given(ANYTHING)
def test_no_text_is_taken_for_a_sheets_code(text: str) -> None:
    assert not tokens.is_sheet_code(text)


@given(PAGES)
def test_a_letter_misread_or_two_swapped_is_never_another_page(page: str) -> None:
    code = tokens.sheet_code(page)
    for place in range(len(code)):
        for letter in tokens.ALPHABET:
            altered = code[:place] + letter + code[place + 1 :]
            assert tokens.is_sheet_code(altered) is (altered == code)
        swapped = code[:place] + code[place : place + 2][::-1] + code[place + 2 :]
        assert tokens.is_sheet_code(swapped) is (swapped == code)


def test_badges_drawn_together_are_as_those_drawn_alone() -> None:
    drawn = tokens.new_badge_ids(100)
    assert len(set(drawn)) == 100
    assert all(tokens.badge_id(tokens.issue(badge, KEY)) == badge for badge in drawn)
    assert tokens.new_badge_ids(0) == []
