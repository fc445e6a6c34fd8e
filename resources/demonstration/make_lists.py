"""Makes the two demonstration lists beside it, the same bytes every time. Everybody in them is invented.

python resources/demonstration/make_lists.py [FOLDER]
"""

from __future__ import annotations

import random
import sys
import unicodedata
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

WOMEN = (
    "Éloïse", "Maëva", "Ketty", "Marie-Line", "Anne-Françoise", "Océane", "Gaëlle", "Sharon", "Chloé", "Marie-Andrée", "Josiane",
    "Fabienne", "Laëtitia", "Nadège", "Rose-Aimée", "Inès", "Solène", "Murielle", "Bérénice", "Léna", "Marcelle", "Aïssatou", "Ludivine",
    "Noémie", "Prisca", "Yolande", "Zoé", "Marie-Thérèse", "Sabrina", "Émeline", "Clémence", "Patricia", "Valérie", "Héloïse", "Jade", "Ghislaine",
    "Ornella", "Mylène", "Cécilia", "Corinne",
)  # fmt: skip
MEN = (
    "Théo", "Jean-Baptiste", "Loïc", "Frédéric", "Jocelyn", "Rémi", "Steeve", "Jean-Noël", "Gérard", "Ruddy", "Kévin", "Anaël", "Cédric",
    "Désiré", "Joël", "Jimmy", "Thibault", "Raphaël", "Olivier", "Marc-Antoine", "Teddy", "Étienne", "Lucien", "Harold", "Yannick", "Mickaël",
    "Rodrigue", "Léo", "Aymeric", "Mamadou", "Hugues", "Jérémie", "Pierre-Yves", "Axel", "Christian", "Dany", "Grégory", "Rosan", "Félix", "Guy",
)  # fmt: skip
NAMES = (
    "Arrondell", "Questel", "Gumbs", "Flanders", "Hodge", "Maccow", "Brooks-Larmony", "Romney", "Lédée", "Gréaux", "Magras", "Laplace", "Berry", "Joseph",
    "Célestine", "Bazile", "Lurel-Montout", "Nestor", "Virassamy", "Ramassamy", "Couppé de Lahaye", "Zénon", "Rilcy", "Théophile", "Thénard", "Zamor",
    "Abélard", "Bordelais", "Chérubin", "Citadelle", "Clotilde-Ferrand", "Dérivery", "Élisabeth", "Francillette", "Galvani", "Hippomène", "Isaac-Sibille",
    "Jalton-Rémir", "Kancel", "Lacrosil", "Mirval", "Nabajoth", "Ozier-Lafontaine", "Petit-Frère", "Quidal", "Rosemain", "Saint-Aurel", "Tacita", "Urbino",
    "Vainqueur", "Zébrée", "de La Réberdière", "d'Arbaud", "de Chazelles", "du Plessis-Mornay", "Le Goff", "Le Dantec", "N'Diaye", "M'Bappa", "Ben Ali", "El Khoury",
    "McKenzie", "O'Reilly", "Van den Broeck", "Müller", "García Peña", "Nguyễn", "Lefèvre", "Bœuf", "Noël", "Hénin-Dupré", "Cœurjoly", "Dupont", "Durand", "Martin",
    "Bertrand", "Rousseau-Delaunay", "Fontaine", "Chevalier", "Moreau", "Girard", "Lambert", "Perrin", "Blanchard", "Marchand", "Renaudin", "Gauthier", "Sainte-Rose-Méril",
    "Bonnefoy de Montmirail", "Latchoumanin", "Soubdhan", "Mardivirin", "Sitcharn", "Annerose", "Bélénus", "Cornélie", "Dracon", "Eustache", "Foggéa",
)  # fmt: skip
JOBS = (
    ("Attaché principal", "Attachée principale", "A", "Chef du service des ressources humaines", "Cheffe du service des ressources humaines"),
    ("Attaché", "Attachée", "A", "Chargé de mission numérique", "Chargée de mission numérique"),
    ("Ingénieur", "Ingénieure", "A", "Responsable des systèmes d'information", "Responsable des systèmes d'information"),
    ("Attaché hors classe", "Attachée hors classe", "A", "Directeur général adjoint", "Directrice générale adjointe"),
    ("Administrateur", "Administratrice", "A+", "Directeur de cabinet", "Directrice de cabinet"),
    ("Conseiller socio-éducatif", "Conseillère socio-éducative", "A", "Responsable de l'action sociale", "Responsable de l'action sociale"),
    ("Rédacteur principal", "Rédactrice principale", "B", "Gestionnaire des marchés publics", "Gestionnaire des marchés publics"),
    ("Rédacteur", "Rédactrice", "B", "Gestionnaire de carrières", "Gestionnaire de carrières"),
    ("Technicien principal", "Technicienne principale", "B", "Administrateur de données", "Administratrice de données"),
    ("Rédacteur", "Rédactrice", "B", "Assistant de direction", "Assistante de direction"),
    ("Attaché", "Attachée", "A", "Juriste, délégué à la protection des données", "Juriste, déléguée à la protection des données"),
    ("Adjoint administratif principal", "Adjointe administrative principale", "C", "Agent d'état civil", "Agente d'état civil"),
)  # fmt: skip
DEPARTMENTS = (
    "Direction générale", "Ressources humaines", "Systèmes d'information", "Finances et commande publique", "Affaires juridiques", "Éducation et jeunesse",
    "Solidarités", "Aménagement et urbanisme", "Culture et patrimoine", "Relations avec les usagers", "Environnement et cadre de vie",
)  # fmt: skip
SAINT_MARTIN = (
    ("Collectivité de Saint-Martin", "97150", 14), ("Collectivité de Saint-Barthélemy", "97133", 3), ("Caisse territoriale des œuvres scolaires", "97150", 3),
    ("Établissement des eaux et de l'assainissement de Saint-Martin", "97150", 2), ("Office de tourisme de Saint-Martin", "97150", 2), ("SDIS 971", "97139", 1),
)  # fmt: skip
GUADELOUPE = (
    ("Ville de Pointe-à-Pitre", "97110", 6), ("Cap Excellence", "97110", 6), ("SDIS 971", "97139", 4), ("CCAS des Abymes", "97139", 3),
    ("Département de la Guadeloupe", "97100", 8), ("Région Guadeloupe", "97100", 7), ("Ville de Basse-Terre", "97100", 4), ("Ville des Abymes", "97139", 5),
    ("Ville de Baie-Mahault", "97122", 4), ("Ville du Gosier", "97190", 3), ("Ville de Sainte-Anne", "97180", 2), ("Ville du Moule", "97160", 2),
    ("Communauté d'agglomération La Riviera du Levant", "97190", 3), ("Grand Sud Caraïbe", "97100", 3), ("Communauté d'agglomération du Nord Grande-Terre", "97117", 2),
    ("Centre de gestion de la Guadeloupe", "97100", 3), ("Commune de Terre-de-Haut", "97137", 1), ("Communauté de communes de Marie-Galante", "97112", 1),
    ("Caisse des écoles du Lamentin", "97129", 1), ("Collectivité de Saint-Martin", "97150", 2), ("Collectivité de Saint-Barthélemy", "97133", 1),
)  # fmt: skip

ACCENT = "0F766E"


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe").replace("æ", "ae"))
    return "".join(c for c in plain if (c.isalnum() and c.isascii()) or c == "-")


def invent(count: int, seed: int, employers: Sequence[tuple[str, str, int]]) -> list[dict[str, str]]:
    """People, no two of the same name, in the order of their names."""
    chance = random.Random(seed)
    weights = [weight for *_rest, weight in employers]
    known: set[tuple[str, str]] = set()
    phones: set[str] = set()
    people: list[dict[str, str]] = []
    while len(people) < count:
        woman = chance.random() < 0.56
        first, last = chance.choice(WOMEN if woman else MEN), chance.choice(NAMES)
        if (first, last) in known:
            continue
        known.add((first, last))
        employer, postcode, _weight = chance.choices(employers, weights)[0]
        man_grade, woman_grade, category, man_job, woman_job = chance.choice(JOBS)
        while (phone := f"{chance.choice(('069000', '069000', '069100'))}{chance.randrange(10_000):04d}") in phones:
            continue
        phones.add(phone)
        people.append(
            {
                "civility": "Mme" if woman else "M.",
                "last_name": last,
                "first_name": first,
                "email": f"{_ascii(first)}.{_ascii(last)}@exemple.fr",
                "phone": phone,
                "employer": employer,
                "department": chance.choice(DEPARTMENTS),
                "job_title": woman_job if woman else man_job,
                "grade": woman_grade if woman else man_grade,
                "category": category,
                "staff_number": f"{chance.randrange(1, 9000):06d}",
                "postcode": postcode,
                "meal": chance.choices(("", "Végétarien", "Sans porc"), (12, 2, 1))[0],
            }
        )
    return sorted(people, key=lambda p: (_ascii(p["last_name"]), _ascii(p["first_name"])))


def _heading(sheet: Worksheet, row: int, headings: Sequence[str]) -> None:
    for column, text in enumerate(headings, 1):
        cell = sheet.cell(row, column, text)
        cell.font = Font(name="Calibri", size=11, bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor=ACCENT)
        cell.alignment = Alignment(vertical="center", wrap_text=True)
    sheet.row_dimensions[row].height = 30


def _fit(sheet: Worksheet, widths: Sequence[float]) -> None:
    for index, width in enumerate(widths):
        sheet.column_dimensions[chr(ord("A") + index)].width = width


def evening() -> Workbook:
    """86 people as a delegation really sends them: titles above, headings on row 5, numbers for phones, a total."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "Inscrits"
    for row, text, size in (
        (1, "CNFPT – Délégation Guadeloupe", 12),
        (2, "Soirée de l'INET – Liste des inscrits", 16),
        (3, "Grand Case Beach Club, Saint-Martin, 18 h", 12),
    ):
        sheet.cell(row, 1, text).font = Font(
            name="Calibri", size=size, bold=size > 12, color=ACCENT if size > 12 else "5A6472"
        )
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=11)
    _heading(
        sheet,
        5,
        (
            "N°",
            "Civilité",
            "NOM",
            "Prénom",
            "Courriel",
            "Téléphone",
            "Collectivité",
            "Service",
            "Fonction",
            "Cat.",
            "Régime",
        ),
    )
    people = invent(86, 971_150, SAINT_MARTIN)
    # What lists really hold, and the import says: an address cut short, two addresses in one cell, a category that is none.
    people[11]["email"] = people[11]["email"].removesuffix(".fr")
    people[37]["email"] += " ; secretariat.direction@exemple.fr"
    people[58]["category"] = "Contractuel"
    people[70]["email"] = ""
    line = Border(bottom=Side(style="thin", color="E1E5EA"))
    for number, person in enumerate(people, 1):
        row = 5 + number
        # Every other office types phones as numbers, and Excel eats the zero.
        phone: str | int = int(person["phone"]) if number % 4 == 0 else person["phone"]
        if number % 7 == 0:
            phone = "+590 " + " ".join(
                (person["phone"][1:4], person["phone"][4:6], person["phone"][6:8], person["phone"][8:])
            )
        values = (number, person["civility"], person["last_name"].upper() if number % 3 else person["last_name"], person["first_name"], person["email"], phone,
                  person["employer"], person["department"], person["job_title"], person["category"], person["meal"])  # fmt: skip
        for column, value in enumerate(values, 1):
            cell = sheet.cell(row, column, value if value != "" else None)
            cell.border = line
            if column == 6 and isinstance(value, str):
                cell.number_format = "@"
    sheet.cell(5 + len(people) + 2, 3, "Total").font = Font(name="Calibri", size=11, bold=True)
    sheet.cell(5 + len(people) + 2, 4, len(people)).font = Font(name="Calibri", size=11, bold=True)
    _fit(sheet, (5, 9, 24, 18, 42, 18, 44, 30, 44, 12, 14))
    sheet.freeze_panes = "A6"
    return workbook


def local_event() -> Workbook:
    """300 people, as clean as a list can be."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "Inscriptions"
    fields = (
        "civility",
        "last_name",
        "first_name",
        "email",
        "phone",
        "employer",
        "department",
        "job_title",
        "grade",
        "category",
        "staff_number",
        "postcode",
        "meal",
    )
    _heading(
        sheet,
        1,
        (
            "Civilité",
            "Nom",
            "Prénom",
            "Courriel",
            "Téléphone",
            "Collectivité",
            "Service",
            "Fonction",
            "Grade",
            "Catégorie",
            "Matricule",
            "Code postal",
            "Repas",
        ),
    )
    for row, person in enumerate(invent(300, 971_300, GUADELOUPE), 2):
        for column, field in enumerate(fields, 1):
            cell = sheet.cell(row, column, person[field] or None)
            cell.number_format = "@"
    _fit(sheet, (9, 26, 18, 42, 14, 46, 30, 44, 34, 10, 12, 12, 14))
    sheet.freeze_panes = "A2"
    return workbook


_MADE = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def _bytes(workbook: Workbook) -> bytes:
    """The workbook without the hour it was made, so that making it again changes nothing."""
    workbook.properties.creator = "Délégation Guadeloupe"
    workbook.properties.created = _MADE.replace(tzinfo=None)
    raw, steady = BytesIO(), BytesIO()
    workbook.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(steady, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                stamp = f"{workbook.properties.modified:%Y-%m-%dT%H:%M:%SZ}".encode()
                content = content.replace(stamp, f"{_MADE:%Y-%m-%dT%H:%M:%SZ}".encode())
            target.writestr(zipfile.ZipInfo(name, (2026, 11, 2, 9, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return steady.getvalue()


def main(folder: Path) -> None:
    """Write both lists into a folder."""
    (folder / "soiree_saint_martin.xlsx").write_bytes(_bytes(evening()))
    (folder / "journees_ia_territoires.xlsx").write_bytes(_bytes(local_event()))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
