"""Who files what, where, how and when: in the demonstration's week, and in a synthesised year.

The press printed two numbers of Phú Thọ's week from 23 to 30 September 2025: 40,165 applications,
93.61 % of them online, most typed by staff. All else here is our assumption: the split among
those who typed, the sizes of the centres, the mix of procedures, the hours. A year is that week
over and over, its ways and sizes thrown by the same dice instead of dealt to the last file.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from random import Random

from caseflow.applications.states import Assistance, Channel
from caseflow.centers.models import Agency
from caseflow.centers.states import Division
from caseflow.centers.working_time import VIETNAM, WorkingTime
from procedures.models import ProcedureVersion
from procedures.states import OnlineLevel
from seeds.demonstration.names import Person, person
from seeds.demonstration.sharing import apportion

SEED = 20_250_923
FIRST_DAY, LAST_DAY = date(2025, 9, 23), date(2025, 9, 30)
WEEK = [FIRST_DAY + timedelta(days=number) for number in range((LAST_DAY - FIRST_DAY).days + 1)]
APPLICATIONS = 40_165

Way = tuple[Channel, Assistance]
#: 37,599 online; of these 61 % typed by staff, 22 % with a helper, 17 % by the applicant alone.
WAYS: dict[Way, int] = {
    (Channel.ONLINE, Assistance.STAFF): 22_935,
    (Channel.ONLINE, Assistance.ASSISTED): 8_272,
    (Channel.ONLINE, Assistance.SELF): 6_392,
    (Channel.COUNTER, Assistance.STAFF): 2_181,
    (Channel.POST, Assistance.STAFF): 385,
}
#: How often a procedure is asked for; one that is not named here counts as `SELDOM`.
DEMAND = {
    "2.000815": 230,  # certified copies
    "2.000635": 140,  # extracts from the civil register
    "2.001159": 90,  # notice of stay
    "1.001193": 80,  # birth
    "1.004873": 70,  # marital status
    "1.004194": 60,  # temporary residence
    "1.004222": 55,  # permanent residence
    "1.010041": 45,  # confirmation of residence
    "1.010039": 40,
    "2.001035": 40,
    "1.013831": 30,
    "1.014027": 30,
    "1.000894": 30,  # marriage
    "1.000656": 28,  # death
    "2.000908": 25,
    "1.001612": 25,
    "3.000333": 20,
    "1.003677": 20,
    "1.004859": 18,
    "1.013978": 15,
}
SELDOM = 4
#: How papers come, out of a hundred; our assumption.
PAPERS_OF_APPLICANTS = {"upload": 80, "reuse": 12, "data": 8}
PAPERS_OF_STAFF = {"scan": 86, "reuse": 8, "data": 6}
#: Among the wards are the towns; sizes otherwise scatter around a middle.
WARD, SCATTER = 2.2, 0.45


@dataclass(frozen=True, slots=True)
class Filing:
    version: ProcedureVersion
    channel: Channel
    assistance: Assistance
    applicant: Person
    at: datetime


@dataclass(frozen=True)
class When:
    """Some days as an office lives them; at least one of them is worked."""

    days: Sequence[date]
    calendar: WorkingTime

    @cached_property
    def working_days(self) -> list[date]:
        return [*filter(self.calendar.is_working, self.days)]


def sizes(centers: Sequence[Agency], total: int) -> list[int]:
    """At least one filing at every centre, the rest by size; the same sizes in every load."""
    dice = Random(SEED)  # noqa: S311 (the same week in every load)
    weights = [
        (WARD if center.unit.division == Division.WARD else 1) * dice.lognormvariate(0, SCATTER)
        for center in centers
    ]
    return [1 + more for more in apportion(total - len(centers), weights)]


def ways(total: int) -> list[Way]:
    """How each application comes, in the order in which the centres take theirs."""
    parts = apportion(total, list(WAYS.values()))
    dealt = [way for way, count in zip(WAYS, parts, strict=True) for _ in range(count)]
    Random(SEED).shuffle(dealt)  # noqa: S311
    return dealt


def some_ways(count: int, dice: Random) -> list[Way]:
    """Thrown instead of dealt: the shares of a part scatter, those of a province's year do not."""
    return dice.choices(list(WAYS), list(WAYS.values()), k=count)


def filings(
    ways: Sequence[Way], versions: Sequence[ProcedureVersion], when: When, dice: Random
) -> list[Filing]:
    """One centre's filings of these days in the order of time."""
    weights = [DEMAND.get(version.procedure.code, SELDOM) for version in versions]
    asked_for = dice.choices(versions, weights, k=len(ways))
    unordered = [
        Filing(version, channel, assistance, person(dice), moment(assistance, when, dice))
        for version, (channel, assistance) in zip(asked_for, ways, strict=True)
    ]
    return sorted(unordered, key=lambda filing: filing.at)


def moment(assistance: Assistance, when: When, dice: Random) -> datetime:
    if assistance == Assistance.SELF:
        return at_any_hour(dice.choice(when.days), dice)
    return in_office_hours(dice.choice(when.working_days), when.calendar, dice)


def at_any_hour(day: date, dice: Random) -> datetime:
    """Between six in the morning and eleven at night."""
    opening = datetime.combine(day, time(6), VIETNAM)
    return opening + timedelta(seconds=dice.randrange(17 * 3600))


def in_office_hours(day: date, calendar: WorkingTime, dice: Random) -> datetime:
    period = dice.choice(calendar.periods(day))
    opening = datetime.combine(day, period.opening, VIETNAM)
    return opening + timedelta(seconds=dice.randrange(period.seconds))


def fileable() -> list[ProcedureVersion]:
    """What a commune's centre takes: decided by the commune, or by a competent department."""
    versions = ProcedureVersion.objects.in_force().exclude(online_level=OnlineLevel.INFORMATION)
    slim = versions.defer("raw", "form_schema").select_related("procedure__competence__agency")
    rows = slim.prefetch_related("fees").order_by("procedure__code")
    return [version for version in rows if is_taken(version)]


def is_taken(version: ProcedureVersion) -> bool:
    procedure = version.procedure
    return "commune" in procedure.levels or hasattr(procedure, "competence")
