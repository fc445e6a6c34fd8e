"""What the terminal says by itself, in French: the help's own words and the errors of usage."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

from ia_events.cli.words import FRENCH
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
        (("badges", "--event", "e", "--out", "a.pdf", "--only", "x"), "'x' n’est pas l’un de 'all', 'new', 'changed'."),
        (("check-in", "--event"), "L’option '--event' attend une valeur."),
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
