"""What the signatures of one PDF say, by the PDF library. Runs in the examiner's process only.

Whatever breaks the library breaks that process; who asked reads how far it came.
"""

import hashlib
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import cms
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError, SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel

from signatures.backends import pdf_changes, pdf_trust
from signatures.backends.pdf_trust import Judgement, Trust, certificate_facts

Report = dict[str, Any]

#: The room of a signature as it stands in the file, whatever became of the structure around it.
CONTENTS = re.compile(rb"/Contents\s{0,20}<([0-9A-Fa-f]{64,})>")
PADES = "/ETSI.CAdES.detached"


class NotExamined(Exception):
    """The document is refused for the reason it is raised with; nothing is said of it."""


@dataclass(frozen=True)
class Limits:
    signatures: int


def value_digests(document: bytes, limits: Limits) -> list[str]:
    """SHA-256 of each raw signature value in the file, found without reading its structure."""
    return list(dict.fromkeys(values_in(document, limits.signatures)))


def values_in(document: bytes, most: int) -> Iterator[str]:
    for room, _ in zip(CONTENTS.finditer(document), range(most), strict=False):
        try:
            digits = room[1][: len(room[1]) // 2 * 2].decode()
            yield value_digest(cms.ContentInfo.load(bytes.fromhex(digits))["content"])
        except (ValueError, TypeError, KeyError, IndexError, AttributeError):
            continue


def value_digest(signed_data: cms.SignedData) -> str:
    value: bytes = signed_data["signer_infos"][0]["signature"].native
    return hashlib.sha256(value).hexdigest()


async def examine(
    document: bytes, anchors: Sequence[Certificate], moment: datetime, limits: Limits
) -> Report:
    """`signatures`, oldest first, and the `timestamps` of the whole; raises NotExamined."""
    reader = PdfFileReader(io.BytesIO(document))
    if reader.encrypted:
        raise NotExamined("encrypted")
    filled = sum(1 for _ in zip(fields(reader), range(limits.signatures + 1), strict=False))
    if filled > limits.signatures:
        raise NotExamined("too_many_signatures")
    if filled > len(reader.embedded_signatures):
        raise NotExamined("unknown_form")
    store = store_of(reader)
    trust = Trust(anchors, moment, store)
    stamps = [await trust.of_stamp(stamp) for stamp in reader.embedded_timestamp_signatures]
    signatures = reader.embedded_regular_signatures
    reports = [await report_on(signature, trust) for signature in signatures]
    for report in reports:
        report["level"] = with_archive(report["level"], store, stamps)
    return {"signatures": reports, "timestamps": stamps}


def fields(reader: PdfFileReader) -> Iterator[object]:
    yield from enumerate_sig_fields(reader, filled_status=True)


def store_of(reader: PdfFileReader) -> DocumentSecurityStore | None:
    try:
        return DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return None


async def report_on(signature: EmbeddedPdfSignature, trust: Trust) -> Report:
    try:
        judgement = await trust.of(signature)
    except (PdfError, SignatureValidationError):
        judgement = Judgement()
    status = judgement.status
    signed_at = signature.self_reported_timestamp
    return certificate_facts(signature.signer_cert) | {
        "field": signature.field_name[:200],
        "value_digest": value_digest(signature.signed_data),
        "signed_at": pdf_trust.instant(signed_at) if signed_at else None,
        "level": level_of(signature, judgement),
        "intact": is_intact(signature, status),
        "trusted": bool(status and status.trusted and not judgement.problem),
        "covers_whole_document": covers_whole(status),
        "byte_range": [int(number) for number in list(signature.byte_range)[:4]],
        "timestamp": judgement.stamp,
        "problem": judgement.problem,
        "chain": judgement.chain,
        "revocation": judgement.revocation,
        "changes": pdf_changes.after(signature, status),
    }


def is_intact(signature: EmbeddedPdfSignature, status: PdfSignatureStatus | None) -> bool:
    if status is None:
        return False
    return bool(status.intact and status.valid and status.docmdp_ok) and is_tidy(signature)


def covers_whole(status: PdfSignatureStatus | None) -> bool:
    if status is None:
        return False
    return (
        status.coverage == SignatureCoverageLevel.ENTIRE_FILE
        or status.modification_level in pdf_changes.UNTOUCHED
    )


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


def level_of(signature: EmbeddedPdfSignature, judgement: Judgement) -> str:
    sub_filter = str(signature.sig_object.get("/SubFilter", ""))
    if sub_filter != PADES:
        return sub_filter.removeprefix("/")[:40]
    return "PAdES-B-T" if judgement.stamp and judgement.stamp["trusted"] else "PAdES-B-B"


def with_archive(level: str, store: DocumentSecurityStore | None, stamps: list[Report]) -> str:
    """B-LT with the proofs of validity in the document, B-LTA with a time stamp over them."""
    if level != "PAdES-B-T" or store is None or not (store.crls or store.ocsps):
        return level
    return "PAdES-B-LTA" if any(stamp["trusted"] for stamp in stamps) else "PAdES-B-LT"
