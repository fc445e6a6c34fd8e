"""Reading badges out of keys: any layouts, two scanners, somebody typing; a damaged one is never somebody else's."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from ia_events.domain import keyboards, scans, tokens
from ia_events.domain.keyboards import NOTHING, Layouts, Stroke

KEY, OTHER_KEY = "11" * 32, "22" * 32
CHANCE = random.Random(20251112)
BADGES = [CHANCE.randbytes(8).hex() for _number in range(200)]
TOKENS = [tokens.issue(badge, KEY) for badge in BADGES]
LAYOUTS = list(keyboards.ROWS)


def genuine(token: str) -> bool:
    return tokens.is_genuine(token, KEY)


def strokes(text: str, scanner: str = "QWERTY", system: str = "QWERTY", *, known: bool = True) -> list[Stroke]:
    """The keys of a scanner of one layout on a computer of another."""
    rows = keyboards.ROWS
    made = []
    for at, letter in enumerate(text):
        row = int(letter in rows[scanner][1])
        place = rows[scanner][row].find(letter)
        if place < 0:  # a digit, a bracket
            made.append(Stroke(letter, "", at))
        else:
            made.append(Stroke(rows[system][row][place], keyboards.KEYS[place] if known else "", at))
    return made


def typed(text: str) -> list[Stroke]:
    return [Stroke(letter, "", at) for at, letter in enumerate(text)]


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("system", LAYOUTS)
@pytest.mark.parametrize("scanner", LAYOUTS)
def test_any_two_layouts(scanner: str, system: str, known: bool) -> None:
    for token in TOKENS[:5]:
        for text in (token, token.lower()):
            if not known and NOTHING in "".join(s.text for s in strokes(text, scanner, system, known=False)):
                continue  # a key that writes nothing on that computer, and is not known either
            found = scans.latest(strokes(text, scanner, system, known=known), genuine)
            assert found is not None
            assert found[0] == token


def test_the_sixteen_letters_are_the_same_on_the_ordinary_layouts() -> None:
    for system in ("AZERTY", "QWERTZ"):
        found = scans.latest(strokes(TOKENS[0], "QWERTY", system), genuine)
        assert found == (TOKENS[0], keyboards.AS_TYPED)
    found = scans.latest(strokes(TOKENS[0], "QWERTY", "BÉPO"), genuine)
    assert found == (TOKENS[0], Layouts("QWERTY", ""))


def test_another_alphabet_altogether() -> None:
    cyrillic = [Stroke("ц", stroke.key, stroke.at) for stroke in strokes(TOKENS[0])]
    assert scans.latest(cyrillic, genuine) == (TOKENS[0], Layouts("QWERTY", ""))


@pytest.mark.parametrize("prefix", ["", "]Q1", "\x02", "B", "CB"])
def test_a_prefix_changes_nothing(prefix: str) -> None:
    found = scans.latest(typed(prefix + TOKENS[0]), genuine)
    assert found is not None
    assert found[0] == TOKENS[0]


def test_letters_typed_meanwhile_are_told_from_the_badge() -> None:
    for place in (1, 5, 17, 18, 30):
        for letters in ("u", "b", "rt", "dupo"):
            text = TOKENS[3][:place] + letters + TOKENS[3][place:]
            found = scans.read(typed(text), KEY, list)
            assert found is not None
            assert found.badges == (TOKENS[3],)
            assert sorted(text[n].lower() for n in found.others) == sorted(letters)


def mingle(chance: random.Random, one: Sequence[str], other: Sequence[str]) -> str:
    """Both, each in its order."""
    order = [0] * len(one) + [1] * len(other)
    chance.shuffle(order)
    sources = iter(one), iter(other)
    return "".join(next(sources[which]) for which in order)


def test_two_scanners_at_once() -> None:
    chance = random.Random(7)
    for _number in range(200):
        one, other = chance.sample(TOKENS, 2)
        found = scans.read(typed(mingle(chance, one, other)), KEY, lambda: BADGES)
        assert found is not None
        assert set(found.badges) == {one, other}
        assert found.others == ()
    # each with its prefix, on another layout; the same badge twice; somebody typing
    mixed = mingle(chance, "]Q1" + TOKENS[0], "]Q1" + TOKENS[1])
    found = scans.read(strokes(mixed, "QWERTY", "BÉPO"), KEY, lambda: BADGES)
    assert found is None or set(found.badges) == {TOKENS[0], TOKENS[1]}
    found = scans.read(typed(mixed), KEY, lambda: BADGES)
    assert found is not None
    assert [mixed[n] for n in found.others] == [sign for sign in mixed if sign in "]Q1"]
    same = scans.read(typed(mingle(chance, TOKENS[0], TOKENS[0])), KEY, lambda: BADGES)
    assert same is not None
    assert same.badges == (TOKENS[0],)
    both = mingle(chance, mingle(chance, TOKENS[0], TOKENS[1]), "up")
    found = scans.read(typed(both), KEY, lambda: BADGES)
    assert found is not None
    assert "".join(both[n] for n in found.others) == "up"


def test_two_scanners_of_which_one_lost_a_letter_are_read_again() -> None:
    chance = random.Random(11)
    for _number in range(50):
        one, other = chance.sample(TOKENS, 2)
        text = mingle(chance, one, other[:9] + other[10:])
        assert scans.read(typed(text), KEY, lambda: BADGES) is None
        assert scans.is_damaged(scans.code(typed(text)))


def test_a_damaged_badge_is_never_somebody_elses() -> None:
    """100,000 ways to damage two people's badges, together or apart."""
    chance = random.Random(20251113)
    one, other = TOKENS[:2]
    read = 0
    for _number in range(100_000):
        text = list(chance.choice((one, other, one + other, one[:17] + other[17:], other[:20] + one[20:])))
        for _change in range(chance.randint(1, 6)):
            place = chance.randrange(len(text))
            match chance.randrange(5):
                case 0:
                    del text[place]
                case 1:
                    text.insert(place, text[place])
                case 2:
                    text[place] = chance.choice(tokens.ALPHABET)
                case 3 if place:
                    text[place - 1], text[place] = text[place], text[place - 1]
                case _:
                    text.insert(place, chance.choice((one, other))[place % 34])
        made = typed("".join(text))
        found = scans.latest(made, genuine)
        assert found is None or found[0] in (one, other)
        if found is not None:
            assert "".join(text).endswith(found[0])
    # and looking harder for what came mingled finds one of the two, or nobody
    for _number in range(1_000):
        text = [letter for letter in one for _twice in range(1 + (chance.random() < 0.03)) if chance.random() > 0.02]
        whole = scans.read(typed("".join(text)), KEY, lambda: BADGES)
        read += whole is not None
        assert whole is None or whole.badges == (one,)
    assert read > 0


@pytest.mark.parametrize(
    "text, code",
    [
        ("CBDFGHJKLNPRSTV", "CBDFGHJKLNPRSTV"),
        ("]Q1" + TOKENS[0][:-2], TOKENS[0][:-2]),
        ("3017620422003", "3017620422003"),
        ("https://exemple.fr/abc", "https://exemple.fr/abc"),
        (tokens.sheet_code("0123456789abcd"), tokens.sheet_code("0123456789abcd")),
    ],
)
def test_other_codes(text: str, code: str) -> None:
    assert scans.code(typed(text)) == code
    assert scans.is_damaged(code) is (set(code) <= set(tokens.ALPHABET))


def test_a_sheet_and_half_a_badge_on_other_layouts() -> None:
    sheet = tokens.sheet_code("0123456789abcd")
    assert scans.code(strokes(sheet, "QWERTY", "BÉPO")) == sheet
    half = scans.code(strokes(TOKENS[0][:25], "QWERTY", "BÉPO"))
    assert half == TOKENS[0][:25]
    assert scans.is_damaged(half)


def test_what_comes_over_a_wire() -> None:
    assert scans.in_text(f"\x02]Q1{TOKENS[0].lower()}\x03", genuine) == [TOKENS[0]]
    assert scans.in_text(TOKENS[0] + TOKENS[1], genuine) == [TOKENS[0], TOKENS[1]]
    assert scans.in_text("]C03017620422003", genuine) == ["3017620422003"]
    assert scans.in_text(tokens.issue(BADGES[0], OTHER_KEY), genuine) == [tokens.issue(BADGES[0], OTHER_KEY)]
    assert scans.in_text("\x02\x03", genuine) == []


@pytest.mark.parametrize(
    "platform, scan_code, virtual_key, key",
    [
        ("xcb", 24, 0, "q"), ("wayland", 47, 0, ";"), ("windows", 0x10, 0, "q"), ("windows", 0x56, 0, "<"),
        ("cocoa", 1, 12, "q"), ("cocoa", 1, 41, ";"), ("offscreen", 24, 65, ""), ("xcb", 300, 0, ""),
    ],
)  # fmt: skip
def test_keys_as_systems_number_them(platform: str, scan_code: int, virtual_key: int, key: str) -> None:
    assert keyboards.key_at(platform, scan_code, virtual_key) == key
