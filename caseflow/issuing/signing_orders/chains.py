"""The signatures of one result, one after the other, and the verb that says it is issued.

Everything here may be repeated after an interruption at any point: a signature is given once per
reference, a result is issued once per decision, and its steps are recorded with it.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction

from caseflow.applications.actors import Actor
from caseflow.applications.models import Application, Event
from caseflow.applications.papers import leafing
from caseflow.applications.states import Verb
from caseflow.issuing import proving, results
from caseflow.issuing.models import SigningOrder, SigningStep
from caseflow.issuing.rendering import Sheet
from caseflow.issuing.signing_orders import wording
from caseflow.issuing.signing_orders.refusing import erased
from caseflow.issuing.signing_orders.signatories import (
    Signatory,
    sheet_for,
    signatory_for,
    username_of,
)
from caseflow.issuing.states import OFFICES, KeyPlace, OrderState, Step, steps_of
from signatures import signing
from signatures.models import Signature
from signatures.states import HolderKind


def loaded(order: int) -> SigningOrder:
    """With its event, its case and the offices that are printed."""
    found = SigningOrder.objects.select_related("event", "agency__unit").get(pk=order)
    cases = Application.objects.for_display().select_related(*OFFICES)
    found.event.application = cases.get(pk=found.application_id)
    return found


def carry_on(order: SigningOrder, *, at: datetime) -> None:
    """Gives what signatures are missing and issues; raises what the signer raises."""
    signatory = signatory_of(order)
    sheet = proven_sheet(order, signatory, at=at)
    document = results.render(sheet)
    given: dict[Step, Signature] = {}
    for step, holder in holders_of(order, signatory):
        if step == Step.LEADER and order.key == KeyPlace.DEVICE:
            given[step] = signature_of_leader(order)
        else:
            given[step] = sign(order, step, holder, document, signatory, at=at)
        document = content_of(given[step])
    conclude(order, given, sheet, at=at)


def proven_sheet(order: SigningOrder, signatory: Signatory, *, at: datetime) -> Sheet:
    """With the statement that stands in its QR code."""
    sheet, reference = sheet_for(order, signatory), results.reference_of(order.event)
    return proving.with_proof(sheet, order.event, reference=reference, at=at)


def signature_of_leader(order: SigningOrder) -> Signature:
    """As it came from the device; no key of ours ever stands in for that one."""
    return Signature.objects.get(reference=reference_of(order, Step.LEADER, signatory_of(order)))


def signatory_of(order: SigningOrder) -> Signatory:
    if order.signatory_id is None:
        raise LookupError(f"{order} has no signatory yet")
    return Signatory(order.signatory_id, order.mandate)


def holders_of(order: SigningOrder, signatory: Signatory) -> Iterator[tuple[Step, str]]:
    """Each signature of the chain and whose key gives it; without a draft nobody drafted it."""
    for step in steps_of(order.chain):
        if step == Step.SEAL:
            yield step, order.agency.code
        elif step == Step.LEADER:
            yield step, username_of(signatory.user_id)
        elif drafter := drafter_of(order.event):
            yield step, username_of(drafter)


def drafter_of(event: Event) -> int | None:
    """Who proposed what was decided; signing the draft is part of that proposal."""
    proposals = Event.objects.of(event.application).filter(verb=Verb.PROPOSE)
    last = proposals.filter(sequence__lt=event.sequence).last()
    return last.actor_id if last else None


def sign(
    order: SigningOrder,
    step: Step,
    holder: str,
    document: bytes,
    signatory: Signatory,
    *,
    at: datetime,
) -> Signature:
    return signing.sign(
        document,
        reference=reference_of(order, step, signatory),
        holder=holder,
        holder_kind=HolderKind.AGENCY if step == Step.SEAL else HolderKind.OFFICER,
        reason=wording.reason(step, order, signatory),
        location=order.agency.unit.name,
        at=at,
        appearance=wording.appearance(step, order, signatory),
    )


def preview(order: SigningOrder, actor: Actor) -> bytes:
    """What this person would sign, before any signature; the same page as it will be."""
    if order.sheet is None:
        raise erased()
    return results.render(sheet_for(order, signatory_for(order, actor)))


def picture(document: bytes) -> bytes:
    """The first page, as a JPEG."""
    return leafing.picture_of(ContentFile(document), page=1)


def reference_of(order: SigningOrder, step: Step, signatory: Signatory) -> str:
    """The last signature bears the reference of the result itself.

    A draft names who signs after it, so each possible signatory has one of their own.
    """
    result = results.reference_of(order.event)
    if step == steps_of(order.chain)[-1]:
        return result
    return f"{result}/{step}/{signatory.user_id}" if step == Step.DRAFTER else f"{result}/{step}"


def content_of(signature: Signature) -> bytes:
    with signature.document.open("rb") as file:
        content: bytes = file.read()
    return content


def before_the_leader(order: SigningOrder, signatory: Signatory, *, at: datetime) -> bytes:
    """The document as it comes to this signatory: rendered, and signed by who drafted it."""
    document = results.render(proven_sheet(order, signatory, at=at))
    for step, holder in holders_of(order, signatory):
        if step == Step.LEADER:
            break
        document = content_of(sign(order, step, holder, document, signatory, at=at))
    return document


@transaction.atomic
def conclude(
    order: SigningOrder, given: Mapping[Step, Signature], sheet: Sheet, *, at: datetime
) -> None:
    """Result, verb and order together; a decision revoked meanwhile ends the order unissued."""
    last = given[steps_of(order.chain)[-1]]
    is_issued = results.conclude(order.event, last, sheet, at=at)
    unfinished = SigningOrder.objects.filter(pk=order.pk, state=OrderState.SIGNING)
    ended = OrderState.ISSUED if is_issued else OrderState.WITHDRAWN
    if unfinished.update(state=ended, ended_at=at, error=""):
        SigningStep.objects.bulk_create(
            SigningStep(order=order, step=step, signature=signature)
            for step, signature in given.items()
        )
