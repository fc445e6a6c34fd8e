"""The document itself, or words in its place."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.i18n import N_, _
from ia_events.ui.pages.documents_options import Instead, clear
from ia_events.ui.session import Session
from ia_events.ui.widgets import EmptyState, secondary
from ia_events.ui.widgets.pdf_preview import PdfPreview

# Why there is no document: icon, title, and what to do about it (the page it opens).
_REASONS = {
    "nothing_to_print": ("users", N_("Personne à imprimer"), N_("Voir les participants"), "participants"),
    "slots_missing": ("calendar-plus", N_("Aucun créneau"), N_("Modifier l'événement"), "event_editor"),
    "sign_empty": ("note-pencil", N_("Que dit le panneau ?"), "", ""),
    "link_too_long": ("warning-circle", N_("Le lien est trop long"), "", ""),
    "photos_unreadable": ("warning-circle", N_("Photos introuvables"), "", ""),
    "picture_unreadable": ("warning-circle", N_("Une image ne peut pas être lue"), "", ""),
    "questionnaire_invalid": ("warning-circle", N_("Le questionnaire est incompris"), "", ""),
    "design_invalid": ("warning-circle", N_("Le modèle ne convient pas"), "", ""),
}
OF_PEOPLE = ("nothing_to_print", "nobody_present")  # what an empty list, among others, is the reason of
_OTHER = ("warning-circle", N_("Le document ne peut pas être fait"), N_("Ouvrir les réglages"), "settings")


def reason(session: Session, event: Event, error: UserError, *, anybody: bool) -> Instead:
    """What to say of an error that the user can mend. `anybody`: whether the event's list holds somebody."""
    icon, title, action, page = _REASONS.get(error.code, _OTHER)
    if error.code in OF_PEOPLE and not anybody:
        sentence = _("Ce document se fait d'après la liste des participants.")
        return Instead(
            "printer",
            _("Rien à imprimer pour l'instant"),
            sentence,
            _("Importer une liste"),
            lambda: session.open("import"),
        )
    arguments = {"event_id": event.id} if page == "event_editor" else {}
    return Instead(icon, _(title), error.message, _(action) if action else "", lambda: session.open(page, **arguments))


class Sight(QStackedWidget):
    """The preview, which is the PDF, or why there is none."""

    def __init__(self) -> None:
        super().__init__()
        self.preview = PdfPreview()
        self.instead = QWidget()
        self._instead = QVBoxLayout(self.instead)
        self.message = EmptyState("printer", "")
        self._instead.addWidget(self.message)
        self.addWidget(self.preview)
        self.addWidget(self.instead)
        self._shown = b""

    def show_pdf(self, data: bytes, *, again: bool) -> None:
        """Show a document; from its first page unless it is the one shown `again`, changed or not."""
        self.setCurrentWidget(self.preview)
        if data is not self._shown:
            self._shown = data
            self.preview.show_pdf(data)
            if not again:
                self.preview.pages.go(0)

    def say(self, words: Instead) -> None:
        """Show words in place of a document."""
        clear(self._instead)
        again = [secondary(words.action, words.on_click)] if words.action else []
        if words.also is not None:
            again.append(secondary(*words.also))
        self.message = EmptyState(words.icon, words.title, words.sentence, "", None, *again)
        self._instead.addWidget(self.message)
        self.message.show()  # now: a layout waits for the event loop
        self.setCurrentWidget(self.instead)
