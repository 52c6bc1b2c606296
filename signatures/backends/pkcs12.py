import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from django.conf import settings

from signatures.backends.base import Key, SigningRefused, SigningUnavailable
from signatures.backends.keyed import KeyBackend
from signatures.states import KeyPlace

PrivateKey = RSAPrivateKey | EllipticCurvePrivateKey

#: What may name a file: account names, agency codes.
FILE_NAME = re.compile(r"[\w@+-][\w.@+-]*")


class Pkcs12Backend(KeyBackend):
    """The key in SIGNATURES_PKCS12_DIR that bears the holder's name, or SIGNATURES_PKCS12_FILE."""

    key_place = KeyPlace.FILE

    def key(self) -> Key:
        own = settings.SIGNATURES_PKCS12_DIR / f"{self.holder}.p12"
        if FILE_NAME.fullmatch(self.holder) and own.exists():
            return key_in(own)
        return key_in(settings.SIGNATURES_PKCS12_FILE)


@dataclass(frozen=True)
class SoftwareKey(Key):
    private: PrivateKey
    certificate: bytes
    chain: tuple[bytes, ...]

    def sign(self, data: bytes) -> bytes:
        if isinstance(self.private, RSAPrivateKey):
            return self.private.sign(data, PKCS1v15(), SHA256())
        return self.private.sign(data, ECDSA(SHA256()))


def key_in(path: Path) -> Key:
    try:
        changed = path.stat().st_mtime_ns
    except FileNotFoundError as error:
        raise SigningRefused("There is no key at SIGNATURES_PKCS12_FILE.") from error
    except OSError as error:
        raise SigningUnavailable(f"The key file {path.name} cannot be reached.") from error
    return opened(path, settings.SIGNATURES_PKCS12_PASSWORD, changed)


@lru_cache(maxsize=64)
def opened(path: Path, password: str, changed: int) -> SoftwareKey:
    """Parsed once: checking an RSA key costs a hundred times what signing with it does.

    `changed` is the file's time of change, so that a renewed key is taken up at once.
    """
    try:
        key, certificate, chain = pkcs12.load_key_and_certificates(
            path.read_bytes(), password.encode() or None
        )
    except ValueError as error:
        raise SigningRefused(
            f"{path.name} does not open with SIGNATURES_PKCS12_PASSWORD."
        ) from error
    if certificate is None or not isinstance(key, RSAPrivateKey | EllipticCurvePrivateKey):
        raise SigningRefused(f"{path.name} holds no RSA or EC key with certificate.")
    encoded = [one.public_bytes(Encoding.DER) for one in (certificate, *chain)]
    return SoftwareKey(key, encoded[0], tuple(encoded[1:]))
