"""A paper that comes signed gets its verdict: once per file, and whoever handles it sees it."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from caseflow.accounts.models import Role
from caseflow.applications import papers
from caseflow.applications.following import follower
from caseflow.applications.models import Event
from caseflow.verdicts import following
from caseflow.verdicts.models import Examination
from procedures.models import RequiredPaper
from signatures import statements
from signatures.models import Statement, StatementKey
from signatures.verdicts import Verdict
from tests.api import Api
from tests.applications.sheets_of_paper import pdf as scan
from tests.applications.stores import BIRTH_CERTIFICATE, a_procedure_with
from tests.factories import MONDAY, a_citizen, an_office, filed_case
from tests.signatures.factories import sign_once
from tests.signatures.test_verifying import with_one_byte_changed

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return an_office()


@pytest.fixture
def case(office):
    return filed_case(office, by=a_citizen())


def handed_in(case, office, content: bytes, paper: str = "other"):
    file = ContentFile(content, "giay-to.pdf")
    document = papers.attach(case, file, paper=paper, actor=office.clerk, at=MONDAY)
    following.handle(Event.objects.of(case).last())
    return document


def findings() -> list[str]:
    return list(Examination.objects.order_by("pk").values_list("finding", flat=True))


def path_of(case, document) -> str:
    return f"/api/v1/applications/{case.number}/documents/{document.pk}/verdict/"


def test_a_signed_paper_gets_a_verdict(case, office, signed):
    handed_in(case, office, signed)
    assert findings() == ["genuine"]
    assert Examination.objects.get().verdict.signatures[0].signer == "Công ty Bình Minh"


def test_a_changed_paper_is_found_out(case, office, signed):
    handed_in(case, office, with_one_byte_changed(signed, 500))
    assert findings() == ["altered"]


def test_a_scan_without_signature_is_unsigned(case, office):
    handed_in(case, office, scan(1))
    assert findings() == ["unsigned"]


def test_equal_files_are_examined_once(case, office, signed):
    for _ in range(2):
        handed_in(case, office, signed)
    handed_in(filed_case(office), office, signed)
    assert findings() == ["genuine"]


def test_a_result_of_an_authority_takes_more_than_any_certificate(office, signed):
    birth = RequiredPaper(key="birth", name="Giấy khai sinh", required=False)
    birth.result_type = BIRTH_CERTIFICATE
    case = filed_case(office, version=a_procedure_with(birth))
    handed_in(case, office, signed, paper="birth")
    assert findings() == ["unfit_signer"]


def test_a_file_examined_as_any_paper_still_waits_as_a_result_of_an_authority(office, signed):
    birth = RequiredPaper(key="birth", name="Giấy khai sinh", required=False)
    birth.result_type = BIRTH_CERTIFICATE
    case = filed_case(office, by=a_citizen(), version=a_procedure_with(birth))
    handed_in(case, office, signed)
    file = ContentFile(signed, "giay-to.pdf")
    document = papers.attach(case, file, paper="birth", actor=office.clerk, at=MONDAY)
    assert Api(case.submitted_by).get(path_of(case, document)).status_code == 202


def test_a_paper_larger_than_what_we_examine_says_so(case, office, signed, settings):
    settings.SIGNATURES_VERIFY_MEGABYTES = 0
    handed_in(case, office, signed)
    assert Examination.objects.get().verdict.refused == "too_large"


def test_what_is_kept_is_the_verdict_that_was_found(case, office, signed):
    handed_in(case, office, signed)
    kept = Examination.objects.get().verdict
    assert kept == Verdict.of(Examination.objects.get().facts)
    assert kept.signatures[0].valid_to.tzinfo is not None


def test_owner_and_clerk_read_the_verdict_and_a_stranger_nothing(case, office, signed):
    document = handed_in(case, office, signed)
    for user in (case.submitted_by, office.colleague(Role.CLERK)):
        told = Api(user).get(path_of(case, document)).json()
        assert told["verdict"]["verdict"] == "genuine"
        assert told["verdict"]["signatures"][0]["signer"] == "Công ty Bình Minh"
    stranger = a_citizen("025184000999", "Hà Văn Lạ")
    assert Api(stranger).get(path_of(case, document)).status_code == 404


def test_a_paper_that_waits_for_its_verdict_says_so(case, office, signed):
    file = ContentFile(signed, "giay-to.pdf")
    document = papers.attach(case, file, paper="other", actor=office.clerk, at=MONDAY)
    answer = Api(case.submitted_by).get(path_of(case, document))
    assert (answer.status_code, answer.json()["code"]) == (202, "being_examined")


def test_the_desk_shows_the_verdict_beside_the_paper(case, office, signed):
    handed_in(case, office, signed)
    clerk = Client()
    clerk.force_login(office.colleague(Role.CLERK))
    english = {"accept-language": "en"}
    page = clerk.get(f"/admin/applications/application/{case.number}/", headers=english)
    assert "signed by a trusted signer and unchanged since" in page.content.decode()
    assert "Công ty Bình Minh" in page.content.decode()


def test_filing_and_attaching_are_followed(case, office, signed):
    handed_in(case, office, signed)
    followed = follower("verdicts")
    assert [followed.wants(event) for event in Event.objects.of(case)] == [True, True]


def test_a_result_of_ours_that_was_withdrawn_since_is_shown_as_withdrawn(case, office, pdf):
    ours = sign_once(pdf, reference="H44.0019-260302-0009/result/7")
    with ours.document.open() as file:
        document = handed_in(case, office, file.read())
    assert findings() == ["genuine"]
    withdraw(ours.reference)
    told = Api(case.submitted_by).get(path_of(case, document)).json()
    assert (told["withdrawn"], told["verdict"]["verdict"]) == (True, "genuine")


def withdraw(reference: str) -> None:
    """A result whose statement stands on the list of withdrawn ones."""
    key = StatementKey.objects.create(key_id="k1", certificate=b"", first_used_at=MONDAY)
    Statement.objects.create(
        reference=reference,
        identifier="0" * 32,
        key=key,
        text="",
        content_digest="0" * 64,
        stated_at=MONDAY,
    )
    statements.withdraw(reference, at=MONDAY)


def test_the_owner_reads_the_verdict_on_the_page_of_the_file(case, office, signed):
    handed_in(case, office, signed)
    owner = Client()
    owner.force_login(case.submitted_by)
    page = owner.get(f"/mine/files/{case.number}/", headers={"accept-language": "en"})
    assert "signed by a trusted signer and unchanged since" in page.content.decode()
