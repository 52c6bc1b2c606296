"""Calendar decisions at the desk: entered or handed over, looked through, applied once."""

from datetime import date, timedelta

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from caseflow.accounts.models import Role
from caseflow.applications import rescheduling
from caseflow.applications.models import Application, CalendarChange, Event
from caseflow.applications.states import State, Verb
from caseflow.centers.models import CalendarVersion
from caseflow.desk import calendars
from tests.factories import MONDAY, a_procedure, a_supervisor, case_in

pytestmark = pytest.mark.django_db
LIST = "/admin/applications/calendarchange/"
THURSDAY = "2026-03-05"
OFF = {"date": THURSDAY, "kind": "holiday", "reason": "Nghỉ lễ", "reason_en": "Holiday"}
YEARS = {"covers_from": "2026-01-01", "covers_to": "2026-12-31"}


@pytest.fixture(autouse=True)
def _everybody_knows_the_new_version(settings):
    settings.CASEFLOW_REFERENCE_CACHE_SECONDS = 0
    settings.APPLICATIONS_BACKDATING_HOURS = 100_000


@pytest.fixture
def chief(desk):
    return desk(a_supervisor())


@pytest.fixture
def on_monday(monkeypatch):
    """It is the day on which the files of these tests were filed."""
    monkeypatch.setattr(timezone, "now", lambda: MONDAY + timedelta(hours=6))


def filled_in(*days, **fields):
    """As a browser sends it: every row, those left empty as well."""
    blank = dict.fromkeys(OFF, "")
    days = [*days, *[blank] * (calendars.ROWS - len(days))]
    rows = {
        f"days-{place}-{name}": value
        for place, day in enumerate(days)
        for name, value in day.items()
    }
    counts = {"days-TOTAL_FORMS": 6, "days-INITIAL_FORMS": 0}
    return {"owner": "", "decision": "9/QĐ-TTg"} | YEARS | counts | rows | fields


def errors_of(answer):
    entry = answer.context["entry"]
    return {**entry.form.errors, **{k: v for row in entry.days.errors for k, v in row.items()}}


def draft_page(chief, *days, **fields):
    return chief.post(f"{LIST}add/", filled_in(*days, **fields)).url


def test_days_filled_in_become_a_draft_that_nobody_works_by(chief, office):
    page = draft_page(chief, OFF)
    draft = CalendarVersion.objects.get(published_at=None)
    assert draft.days.get(date=THURSDAY).document_no == "9/QĐ-TTg"
    assert "nobody works by it yet" in chief.get(page).text


def test_a_draft_says_how_many_files_it_would_move_and_shows_some(chief, office, on_monday):
    case = case_in(State.IN_REVIEW, office)
    page = chief.get(draft_page(chief, OFF))
    assert "1 file moves, of 1 looked at." in page.text
    assert case.number in page.text
    assert Application.objects.get().due_at == case.due_at


def test_a_confirmed_decision_moves_the_files_in_the_background_once(chief, office, on_monday):
    case = case_in(State.IN_REVIEW, office)
    page = draft_page(chief, OFF)
    for _ in range(2):
        assert chief.post(f"{page}apply/").url == page
    assert CalendarChange.objects.count() == 1
    assert Application.objects.get().due_at == case.due_at
    while rescheduling.carry_out(at=timezone.now()):
        pass
    assert Application.objects.get().due_at == case.due_at + timedelta(days=1)
    assert Event.objects.filter(verb=Verb.RESCHEDULE).count() == 1
    assert "1 file moved of 1 looked at" in chief.get(page).text
    assert chief.get(LIST).context["page"].rows[0].moved == 1


def test_progress_is_told_to_the_page_that_watches(chief, office, on_monday, settings):
    settings.APPLICATIONS_CALENDAR_BATCH = 1
    version = a_procedure()
    for _ in range(2):
        case_in(State.IN_REVIEW, office, version=version)
    page = draft_page(chief, OFF)
    chief.post(f"{page}apply/")
    rescheduling.carry_out(at=timezone.now(), seconds=0)
    told = chief.get(f"{page}progress/").json()
    assert (told["told"], told["finished"]) == ("1 file moved of 1 looked at", False)
    assert "data-desk-progress" in chief.get(page).text


def test_a_long_count_comes_back_for_more_and_counts_nothing_twice(
    chief, office, on_monday, monkeypatch
):
    monkeypatch.setattr(calendars, "SLICE_SECONDS", 0.0)
    monkeypatch.setitem(rescheduling.preview.__globals__, "BATCH", 1)
    version = a_procedure()
    for _ in range(3):
        case_in(State.IN_REVIEW, office, version=version)
    page = draft_page(chief, OFF)
    counted = []
    while (answer := chief.get(page)).has_header("Refresh"):
        counted.append(answer.context["preview"].moved)
    assert counted == [1, 2, 3]
    assert "3 files move, of 3 looked at." in answer.text


@pytest.mark.parametrize(
    ("said", "field", "told"),
    [
        ((OFF, OFF | {"kind": "make_up"}), None, "both off and worked"),
        ((OFF, OFF), None, "named twice"),
        ((OFF | {"date": "2028-03-02"},), None, "lies outside"),
        ((OFF | {"reason": ""},), "reason", "required"),
        ((OFF | {"kind": "party"},), "kind", "valid choice"),
    ],
)
def test_nonsense_is_named_beside_its_field_and_keeps_no_draft(chief, office, said, field, told):
    answer = chief.post(f"{LIST}add/", filled_in(*said))
    assert told in str(errors_of(answer).get(field or "__all__"))
    assert not CalendarVersion.objects.filter(published_at=None).exists()


@pytest.mark.parametrize(
    ("fields", "named", "told"),
    [
        ({"decision": ""}, "decision", "needed"),
        ({"covers_from": "2029-01-01", "covers_to": "2029-12-31"}, "covers_from", "years between"),
        ({"covers_to": "2025-01-01"}, "covers_to", "before the first"),
        ({"owner": "X99"}, "owner", "neither a unit in force nor an agency"),
    ],
)
def test_a_decision_that_cannot_come_into_force_is_named(chief, office, fields, named, told):
    answer = chief.post(f"{LIST}add/", filled_in(**fields))
    assert told in str(errors_of(answer)[named])


def test_a_decision_that_is_loaded_twice_is_refused(chief, office, on_monday):
    chief.post(f"{draft_page(chief, OFF)}apply/")
    answer = chief.post(f"{LIST}add/", filled_in(OFF))
    assert "says the same already" in str(errors_of(answer)["decision"])


def handed_over(chief, content):
    file = SimpleUploadedFile("q.yaml", content)
    return chief.post(f"{LIST}add/", filled_in(decision="") | {"file": file})


def test_a_file_says_everything_itself(chief, office):
    standing = CalendarVersion.objects.get()
    day = OFF | {"date": date(2026, 3, 5), "document_no": "7/NQ"}
    years = {"covers_from": date(2026, 1, 1), "covers_to": date(2026, 12, 31)}
    said = {"hours": standing.hours, "days": [day], "decision": "7/NQ"} | years
    answer = handed_over(chief, yaml.safe_dump(said).encode())
    assert answer.status_code == 302, errors_of(answer)
    assert CalendarVersion.objects.get(published_at=None).decision == "7/NQ"


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"a: [", b"- 1", b"x" * 300_000, b""])
def test_a_file_that_is_no_decision_is_named(chief, office, content):
    assert errors_of(handed_over(chief, content))["file"]


def test_a_draft_is_discarded_and_what_was_in_force_is_not(chief, office):
    page, standing = draft_page(chief, OFF), CalendarVersion.objects.get(number=1)
    assert chief.post(f"{page}discard/").url == LIST
    assert chief.get(page).status_code == 404
    answer = chief.post(f"{LIST}{standing.pk}/discard/", follow=True)
    assert "cannot be removed" in answer.text
    assert CalendarVersion.objects.get() == standing


def test_an_older_version_moves_nothing_any_more(chief, office, on_monday):
    older = CalendarVersion.objects.get()
    chief.post(f"{draft_page(chief, OFF)}apply/")
    assert "A newer version is in force" in chief.get(f"{LIST}{older.pk}/").text
    assert "A newer version is in force" in chief.post(f"{LIST}{older.pk}/apply/", follow=True).text
    assert CalendarChange.objects.count() == 1


def test_an_office_may_not_touch_calendars(chief, office, desk):
    page = draft_page(chief, OFF)
    for role in (Role.CLERK, Role.LEADER):
        browser = desk(role)
        assert "Calendars" not in browser.get("/admin/").text
        for path in (LIST, f"{LIST}add/", page, f"{page}progress/"):
            assert browser.get(path).status_code == 403
        for path in (f"{LIST}add/", f"{page}apply/", f"{page}discard/"):
            assert browser.post(path).status_code == 403
    assert CalendarVersion.objects.filter(published_at=None).exists()


def test_the_list_costs_the_same_for_many_versions(
    chief, office, on_monday, django_assert_max_num_queries
):
    for day in range(4):
        off = OFF | {"date": f"2026-03-{10 + day}"}
        chief.post(f"{draft_page(chief, off, decision=f'{day}/QĐ')}apply/")
    with django_assert_max_num_queries(5):
        assert len(chief.get(LIST).context["page"].rows) == 5
