import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from signatures.digests import SHA256_HEX
from signatures.models.certificates import Certificate


def place_of(signature: "Signature", filename: str) -> str:
    """Never the same twice, so that removing one attempt cannot hit another's document."""
    return f"signatures/{signature.signed_at:%Y/%m}/{uuid.uuid4()}.pdf"


class Signature(models.Model):
    """One signed document. The reference says what was signed, in the words of the asker."""

    reference = models.CharField(_("reference"), max_length=200, unique=True)
    certificate = models.ForeignKey(
        Certificate, models.PROTECT, related_name="+", verbose_name=_("certificate")
    )
    holder = models.CharField(_("signed for"), max_length=64)
    unsigned_digest = models.CharField(_("digest before signing (SHA-256)"), max_length=64)
    signed_digest = models.CharField(_("digest of the signed document (SHA-256)"), max_length=64)
    document = models.FileField(_("signed document"), upload_to=place_of, max_length=200)
    level = models.CharField(pgettext_lazy("of a signature", "level"), max_length=20)
    backend = models.CharField(_("backend"), max_length=100)
    signed_at = models.DateTimeField(_("signed at"))

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        constraints = [
            models.CheckConstraint(
                name="signature_names_what_was_signed", condition=~models.Q(reference="")
            ),
            models.CheckConstraint(
                name="signature_digests_are_sha256",
                condition=models.Q(unsigned_digest__regex=SHA256_HEX)
                & models.Q(signed_digest__regex=SHA256_HEX),
            ),
            models.CheckConstraint(
                name="signature_changes_the_document",
                condition=~models.Q(signed_digest=models.F("unsigned_digest")),
            ),
        ]

    def __str__(self) -> str:
        return self.reference
