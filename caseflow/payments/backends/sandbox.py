from django.conf import settings

from caseflow.payments.backends.vnpay import VnpayGateway

#: Where the pages of the sandbox gateway lie (config/urls.py).
PATH = "/sandbox-gateway/"


class SandboxGateway(VnpayGateway):
    """The gateway of the tree, for trials: the same protocol, a secret of its own, no money."""

    def __init__(self) -> None:
        self.address = settings.CASEFLOW_PUBLIC_URL.rstrip("/") + PATH
        self.merchant = "SANDBOX"
        self.secret = settings.PAYMENTS_SANDBOX_SECRET
