"""How far the province works with the system: communes, accounts, teams, training, documents."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import ExtractYear

from caseflow.accounts.models import OFFICE_ROLES, AccessToken, Role
from caseflow.applications.models import HelperSession
from caseflow.centers.models import (
    AdministrativeUnit,
    DigitalTeam,
    Officer,
    TeamMember,
)
from caseflow.centers.querysets import OfficerQuerySet, in_force
from caseflow.centers.states import AgencyKind
from caseflow.indicators.days import office_day, start_of
from caseflow.indicators.definitions import percent
from caseflow.scorecards import counts
from caseflow.scorecards.models import DocumentCount, Training
from caseflow.scorecards.places import communes_of

#: A commune uses the system that has an active account and a file in so many days.
DAYS = 30
COUNTED = ("received", "received_electronic", "sent", "sent_electronic", "sent_signed", "secret")


@dataclass(frozen=True, slots=True)
class Share:
    part: int
    whole: int

    @property
    def rate(self) -> object:
        """In percent with two decimals; None says "not applicable"."""
        return percent(self.part, self.whole)


@dataclass(frozen=True, slots=True)
class Commune:
    unit: AdministrativeUnit
    filed: int
    accounts: Share

    @property
    def uses_the_system(self) -> bool:
        return self.filed > 0 and self.accounts.part > 0


@dataclass(frozen=True, slots=True)
class Team:
    name: str
    commune: str
    members: int
    #: Applications filed with a code that was given to one of its members.
    helped: int


@dataclass(frozen=True, slots=True)
class TrainingYear:
    year: int
    courses: int
    participants: int


@dataclass(frozen=True, slots=True)
class DocumentYear:
    year: int
    received: Share
    sent: Share
    signed: Share
    secret: int


@dataclass(frozen=True, slots=True)
class Coverage:
    day: date
    communes: list[Commune]
    #: Clerks at the service centres.
    one_stop: Share
    teams: list[Team]
    training: list[TrainingYear]
    documents: list[DocumentYear]

    @property
    def first(self) -> date:
        return first_day(self.day)

    @property
    def using(self) -> Share:
        return Share(sum(one.uses_the_system for one in self.communes), len(self.communes))

    @property
    def not_using(self) -> list[Commune]:
        return [one for one in self.communes if not one.uses_the_system]

    @property
    def members(self) -> int:
        return sum(team.members for team in self.teams)

    @property
    def helped(self) -> int:
        return sum(team.helped for team in self.teams)


def coverage(province: AdministrativeUnit, *, now: datetime) -> Coverage:
    day = office_day(now)
    communes = list(communes_of(province, day=day))
    one_stop = posts(province).filter(agency__kind=AgencyKind.SERVICE_CENTER, user__role=Role.CLERK)
    return Coverage(
        day,
        using(communes, day=day, now=now),
        Share(active(one_stop, now=now).count(), one_stop.count()),
        teams(communes, day=day),
        training(province),
        documents(province),
    )


def first_day(day: date) -> date:
    return day - timedelta(days=DAYS - 1)


def posts(province: AdministrativeUnit) -> OfficerQuerySet:
    """Of the province and its communes, with an account that is not closed."""
    of_province = Q(agency__unit=province) | Q(agency__unit__parent=province)
    roles = Q(user__role__in=OFFICE_ROLES, user__is_active=True)
    return Officer.objects.filter(of_province & roles)


def active(officers: OfficerQuerySet, *, now: datetime) -> OfficerQuerySet:
    """Whose account logged in, at the desk or through the API, in the last days."""
    since = now - timedelta(days=DAYS)
    # A token is kept until it expires, a fixed time after the login that gave it.
    expires = since + timedelta(hours=settings.ACCOUNTS_TOKEN_HOURS)
    tokens = AccessToken.objects.filter(user=OuterRef("user"), expires_at__gte=expires)
    return officers.filter(Q(user__last_login__gte=since) | Exists(tokens))


def using(communes: Collection[AdministrativeUnit], *, day: date, now: datetime) -> list[Commune]:
    everybody = Officer.objects.filter(
        agency__unit__in=communes, user__role__in=OFFICE_ROLES, user__is_active=True
    )
    accounts = by_commune(everybody)
    at_work = by_commune(active(everybody, now=now))
    filed = filed_by_commune(communes, first_day(day), day)
    return [
        Commune(
            unit,
            filed.get(unit.pk, 0),
            Share(at_work.get(unit.pk, 0), accounts.get(unit.pk, 0)),
        )
        for unit in communes
    ]


def by_commune(officers: OfficerQuerySet) -> dict[int, int]:
    rows = officers.order_by().values_list("agency__unit").annotate(count=Count("pk"))
    return dict(rows)


def filed_by_commune(
    communes: Collection[AdministrativeUnit], first: date, last: date
) -> Mapping[int, int]:
    found = counts.totals_by_commune(communes, first, last, names=("filed",))
    return {unit: totals["filed"] for unit, totals in found.items()}


def teams(communes: Collection[AdministrativeUnit], *, day: date) -> list[Team]:
    """Of this year's cases; members are those who joined, or as many as the commune declared."""
    year = day.replace(month=1, day=1)
    joined = counted(TeamMember.objects.filter(in_force(day), team__unit__in=communes))
    sessions = HelperSession.objects.filter(team__unit__in=communes, asked_at__gte=start_of(year))
    helped = counted(sessions.exclude(application=None))
    rows = DigitalTeam.objects.filter(unit__in=communes).select_related("unit")
    return [
        Team(
            team.name,
            team.unit.name,
            max(team.member_count, joined.get(team.pk, 0)),
            helped.get(team.pk, 0),
        )
        for team in rows.order_by("unit__sort_key", "pk")
    ]


def counted(rows: "QuerySet[TeamMember] | QuerySet[HelperSession]") -> dict[int, int]:
    """How many, by team."""
    return dict(rows.order_by().values_list("team").annotate(count=Count("pk")))


def training(province: AdministrativeUnit) -> list[TrainingYear]:
    rows = Training.objects.filter(Q(unit=province) | Q(unit__parent=province)).order_by()
    years = rows.annotate(year=ExtractYear("held_on")).values("year")
    sums = years.annotate(courses=Count("pk"), people=Sum("participants")).order_by("-year")
    return [TrainingYear(row["year"], row["courses"], row["people"]) for row in sums]


def documents(province: AdministrativeUnit) -> list[DocumentYear]:
    """Of what is not secret: electronic of all, and digitally signed of the electronic sent."""
    rows = DocumentCount.objects.filter(Q(agency__unit=province) | Q(agency__unit__parent=province))
    years = rows.order_by().annotate(year=ExtractYear("month")).values_list("year")
    sums = years.annotate(**{f"sum_{name}": Sum(name) for name in COUNTED}).order_by("-year")
    return [document_year(year, dict(zip(COUNTED, row, strict=True))) for year, *row in sums]


def document_year(year: int, sums: Mapping[str, int]) -> DocumentYear:
    return DocumentYear(
        year,
        received=Share(sums["received_electronic"], sums["received"]),
        sent=Share(sums["sent_electronic"], sums["sent"]),
        signed=Share(sums["sent_signed"], sums["sent_electronic"]),
        secret=sums["secret"],
    )
