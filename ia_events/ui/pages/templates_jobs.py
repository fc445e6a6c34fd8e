"""What the templates page has the worker do: read a template, look for what it repeats, keep a copy."""

from __future__ import annotations

from pathlib import Path

from ia_events import kept_templates
from ia_events.domain.errors import UserError
from ia_events.kept_templates import Template
from ia_events.spreadsheets.template_view import Shown, examine, show_template
from ia_events.ui.widgets.password_form import ASKED
from ia_events.ui.work import Progress

Read = tuple[Template, list[Shown] | UserError]
Examined = tuple[Template, dict[str, int] | UserError]


def read(template: Template, password: str | None, progress: Progress) -> Read:
    """The template asked for, and its sheets, or why they cannot be read."""
    try:
        return template, show_template(template.file, password, progress.check)
    except UserError as error:
        return template, error


def rows(template: Template, slots: int, password: str | None, progress: Progress) -> Examined:
    """The template asked for, and the row repeated on each of its sheets, or what cannot be filled."""
    try:
        return template, dict(examine(template.file, template.pointed, slots, password, progress.check))
    except UserError as error:
        return template, error


def keep(file: Path, progress: Progress) -> Template:
    """A copy of a workbook, kept; refused now rather than on the day of the return. UserError: those of show_template."""
    try:
        show_template(file, None, progress.check)
    except UserError as error:
        if error.code not in ASKED:
            raise
    return kept_templates.keep(file, file.stem)
