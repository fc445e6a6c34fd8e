"""A badge held up counts once; somebody else's code is told only when it is insisted upon."""

from __future__ import annotations

from collections.abc import Sequence

from ia_events.domain import tokens
from ia_events.domain.held_codes import HeldCodes, is_ours

BADGE = tokens.issue("0123456789abcdef", "5a" * 32)
OTHER = tokens.issue("fedcba9876543210", "5a" * 32)
LINK = "https://exemple.fr/ressources"
PHONE = "https://exemple.fr/billet"


def watch(*frames: tuple[float, float, Sequence[str]]) -> list[tuple[float, str]]:
    """What is judged, and when: ten frames a second from one moment to another, each showing the same codes."""
    held, told = HeldCodes(), []
    for begun, ended, texts in frames:
        for tick in range(round(begun * 10), round(ended * 10)):
            told += [(tick / 10, text) for text in held.see(texts, tick / 10)]
    return told


def test_a_badge_held_up_is_judged_at_once_and_once() -> None:
    assert watch((0, 30, [BADGE])) == [(0, BADGE)]


def test_a_badge_that_flickers_is_still_the_same_gesture() -> None:
    assert watch((0, 1, [BADGE]), (2.5, 3, [BADGE]), (4.5, 5, [BADGE])) == [(0, BADGE)]


def test_a_badge_that_was_away_counts_again() -> None:
    assert watch((0, 1, [BADGE]), (1, 3.5, []), (3.5, 4, [BADGE])) == [(0, BADGE), (3.5, BADGE)]


def test_two_badges_in_a_frame_are_both_judged_and_the_next_one_too() -> None:
    assert watch((0, 1, [BADGE, OTHER])) == [(0, BADGE), (0, OTHER)]
    assert watch((0, 1, [BADGE]), (1, 2, [OTHER]), (2, 3, [BADGE])) == [(0, BADGE), (1, OTHER)]


def test_a_link_beside_a_badge_or_after_it_is_passed_over() -> None:
    assert watch((0, 5, [LINK, BADGE])) == [(0, BADGE)]
    assert watch((0, 1, [BADGE]), (1, 2.9, [LINK])) == [(0, BADGE)]


def test_a_code_that_passes_by_is_not_told() -> None:
    assert watch((0, 1.4, [LINK]), (3, 4.4, [LINK]), (6, 6.1, [LINK]), (7.6, 7.7, [LINK])) == []


def test_a_code_held_up_alone_is_told_once() -> None:
    assert watch((0, 20, [LINK])) == [(1.5, LINK)]


def test_of_two_codes_that_are_not_ours_none_is_told() -> None:
    assert watch((0, 5, [LINK, PHONE])) == []


def test_a_code_told_is_told_again_only_after_it_was_away() -> None:
    assert watch((0, 3, [LINK]), (4.5, 8, [LINK]), (11, 13, [LINK])) == [(1.5, LINK), (12.5, LINK)]


def test_what_is_ours() -> None:
    assert is_ours(BADGE)
    assert is_ours(tokens.sheet_code("01234567890123"))
    assert is_ours(tokens.certificate_code("0123456789abcdef", "Nom", "5a" * 32))
    assert not is_ours(LINK)
    assert not is_ours(BADGE[:-1])
