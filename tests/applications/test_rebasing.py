"""A database restored into a cluster whose transaction ids begin anew."""

from datetime import timedelta

import pytest
from django.db import connection

from caseflow.applications import lifecycle
from caseflow.applications.following import discover, follower, rebase
from caseflow.applications.models import Cursor, Job
from tests.factories import an_office, filed_case

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def restored():
    """A case from a cluster far ahead, whose reception the follower had not seen yet."""
    office = an_office()
    case = filed_case(office)
    lifecycle.receive(case.pk, actor=office.clerk, at=case.filed_at + timedelta(hours=1))
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE applications_event DISABLE TRIGGER USER")
        cursor.execute("UPDATE applications_event SET transaction_id = transaction_id + 1000000")
        cursor.execute("ALTER TABLE applications_event ENABLE TRIGGER USER")
        cursor.execute("SELECT transaction_id, id FROM applications_event ORDER BY id LIMIT 1")
        transaction_id, event_id = cursor.fetchone()
    Cursor.objects.create(follower="issuing", transaction_id=transaction_id, event_id=event_id)
    return office, case


def test_without_rebasing_new_events_would_be_passed_over(restored):
    office, case = restored
    lifecycle.request_supplement(
        case.pk, actor=office.clerk, at=case.filed_at + timedelta(hours=2), items=[{"defect": "x"}]
    )
    assert discover(follower("issuing")) == 0


def test_rebasing_takes_what_was_left_and_finds_what_comes(restored):
    office, case = restored
    assert rebase("issuing") == 1
    assert list(Job.objects.values_list("event__verb", flat=True)) == ["receive"]
    lifecycle.request_supplement(
        case.pk, actor=office.clerk, at=case.filed_at + timedelta(hours=2), items=[{"defect": "x"}]
    )
    assert discover(follower("issuing")) == 1
    assert list(Job.objects.order_by("pk").values_list("event__verb", flat=True)) == [
        "receive",
        "request_supplement",
    ]
