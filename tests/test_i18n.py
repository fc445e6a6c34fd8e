"""One mechanism for every word: French typography, English sentences, the right form for a number."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from ia_events import i18n
from ia_events.i18n import N_, _, ngettext

PACKAGE = Path(i18n.__file__).parent


@pytest.fixture(autouse=True)
def _in_french() -> Iterator[None]:
    i18n.use("fr")
    yield
    i18n.use("fr")


@pytest.mark.parametrize(
    "written, shown",
    [
        ("L'heure d'arrivée", "L’heure d’arrivée"),
        ("Aujourd'hui", "Aujourd’hui"),
        ("Le créneau de l'événement d'{name}", "Le créneau de l’événement d’{name}"),
        ("l'« {title} »", "l’«\u00a0{title}\u00a0»"),
        ("« {name} » : c'est fini !", "«\u00a0{name}\u00a0»\u00a0: c’est fini\u202f!"),
        ("Est-ce juste ?", "Est-ce juste\u202f?"),
        ("Nom ; prénom", "Nom\u202f; prénom"),
        ("À 100 %, sans mise à l'échelle", "À 100\u00a0%, sans mise à l’échelle"),
        ("Le {day:%d/%m/%Y}", "Le {day:%d/%m/%Y}"),
        ("entre 'guillemets' droits", "entre 'guillemets' droits"),
        ("https://exemple.fr?a=b;c", "https://exemple.fr?a=b;c"),
        ("Voir http: et 12:30", "Voir http: et 12:30"),
        ("", ""),
    ],
)
def test_french_typography(written: str, shown: str) -> None:
    assert _(written) == shown
    assert i18n.typography(shown) == shown, "doing it again changes nothing"


def test_a_value_keeps_its_own_spelling() -> None:
    assert _("Modification de {name}").format(name="N'DIAYE Awa") == "Modification de N'DIAYE Awa"


def test_marking_changes_nothing() -> None:
    assert N_("L'heure") == "L'heure"


@pytest.mark.parametrize(
    "count, form", [(0, "0 jour"), (1, "1 jour"), (-1, "-1 jour"), (2, "2 jours"), (-2, "-2 jours"), (300, "300 jours")]
)
def test_french_plurals(count: int, form: str) -> None:
    assert ngettext("{count} jour", "{count} jours", count).format(count=count) == form
    assert ngettext("qu'un", "qu'eux", count)[2] == "’"


def test_english_is_another_catalogue() -> None:
    i18n.use("en")
    assert i18n.language() == "en"
    assert _("Tout est dans {folder}.") == "Everything is in {folder}."
    assert _("Une phrase que personne n'a traduite") == "Une phrase que personne n'a traduite"
    assert _("") == "", "not the catalogue's heading"
    assert ngettext("Une chose", "Des choses", 0) == "Des choses", "in English, zero is plural"
    i18n.use("fr")
    assert _("Tout est dans {folder}.") == "Tout est dans {folder}."


@pytest.mark.parametrize(
    "environment, language",
    [
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "EN_us"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "fr"),
        ({"LANG": "C.UTF-8"}, "fr"),
        ({}, "fr"),
    ],
)
def test_the_system_s_language(environment: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    for variable, value in environment.items():
        monkeypatch.setenv(variable, value)
    for word in ("system", "", "tlh"):
        i18n.use(word)
        assert i18n.language() == language


# --- how sentences are written ------------------------------------------------------------------------------------


@cache
def sentences() -> list[tuple[str, ast.Call]]:
    """Every call of _, N_ and ngettext in the program, with its place."""
    return [
        (f"{file.relative_to(PACKAGE)}:{node.lineno}", node)
        for file in sorted(PACKAGE.rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "N_", "ngettext")
    ]


def literals(call: ast.Call) -> list[str]:
    return [node.value for node in call.args if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def test_sentences_are_typed_plainly() -> None:
    """What the keyboard has; the typography is made when they are shown."""
    wrong = [
        f"{place}: {text}"
        for place, call in sentences()
        for text in literals(call)
        if set(text) & set("\u00a0\u202f\u2019\u2018\u2011") or text != text.strip() or "  " in text
    ]
    assert wrong == []


def test_sentences_are_whole() -> None:
    """No f-string, no sum: a translator sees the sentence, and the catalogue finds it."""
    wrong = [
        f"{place}: {ast.unparse(call)}"
        for place, call in sentences()
        if any(isinstance(node, ast.JoinedStr | ast.BinOp) for node in call.args[:2])
    ]
    assert wrong == []


def test_what_is_put_in_a_sentence_is_named() -> None:
    wrong = []
    for place, call in sentences():
        for text in literals(call):
            try:
                names = [name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name is not None]
            except ValueError as error:
                names = [str(error)]
            if not all(name.isidentifier() for name in names):
                wrong.append(f"{place}: {text}")
    assert wrong == []


def test_singular_and_plural_take_the_same_values() -> None:
    """Or nearly: « Une feuille » needs no number."""
    wrong = []
    for place, call in sentences():
        if isinstance(call.func, ast.Name) and call.func.id == "ngettext" and len(literals(call)) == 2:
            one, many = (
                {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name}
                for text in literals(call)
            )
            if not one <= many or not many - one <= {"count"}:
                wrong.append(f"{place}: {literals(call)}")
    assert wrong == []
