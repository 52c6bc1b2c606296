import pytest

from caseflow.accounts.models import Role
from caseflow.applications import lifecycle, waiting
from caseflow.applications.states import Outcome, State, Verb, Waiting
from caseflow.desk.suggesting import Facts, next_deed, proposal_in
from tests.factories import ITEMS, MONDAY, a_procedure, an_office, case_in, filed_case

LIST = "/admin/applications/application/"
PROPOSED = Facts(proposed=Outcome.APPROVED, has_officer=True)


@pytest.mark.parametrize(
    ("role", "state", "facts", "verb"),
    [
        (Role.CLERK, State.FILED, Facts(), Verb.RECEIVE),
        (Role.CLERK, State.RECEIVED, Facts(), Verb.START_REVIEW),
        (Role.CLERK, State.IN_REVIEW, Facts(), None),
        (Role.CLERK, State.SUPPLEMENT_REQUESTED, Facts(), Verb.SUPPLY),
        (Role.CLERK, State.PAYMENT_DUE, Facts(), Verb.PAY),
        (Role.CLERK, State.ISSUED, Facts(), Verb.RETURN_RESULT),
        (Role.CLERK, State.RETURNED, Facts(), None),
        (Role.OFFICER, State.RECEIVED, Facts(), Verb.START_REVIEW),
        (Role.OFFICER, State.IN_REVIEW, Facts(), Verb.PROPOSE),
        (Role.OFFICER, State.IN_REVIEW, PROPOSED, None),
        (Role.OFFICER, State.IN_REVIEW, Facts(awaits_answer=True), None),
        (Role.LEADER, State.IN_REVIEW, PROPOSED, Verb.APPROVE),
        (Role.LEADER, State.IN_REVIEW, Facts(proposed=Outcome.REJECTED), Verb.REJECT),
        (Role.LEADER, State.IN_REVIEW, Facts(), Verb.ASSIGN),
        (Role.LEADER, State.IN_REVIEW, Facts(has_officer=True), None),
        (Role.LEADER, State.DECIDED, PROPOSED, None),
        (Role.SUPERVISOR, State.FILED, Facts(), None),
    ],
)
def test_the_next_deed_follows_from_role_state_and_facts(role, state, facts, verb):
    assert next_deed(role, state, facts, list(Verb)) == verb


def test_what_is_not_possible_is_never_suggested():
    assert next_deed(Role.CLERK, State.FILED, Facts(), [Verb.REFUSE]) is None


@pytest.mark.django_db
def test_a_proposal_waits_until_somebody_decides(office):
    case = case_in(State.IN_REVIEW, office)
    said = {"outcome": Outcome.REJECTED, "text": "thiếu điều kiện"}
    lifecycle.propose(case.pk, actor=office.officer, at=MONDAY, **said)
    assert proposal_in(case.events.order_by("sequence")) == Outcome.REJECTED
    lifecycle.reject(case.pk, actor=office.leader, at=MONDAY, reason="thiếu")
    assert proposal_in(case.events.order_by("sequence")) == ""


@pytest.mark.django_db
def test_a_proposal_binds_no_other_agency(office):
    case, there = case_in(State.IN_REVIEW, office), an_office().center.parent
    said = {"outcome": Outcome.APPROVED, "text": "đủ điều kiện"}
    lifecycle.propose(case.pk, actor=office.officer, at=MONDAY, **said)
    moved = lifecycle.transfer(case.pk, actor=office.leader, at=MONDAY, agency=there, reason="-")
    assert proposal_in(case.events.order_by("sequence")) == ""
    assert waiting.reasons([moved]) == {case.pk: Waiting.ASSIGNMENT}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ask", "asked", "answer", "given", "waits_for"),
    [
        ("request_supplement", {"items": ITEMS}, "supply", {}, Waiting.ASSIGNMENT),
        ("request_payment", {"amount": 8000}, "pay", {}, Waiting.DECISION),
    ],
)
def test_new_papers_want_a_new_proposal_and_a_payment_does_not(
    office, ask, asked, answer, given, waits_for
):
    case = case_in(State.IN_REVIEW, office)
    said = {"outcome": Outcome.APPROVED, "text": "đủ điều kiện"}
    deeds = [("propose", said), (ask, asked), (answer, given)]
    for verb, inputs in deeds:
        who = office.officer if verb != answer else office.clerk
        now = lifecycle.VERBS[verb](case.pk, actor=who, at=MONDAY, **inputs)
    assert waiting.reasons([now]) == {case.pk: waits_for}
    assert bool(proposal_in(case.events.order_by("sequence"))) == (waits_for == Waiting.DECISION)


@pytest.mark.django_db
def test_the_next_deed_stands_before_the_others(office, desk):
    page = desk(Role.CLERK).get(f"{LIST}{filed_case(office).number}/")
    offered = page.context["deeds"]
    assert offered.next.verb == Verb.RECEIVE
    assert Verb.RECEIVE not in [button.verb for button in offered.others]


@pytest.mark.django_db
def test_after_a_deed_the_next_file_of_the_queue_is_one_press_away(office, desk):
    version, clerk = a_procedure(), desk(Role.CLERK)
    first, second, third = (filed_case(office, version=version) for _ in range(3))
    page = f"{LIST}{second.number}/"
    answer = clerk.post(f"{page}receive/?queue=to_receive", {"seen": 1}, follow=True)
    onward = f"{page}next/?queue=to_receive"
    assert onward in answer.content.decode()
    assert clerk.get(onward).url == f"{LIST}{third.number}/?queue=to_receive"
    onward = f"{LIST}{third.number}/next/?queue=to_receive"
    assert clerk.get(onward).url == f"{LIST}{first.number}/?queue=to_receive"


@pytest.mark.django_db
def test_after_the_last_file_the_desk_says_that_nothing_is_left(office, desk):
    case = filed_case(office)
    answer = desk(Role.CLERK).get(f"{LIST}{case.number}/next/?queue=to_receive", follow=True)
    assert "Nothing is left in “to receive”." in answer.content.decode()


@pytest.mark.django_db
def test_a_queue_nobody_knows_leads_nowhere_else(office, desk):
    case, clerk = filed_case(office), desk(Role.CLERK)
    page = clerk.get(f"{LIST}{case.number}/?queue=x")
    assert page.context["next_in"] is None
    assert clerk.get(f"{LIST}{case.number}/next/?queue=x").url == "/admin/"
