"""The window of tests/ui, for the day through the pages."""

from tests.ui.conftest import event, session, settings, store, theme, window

__all__ = ["event", "session", "settings", "store", "theme", "window"]
