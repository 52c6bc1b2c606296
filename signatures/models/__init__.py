from signatures.models.authorities import Authority, RevocationList, RevocationService
from signatures.models.certificates import Certificate, CertificateDeed
from signatures.models.signatures import Signature, place_of
from signatures.models.statements import Statement, StatementKey, Withdrawal

__all__ = [
    "Authority",
    "Certificate",
    "CertificateDeed",
    "RevocationList",
    "RevocationService",
    "Signature",
    "Statement",
    "StatementKey",
    "Withdrawal",
    "place_of",
]
