"""The leader's key is on a device: it gets a digest, and its value is taken once.

Between the two nothing is held open. Whoever answers late, twice, or for another document changes
nothing; a device that is taken away leaves the rest of its results waiting.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from caseflow.applications.actors import Actor
from caseflow.issuing.models import Preparation, SigningOrder
from caseflow.issuing.signing_orders import batches, chains, claiming, wording
from caseflow.issuing.signing_orders.refusing import (
    OrderRefused,
    SigningForbidden,
    certificate_unusable,
    signed_already,
    value_refused,
)
from caseflow.issuing.signing_orders.signatories import Signatory, signatory_for, username_of
from caseflow.issuing.states import KeyPlace, Step
from signatures import signing
from signatures.digests import digest_of
from signatures.models import Certificate, Prepared, Signature


def prepare(order: SigningOrder, *, certificate: bytes, actor: Actor, at: datetime) -> Preparation:
    """What the device is to sign; may be asked for again, and only one answer counts."""
    signatory = signatory_for(order, actor)
    claiming.refuse_unless_waiting(order)
    refuse_other_keys(order)
    if adopted(order, at=at):
        raise signed_already()
    refuse_strange_certificate(certificate, username_of(actor.account))
    document = chains.before_the_leader(order, signatory, at=at)
    try:
        prepared = prepare_document(order, signatory, document, certificate, at=at)
    except signing.SigningRefused as refused:
        raise certificate_unusable(str(refused)) from refused
    return Preparation.objects.create(
        order=order,
        signatory_id=signatory.user_id,
        mandate=signatory.mandate,
        prepared=prepared,
        made_at=at,
    )


def prepare_document(
    order: SigningOrder, signatory: Signatory, document: bytes, certificate: bytes, *, at: datetime
) -> Prepared:
    return signing.prepare(
        document,
        reference=chains.reference_of(order, Step.LEADER, signatory),
        certificate=certificate,
        holder=username_of(signatory.user_id),
        reason=wording.reason(Step.LEADER, order, signatory),
        location=order.agency.unit.name,
        at=at,
        appearance=wording.appearance(Step.LEADER, order, signatory),
    )


def refuse_other_keys(order: SigningOrder) -> None:
    if order.key != KeyPlace.DEVICE:
        raise OrderRefused(
            "key_on_the_server",
            _("By the setting of the agency this result is signed with the key on the server."),
            instead=_("Confirm it in the signing inbox."),
        )


def refuse_strange_certificate(certificate: bytes, holder: str) -> None:
    """Only one that the register holds in this person's name speaks for them."""
    known = Certificate.objects.filter(fingerprint=digest_of(certificate))
    if not known.filter(holder_identifier=holder).exists():
        raise SigningForbidden(
            "certificate_of_another",
            _("This certificate is not registered in your name; have it registered first."),
        )


def complete(
    order: SigningOrder, preparation: Preparation, value: bytes, *, actor: Actor, at: datetime
) -> SigningOrder:
    """Takes the value, signs what follows and issues; the same answer again changes nothing."""
    if preparation.answered_at:
        return order
    if signatory_for(order, actor) != Signatory(preparation.signatory_id, preparation.mandate):
        raise SigningForbidden(
            "not_the_signatory", _("The delegation under which this was prepared is not in force.")
        )
    claiming.refuse_unless_waiting(order)
    refuse_late(preparation, at)
    try:
        signing.complete(preparation.prepared, value, at=at)
    except signing.SigningRefused as refused:
        raise value_refused() from refused
    if adopted(order, at=at) != preparation:
        raise signed_already()
    return chains.loaded(order.pk)


def refuse_late(preparation: Preparation, at: datetime) -> None:
    if at > preparation.expires_at:
        raise OrderRefused(
            "preparation_expired",
            _("This digest was given out too long ago."),
            instead=_("Ask for a new one and sign that."),
        )


def adopted(order: SigningOrder, *, at: datetime) -> Preparation | None:
    """Goes on with a value that came, whoever brought it and whatever was killed after it.

    Answers the preparation it belongs to; None where no value came yet.
    """
    reference = chains.reference_of(order, Step.LEADER, Signatory(order.leader_id))
    signature = Signature.objects.filter(reference=reference).first()
    if signature is None:
        return None
    answered = Preparation.objects.get(
        order=order,
        prepared__certificate=signature.certificate_id,
        prepared__signed_at=signature.signed_at,
    )
    if take(order, answered, at=at):
        claiming.try_on(order.pk, at=at)
        batches.came_from_device(order.pk, answered.signatory_id, at=at)
    return answered


@transaction.atomic
def take(order: SigningOrder, answered: Preparation, *, at: datetime) -> bool:
    """The value's signatory becomes that of the order, once."""
    signatory = Signatory(answered.signatory_id, answered.mandate)
    if not claiming.claim(order, signatory, at=at):
        return False
    Preparation.objects.filter(pk=answered.pk).update(answered_at=at)
    return True
