"""The province's figures of the year so far, as a seal fixes them: the same counts, the same text.

What is counted too seldom is left out, because a small number is a person.
"""

from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from caseflow.applications.evidence import canonical
from caseflow.centers.models import AdministrativeUnit, Agency
from caseflow.centers.states import Level
from caseflow.indicators import reading
from caseflow.indicators.definitions import Figure, figures_from
from caseflow.indicators.scopes import scope_of


def figures_until(day: date) -> str:
    """Canonical JSON; its digest stands in the seal of that day."""
    first = day.replace(month=1, day=1)
    codes = provinces().order_by("code").values_list("code", flat=True)
    places = [place for code in codes if (place := figures_of(code, first, day))["figures"]]
    return canonical({"from": first, "to": day, "places": places}).decode()


def provinces() -> QuerySet[AdministrativeUnit]:
    """Those with an office of ours."""
    homes = Agency.objects.values("unit__parent")
    return AdministrativeUnit.objects.filter(level=Level.PROVINCE, valid_to=None, pk__in=homes)


def figures_of(code: str, first: date, last: date) -> dict[str, Any]:
    scope = scope_of(code)
    counted = figures_from(reading.totals(scope, first, last))
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
