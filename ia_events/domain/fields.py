"""The one table of attendee fields, read by import, export, grid, badge placeholders and privacy alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Flag, auto

from ia_events.domain import values
from ia_events.i18n import N_, _


class Appears(Flag):
    """Where a field may be shown. NEVER_PRINTED fields reach no badge, no sheet, and no list unless asked for by name.

    LABEL is an address label, the one paper that may show a private field: it leaves on an envelope, to whoever it names.
    SHEET is a row of a sign-in sheet or a roll call, HEADING what its people may be put under.
    """

    BADGE = auto()
    SHEET = auto()
    HEADING = auto()
    RETURN = auto()
    LABEL = auto()
    NEVER_PRINTED = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One attendee field.

    `headings` are the column headings it is recognised by, folded (lower case, no accent, no punctuation);
    `parse` turns cleaned text into the value kept and a problem code ("" when all is well).
    """

    id: str
    label: str
    headings: tuple[str, ...]
    sample: str
    appears: Appears
    parse: Callable[[str], values.Parsed] = values.plain

    @property
    def title(self) -> str:
        """Its label in the language in use."""
        return _(self.label)

    @property
    def private(self) -> bool:
        """Whether no paper shows it, but a LABEL if the table says so."""
        return Appears.NEVER_PRINTED in self.appears


FIELDS: tuple[Field, ...] = (
    Field(
        id="civility",
        label=N_("Civilité"),
        headings=("civilite", "civ", "titre", "m mme", "mme m", "genre", "sexe", "title", "salutation", "gender", "civilites"),
        sample="Mme",
        appears=Appears.RETURN | Appears.LABEL,
        parse=values.civility,
    ),
    Field(
        id="last_name",
        label=N_("Nom"),
        headings=(
            "nom", "noms", "nom de famille", "nom usuel", "patronyme", "nom du stagiaire", "nom de l agent",
            "nom agent", "nom participant", "nom du participant", "nom d usage", "nom usage", "nom marital", "nom d epouse",
            "last name", "lastname", "surname", "family name",
        ),
        sample="Arrondell",
        appears=Appears.BADGE | Appears.SHEET | Appears.RETURN | Appears.LABEL,
        parse=values.name,
    ),
    Field(
        id="first_name",
        label=N_("Prénom"),
        headings=("prenom", "prenoms", "prenom s", "prenom usuel", "prenom de l agent", "first name", "firstname", "given name", "forename"),
        sample="Éloïse",
        appears=Appears.BADGE | Appears.SHEET | Appears.RETURN | Appears.LABEL,
        parse=values.name,
    ),
    Field(
        id="birth_name",
        label=N_("Nom de naissance"),
        headings=("nom de naissance", "nom naissance", "nom de jeune fille", "nom patronymique", "birth name", "maiden name"),
        sample="Questel",
        appears=Appears.NEVER_PRINTED | Appears.RETURN,
        parse=values.name,
    ),
    Field(
        id="email",
        label=N_("Courriel"),
        headings=(
            "courriel", "mel", "mail", "e mail", "email", "adresse electronique", "adresse mail", "adresse mel", "adresse e mail",
            "adresse courriel", "courriel professionnel", "mail professionnel", "mail pro", "email professionnel",
            "adresse email", "email address", "e mail address",
        ),
        sample="eloise.arrondell@exemple.fr",
        appears=Appears.NEVER_PRINTED | Appears.RETURN,
        parse=values.email,
    ),
    Field(
        id="phone",
        label=N_("Téléphone"),
        headings=(
            "tel", "telephone", "tel portable", "telephone portable", "portable", "gsm", "mobile", "no de telephone", "n de telephone",
            "numero de telephone", "telephone professionnel", "tel pro", "n tel", "phone", "phone number", "cell", "cell phone",
        ),
        sample="0690 12 34 56",
        appears=Appears.NEVER_PRINTED | Appears.RETURN,
        parse=values.phone,
    ),
    Field(
        id="employer",
        label=N_("Collectivité"),
        headings=(
            "collectivite", "employeur", "structure", "organisme", "etablissement", "commune", "collectivite employeur",
            "collectivite etablissement", "nom de la collectivite", "collectivite d origine", "entite", "organisation", "employer",
            "organization", "company", "institution", "administration", "collectivite territoriale", "organisme employeur", "mairie", "entreprise", "raison sociale",
        ),
        sample="Collectivité de Saint-Martin",
        appears=Appears.BADGE | Appears.SHEET | Appears.HEADING | Appears.RETURN | Appears.LABEL,
    ),
    Field(
        id="department",
        label=N_("Service"),
        headings=("service", "direction", "pole", "affectation", "direction service", "service direction", "department", "unit", "services", "pole service", "service affectation", "service d affectation"),
        sample="Direction des ressources humaines",
        appears=Appears.HEADING | Appears.RETURN | Appears.LABEL,
    ),
    Field(
        id="job_title",
        label=N_("Fonction"),
        headings=("fonction", "fonctions", "poste", "emploi", "metier", "qualite", "intitule du poste", "fonction exercee", "poste occupe", "job title", "position", "job", "profession", "function"),
        sample="Cheffe de service",
        appears=Appears.BADGE | Appears.RETURN,
    ),
    Field(
        id="grade",
        label=N_("Grade"),
        headings=("grade", "rank"),
        sample="Attachée principale",
        appears=Appears.RETURN,
    ),
    Field(
        id="job_framework",
        label=N_("Cadre d'emplois"),
        headings=("cadre d emplois", "cadre d emploi", "cadre emplois", "cadre emploi", "job framework"),
        sample="Attachés territoriaux",
        appears=Appears.RETURN,
    ),
    Field(
        id="category",
        label=N_("Catégorie"),
        headings=("categorie", "cat", "cat hierarchique", "categorie hierarchique", "categorie statutaire", "category"),
        sample="A",
        appears=Appears.RETURN,
        parse=values.category,
    ),
    Field(
        id="staff_number",
        label=N_("Matricule"),
        headings=("matricule", "n matricule", "no matricule", "numero matricule", "n agent", "numero agent", "identifiant agent", "n pers", "no pers", "numero pers", "n personnel", "n de personnel", "numero personnel", "numero de personnel", "pers no", "personnel number", "staff number", "employee id", "employee number"),
        sample="004512",
        appears=Appears.NEVER_PRINTED | Appears.RETURN,
        parse=values.digits_text,
    ),
    Field(
        id="siret",
        label=N_("SIRET"),
        headings=("siret", "n siret", "no siret", "numero siret"),
        sample="21971127600013",
        appears=Appears.RETURN,
        parse=values.siret,
    ),
    Field(
        id="postcode",
        label=N_("Code postal"),
        headings=("code postal", "cp", "postal code", "postcode", "zip", "zip code"),
        sample="97150",
        appears=Appears.RETURN | Appears.LABEL,
        parse=values.postcode,
    ),
    Field(
        id="address",
        label=N_("Adresse postale"),
        headings=(
            "adresse", "adresse postale", "adresse complete", "adresse personnelle", "adresse du domicile", "domicile", "adresse 1", "adresse 2", "adresse 3",
            "adresse ligne 1", "adresse ligne 2", "ligne adresse 1", "ligne adresse 2", "complement d adresse", "complement adresse", "adresse complement", "rue", "voie",
            "n et rue", "no et rue", "numero et rue", "n et voie", "numero et voie", "n et nom de rue", "adresse de correspondance", "adresse d envoi",
            "address", "postal address", "mailing address", "street", "street address", "address 1", "address 2", "address line 1", "address line 2",
        ),
        sample="12 rue du Général de Gaulle",
        appears=Appears.NEVER_PRINTED | Appears.LABEL,
        parse=values.address,
    ),
    Field(
        id="town",
        label=N_("Ville"),
        headings=("ville", "localite", "commune de residence", "ville de residence", "town", "city", "nom de la ville", "bureau distributeur"),
        sample="Saint-Martin",
        appears=Appears.NEVER_PRINTED | Appears.LABEL,
        parse=values.town,
    ),
    Field(
        id="group",
        label=N_("Groupe ou salle"),
        headings=(
            "groupe", "groupes", "salle", "salles", "groupe salle", "salle groupe", "groupe ou salle", "groupe et salle", "atelier", "n de groupe", "no de groupe",
            "numero de groupe", "n groupe", "no groupe", "num groupe", "groupe no", "groupe n", "n de salle", "no de salle", "numero de salle", "n salle", "n atelier",
            "groupe de travail", "groupe atelier", "atelier choisi", "sous groupe", "affectation groupe", "table", "n de table", "no de table", "numero de table", "n table",
            "group", "group number", "group or room", "room", "room number", "workshop", "breakout", "breakout room", "table number",
        ),
        sample="2",
        appears=Appears.BADGE | Appears.HEADING | Appears.RETURN,
        parse=values.group,
    ),
    Field(
        id="meal",
        label=N_("Repas"),
        headings=("regime", "regime alimentaire", "repas", "allergies", "allergie", "menu", "meal", "diet", "dietary requirements", "dejeuner", "restauration"),
        sample="Végétarien",
        appears=Appears.NEVER_PRINTED,
    ),
    Field(
        id="access_needs",
        label=N_("Aménagements"),
        headings=("amenagements", "amenagement", "pmr", "rqth", "handicap", "accessibilite", "besoins particuliers", "besoin particulier", "special assistance", "special needs", "access needs", "accessibility"),
        sample="Accès en fauteuil",
        appears=Appears.NEVER_PRINTED,
    ),
    Field(
        id="remarks",
        label=N_("Observations"),
        headings=("observations", "observation", "remarques", "remarque", "commentaire", "commentaires", "notes", "remarks", "comments", "precisions", "obs"),
        sample="Arrive par le bateau de 17 h",
        appears=Appears.NEVER_PRINTED,
    ),
    Field(
        id="role",
        label=N_("Qualité à l'événement"),
        headings=("role", "qualite a l evenement", "type de participant", "profil", "statut du participant", "role at the event"),
        sample="Participant",
        appears=Appears.BADGE | Appears.HEADING | Appears.RETURN,
        parse=values.role,
    ),
    Field(
        id="status",
        label=N_("Inscription"),
        headings=("inscription", "statut", "etat", "statut de l inscription", "etat de l inscription", "status", "registration status", "registration"),
        sample="Inscription",
        appears=Appears.RETURN,
        parse=values.status,
    ),
)  # fmt: skip

BY_ID = {field.id: field for field in FIELDS}

# A heading that holds first and last name together; the values are split into the two fields.
FULL_NAME = "full_name"
FULL_NAME_HEADINGS = (
    "nom prenom", "nom et prenom", "nom prenoms", "noms prenoms", "noms et prenoms", "prenom nom", "prenom et nom", "nom complet", "participant",
    "participants", "stagiaire", "stagiaires", "agent", "agents", "contact", "identite", "full name", "name", "attendee", "attendees", "participante", "participant e", "participant e s",
    "beneficiaire", "beneficiaires", "apprenant", "apprenants", "inscrit", "inscrits", "inscrit e", "invite", "invites", "personne", "candidat", "delegate", "guest", "last name first name", "first name last name",
)  # fmt: skip

PRINTED_ON_BADGE = tuple(f.id for f in FIELDS if Appears.BADGE in f.appears)
PRINTED_IN_A_ROW = tuple(f.id for f in FIELDS if Appears.SHEET in f.appears)
RETURNED = tuple(f for f in FIELDS if Appears.RETURN in f.appears)
