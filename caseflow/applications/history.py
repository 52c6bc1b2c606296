"""Writing history: many cases with whole chains at once, for seeds, imports and the bench.

A chain is told with the verbs of `lifecycle` on a `Story`, so that it obeys every rule, and
written with COPY under the same constraints and triggers as a live deed.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice
from operator import attrgetter
from types import MappingProxyType
from typing import Any

import orjson
from django.db import connection, models, transaction

from caseflow.applications import deadlines, following
from caseflow.applications.actors import Actor
from caseflow.applications.evidence import Entry
from caseflow.applications.filing import filing_facts
from caseflow.applications.models import Application, Event, Statement
from caseflow.applications.states import State, Verb
from caseflow.applications.stories import Story
from caseflow.centers.calendars import working_time_for

#: Cases per transaction: half a second of work, so that followers never wait long.
BATCH = 1000
Row = tuple[Any, ...]


def filed(
    case: Application,
    *,
    actor: Actor,
    at: datetime,
    recorded_at: datetime,
    facts: Mapping[str, Any] = MappingProxyType({}),
) -> Story:
    """The story of this unsaved case up to its filing; the case brings number, salt and origin.

    `facts` tell what no column of the case says: its papers by source, a proven identity.
    """
    story = Story(case, recorded_at)
    calendar = working_time_for(case.receiving_center_id)
    case.filed_at = case.last_event_at = at
    case.file(reception_due_at=deadlines.reception(calendar, at).due_at)
    told = {**filing_facts(case, calendar.version), **facts}
    story.append(Verb.FILE, from_state=State.DRAFT, payload=told, actor=actor, at=at)
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
    keys = next_keys(Application, len(stories))
    for story, key in zip(stories, keys, strict=True):
        story.case.pk = key
    events, statements = rows_of(stories)
    copy(Application, CASE_COLUMNS, (case_row(story.case) for story in stories))
    copy(Event, EVENT_COLUMNS, events)
    copy(Statement, STATEMENT_COLUMNS, statements)
    following.hint_after_commit()


@transaction.atomic
def add_deeds(stories: Sequence[Story]) -> None:
    """Adds what was told of saved cases to their chains; the caller holds the locks of the rows."""
    events, statements = rows_of(stories)
    copy(Event, EVENT_COLUMNS, events)
    copy(Statement, STATEMENT_COLUMNS, statements)
    update([story.case for story in stories])
    following.hint_after_commit()


def update(cases: Sequence[Application]) -> None:
    """The dates, clocks and chain heads of many cases in one statement."""
    columns = zip(*map(pick_changed, cases), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(UPDATE, [list(column) for column in columns])


def rows_of(stories: Sequence[Story]) -> tuple[list[Row], list[Row]]:
    """Events in the order told, keys rising, and the words said with them."""
    events: list[Row] = []
    statements: list[Row] = []
    keys = iter(next_keys(Event, sum(len(story.entries) for story in stories)))
    for story in stories:
        for entry, key in zip(story.entries, keys, strict=False):
            events.append((key, story.case.pk, *entry))
            if words := story.words.get(entry.sequence):
                statements.append((key, words.salt, as_json(words.body)))
    return events, statements


def next_keys(model: type[models.Model], count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [key for (key,) in cursor.fetchall()]


def copy(model: type[models.Model], columns: Sequence[str], rows: Iterable[Row]) -> None:
    quote = connection.ops.quote_name
    into = f"{quote(model._meta.db_table)} ({', '.join(map(quote, columns))})"
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(f"COPY {into} FROM STDIN") as stream,
    ):
        for row in rows:
            stream.write_row(row)


def case_row(case: Application) -> Row:
    *columns, form = pick_columns(case)
    return (*columns, as_json(form))


def as_json(value: object) -> str:
    return orjson.dumps(value).decode()


#: What a deed told in bulk may change.
CHANGED = (
    *("due_at", "reception_due_at", "last_event_at", "last_sequence", "head_hash"),
    *("agency_seconds", "citizen_seconds", "other_agency_seconds", "payment_seconds"),
)
UPDATE = """
UPDATE applications_application AS stored
SET due_at = told.due_at, reception_due_at = told.reception_due_at,
    last_event_at = told.last_event_at, last_sequence = told.last_sequence,
    head_hash = told.head_hash, agency_seconds = told.agency, citizen_seconds = told.citizen,
    other_agency_seconds = told.other_agency, payment_seconds = told.payment
FROM unnest(
    %s::bigint[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[], %s::integer[],
    %s::text[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[]
) AS told (
    id, due_at, reception_due_at, last_event_at, last_sequence,
    head_hash, agency, citizen, other_agency, payment
)
WHERE stored.id = told.id
"""
pick_changed = attrgetter("pk", *CHANGED)
CASE_COLUMNS = [
    *(field.attname for field in Application._meta.concrete_fields if field.name != "form"),
    "form",
]
EVENT_COLUMNS = ["id", "application_id", *Entry._fields]
STATEMENT_COLUMNS = ["event_id", "salt", "body"]
pick_columns = attrgetter(*CASE_COLUMNS)
