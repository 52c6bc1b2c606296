from django.contrib.auth import get_user_model
from django.test import Client

from caseflow.accounts.models import Role
from caseflow.centers.models import Agency, Officer
from tests.indicators.factories import counted, issued, office, received, told

PAGE = "/reports/processing-time/"
WEEK = {"from": "2025-09-23", "to": "2025-09-30"}


def somebody(role: Role, center: Agency | None = None) -> Client:
    user = get_user_model().objects.create_user(
        f"{role}-{center}", role=role, is_staff=role != Role.CITIZEN
    )
    if center:
        Officer.objects.create(user=user, agency=center)
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def three_cases(**same):
    """One ended in two hours, one in ten days and late, one is open and long overdue."""
    same = same or office()
    late = received(told("2025-09-23 08:00", **same), "2025-09-23 09:00", due_at="2025-09-29 17:00")
    return counted(
        issued(told("2025-09-23 08:00", **same), "2025-09-23 10:00"),
        issued(late, "2025-10-03 08:00", electronic=False),
        received(told("2025-09-24 08:00", **same), "2025-09-24 09:00"),
    )
