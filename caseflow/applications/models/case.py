import secrets

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from caseflow.applications.machine import CaseMachine
from caseflow.applications.querysets import (
    ONLINE_FOR_OTHERS,
    RETURNED_ELSEWHERE,
    ApplicationQuerySet,
)
from caseflow.applications.states import (
    BUT_RETURNED,
    FINISHED,
    OPEN,
    PORTAL_STATUS,
    RARE_CHANNELS,
    WITH_RESULT,
    ApplicantKind,
    Assistance,
    Channel,
    Origin,
    State,
)


def new_tracking_key() -> str:
    """80 random bits in letters that survive being read aloud."""
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    return "".join(secrets.choice(alphabet) for _position in range(16))


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
        "citizens.Citizen", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
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
    #: From then on the file names nobody; see `erasing`.
    erased_at = models.DateTimeField(_("erased at"), null=True)

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
                name="an_erased_file_names_nobody",
                condition=Q(erased_at=None)
                | Q(
                    state__in=FINISHED,
                    applicant=None,
                    applicant_identity="",
                    applicant_name="",
                    applicant_birth_date=None,
                    applicant_phone="",
                    applicant_email="",
                    applicant_address="",
                    applicant_search_key="",
                    form={},
                    declared_salt="",
                ),
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
            # The queues of the desk, and its list narrowed to a state that few files are in.
            models.Index(
                fields=["receiving_center", "state", "filed_at", "id"],
                name="at_center_in_state",
                condition=Q(state__in=BUT_RETURNED),
            ),
            models.Index(
                fields=["deciding_agency", "state", "filed_at", "id"],
                name="at_agency_in_state",
                condition=Q(state__in=BUT_RETURNED),
            ),
            # What is due soon or overdue; a filing has no due date yet.
            models.Index(
                fields=["receiving_center", "due_at", "id"],
                include=["state"],
                name="due_at_center",
                condition=Q(state__in=OPEN, due_at__isnull=False),
            ),
            models.Index(
                fields=["deciding_agency", "due_at", "id"],
                include=["state"],
                name="due_at_agency",
                condition=Q(state__in=OPEN, due_at__isnull=False),
            ),
            # The list narrowed to a channel that few files come by.
            models.Index(
                fields=["receiving_center", "channel", "filed_at", "id"],
                name="at_center_by_rare_channel",
                condition=Q(channel__in=RARE_CHANNELS),
            ),
            models.Index(
                fields=["deciding_agency", "channel", "filed_at", "id"],
                name="at_agency_by_rare_channel",
                condition=Q(channel__in=RARE_CHANNELS),
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
            # Which accounts file for very many people.
            models.Index(
                fields=["filed_at"],
                include=["submitted_by", "applicant_identity", "id"],
                name="online_for_others",
                condition=ONLINE_FOR_OTHERS,
            ),
            # What the nightly erasure looks at.
            models.Index(
                fields=["finished_at", "id"],
                name="not_erased_by_end",
                condition=Q(finished_at__isnull=False, erased_at=None),
            ),
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

    @property
    def tracking_address(self) -> str:
        """The key stands behind the #, which no browser sends and no log keeps."""
        site = settings.CASEFLOW_PUBLIC_URL.rstrip("/")
        return f"{site}/tracking/#{self.number}.{self.tracking_key}"
