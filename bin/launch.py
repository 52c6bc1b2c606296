"""``launch.py run|test|bench|lint|manage …``: the door behind the scripts of the same names."""

import sys

from launcher.console import Refusal
from launcher.manage import manage
from launcher.run import run

COMMANDS = {"run": run, "manage": manage}


def main() -> None:
    name, *words = sys.argv[1:]
    if name in {"run"} and words:
        raise Refusal(f"bin/{name} takes no arguments, not {' '.join(words)!r}.", 2)
    sys.exit(COMMANDS[name](words))


main()
