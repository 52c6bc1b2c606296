"""Who files and who handles, at one centre of the province; nobody exists."""

from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from caseflow.accounts.models import AccessToken, Role, User
from caseflow.applications.filing import version_in_force
from caseflow.centers.models import Agency, Officer, ServiceCenter
from caseflow.centers.states import Level
from citizens.models import Citizen
from procedures.models import ProcedureVersion

#: Registration of a birth: decided by the commune, with a form of three groups of fields.
PROCEDURE = "1.001193"
PROVINCE, WARD = "25", "07900"
#: So many that none of them meets the limit of filings per minute.
CITIZENS = 200
OFFICE = (Role.CLERK, Role.LEADER)


def settle() -> None:
    """The accounts of the office, of its supervisor and of those who file."""
    for role in OFFICE:
        user = User.objects.create(username=role, role=role, is_staff=True, password=unusable())
        Officer.objects.create(user=user, agency=center())
    User.objects.create(username=Role.SUPERVISOR, role=Role.SUPERVISOR, password=unusable())
    accounts = User.objects.bulk_create(
        User(username=f"citizen-{serial}", password=unusable()) for serial in range(CITIZENS)
    )
    Citizen.objects.bulk_create(
        Citizen(
            identity_number=f"025184{serial:06d}",
            full_name=f"Nguyễn Thị Mẫu {serial}",
            date_of_birth=date(1984, 5, 6),
            account=user,
        )
        for serial, user in enumerate(accounts)
    )


def unusable() -> str:
    return make_password(None)


def center() -> Agency:
    """Where the staff works."""
    found: Agency = ServiceCenter.objects.select_related("parent", "unit").get(unit__code=WARD)
    return found


def account(role: Role) -> User:
    return User.objects.get(username=role)


def version() -> ProcedureVersion:
    return version_in_force(PROCEDURE)


def token(user: User) -> str:
    return AccessToken.objects.grant(user, at=timezone.now())


def communal_centers() -> list[str]:
    """Their codes: all of the province take this procedure."""
    centers = ServiceCenter.objects.of_province(PROVINCE).filter(unit__level=Level.COMMUNE)
    return list(centers.values_list("code", flat=True))


def filing(citizen: Citizen, *, at_center: str) -> dict[str, Any]:
    """The body with which a citizen files in the own name."""
    return {
        "procedure": PROCEDURE,
        "receiving_center": at_center,
        "applicant": {
            "kind": "person",
            "identity_number": citizen.identity_number,
            "full_name": citizen.full_name,
            "date_of_birth": citizen.date_of_birth.isoformat(),
            "phone": "0912345678",
            "address": "Phường Việt Trì, tỉnh Phú Thọ",
        },
        "form": form_example(),
    }


def form_example() -> dict[str, Any]:
    examples = ProcedureVersion.objects.values_list("form_example", flat=True)
    found: dict[str, Any] = examples.get(pk=version().pk)
    return found
