"""How one enters a slot, whatever its hours: given in the event editor or the terminal, said in words."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ia_events.domain.events import Slot
from ia_events.i18n import _, ngettext


@dataclass(frozen=True, slots=True)
class EntryRules:
    """The rules of entry of a slot, as Slot has them."""

    opens: int | None = None
    late: int | None = None
    seats: int | None = None
    reentry: bool = True
    signing: bool = False

    @classmethod
    def of(cls, slot: Slot) -> EntryRules:
        """Those of a slot."""
        return cls(slot.opens, slot.late, slot.seats, slot.reentry, slot.signing)

    def given_to(self, slot: Slot) -> Slot:
        """A slot with these."""
        return replace(
            slot, opens=self.opens, late=self.late, seats=self.seats, reentry=self.reentry, signing=self.signing
        )

    @property
    def words(self) -> str:
        """« ouvre 30 min avant · retard après 10 min · 80 places · sans retour
        · signature à l'écran »; "" where everybody comes as they like."""
        said = []
        if self.opens is not None:
            said.append(
                _("ouvre {minutes} min avant").format(minutes=self.opens) if self.opens else _("ouvre à l'heure")
            )
        if self.late is not None:
            said.append(
                _("retard après {minutes} min").format(minutes=self.late) if self.late else _("retard dès le début")
            )
        if self.seats is not None:
            said.append(ngettext("{count} place", "{count} places", self.seats).format(count=self.seats))
        if not self.reentry:
            said.append(_("sans retour"))
        if self.signing:
            said.append(_("signature à l'écran"))
        return " · ".join(said)


FREE = EntryRules()
"""Everybody comes as they like."""
