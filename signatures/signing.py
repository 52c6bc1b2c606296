import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import DatabaseError, transaction

from signatures.backends import backend_of, envelopes, key_of, messages
from signatures.backends.base import (
    Appearance,
    Backend,
    CertificateFacts,
    Signed,
    SigningRefused,
    SigningUnavailable,
    facts_of,
)
from signatures.backends.keyed import Preparation
from signatures.backends.keyed import prepare as prepare_document
from signatures.backends.reserved import Reserved, Words
from signatures.certificates import judging
from signatures.certificates.registering import Entry, first_use
from signatures.digests import digest_of
from signatures.lasting import EvidenceMissing, made_lasting
from signatures.models import Certificate, Prepared, Signature, UpgradeDue
from signatures.states import KeyPlace, Level

log = logging.getLogger(__name__)

__all__ = [
    "Appearance",
    "SigningRefused",
    "SigningUnavailable",
    "complete",
    "key_of",
    "prepare",
    "sign",
    "sign_message",
    "sign_xml",
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

    def deed(backend: Backend) -> Signed:
        return backend.sign(
            document, reason=reason, location=location, at=at, appearance=appearance
        )

    return once(Task(reference=reference, holder=holder, content=document, at=at), deed)


def sign_message(data: bytes, *, reference: str, holder: str, at: datetime) -> Signature:
    """Of data that travels beside its signature: a detached CMS envelope, once per reference."""
    task = Task(reference=reference, holder=holder, content=data, at=at, kind="p7s")
    return once(task, lambda backend: messages.sign_message(data, key=backend.key(), at=at))


def sign_xml(document: bytes, *, reference: str, holder: str, at: datetime) -> Signature:
    """Of an XML document, in it (XAdES), once per reference."""
    task = Task(reference=reference, holder=holder, content=document, at=at, kind="xml")
    return once(task, lambda backend: messages.sign_xml(document, key=backend.key(), at=at))


@dataclass(frozen=True, kw_only=True)
class Task:
    reference: str
    holder: str
    content: bytes
    at: datetime
    kind: str = "pdf"


def once(task: Task, deed: Callable[[Backend], Signed]) -> Signature:
    if kept := Signature.objects.filter(reference=task.reference).first():
        return kept
    backend = backend_of(task.holder)
    certificate = registered(
        backend.certificates(), backend.certificate(), key_place=backend.key_place, at=task.at
    )
    signature = Signature(
        reference=task.reference,
        certificate=certificate,
        holder=task.holder,
        unsigned_digest=digest_of(task.content),
        backend=settings.SIGNATURES_BACKEND,
        signed_at=task.at,
    )
    return keep(signature, deed(backend), kind=task.kind)


def registered(
    certificates: Sequence[bytes], facts: CertificateFacts, *, key_place: KeyPlace, at: datetime
) -> Certificate:
    """The row of a certificate that may sign at this instant; raises SigningRefused."""
    encoded, *chain = certificates or (b"",)
    certificate = first_use(
        Entry(facts=facts, encoded=encoded, chain=chain, key_place=key_place), at=at
    )
    refuse_unfit(certificate, at=at)
    return certificate


def refuse_unfit(certificate: Certificate, *, at: datetime) -> None:
    if reason := judging.refusal(certificate, at=at):
        raise SigningRefused(f"{certificate}: {reason.label}")


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
    row = registered((certificate, *chain), facts, key_place=KeyPlace.DEVICE, at=at)
    words = Words(name=facts.holder_name, reason=reason, location=location, at=at)
    made = prepare_document(
        document, words, certificate=certificate, chain=tuple(chain), appearance=appearance
    )
    prepared = Prepared(
        reference=reference,
        certificate=row,
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
    return keep(signature, made.signed(value))


def keep(signature: Signature, signed: Signed, *, kind: str = "pdf") -> Signature:
    """Of several attempts at one reference the first row stays; the others take their file back."""
    document, signature.level = lasting(signed, at=signature.signed_at)
    signature.signed_digest = digest_of(document)
    signature.value_digest = digest_of(signed.value) if signed.value else ""
    signature.document.save(f"signed.{kind}", ContentFile(document), save=False)
    try:
        with transaction.atomic():
            signature.save(force_insert=True)
            note_shortfall(signature)
    except DatabaseError:
        signature.document.delete(save=False)
        first = Signature.objects.filter(reference=signature.reference).first()
        if first is None:
            raise
        return first
    return signature


def lasting(signed: Signed, *, at: datetime) -> tuple[bytes, str]:
    """With all there is to check it later, where that is wanted and at hand."""
    if signed.level != Level.B_T or settings.SIGNATURES_LEVEL != Level.B_LT:
        return signed.document, signed.level
    try:
        return made_lasting(signed.document, at=at), Level.B_LT
    except EvidenceMissing as gap:
        log.warning("A signature does not carry all it should, for want of %s", gap)
        return signed.document, signed.level


def note_shortfall(signature: Signature) -> None:
    wanted = settings.SIGNATURES_LEVEL
    if signature.level in Level.values and Level(signature.level).is_less_than(wanted):
        UpgradeDue.objects.create(signature=signature, wanted=wanted, due_at=signature.signed_at)
