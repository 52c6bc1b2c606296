"""A decision on days off and days worked, as somebody gives it, and the draft it becomes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

import yaml
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from caseflow.centers.calendars import CalendarRefused, amended, draft, joined
from caseflow.centers.models import (
    AdministrativeUnit,
    Agency,
    Calendar,
    CalendarDay,
    CalendarVersion,
)
from caseflow.centers.states import DayKind

FIELDS = ("hours", "days", "covers_from", "covers_to", "decision")
DAY_FIELDS = ("date", "kind", "reason", "reason_en", "document_no")


@dataclass(frozen=True, slots=True)
class Decision:
    """The days that a document changes, and from when to when it decides."""

    hours: Mapping[str, Sequence[Sequence[str]]]
    days: Sequence[CalendarDay]
    covers_from: date
    covers_to: date
    document: str

    @classmethod
    def parsed(cls, text: str | bytes) -> Self:
        """From YAML with `FIELDS`; raises `CalendarRefused` for what cannot be understood."""
        try:
            content = yaml.safe_load(text)
        except (UnicodeDecodeError, yaml.YAMLError) as error:
            raise CalendarRefused("file", str(error)) from error
        require(content, FIELDS, _("the file"))
        for field in ("covers_from", "covers_to"):
            require_date(content[field], field)
        if not isinstance(content["days"], list):
            raise CalendarRefused("days", _("days is no list"))
        return cls(
            hours=content["hours"],
            days=[day_of(entry) for entry in content["days"]],
            covers_from=content["covers_from"],
            covers_to=content["covers_to"],
            document=title_of(content["decision"]),
        )


def title_of(document: object) -> str:
    most = CalendarVersion._meta.get_field("decision").max_length or 0
    if not isinstance(document, str) or not 0 < len(document) <= most:
        told = _("name the document in at most %(most)d characters") % {"most": most}
        raise CalendarRefused("decision", told)
    return document


def day_of(entry: Any) -> CalendarDay:
    require(entry, DAY_FIELDS, _("each of days"))
    require_date(entry["date"], "date")
    if entry["kind"] not in DayKind.values:
        known = ", ".join(DayKind.values)
        told = _("%(kind)s is none of %(known)s") % {"kind": word(entry["kind"]), "known": known}
        raise CalendarRefused("kind", told)
    fields = {field: entry[field] for field in DAY_FIELDS}
    return sound(CalendarDay(is_working=entry["kind"] == DayKind.MAKE_UP, **fields))


def sound(day: CalendarDay) -> CalendarDay:
    """With texts that are there and fit."""
    try:
        day.clean_fields(exclude=["version"])
    except ValidationError as error:
        field, (first, *_others) = next(iter(error.message_dict.items()))
        raise CalendarRefused(field, f"{day.date}: {first}") from error
    return day


def require(content: object, fields: tuple[str, ...], what: str) -> None:
    missing = [field for field in fields if not isinstance(content, dict) or field not in content]
    if missing:
        told = _("%(what)s needs %(fields)s") % {"what": what, "fields": ", ".join(missing)}
        raise CalendarRefused("file", told)


def require_date(value: object, field: str) -> None:
    if not isinstance(value, date):
        raise CalendarRefused(field, _("%(value)s is no date") % {"value": word(value)})


def word(value: object) -> str:
    """A file may hold anything; what is no plain word is named by its kind only."""
    return str(value)[:60] if isinstance(value, str | int | float) else type(value).__name__


def calendar_called(code: str) -> Calendar:
    """Of the agency with this identifier, of the unit with this code, or (no code) the nation's.

    Raises `CalendarRefused` for a code nobody has.
    """
    unit = AdministrativeUnit.objects.current().filter(code=code).first()
    agency = None if unit else Agency.objects.filter(code=code).first()
    if code and not (unit or agency):
        told = _("%(code)s is neither a unit in force nor an agency") % {"code": code}
        raise CalendarRefused("owner", told)
    return Calendar.objects.get_or_create(unit=unit, agency=agency)[0]


def drafted(calendar: Calendar, decision: Decision) -> CalendarVersion:
    """The days and years that were decided, joined with those in force; nobody works by it yet."""
    covered = decision.covers_from, decision.covers_to
    refuse_undecided_days(decision.days, *covered)
    covers_from, covers_to = joined(calendar, *covered)
    try:
        return draft(
            calendar=calendar,
            hours=decision.hours,
            days=amended(calendar, decision.days),
            covers_from=covers_from,
            covers_to=covers_to,
            decision=decision.document,
        )
    except CalendarRefused:
        raise
    except (AttributeError, TypeError, ValueError) as error:
        raise CalendarRefused("hours", str(error)) from error


def refuse_undecided_days(days: Sequence[CalendarDay], covers_from: date, covers_to: date) -> None:
    if covers_to < covers_from:
        raise CalendarRefused("covers_to", _("this day lies before the first"))
    for day in days:
        if not covers_from <= day.date <= covers_to:
            told = _("%(day)s lies outside %(first)s to %(last)s")
            place = {"day": day.date, "first": covers_from, "last": covers_to}
            raise CalendarRefused("days", told % place)
