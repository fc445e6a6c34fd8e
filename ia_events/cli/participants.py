"""One person of an event, as the window's form has them: added, edited, cancelled, shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import click

from ia_events.cli.base import Context, commands, event_option, now
from ia_events.cli.choosing import listed, slots_named
from ia_events.cli.people import person_json
from ia_events.cli.presence import cell_json
from ia_events.domain import dates
from ia_events.domain.attendance import STATE_LABELS
from ia_events.domain.cautions import Caution
from ia_events.domain.events import Event
from ia_events.domain.fields import BY_ID, FIELDS
from ia_events.domain.lists import PROBLEMS
from ia_events.domain.people import ROLE_LABELS, SOURCE_LABELS, STATUS_LABELS, Attendee, Role, Status
from ia_events.domain.telling import as_listed
from ia_events.i18n import N_, _
from ia_events.store import Store, events, presence, registrations, run_sheet
from ia_events.store.journal import Action

_CHOICES = {"role": [role.value for role in Role], "status": [status.value for status in Status]}
_BADGES = {
    "new": N_("Badge à imprimer"),
    "changed": N_("Badge modifié depuis l'impression"),
    "printed": N_("Badge imprimé"),
}
_person = click.argument(
    "who", metavar=N_("ID|NOM"), help=N_("La personne : son identifiant, son nom, son code court ou son courriel.")
)
_people = click.argument(
    "people",
    metavar=N_("ID|NOM…"),
    nargs=-1,
    required=True,
    help=N_("Chaque personne : son identifiant, son nom, son code court ou son courriel."),
)


def _fields(command: Callable[..., None]) -> Callable[..., None]:
    """An option for each field of the form, and --slot."""
    for field in reversed(FIELDS):
        values = _CHOICES.get(field.id)
        kind = click.Choice(values) if values else click.STRING
        metavar = None if values else N_("TEXTE")
        command = click.option(f"--{field.id.replace('_', '-')}", type=kind, metavar=metavar, help=field.label)(command)
    return click.option(
        "--slot",
        "slots",
        multiple=True,
        metavar=N_("ID|INTITULÉ"),
        help=N_("Un créneau où la personne est attendue ; peut se répéter. « all » : tous, comme par défaut."),
    )(command)


@commands.group("participant", help=N_("Une personne d'un événement : l'ajouter, la modifier, noter un désistement."))
def participant() -> None:
    """One person of an event."""


@participant.command("add", help=N_("Ajouter une personne ; un nom déjà sur la liste est signalé, jamais refusé."))
@event_option
@_fields
@click.pass_obj
def add(context: Context, /, event_id: str, slots: tuple[str, ...], **given: str | None) -> None:
    """Add somebody."""
    with context.store() as store:
        event = events.get(store, event_id)
        new, warnings = _with(Attendee(event_id=event.id), event, slots, given)
        saved, cautions, _done = run_sheet.warned(store, event, lambda store: registrations.save(store, new, now()))
        person = registrations.get(store, saved)
        warnings += [*_namesakes(store, person, Attendee()), *_told(cautions)]
    _answer(context, person, warnings, True, _("Ajout de {name}").format(name=person.list_name))


@participant.command("edit", help=N_("Modifier des champs d'une personne ; un texte vide efface le champ."))
@event_option
@_person
@_fields
@click.pass_obj
def edit(context: Context, /, event_id: str, who: str, slots: tuple[str, ...], **given: str | None) -> None:
    """Change fields of somebody."""
    if not slots and all(text is None for text in given.values()):
        raise click.UsageError(_("Donnez au moins un champ à modifier, comme --email ou --slot."))
    with context.store() as store:
        event = events.get(store, event_id)
        (before,) = listed(store, event_id, [who])
        after, warnings = _with(before, event, slots, given)
        changed = after != before
        if changed:
            _id, cautions, _done = run_sheet.warned(
                store, event, lambda store: registrations.save(store, after, now(), before=before)
            )
            warnings += [*_namesakes(store, after, before), *_told(cautions)]
    sentence = _("Modification de {name}").format(name=after.list_name) if changed else _("Rien à changer.")
    _answer(context, after, warnings, changed, sentence)


def _with(
    person: Attendee, event: Event, slots: Sequence[str], given: dict[str, str | None]
) -> tuple[Attendee, list[dict[str, str]]]:
    """Somebody with the fields given, read as the form reads them, and what seems wrong with a value: it is kept all the same."""
    values: dict[str, Any] = {}
    warnings = []
    for name, text in given.items():
        if text is None:
            continue
        parsed = BY_ID[name].parse(text)
        values[name] = {"role": Role, "status": Status}.get(name, str)(parsed.value)
        if parsed.problem:
            message = _(PROBLEMS[parsed.problem]).format(value=text.strip(), kept=parsed.value)
            warnings.append({"code": parsed.problem, "field": name, "message": message})
    if slots:
        chosen = event.slots if "all" in slots else slots_named(event, slots)
        values["slots"] = () if len(chosen) == len(event.slots) else tuple(slot.id for slot in chosen)
    return replace(person, **values), warnings


def _namesakes(store: Store, person: Attendee, before: Attendee) -> list[dict[str, str]]:
    """Who else has the name just given."""
    if (person.last_name, person.first_name) == (before.last_name, before.first_name):
        return []
    template = _(
        "{name} est déjà sur la liste ({id}). Si c'est la même personne, « undo » annule, ou « merge » réunit les deux."
    )
    return [
        {"code": "namesake", "registration": other.id, "message": template.format(name=as_listed(other), id=other.id)}
        for other in registrations.namesakes(store, person)
    ]


def _told(cautions: Sequence[Caution]) -> list[dict[str, str]]:
    return [{"code": caution.code, "message": f"{caution.message} {caution.advice}"} for caution in cautions]


def _answer(context: Context, person: Attendee, warnings: list[dict[str, str]], changed: bool, sentence: str) -> None:
    context.notice(tuple(warning["message"] for warning in warnings))
    sentence = f"{sentence}\n{person.id}  {person.short_code}" if changed else sentence
    value = {"registration": person.id, "changed": changed, "warnings": warnings, "person": person_json(person)}
    context.answer(value, sentence)


def _changing(
    name: str, says: str, change: Callable[[Store, list[str]], Action | None], concerned: Callable[[Attendee], bool]
) -> None:
    """A command that does something to people, all of them in one action."""

    @participant.command(name, help=says)
    @event_option
    @_people
    @click.pass_obj
    def command(context: Context, event_id: str, people: tuple[str, ...]) -> None:
        with context.store() as store:
            event = events.get(store, event_id)
            chosen = listed(store, event_id, people)
            ids = [person.id for person in chosen if concerned(person)]
            done, cautions, _action = run_sheet.warned(store, event, lambda store: change(store, ids) if ids else None)
        warnings = _told(cautions)
        context.notice(tuple(warning["message"] for warning in warnings))
        value = {
            "registrations": [person.id for person in chosen],
            "changed": ids if done else [],
            "action": done.id if done else "",
            "warnings": warnings,
        }
        context.answer(value, str(done) if done else _("Rien à changer."))


def _setting(name: str, says: str, status: Status) -> None:
    _changing(
        name,
        says,
        lambda store, ids: registrations.set_status(store, ids, status, now()),
        lambda person: person.status != status,
    )


_setting("cancel", N_("Noter un désistement ; la personne reste sur la liste."), Status.CANCELLED)
_setting("waitlist", N_("Mettre en liste d'attente."), Status.WAITLISTED)
_setting("restore", N_("Réinscrire après un désistement ou une attente."), Status.REGISTERED)
_changing(
    "remove",
    N_("Supprimer de la liste ; « undo » y remet."),
    lambda store, ids: registrations.remove(store, ids, now()),
    lambda _person: True,
)


@participant.command("show", help=N_("Montrer une personne : tous ses champs, son badge, ses présences."))
@event_option
@_person
@click.pass_obj
def show(context: Context, event_id: str, who: str) -> None:
    """Show somebody, with every field."""
    with context.store() as store:
        event = events.get(store, event_id)
        (person,) = listed(store, event_id, [who])
        cells = presence.cells_of(store, event, person)
        badge = registrations.badge_printed(store, [person.id])[person.id]
        joined = registrations.duplicates_of(store, person.id)
    values = {
        **{field.id: getattr(person, field.id) for field in FIELDS},
        "role": _(ROLE_LABELS[person.role]),
        "status": _(STATUS_LABELS[person.status]),
    }
    lines = [f"{person.id}  {person.short_code}", f"{_(_BADGES[badge])} · {_(SOURCE_LABELS[person.source])}"]
    lines += [
        _("{what} : {state}").format(what=_(BY_ID[name].label), state=text) for name, text in values.items() if text
    ]
    lines += [
        _("{what} : {state}").format(
            what=dates.slot_title(event, slot), state=_(STATE_LABELS[cells[person.id, slot.id].state])
        )
        for slot in event.slots
    ]
    lines += [_("Fusion avec {name} : « undo --action {action} » sépare.").format(name=m.person.list_name, action=m.action) for m in joined]  # fmt: skip
    answer = {
        **person_json(person),
        "badge": badge,
        "cells": [cell_json(event, slot.id, cells[person.id, slot.id]) for slot in event.slots],
        "joined": [{"registration": m.person.id, "name": m.person.list_name, "action": m.action} for m in joined],
    }
    context.answer(answer, "\n".join(lines))
