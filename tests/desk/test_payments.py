from datetime import timedelta

import pytest
from django.urls import reverse

from caseflow.accounts.models import Role, User
from caseflow.applications import lifecycle
from caseflow.applications.models import Application, Statement
from caseflow.applications.states import State
from caseflow.payments import ordering, telling
from caseflow.payments.models import Payment, StatementLine
from procedures import publishing
from procedures.models import Fee, FeeExemption
from tests.factories import FORM, MONDAY, a_supervisor, an_office, case_in
from tests.payments.gateway import an_order, notify, said
from tests.procedures.factories import NEW_YEAR, VersionFactory

LIST = "/admin/payments/payment/"
CASE = "/admin/applications/application/{}/"


@pytest.fixture(autouse=True)
def _sandbox(settings):
    settings.PAYMENTS_BACKEND = "caseflow.payments.backends.sandbox.SandboxGateway"
    settings.PAYMENTS_ORDER_DAYS = 36_500


@pytest.fixture
def fee(db):
    version = VersionFactory(form_schema=FORM)
    poor = {"key": "poor", "name": "Hộ nghèo", "name_en": "poor household", "percent": 50}
    FeeExemption.objects.create(version=version, proof="Giấy", source="Luật 97/2015", **poor)
    fee = Fee.objects.create(version=version, name="Phí bản sao", amount=8000, unit="bản sao")
    publishing.publish(version, at=NEW_YEAR, by=None)
    return fee


@pytest.fixture
def case(office, fee):
    return case_in(State.IN_REVIEW, office, version=fee.version)


@pytest.fixture
def ask(case, desk):
    """Fills in the page that requests a payment; what the browser then shows."""
    page = CASE.format(case.number) + "request_payment/"

    def sent(**filled):
        blank = {"quantity": 1, "copies": 1, "seen": case.last_sequence}
        return desk(Role.OFFICER).post(page, blank | filled, follow=True).content.decode()

    return sent


def test_the_officer_is_proposed_what_the_rules_give(case, desk):
    page = desk(Role.OFFICER).get(CASE.format(case.number) + "request_payment/")
    assert "8,000 đ" in page.content.decode()
    assert "poor household" in page.content.decode()


def test_without_an_amount_the_rules_own_is_asked_for(ask, case, fee):
    assert "Done: request payment." in ask(fee=fee.pk, quantity=3)
    assert Application.objects.get().state == State.PAYMENT_DUE
    (line,) = Statement.objects.last().body["lines"]
    assert (line["amount"], line["quantity"], line["fee"]) == (24_000, 3, fee.pk)


def test_another_amount_without_a_reason_is_not_taken(ask, fee):
    assert "another amount needs a reason" in ask(fee=fee.pk, amount=1)
    assert Application.objects.get().state == State.IN_REVIEW
    assert "Done: request payment." in ask(fee=fee.pk, amount=1, text="Mức thu mới")


def test_an_exemption_is_worked_out_and_needs_its_proof(ask, fee):
    shown = ask(fee=fee.pk, exemption="poor", propose=1)
    assert "8,000 → 4,000 đ" in shown
    assert "Luật 97/2015" in shown
    assert "Name the paper or the data" in ask(fee=fee.pk, exemption="poor")
    assert "Done: request payment." in ask(fee=fee.pk, exemption="poor", proof="Giấy hộ nghèo")


def test_a_file_without_fee_rules_takes_the_amount_of_the_office(office, desk):
    case = case_in(State.IN_REVIEW, office)
    page = CASE.format(case.number) + "request_payment/"
    body = {"quantity": 1, "copies": 1, "seen": case.last_sequence, "amount": 700}
    assert (
        "Done: request payment."
        in desk(Role.OFFICER).post(page, body, follow=True).content.decode()
    )


def test_several_fees_are_asked_for_line_by_line(case, desk):
    page = reverse("admin:payments_payment_other", args=[case.number])
    lines = {"lines-rows": 3, "lines-0-name": "Phí A", "lines-0-amount": 100}
    body = lines | {"lines-1-name": "Phí B", "lines-1-amount": 50, "seen": case.last_sequence}
    desk(Role.OFFICER).post(page, body)
    ordering.keep_up(case.pk)
    order = Payment.objects.get()
    assert (order.amount, [line["name"] for line in order.lines]) == (150, ["Phí A", "Phí B"])


def test_what_gateways_said_is_open_to_administrators(office, desk):
    notify(said(an_order(office)) | {"vnp_Amount": "1"})
    admin = User.objects.create_user("admin", role=Role.ADMIN, is_staff=True, is_superuser=True)
    page = "/admin/payments/gatewaynotice/"
    assert "wrong signature" in desk(admin).get(page).content.decode()
    assert desk(Role.CLERK).get(page).status_code == 403


def test_a_page_that_was_overtaken_asks_for_nothing(ask, case, office, fee):
    lifecycle.note(case.pk, actor=office.clerk, at=case.last_event_at, text="gọi điện")
    assert "the application has moved on" in ask(fee=fee.pk)
    assert Application.objects.get().state == State.IN_REVIEW


def test_a_clerk_requests_no_payment(case, desk):
    page = CASE.format(case.number) + "request_payment/"
    assert desk(Role.CLERK).get(page).status_code == 403


def test_the_case_shows_its_order_how_to_pay_it_and_what_came(office, desk):
    order = an_order(office)
    page = CASE.format(order.application.number)
    waiting = desk(Role.CLERK).get(page).content.decode()
    assert order.number in waiting
    assert "<svg" in waiting
    notify(said(order))
    assert f"G{order.pk}" in desk(Role.CLERK).get(page).content.decode()


def test_the_receipt_of_a_paid_order_can_be_printed(office, desk):
    order = an_order(office)
    lifecycle.pay(order.application_id, actor=office.clerk, at=MONDAY + timedelta(days=1))
    ordering.keep_up(order.application_id)
    address = reverse(
        "admin:payments_payment_receipt", args=[order.application.number, order.number]
    )
    assert "8,000 đ" in desk(Role.CLERK).get(address).content.decode()
    elsewhere = an_office().colleague(Role.CLERK)
    assert desk(elsewhere).get(address).status_code == 404


def test_the_list_shows_what_is_open_in_the_own_office_only(office, desk):
    mine, other = an_order(office), an_order(an_office())
    page = desk(Role.CLERK).get(LIST).content.decode()
    assert mine.application.number in page
    assert other.application.number not in page


def test_money_to_be_refunded_has_a_list_of_its_own(office, desk):
    order = an_order(office)
    assert order.application.number not in desk(Role.CLERK).get(LIST + "?refunds").content.decode()
    Payment.objects.update(state="refund_due", closed_at=MONDAY)
    assert order.application.number in desk(Role.CLERK).get(LIST + "?refunds").content.decode()


@pytest.fixture
def due_back(office):
    """An order whose money came when the case had ended."""
    order = an_order(office)
    at = Application.objects.get(pk=order.application_id).last_event_at + timedelta(hours=1)
    lifecycle.stop(order.application_id, actor=office.leader, at=at, reason="Theo đề nghị")
    ordering.keep_up(order.application_id)
    notify(said(order))
    telling.sweep(at=at)
    return order


def refund_page(order):
    return f"{LIST}{order.application.number}/{order.number}/refund/"


def test_a_refund_is_kept_with_its_proof_and_leaves_the_list(due_back, office, desk):
    clerk, page = desk(Role.CLERK), refund_page(due_back)
    assert page in clerk.get(LIST + "?refunds").text
    assert "required" in clerk.post(page, {"proof": " "}).text
    told = clerk.post(page, {"proof": "UNC 17/2026"}, follow=True).text
    assert "kept with its proof" in told
    assert "No money has to be refunded." in told
    assert "UNC 17/2026" in clerk.get(CASE.format(due_back.application.number)).text
    assert "somebody has done it" in clerk.post(page, {"proof": "2"}, follow=True).text


def test_only_the_receiving_centres_clerks_refund(due_back, desk):
    page = refund_page(due_back)
    for who, status in ((Role.OFFICER, 403), (an_office().colleague(Role.CLERK), 404)):
        browser = desk(who)
        assert browser.get(page).status_code == status
        assert browser.post(page, {"proof": "1"}).status_code == status
    assert Payment.objects.to_refund().exists()


def test_the_list_goes_on_where_a_page_ended_and_costs_the_same(
    office, desk, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr("caseflow.desk.payments.PAGE", 2)
    orders = [an_order(office) for _ in range(3)]
    browser = desk(Role.CLERK)
    with django_assert_max_num_queries(8):
        first = browser.get(LIST).content.decode()
    assert orders[2].application.number not in first
    following = browser.get(f"{LIST}?after={orders[1].pk}").content.decode()
    assert orders[2].application.number in following


@pytest.fixture
def supervisor(office, desk):
    return desk(a_supervisor())


def test_who_supervises_sees_where_the_two_books_differ(office, supervisor):
    order = an_order(office)
    notify(said(order))
    told = {"reference": order.reference, "amount": 9000, "paid_at": MONDAY}
    StatementLine.objects.create(transaction=f"G{order.pk}", **told)
    page = f"{LIST}reconciliation/?from=2026-03-02&to=2026-03-02"
    shown = supervisor.get(page).content.decode()
    assert "different amount" in shown
    assert "9,000 đ" in shown
    table = b"".join(supervisor.get(f"{page}&csv").streaming_content).decode()
    assert f"G{order.pk},{order.number},different amount,8000,9000" in table


@pytest.mark.parametrize("query", ["?from=x&to=2026-99-99", "?from=2026-03-02&to=1999-01-01", ""])
def test_nonsense_days_are_answered_with_a_page(query, supervisor):
    assert supervisor.get(f"{LIST}reconciliation/{query}").status_code == 200


def test_a_clerk_does_not_reconcile(desk):
    assert desk(Role.CLERK).get(f"{LIST}reconciliation/").status_code == 403
