"""A clerk files at the desk with the citizen's own code."""

import pytest
from django.utils import timezone

from caseflow.accounts.models import Role
from caseflow.applications import helping
from caseflow.applications.models import Application, HelperSession
from caseflow.applications.states import Assistance
from tests.factories import IDENTITY, a_citizen, a_procedure, an_office

pytestmark = pytest.mark.django_db
SESSIONS = "/admin/applications/helpersession/"
FILE = "/admin/applications/application/file/"
MAI = {
    "applicant-kind": "person",
    "applicant-identity_number": IDENTITY,
    "applicant-full_name": "Lò Thị Quỳnh Mai",
    "applicant-date_of_birth": "1984-05-06",
    "form-child_name": "Lò Văn An",
    "key": "once",
}


@pytest.fixture
def clerk(desk):
    a_citizen()
    return desk(Role.CLERK)


def asked(clerk):
    """The page of a new session."""
    return clerk.post(SESSIONS, {"identity_number": IDENTITY}).url


def opened(clerk):
    page = asked(clerk)
    clerk.post(page, {"code": HelperSession.objects.get().code})
    return page


def file_with(clerk, procedure=None, **changes):
    session = HelperSession.objects.get()
    code = (procedure or a_procedure()).procedure.code
    return clerk.post(f"{FILE}{code}/?help={session.reference}", MAI | changes)


def test_a_session_is_asked_for_and_shows_no_code_and_no_number(clerk):
    page = asked(clerk)
    shown = clerk.get(page).text + clerk.get(SESSIONS).text
    assert "waiting for the code" in shown
    assert HelperSession.objects.get().code not in shown
    assert IDENTITY not in shown
    assert IDENTITY not in page


def test_the_right_code_opens_one_filing_in_the_citizens_name(clerk, office):
    page = opened(clerk)
    assert f"{FILE}?help=" in clerk.get(page).text
    assert file_with(clerk).status_code == 302
    case = Application.objects.get()
    assert (case.assistance, case.applicant.identity_number) == (Assistance.ASSISTED, IDENTITY)
    assert case.number in clerk.get(page).text


def test_a_second_press_files_nothing_more_and_a_second_filing_is_refused(clerk):
    opened(clerk)
    procedure = a_procedure()
    first, again = (file_with(clerk, procedure).url for _ in range(2))
    assert first == again
    told = file_with(clerk, procedure, **{"form-child_name": "Lò Văn Bình"})
    assert "One application was filed with this session" in told.text
    assert Application.objects.count() == 1


def test_a_wrong_code_is_told_until_the_session_is_locked(clerk, settings):
    settings.APPLICATIONS_HELP_CODE_TRIES = 2
    page = asked(clerk)
    assert "1 try is left" in clerk.post(page, {"code": "0"}, follow=True).text
    clerk.post(page, {"code": "0"})
    assert "locked after wrong codes" in clerk.get(page).text
    right = {"code": HelperSession.objects.get().code}
    assert "Too many wrong codes" in clerk.post(page, right, follow=True).text


def test_the_code_files_for_no_other_person(clerk):
    opened(clerk)
    told = file_with(clerk, **{"applicant-identity_number": "025190000456"})
    assert "given for another person" in told.text
    assert not Application.objects.exists()


def test_a_session_ends_at_a_press(clerk):
    page = opened(clerk)
    clerk.post(f"{page}end/")
    assert "This session is over." in clerk.get(page).text
    assert "This session was ended" in file_with(clerk).text


def test_the_session_of_somebody_else_is_not_there(clerk, desk):
    other = helping.ask(actor=an_office().clerk, identity=IDENTITY, at=timezone.now())
    page = f"{SESSIONS}{other.reference}/"
    assert clerk.get(page).status_code == 404
    assert clerk.post(f"{page}end/").status_code == 404
    assert clerk.get(f"{FILE}?help={other.reference}").status_code == 404
    assert desk(Role.OFFICER).get(SESSIONS).status_code == 403


def test_nonsense_is_named_and_too_much_asking_is_stopped(clerk, settings, monkeypatch):
    told = clerk.post(SESSIONS, {"identity_number": "12"})
    assert "exactly 12 digits" in told.text
    rates = {"helping": "1/hour"}
    monkeypatch.setattr("caseflow.throttling.WindowThrottle.THROTTLE_RATES", rates)
    asked(clerk)
    assert clerk.post(SESSIONS, {"identity_number": IDENTITY}).status_code == 403
    assert HelperSession.objects.count() == 1


def test_a_clerk_without_a_session_files_as_before(clerk):
    code = a_procedure().procedure.code
    shown = clerk.get(f"{FILE}{code}/?help=nonsense")
    assert shown.context["form"].session is None
    assert "channel" in shown.context["form"].channel.fields
