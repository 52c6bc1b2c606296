"""``bin/python -m tests.compare_deadlines [COUNT [SEED]]``: random files, counted twice."""

import os
import sys

import django

# Nothing is read, signed or sent: the settings only have to be there.
for name, value in {
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "SECRET_KEY": "only for counting",
    "DATABASE_URL": "postgresql://nobody@localhost/nothing",
    "REDIS_URL": "redis://localhost",
}.items():
    os.environ.setdefault(name, value)
django.setup()

from tests.applications.random_deadlines import compare  # noqa: E402 (needs Django set up)

if __name__ == "__main__":
    given = [int(text) for text in sys.argv[1:]]
    count, seed = [*given, *(100_000, 1)[len(given) :]]
    sys.stdout.write(f"files {compare(count, seed=seed)}\n")
