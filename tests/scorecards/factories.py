"""A province with communes, files told at their centres, and rules of the tests' choosing."""

from datetime import date
from decimal import Decimal

from caseflow.applications.states import Channel
from caseflow.applications.stories import Story
from caseflow.centers.models import AdministrativeUnit, Agency
from caseflow.centers.states import Level
from caseflow.scorecards.models import Criterion, LightRule, ScoreBand, ScoringRule
from procedures.models import ProcedureVersion
from tests.centers.factories import CommuneFactory, ProvinceFactory
from tests.indicators.factories import a_center, told
from tests.procedures.factories import published

YEAR = 2025
FIRST, LAST = date(2025, 9, 1), date(2025, 9, 30)


def a_province() -> AdministrativeUnit:
    return ProvinceFactory()


def a_commune(province: AdministrativeUnit, name: str = "Phường Việt Trì") -> Agency:
    """The service centre of a new commune."""
    return a_center(unit=CommuneFactory(parent=province, name=name))


def filings(
    center: Agency,
    *,
    online: int,
    counter: int = 0,
    day: str = "2025-09-23",
    procedure_version: ProcedureVersion | None = None,
) -> list[Story]:
    """So many stories of files that were filed that day and not received yet."""
    version = procedure_version or published()
    channels = [Channel.ONLINE] * online + [Channel.COUNTER] * counter
    return [
        told(f"{day} 09:00", receiving_center=center, procedure_version=version, channel=channel)
        for channel in channels
    ]


def a_rule(indicator: str, key: str, **fields: object) -> ScoringRule:
    values = {
        "year": YEAR,
        "group": "services",
        "most": Decimal(10),
        "name": "Nộp trực tuyến",
        "name_en": "Filed online",
        "source": "tests",
    }
    return ScoringRule.objects.create(indicator=indicator, key=key, **values | fields)


def bands() -> None:
    for lowest, name in ((9, "Excellent"), (5, "Fair"), (0, "Weak")):
        ScoreBand.objects.create(year=YEAR, lowest=lowest, name=name, name_en=name, source="tests")


def a_criterion(
    number: int, key: str = "", least: int | None = None, **fields: object
) -> Criterion:
    values = {
        "level": Level.COMMUNE,
        "name": f"Tiêu chí {number}",
        "name_en": f"Criterion {number}",
        "valid_from": date(2025, 1, 1),
        "source": "tests",
    }
    return Criterion.objects.create(number=number, key=key, least=least, **values | fields)


def light_rule(green: int = 100, yellow: int = 50) -> LightRule:
    return LightRule.objects.create(
        valid_from=date(2025, 1, 1), green_from=green, yellow_from=yellow, source="tests"
    )
