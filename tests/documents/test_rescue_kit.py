"""The rescue kit: everything in printing order under one cover that says where, and each paper apart."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from ia_events.documents.binding import Part, bind
from ia_events.documents.branding import Branding
from ia_events.documents.rescue_kit import make_rescue_kit, write_kit
from ia_events.domain import tokens
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.people import Role, Status
from tests.documents.conftest import MADE_AT, Reader, attendee, words
from tests.documents.papers import PAPERS, codes_on, make
from tests.documents.test_structure import parts

NAMES = [
    "00 Kit de secours.pdf",
    "01 Déroulé.pdf",
    "02 Liste d’appel.pdf",
    "03 Feuilles d’émargement.pdf",
    "04 Fiches d’inscription sur place.pdf",
    "05 Panneaux.pdf",
    "06 Badges.pdf",
]
PEOPLE = [*(attendee(number) for number in range(60)), attendee(90, role=Role.SPEAKER)]


def test_all_of_it_in_a_folder(event: Event, tmp_path: Path, logo: Path, opened: Reader) -> None:
    folder = tmp_path / "kit" / "soirée"
    made = make_rescue_kit(event, PEOPLE, branding=Branding(logo=logo), made_at=MADE_AT)
    write_kit(folder, made)
    assert sorted(file.name for file in folder.iterdir()) == NAMES
    files = [opened((folder / name).read_bytes()) for name in NAMES]
    whole, papers = files[0], files[1:]
    assert made.pages == len(whole) == 1 + sum(map(len, papers))
    assert len(made.pieces) == 6
    # The cover says on which pages each paper is, and it is there.
    cover, first = words(whole[0]), 2
    for name, paper in zip(NAMES[1:], papers, strict=True):
        last = first + len(paper) - 1
        pages = f"{first}–{last} ({len(paper)} pages)" if last > first else f"{first}"
        assert f"{name[3:-4]} {pages}" in cover
        assert words(whole[first - 1]) == words(paper[0])
        first = last + 1
    assert "Avery L7418" in cover
    badge = next(n for n in range(len(whole)) if any(tokens.badge_id(code) for code in codes_on(whole[n])))
    assert len(made.kept) == len(papers[2])
    assert badge == made.pages - len(papers[-1])
    assert [item.get_title() for item in whole.get_toc()] == [name[3:-4] for name in NAMES]


def test_the_whole_is_heard_as_its_parts_are(event: Event, tmp_path: Path) -> None:
    """GIVEN papers that say their structure THEN so does the whole, each page once, under one document."""
    made = make_rescue_kit(event, PEOPLE, made_at=MADE_AT)
    write_kit(tmp_path, made)
    whole = (tmp_path / NAMES[0]).read_bytes()
    first = 0
    for name in NAMES[1:]:
        paper = (tmp_path / name).read_bytes()
        first += 1
        with pikepdf.open(BytesIO(paper)) as counted:
            pages = len(counted.pages)
        for number in range(pages):
            own = [(depth + 1, kind, alt) for depth, kind, alt in parts(paper, number) if kind]
            found = [part for part in parts(whole, first + number) if part[1]]
            if len(own) > 1:
                assert found[0] == (0, "Document", "")
                assert found[1:] == [(1, "Part", ""), *own[1:]]
        first += pages - 1
    with pikepdf.open(BytesIO(whole)) as document:
        assert document.Root.Lang == "fr-FR"
        assert "Kit de secours" in str(document.docinfo.Title)
        assert document.check_pdf_syntax() == []


def test_one_file_of_it_all(event: Event, tmp_path: Path) -> None:
    file = tmp_path / "kit.zip"
    made = make_rescue_kit(event, PEOPLE, badges=[], made_at=MADE_AT)
    write_kit(file, made)
    with zipfile.ZipFile(file) as archive:
        assert archive.namelist() == NAMES[:-1]
        assert archive.testzip() is None
        with pypdfium2.PdfDocument(archive.read(NAMES[0])) as whole:
            assert "Badges" not in words(whole[0])
    again = tmp_path / "encore.zip"
    made = make_rescue_kit(event, PEOPLE, badges=[], made_at=MADE_AT)
    write_kit(again, made)
    assert again.read_bytes() == file.read_bytes(), "same input, same bytes"


def test_a_day_to_which_nobody_is_registered_yet(event: Event, tmp_path: Path) -> None:
    """GIVEN nobody THEN there is all that needs no name; without blank rows, no sheet either."""
    made = make_rescue_kit(event, [attendee(1, status=Status.CANCELLED)], made_at=MADE_AT)
    write_kit(tmp_path, made)
    assert len(made.pieces) == 4
    assert not (tmp_path / NAMES[2]).exists()
    with pytest.raises(UserError) as refused:
        make_rescue_kit(replace(event, slots=()), PEOPLE, made_at=MADE_AT)
    assert refused.value.code == "slots_missing"


def test_what_is_wrong_with_one_paper_is_said_once(event: Event, tmp_path: Path) -> None:
    made = make_rescue_kit(event, [attendee(1, last_name="李")], made_at=MADE_AT)
    write_kit(tmp_path, made)
    assert len(made.notices) == len(set(made.notices)) >= 1


def test_binding_keeps_each_page_as_it_is(event: Event, opened: Reader) -> None:
    tents, sign = make(PAPERS["tents"], event, PEOPLE[:3])[0], make(PAPERS["signs"], event, [], size="a3")[0]
    data = bind(Part("Panneaux", sign), [Part("Chevalets", tents), Part("Panneaux", sign)])
    document = opened(data)
    assert len(document) == 4 + 3 + 4
    assert [document[n].get_size() for n in (0, 5, 7)] == [opened(sign)[0].get_size(), opened(tents)[0].get_size(), opened(sign)[0].get_size()]  # fmt: skip
    assert words(document[4]) == words(opened(tents)[0])
    assert bind(Part("Panneaux", sign), [Part("Chevalets", tents), Part("Panneaux", sign)]) == data
