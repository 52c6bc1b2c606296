import json
import secrets
import uuid
from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from caseflow.applications.machine import CaseMachine
from caseflow.applications.querysets import (
    RETURNED_ELSEWHERE,
    ApplicationQuerySet,
    EventQuerySet,
)
from caseflow.applications.states import (
    FINISHED,
    OPEN,
    PORTAL_STATUS,
    WITH_RESULT,
    ApplicantKind,
    Assistance,
    Channel,
    Origin,
    State,
    Verb,
)


def new_tracking_key() -> str:
    """80 random bits in letters that survive being read aloud."""
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    return "".join(secrets.choice(alphabet) for _position in range(16))


def document_path(document: "Document", _filename: str) -> str:
    """Nothing of the sender's file name reaches the disk."""
    name = uuid.uuid4().hex
    return f"documents/{name[:2]}/{name}"


class Application(CaseMachine):
    """One case of one procedure: who asks, through whom, which offices act, and its facts."""

    number = models.CharField(_("application number"), max_length=60, unique=True)
    tracking_key = models.CharField(max_length=16, default=new_tracking_key)
    procedure = models.ForeignKey(
        "procedures.Procedure",
        models.PROTECT,
        db_index=False,
        related_name="+",
        verbose_name=_("procedure"),
    )
    procedure_version = models.ForeignKey(
        "procedures.ProcedureVersion", models.PROTECT, db_index=False, related_name="+"
    )
    receiving_center = models.ForeignKey(
        "centers.Agency",
        models.PROTECT,
        db_index=False,
        related_name="+",
        verbose_name=_("receiving centre"),
    )
    deciding_agency = models.ForeignKey(
        "centers.Agency",
        models.PROTECT,
        db_index=False,
        related_name="+",
        verbose_name=_("deciding agency"),
    )
    returning_center = models.ForeignKey(
        "centers.Agency",
        models.PROTECT,
        db_index=False,
        related_name="+",
        verbose_name=_("returning centre"),
    )
    origin = models.CharField(max_length=9, choices=Origin.choices, default=Origin.LIVE)
    channel = models.CharField(_("channel"), max_length=7, choices=Channel.choices)
    assistance = models.CharField(_("assistance"), max_length=8, choices=Assistance.choices)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name=_("submitter"),
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name=_("case officer"),
    )

    # The applicant as declared: this file's own copy, erasable without touching a fact.
    applicant = models.ForeignKey(
        "citizens.Citizen",
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    applicant_kind = models.CharField(
        max_length=12, choices=ApplicantKind.choices, default=ApplicantKind.PERSON
    )
    applicant_identity = models.CharField(_("identity number"), max_length=14, blank=True)
    applicant_name = models.CharField(_("applicant"), max_length=200, blank=True)
    applicant_birth_date = models.DateField(_("date of birth"), null=True)
    applicant_phone = models.CharField(_("telephone"), max_length=20, blank=True)
    applicant_email = models.EmailField(_("e-mail"), blank=True)
    applicant_address = models.CharField(_("address"), max_length=300, blank=True)
    applicant_search_key = models.CharField(max_length=200, blank=True)
    form = models.JSONField(_("form"), default=dict)
    #: Salts the digest of applicant and form that the chain holds; erased with them.
    declared_salt = models.CharField(max_length=32, blank=True)

    idempotency_key = models.CharField(max_length=100, null=True)  # noqa: DJ001 (unique when given)
    request_digest = models.CharField(max_length=64, blank=True)
    #: Source and case id of an older system, for imported files.
    source_reference = models.CharField(max_length=200, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        constraints = [
            models.UniqueConstraint(
                name="one_application_per_idempotency_key",
                fields=["submitted_by", "idempotency_key"],
                condition=~Q(idempotency_key=None),
            ),
            models.UniqueConstraint(
                name="imported_once",
                fields=["source_reference"],
                condition=Q(source_reference__gt=""),
            ),
            models.CheckConstraint(
                name="application_state_is_known",
                condition=Q(state__in=[state for state in State.values if state != State.DRAFT]),
            ),
            models.CheckConstraint(
                name="application_values_are_known",
                condition=Q(
                    channel__in=Channel.values,
                    assistance__in=Assistance.values,
                    origin__in=Origin.values,
                ),
            ),
            models.CheckConstraint(
                name="finished_means_ended",
                condition=Q(state__in=FINISHED, finished_at__isnull=False)
                | Q(state__in=OPEN, finished_at=None),
            ),
            models.CheckConstraint(
                name="decided_means_dated_with_outcome",
                condition=Q(origin=Origin.IMPORTED)
                | Q(
                    state__in=[State.DECIDED, *WITH_RESULT],
                    decided_at__isnull=False,
                    outcome__gt="",
                )
                | Q(~Q(state__in=[State.DECIDED, *WITH_RESULT]), decided_at=None, outcome=""),
            ),
            models.CheckConstraint(
                name="issued_means_dated",
                condition=Q(origin=Origin.IMPORTED)
                | Q(state__in=WITH_RESULT, issued_at=F("finished_at"))
                | Q(~Q(state__in=WITH_RESULT), issued_at=None, electronic_result=None),
            ),
            models.CheckConstraint(
                name="a_live_result_is_signed",
                condition=~Q(origin=Origin.LIVE, electronic_result=True) | Q(result_digest__gt=""),
            ),
            models.CheckConstraint(
                name="returned_means_dated",
                condition=Q(origin=Origin.IMPORTED)
                | Q(state=State.RETURNED, returned_at__isnull=False)
                | Q(~Q(state=State.RETURNED), returned_at=None),
            ),
            models.CheckConstraint(
                name="work_begins_with_reception",
                condition=Q(origin=Origin.IMPORTED)
                | Q(received_at__isnull=False)
                | ~Q(
                    state__in=[
                        State.RECEIVED,
                        State.IN_REVIEW,
                        State.PAYMENT_DUE,
                        State.DECIDED,
                        *WITH_RESULT,
                    ]
                ),
            ),
            models.CheckConstraint(
                name="a_live_file_has_a_submitter",
                condition=~Q(origin=Origin.LIVE) | Q(submitted_by__isnull=False),
            ),
            models.CheckConstraint(
                name="every_file_has_its_first_event",
                condition=Q(last_sequence__gte=1) & Q(head_hash__gt=""),
            ),
        ]
        indexes = [
            # The list of an office and of the province, newest first.
            models.Index(
                fields=["receiving_center", "-filed_at", "-id"], name="received_newest_first"
            ),
            models.Index(
                fields=["deciding_agency", "-filed_at", "-id"], name="decided_newest_first"
            ),
            models.Index(
                fields=["returning_center", "-filed_at", "-id"],
                name="returned_elsewhere",
                condition=RETURNED_ELSEWHERE,
            ),
            models.Index(fields=["-filed_at", "-id"], name="all_newest_first"),
            models.Index(fields=["procedure", "-filed_at", "-id"], name="by_procedure"),
            # The queues of the desk count and list open files only.
            models.Index(
                fields=["receiving_center", "due_at", "id"],
                include=["state"],
                name="open_at_center",
                condition=Q(state__in=OPEN),
            ),
            models.Index(
                fields=["deciding_agency", "due_at", "id"],
                include=["state"],
                name="open_at_agency",
                condition=Q(state__in=OPEN),
            ),
            models.Index(
                fields=["state", "filed_at", "id"],
                name="open_by_state",
                condition=Q(state__in=OPEN),
            ),
            models.Index(fields=["due_at"], name="open_by_due", condition=Q(state__in=OPEN)),
            models.Index(
                fields=["returning_center"], name="to_return", condition=Q(state=State.ISSUED)
            ),
            # What an officer was assigned.
            models.Index(
                fields=["officer", "-filed_at", "-id"],
                name="by_officer",
                condition=~Q(officer=None),
            ),
            # A citizen's own files; a search by identity number.
            models.Index(fields=["submitted_by", "-filed_at", "-id"], name="by_submitter"),
            models.Index(
                fields=["applicant", "-filed_at"], name="by_applicant", condition=~Q(applicant=None)
            ),
            models.Index(fields=["applicant_identity"], name="by_identity"),
            # Reports list what ended in a period.
            models.Index(fields=["-finished_at", "-id"], name="finished_newest_first"),
            GinIndex(
                SearchVector("applicant_search_key", config="simple"), name="by_applicant_name"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def portal_status(self) -> int | None:
        return PORTAL_STATUS[self.state]


class TransactionId(Func):
    """`pg_current_xact_id()` as a number, so that followers can tell what is still in flight."""

    template = "(pg_current_xact_id()::text::bigint)"
    output_field = models.BigIntegerField()


class Event(models.Model):
    """One deed. Rows are only ever added; triggers refuse anything else to every role."""

    application = models.ForeignKey(
        Application, models.PROTECT, db_index=False, related_name="events"
    )
    sequence = models.PositiveIntegerField()
    verb = models.CharField(max_length=20, choices=Verb.choices)
    from_state = models.CharField(max_length=24, choices=State.choices)
    to_state = models.CharField(max_length=24, choices=State.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, db_index=False, related_name="+"
    )
    actor_role = models.CharField(max_length=20)
    actor_unit = models.CharField(max_length=35, blank=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    origin = models.CharField(max_length=9, choices=Origin.choices)
    #: The canonical text that the hash covers; the columns above repeat parts of it.
    content = models.TextField()
    hash = models.CharField(max_length=64)
    transaction_id = models.BigIntegerField(db_default=TransactionId(), editable=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.UniqueConstraint(name="event_has_its_place", fields=["application", "sequence"]),
        ]
        # Followers read the log in the order in which transactions began.
        indexes = [models.Index(fields=["transaction_id", "id"], name="event_in_log_order")]

    def __str__(self) -> str:
        return f"{self.application_id}/{self.sequence} {self.verb}"

    @property
    def payload(self) -> dict[str, Any]:
        facts: dict[str, Any] = json.loads(self.content)["payload"]
        return facts


class Statement(models.Model):
    """Words somebody wrote with a deed; erasable, while the chain keeps their salted digest."""

    event = models.OneToOneField(Event, models.PROTECT, related_name="statement")
    salt = models.CharField(max_length=32)
    body = models.JSONField()

    def __str__(self) -> str:
        return f"{self.event_id}"


class NumberCounter(models.Model):
    """The serial of the day per deciding agency; its row is locked by whoever takes a number."""

    agency = models.ForeignKey("centers.Agency", models.PROTECT, related_name="+")
    day = models.DateField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_counter_per_agency_day", fields=["agency", "day"])
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.day} {self.last}"


class Competence(models.Model):
    """Which agency of the province decides a procedure that communes do not decide."""

    procedure = models.OneToOneField(
        "procedures.Procedure", models.PROTECT, related_name="competence"
    )
    agency = models.ForeignKey("centers.Agency", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("competence")
        verbose_name_plural = _("competences")

    def __str__(self) -> str:
        return f"{self.procedure} → {self.agency}"


class Draft(models.Model):
    """What a citizen has typed so far; not a dossier, without number, gone once filed."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,  # a draft is nobody's but its owner's
        related_name="+",
    )
    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    procedure = models.ForeignKey("procedures.Procedure", models.PROTECT, related_name="+")
    body = models.JSONField(default=dict)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        indexes = [models.Index(fields=["owner", "-updated_at"], name="drafts_of_owner")]

    def __str__(self) -> str:
        return str(self.reference)


class Document(models.Model):
    """A paper filed with a case (or kept with a draft until then)."""

    application = models.ForeignKey(
        Application, models.PROTECT, null=True, related_name="documents"
    )
    draft = models.ForeignKey(
        Draft,
        models.CASCADE,  # papers of a discarded draft go with it
        null=True,
        related_name="documents",
    )
    paper = models.CharField(_("paper"), max_length=100)
    name = models.CharField(_("file name"), max_length=200)
    file = models.FileField(upload_to=document_path, max_length=100)
    size = models.PositiveBigIntegerField(_("size"))
    content_type = models.CharField(_("content type"), max_length=100)
    sha256 = models.CharField(max_length=64)
    warnings = models.JSONField(default=list)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded at"))

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        constraints = [
            models.CheckConstraint(
                name="paper_belongs_to_case_or_draft",
                condition=Q(application=None) ^ Q(draft=None),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Cursor(models.Model):
    """How far a follower has discovered the log."""

    follower = models.CharField(max_length=30, primary_key=True)
    transaction_id = models.BigIntegerField(default=0)
    event_id = models.BigIntegerField(default=0)
    #: Events up to here were discovered in the database cluster they were restored from.
    floor = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.follower} @ {self.transaction_id}/{self.event_id}"


class Job(models.Model):
    """One event that one follower has to act on; the row is the queue, messages are hints."""

    follower = models.CharField(max_length=30)
    event = models.ForeignKey(Event, models.PROTECT, db_index=False, related_name="+")
    attempts = models.PositiveIntegerField(default=0)
    #: Not before this instant: the lease of who works on it, or the pause after a failure.
    not_before = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("background job")
        verbose_name_plural = _("background jobs")
        constraints = [
            models.UniqueConstraint(name="one_job_per_event", fields=["follower", "event"])
        ]
        indexes = [
            models.Index(
                fields=["follower", "not_before"], name="job_pending", condition=Q(done_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.follower}: {self.event_id}"
