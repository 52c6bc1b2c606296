from typing import Any

import pytest

from tests.publishing.days import LEAST, seal, three_communes
from tests.sealing.conftest import _system_key, keys  # noqa: F401 (fixtures)


@pytest.fixture
def communes(db: None, settings: Any) -> list[str]:
    settings.PUBLISHING_LEAST_COUNT = LEAST
    codes = three_communes()
    seal()
    return codes
