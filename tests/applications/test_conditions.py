"""Every rule that can refuse a deed: what brings it about, what it says, what it leaves open."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from caseflow.applications import conditions, lifecycle
from caseflow.applications.models import Application, Event
from caseflow.applications.permissions import deeds_open_to
from caseflow.applications.refusals import DeedRefused
from caseflow.applications.states import Correction, Ground, State, Verb
from tests.factories import BODIES, MONDAY, an_office, case_in

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FIELD = {"field": "child_name", "defect": "wrong", "text": "Sai họ tên"}
SUNDAY = datetime(2026, 4, 5, 2, tzinfo=MONDAY.tzinfo)
Deed = tuple[str, str, dict[str, Any]]


@dataclass
class Attempt:
    """Deeds that lead there, then the one that is refused: verb, who, and with what."""

    state: State
    verb: str
    who: str
    inputs: dict[str, Any] = field(default_factory=dict)
    before: tuple[Deed, ...] = ()
    #: From the last deed on.
    later: timedelta = HOUR
    #: What the one who tried can do instead.
    leaves: tuple[str, ...] = ()


def asking(*items: dict[str, str]) -> Deed:
    return ("request_supplement", "clerk", {"items": list(items)})


LATER_DATE = {"reason": "quá tải", "due_at": MONDAY + 30 * DAY}
ATTEMPTS: dict[str, Attempt] = {
    "state": Attempt(State.DECIDED, "withdraw", "clerk", leaves=("note",)),
    "before_the_last_deed": Attempt(
        State.RECEIVED, "start_review", "clerk", later=-25 * HOUR, leaves=("start_review",)
    ),
    "supplement_requested_before": Attempt(
        State.IN_REVIEW,
        *asking(FIELD),
        before=(asking(FIELD), ("supply", "clerk", {"fields": {"child_name": "Lò Văn Bình"}})),
        leaves=("transfer",),
    ),
    "supplement_incomplete": Attempt(
        State.RECEIVED,
        "supply",
        "clerk",
        {"fields": {"child_name": "Lò Văn Bình"}},
        before=(asking(FIELD, FIELD | {"field": "copies"}),),
        leaves=("supply", "stop"),
    ),
    "paper_not_asked": Attempt(
        State.RECEIVED,
        "attach",
        "clerk",
        {"facts": {"paper": "other", "size": 1, "sha256": "0" * 64}},
        before=(asking(FIELD),),
        leaves=("supply",),
    ),
    "supplement_term": Attempt(
        State.SUPPLEMENT_REQUESTED,
        "stop",
        "clerk",
        {"reason": "quá hạn", "ground": Ground.NO_SUPPLEMENT},
        later=15 * DAY,
        leaves=("supply",),
    ),
    "no_supplement_awaited": Attempt(
        State.PAYMENT_DUE,
        "stop",
        "clerk",
        {"reason": "quá hạn", "ground": Ground.NO_SUPPLEMENT},
        leaves=("pay", "stop"),
    ),
    "payment_amount": Attempt(State.PAYMENT_DUE, "pay", "clerk", {"amount": 7999}, leaves=("pay",)),
    "extended_before": Attempt(
        State.RECEIVED,
        "extend",
        "leader",
        LATER_DATE,
        before=(("extend", "leader", {"reason": "x", "due_at": MONDAY + 10 * DAY}),),
        leaves=("agree_extension",),
    ),
    "extension_notice": Attempt(
        State.RECEIVED, "extend", "leader", LATER_DATE, later=3 * DAY, leaves=("agree_extension",)
    ),
    "extension_later": Attempt(
        State.RECEIVED, "extend", "leader", {"reason": "x", "due_at": MONDAY}, leaves=("extend",)
    ),
    "extension_working_day": Attempt(
        State.RECEIVED, "extend", "leader", {"reason": "x", "due_at": SUNDAY}, leaves=("extend",)
    ),
    "nobody_assigned": Attempt(State.RECEIVED, "release", "clerk", leaves=("assign",)),
    "no_answer_awaited": Attempt(
        State.IN_REVIEW, "answer_consultation", "officer", {"answer": "có"}, leaves=("consult",)
    ),
    "answer_awaited": Attempt(
        State.IN_REVIEW, "consult", "officer", before=(("consult", "officer", {}),)
    ),
    "not_asked": Attempt(
        State.IN_REVIEW,
        "answer_consultation",
        "elsewhere",
        {"answer": "có"},
        before=(("consult", "officer", {}),),
    ),
    "correction_open": Attempt(
        State.RETURNED,
        "correct",
        "clerk",
        {"text": "sai tên"},
        before=(("correct", "clerk", {"text": "sai tên"}),),
        leaves=("close_correction",),
    ),
    "no_correction_open": Attempt(
        State.RETURNED,
        "close_correction",
        "clerk",
        BODIES["close_correction"],
        leaves=("correct",),
    ),
    "no_amendment_ordered": Attempt(
        State.RETURNED,
        "revoke_amendment",
        "leader",
        BODIES["revoke_amendment"],
        before=(("correct", "clerk", {"text": "sai tên"}),),
        leaves=("close_correction",),
    ),
    "result_stands": Attempt(
        State.RETURNED,
        "close_correction",
        "clerk",
        {"finding": Correction.CORRECTED},
        before=(("correct", "clerk", {"text": "sai tên"}),),
        leaves=("close_correction",),
    ),
    "no_electronic_result": Attempt(
        State.IN_REVIEW, "certify_copy", "leader", {"text": "sao kết quả"}, leaves=("approve",)
    ),
    "nothing_to_deliver": Attempt(State.RETURNED, "deliver", "clerk", {"how": "counter"}),
    "rated_before": Attempt(
        State.RETURNED, "rate", "clerk", {"rating": 5}, before=(("rate", "clerk", {"rating": 1}),)
    ),
}


@pytest.fixture
def office():
    return an_office()


def lead_to(attempt: Attempt, office) -> tuple[Application, datetime]:
    case = case_in(attempt.state, office)
    at = case.last_event_at
    for verb, who, inputs in attempt.before:
        at += HOUR
        do(verb, case, office, who, at, inputs)
    return Application.objects.get(pk=case.pk), at + attempt.later


def do(verb, case, office, who, at, inputs):
    act = lifecycle.attach if verb == "attach" else lifecycle.VERBS[Verb(verb)]
    act(case.pk, actor=person(who, office), at=at, **(inputs or asked_for(verb, office, at)))


def asked_for(verb: str, office, at: datetime) -> dict[str, Any]:
    if verb != "consult":
        return {}
    return {"agency": office.center, "question": "ý kiến?", "answer_by": at.date() + 3 * DAY}


def person(who: str, office):
    return an_office().officer if who == "elsewhere" else getattr(office, who)


def refusal_of(rule: str, office) -> DeedRefused:
    attempt = ATTEMPTS[rule]
    case, at = lead_to(attempt, office)
    with pytest.raises(DeedRefused) as refused:
        do(attempt.verb, case, office, attempt.who, at, attempt.inputs)
    return refused.value


@pytest.mark.parametrize("rule", ATTEMPTS)
def test_a_rule_refuses_by_its_name_and_says_what_is_possible_instead(rule, office):
    refusal = refusal_of(rule, office)
    assert refusal.rule == rule
    assert refusal.instead
    open_deeds = deeds_open_to(person(ATTEMPTS[rule].who, office), refusal.case)
    assert set(ATTEMPTS[rule].leaves) <= {str(verb) for verb in open_deeds}


@pytest.mark.parametrize("rule", ATTEMPTS)
def test_a_rule_speaks_both_languages(rule, office):
    told = []
    for language in ("vi", "en"):
        with override(language):
            refusal = refusal_of(rule, an_office())
            told.append((str(refusal.message), str(refusal.instead)))
    assert told[0][0] != told[1][0]
    assert told[0][1] != told[1][1]


@pytest.mark.parametrize("rule", ATTEMPTS)
def test_what_a_rule_refuses_leaves_no_trace(rule, office):
    attempt = ATTEMPTS[rule]
    case, at = lead_to(attempt, office)
    before = Application.objects.filter(pk=case.pk).values().get()
    with pytest.raises(DeedRefused):
        do(attempt.verb, case, office, attempt.who, at, attempt.inputs)
    assert Application.objects.filter(pk=case.pk).values().get() == before
    assert Event.objects.of(case).count() == case.last_sequence


def test_no_rule_goes_untested():
    package = Path(lifecycle.__file__).parent
    sources = [path.read_text() for path in (*package.glob("*.py"), Path(conditions.__file__))]
    named = re.findall(r'(?:DeedRefused|rule)\(\s*"(\w+)"', "\n".join(sources))
    tests = "\n".join(path.read_text() for path in Path(__file__).parent.glob("test_*.py"))
    assert [rule for rule in {*named, "state"} if f'"{rule}"' not in tests] == []
    assert set(ATTEMPTS) <= {*named, "state"}
