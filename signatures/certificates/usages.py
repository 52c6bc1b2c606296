"""What the authority says a key may be used for (RFC 5280: key usage and its extension)."""

from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from signatures.certificates.chains import is_authority
from signatures.states import Purpose

#: Keys with these purposes and no other were not given to sign documents.
OTHER_PURPOSES = frozenset(
    {
        ExtendedKeyUsageOID.SERVER_AUTH,
        ExtendedKeyUsageOID.CODE_SIGNING,
        ExtendedKeyUsageOID.TIME_STAMPING,
        ExtendedKeyUsageOID.OCSP_SIGNING,
    }
)


def is_for(certificate: x509.Certificate, purpose: Purpose) -> bool:
    named = purposes(certificate)
    if is_authority(certificate) or not signs(certificate):
        return False
    if purpose == Purpose.TIME_STAMPING:
        return named == {ExtendedKeyUsageOID.TIME_STAMPING}
    return not named or not named <= OTHER_PURPOSES


def signs(certificate: x509.Certificate) -> bool:
    """A certificate that does not say is taken to be for everything."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.digital_signature or usage.content_commitment


def purposes(certificate: x509.Certificate) -> frozenset[x509.ObjectIdentifier]:
    try:
        found = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return frozenset()
    return frozenset(found)
