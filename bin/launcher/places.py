"""Where things lie in a checkout; what is made at run time lies under ``var``."""

import os
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VIRTUAL_ENVIRONMENT = ROOT / ".venv"
PYTHON = VIRTUAL_ENVIRONMENT / "bin" / "python"
LOCK = ROOT / "requirements.lock"
VAR = Path(os.environ.get("CASEFLOW_VAR_DIR") or ROOT / "var")
LOGS = VAR / "log"


def var_folder() -> Path:
    """``var``, which servers under another user pass but cannot list."""
    VAR.mkdir(mode=0o711, parents=True, exist_ok=True)
    return VAR


def private_folder(path: Path) -> Path:
    var_folder()
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def package_folder(name: str) -> Path:
    """Where an installed package lies, found without importing it: imports have side effects."""
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(name)
    return Path(spec.origin).parent
