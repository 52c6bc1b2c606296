from datetime import datetime

import pytest

from caseflow.applications import lifecycle
from caseflow.centers.working_time import VIETNAM
from caseflow.indicators import comparing
from caseflow.indicators.alarming import prove, reconcile
from caseflow.indicators.models import CenterMonthSpread, Discrepancy, Fact, Tally
from caseflow.indicators.rebuilding import RANGE, months
from caseflow.indicators.tallying import count, wait_for_turn
from tests.indicators.factories import SYSTEM, at, counted, followed, issued, told, write
from tests.sealing.days import without_guards

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 1, 6, 1, 30, tzinfo=VIETNAM)


@pytest.fixture
def case():
    [case] = counted(issued(told(), "2025-09-24 10:00"))
    followed()
    wait_for_turn()
    return case


def named():
    rows = Discrepancy.objects.order_by("pk")
    return list(rows.values_list("against", "table", "stored", "counted", "is_mended"))


def test_a_count_that_is_right_raises_no_alarm(case):
    assert (reconcile(at=NIGHT), prove(at=NIGHT)) == (0, 0)
    assert named() == []


def test_at_night_a_changed_count_is_named_and_mended(case, caplog):
    Tally.objects.filter(finished=1).update(finished=7)
    assert reconcile(at=NIGHT) == 3
    assert ("facts", "tally", {"finished": 7}, {"finished": 1}, True) in named()
    assert "tally 2025-09-24" in caplog.text
    assert reconcile(at=NIGHT) == 0


def test_at_night_lost_and_invented_rows_are_named(case):
    CenterMonthSpread.objects.filter(measure="agency").update(bucket=1)
    assert reconcile(at=NIGHT) == 2
    assert {(bool(stored), bool(found)) for _a, _t, stored, found, _m in named()} == {
        (True, False),
        (False, True),
    }


def test_only_months_in_which_something_happened_are_looked_at(case):
    Fact.objects.update(filed_on="0208-02-11", due_on="9999-12-30")
    assert [f"{first} {last.day}" for first, last in months()] == [
        "0208-02-01 29",
        "2025-09-01 30",
        "9999-12-01 31",
    ]


def test_each_week_a_changed_fact_is_named_and_mended_by_the_log(case):
    Fact.objects.update(rating=5, rated_on="2025-09-25")
    assert prove(at=NIGHT) == 1
    [(against, table, stored, found, is_mended)] = named()
    assert (against, table, is_mended) == ("log", "fact", True)
    assert (stored["rating"], found["rating"]) == (5, None)
    assert reconcile(at=NIGHT) == prove(at=NIGHT) == 0


def test_mending_by_the_log_leaves_to_the_count_what_it_has_not_seen(case):
    Fact.objects.update(rating=5, rated_on="2025-09-25")
    [waiting] = write(told())
    assert prove(at=NIGHT) == 1
    assert not Fact.objects.filter(pk=waiting.pk).exists()
    assert count([waiting.pk]) == 1
    assert reconcile(at=NIGHT) == 0


def test_a_fact_of_no_case_is_named_and_removed(case):
    stray = Fact.objects.get()
    stray.pk += RANGE
    stray.save(force_insert=True)
    assert prove(at=NIGHT) == 1
    [(against, table, _stored, found, is_mended)] = named()
    assert (against, table, found, is_mended) == ("log", "fact", {}, True)
    assert Fact.objects.get().pk == case.pk


def test_a_case_that_contradicts_its_log_is_named_and_left(case):
    with without_guards() as cursor:
        cursor.execute("UPDATE applications_application SET channel = 'post'")
    assert prove(at=NIGHT) == 1
    assert named() == [("cases", "fact", {"channel": "online"}, {"channel": "post"}, False)]


def test_what_was_not_counted_yet_hides_no_difference(case, monkeypatch):
    monkeypatch.setattr(comparing, "MOST", 1)
    [wrong] = counted(told())
    followed()
    lifecycle.return_result(case.pk, actor=SYSTEM, at=at("2025-09-25 09:00"))
    Fact.objects.filter(pk=wrong.pk).update(rating=5)
    assert prove(at=NIGHT) == 1


def test_what_was_not_counted_yet_is_no_difference(case):
    lifecycle.return_result(case.pk, actor=SYSTEM, at=at("2025-09-25 09:00"))
    assert prove(at=NIGHT) == 0
    assert count([case.pk]) == 1
