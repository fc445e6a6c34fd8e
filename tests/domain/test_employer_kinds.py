"""Employers by the words of their names."""

from __future__ import annotations

import pytest

from ia_events.domain.employer_kinds import EmployerKind, kind_of


@pytest.mark.parametrize(
    "name, kind",
    [
        ("Ville de Basse-Terre", "commune"),
        ("Mairie du Gosier", "commune"),
        ("COMMUNE DE SAINTE-ANNE", "commune"),
        ("Communauté d'agglomération du Nord Grande-Terre", "epci"),
        ("Cap Excellence", "epci"),
        ("CC de Marie-Galante", "epci"),
        ("Métropole de Lyon", "epci"),
        ("Syndicat mixte de gestion de l'eau", "epci"),
        ("Conseil départemental de la Guadeloupe", "department"),
        ("Département de La Réunion", "department"),
        ("Région Guadeloupe", "region"),
        ("Conseil régional", "region"),
        ("Collectivité de Saint-Martin", "single"),
        ("Collectivité territoriale de Martinique", "single"),
        ("Collectivité de Saint-Barthélemy", "single"),
        ("CCAS de la Ville des Abymes", "ccas"),
        ("Centre communal d'action sociale", "ccas"),
        ("SDIS 971", "sdis"),
        ("Service départemental d'incendie et de secours de la Guadeloupe", "sdis"),
        ("Préfecture de Saint-Barthélemy et de Saint-Martin", "state"),
        ("DEAL Guadeloupe", "state"),
        ("Direction régionale des finances publiques", "state"),
        ("Centre de gestion de la Guadeloupe", "other"),
        ("Université des Antilles", "other"),
        ("CHU de la Guadeloupe", "other"),
        ("Grand Case Beach Club", "other"),
        ("Baie-Mahault", "commune"),
        ("Le Moule", "commune"),
        ("LES ABYMES", "commune"),
        ("Saint-Laurent-du-Maroni", "commune"),
        ("CCAS Le Moule", "ccas"),
        ("Port-Louis Plaisance", "other"),
        ("", "unknown"),
    ],
)
def test_the_kind_is_told_by_the_words(name: str, kind: str) -> None:
    assert kind_of(name) == EmployerKind(kind)
