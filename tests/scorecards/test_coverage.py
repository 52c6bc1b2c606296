from datetime import UTC, datetime, timedelta

import pytest

from caseflow.accounts.models import AccessToken, Role, User
from caseflow.centers.models import DigitalTeam, Officer, TeamMember
from caseflow.scorecards.coverage import Share, coverage
from caseflow.scorecards.models import DocumentCount, Training
from tests.reports.factories import counted
from tests.scorecards.factories import a_commune, a_province, filings

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 9, 30, 5, tzinfo=UTC)
DAY = timedelta(days=1)


def a_clerk(center, *, days_ago: int | None = None, **fields) -> User:
    seen = None if days_ago is None else NOW - days_ago * DAY
    name = f"clerk-{User.objects.count()}"
    user = User.objects.create_user(name, role=Role.CLERK, last_login=seen, **fields)
    Officer.objects.create(user=user, agency=center)
    return user


def test_a_commune_uses_the_system_with_an_account_at_work_and_a_recent_file():
    province = a_province()
    names = ("both", "no file", "no account", "old login", "old file")
    centers = {name: a_commune(province, name) for name in names}
    for name, days in (("both", 3), ("no file", 3), ("old login", 31), ("old file", 3)):
        a_clerk(centers[name], days_ago=days)
    for name in ("both", "no account", "old login"):
        counted(*filings(centers[name], online=1))
    counted(*filings(centers["old file"], online=1, day="2025-08-20"))
    found = coverage(province, now=NOW)
    assert found.using == Share(1, 5)
    assert [one.unit.name for one in found.communes if one.uses_the_system] == ["both"]


def test_an_account_that_works_through_the_api_is_active_and_a_closed_one_is_none():
    province = a_province()
    center = a_commune(province)
    AccessToken.objects.grant(a_clerk(center), at=NOW - 2 * DAY)
    AccessToken.objects.grant(a_clerk(center), at=NOW - 40 * DAY)
    a_clerk(center, days_ago=1, is_active=False)
    assert coverage(province, now=NOW).one_stop == Share(1, 2)


def test_a_team_has_the_members_who_joined_or_as_many_as_were_declared():
    province = a_province()
    center = a_commune(province)
    declared = DigitalTeam.objects.create(unit=center.unit, name="Một", member_count=7)
    joined = DigitalTeam.objects.create(unit=center.unit, name="Hai", member_count=0)
    for team in (declared, joined):
        TeamMember.objects.create(team=team, user=a_clerk(center), valid_from=NOW.date())
    found = coverage(province, now=NOW)
    assert [(team.name, team.members, team.helped) for team in found.teams] == [
        ("Một", 7, 0),
        ("Hai", 1, 0),
    ]


def test_registers_are_summed_by_year_and_secret_documents_stand_apart():
    province = a_province()
    center = a_commune(province)
    Training.objects.create(
        unit=center.unit, held_on="2025-09-01", subject="a", audience="b", participants=30
    )
    for month in ("2025-08-01", "2025-09-01"):
        DocumentCount.objects.create(
            agency=center, month=month, received=10, received_electronic=9,
            sent=8, sent_electronic=8, sent_signed=6, secret=2,
        )  # fmt: skip
    found = coverage(province, now=NOW)
    assert [(row.year, row.courses, row.participants) for row in found.training] == [(2025, 1, 30)]
    year = found.documents[0]
    assert (year.received, year.signed, year.secret) == (Share(18, 20), Share(12, 16), 4)


def test_more_communes_cost_no_more_questions(django_assert_max_num_queries):
    province = a_province()
    for _number in range(6):
        a_commune(province)
    with django_assert_max_num_queries(14):
        assert len(coverage(province, now=NOW).communes) == 6
