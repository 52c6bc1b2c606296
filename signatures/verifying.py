"""What a PDF's signatures are worth: ours or foreign, sound or hostile, any bytes get a verdict."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings

from signatures import registered, words
from signatures.backends import examiner
from signatures.backends.examiner import Examined
from signatures.certificates.anchors import anchors
from signatures.digests import digest_of
from signatures.models import Certificate
from signatures.registered import Match
from signatures.revocations import revocation_of
from signatures.states import CertificateKind, Finding
from signatures.verdicts import Registered, Revocation, SignatureReport, TimeStamp, Verdict

__all__ = ["Verdict", "verify"]

#: Readers accept a header that starts within the first kilobyte.
HEADER_WITHIN = 1024
SIGNED = b"/ByteRange"


def verify(document: bytes, *, at: datetime, official: bool = False) -> Verdict:
    """Within the seconds and the memory of the settings, whatever the bytes are.

    `official`: only an office may have signed such a document, so certificates of other kinds do
    not fit. Of documents in our own register that is asked anyway.
    """
    is_pdf = b"%PDF-" in document[:HEADER_WITHIN]
    # A changed header is a change like any other, where there was a signature.
    if not is_pdf and SIGNED not in document:
        return Verdict(finding=Finding.NOT_A_PDF, digest=digest_of(document))
    trusted = trusted_by_kind()
    examined = examiner.examine(document, anchors=list(trusted), at=at)
    found = registered.match(document, examined.value_digests)
    signatures = reports_of(examined, trusted, found)
    finding = finding_of(examined, signatures, official=official or found.is_whole)
    if finding == Finding.UNREADABLE and not is_pdf:
        finding = Finding.NOT_A_PDF
    known = registered.told(found, genuine=finding == Finding.GENUINE)
    return Verdict(
        finding=with_register(finding, known),
        digest=found.beginnings.whole,
        signatures=signatures,
        timestamps=stamps_of(examined),
        refused=examined.refused,
        registered=known,
    )


def unread(document_digest: str, refused: words.Unexamined) -> Verdict:
    return Verdict(finding=Finding.UNREADABLE, digest=document_digest, refused=refused)


def trusted_by_kind() -> dict[str, frozenset[str]]:
    """Authorities in PEM, each with the kinds of certificates it is believed for."""
    found: dict[str, set[str]] = {}
    for kind in CertificateKind:
        for authority in anchors(kind):
            found.setdefault(pem(authority), set()).add(kind)
    return {text: frozenset(kinds) for text, kinds in found.items()}


@lru_cache(maxsize=256)
def pem(authority: x509.Certificate) -> str:
    return authority.public_bytes(Encoding.PEM).decode()


@lru_cache(maxsize=256)
def fingerprint(text: str) -> str:
    return x509.load_pem_x509_certificate(text.encode()).fingerprint(SHA256()).hex()


def reports_of(
    examined: Examined, trusted: dict[str, frozenset[str]], found: Match
) -> list[SignatureReport]:
    if examined.found is None:
        return []
    by_authority = {fingerprint(text): kinds for text, kinds in trusted.items()}
    reports = [SignatureReport.of(told) for told in examined.found["signatures"]]
    registered_at = {row.value_digest: row.signed_at for row in found.accepted}
    return [
        with_kinds(judged(report, registered_at.get(report.value_digest)), by_authority)
        for report in reports
    ]


def judged(report: SignatureReport, registered_at: datetime | None) -> SignatureReport:
    """With what our register knows of revocation; proof of an earlier signing outlives it."""
    known = revocation_of(report)
    proved = [registered_at]
    if report.timestamp and report.timestamp.trusted:
        proved.append(report.timestamp.at)
    if known.state == "revoked" and not precedes(proved, known):
        return report.distrusted("revoked", known)
    return replace(report, revocation=known)


def precedes(proved: Iterable[datetime | None], revocation: Revocation) -> bool:
    """Whether one of these instants lies before the revocation; a signer's own word does not."""
    at = revocation.revoked_at
    return at is not None and any(one < at for one in proved if one)


def with_kinds(report: SignatureReport, by_authority: dict[str, frozenset[str]]) -> SignatureReport:
    """The kind the register knows, else all that who vouches is believed for."""
    if not report.trusted or not report.chain:
        return report
    believed = by_authority.get(report.chain[-1].fingerprint, frozenset())
    row = Certificate.objects.filter(fingerprint=report.fingerprint).only("kind").first()
    kinds = believed & {row.kind} if row else believed
    return replace(report, kinds=sorted(kinds))


def finding_of(
    examined: Examined, reports: Sequence[SignatureReport], *, official: bool
) -> Finding:
    """By the signatures alone."""
    if examined.found is None:
        return Finding.UNREADABLE
    if not reports:
        return Finding.UNSIGNED
    whole = any(report.covers_whole_document for report in reports)
    if not whole or not all(report.intact for report in reports):
        return Finding.ALTERED
    if not all(report.trusted for report in reports):
        return Finding.UNTRUSTED_SIGNER
    if official and not all(is_official(report) for report in reports):
        return Finding.UNFIT_SIGNER
    return Finding.GENUINE


def is_official(report: SignatureReport) -> bool:
    return not set(report.kinds).isdisjoint(settings.SIGNATURES_OFFICIAL_KINDS)


def with_register(finding: Finding, known: Registered | None) -> Finding:
    if known is None:
        return finding
    if known.altered:
        return Finding.ALTERED
    if known.withdrawn_at and finding == Finding.GENUINE:
        return Finding.WITHDRAWN
    return finding


def stamps_of(examined: Examined) -> list[TimeStamp]:
    told = examined.found["timestamps"] if examined.found else []
    return [TimeStamp.of(stamp) for stamp in told]
