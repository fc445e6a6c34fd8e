"""What is said above a list once it is read: that it is a return, or that it changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtWidgets import QPushButton

from ia_events.domain.lists import Plan
from ia_events.i18n import _, ngettext, number
from ia_events.ui.pages.import_fields import field_title, letters_of
from ia_events.ui.pages.import_jobs import Source, Understood
from ia_events.ui.pages.import_plan import PlanView
from ia_events.ui.session import Session
from ia_events.ui.widgets import secondary


def say(view: PlanView, session: Session, source: Source, understood: Understood, left: bool, anew: bool) -> None:
    """`left`: whether there is something to import or to decide of; `anew`: whether it is another reading, or another of
    its events. Else what is said stays as it is, so that a list does not move under who decides of its people.
    """
    plans, identity = list(understood.plans.values()), understood.returned
    words, tone = _bare_words(plans) or _crossed_words(plans), "attention"
    buttons: list[QPushButton] = []
    if identity is not None:
        # Read as a list it gives its registrations only: what headquarters corrected in the presences would be lost.
        words = (
            _("« {name} » est un retour de cet événement : la page « Retour du siège » en reprend toutes les corrections, présences comprises.")
            if identity.event_id == session.event_id
            else _("« {name} » est un retour d'un autre événement, « {title} » : la page « Retour du siège » en reprend toutes les corrections, présences comprises.")
        ).format(name=source.name, title=identity.title)  # fmt: skip
        go = partial(session.open, "coming_back", path=source.path)
        buttons.append(secondary(_("Retour du siège"), go, icon="file-arrow-down"))
    elif not words and not left:
        words, tone = _("Rien ne change : tout ce que dit cette liste est déjà enregistré."), "welcome"
    if not anew and words == view.told:
        return
    view.told = words
    if words:
        view.notice.show_message(words, tone, *buttons, closable=not buttons and tone != "welcome")
    else:
        view.notice.hide()


def say_left_aside(
    view: PlanView, before: Plan, slots: Mapping[str, str], source: Source, undo: Callable[[], None] | None
) -> None:
    """Name the columns that are read no more though nobody said so: two cannot be one field, and the one just chosen wins,
    which `undo` takes back, if one was; what another window removed takes its columns along. `before` and `slots` are the
    plan until then, and the labels of its event's slots by id.
    """
    plan = view.plan
    if plan is None or (before.event_id, before.listing.sheet) != (plan.event_id, plan.listing.sheet):
        return
    aside = {column.index for column in plan.listing.columns if not column.field}
    columns = [
        column
        for column in before.listing.columns
        if column.field and column.index in aside and source.mapping.get(column.heading) != ""
    ]
    removed = [column for column in columns if not view.model.slots.keys() >= set(column.slot.split())]
    given_up = [column for column in columns if column not in removed] if undo is not None else []
    if not removed and not given_up:
        return
    said = [_bare_words([plan]) or _crossed_words([plan])]
    said += [
        _(
            "La colonne {letter}, « {heading} », n'est plus lue comme {field} : un créneau a été retiré de l'événement."
        ).format(
            letter=letters_of(column.index), heading=column.heading, field=field_title(column.field, column.slot, slots)
        )
        for column in removed
    ]
    said += [
        _("La colonne {letter}, « {heading} », n'est plus lue comme {field} : elle est laissée de côté.").format(
            letter=letters_of(column.index), heading=column.heading, field=field_title(column.field, column.slot, slots)
        )
        for column in given_up
    ]
    buttons = [secondary(_("Annuler ce choix"), undo)] if undo is not None and given_up else []
    view.notice.show_message(" ".join(filter(None, said)), "attention", *buttons)


def _bare_words(plans: Sequence[Plan]) -> str:
    """That people would be imported without their last names, in a sentence; "" when none would for want of a column."""
    found = [problem for plan in plans for problem in plan.problems if problem.code == "no_last_name"]
    if not found:
        return ""
    words = ngettext(
        "La colonne « {heading} » n'est pas lue comme Nom : {n} personne sans nom de famille.",
        "La colonne « {heading} » n'est pas lue comme Nom : {n} personnes sans nom de famille.",
        len(found),
    )
    return words.format(heading=found[0].column, n=number(len(found)))


def _crossed_words(plans: Sequence[Plan]) -> str:
    """That a column headed by last names is read as first names, or the other way round, in a sentence; "" when none is."""
    from ia_events.spreadsheets.last_names import crossed

    found = crossed(plans[0].listing)
    if not found:
        return ""
    words = (
        _("La colonne « {heading} » est lue comme {field} : vérifiez.")
        if len(found) < 2
        else _("La colonne « {heading} » est lue comme {field}, et « {other} » comme {its_field} : vérifiez.")
    )
    first, last = found[0], found[-1]
    field, its_field = (field_title(column.field, "", {}) for column in (first, last))
    return words.format(heading=first.heading, field=field, other=last.heading, its_field=its_field)
