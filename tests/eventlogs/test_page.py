"""The supervisors' page: who may ask, how a log is written in slices, who gets it."""

import gzip
from datetime import timedelta

import pytest
from django.utils import timezone

from caseflow.accounts.models import Role
from caseflow.applications.models import Application
from caseflow.eventlogs import slices
from caseflow.eventlogs.models import EventLogExport
from tests.applications.histories import write_cases
from tests.reports.factories import somebody

pytestmark = pytest.mark.django_db

PAGE = "/reports/event-logs/"
ASKED = {"from": "2025-09-01", "to": "2025-09-30", "kind": "xes"}


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.EVENTLOGS_DIR = tmp_path


@pytest.fixture
def supervisor():
    write_cases(3)
    return somebody(Role.SUPERVISOR)


def written(client, **asked) -> EventLogExport:
    assert client.post(PAGE, ASKED | asked).status_code == 302
    slices.carry_out()
    return EventLogExport.objects.latest("pk")


def test_clerks_and_citizens_get_no_courses_of_files():
    center = write_cases(1)[0].receiving_center
    assert somebody(Role.CITIZEN).get(PAGE).status_code == 403
    assert somebody(Role.CLERK, center).get(PAGE).status_code == 403
    assert somebody(Role.LEADER, center).get(PAGE).status_code == 200


def test_a_log_is_written_in_the_background_and_fetched_by_who_asked(supervisor):
    export = written(supervisor)
    answer = supervisor.get(f"{PAGE}{export.reference}/file/")
    log = gzip.decompress(b"".join(answer.streaming_content))
    assert (log.count(b"<trace>"), log.endswith(b"</log>\n")) == (3, True)
    assert (export.written, bytes(export.key)) == (3, b"")
    told = supervisor.get(f"{PAGE}{export.reference}/progress/").json()
    assert told == {"told": "3 applications", "share": 100, "finished": True}
    other = somebody(Role.ADMIN)
    assert other.get(f"{PAGE}{export.reference}/file/").status_code == 404


def test_a_worker_goes_on_behind_the_last_slice_that_was_noted(supervisor, monkeypatch):
    monkeypatch.setattr(slices, "SLICE_SECONDS", -1.0)
    monkeypatch.setattr("caseflow.eventlogs.traces.BATCH", 1)
    export = written(supervisor)
    assert (export.written, export.finished_at) == (1, None)
    with slices.place_of(export).open("ab") as file:
        file.write(b"what a worker wrote before it died")
    for _slice in range(3):
        EventLogExport.objects.update(leased_until=None)
        slices.carry_out()
    log = gzip.decompress(slices.place_of(export).read_bytes())
    assert (log.count(b"<trace>"), log.count(b"<log "), log.count(b"</log>")) == (3, 1, 1)


def test_nonsense_is_refused_on_the_page_with_its_reason(supervisor):
    far_away = {"from": "9999-12-01", "to": "9999-12-31"}
    for wrong in ({"to": "2025-08-01"}, {"center": "nowhere"}, {"kind": "pdf"}, far_away):
        assert supervisor.post(PAGE, ASKED | wrong).status_code == 400, wrong
    assert not EventLogExport.objects.exists()


def test_a_file_is_kept_for_its_term_and_the_row_says_that_there_was_one(supervisor, settings):
    export = written(supervisor)
    assert slices.remove_old(at=timezone.now()) == 0
    later = timezone.now() + timedelta(hours=settings.EVENTLOGS_KEPT_HOURS + 1)
    assert slices.remove_old(at=later) == 1
    assert not slices.place_of(export).exists()
    assert supervisor.get(f"{PAGE}{export.reference}/file/").status_code == 404
    assert "removed" in supervisor.get(PAGE).content.decode()


def test_a_file_that_somebody_took_from_the_disk_is_not_found(supervisor):
    export = written(supervisor)
    slices.place_of(export).unlink()
    assert supervisor.get(f"{PAGE}{export.reference}/file/").status_code == 404


def test_the_page_asks_no_more_of_the_database_for_more_files_and_logs(
    supervisor, django_assert_max_num_queries
):
    for _export in range(5):
        written(supervisor)
    with django_assert_max_num_queries(12):
        assert supervisor.get(PAGE).status_code == 200
    assert Application.objects.count() == 3
