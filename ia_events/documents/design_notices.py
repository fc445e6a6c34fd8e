"""What is said of a design when badges are printed with it: what is wrong with it on these labels, once for all badges."""

from __future__ import annotations

from ia_events.documents.branding import Branding
from ia_events.documents.design_checks import remarks
from ia_events.documents.design_files import shipped
from ia_events.documents.designs import Code, Design, Format, Text
from ia_events.documents.stocks import mm
from ia_events.domain.events import Event
from ia_events.i18n import N_, _

# By the code of a remark.
_SENTENCES = {
    "outside": N_("Modèle « {design} » : un élément dépasse de l'étiquette, et n'est pas imprimé en entier."),
    "code_small": N_("Modèle « {design} » : le code mesure moins de 20 mm, certains lecteurs ne le liront pas."),
    "code_covered": N_("Modèle « {design} » : un élément empiète sur le code, qui risque de ne pas être lu."),
    "code_covers": N_("Modèle « {design} » : le blanc autour du code cache une partie d'un texte."),
    "hidden": N_("Modèle « {design} » : un élément cache une partie d'un texte."),
    "texts_meet": N_("Modèle « {design} » : deux textes prennent la même place."),
    "contrast": N_("Modèle « {design} » : un texte n'est pas assez contrasté pour être lu de tous."),
}
_NAMES = ("first_name", "last_name")


def notices(design: Design, label: tuple[float, float], event: Event, branding: Branding) -> tuple[str, ...]:
    """What is wrong with a design on a label (mm), in sentences. It is looked at alone: nobody's words are set."""
    made = design.format_for(label)
    found = {remark.code for remark in remarks(design, made, label, event, (), branding)}
    said = [_(sentence) for code, sentence in _SENTENCES.items() if code in found]
    named, coded = _says_who(made)
    if not (named or coded):
        said.insert(0, _("Modèle « {design} » : il ne porte ni nom ni code."))
    elif not named:
        said.insert(0, _("Modèle « {design} » : il ne porte pas de nom."))
    elif not (coded or design.folds):  # a card for a table is not scanned
        said.insert(
            0, _("Modèle « {design} » : il ne porte pas le code du badge ; à l'accueil, il faudra taper les noms.")
        )
    own = ""
    if made in (same := untouched(design)):
        own = sizes([mine for mine in design.formats if mine not in same])
        said.append(
            _(
                "Modèle « {design} » : vos changements sont dessinés pour {sizes} ; sur cette étiquette, le dessin "
                "d'origine est imprimé. Dessinez-le aussi pour cette taille."
            )
        )
    return tuple([sentence.format(design=design.name, sizes=own) for sentence in said])


def untouched(design: Design) -> list[Format]:
    """The formats that are still as in a design of the program, when others are the user's own; none otherwise."""
    theirs = [one for made in shipped() for one in made.formats]
    same = [
        made
        for made in design.formats
        if any((made.size, made.front) == (one.size, one.front) and made.back in (one.back, ()) for one in theirs)
    ]
    return [] if len(same) == len(design.formats) else same


def sizes(formats: list[Format]) -> str:
    """« 86 × 55 mm, 63,5 × 38,1 mm »."""
    return ", ".join([f"{mm(made.size[0])} × {mm(made.size[1])} mm" for made in formats])


def _says_who(made: Format) -> tuple[bool, bool]:
    """Whether a badge says a name, and has a code."""
    parts = (*made.front, *made.back)
    said = "".join([run.text for part in parts if isinstance(part, Text) for line in part.lines for run in line.runs])
    return (
        any(f"{{{name}" in said.lower() for name in _NAMES),
        any(isinstance(part, Code) and "{badge}" in part.says for part in parts),
    )
