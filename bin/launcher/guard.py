"""Ends what a killed launcher could not end itself; started and fed by ``offspring``.

Its input names every process group begun (``+ group signal``) and ended (``- group signal``).
When the input closes, whatever is still named is asked to end, latest first, then forced.
"""

import os
import signal
import sys
import time
from contextlib import suppress

PATIENCE = 10.0


def is_alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def end(group: int, ends_on: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(group, ends_on)
    deadline = time.monotonic() + PATIENCE
    while is_alive(group) and time.monotonic() < deadline:
        time.sleep(0.05)
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


def main() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    begun: dict[int, int] = {}
    for line in sys.stdin:
        mark, group, ends_on = line.split()
        if mark == "+":
            begun[int(group)] = int(ends_on)
        else:
            begun.pop(int(group), None)
    for group, ends_on in reversed(begun.items()):
        end(group, ends_on)


if __name__ == "__main__":
    main()
