"""Certificates and attendance letters: issued, checked, revoked."""

from __future__ import annotations

from pathlib import Path

import click

from ia_events.cli.base import Context, commands, event_option, now, out_option
from ia_events.cli.choosing import chosen, people_options
from ia_events.cli.papers import answer, branding_of
from ia_events.documents.branding import Branding
from ia_events.domain import dates, tokens
from ia_events.domain.certificates import KIND_LABELS, Kind
from ia_events.domain.errors import UserError
from ia_events.i18n import N_, _, ngettext
from ia_events.store import certificates, events, journal, presence
from ia_events.store.certificates import Standing, Verified


@commands.command(
    "certificates",
    help=N_("Faire les attestations de qui est venu, numérotées et notées ; pour les participants, sauf autre choix."),
)
@event_option
@out_option(N_("FICHIER.pdf|DOSSIER"), says=N_("Un fichier ; ou un dossier, pour un fichier par personne."))
@click.option(
    "--kind", type=click.Choice([kind.value for kind in Kind]), default=Kind.CERTIFICATE.value,
    help=N_("Un certificat de réalisation, ou une attestation de présence."),
)  # fmt: skip
@click.option(
    "--nature",
    default="",
    metavar=N_("TEXTE"),
    help=N_("La nature de l'action de formation, comme le certificat la dit."),
)
@people_options
@click.pass_obj
def make_certificates(
    context: Context, event_id: str, out: Path, kind: str, nature: str, persons: tuple[str, ...], roles: tuple[str, ...]
) -> None:
    """Number, record and make certificates of those who came; for participants unless chosen otherwise."""
    from ia_events.documents.certificates import free_path, write_certificate_files, write_certificates

    one_file = out.suffix.lower() == ".pdf"
    branding = branding_of(context, out) if one_file else Branding.of(context.settings)
    with context.store() as store:
        grid = presence.load(store, events.get(store, event_id))
        people = chosen(store, event_id, persons, roles or (() if persons else ("participant",)))
        issued = certificates.issue(store, grid, people, Kind(kind), now())
        write = write_certificates if one_file else write_certificate_files
        if one_file and any(made.duplicate for made in issued.certificates.values()):
            out = free_path(out)  # the originals may be there
        try:
            made = write(
                out,
                grid.event,
                people,
                certificates=issued.certificates,
                nature=nature,
                branding=branding,
                made_at=now(),
            )
        except BaseException:
            # Nobody has them: they must not stand, nor make the next ones duplicates.
            if issued.action is not None:
                journal.undo(store, now(), issued.action.id)
            raise
    duplicates = sum(certificate.duplicate for certificate in issued.certificates.values())
    answer(context, out, made, duplicates=duplicates)


@commands.command("verify-certificate", help=N_("Dire ce que vaut le code d'une attestation."))
@click.argument("code", metavar="CODE", help=N_("Les lettres sous le code QR de l'attestation."))
@click.pass_obj
def verify_certificate(context: Context, code: str) -> None:
    """Say what the code of a certificate is worth: genuine, else UserError certificate_revoked, certificate_unknown."""
    with context.store() as store:
        found = certificates.verify(store, code)
    value: dict[str, object] = {"code": tokens.normalise(code), "standing": found.standing.value}
    said = found.certificate
    if said is not None and found.issued_on is not None:
        value |= {
            "number": said.number,
            "kind": said.kind.value,
            "event": said.event_id,
            "title": said.title,
            "registration": said.registration_id,
            "name": said.name,
            "employer": said.employer,
            "hours": said.hours,
            "issued_on": found.issued_on.isoformat(),
        }
    context.answer(value, _facts(found), _worthless(found, code))


def _worthless(found: Verified, code: str) -> UserError | None:
    """Why a code proves nothing; None for that of a genuine certificate."""
    if found.standing == Standing.GENUINE:
        return None
    if found.standing == Standing.REVOKED:
        return UserError("certificate_revoked", N_("Attestation révoquée : elle ne vaut plus."))
    if tokens.badge_id(code) is not None:
        return UserError("certificate_unknown", N_("C'est le code d'un badge, pas celui d'une attestation."))
    sentence = N_("Attestation inconnue : ce code n'est celui d'aucune attestation de cette base.")
    return UserError("certificate_unknown", sentence)


def _facts(found: Verified) -> str:
    """What a certificate says, in sentences; "" for one nobody issued."""
    said, day = found.certificate, found.issued_on
    if said is None or day is None:
        return ""
    whom = ", ".join(filter(None, (said.name, said.employer)))
    facts = _("{paper} n° {number} du {date} : {whom} · {title} · {hours}").format(
        paper=_(KIND_LABELS[said.kind]), number=said.number, date=dates.long_date(day, weekday=False), whom=whom,
        title=said.title, hours=dates.hours(said.hours),
    )  # fmt: skip
    return "\n".join([_("Attestation authentique."), facts] if found.standing == Standing.GENUINE else [facts])


@commands.command("revoke-certificate", help=N_("Révoquer des attestations : leur code répond désormais « révoquée »."))
@event_option
@click.argument("numbers", nargs=-1, required=True, metavar=N_("NUMÉRO…"), help=N_("Les numéros des attestations."))
@click.pass_obj
def revoke_certificate(context: Context, event_id: str, numbers: tuple[str, ...]) -> None:
    """Revoke certificates: their codes are answered « revoked » from now on."""
    with context.store() as store:
        events.get(store, event_id)
        gone = certificates.revoke(store, event_id, numbers, now())
    sentence = ngettext("{count} attestation révoquée.", "{count} attestations révoquées.", len(gone))
    context.answer({"revoked": [c.number for c in gone]}, sentence.format(count=len(gone)))
