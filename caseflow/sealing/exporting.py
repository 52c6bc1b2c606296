"""What the owner of a case takes home: its chain, and the seals it stands in.

With it anybody proves, without us, that the chain is whole and what it was at the end of a day.
Words and what was declared are the owner's own; the chain holds only their salted digests.
"""

import base64
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from caseflow.applications.evidence import canonical, declared_in
from caseflow.applications.models import Application, Event, Statement
from caseflow.applications.states import INTERNAL
from caseflow.sealing import making, merkle
from caseflow.sealing.models import Seal, SealedHead, SealStamp

EVIDENCE = "caseflow evidence 1"
SEAL = "caseflow seal 1"


def evidence_of(case: Application, *, for_owner: bool) -> dict[str, Any]:
    """As the counter-check reads it. The owner gets the words; the offices have them already.

    Of what the office thought by itself the owner gets the hash, which the next event names.
    """
    words = words_of(case) if for_owner else {}
    events = Event.objects.of(case).only("verb", "content", "hash")
    return {
        "format": EVIDENCE,
        "number": case.number,
        "events": [
            {
                "content": None if for_owner and event.verb in INTERNAL else event.content,
                "hash": event.hash,
                "words": words.get(event.pk),
            }
            for event in events
        ],
        "declared": declared_of(case) if for_owner else None,
        "seals": list(proofs_of(case)),
    }


def words_of(case: Application) -> dict[int, dict[str, str]]:
    """Those that were not erased, as the text that their digest covers."""
    kept = Statement.objects.filter(event__application=case, salt__gt="")
    shown = kept.exclude(event__verb__in=INTERNAL)
    return {
        event: {"salt": salt, "text": canonical(body).decode()}
        for event, salt, body in shown.values_list("event", "salt", "body")
    }


def declared_of(case: Application) -> dict[str, str] | None:
    if not case.declared_salt:
        return None
    return {"salt": case.declared_salt, "text": canonical(declared_in(case)).decode()}


def proofs_of(case: Application) -> Iterator[dict[str, Any]]:
    """Every seal that the chain stands in, with the path to its root; a query for each."""
    found = SealedHead.objects.filter(number=case.number).order_by("seal_id")
    heads = list(found.select_related("seal").defer("seal__figures"))
    stamps = stamps_of([head.seal for head in heads])
    for head in heads:
        path = path_of(head)
        proof = {"position": head.position, "sequence": head.sequence, "path": path}
        yield signed_part(head.seal, stamps) | proof


def path_of(head: SealedHead) -> list[str]:
    """Through the chain's own block of leaves, and on through the nodes that the seal keeps."""
    block, place = divmod(head.position, merkle.BLOCK)
    first = block * merkle.BLOCK
    around = SealedHead.objects.filter(
        seal=head.seal_id, position__gte=first, position__lt=first + merkle.BLOCK
    )
    leaves = [
        merkle.leaf_of(number, sequence, bytes(value))
        for number, sequence, value in around.order_by("position").values_list(
            "number", "sequence", "head"
        )
    ]
    nodes = making.nodes_in(bytes(head.seal.blocks))
    path = merkle.path_of(leaves, place) + merkle.path_of(nodes, block)
    return [node.hex() for node in path]


def seal_of_day(seal: Seal) -> dict[str, Any]:
    """What anybody may download: the signed seal and its time stamp.

    The figures of the day stay with us, and only their digest is in the seal: those of two days
    give the one day between them, and that tells of few files (docs/decisions/0015).
    """
    return {"format": SEAL, **signed_part(seal, stamps_of([seal]))}


def stamps_of(seals: Sequence[Seal]) -> dict[int, bytes]:
    """By the number of the seal; one whose stamp has not come yet is not there."""
    stamps = SealStamp.objects.filter(seal__in=seals)
    return {seal: bytes(token) for seal, token in stamps.values_list("seal_id", "token")}


def signed_part(seal: Seal, stamps: Mapping[int, bytes]) -> dict[str, Any]:
    stamp = stamps.get(seal.number)
    return {"envelope": encoded(bytes(seal.envelope)), "stamp": encoded(stamp) if stamp else None}


def encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()
