from datetime import UTC, datetime

from signatures.backends.base import (
    DEMONSTRATION,
    Appearance,
    Backend,
    CertificateFacts,
    Key,
    Signed,
    SigningRefused,
)
from signatures.states import CertificateKind, HolderKind

NAME = f"CN=Fake signer,O={DEMONSTRATION}"


class FakeBackend(Backend):
    """Marks the document behind its end instead of signing it; for tests and trials."""

    def key(self) -> Key:
        raise SigningRefused("The fake signer has no key.")

    def certificate(self) -> CertificateFacts:
        return CertificateFacts(
            kind=CertificateKind.DEMONSTRATION,
            holder_kind=HolderKind.AGENCY,
            holder_name="Fake signer",
            holder_identifier="",
            serial_number="0",
            issuer=NAME,
            subject=NAME,
            fingerprint="0" * 64,
            valid_from=datetime(2000, 1, 1, tzinfo=UTC),
            valid_to=datetime(2100, 1, 1, tzinfo=UTC),
        )

    def sign(
        self,
        document: bytes,
        *,
        reason: str,
        location: str,
        at: datetime,
        appearance: Appearance | None = None,
    ) -> Signed:
        mark = f"\n% fake signature for {self.holder}: {reason}, {location}, {at.isoformat()}\n"
        return Signed(document + mark.encode(), level="none")
