"""Qt's own words in French: the dialogs it draws itself, and what its translation lacks."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QMessageBox, QPushButton

from ia_events.ui import language
from ia_events.ui.theme import Theme


def test_what_qts_french_lacks_is_there(theme: Theme) -> None:
    alone = QTranslator()
    assert alone.load("qtbase_fr", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    for english in language._LACKING:
        context = "QPrintDialog" if "Set" in english else "QFileDialog"
        assert not alone.translate(context, english), "Qt has it now: ours can go"
        assert QApplication.translate(context, english) != english


def test_a_file_dialog_is_french_throughout(theme: Theme, tmp_path: Path) -> None:
    dialog = QFileDialog(None, "", str(tmp_path), "Classeurs (*.xlsx)")
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.ensurePolished()
    said = {child.text() for child in dialog.findChildren(QLabel)}
    said |= {child.text() for child in dialog.findChildren(QPushButton)}
    assert {"&Dans\u00a0:", "&Nom de fichier\u00a0:", "&Type\u00a0:", "&Ouvrir", "Annuler"} <= said
    dialog.deleteLater()


def test_standard_buttons_and_menus_are_french(theme: Theme) -> None:
    box = QMessageBox()
    box.setStandardButtons(QMessageBox.StandardButton.Cancel | QMessageBox.StandardButton.Save)
    assert {button.text() for button in box.buttons()} == {"Annuler", "Enregistrer"}
    line = QLineEdit()
    menu = line.createStandardContextMenu()
    assert "Tout sélectionner" in {action.text().split("\t")[0] for action in menu.actions()}


def test_english_takes_them_away(theme: Theme) -> None:
    language.use("en")
    assert QApplication.translate("QFileDialog", "&Look in:") == "&Look in:"
    language.use("fr")
    assert QApplication.translate("QFileDialog", "&Look in:") == "&Dans\u00a0:"
