import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from caseflow.applications.models.case import Application
from caseflow.applications.states import Check, Source


def document_path(document: "Document", _filename: str) -> str:
    """Nothing of the sender's file name reaches the disk."""
    name = uuid.uuid4().hex
    return f"documents/{name[:2]}/{name}"


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
    source = models.CharField(
        _("source"), max_length=6, choices=Source.choices, default=Source.UPLOAD
    )
    file = models.FileField(upload_to=document_path, max_length=100, blank=True)
    size = models.PositiveBigIntegerField(_("size"))
    content_type = models.CharField(_("content type"), max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    #: Null where they cannot be counted: other kinds of files, damaged and encrypted ones.
    pages = models.PositiveIntegerField(_("pages"), null=True)
    #: Of a scan, in dots per inch; who scanned is who uploaded.
    resolution = models.PositiveSmallIntegerField(_("resolution"), null=True)
    stored = models.ForeignKey(
        "citizens.StoredDocument",
        models.SET_NULL,  # the case has its own copy of what a person removes from the store
        null=True,
        related_name="+",
    )
    #: In which data a paper need not be handed in for, and what was said about it.
    data_source = models.CharField(_("where the data lie"), max_length=200, blank=True)
    statement = models.TextField(_("statement"), blank=True)
    warnings = models.JSONField(default=list)
    check_state = models.CharField(max_length=9, choices=Check.choices, default=Check.UNCHECKED)
    check_note = models.CharField(max_length=200, blank=True)
    #: Name and file went with the personal content of the case.
    is_erased = models.BooleanField(default=False)
    checked_at = models.DateTimeField(null=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded at"))

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        constraints = [
            models.CheckConstraint(
                name="paper_belongs_to_case_or_draft", condition=Q(application=None) ^ Q(draft=None)
            ),
            models.CheckConstraint(
                name="paper_is_a_file_or_in_data",
                condition=Q(is_erased=True, file="", name="", data_source="", statement="")
                | Q(is_erased=False, source=Source.DATA, file="", data_source__gt="")
                | (Q(is_erased=False) & ~Q(source=Source.DATA) & Q(file__gt="", sha256__gt="")),
            ),
        ]
        indexes = [
            # The sweep asks of files on the disk whether a row still names them.
            models.Index(fields=["file"], name="document_of_file"),
            # Does another case still have an erased paper?
            models.Index(fields=["sha256"], name="document_of_digest"),
            models.Index(
                fields=["id"],
                name="document_to_check",
                condition=Q(check_state=Check.UNCHECKED, file__gt=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PartialUpload(models.Model):
    """A file that arrives in pieces; bytes below `offset` are safe, whatever happens next."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,  # pieces are nobody's but who sent them
        related_name="+",
    )
    name = models.CharField(max_length=200)
    length = models.PositiveBigIntegerField()
    offset = models.PositiveBigIntegerField(default=0)
    #: Who sends now, and until when that is believed without a sign of life.
    sender = models.UUIDField(null=True)
    busy_until = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("upload in pieces")
        verbose_name_plural = _("uploads in pieces")
        constraints = [
            models.CheckConstraint(
                name="upload_is_no_longer_than_announced", condition=Q(offset__lte=F("length"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.offset}/{self.length}"

    @property
    def is_whole(self) -> bool:
        return self.offset == self.length
