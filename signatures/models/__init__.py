from signatures.models.authorities import Authority, RevocationList, RevocationService
from signatures.models.certificates import Certificate, CertificateDeed
from signatures.models.signatures import (
    Prepared,
    Signature,
    Upgrade,
    UpgradeDue,
    place_of,
    place_of_prepared,
    place_of_upgrade,
)
from signatures.models.statements import Statement, StatementKey, Withdrawal

__all__ = [
    "Authority",
    "Certificate",
    "CertificateDeed",
    "Prepared",
    "RevocationList",
    "RevocationService",
    "Signature",
    "Statement",
    "StatementKey",
    "Upgrade",
    "UpgradeDue",
    "Withdrawal",
    "place_of",
    "place_of_prepared",
    "place_of_upgrade",
]
