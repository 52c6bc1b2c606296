from datetime import datetime

from caseflow.applications.actors import Actor
from caseflow.applications.lifecycle.deeds import deed
from caseflow.applications.models import Application
from caseflow.applications.states import Verb
from caseflow.applications.stories import Subject


def request_payment(
    subject: Subject, *, actor: Actor, at: datetime, amount: int, text: str = ""
) -> Application:
    """`amount` in đồng."""
    with deed(Verb.REQUEST_PAYMENT, subject, actor=actor, at=at) as done:
        done.facts = {"amount": amount}
        done.said = {"text": text} if text else None
        done.case.request_payment()
    return done.case


def pay(
    subject: Subject, *, actor: Actor, at: datetime, online: bool = False, reference: str = ""
) -> Application:
    with deed(Verb.PAY, subject, actor=actor, at=at) as done:
        done.facts = {"online": online, "reference": reference}
        done.case.pay(at=done.at, online=online)
    return done.case
