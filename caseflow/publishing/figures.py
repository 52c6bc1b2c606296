"""A published line as people read it: its rates with their counts, and what was withheld."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from caseflow.applications.states import RatedItem
from caseflow.indicators.definitions import BY_KEY, Definition, percent
from caseflow.publishing.models import PublishedLine


@dataclass(frozen=True, slots=True)
class Rate:
    """Which published counts make a defined rate."""

    key: str
    part: str
    whole: str

    @property
    def definition(self) -> Definition:
        return BY_KEY[self.key]


ONLINE = Rate("online_filing_rate", "filed_online", "filed")
SHARES = (
    Rate("self_filed_share", "online_self", "filed_online"),
    Rate("assisted_share", "online_assisted", "filed_online"),
    Rate("staff_typed_share", "online_staff", "filed_online"),
    Rate("unknown_assistance_share", "online_unknown", "filed_online"),
)
ON_TIME = Rate("on_time_rate", "finished_by_due", "finished")
RATES = (ON_TIME, ONLINE, *SHARES)
SATISFIED = (
    Rate("satisfaction_rate", "rated_content", "rated"),
    *(
        Rate(f"{item}_satisfaction_rate", f"rated_{item}_content", f"rated_{item}")
        for item in RatedItem
    ),
)


@dataclass(frozen=True, slots=True)
class Figure:
    rate: Rate
    part: int | None
    whole: int | None

    @property
    def is_told(self) -> bool:
        return self.part is not None and self.whole is not None

    @property
    def percent(self) -> Decimal | None:
        """None where it was withheld, or where there was nothing."""
        return percent(self.part, self.whole) if self.part is not None and self.whole else None


def figure(rate: Rate, line: PublishedLine) -> Figure:
    counts: dict[str, int | None] = line.counts
    return Figure(rate, counts[rate.part], counts[rate.whole])


def ratings(content: Mapping[str, Any]) -> list[Figure]:
    """Of the whole province, from what was published; none where nothing was told."""
    said = content.get("ratings", {})
    found = [Figure(rate, said.get(rate.part), said.get(rate.whole)) for rate in SATISFIED]
    return [one for one in found if one.whole]


@dataclass(frozen=True, slots=True)
class Told:
    """One line on a page."""

    line: PublishedLine

    @property
    def on_time(self) -> Figure:
        return figure(ON_TIME, self.line)

    @property
    def online(self) -> Figure:
        return figure(ONLINE, self.line)

    @property
    def shares(self) -> list[Figure]:
        return [figure(share, self.line) for share in SHARES]
