from typing import cast

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from caseflow.applications.states import (
    Assistance,
    Channel,
    Delivery,
    Ground,
    Origin,
    Outcome,
    RatedItem,
    State,
)
from caseflow.indicators.counters import CONTRADICTING
from caseflow.indicators.measures import Measure
from caseflow.indicators.querysets import FactQuerySet, StaleCaseQuerySet
from procedures.states import OnlineLevel


class Fact(models.Model):
    """All that is counted of one case, as its chain of events tells it; nothing personal.

    Days are days in office time. Foreign keys without constraints: the count is the only writer,
    takes each key from the tables it names, and writes rows by the million.
    """

    application = models.OneToOneField(
        "applications.Application",
        models.PROTECT,
        primary_key=True,
        db_constraint=False,
        related_name="fact",
    )
    number = models.CharField(_("application number"), max_length=60)
    origin = models.CharField(_("origin"), max_length=9, choices=Origin.choices)
    procedure = models.ForeignKey(
        "procedures.Procedure",
        models.PROTECT,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name=_("procedure"),
    )
    version = models.PositiveIntegerField(_("version"))
    online_level = models.CharField(
        _("online level"), max_length=11, choices=OnlineLevel.choices, blank=True
    )
    returns_document = models.BooleanField(_("returns a document"))
    receiving_center = models.ForeignKey(
        "centers.Agency",
        models.PROTECT,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name=_("receiving centre"),
    )
    deciding_agency = models.ForeignKey(
        "centers.Agency",
        models.PROTECT,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name=_("deciding agency"),
    )
    returning_center = models.ForeignKey(
        "centers.Agency",
        models.PROTECT,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name=_("returning centre"),
    )
    #: Whether another agency decides than the one behind the receiving centre.
    decided_elsewhere = models.BooleanField(_("decided elsewhere"))
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name=_("case officer"),
    )
    #: Who did the deed `receive`.
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name=_("received by"),
    )
    state = models.CharField(_("state"), max_length=24, choices=State.choices)
    channel = models.CharField(_("channel"), max_length=7, choices=Channel.choices)
    assistance = models.CharField(_("assistance"), max_length=8, choices=Assistance.choices)

    filed_at = models.DateTimeField(_("filed at"))
    reception_due_at = models.DateTimeField(_("reception due at"), null=True)
    received_at = models.DateTimeField(_("received at"), null=True)
    due_original_at = models.DateTimeField(_("first due date"), null=True)
    due_at = models.DateTimeField(_("due at"), null=True)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    finished_at = models.DateTimeField(_("end of handling"), null=True)
    returned_at = models.DateTimeField(_("returned at"), null=True)

    filed_on = models.DateField(_("day of filing"))
    #: When the centre first answered the filing: took it, refused it or asked for more.
    answered_on = models.DateField(_("day of the first answer"), null=True)
    received_on = models.DateField(_("day of reception"), null=True)
    due_original_on = models.DateField(_("first due day"), null=True)
    due_on = models.DateField(_("due day"), null=True)
    finished_on = models.DateField(_("day of the end"), null=True)
    returned_on = models.DateField(_("day of return"), null=True)
    rated_on = models.DateField(_("day of the rating"), null=True)

    electronic_result = models.BooleanField(_("electronic result"), null=True)
    delivery = models.CharField(
        _("way of return"), max_length=10, choices=Delivery.choices, blank=True
    )
    fee_due = models.BooleanField(_("owes a fee"))
    paid_online = models.BooleanField(_("paid online"), null=True)
    #: Papers filed as files, those that came without anew being handed in, and of these the ones
    #: out of the document store.
    papers = models.PositiveSmallIntegerField(_("papers"))
    reused_papers = models.PositiveSmallIntegerField(_("reused papers"))
    store_papers = models.PositiveSmallIntegerField(_("papers from the document store"))
    #: How often paper was sent between offices.
    paper_moves = models.PositiveSmallIntegerField(_("papers sent on"))
    certified_copies = models.PositiveSmallIntegerField(_("certified electronic copies"))
    #: Filed by an account of proven identity for that person.
    identified = models.BooleanField(_("identity proven"))
    #: What cookie, code and sender say of a filing, and how often the applicant objected to it.
    from_counter_device = models.BooleanField(_("from a counter's device"))
    with_code = models.BooleanField(_("with the applicant's code"))
    declared_otherwise = models.BooleanField(_("declared otherwise than the facts say"))
    objections = models.PositiveSmallIntegerField(_("objections"))
    supplement_requests = models.PositiveSmallIntegerField(_("supplement requests"))
    #: Each for a reason that the words of the deed give.
    stored_papers_asked = models.PositiveSmallIntegerField(
        _("papers asked for although they were in the document store")
    )
    extended = models.BooleanField(_("date moved with an apology"))
    late_reception = models.BooleanField(_("answered late"), null=True)
    late_handover = models.BooleanField(_("handed over late"), null=True)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices, blank=True)
    ground = models.CharField(
        _("ground of the stop"), max_length=13, choices=Ground.choices, blank=True
    )
    rating = models.PositiveSmallIntegerField(_("rating"), null=True)
    #: Who held the file when its due instant passed, and who holds it while it is open, since when.
    late_at = models.CharField(_("late with"), max_length=12, choices=Measure.choices, blank=True)
    held_by = models.CharField(_("held by"), max_length=12, choices=Measure.choices, blank=True)
    held_on = models.DateField(_("held since"), null=True)

    agency_seconds = models.BigIntegerField(_("seconds of the agency"))
    citizen_seconds = models.BigIntegerField(_("seconds of the citizen"))
    other_agency_seconds = models.BigIntegerField(_("seconds of other agencies"))
    payment_seconds = models.BigIntegerField(_("seconds of payment"))
    reception_seconds = models.BigIntegerField(_("seconds of reception"), null=True)
    handover_seconds = models.BigIntegerField(_("seconds of hand-over"), null=True)
    review_seconds = models.BigIntegerField(_("seconds of review"), null=True)
    signing_seconds = models.BigIntegerField(_("seconds of signature"), null=True)
    collection_seconds = models.BigIntegerField(_("seconds of collection"), null=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        indexes = [
            # What ended or was filed at an office in a period.
            # Rates and delays by centre and day are told from these two alone.
            models.Index(
                fields=["receiving_center", "filed_on", "channel"], name="fact_filed_at_center"
            ),
            models.Index(
                fields=["receiving_center", "finished_on"],
                name="fact_ended_at_center",
                include=[
                    *("finished_at", "due_at", "agency_seconds"),
                    *("returns_document", "electronic_result"),
                ],
            ),
            models.Index(fields=["deciding_agency", "finished_on"], name="fact_ended_at_agency"),
            models.Index(
                fields=["procedure", "finished_on"],
                name="fact_ended_of_procedure",
                include=["agency_seconds"],
            ),
            # Few days of everything; rows lie about in the order of filing.
            models.Index(
                fields=["finished_on"],
                name="fact_ended",
                include=["procedure", "receiving_center", "agency_seconds"],
            ),
            BrinIndex(
                fields=["filed_on", "answered_on", "received_on", "due_on", "returned_on"],
                name="fact_days",
                autosummarize=True,
            ),
            # What is open.
            models.Index(
                fields=["receiving_center", "due_at"],
                name="fact_open",
                condition=Q(finished_on=None),
            ),
            # Lists of open files, how many they are, and those of one procedure.
            models.Index(
                fields=["filed_on", "application", "due_on"],
                name="fact_open_told",
                condition=Q(finished_on=None),
                include=[
                    *("receiving_center", "procedure", "due_at"),
                    *("held_by", "held_on", "late_at"),
                ],
            ),
            # What becomes due within few days.
            models.Index(
                fields=["due_on", "held_by"],
                name="fact_open_due",
                condition=Q(finished_on=None),
                include=["receiving_center", "procedure", "due_at"],
            ),
            # Few filings contradict themselves.
            models.Index(
                fields=["filed_on", "application"],
                name="fact_contradicting",
                condition=CONTRADICTING,
            ),
            models.Index(
                fields=["received_by", "received_on"],
                name="fact_taken_in_by",
                condition=~Q(received_by=None),
            ),
            models.Index(
                fields=["officer", "finished_on"],
                name="fact_of_officer",
                condition=~Q(officer=None),
            ),
        ]

    def __str__(self) -> str:
        return self.number


for item in RatedItem:
    label = cast(str, format_lazy("{} {}", _("rating:"), item.label))
    Fact.add_to_class(f"rating_{item}", models.PositiveSmallIntegerField(label, null=True))


class StaleCase(models.Model):
    """A case with events that its fact does not know yet.

    Rows are only added by the follower and removed by the count that covered them; one case may
    stand here several times.
    """

    application = models.ForeignKey(
        "applications.Application",
        models.PROTECT,
        db_constraint=False,
        related_name="+",
    )

    objects = StaleCaseQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.application_id}"
