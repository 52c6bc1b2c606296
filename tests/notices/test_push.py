"""Push messages: encrypted for one browser, signed with our key, sent to known services only."""

import base64
import json

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256

from caseflow.notices.backends.push import (
    CURVE,
    coded,
    decoded,
    derived,
    private_key,
    public_key,
    uncompressed,
)
from caseflow.notices.models import PushSubscription
from caseflow.notices.states import Channel, Progress
from tests.api import Api
from tests.factories import a_citizen, filed_case
from tests.notices.carriers import web_service
from tests.notices.conftest import use
from tests.notices.letters import a_message, send, state_of, tell

PUSH, FORGET = "/api/v1/me/push/", "/api/v1/me/push/forget/"
SECRET = b"sixteen bytes...."[:16]
KNOWN = "https://updates.push.services.mozilla.com/wpush/v2/abc"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _offered(settings):
    settings.NOTICES_PUSH_KEY = coded(b"\x01" * 32).decode()
    use(settings, push="caseflow.notices.backends.push.WebPushBackend")


@pytest.fixture
def mai():
    return a_citizen()


@pytest.fixture
def service(settings):
    """A push service on this machine."""
    settings.EMAIL_TIMEOUT = 1
    with web_service() as server:
        yield server


@pytest.fixture
def browser_key():
    return ec.derive_private_key(12345, CURVE)


@pytest.fixture
def browser(mai, service, browser_key):
    return PushSubscription.objects.create(
        account=mai,
        endpoint=f"http://127.0.0.1:{service.port}/push/1",
        p256dh=coded(uncompressed(browser_key.public_key())).decode(),
        auth=coded(SECRET).decode(),
    )


def keys(browser_key):
    point = coded(uncompressed(browser_key.public_key())).decode()
    return {"p256dh": point, "auth": coded(SECRET).decode()}


def opened(body, key):
    """What the browser reads (RFC 8291 §3, RFC 8188 §2.1)."""
    salt, length = body[:16], body[20]
    point, sealed = body[21 : 21 + length], body[21 + length :]
    sender = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)
    info = b"WebPush: info\0" + uncompressed(key.public_key()) + point
    shared = derived(SECRET, key.exchange(ec.ECDH(), sender), info, 32)
    content = derived(salt, shared, b"Content-Encoding: aes128gcm\0", 16)
    nonce = derived(salt, shared, b"Content-Encoding: nonce\0", 12)
    return json.loads(AESGCM(content).decrypt(nonce, sealed, None).rstrip(b"\x02"))


def push_to(mai, **fields):
    message = a_message("", channel=Channel.PUSH, account=mai, **fields)
    send(Channel.PUSH)
    return message


def test_only_the_browser_reads_the_message(mai, browser, browser_key, service):
    message = push_to(mai, subject="Đã nhận hồ sơ", body="ơ" * 5000)
    ((headers, body),) = service.taken
    read = opened(body, browser_key)
    assert (read["title"], headers["Content-Encoding"]) == ("Đã nhận hồ sơ", "aes128gcm")
    assert read["body"].startswith("ơơơ")
    assert len(body) <= 4096
    assert state_of(message)[0] == Progress.SENT


def test_the_service_can_tell_that_it_is_us(mai, browser, service):
    push_to(mai)
    ((headers, _body),) = service.taken
    token = headers["Authorization"].removeprefix("vapid t=").partition(",")[0]
    text, _dot, mark = token.rpartition(".")
    claims = json.loads(base64.urlsafe_b64decode(text.split(".")[1] + "=="))
    assert claims["aud"] == f"http://127.0.0.1:{service.port}"
    raw = decoded(mark)
    parts = (int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    signature = encode_dss_signature(*parts)
    private_key().public_key().verify(signature, text.encode(), ec.ECDSA(SHA256()))


def test_a_browser_that_is_gone_is_forgotten(mai, browser, service):
    service.answer = 410
    message = push_to(mai)
    assert not PushSubscription.objects.exists()
    assert state_of(message) == (Progress.FAILED, "refused")


def test_a_push_service_that_is_away_is_tried_again(mai, browser, service):
    service.answer = 503
    assert state_of(push_to(mai)) == (Progress.WAITING, "postponed")


def test_who_let_a_browser_show_messages_gets_them_there(office, mai, browser):
    channels = {message.channel for message in tell(filed_case(office, by=mai, phone=""))}
    assert channels == {Channel.IN_APP, Channel.PUSH}


def test_a_browser_subscribes_and_is_forgotten(mai, browser_key):
    api = Api(mai)
    assert api.get(PUSH).json() == {"public_key": public_key()}
    answer = api.post(PUSH, {"endpoint": KNOWN, "keys": keys(browser_key)})
    assert answer.status_code == 201, answer.content
    assert PushSubscription.objects.get().account == mai
    assert api.post(FORGET, {"endpoint": KNOWN}).status_code == 204
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://127.0.0.1/push",
        "http://updates.push.services.mozilla.com/x",
        "https://push.apple.com.example.vn/x",
        "https://evilpush.apple.com:99999/x",
        "https://me@web.push.apple.com/x",
        "file:///etc/passwd",
    ],
)
def test_we_send_to_known_push_services_only(mai, browser_key, endpoint):
    answer = Api(mai).post(PUSH, {"endpoint": endpoint, "keys": keys(browser_key)})
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["endpoint"])


def test_keys_no_browser_gives_are_refused(mai):
    answer = Api(mai).post(PUSH, {"endpoint": KNOWN, "keys": {"p256dh": "ấ", "auth": "x"}})
    assert set(answer.json()["fields"]) == {"keys.p256dh", "keys.auth"}


def test_without_a_key_of_our_own_push_is_not_offered(mai, settings, browser_key):
    settings.NOTICES_BACKENDS = {}
    api = Api(mai)
    assert api.get(PUSH).json() == {"public_key": ""}
    assert api.post(PUSH, {"endpoint": KNOWN, "keys": keys(browser_key)}).status_code == 404
