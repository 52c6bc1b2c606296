"""The examiner: a process that reads strangers' documents, each in a child that may die of it.

`python -m signatures.backends.pdf_examiner DESCRIPTOR` keeps the PDF library loaded and answers
requests that arrive over a socket, each as two descriptors: a file to read, a pipe to write to.
The library alone takes a second to load; a child is there within milliseconds, has its own limits,
and shares nothing with the next. This process never opens a document, and ends with its socket.

A request is a line of JSON, then the document. An answer is up to two lines of JSON: the digests of
the signature values that stand in the file, then `signatures` and `timestamps`, or why `refused`.
"""

import asyncio
import json
import logging
import os
import resource
import signal
import socket
import sys
from datetime import datetime
from typing import Any, NoReturn

from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.misc import PdfDecodeLimitError

from signatures.backends.pdf_validation import Limits, NotExamined, examine, value_digests

#: With no work for so long it ends; the next document starts another.
IDLE_SECONDS = 600
MEGABYTE = 1024 * 1024


def main(descriptor: str) -> None:
    asking = socket.socket(fileno=int(descriptor))
    asking.settimeout(IDLE_SECONDS)
    # Nobody waits for the children, so none stays behind.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while given := received(asking):
        request, answer = given
        if os.fork() == 0:
            asking.close()
            answer_and_die(request, answer)
        os.close(request)
        os.close(answer)


def received(asking: socket.socket) -> tuple[int, int] | None:
    try:
        message, descriptors, _, _ = socket.recv_fds(asking, 1, 2)
    except TimeoutError:
        return None
    if not message:
        return None
    request, answer = descriptors
    return request, answer


def answer_and_die(request: int, answer: int) -> NoReturn:
    try:
        with open(request, "rb") as given, open(answer, "w", encoding="ascii") as told:  # noqa: PTH123
            asked = json.loads(given.readline())
            confine(asked)
            answer_to(asked, given.read(), told)
    finally:
        os._exit(0)


def confine(asked: dict[str, Any]) -> None:
    """No more than what was granted of memory, computing and time; and no file is written."""
    signal.setitimer(signal.ITIMER_REAL, asked["seconds"])
    memory, computing = asked["memory_megabytes"] * MEGABYTE, asked["processor_seconds"]
    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, computing),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def answer_to(asked: dict[str, Any], document: bytes, told: Any) -> None:
    limits = Limits(signatures=asked["signatures"])
    told.write(json.dumps(value_digests(document, limits)) + "\n")
    told.flush()
    told.write(json.dumps(examined(document, asked, limits)) + "\n")


def examined(document: bytes, asked: dict[str, Any], limits: Limits) -> dict[str, Any]:
    anchors = [
        certificate
        for text in asked["anchors"]
        for certificate in load_certs_from_pemder_data(text.encode())
    ]
    try:
        moment = datetime.fromisoformat(asked["moment"])
        return asyncio.run(examine(document, anchors, moment, limits))
    except NotExamined as refused:
        return {"refused": str(refused)}
    except (MemoryError, RecursionError, PdfDecodeLimitError):
        return {"refused": "exhausted"}
    except Exception:  # noqa: BLE001 - the library may fail in any way on what strangers send
        return {"refused": "damaged"}


if __name__ == "__main__":
    logging.disable()
    main(sys.argv[1])
