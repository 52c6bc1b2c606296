"""Files of September 2025 in three communes, counted, and sealed in the nights after."""

from datetime import UTC, date, datetime

from caseflow.applications import lifecycle
from caseflow.applications.states import Assistance, Channel, RatedItem
from caseflow.publishing.making import Wish, publish
from caseflow.publishing.models import Publication
from caseflow.publishing.periods import period_of
from caseflow.sealing import making
from tests.indicators.factories import SYSTEM, a_center, counted, issued, told
from tests.procedures.factories import published as published_procedure
from tests.sealing.days import FIRST, morning_after

NOW = datetime(2026, 1, 6, 3, tzinfo=UTC)
LEAST = 3
#: So many files in each commune; the first is small.
SIZES = (1, 3, 4)
MONTHS = ("2025-07", "2025-08", "2025-09")


def files(center, version, count: int, *, day: str = "2025-09-23", **more):
    same = {"receiving_center": center, "procedure_version": version} | more
    return [issued(told(f"{day} 08:00", **same), f"{day} 10:00") for _number in range(count)]


def rated_files() -> None:
    """Four files more; all rate the whole and one item, a single one another item."""
    told = files(a_center(), published_procedure(), 4)
    for number, story in enumerate(told):
        items = {RatedItem.TIME: 5} | ({} if number else {RatedItem.ATTITUDE: 1})
        lifecycle.rate(story, actor=SYSTEM, at=story.case.last_event_at, rating=4, items=items)
    counted(*told)


def three_communes() -> list[str]:
    """Their codes; every file is filed online by its applicant and ends on the same day."""
    version, codes = published_procedure(), []
    for size in SIZES:
        center = a_center()
        counted(*files(center, version, size, channel=Channel.ONLINE, assistance=Assistance.SELF))
        codes.append(center.unit.code)
    return codes


def seal(day: date = FIRST) -> None:
    making.seal_missing(through=day, at=morning_after(day))


def published(*codes: str, by=None) -> list[Publication]:
    return [publish(Wish(period=period_of(code)), by=by, at=NOW) for code in codes]
