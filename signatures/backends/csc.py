"""Remote signing by the API of the Cloud Signature Consortium, version 2.

The service keeps the key and its owner's consent; we send a digest, never a document.
"""

import json
from base64 import b64decode, b64encode
from binascii import Error as BadBase64
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from time import monotonic
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from django.conf import settings
from django.utils.translation import gettext as _

from signatures.backends import envelopes
from signatures.backends.asking import Declined, post
from signatures.backends.base import Key, SigningRefused, SigningUnavailable
from signatures.backends.keyed import KeyBackend
from signatures.states import KeyPlace

SHA256_OID = "2.16.840.1.101.3.4.2.1"
RSA_OID, ECDSA_OID = "1.2.840.113549.1.1.11", "1.2.840.10045.4.3.2"
#: How long what a service says of a credential is believed, in seconds.
REMEMBERED = 300
#: With these a later try may succeed; with other refusals only a person can help.
PASSING = frozenset({401, 408, 425, 429})

Answer = dict[str, Any]


class CscBackend(KeyBackend):
    """The credential that the service at SIGNATURES_CSC_URL keeps for the user `holder`."""

    key_place = KeyPlace.REMOTE

    def key(self) -> Key:
        period = int(monotonic() / REMEMBERED)
        return credential_of(settings.SIGNATURES_CSC_URL, self.holder, period)

    def is_own(self) -> bool:
        return True


@dataclass(frozen=True)
class RemoteKey(Key):
    credential: str
    certificate: bytes
    chain: tuple[bytes, ...]
    is_explicit: bool

    def sign(self, data: bytes) -> bytes:
        digest = b64encode(sha256(data).digest()).decode()
        common = {
            "credentialID": self.credential,
            "hashes": [digest],
            "hashAlgorithmOID": SHA256_OID,
        }
        secret = settings.SIGNATURES_CSC_PIN
        proof = {"authData": [{"id": "PIN", "value": secret}]} if self.is_explicit else {}
        consent = ask("credentials/authorize", common | {"numSignatures": 1} | proof)
        signed = ask(
            "signatures/signHash",
            common
            | {"SAD": text(consent, "SAD"), "signAlgo": self.algorithm, "operationMode": "S"},
        )
        return self.checked(signed.get("signatures"), data)

    def checked(self, answered: object, data: bytes) -> bytes:
        """A service can repeat an answer, or give somebody else's."""
        if not isinstance(answered, list) or len(answered) != 1:
            raise SigningUnavailable(_("The signing service did not answer with one signature."))
        value = decoded(answered[0])
        if not envelopes.is_value_of(self.certificate, value, data):
            raise SigningUnavailable(_("The signing service answered for another document."))
        return value

    @property
    def algorithm(self) -> str:
        is_rsa = isinstance(envelopes.public_key_of(self.certificate), RSAPublicKey)
        return RSA_OID if is_rsa else ECDSA_OID


@lru_cache(maxsize=256)
def credential_of(url: str, holder: str, period: int) -> RemoteKey:
    """`url` and `period` say for which service, and how long, the answer is remembered."""
    listed = ask("credentials/list", {"userID": holder, "onlyValid": True}).get("credentialIDs")
    if not isinstance(listed, list) or not listed:
        raise SigningRefused(
            _("The signing service keeps no key for %(holder)s.") % {"holder": holder}
        )
    asked = {"credentialID": listed[0], "certificates": "chain", "authInfo": True}
    info = ask("credentials/info", asked)
    mode = part(info, "auth").get("mode")
    if part(info, "key").get("status") != "enabled" or mode not in ("implicit", "explicit"):
        raise SigningRefused(
            _("The signing service does not sign for %(holder)s by itself.") % {"holder": holder}
        )
    certificates = part(info, "cert").get("certificates")
    if not isinstance(certificates, list) or not certificates:
        raise SigningUnavailable(_("The signing service does not show the certificate."))
    first, *others = map(decoded, certificates)
    return RemoteKey(str(listed[0]), first, tuple(others), mode == "explicit")


def ask(path: str, body: Answer) -> Answer:
    headers = {
        "Content-Type": "application/json",
        "Authorization": f"Bearer {settings.SIGNATURES_CSC_TOKEN}",
    }
    url = f"{settings.SIGNATURES_CSC_URL.rstrip('/')}/{path}"
    try:
        answered = post(
            url, json.dumps(body).encode(), headers, seconds=settings.SIGNATURES_CSC_SECONDS
        )
        found = json.loads(answered)
    except Declined as no:
        kind = (
            SigningRefused if no.status < 500 and no.status not in PASSING else SigningUnavailable
        )
        told = _("The signing service declines %(what)s: %(why)s.")
        raise kind(told % {"what": path, "why": reason_of(no)}) from no
    except ValueError as error:
        raise SigningUnavailable(_("The signing service answers nonsense.")) from error
    if not isinstance(found, dict):
        raise SigningUnavailable(_("The signing service answers nonsense."))
    return found


def reason_of(no: Declined) -> str:
    """The service's word for it; its description may name people."""
    try:
        return str(json.loads(no.body)["error"])[:100]
    except (ValueError, KeyError, TypeError):
        return str(no)


def part(answer: Answer, name: str) -> Answer:
    found = answer.get(name)
    return found if isinstance(found, dict) else {}


def text(answer: Answer, name: str) -> str:
    found = answer.get(name)
    if not isinstance(found, str):
        raise SigningUnavailable(
            _("The signing service does not answer with %(name)s.") % {"name": name}
        )
    return found


def decoded(value: object) -> bytes:
    try:
        return b64decode(str(value), validate=True)
    except BadBase64 as error:
        raise SigningUnavailable(_("The signing service answers nonsense.")) from error
