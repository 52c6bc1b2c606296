"""Keys for everybody who signs in the demonstration: its people, its agencies, the system."""

from collections.abc import Iterator
from datetime import datetime

from caseflow.accounts.models import OFFICE_ROLES
from caseflow.centers.models import Agency, Officer
from seeds.agencies import PROVINCE
from signatures.certificates.enrolling import enrol
from signatures.demonstration import EVERYBODYS, Holder
from signatures.states import HolderKind


def load(*, at: datetime) -> int:
    return enrol([*EVERYBODYS, *people(), *agencies()], at=at)


def people() -> Iterator[Holder]:
    posts = Officer.objects.select_related("user").filter(user__role__in=OFFICE_ROLES)
    for post in posts.order_by("user__username"):
        yield Holder(HolderKind.OFFICER, post.user.username, post.user.get_full_name())


def agencies() -> Iterator[Holder]:
    for agency in Agency.objects.of_province(PROVINCE).current().order_by("code"):
        yield Holder(HolderKind.AGENCY, agency.code, agency.name)
