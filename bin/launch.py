"""``launch.py run|test|bench|lint|manage …``: the door behind the scripts of the same names."""

import sys

from launcher.benchmarking import bench
from launcher.console import Refusal
from launcher.linting import lint
from launcher.manage import manage
from launcher.run import run
from launcher.testing import test

COMMANDS = {"run": run, "test": test, "bench": bench, "lint": lint, "manage": manage}


def main() -> None:
    name, *words = sys.argv[1:]
    if name in {"run", "lint"} and words:
        raise Refusal(f"bin/{name} takes no arguments, not {' '.join(words)!r}.", 2)
    sys.exit(COMMANDS[name](words))


main()
