from collections.abc import Iterator
from typing import Any

import pytest

from tests.publishing.days import LEAST, seal, three_communes
from tests.sealing.conftest import _system_key, keys  # noqa: F401 (fixtures)
from tests.sharing import shared_rows


@pytest.fixture(scope="module")
def three(
    django_db_setup: None,
    django_db_blocker: Any,
    _system_key: None,  # noqa: F811
) -> Iterator[list[str]]:
    with shared_rows(django_db_blocker):
        codes = three_communes()
        seal()
        yield codes


@pytest.fixture
def communes(three: list[str], db: None, settings: Any) -> list[str]:
    settings.PUBLISHING_LEAST_COUNT = LEAST
    return three
