import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caseflow.applications.models.case import Application


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
                name="paper_belongs_to_case_or_draft", condition=Q(application=None) ^ Q(draft=None)
            )
        ]

    def __str__(self) -> str:
        return self.name
