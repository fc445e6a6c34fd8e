"""The guide's page of papers: its pictures are there and light, its commands are the program's."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

import docs
from ia_events import cli
from ia_events.cli.base import commands

DOCS = Path(docs.__file__).parent
LARGEST = 60_000  # bytes
FOLDERS = {"fr": "images", "en": "images/en"}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_pictures_and_commands_are_true(language: str) -> None:
    page = (DOCS / f"papers.{language}.md").read_text(encoding="utf-8")
    assert f"(papers.{language}.md)" in (DOCS / f"guide.{language}.md").read_text(encoding="utf-8")
    pictures = set(re.findall(r"\((images/[^)]+)\)", page))
    folder = FOLDERS[language]
    assert pictures == {f"{folder}/{file.name}" for file in (DOCS / folder).glob("paper-*.png")}
    assert all((DOCS / picture).stat().st_size < LARGEST for picture in pictures)
    named = set(re.findall(r"^    ia-events ([a-z-]+)", page, re.MULTILINE))
    assert named <= set(commands.commands)
    for module in (cli.papers, cli.certificates):
        own = {name for name, command in commands.commands.items() if command.callback.__module__ == module.__name__}
        assert own <= named


@pytest.mark.parametrize("language", FOLDERS)
def test_the_guide_shows_the_program_in_its_own_language(language: str) -> None:
    """Each picture is there, light, and of the guide's language; those of the English one are all shown in it."""
    page = (DOCS / f"guide.{language}.md").read_text(encoding="utf-8")
    pictures = re.findall(r"\((images/[^)]+)\)", page)
    assert len(pictures) > 10
    assert len(pictures) == len(set(pictures))
    assert {picture.rpartition("/")[0] for picture in pictures} == {FOLDERS[language]}
    assert all((DOCS / picture).stat().st_size < 2 * LARGEST for picture in pictures)
    if language == "en":
        made = {file.name for file in (DOCS / FOLDERS["en"]).glob("*.png") if not file.name.startswith("paper-")}
        assert made == {picture.rpartition("/")[2] for picture in pictures}


@pytest.mark.parametrize("name", ["guide.fr.md", "guide.en.md", "papers.fr.md", "papers.en.md"])
def test_commands_are_written_as_the_program_takes_them(name: str) -> None:
    """Each example is parsed, with its options and arguments, and not run."""
    lines = re.findall(r"^    ia-events (.+)$", (DOCS / name).read_text(encoding="utf-8"), re.MULTILINE)
    assert lines
    for line in lines:
        words = shlex.split(line)
        command: click.Command = commands
        while isinstance(command, click.Group):
            command = command.commands[words.pop(0)]
        command.make_context(line, words)
