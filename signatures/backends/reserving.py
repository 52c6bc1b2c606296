from signatures.backends import any_pdf, plain_pdf
from signatures.backends.base import Appearance
from signatures.backends.reserved import Reserved, Words


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
