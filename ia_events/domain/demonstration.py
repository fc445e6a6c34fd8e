"""The demonstration: two events and the people who hold a role in them. Everybody is invented.

Their participants are in resources/demonstration/, as lists that go through the real import.
"""

from __future__ import annotations

from datetime import date, time, timedelta

from ia_events.domain.events import (
    Event,
    Format,
    Organisation,
    OrganisationRole,
    Resource,
    Slot,
    generate_slots,
    local_instant,
)
from ia_events.domain.people import Attendee, Role, Source

EVENING = "DEMO-SOIREE"
LOCAL_EVENT = "DEMO-TERRITOIRES"

# The list of each event's participants, by session code, in resources/demonstration/.
LISTS = {EVENING: "soiree_saint_martin.xlsx", LOCAL_EVENT: "journees_ia_territoires.xlsx"}


# People a badge is shown for when a list has nobody like them.
EXAMPLES = {
    "usual": Attendee(
        first_name="Éloïse",
        last_name="Arrondell",
        employer="Collectivité de Saint-Martin",
        job_title="Cheffe de service",
    ),
    "longest": Attendee(
        first_name="Marie-Bernadette",
        last_name="Lake-Hodge de la Fontaine-Richardson",
        employer="Communauté d'agglomération du Nord Grande-Terre",
        job_title="Directrice générale adjointe des ressources humaines",
    ),
    "accents": Attendee(
        first_name="Nguyễn Thị Ánh", last_name="Đặng-Bảo", employer="Ville de Basse-Terre", job_title="Ingénieure"
    ),
    "missing": Attendee(first_name="Cher"),
}


def events(today: date) -> list[Event]:
    """The evening in Saint-Martin, a few days from `today`, and the two days in Guadeloupe, three weeks after it.

    They have no ids nor keys: whoever stores them gives them some.
    """
    return [evening(today), local_event(today)]


def evening(today: date) -> Event:
    """« Soirées de l’INET » in Saint-Martin: the first Wednesday that leaves two days to get ready."""
    day = _next(today + timedelta(days=2), weekday=2)
    zone = "America/Marigot"
    return Event(
        title="L’intelligence artificielle au service de l’action publique",
        timezone=zone,
        session_code=EVENING,
        format=Format.EVENING,
        programme="Soirées de l’INET",
        cycle="L’intelligence artificielle dans les services publics",
        delegation="Guadeloupe",
        venue="Grand Case Beach Club",
        address="21 rue de Petite Plage, Grand Case\n97150 Saint-Martin",
        capacity=90,
        registration_opens=day - timedelta(days=30),
        registration_closes=day - timedelta(days=1),
        themes=(
            "Gestion de la donnée",
            "Politiques publiques",
            "Anticipation des risques",
            "Protection des données",
            "Évolution des compétences",
            "Usage maîtrisé",
        ),
        audience="Cadres administratifs",
        needs="Les directions demandent des séances par métier ; une préparation aux concours est envisagée.",
        demo=True,
        slots=(
            Slot(
                label="Soirée",
                start=local_instant(day, time(18, 0), zone),
                end=local_instant(day, time(20, 30), zone),
            ),
        ),
        organisations=(
            Organisation(name="CNFPT, délégation Guadeloupe", role=OrganisationRole.ORGANISER),
            Organisation(name="Collectivité de Saint-Martin", role=OrganisationRole.HOST),
            Organisation(name="Université des Antilles", role=OrganisationRole.PARTNER),
        ),
        resources=(
            Resource(
                title="Les fondamentaux de l’IA",
                link="https://exemple.fr/mooc-fondamentaux-ia",
                kind="Mooc en trois séances",
                open_to="Agents territoriaux",
            ),
            Resource(
                title="L’IA générative au bureau",
                link="https://exemple.fr/webinaire-ia-bureau",
                kind="Webinaire en rediffusion",
                open_to="Tout public",
            ),
            Resource(
                title="Cadres et intelligence artificielle",
                link="https://exemple.fr/communaute-cadres-ia",
                kind="E-communauté",
                open_to="Participants de la soirée",
            ),
        ),
    )


def local_event(today: date) -> Event:
    """Two days and four half-days, 300 people, and registrations that close after the start."""
    first = _next(today + timedelta(days=23), weekday=1)
    zone = "America/Guadeloupe"
    return Event(
        title="IA et territoires : le CNFPT s’engage pour développer les compétences",
        timezone=zone,
        session_code=LOCAL_EVENT,
        format=Format.LOCAL_EVENT,
        programme="IA et territoires",
        cycle="Offre nationale sur l’intelligence artificielle",
        delegation="Guadeloupe",
        venue="Centre des congrès de la Pointe",
        address="Boulevard du Port\n97110 Pointe-à-Pitre",
        capacity=320,
        registration_opens=first - timedelta(days=60),
        registration_closes=first + timedelta(days=1),
        themes=(
            "Appropriation de l’IA",
            "Management de la transition",
            "Métiers ciblés",
            "Données et souveraineté",
        ),
        audience="Agents et encadrants des collectivités de Guadeloupe, de Saint-Martin et de Saint-Barthélemy",
        demo=True,
        slots=tuple(generate_slots(first, first + timedelta(days=1), (0, 1), zone)),
        organisations=(
            Organisation(name="CNFPT, délégation Guadeloupe", role=OrganisationRole.ORGANISER),
            Organisation(name="Ville de Pointe-à-Pitre", role=OrganisationRole.HOST),
            Organisation(name="Cap Excellence", role=OrganisationRole.PARTNER),
        ),
        resources=(
            Resource(
                title="IA et services publics locaux",
                link="https://exemple.fr/dossier-ia-services-publics",
                kind="Dossier documentaire",
                open_to="Tout public",
            ),
            Resource(
                title="Les ateliers des deux journées",
                link="https://exemple.fr/ateliers-ia-territoires",
                kind="Rediffusions",
                open_to="Participants",
            ),
        ),
    )


def people(event: Event) -> list[Attendee]:
    """Who speaks, represents and organises at a demonstration event; nobody at any other event."""
    return [
        Attendee(
            event_id=event.id,
            civility=civility,
            first_name=first_name,
            last_name=last_name,
            job_title=job_title,
            employer=employer,
            email=email,
            role=role,
            source=Source.MANUAL,
        )
        for role, civility, first_name, last_name, job_title, employer, email in _ROLES.get(event.session_code, ())
    ]


_ROLES = {
    EVENING: (
        (Role.SPEAKER, "Mme", "Maïwenn", "Sainte-Luce", "Enseignante-chercheuse en informatique", "Université des Antilles", "maiwenn.sainte-luce@exemple.fr"),
        (Role.DIGNITARY, "M.", "Aurélien", "de Fontbrune", "Directeur régional", "CNFPT, délégation Guadeloupe", "aurelien.defontbrune@exemple.fr"),
        (Role.DIGNITARY, "Mme", "Solange", "Carty-Villiers", "Directrice générale des services", "Collectivité de Saint-Martin", "solange.carty-villiers@exemple.fr"),
        (Role.DIGNITARY, "M.", "Osvaldo", "Richarville", "Vice-président chargé de l’administration", "Collectivité de Saint-Martin", "osvaldo.richarville@exemple.fr"),
        (Role.ORGANISER, "Mme", "Katiana", "Belmare", "Conseillère formation", "CNFPT, délégation Guadeloupe", "katiana.belmare@exemple.fr"),
    ),
    LOCAL_EVENT: (
        (Role.SPEAKER, "Mme", "Maïwenn", "Sainte-Luce", "Enseignante-chercheuse en informatique", "Université des Antilles", "maiwenn.sainte-luce@exemple.fr"),
        (Role.SPEAKER, "M.", "Yannis", "Le Bihan", "Consultant en transformation numérique", "Atelier des communs", "yannis.lebihan@exemple.fr"),
        (Role.SPEAKER, "Mme", "Fatoumata", "N'Diaye-Ballet", "Déléguée à la protection des données", "Cap Excellence", "fatoumata.ndiaye-ballet@exemple.fr"),
        (Role.DIGNITARY, "M.", "Aurélien", "de Fontbrune", "Directeur régional", "CNFPT, délégation Guadeloupe", "aurelien.defontbrune@exemple.fr"),
        (Role.DIGNITARY, "Mme", "Rosalie", "d'Alexis", "Adjointe au maire", "Ville de Pointe-à-Pitre", "rosalie.dalexis@exemple.fr"),
        (Role.ORGANISER, "Mme", "Katiana", "Belmare", "Conseillère formation", "CNFPT, délégation Guadeloupe", "katiana.belmare@exemple.fr"),
        (Role.ORGANISER, "M.", "Steeve", "Maximin", "Assistant de formation", "CNFPT, délégation Guadeloupe", "steeve.maximin@exemple.fr"),
    ),
}  # fmt: skip


def _next(day: date, *, weekday: int) -> date:
    """The first such day of the week (0 is Monday) from `day` on."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)
