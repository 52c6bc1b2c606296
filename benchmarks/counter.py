"""``python -m benchmarks.counter``: counts what happens, as a worker does, whenever it is told to.

A word a line: after `count` it goes on counting until the next word. Each is answered with itself
once all that was done before is counted.
"""

import os
import sys
from select import select

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from caseflow.indicators import rebuilding  # noqa: E402 (needs Django set up)

PAUSE = 0.05

if __name__ == "__main__":
    for word in iter(sys.stdin.readline, ""):
        rebuilding.catch_up()
        sys.stdout.write(word)
        sys.stdout.flush()
        while word == "count\n" and not select([sys.stdin], [], [], PAUSE)[0]:
            rebuilding.catch_up()
