"""Publishing is a deed: somebody does it at an instant, and one version is in force at a time."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from procedures.models import Procedure, ProcedureVersion, PublishingDeed
from procedures.states import Deed


class UnknownProcedure(LookupError):  # noqa: N818
    """No procedure has this code."""


class RetiredProcedure(LookupError):  # noqa: N818
    """The procedure exists, and no version of it is in force."""


def in_force_for(code: str) -> ProcedureVersion:
    """The version a file of today is filed under, with its procedure; one query when it exists."""
    versions = ProcedureVersion.objects.in_force().select_related("procedure").defer("raw")
    if version := versions.filter(procedure__code=code).first():
        return version
    if Procedure.objects.filter(code=code).exists():
        raise RetiredProcedure(code)
    raise UnknownProcedure(code)


def publish(version: ProcedureVersion, *, at: datetime, by: AbstractBaseUser | None) -> None:
    publish_all([version.pk], at=at, by=by)


@transaction.atomic
def publish_all(drafts: Collection[int], *, at: datetime, by: AbstractBaseUser | None) -> None:
    """Put each draft in force and retire the version that was; all or none.

    Works on fresh rows: an instance the caller holds is as it was.
    """
    versions = ProcedureVersion.objects.lock(drafts)
    in_force = ProcedureVersion.objects.in_force().filter(
        procedure__in=[version.procedure_id for version in versions]
    )
    retire_all(in_force.values_list("pk", flat=True), at=at, by=by)
    for version in versions:
        version.publish(at=at)
    ProcedureVersion.objects.bulk_update(versions, ["state", "published_at", "valid_from"])
    record(Deed.PUBLISH, versions, at=at, by=by)


def retire(version: ProcedureVersion, *, at: datetime, by: AbstractBaseUser | None) -> None:
    """Take the version out of force; until another is published nobody can file under it."""
    retire_all([version.pk], at=at, by=by)


@transaction.atomic
def retire_all(in_force: Collection[int], *, at: datetime, by: AbstractBaseUser | None) -> None:
    versions = ProcedureVersion.objects.lock(in_force)
    for version in versions:
        version.retire(at=at)
    ProcedureVersion.objects.bulk_update(versions, ["state", "valid_to"])
    record(Deed.RETIRE, versions, at=at, by=by)


def record(
    deed: Deed,
    versions: Iterable[ProcedureVersion],
    *,
    at: datetime,
    by: AbstractBaseUser | None,
) -> None:
    PublishingDeed.objects.bulk_create(
        PublishingDeed(version=version, deed=deed, by_id=by.pk if by else None, at=at)
        for version in versions
    )
