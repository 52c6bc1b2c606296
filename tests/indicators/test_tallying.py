from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection

from caseflow.applications import lifecycle
from caseflow.applications.models import Application, Event
from caseflow.applications.states import Assistance, Channel
from caseflow.indicators import reading
from caseflow.indicators.durations import BIN_COLUMNS, bin_of
from caseflow.indicators.following import note_stale_cases
from caseflow.indicators.grains import GRAINS
from caseflow.indicators.measures import Measure
from caseflow.indicators.models import CenterMonthSpread, Fact, Tally
from caseflow.indicators.reading.sources import bins_of_bucket
from caseflow.indicators.rebuilding import recount
from caseflow.indicators.tallying import count, count_stale
from tests.indicators.factories import (
    SYSTEM,
    at,
    counted,
    differences,
    issued,
    office,
    received,
    told,
    write,
)
from tests.procedures.factories import published

pytestmark = pytest.mark.django_db


def rows():
    return [sorted(grain.table.objects.values_list(*grain.key, *grain.values)) for grain in GRAINS]


def totals(day: str, *names: str):
    return reading.totals(None, date.fromisoformat(day), date.fromisoformat(day), names=names)


def test_filings_are_counted_by_channel_and_by_who_typed():
    same = office()
    counted(
        told(**same),
        told(assistance=Assistance.STAFF, **same),
        told(assistance=Assistance.ASSISTED, **same),
        told(assistance=Assistance.UNKNOWN, **same),
        told(channel=Channel.COUNTER, assistance=Assistance.STAFF, **same),
    )
    tally = Tally.objects.get()
    assert (tally.filed, tally.filed_online, tally.filed_counter) == (5, 4, 1)
    by_whom = tally.online_self, tally.online_staff, tally.online_assisted, tally.online_unknown
    assert by_whom == (1, 1, 1, 1)


def test_a_day_begins_at_midnight_in_the_office():
    same = office()
    counted(told("2025-09-23 23:59", **same), told("2025-09-24 00:00", **same))
    assert totals("2025-09-23", "filed") == totals("2025-09-24", "filed") == {"filed": 1}


def test_each_mark_of_a_case_is_counted_on_its_own_day():
    counted(issued(received(told("2025-09-23 16:00"), "2025-09-24 08:00"), "2025-09-26 10:00"))
    found = [totals(f"2025-09-{day}", "filed", "received", "finished") for day in (23, 24, 26)]
    assert [tuple(row.values()) for row in found] == [(1, 0, 0), (0, 1, 0), (0, 0, 1)]


@pytest.mark.parametrize(
    ("ended_at", "column", "by_due"),
    [
        ("2025-09-25 16:00", "finished_early", 1),
        ("2025-09-26 16:00", "finished_on_time", 1),
        ("2025-09-26 17:30", "finished_on_time", 0),
        ("2025-09-27 08:00", "finished_late", 0),
    ],
)
def test_an_end_is_compared_with_the_due_day_and_the_due_instant(ended_at, column, by_due):
    story = received(told("2025-09-23 08:00"), "2025-09-23 09:00", due_at="2025-09-26 17:00")
    counted(issued(story, ended_at))
    sums = totals(ended_at[:10], "finished_early", "finished_on_time", "finished_late")
    assert sums == dict.fromkeys(sums, 0) | {column: 1}
    assert totals(ended_at[:10], "finished_by_due") == {"finished_by_due": by_due}


def test_a_refused_file_ends_without_a_due_date():
    story = told()
    lifecycle.refuse(story, actor=SYSTEM, at=at("2025-09-23 10:00"), reason="-")
    counted(story)
    sums = totals("2025-09-23", "finished", "finished_without_due", "finished_by_due")
    assert tuple(sums.values()) == (1, 1, 0)


def test_electronic_results_count_where_a_document_is_owed():
    owing, owing_none = published(), published(returns_document=False)
    center = office()["receiving_center"]
    for version, electronic in ((owing, True), (owing, False), (owing_none, True)):
        story = told(receiving_center=center, procedure_version=version)
        counted(issued(story, "2025-09-24 10:00", electronic=electronic))
    sums = totals("2025-09-24", "finished", "finished_document", "finished_electronic")
    assert tuple(sums.values()) == (3, 2, 1)


def test_clocks_and_steps_lie_in_bins_of_their_own():
    story = received(told("2025-09-23 08:00"), "2025-09-23 09:00")
    items = [{"paper": "other", "defect": "missing", "text": "-"}]
    lifecycle.request_supplement(story, actor=SYSTEM, at=at("2025-09-23 10:00"), items=items)
    lifecycle.supply(story, actor=SYSTEM, at=at("2025-09-24 10:00"))
    counted(issued(story, "2025-09-24 12:00"))
    rows = CenterMonthSpread.objects.values_list("measure", "bucket", *BIN_COLUMNS)
    bins = {measure: [*bins_of_bucket(bucket, counts)] for measure, bucket, *counts in rows}
    hours = {measure: [bin_of(hours * 3600)] for measure, hours in (
        (Measure.AGENCY, 4), (Measure.CITIZEN, 24), (Measure.RECEPTION, 1),
        (Measure.HANDOVER, 1), (Measure.REVIEW, 2), (Measure.SIGNING, 0),
    )}  # fmt: skip
    assert bins == hours


def test_a_rerun_gives_the_same_rows():
    counted(issued(told(), "2025-09-24 10:00"), told("2025-09-24 09:00"))
    before = rows()
    assert count(Application.objects.values_list("pk", flat=True)) == 0
    assert recount() == []
    assert rows() == before


def test_moving_the_tables_gives_what_counting_everything_gives():
    """One deed after another, against the whole at once."""
    cases = counted(*(told(**office()) for _case in range(2)))
    for case in cases:
        lifecycle.receive(case.pk, actor=SYSTEM, at=at("2025-10-01 09:00"))
        count([case.pk])
    lifecycle.withdraw(cases[0].pk, actor=SYSTEM, at=at("2025-10-02 09:00"))
    count([cases[0].pk])
    assert differences() == []
    assert totals("2025-10-02", "finished", "finished_withdrawn") == {
        "finished": 1,
        "finished_withdrawn": 1,
    }


def test_a_row_of_which_nothing_is_left_vanishes():
    [case] = counted(told())
    lifecycle.receive(case.pk, actor=SYSTEM, at=at("2025-09-24 09:00"))
    count([case.pk])
    due_on = Fact.objects.get().due_on
    lifecycle.extend(
        case.pk, actor=SYSTEM, at=at("2025-09-24 10:00"), due_at=at("2025-10-30 17:00"), reason="-"
    )
    count([case.pk])
    assert not Tally.objects.filter(day=due_on).exists()


def test_only_cases_of_the_events_are_counted_anew():
    [first, other] = counted(told(), told())
    seen = Event.objects.latest("pk").pk
    lifecycle.receive(first.pk, actor=SYSTEM, at=at("2025-09-25 09:00"))
    lifecycle.receive(other.pk, actor=SYSTEM, at=at("2025-09-25 09:00"))
    note_stale_cases(Event.objects.filter(pk__gt=seen, application=first))
    assert count_stale() == 1
    assert totals("2025-09-25", "received") == {"received": 1}


def test_nothing_to_count_is_counted_as_nothing():
    assert count([]) == count_stale() == 0
    assert recount() == differences() == []


@pytest.mark.django_db(transaction=True)
def test_counts_of_the_same_cases_at_once_give_the_rows_of_one():
    cases = write(*(issued(told(**office()), "2025-09-24 10:00") for _case in range(3)))
    keys = [case.pk for case in cases]
    with ThreadPoolExecutor(4) as threads:
        changed = list(threads.map(counted_apart, [keys] * 4))
    assert sorted(changed) == [0, 0, 0, 3]
    assert totals("2025-09-24", "finished") == {"finished": 3}


def counted_apart(keys):
    """In a thread with a connection of its own."""
    try:
        return count(keys)
    finally:
        connection.close()
