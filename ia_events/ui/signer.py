"""Who signs on the screen, at the door or at the kiosk, and what they drew kept."""

from __future__ import annotations

from typing import NamedTuple

from ia_events.domain.events import Slot
from ia_events.domain.people import Attendee
from ia_events.domain.signatures import captured
from ia_events.store import signatures
from ia_events.ui.session import Session
from ia_events.ui.widgets.signing_pad import SigningPad


class Signer(NamedTuple):
    """Somebody who may sign in a slot."""

    person: Attendee
    slot: Slot

    @property
    def key(self) -> tuple[str, str]:
        """What tells two apart, whatever was edited since."""
        return self.person.id, self.slot.id


def keep_drawn(session: Session, signer: Signer, pad: SigningPad) -> None:
    """Record what is drawn, as given now at this station; committed when it returns. UserError signature_too_short, slot_unknown."""
    event, now = session.event, session.now()
    assert event is not None
    signatures.sign(
        session.store, event, signer.person, signer.slot.id, captured(pad.strokes), at=now, now=now,
        station=session.settings.station, tool=pad.tool,
    )  # fmt: skip
