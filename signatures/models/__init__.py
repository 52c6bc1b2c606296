from signatures.models.authorities import Authority, RevocationList, RevocationService
from signatures.models.certificates import Certificate, CertificateDeed
from signatures.models.signatures import Signature, place_of

__all__ = [
    "Authority",
    "Certificate",
    "CertificateDeed",
    "RevocationList",
    "RevocationService",
    "Signature",
    "place_of",
]
