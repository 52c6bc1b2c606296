"""How much of a period is left, in words and in a tone that style sheets can colour."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caseflow.applications.models import Application
from caseflow.applications.states import FINISHED, Punctuality, State

SOON = timedelta(days=1)


class Tone(StrEnum):
    LATE = "late"
    SOON = "soon"
    FINE = "fine"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Remaining:
    """When something is due, and what that means now."""

    due_at: datetime | None
    words: str
    tone: Tone


def remaining(case: Application, now: datetime) -> Remaining:
    if case.state == State.FILED:
        return until_reception(case.reception_due_at, now)
    if case.due_at is None:
        return Remaining(None, _("no time limit"), Tone.NONE)
    if case.state in FINISHED:
        return when_finished(case, case.due_at)
    days = (office_day(case.due_at) - office_day(now)).days
    if case.punctuality(now) == Punctuality.LATE:
        late = ngettext("overdue by %(days)d day", "overdue by %(days)d days", -days)
        return Remaining(case.due_at, late % {"days": -days}, Tone.LATE)
    if days == 0:
        return Remaining(case.due_at, _("due today"), Tone.SOON)
    left = ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}
    return Remaining(case.due_at, left, Tone.SOON if days == 1 else Tone.FINE)


def until_reception(due_at: datetime | None, now: datetime) -> Remaining:
    """The reception deadline is counted in hours, so it is also shown in hours."""
    if due_at is None:
        return Remaining(None, _("no time limit"), Tone.NONE)
    if due_at < now:
        return Remaining(due_at, _("reception overdue"), Tone.LATE)
    hours = (due_at - now) // timedelta(hours=1)
    if due_at - now > SOON:
        words = ngettext("%(days)d day to receive", "%(days)d days to receive", hours // 24)
        return Remaining(due_at, words % {"days": hours // 24}, Tone.FINE)
    words = ngettext("%(hours)d hour to receive", "%(hours)d hours to receive", hours)
    return Remaining(due_at, words % {"hours": hours}, Tone.SOON)


def when_finished(case: Application, due_at: datetime) -> Remaining:
    ended = case.finished_at or due_at
    days = (office_day(due_at) - office_day(ended)).days
    if days < 0:
        words = ngettext("finished %(days)d day late", "finished %(days)d days late", -days)
        return Remaining(due_at, words % {"days": -days}, Tone.LATE)
    if days == 0:
        return Remaining(due_at, _("finished on time"), Tone.NONE)
    words = ngettext("finished %(days)d day early", "finished %(days)d days early", days)
    return Remaining(due_at, words % {"days": days}, Tone.NONE)


def office_day(at: datetime) -> date:
    return timezone.localdate(at, timezone.get_default_timezone())
