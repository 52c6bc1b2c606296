"""Whose figures somebody may see: the province's, or those of the own office."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from caseflow.accounts.models import OFFICE_ROLES, Role, User
from caseflow.centers.models import Agency, Officer
from caseflow.centers.querysets import AgencyQuerySet


@dataclass(frozen=True, slots=True)
class Viewer:
    offices: AgencyQuerySet
    #: Sees every centre there is.
    of_the_province: bool


def viewer(user: User | AnonymousUser) -> Viewer:
    """Raises `PermissionDenied` for who does not work for the administration."""
    if not isinstance(user, User):
        raise PermissionDenied
    if user.role in (Role.SUPERVISOR, Role.ADMIN):
        return Viewer(Agency.objects.all(), of_the_province=True)
    post = Officer.objects.of(user).first() if user.role in OFFICE_ROLES else None
    if post is None:
        raise PermissionDenied
    return Viewer(Agency.objects.filter(pk__in=post.office_ids()), of_the_province=False)
