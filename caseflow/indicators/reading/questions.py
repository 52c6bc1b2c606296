"""What is asked, and the rows with which it is answered."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Self, TypeVar

from django.db.models import Q, QuerySet

from caseflow.indicators.counters import COUNTERS
from caseflow.indicators.models import (
    CenterDay,
    CenterMonth,
    Count,
    Fact,
    MonthTally,
    ProcedureDay,
    ProcedureMonth,
    Role,
    Tally,
)
from caseflow.indicators.querysets import Centers, CountQuerySet, Days, within
from caseflow.indicators.reading.spans import Spans, spans
from caseflow.indicators.scopes import Scope

Narrow = TypeVar("Narrow", bound=QuerySet[Any])


@dataclass(frozen=True, slots=True)
class Settled:
    """A place that was found to be everywhere, or not; see `settled`."""

    centers: Centers | None


#: Counters of days that may lie ahead; nothing else is counted before it has happened.
AHEAD = frozenset(counter.name for counter in COUNTERS if counter.day == "due_on")
#: Rows, and 1 where they are added, -1 where they are taken away.
Part = tuple[int, CountQuerySet]
#: None is everywhere.
Place = Scope | Centers | Settled | None


def settled(place: Place) -> Settled:
    """A place that has all that was ever counted is everywhere, which is cheaper.

    Whoever asks several questions about a place settles it once.
    """
    if isinstance(place, Settled):
        return place
    centers = centers_of(place)
    if centers is not None and CenterMonth.objects.exclude(center__in=centers).exists():
        return Settled(centers)
    return Settled(None)


def centers_of(place: Place) -> Centers | None:
    return place.centers if isinstance(place, Scope | Settled) else place


def inside(place: Place, column: str = "center") -> Q:
    centers = centers_of(place)
    return Q() if centers is None else Q(**{f"{column}__in": centers})


@dataclass(frozen=True, slots=True)
class Question:
    """Where, when, and for which procedure something is asked; both days count."""

    place: Settled
    first: date | None
    last: date
    procedure: int | None = None
    role: Role = Role.RECEIVING

    @classmethod
    def about(cls, place: Place, first: date | None, last: date, **more: Any) -> Self:
        return cls(settled(place), first, last, **more)

    @property
    def spans(self) -> Spans:
        return spans(self.first, self.last)

    @property
    def span(self) -> list[Days]:
        return [(self.first, self.last)]

    @property
    def everywhere(self) -> bool:
        return self.place.centers is None

    def narrowed(self, rows: Narrow) -> Narrow:
        """Rows of a table that has the columns asked about."""
        names = {field.name for field in rows.model._meta.get_fields()}
        found = rows.filter(role=self.role) if "role" in names else rows
        found = found.filter(inside(self.place))
        return found.filter(procedure=self.procedure) if self.procedure else found

    def facts(self, day: str, periods: Iterable[Days]) -> QuerySet[Fact]:
        """Of files by where they were received, whatever the role."""
        found = Fact.objects.filter(within(day, periods), inside(self.place, "receiving_center"))
        return found.filter(procedure=self.procedure) if self.procedure else found


def tables(question: Question, *, by: str = "") -> tuple[type[Count], type[Count]]:
    """Of days and of months, with the fewest rows that can tell the answer."""
    asks_procedure = bool(question.procedure) or by == "procedure"
    if not asks_procedure:
        return CenterDay, CenterMonth
    if question.role != Role.RECEIVING:
        raise ValueError("Only what was received is counted by procedure.")
    if question.everywhere and by != "center":
        return ProcedureDay, ProcedureMonth
    return Tally, MonthTally


def parts(question: Question, names: Iterable[str], *, by: str = "") -> Iterator[Part]:
    """The rows of whole months, and those of odd days, with their sign."""
    of_days, of_months = tables(question, by=by)
    found = question.spans
    if AHEAD.isdisjoint(names):
        found = found.until_today()
    if found.months:
        yield 1, question.narrowed(of_months.objects.during(found.months))
    for sign, odd in found.odd_days:
        yield sign, question.narrowed(of_days.objects.during(odd))


def days(question: Question) -> CountQuerySet:
    """The rows of each day, whole months or not."""
    of_days, _of_months = tables(question)
    return question.narrowed(of_days.objects.during(question.span))
