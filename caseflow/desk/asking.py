"""Who is asking: the actor behind a request, found once, and the name of the office."""

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from caseflow.accounts.models import OFFICE_ROLES, Role, User
from caseflow.applications.actors import Actor
from caseflow.centers.models import Agency

#: Who works with files at the desk; an administrator looks after data and accounts as well.
DESK_ROLES = (*OFFICE_ROLES, Role.SUPERVISOR, Role.ADMIN)


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor | None = getattr(request, "desk_actor", None)
    if actor is None:
        actor = Actor.of(account_of(request))
        request.desk_actor = actor  # type: ignore[attr-defined]
    return actor


def account_of(request: HttpRequest) -> User:
    user = request.user
    if isinstance(user, AnonymousUser):
        raise PermissionDenied
    return user


def office_name(actor: Actor) -> str:
    names = Agency.objects.filter(code=actor.unit).values_list("name", flat=True)
    return names.first() or "" if actor.unit else ""


def works_with_files(request: HttpRequest) -> bool:
    user = request.user
    return isinstance(user, User) and user.is_active and user.is_staff and user.role in DESK_ROLES


def administers(request: HttpRequest) -> bool:
    user = request.user
    is_admin = isinstance(user, User) and (user.role == Role.ADMIN or user.is_superuser)
    return is_admin and works_with_files(request)


def supervises(request: HttpRequest) -> bool:
    """Looks after the whole province."""
    return works_with_files(request) and actor_of(request).sees_everything
