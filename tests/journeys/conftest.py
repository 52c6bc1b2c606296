from collections.abc import Iterator

import pytest
from django.db import connection

from tests.journeys import client
from tests.journeys.system import System, running


@pytest.fixture(scope="session")
def server_version(django_db_setup: None, django_db_blocker: pytest.FixtureDef[None]) -> int:
    with django_db_blocker.unblock():
        return int(connection.pg_version)


@pytest.fixture(scope="session")
def _client() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(client.generated()))
        yield


@pytest.fixture(scope="session")
def _running(
    tmp_path_factory: pytest.TempPathFactory, server_version: int, _client: None
) -> Iterator[System]:
    with running(tmp_path_factory.mktemp("journeys"), server_version=server_version) as system:
        yield system


@pytest.fixture
def system(_running: System) -> System:
    """The product with all its parts up, whatever an earlier journey did to them."""
    _running.mend()
    return _running
