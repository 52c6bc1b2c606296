"""Certified electronic copies: numbered in a book, signed, with the original inside."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.utils import timezone
from pypdf import PdfReader

from caseflow.applications import lifecycle
from caseflow.applications.models import Application
from caseflow.applications.papers import Scan, attach
from caseflow.applications.refusals import InputRefused
from caseflow.applications.states import State
from caseflow.issuing import copies
from caseflow.issuing.models import CertifiedCopy, CopyBook, Result
from signatures.digests import digest_of
from tests.api import Api
from tests.applications.sheets_of_paper import pdf
from tests.factories import a_citizen, case_in
from tests.issuing.papers import content_of, follow_up, last_event, pdfsig, text_of

pytestmark = pytest.mark.django_db


def a_paper(case, office, *, scanned=True):
    file = SimpleUploadedFile("giay-chung-sinh.pdf", pdf(pages=2))
    scan = Scan(300) if scanned else None
    return attach(case, file, paper="other", actor=office.clerk, at=timezone.now(), scan=scan)


def certified(case, office, **body) -> CertifiedCopy:
    lifecycle.certify_copy(case.pk, actor=office.leader, at=timezone.now(), **body)
    follow_up(Application.objects.get(pk=case.pk))
    return CertifiedCopy.objects.order_by("pk").last()


def test_a_copy_of_a_scanned_original_is_numbered_and_signed(office):
    case = case_in(State.RECEIVED, office)
    paper = a_paper(case, office)
    copy = certified(case, office, document=paper.pk)
    assert (copy.serial, copy.pages, copy.document) == (1, 2, paper)
    assert (copy.original_digest, copy.digest) == (paper.sha256, copy.signature.signed_digest)
    reader = PdfReader(BytesIO(content_of(copy)))
    assert len(reader.pages) == 3
    assert reader.attachments["original"] == [content_of(paper)]


@pytest.mark.poppler
def test_the_words_of_certification_name_original_number_and_agency(office, tmp_path):
    case = follow_up(case_in(State.DECIDED, office))
    copy = certified(case, office, text="Dùng để nộp ngân hàng")
    text = text_of(content_of(copy))
    for said in ("LỜI CHỨNG", Result.objects.get().number, "1/2026", "Dùng để nộp ngân hàng"):
        assert said in text
    assert "Signature is Valid" in pdfsig(content_of(copy), tmp_path)


def test_the_same_line_of_the_book_gives_the_same_bytes(office):
    case = case_in(State.RECEIVED, office)
    copy = certified(case, office, document=a_paper(case, office).pk)
    assert digest_of(copies.render(copy)) == copy.signature.unsigned_digest


def test_making_a_copy_again_changes_nothing(office):
    case = case_in(State.RECEIVED, office)
    first = certified(case, office, document=a_paper(case, office).pk)
    again = copies.make(last_event(Application.objects.get(pk=case.pk)), at=timezone.now())
    assert (again, again.digest) == (first, first.digest)
    assert CopyBook.objects.get().last == 1


def test_serials_of_a_book_follow_each_other(office):
    case = case_in(State.RECEIVED, office)
    paper = a_paper(case, office)
    assert [certified(case, office, document=paper.pk).serial for _ in range(2)] == [1, 2]


@pytest.mark.parametrize("what", ["an upload", "a paper of another file", "nothing at all"])
def test_only_what_the_office_had_in_its_hands_is_certified(what, office):
    case = case_in(State.RECEIVED, office)
    other = case_in(State.RECEIVED, office)
    named = {
        "an upload": lambda: a_paper(case, office, scanned=False).pk,
        "a paper of another file": lambda: a_paper(other, office).pk,
        "nothing at all": lambda: 999_999_999,
    }[what]()
    with pytest.raises(InputRefused) as refused:
        lifecycle.certify_copy(case.pk, actor=office.leader, at=timezone.now(), document=named)
    assert list(refused.value.fields) == ["document"]


def test_a_citizen_fetches_the_copy_from_the_own_file(office):
    citizen = a_citizen()
    case = follow_up(case_in(State.DECIDED, office, by=citizen))
    copy = certified(case, office)
    url = f"/api/v1/applications/{case.number}/results/"
    [entry] = [one for one in Api(citizen).get(url).json()["results"] if one["kind"] == "copy"]
    assert entry["number"] == copy.number
    assert b"".join(Api(citizen).get(f"{url}{entry['id']}/")) == content_of(copy)


def test_the_database_keeps_the_line_of_the_book(office):
    case = case_in(State.RECEIVED, office)
    certified(case, office, document=a_paper(case, office).pk)
    lines = CertifiedCopy.objects.all()
    for deed in (lambda: lines.update(serial=9), lambda: lines.update(size=1), lines.delete):
        with pytest.raises(DatabaseError, match="never allowed"), transaction.atomic():
            deed()
