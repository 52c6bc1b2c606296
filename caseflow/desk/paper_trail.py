"""Papers between the centre that received them and the agency that decides: to send, to take in."""

from dataclasses import dataclass
from datetime import datetime

from caseflow.applications.actors import Actor
from caseflow.applications.lifecycle import paper_due
from caseflow.applications.models import Application, PaperHandOver

#: The oldest of each kind; whoever has more begins with these.
SHOWN = 100


@dataclass(frozen=True, slots=True)
class Row:
    number: str
    office: str
    due_at: datetime
    is_late: bool


@dataclass(frozen=True, slots=True)
class Trail:
    to_send: list[Row]
    to_take_in: list[Row]
    #: Sent from here and not taken in there yet.
    under_way: list[Row]


def trail(actor: Actor, now: datetime) -> Trail:
    awaited = PaperHandOver.objects.under_way()
    if actor.sees_everything:
        return Trail([], [], [row_of(papers, now) for papers in awaited[:SHOWN]])
    unsent = Application.objects.papers_to_send(actor.office_ids).for_display()
    here = awaited.filter(recipient__in=actor.office_ids)[:SHOWN]
    sent = awaited.filter(sender__in=actor.office_ids)[:SHOWN]
    return Trail(
        [unsent_row(case, now) for case in unsent.defer("form")[:SHOWN]],
        [row_of(papers, now) for papers in here],
        [row_of(papers, now) for papers in sent],
    )


def unsent_row(case: Application, now: datetime) -> Row:
    due_at = paper_due(case)
    return Row(case.number, case.deciding_agency.name, due_at, now > due_at)


def row_of(papers: PaperHandOver, now: datetime) -> Row:
    office = f"{papers.sender.name} → {papers.recipient.name}"
    return Row(papers.application.number, office, papers.due_at, papers.is_late(now))
