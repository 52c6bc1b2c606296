from datetime import UTC, datetime, timedelta

import pytest

from caseflow.accounts.models import Role, User
from caseflow.applications.models import Event, Job
from tests.factories import filed_case

pytestmark = pytest.mark.django_db


def test_an_administrator_has_a_failing_job_tried_again_now(office, desk):
    filed_case(office)
    later = datetime.now(UTC) + timedelta(hours=1)
    job = Job.objects.create(
        follower="issuing", event=Event.objects.get(), attempts=3, not_before=later, error="X"
    )
    admin = desk(User.objects.create_superuser("admin", role=Role.ADMIN))
    page = "/admin/applications/job/"
    assert b"issuing" in admin.get(page).content
    admin.post(page, {"action": "try_again_now", "_selected_action": [job.pk]})
    assert Job.objects.get().not_before < later
