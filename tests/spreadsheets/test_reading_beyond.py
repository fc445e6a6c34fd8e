"""Lists whose rows, cells or tables say more, or less, than one person a row and one thing a cell."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from ia_events.domain.attendance import State
from ia_events.domain.lists import Listing
from ia_events.spreadsheets import contents, marks
from ia_events.spreadsheets.reading import read, read_cells


def listed(text: str) -> Listing:
    return read_cells(text.replace("|", "\t"))


def said(listing: Listing, *fields: str) -> list[tuple[str, ...]]:
    return [tuple(str(getattr(row.attendee, field)) for field in fields) for row in listing.rows]


TWO = "Vitalis|Guy|{}\nBoyer|Rita|{}\n"


@pytest.mark.parametrize(
    "row, reason",
    [
        ("Page 3 sur 4||", "note"),
        ("|Page|3", "note"),
        ("# fin du fichier||", "note"),
        ("R||", "section"),
        ("Nous vous prions de croire, Monsieur le directeur, à nos meilleurs sentiments.||", "note"),
        ("Total des inscrits :|2|", "total"),
    ],
)
def test_rows_that_are_nobody(row: str, reason: str) -> None:
    listing = listed(f"Nom|Prénom|Service\nVitalis|Guy|Paie\n{row}\nBoyer|Rita|Achats\n")
    assert said(listing, "last_name") == [("Vitalis",), ("Boyer",)]
    assert listing.skipped == ((3, reason),)


def test_an_example_and_how_to_fill_in() -> None:
    text = "|Nom|Prénom|Courriel\n|(en capitales)|(usuel)|(facultatif)\nEx. :|MARTIN|Paul|p@exemple.fr\n1|VITALIS|Guy|g@exemple.fr\n"
    assert said(listed(text), "last_name") == [("VITALIS",)]


def test_a_legend_under_the_list() -> None:
    text = "N°|Nom|Prénom|Ville|Matin\n1|Vitalis|Guy|Goyave|P\n2|Boyer|Rita|Deshaies|A\n\nLégende|||\n|P|présente ou présent||\n|A|absence||\n"
    assert said(listed(text), "last_name") == [("Vitalis",), ("Boyer",)]


def test_an_acronym_alone_on_its_row_is_an_employer_among_employers() -> None:
    text = "Nom|Prénom|Service\nMairie de Goyave\nVitalis|Guy|Paie\nCommune de Deshaies\nBoyer|Rita|Achats\nSYMEG\nNoël|Ana|Paie\n"
    assert said(listed(text), "employer") == [("Mairie de Goyave",), ("Commune de Deshaies",), ("SYMEG",)]


@pytest.mark.parametrize("mark", ["idem", '"', "//", "-//-", "Id."])
def test_the_same_as_above(mark: str) -> None:
    text = f"Nom|Prénom|Employeur\nVitalis|Guy|Ville de Goyave\nBoyer|Rita|{mark}\nNoël|Ana|{mark}\nGane|Luc|SYMEG\n".replace(
        '"', '""""'
    )
    assert [e for (e,) in said(listed(text), "employer")] == [*["Ville de Goyave"] * 3, "SYMEG"]


def test_employers_written_once_only_when_that_is_plain() -> None:
    people = "A|Guy|Goyave\nB|Rita|\nC|Ana|\n{0}A|Luc|Deshaies\nD|Zoé|\n{0}A|Max|Le Moule\nE|Lou|\nF|Éva|\n"
    groups = ["Goyave"] * 3 + ["Deshaies"] * 2 + ["Le Moule"] * 3
    for between in ("", "\n"):
        listing = listed("Nom|Prénom|Commune\n" + people.format(between))
        assert [e for (e,) in said(listing, "employer")] == groups
    unknown = listed("Nom|Prénom|Commune\nZ|Guy|Goyave\nB|Rita|\nC|Ana|\nD|Luc|Deshaies\nA|Zoé|\n")
    assert [e for (e,) in said(unknown, "employer")] == ["Goyave", "", "", "Deshaies", ""]


def test_the_employer_told_above_the_table_but_no_service() -> None:
    text = "Établissement :|CCAS de Goyave\nService :|Formation\n\nNom|Prénom|Grade\nVitalis|Guy|Rédacteur\nBoyer|Rita|Attachée\n"
    assert said(listed(text), "employer", "department") == [("CCAS de Goyave", "")] * 2


def test_another_column_where_the_first_is_empty() -> None:
    text = "Nom|Prénom|Tél. fixe|Portable\nVitalis|Guy|0590112233|\nBoyer|Rita|0590112244|0690112255\n"
    assert said(listed(text), "phone") == [("0590112233",), ("0690112255",)]
    text = "Votre nom|Votre prénom|Votre structure|Votre structure [Autre]\nVitalis|Guy|Autre|SYMEG\nBoyer|Rita|Ville de Goyave|\n"
    assert said(listed(text), "employer") == [("SYMEG",), ("Ville de Goyave",)]


def test_the_account_a_form_was_filled_with_is_not_the_address_given() -> None:
    text = "Timestamp|Email|Last name|First name|Work email\n1|home@exemple.fr|Vitalis|Guy|guy@exemple.fr\n"
    assert said(listed(text), "email") == [("guy@exemple.fr",)]
    text = "ID|Heure de début|Heure de fin|Adresse de messagerie|Nom|Quel est votre nom de famille ?|Prénom\n1|9 h|10 h|anonymous||Vitalis|Guy\n"
    assert said(listed(text), "last_name", "email") == [("Vitalis", "")]


def test_a_choice_by_crosses() -> None:
    text = "Nom|Prénom|Cat. A|Cat. B|Cat. C|M.|Mme\nVitalis|Guy||X||X|\nBoyer|Rita|X||||X\n"
    assert said(listed(text), "category", "civility") == [("B", "M."), ("A", "Mme")]


def test_several_things_in_a_cell() -> None:
    text = "Agents\nVITALIS Guy (Ville de Goyave)\nBOYER Rita (SYMEG)\nNOËL Ana (CCAS de Deshaies)\nGANE Luc (Commune du Moule)\n"
    assert said(listed(text), "last_name", "employer")[:2] == [("VITALIS", "Ville de Goyave"), ("BOYER", "SYMEG")]
    text = "Participeront :\n1. Mme BOYER Rita, comptable\n2. M. VITALIS Guy, chef de service\n3. Mme NOËL Ana, agent d'accueil\nLa direction\n"
    assert said(listed(text), "last_name", "civility", "job_title") == [
        ("BOYER", "Mme", "comptable"),
        ("VITALIS", "M.", "chef de service"),
        ("NOËL", "Mme", "agent d'accueil"),
    ]
    text = "Nom|Prénom|Service / Fonction\nVitalis|Guy|Paie / gestionnaire\nBoyer|Rita|Achats / cheffe\n"
    assert said(listed(text), "department", "job_title") == [("Paie", "gestionnaire"), ("Achats", "cheffe")]


def test_several_people_on_a_row() -> None:
    text = "Collectivité|Courriel RH|Nom 1|Prénom 1|Nom 2|Prénom 2\nVille de Goyave|rh@exemple.fr|Vitalis|Guy|Boyer|Rita\nSYMEG|rh@exemple.fr|Noël|Ana||\n"
    assert sorted(said(listed(text), "last_name", "employer", "email")) == [
        ("Boyer", "Ville de Goyave", ""),
        ("Noël", "SYMEG", ""),
        ("Vitalis", "Ville de Goyave", ""),
    ]


def test_a_person_on_two_rows() -> None:
    text = "Nom|Prénom|Grade\nEmployeur|Courriel|Tél.\nVitalis|Guy|Rédacteur\nVille de Goyave|g@exemple.fr|0690112255\nBoyer|Rita|Attachée\nSYMEG|r@exemple.fr|0690112266\n"
    listing = listed(text)
    assert said(listing, "last_name", "grade", "email") == [
        ("Vitalis", "Rédacteur", "g@exemple.fr"),
        ("Boyer", "Attachée", "r@exemple.fr"),
    ]
    assert [row.row for row in listing.rows] == [3, 5]


def test_cards_and_cells_that_tell_their_own_headings() -> None:
    cards = "Inscriptions\nNom :|Vitalis\nPrénom :|Guy\nEmployeur :|SYMEG\n\nNom :|Boyer\nPrénom :|Rita\nEmployeur :|Ville de Goyave\n"
    labelled = "Nom : Vitalis|Prénom : Guy|Employeur : SYMEG\nNom : Boyer|Prénom : Rita|Employeur : Ville de Goyave\n"
    for text in (cards, labelled):
        assert said(listed(text), "last_name", "first_name", "employer") == [
            ("Vitalis", "Guy", "SYMEG"),
            ("Boyer", "Rita", "Ville de Goyave"),
        ]


def test_tables_one_under_the_other() -> None:
    text = "Nom|Prénom|Employeur\nVitalis|Guy|SYMEG\nBoyer|Rita|Ville de Goyave\n\nIntervenants\nPrénom|Nom|Téléphone\nAna|Noël|0690112255\n"
    assert said(listed(text), "last_name", "first_name", "role") == [
        ("Vitalis", "Guy", "participant"),
        ("Boyer", "Rita", "participant"),
        ("Noël", "Ana", "speaker"),
    ]


def test_a_tab_for_each_employer(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    del book["Sheet"]
    for name, last in (("Ville de Goyave", "Vitalis"), ("Mairie de Deshaies", "Boyer"), ("SYMEG", "Noël")):
        sheet = book.create_sheet(name)
        for row in (["Nom", "Prénom"], [last, "Guy"]):
            sheet.append(row)
    book.save(tmp_path / "liste.xlsx")
    assert [e for (e,) in said(read(tmp_path / "liste.xlsx"), "employer")] == [
        "Ville de Goyave",
        "Mairie de Deshaies",
        "SYMEG",
    ]


def test_what_stands_after_closing_words_is_the_sender() -> None:
    text = "Bonjour,\n\nNom\tPrénom\tMél\nHodge\tLuc\tluc@exemple.fr\nCarty\tZoé\tzoe@exemple.fr\n\nBien cordialement,\nMme Josette LAVALLE\nSecrétariat général\n0590 11 22 33\n"
    listing = read_cells(text)
    assert [row.attendee.last_name for row in listing.rows] == ["Hodge", "Carty"]
    assert [reason for _row, reason in listing.skipped if reason != "blank"] == ["signature"] * 4


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_a_list_of_which_each_line_is_in_quotes(delimiter: str, tmp_path: Path) -> None:
    lines = ["Nom,Prénom,Employeur", "Hodge,Luc,SDIS 971", "Carty,Zoé,Cap Excellence"]
    path = tmp_path / "liste.csv"
    path.write_text("".join(f'"{line.replace(",", delimiter)}"\n' for line in lines), encoding="utf-8")
    assert [(r.attendee.last_name, r.attendee.first_name, r.attendee.employer) for r in read(path).rows] == [
        ("Hodge", "Luc", "SDIS 971"),
        ("Carty", "Zoé", "Cap Excellence"),
    ]


@pytest.mark.parametrize(
    "text, state",
    [
        ("Absente (maladie)", State.ABSENT),
        ("Absent - RTT", State.ABSENT),
        ("Absent non excusé", State.ABSENT),
        ("Absent (excusé)", State.EXCUSED),
        ("Présente (visio)", State.PRESENT),
        ("Absent l'après-midi", None),
        ("Présence partielle", None),
    ],
)
def test_a_mark_with_its_reason(text: str, state: State | None) -> None:
    assert marks.mark(text) == state


def test_several_people_in_a_cell(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for row in (
        ("Collectivité", "Agents inscrits", "Mél"),
        ("SDIS 971", "HODGE Luc\n- CARTY Zoé\n", "luc@exemple.fr\nzoe@exemple.fr"),
        ("Cap Excellence", "BROOKS Paul", "paul@exemple.fr"),
        ("CCAS du Gosier", "ROHAN Élie\nTALBOT Max\nNAVIS Rudy", ""),
    ):
        sheet.append(row)
    workbook.save(tmp_path / "l.xlsx")
    listing = read(tmp_path / "l.xlsx")
    told = [(r.row, r.attendee.last_name, r.attendee.email, r.attendee.employer) for r in listing.rows]
    assert told == [
        (2, "HODGE", "luc@exemple.fr", "SDIS 971"),
        (2, "CARTY", "zoe@exemple.fr", "SDIS 971"),
        (3, "BROOKS", "paul@exemple.fr", "Cap Excellence"),
        (4, "ROHAN", "", "CCAS du Gosier"),
        (4, "TALBOT", "", "CCAS du Gosier"),
        (4, "NAVIS", "", "CCAS du Gosier"),
    ]
    assert listing.skipped == ()


def test_a_person_s_work_under_their_name_is_nobody_else() -> None:
    listing = read_cells(
        'Agent\tMél\n"HODGE Luc\nChef de projet"\tluc@exemple.fr\n"CARTY Zoé\nDirectrice"\tz@exemple.fr\n'
    )
    assert len(listing.rows) == 2


def test_the_employer_above_the_first_of_several_tables() -> None:
    text = "CCAS du Gosier\nNom\tPrénom\nHodge\tLuc\nCarty\tZoé\n\nVille de Baie-Mahault\nNom\tPrénom\nBrooks\tPaul\n\nSDIS 971\nNom\tPrénom\nNavis\tRudy\n"
    assert [(r.attendee.last_name, r.attendee.employer) for r in read_cells(text).rows] == [
        ("Hodge", "CCAS du Gosier"),
        ("Carty", "CCAS du Gosier"),
        ("Brooks", "Ville de Baie-Mahault"),
        ("Navis", "SDIS 971"),
    ]


def test_what_was_forgotten_far_beside_a_list_takes_no_time(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for row in (("Nom", "Prénom"), ("Hodge", "Luc"), ("Carty", "Zoé")):
        sheet.append(row)
    sheet.cell(2, 16_000, "oublié")
    workbook.save(tmp_path / "l.xlsx")
    listing = read(tmp_path / "l.xlsx")
    assert [row.attendee.last_name for row in listing.rows] == ["Hodge", "Carty"]
    assert len(listing.grid[0]) == 2


@pytest.mark.parametrize(
    "text, employer",
    [
        ("CARTY Zoé", False),
        ("CARTY", False),
        ("CADET Paul", False),
        ("Camus", False),
        ("CARL", True),
        ("CANBT", True),
        ("CA du Nord Grande-Terre", True),
        ("CASA de Sophia", True),
        ("Cap Excellence", True),
    ],
)
def test_a_name_that_begins_like_a_community_is_no_employer(text: str, employer: bool) -> None:
    assert contents.is_employer(text) == employer
