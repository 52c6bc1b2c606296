"""The signing inbox on a leader's telephone: two results, one confirmation."""

import pytest
from playwright.sync_api import expect

from caseflow.accounts.models import Role
from caseflow.issuing.models import Result
from caseflow.issuing.signing_orders import batches
from caseflow.issuing.states import KeyPlace
from tests.desk.test_in_browser import TOO_SMALL
from tests.factories import a_procedure
from tests.issuing.inboxes import decided, waiting_order

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("_signing_keys"),
]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


def test_a_leader_signs_two_results_on_the_phone_with_one_confirmation(screen, office):
    decided(office, KeyPlace.CONFIRMED)
    version = a_procedure()
    orders = [waiting_order(office, version=version) for _ in range(2)]
    leader = screen(Role.LEADER, **PHONE)
    leader.get_by_role("link", name="2 results wait for your signature").click()
    assert leader.evaluate("document.documentElement.scrollWidth") <= PHONE["viewport"]["width"]
    leader.get_by_role("link", name=orders[0].application.number).click()
    expect(leader.locator("img.desk-leaf")).to_have_js_property("complete", True)
    leader.go_back()
    leader.get_by_label("Choose all on this page").check()
    leader.get_by_role("button", name="Sign").click()
    assert leader.evaluate(TOO_SMALL) == []
    leader.get_by_role("button", name="Sign 2 results").press("Enter")
    expect(leader.locator("[data-desk-told]")).to_contain_text("2 waiting")
    batches.carry_out()
    expect(leader.locator("[data-desk-told]")).to_contain_text("2 signed", timeout=10_000)
    assert Result.objects.count() == 2
