"""The code that leaves the volunteer and kiosk modes, for whoever forgot it."""

from __future__ import annotations

import click

from ia_events import pin
from ia_events.cli.base import Context, commands
from ia_events.i18n import N_, _


@commands.group("pin", help=N_("Le code qui quitte le mode bénévole et la borne."))
def group() -> None:
    """The code of the volunteer and kiosk modes."""


@group.command("clear", help=N_("Oublier le code : ces modes se quittent alors sans rien demander."))
@click.pass_obj
def clear(context: Context) -> None:
    """Forget the code; a window that is open asks none from now on."""
    there = pin.clear()
    context.answer({"cleared": there}, _("Code oublié.") if there else _("Il n'y avait pas de code."))
