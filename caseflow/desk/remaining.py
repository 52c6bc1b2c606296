"""How much of a period is left, in words and in a tone that style sheets can colour."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caseflow.applications.models import Application
from caseflow.applications.states import FINISHED, Punctuality, State

DAY = timedelta(days=1)


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
    """Of the reception while a file waits for it, else of the settlement."""
    if case.state == State.FILED:
        return until_reception(case, now)
    if case.due_at is None:
        return Remaining(None, _("no time limit"), Tone.NONE)
    if case.state in FINISHED:
        return when_finished(case, case.due_at)
    days = (office_day(case.due_at) - office_day(now)).days
    if case.punctuality(now) == Punctuality.LATE:
        late = ngettext("overdue by %(days)d day", "overdue by %(days)d days", -days)
        return Remaining(case.due_at, late % {"days": -days}, Tone.LATE)
    left = case.due_at - now
    if days == 0:
        return Remaining(case.due_at, due_today(left), Tone.SOON)
    words = ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}
    return Remaining(case.due_at, words, tone_of(left, whole_term(case)))


def whole_term(case: Application) -> timedelta:
    """As long as first counted; a period that began again is about as long."""
    began = case.received_at or case.filed_at
    return (case.due_original_at or case.due_at or began) - began


def tone_of(left: timedelta, whole: timedelta) -> Tone:
    """Amber from the last quarter on, or what else the setting says (domain reference §2.5)."""
    if left < timedelta():
        return Tone.LATE
    return Tone.SOON if left * 100 <= whole * settings.DESK_SOON_PERCENT else Tone.FINE


def until_reception(case: Application, now: datetime) -> Remaining:
    """The reception deadline is counted in hours, so it is also shown in hours."""
    due_at = case.reception_due_at
    if due_at is None:
        return Remaining(None, _("no time limit"), Tone.NONE)
    left = due_at - now
    if left < timedelta():
        return Remaining(due_at, _("reception overdue"), Tone.LATE)
    words = _("%(time)s to receive") % {"time": in_days_or_hours(left)}
    return Remaining(due_at, words, tone_of(left, due_at - case.filed_at))


def until(due_at: datetime, *, since: datetime, now: datetime) -> Remaining:
    """Of any clock, to the minute."""
    left = due_at - now
    words = _("overdue by %(time)s") if left < timedelta() else _("%(time)s left")
    told = words % {"time": in_days_or_hours(abs(left))}
    return Remaining(due_at, told, tone_of(left, due_at - since))


def due_today(left: timedelta) -> str:
    if left <= timedelta():
        return _("due today")
    return _("due today, %(time)s left") % {"time": in_days_or_hours(left)}


def in_days_or_hours(length: timedelta) -> str:
    if length >= DAY:
        return ngettext("%(days)d day", "%(days)d days", length.days) % {"days": length.days}
    hours, minutes = divmod(length // timedelta(minutes=1), 60)
    return _("%(hours)d h %(minutes)02d min") % {"hours": hours, "minutes": minutes}


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
