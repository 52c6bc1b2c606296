from io import StringIO

import pytest
from django.core.management import call_command

from caseflow.applications import lifecycle
from caseflow.indicators.ledger import stored
from caseflow.indicators.models import Credit, DurationBin, Tally
from caseflow.indicators.replaying import replay
from tests.indicators.factories import SYSTEM, at, catch_up, issued, office, received, told, write

pytestmark = pytest.mark.django_db(transaction=True)


def rebuild(*arguments):
    """What the command prints, and its exit status."""
    out = StringIO()
    try:
        call_command("rebuild_indicators", *arguments, stdout=out)
    except SystemExit as end:
        return out.getvalue(), end.code
    return out.getvalue(), 0


def all_kinds_of_cases():
    same = office()
    asked = received(told("2025-09-23 08:00", **same), "2025-09-23 09:00")
    items = [{"paper": "other", "defect": "missing", "text": "-"}]
    lifecycle.request_supplement(asked, actor=SYSTEM, at=at("2025-09-23 10:00"), items=items)
    lifecycle.supply(asked, actor=SYSTEM, at=at("2025-09-24 10:00"))
    moved = received(told(**same), "2025-09-23 10:00", due_at="2025-10-09 17:00")
    refused = told("2025-09-29 23:30", **same)
    lifecycle.refuse(refused, actor=SYSTEM, at=at("2025-09-30 00:10"), reason="-")
    withdrawn = told(**same)
    lifecycle.withdraw(withdrawn, actor=SYSTEM, at=at("2025-09-24 10:00"))
    ended = issued(asked, "2025-09-26 10:00", electronic=False), issued(moved, "2025-10-09 17:00")
    returned = issued(told(), "2025-09-24 10:00")
    lifecycle.return_result(returned, actor=SYSTEM, at=at("2025-10-02 10:00"))
    return write(*ended, refused, withdrawn, returned, told(), received(told(), "2025-09-24 00:00"))


def test_the_log_alone_gives_the_rows_that_the_facts_gave():
    all_kinds_of_cases()
    catch_up()
    assert replay() == (stored(Tally), stored(DurationBin), stored(Credit))


def test_check_finds_no_difference_and_counts_what_was_waiting():
    all_kinds_of_cases()
    printed, status = rebuild("--check")
    assert (printed.splitlines()[-1], status) == ("differences 0", 0)
    catch_up()
    assert rebuild("--check")[0].splitlines()[-2:] == ["pending 0", "differences 0"]
    assert Tally.objects.totals("filed") == {"filed": 7}


def test_check_names_a_changed_figure_and_leaves_it():
    write(issued(told(), "2025-09-24 10:00"))
    catch_up()
    Tally.objects.filter(finished=1).update(finished=2)
    DurationBin.objects.all().delete()
    printed, status = rebuild("--check")
    assert status == 1
    assert "tally 2025-09-24" in printed
    assert printed.splitlines()[-1] == "differences 2"
    assert Tally.objects.totals("finished") == {"finished": 2}


def test_a_rebuild_mends_what_check_found():
    write(issued(told(), "2025-09-24 10:00"))
    catch_up()
    Tally.objects.update(finished=2)
    assert rebuild()[1] == 0
    assert rebuild("--check")[1] == 0
    assert Tally.objects.totals("finished") == {"finished": 1}
