"""Certificates out of files: PEM, DER or PKCS#7, and never a private key."""

from collections.abc import Callable

from asn1crypto.pkcs12 import Pfx
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_der_private_key, pkcs7
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: More than a chain with everything around it ever needs.
BYTES_AT_MOST = 512 * 1024
#: What the library raises for bytes that are no certificate, or a malformed one.
MALFORMED = (
    ValueError,
    TypeError,
    UnsupportedAlgorithm,
    x509.DuplicateExtension,
    x509.InvalidVersion,
    x509.UnsupportedGeneralNameType,
)


class ImportRefused(Exception):
    """What was uploaded cannot be taken; names the field and what to do. Nothing was kept."""

    def __init__(self, field: str, message: "str | Promise") -> None:
        super().__init__(message)
        self.field, self.message = field, message


def certificates_in(content: bytes, *, field: str) -> list[x509.Certificate]:
    """At least one; in the order of the file. Raises `ImportRefused`."""
    if len(content) > BYTES_AT_MOST:
        raise ImportRefused(field, _("The file is too large for a certificate."))
    if holds_private_key(content):
        raise ImportRefused(field, PRIVATE_KEY)
    for read in READERS:
        try:
            found = read(content)
            for certificate in found:
                refuse_malformed(certificate)
        except MALFORMED:
            continue
        if found:
            return found
    raise ImportRefused(field, NO_CERTIFICATE)


def refuse_malformed(certificate: x509.Certificate) -> None:
    """The library reads these parts only when asked for them."""
    certificate.public_key()
    for part in (certificate.extensions, certificate.subject, certificate.issuer):
        list(part)


def holds_private_key(content: bytes) -> bool:
    return b"PRIVATE KEY-----" in content or is_bare_key(content) or is_key_archive(content)


def is_bare_key(content: bytes) -> bool:
    try:
        load_der_private_key(content, None)
    except TypeError:  # it is one, and a password protects it
        return True
    except (ValueError, UnsupportedAlgorithm):
        return False
    return True


def is_key_archive(content: bytes) -> bool:
    """PKCS#12, as .p12 and .pfx files are."""
    try:
        return bool(Pfx.load(content)["version"].native == "v3")
    except (ValueError, TypeError):
        return False


READERS: tuple[Callable[[bytes], list[x509.Certificate]], ...] = (
    x509.load_pem_x509_certificates,
    lambda content: [x509.load_der_x509_certificate(content)],
    pkcs7.load_pem_pkcs7_certificates,
    pkcs7.load_der_pkcs7_certificates,
)
PRIVATE_KEY = _(
    "The file holds a private key. It was not kept. A key that has left its place should be "
    "revoked; export the certificate alone and import that."
)
NO_CERTIFICATE = _("No certificate was found in the file. PEM, DER (.cer, .crt) and PKCS#7 work.")
