from dataclasses import asdict
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from signatures.backends.base import CertificateFacts
from signatures.digests import SHA256_HEX
from signatures.states import CertificateKind, HolderKind


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def register(self, facts: CertificateFacts) -> "Certificate":
        """The row of this certificate, made at its first use."""
        known = asdict(facts)
        return self.get_or_create(fingerprint=known.pop("fingerprint"), defaults=known)[0]


class Certificate(models.Model):
    """A certificate that signed for us. Its holder is named, not linked: people and offices go."""

    kind = models.CharField(_("kind"), max_length=16, choices=CertificateKind.choices)
    holder_kind = models.CharField(_("kind of holder"), max_length=12, choices=HolderKind.choices)
    holder_name = models.CharField(_("holder"), max_length=300)
    holder_identifier = models.CharField(_("identifier of the holder"), max_length=64, blank=True)
    serial_number = models.CharField(_("serial number"), max_length=64)
    issuer = models.TextField(_("issuer"))
    subject = models.TextField(pgettext_lazy("of a certificate", "subject"))
    fingerprint = models.CharField(_("fingerprint (SHA-256)"), max_length=64, unique=True)
    valid_from = models.DateTimeField(_("valid from"))
    valid_to = models.DateTimeField(_("valid to"))

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints = [
            models.CheckConstraint(
                name="certificate_kind_is_known",
                condition=models.Q(kind__in=CertificateKind.values),
            ),
            models.CheckConstraint(
                name="certificate_holder_kind_is_known",
                condition=models.Q(holder_kind__in=HolderKind.values),
            ),
            models.CheckConstraint(
                name="certificate_fingerprint_is_sha256",
                condition=models.Q(fingerprint__regex=SHA256_HEX),
            ),
            models.CheckConstraint(
                name="certificate_validity_runs_forward",
                condition=models.Q(valid_from__lt=models.F("valid_to")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder_name} ({self.serial_number})"

    @property
    def is_demonstration(self) -> bool:
        return self.kind == CertificateKind.DEMONSTRATION

    def is_valid(self, *, at: datetime) -> bool:
        return self.valid_from <= at <= self.valid_to
