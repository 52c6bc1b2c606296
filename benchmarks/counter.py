"""``python -m benchmarks.counter``: counts what happens until it is ended, as a worker does."""

import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from caseflow.indicators import rebuilding  # noqa: E402 (needs Django set up)

if __name__ == "__main__":
    rebuilding.catch_up()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while True:
        rebuilding.catch_up()
        time.sleep(0.05)
