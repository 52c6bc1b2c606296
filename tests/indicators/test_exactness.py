"""Nothing is lost or counted twice: deeds at once, late events, messages that come again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from caseflow.applications import lifecycle
from caseflow.applications.following import follow
from caseflow.applications.models import Event
from caseflow.indicators import reading
from caseflow.indicators.following import note_stale_cases
from caseflow.indicators.rebuilding import compare
from caseflow.indicators.tallying import count, count_stale
from tests.indicators.factories import (
    SYSTEM,
    apart,
    at,
    catch_up,
    counted,
    differences,
    issued,
    office,
    told,
    write,
)

pytestmark = pytest.mark.django_db
UNTIL = date(2025, 12, 31)


def total(*names):
    return tuple(reading.totals(None, None, UNTIL, names=names).values())


@pytest.mark.django_db(transaction=True)
def test_deeds_and_counts_at_once_lose_nothing():
    cases = write(*(told(**office()) for _case in range(8)))

    def handle(case):
        lifecycle.receive(case.pk, actor=SYSTEM, at=case.filed_at + timedelta(hours=1))
        lifecycle.start_review(case.pk, actor=SYSTEM, at=case.filed_at + timedelta(hours=2))
        return catch_up(patience=0)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda case: apart(handle, case), cases))
    catch_up()
    assert total("filed", "received", "received_handed_over") == (8, 8, 8)
    assert follow("indicators") == count_stale() == 0
    assert compare() == []


def test_an_event_that_comes_late_moves_the_day_it_belongs_to():
    [case] = counted(told("2025-09-23 09:00"))
    counted(issued(told("2025-09-01 09:00"), "2025-09-02 10:00"))
    lifecycle.receive(case.pk, actor=SYSTEM, at=at("2025-09-23 10:00"))
    count([case.pk])
    first = reading.totals(None, None, date(2025, 9, 2), names=("filed", "finished"))
    assert first == {"filed": 1, "finished": 1}
    assert total("filed", "received") == (2, 2)
    assert differences() == []


def test_the_whole_log_delivered_again_changes_nothing():
    counted(*(issued(told(), "2025-09-24 10:00") for _case in range(2)))
    before = total("filed", "finished", "agency_seconds")
    for _time in range(2):
        note_stale_cases(Event.objects.all())
    assert count_stale() > 0
    assert total("filed", "finished", "agency_seconds") == before
    assert differences() == []
