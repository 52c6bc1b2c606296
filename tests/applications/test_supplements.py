"""One structured request for a supplement, and an answer that corrects just what was asked."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from caseflow.accounts.models import Role
from caseflow.applications import lifecycle, unanswered
from caseflow.applications.models import Application, Event
from caseflow.applications.states import Ground, State, Verb
from procedures import publishing
from procedures.models import RequiredPaper
from tests.api import Api
from tests.factories import FORM, MONDAY, a_citizen, a_supervisor, an_office, case_in, filed_case
from tests.procedures.factories import NEW_YEAR, VersionFactory

pytestmark = pytest.mark.django_db
NAME = {"field": "child_name", "defect": "wrong", "text": "Sai họ tên"}
BIRTH = {"paper": "birth", "defect": "missing", "text": "Thiếu giấy chứng sinh"}
SHOWN = {"paper": "identity", "defect": "outdated", "text": "Xuất trình bản còn hạn"}


@pytest.fixture
def office():
    return an_office()


def a_version():
    version = VersionFactory(form_schema=FORM)
    RequiredPaper.objects.create(version=version, key="birth", name="Giấy", required=True)
    RequiredPaper.objects.create(
        version=version, key="identity", name="Căn cước", required=True, shown_only=True
    )
    publishing.publish(version, at=NEW_YEAR, by=None)
    return version


def asked(office, *items):
    """A file received, of which these things were asked; and what its owner and clerk call."""
    case = case_in(State.RECEIVED, office, by=a_citizen(), version=a_version())
    clerk, owner = Api(office.colleague(Role.CLERK)), Api(case.submitted_by)
    answer = clerk.post(url(case, "request_supplement/"), {"items": list(items)})
    assert answer.status_code == 200, answer.json()
    return case, owner, clerk


def url(case, rest=""):
    return f"/api/v1/applications/{case.number}/{rest}"


def send(api, case, paper):
    pdf = SimpleUploadedFile("giay.pdf", b"%PDF-1.7\n%%EOF\n")
    return api.upload(url(case, "documents/"), file=pdf, paper=paper)


def last_event(api, case):
    return api.get(url(case, "events/")).json()["results"][-1]


@pytest.mark.parametrize(
    ("item", "field"),
    [
        ({"paper": "passport", "defect": "missing", "text": "x"}, "items.1.paper"),
        ({"field": "father.name", "defect": "wrong", "text": "x"}, "items.1.field"),
    ],
)
def test_only_parts_of_the_procedure_can_be_asked_for(item, field, office):
    case = case_in(State.RECEIVED, office, version=a_version())
    clerk = Api(office.colleague(Role.CLERK))
    answer = clerk.post(url(case, "request_supplement/"), {"items": [NAME, item]})
    assert (answer.status_code, list(answer.json()["fields"])) == (400, [field])


def test_the_citizen_corrects_the_field_asked_for_and_both_values_are_kept(office):
    case, owner, clerk = asked(office, NAME)
    answer = owner.post(url(case, "supply/"), {"fields": {"child_name": "Lò Văn Bình"}})
    assert (answer.status_code, answer.json()["state"]) == (200, "received")
    assert answer.json()["form"]["child_name"] == "Lò Văn Bình"
    event = last_event(clerk, case)
    change = {"field": "child_name", "before": "Lò Văn An", "after": "Lò Văn Bình"}
    assert event["said"]["changes"] == [change]
    assert event["payload"]["fields"] == ["child_name"]


def test_before_and_after_are_for_the_owner_and_the_offices_only(office):
    case, owner, _clerk = asked(office, NAME)
    owner.post(url(case, "supply/"), {"fields": {"child_name": "Lò Văn Bình"}, "text": "Đã sửa"})
    assert last_event(owner, case)["said"]["changes"]
    assert last_event(Api(a_supervisor()), case)["said"] == {"text": "Đã sửa"}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"fields": {"child_name": "Lò Văn Bình", "copies": 2}}, "fields.copies"),
        ({"form": {"child_name": "Lò Văn Bình", "copies": 2}}, "form.copies"),
        ({"fields": {"child_name": 7}}, "form.child_name"),
        ({"fields": {"child_name": None}}, "form.child_name"),
    ],
)
def test_nothing_else_can_be_changed_and_what_is_must_fit_the_form(body, field, office):
    case, owner, _clerk = asked(office, NAME)
    answer = owner.post(url(case, "supply/"), body)
    assert (answer.status_code, list(answer.json()["fields"])) == (400, [field])
    assert Application.objects.get(pk=case.pk).form == {"child_name": "Lò Văn An"}


def test_a_whole_form_that_differs_only_where_asked_is_taken(office):
    case, owner, _clerk = asked(office, NAME)
    answer = owner.post(url(case, "supply/"), {"form": {"child_name": "Lò Văn Bình"}})
    assert answer.status_code == 200, answer.json()


def test_what_is_still_missing_is_named(office):
    case, owner, _clerk = asked(office, NAME, BIRTH)
    answer = owner.post(url(case, "supply/"), {"fields": {"child_name": "Lò Văn Bình"}})
    assert (answer.status_code, answer.json()["rule"]) == (409, "supplement_incomplete")
    assert "birth" in answer.json()["message"]
    assert answer.json()["instead"]
    assert "supply" in answer.json()["possible_verbs"]


def test_only_papers_asked_for_are_taken_meanwhile(office):
    case, owner, _clerk = asked(office, BIRTH)
    refused = send(owner, case, "other")
    assert (refused.status_code, refused.json()["rule"]) == (409, "paper_not_asked")
    assert send(owner, case, "birth").status_code == 201
    assert owner.post(url(case, "supply/")).json()["state"] == "received"


def test_a_paper_sent_before_the_request_does_not_answer_it(office):
    case = case_in(State.RECEIVED, office, by=a_citizen(), version=a_version())
    clerk, owner = Api(office.colleague(Role.CLERK)), Api(case.submitted_by)
    send(owner, case, "birth")
    clerk.post(url(case, "request_supplement/"), {"items": [BIRTH | {"defect": "unreadable"}]})
    assert owner.post(url(case, "supply/")).status_code == 200
    assert case.events.get(verb="supply").payload["missing"] == ["birth"]


def test_a_paper_that_is_only_shown_leaves_nothing_to_upload(office):
    case, _owner, clerk = asked(office, SHOWN)
    assert clerk.post(url(case, "supply/"), {"text": "Đã xuất trình"}).status_code == 200


@pytest.mark.parametrize(("later", "late"), [(0, False), (9 * 24, True)])
def test_a_notice_after_its_term_is_recorded_as_late(later, late, office):
    case = case_in(State.RECEIVED, office, version=a_version())
    at = case.received_at + timedelta(hours=later)
    lifecycle.request_supplement(case.pk, actor=office.clerk, at=at, items=[NAME])
    assert Event.objects.of(case).last().payload["late"] is late


@pytest.mark.parametrize(("later", "late"), [(1, False), (72, True)])
def test_a_hand_over_is_due_after_what_was_supplied(later, late, office):
    case, at = case_in(State.RECEIVED, office, version=a_version()), MONDAY + timedelta(days=1)
    lifecycle.request_supplement(case.pk, actor=office.clerk, at=at, items=[NAME])
    at += timedelta(days=7)
    lifecycle.supply(case.pk, actor=office.clerk, at=at, fields={"child_name": "Lò Văn Bình"})
    lifecycle.start_review(case.pk, actor=office.clerk, at=at + timedelta(hours=later))
    assert Event.objects.of(case).last().payload["late"] is late


@pytest.mark.parametrize("verb", ["receive", "refuse", "request_supplement"])
@pytest.mark.parametrize(("later", "late"), [(1, False), (72, True)])
def test_reception_past_its_clock_is_possible_and_recorded_as_late(verb, later, late, office):
    case = filed_case(office, version=a_version())
    inputs = {"refuse": {"reason": "x"}, "request_supplement": {"items": [NAME]}}.get(verb, {})
    at = case.filed_at + timedelta(hours=later)
    lifecycle.VERBS[Verb(verb)](case.pk, actor=office.clerk, at=at, **inputs)
    assert Event.objects.of(case).last().payload["late"] is late


def unanswered_file(office, **options):
    version = a_version()
    case = case_in(State.RECEIVED, office, version=version, **options)
    lifecycle.request_supplement(
        case.pk, actor=office.clerk, at=case.last_event_at, items=[NAME, BIRTH]
    )
    return Application.objects.get(pk=case.pk)


def test_after_fifteen_days_without_an_answer_the_file_stops_by_itself(office):
    case = unanswered_file(office)
    lifecycle.note(case.pk, actor=office.clerk, at=case.last_event_at, text="Đã gọi điện")
    # The fifteenth day is a Tuesday, and all of it is the citizen's.
    last_day = case.last_event_at + timedelta(days=15)
    assert unanswered.stop_unanswered(at=last_day) == 0
    assert unanswered.stop_unanswered(at=last_day + timedelta(days=1)) == 1
    event = Event.objects.of(case).last()
    assert (event.to_state, event.payload["ground"]) == (State.STOPPED, Ground.NO_SUPPLEMENT)
    assert "15 ngày" in event.statement.body["reason"]


def test_sweeping_again_stops_nothing_twice(office):
    later = unanswered_file(office).last_event_at + timedelta(days=20)
    assert [unanswered.stop_unanswered(at=later) for _ in range(2)] == [1, 0]


def at_once(*deeds):
    together = Barrier(len(deeds))

    def done(act):
        together.wait(timeout=20)
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(done, deeds))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_ask_for_a_supplement_at_once_one_wins(office):
    case = case_in(State.IN_REVIEW, office, version=a_version())
    people = [Api(office.colleague(role)) for role in (Role.CLERK, Role.OFFICER)]
    body = {"items": [NAME]}
    answers = at_once(
        *[lambda api=api: api.post(url(case, "request_supplement/"), body) for api in people]
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert Application.objects.get(pk=case.pk).supplement_requests == 1


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_stop_each_file_once(office):
    cases = [unanswered_file(office) for _ in range(4)]
    later = cases[0].last_event_at + timedelta(days=20)
    stopped = at_once(*[lambda: unanswered.stop_unanswered(at=later)] * 2)
    assert sum(stopped) == 4
    assert Event.objects.filter(verb=Verb.STOP).count() == 4
