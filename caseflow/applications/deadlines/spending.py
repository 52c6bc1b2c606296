"""Whose time passed: every interval of a file belongs to one clock, and their sum is all of it."""

from collections.abc import Iterator, Mapping, Sequence
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
        elapsed[clock] += (ends - begins) // SECOND
        working[clock] += calendar.seconds_between(begins, ends)
    return {clock: Spent(elapsed[clock], working[clock]) for clock in Clock}


def time_differences(deeds: Sequence[Happening], told: Mapping[Clock, int]) -> Iterator[str]:
    """Where the seconds that a case has for a clock are not those of its intervals."""
    found = dict.fromkeys(Clock, 0)
    for clock, begins, ends in intervals(deeds, until=deeds[-1].at):
        found[clock] += (ends - begins) // SECOND
    for clock in Clock:
        if told[clock] != found[clock]:
            yield f"{clock} has {told[clock]} seconds, the intervals give {found[clock]}"


def intervals(deeds: Sequence[Happening], *, until: datetime) -> Iterator[Interval]:
    """One after the other without a gap, in whole seconds since filing."""
    filed_at = deeds[0].at
    moments = [*(deed.at for deed in deeds), max(until, deeds[-1].at)]
    cut = [filed_at + (moment - filed_at) // SECOND * SECOND for moment in moments]
    answers_awaited = 0
    for (begins, ends), deed in zip(pairwise(cut), deeds, strict=True):
        answers_awaited += ANSWERS.get(deed.verb, 0)
        clock = clock_of(deed.to_state, consultations_open=answers_awaited)
        if clock is None:
            return
        yield Interval(clock, begins, ends)
