import pytest
from django.db import DataError, transaction
from django.utils import timezone

from caseflow.applications import lifecycle
from caseflow.applications.models import Application, Event
from caseflow.applications.states import Origin, Outcome, State, Verb
from caseflow.issuing import results, sheets
from caseflow.issuing.following import FOLLOWER, handle
from caseflow.issuing.models import Result, Slip
from signatures import signing
from signatures.models import Signature
from tests.factories import an_office, case_in
from tests.issuing.papers import content_of, follow_log, follow_up, last_event, pdfsig, text_of

FAILING = "signatures.backends.failing.FailingBackend"
REFUSING = "signatures.backends.failing.RefusingBackend"


def counts() -> tuple[int, int, int]:
    issued = Event.objects.filter(verb=Verb.ISSUE)
    return Signature.objects.count(), Result.objects.count(), issued.count()


def signed_but_not_issued(event: Event) -> Signature:
    """What a worker killed between signing and issuing leaves behind."""
    case = event.application
    sheet = sheets.result(event, demonstration=False)
    return signing.sign(
        results.render(sheet),
        reference=f"{case.number}/result/{event.sequence}",
        holder=case.deciding_agency.code,
        reason="",
        location="",
        at=timezone.now(),
    )


def test_a_decided_case_is_signed_and_issued(office):
    case = follow_up(case_in(State.DECIDED, office))
    result = Result.objects.get()
    assert (case.state, case.electronic_result) == (State.ISSUED, True)
    assert (case.result_reference, case.result_digest) == (result.reference, result.digest)
    assert result.reference == f"{case.number}/result/4"
    assert result.signature.signed_digest == result.digest
    assert (result.outcome, result.size) == (Outcome.APPROVED, len(content_of(result)))


def test_a_rejected_case_gets_its_decision_with_the_reason(office):
    case = case_in(State.IN_REVIEW, office)
    lifecycle.reject(case.pk, actor=office.leader, at=timezone.now(), reason="Thiếu căn cứ")
    follow_up(Application.objects.get(pk=case.pk))
    result = Result.objects.get()
    assert result.outcome == Outcome.REJECTED
    assert result.sheet["words"] == "Thiếu căn cứ"


def test_the_same_decision_handled_again_adds_nothing(office):
    decided = last_event(case_in(State.DECIDED, office))
    for _attempt in range(3):
        handle(decided)
    assert counts() == (2, 1, 1)


def test_a_worker_killed_after_signing_leaves_nothing_double(office):
    decided = last_event(case_in(State.DECIDED, office))
    kept = signed_but_not_issued(decided)
    handle(decided)
    assert counts() == (2, 1, 1)
    assert Result.objects.get().signature == kept


def test_a_result_whose_issuing_fails_is_not_kept(office):
    event = last_event(case_in(State.DECIDED, office))
    signature = signed_but_not_issued(event)
    later = {"number": "x" * 100}
    with pytest.raises(DataError), transaction.atomic():
        results.conclude(event, signature, later, at=timezone.now())
    assert counts() == (1, 0, 0)
    assert Application.objects.get().state == State.DECIDED


def test_a_signer_out_of_reach_is_asked_again_until_it_answers(office, settings):
    settings.SIGNATURES_BACKEND, working = FAILING, settings.SIGNATURES_BACKEND
    handled = follow_up_fails(case_in(State.DECIDED, office), signing.SigningUnavailable)
    assert counts() == (0, 0, 0)
    settings.SIGNATURES_BACKEND = working
    handle(handled)
    assert counts() == (2, 1, 1)


def follow_up_fails(case: Application, error: type[Exception]) -> Event:
    event = last_event(case)
    with pytest.raises(error):
        handle(event)
    return event


def test_a_revoked_decision_is_not_issued(office):
    case = case_in(State.DECIDED, office)
    event = last_event(case)
    lifecycle.revoke_decision(case.pk, actor=office.leader, at=timezone.now(), reason="Nhầm")
    handle(event)
    assert counts() == (0, 0, 0)


def test_only_the_decision_that_stands_is_issued(office):
    case = case_in(State.DECIDED, office)
    first, now = last_event(case), timezone.now()
    lifecycle.revoke_decision(case.pk, actor=office.leader, at=now, reason="Nhầm")
    lifecycle.reject(case.pk, actor=office.leader, at=now, reason="Không đủ điều kiện")
    second = last_event(Application.objects.get(pk=case.pk))
    handle(first)
    assert counts() == (0, 0, 0)
    handle(second)
    assert Result.objects.get().event == second


def test_a_decision_revoked_while_it_was_signed_is_not_handed_over(office):
    case = case_in(State.DECIDED, office)
    event, now = last_event(case), timezone.now()
    signature = signed_but_not_issued(event)
    lifecycle.revoke_decision(case.pk, actor=office.leader, at=now, reason="Nhầm")
    lifecycle.approve(case.pk, actor=office.leader, at=now)
    results.conclude(event, signature, {"number": "1"}, at=now)
    assert counts() == (1, 0, 0)


@pytest.mark.poppler
def test_an_issued_result_is_valid_to_an_independent_reader(office, tmp_path):
    follow_up(case_in(State.DECIDED, office))
    document = content_of(Result.objects.get())
    assert "Signature is Valid" in pdfsig(document, tmp_path)
    place = document.index(b"stream") + 40
    changed = document[:place] + bytes([document[place] ^ 1]) + document[place + 1 :]
    assert "Signature is Valid" not in pdfsig(changed, tmp_path)


@pytest.mark.poppler
def test_a_result_names_number_procedure_person_and_office(office):
    case = follow_up(case_in(State.DECIDED, office))
    text = text_of(content_of(Result.objects.get()))
    said = ["QUYẾT ĐỊNH", f"{case.number}.4/QĐ", "Lò Thị Quỳnh Mai", case.procedure.name]
    assert [words for words in said if words not in text] == []


def test_only_live_files_get_papers(office):
    event = last_event(case_in(State.DECIDED, office))
    assert FOLLOWER.wants(event)
    event.origin = Origin.SYNTHETIC
    assert not FOLLOWER.wants(event)


@pytest.mark.django_db(transaction=True)
def test_a_refusing_signer_stays_visible_and_blocks_no_slip(settings):
    settings.SIGNATURES_BACKEND = REFUSING
    office = an_office()
    case_in(State.DECIDED, office)
    received, decided = follow_log(events=2)
    assert (received.error, decided.error) == ("", "SigningRefused")
    assert received.done_at
    assert not decided.done_at
    assert Slip.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_worker_brings_a_decided_case_to_issued():
    case = case_in(State.DECIDED, an_office())
    assert all(job.done_at for job in follow_log(events=2))
    assert Application.objects.get(pk=case.pk).state == State.ISSUED
