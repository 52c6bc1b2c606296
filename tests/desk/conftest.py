import pytest
from django.test import Client

from caseflow.accounts.models import Role, User
from tests import factories


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    storage = settings.STORAGES["default"]
    place = {"OPTIONS": storage["OPTIONS"] | {"location": tmp_path / "files"}}
    settings.STORAGES = settings.STORAGES | {"default": storage | place}


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
