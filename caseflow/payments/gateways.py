from django.conf import settings
from django.utils.module_loading import import_string

from caseflow.payments.backends.base import Gateway, GatewayUnavailable


def gateway() -> Gateway:
    """The one of the settings; raises GatewayUnavailable where money is taken at counters only."""
    if not settings.PAYMENTS_BACKEND:
        raise GatewayUnavailable("no gateway is set up")
    chosen: Gateway = import_string(settings.PAYMENTS_BACKEND)()
    return chosen


def is_set_up() -> bool:
    return bool(settings.PAYMENTS_BACKEND)
