"""Lists out, and what comes back from headquarters."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ia_events import drives, kept_templates, presets
from ia_events.cli.base import (
    A_PATH,
    Context,
    commands,
    event_option,
    now,
    out_option,
    password_of_stdin,
    refuse_out,
    sentence_of,
)
from ia_events.cli.choosing import slots_named
from ia_events.domain.consolidation import Line
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.three_way import Accepted, Comparison
from ia_events.i18n import N_, _
from ia_events.store import events, presence, prints


@commands.command(
    "export", help=N_("Faire le classeur de retour pour le siège, ou une liste avec les colonnes de son choix.")
)
@event_option
@out_option(N_("FICHIER.xlsx"))
@click.option(
    "--template",
    type=A_PATH,
    metavar=N_("FICHIER.xlsx|NOM"),
    help=N_("Le classeur du siège à remplir : un fichier, ou le nom d'un modèle gardé."),
)
@click.option(
    "--columns",
    metavar="A,B,C",
    help=N_("Une liste avec ces colonnes, au lieu du retour ; en .csv selon le nom du fichier."),
)
@click.option(
    "--preset", metavar=N_("NOM"), help=N_("Une liste avec les colonnes et les personnes gardées sous ce nom.")
)
@click.option("--people", type=click.Choice(list(presets.PEOPLE)), help=N_("Qui, avec --columns ou --preset."))
@click.option(
    "--slot", "slot_name", default="", metavar=N_("ID|INTITULÉ"), help=N_("Dans quel créneau, avec --people.")
)
@click.option(
    "--search", default="", metavar=N_("TEXTE"), help=N_("Seulement qui contient ces mots, avec --columns ou --preset.")
)
@click.option("--password-stdin", is_flag=True, help=N_("Chiffrer avec le mot de passe lu sur l'entrée standard."))
@click.pass_obj
def export(
    context: Context,
    event_id: str,
    out: Path,
    template: Path | None,
    columns: str | None,
    preset: str | None,
    people: str | None,
    slot_name: str,
    search: str,
    password_stdin: bool,
) -> None:
    """Make the return workbook for regional headquarters, or a list with the columns one chooses."""
    from ia_events.spreadsheets.choosing import chosen_people, write_choice
    from ia_events.spreadsheets.returns import write_return
    from ia_events.spreadsheets.templates import fill_template

    if sum(given is not None for given in (template, columns, preset)) > 1:
        raise click.UsageError(_("Un seul de --template, --columns et --preset."))
    if template is None and columns is None and preset is None and out.suffix.lower() == ".csv":
        preset = presets.BUILT_IN[0].name
    chosen = presets.find(preset) if preset is not None else None
    listed = columns is not None or chosen is not None
    if (people or slot_name or search) and not listed:
        raise click.UsageError(_("--people, --slot et --search vont avec --columns ou --preset."))
    kept = None if template is None or template.exists() or template.suffix else kept_templates.find(str(template))
    workbook = kept.file if kept else template
    refuse_out(out, workbook, kinds=(".xlsx", ".csv") if listed else (".xlsx",))
    password = password_of_stdin() if password_stdin else None
    made_at = now()  # one moment: the workbook and the record of it name the same return
    made_by = context.settings.organisation
    with context.store() as store:
        found = events.get(store, event_id)
        slot_id = slots_named(found, [slot_name])[0].id if slot_name else ""
        grid = presence.load(store, found)
        if listed:
            wanted = chosen.columns if chosen else [name.strip() for name in str(columns).split(",") if name.strip()]
            who = people or (chosen.people if chosen else "all")
            some = chosen_people(grid, who, slot_id, search)
            made = write_choice(out, found, grid, some, wanted, made_at=made_at, password=password)
        elif workbook is not None:
            made = fill_template(
                out,
                workbook,
                found,
                grid,
                made_at=made_at,
                made_by=made_by,
                password=password,
                pointed=kept.pointed if kept else None,
            )
        else:
            made = write_return(out, found, grid, made_at=made_at, made_by=made_by, password=password)
        if not listed:
            prints.record_return(store, event_id, out.name, made_at)
    if password is None and drives.kind(out):
        context.notice((_("Ce fichier contient des données personnelles et va sur un support amovible ou un disque réseau. Protégez-le : --password-stdin."),))  # fmt: skip
    sentence = _("{count} personnes : {file}").format(count=made.count, file=out)
    context.answer({"file": str(out), "pages": made.sheets, "count": made.count}, sentence)


@commands.command(
    "return-check", help=N_("Comparer le retour corrigé par le siège à ce qui a été envoyé et à ce qui est connu.")
)
@click.argument("file", type=A_PATH, metavar=N_("FICHIER"), help=N_("Le retour corrigé par le siège."))
@event_option
@click.option(
    "--accept",
    type=click.Choice(["none", "proposed", "all"]),
    default="none",
    help=N_(
        "Ne rien noter (par défaut), noter ce qui est certain, ou tout : conflits et personnes manquantes compris."
    ),
)
@click.option("--password-stdin", is_flag=True, help=N_("Lire le mot de passe du classeur sur l'entrée standard."))
@click.pass_obj
def return_check(context: Context, file: Path, event_id: str, accept: str, password_stdin: bool) -> None:
    """Compare headquarters' corrected return with what was sent and what is known."""
    from ia_events.domain.figures import slot_titles
    from ia_events.domain.three_way import everything, proposed
    from ia_events.spreadsheets.coming_back import read
    from ia_events.store import coming_back

    password = password_of_stdin() if password_stdin else None
    with context.store() as store:
        found = events.get(store, event_id)
        comparison = coming_back.compared(store, found, read(file, slots=slot_titles(found), password=password))
        choose = {"none": lambda _changes: frozenset(), "proposed": proposed, "all": everything}[accept]
        accepted = choose(comparison.changes)
        coming_back.apply(store, found, comparison, accepted, now(), station=context.settings.station)
    context.notice(tuple(note.message for note in comparison.notes))
    answer, lines = _comparison(comparison, accepted, found)
    context.answer({"event": event_id, "file": str(file), **answer}, "\n".join(lines))


def _comparison(found: Comparison, accepted: Accepted, event: Event) -> tuple[dict[str, Any], list[str]]:
    from ia_events.domain.returned import title_of, words_of
    from ia_events.domain.three_way import KIND_LABELS, Kind

    counted = {
        **{kind.value: found.count(kind) for kind in Kind},
        "unchanged": found.unchanged,
        "same": found.same,
        "conflicts": found.conflicts,
        "applied": len(accepted),
    }
    sentence = _(
        "Ajouts : {added}, modifications : {changed}, désistements : {withdrawn}, conflits : {conflicts}, sans changement : {unchanged}. Cellules reprises : {applied}."
    )
    lines = [sentence.format(**counted)]
    changes = []
    for change in found.changes:
        changes.append(
            {
                "kind": change.kind.value,
                "registration": None if change.kind == Kind.ADDED else change.ref,
                "row": change.row or None,
                "name": change.name,
                "doubt": change.doubt or None,
                "cells": [
                    {
                        "slot" if event.slot(c.key) else "field": c.key,
                        "sent": c.base,
                        "ours": c.ours,
                        "theirs": c.theirs,
                        "conflict": change.kind != Kind.ADDED and c.conflict,
                        "applied": (change.ref, c.key) in accepted,
                    }
                    for c in change.cells
                ],
            }
        )
        lines.append(f"{_(KIND_LABELS[change.kind]):16}  {change.name}")
        if change.kind in (Kind.CHANGED, Kind.REMOVED):
            for c in change.cells:
                told = f"{words_of(c.key, c.ours) or '—'} → {words_of(c.key, c.theirs) or '—'}"
                lines.append("    " + _("{what} : {state}").format(what=title_of(c.key, event), state=told))
    notes = [{"code": note.code, "message": note.message} for note in found.notes]
    return {**counted, "changes": changes, "notes": notes}, lines


@commands.command(
    "consolidate",
    help=N_(
        "Réunir plusieurs retours en un classeur, chaque personne comptée une fois.\n\nLes fichiers illisibles en sont laissés de côté, et le code de sortie est alors 1 ; l'ancienne édition d'un retour qui compte n'en est pas un."
    ),
)
@click.argument(
    "files",
    type=A_PATH,
    metavar=N_("FICHIER…"),
    nargs=-1,
    required=True,
    help=N_("Les retours à réunir."),
)
@out_option(N_("FICHIER.xlsx"))
@click.option("--password-stdin", is_flag=True, help=N_("Lire le mot de passe des retours sur l'entrée standard."))
@click.option(
    "--out-password-stdin",
    is_flag=True,
    help=N_(
        "Chiffrer le classeur avec le mot de passe lu sur l'entrée standard (sa deuxième ligne, avec --password-stdin)."
    ),
)
@click.pass_obj
def consolidate_returns(
    context: Context, files: tuple[Path, ...], out: Path, password_stdin: bool, out_password_stdin: bool
) -> None:
    """Put several returns together: one workbook, each person counted once.

    Files that cannot be read are left out of it, and the exit code is then 1; an older edition of a return that is
    counted is not one of them.
    """
    from ia_events.domain.consolidation import By, Unread, consolidate
    from ia_events.spreadsheets.consolidated import write_consolidation
    from ia_events.spreadsheets.consolidating import read_return

    refuse_out(out, *files)
    password = password_of_stdin() if password_stdin else None
    out_password = password_of_stdin() if out_password_stdin else None
    if out_password == "":
        raise click.UsageError(_("--out-password-stdin : aucun mot de passe sur l'entrée standard."))
    read, unread = [], []
    for file in files:
        try:
            read.append(read_return(file, password=password))
        except UserError as error:
            unread.append(Unread(file.name, sentence_of(error), error.code))
    found = consolidate(read, unread)
    context.notice(tuple(_("{what} : {state}").format(what=file.source, state=file.reason) for file in found.unread))
    notes = [(read.source, note) for read in found.returns for note in read.notes]
    context.notice(tuple(_("{what} : {state}").format(what=file, state=note.message) for file, note in notes))
    if not found.returns:
        raise UserError("nothing_to_consolidate", N_("Aucun de ces fichiers n'est un retour : rien n'a été écrit."))
    write_consolidation(
        out, found, made_at=now().astimezone(), made_by=context.settings.organisation, password=out_password
    )

    def figures(line: Line) -> dict[str, Any]:
        return {
            "name": line.name,
            "events": line.events,
            "registrations": line.registrations,
            "people": line.people,
            "expected": line.expected,
            "unrecorded": line.unrecorded,
            "attended": line.came,
            "rate": line.rate,
            "hours": line.hours,
        }

    total = found.total
    sentence = _(
        "Événements : {events}, inscriptions : {registrations}, personnes : {people}, dont dans plusieurs événements : {several}. {file}"
    )
    answer = {
        "file": str(out),
        "total": figures(total),
        **{by.value: [figures(line) for line in found.lines[by]] for by in By},
        "several": [{"name": p.name, "employer": p.attended.employer, "events": len(p.events)} for p in found.several],
        "unread": [{"file": u.source, "code": u.code, "message": u.reason} for u in found.unread],
        "notes": [{"file": file, "code": note.code, "message": note.message} for file, note in notes],
    }
    words = sentence.format(
        events=total.events,
        registrations=total.registrations,
        people=total.people,
        several=len(found.several),
        file=out,
    )
    missed = [file.source for file in found.unread if file.code != "return_older"]
    left_out = UserError(
        "files_left_out",
        N_("Le classeur est écrit, sans ces fichiers : {names}. Corrigez-les, puis recommencez."),
        names=", ".join(missed),
    )
    context.answer(answer, words, left_out if missed else None)
