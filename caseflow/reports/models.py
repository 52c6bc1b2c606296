from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caseflow.reports.querysets import SubscriptionQuerySet
from caseflow.reports.states import FileFormat, Rhythm


class Subscription(models.Model):
    """A report that somebody wants by e-mail: about what, how often, and as which kind of file.

    It gives no right: what its owner may see is asked anew whenever a mail leaves.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,  # a wish is nothing without who wished it
        related_name="+",
        verbose_name=_("account"),
    )
    report = models.SlugField(_("report"), max_length=40)
    #: Both empty: all centres that the owner may see, all procedures.
    center = models.ForeignKey(
        "centers.Agency",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("centre"),
    )
    procedure = models.ForeignKey(
        "procedures.Procedure",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("procedure"),
    )
    rhythm = models.CharField(_("rhythm"), max_length=7, choices=Rhythm.choices)
    format = models.CharField(
        _("file"), max_length=4, choices=FileFormat.choices, default=FileFormat.XLSX
    )
    created_at = models.DateTimeField(_("created at"))
    #: The morning on which the next mail is written.
    next_on = models.DateField(_("next mail"))
    paused_at = models.DateTimeField(_("paused at"), null=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription of a report")
        verbose_name_plural = _("subscriptions of reports")
        constraints = [
            models.UniqueConstraint(
                "owner",
                "report",
                "center",
                "procedure",
                "rhythm",
                name="subscribed_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="subscription_values_are_known",
                condition=Q(rhythm__in=Rhythm.values, format__in=FileFormat.values),
            ),
        ]
        indexes = [
            # What has to be written this morning.
            models.Index(fields=["next_on"], name="subscription_due", condition=Q(paused_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.owner_id} {self.report} {self.rhythm}"
