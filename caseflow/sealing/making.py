"""Making seals: one for each day, in order, each naming the digest of the one before it.

Everything recorded is in exactly one seal: the follower notes what changed, and a seal takes the
notes of its day, and of earlier days that were seen too late, together with writing them down.
"""

import hashlib
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import cbor2
from django.db import connection, transaction
from django.utils import timezone

from caseflow.applications.following import follow
from caseflow.sealing import following, merkle
from caseflow.sealing.figures import figures_until
from caseflow.sealing.models import Seal, SealedHead
from signatures import cose, statements
from signatures.backends import key_of

KIND = "caseflow seal"
#: Any number that nobody else takes: one sealer at a time, whatever the scheduler does.
TURN = 4_208_141_001
READ_AT_ONCE = 5000

TAKE = """
WITH taken AS (
    DELETE FROM sealing_pending WHERE day <= %(day)s RETURNING application_id
), changed AS (
    SELECT DISTINCT application_id FROM taken
)
INSERT INTO sealing_sealedhead (seal_id, position, number, sequence, head)
SELECT %(seal)s, row_number() OVER (ORDER BY a.number COLLATE "C") - 1,
    a.number, last.sequence, decode(last.hash, 'hex')
FROM changed
JOIN applications_application a ON a.id = changed.application_id
CROSS JOIN LATERAL (
    SELECT sequence, hash FROM applications_event e
    WHERE e.application_id = a.id AND e.recorded_at < %(end)s
    ORDER BY sequence DESC LIMIT 1
) last
"""


def seal_missing(*, through: date, at: datetime) -> list[Seal]:
    """The seals of all days up to this one that have none; the first of all is for it alone.

    May be repeated at any time. Raises SigningUnavailable or SigningRefused, and seals nothing
    then; the notes wait for the next try.
    """
    follow(following.FOLLOWER.name)
    made = []
    while (seal := seal_next(through=through, at=at)) is not None:
        made.append(seal)
    return made


@transaction.atomic
def seal_next(*, through: date, at: datetime) -> Seal | None:
    """One day's seal; None where there is nothing left to do or somebody else is doing it."""
    if not is_our_turn():
        return None
    last = Seal.objects.order_by("number").last()
    day = last.day + timedelta(days=1) if last else through
    if day > through:
        return None
    number = last.number + 1 if last else 1
    take_heads(number, day)
    return sealed(number, day, last, at=at)


def is_our_turn() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [TURN])
        return bool(cursor.fetchone()[0])


def take_heads(number: int, day: date) -> None:
    zone = timezone.get_default_timezone()
    end = datetime.combine(day + timedelta(days=1), time.min, zone)
    with connection.cursor() as cursor:
        cursor.execute(TAKE, {"seal": number, "day": day, "end": end})


def sealed(number: int, day: date, last: Seal | None, *, at: datetime) -> Seal:
    key, nodes = key_of(statements.HOLDER), nodes_above(number)
    seal = Seal(
        number=number,
        day=day,
        chains=SealedHead.objects.filter(seal=number).count(),
        root=merkle.root_of(nodes).hex(),
        previous=last.digest if last else "",
        figures=figures_until(day),
        blocks=b"".join(nodes),
        key=statements.register(key, at=at),
        sealed_at=at.replace(microsecond=0),
    )
    seal.envelope = cose.sign(cbor2.dumps(saying_of(seal), canonical=True), key)
    seal.digest = hashlib.sha256(seal.envelope).hexdigest()
    seal.save(force_insert=True)
    return seal


def saying_of(seal: Seal) -> dict[str, Any]:
    """What a seal says, in the words that are signed."""
    return {
        "kind": KIND,
        "number": seal.number,
        "day": seal.day.isoformat(),
        "chains": seal.chains,
        "root": bytes.fromhex(seal.root),
        "previous": bytes.fromhex(seal.previous),
        "figures": hashlib.sha256(seal.figures.encode()).digest(),
        "sealed_at": int(seal.sealed_at.astimezone(UTC).timestamp()),
    }


def nodes_above(number: int) -> list[bytes]:
    """The nodes of the tree above the seal's chains, a block each; reads a few chains at once."""
    heads = SealedHead.objects.filter(seal=number).order_by("position")
    rows = heads.values_list("number", "sequence", "head").iterator(chunk_size=READ_AT_ONCE)
    leaves = (merkle.leaf_of(case, sequence, bytes(head)) for case, sequence, head in rows)
    return list(merkle.blocks_of(leaves))


def nodes_in(blocks: bytes) -> list[bytes]:
    return [blocks[place : place + 32] for place in range(0, len(blocks), 32)]
