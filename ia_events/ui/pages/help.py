"""Aide: the user guide, what this program is, and what to copy when something is wrong."""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QUrl, qVersion
from PySide6.QtGui import (
    QDesktopServices,
    QFont,
    QGuiApplication,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFragment,
    QTextLength,
)
from PySide6.QtWidgets import QPlainTextEdit, QStackedWidget, QTextBrowser, QVBoxLayout, QWidget

from ia_events import __version__, i18n, paths
from ia_events.i18n import _
from ia_events.settings import Settings
from ia_events.store import Store
from ia_events.ui import fonts, theme
from ia_events.ui.session import Session
from ia_events.ui.widgets import Card, EmptyState, Page, PageHeader, label, secondary

_MEASURE = 760  # the longest line that is easy to read
_PICTURE = re.compile(r"!\[[^\]]*\]\(([^)]+)\)\n*")


class GuideBrowser(QTextBrowser):
    """A guide in Markdown, looking as the screens do: their typeface and weights, room to breathe, no line too long."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file = file
        self._sized_at = 0
        self._measured = (0, 0)
        self.setOpenLinks(False)
        self.anchorClicked.connect(self._follow)
        self.setSearchPaths([str(file.parent)])
        self.document().setBaseUrl(QUrl.fromLocalFile(str(file.parent) + "/"))
        self._load()

    def _load(self) -> None:
        self._sized_at = theme.px(100)
        text = self._file.read_text(encoding="utf-8")
        text = text.partition("\n")[2] if text.startswith("# ") else text  # the page says it already
        text = _PICTURE.sub(lambda found: found[0] if (self._file.parent / found[1]).exists() else "", text)
        self.document().setDefaultFont(fonts.font(theme.px(theme.BODY + 1)))
        self.setMarkdown(i18n.typography(text) if self._file.stem.endswith(".fr") else text)
        for block in _blocks(self.document()):
            self._dress(block)
        self._measured = (0, 0)
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self._measure()

    def _dress(self, block: QTextBlock) -> None:
        level = block.blockFormat().headingLevel()
        cursor = QTextCursor(block)
        air = QTextBlockFormat()
        if QTextCursor(block).currentTable() is None:
            above = theme.XL if level else 0
            air.setTopMargin(0 if block == self.document().begin() else above)
            air.setBottomMargin(theme.XS if block.textList() is not None else theme.S if level else theme.M)
        if not any(part.charFormat().isImageFormat() for part in _fragments(block)):
            air.setLineHeight(125, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.mergeBlockFormat(air)
        size = theme.px({0: theme.BODY + 1, 2: theme.SUBTITLE}.get(level, theme.HEADING))
        for fragment in _fragments(block):
            given = fragment.charFormat()
            cursor.setPosition(fragment.position())
            cursor.setPosition(fragment.position() + fragment.length(), QTextCursor.MoveMode.KeepAnchor)
            if not given.isImageFormat() and not given.fontFixedPitch():
                worn = QTextCharFormat()
                # Bold is an axis of this typeface: told by weight, it would be smeared.
                strong = level or given.fontWeight() > QFont.Weight.Normal
                worn.setFont(fonts.font(size, fonts.SEMIBOLD if strong else fonts.REGULAR))
                if level:  # whole: a heading's own size comes before a font's
                    cursor.setCharFormat(worn)
                else:
                    cursor.mergeCharFormat(worn)

    def _measure(self) -> None:
        width = min(self.viewport().width() - theme.L, theme.px(_MEASURE))
        if (width, self.viewport().width()) == self._measured or width <= 0:
            return
        self._measured = (width, self.viewport().width())
        root = self.document().rootFrame()
        frame = root.frameFormat()
        frame.setRightMargin(self.viewport().width() - width)
        root.setFrameFormat(frame)
        for block in _blocks(self.document()):
            for fragment in _fragments(block):
                if fragment.charFormat().isImageFormat():
                    picture = fragment.charFormat().toImageFormat()
                    picture.setMaximumWidth(QTextLength(QTextLength.Type.FixedLength, width - theme.S))
                    cursor = QTextCursor(block)
                    cursor.setPosition(fragment.position())
                    cursor.setPosition(fragment.position() + 1, QTextCursor.MoveMode.KeepAnchor)
                    cursor.setCharFormat(picture)

    def _follow(self, url: QUrl) -> None:
        if url.hasFragment() and not url.path():
            self.scrollToAnchor(url.fragment())
        elif url.path().endswith(".md") and (self._file.parent / url.fileName()).is_file():
            self._file = self._file.parent / url.fileName()  # another page of the guide
            self._load()
        else:
            QDesktopServices.openUrl(url)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and getattr(self, "_sized_at", 0) not in (0, theme.px(100)):
            self._load()


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _fragments(block: QTextBlock) -> list[QTextFragment]:
    """What a block is made of, taken before any of it changes."""
    found, place = [], block.begin()
    while not place.atEnd():
        found.append(place.fragment())
        place += 1
    return found


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
        self.browser = GuideBrowser(file)
        self.browser.setAccessibleName(_("Guide d'utilisation"))
        return self.browser

    def _about(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        card = Card()
        theme.scaled(card.setMaximumWidth, 760)
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
