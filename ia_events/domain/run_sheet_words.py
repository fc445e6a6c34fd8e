"""The run sheet in words: how each step stands, and the sentence at the top."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from ia_events.domain import dates
from ia_events.domain.events import Slot
from ia_events.domain.run_sheet import (
    Facts,
    Phase,
    Standing,
    Step,
    coming_slot,
    next_step,
    open_room,
    opening,
    phase,
    sheet_missing,
)
from ia_events.domain.text import initial_capital
from ia_events.i18n import _, ngettext


class StepState(NamedTuple):
    """A step as it is shown. `todo` is what remains, `detail` the rest; `action` is what its button does:

    import, badges, sheets, edit, door, presence, return.
    """

    step: Step
    title: str
    standing: Standing
    todo: str
    detail: str
    action: str
    button: str
    is_next: bool


def steps(facts: Facts, now: datetime) -> list[StepState]:
    """The six steps, in order, as they stand at `now` (UTC)."""
    at, following = phase(facts.event, now), next_step(facts, now)
    made = {
        Step.LIST: (_("Liste des participants"), *_list(facts, now)),
        Step.BADGES: (_("Badges"), *_badges(facts, at)),
        Step.SHEETS: (_("Feuilles d'émargement"), *_sheets(facts, now, at)),
        Step.DOOR: (_("Accueil"), *_door(facts, now, at)),
        Step.PRESENCE: (_("Présences"), *_presence(facts, now, at)),
        Step.RETURN: (_("Retour au siège régional"), *_return(facts, now, at)),
    }
    return [StepState(step, *made[step], step == following) for step in Step]


_Shown = tuple[Standing, str, str, str, str]  # standing, what remains, the rest, action, button


def on_the_list(participants: int, team: int, waitlisted: int, cancelled: int) -> str:
    """« 300 inscriptions · 7 autres rôles · 2 désistements »: everybody an event knows; what there is none of is left out."""
    parts = [
        ngettext("{count} inscription", "{count} inscriptions", participants).format(count=participants)
        if participants
        else "",
        ngettext("{count} autre rôle", "{count} autres rôles", team).format(count=team) if team else "",
        _("{count} en liste d'attente").format(count=waitlisted) if waitlisted else "",
        ngettext("{count} désistement", "{count} désistements", cancelled).format(count=cancelled) if cancelled else "",
    ]
    return _join(parts)


def _list(facts: Facts, now: datetime) -> _Shown:
    button = _("Importer une liste")
    details = [on_the_list(facts.participants, facts.team, facts.waitlisted, facts.cancelled)]
    if facts.imported_at:
        details.append(_("dernière liste importée {when}").format(when=_when(facts, facts.imported_at, now)))
    if facts.participants:
        return Standing.DONE, "", _join(details), "import", button
    return Standing.TO_DO, _("Aucune inscription"), _join(details), "import", button


def _badges(facts: Facts, at: Phase) -> _Shown:
    left = facts.badges_to_print
    if not left and not facts.badges_printed:
        return Standing.LATER, "", _("Après la liste des participants"), "badges", _("Préparer les badges")
    printed = ngettext("{count} imprimé", "{count} imprimés", facts.badges_printed).format(count=facts.badges_printed)
    if not left:
        return Standing.DONE, "", _join([printed, _("à jour")]), "badges", _("Revoir les badges")
    if facts.badges_new and facts.badges_changed:
        todo = ngettext("{count} nouveau ou modifié", "{count} nouveaux ou modifiés", left).format(count=left)
    elif facts.badges_new:
        todo = _("{count} à imprimer").format(count=left)
    else:
        todo = ngettext("{count} modifié depuis l'impression", "{count} modifiés depuis l'impression", left).format(
            count=left
        )
    button = ngettext("Imprimer {count} badge", "Imprimer les {count} badges", left).format(count=left)
    standing = Standing.LATER if at in (Phase.OPEN, Phase.AFTER) else Standing.TO_DO
    return standing, todo, printed if facts.badges_printed else "", "badges", button


def _sheets(facts: Facts, now: datetime, at: Phase) -> _Shown:
    if not facts.slots:
        return Standing.TO_DO, _("Aucun créneau"), _("l'événement n'a pas de date"), "edit", _("Donner des dates")
    count = ngettext("{count} créneau", "{count} créneaux", len(facts.slots)).format(count=len(facts.slots))
    made = [slot for slot in facts.slots if slot.sheet_at is not None]
    outdated = [slot for slot in made if slot.sheet_outdated]
    if not facts.participants and not made:
        return Standing.LATER, "", _("Après la liste des participants"), "sheets", _("Préparer les feuilles")
    if not made:
        standing = Standing.LATER if at == Phase.AFTER else Standing.TO_DO
        todo = ngettext("{count} feuille à imprimer", "{count} feuilles à imprimer", len(facts.slots)).format(
            count=len(facts.slots)
        )
        return standing, todo, "", "sheets", _("Préparer les feuilles")
    last = max(slot.sheet_at for slot in made if slot.sheet_at)
    printed = _("faites {when}").format(when=_when(facts, last, now))
    # Once a slot has begun its sheet is on the table: a walk-in signs on a blank row.
    missing = any(sheet_missing(slot, now) for slot in facts.slots)
    standing = Standing.TO_DO if missing and at != Phase.AFTER else Standing.DONE
    if missing and len(made) < len(facts.slots):
        todo = _("{made} créneaux faits sur {count}").format(made=len(made), count=len(facts.slots))
        return standing, todo, printed, "sheets", _("Préparer les feuilles")
    if missing and outdated:
        return standing, _("La liste a changé depuis"), _join([count, printed]), "sheets", _("Refaire les feuilles")
    return standing, "", _join([count, printed, "" if outdated else _("à jour")]), "sheets", _("Revoir les feuilles")


def _door(facts: Facts, now: datetime, at: Phase) -> _Shown:
    button = _("Ouvrir l'accueil")
    if at == Phase.UNDATED:
        return Standing.LATER, "", _("Il faut au moins un créneau"), "door", button
    if at == Phase.AFTER:
        if not facts.arrived:
            return Standing.LATER, "", _("Aucun pointage"), "door", button
        words = ngettext("{count} arrivée enregistrée", "{count} arrivées enregistrées", facts.arrived).format(
            count=facts.arrived
        )
        return Standing.DONE, "", words, "door", _("Revoir l'accueil")
    if at == Phase.OPEN:
        room = open_room(facts, now)
        details = [
            _slot_name(room.slot),
            _("{count} à venir").format(count=room.to_come),
            ngettext("{count} attendue en tout", "{count} attendues en tout", room.expected).format(
                count=room.expected
            ),
        ]
        return Standing.UNDER_WAY, _in_room(room.inside), _join(details), "door", button
    opens = _("ouvre {when}").format(when=_when(facts, opening(facts.event, now), now))
    if at == Phase.BEFORE:
        return Standing.LATER, "", initial_capital(opens), "door", button
    arrived = ngettext("{count} arrivée enregistrée", "{count} arrivées enregistrées", facts.arrived).format(
        count=facts.arrived
    )
    return Standing.UNDER_WAY, "", _join([arrived, _("rouvre {when}").format(when=_when(facts, opening(facts.event, now), now))]), "door", button  # fmt: skip


def _presence(facts: Facts, now: datetime, at: Phase) -> _Shown:
    left = facts.unrecorded(now)
    if at in (Phase.UNDATED, Phase.BEFORE) and not facts.arrived:
        hint = _("Pointage par badge, à compléter avec les feuilles signées")
        return Standing.LATER, "", hint, "presence", _("Voir la grille")
    details = ngettext("{count} arrivée", "{count} arrivées", facts.arrived).format(count=facts.arrived)
    if left:
        todo = ngettext(
            "{count} présence à relever sur les feuilles signées",
            "{count} présences à relever sur les feuilles signées",
            left,
        ).format(count=left)
        standing = Standing.TO_DO if at == Phase.AFTER else Standing.UNDER_WAY
        return standing, todo, details, "presence", _("Compléter la grille")
    if at == Phase.AFTER:
        if not facts.participants and not facts.arrived:
            return Standing.LATER, "", _("Aucune inscription"), "presence", _("Voir la grille")
        standing = Standing.DONE if facts.participants else Standing.LATER
        return standing, "", _join([details, _("tout est relevé")]), "presence", _("Voir la grille")
    return Standing.UNDER_WAY, "", details, "presence", _("Voir la grille")


def _return(facts: Facts, now: datetime, at: Phase) -> _Shown:
    ready = at == Phase.AFTER and facts.participants and not facts.unrecorded(now)
    standing = Standing.TO_DO if ready else Standing.LATER
    if facts.returned_at is None:
        return standing, "", _("Pas encore préparé"), "return", _("Préparer le retour")
    made = _("préparé {when}").format(when=_when(facts, facts.returned_at, now))
    if facts.return_outdated or not (ready and facts.returned):
        todo = _("La liste ou les présences ont changé depuis") if facts.return_outdated else _("Provisoire")
        return standing, todo, made, "return", _("Refaire le retour")
    return Standing.DONE, "", initial_capital(made), "return", _("Revoir le retour")


def headline(facts: Facts, now: datetime) -> str:
    """One sentence or two: where things stand at `now` (UTC), and what remains."""
    return " ".join(_headline(facts, now, phase(facts.event, now)))


def _headline(facts: Facts, now: datetime, at: Phase) -> Iterator[str]:
    following = next_step(facts, now)
    if at == Phase.UNDATED:
        yield _("Aucun créneau : donnez des dates à l'événement pour préparer la suite.")
    elif at == Phase.OPEN:
        yield _during(facts, now)
    elif at == Phase.AFTER:
        yield _ended(facts, now)
        yield _after(facts, now, following)
    else:
        yield _until(facts, now)
        yield _before(facts, now, following)


def _until(facts: Facts, now: datetime) -> str:
    slot = coming_slot(facts.event, now)
    days = (facts.event.local(slot.start).date() - facts.event.local(now).date()).days
    if now >= (facts.event.starts or now):
        when = _when(facts, slot.start, now)
        return _("Prochain créneau : « {slot} », {when}.").format(slot=_slot_name(slot), when=when)
    if days == 0:
        return _("C'est aujourd'hui.")
    return _("C'est demain.") if days == 1 else _("Dans {count} jours.").format(count=days)


def _before(facts: Facts, now: datetime, following: Step | None) -> str:
    when = _when(facts, opening(facts.event, now), now)
    if following == Step.LIST:
        return _("Il reste à importer la liste des participants.")
    if following == Step.BADGES:
        sentence = ngettext(
            "Il reste {count} badge à imprimer avant l'ouverture de l'accueil, {when}.",
            "Il reste {count} badges à imprimer avant l'ouverture de l'accueil, {when}.",
            facts.badges_to_print,
        )
        return sentence.format(count=facts.badges_to_print, when=when)
    if following == Step.SHEETS:
        return _("Il reste à imprimer les feuilles d'émargement avant l'ouverture de l'accueil, {when}.").format(
            when=when
        )
    return _("Tout est prêt : l'accueil ouvre {when}.").format(when=when)


def _during(facts: Facts, now: datetime) -> str:
    room = open_room(facts, now)
    slot = room.slot
    values = {
        "slot": _slot_name(slot),
        "start": dates.clock(facts.event.local(slot.start)),
        "end": dates.clock(facts.event.local(slot.end)),
        "inside": _in_room(room.inside),
        "coming": _("{count} à venir").format(count=room.to_come),
    }
    if now < slot.start:
        return _("« {slot} » commence à {start} : {inside}, {coming}.").format(**values)
    return _("« {slot} » jusqu'à {end} : {inside}, {coming}.").format(**values)


def _ended(facts: Facts, now: datetime) -> str:
    days = (facts.event.local(now).date() - facts.event.local(facts.event.ends or now).date()).days
    if days == 0:
        return _("Terminé aujourd'hui.")
    return _("Terminé hier.") if days == 1 else _("Terminé il y a {count} jours.").format(count=days)


def _after(facts: Facts, now: datetime, following: Step | None) -> str:
    if following == Step.LIST:
        return _("Aucune inscription n'a été enregistrée.")
    if following == Step.PRESENCE:
        left = facts.unrecorded(now)
        return ngettext(
            "Il reste {count} présence à relever sur les feuilles signées, puis le retour au siège régional.",
            "Il reste {count} présences à relever sur les feuilles signées, puis le retour au siège régional.",
            left,
        ).format(count=left)
    if following == Step.RETURN and not facts.returned:
        return _("Il reste à préparer le retour au siège régional.")
    if following == Step.RETURN:
        return _("Le retour est à refaire : la liste ou les présences ont changé depuis.")
    made = _when(facts, facts.returned_at or now, now)
    return _("Tout est fait : le retour au siège régional a été préparé {when}.").format(when=made)


def _when(facts: Facts, at: datetime, now: datetime) -> str:
    return dates.moment(facts.event.local(at), facts.event.local(now))


def _slot_name(slot: Slot) -> str:
    return _(slot.label)


def _in_room(count: int) -> str:
    return ngettext("{count} personne dans la salle", "{count} personnes dans la salle", count).format(count=count)


def _join(parts: list[str]) -> str:
    return " · ".join(filter(None, parts))
