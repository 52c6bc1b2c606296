from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from signatures.demonstration import Validity, authority_certificate

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


def a_strangers_key() -> Any:
    """Of somebody whom no authority of ours vouches for."""
    private = ec.generate_private_key(ec.SECP256R1())
    certificate = authority_certificate(private, Validity(BEGAN, BEGAN + timedelta(days=999)))
    return SimpleNamespace(
        certificate=certificate.public_bytes(Encoding.DER),
        sign=lambda data: private.sign(data, ec.ECDSA(SHA256())),
    )
