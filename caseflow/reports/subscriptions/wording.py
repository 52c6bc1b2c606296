"""What a mail with a report says; its figures are only filled in when it leaves."""

from datetime import date
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from caseflow.notices import texts
from caseflow.notices.texts import Composed
from caseflow.reports.catalogue import REPORTS
from caseflow.reports.models import Subscription
from caseflow.reports.selections import asked
from caseflow.reports.subscriptions.keeping import stopping_key
from caseflow.reports.subscriptions.rhythms import period_before

WORDING = "report"


def composed(
    subscription: Subscription, morning: date, language: str, *, figures: str = "", file: str = ""
) -> Composed:
    """Lines about figures and file are left out where there is nothing to put into them."""
    first, last = period_before(subscription.rhythm, morning)
    with override(language):
        values = {
            "report": str(REPORTS[subscription.report].name),
            "place": place_of(subscription),
            "first": f"{first:%d/%m/%Y}",
            "last": f"{last:%d/%m/%Y}",
            "figures": figures,
            "file": file,
            "link": page_of(subscription, first, last),
            "unsubscribe": stopping_address(subscription),
        }
    return texts.compose(WORDING, language, values)


def place_of(subscription: Subscription) -> str:
    place = subscription.center.name if subscription.center else _("all centres you may see")
    procedure = subscription.procedure
    return f"{place}; {procedure.code} {procedure.name}" if procedure else place


def page_of(subscription: Subscription, first: date, last: date) -> str:
    page = reverse(f"reports:{subscription.report}")
    about = asked(first, last, subscription.center, subscription.procedure)
    return f"{site()}{page}?{urlencode(about)}"


def stopping_address(subscription: Subscription) -> str:
    key = stopping_key(subscription)
    return site() + reverse("reports:subscription-stop", args=[key])


def site() -> str:
    return settings.CASEFLOW_PUBLIC_URL.rstrip("/")
