import json
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from caseflow.publishing.ladders import COUNTERS
from caseflow.publishing.periods import Period
from caseflow.publishing.querysets import PublicationQuerySet, PublishedLineQuerySet
from caseflow.publishing.states import TABLE_OF, Kind, Table
from caseflow.sealing.models import Seal
from signatures.digests import SHA256_HEX
from signatures.models import StatementKey


class Publication(models.Model):
    """The figures of a period as they were given to the public; never changed."""

    number = models.PositiveIntegerField(_("number"), primary_key=True)
    kind = models.CharField(_("kind of period"), max_length=7, choices=Kind.choices)
    first = models.DateField(_("from"))
    last = models.DateField(_("to"))
    #: The publication that this one takes the place of.
    corrects = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="correction",
        verbose_name=_("corrects"),
    )
    reason = models.CharField(_("reason for the correction"), max_length=500, blank=True)
    #: Covers every deed that the figures rest on.
    seal = models.ForeignKey(Seal, models.PROTECT, related_name="+", verbose_name=_("seal"))
    #: Canonical JSON: everything that was published.
    content = models.TextField(_("content"))
    digest = models.CharField(_("digest (SHA-256)"), max_length=64)
    #: On which rung each line stands, so that a correction never tells what was kept here.
    kept = models.JSONField()
    #: COSE_Sign1 over what the publication is, and the digest of its content.
    envelope = models.BinaryField(_("signed publication"))
    key = models.ForeignKey(
        StatementKey, models.PROTECT, related_name="+", verbose_name=_("key of statements")
    )
    published_at = models.DateTimeField(_("published at"))
    #: Empty where the schedule published.
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("published by"),
    )

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "first"],
                condition=Q(corrects=None),
                name="period_is_published_once",
            ),
            models.CheckConstraint(
                name="publication_kind_is_known", condition=Q(kind__in=Kind.values)
            ),
            models.CheckConstraint(
                name="publication_ends_after_it_begins", condition=Q(last__gt=F("first"))
            ),
            models.CheckConstraint(
                name="publication_digest_is_sha256", condition=Q(digest__regex=SHA256_HEX)
            ),
            models.CheckConstraint(
                name="correction_gives_its_reason",
                condition=Q(corrects=None, reason="") | Q(corrects__isnull=False, reason__gt=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} · {self.period.code}"

    @property
    def period(self) -> Period:
        return Period(Kind(self.kind), self.first)

    @property
    def table(self) -> Table:
        return TABLE_OF[Kind(self.kind)]

    @property
    def said(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(self.content)
        return content


class PublishedLine(models.Model):
    """One line of a publication, as its content has it, for pages that show few of them.

    A count that is empty was withheld, or there was nothing to count: the two look alike.
    """

    publication = models.ForeignKey(
        Publication, models.PROTECT, db_index=False, related_name="lines"
    )
    table = models.CharField(_("table"), max_length=9, choices=Table.choices)
    code = models.CharField(_("code"), max_length=35, blank=True)
    name = models.TextField(_("name"), blank=True)
    name_en = models.TextField(_("English name"), blank=True)
    filed = models.PositiveIntegerField(_("filed"), null=True)
    filed_online = models.PositiveIntegerField(_("filed online"), null=True)
    online_self = models.PositiveIntegerField(_("online by the applicant alone"), null=True)
    online_assisted = models.PositiveIntegerField(_("online with a helper"), null=True)
    online_staff = models.PositiveIntegerField(_("online, typed by staff"), null=True)
    online_unknown = models.PositiveIntegerField(_("online, not known by whom"), null=True)
    finished = models.PositiveIntegerField(_("finished"), null=True)
    finished_by_due = models.PositiveIntegerField(_("finished by the due instant"), null=True)
    median_seconds = models.PositiveBigIntegerField(_("P50 of agency time"), null=True)
    nine_tenths_seconds = models.PositiveBigIntegerField(_("P90 of agency time"), null=True)

    objects = PublishedLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("published line")
        verbose_name_plural = _("published lines")
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "table", "code"], name="line_is_published_once"
            )
        ]
        indexes = [
            # The page of one commune or procedure.
            models.Index(fields=["table", "code", "publication"], name="published_line_of_page"),
        ]

    def __str__(self) -> str:
        return f"{self.publication_id} {self.table} {self.code}"

    @property
    def counts(self) -> dict[str, int | None]:
        return {name: getattr(self, name) for name in COUNTERS}
