"""A bug, shown: what happened, what was saved, and details to copy that name nobody."""

from __future__ import annotations

import platform

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from ia_events import __version__
from ia_events.i18n import _
from ia_events.log import describe
from ia_events.ui import fonts, theme
from ia_events.ui.widgets.buttons import primary, secondary
from ia_events.ui.widgets.states import StateDot
from ia_events.ui.widgets.text import label


def details(error: BaseException) -> str:
    """What to send to whoever mends the program: versions, system, traceback; no personal data."""
    return "\n".join(
        [
            f"IA Événements {__version__}",
            f"Python {platform.python_version()} · Qt {qVersion()} · {platform.system()} {platform.release()} {platform.machine()}",
            "",
            describe(error),
        ]
    )


class CrashDialog(QDialog):
    """Says that something unexpected happened; the program goes on."""

    def __init__(self, error: BaseException, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Une erreur inattendue s'est produite"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(min(theme.px(640), self.screen().availableSize().width()))
        self.text = QPlainTextEdit(details(error))
        self.text.setReadOnly(True)
        self.text.setAccessibleName(_("Détails"))
        self.text.setMinimumHeight(240)
        self.copy_button = secondary(_("Copier les détails"), self.copy, icon="copy")
        close = primary(_("Continuer"), self.accept)
        close.setDefault(True)
        title = QHBoxLayout()
        title.setSpacing(theme.M)
        title.addWidget(StateDot("refused", size=28))
        title.addWidget(
            label(_("Une erreur inattendue s'est produite"), theme.SUBTITLE, weight=fonts.SEMIBOLD, wrap=True), 1
        )
        actions = QHBoxLayout()
        actions.setSpacing(theme.S)
        actions.addWidget(self.copy_button)
        actions.addStretch(1)
        actions.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.XXL, theme.XL, theme.XXL, theme.XL)
        column.setSpacing(theme.L)
        column.addLayout(title)
        column.addWidget(
            label(
                _(
                    "Ce qui était enregistré l'est toujours ; l'action en cours, elle, n'a peut-être pas abouti. Vous pouvez continuer. "
                    "Pour aider à corriger, copiez ces détails et envoyez-les : ils ne contiennent aucune donnée personnelle."
                ),
                wrap=True,
            )
        )
        column.addWidget(self.text, 1)
        column.addLayout(actions)
        close.setFocus()

    def copy(self) -> None:
        """Put the details on the clipboard."""
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.copy_button.setText(_("Détails copiés"))
