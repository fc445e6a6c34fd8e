"""Where the list stands in the file, and which column holds what."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from ia_events.domain.errors import Cancelled, UserError
from ia_events.domain.fields import FULL_NAME
from ia_events.spreadsheets.reading import read
from tests.spreadsheets.conftest import HEADINGS, PEOPLE, MakeList

FIELDS = ("civility", "last_name", "first_name", "email", "phone", "employer")


def people_of(path: Path, **options: object) -> list[tuple[str, ...]]:
    listing = read(path, **options)  # type: ignore[arg-type]
    return [tuple(getattr(row.attendee, f) for f in FIELDS) for row in listing.rows]


def columns_of(path: Path) -> dict[str, str]:
    return {c.heading: c.field for c in read(path).columns}


def test_headings_on_the_tenth_row_under_merged_titles(make_list: MakeList) -> None:
    titles = [
        ["CNFPT – Délégation Guadeloupe"],
        ["Liste des participants à la Soirée de l'INET"],
        ["Participants"],
        ["Lieu : Marigot", None, "Contact : accueil@exemple.fr"],
    ]

    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("A1:F1")
        sheet.merge_cells("A2:F2")

    path = make_list([*titles, [], [], [], [], [], HEADINGS, *PEOPLE], merge)

    assert read(path).header_row == 10
    assert people_of(path) == list(PEOPLE)


def test_headings_repeated_at_each_page_and_blank_rows(make_list: MakeList) -> None:
    path = make_list(
        [HEADINGS, PEOPLE[0], [], HEADINGS, PEOPLE[1], [None, "NOM", "PRÉNOM", "COURRIEL", "TÉLÉPHONE"], PEOPLE[2]]
    )

    assert people_of(path) == list(PEOPLE)
    assert read(path).skipped == ((3, "blank"), (4, "header"), (6, "header"))


@pytest.mark.parametrize(
    "row, reason",
    [
        (["Total", 3], "total"),
        (["TOTAL GÉNÉRAL :", None, 3], "total"),
        ([None, "Nombre de participants : 3"], "total"),
        ([None, None, 3], "total"),
        ([None, "Signature de l'intervenant :"], "signature"),
        (["Fait à Marigot, le 12 novembre 2025", None, None, "Le directeur"], "signature"),
        (["Cachet de la collectivité"], "signature"),
        (["Merci de renvoyer cette liste avant le 3 novembre."], "note"),
    ],
)
def test_what_stands_under_a_list_is_nobody(make_list: MakeList, row: list[object], reason: str) -> None:
    path = make_list([HEADINGS, *PEOPLE, [], row])
    assert people_of(path) == list(PEOPLE)
    assert read(path).skipped == ((5, "blank"), (6, reason))


def test_numbers_prepared_for_more_people_are_blank_rows(make_list: MakeList) -> None:
    path = make_list([["N°", "Nom", "Prénom"], [1, "Hodge", "Sharon"], [2], [3]])
    listing = read(path)
    assert [row.attendee.last_name for row in listing.rows] == ["Hodge"]
    assert listing.skipped == ((3, "blank"), (4, "blank"))


def test_a_person_called_total_is_a_person(make_list: MakeList) -> None:
    path = make_list([("Nom", "Prénom", "Collectivité"), ("Total", "Jeanne", "SDIS 971"), ("Cachet", "Paul", "")])
    assert [row.attendee.last_name for row in read(path).rows] == ["Total", "Cachet"]


def test_a_hidden_sheet_is_never_chosen_but_can_be_named(make_list: MakeList) -> None:
    def add_hidden(sheet: Worksheet) -> None:
        hidden = sheet.parent.create_sheet("Archives", 0)
        hidden.sheet_state = "veryHidden"
        for row in (HEADINGS, *PEOPLE * 5):
            hidden.append(row)

    path = make_list([HEADINGS, *PEOPLE], add_hidden)

    assert read(path).sheet == "Inscrits"
    assert read(path).sheets == ("Inscrits", "Archives")
    assert len(read(path, sheet="Archives").rows) == 15


def test_the_sheet_with_the_best_headings_then_the_most_people_is_chosen(make_list: MakeList) -> None:
    def add_others(sheet: Worksheet) -> None:
        workbook = sheet.parent
        cancelled = workbook.create_sheet("Désistements", 0)
        for row in (HEADINGS, PEOPLE[0]):
            cancelled.append(row)
        places = workbook.create_sheet("Communes", 0)
        places.append(("Nom", "Code postal"))
        for i in range(40):
            places.append((f"Commune {i}", 97100 + i))

    assert read(make_list([HEADINGS, *PEOPLE], add_others)).sheet == "Inscrits"


def test_an_unknown_sheet_is_said_with_those_there_are(make_list: MakeList) -> None:
    with pytest.raises(UserError) as error:
        read(make_list([HEADINGS, *PEOPLE]), sheet="Feuille 9")
    assert error.value.code == "sheet_unknown"
    assert "Inscrits" in error.value.message


def test_headings_on_two_rows(make_list: MakeList) -> None:
    upper = ["Civilité", "Identité", None, "Coordonnées", None, "Collectivité"]
    lower = [None, "Nom", "Prénom", "Courriel", "Tél."]

    def merge(sheet: Worksheet) -> None:
        for span in ("A1:A2", "B1:C1", "D1:E1", "F1:F2"):
            sheet.merge_cells(span)

    path = make_list([upper, lower, *PEOPLE], merge)

    assert read(path).header_row == 2
    assert people_of(path) == list(PEOPLE)


def test_a_name_heading_merged_over_two_columns(make_list: MakeList) -> None:
    path = make_list(
        [["Nom et prénom", None, "Courriel"], *[(p[1], p[2], p[3]) for p in PEOPLE]], lambda s: s.merge_cells("A1:B1")
    )
    assert [(r.attendee.last_name, r.attendee.first_name) for r in read(path).rows] == [(p[1], p[2]) for p in PEOPLE]


def test_a_cell_merged_over_several_people_speaks_for_each(make_list: MakeList) -> None:
    rows = [
        ("Nom", "Prénom", "Collectivité"),
        ("Hodge", "Sharon", "SDIS 971"),
        ("Petit", "Théo"),
        ("Carty", "Zoé"),
        ("Brooks", "Hô", "Cap Excellence"),
    ]
    path = make_list(rows, lambda s: s.merge_cells("C2:C4"))
    assert [r.attendee.employer for r in read(path).rows] == ["SDIS 971"] * 3 + ["Cap Excellence"]


def test_english_headings(make_list: MakeList) -> None:
    path = make_list([("Title", "Last name", "First Name", "E-mail address", "Phone number", "Organization"), *PEOPLE])
    assert people_of(path) == list(PEOPLE)


def test_headings_with_no_break_spaces_colons_stars_and_explanations(make_list: MakeList) -> None:
    headings = (
        "Civ.",
        "NOM\u00a0*",
        "Prénom (usuel)\u00a0:",
        "Adresse mail professionnelle",
        "N° de téléphone portable",
        "Collectivité / Établissement",
    )
    assert people_of(make_list([headings, *PEOPLE])) == list(PEOPLE)


def test_a_superiors_address_is_not_the_attendees(make_list: MakeList) -> None:
    path = make_list(
        [
            ("Nom", "Prénom", "Courriel du responsable", "Mail"),
            ("Hodge", "Sharon", "chef@exemple.fr", "sharon@exemple.fr"),
        ]
    )
    assert read(path).rows[0].attendee.email == "sharon@exemple.fr"
    path = make_list([("Nom", "Prénom", "Courriel du responsable"), ("Hodge", "Sharon", "chef@exemple.fr")])
    assert read(path).rows[0].attendee.email == ""


def test_addresses_and_numbers_without_a_heading_are_recognised(make_list: MakeList) -> None:
    path = make_list([("Nom", "Prénom", None, None), *[(p[1], p[2], p[3], int(p[4])) for p in PEOPLE]])
    listing = read(path)
    assert [(r.attendee.email, r.attendee.phone) for r in listing.rows] == [(p[3], p[4]) for p in PEOPLE]
    assert [c.heading for c in listing.columns] == ["Nom", "Prénom", "(C)", "(D)"]


def test_a_field_is_taken_once(make_list: MakeList) -> None:
    path = make_list([("Nom", "Prénom", "Mail", "Mail"), ("Hodge", "Sharon", "a@exemple.fr", "b@exemple.fr")])
    assert columns_of(path) == {"Nom": "last_name", "Prénom": "first_name", "Mail": "email", "Mail (D)": ""}
    assert read(path).rows[0].attendee.email == "a@exemple.fr"


def test_a_usage_name_is_the_last_name_and_the_other_the_birth_name(make_list: MakeList) -> None:
    path = make_list([("Nom", "Nom d'usage", "Prénom"), ("Questel", "Arrondell", "Éloïse"), ("Hodge", None, "Sharon")])
    people = [(r.attendee.last_name, r.attendee.birth_name) for r in read(path).rows]
    assert people == [("Arrondell", "Questel"), ("Hodge", "Hodge")]


def test_the_order_of_a_full_name_heading(make_list: MakeList) -> None:
    first = make_list([("Prénom Nom", "Mail"), ("Jean Dupont", "j@exemple.fr")], name="a.xlsx")
    last = make_list([("NOM-Prénom", "Mail"), ("Dupont Jean", "j@exemple.fr")], name="b.xlsx")
    for path in (first, last):
        listing = read(path)
        assert [(r.attendee.last_name, r.attendee.first_name) for r in listing.rows] == [("Dupont", "Jean")]
        assert listing.problems == []


def test_a_mapping_wins_over_what_is_guessed(make_list: MakeList) -> None:
    path = make_list([("Qui", "Où", "Service", "Mail"), ("DUPONT Jean", "SDIS 971", "à table", "j@exemple.fr")])
    assert columns_of(path) == {"Qui": FULL_NAME, "Où": "employer", "Service": "department", "Mail": "email"}

    listing = read(path, mapping={"Qui": FULL_NAME, "où": "employer", "Service": "meal", "Mail": ""})

    person = listing.rows[0].attendee
    assert (person.last_name, person.first_name, person.employer, person.meal, person.department, person.email) == (
        "DUPONT",
        "Jean",
        "SDIS 971",
        "à table",
        "",
        "",
    )


def test_last_names_nobody_reads_are_told_of_each_person(make_list: MakeList) -> None:
    path = make_list([HEADINGS, *PEOPLE])
    for field in ("", "department"):
        problems = read(path, mapping={"Nom": field, "Prénom": "first_name"}).problems
        assert [p.code for p in problems if p.field == "last_name"] == ["no_last_name"] * len(PEOPLE)
        assert "la colonne « Nom » n’est pas lue comme Nom" in problems[0].message.replace("\u00a0", " ")
    # people who have but one name, in a list whose names are read, are no mistake
    assert read(make_list([("Nom", "Prénom"), ("Dupont", "Jean"), ("", "Zoé"), ("", "Ali")])).problems == []
    assert read(make_list([("Prénom", "Service"), ("Jean", "RH"), ("Zoé", "RH")])).problems == []


def test_a_sheet_that_names_nobody_is_no_list(make_list: MakeList) -> None:
    with pytest.raises(UserError, match="titres de colonnes") as error:
        read(make_list([("Article", "Quantité"), ("Chaises", 40), ("Tables", 10)]))
    assert error.value.code == "no_header"


def test_a_mapping_can_name_a_column_without_a_heading(make_list: MakeList) -> None:
    path = make_list([("Nom", "Prénom", None), ("Hodge", "Sharon", "SDIS 971")])
    assert read(path, mapping={"(C)": "employer"}).rows[0].attendee.employer == "SDIS 971"


@pytest.mark.parametrize(
    "mapping, code", [({"Nom": "surnom"}, "mapping_unknown"), ({"Surnom": "last_name"}, "mapping_unknown_heading")]
)
def test_a_mapping_that_means_nothing(make_list: MakeList, mapping: dict[str, str], code: str) -> None:
    with pytest.raises(UserError) as error:
        read(make_list([HEADINGS, *PEOPLE]), mapping=mapping)
    assert error.value.code == code
    assert error.value.message


def test_the_headings_there_are_end_their_sentence_once(make_list: MakeList) -> None:
    with pytest.raises(UserError) as error:
        read(make_list([("Nom", "Prénom", "Cat."), ("Hodge", "Sharon", "A")]), mapping={"Surnom": "last_name"})
    plain = error.value.message.replace("\u00a0", " ")
    assert plain == "Aucune colonne ne s’appelle « Surnom ». Les colonnes sont : « Nom », « Prénom », « Cat. »."


def test_a_category_and_a_group_of_one_letter_each_are_no_headings_of_crosses(make_list: MakeList) -> None:
    for told in ({}, {"Catégorie": "category", "Groupe": "group"}):
        row = read(make_list([("Nom", "Prénom", "Catégorie", "Groupe"), ("Hodge", "Sharon", "C", "b")]), mapping=told)
        assert [(r.attendee.category, r.attendee.group) for r in row.rows] == [("C", "B")]


def test_roles_and_statuses_and_cells_that_say_nothing(make_list: MakeList) -> None:
    path = make_list(
        [
            ("Nom", "Prénom", "Profil", "Statut"),
            ("Hodge", "Sharon", "Formatrice", "Liste d'attente"),
            ("Petit", "Théo", None, "peut-être"),
        ]
    )
    one, two = read(path).rows
    assert (one.attendee.role, one.attendee.status, one.silent) == ("speaker", "waitlisted", ())
    assert (two.attendee.role, two.attendee.status, two.silent) == ("participant", "registered", ("role",))
    assert [p.code for p in two.problems] == ["status_unknown"]


def test_reading_can_be_cancelled(make_list: MakeList) -> None:
    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        read(make_list([HEADINGS, *PEOPLE]), progress=stop)


def test_progress_reaches_every_part(make_list: MakeList) -> None:
    told: list[tuple[int, int]] = []
    read(make_list([HEADINGS, *PEOPLE]), progress=lambda done, total: told.append((done, total)))
    assert told[0] == (0, 1)
    assert all(0 <= done <= total for done, total in told)


ACROSS = [["Ville de Goyave", "Ville du Moule"], ["Paul DURAND", "Lise NARCISSE"], ["Zoé LURAND", "Ali MOUSSA"]]


def test_a_column_for_each_employer(make_list: MakeList) -> None:
    listing = read(make_list(ACROSS))

    assert [(r.attendee.last_name, r.attendee.first_name, r.attendee.employer) for r in listing.rows] == [
        ("DURAND", "Paul", "Ville de Goyave"),
        ("LURAND", "Zoé", "Ville de Goyave"),
        ("NARCISSE", "Lise", "Ville du Moule"),
        ("MOUSSA", "Ali", "Ville du Moule"),
    ]
    assert listing.questions == ()


def test_what_is_said_of_such_a_column_is_done(make_list: MakeList) -> None:
    listing = read(make_list(ACROSS), mapping={"Ville du Moule": "employer"})

    assert [(r.attendee.last_name, r.attendee.employer) for r in listing.rows] == [
        ("DURAND", "Lise NARCISSE"),
        ("LURAND", "Ali MOUSSA"),
    ]


def test_columns_of_names_under_other_headings_are_read_and_what_these_say_is_asked(make_list: MakeList) -> None:
    path = make_list([["Accueil", "Voirie"], *ACROSS[1:]])

    (question,) = read(path).questions
    assert question.key == "heads"
    assert len(read(path).rows) == 4
    services = [r.attendee.department for r in read(path, answers={"heads": "department"}).rows]
    assert services == ["Accueil", "Accueil", "Voirie", "Voirie"]


def test_a_second_column_of_names_is_not_left_aside_silently(make_list: MakeList) -> None:
    rows = [["Paul DURAND", "06 90 12 34 56", "Lise NARCISSE"], ["Zoé LURAND", "06 90 12 34 57", "Ali MOUSSA"]]
    path = make_list(rows)

    (question,) = read(path).questions
    assert "contient des noms" in question.words
    assert len(read(path).rows) == 2
    assert len(read(path, answers={question.key: "people"}).rows) == 4


@pytest.mark.parametrize(
    "rows",
    [
        [["INSCRITS"], [], ["N°", "NOM ET PRENOM", "COLLECTIVITE", "CONTACT"], [1, "M. HODGE JEAN-MARC", "VILLE DE BASSE TERRE", "jm@exemple.fr"], [2, "MME GUMBS HELENE", "VILLE DE BASSE TERRE", "hg@exemple.fr"]],
        [["NOM ET PRENOM", "COLLECTIVITE"], ["HODGE Jean-Marc", "Ville de Basse-Terre"]],
    ],
)  # fmt: skip
def test_a_mapping_that_leaves_no_column_of_names_is_said(make_list: MakeList, rows: list[list[object]]) -> None:
    path = make_list(rows)
    assert read(path).rows
    with pytest.raises(UserError) as raised:
        read(path, mapping={"NOM ET PRENOM": "staff_number"})
    assert raised.value.code == "no_names"


def test_a_list_without_headings_is_read_as_told(make_list: MakeList) -> None:
    path = make_list([["Josette ALEXIS", "Ville d'Anse-Bertrand"], ["Yves LE GOFF", "Ville d'Anse-Bertrand"]])

    assert [r.attendee.employer for r in read(path).rows] == ["Ville d'Anse-Bertrand"] * 2
    told = read(path, mapping={"(B)": "department"})
    assert [(r.attendee.employer, r.attendee.department) for r in told.rows] == [("", "Ville d'Anse-Bertrand")] * 2
