"""A citizen pays with a browser: from the slip's code through the sandbox gateway and back."""

import pytest
from playwright.sync_api import expect

from caseflow.applications.models import Application
from caseflow.applications.states import State
from tests.factories import case_in
from tests.payments.gateway import ordered

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def case(office, live_server, settings):
    settings.PAYMENTS_SANDBOX = True
    settings.PAYMENTS_BACKEND = "caseflow.payments.backends.sandbox.SandboxGateway"
    settings.PAYMENTS_ORDER_DAYS = 36_500
    settings.CASEFLOW_PUBLIC_URL = live_server.url
    case = case_in(State.PAYMENT_DUE, office)
    ordered(case)
    return case


@pytest.fixture
def phone(browser, case, live_server):
    """A phone on the page that the slip's code opens; it must never complain."""
    complaints, wide = [], []
    with browser.new_context(locale="en", viewport={"width": 360, "height": 740}) as context:
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("load", lambda page: wide.append(page.evaluate(WIDER)))
        page.goto(f"{live_server.url}/tracking/#{case.number}.{case.tracking_key}")
        yield page
    assert (complaints, any(wide)) == ([], False)


WIDER = "document.documentElement.scrollWidth > innerWidth"


def test_the_way_through_the_gateway_ends_with_a_receipt(phone, case):
    phone.get_by_role("button", name="Show what has to be paid").click()
    expect(phone.locator("main")).to_contain_text("8,000")
    phone.get_by_role("button", name="Pay online").click()
    expect(phone.locator("main")).to_contain_text("no money is taken here")
    phone.get_by_role("button", name="Pay", exact=True).click()
    expect(phone.locator("main")).to_contain_text("Paid. The office goes on")
    assert Application.objects.get(pk=case.pk).state == State.IN_REVIEW
    assert case.tracking_key not in phone.url


def test_who_cancels_is_told_that_nothing_was_paid(phone, case):
    phone.get_by_role("button", name="Show what has to be paid").click()
    phone.get_by_role("button", name="Pay online").click()
    phone.get_by_role("button", name="Cancel").click()
    expect(phone.locator("main")).to_contain_text("Nothing was paid")
    assert Application.objects.get(pk=case.pk).state == State.PAYMENT_DUE
