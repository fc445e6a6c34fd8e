"""What the terminal says by itself, in French: the help's own words and the errors of usage."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import click
import pytest

from ia_events import i18n
from ia_events.cli.base import commands
from ia_events.cli.words import FRENCH, within
from ia_events.settings import Settings
from tests.conftest import Answer

Cli = Callable[..., Answer]


@pytest.mark.parametrize(
    "asked, said",
    [
        (("--help",), "Utilisation\u00a0: ia-events"),
        (("--help",), "Montrer cette aide."),
        (("--help",), "Montrer la version."),
        (("event", "add", "--help"), "Utilisation\u00a0: ia-events event add"),
        (("impor",), "La commande 'impor' n’existe pas. (Vouliez-vous dire\u00a0: 'import', 'imports'\u202f?)"),
        (("badges", "--out", "a.pdf"), "Il manque l’option '--event'."),
        (
            ("badges", "--event", "e", "--out", "a.pdf", "--only", "x"),
            "'x' n’est pas l’un de 'all', 'to-print', 'new', 'changed'.",
        ),
        (("check-in", "--event"), "L’option '--event' attend une valeur."),
        (("demo", "--out", __file__), "c’est un fichier"),
        (("demo", "--out", __file__), "Dossier '"),
        (
            ("stocks", "calibrate", "7160", "--measured", "1,2"),
            "«\u00a01,2\u00a0»\u00a0: il faut 4 nombres, séparés par des virgules.",
        ),
        (("import",), "Il manque l’argument 'FICHIER'."),
        (("event", "add", "--title", "T", "--capacity", "-1"), "-1 n’est pas dans l’intervalle x>=0."),
        (("export", "--event", "e", "--out", "a.xlsx", "--people", "present"), "vont avec --columns ou --preset"),
    ],
)
def test_clicks_own_words_are_french(cli: Cli, asked: tuple[str, ...], said: str) -> None:
    answer = cli(*asked)
    told = answer.out + answer.err
    assert said in " ".join(told.split(" "))
    for english in ("Usage:", "Error:", "Options:\n  --help", "Show this message"):
        assert english not in told


def test_each_is_a_sentence_of_click() -> None:
    sources = "".join(
        Path(str(import_module(f"click.{name}").__file__)).read_text(encoding="utf-8")
        for name in ("core", "decorators", "exceptions", "formatting", "parser", "types")
    )
    written = sources.replace("\\n", "\n").replace("\\t", "\t")
    assert [words for words in FRENCH if f'"{words}"' not in written] == []


def helps(cli: Cli) -> tuple[list[str], dict[tuple[str, ...], str]]:
    """What everything says it is for; and the --help of each command, by its words, on one line."""

    def of(command: click.Command, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
        yield path, " ".join(cli(*path, "--help").out.split())
        if isinstance(command, click.Group):
            for name, each in command.commands.items():
                yield from of(each, (*path, name))

    found = dict(of(commands, ()))
    return described(), found


def described() -> list[str]:
    """What each command, option and argument says it is for, in the language of the last call."""
    return [" ".join(str(getattr(each, "help", "") or "").split()) for each in within(commands)]


def test_every_help_is_in_one_language(cli: Cli) -> None:
    """GIVEN each language WHEN every command is asked for help THEN it is all in that one, and nothing is without words."""
    french, said = helps(cli)
    Settings(language="en").save()
    try:
        english, told = helps(cli)
    finally:
        i18n.use("fr")
    assert len(said) > 50
    assert len(french) == len(english) > 200
    assert all(french), "everything is described"
    same = {one for one, other in zip(french, english, strict=True) if one == other}
    assert same <= {"Grade", "SIRET"}, "the catalogue has them all, and these words are of both languages"
    english = [text for text in english if text not in same]
    for path in said:
        assert [text for text in english if text in said[path]] == [], path
        assert [text for text in french if text in told[path] and text not in same] == [], path
        others = r"Usage|Show this|Options:|FILE|TEXT|NAME|INTEGER|FLOAT|PATH|DIRECTORY|required|default"
        assert re.findall(rf"\b({others})\b", said[path]) == [], path
        assert (
            re.findall(r"Utilisation|Montrer|FICHIER|DOSSIER|TEXTE|\bNOM\b|[éèêàçù«»]", without_names(told[path])) == []
        ), path


def without_names(told: str) -> str:
    """An English help without what is French by name: the program's, a slot's, a placeholder's."""
    return re.sub(r"IA Événements|Soirée=|\{\{nom\}\}", "", told)


def test_what_is_to_be_given_is_named_in_the_language_in_use(cli: Cli) -> None:
    cli("--help")
    chosen = (click.Choice, click.types.BoolParamType)
    for each in within(commands):
        if isinstance(each, click.Parameter) and not isinstance(each.type, chosen):
            assert each.metavar, each.opts


def test_a_command_shows_its_whole_sentence_in_the_list(cli: Cli) -> None:
    said = " ".join(cli("--help").out.split())
    assert "..." not in said
    assert "Commandes\u00a0:" in cli("--help").out
