"""What only opening a paper shows: its pages. Strangers' files are opened in another process.

`leaf_reader` has little memory and little time; whatever it meets, this process lives on.
"""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.core.files.base import File

READER = Path(__file__).with_name("leaf_reader.py")
#: A window in seconds beyond the reader's time of computing, for a machine that is busy.
PATIENCE = 20
PIECE = 1024 * 1024


class Unreadable(Exception):
    """The file cannot be opened within the limits; trying again changes nothing."""


def read(deed: str, *arguments: str) -> bytes:
    seconds = settings.APPLICATIONS_READER_SECONDS
    limits = [str(settings.APPLICATIONS_READER_MEGABYTES), str(seconds)]
    try:
        done = subprocess.run(  # noqa: S603 (our own script; the files are arguments, not words)
            [sys.executable, "-I", str(READER), deed, *limits, *arguments],
            capture_output=True,
            timeout=seconds + PATIENCE,
            check=True,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise Unreadable(deed) from error
    return done.stdout


@contextmanager
def on_disk(file: "File[bytes]") -> Iterator[str]:
    """A path to the content, for another process; a copy where the file has none of its own."""
    own = getattr(file, "temporary_file_path", None)
    if own:
        yield own()
        return
    with NamedTemporaryFile() as copy:
        file.seek(0)
        for piece in file.chunks(PIECE):
            copy.write(piece)
        copy.flush()
        yield copy.name


def page_count(upload: "File[bytes]") -> int | str:
    """Of a PDF; "encrypted" or "damaged" where nobody can count."""
    try:
        with on_disk(upload) as path:
            answer = read("count", path).decode()
    except Unreadable:
        return "damaged"
    return int(answer) if answer.isdecimal() else answer


def picture_of(file: "File[bytes]", *, page: int, pixels: int | None = None) -> bytes:
    """A page as a JPEG without anything of the file but its pixels; raises `Unreadable`."""
    with on_disk(file) as path:
        return read("show", path, str(page), str(pixels or settings.APPLICATIONS_PREVIEW_PIXELS))


def bound(photographs: Sequence["File[bytes]"]) -> bytes:
    """One PDF of these pictures in this order, upright and without what the camera noted."""
    with ExitStack() as stack:
        paths = [stack.enter_context(on_disk(photograph)) for photograph in photographs]
        return read("bind", str(settings.APPLICATIONS_PHOTO_PIXELS), *paths)
