"""Every French sentence of the program has its English, and the English is fit to be shown."""

from __future__ import annotations

import ast
import importlib.util
import re
import string
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from babel.messages.catalog import Catalog

from ia_events import i18n
from ia_events.domain import dates, values
from ia_events.domain.errors import UserError
from ia_events.domain.fields import FIELDS
from ia_events.domain.people import ROLE_LABELS, STATUS_LABELS
from ia_events.domain.text import fold
from ia_events.spreadsheets.refusals import SENTENCES
from ia_events.ui.pages.presence_model import LETTERS, LOOKS

ROOT = Path(__file__).parent.parent
PROGRAM = sorted((ROOT / "ia_events").rglob("*.py"))
PAGES = [path for path in PROGRAM if path.parent.name == "pages"]


def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("translations", ROOT / "packaging" / "translations.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


tool = _tool()
KEPT: Catalog = tool.read()


def _forms(sentence: Any) -> tuple[str, ...]:
    return (sentence,) if isinstance(sentence, str) else tuple(sentence or ())


ENGLISH = {_forms(message.id): _forms(message.string) for message in KEPT if message.id}


@cache
def tree_of(path: Path) -> ast.Module:
    """The syntax tree of a file of the program, which nobody changes."""
    return ast.parse(path.read_text(encoding="utf-8"))


@pytest.fixture(autouse=True)
def french_again() -> Iterator[None]:
    yield
    i18n.use("fr")


def placeholders(text: str) -> list[tuple[str, str, str]]:
    """Name, format and conversion of each, sorted: {day:%d/%m/%Y} must stay so."""
    parts = string.Formatter().parse(text)
    return sorted((name, form or "", conversion or "") for _text, name, form, conversion in parts if name is not None)


# The catalogue ------------------------------------------------------------------------------------------------------


def test_every_sentence_has_its_english_and_nothing_else_has() -> None:
    wanted = {_forms(message.id) for message in tool.extract() if message.id}
    assert wanted - ENGLISH.keys() == set(), "make translations"
    assert ENGLISH.keys() - wanted == set(), "make translations"
    assert [french for french, english in ENGLISH.items() if len(english) != len(french) or not all(english)] == []
    assert KEPT.obsolete == {}
    assert [message.id for message in KEPT if message.id and message.fuzzy] == []


def test_sentences_are_found_wherever_they_are_written() -> None:
    source = """
        title = _("Un " "titre") if plain else f"{i18n._('Dedans')} ({N_('Aussi')})"
        label = _("Oui" if kind == "role" else "Non") + _(variable)
        count = ngettext("{n} nom", "{n} noms", n).format(n=n)
    """
    assert list(tool.sentences("if True:\n" + source)) == [
        "Un titre", "Dedans", "Aussi", "Oui", "Non", ("{n} nom", "{n} noms"),
    ]  # fmt: skip


def test_placeholders_are_those_of_the_french_sentence() -> None:
    for french, english in ENGLISH.items():
        for ours, theirs in zip(french, english, strict=True):
            assert placeholders(ours) == placeholders(theirs), theirs


def test_plurals() -> None:
    pairs = [french for french in ENGLISH if len(french) == 2]
    assert len(pairs) > 30
    for one, many in pairs:
        i18n.use("en")
        english = ENGLISH[one, many]
        assert [i18n.ngettext(one, many, count) for count in (0, 1, 2, 5)] == [
            english[1], english[0], english[1], english[1],
        ]  # fmt: skip
        i18n.use("fr")
        one, many = i18n.typography(one), i18n.typography(many)
        assert [i18n.ngettext(one, many, count) for count in (0, 1, 2, 5)] == [one, one, many, many]


def test_english_is_shown_as_written_without_french_spaces_or_quotes() -> None:
    i18n.use("en")
    for french, english in ENGLISH.items():
        if len(french) == 1:
            assert i18n._(french[0]) == english[0]
        for text in english:
            assert re.search("[\u00a0\u202f«»'\"]| [:;!?%]| $|^ |  ", text) is None, text
            assert text.count("“") == text.count("”"), text
            # French letters only in names of this country.
            assert (
                re.search("[àâçéèêëîïôùûüœÀÂÇÉÈÊÎÔÙÛŒ]", text.replace("IA Événements", "").replace("BÉPO", "")) is None
            )


def test_french_is_shown_with_its_own() -> None:
    i18n.use("fr")
    for french in ENGLISH:
        for text in french:
            assert re.search("[\u00a0\u202f’“”]", text) is None, f"plain spaces and apostrophes in the source: {text}"
            assert re.search(r" [:;!?%]|« | »|\w'\w", i18n._(text)) is None, text


def test_english_begins_and_ends_as_the_french_does() -> None:
    for french, english in ENGLISH.items():
        for ours, theirs in zip(french, english, strict=True):
            for end in (".", "…", "?", "!"):
                assert ours.endswith(end) == theirs.endswith(end) or ours == "N°", theirs
            assert not (ours[0].isupper() and theirs[0].islower()), theirs


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_a_screen_is_in_one_language_at_a_time(page: Path) -> None:
    """Few words are the same in both languages, and no sentence is."""
    shown = [_forms(sentence) for sentence in tool.sentences(page.read_text(encoding="utf-8"))]
    same = [text for french in shown for text, english in zip(french, ENGLISH[french], strict=True) if text == english]
    assert [text for text in same if len(re.findall(r"\w+", re.sub(r"\{.*?\}", "", text))) > 1] == []
    assert len(same) <= max(2, len(shown) / 4)


# What must hold between words of one language -------------------------------------------------------------------------


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_a_list_made_by_the_program_is_read_by_it(language: str) -> None:
    i18n.use(language)
    for field in FIELDS:
        assert fold(field.title) in field.headings
    assert len({field.title for field in FIELDS}) == len(FIELDS)
    for role, label in ROLE_LABELS.items():
        assert values.role(i18n._(label)) == values.Parsed(role)
    for status, label in STATUS_LABELS.items():
        assert values.status(i18n._(label)) == values.Parsed(status)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_key_of_a_state_is_its_initial(language: str) -> None:
    i18n.use(language)
    for letter, state in LETTERS[language].items():
        assert i18n._(LOOKS[state].word)[0] == letter


def test_dates_and_sentences_change_together() -> None:
    evening, now = datetime(2025, 11, 12, 18, 30, tzinfo=UTC), datetime(2025, 11, 11, 9, 0, tzinfo=UTC)
    i18n.use("fr")
    assert dates.moment(evening, now) == "demain à 18\u00a0h\u00a030"
    i18n.use("en")
    assert dates.moment(evening, now) == "tomorrow at 18:30"
    assert dates.moment(evening, datetime(2025, 6, 1, 9, 0, tzinfo=UTC)) == "on 12\u00a0November at 18:30"


# Errors -------------------------------------------------------------------------------------------------------------


def _error_sentences(tree: ast.AST) -> Iterator[tuple[int, str, list[str], set[str | None]]]:
    """Each UserError made: its line, its code, the sentences it may carry, and the values given with them.

    A sentence is written in the call, given a name just before it, or one of `refusals.SENTENCES`.
    """
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    named = [node for node in ast.walk(tree) if isinstance(node, ast.Assign)]
    for call in calls:
        if not isinstance(call.func, ast.Name):
            continue
        if call.func.id == "refusal":
            code = ast.literal_eval(call.args[0])
            yield call.lineno, code, [SENTENCES[code]], {"name", *(keyword.arg for keyword in call.keywords)}
        if call.func.id != "UserError" or isinstance(call.args[0], ast.Name):
            continue
        code, sentence = call.args
        if isinstance(sentence, ast.Name):
            before = [a for a in named if a.lineno < call.lineno and ast.unparse(a.targets[0]) == sentence.id]
            sentence = max(before, key=lambda node: node.lineno).value
        said = [text for text in tool.sentences(ast.unparse(sentence)) if isinstance(text, str)]
        yield call.lineno, ast.literal_eval(code), said, {keyword.arg for keyword in call.keywords}


def test_every_error_says_what_to_do_in_both_languages() -> None:
    codes = set()
    for path in PROGRAM:
        for line, code, templates, given in _error_sentences(tree_of(path)):
            where = f"{path.relative_to(ROOT)}:{line}: {code}"
            codes.add(code)
            assert re.fullmatch(r"[a-z][a-z_]+", code), where
            assert templates, f"{where}: its sentence is not a literal in N_()"
            for template in templates:
                asked = {name for name, _form, _conversion in placeholders(template)}
                assert asked <= given or None in given, where  # None: **values
                error = UserError(code, template, **dict.fromkeys(asked, "7"))
                said = []
                for language in i18n.LANGUAGES:
                    i18n.use(language)
                    said.append(error.message)
                assert "" not in said, where
                assert len(set(said)) == 2, where
    assert len(codes) > 40


# What nobody wrapped ------------------------------------------------------------------------------------------------

_FRENCH = re.compile("[àâçéèêëîïôùûüœÀÂÇÉÈÊÎÔÙÛŒ«»]|^(.*\\w)? [:;!?] ?$")
# Names, the same in every language, and what scanners type.
_NAMES = {"IA Événements", "Français", "Saint-Barthélemy", "La Réunion", "&É\"'(", "à&é\"'(-è_ç", "wxcvbn'-éè"}


def test_no_french_is_shown_unwrapped() -> None:
    """In the window, the command line and the papers, French letters and spaces stand inside _(), N_() or ngettext()."""
    found = []
    shown = [path for path in PROGRAM if path.parts[-2] == "documents" or "ui" in path.parts or "cli" in path.parts]
    for path in shown:
        tree = tree_of(path)
        wrapped: set[ast.AST] = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                wrapped.add(node.value)  # documentation
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in tool.KEYWORDS:
                wrapped |= set(ast.walk(node))
        for node in ast.walk(tree):
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or node in wrapped:
                continue
            text = node.value
            if text.strip() not in _NAMES and _FRENCH.search(text):
                found.append(f"{path.relative_to(ROOT)}:{node.lineno}: {text}")
    assert found == []
