"""One mechanism for every word shown: gettext, with the French sentence as the key and its typography made here.

Sources are written with plain spaces and straight apostrophes; French no-break spaces and curly
apostrophes are put in when a sentence is shown, so that nobody has to type or see them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from ia_events import paths

if TYPE_CHECKING:
    from gettext import GNUTranslations

LANGUAGES = ("fr", "en")
_NBSP, _NNBSP = "\u00a0", "\u202f"
_language = "fr"
_spoken: ContextVar[str] = ContextVar("spoken", default="")


def N_(message: str) -> str:
    """Mark a sentence for translation where it is defined; `_` translates it where it is shown."""
    return message


def use(language: str) -> None:
    """Show everything in "fr" or "en"; any other word means the system's language."""
    global _language
    _language = language if language in LANGUAGES else system_language()
    if _language != "fr":
        _load(_language)


def language() -> str:
    """The language in use, "fr" or "en"."""
    return _spoken.get() or _language


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """In the block, and in this thread only, everything is said in another language: a paper in two languages."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


def system_language() -> str:
    """ "en" on a system set to English, French for everybody else."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable)
        if value:
            return "en" if value.lower().startswith("en") else "fr"
    import locale

    # Not getlocale(): it takes "C.UTF-8", which is no language, for American English.
    return "en" if locale.setlocale(locale.LC_CTYPE).lower().startswith("en") else "fr"


def _(message: str) -> str:
    """The sentence in the language in use, with that language's typography."""
    return _shown(message, language())


def ngettext(singular: str, plural: str, count: int) -> str:
    """The right form of a sentence for a number. In French, zero and one are singular."""
    if language() == "fr":
        return typography(singular if abs(count) < 2 else plural)
    return _load(language()).ngettext(singular, plural, count)


@lru_cache(maxsize=8192)
def _shown(message: str, language: str) -> str:
    if not message:
        return ""
    return typography(message) if language == "fr" else _load(language).gettext(message)


def number(count: int) -> str:
    """« 250 000 », with spaces no line is broken at; "250,000"."""
    text = f"{count:,}"
    return text.replace(",", _NNBSP) if language() == "fr" else text


def typography(text: str) -> str:
    """French spacing and apostrophes: no-break spaces before : ; ! ? and inside « », ’ for '."""
    text = re.sub(r"(?<=\w)'(?=[\w«{])", "’", text)
    text = (
        text.replace("« ", "«" + _NBSP).replace(" »", _NBSP + "»").replace(" :", _NBSP + ":").replace(" %", _NBSP + "%")
    )
    return re.sub(r" ([;!?])", _NNBSP + r"\1", text)


@cache
def _load(language: str) -> GNUTranslations:
    from gettext import GNUTranslations

    # Compiled in memory: a .mo beside its .po would be a second copy that can lie.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with (paths.resources() / "translations" / f"{language}.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)
