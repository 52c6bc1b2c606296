"""The roads a file can take, in one process: through HTTP, to the slips that the office owes."""

from datetime import datetime, time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from caseflow.accounts.models import Role
from caseflow.applications import unanswered
from caseflow.applications.models import Application, Event
from caseflow.applications.states import Ground
from caseflow.centers.calendars import working_time_for
from caseflow.issuing.following import FOLLOWER
from procedures import publishing
from procedures.models import RequiredPaper
from tests.api import Api
from tests.factories import FORM, IDENTITY, a_citizen, an_office
from tests.procedures.factories import NEW_YEAR, VersionFactory

pytestmark = pytest.mark.django_db
NAME = {"field": "child_name", "defect": "wrong", "text": "Họ tên khác với giấy chứng sinh"}
BIRTH = {"paper": "birth", "defect": "unreadable", "text": "Chụp lại cho rõ"}


@pytest.fixture(autouse=True)
def _trial(settings, tmp_path):
    settings.SIGNATURES_BACKEND = "signatures.backends.fake.FakeBackend"
    storage = settings.STORAGES["default"]
    place = {"OPTIONS": storage["OPTIONS"] | {"location": tmp_path / "files"}}
    settings.STORAGES = settings.STORAGES | {"default": storage | place}


class Road:
    """A citizen's file and everybody who acts on it, each with a program of their own."""

    def __init__(self):
        self.office = an_office()
        self.citizen = Api(a_citizen())
        self.people = {role: Api(self.office.colleague(role)) for role in (*STAFF,)}
        self.number = self.filed(a_procedure_with_papers())

    def filed(self, version):
        body = {
            "procedure": version.procedure.code,
            "receiving_center": self.office.center.code,
            "applicant": APPLICANT,
            "form": {"child_name": "Lò Văn An"},
        }
        answer = self.citizen.post("/api/v1/applications/", body)
        assert answer.status_code == 201, answer.json()
        return answer.json()["number"]

    @property
    def case(self):
        return Application.objects.get(number=self.number)

    def url(self, rest=""):
        return f"/api/v1/applications/{self.number}/{rest}"

    def go(self, who, verb, **body):
        """A deed, and whatever follows it; the state it led to."""
        api = self.people.get(who, self.citizen)
        answer = api.post(self.url(f"{verb}/"), body)
        assert answer.status_code == 200, answer.json()
        self.follow()
        return self.case.state

    def follow(self):
        """What the worker of slips and results does, deed by deed, until nothing is left."""
        seen = getattr(self, "followed", 0)
        while events := list(Event.objects.of(self.case).filter(sequence__gt=seen)):
            for event in filter(FOLLOWER.wants, events):
                FOLLOWER.handle(event)
            seen = self.followed = events[-1].sequence

    def papers(self, who=None):
        """What the asker can fetch, by kind and form; each must open."""
        api = self.people.get(who, self.citizen)
        entries = api.get(self.url("results/")).json()["results"]
        for entry in entries:
            document = api.get(self.url(f"results/{entry['id']}/"))
            assert b"".join(document.streaming_content).startswith(b"%PDF-")
        return sorted(entry.get("form") or entry["kind"] for entry in entries)


STAFF = (Role.CLERK, Role.OFFICER, Role.LEADER)
CITIZEN = Role.CITIZEN
APPLICANT = {
    "kind": "person",
    "identity_number": IDENTITY,
    "full_name": "Lò Thị Quỳnh Mai",
    "date_of_birth": "1984-05-06",
    "phone": "0912345678",
}


def a_procedure_with_papers():
    version = VersionFactory(form_schema=FORM, limit_amount=10)
    RequiredPaper.objects.create(
        version=version, key="birth", name="Giấy chứng sinh", required=True
    )
    publishing.publish(version, at=NEW_YEAR, by=None)
    return version


@pytest.fixture
def road():
    return Road()


def test_the_happy_road_leads_to_a_signed_result_in_the_citizens_hands(road):
    assert road.go(Role.CLERK, "receive") == "received"
    assert road.go(Role.CLERK, "start_review") == "in_review"
    road.go(Role.OFFICER, "propose", outcome="approved", text="Đủ điều kiện")
    assert road.go(Role.LEADER, "approve") == "issued"
    assert road.go(Role.CLERK, "return_result", how="counter") == "returned"
    assert {"01", "result"} <= set(road.papers())


def test_the_road_of_a_supplement_corrects_just_what_was_asked(road):
    road.go(Role.CLERK, "receive")
    first_due = road.case.due_at
    assert road.go(Role.CLERK, "request_supplement", items=[NAME, BIRTH]) == "supplement_requested"
    pdf = SimpleUploadedFile("giay.pdf", b"%PDF-1.7\n%%EOF\n")
    assert road.citizen.upload(road.url("documents/"), file=pdf, paper="birth").status_code == 201
    assert road.go(CITIZEN, "supply", fields={"child_name": "Lò Văn Bình"}) == "received"
    assert road.case.form == {"child_name": "Lò Văn Bình"}
    assert road.case.due_at >= first_due
    road.go(Role.CLERK, "start_review")
    assert road.go(Role.LEADER, "approve") == "issued"
    assert {"01", "02", "result"} <= set(road.papers())


def test_the_road_of_a_refusal_at_reception_ends_with_its_slip(road):
    assert road.go(Role.CLERK, "refuse", reason="Không thuộc thẩm quyền") == "refused"
    assert road.papers() == ["03"]


def test_a_visitor_turned_away_at_the_counter_gets_the_slip_without_a_file(road):
    procedure = road.case.procedure.code
    body = {
        "procedure": procedure,
        "receiving_center": road.office.center.code,
        "applicant": APPLICANT,
        "reason": "Thiếu giấy chứng sinh, không bổ sung được",
    }
    assert road.citizen.post("/api/v1/refusals/", body).status_code == 403
    answer = road.people[Role.CLERK].post("/api/v1/refusals/", body)
    assert (answer.status_code, answer.json()["state"]) == (201, "refused")
    road.number, road.followed = answer.json()["number"], 0
    road.follow()
    assert road.papers(Role.CLERK) == ["03"]


def test_the_road_of_a_refusal_after_appraisal_ends_with_a_signed_refusal(road):
    road.go(Role.CLERK, "receive")
    road.go(Role.CLERK, "start_review")
    assert road.go(Role.LEADER, "reject", reason="Không đủ điều kiện") == "issued"
    assert road.case.outcome == "rejected"
    assert {"01", "result"} <= set(road.papers())


def on_a_working_day(road, days):
    """Ten in the morning, so many working days after the date that stands."""
    calendar = working_time_for(road.case.deciding_agency_id)
    day = calendar.after_days(road.case.due_at, days).due_at.date()
    return datetime.combine(day, time(10), timezone.get_default_timezone())


def test_the_road_of_an_extension_apologises_once_and_then_needs_an_agreement(road):
    road.go(Role.CLERK, "receive")
    first_due = road.case.due_at
    road.go(Role.LEADER, "extend", due_at=on_a_working_day(road, 2).isoformat(), reason="Xác minh")
    assert (road.case.due_original_at, road.case.due_at > first_due) == (first_due, True)
    later = on_a_working_day(road, 2)
    again = road.people[Role.LEADER].post(
        road.url("extend/"), {"due_at": later.isoformat(), "reason": "Xác minh"}
    )
    assert again.json()["rule"] == "extended_before"
    assert "agree_extension" in again.json()["possible_verbs"]
    road.go(Role.LEADER, "agree_extension", due_at=later.isoformat(), agreement="05/BB")
    assert road.case.due_original_at == road.case.due_at == later
    assert {"01", "04", "gh"} <= set(road.papers())


def test_the_road_of_a_withdrawal_closes_before_the_decision_and_not_after(road):
    road.go(Role.CLERK, "receive")
    assert road.go(CITIZEN, "withdraw", reason="Đổi ý") == "withdrawn"
    decided = Road.__new__(Road)
    decided.__dict__ |= road.__dict__ | {"followed": 0}
    decided.number = decided.filed(a_procedure_with_papers())
    decided.go(Role.CLERK, "receive")
    decided.go(Role.CLERK, "start_review")
    decided.go(Role.LEADER, "approve")
    refused = decided.citizen.post(decided.url("withdraw/"))
    assert (refused.status_code, refused.json()["rule"]) == (409, "state")
    assert refused.json()["instead"]


def test_the_road_of_silence_stops_after_fifteen_days_with_its_notice(road):
    road.go(Role.CLERK, "receive")
    road.go(Role.CLERK, "request_supplement", items=[NAME])
    assert unanswered.stop_unanswered(at=timezone.now() + timedelta(days=14)) == 0
    assert unanswered.stop_unanswered(at=timezone.now() + timedelta(days=25)) == 1
    road.follow()
    assert Event.objects.of(road.case).last().payload["ground"] == Ground.NO_SUPPLEMENT
    assert {"01", "02", "05"} <= set(road.papers())


def test_an_error_after_the_return_is_corrected_without_reopening_the_record(road):
    for who, verb in [
        (Role.CLERK, "receive"),
        (Role.CLERK, "start_review"),
        (Role.LEADER, "approve"),
        (Role.CLERK, "return_result"),
    ]:
        road.go(who, verb)
    before = road.case
    assert road.go(CITIZEN, "correct", text="Sai ngày sinh") == "returned"
    assert road.case.correction_due_at > timezone.now()
    assert road.go(Role.LEADER, "amend", reason="Sai ngày sinh") == "returned"
    after = road.case
    for fact in ("state", "due_at", "finished_at", "outcome", "agency_seconds"):
        assert getattr(after, fact) == getattr(before, fact)
    assert (after.result_digest != before.result_digest, after.correction_due_at) == (True, None)
    assert road.go(Role.CLERK, "deliver", how="counter", identity_check="card") == "returned"
