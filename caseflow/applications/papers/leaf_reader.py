"""Opens what strangers sent, in a process of its own with little memory and little time.

Run as a script, without the application: ``leaf_reader.py DEED MEGABYTES SECONDS ARGUMENT…``.

``count FILE``
    says how many pages a PDF has: ``12``, ``encrypted`` or ``damaged``.
``show FILE PAGE PIXELS``
    a page of a PDF (from 1), or a picture, as a JPEG of at most that many pixels' width.
``bind PIXELS FILE…``
    pictures in this order as one PDF, upright, without the data a camera adds (place, time).

Ends with 0, or with 3 for what it cannot open.
"""

import io
import resource
import sys
from collections.abc import Callable
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps
from pypdfium2 import raw

UNREADABLE = 3
A4_WIDTH, A4_HEIGHT = 595.28, 841.89  # in points


def count(path: str) -> bytes:
    try:
        return str(len(pypdfium2.PdfDocument(path))).encode()
    except pypdfium2.PdfiumError as error:
        is_locked = error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        return b"encrypted" if is_locked else b"damaged"


def show(path: str, page: str, pixels: str) -> bytes:
    with Path(path).open("rb") as file:
        is_pdf = file.read(5) == b"%PDF-"
    picture = drawn(path, int(page), int(pixels)) if is_pdf else photograph(path, int(pixels))
    return as_jpeg(picture)


def drawn(path: str, page: int, pixels: int) -> Image.Image:
    leaf = pypdfium2.PdfDocument(path)[page - 1]
    # A page may be any size; what is drawn of it may not.
    scale = min(pixels / max(leaf.get_width(), 1), 2 * pixels / max(leaf.get_height(), 1))
    picture: Image.Image = leaf.render(scale=scale).to_pil()
    return picture


def photograph(path: str, pixels: int) -> Image.Image:
    """Upright, no larger than asked; a large JPEG is already read at a smaller scale."""
    with Image.open(path, formats=("JPEG", "PNG")) as picture:
        picture.draft("RGB", (pixels, pixels))
        picture.thumbnail((pixels, 2 * pixels))
        return on_white(ImageOps.exif_transpose(picture))


def on_white(picture: Image.Image) -> Image.Image:
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        picture = Image.new("RGB", layer.size, "white")
        picture.paste(layer, mask=layer)
    return picture.convert("RGB")


def as_jpeg(picture: Image.Image) -> bytes:
    """Only the pixels: nothing else of the source is written."""
    buffer = io.BytesIO()
    Image.frombytes("RGB", picture.size, picture.convert("RGB").tobytes()).save(
        buffer, "JPEG", quality=85
    )
    return buffer.getvalue()


def bind(pixels: str, *paths: str) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for path in paths:
        add_leaf(document, photograph(path, int(pixels)))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def add_leaf(document: pypdfium2.PdfDocument, picture: Image.Image) -> None:
    width, height = picture.size
    across, down = (A4_WIDTH, A4_HEIGHT) if height >= width else (A4_HEIGHT, A4_WIDTH)
    scale = min(across / width, down / height)
    image = pypdfium2.PdfImage.new(document)
    image.load_jpeg(io.BytesIO(as_jpeg(picture)), inline=True)
    image.set_matrix(pypdfium2.PdfMatrix().scale(width * scale, height * scale))
    leaf = document.new_page(width * scale, height * scale)
    leaf.insert_obj(image)
    leaf.gen_content()


DEEDS: dict[str, Callable[..., bytes]] = {"count": count, "show": show, "bind": bind}


def main(deed: str, megabytes: str, seconds: str, *arguments: str) -> int:
    memory = int(megabytes) * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    # What may be opened was decided by who calls; the limits above are the guard here.
    Image.MAX_IMAGE_PIXELS = None
    try:
        answer = DEEDS[deed](*arguments)
    except (pypdfium2.PdfiumError, OSError, ValueError, IndexError, MemoryError, SyntaxError):
        return UNREADABLE
    sys.stdout.buffer.write(answer)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
