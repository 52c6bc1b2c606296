import pytest

from caseflow.payments.backends.sandbox import SandboxGateway

SANDBOX = f"{SandboxGateway.__module__}.{SandboxGateway.__name__}"


@pytest.fixture(autouse=True)
def _sandbox(settings):
    settings.PAYMENTS_SANDBOX = True
    settings.PAYMENTS_BACKEND = SANDBOX
    # The files of these tests are older than the clock that the doors read.
    settings.PAYMENTS_ORDER_DAYS = 36_500
