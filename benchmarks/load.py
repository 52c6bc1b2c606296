"""A load of HTTP requests from a process of its own: JSON in, JSON out.

Each connection sends its next request as soon as the last one is answered. Written against plain
sockets so that the client takes as little as possible of the processors it shares with the server.
"""

import asyncio
import json
import secrets
import sys
import time
from itertools import cycle
from typing import Any

LAST_CHUNK = b"\r\n0\r\n\r\n"


class Refused(Exception):
    """The server answered otherwise than 201."""


async def created(reader: asyncio.StreamReader) -> None:
    """Reads one whole answer."""
    head = await reader.readuntil(b"\r\n\r\n")
    status, *lines = head.split(b"\r\n")
    fields = dict(line.lower().split(b": ", 1) for line in lines if line)
    if length := fields.get(b"content-length"):
        body = await reader.readexactly(int(length))
    else:
        body = await reader.readuntil(LAST_CHUNK)
    if status.split()[1] != b"201":
        raise Refused(f"{status.decode()} {body[:300].decode()}")


async def caller(job: dict[str, Any], deadline: float, first: int) -> int:
    """One connection; how many requests it had answered."""
    reader, writer = await asyncio.open_connection("127.0.0.1", job["port"])
    requests = cycle(job["requests"][first:] + job["requests"][:first])
    answered = 0
    while time.monotonic() < deadline:
        head, body = next(requests)
        key = f"Idempotency-Key: {secrets.token_hex(16)}\r\n\r\n"
        writer.write(f"{head}{key}{body}".encode())
        await created(reader)
        answered += 1
    writer.close()
    return answered


async def send(job: dict[str, Any]) -> dict[str, float]:
    began = time.monotonic()
    deadline = began + job["seconds"]
    share = len(job["requests"]) // job["connections"]
    callers = [caller(job, deadline, share * place) for place in range(job["connections"])]
    answered = sum(await asyncio.gather(*callers))
    return {"answered": answered, "seconds": time.monotonic() - began}


if __name__ == "__main__":
    json.dump(asyncio.run(send(json.load(sys.stdin))), sys.stdout)
