from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from signatures.demonstration import make_demonstration_key
from tests.factories import MONDAY


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a demonstration key and the certificate of its authority."""
    folder = tmp_path_factory.mktemp("keys")
    file = folder / "demonstration.p12"
    with override_settings(SIGNATURES_PKCS12_FILE=file, SIGNATURES_PKCS12_DIR=folder):
        make_demonstration_key(at=MONDAY)
    return folder


@pytest.fixture(scope="package", autouse=True)
def _system_key(keys: Path) -> Iterator[None]:
    here = {
        "SIGNATURES_PKCS12_FILE": keys / "demonstration.p12",
        "SIGNATURES_PKCS12_DIR": keys,
        "SIGNATURES_TRUST_DIR": keys,
        "SIGNATURES_TRUST_DEMONSTRATION": True,
    }
    with override_settings(**here):
        yield
