from collections.abc import Iterator
from pathlib import Path

import pytest
import typst
from django.test import override_settings

from signatures.demonstration import make_demonstration_key
from tests.signatures.factories import AT

DATE = "datetime(year: 2025, month: 9, day: 23)"
PAGE = f'#set document(title: "Giấy khai sinh", date: {DATE})\nGiấy khai sinh số 1'


@pytest.fixture(scope="session")
def pdf() -> bytes:
    document: bytes = typst.compile(PAGE.encode(), format="pdf", pdf_standards=["a-2b"])
    return document


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a demonstration key and the certificate of its authority."""
    folder = tmp_path_factory.mktemp("keys")
    file = folder / "demonstration.p12"
    with override_settings(SIGNATURES_PKCS12_FILE=file, SIGNATURES_PKCS12_DIR=folder):
        make_demonstration_key(at=AT)
    return folder


@pytest.fixture
def _signing_key(keys: Path, settings, tmp_path: Path) -> Iterator[None]:
    settings.SIGNATURES_BACKEND = "signatures.backends.pkcs12.Pkcs12Backend"
    settings.SIGNATURES_PKCS12_FILE = keys / "demonstration.p12"
    settings.SIGNATURES_PKCS12_DIR = keys
    settings.SIGNATURES_PKCS12_PASSWORD = ""
    settings.SIGNATURES_TRUST_DIR = keys
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        }
    }
    return


@pytest.fixture(scope="module")
def _module_keys(keys: Path) -> Iterator[None]:
    """For what a module signs once, before the settings of its first test are there."""
    here = {
        "SIGNATURES_BACKEND": "signatures.backends.pkcs12.Pkcs12Backend",
        "SIGNATURES_PKCS12_FILE": keys / "demonstration.p12",
        "SIGNATURES_PKCS12_DIR": keys,
        "SIGNATURES_PKCS12_PASSWORD": "",
    }
    with override_settings(**here):
        yield
