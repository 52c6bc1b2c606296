from typing import Any

import cbor2
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caseflow.applications.models import Application
from caseflow.sealing.querysets import SealQuerySet
from signatures import cose
from signatures.digests import SHA256_HEX
from signatures.models import StatementKey


class Pending(models.Model):
    """A case with deeds that were recorded on that day and that no seal covers yet."""

    pk = models.CompositePrimaryKey("day", "application")
    day = models.DateField()
    application = models.ForeignKey(Application, models.PROTECT, db_index=False, related_name="+")

    def __str__(self) -> str:
        return f"{self.day} {self.application_id}"


class Seal(models.Model):
    """What the record was at the end of a day, in one signed sentence; never changed."""

    number = models.PositiveIntegerField(_("number"), primary_key=True)
    day = models.DateField(_("day"), unique=True)
    chains = models.PositiveIntegerField(_("chains that changed"))
    #: Root of the tree over their heads.
    root = models.CharField(_("root"), max_length=64)
    #: Digest of the seal before this one; empty for the first.
    previous = models.CharField(_("digest of the seal before"), max_length=64, blank=True)
    #: The province's figures up to this day, as the seal's digest covers them.
    figures = models.TextField(_("figures"))
    #: COSE_Sign1 over all of the above.
    envelope = models.BinaryField(_("signed seal"))
    digest = models.CharField(_("digest (SHA-256)"), max_length=64, unique=True)
    #: Nodes of the tree that spare reading a day's chains to prove one of them.
    blocks = models.BinaryField()
    key = models.ForeignKey(
        StatementKey, models.PROTECT, related_name="+", verbose_name=_("key of statements")
    )
    sealed_at = models.DateTimeField(_("sealed at"))

    objects = SealQuerySet.as_manager()

    class Meta:
        verbose_name = _("seal of a day")
        verbose_name_plural = _("seals of days")
        constraints = [
            models.CheckConstraint(
                name="seal_digests_are_sha256",
                condition=Q(root__regex=SHA256_HEX, digest__regex=SHA256_HEX),
            ),
            models.CheckConstraint(
                name="seal_follows_a_seal",
                condition=Q(number=1, previous="") | Q(number__gt=1, previous__regex=SHA256_HEX),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} · {self.day}"

    @property
    def said(self) -> dict[str, Any]:
        """What was signed; raises `cose.NotGenuine` where that cannot be read."""
        payload: dict[str, Any] = cbor2.loads(cose.read(bytes(self.envelope)).payload)
        return payload


class SealedHead(models.Model):
    """One chain in a seal: how many deeds it had, and the hash of the last."""

    pk = models.CompositePrimaryKey("seal", "position")
    seal = models.ForeignKey(Seal, models.PROTECT, db_index=False, related_name="+")
    position = models.PositiveIntegerField()
    #: The case's number, not a key to it: it has to be named even when it is gone.
    number = models.CharField(max_length=60)
    sequence = models.PositiveIntegerField()
    head = models.BinaryField()

    class Meta:
        indexes = [
            # The seals of one case.
            models.Index(fields=["number", "seal"], name="sealed_head_of_case"),
        ]

    def __str__(self) -> str:
        return f"{self.seal_id}/{self.position} {self.number}"


class SealStamp(models.Model):
    """When a time-stamp service saw a seal (RFC 3161); it may come later than the seal."""

    seal = models.OneToOneField(Seal, models.PROTECT, related_name="stamp")
    token = models.BinaryField(_("time stamp"))
    stamped_at = models.DateTimeField(_("time of the stamp"))
    authority = models.CharField(_("time-stamp service"), max_length=300)

    class Meta:
        verbose_name = _("time stamp of a seal")
        verbose_name_plural = _("time stamps of seals")

    def __str__(self) -> str:
        return f"{self.seal_id}"
