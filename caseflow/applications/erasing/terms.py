"""When the personal content of a file has been kept long enough."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db.models import Q, QuerySet

from caseflow.applications.models import Application, RetentionTerm
from caseflow.applications.states import FINISHED


@dataclass(frozen=True, slots=True)
class Term:
    days: int
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """The term of the setting (none: for ever), and those of procedures."""

    general: Term | None
    of_procedure: dict[int, Term | None]

    @classmethod
    def in_force(cls) -> Self:
        days = settings.APPLICATIONS_RETENTION_DAYS
        rows = RetentionTerm.objects.values_list("procedure", "days", "basis")
        return cls(
            Term(days) if days else None,
            {procedure: Term(days, basis) if days else None for procedure, days, basis in rows},
        )

    def of(self, procedure: int) -> Term:
        """Raises `LookupError` where the files of the procedure are kept for ever."""
        if term := self.of_procedure.get(procedure, self.general):
            return term
        raise LookupError(procedure)

    def over(self, at: datetime) -> Q:
        """Cases whose last deed and whose end lie further back than their term."""
        found = Q(pk__in=[])
        if self.general:
            found |= ended_before(at, self.general) & ~Q(procedure__in=self.of_procedure)
        same: dict[int, list[int]] = defaultdict(list)
        for procedure, term in self.of_procedure.items():
            if term:
                same[term.days].append(procedure)
        for days, procedures in same.items():
            found |= ended_before(at, Term(days)) & Q(procedure__in=procedures)
        return found


def ended_before(at: datetime, term: Term) -> Q:
    before = at - timedelta(days=term.days)
    return Q(finished_at__lt=before, last_event_at__lt=before)


def due(terms: Terms, *, at: datetime) -> QuerySet[Application]:
    """Ended, not erased, and past their term."""
    ended = Application.objects.filter(state__in=FINISHED, erased_at=None)
    found: QuerySet[Application] = ended.filter(terms.over(at))
    return found
