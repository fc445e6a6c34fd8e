"""Comparing and cleaning text as people type it."""

from __future__ import annotations

import re
import unicodedata

_SPACES = re.compile(r"[\s\u00a0\u202f\u2007\u3000]+")
# Zero-width characters, the byte order mark, soft hyphens and direction marks.
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad\u0000-\u0008\u000e-\u001f\u007f]")
_NOT_WORD = re.compile(r"[^0-9a-z]+")
_LIGATURES = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "þ": "th"}
)
_LEADING = (
    "« ‹ à al at au aux ben bin bint d' d’ da das de del dell' della den der des di do dos dr du e el et ibn l' l’ la "
    "las le les los m. mlle mme mm. mc n° no nº o' o’ pr st ste te ten ter the van vander vom von y zu zum zur 1er 1re"
)
# Words that no line ends with: particles of names, articles, titles, and what is read with the word after it.
LEADING_WORDS = frozenset(_LEADING.split())
# Signs that no line starts with.
FOLLOWING_SIGNS = frozenset(";:!?»›%€")


def clean(text: str) -> str:
    """Composed accents, plain single spaces, nothing invisible; the spelling itself is kept."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    text = _INVISIBLE.sub("", text)
    return unicodedata.normalize("NFC", _SPACES.sub(" ", text)).strip()


def fold(text: str) -> str:
    """Lower case without accents or ligatures, every run of other characters one space: for comparing."""
    text = text.lower()
    if not text.isascii():
        text = text.translate(_BARE or _filled())
        if not text.isascii():
            text = _bare(text)
            if not text.isascii():
                return " ".join("".join([c if c.isalnum() else " " for c in text]).split())
    return text if text.isalnum() else _NOT_WORD.sub(" ", text).strip()


def _bare(text: str) -> str:
    text = unicodedata.normalize("NFKD", text)
    return "".join([c for c in text if not unicodedata.combining(c)]).lower().translate(_LIGATURES)


# The letters and signs of Western Europe, one by one: hundreds of thousands of names are folded, and few hold any other.
# Filled when it is first needed, which a window that only opens does not.
_BARE: dict[int, str] = {}


def _filled() -> dict[int, str]:
    for code in (*range(0x180), *range(0x300, 0x370), *range(0x2010, 0x2027)):
        bare = _bare(chr(code))
        if bare.isascii() or not any(map(str.isalnum, bare)):
            _BARE[code] = bare if bare.isascii() else " "
    return _BARE


def worse_spelling(text: str, known: str) -> bool:
    """Whether a text is the known one with accents lost, or in other cases: « Helene » or « HÉLÈNE » for « Hélène ».

    Of a text known in one case only, other cases tell more: « Hélène » of « HÉLÈNE ».
    """
    if fold(text) != fold(known):
        return False
    accents, had = accents_of(text), accents_of(known)
    worse = _in_one_case(text) or text.casefold() == known.casefold()
    return accents < had or (accents == had and worse and not _in_one_case(known))


def accents_of(text: str) -> int:
    """How many of its letters have accents, or are ligatures."""
    return sum(c.isalpha() and not c.isascii() for c in unicodedata.normalize("NFC", text))


def _in_one_case(text: str) -> bool:
    return text.isupper() or text.islower()


def sort_key(last_name: str, first_name: str) -> str:
    """Order of a list: name as written, accents and hyphens ignored, then first name."""
    return f"{fold(last_name)}\t{fold(first_name)}"


def in_order(text: str) -> str:
    """A key that sorts « Groupe 2 » before « Groupe 10 », accents ignored."""
    return re.sub(r"[0-9]+", lambda number: number[0].zfill(9), fold(text))


def initial_capital(text: str) -> str:
    """The text with its first letter capital, the others as they are."""
    return text[:1].upper() + text[1:]


_NOT_IN_A_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


def file_name(text: str, longest: int = 120) -> str:
    """The text as a file may be called on any system: nothing Windows refuses, no dot nor space at the end."""
    return clean(_NOT_IN_A_NAME.sub(" ", text))[:longest].rstrip(". ")
