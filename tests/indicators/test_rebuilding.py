from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction

from caseflow.indicators import reading
from caseflow.indicators.models import Fact, MonthSpread, Tally
from caseflow.indicators.tallying import wait_for_turn
from tests.indicators.factories import (
    all_kinds_of_cases,
    catch_up,
    counted,
    followed,
    issued,
    told,
)

pytestmark = pytest.mark.django_db


def rebuild(*arguments):
    """What the command prints, and its exit status."""
    out = StringIO()
    try:
        call_command("rebuild_indicators", *arguments, stdout=out)
    except SystemExit as end:
        return out.getvalue(), end.code
    return out.getvalue(), 0


def typed(change):
    """What nobody can do by a form, an import or a grant."""
    with transaction.atomic():
        wait_for_turn()
        change()


def total(name):
    return reading.totals(None, None, date(2026, 1, 1), names=[name])[name]


@pytest.mark.django_db(transaction=True)
def test_check_finds_no_difference_and_counts_what_was_waiting():
    all_kinds_of_cases()
    printed, status = rebuild("--check")
    assert (printed.splitlines()[-1], status) == ("differences 0", 0)
    catch_up()
    assert rebuild("--check")[0].splitlines()[-2:] == ["pending 0", "differences 0"]
    assert (total("filed"), total("received"), total("finished")) == (7, 4, 5)


def test_check_names_a_changed_figure_and_leaves_it():
    counted(issued(told(), "2025-09-24 10:00"))
    followed()
    typed(lambda: Tally.objects.filter(finished=1).update(finished=2))
    typed(lambda: Fact.objects.update(rating=5))
    printed, status = rebuild("--check")
    assert status == 1
    assert "tally 2025-09-24" in printed
    assert "fact" in printed
    assert Tally.objects.get(finished__gt=0).finished == 2


def test_a_rebuild_mends_what_check_found():
    counted(issued(told(), "2025-09-24 10:00"))
    followed()
    typed(lambda: Tally.objects.update(finished=2))
    typed(lambda: MonthSpread.objects.all().delete())
    typed(lambda: Fact.objects.all().delete())
    assert rebuild()[1] == 0
    assert rebuild("--check")[1] == 0
    assert total("finished") == 1
