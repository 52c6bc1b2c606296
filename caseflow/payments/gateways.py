from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from caseflow.payments.backends.base import Gateway, GatewayUnavailable

NOT_IN_REACH = _(
    "Nothing can be paid online now, and nothing was. Try again later or at the centre."
)


def gateway() -> Gateway:
    """The one of the settings; raises GatewayUnavailable where money is taken at counters only."""
    if not settings.PAYMENTS_BACKEND:
        raise GatewayUnavailable("no gateway is set up")
    chosen: Gateway = import_string(settings.PAYMENTS_BACKEND)()
    return chosen


def is_set_up() -> bool:
    return bool(settings.PAYMENTS_BACKEND)
