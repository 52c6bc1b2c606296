"""Who publishes: those who answer for the province's figures."""

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from caseflow.accounts.models import OFFICE_ROLES, Role, User

PUBLISHERS = (Role.SUPERVISOR, Role.ADMIN)


def reader(user: User | AnonymousUser) -> User:
    """Whoever works for the administration; raises `PermissionDenied` for anybody else."""
    if not isinstance(user, User) or user.role not in (*OFFICE_ROLES, *PUBLISHERS):
        raise PermissionDenied
    return user


def publisher(user: User | AnonymousUser) -> User:
    """Raises `PermissionDenied` for anybody else."""
    if not isinstance(user, User) or user.role not in PUBLISHERS:
        raise PermissionDenied
    return user
