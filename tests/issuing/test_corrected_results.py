"""An error in a result: a new one is signed, and the old one withdrawn wherever it shows."""

from datetime import timedelta

import pytest
from django.utils import timezone

from caseflow.applications import lifecycle
from caseflow.applications.models import Application, Event
from caseflow.applications.papers import PaperRefused, reuse
from caseflow.applications.refusals import DeedRefused
from caseflow.applications.states import State, Verb
from caseflow.issuing import results
from caseflow.issuing.models import Result, ResultWithdrawal, SigningOrder
from caseflow.issuing.signing_orders import chains, refusing_to_sign
from caseflow.issuing.states import KeyPlace, OrderState
from citizens.models import StoredDocument
from procedures.models import ResultType
from tests.api import Api
from tests.applications.stores import a_procedure_with
from tests.factories import BODIES, a_citizen, case_in, filed_case
from tests.issuing.inboxes import decided, state_of
from tests.issuing.papers import content_of, follow_up, text_of

pytestmark = pytest.mark.django_db
KIND = "KQ.G15.000031"
RIGHT = {"child_name": "Lò Văn Ân"}


@pytest.fixture
def citizen():
    return a_citizen()


@pytest.fixture
def issued(office, citizen):
    kind = ResultType(code=KIND, name="Giấy khai sinh", kind="certificate")
    case = follow_up(case_in(State.DECIDED, office, by=citizen, version=a_procedure_with(kind)))
    return follow_up(case)


def corrected(case: Application, office, **order) -> Application:
    """As the citizen reports it, the leader orders it and the worker does it."""
    now = timezone.now()
    lifecycle.correct(case.pk, actor=office.clerk, at=now, text="Sai tên đệm")
    told = {"reason": "Sai tên đệm của trẻ", "fields": RIGHT} | order
    lifecycle.amend(case.pk, actor=office.leader, at=now, **told)
    return follow_up(follow_up(Application.objects.get(pk=case.pk)))


def test_a_corrected_result_takes_the_place_of_the_one_with_the_error(issued, office):
    case = corrected(issued, office)
    old, new = Result.objects.order_by("pk")
    assert (case.result_reference, case.result_digest) == (new.reference, new.digest)
    withdrawal = ResultWithdrawal.objects.get()
    assert (withdrawal.result, withdrawal.replaced_by) == (old, new)
    assert (case.state, case.correction_due_at) == (issued.state, None)
    assert new.sheet["replaces"]["number"] == old.number


def test_the_record_of_handling_is_not_reopened(issued, office):
    case = corrected(issued, office)
    for fact in ("state", "due_at", "finished_at", "issued_at", "outcome", "agency_seconds"):
        assert getattr(case, fact) == getattr(issued, fact)
    last = Event.objects.of(case).last()
    assert (last.verb, last.payload["replaces"]) == (Verb.REISSUE, issued.result_reference)


@pytest.mark.poppler
def test_the_new_result_says_what_is_right_and_what_it_replaces(issued, office):
    corrected(issued, office)
    old, new = Result.objects.order_by("pk")
    text = text_of(content_of(new))
    assert f"thay thế văn bản số {old.number}" in text
    assert "Lò Văn Ân" in text
    assert "Lò Văn An" in text_of(content_of(old))


def test_following_twice_reissues_once(issued, office):
    case = corrected(issued, office)
    follow_up(case)
    assert Result.objects.count() == 2
    assert Event.objects.of(case).filter(verb=Verb.REISSUE).count() == 1


def test_only_the_last_order_to_correct_is_signed(issued, office):
    now = timezone.now()
    lifecycle.correct(issued.pk, actor=office.clerk, at=now, text="sai")
    for reason in ("lần một", "lần hai"):
        lifecycle.amend(issued.pk, actor=office.leader, at=now, reason=reason)
    follow_up(Application.objects.get(pk=issued.pk))
    assert Result.objects.order_by("pk").last().sheet["replaces"]["reason"] == "lần hai"


def test_a_later_order_to_correct_takes_the_earlier_one_out_of_the_inbox(issued, office):
    decided(office, KeyPlace.CONFIRMED)
    lifecycle.correct(issued.pk, actor=office.clerk, at=timezone.now(), text="sai")
    for reason in ("lần một", "lần hai"):
        lifecycle.amend(issued.pk, actor=office.leader, at=timezone.now(), reason=reason)
        follow_up(Application.objects.get(pk=issued.pk))
    [order] = SigningOrder.objects.waiting()
    assert order.sheet["replaces"]["reason"] == "lần hai"


def test_the_list_of_results_shows_which_one_counts(issued, office, citizen):
    case = corrected(issued, office)
    found = Api(citizen).get(f"/api/v1/applications/{case.number}/results/").json()["results"]
    new, old = [entry for entry in found if entry["kind"] == "result"]
    assert (new["withdrawn_at"], old["replaced_by"]) == (None, new["number"])
    assert old["withdrawn_at"]
    assert new["paper_code"].endswith(KIND)


def test_the_store_offers_the_new_one_and_refuses_the_old(issued, office, citizen):
    case = corrected(issued, office)
    old, new = StoredDocument.objects.order_by("pk")
    assert (old.replacement, new.withdrawn_at, new.code) == (new, None, old.code)
    assert old.withdrawn_at
    following = filed_case(office, by=citizen, version=case.procedure_version)
    sent = {"paper": "other", "actor": office.clerk, "at": timezone.now()}
    with pytest.raises(PaperRefused):
        reuse(following, old.pk, **sent)
    assert reuse(following, new.pk, **sent).sha256 == new.sha256


def test_a_corrected_result_is_handed_over_again_once(issued, office, citizen):
    url = f"/api/v1/applications/{issued.number}/results/"
    b"".join(Api(citizen).get(f"{url}result-4/"))
    case = corrected(Application.objects.get(pk=issued.pk), office)
    name = Api(citizen).get(url).json()["results"][0]["id"]
    for _fetch in range(2):
        assert b"".join(Api(citizen).get(f"{url}{name}/")).startswith(b"%PDF-")
    assert Event.objects.of(case).filter(verb=Verb.DELIVER).count() == 1


def test_an_order_taken_back_signs_nothing_and_leaves_the_correction_open(issued, office):
    now, leader = timezone.now(), office.leader
    lifecycle.correct(issued.pk, actor=office.clerk, at=now, text="sai")
    lifecycle.amend(issued.pk, actor=leader, at=now, reason="sai tên")
    lifecycle.revoke_amendment(issued.pk, actor=leader, at=now, reason="không sai")
    case = follow_up(Application.objects.get(pk=issued.pk))
    assert (Result.objects.count(), case.result_digest) == (1, issued.result_digest)
    assert case.correction_due_at
    with pytest.raises(DeedRefused) as refused:
        lifecycle.revoke_amendment(issued.pk, actor=leader, at=now, reason="không sai")
    assert refused.value.rule == "no_amendment_ordered"


def test_an_order_to_correct_is_refused_in_the_signing_inbox(issued, office):
    decided(office, KeyPlace.CONFIRMED)
    now, leader = timezone.now(), office.leader
    lifecycle.correct(issued.pk, actor=office.clerk, at=now, text="sai")
    lifecycle.amend(issued.pk, actor=leader, at=now, reason="sai tên")
    follow_up(Application.objects.get(pk=issued.pk))
    order = SigningOrder.objects.waiting().get()
    refusing_to_sign.refuse(chains.loaded(order.pk), "không sai", actor=leader, at=now)
    assert state_of(order) == (OrderState.WITHDRAWN, issued.state)
    assert Event.objects.of(issued).last().verb == Verb.REVOKE_AMENDMENT


def test_who_may_not_decide_may_not_order_a_correction(issued, office):
    lifecycle.correct(issued.pk, actor=office.clerk, at=timezone.now(), text="sai")
    path = f"/api/v1/applications/{issued.number}/amend/"
    answers = {
        role: Api(office.colleague(role)).post(path, {"reason": "sai"}).status_code
        for role in ("clerk", "officer", "leader")
    }
    assert answers == {"clerk": 403, "officer": 403, "leader": 200}


def test_a_correction_done_late_says_so(issued, office):
    now, later = timezone.now(), timezone.now() + timedelta(days=30)
    lifecycle.correct(issued.pk, actor=office.clerk, at=now, text="sai")
    lifecycle.reissue(issued.pk, actor=results.ISSUING, at=later, **BODIES["reissue"])
    assert Event.objects.of(issued).last().payload["late"] is True
