"""The book of certified copies, read at the desk."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from caseflow.applications.actors import Actor
from caseflow.issuing.models import CertifiedCopy

PAGE = 50


@dataclass(frozen=True, slots=True)
class Page:
    copies: Sequence[CertifiedCopy]
    #: The key after which the next page begins; None on the last one.
    after: int | None


def page_of(actor: Actor, *, after: int | None) -> Page:
    """The newest lines first, of the own offices or of all for who supervises."""
    lines = lines_of(actor)
    if after is not None:
        lines = lines.filter(pk__lt=after)
    found = list(lines[: PAGE + 1])
    copies = found[:PAGE]
    return Page(copies, copies[-1].pk if len(found) > PAGE else None)


def lines_of(actor: Actor) -> QuerySet[CertifiedCopy]:
    lines = CertifiedCopy.objects.select_related(
        "book__agency", "application", "result", "document", "certified_by"
    )
    if not actor.sees_everything:
        lines = lines.filter(book__agency__in=actor.office_ids)
    needed = lines.only(
        *("number", "serial", "made_at", "pages", "original_digest", "file", "signature_id"),
        *("book__year", "book__agency__name", "application__number"),
        *("result__number", "document__name"),
        *("certified_by__first_name", "certified_by__last_name", "certified_by__username"),
    )
    return needed.order_by("-pk")
