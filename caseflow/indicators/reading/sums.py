"""Sums of counters, in all and by what files are told apart by."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import Cast

from caseflow.indicators.counters import BY_NAME, NAMES
from caseflow.indicators.days import month_of, reached
from caseflow.indicators.models import CenterDay, CenterMonth, Role
from caseflow.indicators.querysets import Days, within
from caseflow.indicators.reading.questions import (
    Part,
    Place,
    Question,
    Settled,
    centers_of,
    days,
    inside,
    parts,
)
from caseflow.indicators.reading.spans import spans

Totals = dict[str, int]


def totals(
    place: Place,
    first: date | None,
    last: date,
    *,
    procedure: int | None = None,
    role: Role = Role.RECEIVING,
    names: Collection[str] = NAMES,
) -> Totals:
    """The sum of each counter."""
    question = Question.about(place, first, last, procedure=procedure, role=role)
    return total(parts(question, names), names)


def totals_by_center(
    place: Place,
    first: date | None,
    last: date,
    *,
    procedure: int | None = None,
    names: Collection[str] = NAMES,
) -> dict[int, Totals]:
    question = Question.about(place, first, last, procedure=procedure)
    return totals_by(F("center"), parts(question, names, by="center"), names)


def totals_by_procedure(
    place: Place,
    first: date | None,
    last: date,
    *,
    procedure: int | None = None,
    names: Collection[str] = NAMES,
) -> dict[int, Totals]:
    """Of all procedures, or of one."""
    question = Question.about(place, first, last, procedure=procedure)
    return totals_by(F("procedure"), parts(question, names, by="procedure"), names)


def totals_by_day(
    place: Place,
    first: date | None,
    last: date,
    *,
    procedure: int | None = None,
    names: Collection[str] = NAMES,
) -> dict[date, Totals]:
    """Only days on which any of them was counted, in order."""
    question = Question.about(place, first, last, procedure=procedure)
    return dict(sorted(totals_by(F("day"), [(1, days(question))], names).items()))


def totals_by_month(
    place: Place,
    first: date | None,
    last: date,
    *,
    procedure: int | None = None,
    names: Collection[str] = NAMES,
) -> dict[date, Totals]:
    """By the first of each month, in order; the first and the last may not be whole."""
    question = Question.about(place, first, last, procedure=procedure)
    found = totals_by(month_of("day"), parts(question, names), names)
    return dict(sorted(found.items()))


def totals_by_officer(
    place: Place,
    first: date | None,
    last: date,
    *,
    procedure: int | None = None,
    names: Collection[str],
) -> dict[int | None, Totals]:
    """From the facts, so for one office at a time: by whoever has, or had last, the file."""
    question = Question.about(place, first, last, procedure=procedure)
    wanted = [BY_NAME[name] for name in names]
    found: dict[int | None, Totals] = {}
    for day in {counter.day for counter in wanted}:
        counts = {
            counter.name: Count("pk", filter=counter.cases)
            for counter in wanted
            if counter.day == day
        }
        rows = question.facts(day, question.span).order_by().values_list("officer")
        for officer, *told in rows.annotate(**counts):
            of_officer = found.setdefault(officer, dict.fromkeys(names, 0))
            of_officer |= dict(zip(counts, told, strict=True))
    return found


def totals_over(
    place: Place, wanted: Mapping[Any, tuple[Days, Collection[str]]]
) -> dict[Any, Totals]:
    """Counters over periods of their own, by whatever keys these have; three questions at most."""
    names: dict[Days, set[str]] = {}
    for period, asked in wanted.values():
        names.setdefault(period, set()).update(asked)
    centers, asked_over = Settled(centers_of(place)), {period: spans(*period) for period in names}
    sums: Counter[tuple[Days, str]] = Counter()
    for sign, table, spent in (
        (1, CenterMonth, {period: found.months for period, found in asked_over.items()}),
        (1, CenterDay, {period: found.lacking for period, found in asked_over.items()}),
        (-1, CenterDay, {period: found.too_many for period, found in asked_over.items()}),
    ):
        for key, count in sums_over(table, centers, spent, names).items():
            sums[key] += sign * count
    return {
        key: {name: sums[period, name] for name in asked} for key, (period, asked) in wanted.items()
    }


def sums_over(
    table: type[CenterDay] | type[CenterMonth],
    place: Settled,
    periods: Mapping[Days, list[Days]],
    names: Mapping[Days, Collection[str]],
) -> dict[tuple[Days, str], int]:
    """Of the rows of one table that each period is made of."""
    asked = [(period, name) for period, parts in periods.items() if parts for name in names[period]]
    sums = {
        f"sum_{number}": Sum(name, filter=within("day", periods[period]), default=0)
        for number, (period, name) in enumerate(asked)
    }
    rows: QuerySet[Any] = table.objects.during(chain.from_iterable(periods.values()))
    found = rows.filter(inside(place), role=Role.RECEIVING).aggregate(**sums)
    return dict(zip(asked, found.values(), strict=True))


def at_the_end(place: Place, day: date, *, procedure: int | None = None) -> Totals:
    """Files received until this day: how many were open at its end, and how many of them late.

    Now, where the day lies ahead.
    """
    question = Question.about(place, None, reached(day), procedure=procedure)
    due = "due", "due_met"
    names = ("received", "finished_taken_in", "finished_late_taken_in", *due)
    until = total(parts(question, names), names)
    # What is due on the day is late from the next.
    on_the_day = total([(1, days(replace(question, first=question.last)))], due)
    passed = {name: until[name] - on_the_day[name] for name in due}
    late = passed["due"] - passed["due_met"] - until["finished_late_taken_in"]
    return {
        "open_at_end": until["received"] - until["finished_taken_in"],
        "open_late_at_end": late,
    }


def added(found: Iterable[Mapping[str, int]]) -> Totals:
    sums: Totals = {}
    for totals in found:
        for name, count in totals.items():
            sums[name] = sums.get(name, 0) + count
    return sums


def total(parts: Iterable[Part], names: Collection[str]) -> Totals:
    """One statement for each part: planning a union of a hundred columns takes longer."""
    sums = dict.fromkeys(names, 0)
    for sign, rows in parts:
        for name, count in rows.sums(names).items():
            sums[name] += sign * count
    return sums


def totals_by(key: F | Cast, parts: Iterable[Part], names: Collection[str]) -> dict[Any, Totals]:
    """Only of keys of which any of these was counted.

    One statement for all parts: thousands of keys take longer to add up here. The ORM cannot add
    up a union.
    """
    selects: list[str] = []
    values: list[Any] = []
    for sign, rows in parts:
        columns = rows.order_by().annotate(key=key).values_list("key", *names)
        try:
            sql, of_part = columns.query.sql_with_params()
        except EmptyResultSet:
            continue
        selects.append(f"SELECT {sign} AS sign, part.* FROM ({sql}) AS part")
        values += of_part
    if not selects:
        return {}
    sums = ", ".join(f"CAST(COALESCE(sum(sign * {name}), 0) AS bigint)" for name in names)
    over = " UNION ALL ".join(selects)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT key, {sums} FROM ({over}) AS parts GROUP BY key", values)
        found = cursor.fetchall()
    return {key: dict(zip(names, counts, strict=True)) for key, *counts in found if any(counts)}
