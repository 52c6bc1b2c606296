"""Reminders to the staff, each written once, however often and in however many workers."""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext, ngettext, override

from caseflow.accounts.models import Role, User
from caseflow.applications.models import Application
from caseflow.applications.querysets import ApplicationQuerySet
from caseflow.applications.states import Origin
from caseflow.centers.calendars import CalendarMissing, working_time_for
from caseflow.centers.models import Agency, Officer
from caseflow.centers.working_time import WorkingTime
from caseflow.notices import facts, recipients, texts
from caseflow.notices.models import Reminder
from caseflow.notices.telling import Occasion, tell
from caseflow.notices.texts import Composed

log = logging.getLogger(__name__)

#: What waits longer than this for its reception has been said often enough.
RECEPTION_WINDOW = timedelta(days=14)
#: A reminder names so many files and counts the rest.
LONGEST_LIST = 50


def remind_of_reception(*, at: datetime) -> None:
    """After so many working hours (by default 4 and 7 of the 8) tells the centre's clerks."""
    waiting = live_files().to_receive().filter(filed_at__gt=at - RECEPTION_WINDOW)
    for hours in sorted(settings.NOTICES_RECEPTION_HOURS, reverse=True):
        for center, cases in by_center(unreminded(waiting, hours)):
            if late := waiting_longer(center, cases, hours, at=at):
                remind_clerks(center, late, hours, at=at)


def waiting_longer(
    center: Agency, cases: Iterable[Application], hours: int, *, at: datetime
) -> list[Application]:
    calendar = calendar_of(center)
    if calendar is None:
        return []
    minutes = hours * 60
    return [case for case in cases if calendar.after_minutes(case.filed_at, minutes).due_at <= at]


def calendar_of(office: Agency) -> WorkingTime | None:
    """One office without a calendar keeps no other from being reminded."""
    try:
        return working_time_for(office.pk)
    except CalendarMissing:
        log.warning("%s has no calendar; nobody is reminded there", office.code)
        return None


def live_files() -> ApplicationQuerySet:
    """Who is told of files, is told of live ones."""
    cases: ApplicationQuerySet = Application.objects.filter(origin=Origin.LIVE).defer("form")
    return cases


def unreminded(cases: ApplicationQuerySet, hours: int) -> ApplicationQuerySet:
    """Neither at this mark nor at a later one."""
    marks = [reason_at(mark) for mark in settings.NOTICES_RECEPTION_HOURS if mark >= hours]
    told = Reminder.objects.filter(application=OuterRef("pk"), reason__in=marks)
    return cases.filter(~Exists(told))


def reason_at(hours: int) -> str:
    return f"reception/{hours}"


def by_center(cases: ApplicationQuerySet) -> Iterator[tuple[Agency, list[Application]]]:
    centers: dict[Agency, list[Application]] = {}
    for case in cases.select_related("receiving_center", "procedure").order_by("filed_at"):
        centers.setdefault(case.receiving_center, []).append(case)
    yield from centers.items()


def remind_clerks(
    center: Agency, cases: Sequence[Application], hours: int, *, at: datetime
) -> None:
    occasion = Occasion(
        name=f"{reason_at(hours)}/{cases[0].pk}",
        at=at,
        composed=partial(reception_text, cases, hours),
        office=center,
    )
    remind_once(occasion, cases, reason_at(hours), people_of([center], Role.CLERK))


def remind_once(
    occasion: Occasion, cases: Iterable[Application], reason: str, users: list[User]
) -> None:
    """Nothing where another worker was quicker with one of these files."""
    reminders = [Reminder(application=case, reason=reason, at=occasion.at) for case in cases]
    try:
        with transaction.atomic():
            Reminder.objects.bulk_create(reminders)
            tell(occasion, recipients.staff(users))
    except IntegrityError:
        return


def people_of(offices: Iterable[Agency | int], role: Role) -> list[User]:
    posts = Officer.objects.filter(agency__in=offices, user__role=role, user__is_active=True)
    return [post.user for post in posts.select_related("user").order_by("pk")]


def reception_text(cases: Sequence[Application], hours: int, language: str) -> Composed:
    with override(language):
        values = {
            "count": str(len(cases)),
            "hours": str(hours),
            "files": file_lines(cases, reception_line),
        }
    return texts.compose("reception_waits", language, values)


def file_lines(cases: Sequence[Application], line: Callable[[Application], str]) -> str:
    lines = [line(case) for case in cases[:LONGEST_LIST]]
    if len(cases) > LONGEST_LIST:
        more = len(cases) - LONGEST_LIST
        lines.append(ngettext("and %(more)d more", "and %(more)d more", more) % {"more": more})
    return "\n".join(lines)


def reception_line(case: Application) -> str:
    return gettext("%(number)s, %(procedure)s: receive by %(until)s") % {
        "number": case.number,
        "procedure": facts.procedure_name(case.procedure),
        "until": facts.at_office(case.reception_due_at),
    }


def office_day(at: datetime) -> date:
    return timezone.localdate(at, timezone.get_default_timezone())
