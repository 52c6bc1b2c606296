"""Checks what Caseflow gave out, without Caseflow: python3 caseflow-check.py --list LIST FILE…

FILE is the text of a result's QR code, a PDF result, the exported evidence of a case, the seal of
a day, or a publication of figures. LIST is the signed list of keys and withdrawals
(caseflow-list.cbor); it is believed as you give it, so compare the key identifiers printed with
those of another source. Needs Python 3.9 and the package `cryptography`. Exit code 0: everything
given is genuine; 1: something is not.
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
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key
from cryptography.x509.oid import ExtendedKeyUsageOID

PREFIX = "CF1:"
BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")
ROOM, END = re.compile(rb"<(?:[0-9a-f]+|[0-9A-F]+)>"), re.compile(rb"%%EOF\r?\n?")
MESSAGE_DIGEST = bytes.fromhex("2a864886f70d010904")
TIME_STAMP = bytes.fromhex("2a864886f70d010910020e")
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
        number = self.argument(short)
        if kind in (0, 1):
            return -1 - number if kind else number
        if kind in (2, 3):
            return self.take(number) if kind == 2 else self.take(number).decode()
        if kind == 4:
            return [self.value() for _item in range(number)]
        if kind == 5:
            return {self.value(): self.value() for _pair in range(number)}
        return number, self.value()


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
    if size < 24:
        return bytes([0x40 + size]) + content
    width = next(width for width in (1, 2, 4) if size < 256**width)
    return bytes([0x57 + width.bit_length()]) + size.to_bytes(width, "big") + content


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
    key = load_der_public_key(keys[key_id]["key"])
    is_rsa = isinstance(key, rsa.RSAPublicKey)
    require(algorithm == (RS256 if is_rsa else ES256), "algorithm")
    holds(key, signature if is_rsa else as_der(signature), signed)
    return from_cbor(payload), hashlib.sha256(payload).digest()[:16], keys[key_id]


def as_der(signature: bytes) -> bytes:
    require(len(signature) == 64, "length of a signature")
    halves = (int.from_bytes(half, "big") for half in (signature[:32], signature[32:]))
    return utils.encode_dss_signature(*halves)


def holds(key: Any, value: bytes, signed: bytes) -> None:
    is_rsa = isinstance(key, rsa.RSAPublicKey)
    way = (padding.PKCS1v15(), SHA256()) if is_rsa else (ec.ECDSA(SHA256()),)
    try:
        key.verify(value, signed, *way)
    except (InvalidSignature, ValueError) as error:
        raise NotGenuine("a signature does not hold") from error


class TrustList:
    def __init__(self, content: bytes) -> None:
        _tag, parts = from_cbor(content)
        unproven = from_cbor(parts[2])
        keys = {key["id"].hex(): key for key in unproven["keys"]}
        said, _identifier, _key = opened(content, keys)
        require(said["kind"] == "caseflow list", "another kind of list")
        self.keys, self.issued_at, self.anchors = keys, said["issued_at"], said["anchors"]
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


class Der:
    """One value of DER with its parts, as far as CMS (RFC 5652) needs it."""

    def __init__(self, content: bytes, place: int = 0) -> None:
        length, start = content[place + 1], place + 2
        if length > 0x80:
            start += length - 0x80
            length = int.from_bytes(content[place + 2 : start], "big")
        self.tag, self.end = content[place], start + length
        require(self.end <= len(content), "DER")
        self.content, self.whole = content[start : self.end], content[place : self.end]

    def parts(self) -> list[Der]:
        found, place = [], 0
        while place < len(self.content):
            found.append(Der(self.content, place))
            place = found[-1].end
        return found


def check_pdf(content: bytes, known: TrustList) -> Iterator[str]:
    """Every signature by itself, and the statement: each speaks of the whole up to its place."""
    places = [tuple(map(int, found.groups())) for found in RANGE.finditer(content)]
    require(places, "the file carries no signature")
    end = 0
    for place in places:
        told, is_stamp = check_signature(content, place, known)
        yield told
        end = end if is_stamp else max(end, place[2] + place[3])
    for cut in {found.end() - less for found in END.finditer(content) for less in (0, 1, 2)}:
        gone = known.withdrawn.get(hashlib.sha256(content[:cut]).hexdigest()[:32])
        require(gone is None, f"the document was withdrawn on {day_of(gone or 0)}")
    if found := STATEMENT.search(content):
        yield from check_statement(found.group().decode(), known)
    yield f"digest of the file {hashlib.sha256(content).hexdigest()}"
    if end < len(content):
        yield f"{len(content) - end} bytes behind the last signature: the checking page judges them"


def check_signature(content: bytes, place: tuple[int, ...], known: TrustList) -> tuple[str, bool]:
    """What to tell of it, and whether it is a time stamp over the file."""
    first, before, second, after = place
    room = content[before:second]
    fits = first == 0 and second + after <= len(content) and ROOM.fullmatch(room)
    require(fits, "a range that is not the file's")
    signed = content[:before] + content[second : second + after]
    envelope = bytes.fromhex(room[1:-1].decode())
    cms = Der(envelope)
    require(not envelope[cms.end :].strip(b"\0"), "something behind an envelope")
    rest, own = signed_data(cms, signed)
    certificate = signed_by(rest, own or signed)
    revoked = known.revoked.get(certificate.fingerprint(SHA256()).hex())
    older = revoked is not None and not own and is_older(revoked, rest, known)
    require(older or revoked is None, f"signer revoked on {day_of(revoked or 0)}")
    told = f"{'time stamp' if own else 'signed'} by {vouched(certificate, rest, known)}"
    return f"{told}, stamped before its revocation" if older else told, bool(own)


def signed_data(cms: Der, signed: bytes) -> tuple[list[Der], bytes]:
    """What follows the content of an envelope; and the content, which only a time stamp has."""
    _version, _digests, inner, *rest = cms.parts()[1].parts()[0].parts()
    own = inner.parts()[1].parts()[0].content if len(inner.parts()) > 1 else b""
    stamped = own and Der(own).parts()[2].parts()[1].content == hashlib.sha256(signed).digest()
    require(stamped or not own, "a time stamp over something else")
    return rest, own


def is_older(instant: int, rest: list[Der], known: TrustList) -> bool:
    """By the time stamp on the signature; only a certificate for that alone proves a time."""
    value, *loose = rest[-1].parts()[0].parts()[5:]
    attributes = [part.parts() for part in loose[0].parts()] if loose else []
    tokens = [one[1].parts()[0] for one in attributes if one[0].content == TIME_STAMP]
    if not tokens:
        return False
    stamped, info = signed_data(tokens[0], value.content)
    require(info, "no time stamp")
    clock = signed_by(stamped, info)
    named = [one.value for one in clock.extensions if isinstance(one.value, x509.ExtendedKeyUsage)]
    is_clock = named and ExtendedKeyUsageOID.TIME_STAMPING in named[0]
    require(is_clock, "a time by no time-stamp service")
    require(clock.fingerprint(SHA256()).hex() not in known.revoked, "time stamp revoked")
    vouched(clock, stamped, known)
    told = Der(info).parts()[4].content[:14].decode()
    at = datetime.strptime(told, "%Y%m%d%H%M%S").replace(tzinfo=timezone.utc)  # noqa: UP017
    return at.timestamp() < instant


def signed_by(rest: list[Der], signed: bytes) -> x509.Certificate:
    """Whose signature it is, which holds over these bytes."""
    _version, name, _digest, attributes, _algorithm, value = rest[-1].parts()[0].parts()[:6]
    told = [part.parts() for part in attributes.parts()]
    digest = next(one[1].parts()[0] for one in told if one[0].content == MESSAGE_DIGEST)
    require(digest.content == hashlib.sha256(signed).digest(), "bytes of the file were changed")
    issuer, serial = name.parts()
    number = int.from_bytes(serial.content, "big")
    mine = [one for one in carried(rest) if one.serial_number == number]
    require(mine and mine[0].issuer.public_bytes() == issuer.whole, "no certificate of the signer")
    holds(mine[0].public_key(), value.content, b"\x31" + attributes.whole[1:])
    return mine[0]


def carried(rest: list[Der]) -> list[x509.Certificate]:
    return [x509.load_der_x509_certificate(one.whole) for one in rest[0].parts()]


def vouched(certificate: x509.Certificate, rest: list[Der], known: TrustList) -> str:
    """Its subject, once a chain leads to an authority of the list."""
    last, anchors = certificate, [x509.load_der_x509_certificate(one) for one in known.anchors]
    for _link in range(6):
        if last in anchors:
            return certificate.subject.rfc4514_string()
        above = [one for one in (*anchors, *carried(rest)) if issued(one, last)]
        require(above, "no authority on the list vouches for the signer")
        last = above[0]
    raise NotGenuine("the signer's chain has no end")


def issued(authority: x509.Certificate, certificate: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(authority)
        return authority.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (InvalidSignature, ValueError, TypeError, x509.ExtensionNotFound):
        return False


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


def check_publication(published: Exported, known: TrustList) -> Iterator[str]:
    said, _identifier, key = opened(base64.b64decode(published["envelope"]), known.keys)
    require(said["kind"] == "caseflow publication", "no publication")
    digest = hashlib.sha256(published["content"].encode()).digest()
    require(digest == said["content"], "the figures are not those that were published")
    content = json.loads(published["content"])
    require(content["seal"]["digest"] == said["seal"].hex(), "another seal")
    yield f"publication {said['number']} of {said['period']}, {len(content['lines'])} lines"
    if said["corrects"]:
        yield f"corrects publication {said['corrects']}: {content['reason']}"
    yield f"from the record as sealed on {content['seal']['day']}, digest {said['seal'].hex()}"
    yield f"filed {content['total']['filed']}, ended {content['total']['finished']}"
    yield from signer_of(key)


def check_evidence(exported: Exported, known: TrustList) -> Iterator[str]:
    previous, hidden, events = "", 0, exported["events"]
    for place, event in enumerate(events, 1):
        if event["content"] is None:
            hidden += 1
        else:
            check_event(event, place, previous, exported["number"])
        previous = event["hash"]
        yield from result_in(event)
    check_declared(exported)
    yield f"case {exported['number']}: {len(events) - hidden} events follow one another"
    if hidden:
        yield f"{hidden} events inside the office are given by their hash only"
    for proof in exported["seals"]:
        yield from check_proof(proof, exported["number"], events, known)


def result_in(event: Exported) -> Iterator[str]:
    said = json.loads(event["content"] or "{}").get("payload", {})
    if "reference" in said:
        yield f"result {said['reference']}: file of digest {said['digest']} when it was issued"


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
    ways = {
        "caseflow evidence 1": check_evidence,
        "caseflow seal 1": check_seal,
        "caseflow publication 1": check_publication,
    }
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
