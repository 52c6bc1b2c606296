import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caseflow.applications.models import Application, AskedForMany, Event, ItemOfMany
from caseflow.applications.states import BulkOutcome
from caseflow.centers.models import Agency
from caseflow.issuing.signing_orders.querysets import (
    SigningOrderQuerySet,
    SigningPolicyQuerySet,
)
from caseflow.issuing.states import Chain, KeyPlace, OrderState, Step
from signatures.models import Prepared, Signature


class SigningPolicy(models.Model):
    """What an agency decided about its signatures; the latest holds, the earlier ones stay."""

    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="+", verbose_name=_("agency"), db_index=False
    )
    key = models.CharField(_("leader's key"), max_length=9, choices=KeyPlace.choices)
    chain = models.CharField(_("signatures"), max_length=19, choices=Chain.choices)
    reason = models.CharField(_("decision or reason"), max_length=200)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"))

    objects = SigningPolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("policy of signing")
        verbose_name_plural = _("policies of signing")
        constraints = [
            models.CheckConstraint(
                name="signing_policy_is_known",
                condition=Q(key__in=KeyPlace.values, chain__in=Chain.values),
            )
        ]
        indexes = [
            # The policy in force.
            models.Index(fields=["agency", "-id"], name="signing_policy_latest")
        ]

    def __str__(self) -> str:
        return f"{self.agency} · {self.get_key_display()}"


class SigningOrder(models.Model):
    """A decided result on its way to its signatures. The row is the queue, whatever a broker does.

    Key place and chain are those that held when it was decided.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(
        Application, models.PROTECT, related_name="+", verbose_name=_("application")
    )
    event = models.OneToOneField(Event, models.PROTECT, related_name="+", verbose_name=_("event"))
    agency = models.ForeignKey(
        Agency, models.PROTECT, db_index=False, related_name="+", verbose_name=_("agency")
    )
    #: In whose name the result is decided.
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        db_index=False,
        related_name="+",
        verbose_name=_("leader"),
    )
    key = models.CharField(_("leader's key"), max_length=9, choices=KeyPlace.choices)
    chain = models.CharField(_("signatures"), max_length=19, choices=Chain.choices)
    state = models.CharField(_("state"), max_length=9, choices=OrderState.choices)
    #: What is printed, but for who signs; null once it was erased with the person's data.
    sheet = models.JSONField(_("data sheet"), null=True)
    opened_at = models.DateTimeField(_("waits since"))
    #: Who signs as leader, and the delegation that lets them; set with the act of will.
    signatory = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
        verbose_name=_("signatory"),
    )
    mandate = models.CharField(_("delegation"), max_length=100, blank=True)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    error = models.CharField(_("last failure"), max_length=300, blank=True)
    #: When a worker may go on with an order that is being signed.
    not_before = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)

    objects = SigningOrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("result to sign")
        verbose_name_plural = _("results to sign")
        constraints = [
            models.CheckConstraint(
                name="signing_order_is_known",
                condition=Q(
                    key__in=KeyPlace.values,
                    chain__in=Chain.values,
                    state__in=OrderState.values,
                ),
            ),
            models.CheckConstraint(
                name="signing_has_a_signatory",
                condition=Q(state__in=[OrderState.WAITING, OrderState.WITHDRAWN])
                | Q(signatory__isnull=False),
            ),
            models.CheckConstraint(
                name="ended_signing_order_is_dated",
                condition=Q(
                    state__in=[OrderState.ISSUED, OrderState.WITHDRAWN], ended_at__isnull=False
                )
                | Q(state__in=[OrderState.WAITING, OrderState.SIGNING], ended_at=None),
            ),
        ]
        indexes = [
            # A leader's inbox, the longest waiting first.
            models.Index(
                fields=["leader", "opened_at", "id"],
                name="signing_inbox",
                condition=Q(state=OrderState.WAITING),
            ),
            # What workers still have to finish.
            models.Index(
                fields=["not_before", "id"],
                name="signing_unfinished",
                condition=Q(state=OrderState.SIGNING),
            ),
        ]

    def __str__(self) -> str:
        return str(self.reference)


class SigningStep(models.Model):
    """A signature that was given; each role of a chain signs once."""

    order = models.ForeignKey(SigningOrder, models.PROTECT, db_index=False, related_name="steps")
    step = models.CharField(_("signature of"), max_length=7, choices=Step.choices)
    signature = models.OneToOneField(Signature, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("signature of a result")
        verbose_name_plural = _("signatures of a result")
        constraints = [
            models.UniqueConstraint(name="each_role_signs_once", fields=["order", "step"])
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.step}"


class Preparation(models.Model):
    """A digest that was handed to somebody's device, to be answered once."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    order = models.ForeignKey(SigningOrder, models.PROTECT, related_name="+")
    signatory = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, related_name="+"
    )
    mandate = models.CharField(max_length=100, blank=True)
    prepared = models.OneToOneField(Prepared, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("digest for a device")
        verbose_name_plural = _("digests for devices")

    def __str__(self) -> str:
        return str(self.reference)

    @property
    def expires_at(self) -> datetime:
        return self.made_at + timedelta(minutes=settings.ISSUING_DEVICE_MINUTES)


class SigningBatch(AskedForMany):
    """Results to sign with one confirmation; it rests while the signer is out of reach."""

    #: Why it rests.
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("batch of results to sign")
        verbose_name_plural = _("batches of results to sign")
        constraints = [
            models.CheckConstraint(
                name="only_a_confirmed_signing_batch_ends",
                condition=Q(confirmed_at__isnull=False)
                | Q(cancelled_at=None, finished_at=None, leased_until=None),
            )
        ]
        indexes = [
            # What somebody confirmed, newest first.
            models.Index(fields=["asked_by", "-chosen_at"], name="signing_batches_of_asker"),
            # What workers still have to do.
            models.Index(
                fields=["leased_until", "id"],
                name="signing_batch_pending",
                condition=Q(confirmed_at__isnull=False, finished_at=None),
            ),
        ]

    def __str__(self) -> str:
        return str(self.reference)


class SigningBatchItem(ItemOfMany):
    """One result of a batch, and what became of it."""

    ROW, NUMBER = "order_id", "order__application__number"

    batch = models.ForeignKey(
        SigningBatch,
        models.CASCADE,  # a choice that was never confirmed is discarded whole
        db_index=False,
        related_name="items",
    )
    order = models.ForeignKey(SigningOrder, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_result_once_per_batch", fields=["batch", "order"]),
            models.CheckConstraint(
                name="dealt_with_signing_item_is_dated",
                condition=Q(outcome=BulkOutcome.WAITING, dealt_at=None)
                | Q(~Q(outcome=BulkOutcome.WAITING), dealt_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["batch", "place"],
                name="signing_item_waiting",
                condition=Q(outcome=BulkOutcome.WAITING),
            )
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.place} {self.outcome}"
