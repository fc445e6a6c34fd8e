"""The window of tests/ui, for the day through the pages."""

from tests.ui.conftest import brisk, event, session, settings, store, theme, window

__all__ = ["brisk", "event", "session", "settings", "store", "theme", "window"]
