"""Filings of accounts that filed for very many people.

What else contradicts itself in a filing its own chain tells, so that it is counted as any figure is
(`indicators.counters`). For how many people an account filed no chain tells.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import CharField, Count, Exists, F, OuterRef, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat, TruncWeek
from django.utils import timezone

from caseflow.applications.models import Application, HelperSession
from caseflow.applications.querysets import ONLINE_FOR_OTHERS, ApplicationQuerySet

WEEK = timedelta(days=7)


def by_busy_accounts(start: datetime, end: datetime) -> ApplicationQuerySet:
    """From `start` until before `end`, in weeks in which their account filed for so many.

    Weeks are those from a Monday to a Sunday, each counted whole.
    """
    most = settings.APPLICATIONS_PEOPLE_PER_ACCOUNT_AND_WEEK
    filings = without_code(monday_of(start), end + WEEK).order_by()
    week = TruncWeek("filed_at", tzinfo=timezone.get_default_timezone())
    # So many files are found in the index alone, and mostly no account has them.
    weeks = filings.values("submitted_by", week=week).annotate(files=Count("pk"))
    accounts = {account for (account,) in weeks.filter(files__gte=most).values_list("submitted_by")}
    of_week = Concat(text(F("submitted_by")), Value(" "), text(week))
    theirs = filings.filter(submitted_by__in=accounts).annotate(account_week=of_week)
    people = Count("applicant_identity", distinct=True)
    busy = theirs.values("account_week").annotate(people=people).filter(people__gte=most)
    of_busy = theirs.filter(account_week__in=list(busy.values_list("account_week", flat=True)))
    return of_busy.filter(filed_at__gte=start, filed_at__lt=end)


def without_code(start: datetime, end: datetime) -> ApplicationQuerySet:
    """For others online, by an account of a citizen, with no helper's session behind it."""
    helped = HelperSession.objects.filter(application=OuterRef("pk"))
    filings: ApplicationQuerySet = Application.objects.filter(
        ONLINE_FOR_OTHERS, ~Exists(helped), filed_at__gte=start, filed_at__lt=end
    )
    return filings


def monday_of(at: datetime) -> datetime:
    local = timezone.localtime(at, timezone.get_default_timezone())
    return local - timedelta(days=local.weekday())


def text(value: Combinable) -> Cast:
    return Cast(value, CharField())
