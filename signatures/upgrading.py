"""What was signed while the time-stamp service was down, or a list was missing, is completed later.

To a PDF everything is appended: the document that was signed stays the beginning of the better one,
and all signatures in it stay valid. A signature of a message takes its time stamp in.
"""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from signatures.backends import messages, time_stamps
from signatures.backends.base import SigningRefused, SigningUnavailable
from signatures.backends.reserving import reserve_stamp
from signatures.digests import digest_of
from signatures.lasting import EvidenceMissing, made_lasting
from signatures.models import Signature, Upgrade, UpgradeDue
from signatures.states import STAMPED, Level, MessageLevel

log = logging.getLogger(__name__)

#: Two stamps of one service differ by a few bytes.
SPARE_BYTES = 1024
AT_ONCE = 100
LEASE, FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=5), timedelta(minutes=1), timedelta(hours=6)


def sweep(*, at: datetime) -> int:
    """The number completed. Ends early when the time-stamp service is down: it is down for all."""
    done = 0
    for due in claimed(at=at):
        try:
            complete(due, at=at)
            done += 1
        except (EvidenceMissing, SigningRefused) as problem:
            put_off(due, str(problem), at=at)
        except SigningUnavailable as problem:
            put_off(due, str(problem), at=at)
            break
    return done


def claimed(*, at: datetime) -> Iterator[UpgradeDue]:
    """One by one; whoever moves the date first has it, and it comes back if they die."""
    waiting = UpgradeDue.objects.filter(due_at__lte=at).order_by("due_at", "pk")
    for due in waiting.select_related("signature")[:AT_ONCE]:
        same = UpgradeDue.objects.filter(pk=due.pk, due_at=due.due_at)
        if same.update(due_at=at + LEASE):
            yield due


def put_off(due: UpgradeDue, problem: str, *, at: datetime) -> None:
    log.warning("Signature %s is not %s yet: %s", due.signature_id, due.wanted, problem)
    pause = min(FIRST_PAUSE * 2 ** min(due.tries, 16), LONGEST_PAUSE)
    UpgradeDue.objects.filter(pk=due.pk).update(
        tries=due.tries + 1, problem=problem, due_at=at + pause
    )


def complete(due: UpgradeDue, *, at: datetime) -> None:
    """What could be reached is kept even where the rest could not."""
    if due.wanted in MessageLevel.values:
        complete_message(due.signature, at=at)
    else:
        complete_document(due, at=at)
    due.delete()


def complete_message(signature: Signature, *, at: datetime) -> None:
    level = MessageLevel(signature.level)
    is_xml = level == MessageLevel.XADES_B
    stamp_in = messages.stamped_xml if is_xml else messages.stamped_message
    keep(signature, stamp_in(signature.content()), STAMPED[level], at=at)


def complete_document(due: UpgradeDue, *, at: datetime) -> None:
    best = due.signature.best
    document, level = best.content(), best.level
    try:
        if level == Level.B_B:
            document, level = stamped(document), Level.B_T
        if due.wanted == Level.B_LT and level == Level.B_T:
            document, level = made_lasting(document, at=at), Level.B_LT
    finally:
        if level != best.level:
            keep(due.signature, document, level, at=at)


def stamped(document: bytes, *, room: int = time_stamps.ROOM) -> bytes:
    """With a time stamp over the whole document, which proves all its signatures at once."""
    reserved = reserve_stamp(document, room=room)
    token = time_stamps.time_stamps().stamp(reserved.digest)
    if len(token) <= room:
        return reserved.filled(token)
    if room > time_stamps.ROOM:
        raise SigningUnavailable(_("The time stamps of this service grow each time."))
    # A service with a long chain: again with the room that it needs.
    return stamped(document, room=len(token) + SPARE_BYTES)


def keep(signature: Signature, document: bytes, level: str, *, at: datetime) -> None:
    """Whoever comes second takes the file back."""
    upgrade = Upgrade(signature=signature, level=level, digest=digest_of(document), made_at=at)
    name = f"signed{PurePath(str(signature.document.name)).suffix}"
    upgrade.document.save(name, ContentFile(document), save=False)
    try:
        with transaction.atomic():
            upgrade.save(force_insert=True)
    except IntegrityError:
        upgrade.document.delete(save=False)
