"""Time stamps (RFC 3161): somebody else's word for when something was there at the latest."""

import hashlib
import logging
import secrets
from abc import ABC, abstractmethod
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from asn1crypto import cms, tsp
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512, HashAlgorithm
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from signatures.backends import der, envelopes, key_of
from signatures.backends.asking import Declined, post
from signatures.backends.base import Key, SigningRefused, SigningUnavailable
from signatures.states import Level

log = logging.getLogger(__name__)

HOLDER = "timestamp"
CONTENT = der.oid("1.2.840.113549.1.9.16.1.4")
#: Of the demonstration's own stamps; made from a UUID, as X.667 allows everybody.
POLICY = "2.25.266138046917254868394827163092712937461"
NONCE_BITS = 64
#: Bytes left for a token inside a signature; one with a long chain is put behind it instead.
ROOM = 8192
DOWN = "signatures:time-stamps-are-down"
DIGESTS: dict[str, HashAlgorithm] = {
    "sha256": SHA256(),
    "sha384": SHA384(),
    "sha512": SHA512(),
}
GRANTED = ("granted", "granted_with_mods")


class TimeStamps(ABC):
    @abstractmethod
    def stamp(self, digest: bytes) -> bytes:
        """A token over this SHA-256, in DER; raises SigningUnavailable."""


def time_stamps() -> TimeStamps:
    service: TimeStamps = import_string(settings.SIGNATURES_TIME_STAMPS)()
    return service


def stamp_for(value: bytes) -> bytes:
    """A token over a signature's value; empty where none is wanted or to be had at present.

    A service that failed is left alone for a while: a batch of hundreds does not wait for it
    hundreds of times. What lacks its stamp gets one later.
    """
    if settings.SIGNATURES_LEVEL == Level.B_B or cache.get(DOWN):
        return b""
    try:
        stamp = time_stamps().stamp(sha256(value).digest())
    except SigningUnavailable as away:
        log.warning("No time stamp: %s", away)
        cache.set(DOWN, True, settings.SIGNATURES_TIME_STAMP_REST_SECONDS)  # noqa: FBT003
        return b""
    return stamp if len(stamp) <= ROOM else b""


def room() -> int:
    return 0 if settings.SIGNATURES_LEVEL == Level.B_B else ROOM


class OwnTimeStamps(TimeStamps):
    """With the key of the holder `timestamp`, without asking anybody: for the demonstration."""

    def stamp(self, digest: bytes) -> bytes:
        try:
            key = key_of(HOLDER)
        except SigningRefused as error:
            raise SigningUnavailable(str(error)) from error
        refuse_other_purposes(Certificate.load(key.certificate))
        return token(digest, key=key, at=timezone.now())


class FailingTimeStamps(TimeStamps):
    """A service that is down."""

    def stamp(self, digest: bytes) -> bytes:
        raise SigningUnavailable("the failing time-stamp service is never in reach")


class RemoteTimeStamps(TimeStamps):
    """The service at SIGNATURES_TIME_STAMP_URL; what it answers is checked before it is used."""

    def stamp(self, digest: bytes) -> bytes:
        nonce = secrets.randbits(NONCE_BITS)
        try:
            answer = post(
                settings.SIGNATURES_TIME_STAMP_URL,
                request(digest, nonce),
                {"Content-Type": "application/timestamp-query"},
                seconds=settings.SIGNATURES_TIME_STAMP_SECONDS,
            )
            return accepted(answer, digest, nonce, now=timezone.now())
        except Declined as no:
            told = _("The time-stamp service declines: %(why)s.")
            raise SigningUnavailable(told % {"why": no}) from no
        except (ValueError, TypeError, KeyError) as error:
            raise SigningUnavailable(_("The time-stamp service answers nonsense.")) from error


def request(digest: bytes, nonce: int) -> bytes:
    asked = tsp.TimeStampReq(
        {
            "version": "v1",
            "message_imprint": {
                "hash_algorithm": {"algorithm": "sha256"},
                "hashed_message": digest,
            },
            "nonce": nonce,
            "cert_req": True,
        }
    )
    return bytes(asked.dump())


def accepted(answer: bytes, digest: bytes, nonce: int, *, now: datetime) -> bytes:
    """The token of an answer that answers what was asked, and is signed by who may stamp."""
    response = tsp.TimeStampResp.load(answer, strict=True)
    status = response["status"]["status"].native
    if status not in GRANTED:
        raise SigningUnavailable(_("The time-stamp service says: %(what)s.") % {"what": status})
    given = response["time_stamp_token"]
    info = given["content"]["encap_content_info"]["content"].parsed
    if info["nonce"].native != nonce:
        raise SigningUnavailable(_("The time-stamp service answers another question (nonce)."))
    if info["message_imprint"]["hashed_message"].native != digest:
        raise SigningUnavailable(_("The time-stamp service answers for another document."))
    refuse_wrong_clock(info["gen_time"].native, now)
    refuse_unsigned(given["content"])
    return bytes(given.dump())


def refuse_wrong_clock(stamped_at: datetime, now: datetime) -> None:
    """Theirs or ours: which, only a person can find out."""
    difference = abs(now - stamped_at)
    if difference > timedelta(seconds=settings.SIGNATURES_CLOCK_SECONDS):
        told = _("The time stamp is %(difference)s away from our clock.")
        raise SigningUnavailable(told % {"difference": difference})


def refuse_unsigned(signed: cms.SignedData) -> None:
    [signer] = signed["signer_infos"]
    certificate = named(signer["sid"].chosen, signed["certificates"])
    refuse_other_purposes(certificate)
    attributes, name = signer["signed_attrs"], signer["digest_algorithm"]["algorithm"].native
    told = {one["type"].native: one["values"][0].native for one in attributes}
    content = bytes(signed["encap_content_info"]["content"].contents)
    value, to_sign = signer["signature"].native, attributes.untag().dump()
    is_whole = told["message_digest"] == hashlib.new(name, content).digest()
    if not is_whole or not envelopes.is_value_of(
        certificate.dump(), value, to_sign, digest=DIGESTS[name]
    ):
        raise SigningUnavailable(_("The time stamp is not signed by who it says."))


def refuse_other_purposes(certificate: Certificate) -> None:
    purposes = certificate.extended_key_usage_value
    if purposes is None or purposes.native != ["time_stamping"]:
        raise SigningUnavailable(
            _("The certificate of the time-stamp service is for something else.")
        )


def named(signer: cms.IssuerAndSerialNumber, certificates: cms.CertificateSet) -> Certificate:
    wanted = signer["issuer"].dump(), signer["serial_number"].native
    for one in certificates:
        found: Certificate = one.chosen
        if (found.issuer.dump(), found.serial_number) == wanted:
            return found
    raise SigningUnavailable(_("The time stamp does not say by whom it is."))


def token(digest: bytes, *, key: Key, at: datetime, nonce: int | None = None) -> bytes:
    """What a time-stamp authority gives; also the half of one that tests run as a server."""
    imprint = der.sequence(envelopes.SHA256_NAME, der.octets(digest))
    content = der.sequence(
        der.integer(1),
        der.oid(POLICY),
        imprint,
        der.integer(secrets.randbits(NONCE_BITS)),
        der.tagged(0x18, f"{at.astimezone(UTC):%Y%m%d%H%M%SZ}".encode()),
        b"" if nonce is None else der.integer(nonce),
    )
    template = envelopes.template_of(key.certificate, key.chain, content=CONTENT)
    attributes = template.attributes(sha256(content).digest())
    return template.envelope(attributes, key.sign(attributes), inner=content)
