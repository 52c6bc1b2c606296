import socket
import struct
from contextlib import closing

from django.conf import settings
from django.core.files.base import File

from caseflow.applications.papers.scanners.base import ScannerAway, ScannerRefused

PIECE = 256 * 1024
LONGEST_ANSWER = 4096


class ClamAV:
    """Sends a file to clamd in pieces (its INSTREAM command) and reads the verdict."""

    def scan(self, content: "File[bytes]") -> str:
        try:
            with closing(connected()) as clamd:
                return verdict(asked(clamd, content))
        except OSError as error:
            raise ScannerAway(type(error).__name__) from error


def connected() -> socket.socket:
    """To `CLAMAV_ADDRESS`: ``host:port``, or the path of a socket."""
    address, seconds = settings.CLAMAV_ADDRESS, settings.CLAMAV_SECONDS
    if address.startswith("/"):
        clamd = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        clamd.settimeout(seconds)
        try:
            clamd.connect(address)
        except OSError:
            clamd.close()
            raise
        return clamd
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=seconds)


def asked(clamd: socket.socket, content: "File[bytes]") -> str:
    clamd.sendall(b"zINSTREAM\0")
    try:
        for piece in content.chunks(PIECE):
            clamd.sendall(struct.pack("!L", len(piece)) + piece)
        clamd.sendall(struct.pack("!L", 0))
    except (BrokenPipeError, ConnectionResetError):
        # clamd hangs up on files beyond its own limit; its last words say so.
        return answered(clamd) or "stream closed ERROR"
    return answered(clamd)


def answered(clamd: socket.socket) -> str:
    words = b""
    while b"\0" not in words and len(words) < LONGEST_ANSWER:
        piece = clamd.recv(LONGEST_ANSWER)
        if not piece:
            break
        words += piece
    return words.split(b"\0")[0].decode(errors="replace").strip()


def verdict(answer: str) -> str:
    """Of ``stream: OK``, ``stream: NAME FOUND`` or ``… ERROR``."""
    said = answer.removeprefix("stream:").strip()
    if said == "OK":
        return ""
    if said.endswith(" FOUND"):
        return said.removesuffix(" FOUND")
    if said.endswith("ERROR"):
        raise ScannerRefused(said)
    raise ScannerAway("no verdict")
