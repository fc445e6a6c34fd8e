"""The evaluation questionnaire. Its questions are data: resources/questionnaire.json, or the user's own.

A file of the same name in the settings' folder takes its place. For each language (fr, en):

    title, introduction, thanks   sentences
    scale                         what the marks 1, 2, 3, 4 mean (2 to 6 of them)
    sections                      each with a title and questions; a question has a text and a kind:
                                  "scale" (a mark to circle) or "lines" (with `lines`, how many to write on)
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from ia_events import i18n, paths
from ia_events.documents.branding import Branding
from ia_events.documents.fitting import wrap
from ia_events.documents.letterhead import (
    A4,
    BOTTOM,
    LEFT,
    RIGHT,
    RULE,
    SOFT,
    Head,
    author_of,
    cell,
    letters_lacking,
    page_number,
    paragraph,
    set_lines,
)
from ia_events.documents.pdf import INK, MM, MUTED, Made, Paper, Progress, no_progress
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee, Role, Status
from ia_events.i18n import N_, _

FILE = "questionnaire.json"
_SCALE, _LINES = "scale", "lines"
_LINE = 8 * MM
_SIZE = 10.0


@dataclass(frozen=True, slots=True)
class Question:
    """A sentence to agree with, or, when there are `lines`, a question to answer on them."""

    text: str
    lines: int = 0


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """What is asked; `sections` are titles with their questions."""

    title: str
    introduction: str
    scale: tuple[str, ...]
    sections: tuple[tuple[str, tuple[Question, ...]], ...]
    thanks: str


def load(language: str = "") -> Questionnaire:
    """The questionnaire in a language (the one in use). Errors: UserError `questionnaire_invalid`."""
    own = paths.config() / FILE
    file = own if own.is_file() else paths.resources() / FILE
    language = language or i18n.language()
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        if not isinstance(found, dict):
            raise ValueError("an object with one entry a language")
        asked = found.get(language) or next(found[name] for name in i18n.LANGUAGES if name in found)
        return _questionnaire(asked)
    except (OSError, ValueError, KeyError, TypeError, StopIteration) as error:
        sentence = N_(
            "Le questionnaire « {file} » est incompris ({detail}). Corrigez-le, ou supprimez-le pour retrouver celui du "
            "programme."
        )
        raise UserError("questionnaire_invalid", sentence, file=str(file), detail=str(error)) from error


def _questionnaire(asked: Any) -> Questionnaire:
    scale = tuple(map(_text, asked["scale"]))
    if not 2 <= len(scale) <= 6:
        raise ValueError("scale: 2 to 6")
    sections = tuple((_text(s["title"]), tuple(map(_question, s["questions"]))) for s in asked["sections"])
    if not any(questions for _title, questions in sections):
        raise ValueError("sections: empty")
    return Questionnaire(
        _text(asked["title"]), _text(asked.get("introduction", "")), scale, sections, _text(asked.get("thanks", ""))
    )


def _question(asked: Any) -> Question:
    if asked["kind"] == _SCALE:
        return Question(_text(asked["text"]))
    if asked["kind"] != _LINES or type(asked["lines"]) is not int or not 1 <= asked["lines"] <= 12:
        raise ValueError("kind: scale, or lines with 1 to 12 lines")
    return Question(_text(asked["text"]), asked["lines"])


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r}: text expected")
    return i18n.typography(value) if i18n.language() == "fr" else value


def write_questionnaire(
    file: Path | BinaryIO,
    event: Event,
    people: Sequence[Attendee],
    *,
    questionnaire: Questionnaire | None = None,
    branding: Branding = Branding(),  # noqa: B008  frozen
    made_at: datetime,
    progress: Progress = no_progress,
) -> Made:
    """One copy, to be printed as many times as there are people; the speakers among them are named. Two sides if need be.

    Errors: UserError `questionnaire_invalid`, `logo_unreadable`, `colour_invalid`, and those of `atomic_write`.
    """
    asked = questionnaire or load()
    title = _("{paper} : {event}").format(paper=asked.title, event=event.title)
    # How many pages there are is known once they are drawn.
    paper = _Pages(event, people, branding, asked, made_at, title, 0).draw()
    paper = _Pages(event, people, branding, asked, made_at, title, paper.pages).draw()
    paper.save(file)
    progress(1, 1)
    return Made(paper.pages, sum(len(questions) for _title, questions in asked.sections), letters_lacking(event, ()))


class _Pages:
    """The questions one under another."""

    def __init__(
        self, event: Event, people: Sequence[Attendee], branding: Branding, asked: Questionnaire, made_at: datetime,
        title: str, count: int,
    ) -> None:  # fmt: skip
        self.paper = Paper(A4, title=title, author=author_of(event, branding), made_at=made_at)
        self.asked, self.count = asked, count
        self.head = Head(event, branding, asked.title)
        self.speakers = [p.badge_name for p in people if p.role == Role.SPEAKER and p.status == Status.REGISTERED]
        self.mark = min(19 * MM, 80 * MM / len(asked.scale))
        self.marks_x = RIGHT - self.mark * len(asked.scale)
        self.y = 0.0

    def draw(self) -> Paper:
        paper, asked = self.paper, self.asked
        self._page()
        if self.speakers:
            with paper.tag("P"):
                words = _("Avec {names}").format(names=", ".join(self.speakers))
                self.y = paragraph(paper, LEFT, self.y + 2 * MM, words, 9, RIGHT - LEFT, colour=MUTED) - 2 * MM
        if asked.introduction:
            with paper.tag("P"):
                self.y = paragraph(paper, LEFT, self.y, asked.introduction, _SIZE, RIGHT - LEFT) - 3 * MM
        for title, questions in asked.sections:
            scaled = any(not question.lines for question in questions)
            self._room((9 if scaled else 7.5) * MM + self._height(questions[0]) if questions else 0)
            self._title(title, scaled)
            for question in questions:
                self._room(self._height(question))
                if question.lines:
                    self._lines(question)
                else:
                    self._scale(question)
            self.y -= 4 * MM
        if asked.thanks:
            self._room(6 * MM)
            with paper.tag("P"):
                paragraph(paper, LEFT, self.y, asked.thanks, _SIZE, RIGHT - LEFT, bold=True, colour=self.head.accent)
        paper.end_page()
        return paper

    def _page(self) -> None:
        self.y = self.head.draw(self.paper, first=not self.paper.pages)
        if self.count > 1:
            page_number(self.paper, self.paper.pages + 1, self.count)

    def _room(self, height: float) -> None:
        if self.y - height < BOTTOM:
            self.paper.end_page()
            self._page()

    def _wrapped(self, question: Question) -> tuple[str, ...]:
        width = RIGHT - LEFT if question.lines else self.marks_x - LEFT - 4 * MM
        return wrap(question.text, False, width / _SIZE)

    def _height(self, question: Question) -> float:
        words = len(self._wrapped(question)) * _SIZE * 1.25
        return words + question.lines * _LINE + 3 * MM if question.lines else max(8.2 * MM, words + 2.4 * MM)

    def _title(self, title: str, scaled: bool) -> None:
        paper, height = self.paper, (9 if scaled else 7.5) * MM
        self.y -= height
        paper.box(LEFT, self.y, RIGHT - LEFT, height, SOFT)
        with paper.tag("H3"):
            paper.text(LEFT + 2 * MM, self.y + height / 2 - 3.6, title, 11, bold=True)
        if scaled:
            for number, words in enumerate(self.asked.scale):
                with paper.tag("P"):
                    x = self.marks_x + number * self.mark
                    cell(
                        paper,
                        x + 1,
                        self.y,
                        self.mark - 2,
                        height,
                        words,
                        7.5,
                        colour=MUTED,
                        smallest=5.5,
                        centred=True,
                    )

    def _scale(self, question: Question) -> None:
        paper, lines, height = self.paper, self._wrapped(question), self._height(question)
        top = self.y - (height - len(lines) * _SIZE * 1.25) / 2
        with paper.tag("P"):
            set_lines(paper, LEFT + 2 * MM, top, lines, _SIZE)
        middle = self.y - height / 2
        for number in range(len(self.asked.scale)):
            x = self.marks_x + (number + 0.5) * self.mark
            paper.raw(circle(x, middle, 2.9 * MM))
            with paper.tag("P"):
                paper.text_centred(x, middle - 3.1, str(number + 1), 9, colour=MUTED)
        self.y -= height
        paper.lines([(LEFT, self.y, RIGHT, self.y)], RULE, 0.4)

    def _lines(self, question: Question) -> None:
        with self.paper.tag("P"):
            self.y = set_lines(self.paper, LEFT + 2 * MM, self.y - 2 * MM, self._wrapped(question), _SIZE, colour=INK)
        rules = [(LEFT + 2 * MM, self.y - n * _LINE, RIGHT, self.y - n * _LINE) for n in range(1, question.lines + 1)]
        self.paper.lines(rules, RULE, 0.5)
        self.y -= question.lines * _LINE + 1 * MM


def circle(x: float, y: float, radius: float) -> str:
    """A circle to be filled in, as operators of a PDF."""
    k = radius * 0.5523
    r = radius
    return (
        f"0.42 G 0.6 w {x + r:.2f} {y:.2f} m {x + r:.2f} {y + k:.2f} {x + k:.2f} {y + r:.2f} {x:.2f} {y + r:.2f} c "
        f"{x - k:.2f} {y + r:.2f} {x - r:.2f} {y + k:.2f} {x - r:.2f} {y:.2f} c "
        f"{x - r:.2f} {y - k:.2f} {x - k:.2f} {y - r:.2f} {x:.2f} {y - r:.2f} c "
        f"{x + k:.2f} {y - r:.2f} {x + r:.2f} {y - k:.2f} {x + r:.2f} {y:.2f} c S"
    )
