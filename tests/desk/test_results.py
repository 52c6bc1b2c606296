"""Results on the case page: which one counts, how it was handed over, certified copies."""

import pytest
from django.utils import timezone

from caseflow.accounts.models import Role
from caseflow.applications import lifecycle
from caseflow.applications.models import Application
from caseflow.applications.states import State
from caseflow.issuing.models import CertifiedCopy, Result
from tests.factories import an_office, case_in
from tests.issuing.conftest import _keys_and_files, keys  # noqa: F401
from tests.issuing.papers import follow_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def issued(office):
    return follow_up(case_in(State.DECIDED, office))


def page_of(case: Application) -> str:
    return f"/admin/applications/application/{case.number}/"


def corrected(case: Application, office) -> Application:
    now = timezone.now()
    lifecycle.correct(case.pk, actor=office.clerk, at=now, text="sai tên")
    lifecycle.amend(case.pk, actor=office.leader, at=now, reason="Sai tên")
    return follow_up(Application.objects.get(pk=case.pk))


def test_the_page_says_which_result_was_withdrawn_and_what_replaced_it(issued, office, desk):
    case = corrected(issued, office)
    old, new = Result.objects.order_by("pk")
    html = desk(Role.CLERK).get(page_of(case)).content.decode()
    assert f"replaced by {new.number}" in html
    assert html.count("desk-withdrawn") == 1
    for result in (old, new):
        assert f"{page_of(case)}results/{result.pk}/" in html


def test_the_leader_corrects_a_field_on_the_page_of_the_deed(issued, office, desk):
    lifecycle.correct(issued.pk, actor=office.clerk, at=timezone.now(), text="sai tên")
    case = Application.objects.get(pk=issued.pk)
    leader, address = desk(Role.LEADER), f"{page_of(case)}amend/"
    assert 'name="form-child_name"' in leader.get(address).content.decode()
    body = {"seen": case.last_sequence, "reason": "Sai tên", "form-child_name": "Lò Văn Ân"}
    assert leader.post(address, body).status_code == 302
    assert Application.objects.get(pk=case.pk).form["child_name"] == "Lò Văn Ân"


def test_the_page_tells_how_the_result_was_handed_over(issued, office, desk):
    clerk, case = desk(Role.CLERK), Application.objects.get(pk=issued.pk)
    body = {"seen": case.last_sequence, "how": "post", "carrier": "VNPost", "tracking_number": "E1"}
    assert clerk.post(f"{page_of(case)}return_result/", body).status_code == 302
    html = clerk.get(page_of(case)).content.decode()
    assert "VNPost E1" in html
    assert "to the applicant" in html


def test_a_leader_certifies_a_copy_that_then_stands_in_the_book(issued, office, desk):
    leader, case = desk(Role.LEADER), Application.objects.get(pk=issued.pk)
    deed = leader.post(f"{page_of(case)}certify_copy/", {"seen": case.last_sequence})
    assert deed.status_code == 302
    follow_up(Application.objects.get(pk=case.pk))
    copy = CertifiedCopy.objects.get()
    assert (
        f"{copy.serial}/{copy.book.year}"
        in leader.get("/admin/issuing/certifiedcopy/").content.decode()
    )
    answer = leader.get(f"{page_of(case)}copies/{copy.pk}/")
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")


def test_another_office_sees_neither_the_book_nor_the_copy(issued, office, desk):
    lifecycle.certify_copy(issued.pk, actor=office.leader, at=timezone.now())
    follow_up(Application.objects.get(pk=issued.pk))
    stranger = desk(an_office().colleague(Role.LEADER))
    assert issued.number not in stranger.get("/admin/issuing/certifiedcopy/").content.decode()
    copy = CertifiedCopy.objects.get()
    assert stranger.get(f"{page_of(issued)}copies/{copy.pk}/").status_code in (403, 404)


def test_the_book_is_read_in_few_queries(issued, office, desk, django_assert_max_num_queries):
    leader = desk(Role.LEADER)
    for _copy in range(3):
        lifecycle.certify_copy(issued.pk, actor=office.leader, at=timezone.now())
        follow_up(Application.objects.get(pk=issued.pk))
    with django_assert_max_num_queries(8):
        leader.get("/admin/issuing/certifiedcopy/")
