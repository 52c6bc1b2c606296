"""From filing to approval with the pages of the desk, as three people at three screens."""

import re

import pytest
from playwright.sync_api import expect

from caseflow.accounts.models import Role
from caseflow.applications import bulk, lifecycle
from caseflow.applications.models import Application
from caseflow.applications.states import State, Verb
from tests.factories import MONDAY, a_procedure, filed_case

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIST = "/admin/applications/application/"
WIDTH = "document.documentElement.scrollWidth"
#: Controls of the page's content that a thumb would miss.
TOO_SMALL = """() => [...document.querySelectorAll("#content button, #content .desk-button")]
    .filter((each) => each.offsetParent && each.getBoundingClientRect().height < 43.5)
    .map((each) => each.innerText)"""


def chosen_for_bulk(office, case):
    return bulk.choose(Verb.RECEIVE, [case.pk], actor=office.clerk, at=MONDAY)


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


def test_all_files_of_a_page_are_received_after_a_look_at_what_would_happen(screen, office):
    for _ in range(2):
        filed_case(office)
    clerk = screen(Role.CLERK)
    clerk.goto(LIST)
    clerk.get_by_label("Choose all on this page").check()
    clerk.get_by_role("button", name="Receive").click()
    clerk.get_by_role("button", name="Receive: 2 applications").click()
    expect(clerk.locator("[data-desk-told]")).to_contain_text("2 waiting")
    bulk.carry_out()
    expect(clerk.locator("[data-desk-told]")).to_contain_text("2 done", timeout=10_000)
    expect(clerk.get_by_role("link", name="All outcomes as a table")).to_be_visible()


def test_an_open_file_shows_without_reload_who_is_there_and_what_changed(screen, office, settings):
    settings.DESK_SIGN_OF_LIFE_SECONDS = 1
    case = filed_case(office)
    clerk, officer = map(screen, (Role.CLERK, Role.OFFICER))
    for person in (officer, clerk):
        person.goto(f"{LIST}{case.number}/")
    name = office.colleague(Role.OFFICER).username
    expect(clerk.locator("[data-desk-others]")).to_contain_text(name)
    lifecycle.receive(case.pk, actor=office.clerk, at=MONDAY)
    expect(clerk.locator("[data-desk-changed]")).to_contain_text("receive, by reception clerk")
    officer.goto("/admin/")
    expect(clerk.locator("[data-desk-others]")).to_be_hidden()


def test_the_keyboard_leads_through_a_list_to_the_next_deed(screen, office):
    version = a_procedure()
    older, newer = (filed_case(office, version=version) for _ in range(2))
    clerk = screen(Role.CLERK)
    clerk.goto(LIST)
    for key, case in (("j", newer), ("j", older), ("j", older), ("k", newer), ("j", older)):
        clerk.keyboard.press(key)
        expect(clerk.locator(":focus")).to_have_text(case.number)
    clerk.keyboard.press("Enter")
    expect(clerk.locator("h1")).to_have_text(older.number)
    clerk.keyboard.press("d")
    expect(clerk.locator(":focus")).to_have_text("Receive")
    clerk.keyboard.press("Enter")
    expect(clerk.locator(".messagelist")).to_contain_text("Done: receive.")


def test_keys_are_explained_silent_in_fields_and_can_be_switched_off(screen, office):
    filed_case(office)
    clerk = screen(Role.CLERK)
    clerk.goto(LIST)
    clerk.keyboard.press("/")
    clerk.keyboard.type("j?k/")
    expect(clerk.get_by_role("searchbox")).to_have_value("j?k/")
    clerk.get_by_role("searchbox").blur()
    clerk.keyboard.press("?")
    expect(clerk.get_by_role("dialog", name="Keys")).to_be_visible()
    clerk.get_by_label("Switch these keys off").check()
    clerk.keyboard.press("Escape")
    clerk.keyboard.press("j")
    expect(clerk.locator("[data-desk-row]:focus")).to_have_count(0)


def test_no_page_is_wider_than_the_screen_and_a_thumb_hits_everything(screen, office):
    case = filed_case(office)
    page, bulk_deed = f"{LIST}{case.number}/", chosen_for_bulk(office, case)
    touched = (LIST, page, f"{page}refuse/")
    looked_at = ("/admin/", f"{page}due/", f"{LIST}file/{case.procedure.code}/")
    clerk = screen(Role.CLERK, viewport={"width": 360, "height": 740})
    for address in (*touched, *looked_at, f"{LIST}bulk/{bulk_deed.reference}/"):
        clerk.set_viewport_size({"width": 360, "height": 740})
        clerk.goto(address)
        assert clerk.evaluate(WIDTH) <= 360, address
        assert address not in touched or clerk.evaluate(TOO_SMALL) == [], address
        clerk.set_viewport_size({"width": 1280, "height": 800})
        assert clerk.evaluate(WIDTH) <= 1280, address


def test_the_keyboard_leads_past_the_head_to_the_search(screen):
    clerk = screen(Role.CLERK)
    clerk.goto(LIST)
    clerk.keyboard.press("Tab")
    expect(clerk.locator(":focus")).to_have_class(re.compile("skip-to-content-link"))
    clerk.keyboard.press("Enter")
    clerk.keyboard.press("Tab")
    expect(clerk.locator(":focus")).to_have_attribute("name", "text")
