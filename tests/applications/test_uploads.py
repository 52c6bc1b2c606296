"""Files in pieces: what a broken line, two senders, a wrong place and a stranger do to them."""

import base64
import hashlib
import io
import re
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from caseflow.applications.models import Document, PartialUpload
from caseflow.applications.papers import pieces, sweeping
from caseflow.applications.papers.refusing import UploadBusy
from tests.api import Api
from tests.applications.sheets_of_paper import pdf
from tests.factories import a_citizen, an_office, filed_case, token_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files")]
UPLOADS = "/api/v1/uploads/"
TUS = {"tus-resumable": "1.0.0"}


class Sender:
    """A tus client by hand."""

    def __init__(self, user):
        self.headers = TUS | {"authorization": f"Token {token_of(user)}", "accept-language": "en"}

    def begin(self, length, name="đơn.pdf"):
        named = {"upload-metadata": f"filename {base64.b64encode(name.encode()).decode()}"}
        headers = self.headers | named | {"upload-length": str(length)}
        return Client().post(UPLOADS, headers=headers)

    def place(self, length):
        return self.begin(length).headers["Location"].removeprefix("http://testserver")

    def send(self, place, piece, offset=0, **headers):
        headers = self.headers | {"upload-offset": str(offset)} | headers
        kind = "application/offset+octet-stream"
        return Client().patch(place, piece, content_type=kind, headers=headers)

    def offset(self, place):
        return int(Client().head(place, headers=self.headers).headers["Upload-Offset"])


@pytest.fixture
def citizen():
    return a_citizen()


@pytest.fixture
def sender(citizen):
    return Sender(citizen)


def reference_in(place):
    return re.search(r"[0-9a-f-]{36}", place)[0]


def test_the_server_says_what_it_can_before_anybody_says_who_they_are():
    answer = Client().options(UPLOADS)
    assert answer.status_code == 204
    assert answer.headers["Tus-Version"] == "1.0.0"
    assert answer.headers["Tus-Extension"] == "creation,expiration,checksum,termination"
    assert answer.headers["Tus-Max-Size"] == str(50 * 1024 * 1024)


def test_a_file_in_three_pieces_becomes_a_paper_and_leaves_nothing_behind(citizen, sender):
    content, case = pdf(20), filed_case(an_office(), by=citizen)
    place = sender.place(len(content))
    for start in range(0, len(content), 1000):
        assert sender.send(place, content[start : start + 1000], start).status_code == 204
    body = {"paper": "other", "upload": reference_in(place)}
    answer = Api(citizen).post(f"/api/v1/applications/{case.number}/documents/", body)
    assert (answer.status_code, answer.json()["name"]) == (201, "đơn.pdf")
    assert answer.json()["sha256"] == hashlib.sha256(content).hexdigest()
    assert not PartialUpload.objects.exists()
    assert pieces.received() == []


def test_resuming_from_the_wrong_place_is_refused_and_says_the_right_one(sender):
    place = sender.place(100)
    sender.send(place, b"a" * 40)
    answer = sender.send(place, b"b" * 10, 60)
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (409, "40")
    assert answer.json()["code"] == "wrong_offset"
    assert sender.offset(place) == 40


class BrokenLine(io.BytesIO):
    def read(self, size=-1, /):
        if piece := super().read(min(size, pieces.PIECE)):
            return piece
        raise OSError


def test_a_line_that_breaks_keeps_what_came_before(citizen, sender):
    length = 3 * pieces.PIECE
    upload = PartialUpload.objects.get(reference=reference_in(sender.place(length)))
    arrived = pieces.receive(upload, BrokenLine(b"x" * 2 * pieces.PIECE), offset=0, length=length)
    assert arrived == 2 * pieces.PIECE
    upload.refresh_from_db()
    assert (upload.offset, upload.sender) == (2 * pieces.PIECE, None)


def test_more_than_was_announced_is_not_taken(sender):
    place = sender.place(10)
    assert sender.send(place, b"x" * 50).headers["Upload-Offset"] == "10"


def checksum(piece, algorithm="sha256"):
    digest = hashlib.new(algorithm, piece).digest()
    return {"upload-checksum": f"{algorithm} {base64.b64encode(digest).decode()}"}


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_a_piece_with_its_checksum_is_taken(sender, algorithm):
    place = sender.place(4)
    assert sender.send(place, b"good", **checksum(b"good", algorithm)).status_code == 204


def test_a_damaged_piece_is_not_kept(sender):
    place = sender.place(4)
    answer = sender.send(place, b"baad", **checksum(b"good"))
    assert (answer.status_code, answer.json()["code"]) == (460, "checksum")
    assert sender.offset(place) == 0
    assert sender.send(place, b"good", **checksum(b"good")).status_code == 204


class SlowLine:
    """Sends when it is told to, from another thread."""

    def __init__(self, content):
        self.content, self.asked, self.go = (
            io.BytesIO(content),
            threading.Event(),
            threading.Event(),
        )

    def read(self, size, /):
        self.asked.set()
        self.go.wait(10)
        return self.content.read(size)


def sent_from_another_thread(upload, line, outcome):
    try:
        outcome.append(pieces.receive(upload, line, offset=0, length=4))
    except UploadBusy:
        outcome.append("busy")
    finally:
        connection.close()


@pytest.fixture
def slow_sender(transactional_db, sender):
    """An upload that one connection sends to just now, and what became of that connection."""
    place, outcome, line = sender.place(4), [], SlowLine(b"slow")
    upload = PartialUpload.objects.get()
    thread = threading.Thread(target=sent_from_another_thread, args=(upload, line, outcome))
    thread.start()
    line.asked.wait(10)

    def end():
        line.go.set()
        thread.join(10)
        return outcome[0]

    yield place, end
    end()


def test_of_two_who_resume_at_once_one_goes_on(sender, slow_sender):
    place, end = slow_sender
    assert sender.send(place, b"fast").status_code == 423
    assert end() == 4
    assert sender.send(place, b"fast").status_code == 409


def test_who_went_silent_is_overtaken_and_writes_nothing_more(sender, slow_sender, settings):
    place, end = slow_sender
    PartialUpload.objects.update(busy_until=timezone.now() - timedelta(seconds=1))
    assert sender.send(place, b"fast").status_code == 204
    assert end() == "busy"
    assert pieces.path_of(PartialUpload.objects.get()).read_bytes() == b"fast"


def test_nobody_else_finds_an_upload(sender):
    place, stranger = sender.place(4), Sender(a_citizen("025190000456", "Hà Văn Nam"))
    assert stranger.send(place, b"evil").status_code == 404
    assert Client().head(place, headers=stranger.headers).status_code == 404
    assert Client().delete(place, headers=stranger.headers).status_code == 404
    assert sender.offset(place) == 0


def test_an_unfinished_upload_is_no_paper_yet(citizen, sender):
    case = filed_case(an_office(), by=citizen)
    body = {"paper": "other", "upload": reference_in(sender.place(4))}
    answer = Api(citizen).post(f"/api/v1/applications/{case.number}/documents/", body)
    assert (answer.status_code, answer.json()["code"]) == (409, "unfinished")
    assert not Document.objects.exists()


def test_a_refused_file_can_be_looked_at_again(citizen, sender):
    case, place = filed_case(an_office(), by=citizen), sender.place(4)
    sender.send(place, b"text")
    body = {"paper": "other", "upload": reference_in(place)}
    answer = Api(citizen).post(f"/api/v1/applications/{case.number}/documents/", body)
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["file"])
    assert sender.offset(place) == 4


@pytest.mark.parametrize(("length", "code"), [("0", 400), ("-1", 400), ("", 400), (10**9, 413)])
def test_a_senseless_length_is_refused(sender, length, code):
    assert sender.begin(length).status_code == code


def test_an_account_has_so_much_under_way_and_no_more(sender, settings):
    settings.APPLICATIONS_UPLOADS_MEGABYTES = 1
    first = sender.place(1024 * 1024)
    assert sender.begin(1).json()["code"] == "quota"
    Client().delete(first, headers=sender.headers)
    assert sender.begin(1).status_code == 201


def test_another_version_of_the_protocol_is_refused(sender):
    sender.headers |= {"tus-resumable": "0.2.2"}
    answer = sender.begin(4)
    assert (answer.status_code, answer.headers["Tus-Version"]) == (412, "1.0.0")


def test_a_path_in_the_name_of_a_file_leads_nowhere(sender, files):
    sender.begin(4, "../../etc/passwd")
    assert PartialUpload.objects.get().name == "passwd"


def test_an_abandoned_upload_is_swept_after_its_time(sender, settings):
    place = sender.place(4)
    sender.send(place, b"ab")
    later = timezone.now() + timedelta(hours=settings.APPLICATIONS_UPLOAD_HOURS, seconds=1)
    assert sweeping.sweep(at=later) == 1
    assert pieces.received() == []
    assert Client().head(place, headers=sender.headers).status_code == 404
