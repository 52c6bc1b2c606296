"""Results: from a leader's decision to a signed document, and to the verb that says so."""

from datetime import datetime

from django.db import transaction
from django_fsm import can_proceed

from caseflow.applications import lifecycle
from caseflow.applications.actors import Actor
from caseflow.applications.models import Application, Event
from caseflow.issuing import rendering, sheets
from caseflow.issuing.models import Result
from caseflow.issuing.rendering import Sheet
from caseflow.issuing.states import DECISION_SUFFIX, DECISIONS
from signatures.models import Signature

ISSUING = Actor.system("issuing")

__all__ = ["ISSUING", "Sheet", "conclude", "reference_of", "render", "sheet_of", "stands"]


def sheet_of(event: Event) -> Sheet:
    """What the result of this decision says, with the offices of its case at hand."""
    case = event.application
    return sheets.decision(event, number=f"{case.number}.{event.sequence}/{DECISION_SUFFIX}")


def render(sheet: Sheet) -> bytes:
    return rendering.render("decision", sheet)


def reference_of(event: Event) -> str:
    return f"{event.application.number}/result/{event.sequence}"


def stands(event: Event, case: Application) -> bool:
    last_decision = Event.objects.of(case).filter(verb__in=DECISIONS).last()
    return can_proceed(case.issue) and last_decision == event


@transaction.atomic
def conclude(event: Event, signature: Signature, sheet: Sheet, *, at: datetime) -> bool:
    """Result and verb together; False where a leader revoked meanwhile, asked under the lock."""
    case = Application.objects.lock(event.application_id)
    if not stands(event, case):
        return False
    result = result_of(event, signature, sheet)
    result.made_at = at
    result.save(force_insert=True)
    lifecycle.issue(
        case.pk,
        actor=ISSUING,
        at=at,
        reference=result.reference,
        digest=result.digest,
        electronic=result.electronic,
    )
    return True


def result_of(event: Event, signature: Signature, sheet: Sheet) -> Result:
    return Result(
        application_id=event.application_id,
        event=event,
        number=sheet["number"],
        digest=signature.signed_digest,
        size=signature.document.size,
        sheet=sheet,
        reference=signature.reference,
        outcome=event.application.outcome,
        electronic=True,
        signature=signature,
        file=signature.document.name,
    )
