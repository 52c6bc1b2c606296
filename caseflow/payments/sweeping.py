from datetime import datetime

from caseflow.payments import ordering, sandbox, telling


def sweep(*, at: datetime) -> None:
    """What the clock asks for: late notices of the sandbox, untold money, orders past their day."""
    sandbox.send_due(at=at)
    telling.sweep(at=at)
    ordering.expire(at=at)
