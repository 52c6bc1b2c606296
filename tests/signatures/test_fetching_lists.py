import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.management import CommandError, call_command

from signatures.backends.base import facts_of
from signatures.certificates.fetching import fetch_due
from signatures.certificates.judging import refusal
from signatures.certificates.registering import Entry, first_use
from signatures.models import Certificate, RevocationList, RevocationService
from signatures.states import Refusal
from tests.signatures.authorities import authorities, revocation_list
from tests.signatures.factories import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

PKI = authorities()
HOLDER = PKI.holder()
HOUR = timedelta(hours=1)


class Service(BaseHTTPRequestHandler):
    """Answers as its path asks it to."""

    def do_GET(self):  # noqa: N802
        manner = self.path.strip("/")
        if manner == "slow":
            time.sleep(1.5)
        self.send_response(500 if manner == "down" else 200)
        self.end_headers()
        answers = {
            "revoked": revocation_list(PKI.middle, HOLDER),
            "large": bytes(2 * 1024 * 1024),
            "garbage": b"<html>no list</html>",
            "forged": revocation_list(authorities().middle, HOLDER),
        }
        self.wfile.write(answers.get(manner, revocation_list(PKI.middle)))

    def log_message(self, *_args: object) -> None:
        return


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def row(settings, tmp_path) -> Certificate:
    settings.SIGNATURES_TRUST_DIR = tmp_path
    settings.SIGNATURES_REVOCATION_SECONDS = 1
    settings.SIGNATURES_REVOCATION_MEGABYTES = 1
    PKI.trusted_in(tmp_path)
    chain = [PKI.middle.der, PKI.root.der]
    return first_use(Entry(facts=facts_of(HOLDER.der), encoded=HOLDER.der, chain=chain), at=AT)


def test_without_an_address_nothing_is_fetched():
    assert fetch_due(at=AT) == []


def test_a_fetched_list_revokes(settings, address, row):
    settings.SIGNATURES_REVOCATION_URLS = [f"{address}/revoked"]
    fetch_due(at=AT)
    assert refusal(row, at=AT) == Refusal.REVOKED
    service = RevocationService.objects.get()
    assert (service.succeeded_at, service.failures, service.problem) == (AT, 0, "")
    assert RevocationList.objects.get().source == service.url


@pytest.mark.parametrize(
    ("manner", "problem"),
    [
        ("down", "500"),
        ("slow", "timed out"),
        ("large", "too large"),
        ("garbage", "No revocation list"),
        ("forged", "not signed by an authority"),
    ],
)
def test_a_service_that_fails_is_shown_and_stops_nobody_from_signing(
    settings, address, row, manner, problem
):
    settings.SIGNATURES_REVOCATION_URLS = [f"{address}/{manner}"]
    fetch_due(at=AT)
    service = RevocationService.objects.get()
    assert problem in service.problem
    assert (service.failures, service.succeeded_at) == (1, None)
    assert refusal(row, at=AT) is None


def test_a_service_nobody_answers_for_is_tried_again_with_growing_pauses(settings):
    settings.SIGNATURES_REVOCATION_URLS = ["http://127.0.0.1:9/none.crl"]
    tries = [bool(fetch_due(at=AT + minutes * HOUR / 60)) for minutes in (0, 4, 5, 10, 15, 20, 36)]
    assert tries == [True, False, True, False, True, False, True]
    assert RevocationService.objects.get().failures == 4


def test_a_service_that_answered_rests_for_hours(settings, address):
    settings.SIGNATURES_REVOCATION_URLS = [f"{address}/empty"]
    settings.SIGNATURES_REVOCATION_HOURS = 6
    tries = [bool(fetch_due(at=AT + hours * HOUR)) for hours in (0, 5, 6)]
    assert tries == [True, False, True]


def test_the_command_counts_and_fails_when_a_service_does(settings, address, capsys):
    settings.SIGNATURES_REVOCATION_URLS = [f"{address}/down", f"{address}/empty"]
    with pytest.raises(CommandError, match="500"):
        call_command("fetch_revocation_lists")
    assert "fetched 1\nfailed 1" in capsys.readouterr().out
