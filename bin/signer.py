"""Signs results that wait in a signing inbox, with the key on this computer's device.

    bin/signer --server https://… --user NAME --pkcs11 MODULE --token LABEL
    bin/signer --server https://… --user NAME --pkcs12 FILE

Signs what was confirmed at the desk; with --all everything that waits for this person. Says first
what it is and asks once. Each result is signed on its own: what is refused is named, and when the
device is taken away the rest goes on waiting. May be started again at any time.

The password of the account is asked for, or read from CASEFLOW_PASSWORD; the PIN of the device
(or the password of the file) from SIGNER_PIN. Beside Python it needs `cryptography`, and for
devices `python-pkcs11`; nothing of Caseflow itself, so that this one file can be handed out.

Ends with 0 where all was signed, 1 where something was refused, 2 for wrong use or a wrong
password, 3 where device or server went away.
"""

import argparse
import base64
import getpass
import hashlib
import json
import os
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12

DONE, SOME_REFUSED, WRONG_USE, GONE = 0, 1, 2, 3
#: An answer that got lost is given again; the server takes it once.
TRIES = 3
WORDS = {
    "vi": {
        "nothing": "Không có kết quả nào chờ ký.",
        "found": "{count} kết quả chờ ký:",
        "ask": "Ký {count} kết quả? [c/K] ",
        "yes": "c",
        "signed": "{number}: đã ký",
        "refused": "{number}: bị từ chối – {why}",
        "gone": "Không liên lạc được với thiết bị ký; {left} kết quả vẫn chờ ký. ({why})",
        "away": "Không liên lạc được với máy chủ; {left} kết quả vẫn chờ ký. ({why})",
        "wrong": "Sai tên đăng nhập, mật khẩu hoặc mã PIN: {why}",
        "sums": "Đã ký {signed}, bị từ chối {refused}.",
    },
    "en": {
        "nothing": "No result waits to be signed.",
        "found": "{count} results wait to be signed:",
        "ask": "Sign {count} results? [y/N] ",
        "yes": "y",
        "signed": "{number}: signed",
        "refused": "{number}: refused – {why}",
        "gone": "The device is out of reach; {left} results go on waiting. ({why})",
        "away": "The server is out of reach; {left} results go on waiting. ({why})",
        "wrong": "Wrong user name, password or PIN: {why}",
        "sums": "Signed {signed}, refused {refused}.",
    },
}


class Refused(Exception):
    """The server will not take this one."""


class ServerAway(Exception):
    """The server gave no answer."""


class DeviceGone(Exception):
    """The device does not answer any more."""


class WrongSecret(Exception):
    """Password or PIN do not open what they should."""


@dataclass(frozen=True)
class Device:
    certificate: bytes
    sign: Callable[[bytes], bytes]


@dataclass(frozen=True)
class Server:
    address: str
    language: str
    token: str = ""

    def ask(self, path: str, body: dict[str, Any] | None = None) -> Any:
        request = urllib.request.Request(  # noqa: S310 (the scheme is checked in `options`)
            f"{self.address}/api/v1/{path}", None if body is None else json.dumps(body).encode()
        )
        request.add_header("Accept-Language", self.language)
        request.add_header("Content-Type", "application/json")
        if self.token:
            request.add_header("Authorization", f"Token {self.token}")
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 (as above)
                return json.load(answer)
        except urllib.error.HTTPError as error:
            if error.code >= 500:
                raise ServerAway(error.code) from error
            raise Refused(told(error)) from error
        except (urllib.error.URLError, OSError) as error:
            raise ServerAway(type(error).__name__) from error

    def logged_in(self, user: str, password: str) -> "Server":
        try:
            token = self.ask("auth/token/", {"username": user, "password": password})["token"]
        except Refused as refused:
            raise WrongSecret(refused) from refused
        return Server(self.address, self.language, token)

    def waiting(self, *, everything: bool) -> Iterator[dict[str, Any]]:
        """Page by page, before anything is signed."""
        narrowed = "" if everything else "&confirmed=true"
        after = ""
        while True:
            page = self.ask(f"signing-orders/?key=device{narrowed}{after}")
            yield from page["results"]
            if not page["next"]:
                return
            after = "&after=" + urllib.parse.quote(page["next"])


def told(error: urllib.error.HTTPError) -> str:
    try:
        answer = json.load(error)
    except ValueError:
        return str(error.code)
    fields = [text for said in answer.get("fields", {}).values() for text in said]
    parts = [answer.get("message", ""), answer.get("instead", ""), *fields]
    return " ".join(part for part in parts if part) or str(error.code)


def signed(order: dict[str, Any], server: Server, device: Device) -> None:
    """One result; raises Refused, ServerAway or DeviceGone."""
    path = f"signing-orders/{order['id']}"
    encoded = base64.b64encode(device.certificate).decode()
    prepared = server.ask(f"{path}/prepare/", {"certificate": encoded})
    to_sign = base64.b64decode(prepared["to_sign"])
    if hashlib.sha256(to_sign).hexdigest() != prepared["digest"]:
        raise Refused("digest")
    value = base64.b64encode(device.sign(to_sign)).decode()
    answer = {"preparation": prepared["preparation"], "value": value}
    for left in reversed(range(TRIES)):
        try:
            server.ask(f"{path}/complete/", answer)
        except ServerAway:
            if not left:
                raise
        else:
            return


def sign_all(
    orders: Sequence[dict[str, Any]], server: Server, device: Device, say: Callable[..., None]
) -> int:
    outcomes: Counter[str] = Counter(signed=0, refused=0)
    for place, order in enumerate(orders):
        left = len(orders) - place
        try:
            signed(order, server, device)
        except Refused as refused:
            outcomes["refused"] += 1
            say("refused", number=order["number"], why=refused)
        except (DeviceGone, ServerAway) as gone:
            say("gone" if isinstance(gone, DeviceGone) else "away", left=left, why=gone)
            return GONE
        else:
            outcomes["signed"] += 1
            say("signed", number=order["number"])
    say("sums", **outcomes)
    return SOME_REFUSED if outcomes["refused"] else DONE


def key_in_file(path: Path, pin: str) -> Device:
    try:
        key, certificate, _chain = pkcs12.load_key_and_certificates(path.read_bytes(), pin.encode())
    except (ValueError, OSError) as error:
        raise WrongSecret(f"{path}: {type(error).__name__}") from error
    if certificate is None or not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise WrongSecret(f"{path}: RSA/EC?")

    def sign(data: bytes) -> bytes:
        # Read anew: a file on a stick that was drawn out signs nothing any more.
        if not path.exists():
            raise DeviceGone(path)
        if isinstance(key, rsa.RSAPrivateKey):
            return key.sign(data, padding.PKCS1v15(), SHA256())
        return key.sign(data, ec.ECDSA(SHA256()))

    return Device(certificate.public_bytes(Encoding.DER), sign)


def key_on_token(module: str, label: str, pin: str) -> Device:
    """The first private key that has a certificate beside it."""
    import pkcs11  # noqa: PLC0415 (only who has a device needs the library)

    try:
        session = pkcs11.lib(module).get_token(token_label=label).open(user_pin=pin)
        certificate, key = pair_on(session)
    except pkcs11.PKCS11Error as error:
        raise WrongSecret(f"{label}: {type(error).__name__}") from error

    def sign(data: bytes) -> bytes:
        try:
            if key.key_type == pkcs11.KeyType.RSA:
                return bytes(key.sign(data, mechanism=pkcs11.Mechanism.SHA256_RSA_PKCS))
            digest = hashlib.sha256(data).digest()
            return der_of(bytes(key.sign(digest, mechanism=pkcs11.Mechanism.ECDSA)))
        except pkcs11.PKCS11Error as error:
            raise DeviceGone(type(error).__name__) from error

    return Device(certificate, sign)


def pair_on(session: Any) -> tuple[bytes, Any]:
    import pkcs11  # noqa: PLC0415 (as above)

    # A token searches for one thing at a time: both lists are read to their ends.
    certificates, keys = (
        list(session.get_objects({pkcs11.Attribute.CLASS: kind}))
        for kind in (pkcs11.ObjectClass.CERTIFICATE, pkcs11.ObjectClass.PRIVATE_KEY)
    )
    named = {bytes(key[pkcs11.Attribute.ID]): key for key in keys}
    for certificate in certificates:
        if key := named.get(bytes(certificate[pkcs11.Attribute.ID])):
            return bytes(certificate[pkcs11.Attribute.VALUE]), key
    raise WrongSecret("no key with a certificate")


def der_of(value: bytes) -> bytes:
    """A token gives both numbers one after the other."""
    half = len(value) // 2
    return encode_dss_signature(
        int.from_bytes(value[:half], "big"), int.from_bytes(value[half:], "big")
    )


def options(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("signer", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--server", required=True, help="address of Caseflow, https://…")
    parser.add_argument("--user", required=True, help="account of who signs")
    parser.add_argument("--pkcs12", type=Path, help="file with key and certificate")
    parser.add_argument("--pkcs11", help="module (.so) of the device")
    parser.add_argument("--token", default="", help="label of the device")
    parser.add_argument("--all", action="store_true", help="also what was not confirmed yet")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("--language", choices=sorted(WORDS), default="vi")
    given = parser.parse_args(words)
    if bool(given.pkcs12) == bool(given.pkcs11):
        parser.error("give one of --pkcs12 and --pkcs11")
    if not given.server.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        parser.error("--server must begin with https://")
    return given


def secret(variable: str, words: str) -> str:
    return os.environ.get(variable) or getpass.getpass(words)


def opened(given: argparse.Namespace) -> Device:
    pin = secret("SIGNER_PIN", "PIN: ")
    if given.pkcs12:
        return key_in_file(given.pkcs12, pin)
    return key_on_token(given.pkcs11, given.token, pin)


def main(words: Sequence[str]) -> int:
    given = options(words)
    texts = WORDS[given.language]

    def say(text: str, **facts: object) -> None:
        sys.stdout.write(texts[text].format(**facts) + "\n")
        sys.stdout.flush()

    try:
        server = Server(given.server.rstrip("/"), given.language)
        server = server.logged_in(given.user, secret("CASEFLOW_PASSWORD", "Caseflow: "))
        orders = list(server.waiting(everything=given.all))
        if not agreed(orders, say, texts, asks=not given.yes):
            return DONE
        return sign_all(orders, server, opened(given), say)
    except WrongSecret as wrong:
        say("wrong", why=wrong)
        return WRONG_USE
    except (ServerAway, Refused) as away:
        say("away", left="?", why=away)
        return GONE


def agreed(
    orders: Sequence[dict[str, Any]], say: Callable[..., None], texts: dict[str, str], *, asks: bool
) -> bool:
    """The one confirmation, after what would be signed was told."""
    if not orders:
        say("nothing")
        return False
    say("found", count=len(orders))
    kinds = Counter((order["procedure_name"], order["outcome"]) for order in orders)
    for (procedure, outcome), count in kinds.most_common():
        sys.stdout.write(f"  {count} × {procedure} ({outcome})\n")
    if not asks:
        return True
    return input(texts["ask"].format(count=len(orders))).strip().lower() == texts["yes"]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
