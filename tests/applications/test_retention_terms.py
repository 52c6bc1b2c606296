"""Which files have been kept long enough: by the setting, and by terms of procedures."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from caseflow.applications import erasing, lifecycle
from caseflow.applications.erasing import purging
from caseflow.applications.models import Application, Erasure, RetentionTerm
from caseflow.applications.states import State
from tests.factories import MONDAY, an_office, case_in

pytestmark = pytest.mark.django_db

YEAR = timedelta(days=365)


@pytest.fixture
def office():
    return an_office()


def term_of(case: Application, days: int | None) -> None:
    RetentionTerm.objects.create(procedure=case.procedure, days=days, basis="Thông tư thử")


def purged(at):
    return erasing.purge(at=at).erased


def test_by_default_everything_is_kept_for_ever(office):
    case_in(State.RETURNED, office)
    assert purged(MONDAY + 100 * YEAR) == 0


def test_only_what_ended_longer_ago_than_the_term_is_erased(office, settings):
    settings.APPLICATIONS_RETENTION_DAYS = 365
    for state in (State.RETURNED, State.REFUSED, State.WITHDRAWN, State.IN_REVIEW):
        case_in(state, office)
    assert purged(MONDAY + YEAR) == 0
    assert purged(MONDAY + YEAR + timedelta(days=1)) == 3
    assert Application.objects.get(erased_at=None).state == State.IN_REVIEW


def test_a_later_deed_begins_the_term_anew(office, settings):
    settings.APPLICATIONS_RETENTION_DAYS = 365
    case = case_in(State.RETURNED, office)
    lifecycle.note(case.pk, actor=office.clerk, at=MONDAY + YEAR, text="Đã gọi lại")
    assert purged(MONDAY + YEAR + timedelta(days=30)) == 0


def test_a_procedure_may_have_its_own_term_or_keep_for_ever(office, settings):
    settings.APPLICATIONS_RETENTION_DAYS = 365
    short, usual, for_ever = (case_in(State.RETURNED, office) for _case in range(3))
    term_of(short, 30)
    term_of(for_ever, None)
    assert purged(MONDAY + timedelta(days=40)) == 1
    assert purged(MONDAY + 50 * YEAR) == 1
    erased = list(Erasure.objects.order_by("erased_at").values_list("application", "basis"))
    assert erased == [(short.pk, "Thông tư thử"), (usual.pk, "")]


def test_a_procedures_term_holds_where_everything_else_is_kept(office):
    case = case_in(State.RETURNED, office)
    term_of(case, 30)
    case_in(State.RETURNED, office)
    assert purged(MONDAY + YEAR) == 1


def test_a_file_whose_correction_is_open_is_kept_whole(office, settings):
    settings.APPLICATIONS_RETENTION_DAYS = 365
    case = case_in(State.RETURNED, office)
    at = case.last_event_at + timedelta(hours=1)
    lifecycle.correct(case.pk, actor=office.clerk, at=at, text="Sai họ tên")
    done = erasing.purge(at=at + 2 * YEAR)
    assert (done.erased, done.kept) == (0, 1)


def test_a_slice_ends_in_time_and_the_next_goes_on(office, settings, monkeypatch):
    monkeypatch.setattr(purging, "AT_ONCE", 1)
    settings.APPLICATIONS_RETENTION_DAYS = 365
    for _case in range(3):
        case_in(State.RETURNED, office)
    at = MONDAY + 2 * YEAR
    first = erasing.purge(at=at, seconds=1e-9)
    assert (first.erased, first.is_whole) == (1, False)
    assert purged(at) == 2


def fails_on_withdrawn(cases: erasing.Cases) -> erasing.Gone:
    if State.WITHDRAWN in {case.state for case in cases}:
        raise LookupError
    return erasing.Gone()


FAILS_ON_WITHDRAWN = erasing.Eraser(fails_on_withdrawn)


def test_a_file_that_cannot_be_erased_stops_none_of_those_beside_it(office, settings):
    settings.APPLICATIONS_RETENTION_DAYS = 365
    settings.ERASERS = settings.ERASERS | {"strict": f"{__name__}.FAILS_ON_WITHDRAWN"}
    for state in (State.REFUSED, State.WITHDRAWN, State.RETURNED):
        case_in(state, office)
    done = erasing.purge(at=MONDAY + 2 * YEAR)
    assert (done.erased, done.failed) == (2, 1)
    assert Application.objects.get(erased_at=None).state == State.WITHDRAWN


def test_many_files_are_erased_with_the_statements_of_one(office, settings):
    settings.APPLICATIONS_RETENTION_DAYS = 365
    at, counts = MONDAY + 2 * YEAR, []
    for files in (1, 4):
        for _file in range(files):
            case_in(State.RETURNED, office)
        with CaptureQueriesContext(connection) as queries:
            assert purged(at) == files
        counts.append(len(queries))
    assert counts[0] == counts[1]


def told(**options: bool) -> list[str]:
    out = StringIO()
    call_command("erase_files", stdout=out, **options)
    return out.getvalue().splitlines()


def test_the_command_counts_first_and_then_erases(office, settings):
    settings.APPLICATIONS_RETENTION_DAYS = 1
    case_in(State.RETURNED, office)
    assert told(dry_run=True) == ["due 1"]
    assert told() == ["erased 1", "files 0", "kept 0", "left_on_disk 0", "failed 0"]
    assert told(dry_run=True) == ["due 0"]
    assert Erasure.objects.get().erased_at <= timezone.now()


@pytest.mark.parametrize(("erased", "goes_on"), [(1, True), (0, False)])
def test_a_night_ends_where_nothing_of_a_slice_could_be_erased(erased, goes_on):
    assert erasing.Purge(erased=erased, is_whole=False).goes_on is goes_on
