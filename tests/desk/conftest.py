import pytest
from django.test import Client

from caseflow.accounts.models import Role, User
from tests import factories


@pytest.fixture
def office():
    return factories.an_office()


@pytest.fixture
def desk(office):
    """A browser of somebody of the office: `desk(Role.CLERK)`."""

    def opened(who: Role | User) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(office.colleague(who) if isinstance(who, str) else who)
        return client

    return opened
