"""Rows of the count as they lie."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from caseflow.indicators.counters import NAMES
from caseflow.indicators.models import CenterDay, Role, Tally
from caseflow.indicators.reading.questions import Place, Question, inside

KEYS = ("day", "center__code", "center__name", "procedure__code", "procedure__name")


def rows(
    place: Place, first: date | None, last: date, *, procedure: int | None = None
) -> Iterator[tuple[Any, ...]]:
    """The finest: day, codes and names of centre and procedure, all counters."""
    question = Question.about(place, first, last, procedure=procedure)
    found = question.narrowed(Tally.objects.during(question.span))
    ordered = found.order_by("day", "center__code", "procedure__code").values_list(*KEYS, *NAMES)
    for row in ordered.iterator(chunk_size=2000):
        yield (*row[: len(KEYS)], *(count or 0 for count in row[len(KEYS) :]))


def days_counted(place: Place, count: int) -> list[date]:
    """The latest days on which anything was filed, the newest first."""
    filed = CenterDay.objects.filter(inside(place), role=Role.RECEIVING, filed__gt=0)
    return list(filed.order_by("-day").values_list("day", flat=True).distinct()[:count])
