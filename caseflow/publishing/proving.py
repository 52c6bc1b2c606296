"""What anybody may download of a publication, to check it without us."""

import base64
import hashlib
from collections.abc import Iterator
from typing import Any

import cbor2

from caseflow.publishing.making import saying_of
from caseflow.publishing.models import Publication
from signatures import cose

FORMAT = "caseflow publication 1"


def signed(publication: Publication) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "content": publication.content,
        "envelope": base64.b64encode(bytes(publication.envelope)).decode(),
    }


def faults_of(publication: Publication, keys: dict[bytes, bytes]) -> Iterator[str]:
    """What of a stored publication is not as it was signed; `keys` are those believed."""
    try:
        said = cbor2.loads(cose.payload_of(bytes(publication.envelope), keys))
    except (cose.UnknownSigner, cose.NotGenuine) as wrong:
        yield f"the signature does not hold ({wrong})"
        return
    for name, value in saying_of(publication).items():
        if said.get(name) != value:
            yield f"{name} is not what was signed"
    if hashlib.sha256(publication.content.encode()).hexdigest() != publication.digest:
        yield "the digest is not that of the content"
