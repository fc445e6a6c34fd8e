"""Cells turned into values."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ia_events.domain import values
from ia_events.domain.fields import FIELDS, FULL_NAME_HEADINGS
from ia_events.domain.lists import PROBLEMS
from ia_events.domain.text import fold
from ia_events.domain.values import Parsed


@pytest.mark.parametrize(
    "parse, text, expected",
    [
        (values.plain, " SDIS\u00a0971 ", Parsed("SDIS 971")),
        (values.name, "N’Diaye", Parsed("N'Diaye")),
        (values.name, "McKENZIE", Parsed("McKENZIE")),
        (values.civility, "Mr", Parsed("M.")),
        (values.civility, "MONSIEUR", Parsed("M.")),
        (values.civility, "Mlle", Parsed("Mme")),
        (values.civility, "mme.", Parsed("Mme")),
        (values.civility, "Dr", Parsed("Dr")),
        (values.email, "Eloise@Exemple.FR", Parsed("eloise@exemple.fr")),
        (values.email, "mailto:a@exemple.fr", Parsed("a@exemple.fr")),
        (values.email, "a @ exemple.fr", Parsed("a@exemple.fr")),
        (values.email, "Éloïse <a@exemple.fr>", Parsed("a@exemple.fr")),
        (values.email, "a@exemple.fr; b@exemple.fr", Parsed("a@exemple.fr", "email_several")),
        (values.email, "a@exemple.fr / A@exemple.fr", Parsed("a@exemple.fr")),
        (values.email, "a@exemple", Parsed("a@exemple", "email_invalid")),
        (values.email, "à compléter", Parsed("", "email_invalid")),
        (values.email, "jean.dupont @exemple. fr", Parsed("jean.dupont@exemple.fr")),
        (values.email, "jean.dupont (at) exemple.fr", Parsed("jean.dupont@exemple.fr")),
        (values.email, "a@exemple.fr.", Parsed("a@exemple.fr")),
        (values.email, "a@exemple.fr,", Parsed("a@exemple.fr")),
        (values.email, "a@exemple.fr/b@exemple.fr", Parsed("a@exemple.fr", "email_several")),
        (values.email, "a@exemple.fr (perso)", Parsed("a@exemple.fr")),
        (values.email, "a@exemple.con", Parsed("a@exemple.con", "email_doubtful")),
        (values.email, "a@exemple,fr", Parsed("a@exemple,fr", "email_invalid")),
        (values.email, "éloïse@exemple.fr", Parsed("éloïse@exemple.fr", "email_invalid")),
        (values.email, "néant", Parsed("")),
        (values.email, "/", Parsed("")),
        (values.email, "", Parsed("")),
        (values.phone, "0690123456", Parsed("0690123456")),
        (values.phone, "06.90.12.34.56", Parsed("0690123456")),
        (values.phone, "06-90-12-34-56", Parsed("0690123456")),
        (values.phone, "690123456", Parsed("0690123456")),
        (values.phone, "+33 6 12 34 56 78", Parsed("0612345678")),
        (values.phone, "+33 (0)6 12 34 56 78", Parsed("0612345678")),
        (values.phone, "0033612345678", Parsed("0612345678")),
        (values.phone, "+590 590 87 50 04", Parsed("0590875004")),
        (values.phone, "+594694123456", Parsed("0694123456")),
        (values.phone, "+596 696 12 34 56", Parsed("0696123456")),
        (values.phone, "+262692123456", Parsed("0692123456")),
        (values.phone, "0690123456 / 0590875004", Parsed("0690123456", "phone_several")),
        (values.phone, "+1 721 542 1234", Parsed("+1 721 542 1234")),
        (values.phone, "5,9E+08", Parsed("5,9E+08", "phone_truncated")),
        (values.phone, "5.9069E+11", Parsed("5.9069E+11", "phone_truncated")),
        (values.phone, "1234", Parsed("1234", "phone_unusual")),
        (values.phone, "0690.12.34.56 ou 0590 87 50 04", Parsed("0690123456", "phone_several")),
        (values.phone, "0690123456 0590875004", Parsed("0690123456", "phone_several")),
        (values.phone, "Port. : 06/90/12/34/56", Parsed("0690123456")),
        (values.phone, "06 90 12 34 56 poste 12", Parsed("0690123456")),
        (values.phone, "(0590) 87 50 04", Parsed("0590875004")),
        (values.phone, "+590 (0)690 12 34 56", Parsed("0690123456")),
        (values.phone, "590590875004", Parsed("0590875004")),
        (values.phone, "33690123456", Parsed("0690123456")),
        (values.phone, "+330690123456", Parsed("0690123456")),
        (values.phone, "+2620692123456", Parsed("0692123456")),
        (values.phone, "590123456", Parsed("0590123456")),
        (values.phone, "-", Parsed("")),
        (values.phone, "NC", Parsed("")),
        (values.phone, "", Parsed("")),
        (values.category, "Cat. A", Parsed("A")),
        (values.category, "catégorie b", Parsed("B")),
        (values.category, "A+", Parsed("A+")),
        (values.category, "cat. A+", Parsed("A+")),
        (values.category, "Agent de catégorie C", Parsed("C")),
        (values.category, "D", Parsed("D", "category_unknown")),
        (values.category, "", Parsed("")),
        (values.digits_text, " 004512 ", Parsed("004512")),
        (values.siret, "219 711 276 00013", Parsed("21971127600013")),
        (
            values.siret,
            "5552025000011",
            Parsed("05552025000011") if values.luhn("05552025000011") else Parsed("5552025000011", "siret_invalid"),
        ),
        (values.siret, "219711276", Parsed("219711276", "siret_invalid")),
        (values.postcode, "1250", Parsed("01250")),
        (values.postcode, "97150 Marigot", Parsed("97150")),
        (values.postcode, "97 150", Parsed("97150")),
        (values.role, "Formatrice", Parsed("speaker")),
        (values.role, "Élue", Parsed("dignitary")),
        (values.role, "", Parsed("participant")),
        (values.role, "mascotte", Parsed("participant", "role_unknown")),
        (values.status, "Liste d’attente", Parsed("waitlisted")),
        (values.status, "Annulée", Parsed("cancelled")),
        (values.status, "", Parsed("registered")),
        (values.status, "peut-être", Parsed("registered", "status_unknown")),
    ],
)
def test_a_value(parse: Callable[[str], Parsed], text: str, expected: Parsed) -> None:
    assert parse(text) == expected


@given(st.sampled_from(FIELDS), st.text())
def test_any_text_gives_a_value_or_a_known_problem_and_a_value_is_itself(field: object, text: str) -> None:
    parse = field.parse  # type: ignore[attr-defined]
    value, problem = parse(text)
    assert problem == "" or problem in PROBLEMS
    assert problem or parse(value) == (value, "")


@pytest.mark.parametrize("field", FIELDS, ids=lambda f: f.id)
def test_the_sample_of_a_field_is_sound(field: object) -> None:
    assert field.parse(field.sample).problem == ""  # type: ignore[attr-defined]


def test_headings_are_folded_and_mean_one_field() -> None:
    headings = [h for f in FIELDS for h in f.headings] + list(FULL_NAME_HEADINGS)
    assert len(headings) == len(set(headings))
    assert all(fold(h) == h for h in headings)
