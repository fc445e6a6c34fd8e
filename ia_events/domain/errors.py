"""What a user can mend, said in a sentence that tells how."""

from __future__ import annotations

from ia_events.i18n import _


class UserError(Exception):
    """Something the user can mend.

    `code` is stable and in English, for scripts; `template` is the French sentence that says what to do,
    translated and filled with `values` only when it is shown.
    """

    def __init__(self, code: str, template: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.template = template
        self.values = values

    @property
    def message(self) -> str:
        """The sentence, in the language in use."""
        return _(self.template).format(**self.values)

    def __str__(self) -> str:
        return self.message


class Cancelled(Exception):
    """The user stopped a long job. Nothing of it was kept."""
