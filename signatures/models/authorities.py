from django.db import models
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from signatures.digests import SHA256_HEX


class Authority(models.Model):
    """Who issues certificates; chains are walked upwards here. Known is not trusted."""

    subject = models.TextField(pgettext_lazy("of a certificate", "subject"))
    issuer = models.TextField(_("issuer"))
    serial_number = models.CharField(_("serial number"), max_length=64)
    fingerprint = models.CharField(_("fingerprint (SHA-256)"), max_length=64, unique=True)
    valid_from = models.DateTimeField(_("valid from"))
    valid_to = models.DateTimeField(_("valid to"))
    encoded = models.BinaryField(_("certificate (DER)"))
    issued_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("authority above"),
    )
    revoked_at = models.DateTimeField(_("revoked from"), null=True)
    registered_at = models.DateTimeField(_("registered at"))

    class Meta:
        verbose_name = _("certification authority")
        verbose_name_plural = _("certification authorities")
        constraints = [
            models.CheckConstraint(
                name="authority_fingerprint_is_sha256",
                condition=models.Q(fingerprint__regex=SHA256_HEX),
            ),
            models.CheckConstraint(
                name="authority_validity_runs_forward",
                condition=models.Q(valid_from__lt=models.F("valid_to")),
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class RevocationList(models.Model):
    """What an authority said it had revoked, as it was signed; kept, for documents rest on it."""

    authority = models.ForeignKey(
        Authority, models.PROTECT, related_name="+", verbose_name=_("certification authority")
    )
    number = models.CharField(_("number"), max_length=64, blank=True)
    digest = models.CharField(_("digest (SHA-256)"), max_length=64, unique=True)
    encoded = models.BinaryField(_("list (DER)"))
    entries = models.PositiveIntegerField(_("certificates on the list"))
    issued_at = models.DateTimeField(_("issued at"))
    next_at = models.DateTimeField(_("next list by"), null=True)
    source = models.CharField(_("source"), max_length=300)
    imported_at = models.DateTimeField(_("imported at"))
    imported_by = models.CharField(_("imported by"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("revocation list")
        verbose_name_plural = _("revocation lists")
        constraints = [
            models.CheckConstraint(
                name="revocation_list_digest_is_sha256",
                condition=models.Q(digest__regex=SHA256_HEX),
            ),
        ]
        indexes = [
            # The newest list of an authority: for judging, and for what goes into a document.
            models.Index(fields=["authority", "-issued_at"], name="newest_list_of_authority"),
        ]

    def __str__(self) -> str:
        return f"{self.authority} · {localtime(self.issued_at):%Y-%m-%d %H:%M}"


class RevocationService(models.Model):
    """An address that lists are fetched from, and how that goes; signing does not wait for it."""

    url = models.URLField(_("address"), max_length=300, unique=True)
    tried_at = models.DateTimeField(_("last tried"), null=True)
    succeeded_at = models.DateTimeField(_("last reached"), null=True)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    problem = models.TextField(_("problem"), blank=True)

    class Meta:
        verbose_name = _("revocation service")
        verbose_name_plural = _("revocation services")

    def __str__(self) -> str:
        return self.url
