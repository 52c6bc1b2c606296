"""``bin/python -m tests.change_statements [COUNT]``: every byte of so many statements, changed."""

import os
import sys

import django

# Nothing is read or sent: the settings only have to be there.
for name, value in {
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "SECRET_KEY": "only for changing",
    "DATABASE_URL": "postgresql://nobody@localhost/nothing",
    "REDIS_URL": "redis://localhost",
}.items():
    os.environ.setdefault(name, value)
django.setup()

from tests.signatures.statements import unseen_changes  # noqa: E402 (needs Django set up)

if __name__ == "__main__":
    tried, unseen = unseen_changes(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
    sys.stdout.write(f"changes {tried}\nunseen {unseen}\n")
    sys.exit(bool(unseen))
