"""Widgets the pages share: import them from here."""

from ia_events.ui.widgets.banner import Banner, Toast, announce
from ia_events.ui.widgets.buttons import button, close_button, icon_button, menu_button, primary, quiet, secondary
from ia_events.ui.widgets.fields import Choice, DayField, Field, HourField, NumberField, SearchField, add_row, form
from ia_events.ui.widgets.page import Card, EmptyState, IconLabel, Page, PageHeader
from ia_events.ui.widgets.progress import ProgressCard
from ia_events.ui.widgets.states import SHAPES, StateDot, StatePill, paint_pill
from ia_events.ui.widgets.table import GroundRole, IconRole, PillRole, RowDelegate, StrongRole, TableView, ToneRole
from ia_events.ui.widgets.text import Counter, ElidedLabel, label, restyle, rule

__all__ = [
    "SHAPES",
    "Banner",
    "Card",
    "Choice",
    "Counter",
    "DayField",
    "ElidedLabel",
    "EmptyState",
    "Field",
    "GroundRole",
    "HourField",
    "IconLabel",
    "IconRole",
    "NumberField",
    "Page",
    "PageHeader",
    "PillRole",
    "ProgressCard",
    "RowDelegate",
    "SearchField",
    "StateDot",
    "StatePill",
    "StrongRole",
    "TableView",
    "Toast",
    "ToneRole",
    "add_row",
    "announce",
    "button",
    "close_button",
    "form",
    "icon_button",
    "label",
    "menu_button",
    "paint_pill",
    "primary",
    "quiet",
    "restyle",
    "rule",
    "secondary",
]
