from django.db import models
from django.utils.translation import gettext_lazy as _

from signatures.digests import SHA256_HEX
from signatures.states import Finding
from signatures.verdicts import Verdict


class Examination(models.Model):
    """What the signatures of a filed paper were worth when it came; once for equal files."""

    sha256 = models.CharField(_("digest (SHA-256)"), max_length=64)
    #: Whether only an office may have signed such a paper.
    official = models.BooleanField(_("result of an authority"))
    finding = models.CharField(_("finding"), max_length=20, choices=Finding.choices)
    #: The verdict in facts; words are made for who reads it.
    facts = models.JSONField(_("verdict"))
    examined_at = models.DateTimeField(_("examined at"))

    class Meta:
        verbose_name = _("examination of signatures")
        verbose_name_plural = _("examinations of signatures")
        constraints = [
            models.UniqueConstraint(name="examined_once_per_file", fields=["sha256", "official"]),
            models.CheckConstraint(
                name="examined_file_has_a_digest",
                condition=models.Q(sha256__regex=SHA256_HEX),
            ),
            models.CheckConstraint(
                name="examination_finding_is_known",
                condition=models.Q(finding__in=Finding.values),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finding} {self.sha256[:16]}…"

    @property
    def verdict(self) -> Verdict:
        return Verdict.of(self.facts)
