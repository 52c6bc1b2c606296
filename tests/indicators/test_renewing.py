from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from caseflow.indicators import reading, renewing
from caseflow.indicators.models import Fact, Renewal
from config.celery import app
from tests.indicators.factories import (
    WRITTEN_AT,
    all_kinds_of_cases,
    count_everything,
    differences,
    issued,
    office,
    told,
    write,
)
from tests.processes import celery_worker, eventually

pytestmark = pytest.mark.django_db


def totals():
    return reading.totals_by_center(None, None, date(2026, 1, 1))


def helped():
    renewing.ask_for_help()
    return is_done()


def is_done():
    return not Renewal.objects.filter(finished_at=None).exists()


def test_a_shared_rebuild_counts_what_the_log_says_and_nothing_else(monkeypatch):
    monkeypatch.setattr(renewing, "PART", 3)
    all_kinds_of_cases()
    renewing.begin(at=WRITTEN_AT)
    assert not renewing.carry_out(seconds=60)
    found = totals()
    count_everything()
    assert is_done()
    assert found == totals()
    assert sum(center["filed"] for center in found.values()) == Fact.objects.count() > 6


def test_an_interrupted_rebuild_goes_on_where_it_was(monkeypatch):
    monkeypatch.setattr(renewing, "BATCH", 2)
    cases = all_kinds_of_cases()
    renewal = renewing.begin(at=WRITTEN_AT)
    assert renewing.read_batch(renewal)
    assert Fact.objects.count() == 2
    assert renewing.begin(at=WRITTEN_AT) == renewal
    assert renewing.progress(renewal).keys_left == len(cases) - 2
    assert not renewing.count_month(renewal)
    renewing.carry_out(seconds=60)
    assert renewing.progress(renewal) == renewing.Progress(0, len(cases), 0)
    assert differences() == []


def test_a_rebuild_is_there_with_all_its_parts_or_not_at_all(monkeypatch):
    write(told())
    monkeypatch.setattr(renewing, "PART", 0)
    with pytest.raises(ValueError, match="must not be zero"):
        renewing.begin(at=WRITTEN_AT)
    assert not Renewal.objects.exists()


def test_only_the_last_of_several_workers_ends_the_rebuild():
    write(told())
    renewal = renewing.begin(at=WRITTEN_AT)
    assert not renewing.finished(renewal)
    renewing.read_batch(renewal)
    assert not renewing.finished(renewal)
    while renewing.count_month(renewal):
        pass
    assert renewing.finished(renewal)
    assert is_done()


def test_a_rebuild_of_nothing_ends():
    out = StringIO()
    call_command("renew_indicators", stdout=out, stderr=StringIO())
    assert out.getvalue() == "changed 0\n"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_celery_workers_take_the_rebuild_from_each_other_until_it_is_done(tmp_path, monkeypatch):
    monkeypatch.setattr(renewing, "PART", 2)
    same = office()
    write(*(issued(told(**same), "2025-09-24 10:00") for _number in range(6)))
    renewing.begin(at=WRITTEN_AT)
    app.control.purge()
    with celery_worker(tmp_path / "worker.log"):
        eventually(helped)
    assert Fact.objects.count() == 6
    assert reading.totals(None, None, date(2026, 1, 1))["finished"] == 6
