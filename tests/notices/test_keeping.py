"""How long texts and addresses are kept."""

from datetime import timedelta

import pytest
from django.utils import timezone

from caseflow.notices import keeping
from caseflow.notices.models import Message, OutboxItem
from caseflow.notices.states import Progress
from tests.notices.letters import a_message

pytestmark = pytest.mark.django_db


def test_after_the_term_only_the_fact_of_telling_is_left(settings):
    settings.NOTICES_BODY_DAYS = 30
    old = timezone.now() - timedelta(days=31)
    a_message("old@example.vn", created_at=old, state=Progress.SENT, sent_at=old)
    a_message("new@example.vn")
    assert keeping.purge(at=timezone.now()) == 1
    kept = Message.objects.order_by("created_at").values_list("address", "body", "wording")
    assert kept[0] == ("", "", "file")
    assert kept[1][0] == "new@example.vn"


def test_what_still_waits_is_not_emptied(settings):
    settings.NOTICES_BODY_DAYS = 1
    a_message(created_at=timezone.now() - timedelta(days=2))
    assert keeping.purge(at=timezone.now()) == 0


def test_the_outbox_is_thrown_away_after_a_day():
    OutboxItem.objects.create(channel="sms", reference=a_message().reference, body="x")
    keeping.purge(at=timezone.now() + timedelta(days=2))
    assert not OutboxItem.objects.exists()
