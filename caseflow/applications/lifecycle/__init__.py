"""The verbs. Each one: lock the case, let the machine move it, append the event, hint followers.

The subject of a verb is a saved case by its key, or a `Story` that is only told.
Who may do a deed is asked at the door (`permissions`); whether it is possible is asked here.
`at` is when the deed was done. Every verb returns the case as it then stands and raises
`DeedRefused` where the machine or a rule says no; nothing is half done.
"""

from collections.abc import Callable

from caseflow.applications.lifecycle.calendar import reschedule
from caseflow.applications.lifecycle.consulting import answer_consultation, consult
from caseflow.applications.lifecycle.correcting import (
    amend,
    close_correction,
    correct,
    reissue,
    revoke_amendment,
)
from caseflow.applications.lifecycle.decision import approve, issue, rate, reject, revoke_decision
from caseflow.applications.lifecycle.deeds import Deed, deed
from caseflow.applications.lifecycle.delivering import certify_copy, deliver, return_result
from caseflow.applications.lifecycle.ending import stop, withdraw
from caseflow.applications.lifecycle.handling import assign, attach, note, release
from caseflow.applications.lifecycle.money import pay, request_payment
from caseflow.applications.lifecycle.objecting import object
from caseflow.applications.lifecycle.paper_trail import paper_due, receive_paper, send_paper
from caseflow.applications.lifecycle.reception import receive, refuse, start_review
from caseflow.applications.lifecycle.review import (
    agree_extension,
    extend,
    propose,
    transfer,
)
from caseflow.applications.lifecycle.supplements import request_supplement, supply
from caseflow.applications.models import Application
from caseflow.applications.rules import rules_of
from caseflow.applications.states import Verb

#: The verbs a door may call by name.
VERBS: dict[Verb, Callable[..., Application]] = {
    Verb(function.__name__): function
    for function in (
        receive,
        refuse,
        request_supplement,
        supply,
        start_review,
        propose,
        consult,
        answer_consultation,
        request_payment,
        pay,
        extend,
        agree_extension,
        approve,
        reject,
        revoke_decision,
        issue,
        return_result,
        withdraw,
        stop,
        reschedule,
        transfer,
        assign,
        release,
        note,
        rate,
        object,
        send_paper,
        receive_paper,
        correct,
        close_correction,
        amend,
        revoke_amendment,
        reissue,
        deliver,
        certify_copy,
    )
}

__all__ = [
    "Deed",
    "VERBS",
    "agree_extension",
    "amend",
    "answer_consultation",
    "approve",
    "assign",
    "attach",
    "certify_copy",
    "close_correction",
    "consult",
    "correct",
    "deed",
    "deliver",
    "extend",
    "issue",
    "note",
    "object",
    "paper_due",
    "pay",
    "propose",
    "rate",
    "receive",
    "receive_paper",
    "refuse",
    "reissue",
    "reject",
    "release",
    "request_payment",
    "request_supplement",
    "reschedule",
    "return_result",
    "revoke_amendment",
    "revoke_decision",
    "rules_of",
    "send_paper",
    "start_review",
    "stop",
    "supply",
    "transfer",
    "withdraw",
]
