"""What was asked to be supplied and what came: before and after, side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from caseflow.applications.models import Application, Event
from caseflow.applications.states import Verb
from caseflow.desk.casefile import Item, item
from caseflow.desk.schema_forms import Line, in_words, lines_of


@dataclass(frozen=True, slots=True)
class Changed:
    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Supplement:
    asked_at: datetime
    items: list[Item]
    #: Papers that came as an answer, by name.
    papers: list[str]
    changes: list[Changed]
    #: None while it is awaited, and for ever where the file ended without it.
    supplied_at: datetime | None = None


def supplement(
    events: Sequence[Event], paper_names: Mapping[str, str], lines: Sequence[Line]
) -> Supplement | None:
    """The last request of a file and its answer; None where nothing was asked."""
    fields = {line.name: line for line in lines}
    titles = {**paper_names, **{name: title_of(line) for name, line in fields.items()}}
    request = last(events, Verb.REQUEST_SUPPLEMENT)
    if request is None:
        return None
    answer = last(events, Verb.SUPPLY)
    came = answer if answer and answer.sequence > request.sequence else None
    return Supplement(
        asked_at=request.at,
        items=[item(part, titles) for part in words(request).get("items", ())],
        papers=[titles.get(key, key) for key in came.payload.get("papers", ())] if came else [],
        changes=[changed(part, fields) for part in words(came).get("changes", ())],
        supplied_at=came.at if came else None,
    )


def items_asked(case: Application) -> list[Item]:
    """What the last request asks for, for who answers it; empty once its words were erased."""
    requests = Event.objects.of(case).filter(verb=Verb.REQUEST_SUPPLEMENT)
    request = requests.select_related("statement").last()
    names = dict(case.procedure_version.required_papers.values_list("key", "name"))
    lines = lines_of(case.procedure_version.form_schema)
    titles = names | {line.name: title_of(line) for line in lines}
    return [item(part, titles) for part in words(request).get("items", ())]


def last(events: Sequence[Event], verb: Verb) -> Event | None:
    return next((event for event in reversed(events) if event.verb == verb), None)


def words(event: Event | None) -> dict[str, Any]:
    """Empty once they were erased."""
    statement = getattr(event, "statement", None)
    return statement.body if statement and isinstance(statement.body, dict) else {}


def changed(part: Mapping[str, Any], fields: Mapping[str, Line]) -> Changed:
    line = fields.get(part["field"])
    schema = line.schema if line else {}
    before, after = (
        "—" if part[side] is None else in_words(part[side], schema) for side in ("before", "after")
    )
    return Changed(title_of(line) if line else part["field"], before, after)


def title_of(line: Line) -> str:
    return " › ".join((*line.groups, line.title))
