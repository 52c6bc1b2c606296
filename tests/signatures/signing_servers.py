"""Services of other people, run here: a time-stamp authority and a remote signing service."""

import json
import threading
import time
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import uuid4

from asn1crypto import tsp
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256

from signatures.backends import der, time_stamps
from signatures.backends.pkcs12 import SoftwareKey

Answer = tuple[int, bytes]


@contextmanager
def served(answer: Callable[[str, bytes, str], Answer]) -> Iterator[str]:
    """`answer` gets path, body and bearer token; the address of the service."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, content = answer(self.path, body, self.headers.get("Authorization", ""))
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: object) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@dataclass
class TimeStampAuthority:
    """RFC 3161; `fault` is what is wrong with it at the moment."""

    key: SoftwareKey
    fault: str = ""
    asked: int = 0

    def __call__(self, path: str, body: bytes, bearer: str) -> Answer:
        self.asked += 1
        if self.fault == "down":
            return 503, b"maintenance"
        if self.fault == "nonsense":
            return 200, b"<html>It works!</html>"
        if self.fault == "slow":
            time.sleep(1.5)
        if self.fault == "declines":
            return 200, der.sequence(der.sequence(der.integer(2)))
        request = tsp.TimeStampReq.load(body)
        digest = request["message_imprint"]["hashed_message"].native
        digest = sha256(b"another").digest() if self.fault == "other document" else digest
        nonce = request["nonce"].native + (self.fault == "wrong nonce")
        late = timedelta(hours=3) if self.fault == "wrong clock" else timedelta()
        stamp = time_stamps.token(digest, key=self.key, at=datetime.now(UTC) + late, nonce=nonce)
        if self.fault == "altered":
            stamp = stamp[:-1] + bytes([stamp[-1] ^ 1])
        return 200, der.sequence(der.sequence(der.integer(0)), stamp)


@dataclass
class RemoteSigner:
    """The Cloud Signature Consortium's API, version 2; keys by the user who owns them."""

    keys: dict[str, SoftwareKey]
    pin: str = "2468"
    token: str = "service-token"
    fault: str = ""
    #: By the data that allows one signature: the digests it was given for.
    consents: dict[str, list[str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def __call__(self, path: str, body: bytes, bearer: str) -> Answer:
        self.asked.append(path.removeprefix("/csc/v2/"))
        if self.fault == "down":
            return 503, b""
        if bearer != f"Bearer {self.token}":
            return refused(401, "invalid_token")
        if self.fault == "slow":
            time.sleep(1.5)
        deeds = {
            "credentials/list": self.listed,
            "credentials/info": self.info,
            "credentials/authorize": self.authorize,
            "signatures/signHash": self.sign_hash,
        }
        return deeds[self.asked[-1]](json.loads(body))

    def listed(self, asked: dict[str, Any]) -> Answer:
        return told(credentialIDs=[name for name in self.keys if name == asked["userID"]])

    def info(self, asked: dict[str, Any]) -> Answer:
        key = self.keys[asked["credentialID"]]
        certificates = [b64encode(one).decode() for one in (key.certificate, *key.chain)]
        status = "disabled" if self.fault == "disabled" else "enabled"
        mode = "oauth2code" if self.fault == "asks the person" else "explicit"
        return told(
            key={"status": status, "algo": ["1.2.840.113549.1.1.11"], "len": 2048},
            cert={"status": "valid", "certificates": certificates},
            auth={"mode": mode},
            SCAL="2",
            multisign=100,
        )

    def authorize(self, asked: dict[str, Any]) -> Answer:
        if asked.get("authData") != [{"id": "PIN", "value": self.pin}]:
            return refused(400, "invalid_pin")
        consent = uuid4().hex
        self.consents[consent] = asked["hashes"]
        return told(SAD=consent, expiresIn=300)

    def sign_hash(self, asked: dict[str, Any]) -> Answer:
        # A consent is for these digests (SCAL 2) and for one time.
        if self.consents.pop(asked["SAD"], None) != asked["hashes"]:
            return refused(400, "invalid_request")
        key = self.keys[asked["credentialID"]]
        values = [signed(key, b64decode(one)) for one in asked["hashes"]]
        if self.fault == "other document":
            values = [signed(key, sha256(b"another").digest())]
        if self.fault == "answers twice":
            values *= 2
        return told(signatures=[b64encode(value).decode() for value in values])


def signed(key: SoftwareKey, digest: bytes) -> bytes:
    if isinstance(key.private, RSAPrivateKey):
        return key.private.sign(digest, PKCS1v15(), Prehashed(SHA256()))
    return key.private.sign(digest, ECDSA(Prehashed(SHA256())))


def told(**answer: Any) -> Answer:
    return 200, json.dumps(answer).encode()


def refused(status: int, error: str) -> Answer:
    return status, json.dumps({"error": error, "error_description": "…"}).encode()
