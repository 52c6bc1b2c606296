"""Writing history: many cases with whole chains at once, for seeds, imports and the bench.

A chain is told with the verbs of `lifecycle` on a `Story`, so that it obeys every rule, and
written with COPY under the same constraints and triggers as a live deed.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from operator import attrgetter
from typing import Any

import orjson
from django.db import connection, models, transaction
from django.db.models.fields import NOT_PROVIDED

from caseflow.applications import deadlines, following
from caseflow.applications.actors import Actor
from caseflow.applications.filing import filing_facts
from caseflow.applications.models import Application, Event, Statement
from caseflow.applications.states import State, Verb
from caseflow.applications.stories import Story
from caseflow.centers.calendars import working_time_for

#: Cases per transaction: half a second of work, so that followers never wait long.
BATCH = 1000


def filed(case: Application, *, actor: Actor, at: datetime, recorded_at: datetime) -> Story:
    """The story of this unsaved case up to its filing; the case brings number, salt and origin."""
    story = Story(case, recorded_at)
    calendar = working_time_for(case.receiving_center_id)
    case.filed_at = case.last_event_at = at
    case.file(reception_due_at=deadlines.reception(calendar, at).due_at)
    facts = filing_facts(case, calendar.version)
    story.append(Verb.FILE, from_state=State.DRAFT, payload=facts, actor=actor, at=at)
    return story


def write(stories: Iterable[Story], *, batch: int = BATCH) -> int:
    """Saves the stories, each batch in a transaction of its own; the number of cases written."""
    remaining, total = iter(stories), 0
    while told := list(islice(remaining, batch)):
        write_batch(told)
        total += len(told)
    return total


@transaction.atomic
def write_batch(stories: Sequence[Story]) -> None:
    cases = [story.case for story in stories]
    events = [event for story in stories for event in story.events]
    statements = [statement for story in stories for statement in story.statements]
    give_keys(cases)
    give_keys(events)
    for event in events:
        event.application_id = event.application.pk
    give_keys(statements)
    for statement in statements:
        statement.event_id = statement.event.pk
    copy(Application, cases)
    copy(Event, events)
    copy(Statement, statements)
    following.hint_after_commit()


def give_keys(rows: Sequence[models.Model]) -> None:
    """Keys from the table's sequence, rising in the order given."""
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [rows[0]._meta.db_table, len(rows)],
        )
        for row, (key,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = key


def copy(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    fields = [field for field in model._meta.concrete_fields if field.db_default is NOT_PROVIDED]
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as stream,
    ):
        for values in values_of(fields, rows):
            stream.write_row(values)


def values_of(
    fields: Sequence["models.Field[Any, Any]"], rows: Iterable[models.Model]
) -> Iterator[tuple[Any, ...] | list[Any]]:
    pick = attrgetter(*(field.attname for field in fields))
    documents = [place for place, field in enumerate(fields) if isinstance(field, models.JSONField)]
    if not documents:
        yield from map(pick, rows)
        return
    for row in rows:
        values = list(pick(row))
        for place in documents:
            values[place] = orjson.dumps(values[place]).decode()
        yield values
