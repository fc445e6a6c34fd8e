"""The language of our sentences, and of Qt's own: dates, calendars, context menus, colour and file dialogs."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from ia_events import i18n
from ia_events.i18n import N_, _

# What Qt's own French lacks (a test asks it): in its dialogs for files and printing.
_LACKING = {
    "&Look in:": N_("&Dans :"),
    "Files of &type:": N_("&Type :"),
    "&Directory:": N_("&Dossier :"),
    "Page &Set:": N_("&Pages :"),
}

_installed: list[QTranslator] = []


class _Lacking(QTranslator):
    """Asked when Qt's own translation says nothing."""

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        return _(_LACKING[source]) if source in _LACKING else None  # type: ignore[return-value]  # no words of ours

    def isEmpty(self) -> bool:
        return False


def use(language: str) -> None:
    """Show everything in "fr", "en" or "system" from now on; windows already built keep their words."""
    i18n.use(language)
    QLocale.setDefault(QLocale("fr_FR" if i18n.language() == "fr" else "en_GB"))
    app = QCoreApplication.instance()
    if app is None:
        return
    while _installed:
        app.removeTranslator(_installed.pop())
    if i18n.language() == "fr":
        _install(app, _Lacking(app))
    translator = QTranslator(app)  # the last one installed is asked first
    if translator.load(f"qtbase_{i18n.language()}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        _install(app, translator)


def _install(app: QCoreApplication, translator: QTranslator) -> None:
    app.installTranslator(translator)
    _installed.append(translator)
