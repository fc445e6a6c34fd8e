"""The return workbook, read back value by value."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import msoffcrypto
import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from ia_events.domain import demonstration
from ia_events.domain.attendance import Fact, FactKind, Matrix, Method, State, matrix
from ia_events.domain.errors import Cancelled, UserError
from ia_events.domain.events import Event, generate_slots
from ia_events.domain.fields import FIELDS, RETURNED
from ia_events.domain.people import Attendee, Role, Source, Status
from ia_events.spreadsheets import coming_back, reading, returns

# Workbooks know no zones: what is read from one has none.
# ruff: noqa: DTZ001
MADE_AT = datetime(2026, 12, 17, 13, 45, tzinfo=UTC)
# Text fields a list may fill with anything.
TEXT_FIELDS = [field.id for field in RETURNED if field.id not in ("role", "status")]


def an_event() -> Event:
    event = demonstration.local_event(date(2026, 11, 22))
    return replace(event, id="e", slots=tuple(replace(slot, id=f"s{n}") for n, slot in enumerate(event.slots)))


def some_people() -> list[Attendee]:
    return [
        Attendee(
            id="r1", civility="Mme", last_name="Arrondell", first_name="Éloïse", birth_name="Questel", email="eloise@exemple.fr", phone="0690123456",
            employer="Collectivité de Saint-Martin", department="Ressources humaines", job_title="Cheffe de service", grade="Attachée",
            job_framework="Attachés territoriaux", category="A", staff_number="004512", siret="21971127600013", postcode="01234", meal="Végétarien-secret", group="2",
            address="12 rue secrète", town="Ville-secrète",
            access_needs="Fauteuil-secret", remarks="Remarque-secrète", badge="0123456789abcdef", source=Source.LIST,
        ),
        Attendee(id="r2", last_name="d'Arbaud", first_name="Loïc", employer="SDIS 971", source=Source.WALK_IN),
        Attendee(id="r3", last_name="N'Diaye", first_name="Fatou", status=Status.CANCELLED),
        Attendee(id="r4", last_name="Le Goff", first_name="Yann", status=Status.WAITLISTED),
        Attendee(id="r5", last_name="Sainte-Luce", first_name="Maïwenn", employer="Université des Antilles", role=Role.SPEAKER),
    ]  # fmt: skip


def a_matrix(event: Event, people: list[Attendee]) -> Matrix:
    def arrival(person: str, slot: int, minutes: int, value: str = "") -> Fact:
        start = event.slots[slot].start
        at = start + timedelta(minutes=minutes)
        return Fact(id="", kind=FactKind.ARRIVAL, registration_id=person, slot_id=f"s{slot}", at=at, value=value)

    def mark(person: str, slot: int, state: State) -> Fact:
        return Fact(
            id="",
            kind=FactKind.MARK,
            registration_id=person,
            slot_id=f"s{slot}",
            at=event.slots[slot].start,
            value=state,
        )

    facts = [
        arrival("r1", 0, -5),
        arrival("r1", 1, 12, State.LATE),
        mark("r1", 2, State.EXCUSED),
        mark("r2", 0, State.ABSENT),
        arrival("r2", 1, 0),
        arrival("r5", 0, -30),
    ]
    return matrix(event, people, facts)


def write(file: Path, **options: Any) -> returns.Made:
    event = an_event()
    return returns.write_return(file, event, a_matrix(event, some_people()), made_at=MADE_AT, **options)


def rows_of(file: Path, sheet: str) -> list[tuple[object, ...]]:
    return list(load_workbook(file)[sheet].iter_rows(values_only=True))


def test_presences_are_words_hours_and_local_times(tmp_path: Path) -> None:
    made = write(tmp_path / "retour.xlsx")

    headings, *people, total = rows_of(tmp_path / "retour.xlsx", "Présences")
    assert made == returns.Made(3, 5)
    assert headings == (
        "Nom", "Prénom", "Collectivité", "Qualité", "Matin 15/12", "Après-midi 15/12", "Matin 16/12", "Après-midi 16/12", "Heures suivies",
        "Arrivée\nMatin 15/12", "Arrivée\nAprès-midi 15/12", "Arrivée\nMatin 16/12", "Arrivée\nAprès-midi 16/12",
        "Identifiant", "Empreinte",
    )  # fmt: skip
    assert people[0][:-1] == (
        "Arrondell", "Éloïse", "Collectivité de Saint-Martin", "Participant", "Présence", "Retard", "Absence excusée", "À pointer", 7,
        datetime(2026, 12, 15, 8, 55), datetime(2026, 12, 15, 14, 12), None, None, "r1",
    )  # fmt: skip
    assert people[1][4:9] == ("Absence", "Présence", "À pointer", "À pointer", 3.5)
    assert people[2][4:9] == ("Hors inscription",) * 4 + (0,)
    assert total[0] == "Total"
    assert total[8] == 7 + 3.5 + 3.5


def test_a_cross_on_a_list_or_in_the_grid_is_nobodys_hour_of_arrival(tmp_path: Path) -> None:
    event, people = an_event(), some_people()
    facts = [
        Fact(
            id="", kind=FactKind.ARRIVAL, registration_id=who, slot_id="s0", at=event.slots[0].start + late, method=how
        )
        for who, how, late in (
            ("r1", Method.LIST, timedelta(0)),
            ("r2", Method.MANUAL, timedelta(0)),
            ("r5", Method.SCAN, timedelta(0)),
        )
    ]
    returns.write_return(tmp_path / "r.xlsx", event, matrix(event, people, facts), made_at=MADE_AT)
    headings, *rows = rows_of(tmp_path / "r.xlsx", "Présences")
    assert headings[9] == "Arrivée\nMatin 15/12"
    assert [(row[4], row[8], row[9]) for row in (rows[0], rows[1], rows[4])] == [
        ("Présence", 3.5, None),
        ("Présence", 3.5, None),
        ("Présence", 3.5, datetime(2026, 12, 15, 9, 0)),
    ]


def test_departures_get_their_columns_when_somebody_left(tmp_path: Path) -> None:
    event, people = an_event(), some_people()
    start = event.slots[0].start
    facts = [
        Fact(id="", kind=kind, registration_id="r1", slot_id="s0", at=start + timedelta(hours=hours))
        for kind, hours in ((FactKind.ARRIVAL, 0), (FactKind.DEPARTURE, 2))
    ]

    returns.write_return(tmp_path / "r.xlsx", event, matrix(event, people, facts), made_at=MADE_AT)

    headings, first, *_others = rows_of(tmp_path / "r.xlsx", "Présences")
    assert headings[13] == "Départ\nMatin 15/12"
    assert first[8] == 2
    assert first[13] == datetime(2026, 12, 15, 11, 0)


def test_signatures_given_on_a_screen_get_their_columns_when_somebody_signed(tmp_path: Path) -> None:
    event, people = an_event(), some_people()
    start = event.slots[0].start
    facts = [
        Fact(id="", kind=FactKind.ARRIVAL, registration_id=person, slot_id="s0", at=start) for person in ("r1", "r2")
    ]
    signed = {("r1", "s0"): start + timedelta(minutes=5), ("r1", "s1"): start}  # nobody came to the second
    file = tmp_path / "r.xlsx"

    returns.write_return(file, event, matrix(event, people, facts, signed), made_at=MADE_AT)

    headings, first, second, *_others = rows_of(file, "Présences")
    assert headings[13] == "Signé à l’écran\nMatin 15/12"
    assert first[13:17] == (datetime(2026, 12, 15, 9, 5), None, None, None)
    assert second[13] is None
    assert coming_back.read(file).notes == (), "no column that somebody added"
    listed = reading.read(file, slots=event.slots, timezone=event.timezone)
    assert [c.heading for c in listed.columns if c.slot and "écran" in c.heading] == [], "no column of presences"


def test_registrations_hold_every_returned_field_as_text(tmp_path: Path) -> None:
    write(tmp_path / "retour.xlsx")

    headings, first, second, third, *_others = rows_of(tmp_path / "retour.xlsx", "Inscriptions")
    person = some_people()[0]
    assert list(headings) == [*(field.title for field in RETURNED), "Origine", "Code court", "Identifiant", "Empreinte"]
    said = dict(zip(headings, first, strict=True))
    for field in RETURNED:
        expected = {"role": "Participant", "status": "Inscription"}.get(field.id, getattr(person, field.id))
        assert said[field.title] == expected
    assert (said["Téléphone"], said["Matricule"], said["Code postal"], said["SIRET"]) == (
        "0690123456",
        "004512",
        "01234",
        "21971127600013",
    )
    assert (said["Origine"], said["Code court"], said["Identifiant"]) == ("Liste", person.short_code, "r1")
    assert second[-4] == "Sur place"
    assert dict(zip(headings, third, strict=True))["Inscription"] == "Désistement"


def test_digits_that_are_names_are_text_cells(tmp_path: Path) -> None:
    write(tmp_path / "retour.xlsx")

    sheet = load_workbook(tmp_path / "retour.xlsx")["Inscriptions"]
    places = {cell.value: cell.column for cell in sheet[1]}
    for heading in ("Téléphone", "Matricule", "SIRET", "Code postal"):
        cell = sheet.cell(2, places[heading])
        assert (cell.data_type, cell.number_format) == ("s", "@")


def test_what_stays_home_is_nowhere_in_the_file(tmp_path: Path) -> None:
    write(tmp_path / "retour.xlsx")

    workbook = load_workbook(tmp_path / "retour.xlsx")
    said = [str(cell) for sheet in workbook for row in sheet.values for cell in row]
    assert not [cell for cell in said if "secret" in cell]
    for field in FIELDS:
        if field not in RETURNED:
            assert field.title not in said, "no column, no label of it"


def test_the_summary_counts_people_and_slots(tmp_path: Path) -> None:
    write(tmp_path / "retour.xlsx", made_by="Katiana Belmare")

    rows = rows_of(tmp_path / "retour.xlsx", "Synthèse")
    facts = {row[0]: next((value for value in row[1:] if value is not None), None) for row in rows if row[0]}
    assert rows[0][0] == an_event().title
    assert facts["Intitulé"] == an_event().title
    assert facts["Code de session"] == "DEMO-TERRITOIRES"
    assert facts["Dates"] == "du 15 au 16 décembre\u00a02026"
    assert facts["Interventions"] == "Maïwenn SAINTE-LUCE (Université des Antilles)"
    assert facts["Jauge"] == 320
    assert (
        facts["Inscriptions"],
        facts["dont inscriptions sur place"],
        facts["Liste d’attente"],
        facts["Désistements"],
    ) == (2, 1, 1, 1)
    assert facts["Autres rôles"] == 1
    assert facts["Heures suivies par les participants"] == 10.5
    assert facts["Établi le"] == datetime(2026, 12, 17, 9, 45)
    assert facts["Établi par"] == "Katiana Belmare"
    table = next(n for n, row in enumerate(rows) if row[0] == "Créneau")
    morning, afternoon = rows[table + 1], rows[table + 2]
    assert morning[1:3] == (datetime(2026, 12, 15), "9\u00a0h – 12\u00a0h\u00a030")
    assert morning[3:11] == (2, 1, 0, 0, 1, 0, 0.5, 1)
    assert afternoon[3:11] == (2, 2, 1, 0, 0, 0, 1, 0)  # whoever came late came
    assert rows[table + 5][3:11] == (8, 3, 1, 1, 1, 3, 0.6, 1)


def test_expected_is_the_sum_of_the_states_even_when_somebody_comes_unannounced() -> None:
    event, people = an_event(), some_people()
    arrival = Fact(id="", kind=FactKind.ARRIVAL, registration_id="r4", slot_id="s0", at=event.slots[0].start)

    figures = returns.slot_figures(matrix(event, people, [arrival]), event.slots[0])

    assert (figures.expected, figures.present, figures.unrecorded) == (3, 1, 2)
    # Of two of three nobody knows yet: they are no absences.
    assert figures.rate == 1
    assert returns.slot_figures(matrix(event, people, []), event.slots[0]).rate is None


def test_the_summary_says_who_came_without_a_registration_that_stands(tmp_path: Path) -> None:
    """GIVEN a cancelled participant who was let in THEN the registrations and that line make the people expected."""
    event, people = an_event(), some_people()
    arrival = Fact(id="", kind=FactKind.ARRIVAL, registration_id="r3", slot_id="s0", at=event.slots[0].start)
    grid = matrix(event, people, [arrival])
    file = tmp_path / "retour.xlsx"
    returns.write_return(file, event, grid, made_at=datetime(2026, 12, 17, 13, 45, tzinfo=UTC))
    said = {row[0]: row[2] for row in rows_of(file, "Synthèse") if row[0]}
    assert (said["Inscriptions"], said["Désistements"], said["Présences sans inscription confirmée"]) == (2, 1, 1)
    assert returns.slot_figures(grid, event.slots[0]).expected == 3


def test_slots_of_the_same_name_get_different_headings() -> None:
    event = replace(an_event(), slots=())
    twice = generate_slots(date(2026, 12, 1), date(2026, 12, 1), (0, 1), event.timezone, label="Atelier")
    labelled = generate_slots(date(2026, 12, 1), date(2026, 12, 2), (0,), event.timezone, label="{part} {day}")

    assert returns.slot_headings(replace(event, slots=tuple(twice))) == [
        "Atelier 9\u00a0h – 12\u00a0h\u00a030",
        "Atelier 14\u00a0h – 17\u00a0h\u00a030",
    ]
    assert returns.slot_headings(replace(event, slots=tuple(labelled))) == ["Matin 01/12", "Matin 02/12"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_a_formula_in_any_text_stays_text_for_every_reader(start: str, tmp_path: Path) -> None:
    attack = f'{start}HYPERLINK("http://exemple.fr","x")'
    event = replace(an_event(), title=attack, venue=attack, session_code=attack, themes=(attack,))
    person = Attendee(id=attack, **dict.fromkeys(TEXT_FIELDS, attack))  # type: ignore[arg-type]

    returns.write_return(tmp_path / "r.xlsx", event, a_matrix(event, [person]), made_at=MADE_AT, made_by=attack)

    expected = attack.replace("\r", "\n")
    workbook = load_workbook(tmp_path / "r.xlsx")
    assert not [cell for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    row = next(iter(workbook["Inscriptions"].iter_rows(min_row=2)))
    for field, cell in zip(RETURNED, row, strict=False):
        if field.id in TEXT_FIELDS:
            assert (cell.value, cell.data_type, cell.quotePrefix) == (expected, "s", True)
    assert workbook["Présences"].cell(2, 1).value == expected
    assert workbook["Synthèse"]["A1"].value == expected
    read = CalamineWorkbook.from_path(tmp_path / "r.xlsx").get_sheet_by_name("Inscriptions").to_python()
    assert read[1][1] == expected


def test_quotes_are_for_formulas_only(tmp_path: Path) -> None:
    write(tmp_path / "retour.xlsx")

    assert not any(c.quotePrefix for s in load_workbook(tmp_path / "retour.xlsx") for row in s.iter_rows() for c in row)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("a\x00b\x07c\x1f", "abc"),
        ("surrogate \ud83d perdu", "surrogate  perdu"),
        ("\ufffe\uffffx", "x"),
        ("#N/A", "#N/A"),
        ("TRUE", "TRUE"),
        ("1e5", "1e5"),
        (" bords ", " bords "),
        ("ligne\nligne", "ligne\nligne"),
        ("😀 Nguyễn", "😀 Nguyễn"),
        ("<b>&amp;\"'</b>", "<b>&amp;\"'</b>"),
        ("x" * 40_000, "x" * 32_767),
    ],
)
def test_odd_text_comes_back_as_a_workbook_can_hold_it(text: str, expected: str, tmp_path: Path) -> None:
    event = an_event()
    person = Attendee(id="r", last_name=text, employer=text)

    returns.write_return(tmp_path / "r.xlsx", event, a_matrix(event, [person]), made_at=MADE_AT)

    assert load_workbook(tmp_path / "r.xlsx")["Présences"]["A2"].value == expected


def test_text_that_looks_like_an_escape_is_read_as_written(tmp_path: Path) -> None:
    event = an_event()
    person = Attendee(id="r", last_name="_x0041_", first_name="x_x0041")

    returns.write_return(tmp_path / "r.xlsx", event, a_matrix(event, [person]), made_at=MADE_AT)

    rows = CalamineWorkbook.from_path(tmp_path / "r.xlsx").get_sheet_by_name("Présences").to_python()
    assert rows[1][:2] == ["_x0041_", "x_x0041"]


def test_sheets_are_set_up_for_screen_and_paper(tmp_path: Path) -> None:
    event = replace(an_event(), title="R&D : l'IA")
    returns.write_return(tmp_path / "r.xlsx", event, a_matrix(event, some_people()), made_at=MADE_AT)

    workbook = load_workbook(tmp_path / "r.xlsx")
    assert workbook.sheetnames == ["Synthèse", "Présences", "Inscriptions", "Suivi du retour"]
    assert [sheet.sheet_state for sheet in workbook] == ["visible", "visible", "visible", "hidden"]
    for sheet in workbook.worksheets[:3]:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToWidth) == (
            "landscape",
            9,
            1,
        )
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert "&P" in sheet.oddFooter.right.text
        assert "&N" in sheet.oddFooter.right.text
        assert "R&&D" in sheet.oddHeader.left.text
        assert all(6 <= dimension.width <= 60 for dimension in sheet.column_dimensions.values())
    presences, registrations = workbook["Présences"], workbook["Inscriptions"]
    assert (presences.freeze_panes, registrations.freeze_panes) == ("C2", "D2")
    assert (presences.auto_filter.ref, presences.print_title_rows) == ("A1:O6", "$1:$1")
    for sheet in (presences, registrations):
        hidden = [letter for letter, dimension in sheet.column_dimensions.items() if dimension.hidden]
        assert [sheet[f"{letter}1"].value for letter in hidden] == ["Identifiant", "Empreinte"]
    assert registrations.auto_filter.ref == f"A1:{registrations.cell(1, registrations.max_column).column_letter}6"


def test_many_slots_leave_arrivals_to_the_screen(tmp_path: Path) -> None:
    event = an_event()
    slots = generate_slots(date(2026, 12, 15), date(2026, 12, 18), (0, 1), event.timezone)
    event = replace(event, slots=tuple(replace(slot, id=f"s{n}") for n, slot in enumerate(slots)))

    returns.write_return(tmp_path / "r.xlsx", event, a_matrix(event, some_people()), made_at=MADE_AT)

    assert load_workbook(tmp_path / "r.xlsx")["Présences"].print_area.endswith("$A$1:$M$7")


def test_an_event_with_nobody_and_nothing_works(tmp_path: Path) -> None:
    event = Event(title="Vide")

    made = returns.write_return(tmp_path / "r.xlsx", event, matrix(event, [], []), made_at=MADE_AT)

    assert made == returns.Made(3, 0)
    assert len(rows_of(tmp_path / "r.xlsx", "Inscriptions")) == 1


def test_an_encrypted_return_opens_with_its_password_only(tmp_path: Path) -> None:
    file = tmp_path / "retour.xlsx"

    write(file, password="Gommier-Bleu 97150 é")

    assert b"Arrondell" not in file.read_bytes()
    with pytest.raises(Exception, match="not a zip file"):
        load_workbook(file)
    with file.open("rb") as locked:
        office = msoffcrypto.OfficeFile(locked)
        with pytest.raises(msoffcrypto.exceptions.InvalidKeyError):
            office.load_key(password="gommier-bleu 97150 é", verify_password=True)
        office.load_key(password="Gommier-Bleu 97150 é", verify_password=True)
        plain = BytesIO()
        office.decrypt(plain)
    assert load_workbook(plain)["Présences"]["A2"].value == "Arrondell"


def test_an_empty_password_is_said_and_not_ignored(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        write(tmp_path / "retour.xlsx", password="")

    assert caught.value.code == "password_empty"
    assert not (tmp_path / "retour.xlsx").exists()


def test_progress_reaches_its_end_and_cancelling_keeps_the_old_file(tmp_path: Path) -> None:
    file = tmp_path / "retour.xlsx"
    file.write_bytes(b"ancien")
    event = an_event()
    people = [Attendee(id=f"r{n}", last_name=f"Nom {n}") for n in range(600)]
    told: list[tuple[int, int]] = []

    def stop(done: int, _total: int) -> None:
        if done > 1_500:
            raise Cancelled

    with pytest.raises(Cancelled):
        returns.write_return(file, event, matrix(event, people, []), made_at=MADE_AT, progress=stop)
    assert file.read_bytes() == b"ancien"
    assert list(tmp_path.iterdir()) == [file]

    returns.write_return(
        file, event, matrix(event, people, []), made_at=MADE_AT, progress=lambda *step: told.append(step)
    )
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]


@pytest.mark.skipif(sys.platform == "win32", reason="a small disk is a limit of Unix")
@pytest.mark.parametrize("room", [1_000, 9_000])
def test_a_full_disk_leaves_the_old_file(room: int, tmp_path: Path) -> None:
    # given: a disk that is full before, or after, openpyxl's own temporary files
    import resource

    file = tmp_path / "retour.xlsx"
    file.write_bytes(b"ancien")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, limits[1]))
    try:
        with pytest.raises(UserError) as caught:
            write(file, password="Colibri")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    assert caught.value.code == "disk_full"
    assert file.read_bytes() == b"ancien"
    assert list(tmp_path.iterdir()) == [file]


def test_a_folder_that_is_not_there_is_said_before_any_work(tmp_path: Path) -> None:
    told: list[int] = []

    with pytest.raises(UserError) as caught:
        write(tmp_path / "absent" / "retour.xlsx", progress=lambda done, _total: told.append(done))

    assert caught.value.code == "folder_missing"
    assert told == []


def test_a_workbook_that_does_not_say_what_was_written_never_replaces_the_old_one(tmp_path: Path) -> None:
    # given: rows that are not the same the second time they are asked for, as if the disk had changed them
    from ia_events.spreadsheets.writing import Page, write_pages

    file = tmp_path / "retour.xlsx"
    file.write_bytes(b"ancien")
    said = iter(["Arrondell", "Arrondel"])
    page = Page(title="Feuille", rows=lambda: [[("text", "Nom")], [("text", next(said))]], widths=[20], heights={})

    with pytest.raises(UserError) as caught:
        write_pages(file, [page], title="x", made_at=MADE_AT)

    assert caught.value.code == "export_unfaithful"
    assert caught.value.values["cell"] == "A2"
    assert file.read_bytes() == b"ancien"
    assert list(tmp_path.iterdir()) == [file]
