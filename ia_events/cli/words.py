"""click's own words in French: it asks the system's gettext for them, which has none."""

from __future__ import annotations

from importlib import import_module

import click

from ia_events import i18n
from ia_events.i18n import typography

FRENCH = {
    "Usage:": "Utilisation :",
    "Options": "Options",
    "Commands": "Commandes",
    "Error: {message}": "Erreur : {message}",
    "Aborted!": "Abandonné.",
    "Try '{command} {option}' for help.": "Aide : « {command} {option} ».",
    "Show this message and exit.": "Montrer cette aide.",
    "Show the version and exit.": "Montrer la version.",
    "%(prog)s, version %(version)s": "%(prog)s, version %(version)s",
    "Missing command.": "Il manque la commande.",
    "Missing argument": "Il manque l'argument",
    "Missing option": "Il manque l'option",
    "Missing parameter": "Il manque le paramètre",
    "No such option {name!r}.": "L'option {name!r} n'existe pas.",
    "No such command {name!r}.": "La commande {name!r} n'existe pas.",
    "Did you mean {possibility}?": "Vouliez-vous dire {possibility} ?",
    "(Did you mean one of: {possibilities}?)": "(Vouliez-vous dire : {possibilities} ?)",
    "Invalid value: {message}": "Valeur refusée : {message}",
    "Invalid value for {param_hint}: {message}": "Valeur refusée pour {param_hint} : {message}",
    "Choose from:\n\t{choices}": "À choisir parmi :\n\t{choices}",
    "{value!r} is not {choice}.": "{value!r} n'est pas {choice}.",
    "{value!r} is not one of {choices}.": "{value!r} n'est pas l'un de {choices}.",
    "{value!r} is not a valid {number_type}.": "{value!r} n'est pas le nombre attendu.",
    "{value} is not in the range {range}.": "{value} n'est pas dans l'intervalle {range}.",
    "Option {name!r} does not take a value.": "L'option {name!r} ne prend pas de valeur.",
    "Option {name!r} requires an argument.": "L'option {name!r} attend une valeur.",
    "Option {name!r} requires {nargs} arguments.": "L'option {name!r} attend {nargs} valeurs.",
    "Got unexpected extra argument ({args})": "Argument en trop ({args})",
    "Got unexpected extra arguments ({args})": "Arguments en trop ({args})",
    "default: {default}": "par défaut : {default}",
    "required": "nécessaire",
    "file": "Fichier",
    "directory": "Dossier",
    "path": "Chemin",
    "{name} {filename!r} does not exist.": "{name} {filename!r} : introuvable.",
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
    return typography(FRENCH.get(message, message)) if i18n.language() == "fr" else message


def _counted(singular: str, plural: str, count: int) -> str:
    return _said(singular if abs(count) < 2 else plural)
