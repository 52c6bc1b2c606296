from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

BEFORE_READING = "; ".join(
    (
        "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ",
        # Enough to add up bins by key without sorting them first, which takes twice as long.
        "SET LOCAL work_mem = '32MB'",
        # To start helpers takes longer than most questions about the count.
        "SET LOCAL max_parallel_workers_per_gather = 0",
    )
)


@contextmanager
def one_moment() -> Iterator[None]:
    """All that is read inside is of one instant; inside another transaction that is its affair.

    The sums and the lines of a page come from several questions, and a deed may be counted between
    two of them.
    """
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(BEFORE_READING)
        yield
