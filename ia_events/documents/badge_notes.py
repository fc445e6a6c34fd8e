"""What is said of the badges that were made: whose lacks something, or isn't as it should be."""

from __future__ import annotations

from dataclasses import dataclass, field

from ia_events.documents.pdf import some
from ia_events.domain.people import Attendee
from ia_events.i18n import _, ngettext


@dataclass(slots=True)
class Notes:
    """Whose badge lacks something or isn't as it should be: names by id, once whatever faces say it."""

    without: dict[str, dict[str, str]] = field(default_factory=dict)
    boxed: dict[str, str] = field(default_factory=dict)
    small: dict[str, str] = field(default_factory=dict)
    event_boxed: bool = False
    slots_missing: tuple[int, tuple[str, ...]] = (0, ())  # in the programme: how many, and of what days

    def lacks(self, what: str, person: Attendee) -> None:
        """A field was left out of somebody's badge."""
        self.without.setdefault(what, {})[person.id] = person.list_name

    def has_boxes(self, person: Attendee) -> None:
        """Letters of somebody's badge are in none of the fonts."""
        self.boxed[person.id] = person.list_name

    def is_small(self, person: Attendee) -> None:
        """Somebody's name is under 9 points."""
        self.small[person.id] = person.list_name

    def sentences(self) -> tuple[str, ...]:
        """All of it, in sentences."""
        found = []
        if self.event_boxed:
            found.append(
                _("Le titre contient des lettres que les polices du programme n'ont pas : un losange les remplace.")
            )
        missing, days = self.slots_missing
        if missing:
            sentence = ngettext(
                "Le programme ne tient pas en entier sur les badges : il y manque {count} demi-journée ({days}).",
                "Le programme ne tient pas en entier sur les badges : il y manque {count} demi-journées ({days}).",
                missing,
            )
            found.append(sentence.format(count=missing, days=some(list(days))))
        boxed = ngettext(
            "{count} badge contient des lettres que les polices du programme n'ont pas, remplacées par un "
            "losange : {names}.",
            "{count} badges contiennent des lettres que les polices du programme n'ont pas, remplacées par un "
            "losange : {names}.",
            len(self.boxed),
        )
        small = ngettext(
            "{count} nom est imprimé en moins de 9 points, faute de place : {names}.",
            "{count} noms sont imprimés en moins de 9 points, faute de place : {names}.",
            len(self.small),
        )
        employer, job, other = (list(self.without.get(what, {}).values()) for what in ("employer", "job_title", ""))
        no_employer = ngettext(
            "{count} badge ne porte pas la collectivité, faute de place : {names}.",
            "{count} badges ne portent pas la collectivité, faute de place : {names}.",
            len(employer),
        )
        no_job = ngettext(
            "{count} badge ne porte pas la fonction, faute de place : {names}.",
            "{count} badges ne portent pas la fonction, faute de place : {names}.",
            len(job),
        )
        not_all = ngettext(
            "{count} badge ne porte pas tout ce que prévoit le modèle, faute de place : {names}.",
            "{count} badges ne portent pas tout ce que prévoit le modèle, faute de place : {names}.",
            len(other),
        )
        for names, sentence in (
            (list(self.boxed.values()), boxed), (list(self.small.values()), small), (employer, no_employer), (job, no_job), (other, not_all),
        ):  # fmt: skip
            if names:
                found.append(sentence.format(count=len(names), names=some(names)))
        return tuple(found)
