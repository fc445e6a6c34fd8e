"""click's own words in French: it asks the system's gettext for them, which has none."""

from __future__ import annotations

from importlib import import_module

import click

from ia_events.i18n import N_, _

FRENCH = {
    "Usage:": N_("Utilisation :"),
    "Commands": N_("Commandes"),
    "Error: {message}": N_("Erreur : {message}"),
    "Try '{command} {option}' for help.": N_("Aide : « {command} {option} »."),
    "Show this message and exit.": N_("Montrer cette aide."),
    "Show the version and exit.": N_("Montrer la version."),
    "Missing command.": N_("Il manque la commande."),
    "Missing argument": N_("Il manque l'argument"),
    "Missing option": N_("Il manque l'option"),
    "Missing parameter": N_("Il manque le paramètre"),
    "No such option {name!r}.": N_("L'option {name!r} n'existe pas."),
    "No such command {name!r}.": N_("La commande {name!r} n'existe pas."),
    "Did you mean {possibility}?": N_("Vouliez-vous dire {possibility} ?"),
    "(Did you mean one of: {possibilities}?)": N_("(Vouliez-vous dire : {possibilities} ?)"),
    "Invalid value: {message}": N_("Valeur refusée : {message}"),
    "Invalid value for {param_hint}: {message}": N_("Valeur refusée pour {param_hint} : {message}"),
    "Choose from:\n\t{choices}": N_("À choisir parmi :\n\t{choices}"),
    "{value!r} is not {choice}.": N_("{value!r} n'est pas {choice}."),
    "{value!r} is not one of {choices}.": N_("{value!r} n'est pas l'un de {choices}."),
    "{value!r} is not a valid {number_type}.": N_("{value!r} n'est pas le nombre attendu."),
    "{value} is not in the range {range}.": N_("{value} n'est pas dans l'intervalle {range}."),
    "Option {name!r} does not take a value.": N_("L'option {name!r} ne prend pas de valeur."),
    "Option {name!r} requires an argument.": N_("L'option {name!r} attend une valeur."),
    "Option {name!r} requires {nargs} arguments.": N_("L'option {name!r} attend {nargs} valeurs."),
    "Got unexpected extra argument ({args})": N_("Argument en trop ({args})"),
    "Got unexpected extra arguments ({args})": N_("Arguments en trop ({args})"),
    "default: {default}": N_("par défaut : {default}"),
    "required": N_("nécessaire"),
    "file": N_("Fichier"),
    "directory": N_("Dossier"),
    "path": N_("Chemin"),
    "{name} {filename!r} does not exist.": N_("{name} {filename!r} : introuvable."),
}
_MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "types")


def speak(commands: click.Group) -> None:
    """Have click say its words in the language in use."""
    for name in _MODULES:
        module = import_module(f"click.{name}")
        for function, said in (("_", _said), ("ngettext", _counted)):
            if hasattr(module, function):
                setattr(module, function, said)
    for option in commands.params:  # this one was written when the command was made
        if isinstance(option, click.Option) and option.name == "version":
            option.help = _said("Show the version and exit.")


def _said(message: str) -> str:
    return _(FRENCH[message]) if message in FRENCH else message


def _counted(singular: str, plural: str, count: int) -> str:
    return _said(singular if abs(count) < 2 else plural)
