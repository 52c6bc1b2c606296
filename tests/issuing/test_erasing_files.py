"""What is personal in a file goes from every app at once; record, proof and figures stay."""

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as configured
from django.contrib.auth import get_user_model
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from caseflow.accounts.models import Role
from caseflow.applications import erasing, lifecycle
from caseflow.applications.erasing import Eraser, disk
from caseflow.applications.models import Application, Document, Erasure, FileToRemove, Statement
from caseflow.applications.papers import Scan, attach
from caseflow.applications.refusals import DeedRefused
from caseflow.applications.states import State
from caseflow.issuing.models import CertifiedCopy, Result, Slip
from caseflow.notices.models import Message
from caseflow.verdicts.examining import examine_papers
from caseflow.verdicts.models import Examination
from signatures import verifying
from signatures.models import Signature
from tests.api import Api
from tests.applications.sheets_of_paper import pdf
from tests.applications.test_verify_evidence import verified
from tests.factories import IDENTITY, a_citizen, an_office, case_in
from tests.issuing.papers import content_of, follow_up
from tests.notices.letters import tell

pytestmark = pytest.mark.django_db

YEAR = timedelta(days=365)
NAME, CHILD, PHONE, SCAN = "Lò Thị Quỳnh Mai", "Lò Văn An", "0912345678", "giay-chung-sinh"
#: People as the register of proven identities and the accounts know them; no part of a file.
OTHERS = ("citizens", "accounts", "auth", "admin", "sessions", "contenttypes")


class StubbornStorage(FileSystemStorage):
    """A disk that does not let go of anything."""

    def delete(self, name: str) -> None:
        raise OSError("busy")


def broken(cases: erasing.Cases) -> erasing.Gone:
    raise LookupError(cases[0].number)


BROKEN = Eraser(broken)


@pytest.fixture
def case(office) -> Application:
    """Filed from an account, with a scan, a certified copy, slips, messages and a signed result."""
    started = case_in(State.IN_REVIEW, office, by=a_citizen(), email="mai@example.vn")
    file, now = SimpleUploadedFile(f"{SCAN}.pdf", pdf(pages=2)), timezone.now()
    paper = attach(started, file, paper="other", actor=office.clerk, at=now, scan=Scan(300))
    examine_papers(started, at=now)
    tell(follow_up(reloaded(started)), "receive")
    lifecycle.certify_copy(started.pk, actor=office.leader, at=now, document=paper.pk)
    follow_up(reloaded(started))
    lifecycle.approve(started.pk, actor=office.leader, at=now, text="Đồng ý")
    follow_up(reloaded(started))
    lifecycle.return_result(started.pk, actor=office.clerk, at=now, to_whom=NAME)
    return reloaded(started)


def reloaded(case: Application) -> Application:
    return Application.objects.get(pk=case.pk)


def purged() -> erasing.Purge:
    return erasing.purge(at=timezone.now() + 2 * YEAR)


@pytest.fixture
def term(settings) -> Any:
    settings.APPLICATIONS_RETENTION_DAYS = 365
    return settings


def rows_that_say(*secrets: str) -> Iterator[str]:
    """Every row of every table of ours, but the registers of people."""
    for model in apps.get_models():
        if model._meta.app_label not in OTHERS:
            for row in model.objects.values():
                text = str(row)
                yield from (f"{model.__name__}: {said}" for said in secrets if said in text)


def files_on_disk() -> list[Path]:
    place = Path(configured.STORAGES["default"]["OPTIONS"]["location"])
    return [path for path in place.rglob("*") if path.is_file()]


def test_no_table_and_no_disk_says_anything_of_the_people(case, term):
    secrets = (NAME, IDENTITY, CHILD, PHONE, SCAN, "mai@example.vn", "Đồng ý")
    assert {said.rpartition(": ")[2] for said in rows_that_say(*secrets)} == {*secrets}
    assert len(files_on_disk()) > 4
    purged()
    assert list(rows_that_say(*secrets)) == []
    assert files_on_disk() == []
    assert Examination.objects.count() == FileToRemove.objects.count() == 0


def test_the_record_says_how_much_of_what_was_erased_and_nothing_else(case, term):
    files = len(files_on_disk())
    purged()
    erasure = Erasure.objects.get()
    assert (erasure.application, erasure.term_days) == (case, 365)
    assert erasure.parts["applications"]["papers"] == 1
    assert erasure.parts["issuing"]["results"] == 1
    assert erasure.parts["notices"]["messages"] == Message.objects.count()
    assert erasure.parts["disk"]["files"] == files


def test_the_chain_still_proves_the_case_and_counts_what_is_gone(case, term):
    before = verified()[0]
    purged()
    lines, code = verified()
    assert (code, lines[:2], lines[-1]) == (0, before[:2], "faults 0")
    assert lines[2] == "erased 3"


def test_what_was_handed_out_is_counted_as_erased_and_differs_in_nothing(case, term):
    purged()
    for command, kinds in (("verify_slips", [Slip]), ("verify_results", [Result, CertifiedCopy])):
        out = StringIO()
        call_command(command, stdout=out)
        count = sum(kind.objects.count() for kind in kinds)
        assert out.getvalue().split()[-4:] == ["erased", str(count), "differences", "0"]


def test_a_result_that_somebody_kept_is_still_known_as_ours(case, term):
    document = content_of(Result.objects.get())
    purged()
    found = verifying.verify(document, at=timezone.now()).registered
    assert found is not None
    assert Signature.objects.exclude(document="").count() == 0


def test_nothing_can_be_done_with_an_erased_file_any_more(case, term, office):
    purged()
    with pytest.raises(DeedRefused) as refused:
        lifecycle.rate(case.pk, actor=office.clerk, at=timezone.now(), rating=5)
    assert refused.value.rule == "erased"


@pytest.mark.parametrize(
    "statement",
    [
        {"applicant_name": "Ai đó"},
        {"form": {"child_name": "Ai đó"}},
        {"erased_at": None},
    ],
)
def test_the_database_refuses_to_fill_an_erased_file_again(case, term, statement):
    purged()
    with pytest.raises(DatabaseError), transaction.atomic():
        Application.objects.filter(pk=case.pk).update(**statement)


def test_a_file_that_cannot_be_removed_is_tried_again(case, term):
    storages = term.STORAGES
    stubborn = storages["default"] | {"BACKEND": f"{__name__}.StubbornStorage"}
    term.STORAGES = storages | {"default": stubborn}
    assert purged().left_on_disk == len(files_on_disk()) > 0
    assert Erasure.objects.get().files_removed_at is None
    term.STORAGES = storages
    assert (disk.remove_files(at=timezone.now()), files_on_disk()) == (0, [])
    assert Erasure.objects.get().files_removed_at is not None


def test_where_one_app_fails_the_case_stays_whole(case, term):
    term.ERASERS = term.ERASERS | {"broken": f"{__name__}.BROKEN"}
    done = purged()
    assert (done.erased, done.failed) == (0, 1)
    assert reloaded(case).applicant_name == NAME
    assert Statement.objects.exists()
    assert Document.objects.get().file


def test_a_paper_that_another_case_still_has_keeps_its_verdict(case, term):
    paper = Document.objects.get()
    elsewhere = an_office()
    other = case_in(State.RECEIVED, elsewhere)
    again = SimpleUploadedFile("khac.pdf", content_of(paper))
    attach(other, again, paper="other", actor=elsewhere.clerk, at=timezone.now())
    purged()
    assert Examination.objects.count() == 1


def test_a_paper_of_two_cases_that_end_together_leaves_no_verdict(case, term, office):
    again = SimpleUploadedFile("nua.pdf", content_of(Document.objects.get()))
    other = case_in(State.IN_REVIEW, office)
    attach(other, again, paper="other", actor=office.clerk, at=timezone.now())
    lifecycle.stop(other.pk, actor=office.leader, at=timezone.now(), reason="Theo đề nghị")
    assert purged().erased == 2
    assert not Examination.objects.exists()


def test_the_page_of_an_erased_file_says_so_to_the_office_and_to_who_filed_it(case, term, office):
    purged()
    clerk, citizen = Client(), Client()
    clerk.force_login(office.colleague(Role.CLERK))
    citizen.force_login(get_user_model().objects.get(role=Role.CITIZEN))
    for client, page in (
        (clerk, f"/admin/applications/application/{case.number}/"),
        (citizen, f"/mine/files/{case.number}/"),
    ):
        answer = client.get(page, headers={"accept-language": "en"})
        assert answer.status_code == 200
        assert "was erased on" in answer.content.decode()
        assert NAME not in answer.content.decode()


def test_the_interface_tells_when_a_file_was_erased_and_offers_no_document(case, term, office):
    purged()
    clerk = Api(office.colleague(Role.CLERK))
    path = f"/api/v1/applications/{case.number}/"
    told = clerk.get(path).json()
    assert (told["erased_at"] is not None, told["possible_verbs"]) == (True, [])
    paper = Document.objects.get()
    assert clerk.get(f"{path}documents/{paper.pk}/").status_code == 404
    assert clerk.get(f"{path}scans/{paper.pk}/").status_code == 404
    for entry in clerk.get(f"{path}results/").json()["results"]:
        assert clerk.get(f"{path}results/{entry['id']}/").status_code == 404
