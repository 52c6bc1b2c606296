"""What a new version of a calendar changes: for whom, and on which days."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from caseflow.centers.models import Agency, Calendar, CalendarVersion
from caseflow.centers.working_time import WorkingTime


class Span(NamedTuple):
    """From the first to the last day on which two calendars differ."""

    first: date
    last: date


def agencies_under(calendar: Calendar) -> frozenset[int]:
    """Who works by this calendar, because no nearer one is published for them."""
    if calendar.agency_id:
        return frozenset({calendar.agency_id})
    published = CalendarVersion.objects.published().values("calendar")
    others = Calendar.objects.filter(pk__in=published).exclude(pk=calendar.pk)
    own = others.exclude(agency=None).values("agency")
    nearer = others.exclude(unit=None)
    if calendar.unit_id:
        nearer = nearer.filter(unit__parent=calendar.unit_id)
    units = nearer.values("unit")
    agencies = Agency.objects.exclude(pk__in=own).exclude(
        Q(unit__in=units) | Q(unit__parent__in=units)
    )
    if calendar.unit_id:
        agencies = agencies.filter(Q(unit=calendar.unit_id) | Q(unit__parent=calendar.unit_id))
    return frozenset(agencies.values_list("pk", flat=True))


def versions_before(version: CalendarVersion) -> Sequence[CalendarVersion]:
    """What its followers may have worked by until now, the latest first."""
    calendar = version.calendar
    of_its_own = CalendarVersion.objects.published().filter(
        calendar=calendar, number__lt=version.number
    )
    if earlier := list(of_its_own.order_by("-number")):
        return earlier
    further = CalendarVersion.objects.of_owner(calendar)
    fallback = further.exclude(calendar=calendar).first()
    return [fallback] if fallback else []


def changed_span(new: WorkingTime, earlier: Sequence[WorkingTime]) -> Span | None:
    """Over all that somebody may have counted with; None where no day is worked otherwise."""
    if any(old.hours != new.hours for old in earlier):
        return Span(date.min, date.max)
    days = {day for old in earlier for day in changed_days(new, old)}
    return Span(min(days), max(days)) if days else None


def changed_days(new: WorkingTime, old: WorkingTime) -> set[date]:
    return {day for day in {*new.days, *old.days} if new.periods(day) != old.periods(day)}
