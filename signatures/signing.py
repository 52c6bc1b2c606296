from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import DatabaseError, transaction

from signatures.backends import backend_of, envelopes, key_of
from signatures.backends.base import (
    Appearance,
    Signed,
    SigningRefused,
    SigningUnavailable,
    facts_of,
)
from signatures.backends.keyed import Preparation
from signatures.backends.keyed import prepare as prepare_document
from signatures.backends.reserved import Reserved, Words
from signatures.digests import digest_of
from signatures.models import Certificate, Prepared, Signature

__all__ = [
    "Appearance",
    "SigningRefused",
    "SigningUnavailable",
    "complete",
    "key_of",
    "prepare",
    "sign",
]

DEVICE = "device"


def sign(
    document: bytes,
    *,
    reference: str,
    holder: str,
    reason: str,
    location: str,
    at: datetime,
    appearance: Appearance | None = None,
) -> Signature:
    """The one signature of this reference: the first that was kept, however often it is asked.

    `holder` is the agency's code or the person's identifier in whose name the backend signs.
    A document that is signed already gets one signature more, and those before stay valid.
    A caller that rolls its transaction back leaves a document without a row, nothing worse.
    """
    if kept := Signature.objects.filter(reference=reference).first():
        return kept
    backend = backend_of(holder)
    certificate = Certificate.objects.register(backend.certificate())
    refuse_unfit(certificate, at=at)
    signed = backend.sign(document, reason=reason, location=location, at=at, appearance=appearance)
    signature = Signature(
        reference=reference,
        certificate=certificate,
        holder=holder,
        unsigned_digest=digest_of(document),
        backend=settings.SIGNATURES_BACKEND,
        signed_at=at,
    )
    return keep(signature, signed)


def refuse_unfit(certificate: Certificate, *, at: datetime) -> None:
    if not certificate.is_valid(at=at):
        raise SigningRefused(f"The certificate {certificate} was not valid at {at:%Y-%m-%d}.")


def prepare(
    document: bytes,
    *,
    reference: str,
    certificate: bytes,
    chain: Sequence[bytes] = (),
    holder: str,
    reason: str,
    location: str,
    at: datetime,
    appearance: Appearance | None = None,
) -> Prepared:
    """For a key on somebody's device: what it is to sign, and the document that waits for it.

    `certificate` and `chain` are in DER. The device signs `to_sign`, or its SHA-256 `digest`, with
    RSA (PKCS#1 v1.5) or ECDSA. May be repeated; only the first completion of a reference counts.
    """
    facts = facts_of(certificate)
    registered = Certificate.objects.register(facts)
    refuse_unfit(registered, at=at)
    words = Words(name=facts.holder_name, reason=reason, location=location, at=at)
    made = prepare_document(
        document, words, certificate=certificate, chain=tuple(chain), appearance=appearance
    )
    prepared = Prepared(
        reference=reference,
        certificate=registered,
        certificates=[certificate, *chain],
        holder=holder,
        unsigned_digest=digest_of(document),
        start=made.reserved.start,
        end=made.reserved.end,
        to_sign=made.to_sign,
        digest=digest_of(made.to_sign),
        signed_at=at,
    )
    prepared.document.save("prepared.pdf", ContentFile(made.reserved.document), save=False)
    prepared.save(force_insert=True)
    return prepared


def complete(prepared: Prepared, value: bytes, *, at: datetime) -> Signature:
    """Fills the document; raises SigningRefused for a value that answers another document."""
    if kept := Signature.objects.filter(reference=prepared.reference).first():
        return kept
    refuse_unfit(prepared.certificate, at=at)
    to_sign, (certificate, *chain) = bytes(prepared.to_sign), map(bytes, prepared.certificates)
    if not envelopes.is_value_of(certificate, value, to_sign):
        raise SigningRefused("This value is not this certificate's signature of this document.")
    with prepared.document.open() as file:
        reserved = Reserved(file.read(), prepared.start, prepared.end)
    made = Preparation(reserved, to_sign, envelopes.template_of(certificate, tuple(chain)))
    signature = Signature(
        reference=prepared.reference,
        certificate=prepared.certificate,
        holder=prepared.holder,
        unsigned_digest=prepared.unsigned_digest,
        backend=DEVICE,
        signed_at=prepared.signed_at,
    )
    return keep(signature, Signed(made.completed(value), "PAdES-B-B", value))


def keep(signature: Signature, signed: Signed) -> Signature:
    """Of several attempts at one reference the first row stays; the others take their file back."""
    signature.signed_digest = digest_of(signed.document)
    signature.value_digest = digest_of(signed.value) if signed.value else ""
    signature.level = signed.level
    signature.document.save("signed.pdf", ContentFile(signed.document), save=False)
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
