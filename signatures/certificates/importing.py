"""What somebody uploads for the register: checked first, so that nothing half is kept."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import MD5, SHA1, SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from signatures.backends.base import facts_of
from signatures.certificates import registering
from signatures.certificates.anchors import anchors, is_demonstration
from signatures.certificates.chains import (
    MissingLink,
    chain_above,
    is_authority,
    is_self_signed,
)
from signatures.certificates.judging import registered
from signatures.certificates.reading import ImportRefused, certificates_in
from signatures.certificates.registering import Entry
from signatures.certificates.usages import is_for
from signatures.models import Authority, Certificate
from signatures.states import CertificateKind, HolderKind, KeyPlace, Knowledge, Purpose

RSA_BITS_AT_LEAST = 2048


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file with one certificate of a holder, perhaps its chain in it or in a second file."""

    certificate: bytes
    chain: bytes = b""
    kind: CertificateKind
    holder_kind: HolderKind
    #: An account's name, an agency's code, or a number of the outside.
    holder_identifier: str
    #: As in the certificate where it is empty.
    holder_name: str = ""
    key_place: KeyPlace = KeyPlace.ELSEWHERE
    purpose: Purpose = Purpose.SIGNING


def examine(upload: Upload) -> Entry:
    """Raises `ImportRefused`, which names the field; expired certificates are taken for the count.

    Whether somebody trusted stands above is asked when it is to sign, not here.
    """
    found = certificates_in(upload.certificate, field="certificate")
    certificate = the_holders(found)
    refuse_unusable(certificate, upload)
    above = [one for one in found if one != certificate]
    if upload.chain:
        above += authorities_in(upload.chain)
    chain = complete_chain(certificate, above, upload.kind)
    refuse_known(certificate)
    facts = facts_of(der(certificate))
    described = replace(
        facts,
        kind=upload.kind,
        holder_kind=upload.holder_kind,
        holder_identifier=upload.holder_identifier,
        holder_name=upload.holder_name or facts.holder_name,
    )
    return Entry(
        facts=described,
        encoded=der(certificate),
        chain=[der(one) for one in chain],
        key_place=upload.key_place,
    )


def keep(entry: Entry, *, actor: str, at: datetime) -> Certificate:
    return registering.keep(entry, knowledge=Knowledge.HAND, actor=actor, at=at)


def the_holders(found: Sequence[x509.Certificate]) -> x509.Certificate:
    holders = [one for one in found if not is_authority(one)]
    if not holders:
        raise ImportRefused("certificate", ONLY_AUTHORITIES)
    if len(holders) > 1:
        raise ImportRefused("certificate", SEVERAL_HOLDERS)
    return holders[0]


def refuse_unusable(certificate: x509.Certificate, upload: Upload) -> None:
    if is_self_signed(certificate):
        raise ImportRefused("certificate", SELF_SIGNED)
    if not is_for(certificate, upload.purpose):
        raise ImportRefused("certificate", WRONG_PURPOSE)
    if is_weak(certificate):
        raise ImportRefused("certificate", WEAK)
    if is_demonstration(certificate) != (upload.kind == CertificateKind.DEMONSTRATION):
        raise ImportRefused("kind", WRONG_KIND)


def is_weak(certificate: x509.Certificate) -> bool:
    key = certificate.public_key()
    short = isinstance(key, RSAPublicKey) and key.key_size < RSA_BITS_AT_LEAST
    return short or isinstance(certificate.signature_hash_algorithm, SHA1 | MD5)


def refuse_known(certificate: x509.Certificate) -> None:
    known = Certificate.objects.filter(fingerprint=certificate.fingerprint(SHA256()).hex())
    if row := known.exclude(encoded=b"").first():
        raise ImportRefused("certificate", DUPLICATE % {"certificate": row})


def complete_chain(
    certificate: x509.Certificate, above: Sequence[x509.Certificate], kind: CertificateKind
) -> list[x509.Certificate]:
    try:
        return chain_above(certificate, known=[*above, *registered()], anchors=anchors(kind))
    except MissingLink as gap:
        raise ImportRefused("chain", GAP % {"name": gap.name}) from gap


def authorities_in(content: bytes) -> list[x509.Certificate]:
    """A chain by itself: authorities only."""
    found = certificates_in(content, field="chain")
    if not all(is_authority(one) for one in found):
        raise ImportRefused("chain", NO_AUTHORITY)
    return found


def examine_authorities(content: bytes) -> list[list[x509.Certificate]]:
    """Each authority of the file with those above it; raises `ImportRefused`."""
    found = authorities_in(content)
    known = [*found, *registered()]
    try:
        return [[one, *chain_above(one, known=known)] for one in found]
    except MissingLink as gap:
        raise ImportRefused("chain", GAP % {"name": gap.name}) from gap


@transaction.atomic
def keep_authorities(chains: Sequence[Sequence[x509.Certificate]], *, at: datetime) -> Authority:
    """So that certificates can come without their chain later; the first of them."""
    rows = [registering.keep_chain([der(one) for one in chain], at=at) for chain in chains]
    first: Authority = next(row for row in rows if row is not None)
    return first


def der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)


ONLY_AUTHORITIES = _(
    "The file holds certificates of authorities only. Choose the holder's certificate here and the "
    "chain below."
)
SEVERAL_HOLDERS = _("The file holds certificates of several holders; import them one by one.")
SELF_SIGNED = _(
    "The certificate was issued by its own holder. Ask an authority that is trusted for one."
)
WRONG_PURPOSE = _(
    "The certificate was not issued for this: its key usage does not allow it. Choose the signing "
    "certificate."
)
WEAK = _("The key or its certificate is too weak (RSA below 2048 bits, SHA-1 or MD5).")
WRONG_KIND = _("Certificates of a demonstration are of the kind demonstration, and no others are.")
DUPLICATE = _("%(certificate)s is in the register already.")
NO_AUTHORITY = _("The chain holds a certificate that is not an authority's.")
GAP = _("The certificate of %(name)s is missing; add it to the chain.")
