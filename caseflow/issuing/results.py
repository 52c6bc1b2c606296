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
from signatures import signing
from signatures.models import Signature

SIGNING_REASON = "Trả kết quả giải quyết thủ tục hành chính"
ISSUING = Actor.system("issuing")


def issue(event: Event, *, at: datetime) -> None:
    """Signs and issues what this event decided; nothing where the decision no longer stands.

    May be repeated after an interruption at any point: one signature, one result, one event.
    """
    case = event.application
    if not stands(event, case):
        return
    sheet = sheets.decision(event, number=f"{case.number}.{event.sequence}/{DECISION_SUFFIX}")
    signature = signing.sign(
        rendering.render("decision", sheet),
        reference=f"{case.number}/result/{event.sequence}",
        holder=case.deciding_agency.code,
        reason=SIGNING_REASON,
        location=case.deciding_agency.unit.name,
        at=at,
    )
    conclude(event, signature, sheet, at=at)


def stands(event: Event, case: Application) -> bool:
    last_decision = Event.objects.of(case).filter(verb__in=DECISIONS).last()
    return can_proceed(case.issue) and last_decision == event


@transaction.atomic
def conclude(event: Event, signature: Signature, sheet: Sheet, *, at: datetime) -> None:
    """Result and verb together; asked again under the lock, for a leader may revoke meanwhile."""
    case = Application.objects.lock(event.application_id)
    if not stands(event, case):
        return
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
