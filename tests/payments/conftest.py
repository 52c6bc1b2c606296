import pytest

from caseflow.payments.backends.sandbox import SandboxGateway

SANDBOX = f"{SandboxGateway.__module__}.{SandboxGateway.__name__}"


@pytest.fixture(autouse=True)
def _sandbox(settings):
    settings.PAYMENTS_SANDBOX = True
    settings.PAYMENTS_BACKEND = SANDBOX
