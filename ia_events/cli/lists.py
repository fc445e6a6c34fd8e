"""Lists in: imported, with what is asked about them."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click

from ia_events import layouts
from ia_events.cli.base import A_PATH, Context, commands, now, out_option, password_of_stdin, refuse_out
from ia_events.domain import sharing
from ia_events.domain.cautions import Caution
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.hours_left import hours_words
from ia_events.domain.ids import uuids7
from ia_events.domain.lists import SKIPPED, Decision, Doubt, Listing, Place, Plan, Question, hidden_words
from ia_events.domain.matching import make_plan
from ia_events.domain.recognising import Known
from ia_events.domain.sharing import NOWHERE
from ia_events.domain.telling import told_apart
from ia_events.i18n import N_, _, ngettext
from ia_events.store import Store, events, imports, presence, registrations, run_sheet

ALL_EVENTS = "all"


@commands.command("import", help=N_("Importer une liste (.xlsx .xls .ods .csv), tout ou rien."))
@click.argument("file", type=A_PATH, metavar=N_("FICHIER"), help=N_("La liste."))
@click.option(
    "--event",
    "event_id",
    required=True,
    metavar="ID|all",
    help=N_("L'événement, comme « event list » le nomme ; « all » : chaque ligne dans l'événement qu'elle nomme."),
)
@click.option("--sheet", metavar=N_("NOM"), help=N_("La feuille à lire (par défaut : celle qui contient la liste)."))
@click.option(
    "--map",
    "mapping",
    multiple=True,
    metavar=N_("Intitulé=champ"),
    help=N_("Lire une colonne comme un champ ; « Intitulé= » la laisse de côté. Peut se répéter."),
)
@click.option(
    "--answer",
    "answers",
    multiple=True,
    metavar=N_("CLÉ=VALEUR"),
    help=N_("Répondre à une question que pose la liste ; peut se répéter."),
)
@click.option(
    "--decide",
    "decided",
    multiple=True,
    metavar=N_("LIGNE=merge|keep|separate[:ID]"),
    help=N_(
        "Trancher un doublon possible ; « B12=… » si la ligne 12 nomme plusieurs personnes, « Feuille!12=… » dans une autre feuille. Peut se répéter."
    ),
)
@click.option("--withdraw", is_flag=True, help=N_("Noter comme désistements les personnes que la liste ne nomme plus."))
@click.option("--dry-run", is_flag=True, help=N_("Dire ce que ferait l'import, sans rien écrire."))
@out_option(
    N_("FICHIER.xlsx"), "--report", N_("Une copie de la liste, avec les problèmes sur ses cellules."), required=False
)
@click.option("--password-stdin", is_flag=True, help=N_("Lire le mot de passe de la liste sur l'entrée standard."))
@click.pass_obj
def import_(
    context: Context,
    file: Path,
    event_id: str,
    sheet: str | None,
    mapping: tuple[str, ...],
    answers: tuple[str, ...],
    decided: tuple[str, ...],
    withdraw: bool,
    dry_run: bool,
    report: Path | None,
    password_stdin: bool,
) -> None:
    """Import an attendee list (.xlsx .xls .ods .csv) in one transaction."""
    from ia_events.spreadsheets import report as reports
    from ia_events.spreadsheets.for_events import read

    chosen = dict(_pair(text, "--map") for text in mapping)
    answered = dict(_pair(text, "--answer") for text in answers)
    password = password_of_stdin() if password_stdin else None
    if report:
        refuse_out(report, file)
    here = "" if event_id == ALL_EVENTS else event_id
    with context.store() as store:
        known_events = events.of_lists(store, here)
        known = Known()
        listings = read(
            file,
            events=known_events,
            event_id=here,
            now=now(),
            sheet=sheet,
            mapping=chosen,
            answers=answered,
            layouts=layouts.standing(partial(imports.undone, store)),
            password=password,
            meanwhile=lambda: known.learn(registrations.all_of(store, here)) if here else None,
        )
        whole = sharing.together(listings, here)
        _check_answers(whole, answered)
        titles = {event.id: sharing.called(event) for event in known_events}
        elsewhere = [(id_, len(one.rows)) for id_, one in listings.items() if here and id_ not in (here, NOWHERE)]
        if here:
            whole = sharing.alone(listings, known_events, here)
            listings = {here: whole}
        plans = [_plan(store, one, id_, known if id_ == here else Known()) for id_, one in listings.items()]
        if not here:
            none = sharing.named_no_more(whole)
            for id_, again in imports.sent_before(store, [event.id for event in known_events], plans).items():
                plans.append(_plan(store, none, id_, Known(), again=again))
        if decided:
            decisions = _decisions(plans, decided)
            plans = [_plan(store, p.listing, p.event_id, Known(), decisions, p.again) for p in plans]
        if report:
            verdicts = reports.verdicts_together(plans, whole)
            reports.write_report(report, file, whole, reports.problems_together(plans), verdicts, password=password)
        cautions: list[tuple[Event, Caution]] = []
        if not dry_run:
            gone = [person.id for plan in plans for person in plan.withdrawn] if withdraw else []
            recorded = [plan for plan in plans if plan.event_id]
            if recorded:
                imports.import_plans(store, recorded, now(), withdraw=gone)
            kept = [events.get(store, plan.event_id) for plan in recorded]
            cautions = [(event, caution) for event in kept for caution in run_sheet.people_cautions(store, event)]
    told = {"withdraw": withdraw, "dry_run": dry_run}
    answer = {"event": event_id, **_together([_answer(plan) for plan in plans])}
    answer["cautions"] = [{"event": e.id, "code": c.code, "message": c.message} for e, c in cautions]
    answer["sheets_left"] = [{"sheet": name, "people": count} for name, count in whole.left]
    answer["questions"] = [_question_json(question) for question in whole.questions]
    lines = []
    if here:
        answer["elsewhere"] = [{"event": id_, "title": titles[id_], "rows": rows} for id_, rows in elsewhere]
        lines = _lines(plans[0], **told)
        lines += [_("Pour un autre événement, {title} : {rows}").format(**one) for one in answer["elsewhere"]]
        if elsewhere:
            lines.append(_("Pour importer chaque ligne dans l'événement qu'elle nomme : --event all."))
    else:
        answer["events"] = [{"event": plan.event_id, **_answer(plan)} for plan in plans if plan.event_id]
        for plan in plans:
            title = titles.get(plan.event_id) or _("Pour aucun événement connu")
            lines += [title, *(f"  {line}" for line in _lines(plan, **told))]
    lines += [
        _("Feuille non lue : « {name} », {people}. Pour la lire : --sheet.").format(
            name=name, people=_people_words(count)
        )
        for name, count in whole.left
    ]
    context.notice(
        tuple(c.message if here else _("{title} : {value}").format(title=e.title, value=c.message) for e, c in cautions)
    )
    if not context.as_json:
        settled = {*answered, "sheet"} if sheet else answered
        open_ = [question for question in whole.questions if question.key not in settled]
        context.notice(tuple(_question_words(question) for question in open_))
    context.answer(answer, "\n".join(lines))


def _plan(
    store: Store,
    listing: Listing,
    event_id: str,
    known: Known,
    decisions: Mapping[Place, Decision] | None = None,
    again: Collection[str] = (),
) -> Plan:
    """What importing a listing into an event would do; nothing but refusals into none."""
    if event_id and not known.current:
        known.learn(registrations.all_of(store, event_id))
    standing = presence.standing(presence.facts_of_event(store, event_id)) if event_id else {}
    decisions = decisions or {}
    new_id = uuids7(now()).__next__
    return make_plan(listing, known, event_id, new_id, decisions=decisions, standing=standing, again=again)


def _counted(plan: Plan) -> dict[str, int]:
    return {
        "rows": len(plan.listing.rows),
        "added": len(plan.added),
        "updated": len(plan.updated),
        "unchanged": plan.unchanged,
        "refused": len(plan.refused),
    }


def _answer(plan: Plan) -> dict[str, Any]:
    listing = plan.listing
    problems = [
        {
            "sheet": p.sheet or listing.sheet,
            "row": p.row,
            "place": listing.place(p).words,
            "column": p.column,
            "code": p.code,
            "message": p.message,
        }
        for p in plan.problems
    ]
    return {
        **_counted(plan),
        "warnings": sum(not p.refuses for p in plan.problems),
        "problems": problems,
        "skipped": [{"row": row, "reason": reason} for row, reason in _skipped(listing)],
        "ignored_columns": _ignored(listing),
        "doubts": [_doubt_json(doubt, listing) for doubt in plan.doubts],
        "withdrawn": [
            {"id": person.id, "name": person.list_name, "came": person.id in plan.came} for person in plan.withdrawn
        ],
        "attendance": len(plan.attendance),
    }


def _together(answers: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Several answers as one: figures added up, lists put together, what is in all of them once."""
    result: dict[str, Any] = {}
    for name, first in answers[0].items():
        if isinstance(first, int):
            result[name] = sum(answer[name] for answer in answers)
        else:
            parts = [one for answer in answers for one in answer[name]]
            once = name in ("skipped", "ignored_columns")
            result[name] = [one for i, one in enumerate(parts) if not once or one not in parts[:i]]
    return result


def _skipped(listing: Listing) -> list[tuple[int, str]]:
    return [(row, reason) for row, reason in listing.skipped if reason not in ("blank", "other_event")]


def _ignored(listing: Listing) -> list[str]:
    return [column.heading for column in listing.columns if not column.field]


def _lines(plan: Plan, *, withdraw: bool, dry_run: bool) -> list[str]:
    """What is said of a plan, in sentences."""
    listing = plan.listing
    sentence = _(
        "{rows} lignes. À ajouter : {added}, à mettre à jour : {updated}, sans changement : {unchanged}, refus : {refused}."
    )
    if not dry_run:
        sentence = _(
            "{rows} lignes. Ajouts : {added}, mises à jour : {updated}, sans changement : {unchanged}, refus : {refused}."
        )
    lines = [sentence.format(**_counted(plan))]
    lines += [
        _("Cellule {cell} : {message}").format(cell=listing.place(p).words, message=p.message)
        if p.spot
        else _("Ligne {row} : {message}").format(row=p.row, message=p.message)
        for p in plan.problems
    ]
    lines += [_doubt_words(doubt, listing) for doubt in plan.doubts if not doubt.settled]
    lines += [
        _("Ligne {row} écartée : {reason}").format(row=row, reason=_(SKIPPED[reason]))
        for row, reason in _skipped(listing)
    ]
    if listing.hidden:
        lines.append(f"{hidden_words(listing.hidden)}.")
    if hours := hours_words(listing):
        lines.append(f"{hours[0].upper()}{hours[1:]}.")
    if plan.withdrawn:
        seen = _("présence déjà notée")
        names = ", ".join(f"{p.list_name} ({seen})" if p.id in plan.came else p.list_name for p in plan.withdrawn)
        template = (
            _("Désistements : {names}")
            if withdraw
            else _("Retraits possibles : {names}. Pour les noter comme désistements : --withdraw.")
        )
        lines.append(template.format(names=names))
        if plan.many_withdrawn:
            lines.append(_("C'est plus de la moitié : vérifiez que les deux listes viennent du même endroit."))
    if plan.attendance:
        noted = _("Présences et absences à noter : {count}") if dry_run else _("Présences et absences notées : {count}")
        lines.append(noted.format(count=len(plan.attendance)))
    if left := _ignored(listing):
        lines.append(_("Colonnes laissées de côté : {columns}").format(columns=", ".join(left)))
    return lines


def _people_words(count: int) -> str:
    """« 12 personnes »."""
    return ngettext("{n} personne", "{n} personnes", count).format(n=count)


def _check_answers(listing: Listing, answered: Mapping[str, str]) -> None:
    """UserError answer_unknown: the list does not ask what was answered; answer_no_option: it cannot be answered so."""
    asked = {question.key: [option.value for option in question.options] for question in listing.questions}
    for key, value in answered.items():
        if key not in asked:
            template = N_("Cette liste ne pose pas la question « {key} ». Questions posées : {keys}.")
            raise UserError("answer_unknown", template, key=key, keys=", ".join(asked) or "—")
        if value not in asked[key]:
            template = N_("« {value} » n'est pas une réponse à la question « {key} ». Réponses possibles : {options}.")
            told = ", ".join(option or "''" for option in asked[key])
            raise UserError("answer_no_option", template, key=key, value=value, options=told)


def _decisions(plans: Sequence[Plan], decided: Sequence[str]) -> dict[Place, Decision]:
    """What was decided, by place; about the likeliest candidate when none is named. UserError no_doubt, doubts_on_row."""
    doubts = {plan.listing.place(d.row): d for plan in plans for d in plan.doubts}
    main = plans[0].listing.sheet
    decisions = {}
    for text in decided:
        place, _equals, said = text.rpartition("=")
        sheet, _mark, row = place.rpartition("!")
        kind, _colon, other = said.partition(":")
        at = Place.of(sheet or main, row.strip())
        if at is None or kind not in ("merge", "keep", "separate"):
            raise click.BadParameter(
                _("« {text} » : écrivez par exemple « 12=merge ».").format(text=text), param_hint="--decide"
            )
        here = [other for other in doubts if other == at or (not at.spot and other[:2] == at[:2])]
        if not here:
            raise UserError("no_doubt", N_("La ligne {row} n'est pas un doublon possible."), row=row)
        if len(here) > 1:
            template = N_("La ligne {row} nomme plusieurs doublons possibles. Dites lequel : {cells}.")
            raise UserError("doubts_on_row", template, row=row, cells=", ".join(one.words for one in here))
        doubt = doubts[here[0]]
        likeliest = doubt.candidates[0].id if doubt.candidates and kind != "separate" else ""
        decisions[here[0]] = Decision(kind, other or likeliest)
    return decisions


def _told(doubt: Doubt) -> list[str]:
    """Each candidate of a doubt in words, with what differs from the others and from the row."""
    return told_apart([doubt.row.attendee, *doubt.candidates])[1:]


def _doubt_words(doubt: Doubt, listing: Listing) -> str:
    """Whom a row may be, and what settles it."""
    at = listing.place(doubt.row)
    place = at.words if at.sheet == listing.sheet else f"{at.sheet}!{at.words}"
    people = [f"{told} [{person.id}]" for person, told in zip(doubt.candidates, _told(doubt), strict=True)]
    sentence = (
        _("Cellule {row}, doublon possible : {names}. Pour trancher : --decide {place}=merge, keep ou separate ; entre plusieurs, {place}=merge:ID.")
        if at.spot
        else _("Ligne {row}, doublon possible : {names}. Pour trancher : --decide {place}=merge, keep ou separate ; entre plusieurs, {place}=merge:ID.")
    )  # fmt: skip
    return sentence.format(row=at.words, names=" / ".join(people), place=shlex.quote(place))


def _doubt_json(doubt: Doubt, listing: Listing) -> dict[str, Any]:
    place = listing.place(doubt.row)
    return {
        "sheet": place.sheet,
        "row": place.row,
        "place": place.words,
        "code": doubt.code,
        "candidates": [
            {"id": person.id, "name": person.list_name, "told": told}
            for person, told in zip(doubt.candidates, _told(doubt), strict=True)
        ],
        "decision": doubt.decision.kind,
    }


def _question_json(question: Question) -> dict[str, Any]:
    return {
        "key": question.key,
        "question": question.words,
        "answer": question.answer,
        "options": [{"value": option.value, "label": option.words} for option in question.options],
        "examples": list(question.examples),
    }


def _question_words(question: Question) -> str:
    supposed = next(option.words for option in question.options if option.value == question.answer)
    choices = ", ".join(f"{option.value} ({option.words})".strip() for option in question.options)
    return _("{question} Supposé : {supposed}. Pour répondre : --answer {answer}, parmi {choices}.").format(
        question=question.words, supposed=supposed, answer=shlex.quote(f"{question.key}=…"), choices=choices
    )


def _pair(text: str, option: str) -> tuple[str, str]:
    heading, equals, name = text.rpartition("=")
    if not equals:
        raise click.BadParameter(_("« {text} » : écrivez « Intitulé=champ ».").format(text=text), param_hint=option)
    return heading, name.strip()
