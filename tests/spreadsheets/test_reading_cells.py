"""What a cell says, whatever wrote it."""

from __future__ import annotations

import datetime as dt
import unicodedata
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ia_events.domain.lists import ListRow
from ia_events.spreadsheets.reading import read
from tests.spreadsheets.conftest import HEADINGS, PEOPLE, MakeList


def only(path: Path) -> ListRow:
    (row,) = read(path).rows
    return row


def codes(row: ListRow) -> list[str]:
    return [p.code for p in row.problems]


@pytest.mark.parametrize(
    "cell, value",
    [
        ("Cap\u00a0Excellence", "Cap Excellence"),
        ("Cap\u202fExcellence\u200b", "Cap Excellence"),
        ("\ufeff  Cap   Excellence \t", "Cap Excellence"),
        (unicodedata.normalize("NFD", "Région Guadeloupe"), "Région Guadeloupe"),
        ("Cap\nExcellence", "Cap Excellence"),
        ("DÃ©partement de la Guadeloupe", "Département de la Guadeloupe"),
        ("Å’uvre de lâ€™Ã‰cole", "Œuvre de l’École"),
        ("SÃO Ã", "SÃO Ã"),
        ("Château", "Château"),
        (971, "971"),
        (97150.0, "97150"),
        (2.5, "2,5"),
        (True, "Oui"),
        (False, "Non"),
        (dt.date(2025, 11, 12), "12/11/2025"),
        (dt.datetime.combine(dt.date(2025, 11, 12), dt.time(9, 30)), "12/11/2025 09:30"),
        (dt.time(9, 5), "09:05"),
        (dt.timedelta(hours=27, minutes=30), "27:30"),
    ],
)
def test_a_cell_as_text(make_list: MakeList, cell: object, value: str) -> None:
    row = only(make_list([("Nom", "Prénom", "Collectivité"), ("Hodge", "Sharon", cell)]))
    assert row.attendee.employer == value
    assert codes(row) == []


def test_yes_and_one_in_one_column_stay_apart(make_list: MakeList) -> None:
    path = make_list([("Nom", "Prénom", "PMR"), ("Hodge", "Sharon", 1), ("Petit", "Théo", True), ("Carty", "Zoé", 1)])
    assert [r.attendee.access_needs for r in read(path).rows] == ["1", "Oui", "1"]


@pytest.mark.parametrize(
    "cell, value, code",
    [
        (690123456, "0690123456", ""),
        ("06 90 12 34 56", "0690123456", ""),
        ("+590 690 12 34 56", "0690123456", ""),
        (590690123456, "0690123456", ""),
        ("5,9E+08", "5,9E+08", "phone_truncated"),
        ("poste 12", "poste 12", "phone_unusual"),
    ],
)
def test_phones(make_list: MakeList, cell: object, value: str, code: str) -> None:
    row = only(make_list([("Nom", "Prénom", "Tél."), ("Hodge", "Sharon", cell)]))
    assert row.attendee.phone == value
    assert codes(row) == ([code] if code else [])


def test_numbers_that_are_names_keep_their_zeros(make_list: MakeList) -> None:
    path = make_list(
        [("Nom", "Prénom", "Matricule", "SIRET", "CP"), ("Hodge", "Sharon", "004512", 21971127600013, 1250)]
    )
    person = only(path).attendee
    assert (person.staff_number, person.siret, person.postcode) == ("004512", "21971127600013", "01250")


def test_spelling_is_kept(make_list: MakeList) -> None:
    spelled = [
        ("McKenzie", "Éloïse"),
        ("N'DIAYE", "awa"),
        ("d'Arbaud", "ZOÉ"),
        ("ben ali", "Ambroise"),
        ("LŒUIL", "Hô"),
    ]
    path = make_list([("Nom", "Prénom"), *spelled])
    assert [(r.attendee.last_name, r.attendee.first_name) for r in read(path).rows] == spelled


def test_error_cells_are_said_and_left_empty(make_list: MakeList) -> None:
    path = make_list(
        [
            ("Nom", "Prénom", "Collectivité", "Fonction", "Divers"),
            ("Hodge", "Sharon", "#N/A", "#REF!", "#DIV/0!"),
            ("Petit", "Théo", "#NOM?", "", ""),
        ]
    )
    one, two = read(path).rows
    assert (one.attendee.employer, one.attendee.job_title) == ("", "")
    assert [(p.code, p.row, p.column, p.field, p.sheet) for p in one.problems] == [
        ("cell_error", 2, "Collectivité", "employer", "Inscrits"),
        ("cell_error", 2, "Fonction", "job_title", "Inscrits"),
    ]
    assert "#N/A" in one.problems[0].message
    assert codes(two) == ["cell_error"]


def test_a_formula_never_computed_is_an_empty_cell(make_list: MakeList) -> None:
    row = only(make_list([("Nom", "Prénom", "Collectivité"), ("Hodge", "Sharon", '="SDIS "&971')]))
    assert row.attendee.employer == ""


def test_a_text_too_long_is_cut(make_list: MakeList) -> None:
    row = only(make_list([("Nom", "Prénom", "Observations"), ("Hodge", "Sharon", "très " * 200)]))
    assert len(row.attendee.remarks) <= 500
    assert codes(row) == ["text_too_long"]
    assert "500" in row.problems[0].message


def test_problems_carry_their_row_their_column_and_a_sentence(make_list: MakeList) -> None:
    path = make_list(
        [
            [],
            HEADINGS,
            PEOPLE[0],
            ("M.", "Petit", "Théo", "theo.petit", "12", "SDIS 971"),
            ("M.", "Carty", "Zoé", "a@exemple.fr ; b@exemple.fr"),
        ]
    )
    problems = read(path).problems
    assert [(p.row, p.column, p.code) for p in problems] == [
        (4, "Courriel", "email_invalid"),
        (4, "Téléphone", "phone_unusual"),
        (5, "Courriel", "email_several"),
    ]
    assert "theo.petit" in problems[0].message
    assert "a@exemple.fr" in problems[2].message


def test_a_row_without_a_name_is_refused_and_kept(make_list: MakeList) -> None:
    listing = read(
        make_list([HEADINGS, PEOPLE[0], ("Mme", None, None, "qui@exemple.fr"), (None, "Cher"), (None, None, "Sharon")])
    )
    assert [(r.row, r.refused) for r in listing.rows] == [(2, False), (3, True), (4, False), (5, False)]
    assert codes(listing.rows[1]) == ["no_name"]


def test_full_names_are_split(make_list: MakeList) -> None:
    rows = [
        ("Participant", "Mail"),
        ("DE LA FONTAINE Sharon", "a@exemple.fr"),
        ("Mme Zoé D’ARBAUD", "b@exemple.fr"),
        ("DUPONT JEAN", "c@exemple.fr"),
        ("Cher", "d@exemple.fr"),
    ]
    people = read(make_list(rows)).rows
    assert [(r.attendee.last_name, r.attendee.first_name, r.attendee.civility, codes(r)) for r in people] == [
        ("DE LA FONTAINE", "Sharon", "", []),
        ("D'ARBAUD", "Zoé", "Mme", []),
        ("DUPONT", "JEAN", "", []),
        ("Cher", "", "", ["name_one_word"]),
    ]


# Text files

TEXT = "Nom;Prénom;Collectivité\nGréaux;Éloïse;Région Guadeloupe\nÉtienne;Noël;l’École d’Œuvre\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_text_lists_however_they_were_saved(tmp_path: Path, encoding: str, newline: str, delimiter: str) -> None:
    path = tmp_path / "liste.csv"
    path.write_bytes(TEXT.replace(";", delimiter).replace("\n", newline).encode(encoding))
    assert [(r.row, r.attendee.last_name, r.attendee.first_name, r.attendee.employer) for r in read(path).rows] == [
        (2, "Gréaux", "Éloïse", "Région Guadeloupe"),
        (3, "Étienne", "Noël", "l’École d’Œuvre"),
    ]


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850"])
def test_text_lists_of_old_machines(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "liste.txt"
    path.write_bytes(TEXT.replace("’", "'").replace("Œ", "O").encode(encoding))
    assert [r.attendee.first_name for r in read(path).rows] == ["Éloïse", "Noël"]


def test_text_read_the_wrong_way_once_is_mended(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text(TEXT.encode("utf-8").decode("latin-1"), encoding="utf-8")
    assert [(r.attendee.last_name, r.attendee.first_name) for r in read(path).rows] == [
        ("Gréaux", "Éloïse"),
        ("Étienne", "Noël"),
    ]


def test_quotes_line_breaks_and_uneven_rows(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text(
        'sep=,\nNom,Prénom,Collectivité,Mail\n"Hodge","Sharon","Cap, ""Excellence""\nSud"\nPetit,Théo\n',
        encoding="utf-8",
    )
    assert [(r.row, r.attendee.last_name, r.attendee.employer) for r in read(path).rows] == [
        (2, "Hodge", 'Cap, "Excellence" Sud'),
        (3, "Petit", ""),
    ]


def test_a_stray_quotation_mark_swallows_nobody(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    people = "".join(f"Nom{i};Prénom{i};Commune\n" for i in range(100))
    path.write_text(f'Nom;Prénom;Collectivité\nHodge;Sharon;"La Source\n{people}', encoding="utf-8")
    assert len(read(path).rows) == 101


def test_a_text_list_named_as_a_workbook_and_the_reverse(tmp_path: Path, make_list: MakeList) -> None:
    disguised = tmp_path / "export.xls"
    disguised.write_text(TEXT, encoding="cp1252")
    assert len(read(disguised).rows) == 2
    workbook = make_list([HEADINGS, *PEOPLE]).rename(tmp_path / "liste.csv")
    assert len(read(workbook).rows) == 3


def test_macros_are_never_run_and_the_list_is_read(make_list: MakeList, tmp_path: Path) -> None:
    path = tmp_path / "liste.xlsm"
    with zipfile.ZipFile(make_list([HEADINGS, *PEOPLE])) as source, zipfile.ZipFile(path, "w") as target:
        for member in source.infolist():
            data = source.read(member)
            if member.filename == "[Content_Types].xml":
                data = data.replace(b"spreadsheetml.sheet.main+xml", b"x").replace(
                    b"vnd.openxmlformats-officedocument.x", b"vnd.ms-excel.sheet.macroEnabled.main+xml"
                )
            target.writestr(member, data)
        target.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 not a project at all")
    assert len(read(path).rows) == 3


# Round trip

LETTERS = st.characters(codec="utf-8", categories=["Lu", "Ll"])
WORD = st.text(LETTERS.filter(lambda c: unicodedata.normalize("NFC", c) == c), min_size=1, max_size=12)
NAME = st.lists(WORD, min_size=1, max_size=3).map(" ".join).filter(lambda t: unicodedata.normalize("NFC", t) == t)
PERSON = st.fixed_dictionaries(
    {
        "last_name": NAME,
        "first_name": NAME,
        "email": st.from_regex(r"[a-z]{1,8}(\.[a-z]{1,8})?@exemple\.fr", fullmatch=True),
        "phone": st.from_regex(r"0[1-9][0-9]{8}", fullmatch=True),
        "employer": st.one_of(st.just(""), NAME),
        "staff_number": st.one_of(st.just(""), st.from_regex(r"[0-9]{1,8}", fullmatch=True)),
    }
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=st.lists(PERSON, min_size=1, max_size=8), above=st.integers(0, 12))
def test_people_written_are_people_read(make_list: MakeList, people: list[dict[str, str]], above: int) -> None:
    headings = {
        "last_name": "Nom",
        "first_name": "Prénom",
        "email": "Courriel",
        "phone": "Téléphone",
        "employer": "Employeur",
        "staff_number": "Matricule",
    }
    path = make_list(
        [*[["Liste des inscrits"]] * above, list(headings.values()), *[[p[f] for f in headings] for p in people]]
    )

    listing = read(path)

    assert [{f: getattr(r.attendee, f) for f in p} for r, p in zip(listing.rows, people, strict=True)] == people
    assert [r.row for r in listing.rows] == list(range(above + 2, above + 2 + len(people)))
