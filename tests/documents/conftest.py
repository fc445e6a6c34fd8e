"""An event, hard names, and pages read back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from ia_events.domain.events import Event, Organisation, OrganisationRole, Slot
from ia_events.domain.people import Attendee, Role

MADE_AT = datetime(2025, 11, 1, 12, 0, tzinfo=UTC)

# First name, last name, employer, job title, role.
HARD = (
    ("Éloïse", "Arrondell", "Collectivité de Saint-Martin", "Cheffe de service", Role.PARTICIPANT),
    ("Jean", "d'Arbaud", "Université des Antilles", "Enseignant-chercheur en informatique", Role.SPEAKER),
    (
        "Marie-Bernadette Célestine",
        "Lake-Hodge de la Fontaine-Richardson",
        "Communauté d'agglomération du Nord Grande-Terre et des îles avoisinantes de la Guadeloupe",
        "Directrice générale adjointe chargée des ressources humaines et du dialogue social",
        Role.PARTICIPANT,
    ),
    ("Nguyễn Thị Ánh", "Đặng", "Ville de Basse-Terre", "", Role.DIGNITARY),
    ("", "Fleming", "Caisse territoriale des œuvres scolaires", "Agent", Role.PARTICIPANT),
    ("Cher", "", "", "", Role.PARTICIPANT),
    ("Αθηνά", "Παπαδοπούλου", "Préfecture", "Traductrice", Role.ORGANISER),
    ("Anne", "Rajaonarimampianinandriamanjatovololona", "CNFPT", "", Role.ORGANISER),
    ("Юлия", "Кузнецова", "", "", Role.PARTICIPANT),
    ("Li", "O", "CT", "DGS", Role.SPEAKER),
)  # fmt: skip


def attendee(number: int, **changes: Any) -> Attendee:
    """An invented participant, with a badge of their own."""
    person = Attendee(
        id=f"person-{number}",
        first_name="Maëva",
        last_name=f"Questel-{number}",
        employer="Collectivité de Saint-Martin",
        badge=f"{(number + 1) * 0x9E3779B97F4A7C15 % 2**64:016x}",
    )
    return replace(person, **changes)


@pytest.fixture
def event() -> Event:
    evening = Slot(
        id="evening",
        label="Soirée",
        start=datetime(2025, 11, 12, 22, 0, tzinfo=UTC),
        end=datetime(2025, 11, 13, 0, 30, tzinfo=UTC),
    )
    return Event(
        id="event",
        title="L'intelligence artificielle au service de l'action publique",
        timezone="America/Marigot",
        session_code="IA25-SXM-01",
        programme="Soirées de l'INET",
        cycle="L'IA dans les services publics",
        venue="Grand Case Beach Club",
        key="5a" * 32,
        slots=(evening,),
        organisations=(Organisation(name="CNFPT Guadeloupe", role=OrganisationRole.ORGANISER),),
    )


@pytest.fixture
def hard_people() -> list[Attendee]:
    return [
        attendee(number, first_name=first, last_name=last, employer=employer, job_title=job, role=role)
        for number, (first, last, employer, job, role) in enumerate(HARD)
    ]


@pytest.fixture
def logo(tmp_path: Path) -> Path:
    from PIL import Image

    path = tmp_path / "logo.png"
    Image.new("RGBA", (300, 120), (15, 118, 110, 128)).save(path)
    return path


Reader = Callable[[bytes], Any]


@pytest.fixture
def opened(request: pytest.FixtureRequest) -> Reader:
    def open_it(data: bytes) -> Any:
        document = pypdfium2.PdfDocument(BytesIO(data))
        request.addfinalizer(document.close)
        return document

    return open_it


def laid_open(data: bytes) -> bytes:
    """The same document with each of its objects in plain words, keys in the order of letters."""
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as document:
        document.save(
            out,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            static_id=True,
        )
    return out.getvalue()


Box = tuple[float, float, float, float]


def words(page: Any, box: Box | None = None) -> str:
    """Everything written on a page, or in a box (left, bottom, right, top, in points), on one line."""
    text = page.get_textpage().get_text_bounded(*(box or ()))
    # pdfium marks a hyphen that ends a line in its own ways.
    return " ".join(text.replace("\ufffe", "-").replace("\x02", "-").split())
