"""Attaching papers on a screen: files put in order by keyboard or mouse, then looked at."""

import hashlib

import pytest
from playwright.sync_api import expect

from caseflow.accounts.models import Role
from caseflow.applications.models import Document, PartialUpload
from tests.applications.sheets_of_paper import pdf, photograph
from tests.factories import filed_case

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE, TALL = photograph((400, 300)), photograph((300, 400))


def picked(name, content):
    return {"name": name, "mimeType": "image/jpeg", "buffer": content}


@pytest.fixture
def papers(screen, office):
    """The clerk's page of papers of a new file."""
    case, clerk = filed_case(office), screen(Role.CLERK)
    clerk.goto(f"/admin/applications/application/{case.number}/papers/")
    return clerk


def test_photographs_are_put_in_order_attached_and_shown(papers):
    field = papers.get_by_label("Files: choose them, or drop them here")
    field.set_input_files([picked("wide.jpg", WIDE)])
    field.set_input_files([picked("tall.jpg", TALL), picked("extra.jpg", WIDE)])
    papers.get_by_role("button", name="Earlier: tall.jpg").click()
    papers.get_by_role("button", name="Leave out: extra.jpg").click()
    expect(papers.locator(".desk-drop li")).to_have_count(2)
    papers.get_by_role("button", name="Attach", exact=True).click()
    expect(papers.locator(".messagelist")).to_contain_text("1 paper was attached.")
    assert Document.objects.get().pages == 2
    papers.get_by_role("link", name="View").click()
    sizes = "async image => (await image.decode(), [image.naturalWidth, image.naturalHeight])"
    width, height = papers.locator(".desk-leaf").evaluate(sizes)
    assert 0 < width < height
    papers.get_by_role("link", name="Next page").click()
    width, height = papers.locator(".desk-leaf").evaluate(sizes)
    assert 0 < height < width


def test_a_dropped_file_is_taken_like_a_chosen_one(papers):
    papers.locator(".desk-drop").evaluate(
        """zone => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File(["%PDF-1.7"], "dropped.pdf"));
          zone.dispatchEvent(new DragEvent("drop", {dataTransfer, cancelable: true}));
        }"""
    )
    expect(papers.locator(".desk-drop li")).to_contain_text("dropped.pdf")
    assert papers.locator("#desk-file").evaluate("field => field.files.length") == 1


@pytest.fixture
def shaky_line(browser, live_server, office, desk):
    """The clerk's page of papers, on a line that loses every second piece."""
    case, context = filed_case(office), browser.new_context(locale="en")
    cookie = desk(Role.CLERK).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page, pieces = context.new_page(), []

    def lost(route):
        pieces.append(route.request.method)
        is_lost = route.request.method == "PATCH" and pieces.count("PATCH") % 2
        route.abort() if is_lost else route.continue_()

    page.route("**/api/v1/uploads/*/", lost)
    page.goto(f"{live_server.url}/admin/applications/application/{case.number}/papers/")
    yield page
    context.close()


def test_large_files_survive_a_line_that_breaks_again_and_again(shaky_line):
    content = pdf() + b"%" * 2_500_000 + b"\n%%EOF\n"
    sent = {"name": "lớn.pdf", "mimeType": "application/pdf", "buffer": content}
    shaky_line.locator("#desk-file").set_input_files([sent])
    shaky_line.get_by_role("button", name="Attach", exact=True).click()
    expect(shaky_line.locator(".messagelist")).to_contain_text(
        "1 paper was attached.", timeout=30000
    )
    document = Document.objects.get()
    assert document.name == "lớn.pdf"
    assert document.sha256 == hashlib.sha256(content).hexdigest()
    assert not PartialUpload.objects.exists()


def test_the_page_fits_a_phone_and_a_screen(papers):
    for width in (360, 1280):
        papers.set_viewport_size({"width": width, "height": 800})
        assert papers.evaluate("document.documentElement.scrollWidth") <= width
