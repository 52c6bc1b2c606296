"""What the press printed about provinces and communes, each figure with its address."""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from caseflow.centers.models import AdministrativeUnit
from caseflow.indicators.days import last_of_month
from caseflow.indicators.models import PublishedFigure

FIGURES = Path(__file__).parent / "data" / "published_figures.csv"
SAME_FIGURE = ("key", "place", "period_from", "period_to", "source_url")
MAY_BE_MENDED = ("unit", "value", "measure", "note")


def load(*, at: datetime) -> dict[str, int]:
    PublishedFigure.objects.bulk_create(
        figures(),
        update_conflicts=True,
        unique_fields=SAME_FIGURE,
        update_fields=MAY_BE_MENDED,
    )
    return {"published figures": PublishedFigure.objects.count()}


def figures() -> Iterator[PublishedFigure]:
    units = {unit.code: unit for unit in AdministrativeUnit.objects.current()}
    with FIGURES.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            period_from, period_to = period(row["period"])
            yield PublishedFigure(
                key=row["key"],
                place=row["place"],
                unit=units.get(row["unit_code"]),
                period_from=period_from,
                period_to=period_to,
                value=Decimal(row["value"]),
                measure=row["measure"],
                source_url=row["source_url"],
                note=row["note"],
            )


def period(text: str) -> tuple[date | None, date]:
    """`2025`, `2025-10` and `a/b` are periods; a single day says how things stood on it."""
    first, _slash, last = text.partition("/")
    if last:
        return date.fromisoformat(first), date.fromisoformat(last)
    match [int(part) for part in text.split("-")]:
        case [year]:
            return date(year, 1, 1), date(year, 12, 31)
        case [year, month]:
            return date(year, month, 1), last_of_month(date(year, month, 1))
        case _:
            return None, date.fromisoformat(text)
