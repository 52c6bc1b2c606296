"""Each scan is signed by the clerk who made it, after the fact; the bytes as they came stay."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from caseflow.accounts.models import Role
from caseflow.applications.models import Document
from caseflow.applications.states import State
from caseflow.issuing.following import FOLLOWER
from caseflow.issuing.models import SignedScan
from signatures.models import Signature
from tests.api import Api
from tests.applications.sheets_of_paper import locked_pdf, pdf, photograph
from tests.factories import a_citizen, case_in
from tests.issuing.papers import content_of, follow_up, last_event, pdfsig

pytestmark = pytest.mark.django_db
TWO_PAGES = pdf(2)


@pytest.fixture
def case(office):
    return case_in(State.RECEIVED, office, by=a_citizen())


def attached(case, by, content=TWO_PAGES, **parts):
    kind = "g.pdf" if content.startswith(b"%PDF") else "g.jpg"
    sent = {"paper": "other", "source": "scan", "resolution": 300} | parts
    file = SimpleUploadedFile(kind, content)
    path = f"/api/v1/applications/{case.number}/documents/"
    assert Api(by).upload(path, file=file, **sent).status_code == 201
    return Document.objects.latest("pk")


def signed_bytes(scan):
    with scan.signature.document.open() as file:
        return file.read()


def test_a_scan_is_signed_by_who_made_it_and_keeps_its_bytes(case, office, tmp_path: Path):
    clerk = office.colleague(Role.CLERK)
    document = attached(case, clerk)
    assert not SignedScan.objects.exists()
    follow_up(case_of(case))
    scan = SignedScan.objects.get()
    assert (scan.signed_by, scan.signature.holder) == (clerk, clerk.username)
    assert content_of(document) == TWO_PAGES
    assert signed_bytes(scan).startswith(TWO_PAGES)
    assert "Signature is Valid" in pdfsig(signed_bytes(scan), tmp_path)


def case_of(case):
    case.refresh_from_db()
    return case


def test_a_photographed_scan_becomes_a_signed_page(case, office):
    attached(case, office.colleague(Role.CLERK), photograph())
    follow_up(case_of(case))
    assert signed_bytes(SignedScan.objects.get()).startswith(b"%PDF-")


def test_following_again_signs_nothing_twice(case, office):
    attached(case, office.colleague(Role.CLERK))
    for _ in range(2):
        follow_up(case_of(case))
    assert SignedScan.objects.count() == Signature.objects.count() == 1


def test_what_a_citizen_uploads_is_signed_by_nobody(case, office):
    path = f"/api/v1/applications/{case.number}/documents/"
    file = SimpleUploadedFile("g.pdf", pdf())
    Api(case.submitted_by).upload(path, file=file, paper="other")
    follow_up(case_of(case))
    assert not SignedScan.objects.exists()
    assert FOLLOWER.wants(last_event(case))


def test_a_scan_that_cannot_be_signed_says_why_and_stays_as_it_came(case, office):
    document = attached(case, office.colleague(Role.CLERK), locked_pdf())
    follow_up(case_of(case))
    scan = SignedScan.objects.get()
    assert scan.refusal
    assert not scan.signature
    assert content_of(document) == locked_pdf()
    [line] = scans(case, office).json()["results"]
    assert (line["refusal"], line["signed_at"]) == (scan.refusal, None)


def scans(case, office, what=""):
    api = Api(office.colleague(Role.CLERK))
    return api.get(f"/api/v1/applications/{case.number}/scans/{what}")


def test_the_signed_copy_is_listed_and_handed_out(case, office):
    document = attached(case, office.colleague(Role.CLERK))
    follow_up(case_of(case))
    [line] = scans(case, office).json()["results"]
    assert (line["id"], line["original_digest"]) == (document.pk, document.sha256)
    copy = scans(case, office, f"{document.pk}/")
    assert b"".join(copy.streaming_content) == signed_bytes(SignedScan.objects.get())
    assert scans(case, office, "999/").status_code == 404


def test_the_database_keeps_a_signed_scan(case, office):
    attached(case, office.colleague(Role.CLERK))
    follow_up(case_of(case))
    with pytest.raises(DatabaseError, match="never allowed"), transaction.atomic():
        SignedScan.objects.all().delete()
