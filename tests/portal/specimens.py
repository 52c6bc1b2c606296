"""A real result, and what somebody may have done to it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import segno
from django.utils import timezone

from caseflow.applications.states import State
from caseflow.issuing.models import Result
from signatures import base45, cose, statements
from signatures.backends import key_of
from signatures.backends.time_stamps import TimeStamps, token
from signatures.models import Certificate, CertificateDeed, Signature
from signatures.statements import PREFIX
from signatures.states import CertificateVerb
from tests.factories import an_office, case_in
from tests.issuing.papers import content_of, follow_up
from tests.sealing.strangers import a_strangers_key

#: Hours from now to a revocation, whose word the time stamp is, and whether the result holds.
STAMPED = [
    (1, "signatures.backends.time_stamps.OwnTimeStamps", True),
    (-1, "signatures.backends.time_stamps.OwnTimeStamps", False),
    (1, "tests.portal.specimens.NoClock", False),
]


@dataclass
class Specimen:
    result: Result
    text: str
    document: bytes


def a_result() -> Specimen:
    """Approved, signed and issued by the follower."""
    case = follow_up(case_in(State.DECIDED, an_office()))
    result = Result.objects.get(application=case)
    return Specimen(result, result.sheet["proof"], content_of(result))


def withdrawn(specimen: Specimen) -> Specimen:
    at = specimen.result.made_at + timedelta(days=1)
    statements.withdraw(specimen.result.reference, at=at)
    return specimen


def as_picture(text: str, path: Path) -> Path:
    segno.make(text, error="m", micro=False).save(str(path), scale=5, border=4)
    return path


def of_a_stranger(specimen: Specimen) -> Specimen:
    """The same claims, signed with a key that nobody vouches for."""
    claims = cose.read(base45.decode(specimen.text.removeprefix(PREFIX))).payload
    return replace(specimen, text=PREFIX + base45.encode(cose.sign(claims, a_strangers_key())))


class NoClock(TimeStamps):
    """Whoever has any key that is trusted can write any time with it, in a time stamp's form."""

    def stamp(self, digest: bytes) -> bytes:
        return token(digest, key=key_of(statements.HOLDER), at=timezone.now())


def revoke_signers(at: datetime) -> None:
    for certificate in Certificate.objects.filter(pk__in=Signature.objects.values("certificate")):
        CertificateDeed.objects.create(
            certificate=certificate,
            verb=CertificateVerb.REVOKED,
            reason="key_compromise",
            knowledge="hand",
            at=at,
            recorded_at=at,
        )
