from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from signatures.demonstration import make_demonstration_key
from tests.factories import MONDAY, Office, an_office


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys")
    file = folder / "demonstration.p12"
    with override_settings(SIGNATURES_PKCS12_FILE=file, SIGNATURES_PKCS12_DIR=folder):
        make_demonstration_key(at=MONDAY)
    return folder


@pytest.fixture(autouse=True)
def _keys_and_files(keys: Path, settings: Any, tmp_path: Path) -> None:
    settings.SIGNATURES_PKCS12_FILE = keys / "demonstration.p12"
    settings.SIGNATURES_PKCS12_DIR = keys
    settings.SIGNATURES_TRUST_DIR = keys
    storage = settings.STORAGES["default"]
    place = {"OPTIONS": storage["OPTIONS"] | {"location": tmp_path / "files"}}
    settings.STORAGES = settings.STORAGES | {"default": storage | place}


@pytest.fixture
def office(db: None) -> Office:
    return an_office()
