"""Files that cost money, in one process: through HTTP to the gateway, the slips and the result."""

from datetime import datetime
from urllib.parse import urlsplit

import pytest
from django.test import Client

from caseflow.applications.models import Application, Event
from caseflow.centers.calendars import working_time_for
from procedures import publishing
from procedures.models import Fee
from tests.api import Api
from tests.factories import FORM, IDENTITY, a_citizen, an_office
from tests.payments.gateway import followed
from tests.procedures.factories import NEW_YEAR, VersionFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _trial(settings, tmp_path):
    settings.PAYMENTS_SANDBOX = True
    settings.PAYMENTS_BACKEND = "caseflow.payments.backends.sandbox.SandboxGateway"
    settings.SIGNATURES_BACKEND = "signatures.backends.fake.FakeBackend"
    storage = settings.STORAGES["default"]
    place = {"OPTIONS": storage["OPTIONS"] | {"location": tmp_path / "files"}}
    settings.STORAGES = settings.STORAGES | {"default": storage | place}


class Road:
    """One file of a paying citizen, and the people who act on it."""

    def __init__(self, **rules):
        self.office, self.citizen = an_office(), Api(a_citizen())
        version = VersionFactory(form_schema=FORM, **rules)
        self.fee = Fee.objects.create(version=version, name="Phí thẩm định", amount=50_000)
        publishing.publish(version, at=NEW_YEAR, by=None)
        self.procedure = version.procedure.code
        self.number = self.filed()

    def filed(self):
        body = {
            "procedure": self.procedure,
            "receiving_center": self.office.center.code,
            "applicant": {
                "kind": "person",
                "identity_number": IDENTITY,
                "full_name": "Lò Thị Quỳnh Mai",
                "date_of_birth": "1984-05-06",
            },
            "form": {"child_name": "Lò Văn An"},
        }
        answer = self.citizen.post("/api/v1/applications/", body)
        assert answer.status_code == 201, answer.content
        return answer.json()["number"]

    @property
    def path(self):
        return f"/api/v1/applications/{self.number}/"

    def do(self, role, verb, **body):
        answer = Api(self.office.colleague(role)).post(f"{self.path}{verb}/", body)
        assert answer.status_code == 200, answer.content
        return answer.json()

    def to_payment_due(self):
        self.do("clerk", "receive")
        self.do("clerk", "start_review")
        lines = [{"name": self.fee.name, "fee": self.fee.pk, "amount": 50_000}]
        self.do("officer", "request_payment", lines=lines)
        followed("payments")

    def order(self):
        (order,) = self.citizen.get(f"{self.path}payments/").json()["results"]
        return order

    def pay(self, deed="pay"):
        """As a browser goes: to the gateway, there a button, and back."""
        started = self.citizen.post(f"/api/v1/payments/{self.order()['number']}/start/")
        gateway = urlsplit(started.json()["redirect"])
        answer = Client().post(f"{gateway.path}?{gateway.query}", {"deed": deed})
        back = urlsplit(answer["Location"])
        return Client().get(f"{back.path}?{back.query}")

    def state(self):
        return self.citizen.get(self.path).json()["state"]

    def papers(self):
        """The forms of the slips, and the result."""
        entries = self.citizen.get(f"{self.path}results/").json()["results"]
        return sorted(entry["form"] or entry["kind"] for entry in entries)

    def events(self):
        return [event.verb for event in Event.objects.filter(application__number=self.number)]


def test_a_file_with_a_fee_is_paid_online_decided_and_issued():
    road = Road()
    road.to_payment_due()
    assert (road.state(), road.order()["state"]) == ("payment_due", "open")
    assert road.pay().status_code == 200
    assert (road.state(), road.order()["state"]) == ("in_review", "paid")
    road.do("leader", "approve")
    followed("issuing")
    assert road.state() == "issued"
    assert {"01", "result"} <= set(road.papers())
    assert road.events().count("pay") == 1


def test_who_cancels_at_the_gateway_may_pay_at_the_counter():
    road = Road()
    road.to_payment_due()
    road.pay("cancel")
    assert road.state() == "payment_due"
    road.do("clerk", "pay", reference="BL-0001")
    followed("payments")
    (receipt,) = road.order()["receipts"]
    assert (receipt["method"], receipt["reference"]) == ("counter", "BL-0001")
    assert (road.state(), road.order()["state"]) == ("in_review", "paid")


def test_a_land_file_has_one_appointment_before_the_payment_and_one_after_it():
    """The second is counted from the proof of payment; chain and slips tell both dates."""
    road = Road(limit_amount=5, after_payment_days=2)
    road.to_payment_due()
    case = Application.objects.get(number=road.number)
    first = case.due_at
    road.pay()
    case.refresh_from_db()
    calendar = working_time_for(case.deciding_agency_id)
    assert case.due_at == calendar.after_days(case.paid_at, 2).due_at
    dated = {event.verb: event.payload.get("due_at") for event in Event.objects.of(case)}
    assert datetime.fromisoformat(dated["receive"]) == first == case.due_original_at
    assert datetime.fromisoformat(dated["pay"]) == case.due_at
    road.do("leader", "approve")
    followed("issuing")
    assert road.papers() == ["01", "01", "result"]
