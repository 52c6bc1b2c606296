"""Which browser stands in a centre: it carries a cookie that we signed, set once on the spot."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing

from caseflow.centers.models import Agency, CounterDevice

COOKIE = "counter_device"
SALT = "centers.counter-device"


def register(center: Agency, *, name: str, by: int, at: datetime) -> CounterDevice:
    """`by` is the key of the account that answers for it."""
    return CounterDevice.objects.create(
        center=center, name=name, registered_by_id=by, registered_at=at
    )


def withdraw(device: CounterDevice, *, at: datetime) -> None:
    """The cookie may live on; from now on it says nothing."""
    CounterDevice.objects.filter(pk=device.pk, withdrawn_at=None).update(withdrawn_at=at)


def signed(device: CounterDevice) -> str:
    return signing.dumps(device.pk, salt=SALT)


def named_by(cookie: str) -> int | None:
    """The key of the device; None for what we did not sign, or signed too long ago."""
    try:
        key = signing.loads(cookie, salt=SALT, max_age=lifetime())
    except signing.BadSignature:
        return None
    return key if isinstance(key, int) else None


def lifetime() -> timedelta:
    return timedelta(days=settings.CENTERS_COUNTER_DEVICE_DAYS)


def in_use(key: int) -> CounterDevice | None:
    return CounterDevice.objects.in_use().filter(pk=key).first()
