"""Rows that many tests only read: made once, in a transaction around all of theirs."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from pytest_django import DjangoDbBlocker

from caseflow.applications.filing import rules_for
from caseflow.applications.places import centers, committee_with
from caseflow.centers.calendars import versions_in_force


def forget() -> None:
    """What a process keeps of rows that are no more."""
    for question in (versions_in_force, rules_for, centers, committee_with):
        question.forget()


@contextmanager
def rows_for_many_tests(blocker: DjangoDbBlocker) -> Iterator[None]:
    """For a fixture of a wider scope; what its tests write is undone after each, the rest here.

    Where many rows are written, their constraints are best checked at once: what is deferred is
    checked anew at the end of every test.
    """
    forget()
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
