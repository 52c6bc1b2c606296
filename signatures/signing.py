import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from signatures.backends import RESERVED, backend_of, envelopes, key_of, messages
from signatures.backends.base import (
    Appearance,
    Backend,
    Signed,
    SigningRefused,
    SigningUnavailable,
    facts_of,
)
from signatures.backends.keyed import Preparation
from signatures.backends.keyed import prepare as prepare_document
from signatures.backends.reserved import Reserved, Words
from signatures.certificates import judging
from signatures.certificates.describing import Asked
from signatures.certificates.registering import Entry, first_use
from signatures.digests import digest_of
from signatures.lasting import EvidenceMissing, made_lasting
from signatures.models import Certificate, Prepared, Signature, UpgradeDue
from signatures.states import STAMPED, HolderKind, KeyPlace, Level, MessageLevel

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
    holder_kind: HolderKind = HolderKind.AGENCY,
    appearance: Appearance | None = None,
) -> Signature:
    """The one signature of this reference: the first that was kept, however often it is asked.

    `holder` is the agency's code or the person's account name in whose name the backend signs.
    A document that is signed already gets one signature more, and those before stay valid.
    A caller that rolls its transaction back leaves a document without a row, nothing worse.
    """

    def deed(backend: Backend) -> Signed:
        return backend.sign(
            document, reason=reason, location=location, at=at, appearance=appearance
        )

    asked = Asked(holder, holder_kind)
    return once(Task(reference=reference, asked=asked, content=document, at=at), deed)


def sign_message(data: bytes, *, reference: str, holder: str, at: datetime) -> Signature:
    """Of data that travels beside its signature: a detached CMS envelope, once per reference."""
    task = Task(reference=reference, asked=Asked(holder), content=data, at=at, kind="p7s")
    return once(task, lambda backend: messages.sign_message(data, key=backend.key(), at=at))


def sign_xml(document: bytes, *, reference: str, holder: str, at: datetime) -> Signature:
    """Of an XML document, in it (XAdES), once per reference."""
    task = Task(reference=reference, asked=Asked(holder), content=document, at=at, kind="xml")
    return once(task, lambda backend: messages.sign_xml(document, key=backend.key(), at=at))


@dataclass(frozen=True, kw_only=True)
class Task:
    reference: str
    asked: Asked
    content: bytes
    at: datetime
    kind: str = "pdf"


def once(task: Task, deed: Callable[[Backend], Signed]) -> Signature:
    if kept := Signature.objects.filter(reference=task.reference).first():
        return kept
    backend = backend_of(task.asked.holder)
    refuse_reserved(task.asked)
    asked = task.asked if backend.is_own() else None
    certificate = registered(entry_of(backend), at=task.at, asked=asked)
    signature = Signature(
        reference=task.reference,
        certificate=certificate,
        holder=task.asked.holder,
        unsigned_digest=digest_of(task.content),
        backend=settings.SIGNATURES_BACKEND,
        signed_at=task.at,
    )
    return keep(signature, deed(backend), kind=task.kind)


def entry_of(backend: Backend) -> Entry:
    encoded, *chain = backend.certificates() or (b"",)
    facts = backend.certificate()
    return Entry(facts=facts, encoded=encoded, chain=chain, key_place=backend.key_place)


def registered(entry: Entry, *, at: datetime, asked: Asked | None = None) -> Certificate:
    """The row of a certificate that may sign at this instant; raises SigningRefused."""
    certificate = first_use(entry, at=at, asked=asked)
    refuse_unfit(certificate, at=at)
    return certificate


def refuse_reserved(asked: Asked) -> None:
    """No account may use a key of the system by bearing its name."""
    if asked.kind != HolderKind.SYSTEM and asked.holder.lower() in RESERVED:
        raise SigningRefused(
            _("The name %(name)s belongs to a key of the system; rename the account.")
            % {"name": asked.holder}
        )


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
    row = registered(
        Entry(facts=facts, encoded=certificate, chain=chain, key_place=KeyPlace.DEVICE),
        at=at,
        asked=Asked(holder, HolderKind.OFFICER),
    )
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
        raise SigningRefused(_("This value is not this certificate's signature of this document."))
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
    if wanted := level_missed(signature.level):
        UpgradeDue.objects.create(signature=signature, wanted=wanted, due_at=signature.signed_at)


def level_missed(level: str) -> str:
    """What a signature of this level should be and is not; empty where nothing is missing."""
    wanted: str = settings.SIGNATURES_LEVEL
    if level in STAMPED:
        return "" if wanted == Level.B_B else STAMPED[MessageLevel(level)]
    is_less = level in Level.values and Level(level).is_less_than(wanted)
    return wanted if is_less else ""
