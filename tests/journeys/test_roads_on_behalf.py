"""Two roads on somebody's behalf, in one process: through HTTP, to the slips with every name."""

import pytest
from django.core.cache import cache
from django.utils import timezone

from caseflow.accounts.models import Role, User
from caseflow.applications.models import Application, Event, PaperHandOver
from caseflow.centers.models import DigitalTeam, TeamMember
from caseflow.issuing.following import FOLLOWER
from caseflow.issuing.models import Slip
from tests.api import Api
from tests.applications.test_any_office import office_beside
from tests.factories import IDENTITY, PASSWORD, a_citizen, a_procedure, an_office
from tests.issuing.papers import content_of, text_of

pytestmark = pytest.mark.django_db
FILES = "/api/v1/applications/"
TEAM = "Tổ công nghệ số cộng đồng Việt Trì"


@pytest.fixture(autouse=True)
def _trial(settings, tmp_path):
    cache.clear()
    settings.SIGNATURES_BACKEND = "signatures.backends.fake.FakeBackend"
    storage = settings.STORAGES["default"]
    place = {"OPTIONS": storage["OPTIONS"] | {"location": tmp_path / "files"}}
    settings.STORAGES = settings.STORAGES | {"default": storage | place}


@pytest.fixture
def office():
    return an_office()


def body(office, **more):
    return {
        "procedure": a_procedure().procedure.code,
        "receiving_center": office.center.code,
        "applicant": {
            "kind": "person",
            "identity_number": IDENTITY,
            "full_name": "Lò Thị Quỳnh Mai",
            "date_of_birth": "1984-05-06",
        },
        "form": {"child_name": "Lò Văn An"},
    } | more


def a_helper(office):
    team = DigitalTeam.objects.create(unit=office.center.unit, name=TEAM)
    user = User.objects.create_user("an", password=PASSWORD, last_name="Hà", first_name="Văn An")
    TeamMember.objects.create(team=team, user=user, valid_from=timezone.localdate())
    return Api(user)


def done(person, number, verb, sent=None):
    answer = person.post(f"{FILES}{number}/{verb}/", sent)
    assert answer.status_code == 200, answer.content
    follow()
    return answer.json()


def follow():
    """What the worker does with everything that happened, without waiting for the log."""
    for event in Event.objects.order_by("pk").select_related("application"):
        kept = Slip.objects.filter(event=event).exists() or event.application.result_reference
        if FOLLOWER.wants(event) and not kept:
            FOLLOWER.handle(event)


def slip(number, form):
    kept = Slip.objects.get(application__number=number, form=form)
    return text_of(content_of(kept))


def test_a_helper_files_with_the_code_and_both_names_stand_on_the_receipt(office):
    mai, helper = Api(a_citizen()), a_helper(office)
    session = helper.post("/api/v1/helper-sessions/", {"identity_number": IDENTITY}).json()
    (shown,) = mai.get("/api/v1/helper-codes/").json()["results"]
    address = f"/api/v1/helper-sessions/{session['id']}/open/"
    assert helper.post(address, {"code": shown["code"]}).json()["state"] == "open"
    filed = helper.post(FILES, body(office, helper_session=session["id"])).json()
    done(Api(office.colleague(Role.CLERK)), filed["number"], "receive")
    receipt = slip(filed["number"], "01")
    assert "Lò Thị Quỳnh Mai" in receipt
    assert "Hà Văn An" in receipt
    assert TEAM in receipt
    assert helper.get(f"{FILES}{filed['number']}/").status_code == 404
    said = done(mai, filed["number"], "object", {"text": "Sai họ tên cháu"})
    assert said["state"] == "received"


def test_any_office_receives_the_commune_decides_and_a_third_hands_out(office):
    there, third = office_beside(office), office_beside(office)
    clerk = Api(office.colleague(Role.CLERK))
    sent = body(
        office,
        deciding_agency=there.center.parent.code,
        returning_center=third.center.code,
        channel="counter",
    )
    number = clerk.post(FILES, sent).json()["number"]
    done(clerk, number, "receive")
    done(clerk, number, "send_paper")
    done(clerk, number, "start_review")
    done(Api(there.colleague(Role.CLERK)), number, "receive_paper")
    done(Api(there.colleague(Role.LEADER)), number, "approve")
    assert Application.objects.get().state == "issued"
    done(Api(third.colleague(Role.CLERK)), number, "return_result", {"how": "counter"})
    assert Application.objects.get().state == "returned"
    assert not PaperHandOver.objects.get().is_late(timezone.now())
    assert third.center.name in slip(number, "01")
