"""What other people's programs say of our signatures."""

import io
import os
import re
import subprocess
from datetime import datetime
from pathlib import Path

from asn1crypto import cms
from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")


def pdfsig(document: bytes, folder: Path) -> str:
    path = folder / "signed.pdf"
    path.write_bytes(document)
    # With a home of its own no store of trusted certificates changes what it says.
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder)}
    run = subprocess.run(
        ["pdfsig", path], capture_output=True, text=True, check=False, env=environment
    )
    return run.stdout


def context(anchors: Path, **more: object) -> ValidationContext:
    roots = list(load_certs_from_pemder(sorted(map(str, anchors.glob("*.pem")))))
    return ValidationContext(trust_roots=roots, allow_fetching=False, **more)


def pyhanko(document: bytes, anchors: Path, *, at: datetime) -> list[PdfSignatureStatus]:
    """Of each signature, in their order, as of an instant."""
    reader = PdfFileReader(io.BytesIO(document))
    return [
        validate_pdf_signature(
            signature,
            context(anchors, moment=at),
            ts_validation_context=context(anchors),
        )
        for signature in reader.embedded_regular_signatures
    ]


def are_valid(document: bytes, anchors: Path, *, at: datetime) -> bool:
    """Each signature intact, trusted, and followed by nothing but further signatures."""
    harmless = (
        ModificationLevel.NONE,
        ModificationLevel.LTA_UPDATES,
        ModificationLevel.FORM_FILLING,
    )
    found = pyhanko(document, anchors, at=at)
    return bool(found) and all(
        one.bottom_line and one.modification_level in harmless for one in found
    )


def is_stamped(document: bytes, anchors: Path) -> bool:
    """The document time stamps at its end, as the library sees them."""
    reader = PdfFileReader(io.BytesIO(document))
    found = [
        validate_pdf_timestamp(one, context(anchors))
        for one in reader.embedded_timestamp_signatures
    ]
    return bool(found) and all(one.intact and one.valid and one.trusted for one in found)


def store_of(document: bytes) -> DocumentSecurityStore:
    return DocumentSecurityStore.read_dss(PdfFileReader(io.BytesIO(document)))


def needs_nobody(document: bytes, anchors: Path, *, at: datetime) -> bool:
    """All signatures valid with no other evidence of chains and revocation than it carries."""
    reader = PdfFileReader(io.BytesIO(document))
    roots = list(load_certs_from_pemder(sorted(map(str, anchors.glob("*.pem")))))
    words = {"trust_roots": roots, "revocation_mode": "require", "allow_fetching": False}
    store = store_of(document)
    found = [
        validate_pdf_signature(
            one,
            store.as_validation_context(words | {"moment": at}),
            ts_validation_context=store.as_validation_context(words),
        )
        for one in reader.embedded_regular_signatures
    ]
    return bool(found) and all(one.bottom_line for one in found)


def taken_apart(document: bytes) -> list[tuple[bytes, bytes]]:
    """Of each signature the bytes that it covers and its CMS envelope."""
    found = []
    for covered in RANGE.findall(document):
        first, before, second, after = map(int, covered)
        envelope = bytes.fromhex(document[before + 1 : second - 1].decode())
        parts = document[first:before] + document[second : second + after]
        found.append((parts, cms.ContentInfo.load(envelope).dump()))
    return found


def openssl(content: bytes, envelope: bytes, authority: Path, folder: Path) -> str:
    """The last line of `openssl cms -verify`."""
    (folder / "content").write_bytes(content)
    (folder / "envelope").write_bytes(envelope)
    command = [
        *("openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "envelope"),
        *("-content", "content", "-CAfile", authority, "-purpose", "any", "-out", "checked"),
    ]
    run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    return run.stderr.strip()
