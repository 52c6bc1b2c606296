"""A year of a province, of any size: the week's plan over many days, written part by part.

A part is up to a thousand files of one centre and month; its rows and its mark are one transaction,
so any number of processes take parts, and one that dies leaves its part to be written by another.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from random import Random
from typing import Self

from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone

from caseflow.applications import history
from caseflow.applications.filing import filing_day
from caseflow.centers.calendars import working_time_for
from caseflow.centers.models import Agency
from procedures.models import ProcedureVersion
from seeds.demonstration import plan
from seeds.demonstration.plan import When
from seeds.demonstration.staffing import Posts, all_posts
from seeds.demonstration.telling import Office, commune_centers, stories
from seeds.models import Synthesis, SynthesisPart

#: Files of a part: what one process holds in memory, and one transaction writes.
PART = 1000
YEAR = timedelta(days=365)


class SynthesisRefused(ValueError):
    """What was asked for cannot be told; the message says what to ask instead."""


@dataclass(frozen=True, slots=True)
class Province:
    """What every part needs, read once by each process."""

    versions: Sequence[ProcedureVersion]
    posts: Posts

    @classmethod
    def read(cls) -> Self:
        return cls(plan.fileable(), all_posts())


@dataclass(frozen=True, slots=True)
class Progress:
    written: int
    applications: int

    @property
    def is_done(self) -> bool:
        return self.written == self.applications


@transaction.atomic
def begin(
    applications: int, *, at: datetime, first_day: date | None = None, last_day: date | None = None
) -> Synthesis:
    """Lays out the parts; the same call again finds what is unfinished of the same size.

    Without days, the year up to yesterday. Raises `SynthesisRefused`.
    """
    if unfinished := find_unfinished(applications):
        return unfinished
    last = last_day or filing_day(at) - timedelta(days=1)
    first = first_day or last - YEAR + timedelta(days=1)
    refuse_impossible(applications, first, last, today=filing_day(at))
    synthesis = Synthesis.objects.create(
        applications=applications, first_day=first, last_day=last, begun_at=at
    )
    SynthesisPart.objects.bulk_create(laid_out(synthesis), batch_size=PART)
    return synthesis


def find_unfinished(applications: int) -> Synthesis | None:
    waiting = Synthesis.objects.filter(applications=applications, parts__written_at=None)
    return waiting.order_by("-pk").first()


def refuse_impossible(applications: int, first: date, last: date, *, today: date) -> None:
    if not first <= last < today:
        raise SynthesisRefused("The last day must lie before today, the first not after the last.")
    least = commune_centers().count()
    if not least:
        raise SynthesisRefused("There are no communal centres: run load_reference first.")
    if applications < least:
        raise SynthesisRefused(f"Every centre has a file: ask for {least} applications or more.")


def laid_out(synthesis: Synthesis) -> Iterator[SynthesisPart]:
    """Neighbours are of different months: whoever writes them wants different days' numbers."""
    centers = list(commune_centers())
    for center, size in zip(centers, plan.sizes(centers, synthesis.applications), strict=True):
        parts = [part for month in months_of(synthesis, center, size) for part in month]
        yield from sorted(parts, key=lambda part: (part.number, part.first_day))


def months_of(synthesis: Synthesis, center: Agency, size: int) -> Iterator[list[SynthesisPart]]:
    """The centre's files, thrown into months by their working days."""
    dice = Random(center.code)  # noqa: S311 (the same year in every load)
    calendar = working_time_for(center.pk)
    months = [When(days, calendar) for days in by_month(synthesis.first_day, synthesis.last_day)]
    worked = [len(when.working_days) for when in months]
    shares = Counter(dice.choices(range(len(months)), worked, k=size))
    for place, when in enumerate(months):
        yield [
            SynthesisPart(
                synthesis=synthesis,
                center=center,
                first_day=when.days[0],
                last_day=when.days[-1],
                number=number,
                size=min(PART, shares[place] - written),
            )
            for number, written in enumerate(range(0, shares[place], PART), 1)
        ]


def by_month(first: date, last: date) -> Iterator[list[date]]:
    for _month, days in groupby(days_between(first, last), key=lambda day: (day.year, day.month)):
        yield list(days)


def days_between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


@transaction.atomic
def write_next(synthesis: Synthesis, province: Province) -> bool:
    """Writes a part that nobody else is at; False when there is none."""
    waiting = synthesis.parts.filter(written_at=None).order_by("pk")
    free = waiting.select_for_update(of=("self",), skip_locked=True)
    part = free.select_related("center__unit", "center__parent").first()
    if part is None:
        return False
    write(part, Office(part.center, province.versions, province.posts, synthesis.begun_at))
    part.written_at = timezone.now()
    part.save(update_fields=["written_at"])
    return True


def write(part: SynthesisPart, office: Office) -> None:
    seed = f"{part.center.code} {part.first_day} {part.number}"
    dice = Random(seed)  # noqa: S311 (the same year in every load)
    when = When(days_between(part.first_day, part.last_day), working_time_for(part.center_id))
    filings = plan.filings(plan.some_ways(part.size, dice), office.versions, when, dice)
    history.write_batch([*stories(office, filings, dice)])


def progress(synthesis: Synthesis) -> Progress:
    written = Sum("size", filter=~Q(written_at=None), default=0)
    return Progress(synthesis.parts.aggregate(written=written)["written"], synthesis.applications)
