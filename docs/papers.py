"""Small pictures of every paper, from the real PDFs, for the guide: `python -m docs.papers`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image, ImageOps

from ia_events import i18n, paths
from ia_events.documents.branding import Branding
from ia_events.documents.certificates import write_certificates
from ia_events.documents.labels import write_labels
from ia_events.documents.meals import write_restaurant_list
from ia_events.documents.pdf import Made
from ia_events.documents.questionnaire import write_questionnaire
from ia_events.documents.roll_call import write_roll_call
from ia_events.documents.run_of_the_day import write_run_of_the_day
from ia_events.documents.signs import Sign, write_signs
from ia_events.documents.stocks import stock
from ia_events.documents.table_tents import write_table_tents
from ia_events.documents.walk_in_forms import write_walk_in_forms
from ia_events.domain import demonstration
from ia_events.domain.certificates import Certificate, Kind
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee, Role
from ia_events.domain.text import sort_key
from ia_events.i18n import _
from ia_events.spreadsheets.reading import read

IMAGES = Path(__file__).parent / "images"
WIDTH = 420
_MADE_AT = datetime(2025, 11, 14, 12, 0, tzinfo=UTC)
_MEALS = ("", "Végétarien", "Sans porc", "", "Poisson", "Végétarien", "")


def _event() -> tuple[Event, list[Attendee]]:
    event = demonstration.local_event(date(2025, 11, 1))
    slots = tuple(replace(slot, id=f"slot-{number}") for number, slot in enumerate(event.slots))
    event = replace(event, id="event", key="5a" * 32, slots=slots)
    listed = [row.attendee for row in read(paths.resources() / "demonstration" / demonstration.LISTS[event.session_code]).rows
              if not row.refused]  # fmt: skip
    people = [
        replace(
            person,
            id=f"person-{number}",
            badge=f"{(number + 1) * 0x9E3779B97F4A7C15 % 2**64:016x}",
            meal=_MEALS[number % len(_MEALS)],
        )
        for number, person in enumerate([*listed, *demonstration.people(event)])
    ]
    return event, sorted(people, key=lambda person: sort_key(person.last_name, person.first_name))


def _certificate(event: Event, person: Attendee) -> Certificate:
    return Certificate(
        id="0123456789abcdef", number=f"{event.session_code}-2025-KDFR-0012", kind=Kind.ATTENDANCE, event_id=event.id,
        registration_id=person.id, name=person.badge_name, employer=person.employer, title=event.title, hours=14.0,
        slots=tuple(slot.id for slot in event.slots), issued_at=_MADE_AT,
    )  # fmt: skip


def pictures() -> dict[str, Image.Image]:
    """The first page of each paper, with a line around it, by the name of its file."""
    event, people = _event()
    branding = Branding(
        organisation="CNFPT, délégation Guadeloupe", signatory="Aurélien de Fontbrune",
        signatory_capacity="Directeur régional", signing_place="Pointe-à-Pitre",
    )  # fmt: skip
    speaker = next(person for person in people if person.role == Role.SPEAKER)
    one = people[4]
    wanted: dict[str, tuple[Callable[..., Made], list[Attendee], dict[str, Any]]] = {
        "table-tents": (write_table_tents, [speaker], {}),
        "roll-call": (write_roll_call, people, {}),
        "restaurant-list": (write_restaurant_list, people, {}),
        "signs": (write_signs, [], {"signs": [Sign(_("Accueil"), "right", event.title)]}),
        "labels": (write_labels, people, {"stock": stock("avery-l7160"), "start_at": 4}),
        "walk-in-forms": (write_walk_in_forms, [], {}),
        "questionnaire": (write_questionnaire, people, {}),
        "run-of-the-day": (write_run_of_the_day, people, {}),
        "certificate": (write_certificates, [one], {"certificates": {one.id: _certificate(event, one)}}),
    }
    found = {}
    for name, (write, whom, options) in wanted.items():
        file = BytesIO()
        write(file, event, whom, branding=branding, made_at=_MADE_AT, **options)
        document = pypdfium2.PdfDocument(file)
        page = document[0]
        image = page.render(scale=2 * WIDTH / page.get_width()).to_pil().convert("RGB")
        page.close()
        document.close()
        image = image.resize((WIDTH, round(image.height / 2)), Image.Resampling.LANCZOS)
        image = ImageOps.expand(image, 1, "#C3CAD3")
        found[f"paper-{name}.png"] = image
    return found


def main() -> None:
    """Write them, in French and in English."""
    for language, folder in (("fr", IMAGES), ("en", IMAGES / "en")):
        folder.mkdir(exist_ok=True)
        with i18n.speaking(language):
            made = pictures()
        for name, image in made.items():
            file = folder / name
            image.quantize(48, dither=Image.Dither.NONE).save(file, optimize=True)
            print(f"{file.relative_to(IMAGES.parent.parent)}: {file.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
