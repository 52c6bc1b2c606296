"""A result that its signatory will not sign: the decision is revoked, with the reason."""

from datetime import datetime

from django.db import transaction

from caseflow.applications import lifecycle
from caseflow.applications.actors import Actor
from caseflow.issuing.models import SigningOrder
from caseflow.issuing.signing_orders import claiming, opening
from caseflow.issuing.signing_orders.signatories import signatory_for


@transaction.atomic
def refuse(order: SigningOrder, reason: str, *, actor: Actor, at: datetime) -> None:
    """Back into review, where it is decided anew; out of every inbox at once."""
    signatory_for(order, actor)
    claiming.refuse_unless_waiting(order)
    case = lifecycle.revoke_decision(order.application_id, actor=actor, at=at, reason=reason)
    opening.withdraw(case.pk, before=case.last_sequence, at=at)
