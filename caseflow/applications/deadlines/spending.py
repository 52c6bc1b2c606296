"""Whose time passed: every interval of a file belongs to one clock, and their sum is all of it."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from caseflow.applications.deadlines.counting import Happening
from caseflow.applications.states import Clock, Verb, clock_of
from caseflow.centers.working_time import WorkingTime

SECOND = timedelta(seconds=1)
#: How a deed changes the number of answers that other agencies owe.
ANSWERS: dict[str, int] = {Verb.CONSULT: 1, Verb.ANSWER_CONSULTATION: -1}


class Spent(NamedTuple):
    """Seconds of everybody's time, and of working time."""

    elapsed: int
    working: int


class Interval(NamedTuple):
    clock: Clock
    begins: datetime
    ends: datetime


def spent(
    deeds: Sequence[Happening], calendar: WorkingTime, *, until: datetime
) -> dict[Clock, Spent]:
    """From filing to the end of handling, or until then; instants are cut to whole seconds."""
    elapsed, working = dict.fromkeys(Clock, 0), dict.fromkeys(Clock, 0)
    for clock, begins, ends in intervals(deeds, until=until):
        filed_at = deeds[0].at
        first, last = ((moment - filed_at) // SECOND for moment in (begins, ends))
        elapsed[clock] += last - first
        working[clock] += calendar.seconds_between(
            filed_at + first * SECOND, filed_at + last * SECOND
        )
    return {clock: Spent(elapsed[clock], working[clock]) for clock in Clock}


def intervals(deeds: Sequence[Happening], *, until: datetime) -> Iterator[Interval]:
    moments = [*(deed.at for deed in deeds), max(until, deeds[-1].at)]
    answers_awaited = 0
    for (begins, ends), deed in zip(pairwise(moments), deeds, strict=True):
        answers_awaited += ANSWERS.get(deed.verb, 0)
        clock = clock_of(deed.to_state, consultations_open=answers_awaited)
        if clock is None:
            return
        yield Interval(clock, begins, ends)
