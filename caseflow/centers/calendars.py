"""Which working time holds for an agency, and publishing a new version of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from caseflow.centers.models import Agency, Calendar, CalendarDay, CalendarVersion
from caseflow.centers.querysets import AgencyQuerySet
from caseflow.centers.working_time import DayRule, Hours, Period, WorkingTime
from caseflow.remembering import remembered


class CalendarRefused(ValueError):
    """A decision that cannot come into force as it was given; `field` names what to mend."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field, self.message = field, message


class CalendarMissing(LookupError):
    """Neither the agency, nor its province, nor the nation has a published calendar."""


def working_time_for(agency_id: int) -> WorkingTime:
    """What the agency works by now; a new version is seen within seconds, by every process."""
    return working_time_of_version(version_in_force(agency_id))


def days_ahead(agency_id: int | None, now: datetime, days: int) -> datetime:
    """So many working days from now; days like any other where no agency, or no calendar, is."""
    try:
        calendar = working_time_for(agency_id) if agency_id else None
    except CalendarMissing:
        calendar = None
    return calendar.after_days(now, days).due_at if calendar else now + timedelta(days=days)


def version_in_force(agency_id: int) -> int:
    """An agency founded since all were asked for is asked for by itself."""
    version = versions_in_force().get(agency_id)
    if version is None:
        agency = Agency.objects.filter(pk=agency_id)
        version = versions_of(agency)[agency_id]
    if version is None:
        raise CalendarMissing(f"no calendar is published for {agency.get().code}")
    return version


@remembered(lambda: settings.CASEFLOW_REFERENCE_CACHE_SECONDS)
def versions_in_force() -> Mapping[int, int | None]:
    """Of all agencies at once: one at a time, hardly any would be asked for again in time."""
    return versions_of(Agency.objects.all())


def versions_of(agencies: AgencyQuerySet) -> dict[int, int | None]:
    nearest = CalendarVersion.objects.nearest_first(
        OuterRef("pk"), OuterRef("unit"), OuterRef("unit__parent")
    )
    return dict(agencies.values_list("pk", Subquery(nearest.values("pk")[:1])))


@lru_cache(maxsize=512)
def working_time_of_version(version_id: int) -> WorkingTime:
    """Published versions never change, so the answer holds for ever."""
    version = CalendarVersion.objects.published().get(pk=version_id)
    return working_time(version, CalendarDay.objects.filter(version=version))


def working_time(version: CalendarVersion, days: Iterable[CalendarDay]) -> WorkingTime:
    return WorkingTime(
        version=version.pk,
        hours=parsed(version.hours),
        days={day.date: rule_of(day) for day in days},
        covers_from=version.covers_from,
        covers_to=version.covers_to,
        source=version.decision,
    )


def parsed(hours: Mapping[str, Sequence[Sequence[str]]]) -> Hours:
    return {
        int(weekday): tuple(Period(*map(time.fromisoformat, period)) for period in periods)
        for weekday, periods in hours.items()
    }


def rule_of(day: CalendarDay) -> DayRule:
    return DayRule(day.is_working, day.reason, day.reason_en, day.document_no)


def worked_by_now(calendar: Calendar) -> CalendarVersion | None:
    """What its owner works by: the newest version of its own, or of whom it follows."""
    in_force = CalendarVersion.objects.of_owner(calendar)
    return in_force.first()


def amended(calendar: Calendar, changes: Sequence[CalendarDay]) -> list[CalendarDay]:
    """The days its owner works by now, with these in place of those of the same date."""
    refuse_repeated_days(changes)
    days = CalendarDay.objects.filter(version=worked_by_now(calendar)).order_by("date")
    by_date = {day.date: day for day in days} | {day.date: day for day in changes}
    return [by_date[day] for day in sorted(by_date)]


def refuse_repeated_days(days: Iterable[CalendarDay]) -> None:
    seen: dict[date, CalendarDay] = {}
    for day in days:
        other = seen.setdefault(day.date, day)
        if other is not day:
            told = (
                _("%(day)s is both off and worked; name each day once")
                if other.is_working != day.is_working
                else _("%(day)s is named twice; name each day once")
            )
            raise CalendarRefused("days", told % {"day": day.date})


def joined(calendar: Calendar, covers_from: date, covers_to: date) -> tuple[date, date]:
    """The decided period with what was decided before; they have to touch."""
    known = worked_by_now(calendar)
    if known is None:
        return covers_from, covers_to
    day = timedelta(days=1)
    if covers_from > known.covers_to + day or covers_to < known.covers_from - day:
        told = _(
            "nothing would be decided between %(known_from)s to %(known_to)s and %(from)s to "
            "%(to)s; load the decision for the years between first"
        )
        known_days = {"known_from": known.covers_from, "known_to": known.covers_to}
        new_days = {"from": covers_from, "to": covers_to}
        raise CalendarRefused("covers_from", told % (known_days | new_days))
    return min(covers_from, known.covers_from), max(covers_to, known.covers_to)


def publish(
    *,
    calendar: Calendar,
    hours: Mapping[str, Sequence[Sequence[str]]],
    days: Iterable[CalendarDay],
    covers_from: date,
    covers_to: date,
    decision: str,
    at: datetime,
) -> CalendarVersion:
    """The next version of the calendar, whole at once; from then on it cannot be changed."""
    with transaction.atomic():
        version = draft(
            calendar=calendar,
            hours=hours,
            days=days,
            covers_from=covers_from,
            covers_to=covers_to,
            decision=decision,
        )
        bring_into_force(version, at=at)
    return version


def bring_into_force(version: CalendarVersion, *, at: datetime) -> None:
    version.published_at = at
    version.save(update_fields=["published_at"])
    transaction.on_commit(versions_in_force.forget)


@transaction.atomic
def draft(
    *,
    calendar: Calendar,
    hours: Mapping[str, Sequence[Sequence[str]]],
    days: Iterable[CalendarDay],
    covers_from: date,
    covers_to: date,
    decision: str,
) -> CalendarVersion:
    """A version to look at: nobody works by it before it is brought into force.

    It takes the place of an earlier draft, which might lack days decided since. Raises
    `CalendarRefused` where the newest version says the same already.
    """
    Calendar.objects.select_for_update(no_key=True).get(pk=calendar.pk)
    CalendarVersion.objects.filter(calendar=calendar, published_at=None).delete()
    version = CalendarVersion.objects.create(
        calendar=calendar,
        number=CalendarVersion.objects.next_number(calendar),
        hours=hours,
        covers_from=covers_from,
        covers_to=covers_to,
        decision=decision,
    )
    rows = [copied(day, version) for day in days]
    refuse_repeated_days(rows)
    # A calendar that cannot be counted with must not come into force.
    refuse_same_again(version, working_time(version, rows))
    CalendarDay.objects.bulk_create(rows)
    return version


def refuse_same_again(version: CalendarVersion, proposed: WorkingTime) -> None:
    """A decision that is loaded twice would move nothing and only lengthen the record."""
    newest = CalendarVersion.objects.published().filter(calendar=version.calendar)
    last = newest.order_by("number").last()
    if last and replace(working_time_of_version(last.pk), version=version.pk) == proposed:
        told = _("version %(number)d says the same already") % {"number": last.number}
        raise CalendarRefused("decision", told)


@transaction.atomic
def discard(version: CalendarVersion) -> bool:
    """Only while it is a draft; False where it came into force before."""
    drafts = CalendarVersion.objects.select_for_update().filter(pk=version.pk, published_at=None)
    return any(found.delete() for found in drafts)


def copied(day: CalendarDay, version: CalendarVersion) -> CalendarDay:
    return CalendarDay(
        version=version,
        date=day.date,
        is_working=day.is_working,
        kind=day.kind,
        reason=day.reason,
        reason_en=day.reason_en,
        document_no=day.document_no,
    )
