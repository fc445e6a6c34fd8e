"""Names as they are heard: how a name sounds in French and in the West Indies, and how far what is typed is from it.

No library that is still kept writes French sounds well (the best known has had no release since 2020), and none knows
that Lefebvre is Lefèvre. A key is made for finding, not for reading aloud: it forgets what cannot be heard.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from ia_events.domain.text import fold

# Words that may be left out of a name, or added to it.
PARTICLES = frozenset(("d", "da", "de", "del", "des", "di", "do", "dos", "du", "el", "l", "la", "las", "le", "les", "los", "van", "von"))  # fmt: skip
# Beside these, in the index: a word as written, its letters backwards, its key, its first letter.
WRITTEN, BACKWARDS, SOUND, INITIAL = "1", "2", "3", "0"
# What a typed word costs: the less, the likelier.
_BEGINNING, _FIRST_LETTER, _SAME_SOUND, _SOUND_BEGINS, _ONE_EDIT, _NEAR_SOUND = 0.15, 0.2, 0.35, 0.7, 0.6, 0.85
_EMPLOYER, _EMPLOYER_HEARD, _LEFT_OUT, _PARTICLE, _UNUSED = 0.3, 0.6, 1.6, 0.1, 0.06
NEVER = 9.0

_WHOLE = {"st": "saint", "ste": "sainte", "mac": "mak", "mc": "mak"}
_LETTERS = (
    ("ghe", "Ge"), ("ghi", "Gi"), ("ancoi", "ansoi"), ("clercq", "cler"), ("clerc", "cler"), ("ault", "aut"),
    ("tsch", "x"), ("tch", "x"), ("sch", "x"), ("chr", "kr"), ("chl", "kl"), ("ch", "x"), ("sh", "x"), ("ph", "f"), ("h", ""),
    ("y", "i"), ("w", "v"), ("aill", "ai"), ("eill", "ei"), ("ouill", "oui"), ("euill", "eui"),
    ("qu", "k"), ("q", "k"), ("ck", "k"), ("dj", "j"), ("dge", "je"), ("jea", "ja"),
    ("gue", "Ge"), ("gui", "Gi"), ("gea", "ja"), ("geo", "jo"), ("ge", "je"), ("gi", "ji"), ("G", "g"), ("gn", "ni"),
    ("tion", "sion"), ("sce", "se"), ("sci", "si"), ("ce", "se"), ("ci", "si"), ("ç", "s"), ("c", "k"), ("z", "s"), ("bv", "v"), ("pt", "t"),
)  # fmt: skip
_VOWELS = (
    ("oeu", "e"), ("eau", "o"), ("au", "o"), ("ou", "w"), ("oo", "w"), ("oi", "wa"), ("oy", "wa"), ("eu", "e"),
    ("ei", "e"), ("ai", "e"), ("mb", "nb"), ("mp", "np"), ("ks", "s"),
)  # fmt: skip
_DOUBLED = re.compile(r"(.)\1+")
_NASAL_IN = re.compile(r"(?:ain|ein|ien|un)(?![aeiou])")
_NASAL_AN = re.compile(r"en(?![aeiou])")
_SILENT = re.compile(r"(?:[tds]+|(?<=n)[tdskgp]+|(?<=r)g|(?<=[ow])[lp]?[tdsp]+|(?<=w)p)$")
_E_AT_END = re.compile(r"(?:er|e)$")


@lru_cache(1 << 12)  # indexing 100,000 people, more finds no more names again, and holds 50 MB for ever
def key(word: str) -> str:
    """How a folded word sounds, in a few letters; the same for « gauthier », « gautier » and « gotier »."""
    if not word.isascii() or word.isdigit():
        return word
    text = _WHOLE.get(word, word)
    if text.startswith("mc"):
        text = f"mak{text[2:]}"
    # Before « x » stands for ch: a final x is silent, another one is an s like others.
    text = text.rstrip("x").replace("x", "ks") if text != "x" else text
    for written, heard in _LETTERS:
        if written in text:
            text = text.replace(written, heard)
    text = _DOUBLED.sub(r"\1", text)
    if "n" in text:
        text = _NASAL_IN.sub(lambda found: "iin" if found[0] == "ien" else "in", text)
        text = _NASAL_AN.sub("an", text)
    for written, heard in _VOWELS:
        if written in text:
            text = text.replace(written, heard)
    text = _DOUBLED.sub(r"\1", text)
    for ending in (_SILENT, _E_AT_END):
        bare = ending.sub("", text)
        text = bare if len(bare) > 1 else text
    return text or word


def _terms(word: str) -> str:
    return f"{WRITTEN}{word} {BACKWARDS}{word[::-1]} {SOUND}{key(word)} {INITIAL}{word[0]}"


def words_of(*names: str) -> list[str]:
    """The folded words of names, and each name of several words in one: « ndiaye » of « N'Diaye »."""
    found: list[str] = []
    for name in names:
        words = fold(name).split()
        found += words
        if len(words) > 1:
            found.append("".join(words))
    return found


def terms(*names: str) -> str:
    """What the index knows of somebody's names."""
    return " ".join([_terms_of_name(name) for name in names if name])


@lru_cache(1 << 12)
def _terms_of_name(name: str) -> str:
    return " ".join([_terms(word) for word in words_of(name)])


def edits(one: str, other: str, most: int = 2) -> int:
    """Letters wrong, missing, too many or transposed between two words; `most` + 1 when there are more than `most`."""
    if one == other:
        return 0
    if abs(len(one) - len(other)) > most:
        return most + 1
    # What is the same at both ends is set aside: little is left of words that are near.
    begin, end, shorter = 0, 0, min(len(one), len(other))
    while begin < shorter and one[begin] == other[begin]:
        begin += 1
    while end < shorter - begin and one[-1 - end] == other[-1 - end]:
        end += 1
    one, other = one[begin : len(one) - end], other[begin : len(other) - end]
    if (len(one) < 2 and len(other) < 2) or (len(one) == 2 and one == other[::-1]):
        return 1
    if not one or not other:
        return len(one) + len(other)
    if most < 2 or len(set(one).symmetric_difference(other)) > 2 * most:
        return most + 1
    return min(_table(one, other), most + 1)


def _table(one: str, other: str) -> int:
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, wanted in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]


@lru_cache(1 << 13)
def distance(typed: str, word: str) -> float:
    """What it costs to take a typed word for a word of a name, both folded: 0 for the same, NEVER when it cannot be."""
    if typed == word:
        return 0.0
    if len(typed) == 1:
        return _FIRST_LETTER if word.startswith(typed) else NEVER
    if word.startswith(typed):
        return _BEGINNING
    if len(typed) == 2:
        return NEVER
    most = 1 if len(typed) < 6 else 2
    wrong = edits(typed, word)
    sound, other = key(typed), key(word)
    if sound == other:
        return _SAME_SOUND + 0.05 * wrong
    cost = _ONE_EDIT * wrong if wrong <= most else NEVER
    if len(sound) > 2 and other.startswith(sound):
        cost = min(cost, _SOUND_BEGINS)
    if len(sound) > 3 and len(other) > 3 and edits(sound, other, 1) == 1:
        cost = min(cost, _NEAR_SOUND)
    if cost > 1 and len(typed) > 3 and len(word) > len(typed):  # the beginning of a word, a letter wrong
        ahead = (word[: len(typed) + more] for more in (-1, 0, 1))
        cost = 1.0 if any(edits(typed, part, 1) <= 1 for part in ahead) else cost
    return cost


def cost(typed: Sequence[str], names: Sequence[str], employer: Sequence[str]) -> float:
    """What it costs to take typed words for somebody with these words in their names and in their employer's, all folded.

    Below `len(typed)` each word is accounted for; NEVER or more: it is somebody else.
    """
    total, left, missed, named = 0.0, list(names), 0, False
    for word in sorted(typed, key=len, reverse=True):
        near = min(((distance(word, name), place) for place, name in enumerate(left)), default=(NEVER, 0))
        if near[0] < NEVER:
            total += near[0]
            left.pop(near[1])
            named = True
        elif len(word) > 2 and any(name.startswith(word) for name in employer):
            total += _EMPLOYER
        elif len(word) > 2 and any(distance(word, name) < _ONE_EDIT + 0.1 for name in employer):
            total += _EMPLOYER_HEARD
        elif word in PARTICLES:
            total += _PARTICLE
        else:
            missed += 1
            total += _LEFT_OUT
    if not named or missed * 3 > len(typed):
        return NEVER
    return total + _UNUSED * len(left)
