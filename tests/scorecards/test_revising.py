from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from caseflow.scorecards import revising
from caseflow.scorecards.models import Revision, ScoringRule
from seeds import scorecards
from tests.factories import a_supervisor
from tests.scorecards.factories import a_rule

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)


def test_every_wording_of_a_rule_is_kept_with_who_changed_it():
    rule, admin = a_rule("3.6", "online_filing_rate"), a_supervisor()
    revising.save(rule, by=None, at=NOW)
    rule.most = 7
    revising.save(rule, by=admin, at=NOW)
    found = [(row.by, row.values["most"]) for row in Revision.objects.of(rule)]
    assert found == [(admin, "7.00"), (None, "10.00")]


def test_saving_the_same_again_is_no_change():
    rule = a_rule("3.6", "online_filing_rate")
    for most in (Decimal(10), Decimal("10.0"), 10):
        rule.most = most
        revising.save(rule, by=None, at=NOW)
    assert Revision.objects.of(rule).count() == 1


def test_a_release_renews_its_rules_until_somebody_here_changes_them():
    key, admin = {"year": 2026, "indicator": "3.6"}, a_supervisor()
    values = {"group": "payment", "name": "a", "name_en": "a", "source": "s"}
    revising.load(ScoringRule, key, values | {"most": Decimal(6)}, at=NOW)
    revising.load(ScoringRule, key, values | {"most": Decimal(5)}, at=NOW)
    rule = ScoringRule.objects.get()
    assert rule.most == 5
    rule.most = Decimal(4)
    revising.save(rule, by=admin, at=NOW)
    revising.load(ScoringRule, key, values | {"most": Decimal(6)}, at=NOW)
    assert ScoringRule.objects.get().most == 4


@pytest.mark.parametrize("sql", ["UPDATE {} SET at = now()", "DELETE FROM {}"])
def test_the_database_refuses_to_change_a_revision(sql):
    revising.save(a_rule("3.6", "online_filing_rate"), by=None, at=NOW)
    with pytest.raises(DatabaseError, match="stays"), transaction.atomic():
        connection.cursor().execute(sql.format(Revision._meta.db_table))


def test_the_rules_of_2026_give_a_hundred_points_in_the_groups_of_the_decision():
    scorecards.load_rules(at=NOW)
    groups = {}
    for rule in ScoringRule.objects.all():
        groups[rule.group] = groups.get(rule.group, 0) + rule.most
    assert groups == {
        "transparency": 18,
        "progress": 20,
        "services": 12,
        "payment": 10,
        "digitisation": 22,
        "satisfaction": 18,
    }
    assert sum(groups.values()) == 100
