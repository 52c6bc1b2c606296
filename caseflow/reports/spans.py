"""Spans of time in words."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

HOUR, DAY = 3600, 86_400


def duration(seconds: float | None) -> str:
    """As people say it: minutes, then hours, from two days on days; a dash where there is none."""
    if seconds is None:
        return "–"
    if seconds < HOUR:
        return _("%(number)s min") % {"number": round(seconds / 60)}
    return in_hours(seconds) if seconds < 2 * DAY else in_days(seconds)


def in_hours(seconds: float) -> str:
    return _("%(number)s h") % {"number": number_format(seconds / HOUR, 1)}


def in_days(seconds: float) -> str:
    return _("%(number)s days") % {"number": number_format(seconds / DAY, 1)}
