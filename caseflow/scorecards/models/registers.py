from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Training(models.Model):
    """A course that was held: for whom, how many came, and where that is written."""

    unit = models.ForeignKey(
        "centers.AdministrativeUnit",
        models.PROTECT,
        related_name="+",
        verbose_name=_("administrative unit"),
    )
    held_on = models.DateField(_("held on"))
    subject = models.CharField(_("subject"), max_length=200)
    audience = models.CharField(_("for whom"), max_length=200)
    participants = models.PositiveIntegerField(_("participants"))
    source = models.CharField(_("source"), max_length=300)

    class Meta:
        verbose_name = _("training")
        verbose_name_plural = _("register of training")
        ordering = ["-held_on", "pk"]
        constraints = [
            models.UniqueConstraint("unit", "held_on", "subject", name="training_entered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.held_on} {self.subject}"


class DocumentCount(models.Model):
    """Documents that an agency received and sent in a month; secret ones are counted apart."""

    agency = models.ForeignKey(
        "centers.Agency", models.PROTECT, related_name="+", verbose_name=_("agency")
    )
    month = models.DateField(_("month"), help_text=_("Its first day."))
    received = models.PositiveIntegerField(_("received"))
    received_electronic = models.PositiveIntegerField(_("received electronically"))
    sent = models.PositiveIntegerField(_("sent"))
    sent_electronic = models.PositiveIntegerField(_("sent electronically"))
    sent_signed = models.PositiveIntegerField(_("sent with a digital signature"))
    secret = models.PositiveIntegerField(
        _("secret"), default=0, help_text=_("Not among the other numbers.")
    )
    source = models.CharField(_("source"), max_length=300)

    class Meta:
        verbose_name = _("documents of a month")
        verbose_name_plural = _("register of documents in and out")
        ordering = ["-month", "agency"]
        constraints = [
            models.UniqueConstraint("agency", "month", name="documents_counted_once_a_month"),
            models.CheckConstraint(
                name="electronic_documents_are_documents",
                condition=Q(received_electronic__lte=F("received"))
                & Q(sent_electronic__lte=F("sent"))
                & Q(sent_signed__lte=F("sent_electronic")),
                violation_error_message=_(
                    "Electronic documents cannot be more than all, and signed ones not more than"
                    " the electronic ones."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.month:%Y-%m}"

    def clean(self) -> None:
        if self.month and self.month.day != 1:
            message = _("Give the first day of the month, as 2026-03-01.")
            raise ValidationError({"month": message})
