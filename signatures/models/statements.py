from django.db import models
from django.utils.translation import gettext_lazy as _

from signatures.backends.base import DEMONSTRATION
from signatures.digests import SHA256_HEX


class StatementKey(models.Model):
    """A key that signed statements, lists or seals; listed for whoever checks them."""

    key_id = models.CharField(_("identifier of the key"), max_length=16, unique=True)
    certificate = models.BinaryField(_("certificate (DER)"))
    first_used_at = models.DateTimeField(_("first used at"))

    class Meta:
        verbose_name = _("key of statements")
        verbose_name_plural = _("keys of statements")

    def __str__(self) -> str:
        return self.key_id

    @property
    def is_demonstration(self) -> bool:
        return DEMONSTRATION.encode() in bytes(self.certificate)


class Statement(models.Model):
    """What was stated about one document, as it stands in its QR code.

    A result that another leader signs after all says something else, under the same reference.
    """

    reference = models.CharField(_("reference"), max_length=200)
    #: The first sixteen bytes of the payload's digest, or of the document's own where nothing was
    #: stated when it was signed: what a withdrawal names.
    identifier = models.CharField(_("identifier"), max_length=32, unique=True)
    #: None where no code was signed, so that the document can be withdrawn all the same.
    key = models.ForeignKey(
        StatementKey,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("key of statements"),
    )
    #: It repeats a name that the document shows; empty once that was erased.
    text = models.TextField(_("text"), blank=True)
    content_digest = models.CharField(_("digest of what the document says"), max_length=64)
    stated_at = models.DateTimeField(_("stated at"))

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        constraints = [
            models.UniqueConstraint(
                name="stated_once_per_content", fields=["reference", "content_digest"]
            ),
            models.CheckConstraint(
                name="statement_digest_is_sha256",
                condition=models.Q(content_digest__regex=SHA256_HEX),
            ),
        ]
        indexes = [
            # Whatever is stated below a reference.
            models.Index(
                fields=["reference"], name="statement_below", opclasses=["varchar_pattern_ops"]
            )
        ]

    def __str__(self) -> str:
        return self.reference


class Withdrawal(models.Model):
    """The document of a statement no longer counts; why is told by what replaced it, or not."""

    statement = models.OneToOneField(
        Statement, models.PROTECT, related_name="withdrawal", verbose_name=_("statement")
    )
    replaced_by = models.CharField(_("replaced by"), max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"))

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")

    def __str__(self) -> str:
        return f"{self.statement_id}"
