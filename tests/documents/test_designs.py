"""Badge designs as files: read, refused with a reason, written and read again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ia_events.documents import design_files, designs, kept_designs, placeholders
from ia_events.documents.branding import Branding
from ia_events.documents.design_files import parse, shipped, written
from ia_events.documents.designs import (
    Box,
    Code,
    Design,
    Line,
    Picture,
    RoleBand,
    Run,
    Shape,
    Text,
)
from ia_events.domain import fields
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event


def minimal(**changes: Any) -> dict[str, Any]:
    text = {"type": "text", "box": [1, 2, 30, 20], "lines": [{"text": "{first_name}", "size": 12}]}
    return {"schema": 1, "id": "essai", "name": "Essai", "formats": [{"size": [80, 50], "front": [text]}], **changes}


def with_element(**element: Any) -> dict[str, Any]:
    return minimal(formats=[{"size": [80, 50], "front": [element]}])


def refused(said: object) -> str:
    with pytest.raises(UserError) as caught:
        parse(said if isinstance(said, str) else json.dumps(said))
    assert caught.value.code == "design_invalid"
    return caught.value.message


@pytest.mark.parametrize("design", shipped(), ids=lambda design: design.id)
def test_what_is_written_is_read_again_the_same(design: Design) -> None:
    assert parse(written(design)) == design


def test_everything_a_design_can_say_is_kept() -> None:
    front = (
        Text(
            box=Box(1.5, 2, 30, 20), angle=12.5, align="right", vertical="bottom",
            lines=(Line(runs=(Run("{job_title}, "), Run("{EMPLOYER}", True, "#0F766E")), size=11, least=7, wrap=3, optional=True, gap=1.2),),
        ),
        Shape(box=Box(0, 0, 80, 0), shape="line", stroke="accent", thickness=0.5),
        Shape(box=Box(1, 1, 10, 10), shape="ellipse", fill="role"),
        Picture(box=Box(50, 2, 20, 10), source="data:image/png;base64,iVBORw0KGgo=", anchor="ne"),
        Picture(box=Box(50, 20, 20, 20), source="photo"),
        Code(box=Box(55, 25, 20, 20), says="https://exemple.fr/{session_code}", letters=False),
        RoleBand(box=Box(2, 40, 40, 6), size=8, radius=0, participants=True, bilingual=True),
    )  # fmt: skip
    design = Design("essai", {"fr": "Essai", "en": "Trial"}, (designs.Format((80, 50), front, front[:1]),), True)
    assert parse(written(design)) == design


@pytest.mark.parametrize(
    "said, sentence",
    [
        ("", "n’est pas un modèle de badge"),
        ("[]", "n’est pas un modèle de badge"),
        ('{"schema": 1', "n’est pas un modèle de badge"),
        ("[" * 100_000, "n’est pas un modèle de badge"),
        (minimal(schema=2), "d’une autre version (2)"),
        (minimal(name=""), "donnez un nom"),
        (minimal(formats=[]), "de 1 à 20"),
        (minimal(colour="ink"), "« colour » n’a pas de sens ici"),
        (minimal(id="Été"), "sans accent"),
        (minimal(formats=[{"size": [80], "front": []}]), "formats 1, size : il faut 2 nombres"),
        (minimal(formats=[{"size": [80, 5], "front": []}]), "de 10 à 600 mm"),
        (minimal(formats=[{"size": [80, 50], "front": []}]), "rien sur le badge"),
        (minimal(name="Modèle \ud800"), "n’est pas un modèle de badge"),
        (with_element(type="text", box=[0, 0, 1, 1], lines=[{"text": "a\udfff", "size": 9}]), "n’est pas un modèle de badge"),
        (with_element(type="banner", box=[0, 0, 1, 1]), "text, shape, picture, code, role"),
        (with_element(type=["text"], box=[0, 0, 1, 1]), "text, shape, picture, code, role"),
        (with_element(type="shape", box=[0, 0, -1, 1]), "sont positives"),
        (with_element(type="shape", box=[0, 0, 0, 1]), "sont positives"),
        (with_element(type="shape", box="here"), "il faut 4 nombres"),
        (with_element(type="shape", box=[0, 0, 1, True]), "il faut un nombre"),
        (with_element(type="shape", box=[0, 0, 1, 1], fill="teal"), "une couleur s’écrit #0F766E"),
        (with_element(type="shape", box=[0, 0, 1, 1], shape="star"), "rectangle, ellipse, line"),
        (with_element(type="text", box=[0, 0, 1, 1], lines=[]), "au moins une ligne"),
        (with_element(type="text", box=[0, 0, 1, 1], lines=[{"text": "a"}]), "il faut une taille"),
        (with_element(type="text", box=[0, 0, 1, 1], lines=[{"text": 3, "size": 9}]), "il faut un texte"),
        (with_element(type="text", box=[0, 0, 1, 1], lines=[{"text": "{phone}", "size": 9}]), "{phone} » n’est pas un champ"),
        (with_element(type="text", box=[0, 0, 1, 1], lines=[{"text": "{first_name:de}", "size": 9}]), "n’est pas un champ"),
        (with_element(type="text", box=[0, 0, 1, 1], lines=[{"text": "a", "size": 9, "wrap": 0}]), "de 1 à 30"),
        (with_element(type="text", box=[0, 0, 1, 1], lines=[{"text": "a", "size": 9, "optional": 1}]), "true ou false"),
        (with_element(type="picture", box=[0, 0, 1, 1], source="/etc/passwd"), "logo, photo, ou une image"),
        (with_element(type="code", box=[0, 0, 20, 20], says="{e_mail}"), "n’est pas un champ connu"),
        (with_element(type="code", box=[0, 0, 20, 20], says="{last_name}"), "ne dit rien de la personne"),
    ],
)  # fmt: skip
def test_a_file_that_makes_no_sense_is_refused_with_the_place_and_the_reason(said: object, sentence: str) -> None:
    assert sentence in refused(said).replace("\u00a0", " ")


def test_only_what_a_badge_may_show_can_be_named() -> None:
    named = {name.lower() for name, _label in placeholders.offered()}
    private = {field.id for field in fields.FIELDS if field.id not in fields.PRINTED_ON_BADGE}
    assert not (named - set(placeholders.EVENT_LABELS)) & private
    assert placeholders.personal("{address}") == "", "the event's, not somebody's home"
    assert all(placeholders.unknown(f"{{{name}}}") == "" for name, _label in placeholders.offered())
    assert all(placeholders.unknown(f"{{{name}}}") == name for name in private - {"address"})
    assert all(label for _name, label in placeholders.offered())


def test_a_design_that_says_the_group() -> None:
    assert not any(placeholders.says(design, "group") for design in shipped())
    assert placeholders.says(shipped()[0], "first_name")
    part = {"type": "text", "box": [0, 0, 80, 10], "lines": [{"text": "Salle {GROUP}", "size": 9}]}
    assert placeholders.says(parse(json.dumps(with_element(**part))), "group")


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    for name, data, code in (("absent.json", None, "design_unreadable"), ("latin.json", b"\xe9\xff", "design_invalid")):
        file = tmp_path / name
        if data is not None:
            file.write_bytes(data)
        with pytest.raises(UserError) as caught:
            design_files.read(file)
        assert caught.value.code == code


def test_a_design_of_one_s_own_is_kept_renamed_removed_and_put_back() -> None:
    first = kept_designs.keep(shipped()[0])
    second = kept_designs.keep(shipped()[0], "Atelier d'été")
    assert [design.name for design in kept_designs.kept()] == ["Atelier d'été", "Sobre 2"]
    assert first.id == "sobre-2"
    assert kept_designs.find("ATELIER D’ETE") == second
    assert kept_designs.find("atelier-d-ete").formats == shipped()[0].formats
    renamed = kept_designs.rename(second, "Hiver")
    assert kept_designs.find("hiver") == renamed
    kept_designs.remove(renamed)
    assert [design.name for design in kept_designs.kept()] == ["Sobre 2"]
    assert kept_designs.put_back() is not None
    assert [design.name for design in kept_designs.kept()] == ["Hiver", "Sobre 2"]
    assert kept_designs.put_back() is None


def test_the_program_s_own_designs_stay() -> None:
    with pytest.raises(UserError) as caught:
        kept_designs.remove(shipped()[0])
    assert caught.value.code == "design_shipped"
    with pytest.raises(UserError) as caught:
        kept_designs.find("baroque")
    assert caught.value.code == "layout_unknown"
    assert "sober" in caught.value.message


@pytest.mark.parametrize("text", ["{}", "{", "{}{key}", "{ {key}", "{}{phone}", "{first_name}{}", "{key}", "{{key}}"])
def test_no_braces_hide_what_cannot_be_named(text: str) -> None:
    """The key of the event signs its badges: nothing a design says may print it."""
    lines = [{"text": text, "size": 9}]
    assert "n’est pas un champ connu" in refused(with_element(type="text", box=[0, 0, 1, 1], lines=lines))
    assert "n’est pas un champ connu" in refused(with_element(type="code", box=[0, 0, 20, 20], says=text))
    words = placeholders.Words(Event(title="Essai", key="5a" * 32, notes="Secret"), Branding())
    for name in ("key", "notes", "id"):
        with pytest.raises(KeyError):
            words.of_event(f"{{{name}}}")
