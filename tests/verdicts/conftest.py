import pytest

from tests.signatures.conftest import _signing_key, keys, pdf
from tests.signatures.foreign import authority, party, sign

__all__ = ["_signing_key", "keys", "pdf"]
AUTHORITY = authority()


@pytest.fixture(scope="session")
def signed(pdf, keys) -> bytes:
    """A document that a stranger signed; their authority is one of a public trust service."""
    return sign(pdf, party("Công ty Bình Minh", by=AUTHORITY))


@pytest.fixture(autouse=True)
def _trusted(_signing_key, settings, tmp_path) -> None:
    folder = tmp_path / "public"
    folder.mkdir()
    (folder / "ca.pem").write_bytes(AUTHORITY.pem)
    settings.SIGNATURES_TRUST_DIRS = settings.SIGNATURES_TRUST_DIRS | {"public": folder}
