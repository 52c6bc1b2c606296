from datetime import UTC, datetime
from typing import Any

import factory
from django.contrib.auth import get_user_model

from procedures import publishing
from procedures.models import Procedure, ProcedureVersion
from procedures.states import Level, LimitUnit, Mark, OnlineLevel, Provenance, VersionState

NEW_YEAR = datetime(2026, 1, 1, 2, tzinfo=UTC)


class ProcedureFactory(factory.django.DjangoModelFactory):
    code = factory.Sequence(lambda n: f"9.{n:06}")
    name = "Đăng ký khai sinh"
    field = "Hộ tịch"
    levels = [Level.COMMUNE]

    class Meta:
        model = Procedure

    @factory.lazy_attribute
    def search_key(self) -> str:
        return Procedure(
            code=self.code, name=self.name, name_en=self.name_en, field=self.field
        ).folded()

    name_en = ""


class VersionFactory(factory.django.DjangoModelFactory):
    procedure = factory.SubFactory(ProcedureFactory)
    number = factory.LazyAttribute(lambda v: v.procedure.versions.count() + 1)
    online_level = OnlineLevel.FULL
    limit_amount = 3
    limit_unit = LimitUnit.WORKING_DAY
    mark = Mark.VERIFIED
    provenance = Provenance.DESK

    class Meta:
        model = ProcedureVersion


def published(**fields: Any) -> ProcedureVersion:
    version = VersionFactory(**fields)
    if "procedure" in fields:
        publishing.publish(version, at=NEW_YEAR, by=None)
    else:
        # As the deed leaves the first version of a procedure; nearly every test needs one.
        ProcedureVersion.objects.filter(pk=version.pk).update(
            state=VersionState.PUBLISHED, published_at=NEW_YEAR, valid_from=NEW_YEAR.date()
        )
    return ProcedureVersion.objects.get(pk=version.pk)


def publisher() -> Any:
    return get_user_model().objects.create_user("publisher", role="admin", is_staff=True)
