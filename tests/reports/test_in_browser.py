"""From a figure to its files as a supervisor goes: with the keyboard, on a telephone."""

import re

import pytest
from playwright.sync_api import Page, expect

from caseflow.accounts.models import Role
from tests.reports.factories import somebody, three_cases

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDER = "document.documentElement.scrollWidth > innerWidth"
#: Words of the charts that are shown, as far as they reach beyond their drawing.
CUT = """() => [...document.querySelectorAll("svg text")].filter((text) => {
  const [word, paper] = [text, text.ownerSVGElement].map((one) => one.getBoundingClientRect());
  return word.width && (word.left < paper.left - 0.5 || word.right > paper.right + 0.5);
}).map((text) => text.textContent)"""
LINKED = "document.activeElement.matches('tfoot a[href*=\"/reports/files/\"]')"


@pytest.fixture
def phone(browser, live_server):
    """Logged in as a supervisor; it must never complain, nor be scrolled sideways."""
    session = somebody(Role.SUPERVISOR).cookies["sessionid"].value
    complaints, wide = [], []
    size = {"width": 360, "height": 740}
    with browser.new_context(base_url=live_server.url, locale="en", viewport=size) as context:
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("load", lambda page: wide.append(page.evaluate(WIDER)))
        yield page
    assert (complaints, any(wide)) == ([], False)


def tab_to(page: Page, place: str) -> None:
    for _stop in range(120):
        page.keyboard.press("Tab")
        if page.evaluate(place):
            return
    raise AssertionError("The keyboard does not come there.")


def test_the_keyboard_leads_from_a_period_to_a_figure_and_to_its_files(phone):
    _quick, late, _open = three_cases()
    for report in ("processing-time", "workload", "subscriptions", "lateness"):
        phone.goto(f"/reports/{report}/")
    for name, day in (("From", "2025-09-01"), ("To", "2025-10-31")):
        phone.get_by_label(name, exact=True).fill(day)
    phone.keyboard.press("Enter")
    expect(phone).to_have_url(re.compile("from=2025-09-01&to=2025-10-31"))
    tab_to(phone, LINKED)
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Files behind a figure")
    expect(phone.get_by_text("1 file", exact=True)).to_be_visible()
    expect(phone.get_by_role("link", name=late.number)).to_be_visible()


def test_a_field_suggests_names_once_it_is_entered(phone):
    case, *_others = three_cases()
    phone.goto("/reports/workload/")
    assert phone.locator("datalist option").count() == 0
    phone.get_by_label("Procedure").focus()
    offered = phone.locator("#report-procedure-choices option")
    expect(offered.filter(has_text=case.procedure.name)).to_have_count(1)
    assert phone.locator("#report-center-choices option").count() == 0


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("compared", ["", "&compare=previous"])
def test_no_word_of_a_chart_is_cut(phone, width, language, compared):
    three_cases()
    phone.set_extra_http_headers({"Accept-Language": language})
    phone.set_viewport_size({"width": width, "height": 740})
    phone.goto(f"/reports/processing-time/?from=2025-09-01&to=2025-10-31{compared}")
    assert phone.locator("svg text").count() > 20
    assert phone.evaluate(CUT) == []
