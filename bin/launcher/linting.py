"""``make lint``: style, types and import contracts; every check runs, whatever the others say."""

import os
import subprocess

from launcher.console import progress, step
from launcher.places import PYTHON, ROOT
from launcher.stopping import ending_on_signals

CHECKS = ("ruff check", "ruff format --check", "mypy", "lint-imports")
# The Django plugin of mypy reads the settings; nothing is connected to.
PLACEHOLDERS = {
    "SECRET_KEY": "for reading the settings only",
    "DATABASE_URL": "postgresql://nobody@localhost/none",
    "REDIS_URL": "redis://localhost/0",
}


def passes(check: str) -> bool:
    name, *words = check.split()
    with step(check):
        process = subprocess.run(
            [PYTHON.with_name(name), *words],
            cwd=ROOT,
            env=PLACEHOLDERS | os.environ,
            stdin=subprocess.DEVNULL,
            check=False,
        )
    return process.returncode == 0


def lint(_words: list[str]) -> int:
    with ending_on_signals():
        failed = [check for check in CHECKS if not passes(check)]
    if failed:
        progress(f"Failed: {', '.join(failed)}")
    return bool(failed)
