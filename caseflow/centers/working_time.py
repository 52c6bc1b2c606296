"""Working-time arithmetic: pure functions of a calendar version; no database, no clock.

All sums are found by bisection over running totals, so no year is out of reach.
"""

from bisect import bisect_left
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property, lru_cache
from itertools import accumulate, chain, pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
WEEK = range(7)

# Each reason in Vietnamese and English, and its source where it has one of its own.
DAY_OF_EVENT = (
    "ngày tiếp nhận, không tính",
    "day of the event, not counted",
    "Bộ luật Dân sự 2015, điều 147",
)
LAST_DAY = (
    "ngày cuối của thời hạn",
    "last day of the period",
    "Bộ luật Dân sự 2015, điều 148",
)
SAME_DAY = ("giải quyết trong ngày", "settled the same day", "")
AFTER_CUTOFF = (
    "sau giờ nhận để giải quyết trong ngày",
    "after the hour for the same day",
    "",
)
WORKING_DAY = ("ngày làm việc", "working day")
REST_DAY = ("ngày nghỉ hằng tuần", "weekly day of rest")
UNDECIDED = (" (dự kiến: lịch chưa được quyết định)", " (provisional: calendar not decided yet)")


class Period(NamedTuple):
    opening: time
    closing: time

    @property
    def seconds(self) -> int:
        return seconds_into_day(self.closing) - seconds_into_day(self.opening)


Hours = Mapping[int, tuple[Period, ...]]


class Effect(StrEnum):
    COUNTED = "counted"
    SKIPPED = "skipped"
    MADE_UP = "made_up"
    #: A wait that the period leaves out, and what set it going again or moved its end.
    PAUSED = "paused"
    RESUMED = "resumed"
    RESTARTED = "restarted"
    MOVED = "moved"


@dataclass(frozen=True)
class DayRule:
    """What makes a day differ from its weekday, and the document that says so."""

    is_working: bool
    reason: str
    reason_en: str
    source: str


@dataclass(frozen=True)
class Step:
    """What one day did to the count, printable in Vietnamese and English."""

    date: date
    effect: Effect
    reason: str
    reason_en: str
    source: str


@dataclass(frozen=True)
class Term:
    """An end and, when asked for, the way to it."""

    due_at: datetime
    #: Some day of it lies where the calendar was not decided yet.
    is_provisional: bool
    _explain: Callable[[], Iterator[Step]] = field(repr=False, compare=False)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        return tuple(self._explain())


class RunningTotal:
    """A quantity per day: a weekly pattern and the days that depart from it."""

    def __init__(self, weekly: tuple[int, ...], exceptions: Mapping[int, int]) -> None:
        self.per_week = sum(weekly)
        self.into_week = (0, *accumulate(weekly))
        self.days = sorted(exceptions)
        changes = (exceptions[day] - weekly[(day - 1) % 7] for day in self.days)
        self.changed = (0, *accumulate(changes))
        # Many files of one day have the same limit.
        self.reaching = lru_cache(maxsize=4096)(self.found)

    def before(self, ordinal: int) -> int:
        """The sum over all days earlier than this one."""
        weeks, weekday = divmod(ordinal - 1, 7)
        regular = weeks * self.per_week + self.into_week[weekday]
        return regular + self.changed[bisect_left(self.days, ordinal)]

    def found(self, total: int, ordinal: int) -> int:
        """The first day from this one on whose end sees the total."""
        weeks = (total - self.before(ordinal)) // self.per_week + len(self.days) + 2
        reach = range(ordinal + 1, ordinal + 1 + 7 * weeks)
        return ordinal + bisect_left(reach, total, key=self.before)


@dataclass(frozen=True)
class WorkingTime:
    """When an office works, according to one version of its calendar."""

    version: int
    hours: Hours
    days: Mapping[date, DayRule]
    covers_from: date
    covers_to: date
    source: str = ""

    def __post_init__(self) -> None:
        if not set(self.hours) <= set(WEEK):
            raise ValueError("weekdays are numbered from 0, Monday, to 6")
        if not any(self.hours.get(weekday) for weekday in WEEK):
            raise ValueError("a calendar needs working hours on some weekday")
        for periods in self.hours.values():
            if any(a >= b for a, b in pairwise(chain.from_iterable(periods))):
                raise ValueError("periods of a day must follow one another")

    def is_working(self, day: date) -> bool:
        return bool(self.periods(day))

    def periods(self, day: date) -> tuple[Period, ...]:
        """The periods worked; a make-up day is worked like the first working weekday."""
        rule = self.days.get(day)
        if rule is None:
            return self.hours.get(day.weekday(), ())
        return self._make_up_hours if rule.is_working else ()

    def after_days(self, start: datetime, days: int) -> Term:
        """The end of so many working days; the day of the event is not counted."""
        at, first = local(start), local(start).toordinal() + 1
        total = self._working_days.before(first) + at_least_one(days)
        due = date.fromordinal(self._working_days.reaching(total, first))
        return self._term(at, self._open_moment(due, at.time()), self._from_the_next_day)

    def after_calendar_days(self, start: datetime, days: int) -> Term:
        """The end of so many days; on a rest day it moves to the next working day."""
        at = local(start)
        return self._moved(at, at.date() + timedelta(days=at_least_one(days)))

    def after_months(self, start: datetime, months: int) -> Term:
        """The same day of a later month, or its last; moved like calendar days."""
        at = local(start)
        return self._moved(at, months_later(at.date(), at_least_one(months)))

    def after_elapsed(self, start: datetime, elapsed: timedelta) -> Term:
        """So much of everybody's time later, weekends included; moved like calendar days."""
        at = local(start)
        end = at + elapsed
        due = self._open_moment(self._next_working_day(end.date()), end.time())
        return self._term(at, due, lambda start, last: self._last_day(start, end.date(), last))

    def after_minutes(self, start: datetime, minutes: int) -> Term:
        """The moment at which so much working time has passed."""
        return self.after_seconds(start, at_least_one(minutes) * 60)

    def after_seconds(self, start: datetime, seconds: int) -> Term:
        at = local(start)
        total = self._worked(at) + at_least_one(seconds)
        due = self._seconds.reaching(total, at.toordinal())
        left = total - self._seconds.before(due)
        return self._term(at, self._moment(date.fromordinal(due), left), self._each_day)

    def same_day(self, start: datetime, cutoff: time) -> Term:
        """Closing time of the day itself before the cutoff, else of the next working day."""
        at = local(start)
        periods = self.periods(at.date())
        if periods and at.time() < min(cutoff, periods[-1].closing):
            due = at.date()
        else:
            due = self._next_working_day(at.date() + timedelta(days=1))
        return self._term(at, self._open_moment(due, time.max), self._until_closing)

    def minutes_between(self, a: datetime, b: datetime) -> int:
        """Whole working minutes from one moment to another; negative when b is earlier."""
        if b < a:
            return -self.minutes_between(b, a)
        return self.seconds_between(a, b) // 60

    def seconds_between(self, a: datetime, b: datetime) -> int:
        """Working seconds from one moment to another; negative when b is earlier."""
        return self._worked(local(b)) - self._worked(local(a))

    def next_morning(self, start: datetime, cutoff: time) -> Term:
        """The same day before the cutoff, else the end of the next working morning."""
        term, at = self.same_day(start, cutoff), local(start)
        day = term.due_at.date()
        if day == at.date():
            return term
        noon = datetime.combine(day, self.periods(day)[0].closing, VIETNAM)
        return self._term(at, noon, self._until_closing)

    def on_working_day(self, moment: datetime) -> datetime:
        """The moment itself, or the same hour of the next day that is worked."""
        at = local(moment)
        if self.is_working(at.date()):
            return at
        return self._open_moment(self._next_working_day(at.date()), at.time())

    def next_working_moment(self, at: datetime) -> datetime:
        """The moment itself when the office is open, else the next opening."""
        moment = local(at)
        for opening, closing in self.periods(moment.date()):
            if moment.time() < closing:
                return datetime.combine(moment, max(moment.time(), opening), VIETNAM)
        day = self._next_working_day(moment.date() + timedelta(days=1))
        return datetime.combine(day, self.periods(day)[0].opening, VIETNAM)

    @cached_property
    def _make_up_hours(self) -> tuple[Period, ...]:
        return next(self.hours[weekday] for weekday in WEEK if self.hours.get(weekday))

    @cached_property
    def _working_days(self) -> RunningTotal:
        weekly = tuple(int(bool(self.hours.get(weekday))) for weekday in WEEK)
        return RunningTotal(
            weekly, {day.toordinal(): int(self.is_working(day)) for day in self.days}
        )

    @cached_property
    def _seconds(self) -> RunningTotal:
        weekly = tuple(length(self.hours.get(weekday, ())) for weekday in WEEK)
        special = {day.toordinal(): length(self.periods(day)) for day in self.days}
        return RunningTotal(weekly, special)

    def _worked(self, at: datetime) -> int:
        """Working seconds from the beginning of time until then."""
        moment = seconds_into_day(at.time())
        today = 0
        for period in self.periods(at.date()):
            today += max(0, min(moment - seconds_into_day(period.opening), period.seconds))
        return self._seconds.before(at.toordinal()) + today

    def _moment(self, day: date, seconds: int) -> datetime:
        """When the day has seen so many working seconds."""
        for period in self.periods(day):
            if seconds <= period.seconds:
                break
            seconds -= period.seconds
        opening = datetime.combine(day, period.opening, VIETNAM)
        return opening + timedelta(seconds=seconds)

    def _open_moment(self, day: date, clock: time) -> datetime:
        """The clock time on a working day; while closed, the next opening or else closing time."""
        periods = self.periods(day)
        open_until = (period for period in periods if clock <= period.closing)
        if period := next(open_until, None):
            return datetime.combine(day, max(clock, period.opening), VIETNAM)
        return datetime.combine(day, periods[-1].closing, VIETNAM)

    def _next_working_day(self, day: date) -> date:
        ordinal = day.toordinal()
        total = self._working_days.before(ordinal) + 1
        return date.fromordinal(self._working_days.reaching(total, ordinal))

    def _moved(self, at: datetime, last: date) -> Term:
        due = self._open_moment(self._next_working_day(last), at.time())
        return self._term(at, due, lambda start, end: self._last_day(start, last, end))

    def _term(
        self, at: datetime, due: datetime, explain: Callable[[date, date], Iterator[Step]]
    ) -> Term:
        start, end = at.date(), due.date()
        decided = self.covers_from <= start and end <= self.covers_to
        return Term(due, not decided, lambda: explain(start, end))

    def _from_the_next_day(self, start: date, end: date) -> Iterator[Step]:
        yield Step(start, Effect.SKIPPED, *DAY_OF_EVENT)
        yield from self._each_day(start + timedelta(days=1), end)

    def _each_day(self, start: date, end: date) -> Iterator[Step]:
        for ordinal in range(start.toordinal(), end.toordinal() + 1):
            yield self._step(date.fromordinal(ordinal))

    def _last_day(self, start: date, last: date, end: date) -> Iterator[Step]:
        yield Step(start, Effect.SKIPPED, *DAY_OF_EVENT)
        if last == end:
            yield Step(last, Effect.COUNTED, *LAST_DAY)
        else:
            yield from self._each_day(last, end)

    def _until_closing(self, start: date, end: date) -> Iterator[Step]:
        if start == end:
            yield Step(start, Effect.COUNTED, *SAME_DAY)
            return
        late = Step(start, Effect.SKIPPED, *AFTER_CUTOFF)
        yield late if self.is_working(start) else self._step(start)
        yield from self._each_day(start + timedelta(days=1), end)

    def _step(self, day: date) -> Step:
        rule = self.days.get(day)
        undecided = not self.covers_from <= day <= self.covers_to
        note, note_en = UNDECIDED if undecided else ("", "")
        if rule:
            effect = Effect.MADE_UP if rule.is_working else Effect.SKIPPED
            return Step(day, effect, rule.reason + note, rule.reason_en + note_en, rule.source)
        working = self.is_working(day)
        reason, reason_en = WORKING_DAY if working else REST_DAY
        effect = Effect.COUNTED if working else Effect.SKIPPED
        return Step(day, effect, reason + note, reason_en + note_en, self.source)


def local(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be counted")
    return moment.astimezone(VIETNAM)


def at_least_one(amount: int) -> int:
    if amount < 1:
        raise ValueError("a time limit is at least one")
    return amount


def seconds_into_day(clock: time) -> int:
    return clock.hour * 3600 + clock.minute * 60 + clock.second


def length(periods: tuple[Period, ...]) -> int:
    return sum(period.seconds for period in periods)


def months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
