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
from django.utils.translation import gettext as _

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
        return key_in(self.own_file if self.is_own() else settings.SIGNATURES_PKCS12_FILE)

    def is_own(self) -> bool:
        return bool(FILE_NAME.fullmatch(self.holder)) and self.own_file.exists()

    @property
    def own_file(self) -> Path:
        folder: Path = settings.SIGNATURES_PKCS12_DIR
        return folder / f"{self.holder}.p12"


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
        raise SigningRefused(_("There is no key at SIGNATURES_PKCS12_FILE.")) from error
    except OSError as error:
        told = _("The key file %(name)s cannot be reached.")
        raise SigningUnavailable(told % {"name": path.name}) from error
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
        told = _("%(name)s does not open with SIGNATURES_PKCS12_PASSWORD.")
        raise SigningRefused(told % {"name": path.name}) from error
    if certificate is None or not isinstance(key, RSAPrivateKey | EllipticCurvePrivateKey):
        raise SigningRefused(
            _("%(name)s holds no RSA or EC key with certificate.") % {"name": path.name}
        )
    encoded = [one.public_bytes(Encoding.DER) for one in (certificate, *chain)]
    return SoftwareKey(key, encoded[0], tuple(encoded[1:]))
