"""What the door's panel says of what was taken back, and of what counts again."""

from __future__ import annotations

from ia_events.i18n import N_, _
from ia_events.store import blanks, door
from ia_events.store.door_book import Entry
from ia_events.store.journal import Action, Label
from ia_events.ui.pages.door_verdict import Shown

# What is said of an action of the door that was taken back whole; of all others, that a passage was.
_TAKEN_BACK = {
    door.GONE: N_("Sortie annulée"),
    door.REGISTERED: N_("Inscription annulée"),
    door.REPLACED: N_("Remplacement annulé"),
    door.RETIMED: N_("Correction annulée"),
    door.SHIFTED: N_("Correction annulée"),
    blanks.HANDED: N_("Badge repris"),
}


def taken_back(done: Action, reason: str = "") -> Shown:
    """What no longer counts, and why."""
    whole = "" if done.kept else _TAKEN_BACK.get(done.label.template, "")
    sentence = str(done)
    if reason:
        sentence = _("{action}. Motif : {reason}").format(action=sentence, reason=reason)
    headline = _(whole) if whole else _("Passage annulé")
    return Shown("neutral", "arrow-u-up-left", headline, _("Annulé"), sentence=sentence)


# What is said of what counts again; of all others, that a passage does.
_DONE_AGAIN = {
    door.GONE: N_("Sortie rétablie"),
    door.REGISTERED: N_("Inscription rétablie"),
    door.REPLACED: N_("Remplacement rétabli"),
    door.RETIMED: N_("Correction rétablie"),
    door.SHIFTED: N_("Correction rétablie"),
    blanks.HANDED: N_("Badge remis"),
}


def given_back(words: Label, whose: str = "") -> Shown:
    """What was taken back and counts again; `whose` passage, where that is all there is to say of it."""
    headline = _(_DONE_AGAIN.get(words.template, N_("Passage rétabli")))
    sentence = _("Ce passage compte de nouveau.") if whose else str(words)
    return Shown("neutral", "arrow-u-up-right", headline, _("Rétabli"), name=whose, sentence=sentence)


def outrun(entry: Entry | None) -> Shown:
    """What somebody else took back, or put right, before it could be done here."""
    sentence = _("Une autre fenêtre ou un autre poste vient de l'annuler ou de le corriger : rien n'a été fait ici.")
    whose = name_of(entry) if entry is not None else ""
    return Shown("neutral", "info", _("Déjà changé ailleurs"), _("Déjà changé"), name=whose, sentence=sentence)


def name_of(entry: Entry) -> str:
    """Whose a passage is."""
    return entry.attendee.list_name if entry.attendee else _("Badge sans nom ici")
