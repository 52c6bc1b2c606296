"""Virus scanning: what a scanner says, what happens while it says nothing, who gets what."""

import socketserver
import struct
import threading

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from caseflow.accounts.models import Role
from caseflow.applications.models import Document
from caseflow.applications.papers import checking
from caseflow.applications.papers.scanners.base import ScannerAway, ScannerRefused
from caseflow.applications.papers.scanners.clamav import ClamAV
from caseflow.applications.papers.scanners.demonstration import EICAR
from caseflow.applications.states import Check
from tests.api import Api
from tests.applications.sheets_of_paper import pdf
from tests.factories import a_citizen, an_office, filed_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files")]
SCANNERS = "caseflow.applications.papers.scanners"


@pytest.fixture
def office():
    return an_office()


@pytest.fixture
def case(office):
    return filed_case(office, by=a_citizen())


def scanned_by(settings, name):
    settings.APPLICATIONS_SCANNER = f"{SCANNERS}.{name}" if name else ""


def sent(case, content=b""):
    url = f"/api/v1/applications/{case.number}/documents/"
    file = SimpleUploadedFile("g.pdf", content or pdf())
    return url, Api(case.submitted_by).upload(url, file=file, paper="other").json()["id"]


def fetched(case, url, pk, by):
    answer = Api(by).get(f"{url}{pk}/")
    if answer.status_code == 200:
        assert b"".join(answer.streaming_content)
    return answer


def check():
    return checking.check_waiting(at=timezone.now())


def test_without_a_scanner_every_paper_says_that_nobody_looked(case, office, settings):
    scanned_by(settings, "")
    url, pk = sent(case)
    assert Api(case.submitted_by).get(url).json()["results"][0]["check_state"] == "unchecked"
    assert fetched(case, url, pk, office.colleague(Role.CLERK)).status_code == 200
    assert check() == 0


def test_staff_wait_until_the_scanner_has_looked(case, office, settings):
    scanned_by(settings, "demonstration.FindsEicar")
    url, pk = sent(case)
    waiting = fetched(case, url, pk, office.colleague(Role.CLERK))
    assert (waiting.status_code, waiting.json()["code"]) == (409, "not_checked")
    assert fetched(case, url, pk, case.submitted_by).status_code == 200
    assert check() == 1
    assert fetched(case, url, pk, office.colleague(Role.CLERK)).status_code == 200


def test_an_infected_file_is_kept_apart_and_served_to_nobody(case, office, settings):
    scanned_by(settings, "demonstration.FindsEicar")
    url, pk = sent(case, pdf() + EICAR)
    check()
    for who in (case.submitted_by, office.colleague(Role.CLERK)):
        answer = fetched(case, url, pk, who)
        assert (answer.status_code, answer.json()["code"]) == (409, "infected")
        assert "Eicar" in answer.json()["message"]
    assert Document.objects.get().check_state == Check.INFECTED


def test_a_scanner_that_is_away_is_asked_again_until_it_answers(case, settings):
    scanned_by(settings, "demonstration.Away")
    sent(case)
    assert check() == 0
    assert Document.objects.get().check_state == Check.UNCHECKED
    scanned_by(settings, "demonstration.FindsEicar")
    assert check() == 1
    assert Document.objects.get().check_state == Check.CLEAN


def test_papers_of_the_time_before_the_scanner_are_looked_at_too(case, settings):
    scanned_by(settings, "")
    sent(case)
    scanned_by(settings, "demonstration.FindsEicar")
    assert check() == 1


class Clamd(socketserver.StreamRequestHandler):
    """The part of clamd's protocol that `INSTREAM` needs, with one sign known."""

    def handle(self):
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
        verdict = b"Win.Test.EICAR_HDB-1 FOUND" if EICAR in content else b"OK"
        if len(content) > 1000:
            verdict = b"INSTREAM size limit exceeded. ERROR"
        self.wfile.write(b"stream: " + verdict + b"\0")


@pytest.fixture
def clamd(settings):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        settings.CLAMAV_ADDRESS = f"127.0.0.1:{server.server_address[1]}"
        yield server
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(("content", "found"), [(b"fine", ""), (EICAR, "Win.Test.EICAR_HDB-1")])
def test_clamd_is_asked_by_its_own_protocol(clamd, content, found):
    assert ClamAV().scan(ContentFile(content)) == found


def test_a_file_clamd_will_not_judge_is_refused_with_its_words(clamd):
    with pytest.raises(ScannerRefused, match="size limit exceeded"):
        ClamAV().scan(ContentFile(b"x" * 2000))


@pytest.mark.parametrize("address", ["127.0.0.1:1", "/nowhere/clamd.sock"])
def test_a_clamd_that_does_not_answer_is_away(settings, address):
    settings.CLAMAV_ADDRESS = address
    with pytest.raises(ScannerAway):
        ClamAV().scan(ContentFile(b"x"))


def test_a_file_nobody_judges_stays_withheld_with_the_reason(case, office, settings, clamd):
    scanned_by(settings, "clamav.ClamAV")
    url, pk = sent(case, pdf(30))
    assert check() == 0
    assert "size limit" in Document.objects.get().check_note
    assert fetched(case, url, pk, office.colleague(Role.CLERK)).status_code == 409
