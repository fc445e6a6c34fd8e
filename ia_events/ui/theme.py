"""The looks in one place: sizes, the tokens in force, and the style sheet made from them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, Qt, QTemporaryDir, QTimer, Signal
from PySide6.QtGui import QColor, QPalette, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from ia_events.settings import Settings
from ia_events.ui import colours, fonts
from ia_events.ui.colours import Tokens

# The 8-point grid, in pixels whatever the text zoom.
XS, S, M, L, XL, XXL, XXXL = 4, 8, 12, 16, 24, 32, 40
# Text sizes, before zoom.
SMALL, BODY, HEADING, SUBTITLE, TITLE, DISPLAY = 12, 14, 16, 20, 28, 48
CONTROL_RADIUS, CARD_RADIUS, VERDICT_RADIUS = 8, 12, 20
ROW = 44
RAIL = 232

Size = float | Callable[[], int]  # pixels at 100 %, or what gives those of the zoom in force

# The marks of check boxes, lists and menus: their lines on a ground of 16 × 16, their colour, their thickness.
_MARKS = {
    "check": ("3.5,8.5 6.5,11.5 12.5,5", "on_accent", 2),
    "partial": ("4,8 12,8", "on_accent", 2),
    "down": ("3.5,6 8,10.5 12.5,6", "muted", 1.2),
    "up": ("3.5,10 8,5.5 12.5,10", "muted", 1.2),
    "right": ("6,3.5 10.5,8 6,12.5", "muted", 1.2),
}
_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><polyline points="{lines}" fill="none" stroke="{stroke}"'
    ' stroke-width="{width}" stroke-linecap="round" stroke-linejoin="round"/></svg>'
)

_STEPS = 200  # milliseconds without another step of zoom before the window is styled again

# For QApplication: an application that is already made can only be given a style of PySide's, which takes 5 ms to load.
STYLE = ("-style", "Fusion")

# As QApplication.palette() is: one for the program, read when something is painted.
_tokens = colours.LIGHT
_zoom = 1.0
_lit = False


def tokens() -> Tokens:
    """The colours in force."""
    return _tokens


def color(token: str) -> QColor:
    """A token in force, as Qt wants it."""
    return QColor(getattr(_tokens, token))


def distant(tone: str) -> QColor:
    """The colour of words to be read from three metres on a tone's own ground (7 to 1): welcome, attention, refused."""
    soft: str = getattr(_tokens, f"{tone}_soft")
    return QColor(colours.readable(getattr(_tokens, tone), (soft,), colours.DISTANT))


def set_lit(on: bool) -> None:
    """Make the screen a lamp: the light looks on plain white, whatever was chosen, from the next `Theme.apply`."""
    global _lit
    _lit = on


def px(size: float) -> int:
    """A text size, or what must grow with text, at the zoom in force."""
    return round(size * _zoom)


# Widgets and layouts, and what is set of them at each zoom: {setter: sizes}.
_scaled: WeakKeyDictionary[QObject, dict[str, tuple[Size, ...]]] = WeakKeyDictionary()


def scaled(setter: Callable[..., object], *sizes: Size) -> None:
    """Call a setter of a widget or of a layout with these sizes at 100 %, now and again at each zoom."""
    owner: QObject = setter.__self__  # type: ignore[attr-defined]
    _scaled.setdefault(owner, {})[setter.__name__] = sizes
    setter(*map(_in_force, sizes))


def _in_force(size: Size) -> int:
    return size() if callable(size) else px(size)


def _scale_again() -> None:
    for owner, setters in list(_scaled.items()):
        if isValid(owner):
            for name, sizes in setters.items():
                getattr(owner, name)(*map(_in_force, sizes))


def _fit_again(app: QApplication) -> None:
    """What arranges itself by its width does so by the size of text too, shown or not, and its width may stay."""
    for widget in app.allWidgets():
        if not widget.testAttribute(Qt.WidgetAttribute.WA_PendingResizeEvent) and _arranges_itself(type(widget)):
            app.sendEvent(widget, QResizeEvent(widget.size(), widget.size()))


def _arranges_itself(kind: type[QWidget]) -> bool:
    return any("resizeEvent" in vars(each) for each in kind.__mro__ if each.__module__.startswith("ia_events"))


class Theme(QObject):
    """Applies the settings' looks to the application, and again when the system changes its own."""

    changed = Signal()

    def __init__(self, app: QApplication, settings: Settings) -> None:
        super().__init__(app)
        self._app = app
        self._settings = settings
        self._pictures = QTemporaryDir()
        self._applied: tuple[Tokens, float] | None = None
        fonts.load()
        self._system = QPalette(app.palette())
        self._steps = QTimer(self, singleShot=True, interval=_STEPS)
        self._steps.timeout.connect(self.apply)
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(self._follow)
        hints.accessibility().contrastPreferenceChanged.connect(self._follow)
        self.apply()

    def follow(self, setting: str) -> None:
        """A setting was changed. Steps of zoom come in bursts, and to style the window again takes up to a second: it is
        done once, after the last.
        """
        if setting == "text_zoom":
            self._steps.start()
        else:
            self.apply()

    def apply(self) -> None:
        """Make the style sheet again if anything that matters to it changed."""
        global _tokens, _zoom
        self._steps.stop()
        hints = self._app.styleHints()
        wanted = self._settings.theme
        dark = wanted == "dark" or (wanted == "system" and hints.colorScheme() == Qt.ColorScheme.Dark)
        strong = hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast
        system = QPalette(Qt.GlobalColor.white) if _lit else self._system
        made = colours.tokens(dark=dark and not _lit, accent=self._settings.accent, system=system if strong else None)
        if _lit:
            made = made._replace(background="#FFFFFF")
        zoom = self._settings.text_zoom / 100
        if self._applied == (made, zoom):
            return
        another = zoom != _zoom
        _tokens, _zoom = made, zoom
        self._applied = (made, zoom)
        if another:
            _scale_again()
        self._app.setFont(fonts.font(px(BODY)))
        self._app.setPalette(_palette(made))
        self._app.setStyleSheet(style_sheet(made, self._draw_marks()))
        if another:
            _fit_again(self._app)
            QTimer.singleShot(0, self, lambda: _fit_again(self._app))  # once the scroll bars have come or gone
        self.changed.emit()

    def close(self) -> None:
        """Leave the application as it looked before."""
        self._steps.stop()
        self._app.styleHints().colorSchemeChanged.disconnect(self._follow)
        self._app.styleHints().accessibility().contrastPreferenceChanged.disconnect(self._follow)
        self._app.setStyleSheet("")
        self._app.setPalette(self._system)
        self.deleteLater()

    def _follow(self) -> None:
        self.apply()

    def _draw_marks(self) -> dict[str, str]:
        # Style sheets take pictures from files only. As outlines, they are drawn when first needed, at the size needed;
        # a new name for each colour, for Qt keeps what it has read.
        marks = {}
        for name, (lines, token, width) in _MARKS.items():
            stroke = getattr(_tokens, token)
            file = Path(self._pictures.path()) / f"{name}-{stroke[1:]}.svg"
            file.write_text(_SVG.format(lines=lines, stroke=stroke, width=width), encoding="utf-8")
            marks[name] = file.as_posix()
        return marks


def _palette(t: Tokens) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for names, value in (
        ((role.Window,), t.background),
        ((role.Base, role.AlternateBase, role.ToolTipBase), t.surface),
        ((role.Button,), t.raised),
        ((role.WindowText, role.Text, role.ButtonText, role.ToolTipText, role.BrightText), t.text),
        ((role.PlaceholderText,), t.muted),
        ((role.Highlight, role.Accent), t.accent),
        ((role.HighlightedText,), t.on_accent),
        ((role.Link, role.LinkVisited), t.accent_text),
        ((role.Mid, role.Midlight, role.Light, role.Dark, role.Shadow), t.line),
    ):
        for name in names:
            palette.setColor(name, QColor(value))
    for name in (role.WindowText, role.Text, role.ButtonText):
        faded = QColor(t.muted)
        faded.setAlphaF(0.6)
        palette.setColor(QPalette.ColorGroup.Disabled, name, faded)
    return palette


def style_sheet(t: Tokens, marks: dict[str, str]) -> str:
    """The whole style sheet for tokens, at the zoom in force. `marks` names the picture files of check marks and arrows."""
    box = px(18)
    pad = px(6)
    sizes = "\n".join(
        f'QLabel[text_size="{size}"] {{ font-size: {px(size)}px; }}'
        for size in (SMALL, BODY, HEADING, SUBTITLE, TITLE, DISPLAY)
    )
    tones = "\n".join(
        f'QLabel[tone="{tone}"] {{ color: {value}; }}'
        for tone, value in (
            ("muted", t.muted),
            ("accent", t.accent_text),
            ("welcome", t.welcome),
            ("attention", t.attention),
            ("refused", t.refused),
        )
    )
    strips = "\n".join(
        f'QFrame[strip="{tone}"] {{ background: {ground}; border: 1px solid {edge}; border-radius: {CARD_RADIUS}px; }}'
        for tone, ground, edge in (
            ("neutral", t.surface, t.line),
            ("accent", t.soft, colours.mix(t.accent_text, t.soft, 0.25)),
            ("welcome", t.welcome_soft, colours.mix(t.welcome, t.welcome_soft, 0.25)),
            ("attention", t.attention_soft, colours.mix(t.attention, t.attention_soft, 0.25)),
            ("refused", t.refused_soft, colours.mix(t.refused, t.refused_soft, 0.25)),
        )
    )
    return f"""
* {{ outline: none; }}
QMainWindow, QDialog {{ background: {t.background}; }}
QLabel {{ background: transparent; color: {t.text}; }}
{sizes}
{tones}
QLabel:disabled {{ color: {t.muted}; }}
QToolTip {{ background: {t.text}; color: {t.surface}; border: none; padding: 6px 8px; font-size: {px(SMALL)}px; }}

QFrame#rail {{ background: {t.surface}; border: none; border-right: 1px solid {t.line}; }}
QFrame#rail QScrollArea, QFrame#rail QWidget#rail_inside {{ background: transparent; border: none; }}
QFrame[card="true"] {{ background: {t.surface}; border: 1px solid {t.line}; border-radius: {CARD_RADIUS}px; }}
QFrame[rule="true"] {{ background: {t.line}; border: none; max-height: 1px; min-height: 1px; }}
QScrollArea, QWidget#page, QWidget#page_viewport, QStackedWidget {{ background: transparent; border: none; }}
{strips}

QPushButton, QToolButton {{ background: {t.raised}; color: {t.text}; border: 1px solid {colours.mix(t.text, t.line, 0.1)};
    border-radius: {CONTROL_RADIUS}px; padding: {pad - 1}px {px(14)}px; min-height: {px(24)}px; icon-size: {px(24)}px; }}
QPushButton:hover, QToolButton:hover {{ background: {t.hover}; border-color: {t.control}; }}
QPushButton:pressed, QToolButton:pressed, QPushButton:open {{ background: {t.line}; }}
QPushButton:checked {{ background: {t.soft}; color: {t.accent_text}; border-color: {t.accent_text}; }}
QPushButton:disabled, QToolButton:disabled {{ color: {colours.mix(t.muted, t.surface, 0.6)}; background: transparent; border-color: {t.line}; }}
QPushButton:focus, QToolButton:focus {{ border: 2px solid {t.accent_text}; padding: {pad - 2}px {px(14) - 1}px; }}
QPushButton::menu-indicator {{ image: url("{marks["down"]}"); subcontrol-origin: padding; subcontrol-position: right center; right: 8px;
    width: {px(14)}px; height: {px(14)}px; }}
QPushButton[has_menu="true"] {{ padding-right: {px(30)}px; }}
QPushButton[kind="primary"] {{ background: {t.accent}; color: {t.on_accent}; border: 1px solid {t.accent}; }}
QPushButton[kind="primary"]:hover {{ background: {t.accent_hover}; border-color: {t.accent_hover}; }}
QPushButton[kind="primary"]:pressed {{ background: {t.accent_hover}; }}
QPushButton[kind="primary"]:disabled {{ background: {t.line}; color: {t.muted}; border-color: {t.line}; }}
QPushButton[kind="primary"]:focus {{ border: 2px solid {t.text}; }}
QPushButton[kind="quiet"], QToolButton[kind="quiet"] {{ background: transparent; border-color: transparent; color: {t.accent_text}; }}
QPushButton[kind="quiet"]:disabled, QToolButton[kind="quiet"]:disabled {{ color: {colours.mix(t.muted, t.surface, 0.6)}; }}
QPushButton[kind="quiet"]:hover, QToolButton[kind="quiet"]:hover {{ background: {t.soft}; }}
QPushButton[kind="quiet"]:focus, QToolButton[kind="quiet"]:focus {{ border-color: {t.accent_text}; }}
QPushButton[touch="true"] {{ min-height: {max(46, px(27))}px; padding-top: 5px; padding-bottom: 5px; font-size: {px(SUBTITLE)}px; }}
QPushButton[touch="large"] {{ min-height: {px(56)}px; padding-left: {px(32)}px; padding-right: {px(32)}px; font-size: {px(TITLE)}px; icon-size: {px(28)}px; }}
QPushButton[flush="true"] {{ text-align: left; padding: {px(2)}px {px(6)}px; }}
QPushButton[kind="danger"] {{ color: {t.refused}; }}
QPushButton[kind="nav"] {{ background: transparent; border: 2px solid transparent; color: {t.muted}; text-align: left; padding: {px(6)}px {px(10)}px;
    icon-size: {px(26)}px; }}
QPushButton[kind="nav"]:hover {{ background: {t.hover}; color: {t.text}; }}
QPushButton[kind="nav"]:checked {{ background: {t.soft}; color: {t.accent_text}; }}
QPushButton[kind="nav"]:focus {{ border-color: {t.accent_text}; }}
QPushButton[kind="nav"]:disabled {{ color: {colours.mix(t.muted, t.surface, 0.55)}; }}
QPushButton[kind="icon"], QToolButton[kind="icon"] {{ background: transparent; border: 2px solid transparent; padding: {px(4)}px; icon-size: {px(18)}px; }}
QPushButton[kind="icon"]:checked {{ background: {t.soft}; border-color: {t.accent_text}; }}
QPushButton[kind="icon"]:hover, QToolButton[kind="icon"]:hover {{ background: {t.hover}; }}
QPushButton[kind="icon"]:focus, QToolButton[kind="icon"]:focus {{ border-color: {t.accent_text}; }}
QPushButton[kind="swatch"] {{ border: 2px solid transparent; background: transparent; padding: 3px; min-width: {px(20)}px; icon-size: {px(20)}px; }}
QPushButton[kind="swatch"]:hover {{ border-color: {t.line}; }}
QPushButton[kind="swatch"]:checked {{ border-color: {t.text}; }}
QPushButton[kind="swatch"]:focus {{ border-color: {t.accent_text}; }}
QToolButton::menu-indicator {{ image: none; }}

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QDateEdit, QTimeEdit, QDateTimeEdit, QComboBox {{ background: {t.surface};
    color: {t.text}; border: 1px solid {t.control}; border-radius: {CONTROL_RADIUS}px; padding: {pad}px {px(10)}px; min-height: {px(22)}px;
    selection-background-color: {t.accent}; selection-color: {t.on_accent}; }}
QPlainTextEdit, QTextEdit {{ padding: {px(4)}px {px(6)}px; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QAbstractSpinBox:focus, QComboBox:focus, QComboBox:on {{ border: 2px solid {t.accent_text};
    padding: {pad - 1}px {px(10) - 1}px; }}
QPlainTextEdit:focus, QTextEdit:focus {{ padding: {px(4) - 1}px {px(6) - 1}px; }}
QLineEdit:disabled, QPlainTextEdit:disabled, QTextEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled {{ background: {t.background};
    color: {t.muted}; border-color: {t.line}; }}
QLineEdit[wrong="true"], QComboBox[wrong="true"], QAbstractSpinBox[wrong="true"], QPlainTextEdit[wrong="true"] {{ border: 2px solid {t.refused}; }}
QLineEdit QToolButton {{ border: none; background: transparent; padding: 0; min-height: 0; }}
QAbstractSpinBox QLineEdit, QComboBox QLineEdit, QAbstractSpinBox QLineEdit:focus, QComboBox QLineEdit:focus {{ border: none; background: transparent; padding: 0; min-height: 0; }}
QTextBrowser {{ background: {t.surface}; border: 1px solid {t.line}; border-radius: {CARD_RADIUS}px; padding: {px(16)}px; }}
QComboBox {{ padding-right: {px(4)}px; }}
QComboBox:focus, QComboBox:on {{ padding-right: {px(4) - 1}px; }}
QComboBox::drop-down {{ border: none; width: {px(28)}px; subcontrol-origin: padding; subcontrol-position: center right; }}
QComboBox::down-arrow {{ image: url("{marks["down"]}"); width: {px(16)}px; height: {px(16)}px; }}
QComboBox QAbstractItemView {{ background: {t.surface}; border: 1px solid {t.line}; padding: 4px; outline: none; }}
QComboBox QAbstractItemView::item {{ min-height: {px(32)}px; padding: 0 {px(8)}px; border-radius: 6px; color: {t.text}; }}
QComboBox QAbstractItemView::item:selected, QComboBox QAbstractItemView::item:hover {{ background: {t.soft}; color: {t.text}; }}
QAbstractSpinBox {{ padding-right: {px(24)}px; }}
QAbstractSpinBox:focus {{ padding-right: {px(24) - 1}px; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ border: none; background: transparent; width: {px(24)}px; }}
QAbstractSpinBox::up-button {{ subcontrol-position: top right; margin-top: 3px; }}
QAbstractSpinBox::down-button {{ subcontrol-position: bottom right; margin-bottom: 3px; }}
QAbstractSpinBox::up-arrow {{ image: url("{marks["up"]}"); width: {px(12)}px; height: {px(12)}px; }}
QAbstractSpinBox::down-arrow {{ image: url("{marks["down"]}"); width: {px(12)}px; height: {px(12)}px; }}
QDateEdit::drop-down, QDateTimeEdit::drop-down {{ border: none; width: {px(28)}px; subcontrol-origin: padding; subcontrol-position: center right; }}
QDateEdit::down-arrow, QDateTimeEdit::down-arrow {{ image: url("{marks["down"]}"); width: {px(16)}px; height: {px(16)}px; }}
QCalendarWidget QAbstractItemView {{ background: {t.surface}; selection-background-color: {t.accent}; selection-color: {t.on_accent}; }}
QCalendarWidget QWidget#qt_calendar_navigationbar {{ background: {t.surface}; }}
QCalendarWidget QToolButton {{ border: none; background: transparent; }}

QCheckBox, QRadioButton {{ spacing: {px(8)}px; color: {t.text}; background: transparent; padding: 3px; border: 2px solid transparent; border-radius: 6px; }}
QCheckBox:focus, QRadioButton:focus {{ border-color: {t.accent_text}; }}
QCheckBox::indicator, QListView::indicator {{ width: {box}px; height: {box}px; border: 1px solid {t.control}; border-radius: 5px; background: {t.surface}; }}
QCheckBox::indicator:hover, QRadioButton::indicator:hover {{ border-color: {t.accent_text}; }}
QCheckBox::indicator:checked, QListView::indicator:checked, QCheckBox::indicator:indeterminate {{ background: {t.accent}; border-color: {t.accent}; image: url("{marks["check"]}"); }}
QCheckBox::indicator:indeterminate {{ image: url("{marks["partial"]}"); }}
QCheckBox:disabled, QRadioButton:disabled {{ color: {t.muted}; }}
QCheckBox::indicator:disabled {{ background: {t.background}; border-color: {t.line}; }}
QRadioButton::indicator {{ width: {box}px; height: {box}px; border: 1px solid {t.control}; border-radius: {box // 2 + 1}px; background: {t.surface}; }}
QRadioButton::indicator:checked {{ border: {px(6)}px solid {t.accent}; width: {box - 2 * px(6) + 2}px; height: {box - 2 * px(6) + 2}px;
    background: {t.surface}; }}

QTableView, QTreeView, QListView {{ background: {t.surface}; border: none; border-radius: {CARD_RADIUS}px; color: {t.text};
    selection-background-color: {t.soft}; selection-color: {t.text}; }}
QListView::item, QTreeView::item {{ min-height: {px(36)}px; padding: 0 8px; border-radius: 6px; }}
QListView::indicator {{ width: {box}px; height: {box}px; border: 1px solid {t.control}; border-radius: 5px; background: {t.surface}; }}
QListView::indicator:checked {{ background: {t.accent}; border-color: {t.accent}; image: url("{marks["check"]}"); }}
QListView::item:hover, QTreeView::item:hover {{ background: {t.hover}; }}
QListView::item:selected, QTreeView::item:selected {{ background: {t.soft}; color: {t.text}; }}
QHeaderView {{ background: transparent; border: none; }}
QHeaderView::section {{ background: transparent; color: {t.muted}; border: none; border-bottom: 1px solid {t.line}; padding: 0 {M}px;
    font-size: {px(SMALL)}px; }}
QHeaderView::section:hover {{ color: {t.text}; }}
QHeaderView::down-arrow {{ image: url("{marks["down"]}"); width: {px(12)}px; height: {px(12)}px; subcontrol-position: center right; right: 6px; }}
QHeaderView::up-arrow {{ image: url("{marks["up"]}"); width: {px(12)}px; height: {px(12)}px; subcontrol-position: center right; right: 6px; }}
QTableCornerButton::section {{ background: transparent; border: none; }}

QScrollBar {{ background: transparent; border: none; margin: 0; }}
QScrollBar:vertical {{ width: 14px; }}
QScrollBar:horizontal {{ height: 14px; }}
QScrollBar::handle {{ background: {colours.mix(t.control, t.surface, 0.55)}; border-radius: 4px; margin: 3px; }}
QScrollBar::handle:hover {{ background: {t.control}; }}
QScrollBar::handle:vertical {{ min-height: 40px; }}
QScrollBar::handle:horizontal {{ min-width: 40px; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{ background: none; border: none; width: 0; height: 0; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}

QMenu {{ background: {t.surface}; color: {t.text}; border: 1px solid {t.line}; border-radius: {CONTROL_RADIUS}px; padding: 6px; }}
QMenu::item {{ padding: {px(7)}px {px(24)}px {px(7)}px {px(12)}px; border-radius: 6px; }}
QMenu::item:selected {{ background: {t.soft}; color: {t.text}; }}
QMenu::item:disabled {{ color: {colours.mix(t.muted, t.surface, 0.7)}; }}
QMenu::separator {{ height: 1px; background: {t.line}; margin: 6px 8px; }}
QMenu::right-arrow {{ image: url("{marks["right"]}"); width: {px(14)}px; height: {px(14)}px; right: 6px; }}
QMenu::indicator {{ width: {px(16)}px; height: {px(16)}px; left: 8px; border: 1px solid {t.control}; border-radius: 4px; }}
QMenu::indicator:checked {{ background: {t.accent}; border-color: {t.accent}; image: url("{marks["check"]}"); }}

QProgressBar {{ background: {t.line}; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }}
QProgressBar::chunk {{ background: {t.accent}; border-radius: 3px; }}
QSlider::groove:horizontal {{ background: {t.line}; height: 4px; border-radius: 2px; }}
QSlider::sub-page:horizontal {{ background: {t.accent}; border-radius: 2px; }}
QSlider::handle:horizontal {{ background: {t.surface}; border: 2px solid {t.accent}; width: 14px; height: 14px; margin: -7px 0; border-radius: 9px; }}
QSlider:focus {{ border: 2px solid {t.accent_text}; border-radius: 6px; }}
QSplitter::handle {{ background: transparent; }}
QFrame[floating="true"] {{ background: {t.raised}; border: 1px solid {t.control}; border-radius: {CARD_RADIUS}px; }}
QFrame[toast="true"] {{ background: {t.text}; border: none; border-radius: {CONTROL_RADIUS}px; }}
QFrame[toast="true"] QLabel {{ color: {t.surface}; }}
QFrame[toast="true"] QPushButton {{ background: transparent; border-color: transparent; color: {colours.readable(t.accent, (t.text,), colours.DISTANT)}; }}
QFrame[toast="true"] QPushButton:hover {{ background: {colours.mix(t.surface, t.text, 0.15)}; }}
QFrame[toast="true"] QPushButton:focus {{ border-color: {t.surface}; }}
"""
