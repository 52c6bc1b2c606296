import time

from django.conf import settings

from caseflow.payments.backends.base import GatewayUnavailable, Order
from caseflow.payments.backends.sandbox import SandboxGateway


class DownGateway(SandboxGateway):
    """A gateway that is out of reach."""

    def address_for(self, order: Order, *, return_url: str, client: str, language: str) -> str:
        raise GatewayUnavailable("the failing gateway is never in reach")


class SlowGateway(SandboxGateway):
    """A gateway that does not answer in the time we give it."""

    def address_for(self, order: Order, *, return_url: str, client: str, language: str) -> str:
        time.sleep(settings.PAYMENTS_GATEWAY_SECONDS)
        raise GatewayUnavailable(f"no answer in {settings.PAYMENTS_GATEWAY_SECONDS} seconds")
