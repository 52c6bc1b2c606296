"""Ending or pausing a certificate by hand: with a reason, by a name, never undone in silence."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from signatures.certificates.judging import ended
from signatures.certificates.reading import ImportRefused
from signatures.models import Certificate, CertificateDeed
from signatures.states import CertificateVerb, Knowledge, Refusal, RevocationReason

#: Which states each deed by hand can start from.
POSSIBLE: dict[CertificateVerb, set[Refusal | None]] = {
    CertificateVerb.REVOKED: {None, Refusal.SUSPENDED},
    CertificateVerb.SUSPENDED: {None},
    CertificateVerb.RESTORED: {Refusal.SUSPENDED},
}


def possible(certificate: Certificate, *, at: datetime) -> list[CertificateVerb]:
    now = ended(certificate, at)
    return [verb for verb, sources in POSSIBLE.items() if now in sources]


@transaction.atomic
def carry_out(
    verb: CertificateVerb,
    certificate: Certificate,
    *,
    actor: str,
    at: datetime,
    recorded_at: datetime,
    reason: RevocationReason | None = None,
    said: str = "",
) -> CertificateDeed:
    """In force from `at`, which may lie in the past: what was signed since then is in doubt.

    Raises `ImportRefused` where the certificate stands otherwise, or the instant makes no sense.
    """
    Certificate.objects.select_for_update(of=("self",), no_key=True).get(pk=certificate.pk)
    if verb not in possible(certificate, at=recorded_at):
        raise ImportRefused("", NOT_POSSIBLE)
    if not certificate.valid_from <= at <= recorded_at + timedelta(minutes=1):
        raise ImportRefused("at", WRONG_INSTANT)
    return CertificateDeed.objects.create(
        certificate=certificate,
        verb=verb,
        at=at,
        reason=reason or "",
        said=said,
        knowledge=Knowledge.HAND,
        actor=actor,
        recorded_at=recorded_at,
    )


NOT_POSSIBLE = _("The certificate stands otherwise by now; look at its history and decide again.")
WRONG_INSTANT = _("Give an instant after the certificate's first day and not in the future.")
