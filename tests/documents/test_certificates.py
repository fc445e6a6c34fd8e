"""Certificates: what they must hold, a code that is read, a file a person, nobody certified who did not come."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from ia_events.documents.branding import Branding
from ia_events.documents.certificates import certificate_file_name, write_certificate_files, write_certificates
from ia_events.documents.pdf import MM
from ia_events.domain import tokens
from ia_events.domain.certificates import Kind
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from tests.documents.conftest import MADE_AT, Reader, attendee, words
from tests.documents.papers import certificate, codes_on, make
from tests.documents.test_structure import parts


@pytest.fixture
def signature(tmp_path: Path) -> Path:
    path = tmp_path / "signature.png"
    Image.new("RGBA", (400, 160), (20, 30, 120, 200)).save(path)
    return path


@pytest.fixture
def branding(signature: Path) -> Branding:
    return Branding(
        organisation="CNFPT Guadeloupe", signature=signature, signatory="Ève Roy", signatory_capacity="Directrice",
        signing_place="Les Abymes",
    )  # fmt: skip


def test_it_says_all_it_must(event: Event, branding: Branding, opened: Reader) -> None:
    person = attendee(1)
    one = certificate(event, person)
    data, made = make(write_certificates, event, [person], certificates={person.id: one}, branding=branding)
    page = opened(data)[0]
    said = words(page)
    assert (made.pages, made.count) == (1, 1)
    for sentence in (
        "Certificat de réalisation",
        "N° IA25-SXM-01-2025-KDFR-0001",
        "Ève Roy, Directrice, CNFPT Guadeloupe atteste que",
        "Maëva QUESTEL-1 Collectivité de Saint-Martin",
        "Intitulé L'intelligence artificielle au service de l'action publique",
        "Nature Action de formation",
        "Dates Mercredi 12 novembre 2025",
        "Lieu Grand Case Beach Club",
        "Durée suivie 2 h 30",
        "Fait à Les Abymes, le 1er novembre 2025",
    ):
        assert sentence in said
    assert "Duplicata" not in said
    assert ("Figure", "Signature de Ève Roy") in {(kind, alt) for _depth, kind, alt in parts(data, 0)}
    code = one.code(event.key)
    assert codes_on(page) == [code]
    assert code in said.replace(" ", "")


def test_the_code_is_twenty_millimetres_at_least(event: Event, opened: Reader) -> None:
    import zxingcpp

    person = attendee(1)
    page = opened(make(write_certificates, event, [person], certificates={person.id: certificate(event, person)})[0])[0]
    found = zxingcpp.read_barcodes(page.render(scale=300 / 72).to_pil().convert("L"))[0].position
    assert (found.top_right.x - found.top_left.x) / 300 * 72 > 20 * MM


def test_an_attendance_letter_lists_the_half_days(event: Event, opened: Reader) -> None:
    person = attendee(1)
    one = certificate(event, person, kind=Kind.ATTENDANCE, duplicate=True)
    later = MADE_AT + timedelta(days=40)
    data, _made = make(
        write_certificates, event, [person], certificates={person.id: one}, made_at=later, nature="Webinaire"
    )
    said = words(opened(data)[0])
    for sentence in (
        "Attestation de présence",
        "Duplicata du 11 décembre 2025",
        "Le 1er novembre 2025",
        "Mercredi 12 novembre, soirée, 18 h – 20 h 30",
        "Nature Webinaire",
        "Signature et cachet",
    ):
        assert sentence in said


def test_many_half_days_and_a_long_name_stay_above_the_signature(
    event: Event, opened: Reader, hard_people: list[Attendee]
) -> None:
    slot = event.slots[0]
    slots = tuple(
        replace(slot, id=f"s{n}", start=slot.start + timedelta(days=n // 2, hours=n % 2), end=slot.end + timedelta(days=n // 2, hours=n % 2))
        for n in range(60)
    )  # fmt: skip
    long = replace(event, title="Comprendre, " * 15 + "et agir", slots=slots)
    person = hard_people[2]
    page = opened(make(write_certificates, long, [person], certificates={person.id: certificate(long, person)})[0])[0]
    text = page.get_textpage()
    session = text.get_charbox(text.search("IA25-SXM-01", index=text.count_chars() // 3).get_next()[0])
    made = text.get_charbox(text.search("1er novembre 2025").get_next()[0])
    assert session[1] > made[3]
    assert "FONTAINE-RICHARDSON" in words(page)


def test_whoever_did_not_come_has_none(event: Event) -> None:
    """GIVEN two people and one certificate THEN one page is made and the other is named; none for nobody."""
    came, absent = attendee(1), attendee(2)
    given = {came.id: certificate(event, came)}
    made = make(write_certificates, event, [came, absent], certificates=given)[1]
    assert made.count == 1
    assert made.notices[1:] == (
        "1 personne n’a pas d’attestation, aucune présence n’étant enregistrée\u00a0: QUESTEL-2 Maëva.",
    )
    with pytest.raises(UserError) as refused:
        make(write_certificates, event, [absent], certificates=given)
    assert refused.value.code == "nobody_present"


def test_a_file_a_person(event: Event, tmp_path: Path, opened: Reader) -> None:
    """GIVEN namesakes, and a name no system takes for a file THEN each has a file, safe and its own."""
    people = [
        attendee(1, last_name="Arrondell", first_name="Éloïse"),
        attendee(2, last_name="ARRONDELL", first_name="Éloïse"),
        attendee(3, last_name='O/Neil "Bo"', first_name="A\\B:C*?."),
        attendee(4, last_name="", first_name=""),
        attendee(5, last_name="X" * 300, first_name=""),
    ]
    given = {person.id: certificate(event, person, n) for n, person in enumerate(people, start=1)}
    folder = tmp_path / "attestations" / "soirée"
    made = write_certificate_files(folder, event, people, certificates=given, made_at=MADE_AT)
    files = sorted(file.name for file in folder.iterdir())
    assert made.pages == made.count == len(files) == 5
    assert len({name.casefold() for name in files}) == 5
    assert files == sorted(certificate_file_name(person, given[person.id]) for person in people)
    assert files[0] == "ARRONDELL Éloïse - IA25-SXM-01-2025-KDFR-0001.pdf"
    assert not any(set('\\/:*?"<>|') & set(name) or len(name.encode()) > 200 for name in files)
    page = opened((folder / files[0]).read_bytes())[0]
    assert tokens.certificate_id(codes_on(page)[0]) == f"{1:016x}"


def test_no_file_is_lost_in_a_folder_that_holds_some(event: Event, tmp_path: Path) -> None:
    """GIVEN a folder with the originals WHEN duplicates are made in it, twice THEN every file is there, as it was."""
    person = attendee(1, last_name="Arrondell", first_name="Éloïse")
    first = certificate(event, person)
    given = {"certificates": {person.id: first}, "made_at": MADE_AT}
    write_certificate_files(tmp_path, event, [person], **given)  # type: ignore[arg-type]
    (original,) = tmp_path.iterdir()
    before = original.read_bytes()
    given["certificates"] = {person.id: replace(first, duplicate=True)}
    for _time in range(2):
        write_certificate_files(tmp_path, event, [person], **given)  # type: ignore[arg-type]
    stem = "ARRONDELL Éloïse - IA25-SXM-01-2025-KDFR-0001"
    assert {file.name for file in tmp_path.iterdir()} == {
        f"{stem}.pdf", f"{stem} duplicata.pdf", f"{stem} duplicata (2).pdf",
    }  # fmt: skip
    assert original.read_bytes() == before


def test_what_is_dated_before_the_event_s_end_is_remarked(event: Event) -> None:
    person = attendee(1)
    end = event.ends
    assert end is not None
    for when, remarked in ((end - timedelta(minutes=1), True), (end, False)):
        one = certificate(event, person, issued_at=when)
        made = make(write_certificates, event, [person], certificates={person.id: one}, made_at=when)[1]
        assert [("datée d’avant la fin" in notice) for notice in made.notices] == [True] * remarked


def test_a_town_is_not_broken_in_its_name(event: Event, opened: Reader) -> None:
    """GIVEN places of every length before it THEN « 97150 Saint-Martin » is whole on a line."""
    person = attendee(1)
    given = {person.id: certificate(event, person)}
    for length in range(20, 90, 3):
        where = replace(event, venue="m" * (length % 30 + 1) + " plage" * (length // 8), address="97150 Saint-Martin")
        data = make(write_certificates, where, [person], certificates=given)[0]
        lines = opened(data)[0].get_textpage().get_text_bounded().splitlines()
        assert any("97150 Saint-Martin" in line for line in lines), length
        branding = Branding(signing_place="Salle " + "n" * (length // 3) + " 97150 Saint-Martin")
        data = make(write_certificates, event, [person], certificates=given, branding=branding)[0]
        lines = opened(data)[0].get_textpage().get_text_bounded().splitlines()
        assert any("97150 Saint-Martin" in line for line in lines), length


def test_a_signature_that_is_no_picture_is_refused(event: Event, tmp_path: Path) -> None:
    person, file = attendee(1), tmp_path / "signature.png"
    file.write_text("pas une image")
    with pytest.raises(UserError) as refused:
        make(
            write_certificates, event, [person], certificates={person.id: certificate(event, person)},
            branding=Branding(signature=file),
        )  # fmt: skip
    assert refused.value.code == "signature_unreadable"
