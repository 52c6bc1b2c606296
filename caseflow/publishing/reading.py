"""What was published, as the public's pages ask for it; live counts are never read here."""

from django.db.models import Max

from caseflow.publishing.figures import Told
from caseflow.publishing.models import Publication, PublishedLine
from caseflow.publishing.states import Kind, Table

#: Two years of months, or half a dozen of quarters.
PERIODS_SHOWN = 24


def newest_number() -> int:
    """Grows with everything that is published."""
    newest: int = Publication.objects.aggregate(newest=Max("number", default=0))["newest"]
    return newest


def publications(kind: Kind) -> list[Publication]:
    """Those in force, the newest period first."""
    found = Publication.objects.in_force().filter(kind=kind).newest_first().for_display()
    return list(found[:PERIODS_SHOWN])


def total_of(publication: Publication) -> Told:
    return Told(PublishedLine.objects.get(publication=publication, table=Table.TOTAL))


def lines_of(publication: Publication) -> list[Told]:
    lines = PublishedLine.objects.filter(publication=publication, table=publication.table)
    return [Told(line) for line in lines.order_by("code")]


def told_of(table: Table, code: str) -> dict[int, Told]:
    """By publication in force, what it tells of a commune or procedure."""
    lines = PublishedLine.objects.in_force().filter(table=table, code=code)
    newest = lines.order_by("-publication__first", "-publication")[:PERIODS_SHOWN]
    return {line.publication_id: Told(line) for line in newest}
