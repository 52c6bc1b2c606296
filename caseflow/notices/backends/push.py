"""Web push: encrypted for the browser (RFC 8291), signed with our key (RFC 8292)."""

import secrets
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from urllib.error import HTTPError
from urllib.parse import urlsplit

import orjson
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from caseflow.notices.backends.base import Backend, Letter, Postponed, Refused, Unavailable
from caseflow.notices.backends.posting import post
from caseflow.notices.models import PushSubscription

CURVE = ec.SECP256R1()
#: What a push service takes is 4096 bytes, headers and padding included.
LONGEST_TEXT, RECORD = 3000, 4096
GONE = (404, 410)
TWELVE_HOURS = 12 * 3600


class WebPushBackend(Backend):
    """To every browser of the account; a browser that is gone is forgotten."""

    def send(self, letter: Letter) -> str:
        browsers = list(PushSubscription.objects.filter(account=letter.account))
        outcomes = [push(browser, payload_of(letter)) for browser in browsers]
        if any(outcomes):
            return f"{sum(outcomes)} browsers"
        if PushSubscription.objects.filter(account=letter.account).exists():
            raise Postponed("push")
        raise Refused("no browser")


def payload_of(letter: Letter) -> bytes:
    text = letter.body.encode()[:LONGEST_TEXT].decode(errors="ignore")
    return orjson.dumps({"title": letter.subject, "body": text, "lang": letter.language})


def push(browser: PushSubscription, payload: bytes) -> bool:
    headers = {
        "Authorization": authorization(browser.endpoint, now=int(time.time())),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(settings.NOTICES_TERM_HOURS * 3600),
    }
    try:
        post(browser.endpoint, encrypted(browser, payload), headers)
    except HTTPError as refused:
        if refused.code in GONE:
            browser.delete()
        return False
    except Unavailable:
        # Each browser's maker has a service of its own; the others are not away.
        return False
    return True


def authorization(endpoint: str, *, now: int) -> str:
    key, parts = private_key(), urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": now + TWELVE_HOURS,
        "sub": settings.CASEFLOW_PUBLIC_URL,
    }
    text = b".".join(coded(orjson.dumps(part)) for part in ({"typ": "JWT", "alg": "ES256"}, claims))
    r, s = decode_dss_signature(key.sign(text, ec.ECDSA(SHA256())))
    mark = coded(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
    return f"vapid t={(text + b'.' + mark).decode()}, k={public_key()}"


def encrypted(browser: PushSubscription, payload: bytes) -> bytes:
    """Only this browser reads it: its key and a key of the moment agree on a secret."""
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, decoded(browser.p256dh))
    ours = ec.generate_private_key(CURVE)
    point, salt = uncompressed(ours.public_key()), secrets.token_bytes(16)
    info = b"WebPush: info\0" + decoded(browser.p256dh) + point
    shared = derived(decoded(browser.auth), ours.exchange(ec.ECDH(), theirs), info, 32)
    key = derived(salt, shared, b"Content-Encoding: aes128gcm\0", 16)
    nonce = derived(salt, shared, b"Content-Encoding: nonce\0", 12)
    # The byte behind the text says that this record is the last.
    sealed = AESGCM(key).encrypt(nonce, payload + b"\x02", None)
    return salt + RECORD.to_bytes(4, "big") + bytes([len(point)]) + point + sealed


def derived(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(secret)


def private_key() -> ec.EllipticCurvePrivateKey:
    number = int.from_bytes(decoded(settings.NOTICES_PUSH_KEY), "big")
    return ec.derive_private_key(number, CURVE)


def public_key() -> str:
    """What a browser has to know to let us send."""
    return coded(uncompressed(private_key().public_key())).decode()


def uncompressed(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def coded(text: bytes) -> bytes:
    return urlsafe_b64encode(text).rstrip(b"=")


def decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def is_point(text: str) -> bool:
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(CURVE, decoded(text))
    except ValueError:
        return False
    return True


def is_secret(text: str) -> bool:
    try:
        return len(decoded(text)) == 16
    except ValueError:
        return False
