"""Who carries messages, on this machine: a mail server and a gateway for posts; both can fail."""

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class MailServer:
    """Speaks as much SMTP as a client needs; answers as told for addresses that hold a word."""

    port: int = 0
    mails: list[tuple[str, bytes]] = field(default_factory=list)
    #: Word in the address → answer to its RCPT.
    answers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0

    async def serve(self, reader: Any, writer: Any) -> None:
        try:
            await self.talk(reader, writer)
        finally:
            writer.close()

    async def talk(self, reader: Any, writer: Any) -> None:
        async def say(line: str) -> None:
            writer.write(f"{line}\r\n".encode())
            await writer.drain()

        address = ""
        await say("220 tests")
        while line := (await reader.readline()).decode().strip():
            verb = line.split(":")[0].upper()
            if verb == "RCPT TO":
                address = line.partition("<")[2].rstrip(">")
                await asyncio.sleep(self.delay)
                await say(next((self.answers[w] for w in self.answers if w in address), "250 ok"))
            elif verb == "DATA":
                await say("354 go on")
                self.mails.append((address, await reader.readuntil(b"\r\n.\r\n")))
                await say("250 kept")
            elif verb == "QUIT":
                await say("221 bye")
                return
            else:
                await say("250 ok")


@contextmanager
def mail_server() -> Iterator[MailServer]:
    server, loop = MailServer(), asyncio.new_event_loop()
    listening = loop.run_until_complete(asyncio.start_server(server.serve, "127.0.0.1", 0))
    server.port = listening.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield server
    finally:
        asyncio.run_coroutine_threadsafe(closed(listening), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def closed(listening: asyncio.Server) -> None:
    listening.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    # The transports close in the next turn of the loop.
    await asyncio.sleep(0)


@dataclass
class Gateway:
    """Takes what is posted; answers with the status set for a number, else for all."""

    port: int = 0
    taken: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    statuses: dict[str, int] = field(default_factory=dict)
    answer: int = 202

    def status_for(self, body: bytes) -> int:
        is_text = body.startswith(b"{")
        return self.statuses.get(json.loads(body)["to"], self.answer) if is_text else self.answer

    @property
    def texts(self) -> list[dict[str, str]]:
        return [json.loads(body) for _headers, body in self.taken]


@contextmanager
def web_service() -> Iterator[Gateway]:
    gateway = Gateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = gateway.status_for(body)
            if status < 300:
                gateway.taken.append((dict(self.headers), body))
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    gateway.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield gateway
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
