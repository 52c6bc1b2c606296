import pytest
from django.test import Client
from django.utils import timezone

from caseflow.accounts.models import Role, User
from caseflow.centers import counter_devices
from caseflow.centers.models import CounterDevice
from tests.centers.factories import ServiceCenterFactory

pytestmark = pytest.mark.django_db
ADD, LIST = "/admin/centers/counterdevice/add/", "/admin/centers/counterdevice/"


@pytest.fixture
def admin():
    user = User.objects.create_superuser("root", role=Role.ADMIN)
    client = Client()
    client.force_login(user)
    return client


def test_registering_a_device_makes_the_browser_at_hand_one(admin):
    center = ServiceCenterFactory()
    answer = admin.post(ADD, {"center": center.pk, "name": "Máy số 1"})
    device = CounterDevice.objects.get()
    assert (device.center_id, device.registered_by.username) == (center.pk, "root")
    cookie = answer.cookies[counter_devices.COOKIE]
    assert counter_devices.named_by(cookie.value) == device.pk
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_a_withdrawn_device_is_in_use_no_more(admin):
    center = ServiceCenterFactory()
    by = User.objects.get().pk
    device = counter_devices.register(center, name="Máy số 1", by=by, at=timezone.now())
    assert counter_devices.in_use(device.pk) == device
    admin.post(LIST, {"action": "withdraw", "_selected_action": [device.pk]})
    assert counter_devices.in_use(device.pk) is None


def test_a_cookie_grows_old(settings):
    device = CounterDevice(pk=7)
    assert counter_devices.named_by(counter_devices.signed(device)) == 7
    settings.CENTERS_COUNTER_DEVICE_DAYS = -1
    assert counter_devices.named_by(counter_devices.signed(device)) is None


def test_only_administrators_register_devices():
    clerk = User.objects.create_user("clerk", role=Role.CLERK, is_staff=True)
    client = Client()
    client.force_login(clerk)
    assert client.get(ADD).status_code == 403
