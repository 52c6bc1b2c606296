"""The files behind a figure: exactly those that its counters count, the latest day first.

Pages begin after a key, and the count itself says on which days to look, so that a page costs the
same however many files a period has.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.db.models import Case, Q, QuerySet, Value, When

from caseflow.indicators import reading
from caseflow.indicators.counters import BY_NAME
from caseflow.indicators.days import reached
from caseflow.indicators.models import Fact
from caseflow.indicators.querysets import Centers, within

#: What a line names of a file; nobody in it.
SHOWN = (
    *("number", "state", "filed_at", "due_at", "finished_at", "filed_on"),
    *("procedure__code", "procedure__name", "receiving_center__code", "receiving_center__name"),
)
ROWS_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Key:
    """Where a file stands in a list; as text it can travel in an address."""

    day: date
    pk: int

    @classmethod
    def parsed(cls, text: str) -> Self:
        """Raises `ValueError` for anything that no page gave out."""
        day, _separator, pk = text.rpartition("_")
        return cls(date.fromisoformat(day), int(pk))

    def __str__(self) -> str:
        return f"{self.day.isoformat()}_{self.pk}"


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Fact]
    #: The key to ask with for the next page; empty where there is none.
    after: str


@dataclass(frozen=True, slots=True)
class Behind:
    """Files that one of `names` counts in the period and none of `without` does.

    Names are those of counters or of what is told of the end of a day (`reading.at_the_end`).
    `centers` None is everywhere; `narrower` is a further condition on the facts.
    """

    names: Sequence[str]
    centers: Centers | None
    first: date
    last: date
    procedure: int | None = None
    without: Sequence[str] = ()
    narrower: Q = Q()

    @property
    def facts(self) -> QuerySet[Fact]:
        found = Fact.objects.filter(self.counted(self.names), self.narrower)
        if self.centers is not None:
            found = found.filter(receiving_center__in=self.centers)
        if self.procedure:
            found = found.filter(procedure=self.procedure)
        return left_out(found, self.counted(self.without)) if self.without else found

    def counted(self, names: Sequence[str]) -> Q:
        found = Q()
        for name in names:
            found |= counted_by(name, self.first, self.last)
        return found

    @property
    def day(self) -> str:
        """The day that all of them are counted by; files of several kinds stand by their filing."""
        return BY_NAME[self.names[0]].day if self.has_one_day else "filed_on"

    @property
    def has_one_day(self) -> bool:
        return self.is_told_by_counters and len({BY_NAME[name].day for name in self.names}) == 1

    @property
    def is_told_by_counters(self) -> bool:
        return all(name in BY_NAME for name in (*self.names, *self.without))

    def count(self) -> int:
        if self.narrower or not self.is_told_by_counters:
            return self.facts.count()
        names = (*self.names, *self.without)
        found = reading.totals(
            self.centers, self.first, self.last, procedure=self.procedure, names=names
        )
        return self.left(found)

    def left(self, totals: reading.Totals) -> int:
        counted = sum(totals[name] for name in self.names)
        return counted - sum(totals[name] for name in self.without)

    def page(self, after: Key | None, size: int) -> Page:
        since = self.earliest_day(after, size)
        rows = self.read(after, since, size)
        if since and len(rows) <= size:
            rows = self.read(after, None, size)
        more, rows = len(rows) > size, rows[:size]
        return Page(rows, str(self.key_of(rows[-1])) if more else "")

    def key_of(self, row: Fact) -> Key:
        return Key(getattr(row, self.day), row.pk)

    def read(self, after: Key | None, since: date | None, size: int) -> list[Fact]:
        found = self.shown.filter(self.beyond(after)).order_by(f"-{self.day}", "-pk")
        if since:
            found = found.filter(**{f"{self.day}__gte": since})
        return list(found[: size + 1])

    @property
    def shown(self) -> QuerySet[Fact]:
        named = self.facts.select_related("procedure", "receiving_center")
        return named.only(*SHOWN, self.day)

    def beyond(self, after: Key | None) -> Q:
        """The plain bound first lets an index find the place."""
        if after is None:
            return Q()
        tie = Q(**{self.day: after.day, "pk__lt": after.pk})
        return Q(**{f"{self.day}__lte": after.day}) & (Q(**{f"{self.day}__lt": after.day}) | tie)

    def earliest_day(self, after: Key | None, size: int) -> date | None:
        """From this day on enough files for a page are counted; None where nothing tells."""
        if self.narrower or not self.is_told_by_counters or not self.has_one_day:
            return None
        found = reading.totals_by_day(
            self.centers,
            self.first,
            min(self.last, after.day) if after else self.last,
            procedure=self.procedure,
            names=(*self.names, *self.without),
        )
        passed = 0
        for day, totals in reversed(found.items()):
            # Of the day of the key itself, the page before may have shown all.
            passed += 0 if after and day == after.day else self.left(totals)
            if passed > size:
                return day
        return None

    def rows(self) -> Iterator[Fact]:
        """All of them, without holding them in memory."""
        yield from self.shown.order_by(f"-{self.day}", "-pk").iterator(chunk_size=ROWS_AT_ONCE)


def counted_by(name: str, first: date, last: date) -> Q:
    """The condition with which a total counts a file; see `reading.at_the_end` for the others."""
    if counter := BY_NAME.get(name):
        return within(counter.day, [(first, last)]) & counter.cases
    end = reached(last)
    here = Q(received_on__lte=end) & (Q(finished_on__isnull=True) | Q(finished_on__gt=end))
    late = Q(due_on__lt=end)
    return {
        "open_at_end": here,
        "open_late_at_end": here & late,
        "open_in_time_at_end": here & (Q(due_on__isnull=True) | Q(due_on__gte=end)),
    }[name]


def left_out(facts: QuerySet[Fact], cases: Q) -> QuerySet[Fact]:
    """Without these; a condition that cannot be told of a file leaves nothing out."""
    counts_there = Case(When(cases, then=Value(value=True)), default=Value(value=False))
    return facts.annotate(counts_there=counts_there).filter(counts_there=False)
