"""Certificates and attendance letters: shown without a number, numbered when they leave, revoked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from ia_events.documents.branding import Branding
from ia_events.documents.calibration import Calibration
from ia_events.domain.certificates import Certificate, Kind
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee, Role
from ia_events.i18n import _, ngettext
from ia_events.store import Store, certificates, journal, presence
from ia_events.store.journal import Action
from ia_events.store.noting import noted
from ia_events.ui import fonts, theme
from ia_events.ui.pages.documents_jobs import Leaving, Ready, Who, written
from ia_events.ui.pages.documents_labels import pages
from ia_events.ui.pages.documents_options import DocumentOptions, Instead, WhoChoice
from ia_events.ui.session import Session
from ia_events.ui.widgets import Choice, label, quiet, secondary
from ia_events.ui.widgets.segmented import Segmented
from ia_events.ui.work import Progress

if TYPE_CHECKING:
    from ia_events.documents.pdf import Made

T = TypeVar("T")
_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class CertificatesAsked:
    """Certificates wanted: of whom, of which kind, for what nature of training."""

    event: Event
    branding: Branding
    who: Who
    kind: Kind
    nature: str

    def prepare(self, store: Store, before: Ready | None, now: datetime, progress: Progress) -> CertificatesReady:
        """Make them as they would be, without giving a number away."""
        grid = presence.load(store, self.event)
        progress.check()
        people = self.who.of(store, self.event.id)
        foreseen = certificates.foreseen(store, grid, people, self.kind, now)
        # When the new ones were foreseen is another moment each time, and changes nothing.
        basis = tuple(c if c.number else replace(c, issued_at=_ANY_TIME) for c in foreseen.values())
        ready = CertificatesReady(
            self,
            people,
            (basis, self.event.ends is not None and now < self.event.ends),
            there=tuple(person for person in people if person.id in foreseen),
            duplicates=sum(certificate.duplicate for certificate in foreseen.values()),
            standing=tuple(c for c in certificates.issued(store, self.event.id) if c.kind == self.kind),
        )
        return written(ready, before, lambda file: self.draw(file, people, foreseen, now, progress))

    def draw(
        self,
        out: BytesIO | Path,
        people: Sequence[Attendee],
        issued: dict[str, Certificate],
        now: datetime,
        progress: Progress,
    ) -> Made:
        """One file; a file a person when `out` is a folder."""
        from ia_events.documents.certificates import write_certificate_files, write_certificates

        wanted = {"certificates": issued, "nature": self.nature, "branding": self.branding, "made_at": now}
        if isinstance(out, Path) and out.suffix.lower() != ".pdf":
            return write_certificate_files(out, self.event, people, progress=progress, **wanted)  # type: ignore[arg-type]
        return write_certificates(out, self.event, people, progress=progress, **wanted)  # type: ignore[arg-type]


@dataclass(frozen=True)
class CertificatesReady(Ready):
    """Certificates foreseen. `there` are those who have one, a page each; `standing` those issued before."""

    there: tuple[Attendee, ...] = ()
    duplicates: int = 0
    standing: tuple[Certificate, ...] = ()

    @property
    def certificates(self) -> CertificatesAsked:
        """What was wanted."""
        assert isinstance(self.asked, CertificatesAsked)
        return self.asked

    def save(
        self, store: Store, out: Path, calibration: Calibration, now: datetime, progress: Progress
    ) -> Action | None:
        def draw(issued: dict[str, Certificate]) -> None:
            self.certificates.draw(out, self.there, issued, now, progress)

        return self._issue(store, self.there, now, draw)[1]

    def leave(self, store: Store, pages: Sequence[int], now: datetime, progress: Progress) -> Leaving:
        file, people = BytesIO(), [self.there[number] for number in pages]
        _made, action = self._issue(
            store, people, now, lambda issued: self.certificates.draw(file, people, issued, now, progress)
        )
        return Leaving(file.getvalue(), range(len(people)), action)

    def _issue(
        self, store: Store, people: Sequence[Attendee], now: datetime, draw: Callable[[dict[str, Certificate]], T]
    ) -> tuple[T, Action | None]:
        """Number certificates and draw them; they don't stand when they could not be drawn."""
        asked = self.certificates
        issued = certificates.issue(store, presence.load(store, asked.event), people, asked.kind, now)
        try:
            return draw(issued.certificates), issued.action
        except BaseException:
            if issued.action is not None:
                journal.undo(store, now, issued.action.id)
            raise


class CertificateOptions(DocumentOptions):
    """Of whom, of which kind; what stands, and its revocation."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.kind = Segmented(
            [(Kind.CERTIFICATE.value, _("De réalisation")), (Kind.ATTENDANCE.value, _("De présence"))],
            name=_("Genre d'attestation"),
            fill=True,
        )
        self.kind.buttons[Kind.CERTIFICATE.value].setToolTip(_("Certificat de réalisation"))
        self.kind.buttons[Kind.ATTENDANCE.value].setToolTip(_("Attestation de présence, avec ses demi-journées"))
        self.who = WhoChoice((Role.PARTICIPANT.value,))
        self.nature = QLineEdit()
        self.nature.setPlaceholderText(_("Action de formation"))
        self.lacking = label("", theme.SMALL, tone="attention", wrap=True)
        self.settings = quiet(_("Ouvrir les réglages"), lambda: session.open("settings"))
        self.issued = label("", weight=fonts.MEDIUM, wrap=True)
        self.which = Choice(name=_("Attestation à révoquer"))
        self.which.narrow()
        self.revoke = secondary(_("Révoquer"), self._revoke, icon="prohibit")
        self.add_field(_("Document"), self.kind)
        self.add_field(_("Pour qui"), self.who, _("Qui a au moins une présence. Les heures en viennent."))
        self.add_field(_("Nature"), self.nature)
        self.column.addWidget(self.lacking)
        self.column.addWidget(self.settings, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addSpacing(theme.S)
        self.column.addWidget(self.issued)
        self.column.addWidget(self.which)
        self.column.addWidget(self.revoke)
        self.kind.chosen.connect(lambda _kind: self.changed.emit())
        self.who.chosen.connect(lambda _who: self.changed.emit())
        self.nature.textEdited.connect(lambda _text: self.changed.emit())
        self._standing: tuple[Certificate, ...] = ()

    def choose_people(self, ids: Sequence[str]) -> None:
        self.who.choose_people(ids)

    def show_event(self, event: Event) -> None:
        """Say what the settings lack for a certificate to be signed."""
        settings = self.session.settings
        lacking = [
            words
            for words, value in (
                (_("signataire"), settings.signatory),
                (_("qualité du signataire"), settings.signatory_capacity),
                (_("ville"), settings.signing_place),
            )
            if not value.strip()
        ]
        self.lacking.setText(_("Manque dans les réglages : {what}.").format(what=", ".join(lacking)))
        for part in (self.lacking, self.settings):
            part.setVisible(bool(lacking))

    def asked(self, event: Event, branding: Branding) -> CertificatesAsked:
        kind = Kind(self.kind.value)
        return CertificatesAsked(event, branding, self.who.who, kind, self.nature.text().strip())

    def show_ready(self, event: Event, ready: Ready, now: datetime) -> None:
        """Say which stand, and offer them to be revoked."""
        assert isinstance(ready, CertificatesReady)
        count = len(ready.standing)
        self.issued.setText(ngettext("{count} déjà établie", "{count} déjà établies", count).format(count=count))
        for part in (self.issued, self.which, self.revoke):
            part.setVisible(count > 0)
        if ready.standing == self._standing:
            return
        self._standing = ready.standing
        options: list[tuple[object, str]] = [(c.number, f"{c.name} · {c.number}") for c in ready.standing]
        self.which.set_options(options, self.which.value)

    def headline(self, event: Event, ready: Ready, now: datetime) -> str:
        assert isinstance(ready, CertificatesReady)
        new = len(ready.there) - ready.duplicates
        said = []
        if new:
            said.append(_("{count} à établir").format(count=new))
        if ready.duplicates:
            words = ngettext("{count} duplicata", "{count} duplicatas", ready.duplicates)
            said.append(words.format(count=ready.duplicates))
        if not said:
            return ""
        sentence = _("Aperçu : {what}.").format(what=", ".join(said))
        return sentence + " " + _("Les numéros sont donnés à l'enregistrement ou à l'impression.") if new else sentence

    def said(self, ready: Ready) -> str:
        words = ngettext("{count} attestation", "{count} attestations", ready.count).format(count=ready.count)
        return _("{papers} sur {pages}.").format(papers=words, pages=pages(ready.pages))

    def instead(self, event: Event, ready: Ready) -> Instead | None:
        if ready.error is None or ready.error.code != "nobody_present":
            return None
        return Instead(
            "check-square",
            _("Aucune présence enregistrée"),
            _(
                "Les attestations viennent des présences : elles se font après l'accueil, ou une fois la grille remplie."
            ),
            _("Ouvrir les présences"),
            lambda: self.session.open("presence"),
        )

    def _revoke(self) -> None:
        number, event_id, now = str(self.which.value), self.session.event_id, self.session.now()

        def done(revoked: tuple[list[Certificate], Action | None]) -> None:
            found, action = revoked
            self.session.recorded()
            said = _("Attestation {number} révoquée : son code est refusé.").format(number=found[0].number)
            self.session.notify(said, "welcome", undo=action)

        self.session.run(
            lambda store, _progress: noted(store, lambda on: certificates.revoke(on, event_id, [number], now)),
            done,
            cancellable=False,
        )
