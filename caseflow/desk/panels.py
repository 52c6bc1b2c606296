"""The panels of the case page, in the order in which they stand.

A panel is a template and a function that finds what it shows; where that answers None the panel
is left out. In its template it finds its own as `panel`, beside `case` and `in_full`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from caseflow.applications import reading
from caseflow.applications.actors import Actor
from caseflow.applications.models import Application, Event
from caseflow.desk import casefile, notices
from caseflow.desk import clocks as desk_clocks
from caseflow.desk import papers as desk_papers
from caseflow.desk import payments as desk_payments
from caseflow.desk import supplements as desk_supplements
from caseflow.desk.on_behalf import behalf
from caseflow.desk.schema_forms import filled_lines, lines_of
from caseflow.issuing import deliveries, handing_over

Found = dict[str, Any] | None
#: The latest that the page tells; the API gives more.
READINGS = 20


@dataclass(frozen=True, slots=True)
class Sight:
    """What a panel may look at; what is here was read already and costs no query."""

    case: Application
    actor: Actor
    events: Sequence[Event]
    #: The papers the procedure asks for, by key.
    paper_names: Mapping[str, str]
    #: Set for the offices that handle the case; others see no personal data and no papers.
    in_full: bool
    now: datetime


@dataclass(frozen=True, slots=True)
class Panel:
    template: str
    found_by: Callable[[Sight], Found]


@dataclass(frozen=True, slots=True)
class Shown:
    template: str
    content: dict[str, Any]


def shown(sight: Sight) -> list[Shown]:
    found = [(panel.template, panel.found_by(sight)) for panel in PANELS]
    return [Shown(template, content) for template, content in found if content is not None]


def clocks(sight: Sight) -> Found:
    """What runs beside the clock in the head of the page."""
    running = desk_clocks.running(desk_clocks.clocks(sight.case, sight.events, sight.now))
    return {"clocks": running} if running else None


def applicant(sight: Sight) -> Found:
    return {"facts": casefile.applicant_facts(sight.case, sight.actor)}


def form(sight: Sight) -> Found:
    case = sight.case
    if not sight.in_full:
        return None
    return {"lines": filled_lines(case.procedure_version.form_schema, case.form)}


def supplement(sight: Sight) -> Found:
    if not sight.in_full:
        return None
    lines = list(lines_of(sight.case.procedure_version.form_schema))
    found = desk_supplements.supplement(sight.events, sight.paper_names, lines)
    return {"supplement": found} if found else None


def papers(sight: Sight) -> Found:
    if not sight.in_full:
        return None
    documents = sight.case.documents.order_by("pk")
    return {
        "papers": desk_papers.shown(sight.case, documents, sight.paper_names, sight.actor),
        "may_attach": desk_papers.may_attach(sight.actor, sight.case),
    }


def issued(sight: Sight) -> Found:
    """The result that counts first, and what is in it for who handles the file."""
    case = sight.case
    found = deliveries.deliveries_of(case, with_people=True) if sight.in_full else []
    return {
        "slips": handing_over.slip_entries(case, inside=True),
        "results": [handing_over.entry_of_result(one) for one in handing_over.results_of(case)],
        "copies": [handing_over.entry_of_copy(copy) for copy in handing_over.copies_of(case)],
        "deliveries": found,
    }


def payments(sight: Sight) -> Found:
    return desk_payments.orders_of(sight.case)


def told(sight: Sight) -> Found:
    return {"rows": notices.told(sight.case, sight.actor)}


def readings(sight: Sight) -> Found:
    if not sight.in_full:
        return None
    latest = list(reading.readings_of(sight.case)[:READINGS])
    return {"readings": latest, "most": READINGS}


def on_behalf(sight: Sight) -> Found:
    found = behalf(sight.case, sight.events) if sight.in_full else None
    return {"behalf": found} if found else None


def offices(_sight: Sight) -> Found:
    return {}


PANELS = (
    Panel("desk/panels/on_behalf.html", on_behalf),
    Panel("desk/panels/issued.html", issued),
    Panel("desk/panels/clocks.html", clocks),
    Panel("desk/panels/payments.html", payments),
    Panel("desk/panels/applicant.html", applicant),
    Panel("desk/panels/form.html", form),
    Panel("desk/panels/supplement.html", supplement),
    Panel("desk/panels/papers.html", papers),
    Panel("desk/panels/told.html", told),
    Panel("desk/panels/readings.html", readings),
    Panel("desk/panels/offices.html", offices),
)
