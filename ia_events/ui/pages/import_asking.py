"""What only a person can tell of a list, asked one question at a time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ia_events.domain.lists import Question
from ia_events.i18n import _, ngettext, number
from ia_events.ui import fonts, theme
from ia_events.ui.widgets import ElidedLabel, StateDot, announce, button, icon_button, label, quiet, restyle
from ia_events.ui.widgets.flow import FlowLayout

_EXAMPLES = 4


class QuestionStrip(QFrame):
    """`answered(key, value)` for each answer, `asked(heading)` for each question about a column. Answered through, it says so in one line, from which it opens again."""

    answered = Signal(str, str)
    forgotten = Signal()
    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.questions: tuple[Question, ...] = ()
        self._settled: Collection[str] = ()
        self._place = 0
        self._open = True
        self._remembered = False
        self.options: list[QPushButton] = []
        self._dot = StateDot("accent", icon="question-fill", size=22)
        self.words = label(weight=fonts.SEMIBOLD, wrap=True)
        self.count = label(tone="muted")
        self.back = icon_button("caret-left", _("Question précédente"), lambda: self._turn(-1))
        self.forth = icon_button("caret-right", _("Question suivante"), lambda: self._turn(1))
        self.examples = ElidedLabel(tone="muted")
        self.again = quiet(_("Revoir les réponses"), self._reopen)
        self.forget = quiet(_("Oublier"), self.forgotten.emit)
        self.forget.setToolTip(_("Relire cette liste sans tenir compte de ce qui a été décidé la dernière fois"))
        self._answers = QWidget()
        top = QHBoxLayout()
        top.setSpacing(theme.M)
        top.addWidget(self._dot, 0, Qt.AlignmentFlag.AlignVCenter)
        top.addWidget(self.words, 1)
        for widget in (self.again, self.forget, self.back, self.count, self.forth):
            top.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(theme.L, theme.M, theme.L, theme.M)
        column.setSpacing(theme.S)
        column.addLayout(top)
        below = QVBoxLayout()  # under the words, not under the dot
        below.setSpacing(theme.S)
        below.addWidget(self.examples)
        below.addWidget(self._answers)
        self._below = below
        column.addLayout(below)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        restyle(self, strip="accent")
        self.hide()

    def show_questions(self, questions: Sequence[Question], settled: Collection[str], *, remembered: bool) -> None:
        """Ask what is open. `settled` are the keys answered, here or earlier; `remembered` says the layout was known."""
        forgotten = set(self._settled) - set(settled)
        same = [q.key for q in questions] == [q.key for q in self.questions] and not forgotten
        self.questions, self._settled, self._remembered = tuple(questions), settled, remembered
        waiting = [place for place, question in enumerate(questions) if question.key not in settled]
        if not same:
            self._open, self._place = bool(waiting), waiting[0] if waiting else 0
        elif self._open and self._place < len(questions) and questions[self._place].key in settled:
            # On to what is still open, and closed after the last.
            following = [place for place in waiting if place > self._place] or waiting
            self._open = bool(following)
            self._place = following[0] if following else 0
        self._show()

    def show_as_read(self) -> None:
        """Show no more an answer that came to nothing."""
        if self.questions and self._open:
            for made, option in zip(self.options, self.questions[self._place].options, strict=True):
                made.setChecked(option.value == self.questions[self._place].answer)

    def _show(self) -> None:
        self.setVisible(bool(self.questions) or self._remembered)
        asked = bool(self.questions) and self._open
        several = len(self.questions) > 1
        for widget, shown in (
            (self.back, asked and several), (self.forth, asked and several), (self.count, asked and several),
            (self.again, bool(self.questions) and not asked), (self.forget, self._remembered and not asked),
            (self.examples, asked), (self._answers, asked),
        ):  # fmt: skip
            widget.setVisible(shown)
        restyle(self, strip="accent" if asked else "neutral")
        tall = theme.M if asked else theme.XS
        self._column.setContentsMargins(theme.L, tall, theme.L if asked else theme.S, tall)
        theme.scaled(self._below.setContentsMargins, lambda: theme.px(22) + theme.M, 0, 0, 0)
        self._dot.set("accent" if asked else "quiet", icon="question-fill" if asked else "")
        fonts.set_weight(self.words, fonts.SEMIBOLD if asked else fonts.REGULAR)
        if asked:
            self._ask(self.questions[self._place])
        elif self._remembered:
            self.words.setText(_("Lue comme la dernière fois."))
        elif self.questions:
            n = len(self.questions)
            self.words.setText(ngettext("{n} réponse donnée.", "{n} réponses données.", n).format(n=number(n)))

    def _ask(self, question: Question) -> None:
        self.words.setText(question.words)
        self.count.setText(_("{number} sur {total}").format(number=self._place + 1, total=len(self.questions)))
        shown = " · ".join(_("« {text} »").format(text=text) for text in question.examples[:_EXAMPLES])
        self.examples.setText(_("Dans le fichier : {examples}").format(examples=shown) if shown else "")
        self.examples.setVisible(bool(shown))
        had_focus = any(made.hasFocus() for made in self.options)
        self.options = []
        settled = question.key in self._settled
        for option in question.options:
            taken = option.value == question.answer
            words = option.words if settled or not taken else _("{answer} (supposé)").format(answer=option.words)
            made = button(words, self._answer(question, option.value), elided=True)
            made.setCheckable(True)
            made.setChecked(taken)
            made.setAccessibleDescription(question.words)
            self.options.append(made)
        answers = QWidget()
        answers.setLayout(FlowLayout(*self.options))
        self._below.replaceWidget(self._answers, answers)
        self._answers.hide()
        self._answers.deleteLater()
        self._answers = answers
        if had_focus:
            self.options[0].setFocus(Qt.FocusReason.OtherFocusReason)
        if question.column:
            self.asked.emit(question.column)
        said = f"{self.count.text()}. {question.words}" if len(self.questions) > 1 else question.words
        self.setAccessibleName(said)
        announce(self, said)

    def _answer(self, question: Question, value: str) -> Callable[[], None]:
        def answer() -> None:
            for made, option in zip(self.options, question.options, strict=True):  # until the list is read again
                made.setChecked(option.value == value)
            self.answered.emit(question.key, value)

        return answer

    def _turn(self, step: int) -> None:
        self._place = (self._place + step) % len(self.questions)
        self._show()

    def _reopen(self) -> None:
        self._open, self._place = True, 0
        self._show()
        if self.options:
            self.options[0].setFocus(Qt.FocusReason.OtherFocusReason)
