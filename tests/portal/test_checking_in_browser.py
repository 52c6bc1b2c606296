"""The page that checks a result with no network, in a browser that has none."""

from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, override_settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from signatures import base45, statements
from signatures.backends.plain_pdf import Update
from signatures.backends.plain_reading import Reader
from signatures.certificates import lists
from signatures.demonstration import make_demonstration_key
from tests.factories import MONDAY
from tests.portal.specimens import (
    STAMPED,
    Specimen,
    a_result,
    as_picture,
    of_a_stranger,
    revoke_signers,
    withdrawn,
)
from tests.signatures.factories import sign_once
from tests.signatures.statements import changed_bytes

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
#: Of a statement here; a thousand in `tests.change_statements`.
CHANGES = 60


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys")
    file = folder / "demonstration.p12"
    with override_settings(SIGNATURES_PKCS12_FILE=file, SIGNATURES_PKCS12_DIR=folder):
        make_demonstration_key(at=MONDAY)
    return folder


@pytest.fixture
def specimens(db: None, keys: Path, settings: Any, tmp_path: Path) -> list[Specimen]:
    """Genuine, withdrawn, and signed by somebody we do not know."""
    settings.SIGNATURES_PKCS12_FILE = keys / "demonstration.p12"
    settings.SIGNATURES_PKCS12_DIR = settings.SIGNATURES_TRUST_DIR = keys
    stored = settings.STORAGES["default"]
    place = {"OPTIONS": stored["OPTIONS"] | {"location": tmp_path / "files"}}
    settings.STORAGES = settings.STORAGES | {"default": stored | place}
    genuine = a_result()
    return [genuine, withdrawn(a_result()), of_a_stranger(genuine)]


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """Whatever the browser says, and every address it asks for."""
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("request", lambda asked: asked.url.startswith("file:") or heard.append(asked.url))
    return heard


def opened(page: Page, folder: Path) -> Page:
    """The one file, from a disk, in a browser without network."""
    file = folder / "caseflow-check.html"
    file.write_bytes(Client().get("/check/caseflow-check.html").content)
    page.context.set_offline(True)
    page.goto(f"file://{file}")
    expect(page.locator("body[data-ready]")).to_be_attached()
    return page


def verdict_on(page: Page, path: Path) -> str | None:
    page.evaluate("show(null)")
    page.set_input_files("#file", path)
    page.wait_for_selector("[data-verdict]")
    return page.locator("[data-verdict]").get_attribute("data-verdict")


def verdict_on_text(page: Page, text: str) -> str | None:
    page.evaluate("show(null)")
    page.fill("#text", text)
    page.click("#pasted button")
    page.wait_for_selector("[data-verdict]")
    return page.locator("[data-verdict]").get_attribute("data-verdict")


def file_of(folder: Path, content: bytes) -> Path:
    path = folder / "result.pdf"
    path.write_bytes(content)
    return path


def test_four_specimens_are_told_apart_with_no_network(page, tmp_path, specimens, complaints):
    genuine, gone, stranger = specimens
    opened(page, tmp_path)
    pictures = {
        "genuine": genuine.text,
        "withdrawn": gone.text,
        "unknown": stranger.text,
        "altered": genuine.text[:-1] + ("A" if genuine.text[-1] != "A" else "B"),
    }
    for expected, text in pictures.items():
        assert verdict_on(page, as_picture(text, tmp_path / "code.png")) == expected
        assert verdict_on_text(page, text) == expected
    assert complaints == []


def test_the_file_itself_is_checked_byte_by_byte(page, tmp_path, specimens, complaints):
    genuine, gone, stranger = specimens
    opened(page, tmp_path)
    assert verdict_on(page, file_of(tmp_path, genuine.document)) == "genuine"
    assert verdict_on(page, file_of(tmp_path, gone.document)) == "withdrawn"
    assert verdict_on(page, file_of(tmp_path, genuine.document + b"\n% more")) == "appended"
    changed = genuine.document.replace(b"/Type", b"/Tipe", 1)
    assert verdict_on(page, file_of(tmp_path, changed)) == "altered"
    assert verdict_on(page, file_of(tmp_path, b"%PDF-1.7\n%%EOF")) == "unsigned"
    page.click("[data-language=vi]")
    expect(page.locator("#outcome")).to_contain_text("không mang chữ ký")
    assert complaints == []


def lasting_result(keys: Path, settings: Any) -> bytes:
    """A result with a time stamp and, behind its last signature, the data to check it by."""
    settings.SIGNATURES_LEVEL = "PAdES-B-LT"
    for path in keys.glob("*.crl"):
        lists.keep(path.read_bytes(), source=path.name, at=timezone.now())
    return a_result().document


def forged_update(document: bytes, number: int, content: bytes) -> bytes:
    """An update in the manner of ours that changes one object."""
    update = Update(Reader(document))
    update.objects[number] = content
    return b"".join(update.written()[0])


def test_what_stands_behind_the_last_signature_is_judged(page, tmp_path, specimens, keys, settings):
    lasting = lasting_result(keys, settings)
    opened(page, tmp_path)
    assert verdict_on(page, file_of(tmp_path, lasting)) == "genuine"
    page.click("[data-language=en]")
    expect(page.locator("#outcome")).to_contain_text("change nothing on the pages")
    expect(page.locator("#outcome")).to_contain_text("The revocation list of")
    shown = Reader(lasting).page(last=False)
    forged = forged_update(lasting, shown, b"<</Type/Page/MediaBox[0 0 9 9]>>")
    assert verdict_on(page, file_of(tmp_path, forged)) == "altered"
    assert verdict_on(page, file_of(tmp_path, lasting + b"\n% more")) == "appended"
    unseen = lasting.replace(b"/DSS", b"/DSX")
    assert verdict_on(page, file_of(tmp_path, unseen)) != "genuine"


@pytest.mark.parametrize(("hours", "clock", "holds"), STAMPED)
def test_a_time_stamp_before_the_revocation_keeps_a_result_genuine(
    page, tmp_path, specimens, settings, hours, clock, holds
):
    settings.SIGNATURES_LEVEL, settings.SIGNATURES_TIME_STAMPS = "PAdES-B-T", clock
    stamped = a_result().document
    revoke_signers(timezone.now() + timedelta(hours=hours))
    opened(page, tmp_path)
    verdict = verdict_on(page, file_of(tmp_path, stamped))
    assert verdict == ("genuine" if holds else "revoked")
    assert verdict_on(page, file_of(tmp_path, specimens[0].document)) == "revoked"


def test_a_result_without_a_statement_is_withdrawn_by_its_digest(page, tmp_path, specimens):
    bare = sign_once(specimens[0].document, reference="result/bare")
    statements.withdraw("result/bare", at=MONDAY)
    opened(page, tmp_path)
    assert verdict_on(page, file_of(tmp_path, bare.content())) == "withdrawn"


def test_no_changed_byte_of_a_statement_goes_unseen(page, tmp_path, specimens):
    genuine = specimens[0]
    opened(page, tmp_path)
    texts = [f"CF1:{base45.encode(one)}" for one in islice(changed_bytes(genuine.text), CHANGES)]
    verdicts = page.evaluate(
        "texts => Promise.all(texts.map(text => ofText(text).catch(failed).then(one => one.kind)))",
        texts,
    )
    assert set(verdicts) <= {"altered", "unknown"}
    assert len(verdicts) == CHANGES


def test_the_page_that_is_served_works_after_the_network_went(page, live_server, specimens):
    page.goto(f"{live_server.url}/check/")
    expect(page.locator("body[data-ready]")).to_be_attached()
    page.context.set_offline(True)
    assert verdict_on_text(page, specimens[0].text) == "genuine"
