from dataclasses import dataclass
from datetime import time
from typing import Protocol

from django.conf import settings

from procedures.states import SupplementPolicy


class Rules(Protocol):
    """What the version of a procedure says about time."""

    @property
    def limit_amount(self) -> int | None: ...
    @property
    def limit_unit(self) -> str: ...
    @property
    def limit_cutoff(self) -> time | None: ...
    @property
    def supplement_policy(self) -> str: ...
    @property
    def after_payment_days(self) -> int | None: ...


@dataclass(frozen=True)
class Policy:
    """The numbers of the decree, and what the office decided where it leaves a choice."""

    alert_hours: int = 2
    reception_hours: int = 8
    hand_over_cutoff: time = time(15)
    supplement_notice_days: int = 3
    supplement_days: int = 15
    supplement: SupplementPolicy = SupplementPolicy.RESTART
    payment_pauses: bool = True
    extension_notice_days: int = 1
    correction_days: int = 3


def policy() -> Policy:
    """As the settings have it now; events keep what was applied to them."""
    return Policy(
        alert_hours=settings.APPLICATIONS_ALERT_HOURS,
        reception_hours=settings.APPLICATIONS_RECEPTION_HOURS,
        hand_over_cutoff=settings.APPLICATIONS_HAND_OVER_CUTOFF,
        supplement_notice_days=settings.APPLICATIONS_SUPPLEMENT_NOTICE_DAYS,
        supplement_days=settings.APPLICATIONS_SUPPLEMENT_DAYS,
        supplement=SupplementPolicy(settings.APPLICATIONS_SUPPLEMENT_POLICY),
        payment_pauses=settings.APPLICATIONS_PAYMENT_PAUSES,
        extension_notice_days=settings.APPLICATIONS_EXTENSION_NOTICE_DAYS,
        correction_days=settings.APPLICATIONS_CORRECTION_DAYS,
    )
