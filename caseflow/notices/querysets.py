from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q

from caseflow.applications.actors import Actor
from caseflow.applications.querysets import OFFICE_COLUMNS
from caseflow.notices.states import TROUBLED, Channel, Progress

if TYPE_CHECKING:
    from caseflow.notices.models import Line, Message, Wording  # noqa: F401


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self, channel: Channel, now: datetime) -> Self:
        waiting = self.filter(channel=channel, state=Progress.WAITING, next_attempt__lte=now)
        return waiting.order_by("next_attempt", "pk")

    def in_account(self, user_id: int) -> Self:
        return self.filter(account=user_id, channel=Channel.IN_APP)

    def unsent(self) -> Self:
        """Refused, given up, or waiting although it was tried."""
        tried = Q(state=Progress.WAITING, attempts__gt=0)
        return self.exclude(state=Progress.SENT).filter(Q(state__in=TROUBLED) | tried)

    def of_offices(self, actor: Actor) -> Self:
        """About files of the actor's offices, or to their staff."""
        if actor.sees_everything:
            return self
        wanted = Q(office__in=actor.office_ids)
        for column in OFFICE_COLUMNS:
            wanted |= Q(**{f"application__{column}__in": actor.office_ids})
        return self.filter(wanted)


class LineQuerySet(models.QuerySet["Line"]):
    def take(self, channel: Channel, *, now: datetime, until: datetime) -> bool:
        """Whether the line was free and is ours now, for so long."""
        self.get_or_create(channel=channel, defaults={"free_from": now})
        return bool(self.filter(channel=channel, free_from__lte=now).update(free_from=until))

    def free(self, channel: Channel, *, now: datetime) -> None:
        self.filter(channel=channel).update(free_from=now, failures=0)

    def rest(self, channel: Channel, *, now: datetime, longest: timedelta) -> None:
        """Twice as long after each failure in a row."""
        line = self.get(channel=channel)
        pause = min(timedelta(seconds=5) * 2 ** min(line.failures, 12), longest)
        self.filter(channel=channel).update(free_from=now + pause, failures=F("failures") + 1)


class WordingQuerySet(models.QuerySet["Wording"]):
    def in_force(self, keys: Iterable[str], language: str) -> Self:
        """The newest of each key."""
        newest = self.filter(key__in=keys, language=language).order_by("key", "-number")
        return newest.distinct("key")

    def history(self, key: str, language: str) -> Self:
        versions = self.filter(key=key, language=language).order_by("-number")
        return versions.select_related("changed_by")
