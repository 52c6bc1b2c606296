import pytest
from django.test import Client, override_settings

from caseflow.accounts.models import Role, User
from signatures.demonstration import make_demonstration_key
from tests import factories


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    storage = settings.STORAGES["default"]
    place = {"OPTIONS": storage["OPTIONS"] | {"location": tmp_path / "files"}}
    settings.STORAGES = settings.STORAGES | {"default": storage | place}
    settings.CASEFLOW_UPLOADS_DIR = tmp_path / "uploads"


@pytest.fixture
def office(db):
    return factories.an_office()


@pytest.fixture
def desk(office):
    """A browser of somebody of the office: `desk(Role.CLERK)`."""

    def opened(who: Role | User) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(office.colleague(who) if isinstance(who, str) else who)
        return client

    return opened


@pytest.fixture(scope="session")
def signing_keys(tmp_path_factory):
    folder = tmp_path_factory.mktemp("keys")
    file = folder / "demonstration.p12"
    with override_settings(SIGNATURES_PKCS12_FILE=file, SIGNATURES_PKCS12_DIR=folder):
        make_demonstration_key(at=factories.MONDAY)
    return folder


@pytest.fixture
def _signing_keys(signing_keys, settings):
    settings.SIGNATURES_PKCS12_FILE = signing_keys / "demonstration.p12"
    settings.SIGNATURES_PKCS12_DIR = settings.SIGNATURES_TRUST_DIR = signing_keys


@pytest.fixture
def screen(browser, live_server, office):
    """A page logged in as somebody of the office; it must never complain."""
    complaints, contexts = [], []

    def logged_in(role, **options):
        contexts.append(browser.new_context(base_url=live_server.url, locale="en", **options))
        page = contexts[-1].new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto("/admin/")
        page.locator("#id_username").fill(office.colleague(role).username)
        page.locator("#id_password").fill(factories.PASSWORD)
        page.locator("input[type=submit]").click()
        return page

    yield logged_in
    for context in contexts:
        context.close()
    assert complaints == []
