"""The language of our sentences, and of Qt's own: dates, calendars, context menus, colour and file dialogs."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from ia_events import i18n

_qt: QTranslator | None = None


def use(language: str) -> None:
    """Show everything in "fr", "en" or "system" from now on; windows already built keep their words."""
    global _qt
    i18n.use(language)
    QLocale.setDefault(QLocale("fr_FR" if i18n.language() == "fr" else "en_GB"))
    app = QCoreApplication.instance()
    if app is None:
        return
    if _qt is not None:
        app.removeTranslator(_qt)
        _qt = None
    translator = QTranslator(app)
    if translator.load(f"qtbase_{i18n.language()}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
        _qt = translator
