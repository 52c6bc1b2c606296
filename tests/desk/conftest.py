import pytest
from django.test import Client

from caseflow.accounts.models import Role, User
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
