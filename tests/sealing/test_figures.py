import json
from datetime import date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from caseflow.applications.models import Application, Statement
from caseflow.centers.working_time import VIETNAM
from caseflow.indicators import reading
from caseflow.sealing.figures import figures_from_the_log, figures_until
from caseflow.sealing.following import note_pending
from caseflow.sealing.making import seal_next
from tests.applications.histories import commune_center
from tests.indicators.factories import counted, issued, told, write
from tests.procedures.factories import published

pytestmark = pytest.mark.django_db
LAST = date(2025, 12, 31)
THAT_YEAR = datetime(2025, 10, 1, 8, tzinfo=VIETNAM)


@pytest.fixture(autouse=True)
def _least_count(settings):
    settings.SEALING_LEAST_COUNT = 3


@pytest.fixture(scope="module")
def office(shared_rows):
    with shared_rows():
        return {"receiving_center": commune_center(), "procedure_version": published()}


@pytest.fixture(scope="module")
def cases(office, shared_rows):
    """Three, filed and ended in September 2025 and recorded then."""
    with shared_rows():
        return counted(*(ended(office) for _case in range(3)))


def ended(office, **more):
    return issued(
        told("2025-09-23 08:00", **office, recorded_at=THAT_YEAR, **more), "2025-09-24 10:00"
    )


def places(figures):
    return json.loads(figures)["places"]


def look_back(*arguments):
    out = StringIO()
    try:
        call_command("rebuild_indicators", "--as-of", "2025-12-31", *arguments, stdout=out)
    except SystemExit as end:
        return out.getvalue(), end.code
    return out.getvalue(), 0


def test_a_seal_fixes_the_figures_of_the_year_so_far(cases):
    [province] = places(figures_until(LAST))
    assert province["unit"] == "25"
    assert province["figures"][0] == {
        "key": "online_filing_rate",
        "numerator": 3,
        "denominator": 3,
        "rate": "100.00",
    }


def test_what_rests_on_few_files_is_not_told(cases, settings):
    settings.SEALING_LEAST_COUNT = 4
    assert places(figures_until(LAST)) == []


def test_what_was_recorded_after_the_day_changes_nothing_of_its_figures(cases, office):
    before = figures_until(LAST)
    [late] = counted(issued(told("2025-09-23 08:00", **office), "2025-09-24 10:00"))
    note_pending(list(late.events.all()))
    assert reading.totals(None, None, LAST, names=["filed"]) == {"filed": 4}
    assert figures_until(LAST) == before


def test_the_log_alone_gives_the_same_text(cases, office):
    write(issued(told("2025-09-23 08:00", **office), "2025-09-24 10:00"))
    assert figures_from_the_log(LAST) == figures_until(LAST)
    assert look_back()[0].strip() == figures_until(LAST)


def test_the_same_digits_once_the_people_and_their_words_are_erased(cases):
    before = figures_until(LAST)
    Statement.objects.all().delete()
    Application.objects.update(
        applicant_identity="", applicant_name="", applicant_phone="", form={}, declared_salt=""
    )
    assert figures_from_the_log(LAST) == before


def test_a_look_back_agrees_with_the_seal_of_the_day(cases):
    seal_next(through=LAST, at=THAT_YEAR)
    assert look_back("--check") == ("seal 1\ndifferences 0\n", 0)


def test_a_look_back_names_the_figures_that_a_seal_tells_otherwise(cases, office):
    seal_next(through=LAST, at=THAT_YEAR)
    write(ended(office, channel="counter"))
    printed, status = look_back("--check")
    assert status == 1
    assert "25 online_filing_rate: sealed 3 of 3, counted 3 of 4" in printed


def test_a_look_back_at_a_day_without_a_seal_is_wrong_use(cases):
    with pytest.raises(CommandError) as refused:
        look_back("--check")
    assert refused.value.returncode == 2
