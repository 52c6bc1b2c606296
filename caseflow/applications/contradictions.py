"""Filings whose declaration and facts do not fit together, and those the applicant objects to."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import TruncWeek
from django.utils import timezone

from caseflow.applications.models import Application, Event
from caseflow.applications.querysets import ApplicationQuerySet
from caseflow.applications.states import Assistance, Channel, Contradiction, Origin, Verb

WEEK = timedelta(days=7)
DECLARED = "circumstances__declared"
OTHERWISE = (Q(**{f"{DECLARED}_channel__gt": ""}) & ~Q(**{f"{DECLARED}_channel": F("channel")})) | (
    Q(**{f"{DECLARED}_assistance__gt": ""}) & ~Q(**{f"{DECLARED}_assistance": F("assistance")})
)


def contradicting(kind: Contradiction, start: datetime, end: datetime) -> ApplicationQuerySet:
    """The filings of this kind from `start` until before `end`, at all centres."""
    filings: ApplicationQuerySet = Application.objects.filter(filed_at__gte=start, filed_at__lt=end)
    match kind:
        case Contradiction.SELF_AT_COUNTER:
            return filings.filter(assistance=Assistance.SELF, circumstances__device__isnull=False)
        case Contradiction.DECLARED_OTHERWISE:
            return filings.filter(OTHERWISE)
        case Contradiction.HELPED_WITHOUT_CODE:
            return alone(filings).filter(assistance=Assistance.ASSISTED)
        case Contradiction.MANY_PEOPLE:
            return alone(filings).filter(by_busy_accounts(alone(filings)))
        case Contradiction.OBJECTED:
            objections = Event.objects.filter(application=OuterRef("pk"), verb=Verb.OBJECT)
            return filings.filter(Exists(objections))


def alone(filings: ApplicationQuerySet) -> ApplicationQuerySet:
    """Online, by an account that no helper's session stands behind."""
    live = filings.filter(origin=Origin.LIVE, channel=Channel.ONLINE)
    return live.filter(helper_session=None)


def by_busy_accounts(filings: ApplicationQuerySet) -> Q:
    """Of accounts that filed for so many different people from a Monday to a Sunday."""
    weeks = filings.annotate(week=TruncWeek("filed_at", tzinfo=timezone.get_default_timezone()))
    people = (
        weeks.order_by()
        .values("submitted_by", "week")
        .annotate(people=Count("applicant_identity", distinct=True))
    )
    busy = Q(pk__in=[])
    most = settings.APPLICATIONS_PEOPLE_PER_ACCOUNT_AND_WEEK
    for account, week in people.filter(people__gte=most).values_list("submitted_by", "week"):
        busy |= Q(submitted_by=account, filed_at__gte=week, filed_at__lt=week + WEEK)
    return busy
