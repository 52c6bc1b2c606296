"""``python -m tests.compare_deadlines [COUNT [SEED]]``: random files, counted twice."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from tests.applications.random_deadlines import compare  # noqa: E402 (needs Django set up)

if __name__ == "__main__":
    given = [int(text) for text in sys.argv[1:]]
    count, seed = [*given, *(100_000, 1)[len(given) :]]
    sys.stdout.write(f"files {compare(count, seed=seed)}\n")
