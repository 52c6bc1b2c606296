"""The act of will takes an order out of the inbox, once; what then has to be done is retried."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.db.models import F
from django.utils.translation import gettext

from caseflow.issuing import results
from caseflow.issuing.models import SigningOrder
from caseflow.issuing.signing_orders import chains
from caseflow.issuing.signing_orders.refusing import revoked, signed_already
from caseflow.issuing.signing_orders.signatories import Signatory
from caseflow.issuing.states import OrderState, Step
from signatures.models import Signature
from signatures.signing import SigningRefused, SigningUnavailable

log = logging.getLogger(__name__)
LONGEST_PAUSE = timedelta(hours=1)


def refuse_unless_waiting(order: SigningOrder) -> None:
    if order.state in (OrderState.SIGNING, OrderState.ISSUED):
        raise signed_already()
    stands = results.stands(order.event, order.event.application)
    if order.state == OrderState.WITHDRAWN or not stands:
        raise revoked()


def claim(order: SigningOrder, signatory: Signatory, *, at: datetime) -> bool:
    """True for the one who came first; a worker that is lost leaves it to another one later."""
    waiting = SigningOrder.objects.waiting().filter(pk=order.pk)
    return bool(
        waiting.update(
            state=OrderState.SIGNING,
            signatory=signatory.user_id,
            mandate=signatory.mandate,
            not_before=at + timedelta(seconds=settings.ISSUING_SIGNING_LEASE_SECONDS),
            error="",
        )
    )


def release(order: SigningOrder, error: str) -> None:
    """Back into the inbox with what hindered, unless the leader's signature was given."""
    reference = chains.reference_of(order, Step.LEADER, chains.signatory_of(order))
    if Signature.objects.filter(reference=reference).exists():
        return
    claimed = SigningOrder.objects.filter(pk=order.pk, state=OrderState.SIGNING)
    claimed.update(
        state=OrderState.WAITING, signatory=None, mandate="", not_before=None, error=error[:300]
    )


def try_on(order: int, *, at: datetime) -> Exception | None:
    """One attempt at what is left of a claimed order; what hindered it is kept and given back."""
    SigningOrder.objects.filter(pk=order).update(attempts=F("attempts") + 1)
    try:
        chains.carry_on(chains.loaded(order), at=at)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:  # noqa: BLE001 (whatever it is: the row shows it, the rest goes on)
        log.warning("Order %s: %s", order, type(error).__name__)
        postpone(order, told(error), at=at)
        return error
    return None


def told(error: Exception) -> str:
    """The signer's own words; of any other fault only its kind, for it might name a person."""
    if isinstance(error, SigningUnavailable | SigningRefused):
        return str(error)
    return gettext("A fault prevented it: %(kind)s.") % {"kind": type(error).__name__}


def postpone(order: int, error: str, *, at: datetime) -> None:
    claimed = SigningOrder.objects.filter(pk=order, state=OrderState.SIGNING)
    attempts = claimed.values_list("attempts", flat=True).first() or 1
    seconds = settings.ISSUING_SIGNING_PAUSE_SECONDS * 2 ** min(attempts - 1, 12)
    pause = min(timedelta(seconds=seconds), LONGEST_PAUSE)
    claimed.update(error=error[:300], not_before=at + pause)
