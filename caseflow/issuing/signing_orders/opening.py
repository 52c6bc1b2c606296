"""From a decision to a result that is signed or waits to be signed."""

from datetime import datetime

from django.db import transaction

from caseflow.applications.models import Event
from caseflow.issuing import results
from caseflow.issuing.models import SigningOrder
from caseflow.issuing.signing_orders import batches, chains
from caseflow.issuing.signing_orders.policies import policy_of
from caseflow.issuing.signing_orders.signatories import decider_of, leader_of
from caseflow.issuing.states import SIGNED, KeyPlace, OrderState


def follow(event: Event, *, at: datetime) -> None:
    """A decision is signed at once or laid into the inbox; what it overtakes goes out of it."""
    withdraw(event.application_id, before=event.sequence, at=at)
    if event.verb in SIGNED:
        order = opened(event, at=at)
        if order and order.key == KeyPlace.AT_ONCE:
            chains.carry_on(order, at=at)


def opened(event: Event, *, at: datetime) -> SigningOrder | None:
    """The one order of this decision; None where the decision no longer stands."""
    if not results.stands(event, event.application):
        return None
    found = SigningOrder.objects.filter(event=event).first()
    if found is None:
        fresh = new_order(event, at=at)
        found, _is_new = SigningOrder.objects.get_or_create(event=event, defaults=fresh)
    found.event, found.agency = event, event.application.deciding_agency
    return found


def new_order(event: Event, *, at: datetime) -> dict[str, object]:
    case = event.application
    policy, decider = policy_of(case.deciding_agency_id), decider_of(event)
    order: dict[str, object] = {
        "application_id": case.pk,
        "agency_id": case.deciding_agency_id,
        "leader_id": leader_of(event),
        "key": policy.key,
        "chain": policy.chain,
        "sheet": results.sheet_of(event),
        "opened_at": event.at,
        "state": OrderState.WAITING,
    }
    if policy.key == KeyPlace.AT_ONCE:
        order |= {
            "state": OrderState.SIGNING,
            "signatory_id": decider.user_id,
            "mandate": decider.mandate,
        }
    return order


@transaction.atomic
def withdraw(application: int, *, before: int, at: datetime) -> None:
    """Whatever was decided before this event of the chain is signed by nobody any more."""
    earlier = SigningOrder.objects.filter(application=application, event__sequence__lt=before)
    unfinished = earlier.filter(state__in=[OrderState.WAITING, OrderState.SIGNING])
    if unfinished.update(state=OrderState.WITHDRAWN, ended_at=at):
        batches.withdrawn(application, at=at)
