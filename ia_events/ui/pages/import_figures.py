"""What an import would do, in figures: each shows its rows, or opens what is beside the sheet."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ia_events.domain.lists import Plan
from ia_events.i18n import _, ngettext
from ia_events.ui.pages.import_jobs import most_withdrawn
from ia_events.ui.pages.import_people import People
from ia_events.ui.widgets.flow import FlowLayout
from ia_events.ui.widgets.tiles import FigureTile


class Figures(QWidget):
    """`tiles` by the part of the plan they count; `last` stands after them."""

    def __init__(self, last: QWidget) -> None:
        super().__init__()
        self.tiles = {
            "added": FigureTile("welcome"),
            "updated": FigureTile("accent"),
            "unchanged": FigureTile("neutral"),
            "problems": FigureTile("attention"),
            "refused": FigureTile("refused"),
            "doubts": FigureTile("attention"),
            "presence": FigureTile("accent"),
            "withdrawn": FigureTile("neutral"),
        }
        self.setLayout(FlowLayout(*self.tiles.values(), last))

    def show_plan(self, plan: Plan, people: People) -> None:
        """Count a plan and its people. Deciding of doubts changes figures: they have the room, and the line, for it."""
        doubts, presences = len(plan.doubts), len(plan.attendance)
        waiting = sum(not doubt.settled for doubt in plan.doubts)
        counts = {
            "added": len(plan.added),
            "updated": len(plan.updated),
            "unchanged": max(0, plan.unchanged - people.count("noted")),
            "problems": sum(map(people.to_check, range(len(plan.listing.rows)))),
            "refused": len(plan.refused),
            "doubts": waiting or doubts,
            "presence": presences,
            "withdrawn": len(plan.withdrawn),
        }
        told = sum(len(doubt.row.presence) for doubt in plan.doubts)
        most = {"doubts": doubts, "refused": counts["refused"], "presence": presences + told}
        for name, count in counts.items():
            room = most.get(name, count + doubts)
            widest = [(room, _word(name, room, left)) for left in (0, doubts)]
            self.tiles[name].set(count, _word(name, count, waiting), *widest)
        self.tiles["doubts"].tone = "attention" if waiting else "neutral"
        counts |= {"presence": presences + told, "withdrawn": most_withdrawn(plan)}  # once decided
        for name in ("refused", "doubts", "presence", "withdrawn"):
            self.tiles[name].setVisible(counts[name] > 0)

    def choose(self, part: str) -> None:
        """Show which figure's rows are shown."""
        for name, tile in self.tiles.items():
            tile.setChecked(name == part)


def _word(name: str, n: int, waiting: int) -> str:
    """What a figure counts; of doubts, those `waiting` or, when none does, those decided of."""
    return {
        "added": _("à ajouter"),
        "updated": _("à mettre à jour"),
        "unchanged": _("sans changement"),
        "problems": _("à vérifier"),
        "refused": ngettext("ligne refusée", "lignes refusées", n),
        "doubts": ngettext("doublon possible", "doublons possibles", n)
        if waiting
        else ngettext("doublon tranché", "doublons tranchés", n),
        "presence": ngettext("état de présence", "états de présence", n),
        "withdrawn": ngettext("désistement ?", "désistements ?", n),
    }[name]
