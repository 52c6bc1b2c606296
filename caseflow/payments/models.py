from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caseflow.applications.models import Application, Event
from caseflow.payments.querysets import PaymentQuerySet, ReceiptQuerySet
from caseflow.payments.states import Finding, Method, PaymentState


class Payment(models.Model):
    """An order to pay: what one request for payment asks for. Amounts are whole đồng."""

    number = models.CharField(_("order number"), max_length=24, unique=True)
    application = models.ForeignKey(
        Application, models.PROTECT, related_name="+", verbose_name=_("application")
    )
    #: The request for payment that asks for it.
    event = models.OneToOneField(Event, models.PROTECT, related_name="+")
    lines = models.JSONField(_("lines"), default=list)
    amount = models.PositiveBigIntegerField(_("amount in đồng"))
    state = models.CharField(
        _("state"), max_length=10, choices=PaymentState.choices, default=PaymentState.OPEN
    )
    opened_at = models.DateTimeField(_("opened at"))
    expires_at = models.DateTimeField(_("payable online until"))
    closed_at = models.DateTimeField(_("closed at"), null=True)
    #: How often somebody was sent to the gateway; each time under a reference of its own.
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment order")
        verbose_name_plural = _("payment orders")
        constraints = [
            models.CheckConstraint(name="payment_asks_for_money", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="payment_state_is_known", condition=Q(state__in=PaymentState.values)
            ),
            models.CheckConstraint(
                name="payment_closed_means_dated",
                condition=Q(state=PaymentState.OPEN, closed_at=None)
                | Q(~Q(state=PaymentState.OPEN), closed_at__isnull=False),
            ),
        ]
        indexes = [
            # What the desk lists and the sweep lets expire.
            models.Index(
                fields=["state", "id"],
                name="payment_unsettled",
                condition=Q(state__in=["open", "expired", "refund_due"]),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def reference(self) -> str:
        """Under which the gateway knows the latest attempt; it takes letters and digits only."""
        return f"{self.number}T{self.attempts}"


class Receipt(models.Model):
    """Money that came for an order. What the case could not take has to be refunded."""

    payment = models.ForeignKey(
        Payment, models.PROTECT, related_name="receipts", verbose_name=_("payment order")
    )
    method = models.CharField(_("method"), max_length=7, choices=Method.choices)
    #: The gateway's transaction number, or the number of the paper receipt.
    reference = models.CharField(_("reference"), max_length=100, blank=True)
    amount = models.PositiveBigIntegerField(_("amount in đồng"))
    received_at = models.DateTimeField(_("received at"))
    #: When the case was told, or could not take it; null until then.
    told_at = models.DateTimeField(_("told to the case at"), null=True)
    refund_due = models.BooleanField(_("refund due"), default=False)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = _("receipt of money")
        verbose_name_plural = _("receipts of money")
        constraints = [
            models.CheckConstraint(
                name="receipt_method_is_known", condition=Q(method__in=Method.values)
            ),
            models.UniqueConstraint(
                name="a_transaction_pays_once",
                fields=["reference"],
                condition=Q(method=Method.ONLINE),
            ),
            models.UniqueConstraint(
                name="cash_closes_an_order_once",
                fields=["payment"],
                condition=Q(method=Method.COUNTER),
            ),
        ]
        indexes = [
            # What the sweep still has to tell.
            models.Index(fields=["id"], name="receipt_untold", condition=Q(told_at=None)),
            # Reconciliation reads whole days.
            models.Index(fields=["received_at"], name="receipt_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.payment_id}: {self.amount} đ"


class Refund(models.Model):
    """That money went back to who paid it: when, by which proof, by whom."""

    receipt = models.OneToOneField(
        Receipt, models.PROTECT, related_name="refund", verbose_name=_("receipt of money")
    )
    #: Of the transfer, or of the payment slip that the payer signed.
    proof = models.CharField(_("number of the proof"), max_length=100)
    made_at = models.DateTimeField(_("refunded at"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        db_index=False,
        related_name="+",
        verbose_name=_("refunded by"),
    )
    unit = models.CharField(_("office"), max_length=35)

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        constraints = [
            models.CheckConstraint(name="refund_has_a_proof", condition=~Q(proof="")),
        ]

    def __str__(self) -> str:
        return f"{self.receipt_id}: {self.proof}"


class GatewayNotice(models.Model):
    """What a gateway told us and what we made of it; nothing in it says who paid."""

    received_at = models.DateTimeField(_("received at"))
    reference = models.CharField(_("reference"), max_length=60, blank=True)
    transaction = models.CharField(_("gateway's transaction"), max_length=60, blank=True)
    amount = models.PositiveBigIntegerField(_("amount in đồng"), null=True)
    finding = models.CharField(_("finding"), max_length=13, choices=Finding.choices)
    #: SHA-256 of all that was sent, to compare with what the gateway says it sent.
    digest = models.CharField(_("digest"), max_length=64)

    class Meta:
        verbose_name = _("gateway notice")
        verbose_name_plural = _("gateway notices")
        constraints = [
            models.CheckConstraint(
                name="notice_finding_is_known", condition=Q(finding__in=Finding.values)
            )
        ]

    def __str__(self) -> str:
        return f"{self.reference}: {self.finding}"


class StatementLine(models.Model):
    """One payment as the gateway's statement tells it."""

    transaction = models.CharField(_("gateway's transaction"), max_length=60, unique=True)
    reference = models.CharField(_("reference"), max_length=60)
    amount = models.PositiveBigIntegerField(_("amount in đồng"))
    paid_at = models.DateTimeField(_("paid at"))

    class Meta:
        verbose_name = _("line of a statement")
        verbose_name_plural = _("lines of statements")
        indexes = [models.Index(fields=["paid_at"], name="statement_by_day")]

    def __str__(self) -> str:
        return self.transaction


class SandboxPayment(models.Model):
    """What the gateway for trials has taken; it has a memory of its own, like a real one."""

    transaction = models.BigAutoField(primary_key=True)
    reference = models.CharField(max_length=60, unique=True)
    amount = models.PositiveBigIntegerField()
    paid_at = models.DateTimeField()
    #: When its notice goes out; a delayed one is sent by the sweep.
    notify_at = models.DateTimeField()
    notified_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("payment at the sandbox gateway")
        verbose_name_plural = _("payments at the sandbox gateway")

    def __str__(self) -> str:
        return self.reference
