"""Rules of Decision 766 by year, bands of the total, and the targets that the press names.

What somebody changed in the admin stays as they changed it.
"""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from caseflow.centers.models import AdministrativeUnit
from caseflow.scorecards import revising
from caseflow.scorecards.models import ScoreBand, ScoringRule, Target

DATA = Path(__file__).parent / "data" / "scorecards"


def load(*, at: datetime) -> dict[str, int]:
    load_rules(at=at)
    load_bands(at=at)
    load_targets(at=at)
    return {
        "scoring rules": ScoringRule.objects.count(),
        "score bands": ScoreBand.objects.count(),
        "targets": Target.objects.count(),
    }


def load_rules(*, at: datetime) -> None:
    for row in lines("scoring_rules.csv"):
        key = {"year": int(row.pop("year")), "indicator": row.pop("indicator")}
        threshold = Decimal(row["threshold"]) if row["threshold"] else None
        values = row | {"most": Decimal(row["most"]), "threshold": threshold}
        revising.load(ScoringRule, key, values, at=at)


def load_bands(*, at: datetime) -> None:
    for row in lines("score_bands.csv"):
        key = {"year": int(row.pop("year")), "lowest": Decimal(row.pop("lowest"))}
        revising.load(ScoreBand, key, row, at=at)


def load_targets(*, at: datetime) -> None:
    units = {unit.code: unit for unit in AdministrativeUnit.objects.provinces().current()}
    for row in lines("targets.csv"):
        key = {
            "unit": units[row.pop("unit")],
            "key": row.pop("key"),
            "due_on": date.fromisoformat(row.pop("due_on")),
        }
        revising.load(Target, key, row | {"value": Decimal(row["value"])}, at=at)


def lines(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
