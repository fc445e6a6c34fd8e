"""Widgets the pages share: import them from here. Each module is read when something of it is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ia_events.ui.widgets.banner import Banner, FloatingBanner, Toast, announce
    from ia_events.ui.widgets.buttons import button, close_button, icon_button, menu_button, primary, quiet, secondary
    from ia_events.ui.widgets.fields import Choice, DayField, Field, HourField, NumberField, SearchField, add_row, form
    from ia_events.ui.widgets.page import Card, EmptyState, IconLabel, Page, PageHeader, Stack, scrolling
    from ia_events.ui.widgets.progress import ProgressCard
    from ia_events.ui.widgets.states import SHAPES, StateDot, StatePill, paint_pill
    from ia_events.ui.widgets.table import (
        Cell,
        GroundRole,
        IconRole,
        PillRole,
        RowDelegate,
        StrongRole,
        TableView,
        ToneRole,
    )
    from ia_events.ui.widgets.text import Counter, ElidedLabel, WrappedLabel, label, restyle, rule
else:
    from importlib import import_module

    # The same once more: tables and fields would make every start 10 ms longer.
    _NAMES = {
        "banner": ("Banner", "FloatingBanner", "Toast", "announce"),
        "buttons": ("button", "close_button", "icon_button", "menu_button", "primary", "quiet", "secondary"),
        "fields": ("Choice", "DayField", "Field", "HourField", "NumberField", "SearchField", "add_row", "form"),
        "page": ("Card", "EmptyState", "IconLabel", "Page", "PageHeader", "Stack", "scrolling"),
        "progress": ("ProgressCard",),
        "states": ("SHAPES", "StateDot", "StatePill", "paint_pill"),
        "table": ("Cell", "GroundRole", "IconRole", "PillRole", "RowDelegate", "StrongRole", "TableView", "ToneRole"),
        "text": ("Counter", "ElidedLabel", "WrappedLabel", "label", "restyle", "rule"),
    }
    _HOMES = {name: module for module, names in _NAMES.items() for name in names}

    def __getattr__(name):
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


__all__ = [
    "SHAPES",
    "Banner",
    "Card",
    "Cell",
    "Choice",
    "Counter",
    "DayField",
    "ElidedLabel",
    "EmptyState",
    "Field",
    "FloatingBanner",
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
    "Stack",
    "StateDot",
    "StatePill",
    "StrongRole",
    "TableView",
    "Toast",
    "ToneRole",
    "WrappedLabel",
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
    "scrolling",
    "secondary",
]
