from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from caseflow.payments.states import Finding


class GatewayUnavailable(Exception):  # noqa: N818
    """The gateway cannot be reached at present; nothing was paid, a later try can help."""


class ForgedNotice(Exception):  # noqa: N818
    """The parameters do not bear the gateway's signature."""


@dataclass(frozen=True, kw_only=True)
class Order:
    """What the gateway learns of a payment. It is not told who pays, or for which file."""

    reference: str
    amount: int
    description: str
    opened_at: datetime
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class Notice:
    """What the gateway says happened; its signature was verified. `amount` in đồng."""

    reference: str
    transaction: str
    #: None where the gateway's amount is no whole number of đồng.
    amount: int | None
    is_paid: bool
    paid_at: datetime | None


class Gateway(ABC):
    """Takes money in our name: sends people there, and tells us by signed notices."""

    @abstractmethod
    def address_for(self, order: Order, *, return_url: str, client: str, language: str) -> str:
        """Where to send the payer; raises GatewayUnavailable. `client` is the payer's address."""

    @abstractmethod
    def read(self, parameters: Mapping[str, str]) -> Notice:
        """A notice or return; raises ForgedNotice."""

    @abstractmethod
    def answer(self, finding: Finding | None) -> dict[str, str]:
        """The finding in the gateway's own codes; None asks it to tell us again later."""
