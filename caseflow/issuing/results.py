"""Results: from a leader's decision to a signed document, and to the verb that says so."""

from datetime import datetime

from django.db import transaction
from django_fsm import can_proceed

from caseflow.applications import lifecycle
from caseflow.applications.actors import Actor
from caseflow.applications.models import Application, Event
from caseflow.applications.states import Verb
from caseflow.issuing import rendering, sheets
from caseflow.issuing.models import Result, ResultWithdrawal
from caseflow.issuing.rendering import Sheet
from caseflow.issuing.states import DECISIONS
from signatures import statements
from signatures.backends import backend_of
from signatures.backends.base import SigningRefused, SigningUnavailable
from signatures.models import Signature
from signatures.states import CertificateKind

ISSUING = Actor.system("issuing")

__all__ = ["ISSUING", "Sheet", "conclude", "reference_of", "render", "sheet_of", "stands"]


def sheet_of(event: Event) -> Sheet:
    """What the result of this decision says, with the offices of its case at hand."""
    return sheets.result(event, demonstration=is_signed_for_show(event))


def is_signed_for_show(event: Event) -> bool:
    """Whether the certificate of who decided has no legal value, as far as it lies here."""
    signer = event.actor.get_username() if event.actor else ""
    try:
        return backend_of(signer).certificate().kind == CertificateKind.DEMONSTRATION
    except (SigningRefused, SigningUnavailable):
        return False


def render(sheet: Sheet) -> bytes:
    """A sheet from before results had templates is of a plain decision."""
    return rendering.render(sheet.get("template", "decision"), sheet)


def reference_of(event: Event) -> str:
    return f"{event.application.number}/result/{event.sequence}"


def stands(event: Event, case: Application) -> bool:
    """Neither taken back since nor overtaken by another decision."""
    orders_anew = event.verb == Verb.AMEND
    verbs = (Verb.AMEND, Verb.REVOKE_AMENDMENT) if orders_anew else DECISIONS
    last = Event.objects.of(case).filter(verb__in=verbs).last()
    return can_proceed(case.reissue if orders_anew else case.issue) and last == event


@transaction.atomic
def conclude(event: Event, signature: Signature, sheet: Sheet, *, at: datetime) -> bool:
    """Result and verb together; False where a leader revoked meanwhile, asked under the lock."""
    case = Application.objects.lock(event.application_id)
    if not stands(event, case):
        return False
    result = result_of(event, signature, sheet)
    result.made_at = at
    result.save(force_insert=True)
    if event.verb == Verb.AMEND:
        withdraw(Result.objects.get(reference=case.result_reference), result, at=at)
    verb = lifecycle.reissue if event.verb == Verb.AMEND else lifecycle.issue
    verb(
        case.pk,
        actor=ISSUING,
        at=at,
        reference=result.reference,
        digest=result.digest,
        electronic=result.electronic,
    )
    return True


def withdraw(replaced: Result, by: Result, *, at: datetime) -> None:
    """In our book, and on the signed list that is checked with no network."""
    ResultWithdrawal.objects.create(
        result=replaced, replaced_by=by, event=by.event, withdrawn_at=at
    )
    statements.withdraw(replaced.reference, at=at, replaced_by=by.reference)


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
        template=sheet.get("template", "decision"),
        edition=sheet.get("edition", 1),
        result_type=sheet.get("result_type", ""),
        paper_code=sheet.get("paper_code", ""),
    )
