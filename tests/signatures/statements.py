"""Statements about documents that never were, and every change of one byte in them."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature

from caseflow.portal.checking import kit
from signatures import base45, cose
from signatures.statements import PREFIX, Claims
from signatures.trust_lists import public_key_in
from tests.sealing.strangers import a_strangers_key


def claims(number: int = 1) -> Claims:
    return Claims(
        number=f"H44.101-260302-{number:04}.4/QĐ",
        kind="KQ.G15.000031",
        digest=f"{number:064x}",
        agency_code="H44.101",
        agency="Ủy ban nhân dân xã Bản Nguyên",
        holder="Lò Thị Quỳnh Mai",
        outcome="approved",
        at=datetime(2026, 3, 2, 8, tzinfo=UTC),
    )


def changed_bytes(text: str, seed: int = 4) -> Iterator[bytes]:
    """The envelope of a statement with one byte changed: each place once, in no order."""
    lot, whole = random.Random(seed), base45.decode(text.removeprefix(PREFIX))
    for place in lot.sample(range(len(whole)), len(whole)):
        other = whole[place] ^ lot.randrange(1, 256)
        yield whole[:place] + bytes([other]) + whole[place + 1 :]


def unseen_changes(statements: int) -> tuple[int, int]:
    """Of so many statements all bytes are changed, one by one: how many changes, how many that
    either of our readers took for genuine."""
    key, tried, unseen = a_strangers_key(), 0, 0
    believed = {cose.key_id_of(key.certificate): key.certificate}
    for number in range(statements):
        text = PREFIX + base45.encode(cose.sign(claims(number).as_cbor(), key))
        for envelope in changed_bytes(text, seed=number):
            tried += 1
            unseen += is_believed(envelope, believed)
    return tried, unseen


def is_believed(envelope: bytes, certificates: dict[bytes, bytes]) -> bool:
    return is_read(envelope, certificates) or is_read_by_the_kit(envelope, certificates)


def is_read(envelope: bytes, certificates: dict[bytes, bytes]) -> bool:
    try:
        cose.payload_of(envelope, certificates)
    except (cose.NotGenuine, cose.UnknownSigner):
        return False
    return True


def is_read_by_the_kit(envelope: bytes, certificates: dict[bytes, bytes]) -> bool:
    keys = {key_id.hex(): {"key": public_key_in(one)} for key_id, one in certificates.items()}
    try:
        kit.opened(envelope, keys)
    except (kit.NotGenuine, InvalidSignature):
        return False
    return True
