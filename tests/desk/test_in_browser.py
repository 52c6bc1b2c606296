"""From filing to approval with the pages of the desk, as three people at three screens."""

import re

import pytest
from playwright.sync_api import expect

from caseflow.accounts.models import Role
from caseflow.applications.models import Application
from caseflow.applications.states import State
from tests.factories import filed_case

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIST = "/admin/applications/application/"


def test_a_file_is_received_reviewed_proposed_and_approved(screen, office):
    case = filed_case(office)
    clerk, officer, leader = map(screen, (Role.CLERK, Role.OFFICER, Role.LEADER))
    clerk.locator(".queue-to_receive").click()
    clerk.get_by_role("link", name=case.number).click()
    clerk.get_by_role("button", name="Receive").click()
    expect(clerk.locator(".messagelist")).to_contain_text("Done: receive.")
    clerk.get_by_role("button", name="Hand over for review").click()
    expect(clerk.locator(".messagelist")).to_contain_text("Done: hand over for review.")

    officer.goto(f"{LIST}{case.number}/propose/")
    officer.get_by_label("Outcome").select_option("approved")
    officer.get_by_label("Text").fill("Đủ điều kiện")
    officer.get_by_role("button", name="Propose an outcome").click()
    expect(officer.locator(".desk-timeline")).to_contain_text("Đủ điều kiện")

    leader.goto(f"{LIST}{case.number}/")
    leader.get_by_role("button", name="Approve").click()
    expect(leader.locator(".messagelist")).to_contain_text("Done: approve.")
    assert Application.objects.get().state == State.DECIDED


def test_all_files_of_a_page_are_received_at_one_press(screen, office):
    for _ in range(2):
        filed_case(office)
    clerk = screen(Role.CLERK)
    clerk.goto(LIST)
    clerk.get_by_label("Choose all on this page").check()
    clerk.get_by_role("button", name="Receive").click()
    expect(clerk.locator("#content")).to_contain_text("Done for 2 of 2 applications.")


@pytest.mark.parametrize("width", [360, 1280])
def test_no_page_is_wider_than_the_screen(screen, office, width):
    case = filed_case(office)
    clerk = screen(Role.CLERK, viewport={"width": width, "height": 800})
    code = case.procedure.code
    for address in ("/admin/", LIST, f"{LIST}{case.number}/", f"{LIST}file/{code}/"):
        clerk.goto(address)
        assert clerk.evaluate("document.documentElement.scrollWidth") <= width, address


def test_the_keyboard_leads_past_the_head_to_the_search(screen):
    clerk = screen(Role.CLERK)
    clerk.goto(LIST)
    clerk.keyboard.press("Tab")
    expect(clerk.locator(":focus")).to_have_class(re.compile("skip-to-content-link"))
    clerk.keyboard.press("Enter")
    clerk.keyboard.press("Tab")
    expect(clerk.locator(":focus")).to_have_attribute("name", "text")
