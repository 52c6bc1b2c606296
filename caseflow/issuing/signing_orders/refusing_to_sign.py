"""A result that its signatory will not sign: what ordered it is taken back, with the reason."""

from datetime import datetime

from django.db import transaction

from caseflow.applications import lifecycle
from caseflow.applications.actors import Actor
from caseflow.applications.states import Verb
from caseflow.issuing.models import SigningOrder
from caseflow.issuing.signing_orders import claiming, opening
from caseflow.issuing.signing_orders.signatories import signatory_for


@transaction.atomic
def refuse(order: SigningOrder, reason: str, *, actor: Actor, at: datetime) -> None:
    """Out of every inbox at once, and back where it is decided anew.

    A decision goes back into review; of a corrected result only the order is taken back, and the
    correction stays open.
    """
    signatory_for(order, actor)
    claiming.refuse_unless_waiting(order)
    is_amendment = order.event.verb == Verb.AMEND
    take_back = lifecycle.revoke_amendment if is_amendment else lifecycle.revoke_decision
    case = take_back(order.application_id, actor=actor, at=at, reason=reason)
    opening.withdraw(case.pk, before=case.last_sequence, at=at)
