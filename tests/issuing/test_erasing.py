"""What was handed out is emptied with the person's data, and is known again all the same."""

import pytest

from caseflow.accounts.models import Role
from caseflow.applications.states import State
from caseflow.issuing import erasing
from caseflow.issuing.models import Result, SigningOrder, Slip
from caseflow.issuing.reproducing import Proof, every
from signatures import registered
from signatures.models import Statement
from tests.api import Api
from tests.factories import case_in
from tests.issuing.papers import content_of, follow_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def issued(office):
    return follow_up(case_in(State.DECIDED, office))


def test_no_word_is_left_of_what_was_handed_out_and_its_files_are_named(issued, office):
    received = follow_up(case_in(State.RECEIVED, office))
    files = {paper.file.name for kind in (Slip, Result) for paper in kind.objects.all()}
    gone = erasing.erase([received, issued])
    assert files <= gone.files[received.pk] | gone.files[issued.pk]
    assert set(Slip.objects.values_list("sheet", "file")) == {(None, "")}
    assert set(Result.objects.values_list("sheet", "file", "paper_code")) == {(None, "", "")}
    assert set(SigningOrder.objects.values_list("sheet", flat=True)) == {None}
    assert set(Statement.objects.values_list("text", flat=True)) == {""}


def test_a_document_that_was_erased_here_is_still_known_to_the_register(issued):
    document = content_of(Result.objects.get())
    erasing.erase([issued])
    told = registered.told(registered.match(document, []), genuine=True)
    assert told
    assert told.unchanged
    assert list(Proof().of(every(Slip))) == []


def test_a_signed_result_that_was_erased_is_shown_to_its_leader_no_more(issued, office):
    erasing.erase([issued])
    order = SigningOrder.objects.get()
    answer = Api(office.colleague(Role.LEADER)).get(
        f"/api/v1/signing-orders/{order.reference}/document/"
    )
    assert (answer.status_code, answer.json()["rule"]) == (409, "erased")


def test_erasing_twice_and_erasing_another_case_changes_nothing_here(issued, office):
    other = follow_up(case_in(State.DECIDED, office))
    erasing.erase([issued])
    erasing.erase([issued])
    assert content_of(Result.objects.get(application=other)).startswith(b"%PDF-")
    assert Statement.objects.exclude(text="").count() == 1
