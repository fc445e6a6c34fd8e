"""click's own words in French: it asks the system's gettext for them, which has none."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

import click

from ia_events.i18n import N_, _

FRENCH = {
    "Usage:": N_("Utilisation :"),
    "[OPTIONS]": N_("[OPTIONS]"),
    "COMMAND [ARGS]...": N_("COMMANDE [ARGUMENTS]…"),
    "Options": N_("Options"),
    "Commands": N_("Commandes"),
    "Positional arguments": N_("Arguments"),
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
    "{name} {filename!r} is a file.": N_("{name} {filename!r} : c'est un fichier."),
    "{name} {filename!r} is a directory.": N_("{name} {filename!r} : c'est un dossier."),
    "{name} {filename!r} is not readable.": N_("{name} {filename!r} : la lecture est refusée."),
    "Missing {param_type}": N_("Il manque : {param_type}"),
    "Argument {name!r} takes {nargs} values.": N_("L'argument {name!r} attend {nargs} valeurs."),
}
_MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "types")


class Formatter(click.HelpFormatter):
    """click's, with a colon as the language in use has it."""

    def write_heading(self, heading: str) -> None:
        self.write(f"{'':>{self.current_indent}}{_('{heading} :').format(heading=heading)}\n")


_written: dict[object, dict[str, str]] = {}  # what is shown of each, as the source says it


def speak(commands: click.Group) -> None:
    """Have click say its words in the language in use, and these commands what they are for."""
    for name in _MODULES:
        module = import_module(f"click.{name}")
        for function, said in (("_", _said), ("ngettext", _counted)):
            if hasattr(module, function):
                setattr(module, function, said)
    for described in within(commands):
        _speak_of(described, "help", "metavar", "subcommand_metavar", "options_metavar")
        if isinstance(described, click.Parameter) and isinstance(described.type, click.Path):
            _speak_of(described.type, "name")
        if isinstance(described, click.Command):  # whole: click would cut it in the middle of a sentence
            described.short_help = (described.help or "").partition("\n\n")[0]
            settings = click.Context(described, **commands.context_settings)
            if option := described.get_help_option(settings):  # made once, with the words there were then
                option.help = _said("Show this message and exit.")
    click.Context.formatter_class = Formatter


def _speak_of(described: object, *names: str) -> None:
    source = _written.setdefault(
        described, {name: text for name in names if isinstance(text := getattr(described, name, None), str)}
    )
    for name, text in source.items():
        setattr(described, name, _(FRENCH.get(text, text)))


def within(command: click.Command) -> Iterator[click.Command | click.Parameter]:
    """A command, its options and arguments, and all those under it."""
    yield command
    yield from command.params
    if isinstance(command, click.Group):
        for each in command.commands.values():
            yield from within(each)


def _said(message: str) -> str:
    return _(FRENCH[message]) if message in FRENCH else message


def _counted(singular: str, plural: str, count: int) -> str:
    return _said(singular if abs(count) < 2 else plural)
