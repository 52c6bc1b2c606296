"""Asks the examiner's process (`pdf_examiner`) about a document, whatever that document is."""

import atexit
import json
import os
import select
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

PROGRAM = (sys.executable, "-m", "signatures.backends.pdf_examiner")
#: Beyond the document's own seconds: for starting the examiner on a busy machine.
PATIENCE_SECONDS = 15
#: A full answer about the most signatures we examine is far shorter.
ANSWER_BYTES = 4 * 1024 * 1024
ROOT = Path(__file__).resolve().parents[2]


class Gone(Exception):
    """The examiner ended meanwhile; another one may be started."""


@dataclass(frozen=True)
class Examined:
    #: SHA-256 of the signature values found in the file, also where the rest was refused.
    value_digests: Sequence[str] = ()
    #: `signatures` and `timestamps`; None where the document was refused.
    found: dict[str, Any] | None = None
    #: Why, by one word of `states.Refusal`.
    refused: str = ""


class Examiner:
    """One process, started at the first document, and again when it ended.

    A fork of this process starts its own: two must not wait at one socket.
    """

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.owner = 0
        self.process: subprocess.Popen[bytes] | None = None
        self.line: socket.socket | None = None

    def ask(self, request: int, answer: int) -> None:
        """Hands over what to read and where to write; raises Gone."""
        with self.lock:
            try:
                socket.send_fds(self.started(), [b"?"], [request, answer])
            except OSError as error:
                self.stop()
                raise Gone from error

    def started(self) -> socket.socket:
        if self.line is None or self.owner != os.getpid():
            self.line, theirs = socket.socketpair()
            self.owner = os.getpid()
            # Nothing of our environment: no secret for a hostile document to find.
            self.process = subprocess.Popen(  # noqa: S603 - our own module
                [*PROGRAM, str(theirs.fileno())],
                cwd=ROOT,
                env={},
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            theirs.close()
        return self.line

    def stop(self) -> None:
        if self.line is not None:
            self.line.close()
        if self.process is not None and self.owner == os.getpid():
            self.process.kill()
            self.process.wait()
        self.line = self.process = None


EXAMINER = Examiner()
atexit.register(EXAMINER.stop)


def examine(document: bytes, *, anchors: Sequence[str], at: datetime) -> Examined:
    """Never raises for what the document holds; ends within the seconds of the settings."""
    header = {
        "anchors": list(anchors),
        "moment": at.isoformat(),
        "signatures": settings.SIGNATURES_VERIFY_SIGNATURES,
        "seconds": settings.SIGNATURES_VERIFY_SECONDS,
        "processor_seconds": settings.SIGNATURES_VERIFY_PROCESSOR_SECONDS,
        "memory_megabytes": settings.SIGNATURES_VERIFY_MEMORY_MEGABYTES,
    }
    with tempfile.TemporaryFile() as request:
        request.write(json.dumps(header).encode() + b"\n" + document)
        request.flush()
        told = asked(request.fileno())
    return examined_from(told.splitlines(keepends=True))


def asked(request: int) -> bytes:
    """What was told until the examiner's child ended, or was given up."""
    for _attempt in range(2):
        os.lseek(request, 0, os.SEEK_SET)
        ours, theirs = os.pipe()
        try:
            EXAMINER.ask(request, theirs)
            os.close(theirs)
            # No word at all: the examiner may just have ended for want of work.
            if told := told_through(ours):
                return told
        except Gone:
            os.close(theirs)
        finally:
            os.close(ours)
    return b""


def told_through(pipe: int) -> bytes:
    told, deadline = b"", time.monotonic() + settings.SIGNATURES_VERIFY_SECONDS + PATIENCE_SECONDS
    while (left := deadline - time.monotonic()) > 0 and len(told) < ANSWER_BYTES:
        if not select.select([pipe], [], [], left)[0]:
            break
        piece = os.read(pipe, 65536)
        if not piece:
            return told
        told += piece
    # Not even its own alarm ended the child: no document does that, so the process is to blame.
    EXAMINER.stop()
    return told


def examined_from(lines: Sequence[bytes]) -> Examined:
    """A child that was stopped by its limits leaves lines out, or the end of one."""
    whole = [json.loads(line) for line in lines if line.endswith(b"\n")]
    digests = whole[0] if whole else ()
    if len(whole) < 2:
        return Examined(digests, refused="exhausted")
    refused = whole[1].get("refused", "")
    return Examined(digests, None if refused else whole[1], refused)
