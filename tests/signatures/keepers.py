"""Keys of holders outside the demonstration's files: made here, trusted for one test."""

from datetime import timedelta
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from signatures import demonstration
from signatures.backends.pkcs12 import PrivateKey, SoftwareKey
from signatures.demonstration import Issuer, Validity
from tests.signatures.factories import AT


@cache
def private_key(kind: str) -> PrivateKey:
    """Making one of RSA takes longer than any test should."""
    if kind == "rsa":
        return rsa.generate_private_key(65537, 2048)
    return ec.generate_private_key(ec.SECP256R1())


@cache
def issuer() -> Issuer:
    year = timedelta(days=365)
    return demonstration.new_issuer(Validity(AT - year, AT + 5 * year))


def key(kind: str, name: str = "Nguyễn Văn Ký") -> SoftwareKey:
    private = private_key(kind)
    named = demonstration.demonstration_name(name, "ky")
    certificate = demonstration.certificate_for(named, private, issuer())
    return SoftwareKey(private, der(certificate), (der(issuer().certificate),))


def der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)


def trust(folder: Path) -> Path:
    """A folder of trusted authorities with this issuer in it."""
    folder.mkdir(exist_ok=True)
    (folder / "issuer.pem").write_bytes(issuer().certificate.public_bytes(Encoding.PEM))
    return folder
