"""Publishing the figures of a period, once, and correcting them by publishing again.

A publication names the seal of the log head that its figures come from, and is signed with the key
that signs the seals. It is never changed; a correction is another one, which names it.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import cbor2
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caseflow.accounts.models import User
from caseflow.applications.following import follow
from caseflow.applications.models import Event
from caseflow.indicators import following as counting_follower
from caseflow.indicators.days import start_of
from caseflow.indicators.tallying import count_stale, wait_beside_others
from caseflow.publishing.composing import Composed, Limits, Occasion, composed, narrowed
from caseflow.publishing.counting import counted, ratings, total_counts
from caseflow.publishing.models import Publication, PublishedLine
from caseflow.publishing.periods import Period
from caseflow.publishing.states import Kind, Table
from caseflow.sealing import following as sealing_follower
from caseflow.sealing.models import Pending, Seal
from signatures import cose, statements
from signatures.backends import key_of

KIND = "caseflow publication"
#: Any number that nobody else takes: one publication at a time.
TURN = 4_208_141_002


class NotPublishable(Exception):
    """Says, to whoever wants to publish, what stands in the way and what to do next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """To publish a period, or to correct what was published of it."""

    period: Period
    corrects: Publication | None = None
    reason: str = ""


def prepared(wish: Wish, *, at: datetime) -> Composed:
    """What would be published now; nothing is written. Raises `NotPublishable`."""
    refuse_open_period(wish.period, at=at)
    refuse_second(wish)
    seal = seal_of(wish.period)
    occasion = Occasion(
        period=wish.period,
        seal=seal,
        least=settings.PUBLISHING_LEAST_COUNT,
        limits=limits(wish),
        corrects=wish.corrects.number if wish.corrects else None,
        reason=wish.reason,
    )
    return composed(counted(wish.period), occasion)


def publish(wish: Wish, *, by: User | None, at: datetime, seen: str = "") -> Publication:
    """Publishes what was `seen` (a digest), or whatever it is where nobody looked.

    Raises `NotPublishable`, SigningUnavailable or SigningRefused, and publishes nothing then.
    """
    catch_up()
    with transaction.atomic():
        wait_for_turn()
        hold_the_count()
        found = prepared(wish, at=at)
        if seen and seen != found.digest:
            raise NotPublishable(_("The count has moved since you looked; look at it again."))
        refuse_same(wish, found)
        return kept(wish, found, by=by, at=at)


def catch_up() -> None:
    """Everything recorded is noted for the next seal, and counted."""
    follow(sealing_follower.FOLLOWER.name)
    follow(counting_follower.FOLLOWER.name)
    count_stale()


def hold_the_count() -> None:
    """Until the transaction ends nothing more is counted, and all that was is known to the seals.

    Else a deed that no seal covers could slip in between the look at the seal and the figures.
    """
    wait_beside_others()
    follow(sealing_follower.FOLLOWER.name)


def wait_for_turn() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TURN])


def refuse_open_period(period: Period, *, at: datetime) -> None:
    if period.last >= timezone.localdate(at):
        raise NotPublishable(_("The period is not over yet."))


def refuse_second(wish: Wish) -> None:
    newest = Publication.objects.of_period(wish.period).first()
    if newest and wish.corrects is None:
        raise NotPublishable(_("This period is published already; correct that publication."))
    if newest != wish.corrects:
        raise NotPublishable(_("This publication was corrected already; correct the newest one."))
    if wish.corrects and not wish.reason:
        raise NotPublishable(_("Say why the figures are corrected."))


def refuse_same(wish: Wish, found: Composed) -> None:
    """A correction that tells the same figures from the same rules corrects nothing."""
    if wish.corrects and figures_in(found.content) == figures_in(wish.corrects.said):
        raise NotPublishable(_("The figures are those that are published; nothing is to correct."))


def figures_in(content: dict[str, Any]) -> dict[str, Any]:
    return {name: content.get(name) for name in ("total", "lines", "rest", "ratings")}


def seal_of(period: Period) -> Seal:
    """The newest seal; it must cover every deed that tells of the period."""
    seal = Seal.objects.order_by("number").last()
    if seal is None or seal.day < period.last:
        raise NotPublishable(
            _("The last day of the period is not sealed yet; days are sealed in the night after.")
        )
    if is_told_of_later(period, seal):
        raise NotPublishable(
            _(
                "Deeds of this period were recorded after the newest seal; the coming night's seal"
                " will cover them."
            )
        )
    return seal


def is_told_of_later(period: Period, seal: Seal) -> bool:
    """A fact bears the time of the deed that set it, so only earlier deeds told late matter."""
    unsealed = Event.objects.filter(application__in=Pending.objects.values("application"))
    late = unsealed.filter(recorded_at__gte=start_of(seal.day + timedelta(days=1)))
    return late.filter(at__lt=start_of(period.last + timedelta(days=1))).exists()


def limits(wish: Wish) -> Limits:
    """What was kept once stays kept: in a correction, and in a quarter what a month kept of all."""
    kept = wish.corrects.kept if wish.corrects else {}
    if wish.period.kind != Kind.QUARTER:
        return kept
    months = [
        (published_month(month).kept, total_counts(month) | ratings(month))
        for month in wish.period.months
    ]
    return narrowed(kept, months, settings.PUBLISHING_LEAST_COUNT)


def published_month(month: Period) -> Publication:
    newest = Publication.objects.of_period(month).first()
    if newest is None:
        raise NotPublishable(
            _("Publish %(month)s first: a quarter must not tell what its months keep.")
            % {"month": month.code}
        )
    return newest


def kept(wish: Wish, found: Composed, *, by: User | None, at: datetime) -> Publication:
    key, last = key_of(statements.HOLDER), Publication.objects.order_by("number").last()
    publication = Publication(
        number=last.number + 1 if last else 1,
        kind=wish.period.kind,
        first=wish.period.first,
        last=wish.period.last,
        corrects=wish.corrects,
        reason=wish.reason,
        seal_id=found.content["seal"]["number"],
        content=found.text,
        digest=found.digest,
        kept=found.kept,
        key=statements.register(key, at=at),
        published_at=at.replace(microsecond=0),
        published_by=by,
    )
    publication.envelope = cose.sign(cbor2.dumps(saying_of(publication), canonical=True), key)
    publication.save(force_insert=True)
    lines = lines_of(found.content, publication.table)
    for line in lines:
        line.publication = publication
    PublishedLine.objects.bulk_create(lines)
    return publication


def saying_of(publication: Publication) -> dict[str, Any]:
    """What a publication says, in the words that are signed."""
    return {
        "kind": KIND,
        "number": publication.number,
        "period": publication.period.code,
        "corrects": publication.corrects_id or 0,
        "seal": bytes.fromhex(publication.seal.digest),
        "content": hashlib.sha256(publication.content.encode()).digest(),
        "published_at": int(publication.published_at.astimezone(UTC).timestamp()),
    }


def lines_of(content: dict[str, Any], table: Table) -> list[PublishedLine]:
    """The total and then the lines, not saved."""
    rows = [(Table.TOTAL, content["total"]), *((table, line) for line in content["lines"])]
    return [PublishedLine(table=of, **line) for of, line in rows]
