from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def files(settings: Any, tmp_path: Path) -> Path:
    """Where this test's papers lie, and nobody else's."""
    stored = settings.STORAGES["default"]
    place = stored["OPTIONS"] | {"location": tmp_path / "files"}
    settings.STORAGES = settings.STORAGES | {"default": stored | {"OPTIONS": place}}
    settings.CASEFLOW_UPLOADS_DIR = tmp_path / "uploads"
    return tmp_path / "files"
