"""Ends what a killed launcher could not end itself; started and fed by ``offspring``.

Its input names every process group begun (``+ group signal rank``) and ended (``- group``).
When the input closes, whatever is still named is asked to end and then forced: the lower ranks
first, so that servers outlive those who use them.
"""

import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

PATIENCE = 5.0


class Begun(NamedTuple):
    group: int
    ends_on: int
    rank: int


def is_alive(group: int) -> bool:
    """Whether the group's leader runs; one that ended but was not yet collected does not."""
    with suppress(OSError):
        return Path(f"/proc/{group}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    with suppress(ProcessLookupError):
        os.kill(group, 0)
        return not Path("/proc/self").exists()
    return False


def end(several: list[Begun]) -> None:
    for each in several:
        with suppress(ProcessLookupError):
            os.kill(each.group, each.ends_on)
    deadline = time.monotonic() + PATIENCE
    while any(is_alive(each.group) for each in several) and time.monotonic() < deadline:
        time.sleep(0.05)
    for each in several:
        with suppress(ProcessLookupError):
            os.killpg(each.group, signal.SIGKILL)


def main() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    begun: dict[str, Begun] = {}
    for line in sys.stdin:
        mark, group, *rest = line.split()
        if mark == "+":
            begun[group] = Begun(int(group), *map(int, rest))
        else:
            begun.pop(group, None)
    for rank in sorted({each.rank for each in begun.values()}):
        end([each for each in begun.values() if each.rank == rank])


if __name__ == "__main__":
    main()
