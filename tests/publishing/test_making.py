import json
from datetime import datetime

import pytest
from django.db import DatabaseError, connection, transaction

from caseflow.applications import history
from caseflow.publishing import proving, scheduled
from caseflow.publishing.making import NotPublishable, Wish, prepared, publish
from caseflow.publishing.models import Publication, PublishedLine
from caseflow.publishing.periods import period_of
from caseflow.sealing.models import Seal
from signatures import statement_keys
from signatures.backends.base import SigningRefused
from tests.applications.histories import FILED_AT
from tests.indicators.factories import SYSTEM, CaseFactory, a_center, counted, write
from tests.procedures.factories import published as published_procedure
from tests.publishing.days import MONTHS, NOW, files, published, rated_files
from tests.sealing.days import note

SEPTEMBER = Wish(period=period_of("2025-09"))


def more_files(number: int):
    """Told of September, and recorded when the seal of September's end was long made."""
    return counted(*files(a_center(), published_procedure(), number))


def test_a_publication_names_the_seal_of_the_log_it_came_from(communes):
    (made,) = published("2025-09")
    assert made.seal == Seal.objects.latest("number")
    assert made.said["seal"] == {"number": 1, "day": "2026-01-05", "digest": made.seal.digest}
    assert (made.said["total"]["filed"], made.published_by) == (8, None)


def test_the_small_commune_and_one_more_are_withheld(communes):
    (made,) = published("2025-09")
    small, second, large = communes
    assert [line["code"] for line in made.said["lines"]] == [large]
    assert made.said["rest"]["filed"]["0"]["online_self"] == 4
    assert made.kept["filed"] == {"": 3, small: 0, second: 0, large: 3}


def test_lines_hold_what_the_content_says(communes):
    (made,) = published("2025-09")
    line = PublishedLine.objects.get(publication=made, table="place")
    assert (line.filed, line.online_self, line.finished_by_due) == (4, 4, 4)
    assert line.median_seconds == made.said["lines"][0]["median_seconds"]


def test_a_period_is_published_once(communes):
    published("2025-09")
    with pytest.raises(NotPublishable):
        publish(SEPTEMBER, by=None, at=NOW)


@pytest.mark.parametrize("now", ["2026-01-31", "2026-02-03"])
def test_a_period_that_is_not_over_or_not_sealed_is_not_published(communes, now):
    with pytest.raises(NotPublishable):
        prepared(Wish(period=period_of("2026-01")), at=datetime.fromisoformat(f"{now}T03:00Z"))


def test_deeds_told_after_the_seal_wait_for_the_next_one(communes):
    case = CaseFactory(receiving_center=a_center())
    at, recorded_at = FILED_AT, NOW
    write(history.filed(case, actor=SYSTEM, at=at, recorded_at=recorded_at))
    note(case)
    with pytest.raises(NotPublishable):
        prepared(SEPTEMBER, at=NOW)


def test_a_correction_is_a_new_publication_that_names_the_old(communes):
    (old,) = published("2025-09")
    more_files(4)
    new = publish(Wish(period=old.period, corrects=old, reason="Bổ sung"), by=None, at=NOW)
    assert (new.number, new.said["corrects"], new.said["total"]["filed"]) == (2, 1, 12)
    assert list(Publication.objects.in_force()) == [new]
    assert Publication.objects.get(pk=1).said["total"]["filed"] == 8


def test_what_was_withheld_stays_withheld_in_the_correction(communes):
    (old,) = published("2025-09")
    small, second, large = communes
    more_files(4)
    new = publish(Wish(period=old.period, corrects=old, reason="Bổ sung"), by=None, at=NOW)
    told = {line["code"] for line in new.said["lines"]}
    assert large in told
    assert not {small, second} & told


@pytest.mark.parametrize("reason", ["", "vô cớ"])
def test_a_correction_needs_a_reason_and_other_figures(communes, reason):
    (old,) = published("2025-09")
    with pytest.raises(NotPublishable):
        publish(Wish(period=old.period, corrects=old, reason=reason), by=None, at=NOW)


def test_only_the_newest_publication_is_corrected(communes):
    (old,) = published("2025-09")
    more_files(4)
    publish(Wish(period=old.period, corrects=old, reason="Bổ sung"), by=None, at=NOW)
    with pytest.raises(NotPublishable):
        prepared(Wish(period=old.period, corrects=old, reason="Nữa"), at=NOW)


def test_a_quarter_waits_for_its_months_and_keeps_what_they_keep(communes):
    with pytest.raises(NotPublishable, match="2025-07"):
        published("2025-Q3")
    *_months, quarter = published(*MONTHS, "2025-Q3")
    assert quarter.said["lines"][0]["filed"] == quarter.said["total"]["filed"] == 8


def test_a_quarter_does_not_tell_what_a_month_has_become(communes):
    """Less the months as they are published it would tell of two files in July."""
    published(*MONTHS)
    version, center = published_procedure(), a_center()
    counted(*files(center, version, 2, day="2025-07-23"))
    (quarter,) = published("2025-Q3")
    assert (quarter.said["total"]["filed"], quarter.said["total"]["finished"]) == (None, None)
    assert quarter.said["lines"] == []


def test_a_corrected_quarter_does_not_tell_it_either(communes):
    *_months, old = published(*MONTHS, "2025-Q3")
    counted(*files(a_center(), published_procedure(), 2, day="2025-07-23"))
    new = publish(Wish(period=old.period, corrects=old, reason="Bổ sung"), by=None, at=NOW)
    assert (old.said["total"]["filed"], new.said["total"]["filed"]) == (8, None)


def test_ratings_are_told_of_the_province_and_few_of_an_item_are_not(communes):
    rated_files()
    (made,) = published("2025-09")
    names = ("rated", "rated_content", "rated_time_content", "rated_attitude")
    assert [made.said["ratings"][name] for name in names] == [4, 4, 4, None]


def test_what_moved_since_it_was_looked_at_is_not_published(communes):
    seen = prepared(SEPTEMBER, at=NOW).digest
    more_files(3)
    with pytest.raises(NotPublishable):
        publish(SEPTEMBER, by=None, at=NOW, seen=seen)
    assert not Publication.objects.exists()


@pytest.mark.parametrize("table", ["publication", "publishedline"])
@pytest.mark.parametrize("verb", ["DELETE FROM publishing_{}", "UPDATE publishing_{} SET {}"])
def test_the_database_refuses_to_change_a_publication(communes, table, verb):
    published("2025-09")
    change = "first = '2025-01-01'" if table == "publication" else "filed = 1"
    refused = pytest.raises(DatabaseError, match="never allowed")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb.format(table, change))


def test_a_publication_is_signed_and_a_changed_one_is_found(communes):
    (made,) = published("2025-09")
    keys = statement_keys.believed()
    assert list(proving.faults_of(made, keys)) == []
    made.content = made.content.replace('"filed":8', '"filed":12')
    assert "content is not what was signed" in list(proving.faults_of(made, keys))
    assert json.loads(made.content)["total"]["filed"] == 12


def test_without_a_key_nothing_is_published(communes, settings, tmp_path):
    settings.SIGNATURES_PKCS12_DIR = tmp_path
    settings.SIGNATURES_PKCS12_FILE = tmp_path / "none.p12"
    with pytest.raises(SigningRefused):
        published("2025-09")
    assert not Publication.objects.exists()


def test_the_schedule_publishes_the_last_month_once(communes):
    made = scheduled.publish_due(at=NOW)
    assert [one.period.code for one in made] == ["2025-12"]
    assert scheduled.publish_due(at=NOW) == []
