from collections.abc import Collection
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models.functions import Cast, Concat, Length, LPad

from caseflow.accents import fold
from procedures.states import VersionState

if TYPE_CHECKING:
    from procedures.models import Procedure, ProcedureVersion  # noqa: F401


class ProcedureQuerySet(models.QuerySet["Procedure"]):
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

    def with_place(self, words: str) -> Self:
        """`place` sorts an exact code first, then the words side by side, then short names."""
        key = models.F("procedure__search_key")
        rank = models.Case(
            models.When(procedure__code=words.strip(), then=models.Value("0")),
            models.When(procedure__search_key__contains=fold(words), then=models.Value("1")),
            default=models.Value("2"),
        )
        width = LPad(Cast(Length(key), models.TextField()), 6, models.Value("0"))
        return self.annotate(place=Concat(rank, width, "procedure__code"))

    def with_parts(self) -> Self:
        parts = ("required_papers", "fees", "exemptions", "channel_terms", "steps", "result_types")
        return self.defer("raw").select_related("procedure").prefetch_related(*parts)
