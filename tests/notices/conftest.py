from collections.abc import Iterator
from typing import Any

import pytest

from tests.factories import Office, an_office
from tests.notices.carriers import Gateway, MailServer, mail_server, web_service


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Any) -> None:
    storage = settings.STORAGES["default"]
    place = {"OPTIONS": storage["OPTIONS"] | {"location": tmp_path / "files"}}
    settings.STORAGES = settings.STORAGES | {"default": storage | place}


@pytest.fixture
def office(db: None) -> Office:
    return an_office()


@pytest.fixture
def mail(settings: Any) -> Iterator[MailServer]:
    """A mail server, and the settings that lead there."""
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_TIMEOUT = 1
        use(settings, email="caseflow.notices.backends.email.EmailBackend")
        yield server


@pytest.fixture
def gateway(settings: Any) -> Iterator[Gateway]:
    """A gateway for text messages, and the settings that lead there."""
    with web_service() as server:
        settings.NOTICES_SMS_URL = f"http://127.0.0.1:{server.port}/messages"
        settings.NOTICES_SMS_SECRET = "secret of the tests"
        settings.EMAIL_TIMEOUT = 1
        use(settings, sms="caseflow.notices.backends.sms.SmsGatewayBackend")
        yield server


def use(settings: Any, **backends: str) -> None:
    settings.NOTICES_BACKENDS = settings.NOTICES_BACKENDS | backends
