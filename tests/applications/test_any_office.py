"""A file is received at one centre, decided by another commune, and returned at a third."""

from datetime import UTC, datetime, timedelta

import pytest

from caseflow.applications import filing, lifecycle
from caseflow.applications.models import Application, Competence, Event, PaperHandOver
from caseflow.applications.refusals import DeedRefused
from caseflow.applications.states import State
from caseflow.applications.verification import Verification
from tests.api import Api
from tests.centers.factories import CommuneFactory, ServiceCenterFactory
from tests.factories import (
    MONDAY,
    Office,
    a_citizen,
    a_procedure,
    an_applicant,
    an_office,
)

pytestmark = pytest.mark.django_db
FILES = "/api/v1/applications/"
HOUR = timedelta(hours=1)


def office_beside(office):
    """Another commune centre of the same province."""
    commune = CommuneFactory(parent=office.center.unit.parent)
    return Office(ServiceCenterFactory(unit=commune))


@pytest.fixture
def here():
    """Where the citizen files."""
    return an_office()


@pytest.fixture
def there(here):
    """The commune that decides."""
    return office_beside(here)


@pytest.fixture
def third(here):
    """Where the result is fetched."""
    return office_beside(here)


@pytest.fixture
def case(here, there, third):
    submission = filing.Submission(
        procedure=a_procedure().procedure.code,
        receiving_center=here.center.code,
        deciding_agency=there.center.parent.code,
        returning_center=third.center.code,
        applicant=an_applicant(),
        form={"child_name": "Lò Văn An"},
    )
    return filing.file(submission, actor=here.clerk, at=MONDAY)


def body(here, **more):
    return {
        "procedure": a_procedure().procedure.code,
        "receiving_center": here.center.code,
        "applicant": {
            "kind": "person",
            "identity_number": "025184000123",
            "full_name": "Lò Thị Quỳnh Mai",
            "date_of_birth": "1984-05-06",
        },
        "form": {"child_name": "Lò Văn An"},
    } | more


def test_a_citizen_files_here_for_a_decision_there(here, there):
    sent = body(here, deciding_agency=there.center.parent.code)
    number = Api(a_citizen()).post(FILES, sent).json()["number"]
    case = Application.objects.get()
    assert number.startswith(f"{there.center.parent.code}-")
    assert (case.receiving_center_id, case.deciding_agency_id) == (
        here.center.pk,
        there.center.parent_id,
    )


@pytest.mark.parametrize("where", ["nowhere", "elsewhere", "centre"])
def test_an_agency_that_cannot_decide_is_named(where, here, there):
    codes = {
        "nowhere": ("H44.9999", "deciding_agency"),
        "elsewhere": (an_office().center.parent.code, "receiving_center"),
        "centre": (there.center.code, "deciding_agency"),
    }
    code, field = codes[where]
    answer = Api(a_citizen()).post(FILES, body(here, deciding_agency=code))
    assert (answer.status_code, list(answer.json()["fields"])) == (400, [field])


def test_what_the_province_decides_no_commune_is_named_for(here, there):
    version = a_procedure()
    Competence.objects.create(procedure=version.procedure, agency=an_office().center.parent)
    sent = body(here, procedure=version.procedure.code, deciding_agency=there.center.parent.code)
    answer = Api(a_citizen()).post(FILES, sent)
    assert list(answer.json()["fields"]) == ["deciding_agency"]


def test_the_result_is_fetched_inside_the_province(here):
    sent = body(here, returning_center=an_office().center.code)
    answer = Api(a_citizen()).post(FILES, sent)
    assert list(answer.json()["fields"]) == ["returning_center"]


def deeds(user, case):
    shown = Api(user).get(f"{FILES}{case.number}/")
    return set(shown.json()["possible_verbs"]) if shown.status_code == 200 else None


def test_each_office_has_the_deeds_of_its_part(case, here, there, third):
    assert {"receive", "refuse", "request_supplement"} <= deeds(here.colleague("clerk"), case)
    assert deeds(there.colleague("clerk"), case) == {"note"}
    assert deeds(third.colleague("clerk"), case) == {"note"}
    assert deeds(an_office().colleague("clerk"), case) is None


def test_the_centre_of_the_deciding_agency_is_informed_at_once_and_only_reads(case, there):
    clerk = Api(there.colleague("clerk"))
    (line,) = clerk.get(FILES).json()["results"]
    assert line["number"] == case.number
    assert clerk.post(f"{FILES}{case.number}/receive/").status_code == 403


def test_review_is_of_the_deciding_agency_and_return_of_the_returning_centre(
    case, here, there, third
):
    at = MONDAY + HOUR
    lifecycle.receive(case.pk, actor=here.clerk, at=at)
    lifecycle.start_review(case.pk, actor=here.clerk, at=at)
    assert "propose" in deeds(there.colleague("officer"), case)
    assert deeds(here.colleague("officer"), case) == {"note"}
    lifecycle.approve(case.pk, actor=there.leader, at=at)
    signed = {"reference": "r", "digest": "a" * 64, "electronic": True}
    lifecycle.issue(case.pk, actor=there.leader, at=at, **signed)
    assert "return_result" in deeds(third.colleague("clerk"), case)
    assert "return_result" not in deeds(here.colleague("clerk"), case)


def received(case, here, at=MONDAY + HOUR):
    lifecycle.receive(case.pk, actor=here.clerk, at=at)


def test_the_papers_follow_within_one_working_day(case, here, there):
    received(case, here)
    lifecycle.send_paper(case.pk, actor=here.clerk, at=MONDAY + 2 * HOUR)
    lifecycle.receive_paper(case.pk, actor=there.officer, at=MONDAY + timedelta(days=1))
    trail = PaperHandOver.objects.get()
    assert trail.due_at == MONDAY + HOUR + timedelta(days=1)
    assert not trail.is_late(MONDAY + timedelta(days=9))
    assert [event.payload.get("late") for event in Event.objects.of(case)][-2:] == [False, False]


def test_the_record_of_such_a_file_can_be_proved(case, here, there):
    received(case, here)
    lifecycle.send_paper(case.pk, actor=here.clerk, at=MONDAY + 2 * HOUR, text="2 tờ")
    lifecycle.receive_paper(case.pk, actor=there.officer, at=MONDAY + 3 * HOUR)
    lifecycle.object(case.pk, actor=here.clerk, at=MONDAY + 4 * HOUR, text="không phải tôi")
    assert list(Verification().of(Application.objects.all())) == []


def test_papers_that_come_late_are_recorded_as_late(case, here, there):
    friday = datetime(2026, 3, 6, 8, tzinfo=UTC)
    received(case, here, friday)
    lifecycle.send_paper(case.pk, actor=here.clerk, at=friday + HOUR)
    trail = PaperHandOver.objects.get()
    assert trail.due_at == datetime(2026, 3, 9, 8, tzinfo=UTC)
    assert trail.is_late(trail.due_at + timedelta(seconds=1))
    lifecycle.receive_paper(case.pk, actor=there.clerk, at=trail.due_at + HOUR, text="thiếu 1 tờ")
    assert Event.objects.of(case).last().payload["late"]


def test_papers_are_under_way_once_at_a_time(case, here, there):
    received(case, here)
    at = MONDAY + 2 * HOUR
    lifecycle.send_paper(case.pk, actor=here.clerk, at=at)
    with pytest.raises(DeedRefused) as refusal:
        lifecycle.send_paper(case.pk, actor=here.clerk, at=at)
    assert refusal.value.rule == "paper_under_way"
    lifecycle.receive_paper(case.pk, actor=there.officer, at=at)
    lifecycle.send_paper(case.pk, actor=here.clerk, at=at)
    assert PaperHandOver.objects.count() == 2


def test_papers_nobody_sent_are_not_taken_in(case, here, there):
    received(case, here)
    with pytest.raises(DeedRefused) as refusal:
        lifecycle.receive_paper(case.pk, actor=there.officer, at=MONDAY + 2 * HOUR)
    assert refusal.value.rule == "no_paper_under_way"


def test_who_sends_and_who_takes_in_are_asked_at_the_door(case, here, there, third):
    received(case, here)
    url = f"{FILES}{case.number}/"
    assert Api(there.colleague("clerk")).post(f"{url}send_paper/").status_code == 403
    assert Api(here.colleague("clerk")).post(f"{url}send_paper/").status_code == 200
    assert Api(third.colleague("clerk")).post(f"{url}receive_paper/").status_code == 403
    assert Api(there.colleague("clerk")).post(f"{url}receive_paper/").status_code == 200


def test_a_file_decided_behind_the_centre_sends_no_papers(here):
    case = filing.file(
        filing.Submission(
            procedure=a_procedure().procedure.code,
            receiving_center=here.center.code,
            applicant=an_applicant(),
            form={"child_name": "Lò Văn An"},
        ),
        actor=here.clerk,
        at=MONDAY,
    )
    received(case, here)
    assert "send_paper" not in deeds(here.colleague("clerk"), case)
    assert Application.objects.get().state == State.RECEIVED
