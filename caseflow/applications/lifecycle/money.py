from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from caseflow.applications import charging
from caseflow.applications.actors import Actor
from caseflow.applications.lifecycle.deeds import Deed, deed, facts_of
from caseflow.applications.lifecycle.periods import paid_term
from caseflow.applications.models import Application
from caseflow.applications.refusals import DeedRefused
from caseflow.applications.states import Verb
from caseflow.applications.stories import Subject


def request_payment(
    subject: Subject,
    *,
    actor: Actor,
    at: datetime,
    amount: int,
    lines: Sequence[Mapping[str, Any]] = (),
    text: str = "",
) -> Application:
    """`amount` in đồng; `lines` (name, amount) add up to it where they are given.

    A line may name the `fee` of the rules it rests on; raises `InputRefused` where it departs
    from that without a reason in `text`, or claims an exemption without its proof.
    """
    with deed(Verb.REQUEST_PAYMENT, subject, actor=actor, at=at) as done:
        charging.refuse_unfounded(done.case, lines, reason=text, on=office_day(done.at))
        done.facts = {"amount": amount}
        said = {"text": text, "lines": [dict(line) for line in lines]}
        done.said = {name: words for name, words in said.items() if words}
        done.case.request_payment()
    return done.case


def pay(
    subject: Subject,
    *,
    actor: Actor,
    at: datetime,
    online: bool = False,
    reference: str = "",
    amount: int | None = None,
) -> Application:
    """`reference` is the proof: the receipt's number for cash, the gateway's for online money.

    An `amount` (đồng) that is not the one asked for is refused.
    """
    with deed(Verb.PAY, subject, actor=actor, at=at) as done:
        asked = amount_asked(done)
        if amount is not None and asked is not None and amount != asked:
            raise DeedRefused(
                "payment_amount",
                _("%(asked)d đồng are due, not %(paid)d.") % {"asked": asked, "paid": amount},
                case=done.case,
                instead=_("Take the amount that was asked for, or request the payment anew."),
            )
        paid = {"online": online, "reference": reference, "amount": asked}
        done.facts = paid | paid_term(done)
        done.case.pay(at=done.at, online=online, due_at=done.facts["due_at"])
    return done.case


def amount_asked(done: Deed) -> int | None:
    request = done.last(Verb.REQUEST_PAYMENT)
    return facts_of(request).get("amount") if request else None


def office_day(at: datetime) -> date:
    return timezone.localdate(at, timezone.get_default_timezone())
