"""Comparing the gateway's statement with what we hold, transaction by transaction."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import TextIO, TypeVar

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from caseflow.payments.models import Receipt, StatementLine
from caseflow.payments.states import Match, Method

COLUMNS = ("transaction", "reference", "amount", "paid_at")
BATCH = 1000
Item = TypeVar("Item")


class StatementRefused(ValueError):
    """The file is no statement; the message names the line and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One transaction in both books; an amount is None where the book does not have it."""

    transaction: str
    match: Match
    ours: int | None
    theirs: int | None
    at: datetime
    order: str = ""


@dataclass(slots=True)
class Reconciliation:
    first: date
    last: date
    lines: list[Compared] = field(default_factory=list)

    @property
    def counts(self) -> dict[Match, int]:
        counted = Counter(line.match for line in self.lines)
        return {match: counted[match] for match in Match}

    @property
    def agrees(self) -> bool:
        return all(line.match == Match.MATCHED for line in self.lines)


def read(file: TextIO) -> list[StatementLine]:
    """Raises `StatementRefused`; a statement is taken whole or not at all."""
    rows = csv.DictReader(file)
    missing = set(COLUMNS) - set(rows.fieldnames or ())
    if missing:
        raise StatementRefused(f"the statement has no column {', '.join(sorted(missing))}")
    return [line_of(row, number) for number, row in enumerate(rows, start=2)]


def line_of(row: dict[str, str], number: int) -> StatementLine:
    try:
        amount, paid_at = int(row["amount"]), parse_datetime(row["paid_at"])
    except (TypeError, ValueError):
        raise StatementRefused(f"line {number}: the amount or the instant is none") from None
    transaction, reference = (row["transaction"] or "").strip(), (row["reference"] or "").strip()
    if not 1 <= len(transaction) <= 60 or len(reference) > 60:
        raise StatementRefused(f"line {number}: the transaction is missing or too long")
    if paid_at is None or paid_at.tzinfo is None or not 0 <= amount < 10**15:
        raise StatementRefused(f"line {number}: the instant needs its zone, the amount is in đồng")
    return StatementLine(
        transaction=transaction, reference=reference, amount=amount, paid_at=paid_at
    )


def take(lines: Iterable[StatementLine]) -> None:
    """A transaction that was told before is told anew; taking a statement twice changes nothing."""
    for batch in batches(lines):
        unique = {line.transaction: line for line in batch}
        StatementLine.objects.bulk_create(
            unique.values(),
            update_conflicts=True,
            unique_fields=["transaction"],
            update_fields=["reference", "amount", "paid_at"],
        )


def reconcile(first: date, last: date) -> Reconciliation:
    """Both books over whole days, in our time; a transaction at midnight is found in either."""
    start, end = start_of(first), start_of(last + timedelta(days=1))
    told = {line.transaction: line for line in lines_between(start, end)}
    kept = {receipt.reference: receipt for receipt in receipts_between(start, end)}
    told |= {line.transaction: line for line in lines_called(kept.keys() - told.keys())}
    kept |= {receipt.reference: receipt for receipt in receipts_called(told.keys() - kept.keys())}
    found = Reconciliation(first, last)
    found.lines = [compared(name, kept.get(name), told.get(name)) for name in {*kept, *told}]
    found.lines.sort(key=lambda line: (line.at, line.transaction))
    return found


def start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min), timezone.get_default_timezone())


def lines_between(start: datetime, end: datetime) -> Iterator[StatementLine]:
    return StatementLine.objects.filter(paid_at__gte=start, paid_at__lt=end).iterator()


def receipts_between(start: datetime, end: datetime) -> Iterator[Receipt]:
    online = Receipt.objects.filter(method=Method.ONLINE).select_related("payment")
    return online.filter(received_at__gte=start, received_at__lt=end).iterator()


def lines_called(names: Iterable[str]) -> Iterator[StatementLine]:
    for batch in batches(names):
        yield from StatementLine.objects.filter(transaction__in=batch)


def receipts_called(names: Iterable[str]) -> Iterator[Receipt]:
    online = Receipt.objects.filter(method=Method.ONLINE).select_related("payment")
    for batch in batches(names):
        yield from online.filter(reference__in=batch)


def compared(name: str, receipt: Receipt | None, line: StatementLine | None) -> Compared:
    ours, theirs = receipt.amount if receipt else None, line.amount if line else None
    moments = [receipt.received_at] if receipt else [line.paid_at] if line else []
    reference = line.reference if line else ""
    return Compared(
        transaction=name,
        match=match_of(ours, theirs),
        ours=ours,
        theirs=theirs,
        at=moments[0],
        order=receipt.payment.number if receipt else reference.partition("T")[0],
    )


def match_of(ours: int | None, theirs: int | None) -> Match:
    if ours is None:
        return Match.THEIRS_ONLY
    if theirs is None:
        return Match.OURS_ONLY
    return Match.MATCHED if ours == theirs else Match.DIFFERENT


def batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    rest = iter(items)
    while batch := list(islice(rest, BATCH)):
        yield batch
