"""Open files, as the count knows them: at most seconds behind the last deed."""

from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from caseflow.indicators.days import office_day
from caseflow.indicators.measures import HOLDERS, Measure
from caseflow.indicators.models import Fact
from caseflow.reports.selections import Selection

#: What addresses say for a holder that nobody told, as with files of older systems.
UNKNOWN = "unknown"
#: In the order of tables; last those that nobody told.
ROWS = (*HOLDERS, "")


def open_facts(selection: Selection) -> QuerySet[Fact]:
    """Received at the centres of the selection and not ended yet, whatever the period."""
    found = Fact.objects.open()
    if selection.place is not None:
        found = found.filter(receiving_center__in=selection.place)
    return found.filter(procedure=selection.procedure) if selection.procedure else found


def overdue(today: date) -> Q:
    """Due before today: like the portal, lateness of open files is counted by date."""
    return Q(due_on__lt=today)


def due_soon(today: date, until: datetime) -> Q:
    """Not overdue, and due until then."""
    # The day is for the index; the instant decides.
    return Q(due_on__gte=today, due_on__lte=office_day(until), due_at__lte=until)


def holder_name(holder: str) -> str:
    return capfirst(str(Measure(holder).label)) if holder else _("Not told by the older system")


def aged(today: date, *, least: int = 0, most: int | None = None, column: str = "filed_on") -> Q:
    """Filed so many days ago, both numbers included."""
    youngest = Q(**{f"{column}__lte": today - timedelta(days=least)})
    if most is None:
        return youngest
    return youngest & Q(**{f"{column}__gte": today - timedelta(days=most)})
