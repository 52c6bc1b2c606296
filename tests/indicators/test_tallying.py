from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection

from caseflow.applications import lifecycle
from caseflow.applications.following import follow
from caseflow.applications.models import Event
from caseflow.applications.states import Assistance, Channel, Clock
from caseflow.indicators.durations import bin_of
from caseflow.indicators.following import note_stale_days
from caseflow.indicators.models import DurationBin, Tally
from caseflow.indicators.tallying import affected, recount, recount_everything, recount_stale
from tests.indicators.factories import SYSTEM, at, catch_up, issued, office, received, told, write
from tests.procedures.factories import published

pytestmark = pytest.mark.django_db


def count_all(after=0):
    """As the follower does, but without waiting for the test's own transaction to end."""
    note_stale_days(Event.objects.filter(pk__gt=after))
    return recount_stale()


def rows(table):
    return list(table.objects.order_by(*table.KEY).values_list(*table.KEY, *table.COUNTERS))


def totals(day: str, *counters: str):
    return Tally.objects.filter(day=day).totals(*counters)


def test_filings_are_counted_by_channel_and_by_who_typed():
    same = office()
    write(
        told(**same),
        told(assistance=Assistance.STAFF, **same),
        told(assistance=Assistance.ASSISTED, **same),
        told(assistance=Assistance.UNKNOWN, **same),
        told(channel=Channel.COUNTER, assistance=Assistance.STAFF, **same),
    )
    count_all()
    tally = Tally.objects.get()
    assert (tally.filed, tally.filed_online, tally.filed_counter) == (5, 4, 1)
    by_whom = tally.online_self, tally.online_staff, tally.online_assisted, tally.online_unknown
    assert by_whom == (1, 1, 1, 1)


def test_a_day_begins_at_midnight_in_the_office():
    same = office()
    write(told("2025-09-23 23:59", **same), told("2025-09-24 00:00", **same))
    count_all()
    assert totals("2025-09-23", "filed") == totals("2025-09-24", "filed") == {"filed": 1}


def test_each_mark_of_a_case_is_counted_on_its_own_day():
    story = received(told("2025-09-23 16:00"), "2025-09-24 08:00")
    write(issued(story, "2025-09-26 10:00"))
    count_all()
    counted = Tally.objects.order_by("day").values_list("day__day", "filed", "received", "finished")
    assert list(counted) == [(23, 1, 0, 0), (24, 0, 1, 0), (26, 0, 0, 1)]


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
    write(issued(story, ended_at))
    count_all()
    tally = Tally.objects.get(finished=1)
    assert (getattr(tally, column), tally.finished_by_due) == (1, by_due)
    assert tally.finished_early + tally.finished_on_time + tally.finished_late == 1


def test_a_refused_file_ends_without_a_due_date():
    story = told()
    lifecycle.refuse(story, actor=SYSTEM, at=at("2025-09-23 10:00"), reason="-")
    write(story)
    count_all()
    tally = Tally.objects.get()
    assert (tally.finished, tally.finished_without_due, tally.finished_by_due) == (1, 1, 0)


def test_electronic_results_count_where_a_document_is_owed():
    owing, owing_none = published(), published(returns_document=False)
    center = office()["receiving_center"]
    for version, electronic in ((owing, True), (owing, False), (owing_none, True)):
        story = told(receiving_center=center, procedure_version=version)
        write(issued(story, "2025-09-24 10:00", electronic=electronic))
    count_all()
    sums = totals("2025-09-24", "finished", "finished_document", "finished_electronic")
    assert sums == {"finished": 3, "finished_document": 2, "finished_electronic": 1}


def test_the_time_of_agency_and_citizen_lies_in_separate_bins():
    story = received(told("2025-09-23 08:00"), "2025-09-23 09:00")
    items = [{"paper": "other", "defect": "missing", "text": "-"}]
    lifecycle.request_supplement(story, actor=SYSTEM, at=at("2025-09-23 10:00"), items=items)
    lifecycle.supply(story, actor=SYSTEM, at=at("2025-09-24 10:00"))
    write(issued(story, "2025-09-24 11:00"))
    count_all()
    bins = dict(DurationBin.objects.values_list("clock", "bin"))
    assert bins == {Clock.AGENCY: bin_of(3 * 3600), Clock.CITIZEN: bin_of(24 * 3600)}


def test_a_rerun_gives_the_same_rows():
    write(issued(told(), "2025-09-24 10:00"), told("2025-09-24 09:00"))
    count_all()
    before = rows(Tally), rows(DurationBin)
    assert recount_everything() == 0
    assert (rows(Tally), rows(DurationBin)) == before


def test_only_days_and_centres_of_the_events_are_recounted():
    [first, other] = write(told(), told())
    count_all()
    Tally.objects.update(filed=99)
    seen = Event.objects.latest("pk").pk
    lifecycle.receive(first.pk, actor=SYSTEM, at=at("2025-09-25 09:00"))
    count_all(after=seen)
    counted = dict(Tally.objects.filter(day="2025-09-23").values_list("center", "filed"))
    assert counted == {first.receiving_center_id: 1, other.receiving_center_id: 99}


def test_events_touch_the_days_of_filing_reception_and_end():
    [case] = write(
        issued(received(told("2025-09-23 08:00"), "2025-09-24 08:00"), "2025-09-26 08:00")
    )
    days = {day.day for day, _center in affected(list(case.events.all()))}
    assert days == {23, 24, 26}


def test_rows_that_nothing_supports_vanish():
    [case] = write(issued(told(), "2025-09-24 10:00"))
    count_all()
    Tally.objects.filter(finished=1).update(day="2025-09-25")
    DurationBin.objects.update(bin=1)
    center = case.receiving_center_id
    assert recount({(date(2025, 9, 24), center), (date(2025, 9, 25), center)}) == 4
    assert recount_everything() == 0


@pytest.mark.django_db(transaction=True)
def test_the_follower_finds_what_was_committed_and_a_second_run_finds_nothing():
    write(issued(told(), "2025-09-24 10:00"))
    catch_up()
    assert follow("indicators") == recount_stale() == 0
    assert Tally.objects.totals("filed", "finished") == {"filed": 1, "finished": 1}


def test_nothing_to_count_is_counted_as_nothing():
    assert recount(set()) == recount_stale() == recount_everything() == 0


@pytest.mark.django_db(transaction=True)
def test_two_counts_of_one_day_at_once_give_the_rows_of_one():
    cases = write(*(issued(told(**office()), "2025-09-24 10:00") for _case in range(3)))
    groups = affected([event for case in cases for event in case.events.all()])
    with ThreadPoolExecutor(4) as threads:
        changed = list(threads.map(counted_apart, [groups] * 4))
    assert sorted(changed)[:3] == [0, 0, 0]
    assert Tally.objects.totals("filed", "finished") == {"filed": 3, "finished": 3}


def counted_apart(groups):
    """In a thread with a connection of its own."""
    try:
        return recount(groups)
    finally:
        connection.close()
