"""Rows that the tests of a module share, written once; each goes on in a savepoint of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction


@contextmanager
def shared_rows(blocker: Any) -> Iterator[None]:
    """`blocker` is `django_db_blocker`; what is written inside is gone with the module."""
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
