"""Writing cases with their chains against raw COPY of the same text into the same tables."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from django.db import connection, transaction
from django.db.models import Model

from benchmarks import telling
from benchmarks.databases import Databases
from benchmarks.figures import Figure, Goal
from benchmarks.sandwiches import rate, sandwich, timed
from benchmarks.sizes import Size
from caseflow.applications import history
from caseflow.applications.models import Application, Event, Statement

GOAL = Goal(floor=0.3, aim=0.7)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A COPY command and the text that it takes in."""

    command: str
    text: bytes

    def copy(self) -> None:
        with connection.cursor() as cursor, cursor.copy(f"{self.command} FROM STDIN") as stream:
            stream.write(self.text)


def measure(clones: Databases, size: Size) -> Iterator[Figure]:
    batches = size.pairs + 2
    with clones.used("bulk"):
        texts = iter([rendered(size) for _batch in range(batches)])
        stories = iter([list(telling.whole_stories(size.stories)) for _batch in range(batches)])
        writing = sandwich(
            timed(lambda: copy(next(texts))),
            timed(lambda: history.write_batch(next(stories))),
            pairs=size.pairs,
        )
        whole = [timed(lambda: tell_and_write(size))() for _round in range(size.pairs)]
    ours, bare = (size.stories / median(found) for found in (writing.ours, writing.baseline))
    yield Figure(
        "bulk load, cases per second ÷ raw COPY of the same rows",
        writing.ratios(rate),
        GOAL,
        f"{ours:,.0f} cases/s, COPY {bare:,.0f} cases/s",
    )
    yield Figure(
        "bulk load from telling to commit, cases per second",
        [size.stories / seconds for seconds in whole],
        medians="six events and one statement a case",
    )


def tell_and_write(size: Size) -> None:
    history.write_batch(list(telling.whole_stories(size.stories)))


@transaction.atomic
def copy(tables: Sequence[Rendered]) -> None:
    for table in tables:
        table.copy()


def rendered(size: Size) -> list[Rendered]:
    """A batch as the product would write it, read back as text, and not kept."""
    told = list(telling.whole_stories(size.stories))
    with transaction.atomic():
        history.write_batch(told)
        found = [
            as_text(Application, history.CASE_COLUMNS),
            as_text(Event, history.EVENT_COLUMNS),
            as_text(Statement, history.STATEMENT_COLUMNS),
        ]
        transaction.set_rollback(True)
    return found


def as_text(model: type[Model], columns: Sequence[str]) -> Rendered:
    table = f"{model._meta.db_table} ({', '.join(columns)})"
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} TO STDOUT") as stream:
        return Rendered(f"COPY {table}", b"".join(stream))
