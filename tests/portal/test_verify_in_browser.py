import base64
import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.portal.test_tracking_in_browser import watched
from tests.signatures.conftest import _signing_key, keys, pdf
from tests.signatures.factories import sign_once
from tests.signatures.test_verifying import with_one_byte_changed

__all__ = ["_signing_key", "keys", "pdf"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("_signing_key"),
]
DROP = """([box, content]) => {
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  const carried = new DataTransfer();
  carried.items.add(new File([bytes], "result.pdf", { type: "application/pdf" }));
  box.dispatchEvent(new DragEvent("drop", { dataTransfer: carried, bubbles: true }));
}"""


@pytest.fixture
def result(pdf) -> bytes:
    with sign_once(pdf).document.open() as file:
        return file.read()


def drop(page: Page, content: bytes) -> None:
    page.evaluate(
        DROP, [page.locator("#drop").element_handle(), base64.b64encode(content).decode()]
    )


def picture(page: Page, name: str) -> None:
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def choose(page: Page, content: bytes) -> None:
    """By keyboard alone."""
    carried = {"name": "result.pdf", "mimeType": "application/pdf", "buffer": content}
    page.set_input_files("[name=file]", carried)
    page.locator("form#verify button.main").press("Enter")


def test_what_is_dropped_or_chosen_gets_its_verdict(page, live_server, result, settings):
    settings.SIGNATURES_VERIFY_MEGABYTES = 1
    page.set_viewport_size({"width": 375, "height": 800})
    _, complaints = watched(page)
    page.goto(f"{live_server.url}/verify/")
    drop(page, result)
    # The first document waits for the examiner to start.
    expect(page.locator("#answer .verdict.genuine")).to_be_visible(timeout=20_000)
    expect(page.locator("#answer .said li")).to_have_count(4)
    expect(page.locator("#progress")).to_be_hidden()
    picture(page, "verify_genuine_phone")
    choose(page, with_one_byte_changed(result, 500))
    expect(page.locator("#answer .verdict.altered")).to_be_visible()
    picture(page, "verify_altered_phone")
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    drop(page, bytes(2 * 1024 * 1024))
    expect(page.locator("#answer [data-word=large]")).to_be_visible()
    assert complaints == []
    page.context.set_offline(True)
    drop(page, result)
    expect(page.locator("#answer [data-word=offline]")).to_be_visible()
