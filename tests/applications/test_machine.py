from datetime import timedelta

import pytest
from django.db import transaction

from caseflow.applications import lifecycle
from caseflow.applications.models import Application, Event
from caseflow.applications.refusals import DeedRefused
from caseflow.applications.states import OPEN, WITH_RESULT, State, Verb
from tests.factories import BODIES, MONDAY, WAY_TO, an_office, case_in

pytestmark = pytest.mark.django_db

#: The contract's table: verb → states it may start from, and where it leads (None: stays).
TABLE: dict[str, tuple[set[str], str | None]] = {
    "receive": ({"filed"}, "received"),
    "refuse": ({"filed"}, "refused"),
    "request_supplement": ({"filed", "received", "in_review"}, "supplement_requested"),
    "supply": ({"supplement_requested"}, "received"),
    "start_review": ({"received"}, "in_review"),
    "propose": ({"in_review"}, None),
    "consult": ({"in_review"}, None),
    "answer_consultation": (
        {"in_review", "supplement_requested", "payment_due", "decided"},
        None,
    ),
    "request_payment": ({"in_review"}, "payment_due"),
    "pay": ({"payment_due"}, "in_review"),
    "extend": ({"received", "in_review"}, None),
    "agree_extension": ({"received", "in_review"}, None),
    "approve": ({"in_review"}, "decided"),
    "reject": ({"in_review"}, "decided"),
    "revoke_decision": ({"decided"}, "in_review"),
    "issue": ({"decided"}, "issued"),
    "return_result": ({"issued"}, "returned"),
    "withdraw": (
        {"filed", "received", "in_review", "supplement_requested", "payment_due"},
        "withdrawn",
    ),
    "stop": ({"supplement_requested", "payment_due", "in_review"}, "stopped"),
    "reschedule": (set(OPEN), None),
    "transfer": ({"filed", "received", "in_review"}, None),
    "assign": (set(OPEN), None),
    "release": (set(OPEN), None),
    "note": (set(WAY_TO), None),
    "rate": ({"refused", "withdrawn", "stopped", "issued", "returned"}, None),
    "correct": ({"issued", "returned"}, None),
    "close_correction": ({"issued", "returned"}, None),
    "amend": ({"issued", "returned"}, None),
    "revoke_amendment": ({"issued", "returned"}, None),
    "reissue": ({"issued", "returned"}, None),
    "deliver": ({"returned"}, None),
    "certify_copy": (set(WAY_TO) - {"filed"}, None),
    "object": (set(WAY_TO), None),
    "send_paper": (set(WAY_TO) - {"filed"}, None),
    "receive_paper": (set(WAY_TO) - {"filed"}, None),
}
#: In none of the cases of this table something was done before that makes these possible.
NOTHING_BEFORE = {
    "answer_consultation": "no_answer_awaited",
    "release": "nobody_assigned",
    "close_correction": "no_correction_open",
    "amend": "no_correction_open",
    "revoke_amendment": "no_correction_open",
    "reissue": "no_correction_open",
    "deliver": "nothing_to_deliver",
    "send_paper": "decided_here",
    "receive_paper": "decided_here",
}
#: What needs a result, and in other states would need a paper of the file instead.
WITHOUT_RESULT = {"certify_copy": "no_electronic_result"}


@pytest.fixture
def office():
    made = an_office()
    # The table rolls back whatever happens in its deeds, accounts made on the way too.
    assert made.clerk.user_id
    assert made.officer.user_id
    return made


def inputs(verb, office):
    special = {
        "consult": {
            "agency": office.center,
            "question": "ý kiến?",
            "answer_by": MONDAY.date(),
        },
        "extend": {"reason": "quá tải", "due_at": MONDAY + timedelta(days=30)},
        "agree_extension": {"agreement": "12/BB", "due_at": MONDAY + timedelta(days=30)},
        "reschedule": {"calendar": 1, "document": "1/QĐ", "due_at": MONDAY + timedelta(days=9)},
        "transfer": {"agency": office.center.parent, "reason": "đúng thẩm quyền"},
        "assign": {"officer": office.officer.user_id},
    }
    return special.get(verb) or BODIES.get(verb, {})


def outcome_of(verb, case, office):
    """Where the verb would lead, without going there."""
    act, at = lifecycle.VERBS[Verb(verb)], case.last_event_at + timedelta(minutes=1)
    with transaction.atomic():
        try:
            return act(case.pk, actor=office.leader, at=at, **inputs(verb, office)).state
        except DeedRefused as refusal:
            return f"refused by {refusal.rule}"
        finally:
            transaction.set_rollback(True)


def test_the_table_covers_every_verb():
    assert set(TABLE) == {str(verb) for verb in lifecycle.VERBS}


@pytest.mark.parametrize("state", list(WAY_TO))
def test_each_verb_works_from_its_states_and_no_other(state, office):
    case = case_in(state, office)
    for verb, (sources, target) in TABLE.items():
        missing = NOTHING_BEFORE if state in WITH_RESULT else NOTHING_BEFORE | WITHOUT_RESULT
        possible = f"refused by {missing[verb]}" if verb in missing else target
        expected = (possible or state) if state in sources else "refused by state"
        assert outcome_of(verb, case, office) == expected, verb


@pytest.mark.parametrize("state", list(WAY_TO))
def test_every_deed_leaves_one_event_that_says_where_the_case_went(state, office):
    case = case_in(state, office)
    events = list(Event.objects.of(case))
    assert [event.sequence for event in events] == list(range(1, len(WAY_TO[state]) + 2))
    assert events[-1].to_state == case.state == state
    assert case.head_hash == events[-1].hash


@pytest.mark.parametrize("state", list(WAY_TO))
def test_the_four_clocks_add_up_to_the_time_since_filing(state, office):
    case = case_in(state, office)
    end = case.finished_at or case.last_event_at
    clocks = (
        case.agency_seconds,
        case.citizen_seconds,
        case.other_agency_seconds,
        case.payment_seconds,
    )
    assert sum(clocks) == (end - case.filed_at).total_seconds()


def test_a_second_supplement_request_is_refused_by_its_rule(office):
    case = case_in(State.SUPPLEMENT_REQUESTED, office)
    at = case.last_event_at
    lifecycle.supply(case.pk, actor=office.clerk, at=at)
    with pytest.raises(DeedRefused) as refusal:
        lifecycle.request_supplement(case.pk, actor=office.clerk, at=at, items=[])
    assert refusal.value.rule == "supplement_requested_before"


def test_supplying_counts_the_legal_period_again_from_the_start(office):
    case = case_in(State.SUPPLEMENT_REQUESTED, office)
    later = case.last_event_at + timedelta(days=7)
    after = lifecycle.supply(case.pk, actor=office.clerk, at=later)
    assert after.due_at == case.due_at + (later - case.received_at)
    assert after.due_original_at == case.due_original_at


def test_the_date_is_moved_once_only(office):
    case = case_in(State.RECEIVED, office)
    new = {"due_at": case.due_at + timedelta(days=5), "reason": "quá tải"}
    lifecycle.extend(case.pk, actor=office.leader, at=case.last_event_at, **new)
    with pytest.raises(DeedRefused) as refusal:
        lifecycle.extend(case.pk, actor=office.leader, at=case.last_event_at, **new)
    assert refusal.value.rule == "extended_before"


@pytest.mark.parametrize(
    ("before_due", "moved_by", "rule"),
    [(timedelta(hours=23), 5, "extension_notice"), (timedelta(days=2), -1, "extension_later")],
)
def test_a_new_date_comes_a_day_before_and_lies_later(before_due, moved_by, rule, office):
    case = case_in(State.RECEIVED, office)
    with pytest.raises(DeedRefused) as refusal:
        lifecycle.extend(
            case.pk,
            actor=office.leader,
            at=case.due_at - before_due,
            due_at=case.due_at + timedelta(days=moved_by),
            reason="quá tải",
        )
    assert refusal.value.rule == rule


def test_a_refused_deed_leaves_no_trace(office):
    case = case_in(State.RECEIVED, office)
    before = Application.objects.filter(pk=case.pk).values().get()
    with pytest.raises(DeedRefused):
        lifecycle.approve(case.pk, actor=office.leader, at=case.last_event_at)
    assert Application.objects.filter(pk=case.pk).values().get() == before
    assert Event.objects.of(case).count() == case.last_sequence


def test_a_deed_with_a_clock_behind_takes_the_instant_of_the_one_before(office):
    case = case_in(State.RECEIVED, office)
    early = case.last_event_at - timedelta(minutes=5)
    after = lifecycle.note(case.pk, actor=office.clerk, at=early, text="ghi chú")
    assert after.last_event_at == case.last_event_at
