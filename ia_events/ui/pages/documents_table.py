"""The table of documents: what there is to print, when, and what is chosen for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from ia_events.domain.events import Event
from ia_events.i18n import N_, _, ngettext
from ia_events.store import Store, blanks, certificates, run_sheet
from ia_events.ui.pages.documents_badges import BadgeOptions
from ia_events.ui.pages.documents_blanks import BlankOptions
from ia_events.ui.pages.documents_certificates import CertificateOptions
from ia_events.ui.pages.documents_day import FormOptions, MealOptions, QuestionOptions, RollCallOptions, RunOptions
from ia_events.ui.pages.documents_kit import KitOptions
from ia_events.ui.pages.documents_options import DocumentOptions
from ia_events.ui.pages.documents_papers import LabelOptions, SignOptions, TentOptions
from ia_events.ui.pages.documents_sheets import SheetOptions


@dataclass(frozen=True)
class Document:
    """A document: its id, icon and name, what it is for, what its files are called, its options.

    `folder`: it can be saved as several files. `archive`: as one .zip, in place of a PDF.
    """

    id: str
    icon: str
    name: str
    about: str
    words: str
    options: type[DocumentOptions]
    folder: bool = False
    archive: bool = False


# By the moment they are needed.
MOMENTS = (
    (
        N_("La veille"),
        (
            Document("badges", "identification-badge", N_("Badges"), "", N_("badges"), BadgeOptions),
            Document("sheets", "pencil-line", N_("Feuilles d'émargement"), "", N_("émargement"), SheetOptions),
            Document(
                "blanks",
                "identification-card",
                N_("Badges vierges"),
                N_(
                    "Pour qui vient sans être sur la liste : un nom écrit à la main, et l'accueil donne le badge en le scannant."
                ),
                N_("badges vierges"),
                BlankOptions,
            ),
            Document(
                "tents",
                "user-rectangle",
                N_("Chevalets"),
                N_("Une feuille pliée en deux, le nom lisible des deux côtés de la table."),
                N_("chevalets"),
                TentOptions,
            ),
            Document(
                "labels",
                "tag",
                N_("Étiquettes"),
                N_("Nom et collectivité, pour le courrier, les places ou les dossiers."),
                N_("étiquettes"),
                LabelOptions,
            ),
            Document(
                "signs",
                "arrow-fat-right",
                N_("Panneaux"),
                N_("Quelques mots lus de loin, une flèche, et ce qui se passe là."),
                N_("panneaux"),
                SignOptions,
            ),
            Document(
                "kit",
                "lifebuoy",
                N_("Kit de secours"),
                N_("Tout ce qu'il faut pour tenir la journée sur papier si aucune machine ne marche."),
                N_("kit de secours"),
                KitOptions,
                folder=True,
                archive=True,
            ),
        ),
    ),
    (
        N_("Le jour"),
        (
            Document(
                "roll_call",
                "list-dashes",
                N_("Liste d'appel"),
                N_("Tout le monde par ordre alphabétique, une case à cocher par demi-journée."),
                N_("liste d'appel"),
                RollCallOptions,
            ),
            Document(
                "forms",
                "user-plus",
                N_("Fiches d'inscription"),
                N_("Pour qui vient sans être sur la liste : trois fiches par page."),
                N_("fiches d'inscription"),
                FormOptions,
            ),
            Document(
                "run",
                "clock",
                N_("Déroulé"),
                N_("Pour le mur de l'accueil : quand, quoi, où, avec qui."),
                N_("déroulé"),
                RunOptions,
            ),
            Document(
                "meals",
                "fork-knife",
                N_("Restauration"),
                N_("Combien de repas de chaque choix, à donner au restaurant."),
                N_("restauration"),
                MealOptions,
            ),
        ),
    ),
    (
        N_("Après"),
        (
            Document(
                "certificates",
                "medal",
                N_("Attestations"),
                N_("Certificat de réalisation ou attestation de présence, d'après les présences."),
                N_("attestations"),
                CertificateOptions,
                folder=True,
            ),
            Document(
                "questionnaire",
                "clipboard-text",
                N_("Questionnaire"),
                N_("L'avis de chaque personne sur la journée, en une page."),
                N_("questionnaire"),
                QuestionOptions,
            ),
        ),
    ),
)
DOCUMENTS = {document.id: document for _moment, documents in MOMENTS for document in documents}


class State(NamedTuple):
    """Where a document stands, in a few words, and their tone."""

    words: str
    tone: str = "muted"


def states(store: Store, event: Event) -> dict[str, State]:
    """Where documents stand, for those of which something is remembered. For 5,000 people, 60 ms."""
    facts, found = run_sheet.read(store, event), {}
    if left := facts.badges_new + facts.badges_changed:
        found["badges"] = State(_("{count} à imprimer").format(count=left), "accent")
    elif facts.badges_printed:
        found["badges"] = State(_("à jour"))
    if (blank := blanks.counts(store, event.id)).issued:
        words = ngettext("{count} sans nom", "{count} sans nom", blank.issued - blank.tied)
        found["blanks"] = State(words.format(count=blank.issued - blank.tied))
    outdated = sum(slot.sheet_outdated for slot in facts.slots)
    missing = sum(slot.sheet_at is None for slot in facts.slots)
    if outdated:
        found["sheets"] = State(
            ngettext("{count} périmée", "{count} périmées", outdated).format(count=outdated), "attention"
        )
    elif missing:
        words = _("{count} à imprimer")
        found["sheets"] = State(words.format(count=missing), "accent")
    elif facts.slots:
        found["sheets"] = State(_("à jour"))
    if issued := len(certificates.issued(store, event.id)):
        found["certificates"] = State(ngettext("{count} établie", "{count} établies", issued).format(count=issued))
    return found
