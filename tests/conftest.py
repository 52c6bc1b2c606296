from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import override_settings

FAST_HASHES = ["django.contrib.auth.hashers.MD5PasswordHasher"]
PLAIN = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


@pytest.fixture(scope="session", autouse=True)
def _settings_for_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Pages are tested without collecting static files first; passwords are hashed cheaply."""
    storages = settings.STORAGES | {"staticfiles": PLAIN}
    root = tmp_path_factory.mktemp("static")
    with override_settings(STORAGES=storages, STATIC_ROOT=root, PASSWORD_HASHERS=FAST_HASHES):
        yield
