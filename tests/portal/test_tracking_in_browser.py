import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from caseflow.applications.models import Application
from caseflow.applications.states import State
from tests.factories import an_office, case_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def slip_address(server: LiveServer, case: Application) -> str:
    """What the QR code of the case's slip holds."""
    return f"{server.url}/tracking/#{case.number}.{case.tracking_key}"


def watched(page: Page) -> tuple[list[str], list[str]]:
    """Fills with every address asked for and every complaint of the browser."""
    addresses: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return addresses, complaints


def test_the_code_of_a_slip_shows_where_the_file_stands(page, live_server):
    case = case_in(State.RECEIVED, an_office())
    addresses, complaints = watched(page)
    page.goto(slip_address(live_server, case))
    expect(page.locator("#answer .steps li")).to_have_count(2)
    expect(page.locator("#answer")).to_contain_text(case.receiving_center.name)
    expect(page.locator("#answer")).to_contain_text(case.number)
    expect(page.locator("#answer .clock[open] li")).to_have_count(4)
    asked = [url for url in addresses if "#" not in url and case.tracking_key in url]
    assert (asked, complaints) == ([], [])


def test_a_wrong_key_in_the_address_is_told_in_words(page, live_server):
    case = case_in(State.FILED, an_office())
    page.goto(f"{live_server.url}/tracking/#{case.number}.{'a' * 16}")
    expect(page.locator("#answer [role=alert]")).to_be_visible()
    expect(page.locator("#answer .steps")).to_have_count(0)


def test_the_form_works_where_scripts_are_off(browser, live_server):
    case = case_in(State.ISSUED, an_office())
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{live_server.url}/")
        page.fill("[name=number]", case.number)
        page.fill("[name=key]", case.tracking_key)
        page.click("form[action='/tracking/'] button")
        expect(page.locator("#answer .steps li")).to_have_count(5)
        expect(page.locator("#answer .clock[open] li")).to_have_count(4)
        assert case.tracking_key not in page.url


def test_no_page_is_wider_than_its_screen(page, live_server):
    case = case_in(State.RECEIVED, an_office())
    code = case.procedure.code
    for place in ("/", "/procedures/", f"/procedures/{code}/", "/verify/", "/nowhere/"):
        page.goto(live_server.url + place)
        assert fits(page), place
    page.goto(slip_address(live_server, case))
    expect(page.locator("#answer .steps li")).to_have_count(2)
    assert fits(page)
    assert re.search(r"\S", page.title())


def fits(page: Page) -> bool:
    """A telephone and a desk."""
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            return False
    return True
