"""Checks what Caseflow gave out, without Caseflow: python3 caseflow-check.py --list LIST FILE…

FILE is the text of a result's QR code, a PDF result, the exported evidence of a case, or the seal
of a day. LIST is the signed list of keys and withdrawals (caseflow-list.cbor); it is believed as
you give it, so compare the key identifiers printed with those of another source. Needs Python 3.9
and the package `cryptography`. Exit code 0: everything given is genuine; 1: something is not.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

PREFIX = "CF1:"
BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
STATEMENT = re.compile(rb"CF1:[0-9A-Z $%*+\-./:]{100,}")
Exported = dict[str, Any]
#: What a list tells of each key, by identifier.
Keys = dict[str, dict[str, Any]]
ES256, RS256, OURS = -7, -257, -65537


class NotGenuine(Exception):
    """Altered, signed by a stranger, or nothing of ours."""


def require(condition: object, what: str) -> None:
    if not condition:
        raise NotGenuine(what)


def from_base45(text: str) -> bytes:
    whole = b""
    for place in range(0, len(text), 3):
        values = [BASE45.find(letter) for letter in text[place : place + 3]]
        require(len(values) > 1 and -1 not in values, "not base45")
        number = sum(value * 45**power for power, value in enumerate(values))
        require(number < 256 ** (len(values) - 1), "not base45")
        whole += number.to_bytes(len(values) - 1, "big")
    return whole


class Cbor:
    """As much of CBOR as statements use, in its one canonical way."""

    def __init__(self, content: bytes) -> None:
        self.content, self.place = content, 0

    def take(self, count: int) -> bytes:
        require(self.place + count <= len(self.content), "cut off")
        self.place += count
        return self.content[self.place - count : self.place]

    def argument(self, short: int) -> int:
        if short < 24:
            return short
        require(short < 28, "not canonical")
        value = int.from_bytes(self.take(1 << short - 24), "big")
        require(value >= (24 if short == 24 else 256 ** (1 << short - 25)), "not canonical")
        return value

    def value(self) -> Any:
        first = self.take(1)[0]
        kind, short = first >> 5, first & 31
        if kind == 7:
            require(short in (20, 21), "not expected")
            return short == 21
        return getattr(self, f"kind_{kind}")(self.argument(short))

    def kind_0(self, number: int) -> int:
        return number

    def kind_1(self, number: int) -> int:
        return -1 - number

    def kind_2(self, length: int) -> bytes:
        return self.take(length)

    def kind_3(self, length: int) -> str:
        return self.take(length).decode()

    def kind_4(self, length: int) -> list[Any]:
        return [self.value() for _item in range(length)]

    def kind_5(self, length: int) -> dict[Any, Any]:
        return {self.value(): self.value() for _pair in range(length)}

    def kind_6(self, tag: int) -> tuple[int, Any]:
        return tag, self.value()


def from_cbor(content: bytes) -> Any:
    reader = Cbor(content)
    try:
        value = reader.value()
    except (UnicodeDecodeError, RecursionError, TypeError) as error:
        raise NotGenuine("no CBOR") from error
    require(reader.place == len(content), "something behind the end")
    return value


def cbor_bytes(content: bytes) -> bytes:
    size = len(content)
    for limit, head in ((24, 0x40 + size), (256, 0x58), (65536, 0x59), (2**32, 0x5A)):
        if size < limit:
            width = 0 if limit == 24 else {256: 1, 65536: 2}.get(limit, 4)
            return bytes([head]) + (size.to_bytes(width, "big") if width else b"") + content
    raise NotGenuine("too long")


def opened(envelope: bytes, keys: Keys) -> tuple[Any, bytes, dict[str, Any]]:
    """The payload and the key that signed it."""
    try:
        tag, (header, loose, payload, signature) = from_cbor(envelope)
        names = from_cbor(header)
        algorithm, key_id = names[1], names[4].hex()
    except (TypeError, ValueError, LookupError, AttributeError) as error:
        raise NotGenuine("no envelope") from error
    whole = all(isinstance(part, bytes) for part in (header, payload, signature))
    require(whole and tag == 18 and loose == {} and len(names) == 2, "no envelope")
    require(key_id in keys, f"unknown signer {key_id}")
    signed = b"\x84\x6aSignature1" + cbor_bytes(header) + b"\x40" + cbor_bytes(payload)
    try:
        verify(load_der_public_key(keys[key_id]["key"]), algorithm, signature, signed)
    except (InvalidSignature, ValueError) as error:
        raise NotGenuine("the signature does not hold") from error
    return from_cbor(payload), hashlib.sha256(payload).digest()[:16], keys[key_id]


def verify(key: Any, algorithm: int, signature: bytes, signed: bytes) -> None:
    if isinstance(key, rsa.RSAPublicKey):
        require(algorithm == RS256, "algorithm")
        key.verify(signature, signed, padding.PKCS1v15(), SHA256())
        return
    require(algorithm == ES256 and len(signature) == 64, "algorithm")
    halves = (int.from_bytes(half, "big") for half in (signature[:32], signature[32:]))
    key.verify(utils.encode_dss_signature(*halves), signed, ec.ECDSA(SHA256()))


class TrustList:
    def __init__(self, content: bytes) -> None:
        _tag, parts = from_cbor(content)
        unproven = from_cbor(parts[2])
        keys = {key["id"].hex(): key for key in unproven["keys"]}
        said, _identifier, _key = opened(content, keys)
        require(said["kind"] == "caseflow list", "another kind of list")
        self.keys, self.issued_at = keys, said["issued_at"]
        self.withdrawn = {identifier.hex(): at for identifier, at in said["withdrawn"]}
        self.revoked = {print_.hex(): at for print_, at in said["revoked"]}


def day_of(seconds: int) -> str:
    return time.strftime("%Y-%m-%d", time.gmtime(seconds + 7 * 3600))


def check_statement(text: str, known: TrustList) -> Iterator[str]:
    require(text.startswith(PREFIX), "no statement")
    said, identifier, key = opened(from_base45(text[len(PREFIX) :]), known.keys)
    ours = said[OURS]
    require(not any(one.startswith(key["id"].hex()) for one in known.revoked), "signer revoked")
    withdrawn = known.withdrawn.get(identifier.hex())
    require(withdrawn is None, f"result {ours[1]} was withdrawn on {day_of(withdrawn or 0)}")
    yield f"result {ours[1]} {ours[2]}: {ours[6]}, for {ours[5]}"
    yield f"issued by {ours[4]} ({said[1]}) on {day_of(said[6])}"
    yield f"digest of the content {ours[3].hex()}"
    yield from signer_of(key)


def signer_of(key: dict[str, Any]) -> Iterator[str]:
    yield f"signed by {key['name']} ({key['id'].hex()})"
    if key["demonstration"]:
        yield "DEMONSTRATION: without any legal value"


def check_pdf(content: bytes, known: TrustList) -> Iterator[str]:
    found = STATEMENT.search(content)
    if found is None:
        raise NotGenuine("the file holds no statement; check its signature with pdfsig")
    yield from check_statement(found.group().decode(), known)
    yield "checked: the statement. For every byte of the file: pdfsig FILE, or the checking page"


def check_seal(sealed: Exported, known: TrustList) -> Iterator[str]:
    envelope = base64.b64decode(sealed["envelope"])
    said, _identifier, key = opened(envelope, known.keys)
    require(said["kind"] == "caseflow seal", "no seal")
    yield f"seal {said['number']} of {said['day']}: {said['chains']} chains"
    yield f"digest {hashlib.sha256(envelope).hexdigest()}, before it {said['previous'].hex()}"
    if "figures" in sealed:
        digest = hashlib.sha256(sealed["figures"].encode()).digest()
        require(digest == said["figures"], "the figures are not those that were sealed")
        yield from figures_in(json.loads(sealed["figures"]))
    yield from signer_of(key)


def figures_in(figures: Exported) -> Iterator[str]:
    for place in figures["places"]:
        for one in place["figures"]:
            period = f"{figures['from']} to {figures['to']}"
            share = f"{one['numerator']} / {one['denominator']} = {one['rate']} %"
            yield f"{place['name']}, {period}: {one['key']} = {share}"


def check_evidence(exported: Exported, known: TrustList) -> Iterator[str]:
    previous, hidden, events = "", 0, exported["events"]
    for place, event in enumerate(events, 1):
        if event["content"] is None:
            hidden += 1
        else:
            check_event(event, place, previous, exported["number"])
        previous = event["hash"]
    check_declared(exported)
    yield f"case {exported['number']}: {len(events) - hidden} events follow one another"
    if hidden:
        yield f"{hidden} events inside the office are given by their hash only"
    for proof in exported["seals"]:
        yield from check_proof(proof, exported["number"], events, known)


def check_event(event: Exported, place: int, previous: str, number: str) -> None:
    said = json.loads(event["content"])
    digest = hashlib.sha256(event["content"].encode()).hexdigest()
    require(digest == event["hash"], f"event {place} was altered")
    require(
        (said["application"], said["sequence"], said["previous"]) == (number, place, previous),
        f"event {place} does not follow the one before it",
    )
    if event["words"]:
        require(salted(event["words"]) == said["payload"]["said"], f"words of event {place}")


def salted(words: dict[str, str]) -> str:
    return hashlib.sha256((words["salt"] + words["text"]).encode()).hexdigest()


def check_declared(exported: Exported) -> None:
    if exported["declared"]:
        texts = [event["content"] for event in exported["events"] if event["content"]]
        told = [json.loads(text)["payload"].get("declared") for text in texts]
        require(salted(exported["declared"]) == [one for one in told if one][-1], "declared")


def check_proof(proof: Exported, number: str, events: list[Any], known: TrustList) -> Iterator[str]:
    said, _identifier, _key = opened(base64.b64decode(proof["envelope"]), known.keys)
    require(1 <= proof["sequence"] <= len(events), "a sealed event is missing")
    head = events[proof["sequence"] - 1]["hash"]
    leaf = hashlib.sha256(b"\0" + f"{number}\n{proof['sequence']}\n{head}".encode()).digest()
    path = [bytes.fromhex(one) for one in proof["path"]]
    root = root_by(leaf, proof["position"], said["chains"], path)
    require(root == said["root"], f"the chain is not the one sealed on {said['day']}")
    yield f"up to event {proof['sequence']} in seal {said['number']} of {said['day']}"


def root_by(node: bytes, place: int, size: int, path: list[bytes]) -> bytes:
    """RFC 9162, 2.1.3.2."""
    last = size - 1
    for other in path:
        require(last > 0, "the path is too long")
        if place % 2 or place == last:
            node = hashlib.sha256(b"\1" + other + node).digest()
            while place and not place % 2:
                place, last = place // 2, last // 2
        else:
            node = hashlib.sha256(b"\1" + node + other).digest()
        place, last = place // 2, last // 2
    require(last == 0, "the path is too short")
    return node


def check(content: bytes, known: TrustList) -> Iterator[str]:
    if b"%PDF-" in content[:1024]:
        return check_pdf(content, known)
    text = content.decode().strip("\r\n\t")
    if not text.lstrip().startswith("{"):
        return check_statement(text, known)
    exported = json.loads(text)
    ways = {"caseflow evidence 1": check_evidence, "caseflow seal 1": check_seal}
    require(exported.get("format") in ways, "nothing that Caseflow exports")
    return ways[exported["format"]](exported, known)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--list", required=True, type=Path, metavar="LIST")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    asked = parser.parse_args()
    known = TrustList(asked.list.read_bytes())
    say(f"list of {day_of(known.issued_at)}, keys {', '.join(known.keys)}")
    sys.exit(not all([told(path, known) for path in asked.files]))


def told(path: Path, known: TrustList) -> bool:
    try:
        for line in check(path.read_bytes(), known):
            say(f"{path.name}: {line}")
    except (NotGenuine, LookupError, TypeError, ValueError, AttributeError) as fault:
        say(f"{path.name}: NOT GENUINE: {fault}")
        return False
    say(f"{path.name}: genuine")
    return True


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
