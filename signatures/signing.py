from datetime import datetime

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import DatabaseError, transaction
from django.utils.module_loading import import_string

from signatures.backends.base import Backend, SigningRefused, SigningUnavailable
from signatures.digests import digest_of
from signatures.models import Certificate, Signature

__all__ = ["SigningRefused", "SigningUnavailable", "sign"]


def sign(
    document: bytes, *, reference: str, holder: str, reason: str, location: str, at: datetime
) -> Signature:
    """The one signature of this reference: the first that was kept, however often it is asked.

    `holder` is the agency's code or the person's identifier in whose name the backend signs.
    A caller that rolls its transaction back leaves a document without a row, nothing worse.
    """
    if kept := Signature.objects.filter(reference=reference).first():
        return kept
    backend = backend_of(holder)
    certificate = Certificate.objects.register(backend.certificate())
    if not certificate.is_valid(at=at):
        raise SigningRefused(f"The certificate {certificate} was not valid at {at:%Y-%m-%d}.")
    signed = backend.sign(document, reason=reason, location=location, at=at)
    signature = Signature(
        reference=reference,
        certificate=certificate,
        holder=holder,
        unsigned_digest=digest_of(document),
        signed_digest=digest_of(signed),
        level=backend.level,
        backend=settings.SIGNATURES_BACKEND,
        signed_at=at,
    )
    return keep(signature, signed)


def backend_of(holder: str) -> Backend:
    backend: Backend = import_string(settings.SIGNATURES_BACKEND)(holder=holder)
    return backend


def keep(signature: Signature, signed: bytes) -> Signature:
    """Of several attempts at one reference the first row stays; the others take their file back."""
    signature.document.save("signed.pdf", ContentFile(signed), save=False)
    try:
        with transaction.atomic():
            signature.save(force_insert=True)
    except DatabaseError:
        signature.document.delete(save=False)
        first = Signature.objects.filter(reference=signature.reference).first()
        if first is None:
            raise
        return first
    return signature
