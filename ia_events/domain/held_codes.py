"""What a camera sees thirty times a second, told once: a badge held up, a code that is somebody else's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ia_events.domain import tokens

AWAY = 2.0  # seconds out of sight before the same code counts again
HELD = 1.5  # seconds a code that is not ours is held up before it is told
_LOST = 0.6  # seconds a held code may be missed, between two frames that show it


def is_ours(text: str) -> bool:
    """Whether a code was made by this program, for whichever event: a badge's, a sheet's, a certificate's."""
    return tokens.badge_id(text) is not None or tokens.is_sheet_code(text) or tokens.certificate_id(text) is not None


@dataclass(slots=True)
class _Sight:
    first: float
    last: float
    told: bool = False


class HeldCodes:
    """Give it what each frame shows; it answers what is to be judged.

    Codes that are not ours (a link on the back of a badge, somebody's phone) are passed over, unless one is held up alone.
    """

    def __init__(self) -> None:
        self._sights: dict[str, _Sight] = {}
        self._ours = float("-inf")  # when one of ours was last in sight

    def see(self, texts: Iterable[str], at: float) -> list[str]:
        """The codes of a frame taken at `at` (seconds, of any clock that only goes forward): those to be judged now."""
        shown = {text: self._sight(text, at) for text in texts}
        ours = [text for text in shown if is_ours(text)]
        if ours:
            self._ours = at
        alone = len(shown) == 1 and at - self._ours > AWAY
        told = []
        for text, sight in shown.items():
            if text not in ours and not alone:
                sight.first = at
            elif not sight.told and (text in ours or at - sight.first >= HELD):
                sight.told = True
                told.append(text)
        self._sights = {text: sight for text, sight in self._sights.items() if at - sight.last <= AWAY}
        return told

    def _sight(self, text: str, at: float) -> _Sight:
        sight = self._sights.get(text)
        gap = at - sight.last if sight else 0.0
        if sight is None or gap > AWAY or (gap > _LOST and not sight.told):
            sight = self._sights[text] = _Sight(at, at)
        sight.last = at
        return sight
