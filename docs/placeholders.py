"""The pages of the guide that list the placeholders of headquarters' templates: `python -m docs.placeholders`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from ia_events import i18n
from ia_events.domain import demonstration
from ia_events.domain.attendance import Fact, FactKind, matrix
from ia_events.domain.fields import RETURNED
from ia_events.domain.people import Attendee, Role, Status
from ia_events.domain.text import fold
from ia_events.spreadsheets.placeholders import Person, as_text, event_words, offered
from ia_events.spreadsheets.writing import Value

_WORDS: dict[str, dict[str, Any]] = {
    "fr": {
        "title": "# Les repères des modèles du siège",
        "back": "[Retour au guide](guide.fr.md)",
        "intro": "Un repère s'écrit entre doubles accolades dans une cellule, un en-tête de page, une zone de texte ou le titre d'un graphique ; "
        "ou se choisit en cliquant la cellule, page « Modèles du siège ». Majuscules et accents ne comptent pas, et les noms anglais sont "
        "compris. Un repère seul dans sa cellule y met une vraie date ou un vrai nombre ; dans une phrase, son texte.",
        "event": ("## L'événement", "N'importe où dans le classeur."),
        "person": ("## La personne", "Dans une ligne de la feuille, et une seule : elle est répétée pour chaque personne, avec ses formats et ses formules."),
        "person_slots": ("## La personne, créneau par créneau", "Dans la ligne répétée. Les créneaux sont comptés dans l'ordre du temps, à partir de 1."),
        "spreading": ("## Un créneau par colonne", "Une seule cellule à remplir : les créneaux suivants vont dans les cellules de droite, qui doivent être vides."),
        "slots": ("## Les chiffres d'un créneau", "Hors de la ligne répétée. Au-delà du dernier créneau, la cellule reste vide."),
        "never": "Ne partent jamais au siège, et n'ont donc pas de repère : repas, aménagements, observations.",
        "heads": ("Repère", "Exemple"),
    },
    "en": {
        "title": "# The placeholders of headquarters' templates",
        "back": "[Back to the guide](guide.en.md)",
        "intro": "A placeholder is written between double braces in a cell, a page header, a text box or the title of a chart; or chosen by "
        "clicking the cell, on the page “Headquarters' templates”. Case and accents do not matter, and the French names are understood. "
        "A placeholder alone in its cell puts a real date or number there; in a sentence, its text.",
        "event": ("## The event", "Anywhere in the workbook."),
        "person": ("## The person", "In one row of the sheet, and one only: it is repeated for each person, with its formats and formulas."),
        "person_slots": ("## The person, slot by slot", "In the repeated row. Slots are counted in time order, from 1."),
        "spreading": ("## One column a slot", "A single cell to fill: the next slots go to the cells at its right, which have to be empty."),
        "slots": ("## The figures of a slot", "Outside the repeated row. Beyond the last slot the cell stays empty."),
        "never": "Never go to headquarters, hence have no placeholder: meal, access needs, remarks.",
        "heads": ("Placeholder", "Example"),
    },
}  # fmt: skip


def page(language: str) -> str:
    """The page in a language, its examples from the demonstration."""
    before = i18n.language()
    i18n.use(language)
    try:
        return _page(_WORDS[language])
    finally:
        i18n.use(before)


def _page(words: dict[str, Any]) -> str:
    event = demonstration.local_event(date(2026, 11, 22))
    event = replace(event, id="e", slots=tuple(replace(slot, id=f"s{n}") for n, slot in enumerate(event.slots)))
    samples: dict[str, Any] = {field.id: field.sample for field in RETURNED if field.id not in ("role", "status")}
    person = Attendee(id="019a5c0b8f", badge="1f2e3d4c5b6a7988", **samples)
    speaker = Attendee(
        id="s", last_name="Sainte-Luce", first_name="Maïwenn", role=Role.SPEAKER, status=Status.REGISTERED
    )
    start = event.slots[0].start
    facts = [
        Fact(id="", kind=kind, registration_id=person.id, slot_id="s0", at=start + timedelta(minutes=minutes))
        for kind, minutes in ((FactKind.ARRIVAL, -5), (FactKind.DEPARTURE, 120))
    ]
    grid = matrix(event, [person, speaker], facts)
    of_event = event_words(event, grid, datetime(2026, 12, 16, 22, 0, tzinfo=UTC), "Ketty Questel")
    of_person = Person(event, grid).words(person, 1, of_event)
    known = offered(1)

    def example(value: Callable[[str], Value], name: str) -> str:
        said = as_text(value(fold(name)))
        return said.replace("|", "\\|").replace("\n", " ").replace("\u00a0", " ").replace("\u202f", " ")

    def table(names: Sequence[str], value: Callable[[str], Value]) -> list[str]:
        first, second = words["heads"]
        return [
            f"| {first} | {second} |",
            "|---|---|",
            *(f"| `{{{{{name}}}}}` | {example(value, name)} |" for name in names),
        ]

    lines = [words["title"], "", words["back"], "", words["intro"], ""]
    values: dict[str, Callable[[str], Value]] = {
        "event": of_event.value,
        "person": of_person.value,
        "person_slots": of_person.value,
        "spreading": lambda _name: "",
        "slots": of_event.value,
    }
    for group, value in values.items():
        heading, sentence = words[group]
        rows = [f"`{{{{{name}}}}}`" for name in known[group]]
        body = [" ".join(rows)] if group == "spreading" else table(known[group], value)
        lines += [heading, "", sentence, "", *body, ""]
    return "\n".join(str(line) for line in [*lines, words["never"], ""])


def main() -> None:
    """Write the pages."""
    for language in _WORDS:
        file = Path(__file__).with_name(f"placeholders.{language}.md")
        file.write_text(page(language), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
