import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caseflow.applications.models import Application, Event
from caseflow.centers.models import Agency
from caseflow.notices.querysets import LineQuerySet, MessageQuerySet, WordingQuerySet
from caseflow.notices.states import Channel, Outcome, Progress, Recipient


class Message(models.Model):
    """What one recipient is told by one way; the row is the queue, tasks are hints.

    Address, subject and body are personal data: `keeping` empties them, the rest is record.
    """

    #: Names the message outside, so that a service that got it twice can tell.
    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    #: What it is about; with recipient and channel it is told once.
    occasion = models.CharField(max_length=80)
    application = models.ForeignKey(
        Application,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("application"),
    )
    event = models.ForeignKey(Event, models.PROTECT, null=True, db_index=False, related_name="+")
    #: Of a reminder that is about many files: whose staff is reminded.
    office = models.ForeignKey(
        Agency, models.PROTECT, null=True, related_name="+", verbose_name=_("office")
    )
    recipient = models.CharField(_("recipient"), max_length=9, choices=Recipient.choices)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, db_index=False, related_name="+"
    )
    channel = models.CharField(_("channel"), max_length=6, choices=Channel.choices)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    wording = models.CharField(_("text"), max_length=40)
    wording_number = models.PositiveIntegerField(default=0)
    address = models.CharField(_("address"), max_length=254, blank=True)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    body = models.TextField(_("body"), blank=True)
    created_at = models.DateTimeField(_("written at"))
    state = models.CharField(_("state"), max_length=8, choices=Progress.choices)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    #: Not before this instant: the lease of who sends it, or the pause after a failure.
    next_attempt = models.DateTimeField(_("next attempt"))
    give_up_at = models.DateTimeField(_("tried until"))
    sent_at = models.DateTimeField(_("sent at"), null=True)
    outcome = models.CharField(
        _("last outcome"), max_length=11, choices=Outcome.choices, blank=True
    )

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.UniqueConstraint(
                "occasion",
                "recipient",
                "account",
                "channel",
                name="told_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="message_values_are_known",
                condition=Q(
                    channel__in=Channel.values,
                    state__in=Progress.values,
                    recipient__in=Recipient.values,
                ),
            ),
            models.CheckConstraint(
                name="sent_means_dated",
                condition=Q(state=Progress.SENT, sent_at__isnull=False)
                | Q(~Q(state=Progress.SENT), sent_at=None),
            ),
        ]
        indexes = [
            models.Index(
                fields=["channel", "next_attempt", "id"],
                name="message_due",
                condition=Q(state=Progress.WAITING),
            ),
            models.Index(fields=["-id"], name="message_unsent", condition=~Q(state=Progress.SENT)),
            models.Index(
                fields=["account", "-id"],
                name="message_in_account",
                condition=Q(channel=Channel.IN_APP),
            ),
            models.Index(fields=["created_at"], name="message_kept", condition=Q(body__gt="")),
        ]

    def __str__(self) -> str:
        return str(self.reference)


class Delivery(models.Model):
    """One attempt to hand a message to its service. Never holds what the service said of whom."""

    message = models.ForeignKey(
        Message,
        models.CASCADE,  # an attempt means nothing without what was attempted
        related_name="deliveries",
    )
    at = models.DateTimeField(_("at"))
    outcome = models.CharField(_("outcome"), max_length=11, choices=Outcome.choices)
    #: A code of the service or of ours, such as "smtp 550".
    detail = models.CharField(_("detail"), max_length=60, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, db_index=False, related_name="+"
    )

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")

    def __str__(self) -> str:
        return f"{self.message_id} {self.outcome}"


class Line(models.Model):
    """A way out of the house: one worker at a time, and a rest after its service was away."""

    channel = models.CharField(max_length=6, choices=Channel.choices, primary_key=True)
    free_from = models.DateTimeField()
    failures = models.PositiveIntegerField(default=0)

    objects = LineQuerySet.as_manager()

    class Meta:
        verbose_name = _("line")
        verbose_name_plural = _("lines")

    def __str__(self) -> str:
        return self.channel


class Wording(models.Model):
    """A text as somebody changed it; the newest holds, and where there is none, the shipped one.

    Rows are only added, so they are the history of who changed what.
    """

    key = models.CharField(_("text"), max_length=40)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    number = models.PositiveIntegerField(_("version"))
    subject = models.CharField(_("subject"), max_length=150, blank=True)
    body = models.TextField(_("body"), max_length=4000)
    short = models.CharField(_("text message"), max_length=480, blank=True)
    #: The shipped text was put back.
    is_shipped = models.BooleanField(default=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("changed by")
    )
    changed_at = models.DateTimeField(_("changed at"))

    objects = WordingQuerySet.as_manager()

    class Meta:
        verbose_name = _("text of a notice")
        verbose_name_plural = _("texts of notices")
        constraints = [
            models.UniqueConstraint(
                name="wording_is_numbered_once", fields=["key", "language", "number"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} ({self.language}) {self.number}"


class Preference(models.Model):
    """By which ways an account wants to be told; what the law requires is told anyway."""

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,  # a wish is nothing without who wished it
        related_name="+",
    )
    language = models.CharField(
        _("language"), max_length=2, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    email = models.BooleanField(_("by e-mail"), default=True)
    sms = models.BooleanField(_("by text message"), default=True)
    push = models.BooleanField(_("in the browser"), default=True)

    class Meta:
        verbose_name = _("choice of channels")
        verbose_name_plural = _("choices of channels")

    def __str__(self) -> str:
        return f"{self.account_id}"


class PushSubscription(models.Model):
    """A browser that lets us show it messages; its keys encrypt for it alone."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,  # a browser of nobody shows nothing
        related_name="+",
    )
    endpoint = models.URLField(_("address"), max_length=1000, unique=True)
    p256dh = models.CharField(max_length=90)
    auth = models.CharField(max_length=24)

    class Meta:
        verbose_name = _("browser to show messages in")
        verbose_name_plural = _("browsers to show messages in")

    def __str__(self) -> str:
        return f"{self.account_id}/{self.pk}"


class Reminder(models.Model):
    """That the staff was reminded of a file for this reason; once."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="reminded_once", fields=["application", "reason"])
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.reason}"


class OutboxItem(models.Model):
    """What a demonstration without services would have sent: its citizens' phones and mailboxes.

    Only the outbox backend writes here, and everything is thrown away after a day.
    """

    channel = models.CharField(_("channel"), max_length=6, choices=Channel.choices)
    reference = models.UUIDField(unique=True)
    address = models.CharField(_("address"), max_length=254)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    body = models.TextField(_("body"))
    kept_at = models.DateTimeField(_("sent at"), auto_now_add=True)

    class Meta:
        verbose_name = _("message in the outbox")
        verbose_name_plural = _("outbox")

    def __str__(self) -> str:
        return str(self.reference)
