from collections.abc import Collection
from typing import TYPE_CHECKING, Self

from django.db import models

from caseflow.accents import fold
from procedures.states import VersionState

if TYPE_CHECKING:
    from procedures.models import Procedure, ProcedureVersion  # noqa: F401


class ProcedureQuerySet(models.QuerySet["Procedure"]):
    def offered(self) -> Self:
        return self.filter(versions__state=VersionState.PUBLISHED)

    def matching(self, words: str) -> Self:
        """Every word somewhere in code, names or field, whatever the accents, case or order."""
        found = self
        for word in fold(words).split():
            found = found.filter(search_key__contains=word)
        return found

    def carried_out_at(self, level: str) -> Self:
        return self.filter(levels__contains=[level])


class ProcedureVersionQuerySet(models.QuerySet["ProcedureVersion"]):
    def in_force(self) -> Self:
        return self.filter(state=VersionState.PUBLISHED)

    def lock(self, pks: Collection[int]) -> list["ProcedureVersion"]:
        """The rows by procedure, held with their procedure until the transaction ends."""
        rows = self.filter(pk__in=pks).select_related("procedure").order_by("procedure_id", "pk")
        held = rows.select_for_update(of=("self", "procedure"), no_key=True)
        return list(held.defer("raw", "form_schema", "form_example"))

    def latest_of_each(self) -> Self:
        return self.order_by("procedure_id", "-number").distinct("procedure_id")
