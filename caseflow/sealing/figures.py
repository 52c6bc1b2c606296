"""The province's figures of the year so far, as a seal fixes them: the same counts, the same text.

They are those of the end of the day, whatever has happened since, so that they can be counted
again from the log. What is counted too seldom is left out, because a small number is a person.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from caseflow.applications.evidence import canonical
from caseflow.centers.models import AdministrativeUnit, Agency
from caseflow.centers.states import Level
from caseflow.indicators import as_of, reading
from caseflow.indicators.comparing import pending
from caseflow.indicators.definitions import BY_KEY, Figure, figure, figures_from
from caseflow.indicators.reading import Totals
from caseflow.indicators.scopes import Scope, scope_of
from caseflow.indicators.tallying import wait_beside_others
from caseflow.sealing.models import Pending, Seal

Counting = Callable[[Scope, date, date], Totals]


@transaction.atomic
def figures_until(day: date) -> str:
    """Canonical JSON; its digest stands in the seal of that day."""
    wait_beside_others()
    later = Pending.objects.filter(day__gt=day).values_list("application_id", flat=True)
    changed = {*later, *pending()}
    if not changed:
        return told_until(day, reading.totals)
    as_of.stage_changed(day, changed)
    return told_until(day, as_of.corrected)


@transaction.atomic
def figures_from_the_log(day: date) -> str:
    """The same, from the whole log and nothing else; reads all of it."""
    as_of.stage_all(day)
    return told_until(day, as_of.counted_then)


def told_until(day: date, count: Counting) -> str:
    first = day.replace(month=1, day=1)
    codes = provinces().order_by("code").values_list("code", flat=True)
    places = [place for code in codes if (place := figures_of(code, first, day, count))["figures"]]
    return canonical({"from": first, "to": day, "places": places}).decode()


def provinces() -> QuerySet[AdministrativeUnit]:
    """Those with an office of ours."""
    homes = Agency.objects.values("unit__parent")
    return AdministrativeUnit.objects.filter(level=Level.PROVINCE, valid_to=None, pk__in=homes)


def figures_of(code: str, first: date, last: date, count: Counting) -> dict[str, Any]:
    scope = scope_of(code)
    counted = figures_from(count(scope, first, last))
    return {
        "unit": code,
        "name": scope.name,
        "figures": [
            told(figure) for figure in counted if figure.denominator >= settings.SEALING_LEAST_COUNT
        ],
    }


def told(figure: Figure) -> dict[str, Any]:
    return {
        "key": figure.definition.key,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "rate": str(figure.rate),
    }


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A sealed figure that the log, read until that day, does not give."""

    unit: str
    sealed: Figure
    counted: Figure

    def __str__(self) -> str:
        sealed, counted = self.sealed, self.counted
        return (
            f"{self.unit} {sealed.definition.key}:"
            f" sealed {sealed.numerator} of {sealed.denominator},"
            f" counted {counted.numerator} of {counted.denominator}"
        )


@transaction.atomic
def contradictions(seal: Seal) -> list[Contradiction]:
    """Each figure of the seal against the log; definitions that came later are not in it."""
    as_of.stage_all(seal.day)
    said = orjson.loads(seal.figures)
    first, last = date.fromisoformat(said["from"]), date.fromisoformat(said["to"])
    return [
        Contradiction(place["unit"], sealed, counted)
        for place in said["places"]
        for sealed, counted in beside_the_log(place, first, last)
        if sealed != counted
    ]


def beside_the_log(
    place: dict[str, Any], first: date, last: date
) -> Iterator[tuple[Figure, Figure]]:
    totals = as_of.counted_then(scope_of(place["unit"]), first, last)
    for row in place["figures"]:
        definition = BY_KEY[row["key"]]
        sealed = Figure(definition, row["numerator"], row["denominator"])
        yield sealed, figure(definition, totals)
