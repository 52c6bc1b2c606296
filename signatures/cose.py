"""COSE_Sign1 (RFC 9052): a payload with one signature, small enough for a QR code.

There is exactly one way to write an envelope, and another one is not read: whatever letter of it
changes, the change shows.
"""

import hashlib
from collections.abc import Mapping
from typing import NamedTuple

import cbor2
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.hashes import SHA256
from django.utils.translation import gettext as _

from signatures.backends.base import Key, SigningRefused

SIGN1 = 18
ALGORITHM, KEY_ID = 1, 4
#: Names of RFC 9053 and RFC 8812.
ES256, RS256 = -7, -257
HALF = 32
#: What reading raises for bytes that are something else.
MALFORMED = (
    cbor2.CBORError,
    AttributeError,
    ArithmeticError,
    LookupError,
    TypeError,
    ValueError,
)


class NotGenuine(ValueError):
    """No envelope, or not what its signer signed."""


class UnknownSigner(ValueError):
    """Well written, by somebody we do not know."""


class Envelope(NamedTuple):
    header: bytes
    algorithm: int
    key_id: bytes
    payload: bytes
    signature: bytes

    @property
    def signed(self) -> bytes:
        return to_be_signed(self.header, self.payload)


def key_id_of(certificate: bytes) -> bytes:
    """Of a certificate in DER; eight bytes, as health certificates have it."""
    return hashlib.sha256(certificate).digest()[:8]


def sign(payload: bytes, key: Key) -> bytes:
    public = public_key_of(key.certificate)
    algorithm = RS256 if isinstance(public, RSAPublicKey) else ES256
    names = {ALGORITHM: algorithm, KEY_ID: key_id_of(key.certificate)}
    header = cbor2.dumps(names, canonical=True)
    signature = key.sign(to_be_signed(header, payload))
    if algorithm == ES256:
        signature = b"".join(part.to_bytes(HALF) for part in decode_dss_signature(signature))
    return written(header, payload, signature)


def written(header: bytes, payload: bytes, signature: bytes) -> bytes:
    return cbor2.dumps(cbor2.CBORTag(SIGN1, [header, {}, payload, signature]))


def to_be_signed(header: bytes, payload: bytes) -> bytes:
    return cbor2.dumps(["Signature1", header, b"", payload])


def public_key_of(certificate: bytes) -> RSAPublicKey | EllipticCurvePublicKey:
    key = x509.load_der_x509_certificate(certificate).public_key()
    if isinstance(key, RSAPublicKey):
        return key
    if isinstance(key, EllipticCurvePublicKey) and isinstance(key.curve, SECP256R1):
        return key
    raise SigningRefused(_("Statements are signed with RSA or with ECDSA on P-256."))


def read(content: bytes) -> Envelope:
    try:
        header, _unprotected, payload, signature = cbor2.loads(content).value
        names = cbor2.loads(header)
        found = Envelope(header, names[ALGORITHM], names[KEY_ID], payload, signature)
        same = written(header, payload, signature) == content
    except MALFORMED as error:
        raise NotGenuine("not a signed statement") from error
    if not same or not is_well_formed(found) or header != cbor2.dumps(names, canonical=True):
        raise NotGenuine("written in another way than statements are")
    return found


def is_well_formed(envelope: Envelope) -> bool:
    _header, algorithm, *contents = envelope
    return algorithm in (ES256, RS256) and all(isinstance(part, bytes) for part in contents)


def payload_of(content: bytes, certificates: Mapping[bytes, bytes]) -> bytes:
    """What was signed; `certificates` are those believed, in DER, by their key id."""
    envelope = read(content)
    certificate = certificates.get(envelope.key_id)
    if certificate is None:
        raise UnknownSigner(envelope.key_id.hex())
    try:
        verify(envelope, public_key_of(certificate))
    except InvalidSignature as error:
        raise NotGenuine("not what was signed") from error
    return envelope.payload


def verify(envelope: Envelope, key: RSAPublicKey | EllipticCurvePublicKey) -> None:
    if isinstance(key, RSAPublicKey):
        key.verify(envelope.signature, envelope.signed, PKCS1v15(), SHA256())
        return
    if envelope.algorithm != ES256 or len(envelope.signature) != 2 * HALF:
        raise InvalidSignature
    halves = envelope.signature[:HALF], envelope.signature[HALF:]
    encoded = encode_dss_signature(*(int.from_bytes(half) for half in halves))
    key.verify(encoded, envelope.signed, ECDSA(SHA256()))
