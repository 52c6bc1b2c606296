from datetime import datetime

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from caseflow.accents import fold
from procedures.encoding import LettersAsTheyAre
from procedures.querysets import ProcedureQuerySet, ProcedureVersionQuerySet
from procedures.states import (
    Channel,
    Deed,
    DoubtKind,
    LimitUnit,
    Mark,
    OnlineLevel,
    Provenance,
    ResultKind,
    StepRole,
    SupplementPolicy,
    VersionState,
)

CODE = r"^[0-9]\.[0-9]{6}$"


class Procedure(models.Model):
    """What can be asked for; under which rules, say its versions."""

    code = models.CharField(_("code"), max_length=8, unique=True, validators=[RegexValidator(CODE)])
    name = models.TextField(_("name"))
    name_en = models.TextField(_("English name"), blank=True)
    field = models.CharField(_("field of government"), max_length=300)
    levels = models.JSONField(_("levels of government"), default=list)
    search_key = models.TextField(editable=False)

    objects = ProcedureQuerySet.as_manager()

    class Meta:
        verbose_name = _("administrative procedure")
        verbose_name_plural = _("administrative procedures")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(name="procedure_code_shape", condition=Q(code__regex=CODE)),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def folded(self) -> str:
        return fold(f"{self.code} {self.name} {self.name_en} {self.field}")


class ProcedureVersion(models.Model):
    """The rules of a procedure between two dates. Once published it never changes."""

    procedure = models.ForeignKey(
        Procedure, models.PROTECT, related_name="versions", verbose_name=_("procedure")
    )
    number = models.PositiveIntegerField(_("number"))
    state = FSMField(
        _("state"),
        default=VersionState.DRAFT,
        choices=VersionState.choices,
        protected=True,
        max_length=9,
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    online_level = models.CharField(
        _("level of online service"), max_length=11, choices=OnlineLevel.choices
    )
    partly_reason = models.TextField(_("reason for partly online"), blank=True)
    limit_amount = models.PositiveSmallIntegerField(_("time limit"), null=True, blank=True)
    limit_unit = models.CharField(
        _("unit of the time limit"), max_length=11, choices=LimitUnit.choices, blank=True
    )
    limit_cutoff = models.TimeField(
        _("same day until"),
        null=True,
        blank=True,
        help_text=_("A file received later is due on the next working day."),
    )
    limit_text = models.TextField(_("time limit in words"), blank=True)
    supplement_policy = models.CharField(
        _("period after a supplement"),
        max_length=7,
        choices=SupplementPolicy.choices,
        blank=True,
        help_text=_("Empty: as the office does with every procedure."),
    )
    after_payment_days = models.PositiveSmallIntegerField(
        _("working days after payment"),
        null=True,
        blank=True,
        help_text=_(
            "Two appointments: the time limit ends with the request for payment, and the result "
            "is due so many working days after the proof of payment."
        ),
    )
    returns_document = models.BooleanField(_("returns a document"), default=True)
    subjects = models.TextField(_("who may apply"), blank=True)
    form_schema = models.JSONField(_("form schema"), default=dict, encoder=LettersAsTheyAre)
    form_example = models.JSONField(_("form example"), default=dict, encoder=LettersAsTheyAre)
    decision = models.CharField(_("announcing decision"), max_length=300, blank=True)
    source = models.TextField(_("source"), blank=True)
    mark = models.CharField(_("mark"), max_length=10, choices=Mark.choices)
    provenance = models.CharField(_("provenance"), max_length=7, choices=Provenance.choices)
    raw = models.JSONField(_("record as it came"), default=dict, encoder=LettersAsTheyAre)
    digest = models.CharField(_("digest of the record"), max_length=64, blank=True)

    objects = ProcedureVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a procedure")
        verbose_name_plural = _("versions of procedures")
        ordering = ["procedure__code", "-number"]
        constraints = [
            models.UniqueConstraint(
                name="version_number_once_per_procedure", fields=["procedure", "number"]
            ),
            models.UniqueConstraint(
                name="one_version_in_force_per_procedure",
                fields=["procedure"],
                condition=Q(state=VersionState.PUBLISHED),
            ),
            models.CheckConstraint(
                name="version_dates_follow_its_state",
                condition=Q(
                    state=VersionState.DRAFT, published_at__isnull=True, valid_to__isnull=True
                )
                | Q(
                    state=VersionState.PUBLISHED,
                    published_at__isnull=False,
                    valid_from__isnull=False,
                    valid_to__isnull=True,
                )
                | Q(
                    state=VersionState.RETIRED,
                    published_at__isnull=False,
                    valid_from__isnull=False,
                    valid_to__gte=models.F("valid_from"),
                ),
            ),
            models.CheckConstraint(
                name="version_online_level_is_known",
                condition=Q(online_level__in=OnlineLevel.values),
            ),
            models.CheckConstraint(
                name="version_partly_online_has_its_reason",
                condition=Q(online_level=OnlineLevel.PARTLY) ^ Q(partly_reason=""),
            ),
            models.CheckConstraint(
                name="version_supplement_policy_is_known",
                condition=Q(supplement_policy__in=["", *SupplementPolicy.values]),
            ),
            models.CheckConstraint(
                name="version_second_appointment_lies_later",
                condition=Q(after_payment_days=None) | Q(after_payment_days__gt=0),
            ),
            models.CheckConstraint(
                name="version_limit_is_whole",
                condition=Q(limit_unit="", limit_amount=None, limit_cutoff=None)
                | Q(limit_unit=LimitUnit.SAME_DAY, limit_amount=None)
                | Q(
                    limit_unit__in=[
                        LimitUnit.HOUR,
                        LimitUnit.WORKING_DAY,
                        LimitUnit.DAY,
                        LimitUnit.MONTH,
                    ],
                    limit_amount__isnull=False,  # NULL > 0 is neither true nor false
                    limit_amount__gt=0,
                    limit_cutoff=None,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.procedure.code} v{self.number}"

    @transition(field=state, source=VersionState.DRAFT, target=VersionState.PUBLISHED)
    def publish(self, *, at: datetime) -> None:
        self.published_at = at
        self.valid_from = self.valid_from or timezone.localdate(at)

    @transition(field=state, source=VersionState.PUBLISHED, target=VersionState.RETIRED)
    def retire(self, *, at: datetime) -> None:
        self.valid_to = max(timezone.localdate(at), self.valid_from or timezone.localdate(at))


class VersionPart(models.Model):
    """A line of a version: written while it is a draft, frozen with it."""

    version = models.ForeignKey(ProcedureVersion, models.CASCADE, verbose_name=_("version"))

    class Meta:
        abstract = True
        ordering = ["pk"]


class RequiredPaper(VersionPart):
    key = models.SlugField(_("key"), max_length=60)
    name = models.TextField(_("name"))
    required = models.BooleanField(_("required"))
    shown_only = models.BooleanField(_("shown, not handed in"), default=False)
    originals = models.PositiveSmallIntegerField(_("originals"), default=0)
    copies = models.PositiveSmallIntegerField(_("copies"), default=0)
    #: The kind of result that serves as this paper, where a citizen's document store has one.
    result_type = models.CharField(_("kind of result"), max_length=40, blank=True)
    raw = models.TextField(_("as it came"), blank=True)

    class Meta(VersionPart.Meta):
        default_related_name = "required_papers"
        verbose_name = _("required paper")
        verbose_name_plural = _("required papers")
        constraints = [
            models.UniqueConstraint(name="paper_key_once_per_version", fields=["version", "key"]),
        ]

    def __str__(self) -> str:
        return self.name


class Fee(VersionPart):
    """What one unit costs. Several fees of one channel are alternatives: an officer chooses."""

    name = models.CharField(_("what for"), max_length=200, blank=True)
    channel = models.CharField(
        _("channel"),
        max_length=7,
        choices=Channel.choices,
        blank=True,
        help_text=_("Empty: the same through every channel."),
    )
    amount = models.PositiveBigIntegerField(_("amount in đồng"), null=True, blank=True)
    unit = models.CharField(_("per"), max_length=200, blank=True)
    further_from = models.PositiveSmallIntegerField(
        _("another amount from unit"), null=True, blank=True
    )
    further_amount = models.PositiveBigIntegerField(
        _("amount of each further unit in đồng"), null=True, blank=True
    )
    most = models.PositiveBigIntegerField(_("at most, in đồng per copy"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    raw = models.TextField(_("as it came"), blank=True)

    class Meta(VersionPart.Meta):
        default_related_name = "fees"
        verbose_name = _("fee")
        verbose_name_plural = _("fees")
        constraints = [
            models.CheckConstraint(
                name="fee_of_further_units_is_whole",
                condition=Q(further_from=None, further_amount=None)
                | Q(further_from__gte=2, further_amount__isnull=False, amount__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.raw if self.amount is None else f"{self.amount} đ"


class FeeExemption(VersionPart):
    """Who pays less, by which law, and what proves it. Without a proof it applies by itself."""

    key = models.SlugField(_("key"), max_length=60)
    name = models.CharField(_("who is exempt"), max_length=200)
    name_en = models.CharField(_("who is exempt, in English"), max_length=200, blank=True)
    channel = models.CharField(
        _("channel"),
        max_length=7,
        choices=Channel.choices,
        blank=True,
        help_text=_("Empty: the same through every channel."),
    )
    percent = models.PositiveSmallIntegerField(_("reduced by, in percent"), default=100)
    proof = models.CharField(_("proof: a paper or data"), max_length=300, blank=True)
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300)

    class Meta(VersionPart.Meta):
        default_related_name = "exemptions"
        verbose_name = _("fee exemption")
        verbose_name_plural = _("fee exemptions")
        constraints = [
            models.UniqueConstraint(
                name="exemption_key_once_per_version", fields=["version", "key"]
            ),
            models.CheckConstraint(
                name="exemption_is_a_share", condition=Q(percent__gte=1, percent__lte=100)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ChannelTerm(VersionPart):
    channel = models.CharField(_("channel"), max_length=7, choices=Channel.choices)
    amount = models.PositiveSmallIntegerField(_("time limit"), null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=11, choices=LimitUnit.choices, blank=True)
    raw = models.TextField(_("as it came"), blank=True)

    class Meta(VersionPart.Meta):
        default_related_name = "channel_terms"
        verbose_name = _("way of filing")
        verbose_name_plural = _("ways of filing")

    def __str__(self) -> str:
        return f"{self.channel}: {self.raw}"


class Step(VersionPart):
    order = models.PositiveSmallIntegerField(_("order"))
    title = models.CharField(_("title"), max_length=300)
    minutes = models.PositiveIntegerField(_("minutes of working time"), null=True, blank=True)
    role = models.CharField(_("role"), max_length=7, choices=StepRole.choices)

    class Meta(VersionPart.Meta):
        default_related_name = "steps"
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["version", "order"]
        constraints = [
            models.UniqueConstraint(name="step_order_once_per_version", fields=["version", "order"])
        ]

    def __str__(self) -> str:
        return self.title


class ResultType(VersionPart):
    code = models.CharField(_("code"), max_length=40, blank=True)
    name = models.TextField(_("name"))
    name_en = models.TextField(_("English name"), blank=True)
    kind = models.CharField(
        _("kind of document"),
        max_length=11,
        choices=ResultKind.choices,
        default=ResultKind.DECISION,
    )

    class Meta(VersionPart.Meta):
        default_related_name = "result_types"
        verbose_name = _("type of result")
        verbose_name_plural = _("types of results")
        constraints = [
            models.CheckConstraint(
                name="result_kind_is_known", condition=Q(kind__in=ResultKind.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()


class Doubt(VersionPart):
    """What a source left open. It is shown to people; nobody guesses."""

    subject = models.CharField(_("subject"), max_length=40)
    kind = models.CharField(_("kind"), max_length=30, choices=DoubtKind.choices)
    raw = models.TextField(_("as it came"), blank=True)

    class Meta(VersionPart.Meta):
        default_related_name = "doubts"
        verbose_name = _("doubt")
        verbose_name_plural = _("doubts")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.raw}"


class PublishingDeed(models.Model):
    version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="deeds")
    deed = models.CharField(_("deed"), max_length=7, choices=Deed.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,  # an import or the reference data, started from the command line
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("publishing deed")
        verbose_name_plural = _("publishing deeds")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_deed_display()} {self.version}"
