import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caseflow.applications.models import Application, Document, Event
from caseflow.applications.states import Outcome
from caseflow.centers.models import Agency
from caseflow.issuing.signing_orders.models import Preparation as Preparation
from caseflow.issuing.signing_orders.models import SigningBatch as SigningBatch
from caseflow.issuing.signing_orders.models import SigningBatchItem as SigningBatchItem
from caseflow.issuing.signing_orders.models import SigningOrder as SigningOrder
from caseflow.issuing.signing_orders.models import SigningPolicy as SigningPolicy
from caseflow.issuing.signing_orders.models import SigningStep as SigningStep
from caseflow.issuing.states import Form
from signatures.digests import SHA256_HEX
from signatures.models import Signature


def place_of(paper: "Slip", _filename: str) -> str:
    """Nothing about the case reaches the disk's names."""
    return f"slips/{paper.made_at:%Y/%m}/{uuid.uuid4()}.pdf"


class IssuedPaper(models.Model):
    """A document the office made out because of one event."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="+", verbose_name=_("application")
    )
    event = models.ForeignKey(
        Event, models.PROTECT, db_index=False, related_name="+", verbose_name=_("event")
    )
    number = models.CharField(_("number"), max_length=80, unique=True)
    digest = models.CharField(_("digest (SHA-256)"), max_length=64)
    size = models.PositiveIntegerField(_("size"))
    #: What was printed; null once it was erased with the person's data.
    sheet = models.JSONField(_("data sheet"), null=True)
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.number


class Slip(IssuedPaper):
    form = models.CharField(_("form"), max_length=2, choices=Form.choices)
    file = models.FileField(_("document"), upload_to=place_of, max_length=200)

    class Meta:
        verbose_name = _("slip")
        verbose_name_plural = _("slips")
        constraints = [
            models.UniqueConstraint(name="one_slip_per_event_and_form", fields=["event", "form"]),
            models.CheckConstraint(name="slip_form_is_known", condition=Q(form__in=Form.values)),
            models.CheckConstraint(
                name="slip_digest_is_sha256", condition=Q(digest__regex=SHA256_HEX)
            ),
        ]


class Result(IssuedPaper):
    """The decision as it was handed out. Without a signature it was made on paper."""

    reference = models.CharField(_("reference"), max_length=100, unique=True)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices)
    electronic = models.BooleanField(_("electronic"))
    signature = models.OneToOneField(
        Signature, models.PROTECT, null=True, related_name="+", verbose_name=_("signature")
    )
    #: Of a signed result the very file the signature covers, not a copy.
    file = models.FileField(_("document"), max_length=200)
    #: From which template it was made, in which edition of the templates.
    template = models.CharField(_("template"), max_length=20, default="decision")
    edition = models.PositiveSmallIntegerField(_("edition of the template"), default=1)
    result_type = models.CharField(_("kind of result"), max_length=40, blank=True)
    #: Holder's identifier and kind of result (Decree 118/2025 art 22(4)); goes with the sheet.
    paper_code = models.CharField(_("paper code"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("result")
        verbose_name_plural = _("results")
        constraints = [
            models.UniqueConstraint(name="one_result_per_decision", fields=["event"]),
            models.CheckConstraint(
                name="result_outcome_is_known", condition=Q(outcome__in=Outcome.values)
            ),
            models.CheckConstraint(
                name="an_electronic_result_is_signed",
                condition=Q(electronic=False) | Q(signature__isnull=False),
            ),
            models.CheckConstraint(
                name="result_digest_is_sha256", condition=Q(digest__regex=SHA256_HEX)
            ),
        ]


class ResultWithdrawal(models.Model):
    """A result that no longer counts; it stays to be looked at and checked as what it was."""

    result = models.OneToOneField(
        Result, models.PROTECT, related_name="withdrawal", verbose_name=_("result")
    )
    replaced_by = models.OneToOneField(
        Result, models.PROTECT, related_name="replaces", verbose_name=_("replaced by")
    )
    event = models.OneToOneField(Event, models.PROTECT, related_name="+", verbose_name=_("event"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"))

    class Meta:
        verbose_name = _("withdrawal of a result")
        verbose_name_plural = _("withdrawals of results")
        constraints = [
            models.CheckConstraint(
                name="a_result_replaces_another", condition=~Q(result=models.F("replaced_by"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.result_id} → {self.replaced_by_id}"


class CopyBook(models.Model):
    """The register of certified copies of an agency and year; its row is locked by who enters."""

    agency = models.ForeignKey(
        Agency, models.PROTECT, db_index=False, related_name="+", verbose_name=_("agency")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("book of certified copies")
        verbose_name_plural = _("books of certified copies")
        constraints = [
            models.UniqueConstraint(name="one_copy_book_a_year", fields=["agency", "year"])
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} · {self.year}"


class CertifiedCopy(IssuedPaper):
    """A line of the book of certified copies, and the signed document it stands for."""

    book = models.ForeignKey(CopyBook, models.PROTECT, db_index=False, related_name="+")
    serial = models.PositiveIntegerField(_("serial"))
    result = models.ForeignKey(
        Result, models.PROTECT, null=True, related_name="+", verbose_name=_("result")
    )
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, related_name="+", verbose_name=_("paper")
    )
    original_digest = models.CharField(_("digest of the original (SHA-256)"), max_length=64)
    pages = models.PositiveIntegerField(_("pages"))
    certified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        db_index=False,
        related_name="+",
        verbose_name=_("certified by"),
    )
    edition = models.PositiveSmallIntegerField(_("edition of the template"))
    reference = models.CharField(_("reference"), max_length=100, unique=True)
    signature = models.OneToOneField(
        Signature, models.PROTECT, null=True, related_name="+", verbose_name=_("signature")
    )
    file = models.FileField(_("document"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("certified copy")
        verbose_name_plural = _("certified copies")
        constraints = [
            models.UniqueConstraint(name="one_copy_per_deed", fields=["event"]),
            models.UniqueConstraint(name="copy_serial_once_per_book", fields=["book", "serial"]),
            models.CheckConstraint(
                name="a_copy_of_a_result_or_a_paper",
                condition=Q(result=None) ^ Q(document=None),
            ),
            models.CheckConstraint(
                name="copy_digests_are_sha256",
                condition=Q(original_digest__regex=SHA256_HEX)
                & (Q(signature=None, digest="") | Q(digest__regex=SHA256_HEX)),
            ),
        ]


class Book(models.Model):
    """A volume of the register; its row is locked by whoever enters a file."""

    center = models.ForeignKey(
        Agency, models.PROTECT, related_name="+", verbose_name=_("receiving centre")
    )
    field = models.CharField(_("field of government"), max_length=300)
    year = models.PositiveSmallIntegerField(_("year"))
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("book of the register")
        verbose_name_plural = _("books of the register")
        constraints = [
            models.UniqueConstraint(
                name="one_book_per_field_and_year", fields=["center", "year", "field"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.field} · {self.year}"


class RegisterEntry(models.Model):
    """A received file's line in its book; what else the line says stands on the case."""

    book = models.ForeignKey(Book, models.PROTECT, db_index=False, related_name="+")
    serial = models.PositiveIntegerField(_("serial"))
    application = models.OneToOneField(
        Application, models.PROTECT, related_name="+", verbose_name=_("application")
    )
    received_at = models.DateTimeField(_("received at"))

    class Meta:
        verbose_name = _("line of the register")
        verbose_name_plural = _("register")
        constraints = [
            models.UniqueConstraint(name="serial_once_per_book", fields=["book", "serial"])
        ]
        indexes = [
            # A period of a book.
            models.Index(fields=["book", "received_at"], name="register_by_reception")
        ]

    def __str__(self) -> str:
        return f"{self.book_id}/{self.serial}"


class SignedScan(models.Model):
    """A scan as whoever made it signed it, beside the bytes as they came."""

    document = models.OneToOneField(
        Document, models.PROTECT, related_name="+", verbose_name=_("paper")
    )
    application = models.ForeignKey(
        Application, models.PROTECT, related_name="+", verbose_name=_("application")
    )
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("signed by")
    )
    signature = models.OneToOneField(
        Signature, models.PROTECT, null=True, related_name="+", verbose_name=_("signature")
    )
    #: Why it will never be signed; empty where it is.
    refusal = models.CharField(_("why not"), max_length=300, blank=True)
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("signed scan")
        verbose_name_plural = _("signed scans")
        constraints = [
            models.CheckConstraint(
                name="scan_is_signed_or_says_why_not",
                condition=Q(signature__isnull=False, refusal="")
                | Q(signature=None, refusal__gt=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.application_id}/{self.document_id}"
