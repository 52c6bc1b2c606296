import uuid
from datetime import datetime
from functools import cached_property

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from signatures.digests import SHA256_HEX
from signatures.models.certificates import Certificate
from signatures.states import Level, MessageLevel


def place_of(signature: "Signature", filename: str) -> str:
    """Never the same twice, so that removing one attempt cannot hit another's document."""
    return place("signatures", signature.signed_at, filename)


def place_of_upgrade(upgrade: "Upgrade", filename: str) -> str:
    return place("signatures", upgrade.made_at, filename)


def place_of_prepared(prepared: "Prepared", filename: str) -> str:
    return place("prepared", prepared.signed_at, filename)


def place(folder: str, at: datetime, filename: str) -> str:
    kind = filename.rpartition(".")[2]
    return f"{folder}/{at:%Y/%m}/{uuid.uuid4()}.{kind}"


class Signature(models.Model):
    """One signed document. The reference says what was signed, in the words of the asker."""

    reference = models.CharField(_("reference"), max_length=200, unique=True)
    certificate = models.ForeignKey(
        Certificate, models.PROTECT, related_name="+", verbose_name=_("certificate")
    )
    holder = models.CharField(_("signed for"), max_length=150)
    unsigned_digest = models.CharField(_("digest before signing (SHA-256)"), max_length=64)
    signed_digest = models.CharField(_("digest of the signed document (SHA-256)"), max_length=64)
    #: Finds our own document again after it was altered; empty where no key signed.
    value_digest = models.CharField(
        _("digest of the signature value (SHA-256)"), max_length=64, blank=True, db_index=True
    )
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
                name="signature_value_digest_is_sha256",
                condition=models.Q(value_digest="") | models.Q(value_digest__regex=SHA256_HEX),
            ),
            models.CheckConstraint(
                name="signature_changes_the_document",
                condition=~models.Q(signed_digest=models.F("unsigned_digest")),
            ),
        ]
        indexes = [
            # A file that somebody brings: is it ours, or was it before it was changed?
            models.Index(fields=["signed_digest"], name="signature_of_signed"),
            models.Index(fields=["unsigned_digest"], name="signature_of_unsigned"),
        ]

    def __str__(self) -> str:
        return self.reference

    def content(self) -> bytes:
        with self.document.open() as file:
            return bytes(file.read())

    @cached_property
    def best(self) -> "Signature | Upgrade":
        """Whose document proves most."""
        return self.upgrades.order_by("-pk").first() or self


class Upgrade(models.Model):
    """The same document with more to check its signatures by, appended behind them."""

    signature = models.ForeignKey(
        Signature, models.PROTECT, related_name="upgrades", verbose_name=_("signature")
    )
    level = models.CharField(
        pgettext_lazy("of a signature", "level"),
        max_length=20,
        choices=[*Level.choices, *MessageLevel.choices],
    )
    document = models.FileField(_("signed document"), upload_to=place_of_upgrade, max_length=200)
    digest = models.CharField(_("digest of the document (SHA-256)"), max_length=64, db_index=True)
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("upgrade of a signature")
        verbose_name_plural = _("upgrades of signatures")
        constraints = [
            models.UniqueConstraint("signature", "level", name="upgrade_is_once_per_level"),
            models.CheckConstraint(
                name="upgrade_digest_is_sha256", condition=models.Q(digest__regex=SHA256_HEX)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signature} · {self.level}"

    def content(self) -> bytes:
        with self.document.open() as file:
            return bytes(file.read())


class UpgradeDue(models.Model):
    """A signature that carries less than it should; gone when that is mended."""

    signature = models.OneToOneField(
        Signature, models.PROTECT, related_name="+", verbose_name=_("signature")
    )
    wanted = models.CharField(
        _("wanted level"), max_length=20, choices=[*Level.choices, *MessageLevel.choices]
    )
    due_at = models.DateTimeField(_("next try"), db_index=True)
    tries = models.PositiveIntegerField(_("tries"), default=0)
    problem = models.TextField(_("problem"), blank=True)

    class Meta:
        verbose_name = _("signature to be upgraded")
        verbose_name_plural = _("signatures to be upgraded")

    def __str__(self) -> str:
        return f"{self.signature} · {self.wanted}"


class Prepared(models.Model):
    """A document that waits for the value of a key in somebody's hand. Nothing in it is secret."""

    reference = models.CharField(_("reference"), max_length=200, db_index=True)
    certificate = models.ForeignKey(
        Certificate, models.PROTECT, related_name="+", verbose_name=_("certificate")
    )
    #: In DER, the signer's first.
    certificates = ArrayField(models.BinaryField(), verbose_name=_("certificates"))
    holder = models.CharField(_("signed for"), max_length=150)
    unsigned_digest = models.CharField(_("digest before signing (SHA-256)"), max_length=64)
    document = models.FileField(_("prepared document"), upload_to=place_of_prepared, max_length=200)
    #: The room left for the signature.
    start = models.PositiveIntegerField(_("first byte of the gap"))
    end = models.PositiveIntegerField(_("first byte after the gap"))
    to_sign = models.BinaryField(_("what the key signs"))
    digest = models.CharField(_("digest of what the key signs (SHA-256)"), max_length=64)
    signed_at = models.DateTimeField(_("signed at"))

    class Meta:
        verbose_name = _("prepared document")
        verbose_name_plural = _("prepared documents")
        constraints = [
            models.CheckConstraint(
                name="prepared_gap_runs_forward", condition=models.Q(start__lt=models.F("end"))
            )
        ]

    def __str__(self) -> str:
        return self.reference
