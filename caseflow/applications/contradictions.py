"""Filings of accounts that filed for very many people.

What else contradicts itself in a filing its own chain tells, so that it is counted as any figure is
(`indicators.counters`). For how many people an account filed no chain tells.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Q
from django.db.models.functions import TruncWeek
from django.utils import timezone

from caseflow.applications.models import Application
from caseflow.applications.querysets import ONLINE_FOR_OTHERS, ApplicationQuerySet

WEEK = timedelta(days=7)


def by_busy_accounts(start: datetime, end: datetime) -> ApplicationQuerySet:
    """From `start` until before `end`, in weeks in which their account filed for so many."""
    filings = without_code()
    return filings.filter(busy(filings, start, end), filed_at__gte=start, filed_at__lt=end)


def without_code() -> ApplicationQuerySet:
    """For others online, by an account of a citizen, with no helper's session behind it."""
    filings: ApplicationQuerySet = Application.objects.filter(ONLINE_FOR_OTHERS)
    return filings.filter(helper_session=None)


def busy(filings: ApplicationQuerySet, start: datetime, end: datetime) -> Q:
    """Weeks are those from a Monday to a Sunday that touch the period, each counted whole."""
    zone = timezone.get_default_timezone()
    monday = timezone.localtime(start, zone)
    monday -= timedelta(days=monday.weekday())
    weeks = filings.filter(filed_at__gte=monday, filed_at__lt=end + WEEK)
    people = (
        weeks.annotate(week=TruncWeek("filed_at", tzinfo=zone))
        .order_by()
        .values("submitted_by", "week")
        .annotate(people=Count("applicant_identity", distinct=True))
    )
    found = Q(pk__in=[])
    most = settings.APPLICATIONS_PEOPLE_PER_ACCOUNT_AND_WEEK
    for account, week in people.filter(people__gte=most).values_list("submitted_by", "week"):
        found |= Q(submitted_by=account, filed_at__gte=week, filed_at__lt=week + WEEK)
    return found
