"""Aide: the user guide, what this program is, and what to copy when something is wrong."""

from __future__ import annotations

import platform
import sys
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, qVersion
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QStackedWidget, QTextBrowser, QVBoxLayout, QWidget

from ia_events import __version__, i18n, paths
from ia_events.i18n import _
from ia_events.settings import Settings
from ia_events.store import Store
from ia_events.ui import fonts, theme
from ia_events.ui.session import Session
from ia_events.ui.widgets import Card, EmptyState, Page, PageHeader, label, secondary


class HelpPage(Page):
    """One of three sections: guide, about, diagnostics."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.header = PageHeader("")
        self.guide_button = secondary(_("Guide"), lambda: session.open("help", section="guide"), icon="book-open")
        self.about_button = secondary(_("À propos"), lambda: session.open("help", section="about"), icon="info")
        self.diagnostics_button = secondary(
            _("Diagnostic"), lambda: session.open("help", section="diagnostics"), icon="heartbeat"
        )
        self._buttons = {"guide": self.guide_button, "about": self.about_button, "diagnostics": self.diagnostics_button}
        for made in self._buttons.values():
            self.header.add_action(made)
        self.stack = QStackedWidget()
        self._sections: dict[str, QWidget] = {}
        self.column.addWidget(self.header)
        self.column.addWidget(self.stack, 1)

    def open(self, **arguments: object) -> None:
        section = str(arguments.get("section", "guide"))
        titles = {
            "guide": (_("Guide d'utilisation"), ""),
            "about": (_("À propos"), ""),
            "diagnostics": (
                _("Diagnostic"),
                _("À joindre à une demande d'aide. Aucune donnée personnelle n'y figure."),
            ),
        }
        if section not in self._sections:
            self._sections[section] = {"guide": self._guide, "about": self._about, "diagnostics": self._diagnostics}[
                section
            ]()
            self.stack.addWidget(self._sections[section])
        title, sentence = titles[section]
        self.header.set_title(title)
        self.header.set_sentence(sentence)
        for name, made in self._buttons.items():
            made.setVisible(name != section)
        self.stack.setCurrentWidget(self._sections[section])

    def refresh(self) -> None:
        if "diagnostics" in self._sections:
            self.text.setPlainText(diagnostics(self.session.store, self.session.settings))

    def _guide(self) -> QWidget:
        file = guide_file()
        if file is None:
            return EmptyState(
                "book-open",
                _("Le guide n'est pas dans ce dossier du programme"),
                _("Réinstallez le programme pour le retrouver."),
            )
        self.browser = QTextBrowser()
        self.browser.setOpenLinks(False)
        self.browser.anchorClicked.connect(self._follow)
        self.browser.setSearchPaths([str(file.parent)])
        self.browser.document().setBaseUrl(QUrl.fromLocalFile(str(file.parent) + "/"))
        self.browser.document().setDefaultFont(fonts.font(theme.px(theme.HEADING)))
        self.browser.setMarkdown(file.read_text(encoding="utf-8"))
        self.browser.setAccessibleName(_("Guide d'utilisation"))
        return self.browser

    def _follow(self, url: QUrl) -> None:
        if url.hasFragment() and not url.path():
            self.browser.scrollToAnchor(url.fragment())
        else:
            QDesktopServices.openUrl(url)

    def _about(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        card = Card()
        card.setMaximumWidth(theme.px(760))
        card.add(label("IA Événements", theme.TITLE, weight=fonts.SEMIBOLD))
        card.add(label(_("Version {version}").format(version=__version__), tone="muted"))
        card.add(
            label(
                _(
                    "Une journée de formation en présence, du jour où la liste arrive au jour où le siège reçoit les présences. "
                    "Tout reste sur cet ordinateur : rien n'est envoyé sans que vous le demandiez."
                ),
                wrap=True,
            )
        )
        card.add(
            label(
                _(
                    "Réalisé avec Qt, SQLite, ReportLab, les polices Inter et Atkinson Hyperlegible et les icônes Phosphor, chacun sous sa licence libre."
                ),
                theme.SMALL,
                tone="muted",
                wrap=True,
            )
        )
        column.addWidget(card)
        column.addStretch(1)
        return holder

    def _diagnostics(self) -> QWidget:
        card = Card()
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(_("Diagnostic"))
        self.copy_button = secondary(_("Copier"), self._copy, icon="copy")
        card.add(self.text, 1)
        card.column.addWidget(self.copy_button, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.session.notify(_("Diagnostic copié."), "welcome")


def guide_file() -> Path | None:
    """The guide in the language in use, else in French; None where it was not installed."""
    for language in (i18n.language(), "fr"):
        file = paths.resources().parent / "docs" / f"guide.{language}.md"
        if file.exists():
            return file
    return None


def diagnostics(store: Store, settings: Settings) -> str:
    """Versions, places, sizes and counts; nothing that names anybody."""
    from ia_events.store import diagnostics as figures

    lines = [
        f"IA Événements {__version__}",
        f"Python {platform.python_version()} · Qt {qVersion()} · SQLite {figures.sqlite_version(store)}",
        f"{platform.system()} {platform.release()} {platform.machine()} · {QGuiApplication.platformName()}",
        *(
            f"screen {s.size().width()} × {s.size().height()}, ×{s.devicePixelRatio():g}"
            for s in QGuiApplication.screens()
        ),
        f"language {i18n.language()} · theme {settings.theme} · zoom {settings.text_zoom} %",
        f"packaged {bool(getattr(sys, 'frozen', False))}",
        "",
        f"config {_homeless(paths.config())}",
        f"logs {_homeless(paths.logs())}",
    ]
    if store.path is not None:
        lines.append(f"database {_homeless(store.path)} · {figures.size(store) / 1e6:.1f} MB · origin {store.origin}")
    lines.append(" · ".join(f"{name} {count}" for name, count in figures.counts(store).items()))
    return "\n".join(lines)


def _homeless(path: Path) -> str:
    # A home folder is called after its owner.
    try:
        return "~/" + path.relative_to(Path.home()).as_posix()
    except ValueError:
        return path.as_posix()
