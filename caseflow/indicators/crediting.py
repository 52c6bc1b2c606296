"""What offices did for files that others received, counted from the facts of the cases."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from caseflow.applications.models import Application
from caseflow.applications.querysets import RETURNED_ELSEWHERE
from caseflow.indicators.days import around, day_of, office_day
from caseflow.indicators.ledger import Counts
from caseflow.indicators.models import Part
from caseflow.indicators.querysets import Group


@dataclass(frozen=True, slots=True)
class Share:
    """Which office is credited, by the day of which instant, in which cases."""

    office: str
    instant: str
    cases: Q


#: A file with an outcome was decided; it is credited when it ended, because until then a decision
#: may be revoked.
SHARES: dict[Part, Share] = {
    Part.DECIDED: Share(
        "deciding_agency",
        "finished_at",
        Q(outcome__gt="") & ~Q(deciding_agency=F("receiving_center__parent")),
    ),
    Part.RETURNED: Share("returning_center", "returned_at", RETURNED_ELSEWHERE),
}


def credited(groups: Collection[Group]) -> Counts:
    """The credit of these days at these offices."""
    return {
        (day, office, procedure, part): (count,)
        for part, share in SHARES.items()
        for day, office, procedure, count in counts(share, groups)
        if (day, office) in groups
    }


def counts(share: Share, groups: Collection[Group]) -> Iterator[tuple[date, int, int, int]]:
    offices = {office for _day, office in groups}
    cases = Application.objects.filter(share.cases, **{f"{share.office}__in": offices})
    cases = cases.filter(**around(share.instant, {day for day, _office in groups})).order_by()
    grouped = cases.values("procedure", day=day_of(share.instant), at=F(share.office))
    rows = grouped.annotate(count=Count("pk")).values_list("day", "at", "procedure", "count")
    yield from rows.iterator()


def credited_groups(cases: QuerySet[Application]) -> set[Group]:
    """Where and when these cases are credited."""
    return {
        (office_day(at), office)
        for share in SHARES.values()
        for at, office in cases.filter(share.cases).values_list(share.instant, share.office)
        if at
    }


def days_credited(part: Part, office: int) -> Iterator[date]:
    share = SHARES[part]
    cases = Application.objects.filter(share.cases, **{share.office: office}).order_by()
    yield from cases.values_list(day_of(share.instant), flat=True).distinct()
