"""Reading time-stamp tokens (RFC 3161) that were kept: over what, when, and by whose word."""

from dataclasses import dataclass
from datetime import datetime

from asn1crypto import cms

from signatures.backends import time_stamps
from signatures.backends.base import SigningUnavailable
from signatures.cose import NotGenuine


@dataclass(frozen=True, slots=True)
class Stamp:
    at: datetime
    authority: str
    certificate: bytes


def read(token: bytes, digest: bytes) -> Stamp:
    """Raises NotGenuine for what is no token over this SHA-256, or not signed by who it names."""
    try:
        signed = cms.ContentInfo.load(token, strict=True)["content"]
        info = signed["encap_content_info"]["content"].parsed
        if info["message_imprint"]["hashed_message"].native != digest:
            raise NotGenuine("the time stamp is over something else")
        time_stamps.refuse_unsigned(signed)
        signer = signed["signer_infos"][0]["sid"].chosen
        certificate = time_stamps.named(signer, signed["certificates"])
    except (SigningUnavailable, KeyError, TypeError, IndexError) as error:
        raise NotGenuine("no time stamp") from error
    return Stamp(
        at=info["gen_time"].native,
        authority=certificate.subject.human_friendly,
        certificate=certificate.dump(),
    )
