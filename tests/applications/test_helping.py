from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from caseflow.accounts.models import User
from caseflow.applications.models import Application, Event, HelperSession
from caseflow.applications.verification import Verification
from caseflow.centers.models import DigitalTeam, TeamMember
from tests.api import Api
from tests.factories import IDENTITY, PASSWORD, a_citizen, a_filing, an_office

pytestmark = pytest.mark.django_db
URL = "/api/v1/helper-sessions/"
FILES = "/api/v1/applications/"
PHONE = "0912 345 678"


@pytest.fixture(autouse=True)
def _fresh_throttle():
    cache.clear()


@pytest.fixture
def office():
    return an_office()


@pytest.fixture
def helper(office):
    """A member of the commune's community team."""
    team = DigitalTeam.objects.create(unit=office.center.unit, name="Tổ công nghệ số Việt Trì")
    user = User.objects.create_user("helper", password=PASSWORD, first_name="An", last_name="Lò")
    TeamMember.objects.create(team=team, user=user, valid_from=timezone.localdate())
    return user


@pytest.fixture
def mai():
    return a_citizen()


@pytest.fixture
def body(office):
    return a_filing(office)


def asked(helper, identity=IDENTITY, **more):
    answer = Api(helper).post(URL, {"identity_number": identity} | more)
    assert answer.status_code == 201, answer.content
    return answer.json()


def code_of(session):
    return HelperSession.objects.get(reference=session["id"]).code


def opening(helper, session, code):
    return Api(helper).post(f"{URL}{session['id']}/open/", {"code": code})


def opened(helper, identity=IDENTITY, **more):
    session = asked(helper, identity, **more)
    answer = opening(helper, session, code_of(session))
    assert answer.status_code == 200, answer.content
    return answer.json()


def filing(helper, body, session):
    return Api(helper).post(FILES, body | {"helper_session": session["id"]})


def wrong(code):
    return f"{(int(code) + 1) % 10**8:08d}"


def test_a_helper_files_for_the_person_who_gave_the_code(helper, mai, body):
    answer = filing(helper, body, opened(helper))
    case = Application.objects.get(number=answer.json()["number"])
    assert (case.channel, case.assistance) == ("online", "assisted")
    assert (case.submitted_by, case.applicant) == (mai, mai.citizen)
    assert case.helper_session.helper == helper


def test_the_chain_names_helper_and_submitter_apart(helper, mai, body):
    filing(helper, body, opened(helper))
    event = Event.objects.get()
    assert (event.actor, event.actor_role) == (helper, "helper")
    assert event.payload["help"]["helper"] == helper.pk
    assert event.payload["help"]["reached_by"] == "account"
    assert event.application.submitted_by == mai


def test_the_record_of_a_helped_filing_can_be_proved(helper, mai, body):
    filing(helper, body, opened(helper))
    assert list(Verification().of(Application.objects.all())) == []


def test_a_clerk_helps_with_a_code_as_well_and_the_filing_is_online(office, mai, body):
    clerk = office.colleague("clerk")
    filing(clerk, body, opened(clerk))
    case = Application.objects.get()
    assert (case.channel, case.assistance, case.submitted_by) == ("online", "assisted", mai)


def test_the_person_sees_the_code_and_who_asks_for_it(helper, mai):
    session = asked(helper)
    (shown,) = Api(mai).get("/api/v1/helper-codes/").json()["results"]
    assert (shown["code"], shown["helper"]) == (code_of(session), "Lò An")
    assert shown["place"] == "Tổ công nghệ số Việt Trì"


def test_the_code_is_not_told_to_the_helper_nor_kept(helper, mai):
    session = asked(helper)
    row = HelperSession.objects.values().get()
    assert code_of(session) not in str(row)
    assert "code" not in session
    assert IDENTITY not in str(row)


def test_asking_does_not_tell_whether_the_person_exists(helper, mai):
    there, missing = asked(helper), asked(helper, "025190000999")
    assert there.keys() == missing.keys()
    same = ("state", "opened_at", "expires_at")
    assert [there[name] for name in same] == [missing[name] for name in same]


def test_a_person_refuses_help_they_did_not_ask_for(helper, mai):
    session = asked(helper)
    code = code_of(session)
    assert Api(mai).post(f"/api/v1/helper-codes/{session['id']}/refuse/").status_code == 204
    assert opening(helper, session, code).json()["rule"] == "help_ended"
    assert Api(mai).get("/api/v1/helper-codes/").json()["results"] == []


def test_a_code_is_for_the_person_it_was_made_for(helper, mai):
    asked(helper)
    other = a_citizen("025190000456", "Hà Văn Nam")
    assert Api(other).get("/api/v1/helper-codes/").json()["results"] == []


def test_a_guessed_code_is_counted_and_locks_the_session(helper, mai):
    session = asked(helper)
    code = code_of(session)
    answers = [opening(helper, session, wrong(code)) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [400] * 5
    assert answers[0].json()["fields"] == {"code": ["This is not the code; 4 tries are left."]}
    assert opening(helper, session, code).json()["rule"] == "help_locked"


def test_a_code_opens_once(helper, mai):
    session = opened(helper)
    answer = opening(helper, session, code_of(session))
    assert (answer.status_code, answer.json()["rule"]) == (409, "help_open")


def test_a_code_comes_too_late(helper, mai):
    session = asked(helper)
    HelperSession.objects.update(code_expires_at=timezone.now() - timedelta(seconds=1))
    assert opening(helper, session, code_of(session)).json()["rule"] == "help_expired"


def test_a_session_ends_with_its_time(helper, mai, body):
    session = opened(helper)
    past = timezone.now() - timedelta(hours=2)
    HelperSession.objects.update(opened_at=past, expires_at=past + timedelta(hours=1))
    assert filing(helper, body, session).json()["rule"] == "help_expired"
    assert not Application.objects.exists()


def test_without_the_code_nothing_is_filed(helper, mai, body):
    answer = filing(helper, body, asked(helper))
    assert (answer.status_code, answer.json()["rule"]) == (409, "help_asked")


def test_one_session_files_one_application(helper, mai, body):
    session = opened(helper)
    filing(helper, body, session)
    second = filing(helper, body | {"form": {"child_name": "Lò Văn Bình"}}, session)
    assert (second.status_code, second.json()["rule"]) == (409, "help_used")
    assert Application.objects.count() == 1


def test_the_same_filing_sent_again_answers_with_the_same_application(helper, mai, body):
    session = opened(helper)
    first, again = filing(helper, body, session), filing(helper, body, session)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()


def test_a_code_does_not_open_another_persons_file(helper, mai, body):
    body["applicant"] |= {"identity_number": "025190000456"}
    answer = filing(helper, body, opened(helper))
    assert "applicant.identity_number" in answer.json()["fields"]
    assert not Application.objects.exists()


def test_a_session_is_of_no_use_to_another_helper(helper, office, mai, body):
    session = opened(helper)
    other = Api(office.colleague("clerk"))
    assert other.get(f"{URL}{session['id']}/").status_code == 404
    answer = filing(office.colleague("clerk"), body, session)
    assert (answer.status_code, answer.json()["rule"]) == (409, "help_unknown")


def test_a_helper_reads_no_file_of_the_person_with_or_without_a_session(helper, mai, body):
    own = Api(mai).post(FILES, body).json()["number"]
    opened(helper)
    assert Api(helper).get(f"{FILES}{own}/").status_code == 404
    assert Api(helper).get(FILES).json()["results"] == []


def test_after_filing_the_helper_sees_nothing_and_the_owner_everything(helper, mai, body):
    number = filing(helper, body, opened(helper)).json()["number"]
    for rest in ("", "events/", "documents/", "results/"):
        assert Api(helper).get(f"{FILES}{number}/{rest}").status_code == 404
        assert Api(mai).get(f"{FILES}{number}/{rest}").status_code == 200
    assert Api(helper).post(f"{FILES}{number}/withdraw/").status_code == 404


def test_who_left_the_team_helps_no_more(helper, mai, body):
    session = opened(helper)
    yesterday = timezone.localdate() - timedelta(days=1)
    TeamMember.objects.update(valid_from=yesterday, valid_to=yesterday)
    assert filing(helper, body, session).status_code == 403
    assert Api(helper).post(URL, {"identity_number": IDENTITY}).status_code == 403


def test_without_an_account_the_code_goes_to_the_telephone(helper, body):
    session = asked(helper, phone=PHONE)
    (waiting,) = HelperSession.objects.undelivered(timezone.now())
    assert (waiting.address, waiting.code) == (("phone", PHONE), code_of(session))
    HelperSession.objects.delivered(waiting.pk, at=timezone.now())
    assert not HelperSession.objects.undelivered(timezone.now()).exists()


def test_a_telephone_is_not_taken_where_there_is_an_account(helper, mai):
    asked(helper, phone=PHONE)
    (waiting,) = HelperSession.objects.undelivered(timezone.now())
    assert (waiting.phone, waiting.address) == ("", ("", ""))


def test_a_file_of_the_telephone_names_it_and_is_not_the_helpers(helper, body):
    session = opened(helper, phone=PHONE)
    assert "applicant.phone" in filing(helper, body, session).json()["fields"]
    body["applicant"] |= {"phone": "0912345678"}
    number = filing(helper, body, session).json()["number"]
    assert Api(helper).get(f"{FILES}{number}/").status_code == 404
    assert Api(a_citizen()).get(f"{FILES}{number}/").status_code == 200


def test_a_draft_with_papers_is_filed_with_the_session(helper, mai, body):
    session = opened(helper)
    draft = {"procedure": body["procedure"], "body": body | {"helper_session": session["id"]}}
    reference = Api(helper).post("/api/v1/drafts/", draft).json()["id"]
    answer = Api(helper).post(f"/api/v1/drafts/{reference}/file/")
    assert answer.status_code == 201, answer.content
    assert Application.objects.get().submitted_by == mai


@pytest.mark.parametrize("session", ["x", None, "025184000123", ["a"]])
def test_what_is_no_session_is_named(session, helper, body):
    answer = Api(helper).post(FILES, body | {"helper_session": session})
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["helper_session"])


@pytest.mark.django_db(transaction=True)
def test_two_filings_at_once_with_one_code_make_one_application(helper, mai, body):
    session, gate, answers = opened(helper), Barrier(4), []
    bodies = [body | {"form": {"child_name": f"Lò Văn {name}"}} for name in "ABCD"]

    def submit(sent):
        gate.wait()
        answers.append(filing(helper, sent, session))
        connection.close()

    threads = [Thread(target=submit, args=(sent,)) for sent in bodies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert (Application.objects.count(), Event.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_code_tried_at_once_is_counted_each_time(helper, mai):
    session, gate, answers = asked(helper), Barrier(6), []
    guess = wrong(code_of(session))

    def guessing():
        gate.wait()
        answers.append(opening(helper, session, guess).status_code)
        connection.close()

    threads = [Thread(target=guessing) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [400] * 5 + [409]
