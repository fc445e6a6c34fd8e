"""Layouts nobody agreed on, read value for value and without a question where a person would ask none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from ia_events.domain.lists import Listing
from ia_events.domain.people import Attendee
from ia_events.spreadsheets.cells import text_of
from ia_events.spreadsheets.reading import read, read_cells

DAY = date(2025, 11, 12)
FIELDS = [f.name for f in fields(Attendee)]
_DEFAULT = Attendee()


def said(listing: Listing) -> list[dict[str, str]]:
    """What is said of each person, defaults left out."""
    return [
        {f: str(getattr(r.attendee, f)) for f in FIELDS if getattr(r.attendee, f) != getattr(_DEFAULT, f)}
        for r in listing.rows
    ]


def person(last: str, first: str, **more: str) -> dict[str, str]:
    return {**({"last_name": last} if last else {}), **({"first_name": first} if first else {}), **more}


@dataclass(frozen=True)
class Case:
    """Rows of one sheet, and who they name."""

    rows: Sequence[Sequence[object]]
    people: Sequence[dict[str, str]]
    merge: tuple[str, ...] = ()
    header_row: int = 1


CASES = {
    "groups over headings, merged or not": Case(
        [
            ["FORMATION IA – SESSION 2"],
            ["Identité", None, None, "Coordonnées", None, "Situation", None],
            ["Civ.", "Nom", "Prénom", "Mél", "Tél.", "Collectivité", "Grade"],
            ["Mme", "Arrondell", "Éloïse", "ELOISE@EXEMPLE.FR", 690123456, "Commune de Goyave", "Attachée"],
            ["M.", "Hodge", "Wycliff", "w.hodge@exemple.fr", "+590 690 23 45 67", "SDIS 971", "Rédacteur"],
        ],
        [
            person("Arrondell", "Éloïse", civility="Mme", email="eloise@exemple.fr", phone="0690123456", employer="Commune de Goyave", grade="Attachée"),
            person("Hodge", "Wycliff", civility="M.", email="w.hodge@exemple.fr", phone="0690234567", employer="SDIS 971", grade="Rédacteur"),
        ],
        merge=("A1:G1", "A2:C2", "D2:E2"),
        header_row=3,
    ),
    "labels and values above, headings on the tenth row": Case(
        [
            ["Intitulé :", "IA et territoires"],
            ["Date :", DAY],
            ["Lieu :", "Grand Case Beach Club"],
            ["Intervenant :", "M. Paul DURAND"],
            ["Contact :", "accueil@exemple.fr"],
            ["Service :", "Formation"],
            [],
            ["Nom :", "Durand"],
            [],
            ["N°", "NOM ", "PRENOM", "Adresse\nmail *", "N° Tél. (portable)", "Employeur"],
            [1, "GRÉAUX", "Luc", "luc@exemple.fr ", "0690.12.34.56", "Mairie de Marigot"],
            [2, "CARTY", "Ann", "mailto:ann@exemple.fr", "0690/12/34/57", "CCAS de Basse-Terre"],
            [3],
            [],
            ["Total : 2 inscrits"],
            ["Fait à Marigot, le 12/11/2025", None, None, "Le directeur"],
        ],
        [
            person("GRÉAUX", "Luc", email="luc@exemple.fr", phone="0690123456", employer="Mairie de Marigot"),
            person("CARTY", "Ann", email="ann@exemple.fr", phone="0690123457", employer="CCAS de Basse-Terre"),
        ],
        header_row=10,
    ),
    "full names in capitals": Case(
        [
            ["Stagiaire", "Structure"],
            ["DUPONT JEAN", "Goyave"],
            ["BEN ALI SAMIA", "SDIS 971"],
            ["DE LA FONTAINE MARIE CLAIRE", "Marigot"],
            ["HODGE WYCLIFF", "Marigot"],
        ],
        [
            person("DUPONT", "JEAN", employer="Goyave"),
            person("BEN ALI", "SAMIA", employer="SDIS 971"),
            person("DE LA FONTAINE", "MARIE CLAIRE", employer="Marigot"),
            person("HODGE", "WYCLIFF", employer="Marigot"),
        ],
    ),
    "names under « Nom », addresses under « Contact »": Case(
        [
            ["Nom", "Contact", "Téléphone"],
            ["M. DUPONT Jean", "jean@exemple.fr", "0690 12 34 56 / 0590 12 34 56"],
            ["Mme d'ARBAUD Louise", "louise@exemple.fr", ""],
            ["Mlle DUPONT-MARTIN Anne Marie", "am@exemple.fr", "690123458"],
        ],
        [
            person("DUPONT", "Jean", civility="M.", email="jean@exemple.fr", phone="0690123456"),
            person("d'ARBAUD", "Louise", civility="Mme", email="louise@exemple.fr"),
            person("DUPONT-MARTIN", "Anne Marie", civility="Mme", email="am@exemple.fr", phone="0690123458"),
        ],
    ),
    "usage and birth names": Case(
        [
            ["Nom de naissance", "Nom d'usage (si différent)", "Prénom(s)", "Catégorie", "N° SIRET", "Code postal", "Matricule"],
            ["Questel", "Arrondell", "Éloïse", "Catégorie A", "219 711 276 00013", 1250, "00451"],
            ["Hodge", None, "Luc", "cat. A+", 21971127600013, 97150, "00012"],
        ],
        [
            person("Arrondell", "Éloïse", birth_name="Questel", category="A", siret="21971127600013", postcode="01250", staff_number="00451"),
            person("Hodge", "Luc", birth_name="Hodge", category="A+", siret="21971127600013", postcode="97150", staff_number="00012"),
        ],
    ),
    "English": Case(
        [
            ["Title", "Surname", "Given name", "Organisation", "Job title", "E-mail", "Mobile", "Dietary requirements"],
            ["Ms", "Hodge", "Sharon", "Town Hall", "Clerk", "s@exemple.fr", "+1 721 542 1234", "Vegan"],
            ["Mr", "Carty", "John", "SDIS", "Officer", "j@exemple.fr", "00590690123456", None],
        ],
        [
            person("Hodge", "Sharon", civility="Mme", employer="Town Hall", job_title="Clerk", email="s@exemple.fr", phone="+1 721 542 1234", meal="Vegan"),
            person("Carty", "John", civility="M.", employer="SDIS", job_title="Officer", email="j@exemple.fr", phone="0690123456"),
        ],
    ),
    "no headings": Case(
        [
            ["DUPONT", "Jean", "jean@exemple.fr", "Mairie de Goyave", 690123456],
            ["ARRONDELL", "Zoé", "zoe@exemple.fr", "CCAS de Basse-Terre", 690123457],
            ["HODGE", "Wycliff", "w@exemple.fr", "Région Guadeloupe", 690123458],
        ],
        [
            person("DUPONT", "Jean", email="jean@exemple.fr", employer="Mairie de Goyave", phone="0690123456"),
            person("ARRONDELL", "Zoé", email="zoe@exemple.fr", employer="CCAS de Basse-Terre", phone="0690123457"),
            person("HODGE", "Wycliff", email="w@exemple.fr", employer="Région Guadeloupe", phone="0690123458"),
        ],
        header_row=0,
    ),
    "headings that say nothing": Case(
        [
            ["Colonne1", "Colonne2", "Colonne3", "Colonne4", "Colonne5", "Colonne6"],
            ["Mme", "Dupont", "Jeanne", "B", "Mairie de Goyave", "97128"],
            ["M.", "Arrondell", "Paul", "A", "Département de la Guadeloupe", "97100"],
            ["M.", "Hodge", "Wycliff", "C", "Communauté de communes de Marie-Galante", "97112"],
        ],
        [
            person("Dupont", "Jeanne", civility="Mme", category="B", employer="Mairie de Goyave", postcode="97128"),
            person("Arrondell", "Paul", civility="M.", category="A", employer="Département de la Guadeloupe", postcode="97100"),
            person("Hodge", "Wycliff", civility="M.", category="C", employer="Communauté de communes de Marie-Galante", postcode="97112"),
        ],
    ),
    "two lists side by side": Case(
        [
            ["Nom", "Prénom", "Service", None, "Nom", "Prénom", "Service"],
            ["Dupont", "Jean", "Finances", None, "Hodge", "Zoé", "Urbanisme"],
            ["Petit", "Luc", "Finances"],
        ],
        [
            person("Dupont", "Jean", department="Finances"),
            person("Petit", "Luc", department="Finances"),
            person("Hodge", "Zoé", department="Urbanisme"),
        ],
    ),
    "people under the name of their employer, and a waiting list": Case(
        [
            ["Nom", "Prénom", "Mail"],
            ["Mairie de Goyave"],
            ["Dupont", "Jean", "a@exemple.fr"],
            ["CCAS de Basse-Terre"],
            ["Hodge", "Zoé", "b@exemple.fr"],
            [],
            ["LISTE D'ATTENTE"],
            ["Nom", "Prénom", "Mail"],
            ["Carty", "Luc", "c@exemple.fr"],
        ],
        [
            person("Dupont", "Jean", email="a@exemple.fr", employer="Mairie de Goyave"),
            person("Hodge", "Zoé", email="b@exemple.fr", employer="CCAS de Basse-Terre"),
            person("Carty", "Luc", email="c@exemple.fr", status="waitlisted"),
        ],
    ),
    "totals, a legend, another table": Case(
        [
            ["Nom", "Prénom", "Collectivité", "Cat."],
            ["Dupont", "Jean", "Goyave", "A"],
            ["Total", "Jeanne", "Marigot", "B"],
            ["Total général", 2],
            ["* A : attaché"],
            ["B = rédacteur"],
            [],
            ["Collectivité", "Nombre"],
            ["Goyave", 1],
            ["Marigot", 1],
            [],
            ["Cachet et signature"],
        ],
        [person("Dupont", "Jean", employer="Goyave", category="A"), person("Total", "Jeanne", employer="Marigot", category="B")],
    ),
    "a form's questions": Case(
        [
            ["Horodateur", "Adresse e-mail", "Quel est votre nom ?", "Quel est votre prénom ?", "Dans quelle collectivité travaillez-vous ?", "Avez-vous un régime alimentaire ?", "Acceptez-vous que votre mail soit transmis ?"],
            [DAY, "a@exemple.fr", "Dupont", "Jean", "Goyave", "végétarien", "Oui"],
            [DAY, "b@exemple.fr", "Hodge", "Zoé", "Marigot", "Non", "Non"],
        ],
        [
            person("Dupont", "Jean", email="a@exemple.fr", employer="Goyave", meal="végétarien"),
            person("Hodge", "Zoé", email="b@exemple.fr", employer="Marigot", meal="Non"),
        ],
    ),
    "somebody else's columns": Case(
        [
            ["Agent", None, None, "Responsable hiérarchique", None],
            ["Nom", "Prénom", "Courriel", "Nom", "Courriel"],
            ["Dupont", "Jean", "jean@exemple.fr", "Chef", "chef@exemple.fr"],
            ["Hodge", "Zoé", "zoe@exemple.fr", "Chef", "chef@exemple.fr"],
        ],
        [person("Dupont", "Jean", email="jean@exemple.fr"), person("Hodge", "Zoé", email="zoe@exemple.fr")],
        header_row=2,
    ),
    "an extraction from a database": Case(
        [
            ["ID", "NOM_AGENT", "PRENOM_AGENT", "LIB_EMPLOI", "LIB_SERVICE", "LIB_GRADE", "ADR_MAIL", "NUM_TEL", "DAT_NAISS"],
            [1, "DUPONT", "Jean", "Comptable", "Finances", "Adjoint administratif", "j@exemple.fr", "0590123456", "01/02/1980"],
        ],
        [person("DUPONT", "Jean", job_title="Comptable", department="Finances", grade="Adjoint administratif", email="j@exemple.fr", phone="0590123456")],
    ),
    "slips of the fingers": Case(
        [["Nom", "Prenon", "Collectivitée", "Telephonne", "Couriel"], ["Dupont", "Jean", "Goyave", "590123456", "j@exemple.fr"]],
        [person("Dupont", "Jean", employer="Goyave", phone="0590123456", email="j@exemple.fr")],
    ),
    "names exchanged": Case(
        [["Nom", "Prénom"], ["Jean", "DUPONT"], ["Zoé", "HODGE"], ["Paul", "ARRONDELL"], ["Lucie", "QUESTEL"]],
        [person("DUPONT", "Jean"), person("HODGE", "Zoé"), person("ARRONDELL", "Paul"), person("QUESTEL", "Lucie")],
    ),
    "civilities and birth names among the names": Case(
        [["Nom", "Prénom"], ["Mme DUPONT née MARTIN", "Jeanne"], ["M. HODGE", "Luc"], ["QUESTEL", "Zoé"]],
        [person("DUPONT", "Jeanne", birth_name="MARTIN", civility="Mme"), person("HODGE", "Luc", civility="M."), person("QUESTEL", "Zoé")],
    ),
    "headings of two meanings": Case(
        [["Nom", "Prénom", "Qualité", "Titre", "Statut"], ["Dupont", "Jean", "M.", "Directeur", "Titulaire"], ["Hodge", "Zoé", "Mme", "Juriste", "Contractuelle"]],
        [person("Dupont", "Jean", civility="M.", job_title="Directeur"), person("Hodge", "Zoé", civility="Mme", job_title="Juriste")],
    ),
}  # fmt: skip


def _workbook(case: Case, path: Path) -> Path:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    for row in case.rows:
        sheet.append(list(row))
    for span in case.merge:
        sheet.merge_cells(span)
    workbook.save(path)
    return path


def _as_text(case: Case) -> str:
    def cell(value: object) -> str:
        text = text_of("" if value is None else float(value) if isinstance(value, int) else value)
        text = value if isinstance(value, str) else text
        return '"' + text.replace('"', '""') + '"' if "\n" in text else text

    return "\r\n".join("\t".join(map(cell, row)) for row in case.rows)


@pytest.mark.parametrize("name", CASES)
def test_a_workbook(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    listing = read(_workbook(case, tmp_path / "liste.xlsx"))
    assert said(listing) == list(case.people)
    assert listing.questions == ()
    assert listing.header_row == case.header_row
    assert [p.code for p in listing.problems if p.code != "phone_several"] == []


@pytest.mark.parametrize("name", CASES)
def test_cells_pasted_are_read_as_a_file_is(name: str) -> None:
    listing = read_cells(_as_text(CASES[name]))
    assert said(listing) == list(CASES[name].people)
    assert listing.questions == ()


def _mangled(text: str) -> str:
    return text.encode("utf-8").decode("cp1252", "replace")


TEXT = "Civilité;Nom;Prénom;Collectivité\r\nMme;GRÉAUX;Éloïse;Région Guadeloupe\r\nM.;L’ÉTANG;Noël;Hôtel de Région\r\n"
OF_TEXT = [
    person("GRÉAUX", "Éloïse", civility="Mme", employer="Région Guadeloupe"),
    person("L'ÉTANG", "Noël", civility="M.", employer="Hôtel de Région"),
]


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("cp1252"),
        TEXT.encode("utf-16"),
        TEXT.replace(";", "\t").encode("utf-16-le"),
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.replace("’", "'").encode("mac_roman"),
        _mangled(TEXT.replace("É", "é")).encode(),
        ("Extraction du 12/11/2025\r\n\r\n" + TEXT).encode("cp1252"),
        TEXT.replace("M.;", '="M.";').encode(),
        TEXT.replace(";", "\t").replace("é", "&eacute;").encode(),
    ],
    ids=["cp1252", "utf-16", "utf-16 tabs", "utf-8 marked", "old mac", "mojibake", "title", "formulas", "entities"],
)
def test_text_however_it_was_saved(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_bytes(data)
    listing = read(path)
    if b"\xc3\x83" in data:
        assert [p["first_name"] for p in said(listing)] == ["éloïse", "Noël"]
        return
    assert said(listing) == OF_TEXT
    assert listing.questions == ()


def test_what_only_a_person_can_tell_is_asked_once_with_examples() -> None:
    text = "Stagiaire\tMail\nHODGE RUFUS\ta@exemple.fr\nCARTY WYCLIFF\tb@exemple.fr\n"
    listing = read_cells(text)
    (question,) = listing.questions
    assert (question.key, question.answer, question.examples) == (
        "name_order",
        "last_first",
        ("CARTY WYCLIFF", "HODGE RUFUS"),
    )
    assert said(listing)[0] == person("HODGE", "RUFUS", email="a@exemple.fr")
    assert [p.code for p in listing.problems] == ["name_all_capitals"] * 2

    answered = read_cells(text, answers={"name_order": "first_last"})
    assert said(answered)[0] == person("RUFUS", "HODGE", email="a@exemple.fr")
    assert answered.problems == []
    assert answered.questions[0].answer == "first_last"


def test_the_text_of_the_source_is_kept_where_it_was_understood_otherwise() -> None:
    row = read_cells("Civilité\tNom\tPrénom\tTél\nMonsieur\tHodge\tLuc\t+590 690 12 34 56\n").rows[0]
    assert dict(row.written) == {"civility": "Monsieur", "phone": "+590 690 12 34 56"}


@pytest.mark.parametrize("text", ["Âµ", "Ã", "SÃO", "£Â", "Â¿"])
def test_letters_that_only_look_mangled_are_kept(text: str) -> None:
    assert read_cells(f"Nom\tPrénom\tService\nHodge\tLuc\t{text} 3\n").rows[0].attendee.department == f"{text} 3"


def test_a_layout_remembered_decides_for_the_next_file_like_it() -> None:
    from ia_events.domain.layout import Layout

    text = "Nom\tPrénom\tDivers\nHodge\tLuc\tsans sel\n"
    first = read_cells(text)
    assert {c.heading: c.field for c in first.columns}["Divers"] == ""
    layouts = {first.fingerprint: Layout({"Divers": "meal"}, {})}
    again = read_cells(text.replace("Luc", "Zoé"), layouts=layouts)
    assert again.rows[0].attendee.meal == "sans sel"
    assert {c.heading: c.confidence for c in again.columns}["Divers"] == "decided"
    won = read_cells(text, layouts=layouts, mapping={"Divers": "remarks"})
    assert (won.rows[0].attendee.meal, won.rows[0].attendee.remarks) == ("", "sans sel")
