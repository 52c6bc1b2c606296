from signatures.backends import any_pdf, plain_pdf
from signatures.backends.base import Appearance
from signatures.backends.reserved import Evidence, Reserved, Words


def reserve(
    document: bytes, words: Words, *, room: int, appearance: Appearance | None = None
) -> Reserved:
    """What was in the document stays as it is, byte for byte: all is appended.

    Raises SigningRefused for what is no PDF, or one that nobody may sign.
    """
    try:
        return plain_pdf.reserve(document, words, room=room, appearance=appearance)
    except plain_pdf.NotPlain:
        return any_pdf.reserve(document, words, room=room, appearance=appearance)


def reserve_stamp(document: bytes, *, room: int) -> Reserved:
    """Room for a time stamp over the document as it is, all its signatures included."""
    try:
        return plain_pdf.reserve_stamp(document, room=room)
    except plain_pdf.NotPlain:
        return any_pdf.reserve_stamp(document, room=room)


def with_evidence(document: bytes, evidence: Evidence) -> bytes:
    try:
        return plain_pdf.with_evidence(document, evidence)
    except plain_pdf.NotPlain:
        return any_pdf.with_evidence(document, evidence)
