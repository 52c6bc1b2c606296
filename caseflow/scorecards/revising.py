"""Rules and registers are corrected where they stand, and every wording of them is kept."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models, transaction

from caseflow.accounts.models import User
from caseflow.scorecards.models import Revision


@transaction.atomic
def save(row: models.Model, *, by: User | None, at: datetime) -> None:
    """Saves the row and, where that changed it, how it reads now."""
    row.save()
    # As the database has it: "6" was typed, 6.00 is kept.
    row.refresh_from_db()
    values = values_of(row)
    latest = Revision.objects.of(row).first()
    if latest is None or latest.values != values:
        table = row._meta.label_lower
        Revision.objects.create(table=table, row=row.pk, at=at, by=by, values=values)


def values_of(row: models.Model) -> dict[str, str | None]:
    """Every column but the key, as text; None where it is empty."""
    columns = [field for field in row._meta.concrete_fields if not field.primary_key]
    return {
        field.name: None if field.value_from_object(row) is None else field.value_to_string(row)
        for field in columns
    }


def load(
    model: type[models.Model], key: Mapping[str, Any], values: Mapping[str, Any], *, at: datetime
) -> None:
    """A row of the reference data, unless somebody here has changed it since."""
    row = model._default_manager.filter(**key).first()
    if row is not None and Revision.objects.of(row).exclude(by=None).exists():
        return
    row = row or model(**key)
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean()
    save(row, by=None, at=at)
