"""Steps back and forth, for a page where Ctrl+Z takes back what was done there rather than what is recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

S = TypeVar("S")


@dataclass
class Step(Generic[S]):
    """What there was before, and after, something that has a name."""

    words: str
    before: S
    after: S


class Steps(Generic[S]):
    """A page's `past`. `go(state)` shows the state that a step taken back, or done again, leads to."""

    def __init__(self, go: Callable[[S], None], said: Callable[[str, bool], object] | None = None) -> None:
        """`said(words, back)` is told each one taken back, or else done again."""
        self._go, self._said = go, said
        self._done: list[Step[S]] = []
        self._undone: list[Step[S]] = []
        self._kept: tuple[list[Step[S]], list[Step[S]]] = ([], [])

    @property
    def last(self) -> Step[S] | None:
        """The one that undo would take back."""
        return self._done[-1] if self._done else None

    def __iter__(self) -> Iterator[Step[S]]:
        return iter((*self._done, *self._undone))

    def add(self, words: str, before: S, after: S, most: int | None = None) -> None:
        """One was taken. `most`: how many are remembered."""
        self._done.append(Step(words, before, after))
        if most is not None:
            del self._done[:-most]
        self._undone.clear()

    def amend(self, words: str, after: S) -> None:
        """The last one leads elsewhere."""
        self._done[-1].words, self._done[-1].after = words, after
        self._undone.clear()

    def drop(self) -> Step[S]:
        """The last one was never taken."""
        return self._done.pop()

    def set_aside(self) -> None:
        """The last one is taken back, without a word: somebody else shows what comes of it."""
        self._undone.append(self._done.pop())

    def forget(self) -> None:
        """Begin anew."""
        self._done.clear()
        self._undone.clear()
        self.keep()

    def keep(self) -> None:
        """What they lead to is shown: where a state takes time to show, it may come to nothing."""
        self._kept = self._done.copy(), self._undone.copy()

    def return_to_kept(self) -> None:
        """What was taken, taken back or done again since came to nothing."""
        done, undone = self._kept
        self._done, self._undone = done.copy(), undone.copy()

    def next_undo(self) -> str | None:
        """What undo would undo."""
        return self._done[-1].words if self._done else None

    def next_redo(self) -> str | None:
        """What redo would do again."""
        return self._undone[-1].words if self._undone else None

    def undo(self) -> None:
        """Take the last step back."""
        if self._done:
            step = self._done.pop()
            self._undone.append(step)
            self._go(step.before)
            if self._said is not None:
                self._said(step.words, True)

    def redo(self) -> None:
        """Do again what was taken back."""
        if self._undone:
            step = self._undone.pop()
            self._done.append(step)
            self._go(step.after)
            if self._said is not None:
                self._said(step.words, False)
