"""Where a leader's key is and which signatures a result carries, as each agency decided."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from caseflow.accounts.models import User
from caseflow.centers.models import Agency
from caseflow.issuing.signing_orders.models import SigningPolicy
from caseflow.issuing.states import Chain, KeyPlace


@dataclass(frozen=True, slots=True)
class Policy:
    key: KeyPlace
    chain: Chain


def policy_of(agency: int) -> Policy:
    """What the agency decided last; the settings where it never did."""
    decided = SigningPolicy.objects.in_force(agency)
    if decided is None:
        return Policy(KeyPlace(settings.ISSUING_SIGNING_KEY), Chain(settings.ISSUING_SIGNATURES))
    return Policy(KeyPlace(decided.key), Chain(decided.chain))


def decide(
    agency: Agency, *, key: KeyPlace, chain: Chain, reason: str, by: User, at: datetime
) -> SigningPolicy:
    """Holds for what is decided from now on; what waits keeps the policy it was decided under."""
    return SigningPolicy.objects.create(
        agency=agency, key=key, chain=chain, reason=reason, decided_by=by, decided_at=at
    )
