import pytest

from caseflow.applications import lifecycle
from caseflow.applications.models import Statement
from caseflow.applications.refusals import InputRefused
from caseflow.applications.states import State
from procedures import publishing
from procedures.models import Fee, FeeExemption
from tests.api import Api
from tests.factories import FORM, a_citizen, an_office, case_in
from tests.procedures.factories import NEW_YEAR, VersionFactory

pytestmark = pytest.mark.django_db
POOR = {"exemption": "poor", "proof": "Giấy chứng nhận hộ nghèo", "amount": 0}


@pytest.fixture
def office():
    return an_office()


@pytest.fixture
def fee():
    version = VersionFactory(form_schema=FORM)
    poor = {"key": "poor", "name": "Hộ nghèo", "proof": "Giấy chứng nhận", "source": "Luật"}
    FeeExemption.objects.create(version=version, **poor)
    fee = Fee.objects.create(version=version, name="Phí bản sao", amount=8000, unit="bản sao")
    publishing.publish(version, at=NEW_YEAR, by=None)
    return fee


@pytest.fixture
def case(office, fee):
    return case_in(State.IN_REVIEW, office, version=fee.version)


def ask(case, office, *lines, text=""):
    amount = sum(line["amount"] for line in lines)
    at = case.last_event_at
    return lifecycle.request_payment(
        case.pk, actor=office.officer, at=at, amount=amount, lines=lines, text=text
    )


def line(rule, **changes):
    return {"name": "Phí bản sao", "amount": 16_000, "fee": rule.pk, "quantity": 2} | changes


def refused_fields(case, office, *lines):
    with pytest.raises(InputRefused) as refusal:
        ask(case, office, *lines)
    return list(refusal.value.fields)


def test_lines_by_the_rules_are_asked_for_and_kept_with_the_deed(case, office, fee):
    assert ask(case, office, line(fee)).state == State.PAYMENT_DUE
    assert Statement.objects.last().body["lines"] == [line(fee)]


def test_another_amount_than_the_rule_gives_needs_a_reason(case, office, fee):
    typed = line(fee, amount=9000)
    assert refused_fields(case, office, typed) == ["lines.0.amount"]
    assert ask(case, office, typed, text="Mức thu mới của tỉnh").state == State.PAYMENT_DUE


def test_an_exemption_needs_its_proof(case, office, fee):
    extra = {"name": "Phí khác", "amount": 1000}
    without = {key: value for key, value in POOR.items() if key != "proof"}
    assert refused_fields(case, office, line(fee, **without), extra) == ["lines.0.proof"]
    assert ask(case, office, line(fee, **POOR), extra).state == State.PAYMENT_DUE


@pytest.mark.parametrize(
    ("wrong", "named"), [({"fee": 0}, "fee"), ({"exemption": "rich", "proof": "x"}, "exemption")]
)
def test_what_the_rules_do_not_know_is_named(wrong, named, case, office, fee):
    assert refused_fields(case, office, line(fee, **wrong)) == [f"lines.0.{named}"]


def test_the_officer_learns_by_the_api_what_the_rules_ask_for(case, office):
    officer = Api(office.colleague("officer"))
    told = officer.get(f"/api/v1/applications/{case.number}/fees/?quantity=3").json()
    assert told["total"] == 24_000
    spared = officer.get(f"/api/v1/applications/{case.number}/fees/?exemption=poor").json()
    assert (spared["total"], spared["lines"][0]["source"]) == (0, "Luật")


def test_a_request_over_http_says_which_line_to_mend(case, office, fee):
    officer = Api(office.colleague("officer"))
    body = {"lines": [line(fee, amount=1)]}
    answer = officer.post(f"/api/v1/applications/{case.number}/request_payment/", body)
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == ["lines.0.amount"]


def test_a_stranger_learns_nothing_of_the_fees(case):
    stranger = Api(a_citizen("025184000999", "Trần Văn Bình"))
    assert stranger.get(f"/api/v1/applications/{case.number}/fees/").status_code == 404
