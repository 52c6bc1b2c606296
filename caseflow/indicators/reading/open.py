"""What is open now, by the days it is counted by: at most seconds behind the last deed."""

from datetime import date
from typing import Any

from django.db.models import F, QuerySet, Sum, Value

from caseflow.indicators.models import Fact, OpenBy, OpenDay
from caseflow.indicators.reading.questions import Place, inside, settled


def open_days(place: Place, by: OpenBy, *, procedure: int | None = None) -> QuerySet[Any]:
    """Rows with `day`, `center`, `holder` and the `count` of files, to be added up."""
    where = settled(place)
    if procedure is None:
        return OpenDay.objects.filter(inside(where), counted_by=by).order_by()
    facts = Fact.objects.open().filter(inside(where, "receiving_center"), procedure=procedure)
    told = facts.filter(**{f"{by.day}__isnull": False}).order_by()
    columns = {"day": F(by.day), "center": F("receiving_center"), "holder": by.holder}
    return told.annotate(**columns, count=Value(1))


def overdue_days(
    place: Place, by: OpenBy, today: date, *, procedure: int | None = None
) -> QuerySet[Any]:
    """Of files that were due before today: by date, as the portal counts lateness."""
    return open_days(place, by, procedure=procedure).filter(day__lt=today)


def open_by_center(place: Place, *, procedure: int | None = None) -> dict[int, int]:
    """Only centres with any open file."""
    return added(open_days(place, OpenBy.FILED, procedure=procedure), "center")


def overdue_by_center(place: Place, today: date, *, procedure: int | None = None) -> dict[int, int]:
    return added(overdue_days(place, OpenBy.DUE, today, procedure=procedure), "center")


def overdue_by_cause(place: Place, today: date, *, procedure: int | None = None) -> dict[str, int]:
    """By who had them when they became due; under an empty name those that nobody told."""
    return added(overdue_days(place, OpenBy.LATE, today, procedure=procedure), "holder")


def added(rows: QuerySet[Any], key: str) -> dict[Any, int]:
    return dict(rows.values_list(key).annotate(files=Sum("count")))
