"""What the door's panel says of what was taken back, and of what counts again."""

from __future__ import annotations

from ia_events.domain.attendance import FactKind
from ia_events.i18n import N_, _
from ia_events.store import door
from ia_events.store.door_book import Entry
from ia_events.store.journal import Action
from ia_events.ui.pages.door_verdict import Shown

# What is said of an action of the door that was taken back whole; of all others, that a passage was.
_TAKEN_BACK = {
    door.GONE: N_("Sortie annulée"),
    door.REGISTERED: N_("Inscription annulée"),
    door.REPLACED: N_("Remplacement annulé"),
    door.RETIMED: N_("Correction annulée"),
    door.SHIFTED: N_("Correction annulée"),
}


def taken_back(done: Action, reason: str = "") -> Shown:
    """What no longer counts, and why."""
    whole = "" if done.kept else _TAKEN_BACK.get(done.label.template, "")
    sentence = str(done)
    if reason:
        sentence = _("{action}. Motif : {reason}").format(action=sentence, reason=reason)
    headline = _(whole) if whole else _("Passage annulé")
    return Shown("neutral", "arrow-u-up-left", headline, _("Annulé"), sentence=sentence)


# What is said of what counts again.
_DONE_AGAIN = {
    door.ARRIVED: N_("Passage rétabli"),
    door.GONE: N_("Sortie rétablie"),
    door.REGISTERED: N_("Inscription rétablie"),
    door.REPLACED: N_("Remplacement rétabli"),
    door.RETIMED: N_("Correction rétablie"),
    door.SHIFTED: N_("Correction rétablie"),
    door.REMOVED: N_("Passage annulé"),
}


def given_back(entry: Entry) -> Shown:
    """A passage that was taken back counts again."""
    name = entry.attendee.list_name if entry.attendee else _("Badge sans nom ici")
    left = entry.fact.kind == FactKind.DEPARTURE
    headline, sentence = _(_DONE_AGAIN[door.GONE if left else door.ARRIVED]), _("Ce passage compte de nouveau.")
    return Shown("neutral", "arrow-u-up-right", headline, _("Rétabli"), name=name, sentence=sentence)


def done_again(done: Action, words: str) -> Shown:
    """What was undone and counts again, in words that say of which event where it is another."""
    headline = _(_DONE_AGAIN.get(done.label.template, N_("Rétabli")))
    return Shown("neutral", "arrow-u-up-right", headline, _("Rétabli"), sentence=words)
