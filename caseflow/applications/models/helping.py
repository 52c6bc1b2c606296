import secrets
import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from caseflow.applications.models.case import Application
from caseflow.applications.querysets import HelperSessionQuerySet, PaperHandOverQuerySet
from caseflow.applications.states import Assistance, Channel, Help

CODE_DIGITS = 8


def new_salt() -> str:
    return secrets.token_hex(16)


class HelperSession(models.Model):
    """A person lets a helper file once for them: bound to a code that only the person gets.

    The code is kept nowhere; it follows from the salt and the server's secret.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    helper = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("helper")
    )
    team = models.ForeignKey(
        "centers.DigitalTeam",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("community team"),
    )
    office = models.ForeignKey(
        "centers.Agency", models.PROTECT, null=True, related_name="+", verbose_name=_("office")
    )
    #: Set where the person has an account; the code is then shown there and nowhere else.
    citizen = models.ForeignKey("citizens.Citizen", models.PROTECT, null=True, related_name="+")
    #: Where the code goes when there is no account, as the person told the helper.
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    salt = models.CharField(max_length=32, default=new_salt)
    #: For whom, without their number: its keyed digest, and its last digits for the helper.
    identity_digest = models.CharField(max_length=64)
    identity_masked = models.CharField(max_length=14)
    asked_at = models.DateTimeField(_("asked at"))
    code_expires_at = models.DateTimeField(_("code expires at"))
    tries = models.PositiveSmallIntegerField(_("wrong codes"), default=0)
    delivered_at = models.DateTimeField(_("code delivered at"), null=True)
    opened_at = models.DateTimeField(_("opened at"), null=True)
    expires_at = models.DateTimeField(_("expires at"), null=True)
    #: By the helper or the person, before anything was filed.
    ended_at = models.DateTimeField(_("ended at"), null=True)
    application = models.OneToOneField(
        Application, models.PROTECT, null=True, related_name="helper_session"
    )

    objects = HelperSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("helper session")
        verbose_name_plural = _("helper sessions")
        constraints = [
            models.CheckConstraint(
                name="helps_for_a_team_or_an_office", condition=Q(team=None) ^ Q(office=None)
            ),
            models.CheckConstraint(
                name="opened_help_ends",
                condition=Q(opened_at=None, expires_at=None) | Q(expires_at__gt=F("opened_at")),
            ),
            models.CheckConstraint(
                name="nothing_is_filed_before_the_code",
                condition=Q(application=None) | Q(opened_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["helper", "-asked_at"], name="help_given"),
            models.Index(
                fields=["citizen", "-asked_at"], name="help_taken", condition=~Q(citizen=None)
            ),
            # Codes that still have to be sent.
            models.Index(
                fields=["asked_at"], name="help_code_to_send", condition=Q(delivered_at=None)
            ),
        ]

    def __str__(self) -> str:
        return str(self.reference)

    def state(self, at: datetime) -> Help:
        if self.application_id:
            return Help.USED
        if self.ended_at:
            return Help.ENDED
        if self.tries >= settings.APPLICATIONS_HELP_CODE_TRIES:
            return Help.LOCKED
        if at >= (self.expires_at or self.code_expires_at):
            return Help.EXPIRED
        return Help.OPEN if self.opened_at else Help.ASKED

    @property
    def code(self) -> str:
        """For whoever delivers it to the person; eight digits."""
        number = int(self.keyed(f"code {self.reference}"), 16)
        return f"{number % 10**CODE_DIGITS:0{CODE_DIGITS}d}"

    def fits(self, code: str) -> bool:
        return constant_time_compare(self.code, code)

    def is_for(self, identity: str) -> bool:
        return constant_time_compare(self.identity_digest, self.keyed(identity))

    def keyed(self, text: str) -> str:
        mac = salted_hmac(f"applications.help {self.salt}", text, algorithm="sha256")
        return mac.hexdigest()

    @property
    def address(self) -> tuple[str, str]:
        """How the code reaches the person: ("email" or "phone", address), or nothing to send to."""
        if self.citizen:
            email = self.citizen.account.email if self.citizen.account else ""
            return ("email", email) if email else ("", "")
        return ("phone", self.phone) if self.phone else ("", "")

    @property
    def place(self) -> str:
        """For whom the helper helps, in words."""
        return str(self.team or self.office)


class Circumstances(models.Model):
    """What else is known of a filing; a row only where something is.

    What was declared stands beside the case's own columns, which follow from facts.
    """

    application = models.OneToOneField(
        Application, models.PROTECT, primary_key=True, related_name="circumstances"
    )
    declared_channel = models.CharField(
        _("declared channel"), max_length=7, choices=Channel.choices, blank=True
    )
    declared_assistance = models.CharField(
        _("declared assistance"), max_length=8, choices=Assistance.choices, blank=True
    )
    device = models.ForeignKey(
        "centers.CounterDevice",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("counter device"),
    )

    class Meta:
        verbose_name = _("circumstances of a filing")
        verbose_name_plural = _("circumstances of filings")

    def __str__(self) -> str:
        return str(self.application_id)


class PaperHandOver(models.Model):
    """Papers under way from the receiving centre to the agency that decides elsewhere."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="paper_hand_overs")
    sender = models.ForeignKey(
        "centers.Agency", models.PROTECT, related_name="+", verbose_name=_("sent from")
    )
    recipient = models.ForeignKey(
        "centers.Agency", models.PROTECT, related_name="+", verbose_name=_("sent to")
    )
    due_at = models.DateTimeField(_("to be handed over by"))
    sent_at = models.DateTimeField(_("sent at"))
    received_at = models.DateTimeField(_("received at"), null=True)

    objects = PaperHandOverQuerySet.as_manager()

    class Meta:
        verbose_name = _("hand-over of papers")
        verbose_name_plural = _("hand-overs of papers")
        constraints = [
            models.UniqueConstraint(
                name="papers_are_under_way_once",
                fields=["application"],
                condition=Q(received_at=None),
            ),
            models.CheckConstraint(
                name="papers_arrive_after_they_left", condition=Q(received_at__gte=F("sent_at"))
            ),
        ]
        indexes = [
            # What an office awaits, and how punctual a centre was.
            models.Index(
                fields=["recipient"], name="papers_awaited", condition=Q(received_at=None)
            ),
            models.Index(fields=["sender", "sent_at"], name="papers_sent"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} → {self.recipient_id}"

    def is_late(self, now: datetime) -> bool:
        return (self.received_at or now) > self.due_at
