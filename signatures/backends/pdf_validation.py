"""Examines one PDF from standard input and prints what its signatures say, as JSON.

Runs as a process of its own (`python -m signatures.backends.pdf_validation MOMENT ANCHOR…`) with
its own limits: a hostile document can cost this process its life, never the server its time.
Whatever breaks the library breaks the process; the caller reads the exit status.
"""

import asyncio
import io
import json
import resource
import sys
from datetime import UTC, datetime

from asn1crypto import cms
from asn1crypto.x509 import Certificate, Name
from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

MEMORY_BYTES = 1 << 30
PROCESSOR_SECONDS = 5
SIGNATURES_AT_MOST = 50
UNTOUCHED = (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES)
PADES = "/ETSI.CAdES.detached"

Report = dict[str, str | bool | None]


def main(moment: str, *anchors: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    trusted = list(load_certs_from_pemder(anchors))  # type: ignore[no-untyped-call]
    document = sys.stdin.buffer.read()
    reports = asyncio.run(examine(document, trusted, datetime.fromisoformat(moment)))
    sys.stdout.write(json.dumps(reports))


async def examine(document: bytes, trusted: list[Certificate], moment: datetime) -> list[Report]:
    reader = PdfFileReader(io.BytesIO(document))
    if reader.encrypted:
        raise ValueError("protected by a password")
    filled = sum(1 for _ in enumerate_sig_fields(reader, filled_status=True))
    if filled > SIGNATURES_AT_MOST or filled > len(reader.embedded_signatures):
        raise ValueError("more signatures than we examine, or of a form nobody signs any more")
    embedded = reader.embedded_regular_signatures
    return [await report_on(signature, trusted, moment) for signature in embedded]


async def report_on(
    signature: EmbeddedPdfSignature, trusted: list[Certificate], moment: datetime
) -> Report:
    signed_at = signature.self_reported_timestamp
    # Signed documents outlive certificates, so the chain is judged as of the signing. Without a
    # time stamp that instant is the signer's word; a date in the future is taken for today.
    judged_at = min(signed_at.astimezone(UTC), moment) if signed_at else moment
    context = ValidationContext(trust_roots=trusted, moment=judged_at, allow_fetching=False)
    try:
        status = await async_validate_pdf_signature(signature, context)
    except (PdfError, SignatureValidationError):
        status = None
    return certificate_report(signature.signer_cert) | {
        "signed_at": signed_at.isoformat() if signed_at else None,
        "level": level_of(signature, status),
        **status_report(signature, status),
    }


def status_report(signature: EmbeddedPdfSignature, status: PdfSignatureStatus | None) -> Report:
    if status is None:
        return {"intact": False, "trusted": False, "covers_whole_document": False}
    return {
        "intact": bool(status.intact and status.valid and status.docmdp_ok) and is_tidy(signature),
        "trusted": bool(status.trusted),
        "covers_whole_document": status.coverage == SignatureCoverageLevel.ENTIRE_FILE
        or status.modification_level in UNTOUCHED,
    }


def is_tidy(signature: EmbeddedPdfSignature) -> bool:
    """Nothing hides in the room reserved for the signature: the envelope, zeros, and that is all.

    This room is the one part of the file that no digest covers.
    """
    content = signature.pkcs7_content
    envelope = cms.ContentInfo.load(content)
    _, start, end, _ = signature.byte_range
    signature.reader.stream.seek(start)
    written = signature.reader.stream.read(end - start)
    announced = {algorithm.dump() for algorithm in envelope["content"]["digest_algorithms"]}
    return (
        written in (b"<%s>" % digits for digits in hexadecimal(content))
        and content == envelope.dump().ljust(len(content), b"\0")
        and signature.signer_info["digest_algorithm"].dump() in announced
    )


def hexadecimal(content: bytes) -> tuple[bytes, bytes]:
    digits = content.hex().encode()
    return digits, digits.upper()


def level_of(signature: EmbeddedPdfSignature, status: PdfSignatureStatus | None) -> str:
    sub_filter = str(signature.sig_object.get("/SubFilter", ""))
    if sub_filter != PADES:
        return sub_filter.removeprefix("/")
    stamped = status is not None and status.timestamp_validity is not None
    return "PAdES-B-T" if stamped else "PAdES-B-B"


def certificate_report(certificate: Certificate) -> Report:
    subject, issuer = certificate.subject, certificate.issuer
    return {
        "signer": part_of(subject, "common_name") or subject.human_friendly,
        "identifier": part_of(subject, "organization_identifier", "serial_number"),
        "subject": subject.human_friendly,
        "issuer": issuer.human_friendly,
        "serial_number": f"{certificate.serial_number:x}",
        "fingerprint": certificate.sha256.hex(),
        "valid_from": certificate.not_valid_before.isoformat(),
        "valid_to": certificate.not_valid_after.isoformat(),
    }


def part_of(name: Name, *kinds: str) -> str:
    parts = name.native
    return next((str(parts[kind]) for kind in kinds if kind in parts), "")


if __name__ == "__main__":
    main(*sys.argv[1:])
