"""Small real files to hand in: PDFs of any length, photographs with what a camera adds."""

import io
import struct
import zlib
from functools import cache

import pypdfium2
from PIL import Image

#: What a phone writes beside the picture: turned by a quarter, taken at a place.
TURNED_RIGHT, ORIENTATION, GPS = 6, 0x0112, 0x8825


@cache
def pdf(pages: int = 1) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _page in range(pages):
        document.new_page(595, 842)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def locked_pdf() -> bytes:
    """Encrypted with a password nobody gives: 40-bit RC4, with keys that open nothing."""
    plain = pdf().decode("latin-1")
    lock = "/Filter/Standard/V 1/R 2/P -4/O<" + "ab" * 32 + ">/U<" + "cd" * 32 + ">"
    ids = "/ID[<" + "01" * 16 + "><" + "01" * 16 + ">]"
    return plain.replace("trailer\r\n<<", f"trailer\r\n<</Encrypt<<{lock}>>{ids}").encode("latin-1")


def photograph(size: tuple[int, int] = (400, 300), *, turned: bool = False) -> bytes:
    """Red on the left, blue on the right, as the sensor saw it."""
    picture = Image.new("RGB", size, "red")
    picture.paste("blue", (size[0] // 2, 0, *size))
    exif = Image.Exif()
    exif.get_ifd(GPS)[1] = "N"
    if turned:
        exif[ORIENTATION] = TURNED_RIGHT
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", exif=exif, comment=b"taken at home")
    return buffer.getvalue()


def bomb(side: int = 30_000) -> bytes:
    """A PNG of a few bytes that says it has `side` times `side` pixels."""
    head = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 64)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )
