import os
import shutil
from typing import Any

import pytest
from django.core.cache import cache

from tests.factories import Office, an_office

# Playwright runs a loop of its own in this thread; our calls to the database stay ordinary ones.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
QUIET = "--no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-sync"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    chromium = shutil.which("chromium")
    return browser_type_launch_args | {"executable_path": chromium, "args": QUIET.split()}


@pytest.fixture(scope="session")
def base_url() -> str:
    """In place of the plugin's, which this pytest warns about; our tests name whole addresses."""
    return ""


@pytest.fixture(autouse=True)
def _fresh_throttle() -> None:
    cache.clear()


@pytest.fixture
def office(db: None) -> Office:
    return an_office()
