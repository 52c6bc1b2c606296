"""Answers 503 at our port while Caseflow is being prepared, so that a probe is never refused."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from launcher.console import Refusal

BODY = json.dumps({"status": "starting", "parts": {"web": "preparing"}}).encode()


class Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(503)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(BODY)))
        self.send_header("Retry-After", "5")
        self.end_headers()
        self.wfile.write(BODY)

    do_HEAD = do_POST = do_GET  # noqa: N815 -- the names http.server looks for

    def log_message(self, format: str, *args: object) -> None:
        """Probes are no news."""


@contextmanager
def opened(port: int) -> Iterator[ThreadingHTTPServer]:
    """Open until ``server_close``, or until the block ends."""
    try:
        room = ThreadingHTTPServer(("127.0.0.1", port), Answer)
    except OSError as error:
        raise Refusal(
            f"Port {port} cannot be had ({error.strerror}); choose another: PORT=8001 make run"
        ) from None
    threading.Thread(target=room.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
    try:
        yield room
    finally:
        close(room)


def close(room: ThreadingHTTPServer) -> None:
    room.shutdown()
    room.server_close()
