import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import TransactionTestCase, override_settings
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis
from launcher.offspring import Process
from steps import compile_catalogues

from tests import emptying, keeping, migrating
from tests.processes import celery_worker

# Playwright runs an event loop in the tests' thread, where Django would refuse the ORM.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# How fast a busy machine draws examples says nothing of the code.
hypothesis.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis.load_profile("suite")

migrating.hasten()

CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

FAST_HASHES = ["django.contrib.auth.hashers.MD5PasswordHasher"]
PLAIN = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


@pytest.fixture(scope="session", autouse=True)
def _translations() -> Iterator[None]:
    """Compiled anew; what Django has read before is forgotten when the setting is set."""
    compile_catalogues()
    with override_settings(LOCALE_PATHS=settings.LOCALE_PATHS):
        yield


@pytest.fixture(scope="session", autouse=True)
def _settings_for_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Pages are tested without collecting static files first; passwords are hashed cheaply."""
    storages = settings.STORAGES | {"staticfiles": PLAIN}
    root = tmp_path_factory.mktemp("static")
    with override_settings(STORAGES=storages, STATIC_ROOT=root, PASSWORD_HASHERS=FAST_HASHES):
        yield


@pytest.fixture(scope="session", autouse=True)
def _swift_emptying() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", emptying.empty)
        yield


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """What a process keeps of one test's rows or language means nothing in the next."""
    translation.activate(settings.LANGUAGE_CODE)
    keeping.forget()


@pytest.fixture(scope="module")
def shared_rows(
    django_db_setup: None, django_db_blocker: Any
) -> Iterator[Callable[[], AbstractContextManager[None]]]:
    """For fixtures of a module: what they write within it, every test finds as it was written.

    All tests of the module run in savepoints of one transaction, so none of them may commit.
    """
    with keeping.rows_for_many_tests(django_db_blocker):
        yield django_db_blocker.unblock


@pytest.fixture
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium: no browser is downloaded, and none calls home."""
    return {
        **browser_type_launch_args,
        "executable_path": shutil.which("chromium"),
        "headless": True,
        "args": list(CHROMIUM_FLAGS),
    }


@pytest.fixture
def worker(transactional_db: None, tmp_path: Path) -> Iterator[Process]:
    """A real Celery worker on the test database and the tests' Redis."""
    with celery_worker(tmp_path / "worker.log") as process:
        yield process


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests last: their event loop stays, and signing runs a loop of its own."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
