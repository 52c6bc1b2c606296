"""Each working morning: what is due soon at somebody's desk, and why it waits."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, ngettext, override

from caseflow.accounts.models import Role
from caseflow.applications.models import Application
from caseflow.applications.states import State, Waiting
from caseflow.applications.waiting import desk_of, reasons
from caseflow.centers.models import Officer
from caseflow.centers.working_time import WorkingTime
from caseflow.notices import facts, recipients, texts
from caseflow.notices.models import Message
from caseflow.notices.reminding import calendar_of, file_lines, live_files, office_day
from caseflow.notices.telling import Occasion, tell
from caseflow.notices.texts import Composed

MOST_COUNTED = 200


def send_digests(*, at: datetime) -> None:
    """Each working morning, to everybody their open files that are due soon or overdue."""
    told = Message.objects.filter(occasion=occasion_of(office_day(at))).values("account")
    posts = Officer.objects.filter(user__is_active=True).exclude(user__in=told)
    for post in posts.select_related("user", "agency").order_by("agency", "pk"):
        calendar = calendar_of(post.agency)
        if calendar is None or not calendar.is_working(office_day(at)):
            continue
        if cases := due_soon(post, calendar, at):
            send_digest(post, cases, at=at)


def occasion_of(day: date) -> str:
    return f"due_soon/{day}"


def due_soon(post: Officer, calendar: WorkingTime, at: datetime) -> list[Application]:
    horizon = calendar.after_days(at, settings.NOTICES_DUE_SOON_DAYS).due_at
    theirs = (
        live_files()
        .open()
        .filter(work_of(post))
        .filter(Q(due_at__lte=horizon) | Q(state=State.FILED, reception_due_at__lte=horizon))
    )
    named = theirs.select_related("procedure", "officer", "deciding_agency")
    rows = named.order_by("due_at", "reception_due_at", "pk")
    return list(rows[:MOST_COUNTED])


def work_of(post: Officer) -> Q:
    """An officer's files, what lies at the counter for a clerk, and all of it for a leader."""
    offices = post.office_ids()
    match post.user.role:
        case Role.OFFICER:
            return Q(officer=post.user)
        case Role.CLERK:
            at_counter = (State.FILED, State.RECEIVED, State.SUPPLEMENT_REQUESTED)
            return Q(receiving_center__in=offices, state__in=at_counter)
        case _:
            return Q(receiving_center__in=offices) | Q(deciding_agency__in=offices)


def send_digest(post: Officer, cases: Sequence[Application], *, at: datetime) -> None:
    """Once a day and person, by the name of the occasion."""
    occasion = Occasion(
        name=occasion_of(office_day(at)),
        at=at,
        composed=partial(digest_text, post, cases, at),
        office=post.agency,
    )
    tell(occasion, recipients.staff([post.user]))


def digest_text(
    post: Officer, cases: Sequence[Application], at: datetime, language: str
) -> Composed:
    with override(language):
        values = {
            "count": count(cases),
            "day": f"{office_day(at):%d/%m/%Y}",
            "office": facts.name_of(post.agency),
            "files": "\n".join(lines_by_desk(post, cases, office_day(at))),
            "link": settings.CASEFLOW_PUBLIC_URL.rstrip("/") + reverse("reports:late-risk"),
        }
    return texts.compose("due_soon", language, values)


def lines_by_desk(post: Officer, cases: Sequence[Application], day: date) -> Iterator[str]:
    """A heading per desk, the desk with the most urgent file first."""
    why = reasons(cases)
    offices = post.office_ids()
    desks: dict[str, list[Application]] = {}
    for case in cases:
        desks.setdefault(desk_of(case, why[case.pk], offices), []).append(case)
    for desk, waiting in desks.items():
        yield f"{desk} ({len(waiting)})"
        yield file_lines(waiting, partial(digest_line, why=why, day=day))


def count(cases: Sequence[Application]) -> str:
    return f"{MOST_COUNTED}+" if len(cases) == MOST_COUNTED else str(len(cases))


def digest_line(case: Application, *, why: Mapping[int, Waiting], day: date) -> str:
    """How long is left, number, procedure, and why it waits."""
    return gettext("- %(left)s: %(number)s, %(procedure)s; %(reason)s") % {
        "left": days_left(case, day),
        "number": case.number,
        "procedure": facts.procedure_name(case.procedure),
        "reason": why[case.pk].label,
    }


def days_left(case: Application, day: date) -> str:
    due = case.due_at or case.reception_due_at
    if due is None:
        return gettext("no time limit")
    days = (office_day(due) - day).days
    if days < 0:
        return ngettext("overdue by %(days)d day", "overdue by %(days)d days", -days) % {
            "days": -days
        }
    if days == 0:
        return gettext("due today")
    return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}
