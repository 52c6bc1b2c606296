"""Subscribing, pausing, going on and stopping; everybody rules over their own only."""

from datetime import datetime

from django.conf import settings
from django.core import signing
from django.db import transaction

from caseflow.accounts.models import User
from caseflow.centers.models import Agency
from caseflow.indicators.days import office_day
from caseflow.reports.models import Subscription
from caseflow.reports.subscriptions.rhythms import next_after
from procedures.models import Procedure

SALT = "caseflow.reports.subscriptions"


class TooMany(Exception):
    """Somebody has as many subscriptions as the settings allow."""


class Unreachable(Exception):
    """The account has no e-mail address."""


@transaction.atomic
def subscribe(
    owner: User,
    *,
    report: str,
    center: Agency | None,
    procedure: Procedure | None,
    rhythm: str,
    file_format: str,
    at: datetime,
) -> Subscription:
    """The same wish twice is one subscription, in the file format wanted last."""
    if not owner.email:
        raise Unreachable
    # Two of the owner's windows count one after the other.
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=owner.pk)
    wish = {
        "owner": owner,
        "report": report,
        "center": center,
        "procedure": procedure,
        "rhythm": rhythm,
    }
    others = Subscription.objects.of(owner.pk).exclude(**wish)
    if others.count() >= settings.REPORTS_SUBSCRIPTIONS:
        raise TooMany
    kept, _is_new = Subscription.objects.update_or_create(
        **wish,
        defaults={"format": file_format, "paused_at": None},
        create_defaults={
            **wish,
            "format": file_format,
            "created_at": at,
            "next_on": next_after(rhythm, office_day(at)),
        },
    )
    return kept


def pause(pk: int, *, owner: int, at: datetime) -> bool:
    """False where there is no such subscription of theirs, or it rests already."""
    mine = Subscription.objects.of(owner).filter(pk=pk, paused_at=None)
    return bool(mine.update(paused_at=at))


def resume(pk: int, *, owner: int, at: datetime) -> bool:
    """Nothing is sent for the time of the pause."""
    mine = Subscription.objects.of(owner).filter(pk=pk).exclude(paused_at=None).first()
    if mine is None:
        return False
    mine.paused_at, mine.next_on = None, next_after(mine.rhythm, office_day(at))
    mine.save(update_fields=["paused_at", "next_on"])
    return True


def stop(pk: int, *, owner: int) -> bool:
    removed, _rows = Subscription.objects.of(owner).filter(pk=pk).delete()
    return bool(removed)


def stopping_key(subscription: Subscription) -> str:
    """What a mail carries so that it can be stopped without logging in; it opens nothing else."""
    return signing.Signer(salt=SALT).sign(str(subscription.pk))


def behind_key(key: str) -> Subscription | None:
    """None for a key that we did not give, or where nothing is subscribed any more."""
    try:
        pk = int(signing.Signer(salt=SALT).unsign(key))
    except signing.BadSignature:
        return None
    return Subscription.objects.filter(pk=pk).first()
